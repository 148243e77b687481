"""Mark schemes: how an item earns points. Never in a sealed exam; sealed apart, for the centre only."""

from fractions import Fraction

from kaochang.domain.responses import CorrectResponse
from kaochang.domain.values import Value


class Criterion(Value, frozen=True):
    """One line of a rubric; `points` is None where the paper names the criterion and a person has yet to weigh it."""

    name: str
    points: Fraction | None = None


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
