"""Start slots (.kcn): codes that the office made anew, for a session whose sealed exam is out already.

A lost code opens nothing; a new one is wrapped around the same keys, signed by the exam key, and laid beside the exam.
The exam file does not change, so results stay valid. The newest file (the highest counter) holds every code that was
made anew so far. It takes nothing away: a copy of the exam alone still opens by the code it was sealed with.
"""

from collections.abc import Mapping, Sequence

from kaochang.custody.envelope import Context, Header, check_context, header_bytes, read_header
from kaochang.custody.exam_checks import rooms_of
from kaochang.custody.exam_shapes import ExamHeader, RoomWrap, StartSlot
from kaochang.domain.assessments import Level
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.values import Count, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType, Frame


class StartSlotsHeader(Header, frozen=True):
    """All of it: the slots of an exam's header again, under new codes. `rooms` are room keys under room codes.

    `exam_key` is the public key that signs; whose it is only the sealed exam tells.
    """

    context: Context
    exam_key: str
    counter: Count
    made: Wall
    start: tuple[StartSlot, ...]
    rooms: dict[str, RoomWrap]


def pack_start_slots(header: StartSlotsHeader, exam_seed: bytes) -> bytes:
    """The file's bytes, by the exam key that the header names."""
    return frame.pack(FileType.START_SLOTS, header_bytes(header), b"", [exam_seed])


def read_start_slots(framed: Frame) -> StartSlotsHeader:
    """What a file says, whole by the signature of the exam key it names; PAYLOAD for one with a body."""
    header = read_header(StartSlotsHeader, framed)
    frame.verify(framed, text_to_bytes(header.exam_key))
    if framed.body:
        raise Refusal(Outcome.PAYLOAD, "payload")
    return header


def check_start_slots(header: StartSlotsHeader, context: Context, exam_key: bytes, exam: ExamHeader) -> None:
    """Refuses slots of another exam (CONTEXT), by another key (CERT), and ones its level cannot have (HEADER)."""
    check_context(header.context, context)
    if text_to_bytes(header.exam_key) != exam_key:
        raise Refusal(Outcome.CERT, "cert")
    if context.level is Level.QUICK:
        good = _for_all(header.start, exam) and not header.rooms
    else:
        good = _for_each(header.start, exam) and header.rooms.keys() <= exam.rooms.keys()
    if not good or not (header.start or header.rooms) or header.counter < 1:
        raise Refusal(Outcome.HEADER, "exam.level", level=Word(f"session-level.{context.level}"))


def _for_all(start: Sequence[StartSlot], exam: ExamHeader) -> bool:
    return [sorted(slot.rooms) for slot in start] == [sorted(exam.rooms)] and not start[0].room_key


def _for_each(start: Sequence[StartSlot], exam: ExamHeader) -> bool:
    rooms = rooms_of(start)
    return rooms is not None and len(set(rooms)) == len(rooms) and set(rooms) <= exam.rooms.keys()


def carried_on(
    before: StartSlotsHeader | None,
    exam: Context,
    exam_key: bytes,
    made: int,
    start: Sequence[StartSlot],
    rooms: Mapping[str, RoomWrap],
) -> StartSlotsHeader:
    """The next file: what the one before it held, these slots in the place of those for the same rooms."""
    anew = {room for slot in start for room in slot.rooms}
    kept = () if before is None else tuple(slot for slot in before.start if anew.isdisjoint(slot.rooms))
    old_rooms = {} if before is None else before.rooms
    counter = 1 if before is None else before.counter + 1
    key = bytes_to_text(exam_key)
    return StartSlotsHeader(exam, key, counter, made, (*kept, *start), {**old_rooms, **rooms})
