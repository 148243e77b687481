"""Acts at the centre: each one against the proctor's signed log, and whatever does not fit by name."""

import msgspec
import pytest
from kaochang.custody import act_codes, act_logs, attempt_identity, journal_log, results
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.act_logs import ActEntry, ActNote, ActRecord
from kaochang.custody.envelope import digest
from kaochang.custody.journal_log import Entry
from kaochang.custody.manifests import FileEntry
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.attempts import Acted, Challenged, ClosingReason
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import ActState
from kaochang.flow import merge, report
from kaochang.flow.reconcile import reconcile
from kaochang.sealing import signatures
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import OPENS
from support.seeded import seeded

MINUTE = 60_000
replace = msgspec.structs.replace
CHALLENGE = act_codes.draw_challenge(ActKind.EXTRA_TIME, 10, seeded(5))
NOTE = ActNote("监考甲", "换键盘")


@pytest.fixture
def centre(tmp_path):
    centre = Centre(tmp_path / "centre.db")
    yield centre
    centre.close()


def place(day, room="R1"):
    return ActPlace(day.context, room, day.keys.act_keys[room])


def own(day, minutes=10, ticket="T1", **change):
    code = act_codes.make_response(place(day), ticket, CHALLENGE, minutes)
    act = Acted(9, OPENS + 9, ActKind.EXTRA_TIME, minutes, minutes * MINUTE, CHALLENGE, code)
    return replace(act, **change)


def card(day, serial=7, reach=Reach.CARD, room="R1"):
    code = act_codes.make_card(place(day, room), ActKind.EXTRA_TIME, reach, 10, serial)
    return Acted(9, OPENS + 9, ActKind.EXTRA_TIME, 10, 10 * MINUTE, "", code)


def log_of(day, *acts, ticket="T1", attempt="attempt-1"):
    """The journal log of an attempt that took these acts, and its result."""
    sat = day.sit(ticket, attempt=attempt)
    witness = sat.plain_rows[1].witness
    rows = list(sat.plain_rows[:-1])
    for act in acts:
        rows += [Entry(Challenged(9, OPENS, act.challenge), witness)] if act.challenge else []
        rows.append(Entry(act, witness))
    rows.append(sat.plain_rows[-1])
    chain, data = journal_log.new_chain(sat.journal_key, sat.identity), sat.log_head
    for number, row in enumerate(rows, start=1):
        sealed = chain.seal(number, journal_log.row_bytes(row))
        chain.advance(sealed)
        data += journal_log.record(sealed)
    limit = 3_600_000 + sum(act.credit for act in acts)
    head = journal_log.bytes_to_text(chain.head)
    body = replace(day.body_of(sat), acts=acts, limit=limit, head=head, rows=len(rows))
    return data, results.pack_result(body, sat.certificate, sat.seed, day.keys.results_public)


def entry(number, ticket="T1", minutes=10, reach=Reach.TICKET, serial=0):
    asked = CHALLENGE if reach is Reach.TICKET else ""
    return ActEntry(number, OPENS, ActKind.EXTRA_TIME, reach, ticket, minutes, asked, serial)


def kca(day, *entries, counter=1, previous="", notes=None, seed=None):
    told = tuple((each.number, NOTE) for each in entries) if notes is None else notes
    record = ActRecord(day.context, "R1", counter, previous, OPENS + counter, entries, told)
    return act_logs.pack_act_log(record, seed or day.keys.proctor_seeds["R1"], day.keys.results_public)


def merged(centre, day, folder, **files):
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    merge.merge(centre, day.centre_kit, [folder], ManualClock())
    return reconcile(centre)


def act_problems(standing):
    return {
        (each.key, each.outcome, each.name, each.ticket) for each in standing.problems if "no-manifest" not in each.key
    }


def test_an_act_that_the_log_names_is_no_problem_and_is_told_with_who_and_why(centre, day, tmp_path):
    journal, result = log_of(day, own(day))
    standing = merged(centre, day, tmp_path / "s", T1__kcj=journal, T1__kcr=result, R1_1__kca=kca(day, entry(1)))
    assert act_problems(standing) == set()
    (line,) = standing.acts
    assert (line.room, line.ticket, line.kind, line.minutes, line.credit_ms) == (
        *("R1", "T1", ActKind.EXTRA_TIME, 10, 10 * MINUTE),
    )
    assert (line.by, line.reason, line.state, line.count) == ("监考甲", "换键盘", ActState.TAKEN, 1)


def test_the_report_says_what_acts_granted_beside_what_the_rule_gave_back(centre, day, tmp_path):
    journal, result = log_of(day, own(day))
    merged(centre, day, tmp_path / "s", T1__kcj=journal, T1__kcr=result, R1_1__kca=kca(day, entry(1)))
    told = report.session_report(centre, ManualClock())
    (line,) = (each for each in told.candidates if each.ticket.number == "T1")
    assert (line.granted_ms, line.credit_ms) == (10 * MINUTE, 0)
    assert told.acts == reconcile(centre).acts


def forged(day):
    return own(day, code="00000-00000")


CASES = {
    "a forged code": (forged, (entry(1),), ("problem.act-forged", "CODE", CHALLENGE)),
    "more minutes than the code says": (
        lambda day: replace(own(day), minutes=20, credit=20 * MINUTE),
        (entry(1),),
        ("problem.act-forged", "CODE", CHALLENGE),
    ),
    "no entry at all": (own, (), ("problem.act-unlogged", "MISSING", CHALLENGE)),
    "an entry of another ticket": (own, (entry(1, ticket="T2"),), ("problem.act-unlogged", "MISSING", CHALLENGE)),
    "an entry with other minutes": (own, (entry(1, minutes=5),), ("problem.act-differs", "CONFLICT", CHALLENGE)),
    "a card that was never printed": (
        card,
        (entry(1, "", 10, Reach.CARD, 6),),
        ("problem.act-unlogged", "MISSING", "#7"),
    ),
    "a code of another room": (
        lambda day: card(day, reach=Reach.ROOM, room="R2"),
        (),
        ("problem.act-other-room", "CONTEXT", "#7"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("by", ["journal", "result"])
def test_an_act_that_does_not_fit_is_named(centre, day, tmp_path, case, by):
    make, entries, (key, outcome, name) = case
    journal, result = log_of(day, make(day))
    files = {"T1__kcj": journal} if by == "journal" else {"T1__kcr": result}
    logs = {"R1_1__kca": kca(day, *entries)} if entries else {}
    standing = merged(centre, day, tmp_path / "s", **files, **logs)
    assert (key, outcome, name, "T1") in act_problems(standing)
    assert ActState.NOT_LOGGED in {line.state for line in standing.acts}


def test_a_result_and_its_journal_tell_an_act_once(centre, day, tmp_path):
    journal, result = log_of(day, own(day))
    standing = merged(centre, day, tmp_path / "s", T1__kcj=journal, T1__kcr=result)
    assert act_problems(standing) == {("problem.act-unlogged", "MISSING", CHALLENGE, "T1")}


def test_a_result_that_hides_an_act_differs_from_its_journal(centre, day, tmp_path):
    journal, _ = log_of(day, own(day))
    _, bare = log_of(day)
    standing = merged(centre, day, tmp_path / "s", T1__kcj=journal, T1__kcr=bare, R1_1__kca=kca(day, entry(1)))
    assert {key for key, *_ in act_problems(standing)} <= {"problem.journal-differs", "problem.journal-short"}
    assert act_problems(standing)


def test_a_card_used_by_two_attempts_is_named_for_each(centre, day, tmp_path):
    one, _ = log_of(day, card(day))
    two, _ = log_of(day, card(day), ticket="T2")
    printed = kca(day, entry(1, "", 10, Reach.CARD, 7), entry(2, "", 10, Reach.CARD, 8))
    standing = merged(centre, day, tmp_path / "s", T1__kcj=one, T2__kcj=two, R1_1__kca=printed)
    assert act_problems(standing) == {("problem.card-twice", "CONFLICT", "#7", ticket) for ticket in ("T1", "T2")}
    states = [(line.ticket, line.state) for line in standing.acts]
    assert states == [("T1", ActState.TAKEN), ("T2", ActState.TAKEN), ("", ActState.NOT_TAKEN)]


def test_a_room_wide_code_is_for_every_attempt_of_its_room(centre, day, tmp_path):
    act = card(day, reach=Reach.ROOM)
    one, _ = log_of(day, act)
    two, _ = log_of(day, act, ticket="T2")
    logs = kca(day, entry(1, "", 10, Reach.ROOM, 7))
    standing = merged(centre, day, tmp_path / "s", T1__kcj=one, T2__kcj=two, R1_1__kca=logs)
    assert act_problems(standing) == set()


def test_whether_an_unlock_closed_the_program_is_not_denied(centre, day, tmp_path):
    asked = act_codes.draw_challenge(ActKind.UNLOCK, 0, seeded(5))
    given = ActEntry(1, OPENS, ActKind.UNLOCK, Reach.TICKET, "T1", 0, asked, 0)
    (line,) = merged(centre, day, tmp_path / "s", R1_1__kca=kca(day, given)).acts
    assert (line.ticket, line.state) == ("T1", ActState.NOT_TOLD)


def test_cards_nobody_needed_are_one_line_with_their_count(centre, day, tmp_path):
    printed = kca(day, *(entry(n, "", 10, Reach.CARD, n) for n in range(1, 9)))
    (line,) = merged(centre, day, tmp_path / "s", R1_1__kca=printed).acts
    assert (line.state, line.count, line.ticket) == (ActState.NOT_TAKEN, 8, "")


FIRST = (entry(1),)
BOTH = (entry(1), entry(2, minutes=5))


def chained(day, *logs):
    """Act logs of the room, each after the one before."""
    made = []
    for counter, entries in enumerate(logs, start=1):
        notes = ((entries[-1].number, NOTE),)
        made.append(kca(day, *entries, counter=counter, previous=digest(made[-1]) if made else "", notes=notes))
    return made


def test_notes_of_every_log_of_the_chain_are_found(centre, day, tmp_path):
    one, two = chained(day, FIRST, BOTH)
    standing = merged(centre, day, tmp_path / "s", a__kca=two, b__kca=one)
    assert [line.by for line in standing.acts] == ["监考甲"] * 2
    assert act_problems(standing) == set()


def test_a_lost_log_loses_no_entry_but_is_named_as_a_gap(centre, day, tmp_path):
    _, two = chained(day, FIRST, BOTH)
    standing = merged(centre, day, tmp_path / "s", a__kca=two)
    assert act_problems(standing) == {("problem.act-log-gap", "MISSING", "R1-002.kca", "")}
    assert [line.by for line in standing.acts] == ["", "监考甲"]


def test_two_logs_of_one_number_are_a_fork(centre, day, tmp_path):
    one, other = kca(day, entry(1)), kca(day, entry(1, minutes=60))
    standing = merged(centre, day, tmp_path / "s", a__kca=one, b__kca=other)
    assert act_problems(standing) == {("problem.two-act-logs", "CONFLICT", "R1-001.kca", "")}


def test_a_log_that_turns_back_or_rewrites_is_named(centre, day, tmp_path):
    one = kca(day, entry(1))
    back = kca(day, *BOTH, counter=1, previous=digest(one))
    rewritten = kca(day, entry(1, minutes=60), counter=2, previous=digest(one))
    standing = merged(centre, day, tmp_path / "s", a__kca=one, b__kca=back, c__kca=rewritten)
    keys = {key for key, *_ in act_problems(standing)}
    assert {"problem.act-log-order", "problem.act-log-rewritten"} <= keys


def test_a_log_that_the_manifest_names_and_nobody_brought_is_missing(centre, day, tmp_path):
    log = kca(day, entry(1))
    named = FileEntry("R1-001.kca", len(log), digest(log))
    kcm = day.manifest_of(day.room_record(act_log=named))
    standing = merged(centre, day, tmp_path / "s", T1__kcr=day.kcr, R1__kcm=kcm)
    missing = ("problem.act-log-missing", "MISSING", "R1-001.kca", "")
    assert missing in act_problems(standing)
    assert missing not in act_problems(merged(centre, day, tmp_path / "s", R1_1__kca=log))


REFUSED = {
    "by another room's proctor": ({"seed": "R2"}, Outcome.SIGNATURE),
    "for a ticket of another room": ({"entries": (entry(1, ticket="T3"),)}, Outcome.CONTEXT),
}


@pytest.mark.parametrize(("change", "outcome"), REFUSED.values(), ids=REFUSED)
def test_a_log_that_is_not_this_rooms_proctors_is_refused(centre, day, tmp_path, change, outcome):
    seed = day.keys.proctor_seeds[change["seed"]] if "seed" in change else None
    data = kca(day, *change.get("entries", FIRST), seed=seed)
    standing = merged(centre, day, tmp_path / "s", a__kca=data)
    assert act_problems(standing) == {("problem.refused", outcome.name, "a.kca", "")}


def test_a_log_of_another_session_is_refused(centre, day, other_day, tmp_path):
    standing = merged(centre, day, tmp_path / "s", a__kca=kca(other_day, entry(1)))
    assert act_problems(standing) == {("problem.other-session", "CONTEXT", "a.kca", "")}


def stop(day, kind, reason):
    """The result of an attempt that a proctor stopped."""
    drawn = act_codes.draw_challenge(kind, 0, seeded(6))
    act = Acted(99, OPENS + 99, kind, 0, 0, drawn, act_codes.make_response(place(day), "T1", drawn, 0))
    body = replace(day.body_of(day.sat), acts=(act,), reason=reason)
    return results.pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public)


@pytest.mark.parametrize(
    ("kind", "reason", "status"),
    [
        (ActKind.STOP_ILL, ClosingReason.STOPPED_ILL, TicketStatus.STOPPED_ILL),
        (ActKind.STOP_MISCONDUCT, ClosingReason.STOPPED_MISCONDUCT, TicketStatus.MISCONDUCT_PENDING),
        (ActKind.HAND_IN, ClosingReason.FORCED, TicketStatus.SUBMITTED),
    ],
)
def test_a_stopped_attempt_has_its_own_status(centre, day, tmp_path, kind, reason, status):
    standing = merged(centre, day, tmp_path / "s", T1__kcr=stop(day, kind, reason))
    assert standing.statuses["T1"] is status


def test_a_second_attempt_waits_for_the_flow_that_moves_one(centre, day, tmp_path):
    sat = day.sit()
    identity = replace(sat.identity, number=2)
    certificate = attempt_identity.certify(day.keys.ticket_seeds["T1"], signatures.public_of(sat.seed), identity)
    body = replace(day.body_of(sat), identity=identity)
    data = results.pack_result(body, certificate, sat.seed, day.keys.results_public)
    standing = merged(centre, day, tmp_path / "s", T1__kcr=data)
    assert act_problems(standing) == {("problem.refused", "POLICY", "T1.kcr", "")}
    assert standing.results == {}
