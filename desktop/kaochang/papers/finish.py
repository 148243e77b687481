"""Drafts become items with mark schemes; what is wrong with one item becomes findings on it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import Image, Item, ItemType, Option, Table
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Kind, PaperItem
from kaochang.domain.responses import Choice, CorrectResponse
from kaochang.papers import options
from kaochang.papers.answers import Fault, Shape, is_none, read_answer
from kaochang.papers.drafts import Draft, Given, joined
from kaochang.papers.lengths import Length, read_length
from kaochang.papers.lines import Line, fold, make_line, rows
from kaochang.papers.marks import Mark
from kaochang.papers.numbers import parse_number
from kaochang.papers.numerals import CIRCLED, to_points
from kaochang.papers.resolve import resolve
from kaochang.papers.rounds import Rounds, take_rounds
from kaochang.papers.rubrics import read_rubric, states_points
from kaochang.papers.stems import Stem, count_blanks, read_stem, take_underlined

_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
_POINTS: Final = re.compile(r"\s*(\d{1,3}(?:\.\d)?)\s*分?\s*")
_TOPICS: Final = re.compile(r"[、,;；，\n]")


@dataclass(slots=True)
class ItemFault:
    """A fault of one item and the line it stands on."""

    fault: Fault
    line: int | None


@dataclass(slots=True)
class Made:
    """An item, its mark scheme and its faults; `draft` is what it was made from."""

    draft: Draft
    number: str
    read: PaperItem
    faults: list[ItemFault] = field(default_factory=list)


@dataclass(slots=True)
class _Parts:
    """The pieces of an item between draft and domain value."""

    type: ItemType
    stem: Stem
    options: tuple[Option, ...] = ()
    prompts: tuple[Option, ...] = ()


def finish(draft: Draft, number: str) -> Made:
    """One item of a paper."""
    _take_bare_options(draft)
    rounds = take_rounds(draft) if draft.kind is ItemType.SCENARIO else Rounds()
    raw = joined(_stem_lines(draft))
    kind = resolve(draft, raw)
    parts = _parts(draft, kind.type, raw)
    item = replace(_item(draft, number, parts), stages=rounds.stages)
    asked = read_length(item.stem) if item.is_open else None
    item = _measured(item, draft, asked)
    made = Made(draft, number, PaperItem(item, MarkScheme()))
    if asked is not None and asked.clashes:
        _say(made, Kind.LENGTH_MISMATCH, draft.line, least=str(asked.least), most=str(asked.most))
    if rounds.unclear is not None:
        _say(made, Kind.ROUNDS_UNCLEAR, rounds.unclear)
    if not kind.sure:
        _say(made, Kind.UNKNOWN_TYPE, draft.line)
    if not re.sub(r"[\W_]", "", item.stem) and not item.images and not item.tables:
        _say(made, Kind.EMPTY_STEM, draft.line)
    _check_options(made)
    scheme = _open_scheme(made) if item.is_open else _objective_scheme(made, parts)
    made.read = PaperItem(_without_judged_options(item), scheme)
    return made


def _say(made: Made, kind: Kind, line: int | None, variant: str = "", **params: str) -> None:
    made.faults.append(ItemFault(Fault(kind, variant, params), line))


# -- the candidate's side


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
        own = [line for mark in (Mark.STEM, Mark.MATERIAL, Mark.ASK) for line in parent.fields.get(mark, [])]
        return [*_material_of(parent), *sorted(own, key=lambda line: line.number)]
    has_stem = draft.fields.get(Mark.STEM) or draft.fields.get(Mark.ASK)
    return [*shared, *(draft.fields.get(Mark.MATERIAL, []) if has_stem else [])]


def _material_of(parent: Draft) -> list[Line]:
    return parent.shared.lines if parent.shared else []


def _parts(draft: Draft, kind: ItemType, raw: str) -> _Parts:
    underlined: list[str] = []
    if kind is ItemType.BLANK:
        lines, underlined = take_underlined(_stem_lines(draft))
        raw = joined(lines)
    found = _in_order(tuple(Option(option.label, option.text) for option in draft.options))
    prompts: tuple[Option, ...] = ()
    if kind is ItemType.MATCHING:
        raw, prompts, found = _columns(raw, found, _stem_lines(draft))
    elif kind is ItemType.ORDERING and not found:
        raw, found = _steps(raw)
    stem = read_stem(raw, kind)
    if underlined:
        stem.answers.append("；".join(underlined))
    return _Parts(kind, stem, found, prompts)


def _in_order(found: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options by label: a table of two columns may be read across. Labels used twice keep the paper's order."""
    labels = {option.label for option in found}
    return tuple(sorted(found, key=lambda option: option.label)) if len(labels) == len(found) else found


def _columns(
    raw: str, right: tuple[Option, ...], lines: list[Line]
) -> tuple[str, tuple[Option, ...], tuple[Option, ...]]:
    """Prompts and options of a matching item: numbered lines, or the two columns of a line or table."""
    cells = [cell for line in lines if line.table for row in line.table.rows for cell in row]
    stem, prompts, found = [], [], list(right)
    for line in [*(make_line(text, 0) for text in rows(raw)), *(make_line(cell, 0) for cell in cells)]:
        mark = parse_number(line)
        if mark is None:
            listed = options.parse_options(line)
            found += [Option(option.label, option.text) for option in listed]
            stem += [] if listed or line.text in cells else [line.text]
            continue
        place = options.find_inline_one(mark.rest)
        words = mark.rest.cut(0, place)
        prompts.append(Option(f"({mark.value})", words.text))
        if place is not None:
            found += [Option(option.label, option.text) for option in options.parse_options(mark.rest.cut(place))]
    return "\n".join(stem), tuple(prompts), tuple(sorted(found, key=lambda option: option.label))


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
        blanks=count_blanks(parts.stem.text) if parts.type is ItemType.BLANK else 0,
        points=_points(draft, parts),
        material=joined(material),
        tables=tables,
        images=_images([*material, *lines, *(option.words for option in draft.options)]),
    )


def _measured(item: Item, draft: Draft, asked: Length | None) -> Item:
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
    for first, last, points in meta.ranges:
        if first <= draft.value <= last:
            return points
    if parts.type is ItemType.BLANK and meta.per_blank is not None:
        return meta.per_blank * count_blanks(parts.stem.text)
    return meta.each


def _stated(draft: Draft) -> Fraction | None:
    match = _POINTS.fullmatch(fold(draft.words(Mark.POINTS)))
    return to_points(match.group(1)) if match else None


def _without_judged_options(item: Item) -> Item:
    """正确 and 错误 as options of a judgement are its interaction, not its options."""
    if item.type is not ItemType.TRUEFALSE or not item.options:
        return item
    return replace(item, options=())


def _check_options(made: Made) -> None:
    item, line = made.read.item, made.draft.line
    if item.type not in _CHOICES and not item.options:
        return
    labels = [option.label for option in item.options]
    doubled = sorted(label for label, times in Counter(labels).items() if times > 1)
    if doubled:
        _say(made, Kind.DUPLICATE_OPTION_LABEL, line, label="、".join(doubled))
    if item.type in _CHOICES and len(labels) < 2:
        _say(made, Kind.OPTION_LABEL_GAP, line, "few", found="".join(labels) or "—")
    elif not doubled and labels and labels[0].isalpha() and labels[0].isascii():
        expected = [chr(ord("A") + place) for place in range(ord(labels[-1]) - ord("A") + 1)]
        missing = [label for label in expected if label not in labels]
        if missing:
            _say(made, Kind.OPTION_LABEL_GAP, line, missing="、".join(missing), found="".join(labels))


# -- the centre's side


def _explanation(draft: Draft) -> str:
    return draft.words(Mark.EXPLANATION)


def _topics(draft: Draft) -> tuple[str, ...]:
    return tuple(topic.strip() for topic in _TOPICS.split(draft.words(Mark.TOPIC)) if topic.strip())


def _open_scheme(made: Made) -> MarkScheme:
    draft = made.draft
    rubric = read_rubric(draft.words(Mark.RUBRIC))
    given = [given for given in draft.answers if not is_none(given.text)]
    line = draft.fields[Mark.RUBRIC][0].number if rubric.text else None
    if any(found.points is None for found in rubric.criteria) or (rubric.text and not states_points(rubric.text)):
        _say(
            made,
            Kind.RUBRIC_WITHOUT_POINTS,
            line,
            criteria="、".join(found.name for found in rubric.criteria) or rubric.text[:20],
        )
    weighed = [found.points for found in rubric.criteria if found.points is not None]
    points = made.read.item.points
    if weighed and points is not None and len(weighed) == len(rubric.criteria) and sum(weighed) != points:
        _say(made, Kind.POINTS_MISMATCH, line, "rubric", stated=_plain(points), found=_plain(sum(weighed, Fraction())))
    if not given and not any(fault.fault.kind is Kind.UNKNOWN_TYPE for fault in made.faults):
        _say(made, Kind.MISSING_REFERENCE_ANSWER, draft.line)
    return MarkScheme(
        reference="\n".join(given.text for given in given),
        explanation=_explanation(draft),
        rubric=rubric,
        competencies=_topics(draft),
    )


def _plain(points: Fraction) -> str:
    return str(points.numerator) if points.denominator == 1 else str(float(points))


def _all_given(draft: Draft, parts: _Parts) -> list[Given]:
    """Every answer the paper gives for an item, wherever it stands."""
    found = [Given([make_line(text, draft.line)], "stem") for text in parts.stem.answers]
    chosen = "".join(option.label for option in draft.options if option.chosen)
    if chosen and len(chosen) < len(draft.options):
        found.append(Given([make_line(chosen, draft.line)], "option"))
    return [given for given in [*found, *draft.answers] if not is_none(given.text)]


def _shape(draft: Draft, item: Item, parts: _Parts) -> Shape:
    return Shape(
        type=item.type,
        labels=tuple(option.label for option in parts.options),
        texts=tuple(option.text for option in parts.options),
        prompts=tuple(prompt.label for prompt in parts.prompts),
        blanks=item.blanks,
        indefinite=draft.indefinite,
        letters=draft.section.meta.letters,
    )


def _objective_scheme(made: Made, parts: _Parts) -> MarkScheme:
    draft = made.draft
    correct = _correct(made, _all_given(draft, parts), _shape(draft, made.read.item, parts))
    rubric = read_rubric(draft.words(Mark.RUBRIC))
    return MarkScheme(correct=correct, explanation=_explanation(draft), rubric=rubric, competencies=_topics(draft))


def _correct(made: Made, given: list[Given], shape: Shape) -> CorrectResponse | None:
    """The one correct response that everything the paper gives agrees on; None, with a finding, in every other case."""
    if not given:
        looks = any(option.looks for option in made.draft.options)
        _say(made, Kind.MISSING_ANSWER, made.draft.line, "looks" if looks else "")
        return None
    readings = [(read_answer(answer.text, shape), answer) for answer in given]
    found = {reading.correct for reading, _ in readings if reading.correct is not None}
    if len(found) > 1 or (found and any(reading.correct is None for reading, _ in readings)):
        texts = " / ".join(dict.fromkeys(answer.text[:20] for _, answer in readings))
        _say(made, Kind.ANSWER_CONFLICT, readings[-1][1].line, answers=texts)
        return None
    faults = {
        (reading.fault.kind, answer.line): (reading.fault, answer) for reading, answer in readings if reading.fault
    }
    for fault, answer in list(faults.values())[:1]:
        made.faults.append(ItemFault(fault, answer.line))
    correct = next(iter(found), None)
    return None if _is_ambiguous(correct, shape) else correct


def _is_ambiguous(correct: CorrectResponse | None, shape: Shape) -> bool:
    """Whether a label of the answer names two options."""
    return isinstance(correct, Choice) and any(shape.labels.count(label) > 1 for label in correct.labels)
