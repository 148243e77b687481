"""Refusals carry an outcome, a key and a place, never words; outcomes are the table of docs/formats.md."""

import re
from pathlib import Path

from kaochang.domain.refusals import BUG_EXIT, FINDINGS_EXIT, STOPPED_EXIT, Outcome, Refusal, Violation

FORMATS = Path(__file__).resolve().parents[3] / "docs" / "formats.md"


def test_every_outcome_has_the_code_that_is_written_down():
    section = FORMATS.read_text("utf-8").split("## 7 Outcomes and exit codes")[1].split("\n## ")[0]
    written = {name: int(code) for code, name in re.findall(r"^\| (\d+) \| ([A-Z_]+) \|", section, re.MULTILINE)}
    assert written == {outcome.name: outcome.value for outcome in Outcome}
    nameless = {int(code) for code in re.findall(r"^\| (\d+) \|  ?\|", section, re.MULTILINE)}
    assert nameless == {FINDINGS_EXIT, BUG_EXIT, STOPPED_EXIT}


def test_a_place_is_filled_in_once():
    refusal = Refusal(Outcome.IO, "io.failed", detail="x")
    assert refusal.at("first").where == "first"
    assert refusal.at("second").where == "first"
    assert (refusal.outcome, refusal.key, refusal.params) == (Outcome.IO, "io.failed", {"detail": "x"})


def test_a_violation_is_a_refusal_by_policy():
    violation = Violation("attempt.closed", "item-1", seconds=5)
    assert isinstance(violation, Refusal)
    assert (violation.outcome, violation.where, violation.params) == (Outcome.POLICY, "item-1", {"seconds": 5})
