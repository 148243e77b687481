"""The real window in use for two minutes while a screen reader hears every event and asks what it tells."""

import time

import pytest
from pixels.memory import own
from x11.desk import NEEDED, at_desk, told_window
from x11.xvfb import wait_until

pytestmark = [
    pytest.mark.x11,
    pytest.mark.heavy,
    pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there"),
]

SECONDS = 120
WARM_UP = 0.25
"""Of the whole time: what is only ever made once is made by then."""

GROWTH = 1.03
READER = ("qt.accessibility.atspi: ", "QSpiApplication::keyEventError ")
"""So begins what Qt says of the reader: that it asks for what has just gone away, or does not answer to a key."""

ROUND = (
    *("a", "b", "alt+c", "alt+c", "ctrl+m", "ctrl+m"),
    *("Next", "a", "c"),
    *("Next", "a", "a", "d", "d"),
    *("Next", "a", "b"),
    *("Next", "a"),
    *("Next", "3", "Tab", "4", "ctrl+a", "5", "ctrl+Next"),
    *("alt+Down", "alt+Down", "alt+Up", "Next"),
    *("b", "a", "c", "Up", "Delete", "c", "Next"),
    *("7", "8", "9", "ctrl+n", "1", "ctrl+n"),
    *("F1", "Escape", "ctrl+r", "1", "2", "Escape"),
    *("ctrl+Prior",) * 8,
)
"""What is done at the nine items, once from the first to the last and back."""


def test_a_screen_reader_that_hears_everything_costs_neither_answers_nor_memory(exam_day, tmp_path):
    with at_desk(told_window(exam_day, tmp_path, "observe"), tmp_path) as desk:
        desk.reader.see("登录", "push button")
        desk.reader.listen()
        desk.person.to_exam(exam_day.start_code)
        memory, rounds, spent, began = [], 0, 0.0, time.monotonic()
        while spent < SECONDS:
            rounds += 1
            for key in ROUND:
                desk.display.keys(key)
                assert desk.reader.focused() is not None, f"nothing has the keyboard after {key}"
            spent = time.monotonic() - began
            if spent > SECONDS * WARM_UP:
                memory.append(own(desk.process.pid))
        last = wait_until(lambda: len(desk.last()) == 9 and desk.last(), "every item has a response")
        chosen = [response["labels"] for response in last.values() if response["type"] == "choice"]
        print(f"{rounds} rounds, {sum(desk.reader.events().values())} events, {len(desk.reader.said())} announcements")
        print(f"memory {memory[0]:.1f} MiB after warming up, {memory[-1]:.1f} MiB at the end")
        assert chosen[:2] == [["B"], ["C"]]
        assert desk.texts()[-1] == "789" * rounds
        assert desk.process.poll() is None
        assert [line for line in desk.errors.read_text("utf-8").splitlines() if not line.startswith(READER)] == []
        assert memory[-1] <= GROWTH * memory[0]
