"""What candidates draw for themselves: by which tool, where, how much, and that it is nobody else's."""

import msgspec
import pytest
from kaochang.custody.journal_log import Entry, Witness, read_row, row_bytes
from kaochang.domain import parts
from kaochang.domain.annotations import (
    MAX_DRAFT,
    MAX_HIGHLIGHTS,
    MAX_NAME,
    Annotations,
    Drafted,
    Eliminated,
    Highlight,
    Highlighted,
    Passage,
    Shown,
    tool_of,
)
from kaochang.domain.assessments import Rules
from kaochang.domain.attempt_rules import replay, step
from kaochang.domain.attempts import Annotated, Responded, Started
from kaochang.domain.refusals import Outcome, Violation
from kaochang.domain.responses import Choice
from kaochang.domain.tools import USUAL, Tool
from kaochang.domain.values import NEWEST_FORMAT, to_plain
from support.exams import ITEMS, in_two_parts, make_exam
from verifier import page

EXAM = make_exam()
START = Started(0, 1_000, 3_600_000, "seed")
STEM, MATERIAL = Passage.STEM, Passage.MATERIAL


def lit(*places):
    return Highlighted(tuple(Highlight(*place) for place in places))


def drawn(*pairs, exam=EXAM):
    """The annotations after these, each (item, annotation)."""
    return replay(exam, [START, *(Annotated(5, 0, *pair) for pair in pairs)]).annotations


def violates(key, item, annotation, exam=EXAM):
    with pytest.raises(Violation) as caught:
        drawn((item, annotation), exam=exam)
    assert (caught.value.key, caught.value.outcome) == (f"attempt.{key}", Outcome.POLICY)


def test_each_annotation_takes_the_place_of_the_one_before():
    found = drawn(
        ("single", Eliminated(("A",))),
        ("single", Eliminated(("A", "B"))),
        ("multiple", Eliminated(("E",))),
        ("essay", lit((STEM, 0, 3))),
        ("", Drafted("草")),
        ("", Drafted("草稿")),
    )
    assert found.eliminated == {"single": ("A", "B"), "multiple": ("E",)}
    assert found.highlighted == {"essay": (Highlight(STEM, 0, 3),)}
    assert found.draft == "草稿"


def test_what_is_taken_back_leaves_nothing_behind():
    before = (("single", Eliminated(("A",))), ("essay", lit((STEM, 0, 3))), ("", Drafted("草")))
    after = (("single", Eliminated(())), ("essay", lit()), ("", Drafted("")))
    assert drawn(*before, *after) == Annotations()


@pytest.mark.parametrize("annotation", [Eliminated(("A",)), lit((STEM, 0, 1)), Drafted("草")], ids=tool_of)
def test_only_tools_that_the_rules_give_draw_anything(annotation):
    item = "" if isinstance(annotation, Drafted) else "single"
    others = tuple(tool for tool in Tool if tool is not tool_of(annotation))
    violates("no-such-tool", item, annotation, make_exam(Rules(3600, tools=others)))
    assert drawn((item, annotation), exam=make_exam(Rules(3600, tools=(tool_of(annotation),)))) != Annotations()


def test_how_the_exam_is_shown_takes_no_tool_and_the_last_choice_holds():
    exam = make_exam(Rules(3600, tools=()))
    found = drawn(("", Shown("dark", "normal")), ("", Shown("n" * MAX_NAME, "huge")), exam=exam)
    assert found == Annotations(shown=Shown("n" * MAX_NAME, "huge"))


def test_an_exam_of_before_there_were_tools_gives_none():
    assert Rules(3600).tools == ()
    assert Tool.CALCULATOR not in USUAL


@pytest.mark.parametrize(
    ("item", "annotation"),
    [
        ("single", Eliminated(("Z",))),
        ("single", Eliminated(("B", "A"))),
        ("single", Eliminated(("A", "A"))),
        ("truefalse", Eliminated(())),
        ("ordering", Eliminated(("A",))),
        ("essay", Eliminated(("A",))),
        ("single", lit((STEM, 0, 0))),
        ("single", lit((STEM, 5, 3))),
        ("single", lit((STEM, 0, len(ITEMS["single"].stem) + 1))),
        ("single", lit((MATERIAL, 0, 1))),
        ("case-1", lit((STEM, 0, 2), (MATERIAL, 0, 2))),
        ("case-1", lit((MATERIAL, 2, 4), (MATERIAL, 0, 2))),
        ("case-1", lit((MATERIAL, 0, 3), (MATERIAL, 2, 4))),
        ("single", Drafted("草")),
        ("", Drafted("草" * (MAX_DRAFT + 1))),
        ("single", Shown("dark", "huge")),
        ("", Shown("d" * (MAX_NAME + 1), "huge")),
        ("", Shown("dark", "h" * (MAX_NAME + 1))),
    ],
)
def test_what_an_item_cannot_have_is_not_taken(item, annotation):
    violates("wrong-annotation", item, annotation)


def test_the_largest_that_is_taken():
    longest = "长" * (2 * MAX_HIGHLIGHTS + 2)
    exam = in_two_parts(EXAM)
    first, second = exam.assessment.sections
    placed = msgspec.structs.replace(first.items[0], item=msgspec.structs.replace(first.items[0].item, stem=longest))
    sections = (msgspec.structs.replace(first, items=(placed, *first.items[1:])), second)
    exam = msgspec.structs.replace(exam, assessment=msgspec.structs.replace(exam.assessment, sections=sections))
    most = [(STEM, 2 * at, 2 * at + 1) for at in range(MAX_HIGHLIGHTS + 1)]
    assert drawn(("single", lit(*most[:-1])), exam=exam).highlighted
    violates("wrong-annotation", "single", lit(*most), exam)
    assert drawn(("", Drafted("草" * MAX_DRAFT))).draft


def test_items_of_no_part_or_of_one_that_is_not_open_are_not_drawn_on():
    violates("unknown-item", "no-such-item", Eliminated(()))
    violates("unknown-item", "", Eliminated(()))
    violates("part-not-open", "essay", lit((STEM, 0, 1)), in_two_parts(EXAM))


def test_a_response_stays_whatever_is_struck_out():
    state = replay(EXAM, [START, Responded(5, 0, "single", Choice(("A",)))])
    after = step(EXAM, state, Annotated(5, 0, "single", Eliminated(("A",))))
    assert (after.responses, after.revisions) == (state.responses, state.revisions)


def test_what_is_drawn_in_a_shared_material_is_kept_with_its_first_item():
    assert parts.material_holder(EXAM, "case-2") == parts.material_holder(EXAM, "case-1") == "case-1"
    assert parts.material_holder(EXAM, "essay") == "essay"


def test_material_that_two_parts_share_is_drawn_on_in_each_by_itself():
    first, second = in_two_parts(EXAM).assessment.sections
    case = next(placed for placed in second.items if placed.id == "case-2")
    moved = msgspec.structs.replace(first, items=(*first.items, msgspec.structs.replace(case, id="case-0")))
    assessment = msgspec.structs.replace(EXAM.assessment, sections=(moved, second))
    exam = msgspec.structs.replace(EXAM, assessment=assessment)
    assert [parts.material_holder(exam, item) for item in ("case-0", "case-1", "case-2")] == [
        "case-0",
        "case-1",
        "case-1",
    ]
    assert [parts.sharing_material(exam, item) for item in ("case-0", "case-2", "essay")] == [
        ("case-0",),
        ("case-1", "case-2"),
        (),
    ]


@pytest.mark.parametrize(
    "annotation",
    [Eliminated(("A",)), lit((MATERIAL, 0, 4), (STEM, 1, 2)), Drafted("7 × 8\n　56"), Shown("dark", "huge")],
    ids=tool_of,
)
def test_a_row_of_the_journal_says_it_and_whoever_reads_by_the_page_alone_knows_it(annotation):
    entry = Entry(Annotated(5, 1_000, "single", annotation), Witness(1_000, 5, "boot"))
    assert read_row(row_bytes(entry)) == entry
    assert page.is_shaped("Entry", to_plain(entry), NEWEST_FORMAT)


def test_a_log_of_format_1_may_go_on_with_it():
    entry = Entry(Annotated(5, 1_000, "", Drafted("草")), Witness(1_000, 5, "boot"))
    assert read_row(row_bytes(entry), of_format=1) == entry
