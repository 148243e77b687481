"""The centre's side of an item: its correct response or reference text, explanation, rubric and difficulty."""

import dataclasses
import re
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import Item, ItemType
from kaochang.domain.mark_schemes import Difficulty, MarkScheme, Rubric
from kaochang.domain.papers import Kind
from kaochang.domain.responses import Choice, CorrectResponse
from kaochang.papers.finishing.checks import plain
from kaochang.papers.finishing.difficulty import read_difficulty
from kaochang.papers.finishing.made import ItemFault, Made
from kaochang.papers.finishing.pictures import option_of
from kaochang.papers.finishing.rubrics import lacks_points, lost_criteria, read_rubric
from kaochang.papers.grammar.answers import Shape, is_none, read_answer
from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.grammar.marks import Mark

_WRITTEN: Final = frozenset({ItemType.ESSAY, ItemType.CASE})
"""Items that are answered with what is so; elsewhere a rubric says how something is done."""
_TOPICS: Final = re.compile(r"[、,;；，\n]")


def _explanation(draft: Draft) -> str:
    """The words that explain the answer; a line left for the candidate's own (改正：____) explains nothing."""
    words = draft.words(Mark.EXPLANATION)
    return words if re.search(r"[^\W_]", words) else ""


def _topics(draft: Draft) -> tuple[str, ...]:
    return tuple(topic.strip() for topic in _TOPICS.split(draft.words(Mark.TOPIC)) if topic.strip())


def _difficulty(made: Made) -> Difficulty | None:
    words = made.draft.words(Mark.LEVEL)
    if is_none(words):
        return None
    found = read_difficulty(words)
    if found is None:
        made.say(Kind.DIFFICULTY_UNREAD, made.draft.fields[Mark.LEVEL][0].number, words=words[:20])
    return found


def _rubric(made: Made) -> Rubric:
    """The rubric, and what of it a person has yet to say or to look at."""
    draft, points = made.draft, made.read.item.points
    rubric = read_rubric(draft.words(Mark.RUBRIC), points)
    if not rubric.text:
        return rubric
    line = draft.fields[Mark.RUBRIC][0].number
    names = "、".join(found.name for found in rubric.criteria)
    weighed = [found.points for found in rubric.criteria if found.points is not None]
    if lacks_points(rubric):
        made.say(Kind.RUBRIC_WITHOUT_POINTS, line, criteria=names or rubric.text[:20])
    elif lost_criteria(rubric):
        made.say(Kind.RUBRIC_UNREAD, line)
    elif weighed and points is not None and sum(weighed) != points:
        made.say(Kind.POINTS_MISMATCH, line, "rubric", stated=plain(points), found=plain(sum(weighed, Fraction())))
    return rubric


def open_scheme(made: Made) -> MarkScheme:
    """The scheme of an item that people mark."""
    draft = made.draft
    rubric = _rubric(made)
    reference = "\n".join(given.text for given in draft.answers if not is_none(given.text))
    if not reference and made.read.item.type in _WRITTEN and not lacks_points(rubric):
        reference = rubric.text  # all that the paper says of a good response, each part with its points
    if not reference and not any(fault.fault.kind is Kind.UNKNOWN_TYPE for fault in made.faults):
        made.say(Kind.MISSING_REFERENCE_ANSWER, draft.line)
    return MarkScheme(
        reference=reference,
        explanation=_explanation(draft),
        rubric=rubric,
        competencies=_topics(draft),
        difficulty=_difficulty(made),
    )


def shape_of(draft: Draft, item: Item) -> Shape:
    """What an item lets its answer be; the options of a judgement are still those of its draft."""
    if item.type is ItemType.TRUEFALSE and not item.options:
        item = replace(item, options=tuple(option_of(option) for option in draft.options))
    return Shape(
        type=item.type,
        labels=tuple(option.label for option in item.options),
        texts=tuple(option.text for option in item.options),
        prompts=tuple(prompt.label for prompt in item.prompts),
        blanks=item.blanks,
        indefinite=draft.indefinite,
        letters=draft.section.meta.letters,
        either=draft.section.either,
        figures=draft.section.meta.figures,
    )


def objective_scheme(made: Made, given: list[Given]) -> MarkScheme:
    """The scheme of an item that a machine marks; `given` is every answer that the paper gives for it."""
    draft = made.draft
    correct = correct_of(made, given)
    return MarkScheme(
        correct=correct,
        explanation=_explanation(draft),
        rubric=read_rubric(draft.words(Mark.RUBRIC), made.read.item.points),
        competencies=_topics(draft),
        difficulty=_difficulty(made),
    )


def _as_written(shape: Shape, answer: Given) -> Shape:
    """Whoever types a key parts blanks by semicolons, whatever the paper does."""
    return dataclasses.replace(shape, either=False) if answer.place == "person" else shape


def correct_of(made: Made, given: list[Given]) -> CorrectResponse | None:
    """The one correct response that everything the paper gives agrees on; None, with a finding, in every other case."""
    shape = shape_of(made.draft, made.read.item)
    if not given:
        looks = any(option.looks for option in made.draft.options)
        made.say(Kind.MISSING_ANSWER, made.draft.line, "looks" if looks else "")
        return None
    readings = [(read_answer(answer.text, _as_written(shape, answer)), answer) for answer in given]
    found = {reading.correct for reading, _ in readings if reading.correct is not None}
    if len(found) > 1 or (found and any(reading.correct is None for reading, _ in readings)):
        texts = " / ".join(dict.fromkeys(answer.text[:20] for _, answer in readings))
        made.say(Kind.ANSWER_CONFLICT, readings[-1][1].line, answers=texts)
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
