"""All that a centre's database has of one ticket, read when its page is opened: files, record, response and scores."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kaochang.custody.manifests import TicketEntry
from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import PlacedItem
from kaochang.domain.drawing import drawn
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Response
from kaochang.domain.values import Record
from kaochang.flow.merge import merged_manifests, merged_results
from kaochang.presenters.centre.standing import opened
from kaochang.store.centre import FileRecord
from kaochang.store.marking import GivenScore


class ScoredItem(Record, frozen=True):
    """An item of the ticket's own exam with its response, and every score it was ever given, oldest first."""

    placed: PlacedItem
    scheme: MarkScheme
    response: Response | None
    revisions: int
    given: tuple[GivenScore, ...]


class Details(Record, frozen=True):
    """`entry` is what the room's newest manifest says (None without one); `body` the result that counts."""

    files: tuple[tuple[FileRecord, tuple[str, ...]], ...]
    entry: TicketEntry | None
    manifest: int
    body: ResultBody | None
    items: tuple[ScoredItem, ...]


def details_of(path: Path, number: str, result: str) -> Details:
    """A ticket's details (blocks); `result` is the SHA-256 of what counts for it, "" for none."""
    with closing(opened(path)) as centre:
        files = [(each, tuple(centre.places(each.sha256))) for each in centre.files() if each.ticket == number]
        said = [
            (each.manifest.header.counter, entry)
            for each in merged_manifests(centre)
            for entry in each.manifest.entries
            if entry.ticket == number
        ]
        manifest, entry = max(said, key=lambda each: each[0]) if said else (0, None)
        if not result:
            return Details(tuple(files), entry, manifest, None, ())
        body, ticket = merged_results(centre)[result], centre.tickets()[number]
        given, schemes = centre.scores_of(result), centre.schemes()
        items = tuple(
            ScoredItem(
                placed,
                schemes[placed.id],
                body.responses.get(placed.id),
                body.revisions.get(placed.id, 0),
                tuple(given.get(placed.id, ())),
            )
            for placed in drawn(centre.exams()[ticket.exam], number).assessment.items()
        )
        return Details(tuple(files), entry, manifest, body, items)
