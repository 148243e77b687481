"""The journal log: rows in one unbroken chain, readable by the room PC and by the centre, torn ends recognised."""

import msgspec
import pytest
from kaochang.custody import journal_log
from kaochang.custody.envelope import PAYLOAD_DEPTH, header_bytes
from kaochang.custody.journal_log import (
    Entry,
    journal_key,
    new_chain,
    open_log,
    open_rows,
    read_row,
    record,
    recover_key,
    row_bytes,
)
from kaochang.domain.attempts import Cause, Responded, Resumed
from kaochang.domain.outages import Witness
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.domain.values import bytes_to_text, to_format
from kaochang.sealing import canonical, frame
from kaochang.sealing.frame import FileType
from support.refusals import refuses

replace = msgspec.structs.replace


def entries(log, key):
    """The events of a log."""
    return [row for row, _ in open_rows(log, key) if isinstance(row, Entry)]


def logged(sat, rows):
    return sat.log_head + b"".join(record(row) for row in rows)


def opened(day, rows):
    """The events of a log with these rows."""
    return entries(open_log(logged(day.sat, rows), day.ticket_keys), day.sat.journal_key)


def test_a_log_comes_back_row_by_row(day):
    log = open_log(day.sat.log, day.ticket_keys)
    assert (log.rows, log.torn, log.frame, log.header.identity) == (
        day.sat.rows,
        False,
        day.sat.log_head,
        day.sat.identity,
    )
    chain = new_chain(day.sat.journal_key, log.header.identity)
    assert tuple(read_row(chain.open_next(sealed)) for sealed in log.rows) == day.sat.plain_rows
    assert log.head() == chain.head == day.sat.head
    assert entries(log, day.sat.journal_key) == list(day.sat.plain_rows[1:])


def test_a_log_without_rows_yet_is_whole(day):
    log = open_log(day.sat.log_head, day.ticket_keys)
    assert (log.rows, log.torn) == ((), False)


def test_the_centre_recovers_the_journal_key_and_nobody_else(day, other_day):
    header = open_log(day.sat.log, None).header
    assert recover_key(header, day.keys.results_seed) == day.sat.journal_key
    with refuses(Outcome.DECRYPT):
        recover_key(header, other_day.keys.results_seed)


@pytest.mark.parametrize("change", [{"attempt": "attempt-2"}, {"ticket": "T2"}, {"session": "s-2"}], ids=str)
def test_a_recovery_envelope_of_another_attempt_ticket_or_session_opens_nothing(day, change):
    header = open_log(day.sat.log, None).header
    if "session" in change:
        change = {"context": replace(day.context, **change)}
    with refuses(Outcome.DECRYPT):
        recover_key(replace(header, identity=replace(header.identity, **change)), day.keys.results_seed)


def test_the_journal_key_needs_start_code_ticket_and_attempt(day, other_day):
    seeds = day.keys.ticket_seeds
    given = {
        journal_key(content, seed, attempt)
        for content in (day.keys.content_key, other_day.keys.content_key)
        for seed in (seeds["T1"], seeds["T2"])
        for attempt in ("attempt-1_______", "attempt-2_______")
    }
    assert len(given) == 8
    assert day.sat.journal_key in given


FAULTS = {
    "deleted": (lambda rows, _: (rows[0], *rows[2:]), 2),
    "first deleted": (lambda rows, _: rows[1:], 1),
    "swapped": (lambda rows, _: (rows[0], rows[2], rows[1], rows[3]), 2),
    "doubled": (lambda rows, _: (rows[0], rows[1], rows[1], *rows[2:]), 3),
    "from another attempt": (lambda rows, other: (*rows[:2], other[2], rows[3]), 3),
    "in another row's place": (lambda rows, _: (*rows[:3], rows[1]), 4),
    "first row of another attempt": (lambda rows, other: (other[0], *rows[1:]), 1),
    "empty": (lambda rows, _: (*rows[:3], bytes(72)), 4),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.attack(53)
def test_a_chain_breaks_at_the_very_row(day, fault):
    spoil, broken_at = FAULTS[fault]
    other = day.sit(attempt="attempt-2")
    with refuses(Outcome.DECRYPT, "journal.row-damaged") as caught:
        opened(day, spoil(day.sat.rows, other.rows))
    assert caught.value.params == {"row": broken_at}


@pytest.mark.parametrize("order", [(1, 2), (0, 0)], ids=["none opens it", "opened twice"])
def test_a_journal_is_opened_by_its_first_row_and_no_other(day, order):
    chain, rows = new_chain(day.sat.journal_key, day.sat.identity), []
    for number, at in enumerate(order, start=1):
        rows.append(chain.seal(number, row_bytes(day.sat.plain_rows[at])))
        chain.advance(rows[-1])
    with refuses(Outcome.PAYLOAD, "payload"):
        opened(day, rows)


@pytest.mark.parametrize("change", [{"attempt": "attempt-2"}, {"ticket": "T2"}], ids=str)
@pytest.mark.attack(53)
def test_rows_of_another_attempt_or_ticket_under_the_same_key_break_too(day, change):
    identity = replace(day.sat.identity, **change)
    chain = new_chain(day.sat.journal_key, identity)
    with refuses(Outcome.DECRYPT) as caught:
        opened(day, (chain.seal(1, journal_log.row_bytes(day.sat.plain_rows[0])),))
    assert caught.value.params == {"row": 1}


def test_a_log_that_lost_its_end_is_the_prefix_that_is_left(day):
    assert opened(day, day.sat.rows[:3]) == list(day.sat.plain_rows[1:3])
    assert open_log(logged(day.sat, day.sat.rows[:3]), None).head() != day.sat.head


@pytest.mark.attack(54)
def test_going_on_from_an_old_copy_never_seals_the_same_bytes_again(day):
    old = new_chain(day.sat.journal_key, day.sat.identity)
    for sealed in day.sat.rows[:2]:
        old.open_next(sealed)
    again = old.seal(3, journal_log.row_bytes(day.sat.plain_rows[2]))
    assert again != day.sat.rows[2]
    assert again[:24] != day.sat.rows[2][:24]
    assert old.open_next(day.sat.rows[2]) == journal_log.row_bytes(day.sat.plain_rows[2])


def test_a_head_moves_on_only_when_a_row_is_durable(day):
    chain = new_chain(day.sat.journal_key, day.sat.identity)
    before = chain.head
    first = chain.seal(1, b"row")
    assert (chain.head, chain.count) == (before, 0)
    chain.advance(first)
    assert chain.count == 1
    assert chain.head != before


@pytest.mark.parametrize("number", [0, 2, 3])
def test_a_row_out_of_turn_is_another_writers(day, number):
    with refuses(Outcome.CONFLICT, "journal.other-writer"):
        new_chain(day.sat.journal_key, day.sat.identity).seal(number, b"row")


def test_a_row_too_long_to_be_read_again_is_never_sealed(day):
    chain = new_chain(day.sat.journal_key, day.sat.identity)
    with refuses(Outcome.LIMIT, "journal.row-too-large"):
        chain.seal(1, bytes(journal_log.ROW_LIMIT))
    longest = chain.seal(1, bytes(journal_log.ROW_LIMIT - 5_000))
    assert open_log(logged(day.sat, [longest]), None).rows == (longest,)


@pytest.mark.attack(52)
def test_every_cut_of_a_log_gives_its_whole_rows_and_says_whether_something_is_torn(day):
    data, whole, ends = day.sat.log, [], [len(day.sat.log_head)]
    for row in day.sat.rows:
        ends.append(ends[-1] + 4 + len(row))
    for cut in range(ends[0], len(data) + 1):
        log = open_log(data[:cut], None)
        whole = [row for row, end in zip(day.sat.rows, ends[1:], strict=True) if end <= cut]
        assert (list(log.rows), log.torn) == (whole, cut not in ends)


@pytest.mark.parametrize("tail", [b"\0", bytes(4), bytes(4096), b"\xff" * 4096, b"\x7f\0\0\0rest"], ids=repr)
@pytest.mark.attack(52)
def test_what_a_power_cut_leaves_behind_the_last_row_costs_no_row(day, tail):
    log = open_log(day.sat.log + tail, day.ticket_keys)
    assert (log.rows, log.torn) == (day.sat.rows, True)
    assert entries(log, day.sat.journal_key) == list(day.sat.plain_rows[1:])


def test_a_log_of_another_session_or_of_no_ticket_is_refused(day, other_day):
    with refuses(Outcome.CERT):
        open_log(other_day.sat.log, day.ticket_keys)
    with refuses(Outcome.CONTEXT, "context.ticket"):
        open_log(day.sat.log, {"T2": day.ticket_keys["T2"]})


def test_a_head_of_one_log_on_the_rows_of_another_opens_nothing(day):
    other = day.sit("T2")
    log = open_log(other.log_head + day.sat.log[len(day.sat.log_head) :], day.ticket_keys)
    for key in (day.sat.journal_key, other.journal_key):
        with refuses(Outcome.DECRYPT) as caught:
            entries(log, key)
        assert caught.value.params == {"row": 1}


def test_a_header_signed_by_another_key_is_refused(day):
    header = frame.unpack_head(day.sat.log)[0].header
    with refuses(Outcome.SIGNATURE):
        open_log(frame.pack_head(FileType.JOURNAL, header, [day.keys.exam_seed]), day.ticket_keys)


@pytest.mark.parametrize("plaintext", [b"", b"{}", b'{"type":"opened"}', b'{"type":"entry","event":{}}', b"[1]"])
def test_a_row_that_holds_something_else_is_refused(plaintext):
    with refuses(Outcome.PAYLOAD):
        read_row(plaintext)


def log_of_format_1(day, plaintexts):
    """The day's log as an earlier program began it, with these rows."""
    sat = day.sat
    header = replace(open_log(sat.log, None).header, format=1)
    chain, data = (
        new_chain(sat.journal_key, sat.identity),
        frame.pack_head(FileType.JOURNAL, header_bytes(header), [sat.seed]),
    )
    for number, plaintext in enumerate(plaintexts, start=1):
        sealed = chain.seal(number, plaintext)
        chain.advance(sealed)
        data += record(sealed)
    return open_log(data, day.ticket_keys)


def in_format_1(row):
    return canonical.encode(to_format(row, 1), depth=PAYLOAD_DEPTH, nfc=False)


def test_a_log_of_format_1_may_go_on_in_format_2_row_by_row(day):
    """A newer program goes on with an attempt, and leaves the header that was signed."""
    went_on = Entry(Resumed(9, 9, Cause.CRASH, 0, 0, doubted=True), Witness(9, 9, ""))
    log = log_of_format_1(day, [*map(in_format_1, day.sat.plain_rows[:3]), row_bytes(went_on)])
    assert [row for row, _ in open_rows(log, day.sat.journal_key)] == [*day.sat.plain_rows[:3], went_on]


def test_a_log_of_format_2_has_no_row_of_format_1_and_no_row_is_half_of_one(day):
    for row in day.sat.plain_rows[:2]:
        assert (read_row(in_format_1(row), 1), read_row(row_bytes(row))) == (row, row)
        with refuses(Outcome.PAYLOAD):
            read_row(in_format_1(row))
    half = to_format(Entry(Resumed(9, 9, Cause.CRASH, 0, 0), Witness(9, 9, "")), 1)
    half["event"]["pc"] = ""
    for of_format in (1, 2):
        with refuses(Outcome.PAYLOAD):
            read_row(canonical.encode(half), of_format)


def test_what_a_candidate_typed_is_kept_as_it_was_typed(day):
    typed = "e\u0301 ①\u200b\n\t\u0000 emoji 😀"
    row = replace(day.sat.plain_rows[2], event=Responded(9, 9, "essay", Text(typed)))
    assert read_row(journal_log.row_bytes(row)) == row


def test_the_attempts_secret_key_is_in_no_clear_byte(day):
    assert day.sat.seed not in day.sat.log
    assert bytes_to_text(day.sat.seed).encode() not in day.sat.log
