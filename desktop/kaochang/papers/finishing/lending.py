"""Items of two files that are the same, read once more where one of them says what the other leaves open."""

from dataclasses import replace
from typing import Final

from msgspec import structs

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind, PaperItem
from kaochang.papers.finishing.finish import finish
from kaochang.papers.finishing.made import Made
from kaochang.papers.finishing.repeats import without_stem
from kaochang.papers.finishing.same_items import fillings
from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.options import OptionDraft
from kaochang.papers.lines import make_line, rows

_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})


def settled(own: Made, theirs: Made) -> Made:
    """An item of the paper whose type nothing but its answer tells, with the type that it has in the key."""
    unsure = _is_unknown(own) or theirs.read.item.type is not own.read.item.type
    is_open = own.is_drafted and own.draft.kind is None and not own.draft.answers and own.read.scheme.correct is None
    if not is_open or not unsure or _is_unknown(theirs):
        return own
    own.draft.kind = theirs.read.item.type
    made, points = finish(own.draft, own.number), own.read.item.points
    if made.read.item.points is None and points is not None:
        made.read = PaperItem(structs.replace(made.read.item, points=points), made.read.scheme)
    return made


def _is_unknown(made: Made) -> bool:
    return any(fault.fault.kind is Kind.UNKNOWN_TYPE for fault in made.faults)


def lent(theirs: Made, own: Made, *, filled: bool, longer: bool) -> Made:
    """An item of the key, read as the paper says what it is, where the key leaves out its type or options.

    `filled`: what stands in the blanks of the paper's stem is its answer; `longer`: what stands behind the stem is.
    """
    item, draft = own.read.item, theirs.draft
    wanted = item.type in _CHOICES and not draft.options
    differs = theirs.read.item.type is not item.type and not (item.is_open and theirs.read.item.is_open)
    filled = filled and item.type is ItemType.BLANK and theirs.read.scheme.correct is None
    if not theirs.is_drafted or not (wanted or differs or filled or longer):
        return theirs
    copy = replace(draft, kind=item.type, fields=dict(draft.fields), answers=list(draft.answers))
    copy.options = _options(own) if wanted else [replace(option) for option in draft.options]
    copy.own = own.draft.own if wanted else draft.own
    if longer:
        _part(copy, item.stem)
    if filled and not copy.answers and (words := fillings(item.stem, theirs.read.item.stem)):
        copy.answers = [Given([make_line("；".join(words), draft.line)], "stem")]
        copy.fields[Mark.STEM] = [make_line(text, draft.line) for text in rows(item.stem)]
    return finish(copy, theirs.number)


def _options(own: Made) -> list[OptionDraft]:
    """The options of the paper's item, less what says there which is right."""
    if own.draft.options:
        return [replace(option, chosen=False) for option in own.draft.options]
    return [
        OptionDraft(option.label, make_line(option.text, 0, images=() if option.image is None else (option.image,)))
        for option in own.read.item.options
    ]


def _part(draft: Draft, stem: str) -> None:
    """Take the lines behind the stem for the answer, if there is no other; the stem may be a case or its question."""
    for mark in (Mark.STEM, Mark.ASK, Mark.MATERIAL):
        lines = draft.fields.get(mark, [])
        behind = without_stem(lines, stem)
        if len(behind) < len(lines):
            draft.fields[mark] = lines[: len(lines) - len(behind)]
            draft.answers = draft.answers or ([Given(behind, "line")] if behind else [])
            return
