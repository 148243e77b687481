"""What reading a paper file gives: items with their mark schemes, and findings. The contract of `kaochang read`."""

import enum
from fractions import Fraction

import msgspec

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.places import place
from kaochang.domain.values import Value


class PaperFormat(enum.StrEnum):
    """The formats that papers are written in, by the names of `kaochang export --to`."""

    WORD = "word"
    XLSX = "xlsx"
    QTI3 = "qti3"
    QTI22 = "qti22"
    MOODLE = "moodle"
    GIFT = "gift"


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
    ALTERNATIVES_UNCLEAR = "alternatives-unclear"
    RUBRIC_UNREAD = "rubric-unread"
    DIFFICULTY_UNREAD = "difficulty-unread"
    UNSUPPORTED_INTERACTION = "unsupported-interaction"
    WEIGHTS_NOT_TAKEN = "weights-not-taken"
    RULE_NOT_TAKEN = "rule-not-taken"
    MATERIAL_ASSUMED = "material-assumed"
    MATERIAL_WITHOUT_ITEMS = "material-without-items"
    MEDIA_MISSING = "media-missing"
    PART_MISSING = "part-missing"
    FORMULA_KEPT_AS_TEXT = "formula-kept-as-text"
    DUPLICATE_ITEM = "duplicate-item"
    LEFT_OUT = "left-out"
    PICTURE_NOT_SHOWN = "picture-not-shown"
    COLUMNS_ASSUMED = "columns-assumed"
    UNRECOGNISED_LINE = "unrecognised-line"
    WORDS_LEARNED = "words-learned"


_ERRORS = frozenset({*tuple(Kind)[:8], Kind.UNSUPPORTED_INTERACTION, Kind.PART_MISSING})
_INFOS = frozenset(
    {
        Kind.ALTERNATIVES_UNCLEAR,
        Kind.RUBRIC_UNREAD,
        Kind.DIFFICULTY_UNREAD,
        Kind.MISSING_REFERENCE_ANSWER,
        Kind.WEIGHTS_NOT_TAKEN,
        Kind.MATERIAL_ASSUMED,
        Kind.FORMULA_KEPT_AS_TEXT,
        Kind.LEFT_OUT,
        Kind.PICTURE_NOT_SHOWN,
        Kind.WORDS_LEARNED,
    }
)
SEVERITY: dict[Kind, Severity] = {
    kind: Severity.INFO if kind in _INFOS else Severity.ERROR if kind in _ERRORS else Severity.WARNING for kind in Kind
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


class Passed(Value, frozen=True):
    """A named person passed a finding, for a reason."""

    by: str
    reason: str


class Part(enum.StrEnum):
    """What a line of a paper was taken for."""

    ITEM = "item"
    HEADING = "heading"
    KEY = "key"
    LEFT_OUT = "left-out"
    OTHER = "other"


class PaperLine(Value, frozen=True):
    """A line of a paper as people see it: code and tables are one of several rows, an Excel row one of cells by " | ".

    `number` is counted from 1 and unique in the paper; on all sheets but the first of a workbook it is no row number,
    so `sheet` and `row` say what people see. `pictures` is how many stand there, perhaps without a word.
    """

    number: int
    text: str
    part: Part
    sheet: str = ""
    row: int = 0
    pictures: int = 0


class PaperItem(Value, frozen=True):
    """An item as read, with what the paper says about marking it."""

    item: Item
    scheme: MarkScheme


class Paper(Value, frozen=True):
    """A paper file as read. `total_points` is the declared total, or the sum of the declared section totals.

    `scoring_note` is what it says to scorers before its first section (评分说明).
    """

    title: str | None
    items: tuple[PaperItem, ...]
    findings: tuple[Finding, ...]
    total_points: Fraction | None = None
    scoring_note: str = ""
