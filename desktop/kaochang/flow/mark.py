"""Mark: the machine scores every objective item, people score open ones; each score with its reason and giver."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from kaochang.custody.results import ResultBody
from kaochang.domain import places
from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.drawing import drawn
from kaochang.domain.items import Mode
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Clock, Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Response, is_empty
from kaochang.domain.scoring import Reason, Score, mark_by_machine, reason_of
from kaochang.flow.merge import merged_results
from kaochang.flow.reconcile import reconcile
from kaochang.store.centre import Centre, counting
from kaochang.store.marking import GivenScore, SchemeVersion


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


def counted_results(centre: Centre) -> Iterator[tuple[str, ResultBody, Exam]]:
    """The results that count, one per ticket, each with the ticket's own exam."""
    return _with_exams(centre, reconcile(centre).results.values())


def _with_exams(centre: Centre, counting: Iterable[str]) -> Iterator[tuple[str, ResultBody, Exam]]:
    results, exams = merged_results(centre), centre.exams()
    for sha256 in counting:
        body = results[sha256]
        yield sha256, body, drawn(exams[body.identity.exam], body.identity.ticket)


def _score_result(
    sha256: str, body: ResultBody, exam: Exam, schemes: dict[str, MarkScheme], withdrawn: Mapping[str, SchemeVersion]
) -> Iterator[GivenScore]:
    for placed in exam.assessment.items():
        scheme, left_out = schemes[placed.id], withdrawn.get(placed.id)
        score = mark_by_machine(placed, scheme, body.responses.get(placed.id), exam.rules.partial_credit)
        if left_out is not None:
            score = Score(placed.points, placed.points, Reason.WITHDRAWN)
        why = "" if left_out is None else left_out.reason
        yield GivenScore(sha256, placed.id, score.points, score.reason, "", why, 0, competencies=scheme.competencies)


def _says(score: GivenScore) -> tuple[Fraction | None, Reason, str]:
    return score.points, score.reason, score.by


def mark(centre: Centre, clock: Clock, progress: Progress = no_progress) -> MarkCount:
    """Scores by machine whatever a machine can; repeatable, and adds to the history only what is new.

    Scores given by people stand, but for items that are withdrawn: those count for everybody alike.
    """
    schemes, withdrawn, history = centre.schemes(), centre.marking.withdrawn(), centre.score_history()
    counted = list(counted_results(centre))
    new: list[GivenScore] = []
    standing: list[GivenScore] = []
    for done, (sha256, body, exam) in enumerate(counted, start=1):
        for fresh in _score_result(sha256, body, exam, schemes, withdrawn):
            known = history.get((fresh.sha256, fresh.item), [])
            score = msgspec.structs.replace(fresh, made=clock.wall())
            stands = counting([*known, score])
            standing.append(stands)
            if not known or _says(stands) != _says(counting(known)):
                new.append(score)
        progress(done, len(counted))
    centre.give_scores(new)
    scored = sum(score.points is not None for score in standing)
    return MarkCount(len(counted), scored, len(standing) - scored)


def waiting(centre: Centre) -> list[Waiting]:
    """Every response without points, item by item, so that one item is scored in one go."""
    scores, schemes = centre.scores(), centre.schemes()
    found = []
    for sha256, body, exam in counted_results(centre):
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
    counting = reconcile(centre).results.get(ticket)
    if counting is None:
        raise Refusal(Outcome.MISSING, "mark.no-result", ticket)
    ((sha256, body, exam),) = _with_exams(centre, [counting])
    placed = places.find(exam.assessment.items(), item, missing="mark.no-item")
    return sha256, placed, body.responses.get(placed.id)


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
    if placed.id in centre.marking.withdrawn():
        raise Refusal(Outcome.POLICY, "mark.withdrawn", item)
    if not 0 <= points <= placed.points:
        raise Refusal(Outcome.POLICY, "mark.out-of-range", item, most=placed.points)
    competencies = centre.schemes()[placed.id].competencies
    score = GivenScore(
        sha256, placed.id, points, reason_of(points, placed.points), by, comment, clock.wall(), (), competencies
    )
    before = centre.scores().get((sha256, placed.id))
    centre.give_scores([score])
    return before if before is not None and before.by else None


def find_item(centre: Centre, place: str) -> PlacedItem:
    """An item of the session by id or place (SECTION#NUMBER); CONFLICT where several items have that place."""
    every = (placed for exam in centre.exams().values() for placed in exam.assessment.items())
    return places.find(every, place, missing="mark.no-item")
