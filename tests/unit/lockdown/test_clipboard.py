"""The clipboard guard where nothing on the clipboard is ever ours, as if all came from other programs."""

from collections.abc import Iterator

import pytest
from kaochang.lockdown.clipboard import Clipboard
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from unit.lockdown.holding import Hold

EMPTIED = ("guard.note.clipboard-emptied", "")


@pytest.fixture
def board(qapp: QApplication) -> Iterator[QClipboard]:
    board = qapp.clipboard()
    board.setText("from before")
    yield board
    board.clear()


@pytest.mark.attack(59)
def test_it_is_empty_at_the_start_and_at_the_end(hold: Hold, board: QClipboard) -> None:
    guard = Clipboard(lambda *note: None)
    hold(guard)
    assert board.text() == ""
    hold.release(guard)
    board.setText("after the exam")
    assert board.text() == "after the exam"


def test_what_another_program_copies_is_cleared_and_noted(hold: Hold, board: QClipboard) -> None:
    notes: list[tuple[str, str]] = []
    guard = Clipboard(lambda *note: notes.append(note))
    hold(guard)
    assert notes == []
    board.setText("smuggled")
    assert (board.text(), notes) == ("", [EMPTIED])


def test_a_program_that_puts_it_back_is_answered_at_a_bounded_rate_and_noted_once(
    hold: Hold, qtbot: QtBot, board: QClipboard
) -> None:
    notes: list[tuple[str, str]] = []
    guard = Clipboard(lambda *note: notes.append(note))
    hold(guard)
    board.setText("smuggled")
    board.setText("put back")
    assert board.text() == "put back"
    qtbot.waitUntil(lambda: board.text() == "")
    assert notes == [EMPTIED]
