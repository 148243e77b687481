"""A result and the log of its attempt say the same, or it is seen, whichever of them is looked at first."""

import functools

import msgspec
import pytest
from kaochang.custody import journal_log
from kaochang.custody.journal_log import Entry, Witness, open_log
from kaochang.custody.log_ends import Agreement, agreement, has_all_of, log_end
from kaochang.domain.acts import ActKind
from kaochang.domain.annotations import Drafted
from kaochang.domain.attempts import (
    Acted,
    Annotated,
    Cause,
    Challenged,
    ClosingReason,
    Left,
    Noted,
    Responded,
    Resumed,
    Ticked,
    Visited,
)
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Text
from kaochang.domain.values import bytes_to_text
from support.exams import OPENS, RESPONSES, make_exam
from support.refusals import refuses

replace = msgspec.structs.replace
WITNESS = Witness(OPENS, 1_000, "boot-1")


ACT = Acted(5, OPENS, ActKind.EXTRA_TIME, 10, 600_000, "", "CARD")


def end_of(day, rows, log_head=None):
    """The end of a log with these rows (plain), chained and sealed anew."""
    chain, data = journal_log.new_chain(day.sat.journal_key, day.sat.identity), log_head or day.sat.log_head
    for number, row in enumerate(rows, start=1):
        sealed = chain.seal(number, journal_log.row_bytes(row))
        chain.advance(sealed)
        data += journal_log.record(sealed)
    return end(day, data), bytes_to_text(chain.head)


def end(day, data):
    return log_end(open_log(data, day.ticket_keys), day.sat.journal_key, make_exam())


def body(day, **change):
    return replace(day.body_of(day.sat), **change)


def test_a_result_agrees_with_the_log_it_was_made_from(day):
    assert agreement(body(day), end(day, day.sat.log)) is Agreement.SAME


def test_notes_after_the_closing_change_nothing_wherever_the_result_was_made(day):
    closed, _ = end_of(day, day.sat.plain_rows)
    noted = Entry(Noted(200, OPENS + 200, "guard.note.focus-lost"), WITNESS)
    longer, head = end_of(day, (*day.sat.plain_rows, noted))
    assert agreement(body(day, head=longer.heads[0]), longer) is Agreement.SAME
    assert agreement(body(day, head=head, rows=len(day.sat.rows) + 1, used=200), longer) is Agreement.SAME
    assert agreement(body(day, head=head, rows=len(day.sat.rows) + 1), closed) is Agreement.SHORT


def test_what_candidates_draw_for_themselves_changes_nothing_that_a_result_says(day):
    first, *rest = day.sat.plain_rows
    opened, started = first, rest[0]
    drawn = Entry(Annotated(started.event.used, OPENS, "", Drafted("3 × 4 = 12")), WITNESS)
    longer, head = end_of(day, (opened, started, drawn, *rest[1:]))
    plain, _ = end_of(day, day.sat.plain_rows)
    assert (longer.content, longer.spent) == (plain.content, plain.spent)
    assert agreement(body(day, head=head, rows=len(day.sat.rows) + 1), longer) is Agreement.SAME


@pytest.mark.parametrize("left", [0, 1, 5, -1])
def test_a_log_cut_between_two_rows_is_short(day, left):
    rows = day.sat.rows[:left]
    cut = day.sat.log_head + b"".join(journal_log.record(row) for row in rows)
    assert agreement(body(day), end(day, cut)) is Agreement.SHORT


def test_a_torn_row_is_no_row(day):
    assert agreement(body(day), end(day, day.sat.log[:-1])) is Agreement.SHORT


FORGED = {
    "extra time": {"extra": 1},
    "the PC": {"pc": "pc-2"},
    "the time on an item": {"spent": {"single": 1}},
    "a response": {"responses": {**RESPONSES, "single": Choice(("A",))}},
    "a response more": {"responses": {**RESPONSES, "case-1": Text("")}},
    "a response less": {"responses": {k: v for k, v in RESPONSES.items() if k != "essay"}},
    "a revision": {"revisions": {}},
    "the limit": {"limit": 3_600_001},
    "the start": {"started": OPENS + 1},
    "the end": {"closed": OPENS + 1},
    "the reason": {"reason": ClosingReason.EXPIRED},
    "the order": {"seed": "BBBB"},
    "an act": {"acts": (ACT,)},
    "the head": {"head": bytes_to_text(b"\0" * 32)},
    "the row": {"rows": 3},
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_result_that_says_something_else_differs(day, change):
    assert agreement(body(day, **change), end(day, day.sat.log)) is Agreement.DIFFERS


def test_a_log_whose_events_break_the_rules_agrees_with_nothing(day):
    late = Entry(Responded(9_000_000, OPENS, "single", Choice(("A",))), WITNESS)
    rows = (*day.sat.plain_rows[:3], late, *day.sat.plain_rows[3:])
    broken, head = end_of(day, rows)
    assert agreement(body(day, head=head, rows=len(rows)), broken) is Agreement.DIFFERS


def test_acts_are_kept_also_where_the_attempt_never_closed_or_broke_its_rules(day):
    taken = Entry(ACT, WITNESS)
    rows = day.sat.plain_rows
    still_open, _ = end_of(day, (*rows[:-1], Entry(msgspec.structs.replace(ACT, used=50), WITNESS)))
    broken, _ = end_of(day, (rows[0], taken, *rows[1:]))
    assert [act.code for end in (still_open, broken) for act in end.acts] == ["CARD", "CARD"]
    assert (still_open.closed_at, broken.closed_at) == (0, 0)


def test_an_open_attempts_log_agrees_with_no_result(day):
    rows = day.sat.plain_rows[:-1]
    still_open, head = end_of(day, rows)
    assert agreement(body(day, head=head, rows=len(rows)), still_open) is Agreement.DIFFERS


def test_a_row_that_does_not_open_is_refused_with_its_number(day):
    data = bytearray(day.sat.log)
    data[-3] ^= 1
    with refuses(Outcome.DECRYPT, "journal.row-damaged"):
        end(day, bytes(data))


AT = 60
ASKED = Challenged(AT, OPENS, "AAAA")
LET = Acted(AT, OPENS, ActKind.MOVE, 0, 0, "AAAA", "BBBB", "pc-b")
MOVED = Resumed(AT, OPENS, Cause.MOVED, 0, 0, "pc-b")
BACK = Resumed(AT, OPENS, Cause.CRASH, 0, 0)
ANSWERED = Responded(AT, OPENS, "single", Choice(("C",)))


def moved_on(day, parted_at=3):
    """The end of a log that went to another PC after its first rows."""
    return end_of(day, (*day.sat.plain_rows[:parted_at], *(Entry(each, WITNESS) for each in (ASKED, LET, MOVED))))[0]


@pytest.fixture
def sealed_alike(monkeypatch):
    """Rows that say the same are sealed to the same bytes, as they are where a log was copied."""
    monkeypatch.setattr(journal_log.streams, "seal", functools.cache(journal_log.streams.seal))


QUIET = {
    "nothing": (),
    "that it was left": (Left(AT, OPENS),),
    "that the PC asked": (ASKED, Noted(AT, OPENS, "act.code-wrong"), LET),
    "that the PC was switched on": (BACK, Visited(AT, OPENS, "single"), Ticked(AT, OPENS)),
    "what the candidate noted for themselves": (Annotated(AT, OPENS, "", Drafted("3 × 4 = 12")),),
}


@pytest.mark.usefixtures("sealed_alike")
@pytest.mark.parametrize("after", QUIET.values(), ids=QUIET)
def test_a_pc_that_only_waits_after_its_attempt_was_copied_says_nothing_more(day, after):
    stayed, _ = end_of(day, (*day.sat.plain_rows[:3], *(Entry(each, WITNESS) for each in after)))
    assert has_all_of(moved_on(day), stayed)


MORE = {
    "an answer": (ANSWERED,),
    "an answer before it was left": (ANSWERED, Left(AT, OPENS)),
    "an act": (Acted(AT, OPENS, ActKind.EXTRA_TIME, 5, 300_000, "", "CARD"),),
    "a move of its own": (ASKED, LET, MOVED),
}


@pytest.mark.usefixtures("sealed_alike")
@pytest.mark.parametrize("after", MORE.values(), ids=MORE)
def test_what_a_pc_acknowledged_after_its_attempt_was_copied_is_seen(day, after):
    first = day.sat.plain_rows[:2]
    stayed, _ = end_of(day, (*first, *(Entry(each, WITNESS) for each in after)))
    assert not has_all_of(moved_on(day), stayed)
    assert not has_all_of(moved_on(day, parted_at=2), stayed)


@pytest.mark.usefixtures("sealed_alike")
def test_an_older_copy_of_a_log_is_all_in_the_one_that_went_on(day):
    for count in range(4):
        assert has_all_of(moved_on(day), end_of(day, day.sat.plain_rows[:count])[0])
    assert not has_all_of(moved_on(day), end_of(day, day.sat.plain_rows[:5])[0])
