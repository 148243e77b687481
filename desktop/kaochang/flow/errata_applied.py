"""Which errata each result was sat under, by its own word: what people need to know before its score stands."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kaochang.custody import errata
from kaochang.custody.errata import Errata
from kaochang.custody.results import ResultBody
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome
from kaochang.domain.session_reports import FileProblem
from kaochang.flow.merge import merged_errata, merged_results
from kaochang.store.centre import Centre

_DIGITS = 7
"""Of a counter in a note; longer ones are no counter."""


def sat_under(body: ResultBody) -> int:
    """The newest errata that were in force while a result was made; 0 for none."""
    told = [note.detail for note in body.notes if note.what == Happening.ERRATUM_APPLIED]
    return max((int(text) for text in told if text.isdecimal() and len(text) <= _DIGITS), default=0)


def by_errata(centre: Centre, counting: Mapping[str, str]) -> dict[int, list[str]]:
    """The tickets whose results count (ticket to SHA-256), by the errata they were sat under; empty without any."""
    if not merged_errata(centre):
        return {}
    bodies, found = merged_results(centre), defaultdict[int, list[str]](list)
    for ticket, sha256 in sorted(counting.items()):
        found[sat_under(bodies[sha256])].append(ticket)
    return dict(sorted(found.items()))


def _problem(body: ResultBody, name: str, outcome: Outcome, key: str) -> FileProblem:
    return FileProblem(name, outcome.name, key, room=body.identity.room, ticket=body.identity.ticket)


def problems(
    found: Sequence[Errata], results: Mapping[str, ResultBody], names: Mapping[str, str]
) -> Iterator[FileProblem]:
    """Errata that contradict each other, and results that were not sat under the newest ones, by name.

    `results` are those that count and `names` their files' names, both by SHA-256. None of it changes a score.
    """
    yield from _forks(found)
    newest = max((each.counter for each in found), default=0)
    for sha256, body in results.items():
        under = sat_under(body)
        if under > newest:
            yield _problem(body, names[sha256], Outcome.MISSING, "problem.errata-missing")
        elif under < newest:
            yield _problem(body, names[sha256], Outcome.ROLLBACK, "problem.errata-not-applied")


def _forks(found: Sequence[Errata]) -> Iterator[FileProblem]:
    in_order = sorted(found, key=lambda each: (each.counter, each.sha256))
    for place, later in enumerate(in_order):
        if any(errata.contradicts(earlier, later) for earlier in in_order[:place]):
            yield FileProblem(f"{later.counter:03}.kce", Outcome.CONFLICT.name, "problem.two-errata")
