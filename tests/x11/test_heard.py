"""What is said to who sees nothing, over AT-SPI: on coming to a page or an item, and after whatever is done."""

import pytest
from support.exam_day import well
from x11.desk import NEEDED, at_desk, told_window
from x11.xvfb import wait_until

pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]

WITHDRAWN = "这道题的选项印错了，已经撤销。"


@pytest.fixture
def desk(exam_day, tmp_path):
    """Somebody at the login, who hears everything."""
    with at_desk(told_window(exam_day, tmp_path, "observe"), tmp_path) as made:
        made.reader.see("登录", "push button")
        made.reader.listen()
        yield made


def to_item(desk, number):
    """Over the palette, until the keyboard is at the item."""
    desk.person.click(f"第 {number} 题，未答")
    wait_until(lambda: context(desk)[-1].startswith(f"第 {number} 题 / "), f"item {number} is told")


def context(desk):
    """What a screen reader may say of where the keyboard is: the names of all that it stands in, from outside."""
    focus, above = desk.reader.focused(), []
    for node in reversed(desk.reader.tree()[: focus.number] if focus else []):
        if node.depth < (above[-1] if above else focus).depth:
            above.append(node)
    return [node.name for node in reversed(above) if node.name] or [""]


def at_keyboard(desk, begins, role):
    """Waits until the keyboard is at something that is called so, and gives it."""

    def there():
        focus = desk.reader.focused()
        return focus if focus is not None and focus.name.startswith(begins) else None

    found = wait_until(there, f"the keyboard is at {begins}")
    assert found.role == role
    return found


def test_each_page_up_to_the_exam_says_what_it_is_for(desk, exam_day):
    desk.person.log_in()
    desk.reader.hear("请核对，这是您吗？\n任何一项不对，都请先不要继续，举手告诉监考。\n测试")
    desk.person.click("我已阅读并承诺")
    desk.person.click("是我本人，继续")
    desk.reader.hear("试一下输入法\n考试里要打字。")
    desk.person.compose("ceshi", in_field="在这里试着打汉字")
    desk.display.keys("space")
    desk.person.click("可以打字，继续")
    desk.reader.hear("输入开考码\n监考宣布开考后")
    desk.display.type(exam_day.start_code.replace("-", "")[:4] + "0")
    desk.reader.hear("第 1 格有误")


def test_a_refused_login_is_said(desk):
    desk.person.click("工号", "text")
    desk.display.type("G9999")
    desk.display.keys("Tab")
    desk.person.compose("ceshi", in_field="姓名")
    desk.display.keys("space")
    desk.person.click("登录", "push button")
    desk.reader.hear("本考场的名册里没有找到与输入一致的考生。")


def test_the_keyboard_comes_to_an_item_with_what_is_asked(desk, exam_day):
    desk.person.to_exam(exam_day.start_code)
    to_item(desk, 1)
    assert context(desk)[-1] == "第 1 题 / 共 9 题\n单选题\n回访时发现客户登记的尾号有误，应当先（　　）。"
    option = at_keyboard(desk, "A，", "radio button")
    assert "checked" not in option.states


def test_rows_are_moved_and_pairs_are_made_by_ear(desk, exam_day):
    desk.person.to_exam(exam_day.start_code)
    to_item(desk, 7)
    at_keyboard(desk, "第 1 行，记录结果", "list item")
    buttons = {node.name: node for node in desk.reader.tree() if node.role == "push button"}
    assert "sensitive" not in buttons["把第 1 行上移"].states
    assert "sensitive" in buttons["把第 1 行下移"].states
    desk.display.keys("alt+Down")
    desk.reader.hear("从第 1 位移到第 2 位，共 3 位")
    at_keyboard(desk, "第 2 行，记录结果", "list item")
    desk.display.keys("alt+Up")
    desk.reader.hear("从第 2 位移到第 1 位，共 3 位")
    desk.display.keys("Delete")
    desk.reader.hear("已恢复为未作答")
    to_item(desk, 8)
    at_keyboard(desk, "第 1 项，客户在开会，未选", "list item")
    desk.display.keys("b")
    desk.reader.hear("第 1 项，已选 B")
    at_keyboard(desk, "第 2 项，客户要求投诉，未选", "list item")
    assert desk.reader.find("第 1 项，客户在开会，已选 B", "list item")
    assert desk.reader.find("B，另约时间，已配给第 1 项", "list item")
    desk.display.keys("Up", "Delete")
    desk.reader.hear("第 1 项，未选")
    wait_until(lambda: desk.responses()[-1:] == [{"type": "pairs", "pairs": []}], "nothing is matched any more")


def test_the_tools_say_what_they_do(desk, exam_day):
    desk.person.to_exam(exam_day.start_code)
    to_item(desk, 1)
    desk.display.keys("alt+b")
    desk.reader.hear("已排除 B")
    assert desk.reader.find("B，请客户复述并当场核对，已排除，仍可选择", "radio button")
    desk.display.keys("alt+b")
    desk.reader.hear("已恢复 B")
    desk.display.keys("c")
    desk.reader.hear("已选 C")
    desk.display.keys("ctrl+m")
    desk.reader.hear("已标记")
    desk.display.keys("ctrl+m")
    desk.reader.hear("已取消标记")
    desk.display.keys("ctrl+n")
    at_keyboard(desk, "草稿", "text")
    desk.display.type("12")
    wait_until(lambda: desk.reader.focused().text == "12", "the note is told")
    desk.display.keys("ctrl+n")
    wait_until(lambda: context(desk)[-1].startswith("第 1 题 / "), "the keyboard is back at the item")


def test_the_calculator_speaks_its_figures(desk, exam_day):
    desk.person.to_exam(exam_day.start_code)
    desk.person.click("计算器（Ctrl+R）")
    at_keyboard(desk, "计算器", "panel")
    desk.display.type("12+3")
    desk.display.keys("Return")
    desk.reader.hear("15")
    assert "checked" in desk.reader.find("计算器（Ctrl+R）", "check box").states


def test_a_correction_is_read_where_it_lies_and_at_its_item(desk, exam_day):
    desk.person.to_exam(exam_day.start_code)
    to_item(desk, 3)
    key = exam_day.office / "sessions" / f"{exam_day.session}.kcy"
    stick = desk.said.with_name("made")
    stick.mkdir()
    well(
        *("erratum", key, "--exam", exam_day.exam, "--site", exam_day.exam.with_name("site.kcx")),
        *("--item", "多选题#1", "--action", "withdraw", "--text", WITHDRAWN),
        *("--passphrase-file", exam_day.passphrase_file, "--out", stick / "1.kce"),
    )
    stick.rename(stick.with_name("stick"))
    read = at_keyboard(desk, "考试有新的更正", "panel")
    assert "本题已撤销" in read.name
    assert WITHDRAWN in read.name
    assert desk.reader.find("考试有新的更正", "dialog")
    desk.person.click("已阅读，继续作答")
    at_keyboard(desk, "第 3 题 / ", "panel")
    assert "本题已撤销" in desk.reader.focused().name


def test_earlier_versions_are_a_dialog_with_a_list_and_two_texts(desk, exam_day):
    desk.person.to_exam(exam_day.start_code)
    to_item(desk, 9)
    at_keyboard(desk, "作答", "text")
    desk.display.type("1234567890" * 5)
    wait_until(lambda: desk.texts()[-1:] == ["1234567890" * 5], "it is saved")
    desk.display.keys("ctrl+a", "Delete")
    desk.display.type("0")
    desk.person.click("历史版本 1")
    row = at_keyboard(desk, "", "check box")
    assert "checked" in row.states
    assert desk.reader.see("历史版本", "dialog")
    assert desk.reader.see("现在的内容", "text").text == "0"
    desk.reader.hear("这些是本题作答过程中保存下来的内容。")
    desk.display.keys("Escape")
    at_keyboard(desk, "作答", "text")


def test_being_away_handing_in_and_the_receipt_are_said(desk, exam_day):
    desk.person.to_exam(exam_day.start_code)
    desk.display.keys("b")
    desk.person.click("暂离", "push button")
    desk.reader.hear("考试已遮住\n您的作答都已保存。")
    at_keyboard(desk, "请输入您的工号", "text")
    desk.display.type("G7002")
    desk.display.keys("Return")
    wait_until(lambda: "G7002" not in (desk.reader.focused().text or ""), "the number was looked at")
    desk.display.type("G7001")
    desk.display.keys("Return")
    wait_until(lambda: desk.reader.find("交卷", "push button"), "the exam is back")
    desk.person.click("交卷", "push button")
    assert desk.reader.see("现在交卷吗？", "dialog")
    at_keyboard(desk, "返回作答", "push button")
    desk.reader.hear("还有 8 题没有作答")
    desk.person.click("仍要交卷")
    desk.reader.hear("交卷后答卷会立即封存，不能再返回，也不能再修改。")
    desk.person.click("确认交卷", "push button")
    desk.reader.hear("交卷成功\n答卷已封存")
    desk.reader.hear("请留在座位上，举手示意。")
