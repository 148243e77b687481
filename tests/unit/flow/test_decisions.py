"""Decisions at the centre: each settles what stood before people, is signed at once, and is undone by another only."""

import itertools
import sqlite3
from contextlib import closing

import msgspec
import pytest
from kaochang.custody import act_codes, journal_log, results
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.journal_log import Entry
from kaochang.custody.key_files import SIGNING
from kaochang.custody.manifests import TicketEntry
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Level
from kaochang.domain.attempts import Acted, Challenged, ClosingReason
from kaochang.domain.decisions import Decision, DecisionKind
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import decisions, ledger, mark, receipts, recover
from kaochang.flow.decisions import Wish
from kaochang.flow.ledger import Signing
from kaochang.flow.reconcile import reconcile
from kaochang.flow.report import session_report
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import OPENS, RESPONSES
from support.refusals import refuses
from support.sealed import make_day
from support.seeded import seeded

CLOCK = ManualClock()


class Table:
    """One database of a day, with whoever decides at it."""

    def __init__(self, folder, day):
        folder.mkdir()
        self.folder, self.day = folder, day
        self.centre = Centre(folder / "centre.db")
        self.signing = Signing(day.centre.seed(SIGNING))

    def merge(self, **files):
        for name, data in files.items():
            (self.folder / name.replace("__", ".")).write_bytes(data)
        paths = [self.folder / name.replace("__", ".") for name in files]
        ledger.merge_signed(self.centre, self.day.centre_kit, paths, self.signing, CLOCK)

    def plan(self, kind, about="", **more):
        people = {"by": "周主任", "reason": "查过考场记录"}
        return decisions.plan(self.centre, Wish(DecisionKind(kind), about, **{**people, **more}), CLOCK)

    def decide(self, kind, about="", recovered=None, **more):
        decision = self.plan(kind, about, **more)
        decisions.enter(self.centre, decision, self.signing, CLOCK, recovered)
        return decision

    @property
    def now(self):
        return reconcile(self.centre)

    def waits(self):
        return {(each.key.removeprefix("problem."), each.ticket or each.room) for each in self.now.waits}

    def faults(self):
        return [(fault.key, fault.outcome) for fault in ledger.audit(self.centre).faults]

    def change(self, statement):
        with closing(sqlite3.connect(self.centre.path)) as connection, connection:
            connection.execute(statement)


@pytest.fixture
def table(tmp_path, day):
    made = Table(tmp_path / "table", day)
    yield made
    made.centre.close()


def cut_log(sat, rows):
    """A journal of a PC that died: its first rows."""
    return sat.log_head + b"".join(journal_log.record(row) for row in sat.rows[:rows])


def two_results(day):
    """Two results of T3, in a room whose manifest is not here."""
    first, second = (day.sit("T3", "R2", attempt) for attempt in ("attempt-a", "attempt-b"))
    return {"A__kcr": day.result_of(first), "B__kcr": day.result_of(second)}


def statuses(table):
    return {number: status.value for number, status in table.now.statuses.items()}


@pytest.mark.parametrize("is_gone", [True, False])
def test_nothing_is_decided_while_a_folder_of_checkpoints_is_gone_or_takes_none(table, day, tmp_path, is_gone):
    table.merge(T1__kcr=day.kcr)
    folder = tmp_path / "elsewhere"
    if not is_gone:
        folder.write_text("no folder")
    table.signing = Signing(table.signing.seed, (folder,), are_there=is_gone)
    told = (Outcome.MISSING, "ledger.folder-gone") if is_gone else (Outcome.NOT_A_FILE, "io.not-a-folder")
    with refuses(*told):
        table.decide("absent", "T3")
    assert table.centre.decisions() == []
    assert not folder.is_dir(), "no folder is made where a disk was"


def test_of_two_results_the_one_counts_that_people_decide_for_until_they_take_it_back(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr, **two_results(day))
    before = table.now
    assert (before.statuses["T3"], before.results.get("T3")) == (TicketStatus.SUBMITTED, None)
    assert {("two-results", "T3"), ("two-attempts", "T3"), ("no-manifest", "R2")} == table.waits()
    decision = table.decide("counts", "T3", file="B.kcr")
    after = table.now
    assert after.results["T3"] == decision.file
    assert table.waits() == {("no-manifest", "R2")}
    assert {(each.settled, each.settled_by) for each in after.problems if each.ticket == "T3"} == {(1, "周主任")}
    table.decide("undo", "1")
    undone = table.now
    assert (undone.statuses, undone.results, undone.waits) == (before.statuses, before.results, before.waits)
    table.decide("undo", "2")
    assert table.now.results == after.results


def test_a_result_that_comes_after_a_decision_waits_anew(table, day):
    results = two_results(day)
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    table.decide("absent", "T3")
    assert (statuses(table)["T3"], table.waits()) == ("absent", {("no-manifest", "R2")})
    table.merge(A__kcr=results["A__kcr"])
    assert statuses(table)["T3"] == "absent"
    assert ("after-decision", "T3") in table.waits()
    table.decide("ill", "T3")  # settles nothing, so it does not say that the result was looked at
    assert ("after-decision", "T3") in table.waits()
    table.decide("undo", "2")
    table.decide("undo", "1")
    assert (statuses(table)["T3"], table.waits()) == ("submitted", {("no-manifest", "R2")})


def test_a_result_waits_that_comes_after_its_lack_was_explained(table, day):
    first, second = two_results(day).values()
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    table.decide("explained", "T3")
    table.merge(A__kcr=first)
    assert ("after-decision", "T3") in table.waits()
    table.decide("explained", "T3")
    assert ("after-decision", "T3") not in table.waits()
    with refuses(Outcome.POLICY, "decision.nothing-waits"):
        table.plan("explained", "T3")
    table.merge(A__kcr=second)  # another one of the same name
    assert ("after-decision", "T3") in table.waits()


def test_what_others_did_while_a_passphrase_was_typed_is_not_overlooked(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    settle(table)
    close, void = table.plan("close"), table.plan("void", "T1")
    table.merge(**two_results(day))
    with refuses(Outcome.POLICY, "decision.open"):
        decisions.enter(table.centre, close, table.signing, CLOCK)
    table.decide("ill", "T1")
    with refuses(Outcome.CONFLICT, "database.in-use"):
        decisions.enter(table.centre, void, table.signing, CLOCK)


def test_a_journal_becomes_a_result_as_far_as_its_last_saved_row(table, day):
    sat = day.sit("T3", "R2")
    log = cut_log(sat, len(sat.rows) - 2)  # neither the mark nor the closing was saved
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr, T3__kcj=log)
    body = recover.recovered(log, day.centre_kit)
    assert (body.responses, body.marked, body.reason) == (RESPONSES, (), "expired")
    table.decide("recovered", "T3", log=log, recovered=body)
    assert statuses(table)["T3"] == "recovered"
    assert mark.mark(table.centre, CLOCK).results == 2
    line = next(each for each in session_report(table.centre, CLOCK).candidates if each.ticket.number == "T3")
    assert (line.status, line.points is not None) == (TicketStatus.RECOVERED, True)
    assert receipts.make_list(table.centre, table.signing, CLOCK).count == 1  # T1's: no PC deletes a journal for it
    table.decide("undo", "1")
    assert (statuses(table)["T3"], "T3" in table.now.results) == ("missing-file", False)


def test_a_closed_journal_gives_what_its_own_result_says(day):
    body = recover.recovered(day.sat.log, day.centre_kit)
    assert msgspec.structs.replace(body, spent={}) == day.body_of(day.sat)  # a result may leave out the items' times


def test_a_journal_that_was_never_begun_recovers_nothing(day):
    with refuses(Outcome.POLICY, "decision.never-begun"):
        recover.recovered(cut_log(day.sat, 1), day.centre_kit)


def test_what_no_result_may_say_is_not_recovered_from_a_journal_either(day):
    session, week = day.session, 7 * 86_400_000
    later = msgspec.structs.replace(session, opens=session.opens + week, closes=session.closes + week)
    with refuses(Outcome.PAYLOAD, "result.times"):
        recover.recovered(day.sat.log, msgspec.structs.replace(day.centre_kit, session=later))


def test_a_reserve_tickets_journal_that_says_of_nobody_recovers_nothing(day):
    tickets = tuple(msgspec.structs.replace(each, name="", person="") for each in day.centre_kit.tickets)
    with refuses(Outcome.PAYLOAD, "result.acts"):
        recover.recovered(day.sat.log, msgspec.structs.replace(day.centre_kit, tickets=tickets))


def test_only_a_journal_of_the_ticket_that_was_merged_is_taken(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcj=day.sat.log)
    with refuses(Outcome.MISSING, "decision.no-journal"):
        table.plan("recovered", "T2", log=day.sat.log)
    with refuses(Outcome.MISSING, "decision.no-journal"):
        table.plan("recovered", "T1", log=day.sat.log + b"more")


def test_misconduct_is_confirmed_or_cleared(table, day):
    entries = (day.room_record().entries[0], TicketEntry("T2", TicketStatus.MISCONDUCT_PENDING))
    table.merge(R1__kcm=day.manifest_of(day.room_record(entries=entries)), T1__kcr=day.kcr)
    assert ("open.misconduct-pending", "T2") in table.waits()
    table.decide("misconduct", "T2")
    assert (statuses(table)["T2"], ("open.misconduct-pending", "T2") in table.waits()) == ("void", False)
    table.decide("undo", "1")
    table.decide("cleared", "T2")
    assert ("open.missing-file", "T2") in table.waits()  # whatever was no misconduct, no result of it is here
    with refuses(Outcome.POLICY, "decision.not-pending"):
        table.plan("cleared", "T1")


STOP = ActKind.STOP_MISCONDUCT


def stopped(day, ticket, room):
    """A journal and a result of an attempt that the proctor stopped for misconduct."""
    sat = day.sit(ticket, room)
    drawn = act_codes.draw_challenge(STOP, 0, seeded(6))
    code = act_codes.make_response(ActPlace(day.context, room, day.keys.act_keys[room]), ticket, drawn, 0)
    act = Acted(99, OPENS + 99, STOP, 0, 0, drawn, code)
    witness = sat.plain_rows[1].witness
    chain, rows = journal_log.new_chain(sat.journal_key, sat.identity), []
    asked = Challenged(98, OPENS + 98, drawn)
    for number, row in enumerate((*sat.plain_rows[:-1], Entry(asked, witness), Entry(act, witness)), start=1):
        rows.append(chain.seal(number, journal_log.row_bytes(row)))
        chain.advance(rows[-1])
    log = sat.log_head + b"".join(map(journal_log.record, rows))
    body = msgspec.structs.replace(day.body_of(sat), acts=(act,), reason=ClosingReason.STOPPED_MISCONDUCT)
    return log, results.pack_result(body, sat.certificate, sat.seed, day.keys.results_public)


def test_a_recovered_attempt_that_was_stopped_for_misconduct_still_waits_for_that(table, day):
    log, _ = stopped(day, "T3", "R2")
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr, T3__kcj=log)
    table.decide("recovered", "T3", log=log, recovered=recover.recovered(log, day.centre_kit))
    assert (statuses(table)["T3"], ("open.misconduct-pending", "T3") in table.waits()) == ("misconduct-pending", True)
    table.decide("cleared", "T3")
    assert (statuses(table)["T3"], "T3" in table.now.results) == ("recovered", True)


def test_misconduct_is_ended_by_no_choice_of_a_result_and_no_explanation(table, day):
    table.merge(T3__kcr=stopped(day, "T3", "R2")[1])
    table.decide("counts", "T3", file="T3.kcr")
    assert ("open.misconduct-pending", "T3") in table.waits()
    with refuses(Outcome.POLICY, "decision.misconduct-waits"):
        table.plan("explained", "T3")
    table.decide("cleared", "T3")
    assert statuses(table)["T3"] == "submitted"


def test_a_void_result_counts_no_more_and_an_ill_candidates_does(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    table.decide("ill", "T1")
    assert (statuses(table)["T1"], "T1" in table.now.results) == ("stopped-ill", True)
    table.decide("void", "T1")
    assert (statuses(table)["T1"], "T1" in table.now.results) == ("void", False)


RECORD = {"second": "吴主任", "statuses": {"T3": TicketStatus.ON_PAPER}}


def test_a_room_without_a_manifest_is_entered_by_hand_under_two_names(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    with refuses(Outcome.POLICY, "decision.needs-second"):
        table.plan("record", "R2", statuses=RECORD["statuses"])
    with refuses(Outcome.POLICY, "decision.same-person"):
        table.plan("record", "R2", **{**RECORD, "second": "周主任"})
    with refuses(Outcome.POLICY, "decision.record-tickets"):
        table.plan("record", "R2", second="吴主任")
    with refuses(Outcome.POLICY, "decision.has-manifest"):
        table.plan("record", "R1", second="吴主任", statuses=dict.fromkeys(("T1", "T2"), TicketStatus.ABSENT))
    table.decide("record", "R2", **RECORD)
    assert (statuses(table)["T3"], table.waits()) == ("on-paper", set())
    table.merge(A__kcr=two_results(day)["A__kcr"])
    assert (statuses(table)["T3"], table.waits()) == ("submitted", {("record-differs", "T3")})


@pytest.mark.parametrize(
    ("kind", "about", "more", "outcome", "key"),
    [
        ("void", "T9", {}, Outcome.MISSING, "no-ticket"),
        ("counts", "T1", {"file": "other.kcr"}, Outcome.MISSING, "which-file"),
        ("counts", "T2", {"file": "other.kcr"}, Outcome.MISSING, "no-file"),
        ("absent", "T1", {}, Outcome.POLICY, "has-result"),
        ("explained", "T1", {}, Outcome.POLICY, "nothing-waits"),
        ("explained", "R9", {}, Outcome.MISSING, "no-place"),
        ("undo", "1", {}, Outcome.MISSING, "no-decision"),
        ("close", "", {}, Outcome.POLICY, "open"),
        ("reopen", "", {}, Outcome.POLICY, "not-closed"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_its_reason(table, day, kind, about, more, outcome, key):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    with refuses(outcome, f"decision.{key}"):
        table.plan(kind, about, **more)


def settle(table):
    """Everything that waits of a day whose second room sent nothing."""
    table.decide("explained", "T3")
    table.decide("explained", "R2")


def test_a_session_is_closed_only_without_an_unexplained_gap_and_then_nothing_changes(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    table.decide("explained", "T3")
    with refuses(Outcome.POLICY, "decision.open") as caught:
        table.decide("close")
    assert caught.value.params["count"] == 1
    table.decide("explained", "R2")
    table.decide("close")
    with refuses(Outcome.POLICY, "decision.closed"):
        table.decide("void", "T1")
    with refuses(Outcome.POLICY, "decision.closed"):
        table.merge(A__kcr=two_results(day)["A__kcr"])
    assert statuses(table)["T3"] == "missing-file"
    table.decide("reopen")
    table.decide("void", "T1")
    with refuses(Outcome.POLICY, "decision.undo-closing"):
        table.plan("undo", "3")
    assert statuses(table)["T1"] == "void"


def test_in_a_certified_session_two_people_help_a_candidate(tmp_path):
    day = make_day(tmp_path, level=Level.CERTIFIED)
    table = Table(tmp_path / "table", day)
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    table.decide("void", "T1")
    with refuses(Outcome.POLICY, "decision.needs-second"):
        table.plan("undo", "1")
    with refuses(Outcome.POLICY, "decision.needs-second"):
        table.plan("ill", "T1")  # its result would count again
    table.decide("undo", "1", second="吴主任")
    assert statuses(table)["T1"] == "submitted"
    table.decide("undo", "2")
    with refuses(Outcome.POLICY, "decision.needs-second"):
        table.plan("undo", "3")
    table.centre.close()


def test_in_a_certified_session_two_people_call_a_stop_for_misconduct_an_illness(tmp_path):
    day = make_day(tmp_path, level=Level.CERTIFIED)
    table = Table(tmp_path / "table", day)
    table.merge(T3__kcr=stopped(day, "T3", "R2")[1])
    with refuses(Outcome.POLICY, "decision.needs-second"):
        table.plan("ill", "T3")
    table.decide("ill", "T3", second="吴主任")
    assert statuses(table)["T3"] == "stopped-ill"
    table.centre.close()


def test_without_the_centres_key_nothing_is_decided(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    with refuses(Outcome.POLICY, "ledger.needs-key"):
        decisions.enter(table.centre, table.plan("void", "T1"), Signing(b""), CLOCK)
    assert table.centre.decisions() == []


def test_in_whatever_order_files_come_the_same_decisions_give_the_same_statuses(tmp_path, day):
    files = {"R1__kcm": day.kcm, "T1__kcr": day.kcr, **two_results(day)}
    first = Table(tmp_path / "first", day)
    first.merge(**files)
    made = [first.decide("counts", "T3", file="A.kcr"), first.decide("ill", "T1")]
    expected = first.now
    first.centre.close()
    for number, order in enumerate(list(itertools.permutations(files))[::7]):
        other = Table(tmp_path / str(number), day)
        for name in order:
            other.merge(**{name: files[name]})
        for decision in made:
            decisions.enter(other.centre, decision, other.signing, CLOCK)
        now = other.now
        assert (now.statuses, now.results, now.waits) == (expected.statuses, expected.results, expected.waits)
        other.centre.close()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE decisions SET document = replace(document, '周主任', '吴主任')", ("edited", Outcome.SIGNATURE)),
        ("UPDATE decisions SET recovered = '{}'", ("edited", Outcome.SIGNATURE)),
        ("DELETE FROM decisions", ("deleted", Outcome.MISSING)),
    ],
)
@pytest.mark.attack(44)
def test_a_decision_that_is_altered_or_deleted_is_named_and_nothing_is_built_on_it(table, day, statement, fault):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    decision = table.decide("void", "T1")
    assert table.faults() == []
    table.change(statement)
    assert table.faults() == [fault]
    with refuses(fault[1], "ledger.altered"):
        decisions.enter(table.centre, decision, table.signing, CLOCK)


@pytest.mark.attack(44)
def test_a_decision_that_nobody_signed_is_named(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    forged = Decision(1, DecisionKind.VOID, "无人", "伪造", 9, ticket="T1")
    text = decisions.document_of(forged)
    table.change(f"INSERT INTO decisions VALUES ('forged', '{text}', '')")
    assert table.faults() == [("stray", Outcome.PAYLOAD)]


def test_the_report_tells_decisions_what_was_settled_and_whether_the_session_is_closed(table, day):
    table.merge(R1__kcm=day.kcm, T1__kcr=day.kcr)
    assert session_report(table.centre, CLOCK).open_points == 2
    settle(table)
    table.decide("close")
    report = session_report(table.centre, CLOCK)
    assert ([each.kind for each in report.decisions], report.open_points) == (["explained", "explained", "close"], 0)
    assert [each.settled for each in report.problems] == [2]
