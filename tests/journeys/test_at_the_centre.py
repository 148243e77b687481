"""What the centre's verbs look at first, what they say of what they did, and how scripts read it."""

import shutil
import time

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import release
from kaochang.machine.places import resources
from kaochang.presenters.words import load_words
from support.clocks import ManualClock
from support.exam_day import OPENERS, ExamDay, kaochang, well
from support.small_paper import KEY, PAPER

YEAR_MS = 365 * 24 * 3_600_000
WORDS = load_words(resources() / "strings", "zh_CN")


def merge(day, database, *options):
    """A merge where nobody's passphrase is given: what is refused for another reason was looked at before."""
    return kaochang("merge", *options, "--kit", day.centre_kit, "--db", database)


def refused(ran, outcome, key, **params):
    assert (ran.code, ran.out) == (int(outcome), "")
    assert WORDS(f"refusal.{key}", **params) in ran.err


def test_sources_database_and_folders_are_looked_at_before_any_passphrase(sealed_day, sticks, tmp_path):
    database, note = tmp_path / "centre.db", tmp_path / "note"
    note.write_text("a note", encoding="utf-8")
    refused(merge(sealed_day, database, tmp_path / "no-stick"), Outcome.MISSING, "io.missing")
    refused(merge(sealed_day, database, *sticks, "--checkpoint", note), Outcome.NOT_A_FILE, "io.not-a-folder")
    refused(merge(sealed_day, note, *sticks), Outcome.PAYLOAD, "database.not-ours")
    refused(merge(sealed_day, sealed_day.bank, *sticks), Outcome.PAYLOAD, "database.not-ours")
    database.touch()
    empty = merge(sealed_day, database, *sticks)
    refused(empty, Outcome.EMPTY, "database.empty")
    assert str(database) in empty.err
    assert database.read_bytes() == b""


def test_the_database_of_another_session_is_told_before_any_passphrase(sealed_day, sticks, tmp_path):
    assert sealed_day.merge(tmp_path / "centre.db", *sticks).code == 0
    other = ExamDay(tmp_path / "other")
    other.folder.mkdir()
    shutil.copytree(sealed_day.office, other.office)
    other.read(PAPER + KEY)
    other.seal(other.assemble())
    refused(merge(other, tmp_path / "centre.db", *sticks), Outcome.CONTEXT, "centre.other-session")


def test_a_site_file_is_of_use_beside_an_exam_only(sealed_day, sticks, tmp_path):
    site = sealed_day.exam.with_name("site.kcx")
    ran = merge(sealed_day, tmp_path / "centre.db", *sticks, "--site", site)
    assert (ran.code, "--site" in ran.err) == (int(Outcome.USAGE), True)


def test_a_list_that_could_not_be_written_is_refused_before_it_is_signed(sealed_day, sticks, tmp_path):
    database, taken = tmp_path / "centre.db", tmp_path / "receipts.kcl"
    assert sealed_day.merge(database, *sticks).code == 0
    taken.write_bytes(b"another list")
    secret = ("--kit", sealed_day.centre_kit, *sealed_day.at_centre, "--passphrase-file", sealed_day.passphrase_file)
    refused(kaochang("receipts", database, *secret, "--out", taken), Outcome.EXISTS, "io.exists")
    assert well("receipts", database, *secret, "--out", tmp_path / "first.kcl", "--json").told()["number"] == 1


@pytest.fixture
def books(sealed_day, sticks, tmp_path):
    """A database that nothing was marked in yet, with a folder of its own for checkpoints."""
    (tmp_path / "books").mkdir()
    ran = sealed_day.merge(tmp_path / "books" / "centre.db", *sticks)
    assert ran.code == 0, ran
    return tmp_path / "books" / "centre.db"


def test_a_ledger_held_against_nothing_is_not_called_whole(books, tmp_path):
    (tmp_path / "empty").mkdir()
    for place, code in ((tmp_path / "empty", Outcome.MISSING), (books.parent, Outcome.OK)):
        ran = kaochang("ledger", books, "--checkpoint", place)
        assert (ran.code, "  一致" in ran.out.splitlines()) == (int(code), code is Outcome.OK)
        assert (WORDS("cli.ledger.nothing-at", place=place) in ran.out) is (code is Outcome.MISSING)
    mistyped = kaochang("ledger", books, "--checkpoint", tmp_path / "emtpy")
    refused(mistyped, Outcome.MISSING, "io.missing")
    assert str(tmp_path / "emtpy") in mistyped.err
    told = well("ledger", books, "--checkpoint", books.parent, "--json").told()
    assert (told["compared"], told["passed_over"], told["nothing_at"]) == (1, 0, [])


def test_a_report_before_marking_says_that_its_points_mean_nothing(books, tmp_path):
    early = well("report", books, "--out", tmp_path / "report")
    assert WORDS("cli.report.unmarked", count=3) in early.out
    assert well("report", books, "--out", tmp_path / "report", "--json").told()["unmarked"] == 3
    well("mark", books)
    late = well("report", books, "--out", tmp_path / "report")
    assert "还没有评分" not in late.out


def test_a_release_says_of_each_attempt_and_in_all_what_became_of_it(sealed_day, collected, tmp_path, monkeypatch):
    pc = shutil.copytree(collected / "pc1", tmp_path / "pc")
    line = ["release", sealed_day.exam, "--expired", "--data", pc]
    dry = well(*line, clock=much_later())
    assert dry.out.splitlines() == ["  T0001  保留期已过：可以删除", WORDS("cli.release.dry", going=1, staying=0)]

    def broken(held):
        raise Refusal(Outcome.IO, "io.failed", str(held.folder), detail="")

    with monkeypatch.context() as patched:
        patched.setattr(release, "delete", broken)
        failed = kaochang(*line, "--yes", clock=much_later())
        (told,) = kaochang(*line, "--yes", "--json", clock=much_later()).lines()
    assert failed.code == int(Outcome.IO)
    assert failed.out.splitlines()[0] == "  T0001  保留期已过：没有删成，仍在本机"
    assert failed.out.splitlines()[-1] == WORDS("cli.release.failed", count=1)
    assert (told["deleted"], told["outcome"], told["fate"]) == (False, int(Outcome.IO), "expired")
    done = well(*line, "--yes", clock=much_later())
    assert done.out.splitlines() == ["  T0001  保留期已过：已删除", WORDS("cli.release.done", going=1, staying=0)]


def much_later():
    return ManualClock(int(time.time() * 1000) + YEAR_MS)


def test_scripts_read_an_outcome_as_a_number_and_numbers_as_numbers(sealed_day, books, sticks, tmp_path):
    damaged = next(sticks[0].rglob("*.kcr"))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    for verb in ("inspect", "verify"):
        ran = kaochang(verb, damaged, sealed_day.exam, "--json", *(sealed_day.held if verb == "verify" else ()))
        assert [(line["file"], line["outcome"]) for line in ran.lines()] == [
            (str(damaged), int(Outcome.FRAME)),
            (str(sealed_day.exam), 0),
        ]
    exam = well("inspect", sealed_day.exam, "--json").told()
    assert [type(exam[name]) for name in ("opens", "closes", "version", "rooms", "title")] == [int, int, int, list, str]
    again = sealed_day.merge(tmp_path / "again.db", sticks[0]).told()
    assert {each["outcome"] for each in again["problems"]} <= set(map(int, Outcome))
    assert again["problems"]


def test_what_is_refused_of_a_set_key_names_its_place_in_full(books):
    ran = kaochang("mark", books, "--set-key", "单选题#1", "C", "--by", "评委组长戊")
    assert (ran.code, ran.err.startswith("单选题#1")) == (int(Outcome.CONFLICT), True)


def test_openers_and_a_passphrase_of_the_kits_own_exclude_each_other(sealed_certified, tmp_path):
    day = sealed_certified
    card = next((day.people / OPENERS[0]).glob("*.kcd"))
    exam = well("assemble", day.bank, "--json").told()["exam"]
    order = ["seal", day.bank, "--exam", exam, "--roster", day.folder / "roster.csv", "--office", day.office]
    both = ["--level", "certified", "--opener", card, "--quorum", 2, "--kit-passphrase-file", day.passphrase_file]
    ran = kaochang(*order, *both, "--centre", card, "--out", tmp_path / "out")
    assert (ran.code, "--kit-passphrase-file" in ran.err) == (int(Outcome.USAGE), True)
    assert not (tmp_path / "out").exists()
