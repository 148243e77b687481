"""Errata (.kce): what the office corrects after sealing, signed by the exam key and sealed under the content key.

An item is withdrawn, corrected, or something is said about the exam. Each file holds every entry so far, so that the
newest alone is enough; it names the file before it, so that two that contradict each other are told apart. It travels
beside the sealed exam, and before the start code nobody can read it either.
"""

from collections.abc import Sequence

from kaochang.custody.envelope import Context, Header, digest, header_bytes, payload_bytes, read_header, read_payload
from kaochang.domain.errata import ErratumAction
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Count, Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import frame, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType, Frame


class Erratum(Value, frozen=True):
    """One correction, with when it was made. `item` is an id, "" for a notice to all; `text` is for candidates."""

    item: str
    action: ErratumAction
    text: str
    made: Wall


class ErrataHeader(Header, frozen=True):
    """Public part. `counter` counts from 1, `previous` is the SHA-256 of the file before ("" in the first)."""

    context: Context
    exam_key: str
    counter: Count
    previous: str
    made: Wall


class _Body(Value, frozen=True):
    entries: tuple[Erratum, ...]


class Errata(Value, frozen=True):
    """Every correction so far, opened. `counter` 0 and no file: nothing was ever corrected."""

    counter: int = 0
    sha256: str = ""
    previous: str = ""
    entries: tuple[Erratum, ...] = ()

    @property
    def withdrawn(self) -> frozenset[str]:
        """The items that nobody sits any more."""
        return frozenset(entry.item for entry in self.entries if entry.action is ErratumAction.WITHDRAW)


NO_ERRATA = Errata()


def _bound(context: Context, counter: int) -> bytes:
    return bind(Purpose.ERRATA, context.session.encode(), text_to_bytes(context.exam_file), b"%d" % counter)


def pack_errata(
    context: Context, before: Errata, entries: Sequence[Erratum], exam_seed: bytes, content_key: bytes, made: int
) -> bytes:
    """The bytes of the errata after `before`: its entries with these added."""
    header = ErrataHeader(
        context=context,
        exam_key=bytes_to_text(signatures.public_of(exam_seed)),
        counter=before.counter + 1,
        previous=before.sha256,
        made=made,
    )
    padded = streams.pad(payload_bytes(_Body((*before.entries, *entries))), streams.blocks)
    body = streams.seal(content_key, _bound(context, header.counter), padded)
    return frame.pack(FileType.ERRATA, header_bytes(header), body, [exam_seed])


def claimed_context(data: bytes) -> Context:
    """Of which session a file of errata says it is: all that may be used before the right signature is checked."""
    return read_header(ErrataHeader, frame.unpack(data, FileType.ERRATA)).context


def read_errata(framed: Frame, exam_key: bytes | None) -> ErrataHeader:
    """The public part of errata signed by this exam key (None: by the one that they name).

    CERT where they name another key than the one they are read with, HEADER where only the first has none before it.
    """
    header = read_header(ErrataHeader, framed)
    named = text_to_bytes(header.exam_key)
    frame.verify(framed, named if exam_key is None else exam_key)
    if exam_key not in (None, named):
        raise Refusal(Outcome.CERT, "cert")
    if header.counter < 1 or (header.counter == 1) != (not header.previous):
        raise Refusal(Outcome.HEADER, "erratum.numbers")
    return header


def open_errata(data: bytes, exam_key: bytes, content_key: bytes) -> Errata:
    """Errata, opened; PAYLOAD for an entry without a text, or one that changes no item."""
    framed = frame.unpack(data, FileType.ERRATA)
    header = read_errata(framed, exam_key)
    padded = streams.open_(content_key, _bound(header.context, header.counter), framed.body)
    entries = read_payload(_Body, streams.unpad(padded)).entries
    if not entries or not all(is_meaningful(entry) for entry in entries):
        raise Refusal(Outcome.PAYLOAD, "payload", detail="erratum")
    return Errata(header.counter, digest(data), header.previous, entries)


def is_meaningful(erratum: Erratum) -> bool:
    """Whether an erratum says something, and names an item unless it is a notice."""
    return bool(erratum.text.strip()) and (bool(erratum.item) or erratum.action is ErratumAction.NOTICE)


def contradicts(earlier: Errata, later: Errata) -> bool:
    """Whether errata cannot both be of one office's line: one number twice, or entries that are gone again.

    Where one directly follows the other, it must also name its file.
    """
    if earlier.counter == later.counter:
        return earlier != later
    follows = later.counter > earlier.counter + 1 or later.previous == earlier.sha256
    return not follows or later.entries[: len(earlier.entries)] != earlier.entries
