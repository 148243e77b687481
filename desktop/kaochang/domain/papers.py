"""What reading a paper file gives: items with their mark schemes, and findings. The contract of `kaochang read`."""

import enum
from fractions import Fraction

import msgspec

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.places import place
from kaochang.domain.values import Value


class Severity(enum.StrEnum):
    """How much a finding matters. An error is a red line that a named person may pass, never a block."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(enum.StrEnum):
    """The kinds of finding, each with one severity (see `SEVERITY`)."""

    MISSING_ANSWER = "missing-answer"
    ANSWER_OUT_OF_RANGE = "answer-out-of-range"
    ANSWER_TYPE_MISMATCH = "answer-type-mismatch"
    ANSWER_CONFLICT = "answer-conflict"
    DUPLICATE_OPTION_LABEL = "duplicate-option-label"
    BLANK_COUNT_MISMATCH = "blank-count-mismatch"
    UNKNOWN_TYPE = "unknown-type"
    EMPTY_STEM = "empty-stem"
    DUPLICATE_NUMBER = "duplicate-number"
    NUMBER_GAP = "number-gap"
    OPTION_LABEL_GAP = "option-label-gap"
    DUPLICATE_ANSWER_LETTER = "duplicate-answer-letter"
    POINTS_MISMATCH = "points-mismatch"
    POINTS_MISSING = "points-missing"
    COUNT_MISMATCH = "count-mismatch"
    TOTAL_MISMATCH = "total-mismatch"
    ORPHAN_ANSWER = "orphan-answer"
    TRUNCATED = "truncated"
    LENGTH_MISMATCH = "length-mismatch"
    RUBRIC_WITHOUT_POINTS = "rubric-without-points"
    MISSING_REFERENCE_ANSWER = "missing-reference-answer"
    UNCLOSED_CODE = "unclosed-code"
    ROUNDS_UNCLEAR = "rounds-unclear"


_ERRORS = tuple(Kind)[:8]
SEVERITY: dict[Kind, Severity] = {
    kind: Severity.INFO
    if kind is Kind.MISSING_REFERENCE_ANSWER
    else Severity.ERROR
    if kind in _ERRORS
    else Severity.WARNING
    for kind in Kind
}


class Finding(Value, frozen=True):
    """One thing the reader is not sure of, at the item or section it belongs to.

    `index` is the item's position in `Paper.items`; a finding with neither item nor section is about the paper.
    `params` fill the sentence `finding.KIND` of the catalogue (or `finding.KIND.VARIANT` where `variant` is given).
    `line` counts from 1 in the text as read.
    """

    kind: Kind
    index: int | None = None
    section: str | None = None
    number: str | None = None
    line: int | None = None
    variant: str = ""
    params: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """What the contract says this kind weighs."""
        return SEVERITY[self.kind]

    @property
    def where(self) -> str:
        """The contract's place: SECTION#NUMBER, section:SECTION, #NUMBER or paper."""
        if self.number is not None:
            return place(self.section, self.number)
        return f"section:{self.section}" if self.section is not None else "paper"


class PaperItem(Value, frozen=True):
    """An item as read, with what the paper says about marking it."""

    item: Item
    scheme: MarkScheme


class Paper(Value, frozen=True):
    """A paper file as read. `total_points` is the declared total, or the sum of the declared section totals."""

    title: str | None
    items: tuple[PaperItem, ...]
    findings: tuple[Finding, ...]
    total_points: Fraction | None = None
