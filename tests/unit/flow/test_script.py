"""Scripts: the same steps a candidate could take, and the clock above them all."""

import json

import msgspec
import pytest
from kaochang.custody import act_codes
from kaochang.custody.act_codes import RESPONSE, ActPlace
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Advanced, ClosingReason, Phase, Staged
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Blanks, Choice, Judgement, Order, Pairs, Replies, Text
from kaochang.flow import script, sit
from kaochang.flow.script import Script, read_script
from kaochang.flow.unlock import Unlocked
from kaochang.sealing import codes
from support.exams import ITEMS, RESPONSES, in_two_parts, make_exam
from support.refusals import refuses

HOUR_S = 3600


@pytest.fixture
def sitting(desk, unlocked, ticket):
    sitting = sit.begin(desk, unlocked, ticket, "")
    yield sitting
    sitting.shut()


def play(sitting, clock, *steps):
    """Performs steps; what was said to be saved."""
    said = []
    played = read_steps(*steps)
    script.perform(sitting, played, lambda s: clock.go_on(round(s * 1000)), lambda entry, _: said.append(entry.event))
    return said


def read_steps(*steps):
    return msgspec.json.decode(json.dumps({"login": {}, "steps": steps}), type=Script)


@pytest.mark.parametrize(
    ("item", "written", "response"),
    [
        ("single", "B", Choice(("B",))),
        ("multiple", "CA", Choice(("A", "C"))),
        ("truefalse", "对", Judgement(True)),
        ("blank", "工单;班长", Blanks(("工单", "班长"))),
        ("essay", "  第一，…\n", Text("  第一，…\n")),
        ("ordering", "CABD", Order(("C", "A", "B", "D"))),
        ("matching", "(1)-B,(2)-C", Pairs((("(1)", "B"), ("(2)", "C")))),
    ],
)
def test_a_response_is_written_as_its_key_would_be(sitting, clock, item, written, response):
    place = f"{sitting.exam.placed(item).item.section or ''}#{ITEMS[item].number}"
    play(sitting, clock, {"respond": place, "with": written})
    assert sitting.state.responses == {item: response}


@pytest.mark.parametrize("item", sorted(ITEMS))
def test_a_response_can_be_taken_back(sitting, clock, item):
    sitting.save(sitting.respond(item, RESPONSES[item]))
    play(sitting, clock, {"clear": item})
    assert sitting.state.answered() == set()


def test_marks_and_visits_are_taken(sitting, clock):
    play(sitting, clock, {"mark": "essay"}, {"mark": "single"}, {"unmark": "essay"}, {"visit": "blank"})
    assert (sitting.state.marked, sitting.state.current) == (("single",), "blank")


def test_every_step_is_told_once_it_is_saved_and_not_before(sitting, clock):
    told = []
    steps = read_steps({"respond": "single", "with": "A"}, {"hand_in": True})
    before = sitting.attempt.files.chain.count
    script.perform(sitting, steps, lambda _: None, lambda *_: told.append(sitting.attempt.files.chain.count))
    assert told == [before + 1, before + 2]


def test_waiting_past_the_end_closes_the_attempt_by_the_clock(sitting, clock):
    said = play(sitting, clock, {"wait": HOUR_S + 1}, {"respond": "single", "with": "A"})
    assert (sitting.state.reason, sitting.state.responses) == (ClosingReason.EXPIRED, {})
    assert len(said) == HOUR_S // 5


def test_the_clock_comes_before_any_step(sitting, clock):
    clock.sleep(HOUR_S * 1000)
    play(sitting, clock, {"respond": "single", "with": "A"}, {"hand_in": True})
    assert (sitting.state.reason, sitting.state.responses) == (ClosingReason.EXPIRED, {})


def test_the_clock_closes_even_where_no_step_is_left(sitting, clock):
    clock.sleep(HOUR_S * 1000)
    play(sitting, clock)
    assert sitting.state.reason is ClosingReason.EXPIRED


def test_a_closed_attempt_takes_no_step(sitting, clock):
    play(sitting, clock, {"respond": "single", "with": "A"}, {"hand_in": True})
    assert play(sitting, clock, {"respond": "single", "with": "B"}) == []


def test_the_proctor_is_asked_and_answers_between_two_steps(sitting, clock, day):
    said = play(sitting, clock, {"challenge": {"kind": "extra-time", "minutes": 10}})
    place = ActPlace(day.context, "R1", day.keys.act_keys["R1"])
    code = act_codes.make_response(place, "T1", said[0].challenge, 5)
    (taken,) = play(sitting, clock, {"act": code})
    assert (taken.minutes, sitting.state.limit) == (5, (HOUR_S + 300) * 1000)


def test_a_wrong_code_is_saved_before_it_ends_the_script(sitting, clock):
    told = []
    steps = read_steps({"challenge": {"kind": "unlock"}}, {"act": "00000-00000"}, {"mark": "essay"})
    with refuses(Outcome.CODE):
        script.perform(sitting, steps, lambda _: None, lambda entry, _: told.append(type(entry.event).__name__))
    assert told[:1] == ["Challenged"]
    steps = read_steps({"act": codes.encode(7, RESPONSE)}, {"mark": "essay"})
    with refuses(Outcome.CODE, "act.wrong"):
        script.perform(sitting, steps, lambda _: None, lambda entry, _: told.append(type(entry.event).__name__))
    assert (told[-1], sitting.state.marked) == ("Noted", ())


def lose_all_time(sitting, desk, unlocked, ticket, clock):
    sitting.shut()
    clock.go_on(2 * HOUR_S * 1000)
    return sit.begin(desk, unlocked, ticket, "")


def test_an_attempt_that_an_outage_left_without_time_waits_for_an_act_whatever_the_script_says(
    sitting, desk, unlocked, ticket, clock
):
    again = lose_all_time(sitting, desk, unlocked, ticket, clock)
    (asked,) = play(again, clock, {"challenge": {"kind": "resume"}})
    assert act_codes.read_challenge(asked.challenge) == (ActKind.RESUME, 110)
    assert again.state.phase is Phase.SUSPENDED
    with refuses(Outcome.POLICY, "attempt.waits"):
        play(again, clock, {"respond": "single", "with": "A"})
    play(again, clock, {"wait": 60})
    assert (again.state.phase, again.state.responses) == (Phase.SUSPENDED, {})
    again.shut()


def test_an_item_that_is_not_there_is_named(sitting, clock):
    with refuses(Outcome.MISSING, "script.no-item") as refused:
        play(sitting, clock, {"visit": "客观题#99"})
    assert refused.value.where == "客观题#99"


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b'{"login": {}}', b'{"login": {"shoe": "43"}, "steps": []}'])
def test_what_is_no_script_is_refused(tmp_path, data):
    (tmp_path / "script.json").write_bytes(data)
    with refuses(Outcome.PAYLOAD, "script.form"):
        read_script(tmp_path / "script.json")


def test_an_item_of_a_type_nobody_knows_is_never_taken_for_free_text():
    placed = next(iter(make_exam().assessment.items()))
    unknown = msgspec.structs.replace(placed, item=msgspec.structs.replace(placed.item, type="drawing"))
    with pytest.raises(TypeError, match="drawing"):
        script.empty_response(unknown)


class _InParts(Unlocked, frozen=True):
    """The session whose sections are parts, and whose scenario has turns."""

    def exam(self, exam_id):
        return in_two_parts(super().exam(exam_id))

    def exam_for(self, ticket):
        return self.exam(ticket.exam)


@pytest.fixture
def in_parts(desk, unlocked, ticket):
    made = _InParts(unlocked.room, unlocked.content, unlocked.secrets, unlocked.errata)
    sitting = sit.begin(desk, made, ticket, "")
    yield sitting
    sitting.shut()


def test_a_script_goes_on_to_the_next_part_and_the_next_turn(in_parts, clock):
    said = play(
        in_parts,
        clock,
        {"respond": "single", "with": "B"},
        {"advance": True},
        {"visit": "scenario"},
        {"respond": "scenario", "with": "您好"},
        {"next_turn": True},
        {"respond": "scenario", "with": "请稍等"},
        {"clear": "scenario"},
        {"respond": "scenario", "with": "马上"},
    )
    assert in_parts.state.responses["scenario"] == Replies(("您好", "马上"))
    assert [type(event).__name__ for event in said if isinstance(event, Advanced | Staged)] == ["Advanced", "Staged"]


def test_turns_and_parts_go_on_by_the_clock_in_a_script_too(in_parts, clock):
    steps = ({"advance": True}, {"visit": "scenario"}, {"wait": 60}, {"wait": 5}, {"visit": "essay"})
    said = play(in_parts, clock, *steps)
    assert [(event.item, event.stage) for event in said if isinstance(event, Staged)] == [("scenario", 1)]
    assert in_parts.state.current == "essay"


def test_a_script_that_waits_for_a_part_to_end_is_in_the_next_one(in_parts, clock):
    play(in_parts, clock, {"wait": 1200}, {"respond": "essay", "with": "x"})
    assert (in_parts.state.part, set(in_parts.state.responses)) == (1, {"essay"})


def test_a_turn_that_is_not_there_is_refused(in_parts, clock):
    with refuses(Outcome.POLICY, "attempt.item-not-open"):
        play(in_parts, clock, {"next_turn": True})


NO_STEPS = {
    "a wait backwards": {"wait": -1},
    "a wait without end": {"wait": 1e9},
    "nothing": {},
    "two things": {"mark": "essay", "visit": "essay"},
    "two ways on": {"advance": True, "next_turn": True},
    "an unknown thing": {"vist": "essay"},
    "a response to nothing": {"mark": "essay", "with": "B"},
    "a seat without an act": {"visit": "essay", "seat": "9"},
    "a text for a number": {"wait": "5"},
    "no object": "hand_in",
    "an unknown kind of act": {"challenge": {"kind": "teleport"}},
}


@pytest.mark.parametrize("step", NO_STEPS.values(), ids=NO_STEPS)
def test_a_step_that_is_none_is_named_by_its_number_before_anything_is_opened(tmp_path, step):
    written = {"login": {}, "steps": [{"wait": 0}, {"visit": "essay"}, step]}
    (tmp_path / "script.json").write_text(json.dumps(written), "utf-8")
    with refuses(Outcome.PAYLOAD, "script.step") as refused:
        read_script(tmp_path / "script.json")
    assert (refused.value.params["number"], refused.value.where) == (3, str(tmp_path / "script.json"))
