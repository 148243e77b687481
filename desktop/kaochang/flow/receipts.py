"""Receipts: the list of results that count at the centre, for the room PCs that still keep their copies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody.checkpoints import Checkpoint, tree_of
from kaochang.custody.envelope import digest
from kaochang.custody.receipt_lists import Receipt, pack_receipt_list, read_receipt_list
from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import Level
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import ledger
from kaochang.flow.centre_kit import KitFile
from kaochang.flow.ledger import Audit, Signing
from kaochang.flow.merge import merged_results
from kaochang.flow.reconcile import reconcile
from kaochang.machine.safe_files import check_free, check_takes_files
from kaochang.sealing import codes
from kaochang.store.centre import Centre


@dataclass(frozen=True)
class MadeList:
    """A receipt list: its file's bytes, its number, and how many results stand on it."""

    data: bytes
    number: int
    count: int


def look_first(centre: Centre, out: Path, folders: Sequence[Path], kit: KitFile | None = None) -> None:
    """Refuses what no list could be made with, before anybody types a secret and anything is signed.

    CONTEXT for the kit of another session, POLICY for one whose centre signs with a key of its own; EXISTS, and
    whatever the folders say that get files.
    """
    if kit is not None:
        centre.check_session(kit.header.context.exam_file)
        if kit.header.context.level is Level.CERTIFIED:
            raise Refusal(Outcome.POLICY, "ledger.needs-key", str(kit.path))
    check_free(out)
    for folder in (out.parent, *folders):
        check_takes_files(folder)


def make_list(centre: Centre, signing: Signing, clock: Clock) -> MadeList:
    """The receipt list of all results that count now, signed; what was not under a checkpoint yet is before.

    POLICY without the centre's key, MISSING where no result counts, and whatever a ledger that is contradicted says:
    no PC may delete anything on the word of such a database.
    """
    standing = ledger.audit_to_sign(centre, signing)
    standing = ledger.sign(centre, standing, signing.seed, clock)
    ledger.write_out(centre, signing.folders)
    journals = centre.recovered(ResultBody)  # no PC may delete a journal because a decision made a result of it
    counting = sorted(each for each in reconcile(centre).results.items() if each[1] not in journals)
    if standing.newest is None or not counting:
        raise Refusal(Outcome.MISSING, "receipts.none", str(centre.path))
    number, made = centre.receipt_lists() + 1, clock.wall()
    receipts = _receipts(standing, standing.newest, counting, merged_results(centre))
    data = pack_receipt_list(standing.newest, receipts, number, signing.seed, made)
    read_receipt_list(data, text_to_bytes(standing.centre_key))
    centre.add_receipt_list(number, digest(data), made)
    return MadeList(data, number, len(receipts))


def _receipts(
    standing: Audit,
    newest: Checkpoint,
    counting: Sequence[tuple[str, str]],
    bodies: Mapping[str, ResultBody],
) -> list[Receipt]:
    """A line for each (ticket, SHA-256 of its result), with the proof of its place in the ledger."""
    tree, size = tree_of(standing.entries), newest.header.size
    places = {entry.file: place for place, entry in enumerate(standing.entries)}
    return [
        Receipt(
            ticket=ticket,
            room=standing.entries[places[sha256]].room,
            attempt=bodies[sha256].identity.attempt,
            result=sha256,
            receipt=codes.receipt_code(text_to_bytes(sha256)),
            kept=standing.entries[places[sha256]].kept,
            index=places[sha256],
            proof=tuple(map(bytes_to_text, tree.inclusion(places[sha256], size))),
        )
        for ticket, sha256 in counting
    ]
