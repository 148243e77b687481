"""What a candidate drew with the tools, on real files: there again after a crash, and in the result never."""

import pytest
from kaochang.custody import envelope, results
from kaochang.domain.acts import ActKind, Grant, Reach
from kaochang.domain.annotations import Passage, Shown
from kaochang.domain.tools import Tool
from kaochang.domain.values import to_plain
from kaochang.flow import hand_in, sit
from kaochang.presenters.candidate.gestures import Chosen
from kaochang.sealing import canonical, frame
from kaochang.sealing.frame import FileType
from msgspec.structs import replace
from support.at_the_pc import AtThePc

DRAFT = "草稿：7 × 8 = 56，先排除丁"


@pytest.fixture
def begin(desk, unlocked, ticket, clock, words):
    """Sits down at a PC: for the first time, or again."""
    made = []

    def sit_down(pc="a"):
        at_pc = replace(desk, folder=desk.folder / pc)
        made.append(AtThePc(sit.begin(at_pc, unlocked, ticket, "07"), clock, words))
        return made[-1]

    yield sit_down
    for each in made:
        each.sitting.shut()


def draw(at):
    """Something with every tool, at the first item and in the material of the case."""
    tools = at.exam.tools
    tools.eliminate("D")
    tools.toggle(Tool.HIGHLIGHTER)
    tools.select(Passage.STEM, 0, 4)
    at.exam.go("case-2")
    tools.select(Passage.MATERIAL, 2, 6)
    tools.draft(DRAFT)
    tools.press("7", "×", "8", "=")


def test_what_was_drawn_is_there_after_a_crash_but_for_the_second_that_was_not_over(begin, clock):
    at = begin()
    draw(at)
    at.seconds(1)
    at.exam.tools.draft(DRAFT + "，不")
    at.sitting.shut()
    clock.go_on(2_000)
    again = begin()
    state = again.state.tools
    assert (state.material, state.notes.text) == (((2, 6),), DRAFT)
    again.exam.go("single")
    assert (again.state.tools.eliminated, again.state.tools.stem) == ({"D"}, ((0, 4),))
    assert again.sitting.state.answered() == set()


def test_how_the_exam_is_shown_waits_through_a_pause_and_is_journaled_once(begin, clock):
    at = begin()
    at.sitting.annotate("", Shown("dark", "normal"))
    at.exam.tools.see(Shown("dark", "normal"))
    at.exam.tools.flush()
    at.exam.tools.see(Shown("soft", "huge"))
    at.sitting.act(Grant(ActKind.PAUSE, Reach.TICKET, 0, "", ""))
    at.exam.tools.flush()
    assert at.sitting.state.annotations.shown == Shown("dark", "normal")
    at.sitting.act(Grant(ActKind.CONTINUE, Reach.TICKET, 0, "", "another"))
    at.seconds(2)
    assert at.sitting.state.annotations.shown == Shown("soft", "huge")


def body_of(day, at):
    """What the result says, as the centre opens it."""
    at.exam.hand_in()
    hand_in.hand_in(at.sitting, [])
    framed = frame.unpack((at.sitting.attempt.files.folder / "result.kcr").read_bytes(), FileType.RESULT)
    return results.open_result(framed, results.check_result(framed, day.ticket_keys), day.keys.results_seed)


def told(body):
    """What the candidate did, as the result's bytes say it."""
    return canonical.encode(to_plain([body.responses, body.revisions, body.marked, body.notes, body.acts]), nfc=False)


def test_a_result_says_the_same_byte_for_byte_with_tools_and_without(day, begin):
    plain, drawn = begin("a"), begin("b")
    for at in (plain, drawn):
        at.exam.respond(Chosen("B"))
        at.exam.toggle_mark()
    draw(drawn)
    drawn.exam.go("single")
    drawn.exam.tools.eliminate("A")
    drawn.exam.tools.eliminate("B")
    drawn.exam.tools.see(Shown("contrast", "huge"))
    drawn.seconds(1)
    with_tools, without = body_of(day, drawn), body_of(day, plain)
    assert told(with_tools) == told(without)
    said = envelope.payload_bytes(with_tools)
    for mine in (DRAFT.encode(), b"drafted", b"eliminated", b"highlight", b"annot", b"shown", b"contrast"):
        assert mine not in said
