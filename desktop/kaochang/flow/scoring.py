"""Scoring by people: who scores what, one response after the other without a name, and what stands in the end.

A response is known by its handle alone. Nobody sees what others gave; two who are too far apart are adjudicated by a
third who has not scored the response. The score that stands follows from all marks of a response, in whatever order
they came.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations

from msgspec.structs import replace

from kaochang.domain import agreement, human_scores, scoring_plans
from kaochang.domain.assessments import PlacedItem
from kaochang.domain.human_scores import CriterionScore, Mark, TextNote
from kaochang.domain.items import Mode
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.places import place_of
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Response, is_empty
from kaochang.domain.scoring import reason_of
from kaochang.domain.scoring_plans import ScoringPlan
from kaochang.flow.mark import counted_results
from kaochang.store.centre import Centre
from kaochang.store.marking import GivenScore

ADJACENT = Fraction(1)
"""Two scores that are at most a point apart are adjacent."""

BETWEEN_SCORERS = "、"


@dataclass(frozen=True)
class Task:
    """One response as its scorer has it: nothing here says whose it is. `third`: two were too far apart."""

    handle: str
    placed: PlacedItem
    scheme: MarkScheme
    response: Response | None
    third: bool = False


@dataclass(frozen=True)
class Wanted:
    """How somebody wants open items to be scored; `calibration` is the number of responses of each that all score."""

    items: tuple[str, ...]
    scorers: tuple[str, ...]
    by: str
    pair: bool = False
    tolerance: Fraction = Fraction(0)
    thirds: tuple[str, ...] = ()
    calibration: int = 0


@dataclass(frozen=True)
class Given:
    """What a scorer gives a response; `spent` is how long it took, in ms."""

    criteria: tuple[CriterionScore, ...]
    comment: str = ""
    notes: tuple[TextNote, ...] = ()
    spent: int = 0


@dataclass(frozen=True)
class Progress:
    """How far one item is: responses that have their score, of all, and those that two scored too far apart."""

    item: str
    scored: int
    of: int
    apart: int
    by_scorer: dict[str, int]
    mean_ms: Fraction | None


@dataclass(frozen=True)
class Agreement:
    """How two scorers agree on one item; shares and kappa are exact, None where they mean nothing."""

    item: str
    scorers: tuple[str, str]
    responses: int
    exact: Fraction | None
    adjacent: Fraction | None
    kappa: Fraction | None


@dataclass(frozen=True)
class _Stand:
    """How a response stands: each scorer's mark that fits, whether it has its score, and who is to adjudicate it."""

    marks: Mapping[str, Mark]
    is_done: bool = False
    is_apart: bool = False
    third: str | None = None


class Scoring:
    """Scoring in one centre's database; marks that came meanwhile are read each time, all others once.

    Results, rubrics and plans are those that stand when this is made: after a merge or a change it is made anew, and
    a mark by what has changed since is refused.
    """

    def __init__(self, centre: Centre, random: Randomness) -> None:
        self._marking = centre.marking
        self._centre = centre
        self._tasks: dict[str, Task] = {}
        self._results: dict[str, str] = {}
        self._handles: defaultdict[str, list[str]] = defaultdict(list)
        self._orders: dict[tuple[int, str, str], list[str]] = {}
        self._marks: defaultdict[str, list[Mark]] = defaultdict(list)
        self._stands: dict[str, _Stand] = {}
        self._last_row = 0
        self._acts = self._marking.acts()
        secret, schemes = self._marking.secret(random(32).hex()), centre.schemes()
        withdrawn = self._marking.withdrawn()
        for sha256, body, exam in counted_results(centre):
            for placed in exam.assessment.items():
                response = body.responses.get(placed.id)
                if placed.id not in withdrawn and _is_for_people(placed, response):
                    handle = scoring_plans.handle_of(secret, sha256, placed.id)
                    self._tasks[handle] = Task(handle, placed, schemes[placed.id], response)
                    self._results[handle] = sha256
                    self._handles[placed.id].append(handle)
        self._places = {
            each.id: place_of(each.item) for exam in centre.exams().values() for each in exam.assessment.items()
        }
        self._plans = {item: plan for plan in self._marking.plans() for item in plan.items}

    def plan(self, wanted: Wanted, clock: Clock, random: Randomness) -> ScoringPlan:
        """A new plan for these items; what was scored under an earlier one stays where it fits.

        POLICY for an item that is marked by machine, nobody to score, a pair of one, or nobody to adjudicate.
        """
        placed = {each.id: each for exam in self._centre.exams().values() for each in exam.assessment.items()}
        for item in wanted.items:
            if not placed[item].item.is_open:
                raise Refusal(Outcome.POLICY, "mark.objective", place_of(placed[item].item))
        scorers = tuple(dict.fromkeys(wanted.scorers))
        if not wanted.items or len(scorers) < (2 if wanted.pair else 1):
            raise Refusal(Outcome.POLICY, "scoring.scorers")
        seed = random(16).hex()
        made = ScoringPlan(
            number=len(self._marking.plans()) + 1,
            seed=seed,
            items=wanted.items,
            scorers=scorers,
            pair=wanted.pair,
            tolerance=wanted.tolerance,
            thirds=tuple(dict.fromkeys(wanted.thirds or scorers)),
            calibration=tuple(
                handle
                for item in wanted.items
                for handle in scoring_plans.calibration_of(seed, self._handles[item], wanted.calibration)
            ),
            by=wanted.by,
            made=clock.wall(),
        )
        if made.pair and not scoring_plans.has_third(made):
            raise Refusal(Outcome.POLICY, "scoring.third")
        self._marking.add_plan(made)
        self._plans |= dict.fromkeys(made.items, made)
        self._acts = self._marking.acts()
        self._stands.clear()
        self._settle(made, clock)
        return made

    def queue(self, scorer: str) -> list[Task]:
        """What a scorer has still to do, in order: item by item, calibration first; then what they adjudicate.

        MISSING for somebody whom no plan names: a name that was mistyped has not done everything.
        """
        if not any(scorer in (*plan.scorers, *plan.thirds) for plan in self._plans.values()):
            raise Refusal(Outcome.MISSING, "scoring.no-scorer", scorer)
        self._look()
        mine: list[Task] = []
        apart: list[Task] = []
        for item, plan in self._plans.items():
            for handle in self._order(plan, item, scorer):
                if scorer not in self._stand(handle, plan).marks:
                    mine.append(self._tasks[handle])
            stands = {handle: self._stand(handle, plan) for handle in self._handles[item]}
            asked = [each for each, stand in stands.items() if stand.third == scorer and scorer not in stand.marks]
            for handle in scoring_plans.order_for(plan, scorer, asked):
                apart.append(dataclasses.replace(self._tasks[handle], third=True))
        return mine + apart

    def give(self, scorer: str, handle: str, given: Given, clock: Clock) -> Mark:
        """Keeps what a scorer gives a response of theirs (else POLICY); the last one stands. Refused as by `enter`."""
        third = self.role(handle, scorer)
        if third is None:
            raise Refusal(Outcome.POLICY, "scoring.not-yours", handle, scorer=scorer)
        every = self._marking.marks(handle)
        revision = human_scores.next_revision(each.revision for each in every if each.scorer == scorer)
        told = given.criteria, given.comment, given.notes, given.spent
        return self.enter(Mark(handle, scorer, *told, revision, third), clock)

    def role(self, handle: str, scorer: str) -> bool | None:
        """Whether a scorer adjudicates a response (True), scores it blind (False), or has no part in it (None)."""
        _, plan = self._planned(handle)
        standing = self._standing(handle, self._marking.marks(handle))
        if scorer in scoring_plans.asked_of(plan, handle):
            return False
        is_apart = scoring_plans.disagree(plan, handle, standing)
        return True if is_apart and scoring_plans.third_of(plan, handle, standing) == scorer else None

    def enter(self, mark: Mark, clock: Clock) -> Mark:
        """Enters a mark under its own number, once however often.

        MISSING for a handle of no response, POLICY for what the rubric does not ask for, CONFLICT where what is scored
        by has changed since this was made, or another mark has the number.
        """
        task, plan = self._planned(mark.handle)
        place, most = place_of(task.placed.item), task.placed.points
        mark = replace(mark, criteria=human_scores.check_criteria(task.scheme.rubric, most, mark.criteria, place))
        human_scores.check_notes(mark.notes, human_scores.text_of(task.response), place)
        self._marking.add_mark(mark, partial(self._moved, mark, mark.handle, plan, clock))
        return mark

    def _planned(self, handle: str) -> tuple[Task, ScoringPlan]:
        task = self._tasks.get(handle)
        plan = None if task is None else self._plans.get(task.placed.id)
        if task is None or plan is None:
            raise Refusal(Outcome.MISSING, "scoring.no-response", handle)
        return task, plan

    def scheme_of(self, handle: str) -> MarkScheme:
        """What a response is scored by; MISSING for a handle of no response."""
        if handle not in self._tasks:
            raise Refusal(Outcome.MISSING, "scoring.no-response", handle)
        return self._tasks[handle].scheme

    def places(self) -> dict[str, str]:
        """The planned items by id, as people name them."""
        return {item: self._places[item] for item in self._plans}

    def plans(self) -> dict[str, ScoringPlan]:
        """The plan that each item is scored by."""
        return dict(self._plans)

    def responses(self) -> dict[str, int]:
        """By item the responses that people score."""
        return {item: len(handles) for item, handles in self._handles.items() if handles}

    def progress(self) -> list[Progress]:
        """How far each item of a plan is."""
        self._look()
        found = []
        for item, plan in self._plans.items():
            stands = [self._stand(handle, plan) for handle in self._handles[item]]
            given = [mark for stand in stands for mark in stand.marks.values()]
            by_scorer = Counter(mark.scorer for mark in given)
            mean = Fraction(sum(mark.spent for mark in given), len(given)) if given else None
            scored = sum(stand.is_done for stand in stands)
            apart = sum(stand.is_apart and not stand.is_done for stand in stands)
            found.append(Progress(item, scored, len(stands), apart, dict(sorted(by_scorer.items())), mean))
        return found

    def agreement(self) -> list[Agreement]:
        """How every two scorers agree on every item, over the responses that both scored blind."""
        found = []
        for item, scores in self._blind_scores().items():
            pairs: defaultdict[tuple[str, str], list[agreement.Pair]] = defaultdict(list)
            for given in scores.values():
                for one, other in combinations(sorted(given), 2):
                    pairs[one, other].append((given[one], given[other]))
            for scorers, each in sorted(pairs.items()):
                exact, adjacent = (agreement.share_within(each, distance) for distance in (Fraction(0), ADJACENT))
                kappa = agreement.weighted_kappa(each)
                found.append(Agreement(item, scorers, len(each), exact, adjacent, kappa))
        return found

    def severity(self) -> dict[str, dict[str, Fraction]]:
        """By item and scorer, how many points above (below: negative) the mean of all who scored the same they give."""
        return {item: agreement.severity(scores) for item, scores in self._blind_scores().items()}

    def _look(self) -> None:
        """Reads the marks that others gave meanwhile; a scorer asks for the next response hundreds of times."""
        self._last_row, new = self._marking.marks_since(self._last_row)
        for mark in new:
            self._marks[mark.handle].append(mark)
            self._stands.pop(mark.handle, None)

    def _stand(self, handle: str, plan: ScoringPlan) -> _Stand:
        """Computed once for the marks that are known: lots are drawn by hashes."""
        if handle not in self._marks:
            return _UNSCORED
        if handle not in self._stands:
            marks = self._standing(handle, self._marks[handle])
            is_apart = scoring_plans.disagree(plan, handle, marks)
            third = scoring_plans.third_of(plan, handle, marks) if is_apart else None
            is_done = bool(scoring_plans.counted(plan, handle, marks))
            self._stands[handle] = _Stand(marks, is_done, is_apart, third)
        return self._stands[handle]

    def _order(self, plan: ScoringPlan, item: str, scorer: str) -> list[str]:
        """What a scorer scores blind of an item, in their order."""
        key = plan.number, item, scorer
        if key not in self._orders:
            own = [each for each in self._handles[item] if scorer in scoring_plans.asked_of(plan, each)]
            self._orders[key] = scoring_plans.order_for(plan, scorer, own)
        return self._orders[key]

    def _standing(self, handle: str, marks: Sequence[Mark]) -> dict[str, Mark]:
        """Each scorer's mark of a response by the rubric as it is now."""
        task = self._tasks[handle]
        fitting = [each for each in marks if human_scores.fits(task.scheme.rubric, task.placed.points, each)]
        return human_scores.latest(fitting)

    def _blind_scores(self) -> dict[str, dict[str, dict[str, Fraction]]]:
        """Points by item, response and scorer, without those of thirds."""
        self._look()
        return {
            item: {
                handle: {
                    scorer: mark.points for scorer, mark in self._stand(handle, plan).marks.items() if not mark.third
                }
                for handle in self._handles[item]
            }
            for item, plan in self._plans.items()
        }

    def _score(self, handle: str, plan: ScoringPlan, marks: Sequence[Mark], clock: Clock) -> GivenScore | None:
        """The score that follows from all marks of a response; None while somebody has still to score it."""
        task = self._tasks[handle]
        chosen = scoring_plans.counted(plan, handle, self._standing(handle, marks))
        if not chosen:
            return None
        points = sum((each.points for each in chosen), Fraction(0)) / len(chosen)
        return GivenScore(
            self._results[handle],
            task.placed.id,
            points,
            reason_of(points, task.placed.points),
            BETWEEN_SCORERS.join(sorted(each.scorer for each in chosen)),
            "\n".join(each.comment for each in chosen if each.comment),
            clock.wall(),
            _mean_by_criterion(chosen),
            task.scheme.competencies,
        )

    def _moved(
        self, mark: Mark, handle: str, plan: ScoringPlan, clock: Clock, marks: Sequence[Mark]
    ) -> GivenScore | None:
        """The score that follows now, where it is another than without this mark.

        CONFLICT where keys, rubrics or plans are no longer those that this was made with.
        """
        if self._marking.acts() != self._acts:
            raise Refusal(Outcome.CONFLICT, "scoring.changed", place_of(self._tasks[handle].placed.item))
        without = self._score(handle, plan, [each for each in marks if each != mark], clock)
        score = self._score(handle, plan, marks, clock)
        return None if score is None or _is_same(score, without) else score

    def _settle(self, plan: ScoringPlan, clock: Clock) -> None:
        """What marks that are here already come to under a new plan."""
        self._look()
        marks, known = self._marks, self._centre.scores()
        here = [handle for item in plan.items for handle in self._handles[item] if handle in marks]
        scores = [score for handle in here if (score := self._score(handle, plan, marks[handle], clock)) is not None]
        self._centre.give_scores(each for each in scores if not _is_same(each, known.get((each.sha256, each.item))))


_UNSCORED = _Stand({})


def open_items(centre: Centre) -> tuple[str, ...]:
    """Every item that people score from what was written, in the order of the papers."""
    every = (placed for exam in centre.exams().values() for placed in exam.assessment.items())
    return tuple(dict.fromkeys(each.id for each in every if each.item.is_open and each.item.way is Mode.TYPED))


def _is_for_people(placed: PlacedItem, response: Response | None) -> bool:
    """Whether a response is scored from what was written; what is left empty has its 0."""
    return placed.item.is_open and placed.item.way is Mode.TYPED and response is not None and not is_empty(response)


def _mean_by_criterion(marks: Sequence[Mark]) -> tuple[CriterionScore, ...]:
    """One mark's criteria as they are; of several the mean of each."""
    if len(marks) == 1:
        return marks[0].criteria
    by_name: defaultdict[str, list[Fraction]] = defaultdict(list)
    for mark in marks:
        for each in mark.criteria:
            by_name[each.criterion].append(each.points)
    return tuple(CriterionScore(name, sum(each, Fraction(0)) / len(each)) for name, each in by_name.items())


def _is_same(one: GivenScore, other: GivenScore | None) -> bool:
    return other is not None and replace(one, made=other.made) == other
