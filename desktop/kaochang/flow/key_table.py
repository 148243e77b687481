"""The key table: every key of a session, of an office or of one file, and who made, holds and certified it.

Everything here is read from public parts of files: no passphrase and no code is needed, and none is told. What cannot
be seen from where one stands (a candidate's attempt key, a scorer's) has its line all the same, so that nobody thinks
the list shorter than it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import key_files, kits, sealed_exam, site
from kaochang.custody.key_files import KeyCardHeader, KeyHeader, KeyRole
from kaochang.custody.kits import KitHeader
from kaochang.custody.sealed_exam import SealedExam
from kaochang.custody.site import OfficeHeader, Site, SiteHeader
from kaochang.domain.assessments import Level
from kaochang.domain.refusals import Outcome, Refusal, Word, refusals_at
from kaochang.domain.values import text_to_bytes
from kaochang.flow.offices import KEY_FILE_LIMIT, OFFICE_FILE, SITE_FILE
from kaochang.flow.seal import EXAM_FILE
from kaochang.flow.trust import FILE_LIMIT, fingerprint_of
from kaochang.machine.folders import files_under
from kaochang.machine.safe_files import open_regular, read_whole
from kaochang.sealing import codes, frame
from kaochang.sealing.frame import FileType, Frame

CENTRE_KIT_NAME = "centre.kck"


_PUBLIC = {
    "office": "site-file",
    "former-office": "site-file",
    "exam": "exam-header",
    "results": "exam-header",
    "centre": "exam-header",
    "proctor": "exam-header",
    "ticket": "room-object",
    "attempt": "attempt-certificate",
    "opener": "centre-kit",
    "scorer": "centre-database",
    "panel": "centre-database",
}


@dataclass(frozen=True)
class KeyLine:
    """One key. `key`, `made`, `private` and `certified` are words of the catalogue (`keys.key.…` and so on).

    `whose` is a name, a room or an id; `count` is how many keys the line stands for, 0 where nobody can tell from
    here; `note` then says why (`keys.note.…`), where it could be told. `signing` and `sealing` are the fingerprints of
    public halves, "" for what signs nothing, or opens nothing.
    """

    key: str
    whose: str
    made: str
    private: str
    certified: str
    signing: str = ""
    sealing: str = ""
    count: int = 1
    file: Path | None = None
    note: str = ""

    @property
    def public(self) -> str:
        """Where the public half lies (`keys.public.…`); "" for a key that has none, or that nobody else needs."""
        return _PUBLIC.get(self.key, "")


def key_lines(path: Path, *, tickets: bool = False) -> list[KeyLine]:
    """The table for a file, an office's folder, a sealed session's or one with people's key files and cards.

    With `tickets`, a line for each ticket's key. MISSING for a folder that holds none of all this; what is damaged is
    refused as everywhere.
    """
    if not path.is_dir():
        return list(_of_file(path, tickets=tickets))
    exam = _exam_in(path)
    if exam is not None:
        return list(_of_session(exam, tickets=tickets))
    found = list(_of_office(path))
    if not found:
        raise Refusal(Outcome.MISSING, "keys.none-here", str(path))
    return found


def _exam_in(folder: Path) -> Path | None:
    places = (folder / "rooms" / EXAM_FILE, folder / EXAM_FILE)
    return next((place for place in places if place.exists()), None)


def _of_file(path: Path, *, tickets: bool) -> Iterator[KeyLine]:
    with refusals_at(path):
        with open_regular(path) as stream:
            file_type = frame.peek(stream).type
        match file_type:
            case FileType.EXAM:
                yield from _of_session(path, tickets=tickets)
            case FileType.OFFICE_KEY | FileType.SITE:
                yield from _of_site(path, file_type)
            case FileType.KEY_FILE | FileType.KEY_CARD:
                yield _of_person(path, file_type)
            case FileType.CENTRE_KIT:
                yield from _of_kit(path)
            case _:
                raise Refusal(Outcome.FRAME, "keys.not-a-key", what=Word(f"inspect.type.{file_type.value}"))


def _of_office(folder: Path) -> Iterator[KeyLine]:
    """The office's own key and its site's, where there are any, and every key file in a folder, and cards alone."""
    office = folder / OFFICE_FILE
    for path, file_type in ((office, FileType.OFFICE_KEY), (folder / SITE_FILE, FileType.SITE)):
        if path.exists():
            yield from _of_site(path, file_type)
            break
    listed = set()
    for file_type in (FileType.KEY_FILE, FileType.KEY_CARD):
        for path in files_under([folder], frozenset({f".{file_type.extension}"})):
            line = _of_person(path, file_type)
            if line.signing not in listed:
                yield line
            listed.add(line.signing)


_SITE_READERS: dict[FileType, Callable[[Frame], OfficeHeader | SiteHeader]] = {
    FileType.OFFICE_KEY: site.read_office_header,
    FileType.SITE: site.read_site_header,
}


def _of_site(path: Path, file_type: FileType) -> Iterator[KeyLine]:
    with refusals_at(path):
        framed = frame.unpack(read_whole(path, KEY_FILE_LIMIT), file_type)
        header = _SITE_READERS[file_type](framed)
    yield _office_line(header.site, header.office, path)
    yield KeyLine("site", header.site, "office-once", "site-file", "nobody", file=path)
    for former in header.former:
        yield KeyLine("former-office", header.site, "office-once", "office-file", "next-office", fingerprint_of(former))


def _office_line(site_id: str, public: str, path: Path | None = None) -> KeyLine:
    return KeyLine("office", site_id, "office-once", "office-file", "itself", fingerprint_of(public), file=path)


def _of_person(path: Path, file_type: FileType) -> KeyLine:
    """A key file or card."""
    with refusals_at(path):
        data = read_whole(path, KEY_FILE_LIMIT)
        header: KeyHeader | KeyCardHeader
        if file_type is FileType.KEY_CARD:
            header = key_files.open_card(data)
        else:
            header = key_files.read_key_header(frame.unpack(data, file_type))
    prints = fingerprint_of(header.signing), fingerprint_of(header.sealing) if header.sealing else ""
    private = "session-file" if header.role is KeyRole.SESSION else "key-file"
    certified = {KeyRole.CENTRE: "office", KeyRole.OPENER: "exam-kit", KeyRole.SESSION: "office-holds"}
    made = "sealing" if header.role is KeyRole.SESSION else "person-once"
    return KeyLine(
        header.role.value, header.name, made, private, certified.get(header.role, "centre"), *prints, file=path
    )


def _site_beside(exam: Path) -> Site | None:
    path = exam.with_name(SITE_FILE)
    if not path.exists():
        return None
    with refusals_at(path):
        return site.open_site(read_whole(path, KEY_FILE_LIMIT))


def _opened(path: Path, beside: Site | None) -> tuple[SealedExam, str]:
    """The sealed exam and the office that certified it, "" where no site file says which may."""
    if beside is None:
        return sealed_exam.claimed_exam(path), ""
    offices = (beside.office, *(former.office for former in beside.former))
    for office in offices[:-1]:
        try:
            return sealed_exam.open_sealed_exam(path, text_to_bytes(office)), office
        except Refusal as refusal:
            if refusal.outcome is not Outcome.CERT:
                raise
    return sealed_exam.open_sealed_exam(path, text_to_bytes(offices[-1])), offices[-1]


def _of_session(path: Path, *, tickets: bool) -> Iterator[KeyLine]:
    """Every key of a sealed session, in the order in which one certifies the next."""
    with refusals_at(path):
        beside = _site_beside(path)
        exam, office = _opened(path, beside)
    header, session = exam.header, exam.header.session
    by_office = "office" if office else "unchecked"
    if office:
        yield _office_line(header.site, office)
    yield KeyLine("site", header.site, "office-once", "site-file", "nobody")
    yield KeyLine("exam", session.id, "sealing", "session-file", by_office, codes.fingerprint(exam.exam_key), file=path)
    yield KeyLine("centre", "", "person-once", "centre-file", by_office, codes.fingerprint(exam.centre_key))
    kit = path.parent.parent / "centre" / CENTRE_KIT_NAME
    kit_header = _kit_header(kit) if kit.exists() else None
    yield _results_line(header.results_key, kit_header, kit)
    if kit_header is not None:
        yield from _openers(kit_header)
    if session.level is Level.QUICK:
        yield KeyLine("content", "", "sealing", "content-start-code", "nobody")
    for room in session.rooms:
        yield from _of_room(exam, room.id, room.name, beside, tickets=tickets)
    yield KeyLine("attempt", "", "pc-attempt", "journal", "ticket", count=0)
    yield KeyLine("scorer", "", "person-once", "key-file", "centre", count=0)
    yield KeyLine("panel", "", "person-once", "key-file", "centre", count=0)


def _kit_header(path: Path) -> KitHeader:
    with refusals_at(path):
        return kits.read_kit_header(frame.unpack(read_whole(path, FILE_LIMIT), FileType.CENTRE_KIT))


def _of_kit(path: Path) -> Iterator[KeyLine]:
    """What a centre kit holds, and who opens it; the exam key that signed it is not checked here."""
    header = _kit_header(path)
    exam = fingerprint_of(header.exam_key)
    yield KeyLine("exam", header.context.session, "sealing", "session-file", "unchecked", exam)
    private = "centre-kit-quorum" if header.quorum else "centre-kit"
    yield KeyLine("results", header.title, "sealing", private, "exam", file=path)
    yield from _openers(header)


def _results_line(public: str, kit: KitHeader | None, path: Path) -> KeyLine:
    private = "centre-kit-quorum" if kit is not None and kit.quorum else "centre-kit"
    found = path if kit is not None else None
    return KeyLine("results", "", "sealing", private, "exam", sealing=fingerprint_of(public), file=found)


def _openers(kit: KitHeader) -> Iterator[KeyLine]:
    """The people who open a centre kit together."""
    for member in kit.members:
        yield KeyLine("opener", member.name, "person-once", "key-file", "exam-kit", sealing=fingerprint_of(member.key))


def _of_room(exam: SealedExam, room: str, name: str, beside: Site | None, *, tickets: bool) -> Iterator[KeyLine]:
    certified = exam.context.level is Level.CERTIFIED
    whose = f"{room} {name}"
    by_code = "start-code-and-file" if exam.needs_room_key(room) else "start-code"
    kit = "proctor-kit-code" if certified else "proctor-kit"
    yield KeyLine("room", whose, "sealing", "room-code" if exam.needs_room_code(room) else "site-slot", "nobody")
    if certified:
        yield KeyLine("content", whose, "sealing", f"content-{by_code}", "nobody")
    yield KeyLine("proctor", whose, "sealing", kit, "exam", fingerprint_of(exam.header.rooms[room].proctor))
    yield KeyLine("act", whose, "sealing", f"{kit}-and-start", "nobody")
    private = "pin" if certified else by_code
    note = "room-code" if exam.needs_room_code(room) else "site" if beside is None else ""
    publics = {} if note or beside is None else exam.room(room, beside).content.ticket_keys
    if note or not tickets:
        yield KeyLine("ticket", whose, "sealing", private, "exam", count=len(publics), note=note)
        return
    for number, public in sorted(publics.items()):
        yield KeyLine("ticket", number, "sealing", private, "exam", fingerprint_of(public))
