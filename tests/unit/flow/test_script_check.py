"""A script that cannot be played whole is refused before its attempt begins, by the number of the step."""

import json

import msgspec
import pytest
from kaochang.domain.refusals import Outcome
from kaochang.flow import script_check
from kaochang.flow.script import Script
from support.exams import in_two_parts, make_exam
from support.refusals import refuses

STAGED = in_two_parts(make_exam())
"""Its second section is a part of its own, with a scenario of three turns."""


def check(exam, *steps):
    script_check.check(exam, msgspec.json.decode(json.dumps({"login": {}, "steps": steps}), type=Script))


MISFITS = {
    "an item that is not there": ({"visit": "客观题#99"}, Outcome.MISSING, "script.no-item"),
    "a label that it does not have": ({"respond": "single", "with": "Z"}, Outcome.PAYLOAD, "key.form"),
    "a judgement that is none": ({"respond": "truefalse", "with": "maybe"}, Outcome.PAYLOAD, "key.form"),
    "a text beyond every screen": ({"respond": "essay", "with": "字" * 20_001}, Outcome.PAYLOAD, "script.response"),
    "a blank beyond every line": ({"respond": "blank", "with": "字" * 501 + ";b"}, Outcome.PAYLOAD, "script.response"),
    "minutes for a pause": ({"challenge": {"kind": "pause", "minutes": 5}}, Outcome.POLICY, "act.minutes"),
}


@pytest.mark.parametrize(("step", "outcome", "key"), MISFITS.values(), ids=MISFITS)
def test_a_whole_script_is_held_against_its_exam_and_the_step_is_named(step, outcome, key):
    with refuses(outcome, key) as refused:
        check(make_exam(), {"visit": "single"}, step, {"hand_in": True})
    assert refused.value.where.startswith("steps[2]")


def test_what_can_be_written_is_told_where_something_else_was():
    for item, takes in (("truefalse", ("对", "错")), ("single", ("A", "B", "C", "D")), ("blank", ("…;…",))):
        with refuses(Outcome.PAYLOAD, "key.form") as refused:
            check(make_exam(), {"respond": item, "with": "?|"})
        assert refused.value.params["labels"] == takes


def test_a_script_of_every_kind_of_step_fits():
    steps = [{"respond": "essay", "with": ""}, {"clear": "single"}, {"wait": 0}, {"challenge": {"kind": "pause"}}]
    check(make_exam(), *steps, {"act": "12345-12345", "seat": "9"}, {"hand_in": True})


GO_ON = {"advance": True}
AT_SCENARIO = (GO_ON, {"visit": "scenario"})
NEXT = {"next_turn": True}
TOO_FAR = {
    "an item of a part that was left": ((GO_ON, {"respond": "single", "with": "A"}), "attempt.part-closed"),
    "a visit to a part that was left": ((GO_ON, {"visit": "single"}), "attempt.part-closed"),
    "a part that is not there": ((GO_ON, GO_ON), "attempt.no-such-part"),
    "a turn of an item that has none": (({"visit": "single"}, NEXT), "attempt.item-not-open"),
    "a turn after the last": ((*AT_SCENARIO, NEXT, NEXT, NEXT), "attempt.no-such-turn"),
    "a turn after the last, with a way round": (
        (*AT_SCENARIO, NEXT, {"visit": "essay"}, {"visit": "scenario"}, NEXT, NEXT),
        "attempt.no-such-turn",
    ),
    "a reply where another item is open": (
        (*AT_SCENARIO, {"visit": "essay"}, {"respond": "scenario", "with": "您好"}),
        "attempt.item-not-open",
    ),
}


@pytest.mark.parametrize(("steps", "key"), TOO_FAR.values(), ids=TOO_FAR)
def test_what_no_attempt_can_do_any_more_after_the_steps_before_is_refused(steps, key):
    with refuses(Outcome.POLICY, key) as refused:
        check(STAGED, *steps)
    assert refused.value.where.startswith(f"steps[{len(steps)}]")


def test_a_reply_beyond_every_screen_is_refused():
    with refuses(Outcome.PAYLOAD, "script.response"):
        check(STAGED, *AT_SCENARIO, {"respond": "scenario", "with": "字" * 20_001})


def test_a_script_of_parts_and_turns_fits():
    reply = {"respond": "scenario", "with": "您好"}
    check(STAGED, *AT_SCENARIO, reply, NEXT, {"clear": "scenario"}, NEXT, reply, {"hand_in": True})


def test_what_only_the_clock_can_tell_is_left_to_it():
    """The first part ends by the clock, a turn does too; and an attempt that is gone on with may be anywhere."""
    check(STAGED, {"wait": 1200}, {"visit": "scenario"}, {"wait": 60}, NEXT, {"respond": "scenario", "with": "好"})
    check(STAGED, {"respond": "scenario", "with": "好"}, NEXT)
