"""The hand-in summary counts every item once and links to whatever wants another look."""

from kaochang.domain.responses import Blanks, Choice, Judgement, Text
from kaochang.presenters.candidate.exam_faces import Layout, palette
from kaochang.presenters.candidate.standing import Standings
from kaochang.presenters.candidate.summary import summarise
from screens import sample, sample_responding
from screens.fakes import FakeLine


def _summary(words, responses, marked=()):
    line = FakeLine(exam=sample.short_exam())
    layout = Layout.of(line.exam, line.sitting.arrangement)
    return summarise(layout, responses, marked, words, time_left="", refused=None)


def test_every_item_is_answered_partly_answered_or_open(words):
    summary = _summary(words, {"i1": Choice(("A",)), "i4": Blanks(("24", "", "")), "i9": Text("  ")})
    row = summary.rows[0]
    assert (row.answered, row.partial, row.unanswered) == (1, 1, 7)
    assert summary.has_gaps


def test_gaps_come_first_as_links_then_marks(words):
    summary = _summary(words, {"i1": Choice(("A",)), "i4": Blanks(("24", "", ""))}, marked=("i1",))
    assert [chip.item for chip in summary.chips] == ["i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9", "i1"]
    assert summary.chips[2].text == "4 部分作答"
    assert summary.chips[-1].is_marked


def test_the_headline_names_only_what_there_is(words):
    assert _summary(words, {"i1": Choice(("A",))}).headline == "还有 8 题没有作答。"


def test_what_the_panel_asks_is_neither_answered_nor_missing(words):
    line = FakeLine(exam=sample_responding.exam())
    layout = Layout.of(line.exam, line.sitting.arrangement)
    row = summarise(layout, {"i7": Judgement(True)}, (), words, time_left="", refused=None).rows[2]
    assert (row.answered, row.partial, row.unanswered) == (1, 0, 2)
    shown = palette(layout, Standings(layout.placed).of({"i7": Judgement(True)}), (), "i1", words)
    assert (shown.answered, shown.unanswered, shown.sections[2].progress) == (1, 7, "1 / 3")
    assert shown.sections[2].cells[2].spoken == "第 8 题，由面试官当场提问"


def test_a_text_that_is_too_short_is_partly_answered(words):
    line = FakeLine(exam=sample_responding.exam())
    layout = Layout.of(line.exam, line.sitting.arrangement)
    for count, standing in ((sample_responding.LEAST - 1, (0, 1, 1)), (sample_responding.LEAST, (1, 0, 1))):
        row = summarise(layout, {"i2": Text("字" * count)}, (), words, time_left="", refused=None).rows[0]
        assert (row.answered, row.partial, row.unanswered) == standing


def test_a_text_that_is_too_short_or_too_long_says_by_how_much(words):
    line = FakeLine(exam=sample_responding.exam())
    layout = Layout.of(line.exam, line.sitting.arrangement)
    least, most = sample_responding.LEAST, sample_responding.MOST

    def told(count):
        summary = summarise(layout, {"i2": Text("字" * count)}, (), words, time_left="", refused=None)
        return [chip.text for chip in summary.chips if chip.item == "i2"], summary.headline

    assert told(least - 1)[0] == [f"2 字数不足（{least - 1}/{least}）"]
    assert told(least)[0] == told(most)[0] == []
    chips, headline = told(most + 10)
    assert chips == ["2 超出 10 字"]
    assert words("candidate.summary.count.long", count=1) in headline
    assert told(0)[0] == ["2 未答"]
