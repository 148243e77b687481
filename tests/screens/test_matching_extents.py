"""Matching items of every extent, in a small window and in huge letters: whole, and used by mouse and keyboard."""

import pytest
from kaochang.domain.responses import Pairs
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.views.widgets.pane import bring_into_sight
from kaochang.views.widgets.prose import Prose
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from screens.fakes import FakeLine
from screens.sample_matching import EXTENTS, matching_exam

LEFT = Qt.MouseButton.LeftButton
LEAST = 8
"""So many characters at least stand in a line."""


@pytest.fixture
def at(sit):
    made = sit(FakeLine(exam=matching_exam()))
    made.window.resize(1024, 768)
    made.to_exam()
    return made


def rows(at, kind: str) -> list[QWidget]:
    QApplication.processEvents()
    found = [each for each in at.window.findChildren(QWidget) if each.objectName().startswith(kind)]
    return [each for each in found if each.isVisible()]


def lead(at, number: int, size: TypeSize) -> tuple[int, int]:
    at.presenter.exam.go(f"i{number}")
    at.presenter.exam.resize(size)
    QApplication.processEvents()
    return EXTENTS[(number - 1) % len(EXTENTS)]


@pytest.mark.parametrize("size", [TypeSize.NORMAL, TypeSize.HUGE])
@pytest.mark.parametrize("number", range(1, 2 * len(EXTENTS) + 1))
def test_everything_is_whole_also_where_one_option_goes_to_every_prompt(at, number, size):
    prompts, options = lead(at, number, size)
    widths = [each.findChild(Prose).width() for each in rows(at, "match-")]
    for _ in range(prompts):
        at.key(Qt.Key.Key_A)
    assert at.responses[f"i{number}"] == Pairs(tuple(sorted((str(each), "A") for each in range(1, prompts + 1))))
    assert at.text("taken-A") == (f"→ 1–{prompts}" if prompts > 2 else "→ 1、2")
    shown = rows(at, "prompt-") + rows(at, "match-")
    assert len(shown) == prompts + options
    assert [each.findChild(Prose).width() for each in rows(at, "match-")] == widths, "nothing was squeezed"
    viewport = at.find("item-scroll").viewport()
    for row in shown:
        text = row.findChild(Prose)
        assert text.width() >= LEAST * 17 * size.value
        assert text.height() >= text.heightForWidth(text.width())
        assert all(told.width() >= told.minimumSizeHint().width() for told in row.findChildren(QLabel))
        left = row.mapTo(viewport, QPoint(0, 0)).x()
        assert left >= 0
        assert left + row.width() <= viewport.width()


@pytest.mark.parametrize("size", [TypeSize.NORMAL, TypeSize.HUGE])
@pytest.mark.parametrize("number", [2, 9])
def test_the_last_prompt_is_dragged_to_the_last_option(at, number, size):
    prompts, _ = lead(at, number, size)
    held, target = rows(at, "prompt-")[-1], rows(at, "match-")[-1]
    bring_into_sight(held)
    QTest.mousePress(held, LEFT, pos=QPoint(60, 12))
    QTest.mouseMove(held, QPoint(60, 40))
    bring_into_sight(target)  # as it is scrolled near an edge
    place = held.mapFromGlobal(target.mapToGlobal(QPoint(40, 10)))
    QTest.mouseMove(held, place)
    QTest.mouseRelease(held, LEFT, pos=place)
    assert at.responses[f"i{number}"] == Pairs(((str(prompts), "O"),))


@pytest.mark.parametrize("size", [TypeSize.NORMAL, TypeSize.HUGE])
def test_by_keyboard_the_prompt_that_waits_is_always_in_sight(at, size):
    prompts, _ = lead(at, 9, size)
    viewport = at.find("item-scroll").viewport()
    for number in range(prompts):
        focus = at.window.focusWidget()
        assert focus.objectName() == f"prompt-{number + 1}"
        top = focus.mapTo(viewport, QPoint(0, 0)).y()
        assert top >= 0
        assert top + focus.height() <= viewport.height()
        at.key(Qt.Key(Qt.Key.Key_A + number))
    assert len(at.responses["i9"].pairs) == prompts


def test_nothing_moves_when_an_option_is_given(at):
    lead(at, 4, TypeSize.NORMAL)
    before = [each.geometry() for each in rows(at, "match-") + rows(at, "prompt-")]
    for letter in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_A):
        at.key(letter)
    assert at.text("taken-A") == "→ 1、3、5"
    assert [each.geometry() for each in rows(at, "match-") + rows(at, "prompt-")] == before
