"""The hand-in summary is whole and reads calmly, whatever it says, of an exam of one section or of twenty."""

import pytest
from kaochang.presenters.candidate.gestures import Written
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget
from screens import sample_responding as sample
from screens import sample_sections
from screens.fakes import FakeLine


@pytest.mark.parametrize(
    ("count", "told", "across"),
    [(sample.MOST + 10, "2 超出 10 字", 5), (27, f"2 字数不足（27/{sample.LEAST}）", 3)],
)
def test_fewer_links_stand_in_a_row_where_one_of_them_is_long(sit, count, told, across):
    at = sit(FakeLine(exam=sample.exam()))
    at.window.resize(1024, 768)
    at.to_exam()
    at.presenter.exam.go("i2")
    at.presenter.exam.respond(Written("字" * count))
    at.click("hand-in")
    QApplication.processEvents()
    links = [at.find(f"chip-i{number}") for number in range(1, 8)]
    assert links[1].text() == told
    assert all(link.fontMetrics().horizontalAdvance(link.text()) < link.width() for link in links)
    assert [link.y() == links[0].y() for link in links] == [place < across for place in range(7)]


def _at_summary(sit, count, size, each=4, seconds=6_000):
    at = sit(FakeLine(exam=sample_sections.sections_exam(count, each)))
    sample_sections.half_done(at.line)
    at.window.resize(*size)
    at.to_exam()
    at.line.clock.advance(seconds * 1_000)
    at.presenter.exam.ask_to_hand_in()
    QApplication.processEvents()
    return at


def _is_seen(each: QWidget, within: QWidget) -> bool:
    place = each.mapTo(within, QPoint(0, 0))
    return within.rect().contains(each.rect().translated(place)) and not each.visibleRegion().isEmpty()


def _areas(at) -> list[QScrollArea]:
    return at.find("summary").findChildren(QScrollArea)


@pytest.mark.parametrize("seconds", [6_000, 60], ids=["now", "too early"])
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
@pytest.mark.parametrize("count", [1, 3, 6, 10, 20])
def test_title_headline_and_both_buttons_are_seen_at_once(sit, count, size, seconds):
    at = _at_summary(sit, count, size, each=40 // count + 2, seconds=seconds)
    dialog = at.find("summary")
    assert at.window.rect().contains(dialog.rect().translated(dialog.mapTo(at.window, QPoint(0, 0))))
    for name in ("insist", "safe", "gaps"):
        assert _is_seen(at.find(name), dialog)
    for area in _areas(at):
        assert area.viewport().height() >= 60
        assert area.widget().width() <= area.viewport().width(), "nothing is cut off at the side"
    for link in dialog.findChildren(QPushButton):
        assert link.fontMetrics().horizontalAdvance(link.text()) < link.width()


@pytest.mark.parametrize("count", [1, 3, 10])
def test_up_to_ten_sections_are_read_without_scrolling(sit, count):
    at = _at_summary(sit, count, (1024, 768))
    assert all(area.verticalScrollBar().maximum() == 0 for area in _areas(at))


def test_of_twenty_sections_the_table_is_scrolled_by_keyboard(sit):
    at = _at_summary(sit, 20, (1024, 768))
    table = _areas(at)[0]
    for _ in range(60):
        if table.hasFocus():
            break
        at.key(Qt.Key.Key_Tab)
    assert table.hasFocus()
    at.key(Qt.Key.Key_End)
    assert table.verticalScrollBar().value() == table.verticalScrollBar().maximum() > 0


def test_every_link_is_reached_by_tab_and_is_in_sight_then(sit):
    at = _at_summary(sit, 20, (1024, 768), each=8)
    made = at.find("summary").findChildren(QPushButton)
    links = {each.objectName() for each in made if each.objectName().startswith("chip-")}
    seen = set()
    for _ in range(len(made) + 1):
        at.key(Qt.Key.Key_Tab)
        focus = at.window.focusWidget()
        if focus.objectName() in links:
            assert not focus.visibleRegion().isEmpty()
            seen.add(focus.objectName())
    assert len(links) > 50
    assert seen == links
