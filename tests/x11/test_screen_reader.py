"""What a screen reader gets to know of the real window over AT-SPI: roles, names, values, states, order of keys."""

import re
from itertools import takewhile

import pytest
from x11.desk import NEEDED, at_desk, told_window
from x11.xvfb import wait_until

pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]

SPOKEN_TIME = re.compile(r"剩余时间.*\d\d:\d\d:\d\d")
ITEMS = {
    "第 1 题，未答": {"radio button": 4},
    "第 3 题，未答": {"check box": 4},
    "第 4 题，未答": {"radio button": 2},
    "第 6 题，未答": {"text": 2},
    "第 9 题，未答": {"text": 1},
}
"""For an item by what its number in the palette says: how many controls of which role answer it."""


@pytest.fixture
def desk(exam_day, tmp_path):
    """Somebody at the login."""
    with at_desk(told_window(exam_day, tmp_path, "observe"), tmp_path) as made:
        made.reader.see("登录", "push button")
        yield made


def nameless(tree):
    """Controls that can be reached and do not say what they are."""
    return [node for node in tree if "focusable" in node.states and node.role != "filler" and not node.name]


def by_tab(desk, count):
    """What has the keyboard, and after each press of Tab."""
    names = [desk.reader.focused().name]
    for _ in range(count):
        before = desk.reader.focused()
        desk.display.keys("Tab")
        wait_until(lambda before=before: desk.reader.focused() != before, "the keyboard went on")
        names.append(desk.reader.focused().name)
    return names


def test_the_login_says_what_each_field_is_and_tab_goes_through_it_in_order(desk):
    tree = desk.reader.tree()
    assert nameless(tree) == []
    assert [node.name for node in tree if node.role == "text"] == ["工号", "姓名"]
    assert all(node.description for node in tree if node.role == "text")
    assert by_tab(desk, 2) == ["工号", "姓名", "登录"]


def test_every_item_says_what_it_asks_how_it_is_answered_and_what_is_chosen(desk, exam_day):
    reader, person = desk.reader, desk.person
    person.to_exam(exam_day.start_code)
    for number, expected in ITEMS.items():
        person.click(number)
        wait_until(lambda number=number: is_at(reader, number), f"{number} is open")
        tree = reader.tree()
        assert nameless(tree) == []
        sheet = sheet_of(tree, number)
        for role, count in expected.items():
            answers = [node for node in sheet if node.role == role]
            assert len(answers) == count, (number, [(node.role, node.name) for node in sheet])
            assert len({node.name for node in answers}) == count
            assert not any("checked" in node.states for node in answers)


def sheet_of(tree, number):
    """What is told of the item that is open."""
    start = next(at for at, node in enumerate(tree) if node.name.startswith(of_all(number)))
    return list(takewhile(lambda node: node.depth >= tree[start].depth, tree[start:]))


def of_all(number):
    """ "第 3 题，未答" stands in the palette, "第 3 题 / 共 9 题" over the item."""
    return f"{number.partition('，')[0]} / "


def is_at(reader, number):
    """Whether this item is open."""
    return any(node.name.startswith(of_all(number)) for node in reader.tree())


def test_an_option_toggled_by_a_screen_reader_is_saved_and_told_as_chosen(desk, exam_day):
    reader, person = desk.reader, desk.person
    person.to_exam(exam_day.start_code)
    option = next(node for node in reader.tree() if node.name.startswith("B，"))
    reader.act(option, "Toggle")
    wait_until(lambda: desk.responses() == [{"type": "choice", "labels": ["B"]}], "B is saved")
    wait_until(lambda: "checked" in reader.find(option.name).states, "B is told as chosen")
    chosen = [node for node in reader.tree() if node.role == option.role and "checked" in node.states]
    assert [node.name for node in chosen if node.depth == option.depth] == [option.name]
    wait_until(lambda: reader.find("第 1 题，已答"), "the palette says that the item is answered")
    wait_until(lambda: any(node.name.startswith("已保存") for node in reader.tree()), "it is said to be saved")


def test_the_clock_says_how_much_time_is_left(desk, exam_day):
    desk.person.to_exam(exam_day.start_code)
    [clock] = [node for node in desk.reader.tree() if SPOKEN_TIME.fullmatch(node.name)]
    wait_until(lambda: desk.reader.tree()[clock.number].name != clock.name, "it goes on")


def test_the_receipt_is_spoken_from_its_code_to_what_is_to_be_done(desk, exam_day):
    reader, person = desk.reader, desk.person
    person.to_exam(exam_day.start_code)
    desk.display.keys("a")
    wait_until(desk.responses, "something is answered")
    person.hand_in()
    tree = reader.tree()
    assert nameless(tree) == []
    spoken = [node.name for node in tree]
    code = spoken[spoken.index("回执码（可抄在准考证背面）") + 1]
    assert re.fullmatch(r"[0-9A-Z -]{9,}", code), spoken
    assert reader.focused().name == code
    assert any(line.startswith("请留在座位上") for line in spoken)
