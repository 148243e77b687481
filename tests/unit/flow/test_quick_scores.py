"""Taking scores back: whatever sticks come, in whatever order, as often as they come."""

import shutil
from dataclasses import replace
from fractions import Fraction

import msgspec
import openpyxl
import pytest
from kaochang.domain import walk_ins
from kaochang.domain.papers import Passed, Severity
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import collect, office_sessions, quick_collect, quick_scores, quick_seal, report, sticks
from kaochang.flow.quick_scores import FoundSession, share_of
from kaochang.flow.session_plan import SessionWish
from kaochang.papers.roster import roster_of_text
from support.office_sessions import AtSessions
from support.put_in import put_in
from support.quick_day import PASSPHRASE, QuickDay, below, points_of
from support.refusals import flip, refuses
from support.small_paper import GOOD, GOOD_POINTS, KEY, PAPER, POOR, POOR_POINTS

pytestmark = pytest.mark.usefixtures("cheap_guesses")

OPEN = "简答题#1"


@pytest.fixture
def day(tmp_path):
    return QuickDay(tmp_path)


@pytest.fixture
def sealed(day):
    return day.seal()


@pytest.fixture
def sat(day, sealed):
    """Two candidates handed in onto the stick, the third never came."""
    day.sit(sealed, 0, GOOD)
    day.sit(sealed, 1, POOR)
    return sealed


def standing(scores):
    """What may not change when nothing new came; reports tell when they were made."""
    return msgspec.structs.replace(scores.report, made=0), scores.waiting, scores.problems


def test_every_ticket_has_its_row_with_its_points_and_what_waits(day, sat):
    scores = day.take_back(sat)
    assert points_of(scores) == {
        "测试甲壹": (GOOD_POINTS, 1, None),
        "测试甲贰": (POOR_POINTS, 0, False),
        "测试甲叁": (None, 0, None),
    }
    assert [share_of(row) for row in scores.rows] == [None, Fraction(POOR_POINTS, 30), None]
    assert [row.ticket.name for row in scores.missing] == ["测试甲叁"]
    (waits,) = scores.waiting
    assert (waits.place, waits.of, waits.results, waits.needs_key) == (OPEN, 6, 1, False)
    assert (scores.is_new, scores.problems) == (True, ())


def test_the_same_stick_again_changes_nothing(day, sat):
    first = day.take_back(sat)
    kept = below(sat.kept)
    again = day.take_back(sat)
    assert standing(again) == standing(first)
    assert (again.is_new, below(sat.kept)) == (False, kept)


def test_nothing_is_written_to_the_stick(day, sat):
    before = {path: path.read_bytes() for path in day.stick.rglob("*") if path.is_file()}
    day.take_back(sat)
    assert {path: path.read_bytes() for path in day.stick.rglob("*") if path.is_file()} == before


def test_a_second_stick_adds_to_the_first_in_any_order(day, sealed):
    other = put_in(day.folder / "other")
    day.sit(sealed, 0, GOOD)
    day.sit(sealed, 2, POOR, stick=other)
    assert points_of(day.take_back(sealed, other))["测试甲叁"][0] == POOR_POINTS
    both = day.take_back(sealed, day.stick)
    assert [row.points for row in both.rows] == [GOOD_POINTS, None, POOR_POINTS]
    assert both.problems == ()


def test_who_is_said_to_be_absent_stays_so_and_is_missed_no_more(day, sat):
    number = frozenset({day.kit(sat).tickets[2].number})
    said = day.take_back(sat, absent=number)
    assert (said.missing, said.rows[2].status) == ((), TicketStatus.ABSENT)
    assert day.take_back(sat).rows[2].status is TicketStatus.ABSENT
    assert day.take_back(sat, on_paper=number).rows[2].status is TicketStatus.ON_PAPER


def test_an_attempt_that_was_never_handed_in_is_missed(day, sat):
    ticket = day.sit(sat, 2, GOOD, hands_in=False)
    scores = day.take_back(sat, day.stick, day.folder / "pcs" / ticket.number)
    assert [(row.ticket.number, row.status) for row in scores.missing] == [(ticket.number, TicketStatus.PRESENT)]


def test_an_absent_ticket_of_no_room_is_refused(day, sat):
    with refuses(Outcome.CONTEXT, "context.ticket"):
        day.take_back(sat, absent=frozenset({"T9999"}))
    assert not (sat.kept / "collected").exists()


def test_a_wrong_passphrase_takes_nothing(day, sat):
    with refuses(Outcome.CODE, "passphrase.wrong"):
        day.take_back(sat, passphrase="不是这个口令")
    assert not (sat.kept / "collected").exists()
    assert not (sat.kept / "centre.db").exists()


def test_a_stick_without_any_result_is_refused_and_later_ones_are_not(day, sealed):
    with refuses(Outcome.MISSING, "quick.nothing") as caught:
        day.take_back(sealed)
    assert caught.value.params == {"sources": (str(day.stick),)}
    day.sit(sealed, 0, GOOD)
    assert day.take_back(sealed).rows[0].points == GOOD_POINTS
    assert day.take_back(sealed, put_in(day.folder / "empty")).rows[0].points == GOOD_POINTS


def test_a_stick_that_is_not_there_is_refused_before_the_passphrase_is_tried(day, sat):
    with refuses(Outcome.MISSING, "io.missing"):
        day.take_back(sat, day.folder / "gone", passphrase="不是这个口令")


def test_a_session_of_another_pc_is_refused(day, sat):
    with refuses(Outcome.MISSING, "quick.no-session"):
        quick_scores.take_back(day.office, quick_collect.TakeBack("0" * 16, [day.stick], "x"))


def test_a_room_whose_stick_comes_later_waits_without_a_word_about_absence(day):
    roster = "姓名,工号,考场\n甲,1,一号\n乙,2,二号\n"
    order = day.order(roster=roster)
    sealed = quick_seal.seal_quick(day.office, order)
    day.sit(sealed, 0, GOOD)
    scores = day.take_back(sealed)
    assert [each.key for each in scores.problems] == ["problem.no-manifest"]
    assert [row.status for row in scores.rows] == [TicketStatus.SUBMITTED, TicketStatus.MISSING_FILE]
    day.sit(sealed, 1, POOR)
    assert day.take_back(sealed).problems == ()


def test_what_fails_otherwise_in_a_room_is_not_passed_over(day, sat, monkeypatch):
    def full(*_):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full")

    monkeypatch.setattr(collect, "collect", full)
    with refuses(Outcome.DISK_FULL):
        day.take_back(sat)


def test_a_damaged_result_is_named_and_costs_no_other(day, sat):
    result = min(day.stick.rglob("*.kcr"))
    whole = result.read_bytes()
    result.write_bytes(flip(whole, len(whole) // 2))
    scores = day.take_back(sat)
    assert result.name in {each.name.rpartition("/")[2] for each in scores.problems}
    assert sorted(row.points for row in scores.rows if row.points is not None) == [POOR_POINTS]
    result.write_bytes(whole)
    assert day.take_back(sat).rows[0].points == GOOD_POINTS


def test_a_kit_that_was_put_in_the_place_of_the_true_one_is_refused(day, sat):
    other = day.seal(title="另一场")
    shutil.copy(other.kept / "centre.kck", sat.kept / "centre.kck")
    with refuses(Outcome.CONTEXT):
        day.take_back(sat)


def test_the_manifest_of_a_proctor_who_collected_meanwhile_is_gone_on_from(day, sat):
    kit = collect.open_kit(sat.folder / "2 监考文件" / "R01.kcp", sat.code)
    absent = frozenset({day.kit(sat).tickets[2].number})
    memory = day.folder / "proctor"
    collect.collect(kit, collect.CollectOrder([day.stick], day.stick, absent, memory=memory), day.office.clock)
    scores = day.take_back(sat)
    assert (scores.missing, scores.problems) == ((), ())
    assert scores.rows[2].status is TicketStatus.ABSENT


def test_reports_and_slips_are_written_and_hold_the_scores(day, sat):
    scores = day.take_back(sat)
    assert [path.name for path in scores.files] == ["report.xlsx", "report.pdf", "report.csv", "score-slips.pdf"]
    heading, *found = openpyxl.load_workbook(scores.files[0])["成绩"].iter_rows(values_only=True)
    assert [dict(zip(heading, row, strict=True))["合计"] for row in found] == [GOOD_POINTS, POOR_POINTS, None]
    out = day.folder / "out"
    (own,) = {path.parent for path in day.take_back(sat, out=out).files}
    assert own.parent == out
    assert own.name.startswith("回访专员上岗小测 2026-11-21 ")


def test_two_sessions_of_one_title_and_day_never_write_over_each_others_reports(day, sat):
    out = day.folder / "out"
    first = day.take_back(sat, out=out).files
    before = {path: path.read_bytes() for path in first}
    other = quick_seal.seal_quick(day.office, day.order(drive=put_in(day.folder / "other")))
    day.sit(other, 0, POOR, stick=day.folder / "other")
    assert not {*day.take_back(other, day.folder / "other", out=out).files} & {*first}
    assert {path: path.read_bytes() for path in first} == before


def test_the_same_scores_go_into_the_same_folder_and_others_beside_them(day, sat):
    out = day.folder / "out"
    scores = day.take_back(sat, out=out)
    assert quick_scores.export_scores(day.office, scores, out) == scores.files
    table = scores.files[0]
    table.write_bytes(b"a clerk's own notes")
    second = quick_scores.export_scores(day.office, scores, out)
    assert table.read_bytes() == b"a clerk's own notes"
    assert [path.parent.name for path in second] == [f"{table.parent.name} (2)"] * len(scores.files)


def test_a_report_that_cannot_be_written_costs_no_score(day, sat, monkeypatch):
    def held(*_):
        raise Refusal(Outcome.IO, "io.no-permission")

    monkeypatch.setattr(report, "replace_file", held)
    scores = day.take_back(sat)
    assert scores.unwritten is not None
    assert (scores.unwritten.key, scores.files, scores.rows[0].points) == ("io.no-permission", (), GOOD_POINTS)


def test_a_session_stands_as_it_did_until_more_comes_and_without_a_secret(day, sat):
    with refuses(Outcome.MISSING, "quick.not-taken-back"):
        quick_scores.scores_of(day.office, sat.session.id)
    assert not quick_scores.was_taken_back(day.office, sat.session.id)
    taken = day.take_back(sat)
    assert quick_scores.was_taken_back(day.office, sat.session.id)
    assert standing(quick_scores.scores_of(day.office, sat.session.id)) == standing(taken)
    with refuses(Outcome.MISSING, "quick.no-session"):
        quick_scores.scores_of(day.office, "0" * 16)


def test_sessions_are_found_where_results_of_theirs_lie(day, sat):
    assert quick_scores.sessions_at(day.office, [day.stick]) == (FoundSession(sat.session, 2),)
    later = day.seal(title="下一场", opens=sat.session.opens + 60_000)
    assert quick_scores.sessions_of(day.office) == (later.session, sat.session)
    assert [found.session for found in quick_scores.sessions_at(day.office, [day.stick])] == [sat.session]
    (day.stick / "stranger.kcr").write_bytes(b"nothing of ours")
    (day.office.sessions / "half").mkdir()
    assert quick_scores.sessions_at(day.office, [day.stick]) == (FoundSession(sat.session, 2),)
    quick_look = quick_scores.sessions_at(day.office, [day.stick, day.folder], everywhere=False)
    assert quick_look == (FoundSession(sat.session, 2),)
    (day.stick / "kaochang").rename(day.stick / "by-hand")
    assert quick_scores.sessions_at(day.office, [day.stick], everywhere=False) == ()
    assert quick_scores.sessions_at(day.office, [day.stick]) == (FoundSession(sat.session, 2),)
    stranger = QuickDay(put_in(day.folder / "stranger"))
    assert quick_scores.sessions_of(stranger.office) == ()
    assert quick_scores.sessions_at(stranger.office, [day.stick]) == ()


def test_progress_goes_up_to_the_end(day, sat):
    told = []
    order = quick_collect.TakeBack(sat.session.id, [day.stick], PASSPHRASE)
    quick_scores.take_back(day.office, order, lambda *step: told.append(step))
    assert told == sorted(told)
    assert (told[0], told[-1]) == ((0, 100), (100, 100))


def test_an_item_whose_key_is_still_to_come_says_so(day):
    order = day.order(paper=(PAPER + KEY).replace("1. B  2. C", "1. B"))
    red = [at for at, each in enumerate(order.read.paper.findings) if each.severity is Severity.ERROR]
    read = replace(order.read, passed=dict.fromkeys(red, Passed("丁", "另定")))
    sealed = quick_seal.seal_quick(day.office, replace(order, read=read))
    day.sit(sealed, 0, GOOD)
    found = {each.place: each.needs_key for each in day.take_back(sealed).waiting}
    assert found == {"单选题#2": True, OPEN: False}


def test_a_walk_in_whom_nobody_decided_about_is_told_and_has_no_score_yet(tmp_path, words):
    at = AtSessions(tmp_path / "data", words)
    wish = SessionWish([at.exam()], rooms=["302"], reserve=1, zone=at.office().zone, cost=at.office().cost)
    people = roster_of_text("姓名\t工号\n测试甲\tG1\n").rows
    sealed = office_sessions.seal_session(
        at.office(), office_sessions.SessionOrder(wish, people, sticks.choose(at.stick), PASSPHRASE)
    )
    day = at.day()
    at_place, number = next((at, each.number) for at, each in enumerate(day.kit(sealed).tickets) if each.is_reserve)
    day.sit(sealed, at_place, {"单选题#1": "B"}, stick=at.stick, walk_in=walk_ins.walk_in("g9001", "欧阳临时"))
    scores = day.take_back(sealed, at.stick)
    (undecided,) = scores.undecided
    assert (undecided.ticket, undecided.name) == (number, "g9001 欧阳临时")
    assert [row.points for row in scores.rows if row.ticket.number == number] in ([], [None])
