"""A clerk at a real desktop: the program itself, a paper by keyboard alone, killed in the middle and started again."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from kaochang.domain.mends import SetKey
from kaochang.flow.office_draft import DraftFolder, QuickDraft
from screens import sample_office
from x11.xvfb import desktop, missing, wait_until

NEEDED = missing("Xvfb", "openbox", "xdotool")
pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]
TITLE = "考场 · 考务办公室"


@contextmanager
def at_the_office(display, data):
    """The program on a display, until it ends or is killed."""
    command = [sys.executable, "-P", "-m", "kaochang", "office", "--data", str(data)]
    env = display.env | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    try:
        wait_until(lambda: display.focused() == TITLE, "the window has the keyboard")
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def keys(draft):
    """The keys that were given so far, as they are kept."""
    return [each.words for each in draft.load().mends if isinstance(each, SetKey)]


def panes(display):
    """The grounds of the paper's page: of its lines and of its items; no other page has these two side by side."""
    image = display.image()  # one of both: between two the window would be another
    return image.pixel(30, 120), image.pixel(700, 90)


def test_a_paper_is_keyed_by_keyboard_alone_and_nothing_is_lost_when_the_program_is_killed(tmp_path):
    paper, data = tmp_path / "paper.txt", tmp_path / "data"
    paper.write_text(sample_office.SOURCE, encoding="utf-8")
    draft = DraftFolder(data / "office" / "draft", QuickDraft)
    with desktop(size="1366x768") as display, at_the_office(display, data) as process:
        display.keys("Return")
        wait_until(lambda: display.focused() not in ("", TITLE), "the system's window to choose a file")
        display.type(str(paper))
        display.keys("Return")
        wait_until(lambda: draft.load().paper, "the paper is read")
        display.keys("b")
        wait_until(lambda: keys(draft) == ["B"], "the key of the first red line is kept")
        display.keys("F8", "a")
        wait_until(lambda: keys(draft) == ["B", "A"], "and that of the next")
        shown = panes(display)
        process.send_signal(signal.SIGKILL)
    # On a display of its own: on the old one what the killed program had painted still stands.
    with desktop(size="1366x768") as display, at_the_office(display, data) as process:
        wait_until(lambda: panes(display) == shown, "the paper is read again and shown")
        display.keys("ctrl+z")
        wait_until(lambda: keys(draft) == ["B"], "what was done before the kill can be undone after it")
        display.keys("ctrl+y")
        wait_until(lambda: keys(draft) == ["B", "A"], "and done again")
        display.keys("alt+F4")
        assert process.wait(timeout=20) == 0
