"""The time runs out, or the office corrects something, while a candidate is in the middle of something else."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from kaochang.custody.errata import Erratum
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import ClosingReason, Phase
from kaochang.domain.errata import ErratumAction
from kaochang.domain.responses import Blanks, Choice, Response, Text
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.type_size import TypeSize
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from screens import sample
from screens.fakes import FakeLine
from screens.made import ESSAY, compose, exam, part

LEFT = Qt.MouseButton.LeftButton
RULES = replace(sample.RULES, duration_s=600, earliest_hand_in_s=0, latest_entry_s=600, warnings_s=(), allow_empty=True)
NOTICE = Erratum("", ErratumAction.NOTICE, "第三大题的图见白板", sample.START_WALL + 30_000)
CORRECTED = Erratum("i1", ErratumAction.CORRECT, "“四个”改为“三个”", sample.START_WALL + 30_000)
OVER = (
    "acts",
    "away",
    "calculator",
    "display",
    "header",
    "news",
    "notes",
    "shortcuts",
    "summary",
    "confirmation",
    "tool-panel",
    "veil",
    "versions-panel",
    "writing",
    "zoom",
)
"""What must not be seen over or beside the page that ends an attempt."""


@dataclass
class Moment:
    """Something that a candidate is in the middle of.

    `kept` are the responses that must be in the attempt afterwards, `draft` what must be in the draft. `then` is what
    the hand does that does not know yet that something came: it lets the mouse go, the input method commits.
    `holds` is the control that has the keyboard, again, once a correction was read; "" where something else may.
    `hides`: a correction waits until this is over.
    """

    kept: dict[str, Response] = field(default_factory=dict)
    draft: str = ""
    then: Callable[[], None] = lambda: None
    holds: str = ""
    hides: bool = False


def go(at, item: str) -> None:
    at.presenter.exam.go(item)
    QApplication.processEvents()


def _drag(at, name: str) -> Callable[[], None]:
    held = at.find(name)
    QTest.mousePress(held, LEFT, pos=QPoint(60, 12))
    QTest.mouseMove(held, QPoint(60, 40))
    QTest.mouseMove(held, QPoint(70, 60))
    return lambda: QTest.mouseRelease(held, LEFT, pos=QPoint(70, 64)) if held.isVisible() else None


def _typed(at) -> Moment:
    go(at, "i9")
    at.type("abc")
    return Moment({"i9": Text("abc")}, holds="writing")


def _composing(at) -> Moment:
    _typed(at)
    compose(at.find("writing"), "你好")
    return Moment({"i9": Text("abc你好")}, holds="writing")


def _composing_in_a_blank(at) -> Moment:
    go(at, "i4")
    at.find("blank-2").setFocus()
    at.type("ab")
    compose(at.find("blank-2"), "你好")
    return Moment({"i4": Blanks(("", "ab你好", ""))}, holds="blank-2")


def _composing_in_the_draft(at) -> Moment:
    _typed(at)
    at.presenter.exam.tools.toggle(Tool.NOTES)
    at.type("one")
    compose(at.find("notes"), "你好")
    return Moment({"i9": Text("abc")}, draft="one你好", holds="notes")


def _ordering(at) -> Moment:
    go(at, "i5")
    return Moment(then=_drag(at, "row-B"), holds="row-B")


def _matching(at) -> Moment:
    go(at, "i6")
    return Moment(then=_drag(at, "prompt-2"), holds="prompt-1")


def _calculator(at) -> Moment:
    _typed(at)
    at.presenter.exam.tools.toggle(Tool.CALCULATOR)
    at.type("1+2")
    return Moment({"i9": Text("abc")}, holds="calculator")


def _highlighting(at) -> Moment:
    _typed(at)
    at.presenter.exam.tools.toggle(Tool.HIGHLIGHTER)
    stem = at.find("stem")
    QTest.mousePress(stem, LEFT, pos=QPoint(10, 14))
    QTest.mouseMove(stem, QPoint(80, 14))
    return Moment({"i9": Text("abc")}, then=lambda: QTest.mouseRelease(stem, LEFT, pos=QPoint(90, 14)))


def _eliminating(at) -> Moment:
    go(at, "i1")
    at.click("option-C")
    cross = at.find("eliminate-B")
    QTest.mousePress(cross, LEFT)
    return Moment({"i1": Choice(("C",))}, then=lambda: QTest.mouseRelease(cross, LEFT))


def _picture(at) -> Moment:
    _typed(at)
    at.window.findChild(QWidget, "zoom").open_picture(b"no picture")
    assert at.has("zoom-canvas")
    return Moment({"i9": Text("abc")})


def _versions(at) -> Moment:
    _typed(at)
    for text in ("one", "another one", "the last one"):
        at.timer.ring()
        at.line.clock.advance(31_000)
        at.find("writing").selectAll()
        at.find("writing").insertPlainText(text)
    at.timer.ring()
    QApplication.processEvents()
    at.click("versions")
    assert at.has("versions-panel")
    return Moment({"i9": Text("the last one")})


def _keys(at) -> Moment:
    _typed(at)
    at.key(Qt.Key.Key_F1)
    assert at.has("shortcuts")
    return Moment({"i9": Text("abc")})


def _errata(at) -> Moment:
    _typed(at)
    at.line.errata.bring(CORRECTED)
    at.presenter.tick()
    at.presenter.exam.errata.read()
    at.presenter.exam.errata.show()
    assert at.has("news")
    return Moment({"i9": Text("abc")})


def _summary(at) -> Moment:
    _typed(at)
    at.click("hand-in")
    assert at.has("summary")
    return Moment({"i9": Text("abc")}, holds="safe")


def _confirming(at) -> Moment:
    _summary(at)
    at.click("insist")
    assert at.has("confirmation")
    return Moment({"i9": Text("abc")}, holds="safe")


def _away(at) -> Moment:
    _typed(at)
    at.click("leave")
    at.type("KF2")
    assert at.has("away")
    return Moment({"i9": Text("abc")}, hides=True)


def _challenge(at) -> Moment:
    _typed(at)
    at.presenter.exam.open_acts()
    at.presenter.exam.acts.choose(ActKind.EXTRA_TIME)
    QApplication.processEvents()
    assert at.has("acts")
    return Moment({"i9": Text("abc")}, hides=True)


def _display(at) -> Moment:
    _typed(at)
    at.click("display-open")
    assert at.has("display")
    return Moment({"i9": Text("abc")})


def _another_size(at) -> Moment:
    _typed(at)
    compose(at.find("writing"), "你好")
    at.presenter.exam.resize(TypeSize.HUGE)
    return Moment({"i9": Text("abc你好")}, holds="writing")


MOMENTS = (
    _typed,
    _composing,
    _composing_in_a_blank,
    _composing_in_the_draft,
    _ordering,
    _matching,
    _calculator,
    _highlighting,
    _eliminating,
    _picture,
    _versions,
    _keys,
    _errata,
    _summary,
    _confirming,
    _away,
    _challenge,
    _display,
    _another_size,
)


@pytest.fixture(params=MOMENTS, ids=lambda moment: moment.__name__.strip("_"))
def moment(request):
    return request.param


@pytest.fixture
def at(sit):
    """A candidate at the short exam, for which there are ten minutes."""
    made = sit(FakeLine(exam=sample.short_exam(RULES)))
    made.window.resize(1366, 768)
    made.to_exam()
    return made


def tick(at, milliseconds: int = 1_000) -> None:
    at.line.clock.advance(milliseconds)
    at.presenter.tick()
    QApplication.processEvents()


def given(at) -> dict[str, Response]:
    return at.line.sitting.state.responses


def test_when_the_time_is_up_all_is_kept_and_nothing_lies_over_the_last_page(at, moment):
    before = moment(at)
    tick(at, 598_500)
    tick(at)
    tick(at)
    assert at.line.sitting.state.phase is Phase.CLOSED
    assert at.line.sitting.state.reason is ClosingReason.EXPIRED
    before.then()
    QApplication.processEvents()
    assert {item: given(at).get(item) for item in before.kept} == before.kept
    assert set(given(at)) == set(before.kept), "nothing came in behind the end"
    assert at.line.sitting.state.annotations.draft == before.draft
    assert at.has("receipt")
    assert [name for name in OVER if at.has(name)] == []
    focus = QApplication.focusWidget()
    assert focus is not None
    assert at.find("receipt").isAncestorOf(focus)


def test_when_a_correction_comes_all_is_kept_and_the_keyboard_comes_back(at, moment):
    before = moment(at)
    at.line.errata.bring(CORRECTED, NOTICE)
    tick(at)
    assert at.has("news") is not before.hides
    before.then()
    QApplication.processEvents()
    if before.hides:
        back = {
            _away: lambda: at.presenter.exam.come_back(sample.TICKET.person),
            _challenge: at.presenter.exam.acts.close,
        }
        back[moment]()
    assert at.has("news")
    news = QApplication.focusWidget()
    assert at.find("news").isAncestorOf(news)
    at.click("news-read")
    tick(at, 2_000)
    at.presenter.exam.note("test", "")
    assert not at.has("news")
    assert {item: given(at).get(item) for item in before.kept} == before.kept
    assert at.line.sitting.state.annotations.draft == before.draft
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    if before.holds:
        assert focus is at.find(before.holds) or focus.objectName() == before.holds


def test_when_a_part_ends_all_is_kept_and_the_next_part_is_there(sit, moment):
    short = sample.short_exam(RULES).assessment.sections[0]
    at = sit(FakeLine(exam=exam(replace(short, limit_s=300), part(ESSAY, limit_s=300, first=10), rules=RULES)))
    at.window.resize(1366, 768)
    at.to_exam()
    before = moment(at)
    tick(at, 298_500)
    tick(at)
    tick(at)
    before.then()
    QApplication.processEvents()
    assert {item: given(at).get(item) for item in before.kept} == before.kept
    assert set(given(at)) == set(before.kept)
    assert at.line.sitting.state.annotations.draft == before.draft
    assert at.presenter.exam.state.face.id == "i10"
    focus = QApplication.focusWidget()
    if before.hides:
        back = {_away: "away", _challenge: "acts"}[moment]
        assert at.find(back).isAncestorOf(focus)
        return
    assert [name for name in ("veil", "zoom", "versions-panel") if at.has(name)] == []
    if moment is not _display:
        assert focus is at.find("writing")
        at.type("on")
        at.timer.ring()
        assert given(at)["i10"] == Text("on")


def test_typing_goes_on_where_it_was_after_a_correction(at):
    _composing_in_the_draft(at)
    at.line.errata.bring(NOTICE)
    tick(at)
    at.click("news-read")
    at.type("two")
    tick(at)
    assert at.line.sitting.state.annotations.draft == "one你好two"
    assert given(at)["i9"] == Text("abc")
