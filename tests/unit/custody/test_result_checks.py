"""A rightly signed result counts only if an attempt of its ticket could have led to what it says."""

import msgspec
import pytest
from kaochang.custody.result_checks import DAY_MS, check_body, check_holder, closed_in_window
from kaochang.custody.results import ResultBody, check_result, open_result, pack_result
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import MOST_OUTAGES, Acted, Cause, ClosingReason, Resumed
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import MAX_TEXT, Blanks, Choice, Pairs, Text
from kaochang.domain.values import LATEST_WALL
from kaochang.sealing import frame
from support.exams import CLOSES, OPENS, RESPONSES, make_exam, make_session, make_tickets
from support.refusals import refuses

EXAM, SESSION, TICKET = make_exam(), make_session(), make_tickets()[0]
OWN = EXAM.rules.duration_s * 1000
CREDIT = EXAM.rules.outage_credit_s * 1000


def changed(day, **change) -> ResultBody:
    body = msgspec.structs.replace(day.body_of(day.sat), **change)
    lost = sum(each.outage for each in body.outages)
    return body if "used" in change else msgspec.structs.replace(body, used=max(body.used, lost))


def outage(length, credit, cause=Cause.CRASH, pc=""):
    return Resumed(0, OPENS, cause, length, credit, pc)


def check(body, ticket=TICKET):
    check_body(body, EXAM, ticket, SESSION)


def act(kind="extra-time", minutes=10, credit=600_000, code="A", used=5):
    return Acted(used, OPENS, ActKind(kind), minutes, credit, "", code)


FORCED, ILL, MISCONDUCT = ClosingReason.FORCED, ClosingReason.STOPPED_ILL, ClosingReason.STOPPED_MISCONDUCT
LOST = outage(5 * CREDIT, CREDIT)
MOVED = outage(10, 10, Cause.MOVED, "pc-2")
CONTINUED = msgspec.structs.replace(act("continue", 0, 0, code="B"), stood=9)
LAWFUL = {
    "as sat": {},
    "nothing answered": {"responses": {}, "revisions": {}, "marked": ()},
    "late to the session": {"limit": 1},
    "a credit": {"limit": OWN + 50, "outages": (outage(70, 50),)},
    "the longest credit": {"limit": OWN + CREDIT, "outages": (outage(CREDIT, CREDIT),)},
    "asleep over the weekend": {"used": OWN + 3 * DAY_MS},
    "an outage of days": {"used": OWN + 40 * DAY_MS, "outages": (outage(40 * DAY_MS, 0),)},
    "a calendar a day off": {"started": OPENS - DAY_MS},
    "a calendar that died": {"closed": 0},
    "extra time": {"limit": OWN + 600_000, "acts": (act(),)},
    "two acts": {"limit": OWN + 1_200_000, "acts": (act(), act(code="B"))},
    "an outage given back by act": {
        "limit": OWN + 5 * CREDIT,
        "outages": (LOST,),
        "acts": (act("resume", 4 * CREDIT // 60_000, 4 * CREDIT),),
    },
    "a start with a wrong date": {"started": 0, "acts": (act("clock", 0, 0),)},
    "moved": {"outages": (MOVED,), "acts": (act("move", 0, 0),), "pc": "pc-2"},
    "moved after as many outages as are listed": {
        "outages": (*(outage(0, 0),) * MOST_OUTAGES, MOVED),
        "acts": (act("move", 0, 0),),
        "pc": "pc-2",
    },
    "moved twice": {
        "outages": (MOVED, outage(10, 10, Cause.MOVED, "pc-3")),
        "acts": (act("move", 0, 0), act("move", 0, 0, code="B")),
        "pc": "pc-3",
    },
    "time on items": {"spent": {"single": 5, "essay": 0}},
    "a pause that was measured": {"acts": (act("pause", 0, 0), CONTINUED)},
    "closed by the candidate": {"outages": (outage(10, 0, Cause.CANDIDATE),)},
    "forced": {"reason": FORCED, "acts": (act("hand-in", 0, 0),)},
    "stopped after a pause": {"reason": ILL, "acts": (act("pause", 0, 0), act("stop-ill", 0, 0, code="B"))},
}
FORGED = {
    "an item of another exam": ({"responses": {**RESPONSES, "nope": Text("x")}}, "result.response"),
    "every pair at once": (
        {"responses": {"matching": Pairs(tuple((p, o) for p in ("(1)", "(2)") for o in "ABC"))}},
        "result.response",
    ),
    "an option twice": ({"responses": {"multiple": Choice(tuple("AACD"))}}, "result.response"),
    "a blank too many": ({"responses": {"blank": Blanks(("系统", "班长", "x"))}}, "result.response"),
    "another type": ({"responses": {"single": Text("B")}}, "result.response"),
    "an endless text": ({"responses": {"essay": Text("x" * (MAX_TEXT + 1))}}, "result.response"),
    "a mark on no item": ({"marked": ("nope",)}, "result.response"),
    "a revision of no item": ({"revisions": {"nope": 1}}, "result.response"),
    "a longer limit": ({"limit": OWN + 1}, "result.times"),
    "no limit": ({"limit": 0}, "result.times"),
    "more credit than outage": ({"limit": OWN, "outages": (outage(10, 11),)}, "result.times"),
    "more credit than the rule": ({"limit": OWN, "outages": (outage(10 * CREDIT, CREDIT + 1),)}, "result.times"),
    "one credit too many": ({"limit": OWN, "outages": (outage(CREDIT, CREDIT),) * 3}, "result.times"),
    "more time than there is": ({"used": OWN + 32 * DAY_MS}, "result.times"),
    "started days before": ({"started": OPENS - DAY_MS - 1}, "result.times"),
    "started days after": ({"started": CLOSES + DAY_MS + 1}, "result.times"),
    "a limit beyond the acts": ({"limit": OWN + 600_001, "acts": (act(),)}, "result.times"),
    "more than an act grants": ({"limit": OWN, "acts": (act(credit=600_001),)}, "result.acts"),
    "less than an act grants": ({"limit": OWN, "acts": (act(credit=0),)}, "result.acts"),
    "time by a kind that grants none": ({"limit": OWN, "acts": (act("unlock", 0, 1),)}, "result.acts"),
    "minutes with a kind that grants none": ({"limit": OWN, "acts": (act("unlock", 5, 0),)}, "result.acts"),
    "more given back than was lost": ({"acts": (act("resume", 10, 600_000),)}, "result.acts"),
    "what the rule gave given back again": (
        {"outages": (outage(CREDIT, CREDIT),), "acts": (act("resume", 1, 60_000),)},
        "result.acts",
    ),
    "more outage than there was time": ({"used": 9, "outages": (outage(10, 0),)}, "result.times"),
    "extra time that the ticket has not": ({"extra": 1}, "result.times"),
    "time on no item": ({"spent": {"nope": 1}}, "result.response"),
    "more time on items than there was": ({"used": 9, "spent": {"single": 5, "essay": 5}}, "result.times"),
    "a move without an act": ({"outages": (MOVED,), "pc": "pc-2"}, "result.times"),
    "a move to nowhere": ({"outages": (outage(10, 10, Cause.MOVED),), "acts": (act("move", 0, 0),)}, "result.times"),
    "at another PC without a move": ({"pc": "pc-2"}, "result.times"),
    "at another PC than the last": ({"outages": (MOVED,), "acts": (act("move", 0, 0),), "pc": "pc-3"}, "result.times"),
    "a crash at another PC": ({"outages": (outage(10, 0, Cause.CRASH, "pc-2"),)}, "result.times"),
    "time for what the candidate caused": ({"outages": (outage(10, 1, Cause.CANDIDATE),)}, "result.times"),
    "what the candidate caused given back by act": (
        {"outages": (outage(CREDIT, 0, Cause.CANDIDATE),), "acts": (act("resume", 1, 60_000),)},
        "result.acts",
    ),
    "an unlock that ended a pause": ({"acts": (msgspec.structs.replace(act("unlock", 0, 0), stood=1),)}, "result.acts"),
    "a code taken twice": ({"acts": (act(), act(used=7))}, "result.acts"),
    "forced without an act": ({"reason": FORCED}, "result.acts"),
    "closed by another act": ({"reason": MISCONDUCT, "acts": (act("stop-ill", 0, 0),)}, "result.acts"),
    "a stop that closed nothing": ({"acts": (act("stop-ill", 0, 0),)}, "result.acts"),
}


@pytest.mark.parametrize("change", LAWFUL.values(), ids=LAWFUL)
def test_what_an_attempt_can_lead_to_is_taken(day, change):
    check(changed(day, **change))


@pytest.mark.parametrize(("change", "key"), FORGED.values(), ids=FORGED)
def test_what_no_attempt_can_lead_to_is_refused(day, change, key):
    with refuses(Outcome.PAYLOAD, key):
        check(changed(day, **change))


def test_extra_time_is_the_tickets_own(day):
    body = changed(day, limit=OWN + 60_000)
    check(body, msgspec.structs.replace(TICKET, extra_time_s=60))
    with refuses(Outcome.PAYLOAD, "result.times"):
        check(body)


@pytest.mark.parametrize(
    ("closed", "fits"),
    [(OPENS - DAY_MS - 1, False), (OPENS - DAY_MS, True), (CLOSES + DAY_MS, True), (CLOSES + DAY_MS + 1, False)],
)
def test_a_closing_time_far_from_the_session_is_told(day, closed, fits):
    assert closed_in_window(changed(day, closed=closed), SESSION) is fits


@pytest.mark.parametrize("field", ["started", "closed", "used", "limit"])
@pytest.mark.parametrize("value", [-1, LATEST_WALL + 1, 2**53 - 1])
def test_a_time_that_no_calendar_has_is_no_result(day, field, value):
    data = pack_result(changed(day, **{field: value}), day.sat.certificate, day.sat.seed, day.keys.results_public)
    framed = frame.unpack(data)
    with refuses(Outcome.PAYLOAD):
        open_result(framed, check_result(framed, day.ticket_keys), day.keys.results_seed)


def test_a_reserve_tickets_result_says_once_who_took_it_and_no_other_does(day):
    told, nobody = (msgspec.structs.replace(act("walk-in", 0, 0), detail=detail) for detail in ("G9 欧阳", ""))
    for acts, of_reserve, of_others in (
        ((told,), True, False),
        ((), False, True),
        ((nobody,), False, False),
        ((told, msgspec.structs.replace(told, code="B")), False, False),
    ):
        for is_reserve, is_lawful in ((True, of_reserve), (False, of_others)):
            if is_lawful:
                check_holder(changed(day, acts=acts), is_reserve=is_reserve)
            else:
                with refuses(Outcome.PAYLOAD, "result.acts"):
                    check_holder(changed(day, acts=acts), is_reserve=is_reserve)
