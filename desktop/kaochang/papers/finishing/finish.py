"""Drafts become items with mark schemes; what is wrong with one item becomes findings on it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import Image, Item, ItemType, Option, Table
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Kind, PaperItem
from kaochang.papers.finishing.checks import plain
from kaochang.papers.finishing.made import Made
from kaochang.papers.finishing.matched import matched
from kaochang.papers.finishing.own_labels import by_letters, by_own
from kaochang.papers.finishing.pictures import option_of, spare, take_pictures
from kaochang.papers.finishing.replies import take_reply
from kaochang.papers.finishing.resolve import Resolved, resolve
from kaochang.papers.finishing.rounds import Rounds, take_rounds
from kaochang.papers.finishing.schemes import objective_scheme, open_scheme
from kaochang.papers.grammar import options
from kaochang.papers.grammar.answers import count_answers, is_none, letters_of
from kaochang.papers.grammar.drafts import Draft, Given, joined
from kaochang.papers.grammar.lengths import Length, read_length
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.grammar.stems import Stem, count_blanks, count_spaces, drawn_wide, read_stem, take_underlined
from kaochang.papers.lines import Line, fold, make_line, rows
from kaochang.papers.numerals import CIRCLED, to_points

_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
_STRUCK: Final = re.compile(r"[/\\_-]{1,8}")
_ONLY_POINTS: Final = re.compile(r"[(\[]\s*(?:本小?题)?\s*(?:共|满分)?\s*\d{1,3}(?:\.\d)?\s*分\s*[)\]]")
_LAST_POINTS: Final = re.compile(rf"(?<=[。?!:;])\s*{_ONLY_POINTS.pattern}$")
_POINTS: Final = re.compile(r"\s*(\d{1,3}(?:\.\d)?)\s*分?\s*")


@dataclass(slots=True)
class _Parts:
    """The pieces of an item between draft and domain value."""

    type: ItemType
    stem: Stem
    options: tuple[Option, ...] = ()
    prompts: tuple[Option, ...] = ()
    blanks: int = 0


def finish(draft: Draft, number: str, told: ItemType | None = None) -> Made:
    """One item of a paper; `told` is its type where a person says it."""
    by_letters(draft)
    _drop_struck_options(draft)
    _take_bare_options(draft)
    take_pictures(draft)
    take_reply(draft)
    rounds = take_rounds(draft) if draft.kind is ItemType.SCENARIO else Rounds()
    raw = joined(_stem_lines(draft))
    kind = resolve(draft, raw) if told is None else Resolved(told)
    parts = _parts(draft, kind.type, raw)
    item = replace(_item(draft, number, parts), stages=rounds.stages)
    asked = read_length(item.stem) if item.is_open else None
    item = measured(item, draft, asked)
    made = Made(draft, number, PaperItem(item, MarkScheme()))
    if asked is not None and asked.clashes:
        made.say(Kind.LENGTH_MISMATCH, draft.line, least=str(asked.least), most=str(asked.most))
    if rounds.unclear is not None:
        made.say(Kind.ROUNDS_UNCLEAR, rounds.unclear)
    if not kind.sure:
        made.say(Kind.UNKNOWN_TYPE, draft.line)
    judge_stem(made)
    judge_options(made)
    _judge_points(made, parts)
    made.given = _all_given(draft, parts)
    scheme = open_scheme(made) if item.is_open else objective_scheme(made, made.given)
    if item.is_open and not kind.sure and letters_of(scheme.reference):
        scheme = replace(scheme, reference="")  # letters answer a choice: they say nothing of what was asked in writing
    made.read = PaperItem(*by_own(draft, _without_judged_options(item), scheme))
    return made


# -- the candidate's side


def _drop_struck_options(draft: Draft) -> None:
    """Where a table has a place for options, a stroke there says that the item has none."""
    words = {option.text for option in draft.options}
    if len(words) == 1 and _STRUCK.fullmatch(fold(words.pop())) and not any(each.images for each in draft.options):
        draft.options = []


def _take_bare_options(draft: Draft) -> None:
    """Options written as letter and words with nothing between: taken only as whole lines A, B, C … in order."""
    lines = draft.fields.get(Mark.STEM, [])
    if draft.options or draft.is_open or draft.kind not in (*_CHOICES, None):
        return
    first = next((place for place, line in enumerate(lines) if place and re.match(r"A[一-鿿]", line.fold)), None)
    tail = lines[first:] if first is not None else []
    if len(tail) < 2 or any(line.fold[:1] != chr(ord("A") + place) for place, line in enumerate(tail)):
        return
    draft.options = [options.OptionDraft(line.text[0], line.cut(1)) for line in tail]
    draft.fields[Mark.STEM] = lines[:first]


def _stem_lines(draft: Draft) -> list[Line]:
    """Stem and, where a case is one item, its material and question: in the order they stand."""
    stem, ask = draft.fields.get(Mark.STEM, []), draft.fields.get(Mark.ASK, [])
    material = draft.fields.get(Mark.MATERIAL, [])
    if not stem and not ask:
        return material
    return [*stem, *ask]


def _material_lines(draft: Draft) -> list[Line]:
    shared = draft.shared.lines if draft.shared else []
    if draft.parent is not None:
        parent = draft.parent
        fields = (parent.fields.get(mark, []) for mark in (Mark.STEM, Mark.MATERIAL, Mark.ASK))
        own = [_unpointed(line) for lines in fields for line in lines if not _is_pointed(line)]
        return [*_material_of(parent), *sorted(own, key=lambda line: line.number)]
    has_stem = draft.fields.get(Mark.STEM) or draft.fields.get(Mark.ASK)
    return [*shared, *(draft.fields.get(Mark.MATERIAL, []) if has_stem else [])]


def _is_pointed(line: Line) -> bool:
    """Whether a line says nothing but points: （25分） behind the number of a case."""
    return bool(_ONLY_POINTS.fullmatch(line.fold))


def _unpointed(line: Line) -> Line:
    """A line of a case without the points of the whole case behind its words."""
    match = _LAST_POINTS.search(line.fold)
    return line.cut(0, match.start()) if match is not None else line


def _material_of(parent: Draft) -> list[Line]:
    return parent.shared.lines if parent.shared else []


def _parts(draft: Draft, kind: ItemType, raw: str) -> _Parts:
    underlined: list[str] = []
    if kind is ItemType.BLANK:
        lines, underlined = take_underlined(_stem_lines(draft))
        raw = joined(lines)
    found = _in_order(tuple(option_of(option) for option in draft.options))
    prompts: tuple[Option, ...] = ()
    if kind is ItemType.MATCHING:
        raw, prompts, found = matched(raw, found, _stem_lines(draft))
    elif kind is ItemType.ORDERING and not found:
        raw, found = _steps(raw)
    stem = read_stem(raw, kind, filled=draft.section.filled, tells=draft.section.tells)
    if underlined:
        stem.answers.append("；".join(underlined))
    return _Parts(kind, stem, found, prompts, _blanks(draft, stem) if kind is ItemType.BLANK else 0)


def _blanks(draft: Draft, stem: Stem) -> int:
    """How many blanks a stem has; those of mere white space where it has no others, or the answer needs them."""
    drawn, spaces = count_blanks(stem.text), count_spaces(stem.text)
    if not spaces:
        return drawn
    needed = {count_answers(given.text, drawn + spaces) for given in draft.answers}
    if drawn and needed != {drawn + spaces}:
        return drawn
    stem.text = drawn_wide(stem.text)
    return drawn + spaces


def _in_order(found: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options by label: a table of two columns may be read across. Labels used twice keep the paper's order."""
    labels = {option.label for option in found}
    return tuple(sorted(found, key=lambda option: option.label)) if len(labels) == len(found) else found


def _steps(raw: str) -> tuple[str, tuple[Option, ...]]:
    """An ordering item whose steps are numbered lines of the stem: they are its options, labelled by their marks."""
    stem, found = [], []
    for text in split_circled(raw):
        mark = parse_number(make_line(text, 0))
        if mark is None or mark.weak:
            stem.append(text)
        else:
            label = mark.label if mark.style == "circled" else f"({mark.value})"
            found.append(Option(label, mark.rest.text))
    return "\n".join(stem), tuple(found)


def split_circled(raw: str) -> list[str]:
    """Lines of a text, those with several ①② steps cut before each."""
    places = [match.start() for match in re.finditer(rf"[{CIRCLED}]", fold(raw))]
    if not places or not CIRCLED.startswith("".join(raw[place] for place in places)):
        return rows(raw)
    parts = [raw[start:end] for start, end in zip([0, *places], [*places, len(raw)], strict=True)]
    return [row.strip(" 　；;，,") for part in parts for row in rows(part) if row.strip()]


def _item(draft: Draft, number: str, parts: _Parts) -> Item:
    material = _material_lines(draft)
    lines = _stem_lines(draft)
    tables = () if parts.type is ItemType.MATCHING and parts.prompts else _tables([*material, *lines])
    return Item(
        type=parts.type,
        stem=parts.stem.text,
        number=number,
        section=draft.section.title,
        options=parts.options,
        prompts=parts.prompts,
        blanks=parts.blanks,
        points=_points(draft, parts),
        material=joined(material),
        tables=tables,
        images=_images([*material, *lines, *spare(draft.options)]),
    )


def measured(item: Item, draft: Draft, asked: Length | None) -> Item:
    """An open item with the length that its stem asks for, else its section; a section does not mean sub-questions."""
    length = asked if asked is not None or draft.parent is not None else draft.section.length
    if not item.is_open or item.stages or length is None or length.clashes:
        return item
    return replace(item, min_words=length.least, max_words=length.most)


def _tables(lines: Iterable[Line]) -> tuple[Table, ...]:
    return tuple(line.table for line in lines if line.table is not None)


def _images(lines: Iterable[Line]) -> tuple[Image, ...]:
    return tuple({image.name: image for line in lines for image in line.images}.values())


def _points(draft: Draft, parts: _Parts) -> Fraction | None:
    """Points as authored: the item's own, else what its heading says for each item, blank or range of numbers."""
    own = parts.stem.points or _stated(draft)
    if own is not None or draft.parent is not None:
        return own
    meta = draft.section.meta
    if draft.section.by_type:
        choice = draft.section.by_type.get(None) if parts.type in _CHOICES else None
        meta = draft.section.by_type.get(parts.type) or choice or meta
    for first, last, points in meta.ranges:
        if first <= draft.value <= last:
            return points
    if parts.type is ItemType.BLANK and meta.per_blank is not None:
        return meta.per_blank * parts.blanks
    return meta.each


def _stated(draft: Draft) -> Fraction | None:
    match = _POINTS.fullmatch(fold(draft.words(Mark.POINTS)))
    return to_points(match.group(1)) if match else None


def _judge_points(made: Made, parts: _Parts) -> None:
    """Points that the stem says in one way and a line of their own in another: those of the stem stay."""
    own, stated = parts.stem.points, _stated(made.draft)
    if own is not None and stated is not None and own != stated:
        made.say(Kind.POINTS_MISMATCH, made.draft.line, "twice", declared=plain(own), found=plain(stated))


def _without_judged_options(item: Item) -> Item:
    """正确 and 错误 as options of a judgement are its interaction, not its options."""
    if item.type is not ItemType.TRUEFALSE or not item.options:
        return item
    return replace(item, options=())


def judge_stem(made: Made) -> None:
    """An item without words, pictures and tables asks nothing."""
    item = made.read.item
    shown = bool(item.images or item.tables)
    if made.draft.parent is not None:
        shown = any(line.images or line.table for line in _stem_lines(made.draft))
    if not re.sub(r"[\W_]", "", item.stem) and not shown and not _is_blank_of_material(item):
        made.say(Kind.EMPTY_STEM, made.draft.line)


def _is_blank_of_material(item: Item) -> bool:
    """Whether an item without words is a numbered blank of its passage, for which its options are offered."""
    number = rf"\(?\s*{re.escape(item.number)}\s*\)?"
    return bool(item.options) and bool(re.search(rf"_\s*{number}|{number}\s*_|\(\s*{number}\s*\)", fold(item.material)))


def judge_options(made: Made) -> None:
    """Labels used twice or left out, and choices with fewer than two options."""
    item, line = made.read.item, made.draft.line
    if item.type not in _CHOICES and not item.options:
        return
    labels = [option.label for option in item.options]
    doubled = sorted(label for label, times in Counter(labels).items() if times > 1)
    if doubled:
        made.say(Kind.DUPLICATE_OPTION_LABEL, line, label="、".join(doubled))
    if item.type in _CHOICES and len(labels) < 2:
        made.say(Kind.OPTION_LABEL_GAP, line, "few" if labels else "none", found="".join(labels))
    elif not doubled and labels and labels[0].isalpha() and labels[0].isascii():
        expected = [chr(ord("A") + place) for place in range(ord(labels[-1]) - ord("A") + 1)]
        missing = [label for label in expected if label not in labels]
        if missing:
            made.say(Kind.OPTION_LABEL_GAP, line, missing="、".join(missing), found="".join(labels))


def _all_given(draft: Draft, parts: _Parts) -> list[Given]:
    """Every answer the paper gives for an item, wherever it stands."""
    found = [Given([make_line(text, draft.line)], "stem") for text in parts.stem.answers]
    chosen = "".join(option.label for option in draft.options if option.chosen)
    if chosen and len(chosen) < len(draft.options):
        found.append(Given([make_line(chosen, draft.line)], "option"))
    return [given for given in [*found, *draft.answers] if not is_none(given.text)]
