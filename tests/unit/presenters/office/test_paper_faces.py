"""Faces: how points, keys and places are written, and that a finding says what to do on this very page."""

from fractions import Fraction

import pytest
from kaochang.domain.papers import SEVERITY, Finding, Kind
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.flow.mending import MendedFinding
from kaochang.papers.contract import message_of
from kaochang.presenters.office.paper_faces import finding_text, key_text, points_text


@pytest.mark.parametrize(
    ("points", "shown"),
    [(None, ""), (Fraction(2), "2"), (Fraction(3, 2), "1.5"), (Fraction(1, 3), "1/3"), (Fraction(25, 4), "6.25")],
)
def test_points_are_written_as_people_write_them(points, shown):
    assert points_text(points) == shown


@pytest.mark.parametrize(
    ("correct", "shown"),
    [
        (None, ""),
        (Choice(("A", "C")), "AC"),
        (Judgement(True), "对"),
        (Judgement(False), "错"),
        (Accepted((("甲", "乙"), ("丙",))), "甲|乙；丙"),
        (Order(("B", "A")), "BA"),
        (Pairs((("(1)", "B"), ("(2)", "A"))), "(1)-B,(2)-A"),
    ],
)
def test_keys_are_written_as_they_can_be_typed(words, correct, shown):
    assert key_text(correct, words) == shown


OWN = (
    Finding(Kind.MISSING_ANSWER, 0, "一", "1"),
    Finding(Kind.MISSING_ANSWER, 0, "一", "1", variant="looks"),
    Finding(Kind.POINTS_MISSING, 0, "一", "1"),
    Finding(Kind.POINTS_MISSING, section="一", variant="section"),
    Finding(Kind.POINTS_MISSING, variant="paper"),
    Finding(Kind.MISSING_REFERENCE_ANSWER, 0, "一", "1"),
    Finding(Kind.LENGTH_MISMATCH, 0, "一", "1", params={"least": "9", "most": "5"}),
    Finding(Kind.LENGTH_MISMATCH, section="一", variant="section", params={"least": "9", "most": "5"}),
    Finding(Kind.ALTERNATIVES_UNCLEAR, 0, "一", "1", params={"answer": "甲/乙"}),
)


@pytest.mark.parametrize("finding", OWN, ids=lambda each: f"{each.kind}{each.variant}")
def test_what_is_mended_here_sends_nobody_to_the_file_or_the_terminal(words, finding):
    said = finding_text(MendedFinding(finding), words)
    assert said != message_of(finding, words)
    assert not any(word in said for word in ("重新读入", "set-key", "--", "组卷"))
    assert finding.kind in SEVERITY


def test_any_other_finding_is_said_as_everywhere(words):
    finding = Finding(Kind.EMPTY_STEM, 0, "一", "1")
    assert finding_text(MendedFinding(finding), words) == message_of(finding, words)
