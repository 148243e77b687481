"""What a scorer has typed for one response, key by key: each criterion's points, and which one is at hand.

A digit is a level where the criterion has levels with points, else the points themselves; more than nine points are
typed as a number. Whatever a digit gives at once goes on to the next criterion, so a response of three criteria takes
three keys and Enter.
"""

from __future__ import annotations

import enum
from fractions import Fraction

from kaochang.domain.human_scores import CriterionScore, TextNote, check_criteria, criteria_of
from kaochang.domain.mark_schemes import Criterion
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.scoring import Given, Task

_DIGITS = 9
"""So many levels or points one key can give."""

_HALF = Fraction(1, 2)
_LONGEST = 6
_DOT = "."


class Way(enum.Enum):
    """What a digit does for a criterion."""

    LEVEL = "level"
    POINTS = "points"
    NUMBER = "number"


def way_of(criterion: Criterion, most: Fraction) -> Way:
    """How a criterion is given its points; levels without points of their own are there to be read only."""
    if 0 < len(criterion.levels) <= _DIGITS and all(each.points is not None for each in criterion.levels):
        return Way.LEVEL
    return Way.POINTS if limit_of(criterion, most) <= _DIGITS else Way.NUMBER


def limit_of(criterion: Criterion, most: Fraction) -> Fraction:
    """The most points of a criterion; one that nobody weighed may have all of the item's."""
    return most if criterion.points is None else criterion.points


class Sheet:
    """One response's marks as they are typed. A key that cannot be refuses (POLICY), and changes nothing."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.criteria = criteria_of(task.scheme.rubric, task.placed.points)
        self.scores: list[CriterionScore | None] = [None] * len(self.criteria)
        self.here = 0
        self.typed = ""
        self.comment = ""
        self.notes: tuple[TextNote, ...] = ()
        self.spent = 0
        self._last = 0

    @property
    def place(self) -> str:
        """The item's, as refusals name it."""
        return place_of(self.task.placed.item)

    @property
    def total(self) -> Fraction:
        """The points so far."""
        return sum((each.points for each in self.scores if each is not None), Fraction(0))

    @property
    def unset(self) -> int:
        """How many criteria have no points yet."""
        return self.scores.count(None)

    def way(self, at: int) -> Way:
        """What a digit does at a criterion."""
        return way_of(self.criteria[at], self.task.placed.points)

    def limit(self, at: int) -> Fraction:
        """The most points there."""
        return limit_of(self.criteria[at], self.task.placed.points)

    def focus(self, at: int) -> None:
        """Another criterion is at hand."""
        self.here = min(max(at, 0), len(self.criteria) - 1)
        self.typed = ""

    def digit(self, digit: int) -> None:
        """A digit, for the criterion at hand."""
        at = self.here
        match self.way(at):
            case Way.LEVEL:
                self.level(at, digit - 1)
            case Way.POINTS:
                self._give(at, Fraction(digit))
                self.focus(at + 1)
            case Way.NUMBER:
                self._type(f"{self.typed}{digit}")

    def level(self, at: int, number: int) -> None:
        """A level, counted from 0."""
        criterion = self.criteria[at]
        if not 0 <= number < len(criterion.levels):
            raise Refusal(Outcome.POLICY, "scoring.no-level", self.place, count=len(criterion.levels))
        level = criterion.levels[number]
        if level.points is not None:
            self._give(at, level.points, level.name)
            self.focus(at + 1)

    def dot(self) -> None:
        """The point of a number; behind points that a digit gave, half a point more, and again: no more."""
        if self.way(self.here) is Way.NUMBER and self.typed:
            self._type(self.typed + _DOT)
            return
        score = self.scores[self._last]
        if score is not None and self.way(self._last) is Way.POINTS:
            whole = score.points.denominator == 1
            self._give(self._last, score.points + (_HALF if whole else -_HALF))

    def back(self) -> None:
        """Take back the last figure, else the points at hand, else those before them."""
        if self.typed:
            self.typed = self.typed[:-1]
            self.scores[self.here] = None
            if self.typed:
                self._type(self.typed)
            return
        if self.scores[self.here] is None:
            self.focus(self.here - 1)
        self.scores[self.here] = None

    def _type(self, text: str) -> None:
        if len(text) > _LONGEST or text.count(_DOT) > 1:
            raise Refusal(Outcome.POLICY, "scoring.number", self.place)
        self._give(self.here, Fraction(text.rstrip(_DOT)))
        self.typed = text

    def _give(self, at: int, points: Fraction, level: str = "") -> None:
        if points > self.limit(at):
            raise Refusal(Outcome.POLICY, "scoring.too-much", self.place, most=self.limit(at))
        self.scores[at] = CriterionScore(self.criteria[at].name, points, level)
        self._last = at

    def given(self, spent: int) -> Given:
        """All of it; refused (POLICY) where a criterion is left, which is at hand then, or together it is too much."""
        if None in self.scores:
            self.focus(self.scores.index(None))
            raise Refusal(Outcome.POLICY, "scoring.unset", self.place, count=self.unset)
        scores = [each for each in self.scores if each is not None]
        checked = check_criteria(self.task.scheme.rubric, self.task.placed.points, scores, self.place)
        return Given(checked, self.comment.strip(), self.notes, spent)
