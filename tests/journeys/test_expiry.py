"""Time runs out: the clock hands in what is saved, whatever the candidate or the script still meant to do."""

import json

import pytest
from kaochang.custody.results import ResultBody
from kaochang.flow.simulate import StepClock
from kaochang.machine.clock import SystemClock
from kaochang.store.centre import Centre
from support.exam_day import login, well
from support.put_in import put_in

MINUTES = 60_000


@pytest.fixture
def clock():
    """A clock that the script's waiting moves on."""
    return StepClock(SystemClock().wall())


def steps(day, *script):
    path = day.folder / "scripts" / "expiry.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"login": login(1), "steps": list(script)}, ensure_ascii=False), encoding="utf-8")
    return path


def answer(letter):
    return {"respond": "单选题#1", "with": letter}


def sit(day, pc, clock, *script):
    waiting = {"clock": clock, "wait": lambda seconds: clock.go_on(round(seconds * 1000))}
    return day.sit("R01", steps(day, *script), pc, **waiting)


def body_of(day, tmp_path):
    day.collect("R01", tmp_path / "stick", tmp_path / "pc")
    day.merge(tmp_path / "centre.db", tmp_path / "stick")
    centre = Centre(tmp_path / "centre.db")
    try:
        (body,) = centre.results(ResultBody).values()
    finally:
        centre.close()
    return body


def test_an_attempt_whose_time_is_over_is_handed_in_as_it_stands(sealed_day, tmp_path, clock):
    ran = sit(sealed_day, tmp_path / "pc", clock, answer("B"), {"wait": 91 * 60}, answer("C"))
    assert ran.code == 0, ran
    assert ran.lines()[-1]["reason"] == "expired"
    body = body_of(sealed_day, tmp_path)
    assert [response.labels for response in body.responses.values()] == [("B",)]
    assert (body.reason, body.closed - body.started) == ("expired", body.limit)


def test_while_it_waits_an_attempt_is_saved_every_five_seconds(sealed_day, tmp_path, clock):
    ran = sit(sealed_day, tmp_path / "pc", clock, answer("B"), {"wait": 60}, {"hand_in": True})
    ticks = [line for line in ran.lines() if line.get("event") == "ticked"]
    assert len(ticks) == 12


def test_an_answer_that_comes_after_the_time_is_not_taken(sealed_day, tmp_path, clock):
    standing = {"remaining_ms": 90 * MINUTES, "waits": "", "second_place_lost": False}
    assert sit(sealed_day, tmp_path / "pc", clock, answer("B")).lines()[-1] == {
        "open": True,
        "ticket": "T0001",
        **standing,
    }
    clock.go_on(200 * MINUTES)
    refused = sit(sealed_day, tmp_path / "pc", clock, answer("C"))
    assert (refused.code, refused.lines()[0]["waits"], refused.lines()[0]["remaining_ms"]) == (24, "outage", 0)
    ran = sit(sealed_day, tmp_path / "pc", clock, {"hand_in": True})
    assert ran.lines()[-1]["reason"] == "handed-in"
    assert [response.labels for response in body_of(sealed_day, tmp_path).responses.values()] == [("B",)]


def test_an_outage_gives_back_ten_minutes_and_no_more(sealed_day, tmp_path, clock):
    sit(sealed_day, tmp_path / "pc", clock, answer("B"))
    clock.go_on(30 * MINUTES)
    resumed = sit(sealed_day, tmp_path / "pc", clock).lines()[0]
    assert resumed["remaining_ms"] == (90 - 30 + 10) * MINUTES


def test_hand_in_closes_an_attempt_that_ran_out_while_nobody_was_there(sealed_day, tmp_path, clock):
    sit(sealed_day, tmp_path / "pc", clock, answer("B"))
    clock.go_on(300 * MINUTES)
    place = ["--room", "R01", "--ticket", "T0001", "--data", tmp_path / "pc", "--code-file", sealed_day.code_file]
    told = well("hand-in", sealed_day.exam, *place, "--json", clock=clock).told()
    assert (told["reason"], told["answered"], told["of"]) == ("expired", 1, 9)


def test_a_late_stick_gets_a_copy_of_what_was_handed_in_before(sealed_day, tmp_path, clock):
    first = sit(sealed_day, tmp_path / "pc", clock, answer("B"), {"hand_in": True}).lines()[-1]
    place = ["--room", "R01", "--ticket", "T0001", "--data", tmp_path / "pc", "--stick", put_in(tmp_path / "late")]
    again = well("hand-in", sealed_day.exam, *place, "--json").told()
    assert again == {**first, "copies": 1}
    assert len(list((tmp_path / "late").rglob("T0001-*.kc[rj]"))) == 2
