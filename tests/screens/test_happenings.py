"""What happens during an exam is told in the window: corrections, a guard without its hold, what was out before."""

import pytest
from kaochang.app import run_gave_up
from kaochang.custody.errata import Erratum
from kaochang.domain.acts import ActKind, Grant, Reach
from kaochang.domain.assessments import Lockdown
from kaochang.domain.attempts import Cause, Resumed
from kaochang.domain.errata import ErratumAction
from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.domain.refusals import BUG_EXIT, Outcome, Refusal
from kaochang.domain.responses import Text
from kaochang.flow.corrections import Looked
from kaochang.flow.keeping import GoneOn
from kaochang.machine.keeper import MOST_CRASHES
from kaochang.presenters.candidate.guard_desk import PATIENCE_MS
from kaochang.presenters.candidate.spoken import spoken_text
from kaochang.views.widgets.prose import Prose
from msgspec import structs
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from screens import sample
from screens.fakes import FakeLine
from screens.made import compose

MADE = sample.START_WALL + 30_000
WITHDRAWN = Erratum("i8", ErratumAction.WITHDRAW, "题目有误，不计分", MADE)
CORRECTED = Erratum("i7", ErratumAction.CORRECT, "“四个”改为“三个”", MADE)
NOTICE = Erratum("", ErratumAction.NOTICE, "第三大题的图见白板", MADE)
LEFT = Qt.MouseButton.LeftButton
LOST = GuardReport("keyboard", GuardState.DEGRADED, "guard.keyboard.waiting")


@pytest.fixture
def at(sit):
    """A candidate who writes at an item."""
    made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    made.to_exam()
    made.presenter.exam.go("i7")
    QApplication.processEvents()
    made.type("one")
    return made


def tick(at, ms=1_000):
    at.line.clock.advance(ms)
    at.presenter.tick()
    QApplication.processEvents()


def bring(at, *entries):
    at.line.errata.bring(*entries)
    tick(at)


def texts(at, name):
    """Everything that is read in a widget, its own texts and those of its parts."""
    return at.find(name).accessibleName()


def test_a_correction_lies_over_the_exam_and_nothing_typed_blindly_puts_it_away(at):
    bring(at, CORRECTED)
    assert at.find("news").isVisible()
    at.type(" x")
    at.key(Qt.Key.Key_Return)
    at.key(Qt.Key.Key_Escape)
    assert at.has("news")
    assert at.responses["i7"] == Text("one")
    at.key(Qt.Key.Key_Tab)
    at.key(Qt.Key.Key_Return)
    assert not at.has("news")
    at.type("!")
    at.presenter.exam.go("i8")
    assert at.responses["i7"] == Text("one!"), "the keyboard is back where it was, with all that was typed"


def test_what_a_screen_reader_hears_first_is_all_that_was_corrected(at):
    bring(at, CORRECTED, NOTICE)
    heard = at.window.focusWidget().accessibleName()
    assert CORRECTED.text in heard
    assert NOTICE.text in heard


def test_a_formula_in_a_correction_is_drawn_and_said_wherever_it_is_read(at, words):
    formula = structs.replace(CORRECTED, text="改为 \\(\\frac{1}{2}\\)")
    told = spoken_text(formula.text, words)
    bring(at, formula)
    assert at.find("news-entry").findChild(Prose).accessibleName() == told
    assert told in at.window.focusWidget().accessibleName()
    at.click("news-read")
    assert told in texts(at, "erratum")
    assert "frac" not in told


def test_what_is_being_composed_is_kept_when_a_correction_comes(at, monkeypatch):
    writing, to_commit = at.find("writing"), ["two"]

    class InputMethod:
        """Commits its composing once, as a real one does."""

        def commit(self) -> None:
            if to_commit:
                writing.insertPlainText(to_commit.pop())

    monkeypatch.setattr("kaochang.views.widgets.composing.QGuiApplication.inputMethod", InputMethod)
    bring(at, CORRECTED)
    at.click("news-read")
    assert writing.toPlainText() == "onetwo"
    at.presenter.exam.go("i8")
    assert at.responses["i7"] == Text("onetwo")


def test_a_correction_stands_above_its_item_and_the_field_stays_as_it_is(at):
    field = at.find("writing")
    bring(at, CORRECTED)
    at.click("news-read")
    assert at.find("writing") is field
    assert CORRECTED.text in texts(at, "erratum")
    at.presenter.exam.go("i8")
    assert not at.has("erratum")


def test_notices_stand_as_a_line_and_can_all_be_read_again(at):
    assert not at.has("notice-line")
    bring(at, CORRECTED, NOTICE)
    at.click("news-read")
    assert NOTICE.text in at.text("notice-text")
    at.click("notice-show")
    assert at.has("news")
    at.click("news-read")
    assert not at.has("news")


def test_an_item_that_was_withdrawn_says_so_and_its_number_too(at, words):
    bring(at, WITHDRAWN)
    at.click("news-read")
    assert at.find("cell-8").accessibleName().endswith(words("candidate.cell.withdrawn", cell=""))
    assert at.text("count-withdrawn") == "1"
    at.click("cell-8")
    assert words("candidate.erratum.withdraw") in texts(at, "erratum")
    at.click("hand-in")
    assert not at.has("chip-i8")
    assert at.has("chip-i9")


def test_an_item_that_was_withdrawn_takes_nothing_and_has_no_points(at):
    assert at.has("item-worth")
    bring(at, structs.replace(WITHDRAWN, item="i7"))
    at.click("news-read")
    assert at.find("writing").isReadOnly()
    assert at.find("writing").toPlainText() == "one"
    assert not at.has("item-worth")
    at.key(Qt.Key.Key_PageDown)
    at.click("cell-9")
    assert at.has("item-worth")
    assert not at.find("writing").isReadOnly()


def test_what_is_being_composed_when_its_item_is_withdrawn_stays_to_be_seen(at):
    compose(at.find("writing"), "你好")
    bring(at, structs.replace(WITHDRAWN, item="i7"))
    at.click("news-read")
    at.presenter.exam.go("i8")
    assert at.responses["i7"] == Text("one你好")


def test_enter_reads_a_correction_once_nobody_has_typed_for_a_while(at, qtbot, words):
    bring(at, CORRECTED)
    hurry = at.find("news").findChild(QTimer, "hurry")
    assert not at.has("news-by-key")
    hurry.start(20)
    at.type("still typing")
    assert hurry.remainingTime() > 20, "each key makes it wait anew"
    at.key(Qt.Key.Key_Return)
    assert at.has("news")
    hurry.start(0)
    with qtbot.waitSignal(hurry.timeout):
        pass
    assert at.text("news-by-key") == words("candidate.errata.by-key")
    at.type("typing again")
    at.key(Qt.Key.Key_Return)
    assert at.has("news"), "who types on blindly has not read it"
    hurry.start(0)
    with qtbot.waitSignal(hurry.timeout):
        pass
    at.key(Qt.Key.Key_Return)
    assert not at.has("news")


@pytest.mark.parametrize("lines", [1, 12, 40])
def test_a_long_notice_is_as_high_as_the_screen_and_says_that_there_is_more(at, lines):
    at.window.resize(1366, 768)
    bring(at, structs.replace(NOTICE, text="请看白板：考试延长的说明已写在白板上。\n" * lines))
    page, bar = at.find("news"), at.window.focusWidget().verticalScrollBar()
    is_cut = lines == 40
    assert (bar.maximum() > 0, at.has("news-more")) == (is_cut, is_cut)
    assert page.height() > (600 if is_cut else 20 * lines)
    assert at.find("news-read").visibleRegion().boundingRect().size() == at.find("news-read").size()
    if is_cut:
        at.key(Qt.Key.Key_PageDown)
        assert bar.value() > 0
        bar.setValue(bar.maximum())
        assert not at.has("news-more")


def test_a_damaged_file_is_a_line_and_the_exam_goes_on(at):
    at.line.errata.found.append(Looked(None, (Refusal(Outcome.SIGNATURE, "signature", "/media/stick/a.kce"),)))
    tick(at)
    assert "a.kce" in at.text("standing-text")
    at.type("!")
    at.presenter.exam.go("i8")
    assert at.responses["i7"] == Text("one!")


def test_in_strict_a_guard_without_its_hold_hides_the_item_and_says_what_to_do(at, words):
    at.presenter._guards.take(Lockdown.STRICT, (LOST,))
    tick(at, PATIENCE_MS)
    assert at.text("suspended-title") == words("candidate.guard")
    assert not at.has("sheet")
    at.presenter.note(Happening.GUARD_HELD, "keyboard")
    tick(at)
    at.type("!")
    at.presenter.exam.go("i8")
    assert at.responses["i7"] == Text("one!")


def test_a_proctor_finds_the_unlocking_on_that_page(at):
    at.presenter._guards.take(Lockdown.STRICT, (LOST,))
    tick(at, PATIENCE_MS)
    at.click("suspended-acts")
    assert at.has(f"act-{ActKind.UNLOCK}")


def test_in_standard_it_is_a_line_and_the_item_stays(at, words):
    at.presenter._guards.take(Lockdown.STANDARD, (LOST,))
    tick(at, PATIENCE_MS)
    assert words("guard.keyboard.waiting") in at.text("standing-text")
    assert at.has("sheet")


def gone_on(cause, outage=0, credit=0):
    """A line whose attempt went on a moment ago."""
    line = FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200, outage_credit_s=600)))
    sitting = line.sitting
    used, pc = sitting.stamp() + outage, ""
    if cause is Cause.MOVED:
        sitting.act(Grant(ActKind.MOVE, Reach.TICKET, 0, "", ""), sitting.pc)
        pc = sitting.pc
    sitting._take(Resumed(used, sitting.clock.wall(), cause, outage, credit, pc))
    sitting._anchor = (used, sitting.clock.elapsed())
    sitting.resumed = True
    line.gone_on = GoneOn(line.room, sample.TICKET, sitting)
    return line


@pytest.mark.parametrize("cause", [Cause.CRASH, Cause.REBOOT, Cause.MOVED, Cause.CANDIDATE])
def test_what_was_out_has_a_page_of_its_own_by_its_cause(sit, words, cause):
    candidate = sit(gone_on(cause))
    candidate.presenter.start()
    assert candidate.text("notice-title") == words(f"candidate.resumed.{cause}")
    assert candidate.text("notice-message") == words(f"candidate.resumed.{cause}.message")
    candidate.click("notice-action")
    assert candidate.has("exam")


def facts(candidate):
    return dict(candidate.presenter._body.facts)


def test_the_page_says_how_long_it_was_what_was_given_back_what_is_saved_and_where(sit, words):
    candidate = sit(gone_on(Cause.REBOOT, 252_000, 252_000))
    candidate.presenter.start()
    told = facts(candidate)
    assert told[words("candidate.fact.outage")] == words("candidate.resumed.outage.whole", length="4 分 12 秒")
    assert told[words("candidate.fact.saved")] == words("candidate.receipt.count", of=9, done=0)
    assert told[words("candidate.fact.item")] == words("candidate.resumed.item", number=1)


def test_a_move_says_from_which_seat_the_attempt_came(sit, words):
    candidate = sit(gone_on(Cause.MOVED, 60_000, 60_000))
    candidate.presenter.start()
    assert facts(candidate)[words("candidate.fact.came-from")] == words("candidate.seat", seat="17")


def test_a_move_names_no_seat_where_seats_are_free(sit, words):
    line = gone_on(Cause.MOVED, 60_000, 60_000)
    attempt = line.sitting.attempt
    line.sitting.attempt = structs.replace(attempt, opened=structs.replace(attempt.opened, seat=""))
    candidate = sit(line)
    candidate.presenter.start()
    assert words("candidate.fact.came-from") not in facts(candidate)


OUTAGES = {
    "short": (0, 0, False),
    "whole": (60_000, 60_000, False),
    "none": (60_000, 0, False),
    "part": (60_000, 30_000, False),
    "unknown": (60_000, 0, True),
}


@pytest.mark.parametrize(("name", "of"), OUTAGES.items(), ids=OUTAGES)
def test_an_outage_is_told_as_it_was(sit, words, name, of):
    line = gone_on(Cause.CRASH)
    outage, credit, doubted = of
    (last,) = line.sitting.state.outages
    last = structs.replace(last, outage=outage, credit=credit, doubted=doubted)
    line.sitting.state = structs.replace(line.sitting.state, outages=(last,))
    candidate = sit(line)
    candidate.presenter.start()
    spans = {"whole": {"length": "1 分钟"}, "none": {"length": "1 分钟"}}
    spans["part"] = {"length": "1 分钟", "given": "30 秒"}
    assert facts(candidate)[words("candidate.fact.outage")] == words(
        f"candidate.resumed.outage.{name}", **spans.get(name, {})
    )


def test_several_interruptions_are_summed_up(sit, words):
    line = gone_on(Cause.CRASH, 60_000, 60_000)
    line.sitting._take(Resumed(line.sitting.stamp() + 30_000, MADE, Cause.REBOOT, 30_000, 30_000))
    candidate = sit(line)
    candidate.presenter.start()
    told = words("candidate.resumed.given", given="1 分 30 秒", count=2)
    assert facts(candidate)[words("candidate.fact.given")] == told


def leave_by_its_button(page):
    QTest.mouseClick(page.findChild(QPushButton, "gave-up-leave"), LEFT)


@pytest.mark.parametrize("leave", [leave_by_its_button, QWidget.close], ids=["button", "cross"])
def test_a_program_that_crashed_too_often_says_so_on_a_plain_page_and_ends_as_a_bug(qtbot, qapp, words, leave):
    seen = {}

    def opened(page):
        names = ("gave-up-title", "gave-up-message", "gave-up-next")
        seen.update({name: page.findChild(QLabel, name).text() for name in names})
        QTimer.singleShot(0, lambda: leave(page))

    assert run_gave_up("zh_CN", is_windowed=True, opened=opened) == BUG_EXIT
    assert seen["gave-up-title"] == words("candidate.gave-up.title")
    assert seen["gave-up-message"] == words("candidate.gave-up.message", crashes=MOST_CRASHES)
