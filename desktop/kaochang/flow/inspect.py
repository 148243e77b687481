"""Inspect and verify: what any of our files is, for which session, by whom, and whether it is whole. No secrets needed.

`inspect` says what a file claims and whether its own signature fits. `verify` is for scripts and stricter: the
signature must be by the right key, learnt from the site file (for exams) and through the exam (for all that hangs
below it); a file that cannot be judged with what is at hand is refused (KEYRING), never waved through.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import act_logs, journal_log, manifests, results, sealed_exam
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import check_context
from kaochang.custody.site import open_site
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.values import bytes_to_text
from kaochang.flow import inspect_custody, inspect_exam, inspect_keys
from kaochang.flow.trust import FILE_LIMIT, Facts, Trust, context_facts
from kaochang.machine.safe_files import open_regular, read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType


@dataclass(frozen=True)
class Inspection:
    """What a file says of itself. `facts` are (name, value) pairs; a name is `inspect.fact.NAME` in the catalogue."""

    path: Path
    type: FileType
    facts: Facts

    @property
    def is_judged(self) -> bool:
        """Whether a signature was checked: the proctor's key, for what a room signs, only the sealed exam tells."""
        return self.type not in (FileType.MANIFEST, FileType.ACT_LOG)


def _type_of(path: Path) -> FileType:
    with open_regular(path) as stream:
        return frame.peek(stream).type


def _of_attempt(identity: AttemptIdentity) -> Facts:
    return (
        *context_facts(identity.context),
        ("room", identity.room),
        ("ticket", identity.ticket),
        ("attempt", identity.attempt),
    )


def _journal(path: Path, trust: Trust | None) -> Facts:
    data = read_whole(path, FILE_LIMIT)
    claimed = journal_log.open_log(data, None)
    identity = claimed.header.identity
    if trust is not None:
        check_context(identity.context, trust.context())
        journal_log.open_log(data, trust.ticket_keys(identity.room))
        if claimed.torn:
            raise Refusal(Outcome.FRAME, "journal.torn", rows=len(claimed.rows))
    head = bytes_to_text(claimed.head())
    torn = (("torn", True),) if claimed.torn else ()
    return (*_of_attempt(identity), ("rows", len(claimed.rows)), ("head", head), *torn)


def _result(path: Path, trust: Trust | None) -> Facts:
    data = read_whole(path, FILE_LIMIT)
    framed = frame.unpack(data)
    header = results.check_result(framed, None)
    if trust is not None:
        check_context(header.identity.context, trust.context())
        results.check_result(framed, trust.ticket_keys(header.identity.room))
    receipt = results.receipt_of(data)
    return (*_of_attempt(header.identity), ("receipt", receipt), ("rows", header.rows), ("head", header.head))


def _manifest(path: Path, trust: Trust | None) -> Facts:
    framed = frame.unpack(read_whole(path, FILE_LIMIT))
    if trust is not None:
        check_context(manifests.claimed_context(framed), trust.context())
    manifest = manifests.read_manifest(framed, None if trust is None else trust.proctor_keys())
    header = manifest.header
    counts = {
        status: [entry.status for entry in manifest.entries].count(status)
        for status in dict.fromkeys(entry.status for entry in manifest.entries)
    }
    return (
        *context_facts(header.context),
        ("room", header.room),
        ("counter", header.counter),
        ("made", header.made),
        ("tickets", len(manifest.entries)),
        *((f"status.{status.value}", count) for status, count in counts.items()),
    )


def _act_log(path: Path, trust: Trust | None) -> Facts:
    framed = frame.unpack(read_whole(path, FILE_LIMIT))
    if trust is not None:
        check_context(act_logs.claimed_place(framed)[0], trust.context())
    log = act_logs.read_act_log(framed, None if trust is None else trust.proctor_keys())
    header = log.header
    return (
        *context_facts(header.context),
        ("room", header.room),
        ("counter", header.counter),
        ("made", header.made),
        ("acts", len(log.entries)),
    )


_READERS: dict[FileType, Callable[[Path, Trust | None], Facts]] = {
    FileType.EXAM: inspect_exam.exam_facts,
    FileType.CENTRE_KIT: inspect_exam.kit_facts,
    FileType.PROCTOR_KIT: inspect_exam.kit_facts,
    FileType.START_SLOTS: inspect_exam.start_slots_facts,
    FileType.JOURNAL: _journal,
    FileType.RESULT: _result,
    FileType.MANIFEST: _manifest,
    FileType.ACT_LOG: _act_log,
    FileType.SITE: inspect_keys.site_facts,
    FileType.OFFICE_KEY: inspect_keys.office_facts,
    FileType.KEY_FILE: inspect_keys.key_file_facts,
    FileType.KEY_CARD: inspect_keys.card_facts,
    FileType.BACKUP: inspect_keys.backup_facts,
    FileType.CHECKPOINT: inspect_custody.checkpoint_facts,
    FileType.RECEIPT_LIST: inspect_custody.receipt_list_facts,
    FileType.ERRATA: inspect_custody.errata_facts,
    FileType.SCORE_PACKET: inspect_custody.packet_facts,
    FileType.SCORES: inspect_custody.scores_facts,
}


def _read(path: Path, trust: Trust | None) -> Inspection:
    with refusals_at(path):
        file_type = _type_of(path)
        return Inspection(path, file_type, _READERS[file_type](path, trust))


def dsse_envelope(path: Path) -> dict[str, object]:
    """A file's signatures as a plain DSSE envelope (JSON), for readers that know nothing of ours.

    `payload` is what was signed: the header with its length, and the body with its own where signatures cover it. Any
    reader of DSSE verifies it with the raw Ed25519 key that signed; nothing is checked here but that it is a file.
    """
    with refusals_at(path), open_regular(path) as stream:
        head = frame.peek(stream)
        if head.type.signs_header_only:
            signed: frame.Frame | frame.FrameHead = head
        else:
            signed = frame.unpack(read_whole(path, FILE_LIMIT))
    return {
        "payload": _base64(frame.signed_bytes(signed)),
        "payloadType": head.type.media_type,
        "signatures": [{"keyid": each.key_id.hex(), "sig": _base64(each.signature)} for each in head.signatures],
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def inspect(path: Path) -> Inspection:
    """What a file is and says, if it is whole, by its own signature where it `is_judged`; else its refusal."""
    return _read(path, None)


def verify(path: Path, trust: Trust) -> Inspection:
    """What a file is, once it is proven whole and signed by the right key."""
    return _read(path, trust)


def trust_from(site: Path | None, exam: Path | None, room_codes: Sequence[str] = ()) -> Trust:
    """What verification starts from, read from a site file and a sealed exam; codes of rooms of a certified one."""
    with refusals_at(site):
        known_site = None if site is None else open_site(read_whole(site, FILE_LIMIT))
    if exam is None:
        return Trust(known_site)
    with refusals_at(exam):
        opened = sealed_exam.open_sealed_exam(exam, *Trust(known_site).offices())
    return Trust(known_site, opened, tuple(room_codes))
