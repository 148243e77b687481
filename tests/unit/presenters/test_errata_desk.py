"""What a candidate is told of the office's corrections: at once, above the item, once over the exam, and never lost."""

import pytest
from kaochang.custody.errata import Errata, Erratum
from kaochang.domain.attempts import Phase, Wait
from kaochang.domain.errata import ErratumAction
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice
from kaochang.flow.corrections import Looked
from kaochang.presenters.candidate.errata_faces import News
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import CannotSave, Summary
from kaochang.presenters.candidate.finder import Filter
from msgspec.structs import replace
from screens import sample
from screens.fakes import FakeLine, means_of

MADE = sample.START_WALL + 30_000
WITHDRAWN = Erratum("i2", ErratumAction.WITHDRAW, "题目有误，不计分", MADE)
CORRECTED = Erratum("i1", ErratumAction.CORRECT, "“四个”改为“三个”", MADE)
NOTICE = Erratum("", ErratumAction.NOTICE, "第三大题的图见白板", MADE)
ELSEWHERE = Erratum("of-another-exam", ErratumAction.CORRECT, "改", MADE)


class Desk:
    def __init__(self, words, line=None) -> None:
        self.line = line or FakeLine(sample.exam())
        self.sitting = self.line.sitting
        self.states = []
        means = means_of(words, self.line)
        self.exam = ExamPresenter(self.sitting, means, self.states.append, lambda: None, self.line.errata)

    @property
    def state(self):
        return self.exam.state

    def tick(self) -> None:
        self.line.clock.advance(1_000)
        self.exam.tick()

    def bring(self, *entries) -> None:
        self.line.errata.bring(*entries)
        self.tick()

    @property
    def noted(self) -> list[tuple[str, str]]:
        return [(note.what, note.detail) for note in self.sitting.notes]


@pytest.fixture
def desk(words):
    return Desk(words)


def cell_of(state, item):
    return next(cell for section in state.palette.sections for cell in section.cells if cell.item == item)


def test_an_exam_that_nobody_corrected_says_nothing_of_it(desk):
    desk.tick()
    assert (desk.state.notice, desk.state.errata, desk.state.overlay, desk.state.standing) == (None, (), None, "")


def test_what_comes_is_journaled_and_lies_over_the_exam_until_it_is_read(desk):
    desk.bring(CORRECTED)
    assert desk.noted == [("erratum.applied", "1")]
    (entry,) = desk.state.overlay.entries
    assert (entry.what, entry.place, entry.time, entry.text) == ("更正", "第 1 题", "09:30", CORRECTED.text)
    for _ in range(30):
        desk.tick()
    assert isinstance(desk.state.overlay, News)
    desk.exam.errata.read()
    assert desk.state.overlay is None
    assert [face.text for face in desk.state.errata] == [CORRECTED.text]
    desk.exam.go("i2")
    assert desk.state.errata == ()


def test_the_clock_goes_on_while_it_is_read(desk):
    desk.bring(NOTICE)
    before = desk.sitting.remaining_ms()
    desk.tick()
    assert desk.sitting.remaining_ms() == before - 1_000


def test_only_what_is_new_is_told_again_and_all_of_it_stays_to_be_read(desk):
    desk.bring(CORRECTED)
    desk.exam.errata.read()
    desk.bring(CORRECTED, NOTICE)
    assert [entry.text for entry in desk.state.overlay.entries] == [NOTICE.text]
    desk.exam.errata.read()
    desk.exam.errata.show()
    assert [entry.text for entry in desk.state.overlay.entries] == [CORRECTED.text, NOTICE.text]
    desk.exam.errata.read()
    assert desk.state.overlay is None


def test_what_was_not_read_yet_stays_to_be_read_when_more_comes(desk):
    desk.bring(CORRECTED)
    desk.bring(CORRECTED, NOTICE)
    desk.bring(CORRECTED, NOTICE, ELSEWHERE)
    assert [entry.text for entry in desk.state.overlay.entries] == [CORRECTED.text, NOTICE.text]
    desk.exam.errata.read()
    assert desk.state.overlay is None


def test_the_line_under_the_header_tells_the_newest_notice_or_else_what_was_corrected(desk):
    desk.bring(CORRECTED)
    assert desk.state.notice.text == "试题有更正：第 1 题"
    desk.bring(CORRECTED, NOTICE, WITHDRAWN)
    assert desk.state.notice.text == f"通知 09:30　{NOTICE.text}"
    assert desk.state.notice.action == "查看全部（3）"


def test_every_correction_of_an_item_stands_above_it(desk):
    again = Erratum("i1", ErratumAction.CORRECT, "“三个”改为“两个”", MADE)
    desk.bring(CORRECTED, WITHDRAWN, again)
    desk.exam.errata.read()
    assert [face.text for face in desk.state.errata] == [CORRECTED.text, again.text]
    assert desk.state.notice.text == "试题有更正：第 1 题、第 2 题"


def test_only_what_was_withdrawn_need_not_be_answered(desk, words):
    before = desk.state.palette
    desk.bring(CORRECTED, WITHDRAWN, NOTICE)
    hints = [(entry.hint, entry.is_withdrawal) for entry in desk.state.overlay.entries]
    assert hints == [("", False), (words("candidate.erratum.need-not"), True), ("", False)]
    desk.exam.errata.read()
    after = desk.state.palette
    assert (after.unanswered, after.withdrawn) == (before.unanswered - 1, 1)
    assert not cell_of(desk.state, "i1").is_withdrawn


def test_what_was_withdrawn_is_missed_by_nobody_and_what_was_answered_stays(desk):
    desk.sitting.respond("i2", Choice(("A",)))
    desk.sitting.mark("i2", True)
    before = desk.state.palette
    desk.bring(WITHDRAWN)
    desk.exam.errata.read()
    after = desk.state.palette
    assert desk.sitting.state.responses["i2"] == Choice(("A",))
    assert (after.answered, after.unanswered) == (before.answered - 1, before.unanswered)
    assert (after.marked, after.withdrawn) == (0, 1)
    assert cell_of(desk.state, "i2").is_withdrawn
    assert cell_of(desk.state, "i2").spoken.endswith("已撤销，不用作答")
    assert after.sections[0].progress == "0 / 19"
    desk.exam.ask_to_hand_in()
    assert "i2" not in {chip.item for chip in desk.state.overlay.chips}
    assert desk.state.overlay.rows[0].unanswered == before.unanswered - sum(
        row.unanswered + row.partial for row in desk.state.overlay.rows[1:]
    )


def test_a_withdrawn_item_that_was_not_answered_is_not_unanswered(desk):
    before = desk.state.palette.unanswered
    desk.bring(WITHDRAWN)
    desk.exam.errata.read()
    assert desk.state.palette.unanswered == before - 1
    desk.exam.ask_to_hand_in()
    assert desk.state.overlay.rows[0].unanswered == 19
    assert desk.state.overlay.headline.endswith("另有 1 题已撤销，不用作答。")


def test_a_summary_that_stands_open_is_made_anew_behind_what_came(desk):
    desk.exam.ask_to_hand_in()
    desk.bring(WITHDRAWN)
    assert isinstance(desk.state.overlay, News)
    desk.exam.errata.read()
    assert isinstance(desk.state.overlay, Summary)
    assert "i2" not in {chip.item for chip in desk.state.overlay.chips}


def test_corrections_of_other_exams_are_in_force_and_disturb_nobody(desk):
    desk.bring(ELSEWHERE)
    assert desk.noted == [("erratum.applied", "1")]
    assert (desk.state.overlay, desk.state.notice) == (None, None)


def test_what_cannot_be_saved_comes_first_and_the_news_after_it(desk):
    desk.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    desk.exam.toggle_mark()
    desk.bring(NOTICE)
    assert isinstance(desk.state.overlay, CannotSave)
    desk.sitting.trouble = None
    desk.exam.retry_saving()
    assert isinstance(desk.state.overlay, News)


def test_news_wait_while_a_proctor_is_at_work(desk):
    desk.exam.open_acts()
    desk.bring(NOTICE)
    assert desk.state.overlay is None
    desk.exam.acts.close()
    assert isinstance(desk.state.overlay, News)


def test_news_wait_for_whoever_left_the_seat(desk):
    desk.exam.leave()
    desk.bring(CORRECTED)
    desk.tick()
    assert (desk.state.overlay, desk.noted[-1]) == (None, ("erratum.applied", "1"))
    desk.exam.come_back(desk.sitting.ticket.person)
    assert isinstance(desk.state.overlay, News)


def test_news_wait_while_the_attempt_waits(desk):
    before = desk.sitting.state
    desk.sitting.state = replace(before, phase=Phase.SUSPENDED, wait=Wait.PAUSE, used=desk.sitting.stamp())
    desk.bring(CORRECTED)
    assert desk.state.suspended is not None
    assert desk.state.overlay is None
    desk.sitting.state = before
    assert [entry.text for entry in desk.state.overlay.entries] == [CORRECTED.text]


def test_a_file_that_is_of_no_use_is_told_and_journaled_once_and_stops_nothing(desk):
    problem = Refusal(Outcome.SIGNATURE, "signature", "/media/stick/002.kce")
    for _ in range(3):
        desk.line.errata.found.append(Looked(None, (problem,)))
        desk.tick()
    assert desk.noted == [("erratum.refused", "002.kce")]
    assert "002.kce" in desk.state.standing
    assert desk.state.overlay is None
    desk.exam.pick(0)
    assert desk.sitting.state.responses
    desk.line.errata.found.append(Looked())
    desk.tick()
    assert desk.state.standing == ""


def test_a_refused_file_that_is_in_the_journal_already_is_not_noted_again(desk, words):
    problem = Refusal(Outcome.SIGNATURE, "signature", "/media/stick/002.kce")
    desk.line.errata.found.append(Looked(None, (problem,)))
    desk.tick()
    again = Desk(words, desk.line)
    desk.line.errata.found.append(Looked(None, (problem,)))
    again.tick()
    assert desk.noted == [("erratum.refused", "002.kce")]


def test_whoever_begins_under_errata_is_told_all_of_them_and_who_goes_on_is_not_told_twice(words):
    line = FakeLine(sample.exam())
    line.sitting.corrections.known = Errata(2, "sha-2", "sha-1", (CORRECTED, NOTICE))
    line.sitting.corrections.is_news = True
    first = Desk(words, line)
    assert [entry.text for entry in first.state.overlay.entries] == [CORRECTED.text, NOTICE.text]
    first.exam.errata.read()
    second = Desk(words, line)
    assert second.state.overlay is None
    assert [face.text for face in second.state.errata] == [CORRECTED.text]


def test_a_correction_of_another_day_is_told_with_its_date(desk):
    desk.bring(Erratum("i1", ErratumAction.CORRECT, "改", MADE - 86_400_000))
    assert desk.state.overlay.entries[0].time == "2026 年 11 月 20 日 09:30"


def test_who_looks_for_unanswered_items_is_not_led_to_withdrawn_ones(desk):
    desk.exam.finder.choose(Filter.UNANSWERED)
    desk.bring(WITHDRAWN)
    desk.exam.errata.read()
    assert "i2" not in desk.state.palette.sections[0].shown
    desk.exam.go("i2")
    assert "i2" in desk.state.palette.sections[0].shown, "the item that is open is among them all the same"


@pytest.mark.parametrize(
    ("entries", "kind"),
    [((NOTICE,), "notices"), ((CORRECTED,), "corrections"), ((WITHDRAWN, NOTICE), "both")],
)
def test_the_page_is_named_by_what_it_brings(desk, words, entries, kind):
    desk.bring(*entries)
    assert desk.state.overlay.title == words(f"candidate.errata.title.{kind}")


def test_a_notice_of_an_item_is_no_correction(desk, words):
    desk.bring(replace(NOTICE, item="i2"))
    named = words("candidate.erratum.item", number=2)
    assert desk.state.notice.text == words("candidate.errata.items.notices", items=named)
