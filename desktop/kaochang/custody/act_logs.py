"""The act log (.kca): every act that a room's proctor granted, signed by the room's proctor key.

A code proves only that somebody had the act key; this log is the proctor's own word, held against the journals at the
centre. Each log holds all entries of the one before and names it, so that one that is lost, forked or rewritten shows.
Why an act was granted, and by whom, is sealed for the centre, and stands in the log that brought the entry. No code
stands in it: a card that nobody has used yet would be good for whoever finds the stick.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec

from kaochang.custody.envelope import Context, Header, header_bytes, payload_bytes, read_header, read_payload
from kaochang.domain.acts import MOST_SERIAL, ActKind, Minutes, Reach
from kaochang.domain.ids import PlainId
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Count, Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import envelopes, frame, merkle
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType, Frame


class ActEntry(Value, frozen=True):
    """One act. A ticket's own has `ticket` and `challenge`, a card or room-wide code `serial`; the rest is empty."""

    number: Count
    wall: Wall
    kind: ActKind
    reach: Reach
    ticket: str
    minutes: Minutes
    challenge: str
    serial: Annotated[int, msgspec.Meta(ge=0, le=MOST_SERIAL)]


class ActNote(Value, frozen=True):
    """Who granted an act, and why: for the centre's eyes."""

    by: str
    reason: str


class ActLogHeader(Header, frozen=True):
    """Public part. `root` is the RFC 9162 tree hash over the entries, `previous` the SHA-256 of the log before."""

    context: Context
    room: PlainId
    counter: Count
    previous: str
    made: Wall
    root: str


class _Body(Value, frozen=True):
    entries: tuple[ActEntry, ...]
    notes: str


class _Notes(Value, frozen=True):
    notes: dict[str, ActNote]


class ActLog(Value, frozen=True):
    """A log as read: its public part, every entry from 1 on, and the notes of its new entries, still sealed."""

    header: ActLogHeader
    entries: tuple[ActEntry, ...]
    notes: str


class ActRecord(Value, frozen=True):
    """What a proctor declares before it is signed; `notes` by entry number, for the entries that are new."""

    context: Context
    room: str
    counter: Count
    previous: str
    made: Wall
    entries: tuple[ActEntry, ...]
    notes: tuple[tuple[int, ActNote], ...]


def _root(entries: Sequence[ActEntry]) -> str:
    return bytes_to_text(merkle.root([payload_bytes(entry) for entry in entries]))


def _info(context: Context, room: str, counter: int) -> bytes:
    session, exam_file = context.session.encode(), text_to_bytes(context.exam_file)
    return bind(Purpose.ACT_NOTES, session, exam_file, room.encode(), b"%d" % counter)


def pack_act_log(record: ActRecord, proctor_seed: bytes, results_key: bytes) -> bytes:
    """The log's bytes; only who and why is sealed for the centre."""
    info = _info(record.context, record.room, record.counter)
    sealed = _Notes({str(number): note for number, note in record.notes})
    notes = bytes_to_text(envelopes.seal(results_key, payload_bytes(sealed), info))
    header = ActLogHeader(
        record.context, record.room, record.counter, record.previous, record.made, _root(record.entries)
    )
    body = payload_bytes(_Body(record.entries, notes))
    return frame.pack(FileType.ACT_LOG, header_bytes(header), body, [proctor_seed])


def _is_lawful(entry: ActEntry) -> bool:
    """Whether an entry is filled as its reach says, and grants no minutes that its kind does not have."""
    is_own = entry.reach is Reach.TICKET
    is_filled = (bool(entry.ticket), bool(entry.challenge), entry.serial > 0) == (is_own, is_own, not is_own)
    return is_filled and (entry.minutes == 0 or entry.kind.grants_time)


def claimed_place(framed: Frame) -> tuple[Context, str]:
    """Of which session and room a log says it is: all that may be used before the right signature is checked."""
    header = read_header(ActLogHeader, framed)
    return header.context, header.room


def read_act_log(framed: Frame, proctor_keys: Mapping[str, str] | None) -> ActLog:
    """A log signed by its room's proctor key (None: unsigned reading, for `inspect` only).

    HEADER where entries are not numbered from 1, are not filled as their reach says, grant minutes that their kind does
    not have, or have another tree hash.
    """
    header = read_header(ActLogHeader, framed)
    if proctor_keys is not None:
        if header.room not in proctor_keys:
            raise Refusal(Outcome.CONTEXT, "context.room", room=header.room)
        frame.verify(framed, text_to_bytes(proctor_keys[header.room]))
    body = read_payload(_Body, framed.body)
    numbered = all(entry.number == at for at, entry in enumerate(body.entries, start=1))
    if not numbered or not all(map(_is_lawful, body.entries)) or _root(body.entries) != header.root:
        raise Refusal(Outcome.HEADER, "act-log.entries")
    return ActLog(header, body.entries, body.notes)


def open_act_notes(log: ActLog, results_seed: bytes) -> dict[int, ActNote]:
    """Who granted the log's new entries and why, by entry number, for the centre."""
    header = log.header
    info = _info(header.context, header.room, header.counter)
    opened = read_payload(_Notes, envelopes.open(results_seed, text_to_bytes(log.notes), info))
    by_number = {str(entry.number): entry.number for entry in log.entries}
    if opened.notes.keys() - by_number.keys():
        raise Refusal(Outcome.PAYLOAD, "act-log.entries")
    return {by_number[number]: note for number, note in opened.notes.items()}
