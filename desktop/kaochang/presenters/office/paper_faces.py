"""From a mended paper to what the page shows of it. Pure; a face that did not change stays the same object."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Part, Severity
from kaochang.domain.ports import Words
from kaochang.domain.responses import Accepted, Choice, CorrectResponse, Judgement, Order, Pairs
from kaochang.flow.mending import FindingState, MendedFinding, MendedItem, MendedPaper
from kaochang.papers.contract import message_of, message_params
from kaochang.presenters.office.paper_state import Doubt, FindingFace, ItemFace, LineFace, OptionFace

if TYPE_CHECKING:
    from kaochang.domain.papers import PaperLine

_ORDINAL = re.compile(
    r"^\s*(?:第\s*)?([一二三四五六七八九十百]{1,4}|[IVX]{1,5}|[0-9]{1,2})\s*(?:大题|部分)?\s*[、．.：:]"
)
_CHOICES = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
F = TypeVar("F")

TRUE, FALSE = "T", "F"
"""The letters of true and false, whatever the program speaks."""


def points_text(points: Fraction | None) -> str:
    """Points as people write them: 2, 1.5, 1/3; "" for none."""
    if points is None:
        return ""
    tenths = points * 100
    return f"{float(points):g}" if tenths.denominator == 1 else str(points)


def place_of(item: Item, ordinal: str) -> str:
    """一、2: the number of its section as its heading prints it ("" for none), and its own."""
    return f"{ordinal}、{item.number}" if ordinal else item.number


def key_text(correct: CorrectResponse | None, words: Words) -> str:
    """A correct response as people write it, and as `SetKey` takes it; "" for none."""
    match correct:
        case Choice(labels) | Order(labels):
            return "".join(labels)
        case Judgement(value):
            return words("office.paper.true" if value else "office.paper.false")
        case Accepted(blanks):
            return "；".join("|".join(texts) for texts in blanks)
        case Pairs(pairs):
            return ",".join(f"{left}-{right}" for left, right in pairs)
        case None:
            return ""


def letters_of(item: Item) -> tuple[str, ...]:
    """The keys that set its correct response: its options' letters, T and F; none where it has to be written."""
    if item.type is ItemType.TRUEFALSE:
        return (TRUE, FALSE)
    return tuple(option.label for option in item.options) if item.type in _CHOICES else ()


def _options(options: Iterable[Option], right: Sequence[str]) -> tuple[OptionFace, ...]:
    return tuple(OptionFace(each.label, each.text, each.label in right, each.image is not None) for each in options)


def _right(scheme: MarkScheme) -> tuple[str, ...]:
    return scheme.correct.labels if isinstance(scheme.correct, Choice) else ()


def _chosen(scheme: MarkScheme) -> tuple[str, ...]:
    """The letters of `letters_of` that are its correct response."""
    if isinstance(scheme.correct, Judgement):
        return (TRUE if scheme.correct.value else FALSE,)
    return _right(scheme)


def _item_face(at: int, mended: MendedItem, doubts: tuple[Doubt, ...], ordinal: str, words: Words) -> ItemFace:
    item, scheme = mended.item, mended.scheme
    points = points_text(item.points)
    return ItemFace(
        index=at,
        type=item.type,
        type_name=words(f"type.{item.type}"),
        place=place_of(item, ordinal),
        points=words("office.paper.points", points=points) if points else "",
        points_value=points,
        stem=item.stem,
        material=item.material,
        tables="\n".join(" | ".join(cells) for table in item.tables for cells in table.rows),
        options=_options(item.options, _right(scheme)),
        prompts=_options(item.prompts, ()),
        letters=letters_of(item),
        is_marked_by_people=item.is_open,
        chosen=_chosen(scheme),
        key=scheme.reference if item.is_open else key_text(scheme.correct, words),
        note=_note(mended, words),
        doubts=doubts,
        pictures=tuple(dict.fromkeys(image.name for image in item.media)),
        lines=mended.lines,
        is_pending=not item.is_open and scheme.correct is None,
        is_dropped=mended.is_dropped,
        is_mended=mended.is_mended,
    )


def _note(mended: MendedItem, words: Words) -> str:
    if mended.is_dropped:
        return words("office.paper.dropped")
    if mended.is_left:
        return words("office.paper.left")
    return words("office.paper.mended") if mended.is_mended else ""


_HERE = frozenset(
    {
        "alternatives-unclear",
        "length-mismatch",
        "length-mismatch.section",
        "missing-answer",
        "missing-answer.looks",
        "missing-reference-answer",
        "points-missing",
        "points-missing.paper",
        "points-missing.section",
    }
)
"""What is mended on this very page: elsewhere a finding says how it is done in the file or on the terminal."""


def finding_text(mended: MendedFinding, words: Words) -> str:
    """The sentence of a finding, with what is to be done on this page where it can be done here."""
    finding = mended.finding
    key = f"{finding.kind}.{finding.variant}" if finding.variant else str(finding.kind)
    if key in _HERE:
        message = words(f"office.finding.{key}", **message_params(finding, words))
        return message[:1].upper() + message[1:]
    return message_of(finding, words)


def _line_face(line: PaperLine, item: int | None) -> LineFace:
    number = str(line.row or line.number)
    return LineFace(line.number, number, line.text, line.part, item, line.sheet, line.pictures)


def is_open(mended: MendedFinding) -> bool:
    """Whether nobody has settled or passed it."""
    return mended.state is FindingState.OPEN


class Faces:
    """The faces of one paper, each made anew only where it is another."""

    def __init__(self, lines: Sequence[PaperLine], words: Words) -> None:
        self._source = lines
        found = ((each.number, _ORDINAL.match(each.text)) for each in lines if each.part is Part.HEADING)
        self._headings = [(number, match[1]) for number, match in found if match]
        self._words = words
        self._lines: tuple[LineFace, ...] = ()
        self._spans: tuple[tuple[int, int], ...] = ()
        self._items: tuple[ItemFace, ...] = ()
        self._findings: tuple[FindingFace, ...] = ()

    def items(self, paper: MendedPaper) -> tuple[ItemFace, ...]:
        """The items' faces."""
        doubts: dict[int, list[Doubt]] = {}
        for each in paper.findings:
            if each.at is not None and is_open(each) and each.finding.severity is not Severity.INFO:
                doubts.setdefault(each.at, []).append(Doubt(each.finding.severity, finding_text(each, self._words)))
        made = tuple(
            _item_face(at, each, tuple(doubts.get(at, ())), self._ordinal(each), self._words)
            for at, each in enumerate(paper.items)
        )
        self._items = _same(made, self._items)
        return self._items

    def _ordinal(self, mended: MendedItem) -> str:
        """The number of the last heading above an item that has one; "" where its format has no lines."""
        at = bisect_right(self._headings, (mended.lines[0], "\U0010ffff"))
        return self._headings[at - 1][1] if mended.lines[0] and at else ""

    def findings(self, paper: MendedPaper) -> tuple[FindingFace, ...]:
        """Those that are open or passed, errors first; within that in the paper's order."""
        shown = [(at, each) for at, each in enumerate(paper.findings) if each.state is not FindingState.SETTLED]
        ranks = list(Severity)
        shown.sort(key=lambda pair: (not is_open(pair[1]), ranks.index(pair[1].finding.severity)))
        self._findings = _same(tuple(self._finding_face(at, each) for at, each in shown), self._findings)
        return self._findings

    def _finding_face(self, number: int, mended: MendedFinding) -> FindingFace:
        words, severity = self._words, mended.finding.severity
        passed = mended.passed
        return FindingFace(
            number=number,
            severity=severity,
            severity_name=words(f"severity.{severity}"),
            text=finding_text(mended, words),
            at=mended.at,
            line=mended.line,
            passed="" if passed is None else words("office.paper.passed", by=passed.by, reason=passed.reason),
            can_pass=is_open(mended) and severity is Severity.ERROR,
        )

    def lines(self, items: Sequence[ItemFace]) -> tuple[LineFace, ...]:
        """The paper's lines, each with the item it belongs to now."""
        spans = tuple(each.lines for each in items)
        if not self._lines or spans != self._spans:
            self._spans = spans
            owner = {
                line: each.index for each in items if each.lines[0] for line in range(each.lines[0], each.lines[1] + 1)
            }
            made = tuple(_line_face(each, owner.get(each.number)) for each in self._source)
            self._lines = _same(made, self._lines)
        return self._lines

    def summary(self, items: Sequence[ItemFace]) -> str:
        """读到 28 题，27 题可以直接使用。略去 9 行…"""
        ready = sum(not (each.is_dropped or each.doubts or each.is_pending) for each in items)
        told = self._words("office.paper.summary", items=len(items), ready=ready)
        left_out = sum(each.part is Part.LEFT_OUT for each in self._source)
        return told + self._words("office.paper.left-out", count=left_out) if left_out else told

    def counts(self, findings: Sequence[FindingFace]) -> str:
        """错误 1 · 存疑 2 · 提示 1, of those that are open."""
        found = Counter(each.severity for each in findings if not each.passed)
        told = (f"{self._words(f'severity.{each}')} {found[each]}" for each in Severity if found[each])
        return " · ".join(told)


def _same(made: tuple[F, ...], before: tuple[F, ...]) -> tuple[F, ...]:
    """The new ones, each as the very object that it was where it is equal; all of them, where all are."""
    if made == before:
        return before
    known = (*before, *made[len(before) :])
    return tuple(old if old == new else new for new, old in zip(made, known, strict=False))
