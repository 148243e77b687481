"""Chinese is typed with a real input method in the real window while the guards hold the keyboard."""

import signal

import pytest
from x11.desk import NEEDED, Desk, at_desk, told_window
from x11.xvfb import wait_until

pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]

PANEL_CLASS = "ibus-ui-gtk3"


@pytest.fixture
def level():
    """How much of the PC is held."""
    return "strict"


@pytest.fixture
def desk(level, exam_day, tmp_path):
    """Somebody in the exam."""
    with at_desk(told_window(exam_day, tmp_path, level), tmp_path) as made:
        made.person.to_exam(exam_day.start_code)
        yield made


def candidates(desk: Desk):
    """Where the input method's list of candidates shows: x, y, width, height; None while it does not."""
    found = desk.display.run("xdotool", "search", "--onlyvisible", "--class", PANEL_CLASS, check=False).split()
    for window in found:
        said = desk.display.run("xdotool", "getwindowgeometry", "--shell", window, check=False)
        shape = {name: int(value) for name, _, value in (line.partition("=") for line in said.splitlines())}
        if shape.get("WIDTH", 0) > 60:
            return shape["X"], shape["Y"], shape["WIDTH"], shape["HEIGHT"]
    return None


def stands_still(desk: Desk):
    """Whether the list of candidates shows, and goes on showing the same while a screen reader reads everything."""
    box = candidates(desk)
    if box is None:
        return False
    before = seen(desk, box)
    desk.reader.tree()
    return candidates(desk) == box and seen(desk, box) == before


def seen(desk: Desk, box):
    """The picture of a part of the screen."""
    return desk.display.image().copy(*box)


@pytest.mark.parametrize("level", ["standard", "strict"])
def test_chinese_is_typed_while_the_keyboard_is_held_and_nothing_composed_is_lost(desk):
    display, person, reader = desk.display, desk.person, desk.reader

    person.click("第 9 题，未答")
    bare = display.image()
    display.type("kehu")
    began = reader.clock()
    wait_until(lambda: reader.clock() < began, "the list follows the last letter")
    box = wait_until(lambda: candidates(desk), "the candidates show")
    shown = seen(desk, box)
    assert shown != bare.copy(*box)
    wait_until(lambda: reader.clock() <= began - 3, "every guard looked at the window, some of them twice")
    assert seen(desk, box) == shown
    display.keys("space")
    wait_until(lambda: desk.texts() == ["客户"], "the word is saved")
    wait_until(lambda: candidates(desk) is None, "the candidates are gone")

    for composed, leave, ways_back in (
        ("manyi", lambda: person.click("上一题"), ["第 9 题，已答"]),
        ("dajia", lambda: display.keys("ctrl+Page_Up"), ["第 9 题，已答"]),
        ("women", lambda: person.click("第 6 题，未答"), ["第 9 题，已答"]),
        ("nihao", lambda: person.click("标记本题"), []),
        ("xiexie", lambda: person.click("交卷"), []),
    ):
        length = len(desk.texts()[-1]) + 2
        display.keys("ctrl+End")
        person.compose(composed, in_field="作答")
        wait_until(lambda: stands_still(desk), "the last letter has arrived")
        leave()
        wait_until(lambda length=length: len(desk.texts()[-1]) == length, f"{composed} is saved too")
        for way in ways_back:
            person.click(way)
            person.sees_keyboard_in("作答")
    assert desk.texts()[-1] == "客户满意大家我们你好谢谢"


def test_what_is_composed_in_one_blank_stays_there_when_another_is_clicked(desk):
    desk.person.click("第 6 题，未答")
    desk.person.compose("shenfen", in_field="第 1 空")
    wait_until(lambda: stands_still(desk), "the last letter has arrived")
    desk.person.click("第 2 空", "text")
    desk.person.sees_keyboard_in("第 2 空")
    desk.person.write("mudi")
    wait_until(lambda: desk.responses()[-1:] == [{"type": "blanks", "texts": ["身份", "目的"]}], "both are saved")


def test_letters_choose_options_although_the_input_method_stands_at_chinese(desk):
    desk.display.keys("b")
    wait_until(lambda: desk.responses() == [{"type": "choice", "labels": ["B"]}], "B is saved")


def typed_at_once(desk: Desk, *keys: str):
    """All of these keys come to the program together, as on a PC that is busy with something else."""
    desk.process.send_signal(signal.SIGSTOP)
    desk.display.keys(*keys)
    desk.process.send_signal(signal.SIGCONT)


WORD = ("k", "e", "h", "u", "space")


def test_keys_and_words_stay_in_the_order_in_which_they_were_typed_on_a_busy_pc(desk):
    typed, person = "1234567890", desk.person
    person.click("第 9 题，未答")
    person.sees_keyboard_in("作答")
    typed_at_once(desk, *typed, *WORD, "Return", *WORD, "Left", *"56", "ctrl+a", "End", *typed)
    wait_until(lambda: desk.texts()[-1:] and desk.texts()[-1].endswith(typed), "all is saved")
    assert desk.texts()[-1] == f"{typed}客户\n客56户{typed}"

    person.click("第 6 题，未答")
    person.sees_keyboard_in("第 1 空")
    typed_at_once(desk, *typed, *WORD, "BackSpace", *typed, "Tab", *WORD, "7")
    wait_until(lambda: desk.responses()[-1].get("texts", ["", ""])[1].endswith("7"), "both are saved")
    assert desk.responses()[-1]["texts"] == [f"{typed}客{typed}", "客户7"]
