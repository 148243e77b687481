"""The head of the exam screen holds everything it has to, in the narrowest window and with the longest names."""

import msgspec
import pytest
from conftest import RESOURCES
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Acted
from kaochang.domain.rosters import Ticket
from kaochang.presenters.words import load_words
from kaochang.views.widgets.elided import ElidedLabel
from PySide6.QtWidgets import QApplication, QFrame, QPushButton
from screens import sample
from screens.exam_alone import exam_alone
from screens.fakes import FakeLine

LONG = Ticket(
    number="2026112103020017",
    name="阿卜杜热合曼·阿布都艾尼·买买提依明·吐尔逊江",
    person="KF20817",
    exam="kf2",
    room="302",
    seat="117",
)


def _extra(line, minutes=15):
    sitting = line.sitting
    sitting.state = msgspec.structs.replace(
        sitting.state, extra=minutes * 60_000, limit=sitting.state.limit + minutes * 60_000
    )


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("width", [1024, 1280, 1366, 1920])
@pytest.mark.parametrize("exam", [sample.exam_in_parts, sample.long_exam])
def test_every_part_of_the_header_is_whole(qtbot, language, width, exam):
    line = FakeLine(exam=exam())
    line.sitting.ticket = LONG
    _extra(line)
    alone = exam_alone(qtbot, load_words(RESOURCES / "strings", language), line, size=(width, 768))
    alone.presenter.finder.toggle()
    QApplication.processEvents()
    header = alone.find("hand-in").parentWidget()
    assert (alone.window.width(), alone.window.height()) == (width, 768)
    for name in ("display-open", "leave", "progress", "extra", "clock", "hand-in"):
        part = alone.find(name)
        place = part.geometry().translated(part.parentWidget().mapTo(header, part.parentWidget().rect().topLeft()))
        assert header.rect().contains(place), f"{name} is cut"
        assert part.width() >= part.sizeHint().width(), f"{name} is squeezed"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("width", [1024, 1366])
@pytest.mark.parametrize("exam", [sample.exam_in_parts, sample.long_exam])
def test_the_seat_is_whole_whatever_gives_way(qtbot, language, width, exam):
    line = FakeLine(exam=exam())
    line.sitting.ticket = LONG
    _extra(line)
    words = load_words(RESOURCES / "strings", language)
    alone = exam_alone(qtbot, words, line, size=(width, 768))
    alone.presenter.finder.toggle()
    QApplication.processEvents()
    told = alone.presenter.state.header
    label = next(each for each in alone.window.findChildren(ElidedLabel) if each.text() == told.ticket)
    assert "17" in told.seat
    assert label.seen.endswith(told.seat)
    assert label.fontMetrics().horizontalAdvance(label.seen) <= label.width()
    assert label.accessibleName() == told.ticket


def test_the_sizes_stand_in_the_header_where_there_is_room_and_go_where_there_is_none(qtbot, words):
    alone = exam_alone(qtbot, words, FakeLine(exam=sample.exam()), size=(1366, 768))
    assert alone.window.findChild(QPushButton, "size-normal").isVisible()
    alone.window.resize(1024, 768)
    QApplication.processEvents()
    assert not alone.window.findChild(QPushButton, "size-normal").isVisible()


def test_extra_time_from_the_roster_and_from_acts_stands_by_the_clock_and_is_spoken(qtbot, words):
    line = FakeLine(exam=sample.exam())
    _extra(line, 15)
    act = Acted(0, line.clock.wall(), ActKind.EXTRA_TIME, 10, 600_000, "", "", "")
    line.sitting.state = msgspec.structs.replace(line.sitting.state, acts=(act,))
    alone = exam_alone(qtbot, words, line)
    given = words("duration.minutes", minutes=25)
    assert alone.find("extra").text() == given
    assert given in alone.find("clock").accessibleName()


def test_without_extra_time_nothing_is_said_of_it(qtbot, words):
    alone = exam_alone(qtbot, words, FakeLine(exam=sample.exam()))
    assert "extra" not in [each.objectName() for each in alone.window.findChildren(QFrame) if each.isVisible()]
