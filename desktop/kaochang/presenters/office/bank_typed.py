"""What is typed into an item, laid over what the bank has of it: the fields as they stand, and the edit they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.items import OPEN_TYPES, Item, ItemType, Mode
from kaochang.domain.mark_schemes import Criterion, Level, MarkScheme, Rubric
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import MOST_WORDS
from kaochang.flow.bank_draft import Typed, TypedCriterion, TypedLevel
from kaochang.papers.finishing.rounds import lines_of, stages_of
from kaochang.presenters.office.bank_state import FormFace, PictureFace
from kaochang.presenters.office.mender import points_of
from kaochang.presenters.office.paper_faces import FALSE, TRUE, key_text, points_text

if TYPE_CHECKING:  # it comes with the first edit
    from kaochang.flow.bank_edit import Revision

WITH_OPTIONS = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.ORDERING, ItemType.MATCHING})
_CHOICES = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
_LENGTH = re.compile("[0-9]{1,5}")
_BETWEEN = re.compile(r"[、,，;；\n]")


def form_of(item: Item, scheme: MarkScheme, typed: Typed, words: Words) -> FormFace:
    """The fields of an item with what was typed into it."""
    kind = typed.type or item.type
    labels = labels_of(item, typed)
    key = typed.key if typed.key is not None else _key(item, scheme, words)
    letters = (TRUE, FALSE) if kind is ItemType.TRUEFALSE else labels if kind in _CHOICES else ()
    criteria = criteria_of(scheme, typed)
    stages = _given(typed.stages, lines_of(item.stages))
    mode = _given(typed.mode, item.mode.value) if kind is ItemType.INTERVIEW else Mode.TYPED.value
    return FormFace(
        type=kind,
        stem=_given(typed.stem, item.stem),
        options=texts_of(item, typed),
        labels=labels,
        prompts=_given(typed.prompts, "\n".join(each.text for each in item.prompts)),
        stages=stages,
        min_words=_given(typed.min_words, _count(item.min_words)),
        max_words=_given(typed.max_words, _count(item.max_words)),
        mode=mode,
        letters=letters,
        chosen=_chosen(kind, key, words),
        key=key,
        points=_given(typed.points, points_text(item.points)),
        section=_given(typed.section, item.section or ""),
        material=_given(typed.material, item.material),
        explanation=_given(typed.explanation, scheme.explanation),
        competencies=_given(typed.competencies, words("list.separator").join(scheme.competencies)),
        difficulty=_given(typed.difficulty, scheme.difficulty or ""),
        pictures=_pictures(item, typed, words),
        rubric=_given(typed.rubric, scheme.rubric.text),
        criteria=criteria,
        rubric_sum=_sum(criteria, words),
        is_open=kind in OPEN_TYPES,
        has_options=kind in WITH_OPTIONS,
        has_lengths=kind in OPEN_TYPES and mode == Mode.TYPED and not (kind is ItemType.SCENARIO and stages.strip()),
        can_start=not criteria,
    )


def _count(limit: int | None) -> str:
    return "" if limit is None else str(limit)


def _given(typed: str | None, there: str) -> str:
    return there if typed is None else typed


def _key(item: Item, scheme: MarkScheme, words: Words) -> str:
    return scheme.reference if item.is_open else key_text(scheme.correct, words)


def texts_of(item: Item, typed: Typed) -> tuple[str, ...]:
    """The words of its options."""
    return typed.options if typed.options is not None else tuple(each.text for each in item.options)


def labels_of(item: Item, typed: Typed) -> tuple[str, ...]:
    """Their letters: those that the paper gave them, and after them the alphabet's."""
    own = [each.label for each in item.options]
    return tuple(own[at] if at < len(own) else chr(ord("A") + at) for at in range(len(texts_of(item, typed))))


def _chosen(kind: ItemType, key: str, words: Words) -> tuple[str, ...]:
    if kind is ItemType.TRUEFALSE:
        return tuple(
            letter for letter, name in ((TRUE, "true"), (FALSE, "false")) if key == words(f"office.paper.{name}")
        )
    return tuple(key) if kind in _CHOICES else ()


def criteria_of(scheme: MarkScheme, typed: Typed) -> tuple[TypedCriterion, ...]:
    """The criteria as they stand in their fields."""
    return typed.criteria if typed.criteria is not None else tuple(map(typed_criterion, scheme.rubric.criteria))


def typed_criterion(criterion: Criterion) -> TypedCriterion:
    """A criterion as it stands in its fields."""
    levels = (TypedLevel(each.name, points_text(each.points), each.text) for each in criterion.levels)
    return TypedCriterion(criterion.name, points_text(criterion.points), criterion.good, tuple(levels))


def _sum(criteria: Sequence[TypedCriterion], words: Words) -> str:
    points = [points_of(each.points) for each in criteria]
    known = [each for each in points if each is not None]
    return words("office.bank.rubric.sum", points=points_text(sum(known, Fraction()))) if known else ""


def _pictures(item: Item, typed: Typed, words: Words) -> tuple[PictureFace, ...]:
    there = [image.name for image in item.images if image.name not in typed.dropped]
    return tuple(
        PictureFace(name, words("office.bank.picture", number=number))
        for number, name in enumerate((*there, *typed.added), start=1)
    )


def revision_of(typed: Typed, item: Item, scheme: MarkScheme, place: Callable[[str], Path], words: Words) -> Revision:
    """The edit that is meant; POLICY for points that are none. `place` is where a picture's copy lies.

    What was typed for another type than the item has by now is not meant.
    """
    from kaochang.flow.bank_edit import Revision

    form = form_of(item, scheme, typed, words)
    is_weighed = typed.criteria is not None or typed.rubric is not None
    competencies = None if typed.competencies is None else tuple(_BETWEEN.split(typed.competencies))
    return Revision(
        type=typed.type,
        stem=None if typed.stem is None else typed.stem.strip(),
        options=None if typed.options is None else tuple(each.strip() for each in typed.options),
        prompts=_lines(typed.prompts) if form.type is ItemType.MATCHING else None,
        stages=stages_of(typed.stages) if typed.stages is not None and form.type is ItemType.SCENARIO else None,
        lengths=_lengths(form) if form.is_open else None,
        mode=Mode(typed.mode) if typed.mode is not None and form.type is ItemType.INTERVIEW else None,
        key=None if typed.key is None else typed.key.strip(),
        points=None if typed.points is None else _points(typed.points),
        section=None if typed.section is None else typed.section.strip(),
        material=typed.material,
        explanation=None if typed.explanation is None else typed.explanation.strip(),
        competencies=competencies,
        difficulty=typed.difficulty,
        rubric=_rubric(typed, scheme) if is_weighed else None,
        dropped=typed.dropped,
        pictures=tuple(map(place, typed.added)),
    )


def _lines(typed: str | None) -> tuple[str, ...] | None:
    return None if typed is None else tuple(each.strip() for each in typed.splitlines() if each.strip())


def _lengths(form: FormFace) -> tuple[int | None, int | None]:
    """At least and at most so many words; none of what is not typed at the PC."""
    return (_words(form.min_words), _words(form.max_words)) if form.has_lengths else (None, None)


def _words(written: str) -> int | None:
    told = written.strip()
    if told and not (_LENGTH.fullmatch(told) and 0 < int(told) <= MOST_WORDS):
        raise Refusal(Outcome.POLICY, "bank.length-form", written=told)
    return int(told) if told else None


def _points(written: str) -> Fraction:
    points = points_of(written)
    if points is None:
        raise Refusal(Outcome.POLICY, "bank.points-form", written=written.strip())
    return points


def _rubric(typed: Typed, scheme: MarkScheme) -> Rubric:
    if typed.criteria is None:
        criteria = scheme.rubric.criteria
    else:
        criteria = tuple(_criterion(each) for each in typed.criteria if each != TypedCriterion())
    return Rubric(_given(typed.rubric, scheme.rubric.text).strip(), criteria)


def _criterion(typed: TypedCriterion) -> Criterion:
    if not typed.name.strip():
        raise Refusal(Outcome.POLICY, "bank.criterion-nameless")
    levels = tuple(
        Level(each.name.strip(), each.text.strip(), _weight(each.points))
        for each in typed.levels
        if each != TypedLevel()
    )
    return Criterion(typed.name.strip(), _weight(typed.points), typed.good.strip(), levels)


def _weight(written: str) -> Fraction | None:
    """What a criterion or a level is worth: nothing stated, 0 for the lowest level, or points."""
    told = written.strip()
    return None if not told else Fraction(0) if told == "0" else _points(told)


# -- options change places, and their key goes along


def moved(typed: Typed, item: Item, form: FormFace, order: Sequence[int]) -> Typed:
    """Options in this order of their places; one that is left out takes its letter out of the key."""
    from msgspec.structs import replace

    texts = tuple(form.options[at] for at in order)
    if form.type not in _CHOICES | {ItemType.ORDERING}:
        return replace(typed, options=texts)
    labels = labels_of(item, replace(typed, options=texts))
    letters = {form.labels[at]: labels[place] for place, at in enumerate(order)}
    found = [letters[each] for each in form.key if each in letters]
    key = "".join(sorted(found) if form.type in _CHOICES else found)
    return replace(typed, options=texts, key=key if form.key else typed.key)


def pressed(form: FormFace, letter: str, words: Words) -> str:
    """The key after a letter was pressed."""
    if form.type is ItemType.TRUEFALSE:
        return words("office.paper.true" if letter == TRUE else "office.paper.false")
    if form.type is ItemType.SINGLE:
        return letter
    return "".join(sorted(set(form.chosen) ^ {letter}))
