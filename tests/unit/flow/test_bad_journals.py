"""Journals as they should not be: each is gone on with whole, or refused by name with a next step; nothing is lost."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.recorder import recording
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import move, sit
from kaochang.flow.attempt_files import LOG_NAME
from kaochang.presenters.refusals import to_words
from msgspec.structs import replace
from support.exams import RESPONSES
from support.other_pc import mark_of
from support.put_in import put_in
from support.sealed import make_day

DATABASE = "attempt.db"
ORDER = ("single", "multiple", "essay")
ROWS = 2 + len(ORDER)


@dataclass(frozen=True)
class Place:
    """An attempt's folder, how it was after one answer, and what another candidate and another session have."""

    folder: Path
    earlier: Path
    other_candidate: Path
    other_session: Path


@dataclass(frozen=True)
class Bad:
    """What somebody did to a journal. Without `refused` the attempt goes on, with every answer."""

    name: str
    spoil: Callable[[Place], None]
    refused: tuple[Outcome, str] | None = None


def sat(desk, unlocked, ticket, items):
    sitting = sit.begin(desk, unlocked, ticket, "")
    for item in items:
        sitting.save(sitting.respond(item, RESPONSES[item]))
    sitting.shut()
    return sitting.attempt.files.folder


@pytest.fixture(scope="module")
def other_day(tmp_path_factory):
    """Another session."""
    return make_day(tmp_path_factory.mktemp("other"), session="s-2025-11")


@pytest.fixture
def place(desk, unlocked, ticket, room_file, tmp_path, other_day):
    folder = sat(desk, unlocked, ticket, ORDER[:1])
    shutil.copytree(folder, tmp_path / "earlier")
    sitting = sit.begin(desk, unlocked, ticket, "")
    for item in ORDER[1:]:
        sitting.save(sitting.respond(item, RESPONSES[item]))
    sitting.shut()
    other = sat(desk, unlocked, room_file.tickets[1], ORDER)
    (tmp_path / "other.kcj").write_bytes(other_day.sit("T1").log)
    return Place(folder, tmp_path / "earlier", other, tmp_path / "other.kcj")


def gone(path):
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


def log_of(source):
    def spoil(place):
        gone(place.folder / DATABASE)
        shutil.copy(source(place), place.folder / LOG_NAME)

    return spoil


def database_of(source, *, keeps_log=False):
    def spoil(place):
        gone(place.folder / DATABASE)
        shutil.copy(source(place) / DATABASE, place.folder / DATABASE)
        if not keeps_log:
            (place.folder / LOG_NAME).unlink()

    return spoil


def cut(name, end, *, alone=False):
    def spoil(place):
        if alone:
            gone(place.folder / (LOG_NAME if name == DATABASE else DATABASE))
        path = place.folder / name
        path.write_bytes(path.read_bytes()[:end])

    return spoil


def edited(*statements, log_too=False):
    """SQL on the database; with `log_too` the log is gone."""

    def spoil(place):
        with closing(sqlite3.connect(place.folder / DATABASE)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
        if log_too:
            (place.folder / LOG_NAME).unlink()

    return spoil


def changed_bit(*names, at=-30):
    def spoil(place):
        for name in (LOG_NAME, DATABASE):
            if name not in names:
                gone(place.folder / name)
        for name in names:
            data = bytearray((place.folder / name).read_bytes())
            data[at] ^= 1
            (place.folder / name).write_bytes(data)

    return spoil


def linked(place):
    (place.folder / LOG_NAME).rename(place.folder / "elsewhere")
    (place.folder / LOG_NAME).symlink_to("elsewhere")


def made_a_folder(name):
    def spoil(place):
        gone(place.folder / name)
        (place.folder / name).mkdir()

    return spoil


FLIPPED = "UPDATE rows SET sealed = zeroblob(length(sealed)) WHERE seq = 3"
SWAPPED = (
    "UPDATE rows SET seq = 99 WHERE seq = 3",
    "UPDATE rows SET seq = 3 WHERE seq = 4",
    "UPDATE rows SET seq = 4 WHERE seq = 99",
)
ADDED = "INSERT INTO rows SELECT MAX(seq) + 1, zeroblob(200) FROM rows"
FORK = (Outcome.CONFLICT, "journal.fork")
CONTEXT = (Outcome.CONTEXT, "context.attempt")
ROW = (Outcome.DECRYPT, "journal.row-damaged")

CASES = [
    Bad("another session's log", log_of(lambda place: place.other_session), (Outcome.CONTEXT, "context.attempt")),
    Bad("another candidate's log", log_of(lambda place: place.other_candidate / LOG_NAME), CONTEXT),
    Bad("another candidate's database", database_of(lambda place: place.other_candidate), CONTEXT),
    Bad("another candidate's database beside the log", database_of(lambda p: p.other_candidate, keeps_log=True), FORK),
    Bad("an older database beside the log", database_of(lambda place: place.earlier, keeps_log=True)),
    Bad("an older log beside the database", lambda place: shutil.copy(place.earlier / LOG_NAME, place.folder)),
    Bad("a cut log beside the database", cut(LOG_NAME, -50)),
    Bad("a cut log alone", cut(LOG_NAME, -50, alone=True), ROW),
    Bad("a log that is only half a head, alone", cut(LOG_NAME, 100, alone=True), (Outcome.FRAME, "frame")),
    Bad("a cut database beside the log", cut(DATABASE, 4_096)),
    Bad("a cut database alone", cut(DATABASE, 4_096, alone=True), (Outcome.PAYLOAD, "journal.not-a-database")),
    Bad("a row edited in the database", edited(FLIPPED)),
    Bad("a row edited, without the log", edited(FLIPPED, log_too=True), ROW),
    Bad("a row deleted in the database", edited("DELETE FROM rows WHERE seq = 3")),
    Bad("a row deleted, without the log", edited("DELETE FROM rows WHERE seq = 3", log_too=True), ROW),
    Bad("two rows exchanged, without the log", edited(*SWAPPED, log_too=True), ROW),
    Bad("a row added to the database", edited(ADDED), ROW),
    Bad("the last rows deleted in the database", edited("DELETE FROM rows WHERE seq > 3")),
    Bad("the rows renumbered", edited("UPDATE rows SET seq = seq + 1000")),
    Bad("the rows renumbered, without the log", edited("UPDATE rows SET seq = seq + 1000", log_too=True), ROW),
    Bad("a row before the first", edited("INSERT INTO rows VALUES (-3, zeroblob(200))"), ROW),
    Bad(
        "a row before the first, and the last ones deleted",
        edited("INSERT INTO rows VALUES (-3, zeroblob(200))", "DELETE FROM rows WHERE seq > 2"),
    ),
    Bad("rows renumbered in the middle", edited("UPDATE rows SET seq = seq + 9 WHERE seq > 3")),
    Bad("the head deleted in the database", edited("DELETE FROM head")),
    Bad("the head edited in the database", edited("UPDATE head SET frame = zeroblob(500)"), FORK),
    Bad("the tables dropped", edited("DROP TABLE rows", "DROP TABLE head")),
    Bad("a bit changed in the last row of a log alone", changed_bit(LOG_NAME), ROW),
    Bad("a bit changed in the log's head", changed_bit(LOG_NAME, at=200), (Outcome.CERT, "cert")),
    Bad("a link in the log's place", linked, (Outcome.NOT_A_FILE, "io.not-a-file")),
    Bad("a folder in the log's place", made_a_folder(LOG_NAME), (Outcome.NOT_A_FILE, "io.not-a-file")),
    Bad("a folder in the database's place", made_a_folder(DATABASE), (Outcome.IO, "journal.cannot-save")),
]


def laid_out(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def put_back(folder, files):
    shutil.rmtree(folder)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def assert_whole(desk, unlocked, ticket):
    sitting = sit.begin(desk, unlocked, ticket, "")
    sitting.shut()
    assert sitting.state.responses == {item: RESPONSES[item] for item in ORDER}


@pytest.mark.attack(52, 53)
@pytest.mark.parametrize("bad", CASES, ids=lambda bad: bad.name)
def test_a_journal_is_whole_or_refused_by_name_and_untouched(bad, place, desk, unlocked, ticket, words):
    good = laid_out(place.folder)
    bad.spoil(place)
    if bad.refused is None:
        for _ in range(2):  # what was mended is whole itself
            assert_whole(desk, unlocked, ticket)
        return
    spoiled = laid_out(place.folder)
    with pytest.raises(Refusal) as refused:
        sit.begin(desk, unlocked, ticket, "")
    assert (refused.value.outcome, refused.value.key) == bad.refused
    assert to_words(refused.value, words).next_step
    assert laid_out(place.folder).items() >= spoiled.items()
    put_back(place.folder, good)
    assert_whole(desk, unlocked, ticket)


def taken_from(desk, unlocked, ticket, stick):
    """What a spare PC has of this folder as a dead PC's: how much was brought, and the responses."""
    spare = replace(desk, folder=stick.with_name("spare"), pc=mark_of("spare"))
    move.from_disk(unlocked.room.sealed, ticket.number, desk.folder, stick, desk.random)
    brought = move.bring_in(spare, unlocked, ticket, "", stick)
    sitting = move.waiting(spare, unlocked, ticket, "")
    sitting.shut()
    return brought, sitting.state.responses


@pytest.mark.attack(69)
@pytest.mark.parametrize("bad", CASES, ids=lambda bad: bad.name)
def test_from_a_dead_disk_it_comes_whole_or_is_told_as_cut_or_refused_by_name(
    bad, place, desk, unlocked, ticket, words, tmp_path
):
    """Wherever the PC itself goes on with every answer, so does a spare one."""
    bad.spoil(place)
    spoiled, refused = laid_out(place.folder), None
    try:
        brought, responses = taken_from(desk, unlocked, ticket, put_in(tmp_path / "stick"))
    except Refusal as refusal:
        refused = refusal
    assert laid_out(place.folder) == spoiled
    if refused is not None:
        assert bad.refused is not None, refused
        assert to_words(refused, words).next_step
    elif responses != {item: RESPONSES[item] for item in ORDER}:
        assert (bad.refused is not None, brought.is_cut) == (True, True)


DISKS = {
    "read-only": (errno.EROFS, "io.read-only"),
    "no permission": (errno.EACCES, "io.no-permission"),
    "broken": (errno.EIO, "io.failed"),
    "full": (errno.ENOSPC, "io.disk-full"),
}


@pytest.mark.attack(50)
@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize("begun", [False, True])
def test_a_disk_that_takes_nothing_is_named_and_the_attempt_goes_on_once_it_does(
    disk, begun, place, desk, unlocked, ticket, words
):
    number, key = DISKS[disk]
    good = laid_out(place.folder)
    if not begun:
        shutil.rmtree(place.folder)

    def takes_nothing(operation):
        raise OSError(number, os.strerror(number))

    with recording(desk.folder, takes_nothing), pytest.raises(Refusal) as refused:
        sit.begin(desk, unlocked, ticket, "")
    assert refused.value.outcome in (Outcome.IO, Outcome.DISK_FULL)
    assert refused.value.key in (key, "journal.cannot-save")  # SQLite has one word for most of them
    assert to_words(refused.value, words).next_step
    if begun:
        assert laid_out(place.folder).items() >= good.items()
        assert_whole(desk, unlocked, ticket)
