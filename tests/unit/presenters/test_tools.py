"""The candidate's tools without a screen: what they journal, what they leave alone, and what they say."""

import pytest
from kaochang.domain.annotations import MAX_DRAFT, MAX_HIGHLIGHTS, Highlight, Highlighted, Passage
from kaochang.domain.attempts import Annotated, Phase, Wait
from kaochang.domain.guards import Happening
from kaochang.domain.responses import Choice
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.gestures import Chosen, Written
from kaochang.presenters.candidate.saving import Sign
from msgspec.structs import replace
from screens import sample
from unit.presenters.test_exam import Desk
from unit.presenters.test_exam_parts import Desk as Parts
from unit.presenters.test_exam_parts import in_parts

ALL = tuple(Tool)


@pytest.fixture
def desk(words):
    return Desk(words, sample.Rules(duration_s=600, warnings_s=(300, 60), tools=ALL))


@pytest.fixture
def tools(desk):
    return desk.exam.tools


def drawn(desk):
    return desk.sitting.state.annotations


def tick(desk, ms=1_000):
    desk.line.clock.advance(ms)
    desk.exam.tick()


# -- options ----------------------------------------------------------------------------------------------------------


def test_an_option_is_struck_out_and_brought_back_and_both_are_journaled(desk, tools):
    tools.eliminate("B")
    tools.eliminate("A")
    assert desk.state.tools.eliminated == {"A", "B"}
    tools.eliminate("B")
    assert drawn(desk).eliminated == {"i1": ("A",)}
    assert desk.kinds == ["Annotated"] * 3
    assert desk.state.saved.sign is Sign.SAVED


def test_an_option_that_is_struck_out_can_be_chosen_and_is_struck_out_no_more(desk, tools):
    tools.eliminate("B")
    tools.eliminate("C")
    desk.exam.respond(Chosen("B"))
    assert desk.state.response == Choice(("B",))
    assert drawn(desk).eliminated == {"i1": ("C",)}


def test_a_chosen_option_stays_chosen_and_a_line_says_why_it_is_not_struck_out(desk, tools, words):
    desk.exam.respond(Chosen("B"))
    tools.eliminate("B")
    assert desk.state.response == Choice(("B",))
    assert drawn(desk).eliminated == {}
    assert desk.state.warning == words("candidate.eliminate.chosen")


def test_taking_a_choice_back_strikes_nothing_out(desk, tools):
    desk.exam.go("i2")
    desk.exam.respond(Chosen("A"))
    desk.exam.respond(Chosen("A"))
    assert desk.state.response == Choice(())
    assert drawn(desk).eliminated == {}


def test_by_keyboard_the_options_are_counted_as_they_are_shown(desk, tools):
    labels = tuple(option.label for option in desk.state.face.options)
    tools.eliminate_place(2, labels)
    tools.eliminate_place(4, labels)
    assert drawn(desk).eliminated == {"i1": (labels[2],)}
    desk.exam.go("i3")
    tools.eliminate_place(0, ("true",))
    assert "i3" not in drawn(desk).eliminated


def test_nothing_that_is_drawn_answers_anything(desk, tools):
    tools.eliminate("A")
    tools.toggle(Tool.HIGHLIGHTER)
    tools.select(Passage.STEM, 0, 4)
    tools.draft("A 不对")
    tick(desk)
    assert (desk.state.palette.answered, desk.sitting.state.answered()) == (0, set())


# -- words ------------------------------------------------------------------------------------------------------------


def test_words_are_highlighted_only_while_the_highlighter_is_on(desk, tools):
    tools.select(Passage.STEM, 0, 4)
    assert desk.kinds == []
    tools.toggle(Tool.HIGHLIGHTER)
    tools.select(Passage.STEM, 0, 4)
    assert desk.state.tools.stem == ((0, 4),)
    tools.toggle(Tool.HIGHLIGHTER)
    tools.select(Passage.STEM, 6, 9)
    assert (desk.state.tools.stem, desk.state.tools.is_highlighting) == (((0, 4),), False)


def test_how_the_highlighter_works_is_said_when_it_is_first_turned_on(desk, tools, words):
    tools.toggle(Tool.HIGHLIGHTER)
    assert desk.state.warning == words("candidate.highlight.hint")
    desk.exam.dismiss_warning()
    tools.toggle(Tool.HIGHLIGHTER)
    tools.toggle(Tool.HIGHLIGHTER)
    assert desk.state.warning == ""


def test_highlights_in_a_shared_material_are_seen_at_each_of_its_items_and_those_of_a_stem_are_not(words):
    desk = Desk(words, sample.Rules(duration_s=600, tools=ALL))
    first, second = (sample.exam(desk.sitting.exam.rules).placed(item) for item in ("i40", "i41"))
    section = desk.sitting.exam.assessment.sections[0]
    section = replace(section, items=(*section.items, first, second))
    desk.sitting.exam = replace(
        desk.sitting.exam, assessment=replace(desk.sitting.exam.assessment, sections=(section,))
    )
    later = type(desk.exam)(desk.sitting, desk.exam._means, desk.states.append, lambda: None)
    later.tools.toggle(Tool.HIGHLIGHTER)
    later.go("i41")
    later.tools.select(Passage.MATERIAL, 2, 6)
    later.tools.select(Passage.STEM, 0, 2)
    assert (later.state.tools.material, later.state.tools.stem) == (((2, 6),), ((0, 2),))
    later.go("i40")
    assert (later.state.tools.material, later.state.tools.stem) == (((2, 6),), ())
    later.go("i1")
    assert (later.state.tools.material, later.state.tools.stem) == ((), ())


def test_there_is_an_end_to_highlights_and_it_is_said(desk, tools, words):
    section = desk.sitting.exam.assessment.sections[0]
    first = section.items[0]
    first = replace(first, item=replace(first.item, stem="长" * 1_000))
    section = replace(section, items=(first, *section.items[1:]))
    desk.sitting.exam = replace(
        desk.sitting.exam, assessment=replace(desk.sitting.exam.assessment, sections=(section,))
    )
    full = tuple(Highlight(Passage.STEM, 3 * at, 3 * at + 1) for at in range(MAX_HIGHLIGHTS))
    desk.sitting.annotate("i1", Highlighted(full))
    tools.toggle(Tool.HIGHLIGHTER)
    tools.select(Passage.STEM, 900, 901)
    assert desk.state.warning == words("candidate.highlight.full")
    assert drawn(desk).highlighted["i1"] == full
    tools.select(Passage.STEM, 0, 4)
    assert len(drawn(desk).highlighted["i1"]) == MAX_HIGHLIGHTS - 1
    tools.select(Passage.STEM, 900, 901)
    assert len(drawn(desk).highlighted["i1"]) == MAX_HIGHLIGHTS


# -- the draft --------------------------------------------------------------------------------------------------------


def test_what_is_typed_into_the_draft_shows_at_once_and_is_journaled_a_second_later_at_most(desk, tools):
    tools.draft("7")
    tools.draft("7 × 8")
    assert (desk.state.tools.notes.text, desk.kinds) == ("7 × 8", [])
    assert desk.state.saved.sign is Sign.SAVING
    tick(desk)
    assert drawn(desk).draft == "7 × 8"
    assert (desk.kinds, desk.state.saved.sign) == (["Annotated"], Sign.SAVED)
    tick(desk)
    assert desk.kinds == ["Annotated"]


def test_closing_its_panel_journals_the_draft(desk, tools):
    tools.toggle(Tool.NOTES)
    tools.draft("7 × 8")
    tools.toggle(Tool.NOTES)
    assert (drawn(desk).draft, tools.is_typing) == ("7 × 8", False)


def test_what_comes_into_the_draft_behind_the_end_of_a_part_is_kept_and_the_next_part_is_there(words):
    rules = sample.Rules(duration_s=600, tools=ALL, allow_empty=True)
    desk = Parts(words, replace(in_parts(), rules=rules))
    desk.line.clock.advance(61_000)
    desk.exam.tools.draft("7 × 8")
    assert desk.shown == desk.order[5]
    desk.seconds(1)
    assert desk.sitting.state.annotations.draft == "7 × 8"


def test_leaving_the_item_journals_the_draft_and_the_next_item_has_the_same_one(desk, tools):
    tools.draft("先做选择题")
    desk.exam.go("i2")
    assert desk.kinds == ["Annotated", "Visited"]
    assert desk.state.tools.notes.text == "先做选择题"


def test_a_draft_has_an_end_and_takes_no_halves_of_characters(desk, tools):
    tools.draft("长" * (MAX_DRAFT + 7))
    assert (len(desk.state.tools.notes.text), desk.state.tools.notes.is_full) == (MAX_DRAFT, True)
    tools.draft("a\ud83d")
    assert (desk.state.tools.notes.text, desk.state.tools.notes.is_full) == ("a", False)


def test_a_draft_that_is_as_it_was_is_not_journaled(desk, tools):
    tools.draft("a")
    tools.draft("")
    tick(desk)
    assert desk.kinds == []


def test_a_draft_waits_while_the_attempt_takes_nothing(desk, tools):
    tools.draft("a")
    before = desk.sitting.state
    desk.sitting.state = replace(before, phase=Phase.SUSPENDED, wait=Wait.PAUSE, used=desk.sitting.stamp())
    tick(desk)
    assert not [event for event in desk.sitting.saved if isinstance(event, Annotated)]
    desk.sitting.state = before
    tick(desk)
    assert drawn(desk).draft == "a"


def test_typing_into_the_draft_holds_back_no_response_and_no_end(desk, tools):
    desk.exam.go("i9")
    desk.exam.respond(Written("您好"))
    tools.draft("a")
    tick(desk, 600_000)
    assert desk.sitting.state.phase is Phase.CLOSED
    assert desk.kinds[-3:] == ["Responded", "Annotated", "Closed"]
    assert desk.closings == [1]
    assert drawn(desk).draft == "a"


def test_the_draft_takes_nothing_while_nobody_is_here_or_the_attempt_waits(desk, tools):
    desk.exam.leave()
    tools.draft("a")
    assert desk.state.tools.notes.text == ""
    desk.exam.come_back(desk.sitting.ticket.person)
    tools.draft("b")
    assert desk.state.tools.notes.text == "b"


@pytest.mark.parametrize("tool", [Tool.NOTES, Tool.CALCULATOR, Tool.HIGHLIGHTER])
def test_no_tool_is_opened_over_an_exam_that_is_covered(desk, tools, tool):
    desk.exam.leave()
    tools.toggle(tool)
    assert (desk.state.tools.open, desk.state.tools.is_highlighting) == (None, False)


# -- panels and rules -------------------------------------------------------------------------------------------------


def test_one_panel_is_open_at_a_time_and_stays_open_from_item_to_item(desk, tools):
    tools.toggle(Tool.NOTES)
    desk.exam.go("i2")
    assert desk.state.tools.open is Tool.NOTES
    tools.toggle(Tool.CALCULATOR)
    assert desk.state.tools.open is Tool.CALCULATOR
    tools.toggle(Tool.CALCULATOR)
    assert desk.state.tools.open is None


def test_the_calculator_goes_on_from_item_to_item_and_says_what_it_found(desk, tools, words):
    tools.press("1", "2", "×")
    desk.exam.go("i2")
    tools.press("3", "=")
    face = desk.state.tools.calculator
    assert (face.main, face.told, face.is_trouble) == ("36", "12×3 =", False)
    assert face.spoken == "12×3 = 36"
    tools.press("÷", "0", "=")
    assert desk.state.tools.calculator.main == words("candidate.calculator.divided-by-zero")
    assert desk.state.tools.calculator.is_trouble
    tools.press("7", "M+")
    assert desk.state.tools.calculator.memory == words("candidate.calculator.memory", number="7")
    assert desk.kinds == ["Visited"]


@pytest.mark.parametrize("tool", ALL)
def test_a_tool_that_the_rules_do_not_give_does_nothing(words, tool):
    desk = Desk(words, sample.Rules(duration_s=600, tools=tuple(other for other in ALL if other is not tool)))
    tools = desk.exam.tools
    tools.toggle(tool)
    {
        Tool.ELIMINATOR: lambda: tools.eliminate("A"),
        Tool.HIGHLIGHTER: lambda: tools.select(Passage.STEM, 0, 4),
        Tool.NOTES: lambda: tools.draft("a"),
        Tool.CALCULATOR: lambda: tools.press("7"),
    }[tool]()
    tick(desk)
    now = desk.state.tools
    assert (desk.kinds, now.open, now.is_highlighting) == ([], None, False)
    assert (now.eliminated, now.stem, now.notes.text, now.calculator.main) == (frozenset(), (), "", "0")


@pytest.mark.parametrize("tool", [Tool.ELIMINATOR, Tool.HIGHLIGHTER, Tool.NOTES])
def test_a_tool_needs_no_other(words, tool):
    desk = Desk(words, sample.Rules(duration_s=600, tools=(tool,)))
    tools = desk.exam.tools
    tools.toggle(tool)
    {
        Tool.ELIMINATOR: lambda: tools.eliminate("A"),
        Tool.HIGHLIGHTER: lambda: tools.select(Passage.STEM, 0, 4),
        Tool.NOTES: lambda: tools.draft("a"),
    }[tool]()
    tick(desk)
    assert desk.kinds == ["Annotated"]


def test_nothing_is_drawn_any_more_once_the_time_is_over(desk, tools):
    desk.line.clock.advance(600_000)
    tools.eliminate("A")
    assert desk.kinds == ["Closed"]


def test_notes_of_guards_and_what_is_drawn_do_not_mix(desk, tools):
    tools.draft("a")
    desk.exam.note(Happening.FOCUS_LOST, "")
    assert [note.detail for note in desk.sitting.notes] == [""]
    tick(desk)
    assert drawn(desk).draft == "a"
