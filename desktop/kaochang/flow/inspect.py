"""Inspect and verify: what any of our files is, for which session, by whom, and whether it is whole. No secrets needed.

`inspect` says what a file claims and whether its own signature fits. `verify` is for scripts and stricter: the
signature must be by the right key, learnt from the site file (for exams) and through the exam (for all that hangs
below it); a file that cannot be judged with what is at hand is refused (KEYRING), never waved through.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import journal_log, kits, manifests, results, sealed_exam
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import Context, check_context, read_header
from kaochang.custody.sealed_exam import SealedExam
from kaochang.custody.site import OfficeHeader, Site, SiteHeader, open_site
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.machine.safe_files import open_regular, read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType

FILE_LIMIT = 512 * 1024 * 1024


@dataclass(frozen=True)
class Inspection:
    """What a file says of itself. `facts` are (name, value) pairs; a name is `inspect.fact.NAME` in the catalogue."""

    path: Path
    type: FileType
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Trust:
    """What verification starts from: the site file of the office, and the sealed exam files below it belong to."""

    site: Site | None = None
    exam: SealedExam | None = None

    def exam_key(self) -> bytes:
        """The exam key that signs kits; KEYRING without an exam."""
        return self._exam().exam_key

    def context(self) -> Context:
        """The context every file of this exam must have."""
        return self._exam().context

    def ticket_keys(self, room: str) -> dict[str, str]:
        """The ticket keys of a room."""
        return self._exam().room(room, self.site_file()).ticket_keys

    def proctor_keys(self) -> dict[str, str]:
        """The proctor key of every room."""
        return {room: slot.proctor for room, slot in self._exam().header.rooms.items()}

    def office(self) -> bytes:
        """The office's public key; KEYRING without a site file."""
        return text_to_bytes(self.site_file().office)

    def site_file(self) -> Site:
        """The site file everything starts from; KEYRING without one."""
        if self.site is None:
            raise Refusal(Outcome.KEYRING, "verify.needs-site")
        return self.site

    def _exam(self) -> SealedExam:
        if self.exam is None:
            raise Refusal(Outcome.KEYRING, "verify.needs-exam")
        return self.exam


def _type_of(path: Path) -> FileType:
    with open_regular(path) as stream:
        return frame.peek(stream).type


def _short(key: str) -> str:
    return bytes_to_text(frame.key_id(text_to_bytes(key)))[:12]


def _of_context(context: Context) -> tuple[tuple[str, str], ...]:
    return (("session", context.session), ("kind", context.kind.value), ("level", context.level.value))


def _of_attempt(identity: AttemptIdentity) -> tuple[tuple[str, str], ...]:
    return (
        *_of_context(identity.context),
        ("room", identity.room),
        ("ticket", identity.ticket),
        ("attempt", identity.attempt),
    )


def _exam_facts(exam: SealedExam) -> tuple[tuple[str, str], ...]:
    header = exam.header
    return (
        *_of_context(exam.context),
        ("title", header.session.title),
        ("opens", str(header.session.opens)),
        ("closes", str(header.session.closes)),
        ("rooms", "、".join(f"{room.id} {room.name}" for room in header.session.rooms)),
        ("version", str(header.version)),
        ("site", header.site),
        ("signed-by", _short(bytes_to_text(exam.exam_key))),
    )


def _exam(path: Path, trust: Trust | None) -> tuple[tuple[str, str], ...]:
    exam = sealed_exam.claimed_exam(path) if trust is None else sealed_exam.open_sealed_exam(path, trust.office())
    exam.check_body()
    return _exam_facts(exam)


def _kit(path: Path, trust: Trust | None) -> tuple[tuple[str, str], ...]:
    header = kits.read_kit_header(frame.unpack(read_whole(path, FILE_LIMIT)))
    if trust is not None:
        check_context(header.context, trust.context())
        if text_to_bytes(header.exam_key) != trust.exam_key():
            raise Refusal(Outcome.CERT, "cert")
    room = (("room", header.room),) if header.room else ()
    return (*_of_context(header.context), ("title", header.title), *room, ("signed-by", _short(header.exam_key)))


def _journal(path: Path, trust: Trust | None) -> tuple[tuple[str, str], ...]:
    data = read_whole(path, FILE_LIMIT)
    claimed = journal_log.open_log(data, None)
    identity = claimed.header.identity
    if trust is not None:
        check_context(identity.context, trust.context())
        journal_log.open_log(data, trust.ticket_keys(identity.room))
        if claimed.torn:
            raise Refusal(Outcome.FRAME, "journal.torn", rows=len(claimed.rows))
    head = bytes_to_text(claimed.head())
    torn = (("torn", "1"),) if claimed.torn else ()
    return (*_of_attempt(identity), ("rows", str(len(claimed.rows))), ("head", head), *torn)


def _result(path: Path, trust: Trust | None) -> tuple[tuple[str, str], ...]:
    data = read_whole(path, FILE_LIMIT)
    framed = frame.unpack(data)
    header = results.check_result(framed, None)
    if trust is not None:
        check_context(header.identity.context, trust.context())
        results.check_result(framed, trust.ticket_keys(header.identity.room))
    receipt = results.receipt_of(data)
    return (*_of_attempt(header.identity), ("receipt", receipt), ("rows", str(header.rows)), ("head", header.head))


def _manifest(path: Path, trust: Trust | None) -> tuple[tuple[str, str], ...]:
    framed = frame.unpack(read_whole(path, FILE_LIMIT))
    manifest = manifests.read_manifest(framed, None)
    header = manifest.header
    if trust is not None:
        check_context(header.context, trust.context())
        manifests.read_manifest(framed, trust.proctor_keys())
    counts = {
        status: [entry.status for entry in manifest.entries].count(status)
        for status in dict.fromkeys(entry.status for entry in manifest.entries)
    }
    return (
        *_of_context(header.context),
        ("room", header.room),
        ("counter", str(header.counter)),
        ("made", str(header.made)),
        ("tickets", str(len(manifest.entries))),
        *((f"status.{status.value}", str(count)) for status, count in counts.items()),
    )


def _site(path: Path, trust: Trust | None) -> tuple[tuple[str, str], ...]:
    data = read_whole(path, FILE_LIMIT)
    site = open_site(data)
    if trust is not None and trust.site_file() != site:
        raise Refusal(Outcome.KEYRING, "site")
    made = read_header(SiteHeader, frame.unpack(data)).made
    return (("site", site.id), ("signed-by", _short(site.office)), ("made", str(made)))


def _office(path: Path, trust: Trust | None) -> tuple[tuple[str, str], ...]:
    framed = frame.unpack(read_whole(path, FILE_LIMIT))
    header = read_header(OfficeHeader, framed)
    frame.verify(framed, text_to_bytes(header.office))
    if trust is not None and text_to_bytes(header.office) != trust.office():
        raise Refusal(Outcome.KEYRING, "site")
    return (("site", header.site), ("signed-by", _short(header.office)), ("made", str(header.made)))


_READERS: dict[FileType, Callable[[Path, Trust | None], tuple[tuple[str, str], ...]]] = {
    FileType.EXAM: _exam,
    FileType.CENTRE_KIT: _kit,
    FileType.PROCTOR_KIT: _kit,
    FileType.JOURNAL: _journal,
    FileType.RESULT: _result,
    FileType.MANIFEST: _manifest,
    FileType.SITE: _site,
    FileType.OFFICE_KEY: _office,
}


def _read(path: Path, trust: Trust | None) -> Inspection:
    with refusals_at(path):
        file_type = _type_of(path)
        return Inspection(path, file_type, _READERS[file_type](path, trust))


def inspect(path: Path) -> Inspection:
    """What a file is and says, if it is whole by its own signature; its refusal otherwise."""
    return _read(path, None)


def verify(path: Path, trust: Trust) -> Inspection:
    """What a file is, once it is proven whole and signed by the right key."""
    return _read(path, trust)


def trust_from(site: Path | None, exam: Path | None) -> Trust:
    """What verification starts from, read from a site file and a sealed exam."""
    with refusals_at(site):
        known_site = None if site is None else open_site(read_whole(site, FILE_LIMIT))
    if exam is None:
        return Trust(known_site)
    with refusals_at(exam):
        return Trust(known_site, sealed_exam.open_sealed_exam(exam, Trust(known_site).office()))
