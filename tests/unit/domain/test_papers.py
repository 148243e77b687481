"""Findings weigh what the contract of `kaochang read` says, and say where they belong."""

import pytest
from kaochang.domain.papers import SEVERITY, Finding, Kind, Severity

ERRORS = {
    *("missing-answer", "answer-out-of-range", "answer-type-mismatch", "answer-conflict", "duplicate-option-label"),
    *("blank-count-mismatch", "unknown-type", "empty-stem", "unsupported-interaction", "part-missing"),
}
INFOS = {
    *("missing-reference-answer", "alternatives-unclear", "rubric-unread", "difficulty-unread", "weights-not-taken"),
    *("material-assumed", "formula-kept-as-text", "left-out", "picture-not-shown", "words-learned"),
}


def test_every_kind_has_its_one_severity():
    assert {kind for kind, severity in SEVERITY.items() if severity is Severity.ERROR} == ERRORS
    assert {kind for kind, severity in SEVERITY.items() if severity is Severity.INFO} == INFOS
    assert set(SEVERITY) == set(Kind)
    assert Finding(Kind.TOTAL_MISMATCH).severity is Severity.WARNING


@pytest.mark.parametrize(
    ("finding", "where"),
    [
        (Finding(Kind.EMPTY_STEM, section="一", number="5"), "一#5"),
        (Finding(Kind.EMPTY_STEM, number="5"), "#5"),
        (Finding(Kind.COUNT_MISMATCH, section="一"), "section:一"),
        (Finding(Kind.TOTAL_MISMATCH), "paper"),
    ],
)
def test_a_finding_names_item_section_or_paper(finding, where):
    assert finding.where == where
