"""A journal's rows as the centre reads them: what was done when, row by row, behind every check that a merge makes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import journal_log
from kaochang.custody.envelope import digest
from kaochang.custody.journal_log import Entry, Opened
from kaochang.custody.kits import CentreKit
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.values import text_to_bytes
from kaochang.flow.arrivals import arrived_log
from kaochang.flow.trust import FILE_LIMIT
from kaochang.machine.safe_files import read_whole


@dataclass(frozen=True)
class JournalRow:
    """A row by its number, from 1: what opened the journal, or what happened then."""

    number: int
    row: Opened | Entry


def _of(places: Iterable[Path], sha256: str) -> Iterator[tuple[Path, bytes]]:
    """The places where this very log lies: of another place a longer one may have come, or a shorter."""
    for path in places:
        data = read_whole(path, FILE_LIMIT)
        if digest(data) == sha256:
            yield path, data


def journal_rows(places: tuple[Path, ...], sha256: str, kit: CentreKit) -> tuple[JournalRow, ...]:
    """The rows of the log that was merged with this SHA-256, from the first place where it still lies.

    MISSING where it lies in none of them, CONFLICT where others are there now, DECRYPT where a row does not open.
    """
    there = [each for each in places if each.is_file()]
    if not there:
        raise Refusal(Outcome.MISSING, "journal.not-there", str(places[0]) if places else "")
    path, data = next(_of(there, sha256), (there[0], b""))
    if not data:
        raise Refusal(Outcome.CONFLICT, "journal.another", str(path))
    with refusals_at(path):
        log = arrived_log(data, kit.context, kit.ticket_keys)
        key = journal_log.recover_key(log.header, text_to_bytes(kit.results_seed))
        rows = journal_log.open_rows(log, key)
        return tuple(JournalRow(number, row) for number, (row, _) in enumerate(rows, start=1))
