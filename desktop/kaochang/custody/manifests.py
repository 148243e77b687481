"""The room manifest (.kcm): one line for every ticket of the room, signed by the room's proctor key.

What it says of each file (size, SHA-256, receipt) makes a lost, added, swapped or altered file visible by name. The
counter grows with each manifest of a room and names the one before, so an older one cannot stand in for a newer one.
"""

from kaochang.custody.envelope import (
    PAYLOAD_DEPTH,
    Context,
    SecondHeader,
    header_bytes,
    payload_bytes,
    read_header,
    read_payload,
)
from kaochang.domain.ids import PlainId
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.values import (
    NEWEST_FORMAT,
    Count,
    Later,
    Value,
    Wall,
    bytes_to_text,
    text_to_bytes,
    to_format,
)
from kaochang.sealing import canonical, envelopes, frame, merkle
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType, Frame


class FileEntry(Value, frozen=True):
    """A file that was collected: its name on the stick, size in bytes, SHA-256."""

    name: str
    size: int
    sha256: str


class StickMark(Value, frozen=True):
    """What tells a stick: the id in the marker file that lies on it, and a name of the medium below it.

    A copied stick has the same id, a second folder on one stick the same volume.
    """

    id: PlainId
    volume: PlainId

    def is_other(self, than: "StickMark") -> bool:
        """Whether the two are two media, as far as a PC can tell."""
        return self.id != than.id and self.volume != than.volume


class TicketEntry(Value, frozen=True):
    """One ticket's line. `receipt` and `result` are empty where nothing was handed in.

    `held` names the sticks on which this very result was read back after it had been copied there.
    """

    ticket: str
    status: TicketStatus
    receipt: str = ""
    result: FileEntry | None = None
    journal: FileEntry | None = None
    held: Later[tuple[StickMark, ...]] = ()


class ManifestHeader(SecondHeader, frozen=True):
    """Public part. `root` is the RFC 9162 tree hash over the entries; `incidents` counts them by kind.

    `act_log` is the room's newest act log; none where its proctor granted nothing.
    """

    context: Context
    room: PlainId
    counter: Count
    previous: str
    made: Wall
    root: str
    incidents: dict[str, Count]
    act_log: FileEntry | None


class _Body(Value, frozen=True):
    entries: tuple[TicketEntry, ...]
    notes: str


class Manifest(Value, frozen=True):
    """A manifest as read: its public part, every ticket's line, and the notes still sealed for the centre."""

    header: ManifestHeader
    entries: tuple[TicketEntry, ...]
    notes: str


def _root(entries: tuple[TicketEntry, ...], of_format: int = NEWEST_FORMAT) -> str:
    plain = (to_format(entry, of_format) for entry in entries)
    return bytes_to_text(merkle.root([canonical.encode(each, depth=PAYLOAD_DEPTH, nfc=False) for each in plain]))


def _info(context: Context, room: str, counter: int) -> bytes:
    return bind(
        Purpose.MANIFEST_NOTES,
        context.session.encode(),
        text_to_bytes(context.exam_file),
        room.encode(),
        b"%d" % counter,
    )


class RoomRecord(Value, frozen=True):
    """What a proctor declares about a room, before it is signed."""

    context: Context
    room: str
    counter: Count
    previous: str
    made: Wall
    entries: tuple[TicketEntry, ...]
    incidents: dict[str, Count]
    notes: str
    act_log: FileEntry | None = None


def pack_manifest(record: RoomRecord, proctor_seed: bytes, results_key: bytes) -> bytes:
    """The manifest's bytes; the notes are sealed for the centre, everything else is in clear."""
    info = _info(record.context, record.room, record.counter)
    notes = bytes_to_text(envelopes.seal(results_key, record.notes.encode(), info))
    header = ManifestHeader(
        record.context,
        record.room,
        record.counter,
        record.previous,
        record.made,
        _root(record.entries),
        record.incidents,
        record.act_log,
    )
    return frame.pack(
        FileType.MANIFEST, header_bytes(header), payload_bytes(_Body(record.entries, notes)), [proctor_seed]
    )


def claimed_context(framed: Frame) -> Context:
    """Of which session a manifest says it is: all that may be used before the right proctor's signature is checked."""
    return read_header(ManifestHeader, framed).context


def read_manifest(framed: Frame, proctor_keys: dict[str, str] | None) -> Manifest:
    """A manifest signed by its room's proctor key (None: unsigned reading, for `inspect` only).

    HEADER where a ticket has two lines or the tree hash is not that of the lines.
    """
    header = read_header(ManifestHeader, framed)
    if proctor_keys is not None:
        if header.room not in proctor_keys:
            raise Refusal(Outcome.CONTEXT, "context.room", room=header.room)
        frame.verify(framed, text_to_bytes(proctor_keys[header.room]))
    body = read_payload(_Body, framed.body, header.format)
    tickets = [entry.ticket for entry in body.entries]
    if len(set(tickets)) != len(tickets) or _root(body.entries, header.format) != header.root:
        raise Refusal(Outcome.HEADER, "manifest.entries")
    return Manifest(header, body.entries, body.notes)


def open_notes(manifest: Manifest, results_seed: bytes) -> str:
    """The proctor's notes, by the centre."""
    header = manifest.header
    info = _info(header.context, header.room, header.counter)
    try:
        return envelopes.open(results_seed, text_to_bytes(manifest.notes), info).decode()
    except UnicodeDecodeError as error:
        raise Refusal(Outcome.PAYLOAD, "payload", detail=type(error).__name__) from error
