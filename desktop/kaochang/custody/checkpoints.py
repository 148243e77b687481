"""The checkpoint (.kct): where the centre's ledger stood after a merge, signed by the centre key.

The ledger lists every accepted file in the order of acceptance. Each checkpoint brings the entries that were added
since the one before, the root of RFC 9162 over all of them, and the proof that nothing before was changed; it names
the file of the one before. So all checkpoints together are the whole ledger once more, outside the database: whoever
edits or deletes one of its rows is contradicted by name, and one checkpoint kept elsewhere is enough to see that the
database was set back.
"""

import hashlib
from collections.abc import Sequence

from kaochang.custody.envelope import Context, Header, digest, header_bytes, payload_bytes, read_header, read_payload
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Count, Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import frame, keys, signatures
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType
from kaochang.sealing.merkle import Tree


class LedgerEntry(Value, frozen=True):
    """One accepted file. `file` is its SHA-256, `kept` vouches for what the database keeps of it (`kept_of`).

    `type` is the file's extension; `ticket` is empty for files that belong to no single ticket, `room` for those that
    belong to no single room. Its canonical JSON is a leaf of the tree.
    """

    file: str
    kept: str
    type: str
    room: str
    ticket: str


class CheckpointHeader(Header, frozen=True):
    """Public part. `root` is over the first `size` entries, `proof` leads from the size before to this one.

    `previous` is the SHA-256 of the checkpoint before ("" in the first), `counter` counts from 1.
    """

    context: Context
    centre_key: str
    counter: Count
    size: Count
    root: str
    previous: str
    made: Wall
    proof: tuple[str, ...]


class _Body(Value, frozen=True):
    entries: tuple[LedgerEntry, ...]


class Checkpoint(Value, frozen=True):
    """A checkpoint as read: its file's SHA-256, its public part, and the entries it added."""

    sha256: str
    header: CheckpointHeader
    entries: tuple[LedgerEntry, ...]

    @property
    def begins(self) -> int:
        """How many entries the checkpoint before had."""
        return self.header.size - len(self.entries)


def tree_of(entries: Sequence[LedgerEntry]) -> Tree:
    """The tree over entries in their order."""
    return Tree([payload_bytes(entry) for entry in entries])


def ledger_key(results_seed: bytes, context: Context) -> bytes:
    """What hides the kept content in `kept_of`: the same for everyone who opens the session's centre kit."""
    return keys.subkey(
        results_seed, bind(Purpose.LEDGER_KEY, context.session.encode(), text_to_bytes(context.exam_file))
    )


def kept_of(key: bytes, record: bytes, document: bytes) -> str:
    """Vouches for a row of the database: the record of a file and the document that was read from it, as stored.

    Bound to a secret of the session, because a checkpoint may go anywhere and short notes could be guessed.
    """
    hashes = (hashlib.sha256(part).digest() for part in (record, document))
    return bytes_to_text(hashlib.sha256(bind(Purpose.LEDGER_ROW, key, *hashes)).digest())


def pack_checkpoint(
    context: Context, entries: Sequence[LedgerEntry], before: Checkpoint | None, centre_seed: bytes, made: int
) -> bytes:
    """The bytes of the checkpoint over all `entries`, the first ones of which are those of the checkpoint before."""
    begins = 0 if before is None else before.header.size
    tree = tree_of(entries)
    header = CheckpointHeader(
        context=context,
        centre_key=bytes_to_text(signatures.public_of(centre_seed)),
        counter=1 if before is None else before.header.counter + 1,
        size=len(entries),
        root=bytes_to_text(tree.root(len(entries))),
        previous="" if before is None else before.sha256,
        made=made,
        proof=tuple(map(bytes_to_text, tree.consistency(begins, len(entries)))),
    )
    body = payload_bytes(_Body(tuple(entries[begins:])))
    return frame.pack(FileType.CHECKPOINT, header_bytes(header), body, [centre_seed])


def claimed_context(data: bytes) -> Context:
    """Of which session a checkpoint says it is: all that may be used before the right signature is checked."""
    return read_header(CheckpointHeader, frame.unpack(data, FileType.CHECKPOINT)).context


def read_checkpoint(data: bytes, centre_key: bytes | None) -> Checkpoint:
    """A checkpoint signed by this centre key (None: by the one that it names, for `inspect`).

    CERT where it names another key than the one it is read with. HEADER where its numbers cannot be: whether its root
    and proof are right needs the entries before (`flow/ledger`), except in the first, which is checked here.
    """
    framed = frame.unpack(data, FileType.CHECKPOINT)
    header = read_header(CheckpointHeader, framed)
    named = text_to_bytes(header.centre_key)
    frame.verify(framed, named if centre_key is None else centre_key)
    if centre_key not in (None, named):
        raise Refusal(Outcome.CERT, "cert")
    checkpoint = Checkpoint(digest(data), header, read_payload(_Body, framed.body).entries)
    if not (_is_first(checkpoint) if header.counter == 1 else _is_later(checkpoint)):
        raise Refusal(Outcome.HEADER, "checkpoint.numbers")
    return checkpoint


def _is_first(checkpoint: Checkpoint) -> bool:
    """Whether a checkpoint has all of a ledger and nothing before it."""
    header, entries = checkpoint.header, checkpoint.entries
    if header.previous or header.proof or not entries or checkpoint.begins != 0:
        return False
    return text_to_bytes(header.root) == tree_of(entries).root(header.size)


def _is_later(checkpoint: Checkpoint) -> bool:
    """Whether a checkpoint goes on from another one, with something new."""
    header = checkpoint.header
    return header.counter > 1 and bool(header.previous) and bool(checkpoint.entries) and checkpoint.begins > 0
