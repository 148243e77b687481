"""评分标准 as criteria: named ones without points (考察A、B和C), or steps with theirs (安抚情绪，3分)."""

import re
from fractions import Fraction
from typing import Final

from kaochang.domain.mark_schemes import Criterion, Rubric
from kaochang.papers.lines import fold

_EXAMINES: Final = re.compile(
    r"^(?:本题)?(?:主要|重点|着重|综合)?(?:考察|考查|考核|评估|评价|测评)\s*:?\s*(.+?)(?:等)?[。.;]?$"
)
_AND: Final = re.compile(r"[、,]|(?<![温缓平随谦柔总调饱])和(?![谐解平睦气善蔼])|以及|及(?!时|格)")
_STEPS: Final = re.compile(r"[;。\n]")
_STEP: Final = re.compile(
    r"^[\s(①-⑳]*(?:\d{1,2}[.、)]\s*)?(?P<name>.+?)\s*[:(,]?\s*(?:得|计|给|占)?\s*(?P<points>\d{1,3}(?:\.\d)?)\s*分\s*[)]?$"
)
_LEVELS: Final = re.compile(
    r"优秀|良好|一般|及格|合格|较差|优:|良:|中:|差:|扣|\d\s*-\s*\d+\s*分|每(?:点|项|条|个|处|答)|酌情"
)
_LEADING: Final = re.compile(r"^[\s(①-⑳)]*(?:\d{1,2}[.、)]\s*)?")


def read_rubric(text: str) -> Rubric:
    """The rubric a text states: always its own words, and the criteria it names beyond doubt."""
    if not text:
        return Rubric()
    return Rubric(text, tuple(_stepped(text) or _named(text)))


def states_points(text: str) -> bool:
    """Whether a rubric says anywhere how points are given."""
    return bool(re.search(r"\d\s*分", fold(text)))


def _stepped(text: str) -> list[Criterion]:
    """Criteria with points, only where every step states its own."""
    folded = fold(text)
    if _LEVELS.search(folded):
        return []
    criteria = []
    for step in _slices(text, folded, _STEPS) if ";" in folded or "。" in folded or "\n" in folded else [text]:
        parts = [step] if len(re.findall(r"\d\s*分", fold(step))) < 2 else _slices(step, fold(step), re.compile(","))
        criteria += [_criterion(part) for part in parts]
    return [found for found in criteria if found] if all(criteria) else []


def _slices(text: str, folded: str, pattern: re.Pattern[str]) -> list[str]:
    pieces, start = [], 0
    for match in pattern.finditer(folded):
        pieces.append(text[start : match.start()])
        start = match.end()
    return [piece.strip() for piece in [*pieces, text[start:]] if piece.strip()]


def _criterion(step: str) -> Criterion | None:
    match = _STEP.match(fold(step))
    if match is None:
        return None
    return Criterion(step[match.start("name") : match.end("name")].strip(" （(：:，,"), Fraction(match.group("points")))


def _named(text: str) -> list[Criterion]:
    folded = fold(text)
    match = _EXAMINES.match(folded)
    if match is None or "\n" in text:
        return []
    return [Criterion(name) for name in _slices(text[match.start(1) : match.end(1)], match.group(1), _AND)]
