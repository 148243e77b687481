"""Changes at the centre to how items earn points: each one act by a named person and a version; and who moved by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from kaochang.domain import places
from kaochang.domain.assessments import PlacedItem
from kaochang.domain.mark_schemes import Criterion, MarkScheme, Rubric
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import CorrectResponse
from kaochang.flow.mark import counted_results, mark
from kaochang.store.centre import Centre
from kaochang.store.marking import SchemeVersion


@dataclass(frozen=True)
class Act:
    """Who changes something, and why."""

    by: str
    reason: str


@dataclass(frozen=True)
class Moved:
    """One item of one candidate whose points are others than before; None: not known."""

    ticket: str
    item: str
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True)
class Remarked:
    """What a marking moved: every item of every candidate, and the tickets that pass now, or no longer."""

    moved: tuple[Moved, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def versions(centre: Centre, placed: PlacedItem) -> list[SchemeVersion]:
    """Every version of an item, oldest first: what the centre kit said, and each change."""
    scheme = centre.schemes()[placed.id]
    kit = SchemeVersion(0, placed.id, scheme, withdrawn=False, by="", reason="", made=0)
    return centre.marking.versions(placed.id) or [kit]


def _change(
    centre: Centre, placed: PlacedItem, scheme: MarkScheme, act: Act, clock: Clock, *, withdrawn: bool
) -> SchemeVersion:
    known = versions(centre, placed)
    last = known[-1]
    if (scheme, withdrawn) == (last.scheme, last.withdrawn):
        raise Refusal(Outcome.POLICY, "scoring.same", places.place_of(placed.item))
    version = SchemeVersion(
        last.number + 1, placed.id, scheme, withdrawn=withdrawn, by=act.by, reason=act.reason, made=clock.wall()
    )
    centre.marking.add_version(known[0], version)
    return version


def set_key(centre: Centre, placed: PlacedItem, correct: CorrectResponse, act: Act, clock: Clock) -> SchemeVersion:
    """A named person sets the key of an item that had none (待定答案), or changes one.

    CONFLICT for a change without a reason: somebody meant to set what is set already.
    """
    last = versions(centre, placed)[-1]
    if last.scheme.correct is not None and not act.reason:
        raise Refusal(Outcome.CONFLICT, "key.already-set", places.place_of(placed.item))
    scheme = replace(last.scheme, correct=correct, set_by=act.by)
    return _change(centre, placed, scheme, act, clock, withdrawn=last.withdrawn)


def set_criterion(centre: Centre, placed: PlacedItem, criterion: Criterion, act: Act, clock: Clock) -> SchemeVersion:
    """Adds a criterion (a key point) to an item's rubric, or alters the one of this name.

    POLICY for an objective item, and for criteria that together have more points than the item.
    """
    place, last = places.place_of(placed.item), versions(centre, placed)[-1]
    if not placed.item.is_open:
        raise Refusal(Outcome.POLICY, "mark.objective", place)
    known = {each.name: each for each in last.scheme.rubric.criteria}
    criteria = tuple({**known, criterion.name: criterion}.values())
    if sum((each.points or Fraction(0) for each in criteria), Fraction(0)) > placed.points:
        raise Refusal(Outcome.POLICY, "mark.out-of-range", place, most=placed.points)
    scheme = replace(last.scheme, rubric=Rubric(last.scheme.rubric.text, criteria))
    return _change(centre, placed, scheme, act, clock, withdrawn=last.withdrawn)


def criterion_named(centre: Centre, placed: PlacedItem, name: str) -> Criterion:
    """The criterion of this name as it is now; a new one where the rubric has none, to be weighed."""
    known = versions(centre, placed)[-1].scheme.rubric.criteria
    return next((each for each in known if each.name == name), Criterion(name))


def withdraw(centre: Centre, placed: PlacedItem, act: Act, clock: Clock) -> SchemeVersion:
    """From now on everybody has all points of this item, so that totals and pass marks stay what they were."""
    return _change(centre, placed, versions(centre, placed)[-1].scheme, act, clock, withdrawn=True)


def back_to(centre: Centre, placed: PlacedItem, number: int, act: Act, clock: Clock) -> SchemeVersion:
    """Undoes by another version that says what an earlier one said; MISSING where there is no such version."""
    found = next((each for each in versions(centre, placed) if each.number == number), None)
    if found is None:
        raise Refusal(Outcome.MISSING, "scoring.no-version", places.place_of(placed.item), number=number)
    return _change(centre, placed, found.scheme, act, clock, withdrawn=found.withdrawn)


@dataclass(frozen=True)
class _Sheet:
    """One candidate's points by item id, and whether that passes (None: not known yet)."""

    points: dict[str, Fraction | None]
    passed: bool | None


def _sheets(centre: Centre) -> Iterator[tuple[str, _Sheet]]:
    scores = centre.scores()
    for sha256, body, exam in counted_results(centre):
        found = {placed.id: scores.get((sha256, placed.id)) for placed in exam.assessment.items()}
        points = {item: score.points if score else None for item, score in found.items()}
        known, least = [each for each in points.values() if each is not None], exam.rules.pass_mark
        passed = None if least is None or len(known) < len(points) else sum(known, Fraction(0)) >= least
        yield body.identity.ticket, _Sheet(points, passed)


def remark(centre: Centre, clock: Clock) -> Remarked:
    """Marks everybody again, and says who moved by it."""
    before = dict(_sheets(centre))
    mark(centre, clock)
    after = dict(_sheets(centre))
    names = {
        placed.id: places.place_of(placed.item)
        for exam in centre.exams().values()
        for placed in exam.assessment.items()
    }
    moved = tuple(
        Moved(ticket, names[item], before[ticket].points[item], points)
        for ticket, sheet in after.items()
        for item, points in sheet.points.items()
        if points != before[ticket].points[item]
    )
    gained = tuple(each for each in after if after[each].passed and not before[each].passed)
    lost = tuple(each for each in after if before[each].passed and not after[each].passed)
    return Remarked(moved, gained, lost)
