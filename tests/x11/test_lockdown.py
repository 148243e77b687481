"""What lockdown promises, seen from outside: a real program on a real X11 display."""

from collections.abc import Iterator

import pytest
from x11.programs import Program, started
from x11.xvfb import Desktop, desktop, missing, wait_until

EXAM, EXAM_COLOUR, DIALOG_COLOUR = "exam window", "#2050a0", "#30a050"
OTHER, OTHER_COLOUR = "other program", "#c03020"
INSIDE_OTHER = (500, 550)
"""A place where the other program's window lies, when it is seen."""

NEEDED = missing("Xvfb", "openbox", "xdotool")
pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]

HELD = {"observer", "input-method", "full-screen", "screens", "focus", "keyboard", "clipboard"}


@pytest.fixture
def display() -> Iterator[Desktop]:
    with desktop() as running:
        yield running


@pytest.fixture
def bare_display() -> Iterator[Desktop]:
    with desktop(window_manager=None) as running:
        yield running


@pytest.fixture
def exam(display: Desktop) -> Iterator[Program]:
    with started(display, "exam_window.py", "standard") as program:
        wait_until(lambda: holds(program), "every guard holds")
        yield program


def holds(program: Program) -> bool:
    """Whether every guard of the exam window holds by now: at once, or as noted later."""
    state = program.ask()
    held = {guard for guard, report in state["reports"].items() if report == "held"}
    return held | {note.split()[-1] for note in state["notes"] if "guard-held" in note} == HELD


def fills(display: Desktop) -> bool:
    """Whether the exam's colour is seen in all corners of the (left) screen of 1280x800."""
    corners = [(1, 1), (1278, 1), (1, 798), (1278, 798)]
    image = display.image()
    return all(image.pixelColor(x, y).name() == EXAM_COLOUR for x, y in corners)


def test_the_exam_fills_the_screen(display: Desktop, exam: Program) -> None:
    wait_until(lambda: fills(display), "the exam is seen in every corner")
    assert exam.ask()["geometry"] == [0, 0, 1280, 800]


def test_keys_of_the_window_manager_reach_the_exam_and_change_nothing(display: Desktop, exam: Program) -> None:
    display.keys("alt+Tab", "super", "alt+F4", "ctrl+Escape", "super+d", "alt+F2", "alt+space", "Print")
    expected = {"Tab", "Meta", "F4", "Escape", "D", "F2", "Space", "Print"}
    wait_until(lambda: expected <= set(exam.ask()["keys"]), "all keys reach the exam")
    state = exam.ask()
    assert (state["refused"], state["active"]) == (0, True)
    assert not any("focus-lost" in note for note in state["notes"])
    assert display.focused() == EXAM
    wait_until(lambda: fills(display), "the exam still fills the screen")


def test_typing_reaches_the_field_the_dialog_and_the_list_of_the_exam_while_the_keyboard_is_held(
    display: Desktop, exam: Program
) -> None:
    display.type("abc")
    wait_until(lambda: exam.ask()["text"] == "abc", "the field has the text")
    exam.ask("list")
    wait_until(lambda: exam.ask()["list"], "the list is open")
    display.keys("Escape")
    wait_until(lambda: not exam.ask()["list"], "the list is closed")
    exam.ask("dialog")
    wait_until(lambda: not exam.ask()["active"], "the dialog has the focus")
    display.type("def")
    wait_until(lambda: exam.ask()["dialog"] == "def", "the dialog has the text")
    display.keys("Escape")
    wait_until(lambda: exam.ask()["active"], "the exam has the focus again")
    display.type("ghi")
    wait_until(lambda: exam.ask()["text"].endswith("ghi"), "the field has more text")


def test_a_list_that_closes_leaves_the_keyboard_with_the_exam(display: Desktop, exam: Program) -> None:
    exam.ask("list")
    wait_until(lambda: exam.ask()["list"], "the list is open")
    display.keys("Escape")
    wait_until(lambda: not exam.ask()["list"], "the list is closed")
    with started(display, "other_program.py", "overlay") as other:
        wait_until(lambda: other.ask()["mapped"], "the other window is there")
        looks = exam.ask()["looks"]
        wait_until(lambda: exam.ask()["looks"] >= looks + 2, "the grab had time to be renewed")
        # The input focus, set behind the window manager's back, stays away for a moment: only a grab brings the key.
        display.run("xdotool", "search", "--name", OTHER, "windowfocus", "key", "F9")
        wait_until(lambda: "F9" in exam.ask()["keys"], "the key reaches the exam although the focus is away")


def test_a_window_that_opens_on_top_loses_the_focus_and_is_covered(display: Desktop, exam: Program) -> None:
    with started(display, "other_program.py", "window") as other:
        wait_until(lambda: any("focus-lost" in note for note in exam.ask()["notes"]), "the focus went")
        wait_until(lambda: any("focus-back" in note for note in exam.ask()["notes"]), "the focus came back")
        wait_until(lambda: display.focused() == EXAM, "X agrees")
        wait_until(lambda: display.pixel(*INSIDE_OTHER) == EXAM_COLOUR, "the other window is covered")
        display.type("abc")
        wait_until(lambda: exam.ask()["text"] == "abc", "the exam has the text")
        assert other.ask()["text"] == ""


def test_the_clipboard_of_other_programs_is_emptied_and_the_exams_own_is_kept_until_the_end(
    display: Desktop,
) -> None:
    with started(display, "other_program.py", "window", "smuggled") as other:
        assert other.ask()["clipboard"] == ["smuggled", "smuggled"]
        with started(display, "exam_window.py", "standard") as exam:
            wait_until(lambda: other.ask()["clipboard"] == ["", ""], "both are emptied at the start")
            wait_until(lambda: holds(exam), "every guard holds")
            exam.ask("copy mine")
            display.keys("ctrl+v")
            wait_until(lambda: exam.ask()["text"] == "mine", "text of the exam is pasted in the exam")
            assert not any("clipboard" in note for note in exam.ask()["notes"])
            with started(display, "other_program.py", "overlay", "smuggled again") as second:
                wait_until(lambda: any("clipboard" in note for note in exam.ask()["notes"]), "a later text is noted")
                wait_until(lambda: second.ask()["clipboard"] == ["", ""], "and emptied")
            exam.ask("copy mine")
            exam.ask("release")
            wait_until(lambda: other.ask()["clipboard"][0] == "", "nothing is carried out")


@pytest.mark.parametrize("ending", ["release", "fail"])
def test_everything_is_given_back_after_the_exam_and_after_an_exception(
    display: Desktop, exam: Program, ending: str
) -> None:
    exam.ask(ending)
    wait_until(lambda: exam.ask()["geometry"][2:] == [600, 400], "the window has its old size")
    with started(display, "other_program.py", "window") as other:
        wait_until(lambda: display.focused() == OTHER, "another program may have the focus")
        display.type("abc")
        wait_until(lambda: other.ask()["text"] == "abc", "and the keyboard")
        assert display.pixel(*INSIDE_OTHER) == OTHER_COLOUR
        display.run("xdotool", "search", "--name", EXAM, "windowactivate", "--sync")
        display.keys("alt+F4")
        wait_until(lambda: exam.process.poll() is not None, "the window manager closes the window")


def test_a_killed_exam_leaves_the_keyboard_free(display: Desktop, exam: Program) -> None:
    exam.process.kill()
    exam.process.wait()
    with started(display, "other_program.py", "window") as other:
        wait_until(lambda: display.focused() == OTHER, "another program may have the focus")
        display.type("abc")
        wait_until(lambda: other.ask()["text"] == "abc", "and the keyboard")


def test_without_a_window_manager_the_exam_fills_the_screen_and_covers_what_opens(bare_display: Desktop) -> None:
    with started(bare_display, "exam_window.py", "standard") as exam:
        wait_until(lambda: fills(bare_display), "the exam is seen in every corner")
        wait_until(lambda: holds(exam), "every guard holds")
        with started(bare_display, "other_program.py", "overlay") as other:
            wait_until(lambda: other.ask()["mapped"], "the overlay is there")
            wait_until(lambda: bare_display.pixel(*INSIDE_OTHER) == EXAM_COLOUR, "the overlay is covered")


def test_without_a_window_manager_the_exams_own_dialog_stays_in_front(bare_display: Desktop) -> None:
    with started(bare_display, "exam_window.py", "strict") as exam:
        wait_until(lambda: fills(bare_display) and holds(exam), "the exam is there")
        exam.ask("dialog")
        wait_until(lambda: bare_display.pixel(640, 420) == DIALOG_COLOUR, "the dialog is seen")
        looks = exam.ask()["looks"]
        wait_until(lambda: exam.ask()["looks"] >= looks + 2, "the exam had two chances to cover it")
        assert bare_display.pixel(640, 420) == DIALOG_COLOUR
        bare_display.type("abc")
        wait_until(lambda: exam.ask()["dialog"] == "abc", "the dialog has the keyboard")


def test_the_window_of_an_input_method_stays_in_front_while_text_is_composed(bare_display: Desktop) -> None:
    with started(bare_display, "exam_window.py", "strict") as exam:
        wait_until(lambda: fills(bare_display) and holds(exam), "the exam is there")
        exam.ask("compose ni")
        with started(bare_display, "other_program.py", "overlay") as candidates:
            wait_until(lambda: bare_display.pixel(*INSIDE_OTHER) == OTHER_COLOUR, "the candidates are seen")
            looks = exam.ask()["looks"]
            wait_until(lambda: exam.ask()["looks"] >= looks + 2, "the exam had two chances to cover them")
            assert bare_display.pixel(*INSIDE_OTHER) == OTHER_COLOUR
            exam.ask("compose")
            wait_until(lambda: bare_display.pixel(*INSIDE_OTHER) == EXAM_COLOUR, "they are covered afterwards")
            assert candidates.ask()["text"] == ""


def test_observe_prevents_nothing_and_notes_what_happens(display: Desktop) -> None:
    with started(display, "exam_window.py", "observe") as exam:
        wait_until(lambda: exam.ask()["active"], "the exam has the focus")
        with started(display, "other_program.py", "window") as other:
            wait_until(lambda: any("focus-lost" in note for note in exam.ask()["notes"]), "the focus went")
            display.type("abc")
            wait_until(lambda: other.ask()["text"] == "abc", "the other program has the keyboard")
        assert exam.ask()["reports"] == {"observer": "held"}
        assert exam.ask()["geometry"][2:] == [600, 400]


NO_XRANDR = missing("xrandr")
BARE, COVERED = "#ffffff", "#000000"


LEFT = ("xrandr", "--setmonitor", "L", "1280/338x800/211+0+0")
RIGHT = ("xrandr", "--setmonitor", "R", "1280/338x800/211+1280+0")
# X11 keeps the monitor that has the output: the one that stays gets "screen", the one that comes and goes "none".


@pytest.fixture
def wide_display() -> Iterator[Desktop]:
    """Room for two monitors, and the pointer on the left one, where windows open."""
    with desktop(size="2560x800") as running:
        running.run("xdotool", "mousemove", "100", "100")
        yield running


@pytest.mark.skipif(bool(NO_XRANDR), reason=NO_XRANDR or "everything is there")
def test_a_second_screen_is_covered_also_one_that_comes_later_and_never_the_exam(wide_display: Desktop) -> None:
    display = wide_display
    display.run(*LEFT, "screen")
    display.run(*RIGHT, "none")
    with started(display, "exam_window.py", "standard") as exam:
        wait_until(lambda: fills(display), "the exam fills the left screen")
        wait_until(lambda: right(display) == COVERED, "the right screen is covered")
        wait_until(lambda: holds(exam), "every guard holds, the keyboard too")
        display.run("xrandr", "--delmonitor", "R")
        wait_until(lambda: exam.ask()["screens"] == ["L"], "the right screen is gone")
        wait_until(lambda: right(display) == BARE and fills(display), "its cover is gone, the exam is not covered")
        assert exam.ask()["covers"] == 0
        display.run(*RIGHT, "none")
        wait_until(lambda: right(display) == COVERED and fills(display), "the new screen is covered")
        display.type("abc")
        wait_until(lambda: exam.ask()["text"] == "abc", "the exam still has the keyboard")
        exam.ask("release")
        wait_until(lambda: right(display) == BARE, "the right screen is given back")


@pytest.mark.skipif(bool(NO_XRANDR), reason=NO_XRANDR or "everything is there")
def test_an_exam_whose_own_screen_goes_fills_the_other_one_uncovered(wide_display: Desktop) -> None:
    display = wide_display
    display.run(*LEFT, "none")
    display.run(*RIGHT, "screen")
    with started(display, "exam_window.py", "standard") as exam:
        wait_until(lambda: fills(display) and right(display) == COVERED, "the exam is left, a cover right")
        display.run("xrandr", "--delmonitor", "L")
        wait_until(lambda: exam.ask()["geometry"] == [1280, 0, 1280, 800], "the exam fills the right screen")
        wait_until(lambda: right(display) == EXAM_COLOUR, "and is seen there")
        display.type("abc")
        wait_until(lambda: exam.ask()["text"] == "abc", "it still has the keyboard")


def right(display: Desktop) -> str:
    """The colour in the middle of the right screen."""
    return display.pixel(1920, 400)
