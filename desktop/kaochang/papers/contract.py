"""A paper as the JSON object of `kaochang read --json`: names and shapes are a contract with scripts."""

from fractions import Fraction
from typing import Any

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding, Paper, PaperItem
from kaochang.domain.ports import Words
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs


def to_contract(paper: Paper, words: Words) -> dict[str, Any]:
    """The object for one paper; `words` give the sentences of its findings."""
    return {
        "title": paper.title,
        "items": [_item(read) for read in paper.items],
        "diagnostics": [_diagnostic(finding, words) for finding in paper.findings],
        "total_points": _number(paper.total_points),
    }


def _number(points: Fraction | None) -> int | float | None:
    if points is None:
        return None
    return points.numerator if points.denominator == 1 else float(points)


def _item(read: PaperItem) -> dict[str, Any]:
    item, scheme = read.item, read.scheme
    told: dict[str, Any] = {
        "number": item.number,
        "section": item.section,
        "type": item.type.value,
        "stem": item.stem,
        "options": [{"label": option.label, "text": option.text} for option in item.options],
        "answer": _answer(item, scheme),
        "points": _number(item.points),
        "explanation": scheme.explanation or None,
    }
    extra: dict[str, Any] = {
        "prompts": [{"label": prompt.label, "text": prompt.text} for prompt in item.prompts],
        "rubric": scheme.rubric.text,
        "material": item.material,
        "images": [image.name for image in item.images],
        "stages": [{"text": stage.text, "limit_s": stage.limit_s} for stage in item.stages],
        "min_words": item.min_words,
        "max_words": item.max_words,
        "tables": [[list(row) for row in table.rows] for table in item.tables],
    }
    return told | {name: value for name, value in extra.items() if value}


def _answer(item: Item, scheme: MarkScheme) -> object:
    if item.is_open:
        return scheme.reference or None
    match scheme.correct:
        case Choice(labels) | Order(labels):
            return "".join(labels)
        case Judgement(value):
            return value
        case Accepted(blanks):
            return [list(texts) for texts in blanks]
        case Pairs(pairs):
            return " ".join(f"{left}-{right}" for left, right in pairs)
        case None:
            return None


def _diagnostic(finding: Finding, words: Words) -> dict[str, Any]:
    key = f"finding.{finding.kind.value}"
    return {
        "where": finding.where,
        "index": finding.index,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "message": words(f"{key}.{finding.variant}" if finding.variant else key, **message_params(finding, words)),
        "line": finding.line,
    }


_LISTS = frozenset({"criteria", "label", "missing"})
"""Parameters that hold several names, apart by 、 in every language."""


def message_params(finding: Finding, words: Words) -> dict[str, str]:
    """What the sentence of a finding may name: its own parameters, and its place as `line`, `item` and `section`."""
    place = {"line": str(finding.line or ""), "item": finding.number or "", "section": finding.section or ""}
    comma = words("list.separator")
    lists = {name: text.replace("、", comma) for name, text in finding.params.items() if name in _LISTS}
    return place | finding.params | lists
