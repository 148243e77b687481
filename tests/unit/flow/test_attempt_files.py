"""Database and log of one attempt complete each other, whichever lost its end; two that differ are never joined."""

import sqlite3

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import attempt_files, log_file, sit
from kaochang.flow.attempt_files import LOG_NAME, Found, found_attempt
from kaochang.machine import appending
from support.exams import RESPONSES
from support.refusals import refuses

ORDER = ("single", "multiple", "essay")


@pytest.fixture
def folder(desk, unlocked, ticket):
    """An attempt of three answers, its program gone."""
    sitting = sit.begin(desk, unlocked, ticket, "")
    for item in ORDER:
        sitting.save(sitting.respond(item, RESPONSES[item]))
    sitting.shut()
    return sitting.attempt.files.folder


def answered(desk, unlocked, ticket):
    sitting = sit.begin(desk, unlocked, ticket, "")
    sitting.shut()
    return tuple(sitting.state.responses)


def keep(folder, name):
    return (folder / name).read_bytes()


@pytest.mark.attack(52)
def test_a_log_that_is_cut_off_is_completed_from_the_database(folder, desk, unlocked, ticket):
    whole = keep(folder, LOG_NAME)
    for end in (len(whole) - 1, len(whole) - 200, len(whole) // 2):
        (folder / LOG_NAME).write_bytes(whole[:end])
        assert answered(desk, unlocked, ticket) == ORDER
        assert keep(folder, LOG_NAME).startswith(whole)


@pytest.mark.attack(52)
def test_a_database_that_is_gone_is_made_again_from_the_log(folder, desk, unlocked, ticket):
    for path in folder.glob("attempt.db*"):
        path.unlink()
    assert answered(desk, unlocked, ticket) == ORDER


def test_a_log_that_takes_no_more_never_stops_an_answer(desk, unlocked, ticket, monkeypatch):
    sitting = sit.begin(desk, unlocked, ticket, "")

    def full(self, data):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full")

    with monkeypatch.context() as broken:
        broken.setattr(appending.Appender, "append", full)
        for item in ORDER:
            sitting.save(sitting.respond(item, RESPONSES[item]))
    folder = sitting.attempt.files.folder
    promised = sitting.attempt.files.log_bytes()
    assert not (folder / LOG_NAME).exists()
    assert len(keep(folder, "attempt-behind.kcj")) < len(promised)
    sitting.shut()
    assert answered(desk, unlocked, ticket) == ORDER
    assert keep(folder, LOG_NAME).startswith(promised)
    assert not (folder / "attempt-behind.kcj").exists()


def test_a_log_that_fell_behind_is_never_taken_for_the_whole_attempt(desk, unlocked, ticket, monkeypatch):
    sitting = sit.begin(desk, unlocked, ticket, "")

    def full(self, data):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full")

    monkeypatch.setattr(appending.Appender, "append", full)
    sitting.save(sitting.respond("single", RESPONSES["single"]))
    sitting.shut()
    (sitting.attempt.files.folder / "attempt.db").write_bytes(b"rubbish" * 1000)
    with refuses(Outcome.PAYLOAD, "journal.not-a-database"):
        sit.begin(desk, unlocked, ticket, "")


@pytest.mark.parametrize("lost", ["gone", "empty", "zeroed", "head zeroed"])
def test_a_log_that_is_lost_or_whose_head_is_damaged_is_made_again_from_the_database(
    folder, desk, unlocked, ticket, lost
):
    whole = keep(folder, LOG_NAME)
    path = folder / LOG_NAME
    path.write_bytes({"empty": b"", "zeroed": bytes(len(whole))}.get(lost, bytes(99) + whole[99:]))
    if lost == "gone":
        path.unlink()
    assert found_attempt(desk, unlocked.room, ticket) is Found.OPEN
    assert answered(desk, unlocked, ticket) == ORDER
    assert keep(folder, LOG_NAME).startswith(whole)


@pytest.mark.attack(52)
def test_a_last_record_of_zeros_is_repaired_from_the_database(folder, desk, unlocked, ticket):
    whole = keep(folder, LOG_NAME)
    (folder / LOG_NAME).write_bytes(whole[:-100] + bytes(100))
    assert answered(desk, unlocked, ticket) == ORDER
    assert keep(folder, LOG_NAME).startswith(whole)


def not_a_database(path):
    path.write_bytes(b"rubbish " * 4000)


def torn_pages(path):
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))


@pytest.mark.parametrize("damage", [not_a_database, torn_pages])
@pytest.mark.attack(52)
def test_a_database_that_is_rubbish_is_kept_aside_and_made_again_from_the_log(folder, desk, unlocked, ticket, damage):
    for number in (1, 2):
        damage(folder / "attempt.db")
        rubbish = keep(folder, "attempt.db")
        assert answered(desk, unlocked, ticket) == ORDER
        assert keep(folder, f"damaged-{number}.db") == rubbish


def test_with_a_rubbish_database_a_cut_log_is_not_enough(folder, desk, unlocked, ticket):
    not_a_database(folder / "attempt.db")
    (folder / LOG_NAME).write_bytes(keep(folder, LOG_NAME)[:-1])
    with refuses(Outcome.PAYLOAD, "journal.not-a-database"):
        sit.begin(desk, unlocked, ticket, "")
    assert not list(folder.glob("damaged-*"))


@pytest.mark.attack(52)
def test_without_a_database_a_cut_log_names_the_row_that_may_be_lost(folder, desk, unlocked, ticket):
    for path in folder.glob("attempt.db*"):
        path.unlink()
    (folder / LOG_NAME).write_bytes(keep(folder, LOG_NAME)[:-1])
    with refuses(Outcome.DECRYPT, "journal.row-damaged") as refused:
        sit.begin(desk, unlocked, ticket, "")
    assert refused.value.params["row"] == 2 + len(ORDER)


def test_a_start_that_was_cut_off_twice_is_begun_anew(folder, desk, unlocked, ticket, monkeypatch):
    for path in folder.iterdir():
        path.unlink()
    for writes in (1, 2):
        left = iter(range(writes - 1))

        def dies(path, parts, left=left):
            if next(left, None) is None:
                raise Refusal(Outcome.IO, "io.failed")

        with monkeypatch.context() as broken:
            broken.setattr(log_file, "replace_by_parts", dies)
            with refuses(Outcome.IO):
                sit.begin(desk, unlocked, ticket, "")
    sitting = sit.begin(desk, unlocked, ticket, "")
    assert not sitting.resumed
    sitting.shut()


@pytest.mark.attack(54)
def test_two_histories_that_differ_are_a_fork(folder, desk, unlocked, ticket):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    sitting = sit.begin(desk, unlocked, ticket, "")
    sitting.save(sitting.respond("blank", RESPONSES["blank"]))
    sitting.shut()
    other = keep(folder, LOG_NAME)
    for name, data in before.items():
        (folder / name).write_bytes(data)
    sit.begin(desk, unlocked, ticket, "").shut()
    (folder / LOG_NAME).write_bytes(other)
    with refuses(Outcome.CONFLICT, "journal.fork"):
        sit.begin(desk, unlocked, ticket, "")


@pytest.mark.attack(53, 55)
def test_another_tickets_log_is_not_gone_on_with(folder, desk, unlocked, ticket, room_file):
    stranger = room_file.tickets[1]
    theirs = desk.attempt_folder(room_file.session.id, stranger.number)
    theirs.mkdir()
    (theirs / LOG_NAME).write_bytes(keep(folder, LOG_NAME))
    with refuses(Outcome.CONTEXT, "context.attempt"):
        sit.begin(desk, unlocked, stranger, "")


@pytest.mark.attack(53)
def test_a_row_that_was_altered_is_named_by_its_number(folder, desk, unlocked, ticket):
    for path in folder.glob("attempt.db*"):
        path.unlink()
    data = bytearray(keep(folder, LOG_NAME))
    data[-20] ^= 1
    (folder / LOG_NAME).write_bytes(data)
    with refuses(Outcome.DECRYPT, "journal.row-damaged") as refused:
        sit.begin(desk, unlocked, ticket, "")
    assert refused.value.params["row"] == 2 + len(ORDER)


def damaged_last_row(path):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE rows SET sealed = zeroblob(200) WHERE seq = (SELECT MAX(seq) FROM rows)")
    connection.commit()
    connection.close()


def test_a_log_whose_end_does_not_open_is_repaired_from_a_whole_database(folder, desk, unlocked, ticket):
    whole = keep(folder, LOG_NAME)
    noise = bytearray(whole)
    noise[-20] ^= 1
    for broken in (bytes(noise), whole + (100).to_bytes(4, "big") + b"x" * 100):
        (folder / LOG_NAME).write_bytes(broken)
        assert answered(desk, unlocked, ticket) == ORDER
        assert keep(folder, LOG_NAME).startswith(whole)


def test_a_database_whose_end_does_not_open_is_completed_from_the_log(folder, desk, unlocked, ticket):
    damaged_last_row(folder / "attempt.db")
    assert answered(desk, unlocked, ticket) == ORDER


def test_a_row_that_opens_in_neither_place_is_named_and_nothing_is_dropped(folder, desk, unlocked, ticket):
    damaged_last_row(folder / "attempt.db")
    (folder / LOG_NAME).write_bytes(keep(folder, LOG_NAME)[:-1])
    with refuses(Outcome.DECRYPT, "journal.row-damaged") as refused:
        sit.begin(desk, unlocked, ticket, "")
    assert refused.value.params["row"] == 2 + len(ORDER)


def test_a_refused_start_lets_go_of_the_files(folder, desk, unlocked, ticket):
    for path in folder.glob("attempt.db*"):
        path.unlink()
    good = keep(folder, LOG_NAME)
    bad = bytearray(good)
    bad[-20] ^= 1
    (folder / LOG_NAME).write_bytes(bad)
    with pytest.raises(Refusal):
        sit.begin(desk, unlocked, ticket, "")
    (folder / LOG_NAME).write_bytes(good)
    assert answered(desk, unlocked, ticket) == ORDER


def test_an_attempt_that_never_got_its_first_row_is_begun_anew(desk, unlocked, ticket, monkeypatch):
    def dies(self, row):
        raise Refusal(Outcome.IO, "journal.cannot-save")

    with monkeypatch.context() as broken:
        broken.setattr(attempt_files.AttemptFiles, "append", dies)
        with refuses(Outcome.IO):
            sit.begin(desk, unlocked, ticket, "")
    assert found_attempt(desk, unlocked.room, ticket) is Found.OPEN
    sitting = sit.begin(desk, unlocked, ticket, "")
    assert not sitting.resumed
    sitting.shut()


def test_one_attempt_has_one_writer(folder, desk, unlocked, ticket, monkeypatch):
    first = sit.begin(desk, unlocked, ticket, "")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, **{**more, "timeout": 0}))
    with refuses(Outcome.CONFLICT, "journal.other-writer"):
        sit.begin(desk, unlocked, ticket, "")
    first.shut()
