"""The truth of a paper in the shape that `kaochang read --json` prints."""

from fractions import Fraction
from typing import Any

from papers_corpus.entries import OPEN, Entry, Section, Sheet

Told = dict[str, Any]


def told(sheet: Sheet) -> Told:
    """What a reader that makes no mistake prints of a paper, less its findings."""
    items = []
    for section, numbered in sheet.numbered():
        for number, entry in numbered:
            items += _items(section, entry, str(number))
    return {"title": sheet.title, "items": items}


def _items(section: Section, entry: Entry, number: str) -> list[Told]:
    worth = section.worth(entry)
    if not entry.parts:
        return [_item(section, entry, number, worth)]
    found = []
    for place, part in enumerate(entry.parts, start=1):
        made = _item(section, part, f"{number}.{place}", part.points)
        made["material"] = entry.stem
        found.append(made)
    return found


def _item(section: Section, entry: Entry, number: str, points: Fraction | None) -> Told:
    answer: object = entry.answer
    if isinstance(answer, tuple):
        answer = [list(texts) for texts in answer]
    made: Told = {
        "number": number,
        "section": section.title,
        "type": entry.kind,
        "stem": entry.stem,
        "options": [{"label": label, "text": text} for label, text in zip(entry.labels, entry.options, strict=True)],
        "answer": answer if entry.kind not in OPEN else (answer or None),
        "points": None if points is None else (points.numerator if points.denominator == 1 else float(points)),
        "explanation": entry.explanation or None,
    }
    if entry.prompts:
        made["prompts"] = [{"label": f"({place})", "text": text} for place, text in enumerate(entry.prompts, start=1)]
    return made
