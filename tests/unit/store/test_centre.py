"""The centre's ledger: what arrived is entered once, with what it held, and kept for one session only."""

import sqlite3
from fractions import Fraction

import pytest
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Text
from kaochang.domain.scoring import Reason
from kaochang.store.centre import Centre, FileRecord, GivenScore, SessionRecord
from support.exams import SCHEMES, make_exam, make_session, make_tickets
from support.refusals import refuses

RECORD = SessionRecord(make_session(), "exam-file-hash", ("2: 张老师：如此",))


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
    begun.set_scheme("single", MarkScheme(Choice(("D",)), set_by="张老师"))
    begun.begin(RECORD, [make_exam()], SCHEMES, make_tickets())
    assert begun.schemes()["single"].set_by == "张老师"


def test_another_sealing_is_refused(begun):
    other = SessionRecord(RECORD.session, "another-exam-file", ())
    with refuses(Outcome.CONTEXT, "centre.other-session"):
        begun.begin(other, [], {}, [])
    assert begun.session() == RECORD


def test_a_session_that_cannot_begin_whole_has_not_begun(centre):
    with pytest.raises(sqlite3.IntegrityError):
        centre.begin(RECORD, [make_exam(), make_exam()], SCHEMES, make_tickets())
    with refuses(Outcome.MISSING):
        centre.session()


def test_files_stand_in_the_order_they_arrived_with_all_their_places(begun):
    begun.take(file("bb"), "/stick/1")
    begun.take(file("aa", outcome=16), "/stick/2")
    begun.seen_again("bb", "/other/1")
    begun.seen_again("bb", "/other/1")
    assert [each.sha256 for each in begun.files()] == ["bb", "aa"]
    assert begun.known("aa") == file("aa", outcome=16)
    assert begun.known("cc") is None
    assert sorted(begun.places("bb")) == ["/other/1", "/stick/1"]


def test_a_file_is_entered_with_what_it_held_or_not_at_all(begun):
    begun.take(file("aa"), "/stick/1", result=Text("one"))
    with pytest.raises(sqlite3.IntegrityError):
        begun.take(file("aa"), "/stick/2", result=Text("two"))
    assert begun.places("aa") == ["/stick/1"]
    assert begun.results(Text) == {"aa": Text("one")}


def test_results_and_logs_come_by_ticket_and_manifests_by_room(begun):
    begun.take(file("bb", ticket="T2"), "/b", result=Text("T2"))
    begun.take(file("cc", ticket="T1"), "/c", result=Text("T1"))
    begun.take(file("m2", room="R2"), "/m2", manifest=Text("R2"))
    begun.take(file("m3", room="R1"), "/m3", manifest=Text("R1, again"))
    begun.take(file("m1", room="R1"), "/m1", manifest=Text("R1"))
    begun.take(file("l2", ticket="T2"), "/l2", log=Text("T2"))
    begun.take(file("l1", ticket="T1"), "/l1", log=Text("T1"))
    assert list(begun.results(Text)) == ["cc", "bb"]
    assert begun.manifests(Text) == [Text("R1"), Text("R1, again"), Text("R2")]
    assert begun.logs(Text) == [Text("T1"), Text("T2")]


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
