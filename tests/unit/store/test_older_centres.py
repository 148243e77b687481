"""A database of the program's first version opens, reports what it reported, and gets a ledger with the next merge."""

import sqlite3
from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import ledger
from kaochang.flow.merge import merged_logs, merged_manifests, merged_results
from kaochang.flow.report import session_report
from kaochang.store.centre import Centre, LedgerKeys
from support.clocks import ManualClock
from support.refusals import refuses

DUMP = (Path(__file__).parent / "centre-v1.sql").read_text("utf-8")


@pytest.fixture
def centre(tmp_path):
    connection = sqlite3.connect(tmp_path / "centre.db")
    connection.executescript(DUMP)
    connection.close()
    centre = Centre(tmp_path / "centre.db")
    yield centre
    centre.close()


def test_what_it_held_is_read_as_ever(centre):
    (body,) = merged_results(centre).values()
    assert (body.identity.ticket, body.acts, len(body.responses)) == ("T1", (), 11)
    (manifest,) = merged_manifests(centre)
    assert (manifest.manifest.header.act_log, manifest.manifest.header.optional) == (None, ())
    assert merged_logs(centre) == {}
    assert [record.outcome for record in centre.files()] == [0, 0, 0, int(Outcome.FRAME)]
    assert sum(score.points is not None for score in centre.scores().values()) == 6


def test_it_is_reported_as_before(centre):
    report = session_report(centre, ManualClock())
    statuses = {line.ticket.number: line.status for line in report.candidates}
    assert statuses["T1"] is TicketStatus.SUBMITTED
    assert {problem.key for problem in report.problems} == {"problem.no-manifest", "problem.refused"}


def test_opening_it_again_changes_nothing_more(centre):
    before = [*centre.kept_files()]
    Centre(centre.path).close()
    assert [*centre.kept_files()] == before


def test_its_files_enter_the_ledger_once_it_knows_the_centres_key(centre, day):
    with refuses(Outcome.MISSING, "ledger.none"):
        ledger.audit(centre)
    centre.keep_keys(LedgerKeys(day.centre_kit.centre_key, day.centre_kit.content_key))
    standing = ledger.audit(centre)
    assert (standing.waiting, standing.faults) == (3, ())
    signed = ledger.sign(centre, standing, day.centre.seed("signing"), ManualClock())
    assert sorted(entry.type for entry in signed.entries) == ["kcj", "kcm", "kcr"]
    assert ledger.audit(centre) == signed
