"""The ledger: whatever is changed in the centre's database after it was signed is named, and nothing is built on it."""

import shutil
import sqlite3

import pytest
from kaochang.custody import checkpoints
from kaochang.custody.envelope import digest
from kaochang.custody.key_files import SIGNING
from kaochang.domain.assessments import Level
from kaochang.domain.refusals import Outcome
from kaochang.flow import ledger, merge
from kaochang.flow.ledger import Signing
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import flip, refuses
from support.sealed import make_day


@pytest.fixture
def seed(day):
    return day.centre.seed(SIGNING)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "centre" / "centre.db"


class Books:
    """One database, opened anew for each step as the terminal does."""

    def __init__(self, path, day, seed):
        self.path, self.day, self.seed = path, day, seed
        path.parent.mkdir(exist_ok=True)

    def stick(self, **files):
        folder = self.path.parent.parent / f"stick-{len(list(self.path.parent.parent.iterdir()))}"
        folder.mkdir()
        for name, data in files.items():
            (folder / name.replace("__", ".")).write_bytes(data)
        return folder

    def merge(self, *sources, seed=None, folders=()):
        centre = Centre(self.path)
        try:
            signing = Signing(self.seed if seed is None else seed, tuple(folders))
            return ledger.merge_signed(centre, self.day.centre_kit, sources, signing, ManualClock())
        finally:
            centre.close()

    def audit(self, *elsewhere):
        centre = Centre(self.path)
        try:
            return ledger.audit(centre, elsewhere)
        finally:
            centre.close()

    def named(self, *elsewhere):
        return [(fault.key, fault.outcome.name, fault.number or fault.name) for fault in self.audit(*elsewhere).faults]

    def change(self, statement, *values):
        connection = sqlite3.connect(self.path)
        with connection:
            connection.execute(statement, values)
        connection.close()

    def checkpoint(self, number):
        return self.path.with_name(f"centre-{number:03}.kct")


@pytest.fixture
def books(path, day, seed):
    return Books(path, day, seed)


@pytest.fixture(scope="module")
def signed_once(day, tmp_path_factory):
    """Two merges: a result and a manifest, then a log and another candidate's result. Never written to."""
    folder = tmp_path_factory.mktemp("signed")
    books = Books(folder / "centre" / "centre.db", day, day.centre.seed(SIGNING))
    books.merge(books.stick(T1__kcr=day.kcr, R1__kcm=day.kcm))
    books.merge(books.stick(T1__kcj=day.sat.log, T3__kcr=day.result_of(day.sit("T3", "R2"))))
    return folder


@pytest.fixture
def signed(signed_once, books, tmp_path):
    """The same in a folder of its own, to be damaged."""
    shutil.copytree(signed_once, tmp_path, dirs_exist_ok=True)
    return books


def test_each_merge_that_brings_something_signs_a_checkpoint(books, day):
    one = books.stick(R1__kcm=day.kcm, T1__kcr=day.kcr, T2__kcr=b"noise")
    count, standing = books.merge(one)
    assert (count.accepted, len(standing.entries), standing.count, standing.waiting) == (2, 2, 1, 0)
    _, standing = books.merge(one)
    assert (len(standing.entries), standing.count) == (2, 1)
    _, standing = books.merge(books.stick(T1__kcj=day.sat.log))
    assert (len(standing.entries), standing.count) == (3, 2)
    assert [entry.file for entry in standing.entries] == [digest(day.kcm), digest(day.kcr), digest(day.sat.log)]
    assert books.audit() == standing


def test_checkpoints_lie_beside_the_database_and_in_every_folder_asked_for(signed, day, tmp_path):
    folder = tmp_path / "safe"
    signed.merge(signed.stick(), folders=[folder])
    names = ["centre-001.kct", "centre-002.kct"]
    assert sorted(path.name for path in folder.iterdir()) == names
    for name in names:
        data = (folder / name).read_bytes()
        assert data == signed.path.with_name(name).read_bytes()
        assert checkpoints.read_checkpoint(data, day.centre.signing)


def test_the_same_files_in_the_same_order_give_the_same_root(books, signed, day, seed, tmp_path):
    other = Books(tmp_path / "other" / "centre.db", day, seed)
    for entry in signed.audit().entries:
        found = next(path for path in tmp_path.rglob("*.kc*") if digest(path.read_bytes()) == entry.file)
        other.merge(found)
    assert other.audit().root == signed.audit().root
    assert other.audit().count == 4


@pytest.mark.parametrize(("table", "kind"), [("results", "kcr"), ("manifests", "kcm"), ("logs", "kcj")])
@pytest.mark.attack(44)
def test_an_edited_document_is_named_by_its_row(signed, table, kind):
    entries = signed.audit().entries
    signed.change(f"UPDATE {table} SET document = document || ' '")
    rows = [place for place, entry in enumerate(entries, start=1) if entry.type == kind]
    assert rows
    assert signed.named() == [("edited", "SIGNATURE", number) for number in rows]


def row_of(books, kind):
    return next(place for place, entry in enumerate(books.audit().entries, start=1) if entry.type == kind)


@pytest.mark.attack(44)
def test_an_edited_record_is_named_with_what_it_was(signed, day):
    signed.change("UPDATE files SET record = replace(record, 'T1', 'T2') WHERE sha256 = ?", digest(day.kcr))
    (fault,) = signed.audit().faults
    assert (fault.key, fault.outcome) == ("edited", Outcome.SIGNATURE)
    assert (fault.number, fault.entry.type, fault.entry.ticket) == (row_of(signed, "kcr"), "kcr", "T1")


def test_a_row_that_was_made_to_look_refused_is_named(signed, day):
    signed.change(
        "UPDATE files SET record = replace(record, '\"outcome\":0', '\"outcome\":16') WHERE sha256 = ?", digest(day.kcr)
    )
    assert [key for key, *_ in signed.named()] == ["edited"]


@pytest.mark.parametrize("record", ["", "{}", None, b"\xff\xfe"])
def test_a_row_that_is_none_any_more_is_named_and_never_a_bug(signed, day, record):
    signed.change("UPDATE files SET record = ? WHERE sha256 = ?", record, digest(day.kcr))
    assert [key for key, *_ in signed.named()] == ["edited"]


@pytest.mark.attack(44)
def test_a_deleted_row_is_named_with_what_it_was(signed, day):
    for table in ("files", "results"):
        signed.change(f"DELETE FROM {table} WHERE sha256 = ?", digest(day.kcr))
    (fault,) = signed.audit().faults
    assert (fault.key, fault.outcome, fault.number) == ("deleted", Outcome.MISSING, row_of(signed, "kcr"))
    assert (fault.entry.type, fault.entry.room, fault.entry.ticket) == ("kcr", "R1", "T1")


@pytest.mark.attack(44)
def test_a_deleted_document_alone_is_named_too(signed, day):
    signed.change("DELETE FROM results WHERE sha256 = ?", digest(day.kcr))
    assert signed.named() == [("edited", "SIGNATURE", row_of(signed, "kcr"))]


def test_a_document_that_belongs_to_no_file_is_named(signed):
    signed.change("INSERT INTO results (sha256, ticket, document) VALUES ('forged', 'T2', '{}')")
    assert signed.named() == [("stray", "PAYLOAD", "forged")]


def test_a_document_beside_the_rightful_one_is_named(signed, day):
    signed.change("INSERT INTO logs (sha256, ticket, document) VALUES (?, 'T1', '{}')", digest(day.kcr))
    assert signed.named() == [("edited", "SIGNATURE", row_of(signed, "kcr"))]


def test_a_refused_file_that_was_given_a_document_is_named(books, day):
    books.merge(books.stick(T1__kcr=day.kcr, T2__kcr=b"noise"))
    books.change("INSERT INTO results (sha256, ticket, document) VALUES (?, 'T2', '{}')", digest(b"noise"))
    assert books.named() == [("stray", "PAYLOAD", digest(b"noise"))]


def test_rows_in_another_order_are_the_same_ledger(signed):
    signed.change("UPDATE files SET rowid = 100 - rowid")
    assert signed.named() == []


@pytest.mark.attack(44)
def test_an_edited_checkpoint_is_named(signed):
    data = signed.checkpoint(1).read_bytes()
    signed.change("UPDATE checkpoints SET data = ? WHERE counter = 1", flip(data, len(data) // 2))
    assert ("checkpoint", "SIGNATURE", "1") in signed.named()


@pytest.mark.attack(44)
def test_a_checkpoint_that_is_gone_is_named_and_its_entries_come_from_elsewhere(signed):
    signed.change("DELETE FROM checkpoints WHERE counter = 1")
    assert ("gap", "MISSING", "2") in signed.named()
    assert signed.named(signed.checkpoint(1)) == [("gap", "MISSING", "2")]


@pytest.mark.attack(44)
def test_a_database_that_was_set_back_is_older_than_the_checkpoint_kept_elsewhere(signed, day):
    signed.change("DELETE FROM checkpoints WHERE counter = 2")
    for sha256 in (digest(day.sat.log), digest(day.result_of(day.sit("T3", "R2")))):
        for table in ("files", "logs", "results"):
            signed.change(f"DELETE FROM {table} WHERE sha256 = ?", sha256)
    keys = {key for key, *_ in signed.named(signed.checkpoint(2))}
    assert {"older"} <= keys <= {"older", "deleted"}
    assert ("older", "ROLLBACK", str(signed.checkpoint(2))) in signed.named(signed.checkpoint(2))


def test_nothing_is_merged_into_a_database_that_was_set_back(books, day, tmp_path):
    books.merge(books.stick(T1__kcr=day.kcr))
    shutil.copy(books.path, tmp_path / "older.db")
    books.merge(books.stick(T1__kcj=day.sat.log))
    shutil.copy(tmp_path / "older.db", books.path)
    before = books.audit()
    with refuses(Outcome.ROLLBACK, "ledger.altered"):
        books.merge(books.stick(R1__kcm=day.kcm))
    assert books.audit() == before


def test_nothing_is_merged_into_or_signed_over_an_edited_database(signed, day):
    signed.change("UPDATE results SET document = replace(document, '\"single\"', '\"other\"')")
    before = signed.audit()
    with refuses(Outcome.SIGNATURE, "ledger.altered"):
        signed.merge(signed.stick(R2__kcm=b"more"))
    assert signed.audit() == before


def test_another_database_of_the_session_contradicts_the_checkpoint(signed, day, seed, tmp_path):
    other = Books(tmp_path / "other" / "centre.db", day, seed)
    other.merge(other.stick(T1__kcj=day.sat.log))
    fork = ("fork", "CONFLICT", str(signed.checkpoint(1)))
    assert fork in other.named(signed.checkpoint(1))


def test_checkpoints_of_other_sessions_in_the_same_folder_are_passed_over_and_counted(signed, other_day, tmp_path):
    shared = tmp_path / "shared"
    signed.merge(signed.stick(), folders=[shared])
    (shared / "centre-001~other.kct").write_bytes(other_day.kct)
    standing = signed.audit(shared)
    assert (standing.outcome, standing.faults, standing.nothing_at) == (Outcome.OK, (), ())
    assert (standing.compared, standing.passed_over) == (2, 1)


def test_a_damaged_checkpoint_is_a_fault_whosever_it_was(signed, other_day, tmp_path):
    shared = tmp_path / "shared"
    signed.merge(signed.stick(), folders=[shared])
    (shared / "other.kct").write_bytes(flip(other_day.kct, -200))
    assert signed.named(shared) == [("checkpoint", "SIGNATURE", str(shared / "other.kct"))]


def test_a_place_with_no_checkpoint_of_the_session_says_nothing_and_is_not_called_whole(signed, other_day, tmp_path):
    empty, other = tmp_path / "empty", tmp_path / "other.kct"
    empty.mkdir()
    other.write_bytes(other_day.kct)
    for place in (empty, other):
        standing = signed.audit(place)
        assert (standing.faults, standing.nothing_at, standing.outcome) == ((), (str(place),), Outcome.MISSING)
    both = signed.audit(empty, signed.path.parent)
    assert (both.nothing_at, both.compared, both.outcome) == ((str(empty),), 2, Outcome.MISSING)


def test_what_contradicts_the_ledger_counts_more_than_a_place_that_says_nothing(signed, tmp_path):
    (tmp_path / "empty").mkdir()
    signed.change("DELETE FROM checkpoints WHERE counter = 2")
    standing = signed.audit(tmp_path / "empty", signed.checkpoint(2))
    assert (standing.outcome, len(standing.nothing_at)) == (Outcome.ROLLBACK, 1)


def test_what_is_given_as_a_checkpoint_and_is_none_is_named_whatever_it_is_called(signed, tmp_path):
    note = tmp_path / "note.txt"
    note.write_bytes(b"a note")
    assert signed.named(note) == [("checkpoint", "FRAME", str(note))]


def test_a_path_that_is_not_there_is_refused_and_no_fault_of_the_ledger(signed, tmp_path):
    for gone in ("gone.kct", "gone"):
        with refuses(Outcome.MISSING, "io.missing") as caught:
            signed.audit(tmp_path / gone)
        assert caught.value.where == str(tmp_path / gone)


@pytest.mark.parametrize("name", ["a-file", "a-file/below"])
def test_a_folder_that_takes_no_checkpoint_is_refused_before_anything_is_taken(books, day, tmp_path, name):
    (tmp_path / "a-file").write_bytes(b"")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        books.merge(books.stick(T1__kcr=day.kcr), folders=[tmp_path / name])
    centre = Centre(books.path)
    assert centre.files() == []
    centre.close()


class Look:
    """What a merge into this database would begin with."""

    def __init__(self, day, database, source):
        self.day, self.database, self.source = day, database, source

    def __call__(self, *folders, source=None, exam_file=None):
        named = exam_file or self.day.context.exam_file
        ledger.look_first(self.database, named, [source or self.source], folders)


@pytest.fixture
def look(day, books):
    return Look(day, books.path, books.stick(T1__kcr=day.kcr))


def test_looking_first_leaves_nothing_behind(look, tmp_path):
    look(tmp_path / "safe", tmp_path)
    assert not look.database.exists()
    assert not (tmp_path / "safe").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_looking_first_says_what_a_merge_could_not_end_with(look, books, day, other_day, tmp_path):
    (tmp_path / "a-file").write_bytes(b"")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        look(tmp_path / "a-file")
    with refuses(Outcome.MISSING, "io.missing"):
        look(source=tmp_path / "no-stick")
    books.merge(look.source)
    look()
    with refuses(Outcome.CONTEXT, "centre.other-session"):
        look(exam_file=other_day.context.exam_file)


def test_looking_first_names_a_database_that_is_none(look):
    look.database.touch()
    with refuses(Outcome.EMPTY, "database.empty") as caught:
        look()
    assert (caught.value.where, look.database.read_bytes()) == (str(look.database), b"")
    look.database.write_bytes(b"a list of names\n" * 100)
    with refuses(Outcome.PAYLOAD, "database.not-ours") as caught:
        look()
    assert caught.value.where == str(look.database)


def test_what_lies_beside_the_database_by_chance_stops_no_merge(books, day, other_day):
    books.checkpoint(1).write_bytes(other_day.kct)
    books.checkpoint(2).write_bytes(b"noise")
    _, standing = books.merge(books.stick(T1__kcr=day.kcr))
    assert standing.count == 1
    assert books.checkpoint(1).read_bytes() == other_day.kct
    assert len(list(books.path.parent.glob("centre-001~*.kct"))) == 1


def test_without_the_centres_key_what_is_accepted_waits_and_the_next_merge_signs_it(books, day):
    stick = books.stick(T1__kcr=day.kcr, R1__kcm=day.kcm)
    _, standing = books.merge(stick, seed=b"")
    assert (standing.count, standing.waiting) == (0, 2)
    assert books.audit().waiting == 2
    _, standing = books.merge(stick)
    assert (standing.count, len(standing.entries), standing.waiting) == (1, 2, 0)


def test_a_key_that_the_session_does_not_name_signs_nothing(books, day, other_day):
    with refuses(Outcome.CERT, "ledger.other-centre"):
        books.merge(books.stick(T1__kcr=day.kcr), seed=other_day.centre.seed(SIGNING))
    assert books.audit().count == 0


def test_two_programs_never_sign_one_after_the_same_checkpoint(signed, seed):
    centre = Centre(signed.path)
    standing = ledger.audit(centre)
    signed.merge(signed.stick(T2__kcr=signed.day.result_of(signed.day.sit("T2"))))
    with refuses(Outcome.CONFLICT, "database.in-use"):
        ledger.sign(centre, standing, seed, ManualClock())
    centre.close()
    assert signed.audit().count == 3


def test_what_a_cut_off_merge_left_is_signed_and_written_by_the_next(signed, day):
    centre = Centre(signed.path)
    stick = signed.stick(T2__kcr=day.result_of(day.sit("T2")))
    merge.merge(centre, day.centre_kit, [stick], ManualClock())
    centre.close()
    signed.checkpoint(2).unlink()
    count, standing = signed.merge(stick)
    assert (count.accepted, standing.count, standing.waiting) == (0, 3, 0)
    assert signed.checkpoint(2).exists()
    assert signed.checkpoint(3).exists()


def test_a_source_that_is_not_there_is_refused_before_anything(books, tmp_path):
    with refuses(Outcome.MISSING, "io.missing"):
        books.merge(tmp_path / "nowhere")
    assert not books.path.exists()


def test_a_database_without_a_ledger_says_so_until_it_is_merged_into(books, day):
    centre = Centre(books.path)
    merge.merge(centre, day.centre_kit, [books.stick(T1__kcr=day.kcr)], ManualClock())
    centre.close()
    books.change("DELETE FROM ledger_keys")
    with refuses(Outcome.MISSING, "ledger.none"):
        books.audit()
    _, standing = books.merge(books.stick())
    assert [entry.ticket for entry in standing.entries] == ["T1"]


def test_changed_keys_of_the_ledger_show_as_a_changed_ledger(signed, other_day):
    signed.change("UPDATE ledger_keys SET row_key = centre_key")
    assert {key for key, *_ in signed.named()} == {"edited"}
    signed.change("UPDATE ledger_keys SET centre_key = ?", other_day.centre_kit.centre_key)
    assert {(key, outcome) for key, outcome, _ in signed.named()} >= {("checkpoint", "SIGNATURE")}


def test_nothing_is_merged_under_keys_that_somebody_put_into_the_database(signed, day, other_day):
    signed.change("DELETE FROM checkpoints")
    signed.change("UPDATE ledger_keys SET centre_key = ?", other_day.centre_kit.centre_key)
    for lying in signed.path.parent.glob("*.kct"):
        lying.unlink()
    with refuses(Outcome.SIGNATURE, "ledger.other-keys"):
        signed.merge(signed.stick(b__kcr=day.kcr), seed=b"")


def test_a_signing_shows_no_seed_in_a_trace():
    assert "secret" not in repr(Signing(b"secret"))


@pytest.mark.parametrize(("number", "key"), [(1, "link"), (2, "link")])
def test_a_checkpoint_that_its_own_key_signed_wrongly_is_named(signed, day, seed, number, key):
    """Whoever holds the centre's key can sign anything, but not so that it fits what was signed before."""
    entries = signed.audit().entries
    before = None if number == 1 else checkpoints.read_checkpoint(signed.checkpoint(1).read_bytes(), None)
    count = len(entries) - (2 if number == 1 else 0)
    other = checkpoints.pack_checkpoint(day.context, entries[::-1][:count], before, seed, 1)
    signed.change("UPDATE checkpoints SET data = ? WHERE counter = ?", other, number)
    assert key in {name for name, *_ in signed.named()}


def test_a_quick_kit_signs_by_itself_and_the_centres_key_file_goes_before_it(day, other_day):
    assert ledger.signing_seed(day.centre_kit, None) == day.centre.seed(SIGNING)
    assert ledger.signing_seed(day.centre_kit, other_day.centre) == other_day.centre.seed(SIGNING)


def test_a_certified_kit_holds_no_key_of_the_centre(tmp_path):
    certified = make_day(tmp_path, level=Level.CERTIFIED)
    assert ledger.signing_seed(certified.centre_kit, None) == b""
    assert ledger.signing_seed(certified.centre_kit, certified.centre) == certified.centre.seed(SIGNING)
    assert ledger.signing_seed(None, None) == b""
