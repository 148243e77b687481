"""What inspect and verify say of what a sealing gives: the sealed exam, its kits, and start slots made later."""

from pathlib import Path

from kaochang.custody import kits, sealed_exam
from kaochang.custody.start_slots import check_start_slots, read_start_slots
from kaochang.domain.values import bytes_to_text
from kaochang.flow.trust import FILE_LIMIT, Facts, Trust, context_facts, fingerprint_of
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType


def exam_facts(path: Path, trust: Trust | None) -> Facts:
    """A sealed exam, the whole body of which has been read."""
    exam = sealed_exam.claimed_exam(path) if trust is None else sealed_exam.open_sealed_exam(path, *trust.offices())
    exam.check_body()
    header = exam.header
    return (
        *context_facts(exam.context),
        ("title", header.session.title),
        ("opens", header.session.opens),
        ("closes", header.session.closes),
        ("keep-until", header.keep_until),
        ("rooms", tuple(f"{room.id} {room.name}" for room in header.session.rooms)),
        ("version", header.version),
        *((("supersedes", header.supersedes),) if header.supersedes else ()),
        ("site", header.site),
        ("signed-by", fingerprint_of(bytes_to_text(exam.exam_key))),
        ("centre", fingerprint_of(bytes_to_text(exam.centre_key))),
    )


def kit_facts(path: Path, trust: Trust | None) -> Facts:
    """A centre or proctor kit: for which session and room, and how many of whom open it."""
    header = kits.read_kit_header(frame.unpack(read_whole(path, FILE_LIMIT)))
    if trust is not None:
        trust.check_kit(header)
    room = (("room", header.room),) if header.room else ()
    names = tuple(member.name for member in header.members)
    openers: Facts = (("quorum", header.quorum), ("openers", names)) if header.quorum else ()
    return (
        *context_facts(header.context),
        ("title", header.title),
        *room,
        *openers,
        ("signed-by", fingerprint_of(header.exam_key)),
    )


def start_slots_facts(path: Path, trust: Trust | None) -> Facts:
    """Start slots made later: for which rooms there is a new start code or room code."""
    header = read_start_slots(frame.unpack(read_whole(path, FILE_LIMIT), FileType.START_SLOTS))
    if trust is not None:
        check_start_slots(header, trust.context(), trust.exam_key(), trust.sealed_exam().header)
    started = tuple(sorted(room for slot in header.start for room in slot.rooms))
    return (
        *context_facts(header.context),
        ("counter", header.counter),
        ("made", header.made),
        *((("start-codes", started),) if started else ()),
        *((("room-codes", tuple(sorted(header.rooms))),) if header.rooms else ()),
        ("signed-by", fingerprint_of(header.exam_key)),
    )
