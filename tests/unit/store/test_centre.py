"""The centre's ledger: what arrived is entered once, with what it held, and kept for one session only."""

import sqlite3
from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Text
from kaochang.domain.scoring import Reason
from kaochang.store.centre import Arrival, Centre, FileRecord, LedgerKeys, SessionRecord, document_of
from kaochang.store.marking import GivenScore, SchemeVersion
from support.exams import SCHEMES, make_exam, make_session, make_tickets
from support.refusals import refuses

RECORD = SessionRecord(make_session(), "exam-file-hash", ("2: 张老师：如此",))


def take(centre, record, path, **held):
    """Enters one file, with what it held by table."""
    centre.take([Arrival(record, path, {table: document_of(value) for table, value in held.items()})])


def file(sha256, ticket="T1", room="R1", outcome=0):
    return FileRecord(sha256, f"{sha256}.kcr", "kcr", outcome, "", room, ticket, "attempt", "AAAA-BBBB-CCCC", 9)


@pytest.fixture
def centre(tmp_path):
    made = Centre(tmp_path / "centre.db")
    yield made
    made.close()


@pytest.fixture
def begun(centre):
    centre.begin(RECORD, [make_exam()], SCHEMES, make_tickets())
    return centre


def reopened(centre):
    centre.close()
    centre.__init__(centre.path)
    return centre


def test_an_empty_database_has_no_session_yet(centre):
    with refuses(Outcome.MISSING, "centre.empty"):
        centre.session()


def test_a_session_comes_back_with_exams_schemes_and_roster(begun):
    centre = reopened(begun)
    assert centre.session() == RECORD
    assert centre.exams() == {"exam-1": make_exam()}
    assert centre.schemes() == SCHEMES
    assert centre.tickets() == {ticket.number: ticket for ticket in make_tickets()}


def test_the_same_session_may_begin_again_and_changes_nothing(begun):
    first = SchemeVersion(0, "single", SCHEMES["single"], withdrawn=False, by="", reason="", made=0)
    later = msgspec.structs.replace(first, number=1, scheme=MarkScheme(Choice(("D",)), set_by="张老师"))
    begun.marking.add_version(first, later)
    begun.begin(RECORD, [make_exam()], SCHEMES, make_tickets())
    assert begun.schemes()["single"].set_by == "张老师"


def test_another_sealing_is_refused(begun):
    other = SessionRecord(RECORD.session, "another-exam-file", ())
    with refuses(Outcome.CONTEXT, "centre.other-session"):
        begun.begin(other, [], {}, [])
    assert begun.session() == RECORD


def test_whose_a_database_is_can_be_asked_before_anything_begins(centre):
    centre.check_session("any")
    centre.begin(RECORD, [make_exam()], SCHEMES, make_tickets())
    centre.check_session(RECORD.exam_file)
    with refuses(Outcome.CONTEXT, "centre.other-session"):
        centre.check_session("any")


def test_a_session_that_cannot_begin_whole_has_not_begun(centre):
    with pytest.raises(sqlite3.IntegrityError):
        centre.begin(RECORD, [make_exam(), make_exam()], SCHEMES, make_tickets())
    with refuses(Outcome.MISSING):
        centre.session()


def test_files_stand_in_the_order_they_arrived_with_all_their_places(begun):
    take(begun, file("bb"), "/stick/1")
    take(begun, file("aa", outcome=16), "/stick/2")
    begun.take([], again=[("bb", "/other/1")])
    begun.take([], again=[("bb", "/other/1"), ("bb", "/stick/1")])
    assert [each.sha256 for each in begun.files()] == ["bb", "aa"]
    assert begun.known() == {"aa", "bb"}
    assert sorted(begun.places("bb")) == ["/other/1", "/stick/1"]


def test_a_file_is_entered_with_what_it_held_or_not_at_all(begun):
    take(begun, file("aa"), "/stick/1", results=Text("one"))
    with refuses(Outcome.CONFLICT, "database.in-use"):
        take(begun, file("aa"), "/stick/2", results=Text("two"))
    assert begun.places("aa") == ["/stick/1"]
    assert begun.results(Text) == {"aa": Text("one")}


def test_results_and_logs_come_by_ticket_and_manifests_by_room(begun):
    take(begun, file("bb", ticket="T2"), "/b", results=Text("T2"))
    take(begun, file("cc", ticket="T1"), "/c", results=Text("T1"))
    take(begun, file("m2", room="R2"), "/m2", manifests=Text("R2"))
    take(begun, file("m3", room="R1"), "/m3", manifests=Text("R1, again"))
    take(begun, file("m1", room="R1"), "/m1", manifests=Text("R1"))
    take(begun, file("l2", ticket="T2"), "/l2", logs=Text("T2"))
    take(begun, file("l1", ticket="T1"), "/l1", logs=Text("T1"))
    assert list(begun.results(Text)) == ["cc", "bb"]
    assert begun.manifests(Text) == [Text("R1"), Text("R1, again"), Text("R2")]
    assert list(begun.logs(Text).items()) == [("l1", Text("T1")), ("l2", Text("T2"))]


def test_no_score_is_ever_lost_and_the_newest_of_a_person_counts(begun):
    machine = GivenScore("aa", "essay", None, Reason.WAITS_FOR_SCORER, "", "", 1)
    person = GivenScore("aa", "essay", Fraction(5, 3), Reason.PARTLY_RIGHT, "李老师", "要点不全", 2)
    other = GivenScore("bb", "essay", Fraction(0), Reason.NOT_ANSWERED, "", "", 1)
    second = GivenScore("aa", "essay", Fraction(2), Reason.RIGHT, "周老师", "", 3)
    begun.give_scores([machine, other])
    for score in (person, second, machine):
        begun.give_scores([score])
    assert reopened(begun).scores() == {("aa", "essay"): second, ("bb", "essay"): other}
    history = begun.score_history()
    assert history == {("aa", "essay"): [machine, person, second, machine], ("bb", "essay"): [other]}


def test_no_scores_are_no_change(begun):
    begun.give_scores([])
    assert begun.scores() == {}


def test_every_row_is_told_byte_for_byte_with_its_document_in_order_of_arrival(begun):
    take(begun, file("bb"), "/b", results=Text("乙"))
    take(begun, file("aa", outcome=16), "/a")
    take(begun, file("ee", ticket="", room=""), "/e", errata=Text("勘误"))
    kept = list(begun.kept_files())
    assert [each.sha256 for each in kept] == ["bb", "aa", "ee"]
    assert [each.read() for each in kept] == begun.files()
    assert kept[0].document.decode() == '{"type":"text","text":"乙"}'
    assert kept[1].document == b""
    assert begun.errata(Text) == [Text("勘误")]


def test_a_record_that_is_none_any_more_is_refused_when_it_is_read(begun):
    take(begun, file("bb"), "/b")
    with begun._store.change() as table:
        table("files").update("bb", {"record": b"\xff"})
    (kept,) = begun.kept_files()
    with refuses(Outcome.PAYLOAD):
        kept.read()


def test_documents_without_a_file_are_told(begun):
    take(begun, file("bb"), "/b", results=Text("one"))
    assert begun.stray_documents() == []
    with begun._store.change() as table:
        table("logs").insert({"sha256": "zz", "ticket": "T1", "document": "{}"})
        table("results").insert({"sha256": "zz", "ticket": "T1", "document": "{}"})
    assert begun.stray_documents() == ["zz"]


def test_the_keys_of_the_ledger_are_noted_once(begun):
    with refuses(Outcome.MISSING, "ledger.none"):
        begun.ledger_keys()
    begun.keep_keys(LedgerKeys("centre", "row"))
    begun.keep_keys(LedgerKeys("centre", "row"))
    for others in (LedgerKeys("another", "row"), LedgerKeys("centre", "other")):
        with refuses(Outcome.SIGNATURE, "ledger.other-keys"):
            begun.keep_keys(others)
    assert reopened(begun).ledger_keys() == LedgerKeys("centre", "row")


def test_checkpoints_come_back_in_their_order_and_none_is_replaced(begun):
    begun.add_checkpoint(2, b"two")
    begun.add_checkpoint(1, b"one")
    with pytest.raises(sqlite3.IntegrityError):
        begun.add_checkpoint(2, b"other")
    assert reopened(begun).checkpoints() == [b"one", b"two"]


def test_receipt_lists_are_counted(begun):
    assert begun.receipt_lists() == 0
    begun.add_receipt_list(1, "aa", 5)
    begun.add_receipt_list(2, "bb", 6)
    assert reopened(begun).receipt_lists() == 2
