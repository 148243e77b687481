"""What a session's folder holds for people: pages to print, an instruction on one page, a README, start files.

Names of files and folders are words of the catalogue too: whoever opens the folder sees what is what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from reportlab.platypus import Spacer

from kaochang.domain.assessments import Level, Session
from kaochang.domain.ports import Words
from kaochang.reports.envelope import Envelope, heading, period
from kaochang.reports.printing import ACCENT, PageDress, Printer, Story
from kaochang.reports.sheets import write_new_codes, write_sign_in_lists, write_slips, write_start_sheet
from kaochang.reports.start_files import start_files
from kaochang.reports.tickets import write_tickets
from kaochang.reports.wording import local, shorten

QUICK_FOLDERS = ("rooms", "proctors", "print")
CERTIFIED_FOLDERS = (*QUICK_FOLDERS, "envelope", "centre")
"""The folders of a session, in the order in which they are used; `quick.folder.NAME` is what each is called."""

ROOM_KEY_FOLDER = "room-keys"
"""One more, where rooms have key files."""

_PARTS = (("before", 3), ("start", 2), ("during", 2), ("end", 3))
"""The parts of the instruction, each with so many steps."""

_CERTIFIED_STEPS = {("before", 1), ("before", 2), ("before", 3), ("start", 1), ("start", 2), ("during", 1), ("end", 3)}
"""Steps that are others where every room and ticket has codes of its own."""

_SETTING_UP = ("before", 3)
"""The step in which exam-room PCs are set up: where there are several rooms, each PC is told its own."""

_ROOMS_LENGTH = 300
_README_LINES = ("what", "rooms", "proctors", "print", "first", "start-code", "back", "lost", "whole")
_FURTHER_LINES = ("what", "rooms", "proctors", "print", "codes", "back", "lost", "whole")
_CERTIFIED_LINES = ("what", "rooms", "proctors", "print", "envelope", "centre", "back", "lost", "whole")


@dataclass(frozen=True)
class SessionFiles:
    """What people are given of a session besides what was sealed.

    `names` says what the folders are called. `open_sheets` are pages without any code, by file name: the office keeps
    them in its folder of prints too. `unkept` lies in the session's folder alone, by place: codes are on paper only.
    `printed` are the places of all that is printed, in the order in which it is needed.
    """

    names: Mapping[str, str]
    open_sheets: Mapping[str, bytes] = field(repr=False)
    unkept: Mapping[Path, bytes] = field(repr=False)
    printed: tuple[Path, ...]


def session_files(envelope: Envelope, words: Words, readers: Sequence[Words], font: Path, zone: tzinfo) -> SessionFiles:
    """All of it, in the language of `words`; the README in that of every reader."""
    names, unkept = folder_names(envelope, words), unprinted_files(envelope, words, readers, zone)
    sheets = open_sheets(envelope, words, font, zone)
    codes = code_sheets(envelope, words, font, zone)
    places = (*codes, *(Path(names["print"]) / name for name in sheets))
    return SessionFiles(names, sheets, {**unkept, **codes}, places)


def folder_names(envelope: Envelope, words: Words) -> dict[str, str]:
    """What the folders are called, by name; those of a level that the session has."""
    found = QUICK_FOLDERS if envelope.secrets.level is Level.QUICK else CERTIFIED_FOLDERS
    return {name: words(f"quick.folder.{name}") for name in (*found, *_room_key_folder(envelope))}


def _room_key_folder(envelope: Envelope) -> tuple[str, ...]:
    return (ROOM_KEY_FOLDER,) if envelope.room_keys else ()


def code_sheets(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> dict[Path, bytes]:
    """The pages with codes, as PDFs by place.

    Quick: the one start code, beside what else is printed. Certified: what goes into sealed envelopes has a folder.
    """
    names = folder_names(envelope, words)
    if envelope.secrets.level is Level.QUICK:
        start = write_new_codes(envelope, words, font, zone)
        return {Path(names["print"]) / sheet_name("start-code", words): start}
    made = {sheet_name("codes", words): write_start_sheet(envelope, words, font, zone)}
    for room, slips in write_slips(envelope, words, font, zone).items():
        made[f"{words('quick.file.slips', room=room)}.pdf"] = slips
    return {Path(names["envelope"]) / name: data for name, data in made.items()}


def open_sheets(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> dict[str, bytes]:
    """What is printed without a code on it, as PDFs by file name. Slips with PINs are a certified session's tickets."""
    made = {"sign-in": write_sign_in_lists(envelope, words, font, zone)}
    if envelope.secrets.level is Level.QUICK:
        made["tickets"] = write_tickets(envelope, words, font, zone)
    made["instructions"] = write_instructions(envelope, words, font, zone)
    return {sheet_name(name, words): data for name, data in made.items()}


def unprinted_files(envelope: Envelope, words: Words, readers: Sequence[Words], zone: tzinfo) -> dict[Path, bytes]:
    """What else people open, by its place in the folder: the README, and the start files beside the sealed exam."""
    return {**_readme_file(readme(envelope, words, readers, zone), words), **_starts(envelope.session, words)}


def further_files(
    session: Session, people: int, words: Words, readers: Sequence[Words], zone: tzinfo
) -> dict[Path, bytes]:
    """The same for a further stick: its README says that codes are on the first one alone.

    `people` is 0 where nobody noted how many there are.
    """
    names = {name: words(f"quick.folder.{name}") for name in QUICK_FOLDERS} | {"start": words("quick.file.start")}
    keys = [f"further.readme.{line}" for line in _FURTHER_LINES]
    if session.level is Level.CERTIFIED:
        keys[_FURTHER_LINES.index("back")] = "further.readme.back.certified"
    if not people:
        keys[_FURTHER_LINES.index("what")] = "further.readme.what.uncounted"
    made = _in_every_language(session, people, keys, names, readers, zone)
    return {**_readme_file(made, words), **_starts(session, words)}


def _readme_file(data: bytes, words: Words) -> dict[Path, bytes]:
    return {Path(f"{words('quick.file.readme')}.txt"): data}


def _starts(session: Session, words: Words) -> dict[Path, bytes]:
    rooms = Path(words("quick.folder.rooms"))
    return {rooms / name: data for name, data in start_files(session, words).items()}


def sheet_name(name: str, words: Words) -> str:
    """What the file of something printed is called."""
    return f"{words(f'quick.file.{name}')}.pdf"


def write_instructions(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> bytes:
    """What is to be done before, at and after the exam, on one page of A4."""
    printer, session = Printer(font, words), envelope.session
    story: Story = [*heading(printer, session, words("instruction.title"), session.title, zone), Spacer(0, 8)]
    names, number = _names(envelope, words), 0
    for part, steps in _PARTS:
        story.append(printer.text(words(f"instruction.{part}"), size=13, colour=ACCENT, spaceBefore=10, spaceAfter=5))
        for step in range(1, steps + 1):
            number += 1
            is_own = (part, step) in _CERTIFIED_STEPS and "envelope" in names
            key = f"instruction.certified.{part}.{step}" if is_own else f"instruction.{part}.{step}"
            text = words(key, number=number, **names)
            if (part, step) == _SETTING_UP and len(session.rooms) > 1:
                text += words("instruction.which-room", rooms=_rooms(envelope, words))
            story.append(printer.text(text, size=11.5, spaceAfter=6, leftIndent=18, firstLineIndent=-18))
    dress = PageDress(session.title, words(f"session-kind.{session.kind}"), local(session.opens, zone))
    return printer.build([*story, *printer.footnote()], dress)


def _rooms(envelope: Envelope, words: Words) -> str:
    """The rooms by their ids and names."""
    named = (f"{room.id} {room.name}" for room in envelope.session.rooms)
    return shorten(words("list.separator").join(named), _ROOMS_LENGTH)


def _names(envelope: Envelope, words: Words) -> dict[str, str]:
    """What texts name: the folders, and the file that is double-clicked."""
    return {**folder_names(envelope, words), "start": words("quick.file.start")}


def readme(envelope: Envelope, words: Words, readers: Sequence[Words], zone: tzinfo) -> bytes:
    """The README in every language of its readers, as any editor opens it (UTF-8 with a mark, CR LF).

    Names of folders and files are as they are on the stick, in the language of `words`.
    """
    session, names = envelope.session, _names(envelope, words)
    is_quick = envelope.secrets.level is Level.QUICK
    lines = [*(_README_LINES if is_quick else _CERTIFIED_LINES)]
    lines[-3:-3] = _room_key_folder(envelope)
    keys = [f"quick.readme.{line}" if is_quick else f"certified.readme.{line}" for line in lines]
    people = sum(not ticket.is_reserve for ticket in envelope.tickets)
    return _in_every_language(session, people, keys, names, readers, zone)


def _in_every_language(
    session: Session, people: int, keys: Sequence[str], names: Mapping[str, str], readers: Sequence[Words], zone: tzinfo
) -> bytes:
    parts = []
    for reader in readers:
        facts = {"title": session.title, "period": period(session, reader, zone), "tickets": people}
        parts.append("\r\n\r\n".join(reader(key, **facts, **names) for key in keys))
    rule = f"\r\n\r\n{'-' * 60}\r\n\r\n"
    return f"{rule.join(parts)}\r\n".encode("utf-8-sig")
