"""How the product takes one file: its outcome, and every plaintext it gives out, by the names the verifier uses.

Each type goes the way that its verb goes: sealed exams as a room PC opens them, kits as their owners do, what comes on
a stick as the merge takes it.
"""

import functools
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import (
    act_logs,
    backups,
    errata,
    exam_content,
    journal_log,
    key_files,
    kits,
    manifests,
    results,
    score_packets,
    sealed_exam,
    site,
)
from kaochang.custody.envelope import PAYLOAD_DEPTH, Context, digest, payload_bytes, read_payload
from kaochang.custody.exam_shapes import INDEX, ObjectName
from kaochang.custody.key_files import Key, KeyRole
from kaochang.custody.kits import CentreKit
from kaochang.custody.sealed_exam import OpenedRoom, SealedExam
from kaochang.domain.assessments import Level
from kaochang.domain.items import Item
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.score_packets import PacketRecord
from kaochang.domain.values import text_to_bytes, to_format
from kaochang.flow import arrivals, inspect, merge_checks
from kaochang.flow import score_packets as scores_back
from kaochang.flow.inspect import Trust
from kaochang.sealing import canonical, frame
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType


def in_format_1(value: object) -> bytes:
    """A document as format 1 wrote it, which every golden file and fault is in: without what came later."""
    return canonical.encode(to_format(value, 1), depth=PAYLOAD_DEPTH, nfc=False)


@dataclass
class Taken:
    """What came of one file."""

    plain: dict[str, bytes] = field(default_factory=dict)
    outcome: Outcome = Outcome.OK

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Keeps the first refusal and goes on, as a room PC does with an exam of which one object is damaged."""
        try:
            yield
        except Refusal as refusal:
            if self.outcome is Outcome.OK:
                self.outcome = refusal.outcome


@dataclass(frozen=True)
class At:
    """What a file is read with, opened; `folder` is where the files that it names lie."""

    path: Path
    trust: Trust
    kit: CentreKit | None
    folder: Path
    given: dict

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()

    def said(self, name: str) -> str:
        """A secret or a name that was given, or ""."""
        return self.given.get(name, "")

    @property
    def room_key(self) -> bytes:
        """What is in the room key file."""
        return (self.folder / self.given["room_key"]).read_bytes() if "room_key" in self.given else b""


@functools.cache
def _trust(site_file: Path | None, exam: Path | None) -> Trust:
    return inspect.trust_from(site_file, exam)


@functools.cache
def _opener(path: Path, passphrase: str) -> bytes:
    return key_files.open_key(path.read_bytes(), passphrase, KeyRole.OPENER).seed(key_files.SEALING)


@functools.cache
def _opened_kit(path: Path, passphrase: str, openers: tuple[bytes, ...]) -> CentreKit:
    """Opened once: every result, log and manifest is read with it."""
    return _centre_kit_of(path.read_bytes(), passphrase, openers)


def _centre_kit_of(data: bytes, passphrase: str, openers: tuple[bytes, ...]) -> CentreKit:
    return kits.open_centre_kit_together(data, openers) if openers else kits.open_centre_kit(data, passphrase)


def _openers(folder: Path, given: dict) -> tuple[bytes, ...]:
    return tuple(_opener(folder / path, given["opener_passphrase"]) for path in given.get("opener", []))


def take(data: bytes, folder: Path, read_with: dict) -> Taken:
    """Reads one file with what the index names."""
    named = {name: folder / read_with[name] for name in ("site", "exam", "kit") if name in read_with}
    trust, kit = _trust(named.get("site"), named.get("exam")), None
    if "kit" in named:
        kit = _opened_kit(named["kit"], read_with.get("passphrase", ""), _openers(folder, read_with))
    taken = Taken()
    with tempfile.TemporaryDirectory() as place, taken.going_on():
        path = Path(place) / "file"
        path.write_bytes(data)
        file_type = frame.peek(io.BytesIO(data)).type
        _READERS[file_type](At(path, trust, kit, folder, read_with), taken)
    return taken


def _site(at: At, taken: Taken) -> None:
    pinned = at.given.get("site")
    opened = site.open_successor(at.data, (at.folder / pinned).read_bytes()) if pinned else site.open_site(at.data)
    taken.plain["site keys"] = b"".join(text_to_bytes(each.key) for each in (opened, *opened.former))


def _office_key(at: At, taken: Taken) -> None:
    inspect.verify(at.path, at.trust)
    office = site.open_office(at.data, at.said("passphrase"))
    seeds = (*office.former_seeds, *[""] * len(office.site.former))
    former = tuple(site.FormerSeeds(seed, each.key) for seed, each in zip(seeds, office.site.former, strict=False))
    taken.plain["office seeds"] = in_format_1(site.OfficeSeeds(office.seed, office.site.key, former))


def _key_file(at: At, taken: Taken) -> None:
    key = key_files.open_key(at.data, at.said("passphrase"))
    taken.plain["seeds"] = in_format_1(key_files.KeySeeds(key.id, key.role, key.seeds))


def _key_card(at: At, taken: Taken) -> None:
    key_files.open_card(at.data)


def _backup(at: At, taken: Taken) -> None:
    with at.path.open("rb") as stream:
        backup = backups.open_backup(stream, at.said("passphrase"))
        taken.plain["index"] = in_format_1(backups.BackupIndex(backup.files))
        for number, entry in enumerate(backup.files):
            with taken.going_on():
                taken.plain[entry.path] = b"".join(backup.read(stream, number))


def _exam(at: At, taken: Taken) -> None:
    exam = sealed_exam.open_sealed_exam(at.path, *at.trust.offices())
    quick = exam.header.session.level is Level.QUICK
    opened = {}
    for room in sorted(exam.header.rooms) if quick else filter(None, [at.said("room")]):
        with taken.going_on():
            opened[room] = exam.room(room, at.trust.site_file(), at.said("room_code"))
            taken.plain[f"room {room}"] = in_format_1(opened[room].content)
            for ticket in sorted(opened[room].content.photos):
                with taken.going_on():
                    taken.plain[f"photo {ticket}"] = exam.photo(opened[room], ticket)
    if at.said("code"):
        with taken.going_on():
            _content(at, exam, opened, taken)
    with taken.going_on():
        exam.check_body()


def _content(at: At, exam: SealedExam, opened: dict[str, OpenedRoom], taken: Taken) -> None:
    """Everything behind the start code."""
    room = at.said("room") or min(exam.header.rooms)
    key = exam.content_key(at.said("code"), room, at.room_key)
    for room, content in opened.items():
        with taken.going_on():
            secrets = exam.secrets(key, content)
            taken.plain[f"secrets {room}"] = in_format_1(secrets)
            if at.said("ticket") in secrets.pins:
                seed = exam.ticket_seed(secrets, room, at.said("ticket"), at.said("pin"))
                taken.plain[f"seed {at.said('ticket')}"] = seed
    content = exam_content.open_content(exam, key)
    taken.plain["index"] = exam.body.open(exam.header.index, INDEX, key)
    for name, ref in sorted(content.index.items.items()):
        with taken.going_on():
            data = exam.body.open(ref, ObjectName(Purpose.EXAM_OBJECT, name), key)
            read_payload(Item, data, exam.header.format)
            taken.plain[f"item {name}"] = data
    for name in sorted(content.index.media):
        with taken.going_on():
            taken.plain[f"medium {name}"] = content.media(name)


def _start_slots(at: At, taken: Taken) -> None:
    exam = at.trust.sealed_exam().with_start_slots(at.data)
    room = at.said("room") or min(exam.header.rooms)
    if at.said("code"):
        taken.plain["content key"] = exam.content_key(at.said("code"), room, at.room_key)
    if at.said("room_code"):
        taken.plain["room key"] = exam.room(room, at.trust.site_file(), at.said("room_code")).key


def _centre_kit(at: At, taken: Taken) -> None:
    inspect.verify(at.path, at.trust)
    kit = _centre_kit_of(at.data, at.said("passphrase"), _openers(at.folder, at.given))
    taken.plain["kit"] = in_format_1(kit)


def _proctor_kit(at: At, taken: Taken) -> None:
    inspect.verify(at.path, at.trust)
    taken.plain["kit"] = in_format_1(kits.open_proctor_kit(at.data, at.said("code")))


def _checkpoint(at: At, taken: Taken) -> None:
    inspect.verify(at.path, at.trust)
    taken.plain["entries"] = frame.unpack(at.data).body


def _receipt_list(at: At, taken: Taken) -> None:
    inspect.verify(at.path, at.trust)
    taken.plain["receipts"] = frame.unpack(at.data).body


def _known(at: At) -> tuple[CentreKit, Context]:
    assert at.kit is not None
    return at.kit, at.kit.context


def _result(at: At, taken: Taken) -> None:
    kit, context = _known(at)
    framed, header = arrivals.arrived_result(at.data, context, kit.ticket_keys)
    merge_checks.Checks(merge_checks.setting_of(kit, set()))._place(header.identity)
    body = results.open_result(framed, header, text_to_bytes(kit.results_seed))
    taken.plain["result"] = in_format_1(body)


def _journal(at: At, taken: Taken) -> None:
    kit, context = _known(at)
    log = arrivals.arrived_log(at.data, context, kit.ticket_keys)
    merge_checks.Checks(merge_checks.setting_of(kit, set()))._place(log.header.identity)
    key = journal_log.recover_key(log.header, text_to_bytes(kit.results_seed))
    taken.plain["rows"] = b""
    for row, _ in journal_log.open_rows(log, key):
        taken.plain["rows"] += in_format_1(row)


def _manifest(at: At, taken: Taken) -> None:
    if at.kit is None:
        inspect.inspect(at.path)
        return
    kit, _ = _known(at)
    merged = merge_checks.Checks(merge_checks.setting_of(kit, set())).manifest(at.data).held["manifests"]
    taken.plain["notes"] = manifests.open_notes(merged.manifest, text_to_bytes(kit.results_seed)).encode()


def _act_log(at: At, taken: Taken) -> None:
    kit, _ = _known(at)
    merged = merge_checks.Checks(merge_checks.setting_of(kit, set())).act_log(at.data).held["act_logs"]
    notes = {str(number): note for number, note in merged.notes}
    taken.plain["notes"] = in_format_1(act_logs._Notes(notes))


def _errata(at: At, taken: Taken) -> None:
    kit, _ = _known(at)
    opened = merge_checks.Checks(merge_checks.setting_of(kit, set())).errata(at.data).held["errata"]
    taken.plain["errata"] = in_format_1(errata._Body(opened.entries))


def _scorer(at: At) -> Key:
    return key_files.open_key(
        (at.folder / at.given["scorer"]).read_bytes(), at.said("scorer_passphrase"), KeyRole.SCORER
    )


def _score_packet(at: At, taken: Taken) -> None:
    inspect.verify(at.path, at.trust)
    if "scorer" in at.given:
        opened = score_packets.open_packet(at.data, _scorer(at))
        taken.plain["packet"] = payload_bytes(opened.content)


def _scores(at: At, taken: Taken) -> None:
    """As the centre takes them, which has kept of each packet whose it is."""
    if "packet" not in at.given:
        inspect.inspect(at.path)
        return
    data = (at.folder / at.given["packet"]).read_bytes()
    packet = score_packets.open_packet(data, _scorer(at))
    header, content = packet.header, packet.content
    record = PacketRecord(header.packet, 1, content.scorer, header.scorer_key, content.back, {}, {})
    opened, _ = scores_back.open_scores(at.data, at.trust.context(), {digest(data): record})
    taken.plain["scores"] = payload_bytes(opened.content)


_READERS = {
    FileType.SITE: _site,
    FileType.OFFICE_KEY: _office_key,
    FileType.KEY_FILE: _key_file,
    FileType.KEY_CARD: _key_card,
    FileType.BACKUP: _backup,
    FileType.EXAM: _exam,
    FileType.START_SLOTS: _start_slots,
    FileType.CENTRE_KIT: _centre_kit,
    FileType.PROCTOR_KIT: _proctor_kit,
    FileType.RESULT: _result,
    FileType.JOURNAL: _journal,
    FileType.MANIFEST: _manifest,
    FileType.ACT_LOG: _act_log,
    FileType.CHECKPOINT: _checkpoint,
    FileType.RECEIPT_LIST: _receipt_list,
    FileType.ERRATA: _errata,
    FileType.SCORE_PACKET: _score_packet,
    FileType.SCORES: _scores,
}
