"""What arrives from elsewhere and is whole by itself, but not for here: refused for the one thing that is wrong.

Each file is signed by the very key it names, so only where that key comes from, and what the file says of itself, tell.
"""

import msgspec
import pytest
from kaochang.custody import act_logs, attempt_identity, errata, journal_log, kits, results
from kaochang.custody.act_logs import ActEntry, ActNote, ActRecord
from kaochang.custody.envelope import digest, header_bytes
from kaochang.custody.errata import NO_ERRATA, Erratum
from kaochang.custody.sealed_exam import open_sealed_exam
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.assessments import Kind
from kaochang.domain.errata import ErratumAction
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.flow import act, collect, inspect, merge
from kaochang.flow.collect import CollectOrder
from kaochang.flow.trust import Trust
from kaochang.sealing import frame, signatures
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import OPENS
from support.put_in import put_in
from support.refusals import outcome_of, refuses

replace = msgspec.structs.replace
THIEF = bytes(range(32))


def attempt(day, *, ticket_seed=None, **change):
    """(result, log) of an attempt of T1 with another identity, certified by its ticket's key or by another."""
    sat = day.sat
    identity = replace(sat.identity, **change)
    seed = ticket_seed or day.keys.ticket_seeds[identity.ticket]
    certificate = attempt_identity.certify(seed, signatures.public_of(sat.seed), identity)
    body = replace(day.body_of(sat), identity=identity)
    head = journal_log.pack_log_head(identity, certificate, sat.seed, sat.journal_key, day.keys.results_public)
    chain, rows = journal_log.new_chain(sat.journal_key, identity), []
    for number, row in enumerate(sat.plain_rows, start=1):
        rows.append(chain.seal(number, journal_log.row_bytes(row)))
        chain.advance(rows[-1])
    log = head + b"".join(map(journal_log.record, rows))
    return results.pack_result(body, certificate, sat.seed, day.keys.results_public), log


def context_of(day, **change):
    return replace(day.context, **change)


WRONG = {
    "by a ticket key of nobody": (lambda day: {"ticket_seed": THIEF}, Outcome.CERT),
    "by another ticket's key": (lambda day: {"ticket_seed": day.keys.ticket_seeds["T2"]}, Outcome.CERT),
    "of another session": (lambda day: {"context": context_of(day, session="s-2")}, Outcome.CONTEXT),
    "of another sealing": (lambda day: {"context": context_of(day, exam_file=digest(b"x"))}, Outcome.CONTEXT),
    "of a rehearsal": (lambda day: {"context": context_of(day, kind=Kind.REHEARSAL)}, Outcome.POLICY),
    "of another level": (lambda day: {"context": context_of(day, level="certified")}, Outcome.CONTEXT),
}


@pytest.fixture(params=["kcr", "kcj"])
def made(request, day):
    """A result or a log, by what is wrong with its attempt."""
    return lambda **change: ("T1." + request.param, attempt(day, **change)[request.param == "kcj"])


@pytest.mark.attack(32, 33, 34)
@pytest.mark.parametrize(("change", "outcome"), WRONG.values(), ids=WRONG)
def test_the_centre_takes_no_result_and_no_log_that_is(day, made, tmp_path, change, outcome):
    name, data = made(**change(day))
    (tmp_path / name).write_bytes(data)
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [tmp_path / name], ManualClock())
    (record,) = centre.files()
    centre.close()
    assert Outcome(record.outcome) is outcome


@pytest.mark.attack(32, 33, 34)
@pytest.mark.parametrize(("change", "outcome"), WRONG.values(), ids=WRONG)
def test_a_proctor_collects_no_result_and_no_log_that_is(day, made, tmp_path, change, outcome):
    name, data = made(**change(day))
    folder = tmp_path / "pc" / day.session.id
    folder.mkdir(parents=True)
    (folder / name).write_bytes(data)
    order = CollectOrder([tmp_path / "pc"], put_in(tmp_path / "stick"), memory=tmp_path / "memory")
    found = collect.collect(day.proctor_kit, order, ManualClock())
    assert [problem.outcome for problem in found.problems] == [outcome.name]
    assert [entry.result or entry.journal for entry in found.entries] == [None, None]


@pytest.mark.attack(42)
@pytest.mark.parametrize("kind", ["kcr", "kcj"])
def test_a_proctor_leaves_the_files_of_another_room_where_they_are(day, tmp_path, kind):
    sat = day.sit("T3", "R2")
    (tmp_path / "pc").mkdir()
    (tmp_path / "pc" / f"T3.{kind}").write_bytes(day.result_of(sat) if kind == "kcr" else sat.log)
    order = CollectOrder([tmp_path / "pc"], put_in(tmp_path / "stick"), notes="无人到考", memory=tmp_path / "memory")
    found = collect.collect(day.proctor_kit, order, ManualClock())
    assert (found.elsewhere, found.problems) == (1, ())


@pytest.fixture
def trust(day):
    exam = open_sealed_exam(day.exam_path, *day.office.site.offices())
    return Trust(site=day.office.site, exam=exam)


@pytest.mark.attack(32, 33, 34)
@pytest.mark.parametrize(("change", "outcome"), WRONG.values(), ids=WRONG)
def test_verifying_says_of_no_result_and_no_log_that_it_is_right(day, made, trust, tmp_path, change, outcome):
    name, data = made(**change(day))
    (tmp_path / name).write_bytes(data)
    assert outcome_of(lambda: inspect.verify(tmp_path / name, trust)) is outcome
    assert outcome_of(lambda: inspect.inspect(tmp_path / name)) is Outcome.OK


@pytest.mark.attack(30, 32)
def test_verifying_says_of_no_kit_of_another_sealing_or_exam_key_that_it_is_right(day, kinds, trust, tmp_path):
    kind = kinds["kck"]
    header = kits_header(kind)
    elsewhere = replace(header, context=context_of(day, exam_file=digest(b"x")))
    (tmp_path / "other.kck").write_bytes(kind.headed(header_bytes(elsewhere)))
    with refuses(Outcome.CONTEXT):
        inspect.verify(tmp_path / "other.kck", trust)
    strange = replace(header, exam_key=bytes_to_text(signatures.public_of(THIEF)))
    forged = frame.pack(kind.type, header_bytes(strange), kind.framed.body, [THIEF])
    (tmp_path / "forged.kck").write_bytes(forged)
    with refuses(Outcome.CERT):
        inspect.verify(tmp_path / "forged.kck", trust)


def kits_header(kind):
    return kits.read_kit_header(kind.framed)


def act_log(day, context=None, room="R1", ticket="T1"):
    """An act log by the proctor of R1, whatever it says of itself."""
    entry = ActEntry(1, OPENS, ActKind.RESUME, Reach.TICKET, ticket, 10, "00000-00000", 0)
    record = ActRecord(context or day.context, room, 1, "", OPENS, (entry,), ((1, ActNote("甲", "停电")),))
    return act_logs.pack_act_log(record, day.keys.proctor_seeds["R1"], day.keys.results_public)


def manifest(day, context=None):
    return day.manifest_of(day.room_record(context=context or day.context))


@pytest.mark.attack(32, 42)
@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"context": {"kind": Kind.REHEARSAL}}, "POLICY"),
        ({"context": {"exam_file": digest(b"x")}}, "CONTEXT"),
        ({"context": {"session": "s-2"}}, "CONTEXT"),
    ],
    ids=str,
)
def test_a_proctor_goes_on_from_no_log_and_no_manifest_of_another_sealing_or_kind(day, tmp_path, change, outcome):
    """Though they are by the proctor's own key."""
    context = context_of(day, **change["context"])
    place = tmp_path / "stick" / "kaochang" / day.session.id / "R1"
    place.mkdir(parents=True)
    (place / "R1-001.kca").write_bytes(act_log(day, context))
    series = act.read_logs(day.proctor_kit, [place / "R1-001.kca"])
    assert ([problem.outcome for problem in series.problems], series.found) == ([outcome], [])
    (place / "R1-001.kca").unlink()
    (place / "R1-001.kcm").write_bytes(manifest(day, context))
    order = CollectOrder([], put_in(tmp_path / "stick"), memory=tmp_path / "memory")
    found = collect.collect(day.proctor_kit, order, ManualClock())
    assert [problem.outcome for problem in found.problems] == [outcome]
    assert found.manifest.name == "R1-002.kcm"


@pytest.mark.attack(42)
def test_a_proctor_counts_the_act_logs_of_other_rooms_and_reads_none(day, tmp_path):
    (tmp_path / "R2-001.kca").write_bytes(act_log(day, room="R2"))
    series = act.read_logs(day.proctor_kit, [tmp_path / "R2-001.kca"])
    assert (series.elsewhere, series.problems, series.found) == (1, [], [])


@pytest.mark.attack(48)
def test_a_log_that_changed_after_it_was_read_is_not_carried_on(day, tmp_path):
    path = tmp_path / "R1-001.kca"
    path.write_bytes(act_log(day))
    (numbered,) = act.read_logs(day.proctor_kit, [path]).found
    assert numbered.read() == path.read_bytes()
    path.write_bytes(act_log(day))
    with refuses(Outcome.CONFLICT, "collect.changed"):
        numbered.read()


@pytest.mark.attack(42)
def test_the_centre_takes_no_act_log_about_a_ticket_of_another_room(day, tmp_path):
    (tmp_path / "R1-001.kca").write_bytes(act_log(day, ticket="T3"))
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [tmp_path / "R1-001.kca"], ManualClock())
    (record,) = centre.files()
    centre.close()
    assert (Outcome(record.outcome), record.key) == (Outcome.CONTEXT, "context.ticket")


@pytest.mark.attack(32)
@pytest.mark.parametrize("change", [{"kind": Kind.PRACTICE}, {"exam_file": digest(b"x")}], ids=str)
def test_the_centre_takes_no_manifest_act_log_or_errata_of_another_kind_or_sealing(day, tmp_path, change):
    """Though its own keys signed them."""
    context = context_of(day, **change)
    keys = day.keys
    corrected = Erratum("single", ErratumAction.WITHDRAW, "作废", OPENS)
    files = {
        "R1.kcm": manifest(day, context),
        "R1.kca": act_log(day, context),
        "e.kce": errata.pack_errata(context, NO_ERRATA, [corrected], keys.exam_seed, keys.content_key, OPENS),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [tmp_path], ManualClock())
    outcomes = {Outcome(record.outcome) for record in centre.files()}
    assert len(centre.files()) == 3
    centre.close()
    assert outcomes == {Outcome.POLICY if "kind" in change else Outcome.CONTEXT}
