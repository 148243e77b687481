"""A paper as the JSON object of `kaochang read --json`: names and shapes are a contract with scripts."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaochang.domain.items import Item, Option
from kaochang.domain.mark_schemes import Criterion, MarkScheme
from kaochang.domain.papers import Finding, Kind, Paper, PaperItem
from kaochang.domain.ports import Words
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs


def to_contract(paper: Paper, words: Words) -> dict[str, Any]:
    """The object for one paper; `words` give the sentences of its findings."""
    return {
        "title": paper.title,
        "items": [item_object(read) for read in paper.items],
        "diagnostics": [_diagnostic(finding, words) for finding in paper.findings],
        "total_points": _number(paper.total_points),
    } | ({"scoring_note": paper.scoring_note} if paper.scoring_note else {})


def _number(points: Fraction | None) -> int | float | None:
    if points is None:
        return None
    return points.numerator if points.denominator == 1 else float(points)


def item_object(read: PaperItem) -> dict[str, Any]:
    """The object for one item."""
    item, scheme = read.item, read.scheme
    told: dict[str, Any] = {
        "number": item.number,
        "section": item.section,
        "type": item.type.value,
        "stem": item.stem,
        "options": [_option(option) for option in item.options],
        "answer": _answer(item, scheme),
        "points": _number(item.points),
        "explanation": scheme.explanation or None,
    }
    extra: dict[str, Any] = {
        "prompts": [_option(prompt) for prompt in item.prompts],
        "rubric": scheme.rubric.text,
        "criteria": [_criterion(criterion) for criterion in scheme.rubric.criteria],
        "competencies": list(scheme.competencies),
        "difficulty": scheme.difficulty.value if scheme.difficulty else None,
        "material": item.material,
        "images": list(dict.fromkeys(image.name for image in item.media)),
        "stages": [{"text": stage.text, "limit_s": stage.limit_s} for stage in item.stages],
        "min_words": item.min_words,
        "max_words": item.max_words,
        "tables": [[list(row) for row in table.rows] for table in item.tables],
    }
    return told | {name: value for name, value in extra.items() if value}


def _option(option: Option) -> dict[str, str]:
    told = {"label": option.label, "text": option.text}
    return told if option.image is None else told | {"image": option.image.name}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    levels = [{"name": level.name, "text": level.text, "points": _number(level.points)} for level in criterion.levels]
    told: dict[str, Any] = {"name": criterion.name, "points": _number(criterion.points)}
    return told | {name: value for name, value in {"good": criterion.good, "levels": levels}.items() if value}


def _answer(item: Item, scheme: MarkScheme) -> object:
    if item.is_open:
        return scheme.reference or None
    match scheme.correct:
        case Choice(labels):
            return "".join(option.label for option in item.options if option.label in labels) or "".join(labels)
        case Order(labels):
            return "".join(labels)
        case Judgement(value):
            return value
        case Accepted(blanks):
            return [list(texts) for texts in blanks]
        case Pairs(pairs):
            return " ".join(f"{left}-{right}" for left, right in pairs)
        case None:
            return None


def message_of(finding: Finding, words: Words) -> str:
    """The sentence of a finding: what it is, where, and what to do."""
    key = f"finding.{finding.kind.value}"
    message = words(f"{key}.{finding.variant}" if finding.variant else key, **message_params(finding, words))
    return message[:1].upper() + message[1:]


def _diagnostic(finding: Finding, words: Words) -> dict[str, Any]:
    return {
        "where": finding.where,
        "index": finding.index,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "message": message_of(finding, words),
        "line": finding.line,
    }


_LISTS = frozenset({"criteria", "label", "missing", "names", "rows", "weights"})
"""Parameters that hold several names, apart by 、 in every language."""

_LISTED_ANSWERS = frozenset({"case", "pattern", "range", "tolerance", "units"})
"""Variants whose `answer` is such a list too, and no words of the paper's own."""

_INTERACTIONS = frozenset(
    {
        *("calculated", "calculatedmulti", "calculatedsimple", "random", "randomsamatch", "ddimageortext", "ddmarker"),
        *("hotspot", "selectPoint", "graphicOrder", "graphicAssociate", "graphicGapMatch", "positionObject"),
        *("gapMatch", "associate", "slider", "drawing", "upload", "file_upload", "media", "hottext", "endAttempt"),
        *("custom", "portableCustom"),
    }
)
"""Types of other systems that have a name in the catalogue; any other is told as its file calls it."""

_RULES = frozenset({"adaptive", "patternMatch", "stringMatch", "substring"})
"""Rules of other systems that have a name there."""


def message_params(finding: Finding, words: Words) -> dict[str, str]:
    """What the sentence of a finding may name: its own parameters, and its place as `line`, `item` and `section`.

    `at` begins a sentence with the place in the file: a line, sheet and row, or the first words there in a file whose
    lines people do not see numbered; "" where the format has none of them. Of a separate answer key it is the line
    there, behind the name of that file.
    """
    params, line = finding.params, str(finding.line or "")
    place = {"line": line, "item": finding.number or "", "section": finding.section or ""}
    place["at"] = _at(params, line, words) if line else ""
    comma = words("list.separator")
    listed = _LISTS | ({"answer"} if finding.variant in _LISTED_ANSWERS else set())
    lists = {name: text.replace("、", comma) for name, text in params.items() if name in listed}
    return place | params | lists | _named(finding, words)


def _at(params: Mapping[str, str], line: str, words: Words) -> str:
    shape = "row" if "sheet" in params else "words" if "near" in params else "line"
    shape = "key" if "key_file" in params else shape
    named = {name: params.get(name, "") for name in ("sheet", "near", "key_file")}
    return words(f"finding-at.{shape}", line=line, **named)


def _named(finding: Finding, words: Words) -> dict[str, str]:
    """What other systems call something, in words of this language."""
    interaction, rule = finding.params.get("interaction"), finding.params.get("answer")
    if interaction in _INTERACTIONS:
        return {"interaction": words(f"interaction.{interaction}")}
    if finding.kind is Kind.RULE_NOT_TAKEN and finding.variant == "other" and rule in _RULES:
        return {"answer": words(f"rule.{rule}")}
    return {}
