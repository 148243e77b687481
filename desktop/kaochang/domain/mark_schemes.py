"""Mark schemes: how an item earns points. Never in a sealed exam; sealed apart, for the centre only."""

import enum
from fractions import Fraction

from kaochang.domain.responses import CorrectResponse
from kaochang.domain.values import Later, Value


class Difficulty(enum.StrEnum):
    """How hard an item is, as its author says; what is measured in use is a statistic and stands elsewhere."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Level(Value, frozen=True):
    """One level of a criterion: its name (好), what a response of this level does, and its points where stated."""

    name: str
    text: str = ""
    points: Fraction | None = None


class Criterion(Value, frozen=True):
    """One line of a rubric; `points` is None where the paper names the criterion and a person has yet to weigh it.

    `good` says what a good response does, `levels` how better and worse ones are told apart, best first.
    """

    name: str
    points: Fraction | None = None
    good: Later[str] = ""
    levels: Later[tuple[Level, ...]] = ()


class Rubric(Value, frozen=True):
    """What a human scorer reads: the paper's own words, and the criteria found in them."""

    text: str = ""
    criteria: tuple[Criterion, ...] = ()


class MarkScheme(Value, frozen=True):
    """How one item earns points.

    `correct` is None for open items, and for an objective item whose paper holds no key (待定答案): `set_by` names
    the person who set it later. `reference` is the reference text of an open item.
    """

    correct: CorrectResponse | None = None
    reference: str = ""
    explanation: str = ""
    rubric: Rubric = Rubric()
    competencies: tuple[str, ...] = ()
    set_by: str | None = None
    difficulty: Later[Difficulty | None] = None
