"""Mark: the machine scores every objective item, people score open ones; each score with its reason and giver."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from kaochang.custody.results import ResultBody
from kaochang.domain import places
from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.items import Mode
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Clock, Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import CorrectResponse, Response, is_empty
from kaochang.domain.scoring import Reason, mark_by_machine
from kaochang.flow.merge import merged_results
from kaochang.flow.reconcile import reconcile
from kaochang.store.centre import Centre, GivenScore


@dataclass(frozen=True)
class Waiting:
    """One response that has no points yet: what a scorer needs, and nothing that says whose it is.

    `response` is None where an item is answered before a panel and nothing was done at the PC.
    """

    sha256: str
    ticket: str
    exam: str
    placed: PlacedItem
    scheme: MarkScheme
    response: Response | None
    reason: Reason


@dataclass(frozen=True)
class MarkCount:
    """How things stand after a marking: results, scores that stand (by machine or by people), and what waits."""

    results: int
    scored: int
    waiting: int


def _counting(centre: Centre) -> Iterator[tuple[str, ResultBody, Exam]]:
    """The results that count, one per ticket."""
    results, exams = merged_results(centre), centre.exams()
    for sha256 in reconcile(centre).results.values():
        body = results[sha256]
        yield sha256, body, exams[body.identity.exam]


def _score_result(
    sha256: str, body: ResultBody, exam: Exam, schemes: dict[str, MarkScheme], made: int
) -> Iterator[GivenScore]:
    for placed in exam.assessment.items():
        response = body.responses.get(placed.id)
        score = mark_by_machine(placed, schemes[placed.id], response, exam.rules.partial_credit)
        yield GivenScore(sha256, placed.id, score.points, score.reason, "", "", made)


def _says_the_same(score: GivenScore, known: GivenScore | None) -> bool:
    """Marking again adds to the history only what is new."""
    return known is not None and (known.points, known.reason) == (score.points, score.reason)


def _standing(score: GivenScore, known: GivenScore | None) -> GivenScore:
    """Of a fresh score by machine and the one known, the one that stands: a machine overrides no person."""
    return known if known is not None and known.by else score


def mark(centre: Centre, clock: Clock, progress: Progress = no_progress) -> MarkCount:
    """Scores by machine whatever a machine can; repeatable. Scores given by people are never touched."""
    schemes, known = centre.schemes(), centre.scores()
    counting = list(_counting(centre))
    standing: list[GivenScore] = []
    for done, (sha256, body, exam) in enumerate(counting, start=1):
        fresh = _score_result(sha256, body, exam, schemes, clock.wall())
        standing += [_standing(score, known.get((score.sha256, score.item))) for score in fresh]
        progress(done, len(counting))
    centre.give_scores(score for score in standing if not _says_the_same(score, known.get((score.sha256, score.item))))
    scored = sum(score.points is not None for score in standing)
    return MarkCount(len(counting), scored, len(standing) - scored)


def waiting(centre: Centre) -> list[Waiting]:
    """Every response without points, item by item, so that one item is scored in one go."""
    scores, schemes = centre.scores(), centre.schemes()
    found = []
    for sha256, body, exam in _counting(centre):
        for placed in exam.assessment.items():
            score = scores.get((sha256, placed.id))
            if score is not None and score.points is None:
                response = body.responses.get(placed.id)
                found.append(
                    Waiting(sha256, body.identity.ticket, exam.id, placed, schemes[placed.id], response, score.reason)
                )
    order = {placed.id: at for exam in centre.exams().values() for at, placed in enumerate(exam.assessment.items())}
    return sorted(found, key=lambda each: (each.exam, order[each.placed.id], each.sha256))


def _find(centre: Centre, ticket: str, item: str) -> tuple[str, PlacedItem, Response | None]:
    for sha256, body, exam in _counting(centre):
        if body.identity.ticket == ticket:
            placed = places.find(exam.assessment.items(), item, missing="mark.no-item")
            return sha256, placed, body.responses.get(placed.id)
    raise Refusal(Outcome.MISSING, "mark.no-result", ticket)


def give_score(
    centre: Centre, ticket: str, item: str, points: Fraction, by: str, comment: str, clock: Clock
) -> GivenScore | None:
    """A named scorer's points for one open item; the person's score that they replace, None for the first.

    POLICY for an objective item, one that was not answered (its 0 stands; an answer before a panel is not on record
    here), or points out of range.
    """
    sha256, placed, response = _find(centre, ticket, item)
    if not placed.item.is_open:
        raise Refusal(Outcome.POLICY, "mark.objective", item)
    if placed.item.way is Mode.TYPED and (response is None or is_empty(response)):
        raise Refusal(Outcome.POLICY, "mark.not-answered", item, ticket=ticket)
    if not 0 <= points <= placed.points:
        raise Refusal(Outcome.POLICY, "mark.out-of-range", item, most=placed.points)
    reason = Reason.RIGHT if points == placed.points else Reason.PARTLY_RIGHT if points else Reason.WRONG
    score = GivenScore(sha256, placed.id, points, reason, by, comment, clock.wall())
    before = centre.scores().get((sha256, placed.id))
    centre.give_scores([score])
    return before if before is not None and before.by else None


def find_item(centre: Centre, place: str) -> PlacedItem:
    """An item of the session by id or place (SECTION#NUMBER); CONFLICT where several items have that place."""
    every = (placed for exam in centre.exams().values() for placed in exam.assessment.items())
    return places.find(every, place, missing="mark.no-item")


def set_key(centre: Centre, placed: PlacedItem, correct: CorrectResponse, by: str) -> None:
    """A named person sets the key of an item that had none (待定答案); marking again applies it to everyone."""
    scheme = centre.schemes()[placed.id]
    if scheme.correct is not None:
        raise Refusal(Outcome.CONFLICT, "key.already-set", places.place_of(placed.item))
    centre.set_scheme(placed.id, msgspec.structs.replace(scheme, correct=correct, set_by=by))
