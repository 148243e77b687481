"""The receipt list (.kcl): results that count at the centre, signed by its key, so that room PCs may delete them.

Every line proves that its result stands in the ledger of a signed checkpoint. A centre that later drops the result
contradicts a list that somebody else holds.
"""

from collections.abc import Sequence

from kaochang.custody.checkpoints import Checkpoint, LedgerEntry
from kaochang.custody.envelope import Context, Header, header_bytes, payload_bytes, read_header, read_payload
from kaochang.domain.ids import AttemptId, PlainId
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Count, Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import codes, frame, merkle, signatures
from kaochang.sealing.frame import FileType

RESULT_TYPE = "kcr"
"""The type that an entry of the ledger has for a result."""


class Receipt(Value, frozen=True):
    """One result: `result` is the SHA-256 of its file, `receipt` the code that follows from it.

    `kept` completes its entry in the ledger, which is number `index`, from 0; `proof` leads from there to the root.
    """

    ticket: PlainId
    room: PlainId
    attempt: AttemptId
    result: str
    receipt: str
    kept: str
    index: Count
    proof: tuple[str, ...]

    def entry(self) -> LedgerEntry:
        """The result's entry in the ledger."""
        return LedgerEntry(self.result, self.kept, RESULT_TYPE, self.room, self.ticket)


class ReceiptListHeader(Header, frozen=True):
    """Public part. `checkpoint` is the SHA-256 of the checkpoint that the proofs lead to, `size` and `root` its own.

    `counter` counts the lists of a session from 1; each holds everything that counts, so the newest is enough.
    """

    context: Context
    centre_key: str
    counter: Count
    made: Wall
    checkpoint: str
    size: Count
    root: str


class _Body(Value, frozen=True):
    receipts: tuple[Receipt, ...]


class ReceiptList(Value, frozen=True):
    """A list as read."""

    header: ReceiptListHeader
    receipts: tuple[Receipt, ...]


def pack_receipt_list(
    checkpoint: Checkpoint, receipts: Sequence[Receipt], counter: int, centre_seed: bytes, made: int
) -> bytes:
    """The list's bytes; the receipts' proofs lead to the root of `checkpoint`."""
    header = ReceiptListHeader(
        context=checkpoint.header.context,
        centre_key=bytes_to_text(signatures.public_of(centre_seed)),
        counter=counter,
        made=made,
        checkpoint=checkpoint.sha256,
        size=checkpoint.header.size,
        root=checkpoint.header.root,
    )
    return frame.pack(FileType.RECEIPT_LIST, header_bytes(header), payload_bytes(_Body(tuple(receipts))), [centre_seed])


def claimed_context(data: bytes) -> Context:
    """Of which session a receipt list says it is: all that may be used before the right signature is checked."""
    return read_header(ReceiptListHeader, frame.unpack(data, FileType.RECEIPT_LIST)).context


def read_receipt_list(data: bytes, centre_key: bytes | None) -> ReceiptList:
    """A list signed by this centre key (None: by the one that it names, for `inspect`).

    CERT where it names another key than the one it is read with; PAYLOAD where a ticket stands twice, a receipt is
    not its result's, or a proof does not lead to the root: then the list proves nothing at all.
    """
    framed = frame.unpack(data, FileType.RECEIPT_LIST)
    header = read_header(ReceiptListHeader, framed)
    named = text_to_bytes(header.centre_key)
    frame.verify(framed, named if centre_key is None else centre_key)
    if centre_key not in (None, named):
        raise Refusal(Outcome.CERT, "cert")
    receipts = read_payload(_Body, framed.body).receipts
    tickets = {receipt.ticket for receipt in receipts}
    if len(tickets) != len(receipts) or not all(_holds(receipt, header) for receipt in receipts):
        raise Refusal(Outcome.PAYLOAD, "receipts.proof")
    return ReceiptList(header, receipts)


def _holds(receipt: Receipt, header: ReceiptListHeader) -> bool:
    """Whether the code is the result's, and the entry stands in the ledger at its place."""
    leaf, proof = payload_bytes(receipt.entry()), [text_to_bytes(each) for each in receipt.proof]
    is_there = merkle.proves_inclusion(leaf, receipt.index, header.size, proof, text_to_bytes(header.root))
    return is_there and receipt.receipt == codes.receipt_code(text_to_bytes(receipt.result))
