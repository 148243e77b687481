"""What a quick session's folder holds for people: pages to print, an instruction on one page, a README, start files.

Names of files and folders are words of the catalogue too: whoever opens the folder sees what is what.
"""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from reportlab.platypus import Spacer

from kaochang.domain.ports import Words
from kaochang.reports.envelope import Envelope, heading, period
from kaochang.reports.printing import ACCENT, PageDress, Printer, Story
from kaochang.reports.sheets import write_new_codes, write_sign_in_lists
from kaochang.reports.start_files import start_files
from kaochang.reports.tickets import write_tickets
from kaochang.reports.wording import local, shorten

FOLDERS = ("rooms", "proctors", "print")
"""The folders of a session, in the order in which they are used; `quick.folder.NAME` is what each is called."""

_PARTS = (("before", 3), ("start", 2), ("during", 2), ("end", 3))
"""The parts of the instruction, each with so many steps."""

_SETTING_UP = ("before", 3)
"""The step in which exam-room PCs are set up: where there are several rooms, each PC is told its own."""

_ROOMS_LENGTH = 300
_README_LINES = ("what", "rooms", "proctors", "print", "first", "start-code", "back", "lost", "whole")


def folder_names(words: Words) -> dict[str, str]:
    """What the folders are called, by name."""
    return {name: words(f"quick.folder.{name}") for name in FOLDERS}


def printed_files(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> dict[str, bytes]:
    """All that is printed, as PDFs by file name, in the order in which it is needed."""
    made = {
        "start-code": write_new_codes(envelope, words, font, zone),
        "sign-in": write_sign_in_lists(envelope, words, font, zone),
        "tickets": write_tickets(envelope, words, font, zone),
        "instructions": write_instructions(envelope, words, font, zone),
    }
    return {sheet_name(name, words): data for name, data in made.items()}


def unprinted_files(envelope: Envelope, words: Words, readers: Sequence[Words], zone: tzinfo) -> dict[Path, bytes]:
    """What else people open, by its place in the folder: the README, and the start files beside the sealed exam."""
    rooms = Path(folder_names(words)["rooms"])
    starts = {rooms / name: data for name, data in start_files(envelope.session, words).items()}
    return {Path(f"{words('quick.file.readme')}.txt"): readme(envelope, words, readers, zone), **starts}


def sheet_name(name: str, words: Words) -> str:
    """What the file of something printed is called."""
    return f"{words(f'quick.file.{name}')}.pdf"


def write_instructions(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> bytes:
    """What is to be done before, at and after the exam, on one page of A4."""
    printer, session = Printer(font, words), envelope.session
    story: Story = [*heading(printer, session, words("instruction.title"), session.title, zone), Spacer(0, 8)]
    names, number = _names(words), 0
    for part, steps in _PARTS:
        story.append(printer.text(words(f"instruction.{part}"), size=13, colour=ACCENT, spaceBefore=10, spaceAfter=5))
        for step in range(1, steps + 1):
            number += 1
            text = words(f"instruction.{part}.{step}", number=number, **names)
            if (part, step) == _SETTING_UP and len(session.rooms) > 1:
                text += words("instruction.which-room", rooms=_rooms(envelope, words))
            story.append(printer.text(text, size=11.5, spaceAfter=6, leftIndent=18, firstLineIndent=-18))
    dress = PageDress(session.title, words(f"session-kind.{session.kind}"), local(session.opens, zone))
    return printer.build([*story, *printer.footnote()], dress)


def _rooms(envelope: Envelope, words: Words) -> str:
    """The rooms by their ids and names."""
    named = (f"{room.id} {room.name}" for room in envelope.session.rooms)
    return shorten(words("list.separator").join(named), _ROOMS_LENGTH)


def _names(words: Words) -> dict[str, str]:
    """What texts name: the folders, and the file that is double-clicked."""
    return {**folder_names(words), "start": words("quick.file.start")}


def readme(envelope: Envelope, words: Words, readers: Sequence[Words], zone: tzinfo) -> bytes:
    """The README in every language of its readers, as any editor opens it (UTF-8 with a mark, CR LF).

    Names of folders and files are as they are on the stick, in the language of `words`.
    """
    session, names = envelope.session, _names(words)
    parts = []
    for reader in readers:
        facts = {"title": session.title, "period": period(session, reader, zone), "tickets": len(envelope.tickets)}
        texts = (reader(f"quick.readme.{line}", **facts, **names) for line in _README_LINES)
        parts.append("\r\n\r\n".join(texts))
    rule = f"\r\n\r\n{'-' * 60}\r\n\r\n"
    return f"{rule.join(parts)}\r\n".encode("utf-8-sig")
