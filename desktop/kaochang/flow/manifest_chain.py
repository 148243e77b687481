"""The chain of a room's manifests: each names the one before, so a lost, forked or turned-back one is seen."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kaochang.domain.refusals import Outcome
from kaochang.domain.session_reports import FileProblem
from kaochang.flow.merge import MergedManifest


def _problem(manifest: MergedManifest, outcome: Outcome, key: str) -> FileProblem:
    header = manifest.manifest.header
    return FileProblem(f"{header.room}-{header.counter:03}.kcm", outcome.name, key, room=header.room)


def _says(manifest: MergedManifest) -> tuple[object, ...]:
    """What a manifest says, however often and whenever it was signed: two that say the same are no conflict."""
    header = manifest.manifest.header
    return header.counter, header.previous, header.root, sorted(header.incidents.items()), manifest.notes


def _forks(manifests: Sequence[MergedManifest]) -> Iterator[FileProblem]:
    """Different manifests in one place: with one number, or after the same one before."""
    places: defaultdict[tuple[str, object], list[MergedManifest]] = defaultdict(list)
    for each in manifests:
        header = each.manifest.header
        places["counter", header.counter].append(each)
        if header.previous:
            places["previous", header.previous].append(each)
    for several in places.values():
        if any(_says(each) != _says(several[0]) for each in several):
            yield _problem(several[-1], Outcome.CONFLICT, "problem.two-manifests")


def _breaks(manifests: Sequence[MergedManifest]) -> Iterator[FileProblem]:
    """Manifests whose one before is not here, or does not come before."""
    counters = {each.sha256: each.manifest.header.counter for each in manifests}
    for each in manifests:
        header = each.manifest.header
        if header.previous not in counters and (header.previous or header.counter > 1):
            yield _problem(each, Outcome.MISSING, "problem.manifest-gap")
        elif header.previous and counters[header.previous] >= header.counter:
            yield _problem(each, Outcome.ROLLBACK, "problem.manifest-order")


def follow(manifests: Sequence[MergedManifest]) -> tuple[dict[str, MergedManifest], list[FileProblem]]:
    """The newest manifest of each room, and whatever is wrong with the chain that leads to it.

    The manifests come by room and counter, so that what is found does not depend on their order of arrival.
    """
    rooms: defaultdict[str, list[MergedManifest]] = defaultdict(list)
    for each in manifests:
        rooms[each.manifest.header.room].append(each)
    problems = [problem for room in rooms.values() for problem in (*_forks(room), *_breaks(room))]
    return {name: room[-1] for name, room in rooms.items()}, list(dict.fromkeys(problems))
