"""What a PC has lost of an attempt comes back from the second place: forgotten, or damaged in both its files."""

import itertools
import sqlite3
from contextlib import closing

import pytest
from kaochang.custody import journal_log, results
from kaochang.domain.attempts import ClosingReason, Phase
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import attempt_database, attempt_files, brought_back, hand_in, move, sit
from kaochang.flow.attempt_files import LOG_NAME
from kaochang.flow.desk import RESULT_NAME
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import frame
from msgspec.structs import replace
from support.exams import RESPONSES
from support.put_in import put_in
from support.refusals import refuses
from unit.flow.test_second_place import ORDER, answer, forgotten, log_on


@pytest.fixture
def stick(tmp_path):
    """The folder of a stick that is in the PC."""
    return put_in(tmp_path / "stick")


@pytest.fixture
def desk(desk, stick):
    """A PC whose journals have a second place."""
    return replace(desk, second=stick)


@pytest.fixture
def folder(desk, unlocked, ticket):
    """The folder of an attempt with three answers, which was left open."""
    sitting = sit.begin(desk, unlocked, ticket, "01")
    answer(sitting, *ORDER)
    sitting.shut()
    return sitting.attempt.files.folder


def closed(desk, unlocked, ticket):
    sitting = sit.begin(desk, unlocked, ticket, "01")
    answer(sitting, *ORDER)
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    sitting.settle()
    return sitting


def results_on(stick):
    return [path.read_bytes() for path in stick.rglob("*.kcr")]


# Forgotten: the disk is as it was before the attempt.


def test_the_result_lies_in_the_second_place_too_without_any_other_stick(desk, unlocked, ticket, stick):
    sitting = closed(desk, unlocked, ticket)
    receipt = hand_in.hand_in(sitting, [])
    sitting.shut()
    here = (sitting.attempt.files.folder / RESULT_NAME).read_bytes()
    assert (receipt.copies, results_on(stick)) == (1, [here])
    for path in stick.rglob("*.kcr"):
        path.unlink()
    assert hand_in.copy_again(desk, unlocked.room, ticket, [stick]).copies == 1  # one place is one copy
    assert results_on(stick) == [here]


def test_a_pc_that_forgot_an_attempt_which_was_handed_in_gives_the_same_result_and_no_other(
    desk, unlocked, ticket, stick
):
    sitting = closed(desk, unlocked, ticket)
    receipt = hand_in.hand_in(sitting, [])
    sitting.shut()
    before = results_on(stick)
    forgotten(desk)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert again.state.phase is Phase.CLOSED
    assert hand_in.hand_in(again, []).code == receipt.code
    again.shut()
    assert results_on(stick) == before
    with refuses(Outcome.POLICY, "attempt.handed-in"):
        sit.begin(desk, unlocked, ticket, "01")


@pytest.mark.parametrize("there", [None, b"not a result", "another candidate's"])
def test_a_pc_that_forgot_an_attempt_which_was_closed_and_not_handed_in_hands_it_in(
    desk, unlocked, ticket, stick, there
):
    if there == "another candidate's":
        other = closed(desk, unlocked, unlocked.room.tickets[1])
        hand_in.hand_in(other, [])
        other.shut()
        (there,) = results_on(stick)
    closed(desk, unlocked, ticket).shut()
    (log,) = stick.rglob(f"{ticket.number}-*.kcj")
    if there is not None:
        log.with_suffix(".kcr").write_bytes(there)
    forgotten(desk)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert set(again.state.responses) == set(ORDER)
    receipt = hand_in.hand_in(again, [])
    again.shut()
    assert (receipt.copies, receipt.answered) == (1, len(ORDER))
    data = (again.attempt.files.folder / RESULT_NAME).read_bytes()
    header = results.check_result(frame.unpack(data), unlocked.room.object.ticket_keys)
    assert (header.identity, data in results_on(stick)) == (again.attempt.identity, True)


def test_an_attempt_that_was_closed_at_another_pc_is_not_handed_in_here(desk, unlocked, ticket, tmp_path):
    closed(desk, unlocked, ticket).shut()
    other = replace(desk, folder=tmp_path / "other pc", pc=lambda session: "other-pc")
    with refuses(Outcome.POLICY, "attempt.other-pc"):
        sit.begin(other, unlocked, ticket, "01")


def test_the_log_of_a_ticket_whose_number_only_begins_alike_is_not_looked_at(desk, unlocked, ticket, stick, folder):
    theirs = log_on(stick)
    theirs.rename(theirs.with_name(f"{ticket.number}-2-AAAAAAAAAAAAAAAA.kcj"))
    forgotten(desk)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert not again.resumed
    again.shut()


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", bytes(1 << 20)])
def test_an_unreadable_log_of_the_ticket_there_stops_no_attempt_that_is_whole_here(
    desk, unlocked, ticket, stick, folder, rubbish
):
    log_on(stick).write_bytes(rubbish)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert (again.resumed, set(again.state.responses)) == (True, set(ORDER))
    again.shut()


# Damaged: neither the database nor the log is enough.


def rubbish_database(folder):
    for path in folder.glob("attempt*.db*"):
        path.unlink()
    (folder / "attempt.db").write_bytes(b"rubbish" * 1_000)


def torn_log(folder):
    path = folder / LOG_NAME
    path.write_bytes(path.read_bytes()[:-3])


def rubbish_log(folder):
    (folder / LOG_NAME).write_bytes(b"rubbish")


def database_row(folder, number=4):
    with closing(sqlite3.connect(attempt_database.database_of(folder))) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM rows WHERE seq = ?", (number,)).fetchone()
        connection.execute("UPDATE rows SET sealed = ? WHERE seq = ?", (flipped(sealed, -1), number))
        connection.commit()


def log_row(folder, number=4):
    path = folder / LOG_NAME
    data = path.read_bytes()
    log = journal_log.open_log(data, None)
    at = len(log.frame) + sum(4 + len(row) for row in log.rows[: number - 1])
    path.write_bytes(flipped(data, at + 10))


def log_length(folder, number=4):
    """The length of a row is gone, and so is where the next ones begin."""
    path = folder / LOG_NAME
    data = path.read_bytes()
    log = journal_log.open_log(data, None)
    at = len(log.frame) + sum(4 + len(row) for row in log.rows[: number - 1])
    path.write_bytes(data[:at] + b"\xff" * 4 + data[at + 4 :])


def flipped(data, at):
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


DAMAGES = {
    "a rubbish database and a cut log": (rubbish_database, torn_log),
    "a rubbish database and a rubbish log": (rubbish_database, rubbish_log),
    "the same row in both": (database_row, log_row),
    "a rubbish database and a row of the log": (rubbish_database, log_row),
}


@pytest.mark.attack(52)
@pytest.mark.parametrize("damages", DAMAGES.values(), ids=DAMAGES)
def test_an_attempt_whose_files_are_both_damaged_goes_on_with_every_answer(
    desk, unlocked, ticket, stick, folder, damages
):
    for damage in damages:
        damage(folder)
    damaged = {path.read_bytes() for path in folder.iterdir() if path.name in ("attempt.db", LOG_NAME)}
    with pytest.raises(Refusal) as refused:
        sit.begin(replace(desk, second=None), unlocked, ticket, "01")
    assert refused.value.outcome in (Outcome.DECRYPT, Outcome.PAYLOAD)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert again.state.responses == {item: RESPONSES[item] for item in ORDER}
    assert log_on(stick).read_bytes() == (folder / LOG_NAME).read_bytes() == again.attempt.files.log_bytes()
    again.shut()
    aside = {path.read_bytes() for path in folder.glob("damaged-*")}
    if rubbish_database in damages:  # a database that opens may be folded together by the look at it
        assert damaged <= aside
    assert [path.name for path in folder.glob("*.kcj")] == [LOG_NAME]
    sit.begin(replace(desk, second=None), unlocked, ticket, "01").shut()


@pytest.mark.parametrize("damages", DAMAGES.values(), ids=DAMAGES)
def test_a_stick_that_is_taken_over_mends_damaged_files_too(desk, unlocked, ticket, stick, folder, damages):
    for damage in damages:
        damage(folder)
    brought = move.bring_in(replace(desk, second=None), unlocked, ticket, "", stick)
    again = sit.begin(replace(desk, second=None), unlocked, ticket, "01")
    assert (set(again.state.responses), brought.path) == (set(ORDER), log_on(stick))
    again.shut()


def refused_as_damaged(desk, unlocked, ticket):
    with pytest.raises(Refusal) as refused:
        sit.begin(desk, unlocked, ticket, "01")
    assert refused.value.key in ("journal.row-damaged", "journal.not-a-database")


MORE = {
    "in the log": (rubbish_database, torn_log),
    "in the log, where it can no longer be told how many": (rubbish_database, log_length),
    "in the database": (database_row, lambda folder: database_row(folder, 9), rubbish_log),
}


@pytest.mark.parametrize("damages", MORE.values(), ids=MORE)
def test_what_lies_there_mends_nothing_where_this_pc_may_have_had_more(desk, unlocked, ticket, folder, damages):
    longer = sit.begin(replace(desk, second=None), unlocked, ticket, "01")
    answer(longer, *ORDER, *ORDER)
    assert longer.attempt.files.count > 9
    longer.shut()
    for damage in damages:
        damage(folder)
    refused_as_damaged(desk, unlocked, ticket)
    assert not [*folder.glob("damaged-*")]
    refused_as_damaged(desk, unlocked, ticket)


@pytest.mark.parametrize("outcome", [Outcome.CONFLICT, Outcome.IO])
@pytest.mark.parametrize("place", ["reopen", "read_database", "read_whole"])
def test_files_that_cannot_be_read_just_now_are_not_damaged(
    desk, unlocked, ticket, folder, monkeypatch, outcome, place
):
    """As those that another program has open, or that are on a disk which does not answer."""

    def fails(path, *_):
        if path is desk or desk.folder in path.parents:
            raise Refusal(outcome, "journal.other-writer")
        return read_whole(path, *_)

    if place == "read_database":
        rubbish_log(folder)
        database_row(folder)
        monkeypatch.setattr(attempt_database, "read_database", once(attempt_database.read_database, fails))
    elif place == "read_whole":
        rubbish_database(folder)
        rubbish_log(folder)
        monkeypatch.setattr(brought_back, "read_whole", fails)
    else:
        monkeypatch.setattr(attempt_files, "reopen", fails)
    with pytest.raises(Refusal):
        sit.begin(desk, unlocked, ticket, "01")
    assert not [*folder.glob("damaged-*")]


def once(real, then):
    """A function that works the first time it is called."""
    left = [real]
    return lambda *given: left.pop()(*given) if left else then(*given)


def test_another_history_that_lies_there_mends_nothing(desk, unlocked, ticket, stick, folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    other = sit.begin(desk, unlocked, ticket, "01")
    answer(other, *ORDER, *ORDER)
    other.shut()
    for path in folder.iterdir():
        path.unlink()
    for name, data in before.items():
        (folder / name).write_bytes(data)
    own = sit.begin(replace(desk, second=None), unlocked, ticket, "01")
    answer(own, "single")
    rows = own.attempt.files.count
    own.shut()
    database_row(folder, rows)
    log_row(folder, rows)
    refused_as_damaged(desk, unlocked, ticket)
    assert not [*folder.glob("damaged-*")]


def test_another_last_row_mends_nothing_though_it_ends_as_a_power_cut_ends_a_file(desk, unlocked, ticket, folder):
    path = folder / LOG_NAME
    log = journal_log.open_log(path.read_bytes(), None)
    identity = log.header.identity
    key = journal_log.journal_key(unlocked.content_key, unlocked.ticket_seed(ticket.number), identity.attempt)
    chain = journal_log.new_chain(key, identity, log.header.format)
    for sealed in log.rows[:-1]:
        chain.open_next(sealed)
    last, number = chain.plaintext(log.rows[-1]), len(log.rows)
    anew = next(sealed for _ in itertools.count() if (sealed := chain.seal(number, last)).endswith(b"\0"))
    path.write_bytes(log.frame + b"".join(map(journal_log.record, (*log.rows[:-1], anew))))
    log_row(folder)
    rubbish_database(folder)
    refused_as_damaged(desk, unlocked, ticket)
    assert not [*folder.glob("damaged-*.log")]


def test_a_damaged_copy_or_none_mends_nothing(desk, unlocked, ticket, stick, folder):
    database_row(folder)
    log_row(folder)
    data = log_on(stick).read_bytes()
    log_on(stick).write_bytes(flipped(data, len(data) // 2))
    refused_as_damaged(desk, unlocked, ticket)
    log_on(stick).unlink()
    refused_as_damaged(desk, unlocked, ticket)
