"""The journal log (.kcj): an attempt's sealed, chained rows behind a clear signed header, append-only.

Row i is one stream under the journal key, its context the attempt, i and the chain's head before it: rows cannot be
moved, dropped in the middle, or brought in from another attempt. A random salt per row means that going on from an
old copy can never reuse a nonce. The journal key also lies in the header, sealed to the results key, so that the
centre can read the log of a PC that died.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from kaochang.custody import attempt_identity
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import (
    PAYLOAD_DEPTH,
    PAYLOAD_LIMIT,
    SecondHeader,
    header_bytes,
    read_header,
)
from kaochang.domain.attempts import Event
from kaochang.domain.outages import Witness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import (
    NEWEST_FORMAT,
    Later,
    SecretValue,
    Value,
    Wall,
    bytes_to_text,
    from_whole,
    text_to_bytes,
    to_plain,
)
from kaochang.sealing import canonical, chains, envelopes, frame, keys, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType

ROW_LIMIT = 4 * 1024 * 1024
"""The longest row as sealed; the longest essay is far below it. A longer one is refused before it is acknowledged."""


class LogHeader(SecondHeader, frozen=True):
    """Public part of a journal log. `recovery` is the journal key sealed to the results key."""

    identity: AttemptIdentity
    certificate: Certificate
    recovery: str


class Opened(SecretValue, frozen=True, tag="opened"):
    """Row 1 of every journal: what a resume needs. `attempt_seed` is secret, and sealed like every row.

    `pc` is the mark of the PC where the attempt began (`machine/marks`).
    """

    attempt_seed: str
    seat: str
    wall: Wall
    boot: str
    client: str
    pc: Later[str] = ""


class Entry(Value, frozen=True, tag="entry"):
    """An event of the attempt, with the clock's readings when it happened."""

    event: Event
    witness: Witness


def journal_key(content_key: bytes, ticket_seed: bytes, attempt: str) -> bytes:
    """Derived, never stored: whoever has the start code and is at this ticket can open the attempt again."""
    return keys.subkey(content_key + ticket_seed, bind(Purpose.JOURNAL_KEY, attempt.encode()))


class RowChain(msgspec.Struct):
    """Seals and opens rows in order. `head` moves on only when a row is known to be durable (`advance`).

    `of_format` is the log's: a row that is opened is of no earlier one.
    """

    key: bytes
    attempt: str
    head: bytes
    count: int = 0
    of_format: int = NEWEST_FORMAT

    __repr__ = SecretValue.__repr__

    def _context(self, number: int) -> bytes:
        return bind(Purpose.JOURNAL_ROW, self.attempt.encode(), number.to_bytes(8, "big"), self.head)

    def seal(self, number: int, plaintext: bytes) -> bytes:
        """The sealed row `number`; must be the one after the last (CONFLICT), and no longer than is read (LIMIT)."""
        if number != self.count + 1:
            raise Refusal(Outcome.CONFLICT, "journal.other-writer")
        sealed = streams.seal(self.key, self._context(number), plaintext)
        if len(sealed) > ROW_LIMIT:
            raise Refusal(Outcome.LIMIT, "journal.row-too-large")
        return sealed

    def advance(self, sealed: bytes) -> None:
        """The row is durable: the chain now ends with it."""
        self.head = chains.next_head(self.head, sealed)
        self.count += 1

    def plaintext(self, sealed: bytes) -> bytes:
        """The plaintext of a row that would be the next; DECRYPT, with its number, for any other."""
        number = self.count + 1
        try:
            return streams.open_(self.key, self._context(number), sealed)
        except Refusal as refusal:
            raise Refusal(Outcome.DECRYPT, "journal.row-damaged", row=number) from refusal

    def opens(self, sealed: bytes) -> bool:
        """Whether a row would be the next."""
        try:
            self.plaintext(sealed)
        except Refusal:
            return False
        return True

    def open_next(self, sealed: bytes) -> bytes:
        """The next row's plaintext; DECRYPT where the chain breaks, naming the row."""
        plaintext = self.plaintext(sealed)
        self.advance(sealed)
        return plaintext

    def read_next(self, sealed: bytes) -> Opened | Entry:
        """The next row; refused as `open_next` and `read_row` do."""
        return read_row(self.open_next(sealed), self.of_format)


def new_chain(key: bytes, identity: AttemptIdentity, of_format: int = NEWEST_FORMAT) -> RowChain:
    """The empty chain of an attempt."""
    return RowChain(key, identity.attempt, first_head(identity), of_format=of_format)


def _bound(identity: AttemptIdentity) -> tuple[bytes, ...]:
    """What an attempt's rows and key belong to: with the ticket, or one candidate's log could pass for another's."""
    context = identity.context
    return (
        context.session.encode(),
        text_to_bytes(context.exam_file),
        identity.ticket.encode(),
        identity.attempt.encode(),
    )


def first_head(identity: AttemptIdentity) -> bytes:
    """Where an attempt's chain begins."""
    return chains.first_head(*_bound(identity))


def row_bytes(row: Opened | Entry) -> bytes:
    """A row's plaintext."""
    return canonical.encode(to_plain(row), depth=PAYLOAD_DEPTH, nfc=False)


def read_row(plaintext: bytes, of_format: int = NEWEST_FORMAT) -> Opened | Entry:
    """The row that a plaintext holds, in a log of this format; PAYLOAD for any other shape.

    In a log of format 1 a row is as a whole of that format, or of a later one: by a newer program, which went on with
    the attempt.
    """
    plain = canonical.decode(plaintext, outcome=Outcome.PAYLOAD, limit=PAYLOAD_LIMIT, depth=PAYLOAD_DEPTH, nfc=False)
    if of_format < NEWEST_FORMAT:
        with suppress(Refusal):
            return _whole_row(plain, of_format)
    return _whole_row(plain, NEWEST_FORMAT)


def _whole_row(plain: object, of_format: int) -> Opened | Entry:
    row: Opened | Entry = from_whole(Opened | Entry, plain, of_format)  # type: ignore[arg-type] # msgspec takes unions
    return row


def pack_log_head(
    identity: AttemptIdentity, certificate: Certificate, attempt_seed: bytes, key: bytes, results_key: bytes
) -> bytes:
    """The head of a log; rows follow as `record`s."""
    info = bind(Purpose.JOURNAL_RECOVERY, *_bound(identity))
    recovery = bytes_to_text(envelopes.seal(results_key, key, info))
    header = LogHeader(identity, certificate, recovery)
    return frame.pack_head(FileType.JOURNAL, header_bytes(header), [attempt_seed])


def record(sealed: bytes) -> bytes:
    """A row as it stands in the log: u32 big-endian length, then the sealed bytes."""
    return len(sealed).to_bytes(4, "big") + sealed


@dataclass(frozen=True)
class JournalLog:
    """A log taken apart, its header's signature checked. `frame` is everything before the rows, as it was read.

    `torn` says that something stands behind the last whole record: one that is cut off, or what a power cut left.
    """

    header: LogHeader
    frame: bytes
    rows: tuple[bytes, ...]
    torn: bool

    def head(self) -> bytes:
        """The chain's head after the last whole row; needs no key."""
        head = first_head(self.header.identity)
        for sealed in self.rows:
            head = chains.next_head(head, sealed)
        return head


def _records(data: bytes, offset: int) -> Iterator[bytes]:
    """The whole records. A length that no row has is the zeros or garbage a power cut leaves at the end of a file."""
    while offset + 4 <= len(data):
        length = int.from_bytes(data[offset : offset + 4], "big")
        if not 0 < length <= ROW_LIMIT or offset + 4 + length > len(data):
            return
        yield data[offset + 4 : offset + 4 + length]
        offset += 4 + length


def open_log(data: bytes, ticket_keys: dict[str, str] | None) -> JournalLog:
    """A log with its certificate checked against the roster's ticket keys (None: against itself, for `inspect`)."""
    framed, offset = frame.unpack_head(data)
    header = read_header(LogHeader, framed)
    attempt_key = attempt_identity.key_for(header.certificate, header.identity, ticket_keys)
    frame.verify(framed, attempt_key)
    rows = tuple(_records(data, offset))
    torn = offset + sum(4 + len(row) for row in rows) != len(data)
    return JournalLog(header, data[:offset], rows, torn)


def recover_key(header: LogHeader, results_seed: bytes) -> bytes:
    """The journal key of an attempt, by the centre."""
    info = bind(Purpose.JOURNAL_RECOVERY, *_bound(header.identity))
    return envelopes.open(results_seed, text_to_bytes(header.recovery), info)


def open_rows(log: JournalLog, key: bytes) -> Iterator[tuple[Opened | Entry, bytes]]:
    """Every row of a log, opened, and the chain's head after it; DECRYPT at the first that does not open.

    PAYLOAD where the first row does not open the journal, or a later one opens it again.
    """
    chain = new_chain(key, log.header.identity, log.header.format)
    for sealed in log.rows:
        row = chain.read_next(sealed)
        if isinstance(row, Opened) != (chain.count == 1):
            raise Refusal(Outcome.PAYLOAD, "payload", detail=f"row {chain.count}")
        yield row, chain.head
