"""Genuine files of every kind that are read without any typed secret, and what an attacker with their keys can make.

A `Kind` reads a file as far as it can be read: `read` gives everything the file says, or the refusal. Whoever holds the
signing key can put another header over it (`headed`) or another document inside (`holding`), sealed and signed anew:
so a test reaches what is behind the signature.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from kaochang.custody import (
    act_logs,
    backup_writing,
    backups,
    checkpoints,
    errata,
    exam_checks,
    exam_content,
    journal_log,
    key_files,
    kits,
    manifests,
    receipt_lists,
    results,
    score_packets,
    sealed_exam,
    site,
    start_slots,
)
from kaochang.custody.envelope import digest, header_bytes, payload_bytes, read_header, read_payload
from kaochang.custody.exam_shapes import INDEX, ExamHeader, ObjectName, ObjectRef, RoomObject
from kaochang.custody.sealed_exam import OpenedRoom, SealedExam
from kaochang.domain.assessments import Level
from kaochang.domain.human_scores import CriterionScore
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.score_packets import HandBack, PacketContent, PacketItem, PacketMark, PacketTask
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.sealing import envelopes, frame, kdf, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType
from support.exams import OPENS, RESPONSES, SCHEMES, make_exam
from support.sealed import OFFICE_PASSPHRASE, ROOM, SealedDay, make_day, make_person
from support.seeded import seeded

_ENTRY = 32 + 64
_KEY_ID = 32


@dataclass(frozen=True)
class Kind:
    """A genuine file, how it is read, and what its signing keys make of it; `document` is what lies sealed in it."""

    name: str
    data: bytes
    seeds: tuple[bytes, ...]
    read: Callable[[bytes], object] = field(repr=False)
    document: bytes = field(default=b"", repr=False)
    seal: Callable[[bytes, bytes], bytes] | None = field(default=None, repr=False)

    @property
    def type(self) -> FileType:
        """The file type."""
        return self.framed.type

    @property
    def framed(self) -> frame.Frame:
        """The file taken apart."""
        return frame.unpack_head(self.data)[0] if self.data[:6] == b"KCHG-J" else frame.unpack(self.data)

    @property
    def tail(self) -> bytes:
        """What follows the frame: a log's records."""
        return self.data[frame.unpack_head(self.data)[1] :] if self.type is FileType.JOURNAL else b""

    @property
    def signatures(self) -> range:
        """Where the signatures stand, without their count."""
        end = len(self.data) - len(self.tail)
        return range(end - _ENTRY * len(self.seeds), end)

    @property
    def hints(self) -> frozenset[int]:
        """Where key ids stand: the only bytes that mean nothing."""
        starts = self.signatures[::_ENTRY]
        return frozenset(place for start in starts for place in range(start, start + _KEY_ID))

    def headed(self, header: bytes) -> bytes:
        """Another header over the same body, signed anew."""
        return frame.pack(self.type, header, self.framed.body, self.seeds) + self.tail

    def holding(self, document: bytes) -> bytes:
        """Another document under the same header where that is possible, sealed and signed anew."""
        assert self.seal is not None
        return self.seal(self.framed.header, document)


def _packs(file_type: FileType, seed: bytes) -> Callable[[bytes, bytes], bytes]:
    """How a document that lies in clear is put under a header."""
    return lambda header, document: frame.pack(file_type, header, document, [seed])


def _result(day: SealedDay) -> Kind:
    def read(data: bytes) -> object:
        framed = frame.unpack(data, FileType.RESULT)
        header = results.check_result(framed, day.ticket_keys)
        return header, results.open_result(framed, header, day.keys.results_seed)

    def seal(header: bytes, document: bytes) -> bytes:
        info = results._info(header)
        body = envelopes.seal(day.keys.results_public, streams.pad(document, streams.bucket), info)
        return frame.pack(FileType.RESULT, header, body, [day.sat.seed])

    return Kind("kcr", day.kcr, (day.sat.seed,), read, payload_bytes(day.body_of(day.sat)), seal)


def _journal(day: SealedDay) -> Kind:
    sat = day.sat

    def read(data: bytes) -> object:
        log = journal_log.open_log(data, day.ticket_keys)
        key = journal_log.recover_key(log.header, day.keys.results_seed)
        rows = [row for row, _ in journal_log.open_rows(log, key)]
        if log.torn or log.head() != sat.head:  # a cut between two rows shows by the head the result names
            raise Refusal(Outcome.FRAME, "journal.torn")
        return log.header, rows

    def seal(_: bytes, document: bytes) -> bytes:
        """The log with its last row saying something else."""
        chain = journal_log.new_chain(sat.journal_key, sat.identity)
        for row in sat.rows[:-1]:
            chain.advance(row)
        rows = (*sat.rows[:-1], chain.seal(len(sat.rows), document))
        return sat.log_head + b"".join(map(journal_log.record, rows))

    return Kind("kcj", sat.log, (sat.seed,), read, journal_log.row_bytes(sat.plain_rows[-1]), seal)


def _manifest(day: SealedDay) -> Kind:
    seed = day.keys.proctor_seeds[ROOM]

    def read(data: bytes) -> object:
        manifest = manifests.read_manifest(frame.unpack(data, FileType.MANIFEST), day.keys.proctor_publics())
        return manifest, manifests.open_notes(manifest, day.keys.results_seed)

    return Kind("kcm", day.kcm, (seed,), read, frame.unpack(day.kcm).body, _packs(FileType.MANIFEST, seed))


def _act_log(day: SealedDay) -> Kind:
    seed = day.keys.proctor_seeds[ROOM]

    def read(data: bytes) -> object:
        log = act_logs.read_act_log(frame.unpack(data, FileType.ACT_LOG), day.keys.proctor_publics())
        return log, act_logs.open_act_notes(log, day.keys.results_seed)

    return Kind("kca", day.kca, (seed,), read, frame.unpack(day.kca).body, _packs(FileType.ACT_LOG, seed))


def _kit(name: str, day: SealedDay, data: bytes) -> Kind:
    file_type = frame.unpack(data).type
    return Kind(
        name, data, (day.keys.exam_seed,), lambda changed: kits.read_kit_header(frame.unpack(changed, file_type))
    )


def _site(day: SealedDay) -> Kind:
    return Kind("kcx", day.kcx, (text_to_bytes(day.office.seed),), site.open_site)


def _rotated(day: SealedDay) -> Kind:
    """The next site file, signed by the old office too, as a PC sees it that knows the old one."""
    office = site.rotate(day.office, day.kcx, seeded(31))
    seeds = tuple(map(text_to_bytes, (office.seed, *office.former_seeds)))
    return Kind("kcx-rotated", site.pack_site(office, OPENS), seeds, lambda data: site.open_successor(data, day.kcx))


def _office(day: SealedDay) -> Kind:
    return Kind(
        "kco",
        day.kco,
        (text_to_bytes(day.office.seed),),
        lambda data: site.read_office_header(frame.unpack(data, FileType.OFFICE_KEY)),
    )


def _room(exam: SealedExam, room: str, day: SealedDay) -> OpenedRoom:
    """A room's object; in the certified level by its key, which a typed room code would give."""
    if not day.is_certified:
        return exam.room(room, day.office.site)
    key, name = day.keys.room_keys[room], ObjectName(Purpose.EXAM_ROOM, room)
    content = read_payload(RoomObject, exam.body.open(exam.header.rooms[room].object, name, key))
    exam_checks.check_room(content, room)
    return OpenedRoom(content, key)


def _everything(exam: SealedExam, day: SealedDay) -> object:
    """All that a sealed exam holds."""
    exam.check_body()
    said: list[object] = [exam.header]
    for room in exam.header.rooms:
        opened = _room(exam, room, day)
        photos = {number: exam.photo(opened, number) for number in opened.content.photos}
        said += [opened.content, photos, exam.secrets(day.keys.content_key, opened)]
    content = exam_content.open_content(exam, day.keys.content_key)
    pictures = {name: content.media(name) for name in content.index.media}
    return [*said, content.index, content.exams(), pictures]


def _exam(name: str, day: SealedDay, scratch: Path) -> Kind:
    path = scratch.with_name(f"{name}.kcb")

    def read(data: bytes) -> object:
        path.write_bytes(data)
        return _everything(sealed_exam.open_sealed_exam(path, *day.office.site.offices()), day)

    header, body = read_header(ExamHeader, frame.unpack(day.exam)), frame.unpack(day.exam).body
    ref, key = header.rooms[ROOM].object, day.keys.room_keys[ROOM]
    context = ObjectName(Purpose.EXAM_ROOM, ROOM).context(text_to_bytes(header.nonce))
    if day.is_certified:
        ref, key, context = header.index, day.keys.content_key, INDEX.context(text_to_bytes(header.nonce))
    document = streams.unpad(streams.open_(key, context, body[ref.offset : ref.offset + ref.length]))

    def seal(_: bytes, changed: bytes) -> bytes:
        """The room's object (of a certified exam its index) anew, behind everything else."""
        sealed = streams.seal(key, context, streams.pad(changed, streams.blocks))
        placed = ObjectRef(len(body), len(sealed), digest(sealed))
        if day.is_certified:
            anew = msgspec.structs.replace(header, index=placed, body=digest(body + sealed))
        else:
            slot = msgspec.structs.replace(header.rooms[ROOM], object=placed)
            anew = msgspec.structs.replace(header, rooms={**header.rooms, ROOM: slot}, body=digest(body + sealed))
        return frame.pack(FileType.EXAM, header_bytes(anew), body + sealed, [day.keys.exam_seed])

    return Kind(name, day.exam, (day.keys.exam_seed,), read, document, seal)


def _start_slots(day: SealedDay) -> Kind:
    exam = read_header(ExamHeader, frame.unpack(day.exam))

    def read(data: bytes) -> object:
        header = start_slots.read_start_slots(frame.unpack(data, FileType.START_SLOTS))
        start_slots.check_start_slots(header, day.context, day.keys.exam_public, exam)
        return header

    return Kind("kcn", day.kcn, (day.keys.exam_seed,), read)


def _centre_files(day: SealedDay) -> tuple[Kind, Kind]:
    """The first checkpoint, and a receipt list that rests on it."""
    key, seed = day.centre.signing, day.centre.seed(key_files.SIGNING)
    checkpoint = Kind(
        *(
            "kct",
            day.kct,
            (seed,),
            lambda data: msgspec.structs.replace(checkpoints.read_checkpoint(data, key), sha256=""),
        ),
        *(frame.unpack(day.kct).body, _packs(FileType.CHECKPOINT, seed)),
    )
    receipts = Kind(
        *("kcl", day.kcl, (seed,), lambda data: receipt_lists.read_receipt_list(data, key)),
        *(frame.unpack(day.kcl).body, _packs(FileType.RECEIPT_LIST, seed)),
    )
    return checkpoint, receipts


def _errata(day: SealedDay) -> Kind:
    def opened(data: bytes) -> errata.Errata:
        return errata.open_errata(data, day.keys.exam_public, day.keys.content_key)

    def read(data: bytes) -> object:
        return msgspec.structs.replace(opened(data), sha256="")  # the file's own hash says nothing of its content

    def seal(header: bytes, document: bytes) -> bytes:
        padded = streams.pad(document, streams.blocks)
        body = streams.seal(day.keys.content_key, errata._bound(day.context, 1), padded)
        return frame.pack(FileType.ERRATA, header, body, [day.keys.exam_seed])

    document = payload_bytes(errata._Body(opened(day.kce).entries))
    return Kind("kce", day.kce, (day.keys.exam_seed,), read, document, seal)


def _people(day: SealedDay) -> tuple[Kind, Kind]:
    """The centre's key file and card."""
    key, cost = day.centre, day.params(8)
    data, seeds = key_files.pack_key(key, OFFICE_PASSPHRASE, cost), (key.seed(key_files.SIGNING),)

    def read_key(changed: bytes) -> key_files.KeyHeader:
        return key_files.read_key_header(frame.unpack(changed, FileType.KEY_FILE))

    return Kind("kcy", data, seeds, read_key), Kind("kcd", key_files.pack_card(key), seeds, key_files.open_card)


def scorers_files(day: SealedDay) -> tuple[Kind, Kind]:
    """A packet for a scorer, and the scores that come back of it."""
    key, seed, back = (
        make_person(key_files.KeyRole.SCORER, "评分人甲", 940),
        day.centre.seed(key_files.SIGNING),
        bytes(32),
    )
    placed = next(each for each in make_exam().assessment.items() if each.item.is_open)
    item = PacketItem(placed, SCHEMES[placed.id], plan=1, version=0)
    task = PacketTask("0" * 16, placed.id, RESPONSES["essay"], third=False)
    content = PacketContent("评分人甲", bytes_to_text(back), (item,), (task,))
    card = key_files.open_card(key_files.pack_card(key))
    data = score_packets.pack_packet(day.context, "A" * 16, content, card, seed, OPENS)

    def read_packet(changed: bytes) -> object:
        opened = score_packets.open_packet(changed, key, day.centre.signing)
        return opened.header, opened.content

    def seal_packet(header: bytes, document: bytes) -> bytes:
        info = score_packets._info(score_packets.read_packet(data, None))
        body = envelopes.seal(key.sealing, streams.pad(document, streams.bucket), info)
        return frame.pack(FileType.SCORE_PACKET, header, body, [seed])

    packet = score_packets.open_packet(data, key)
    mark = PacketMark(task.handle, 1, (CriterionScore("", placed.points),), "", (), 9_000, OPENS)
    scores = score_packets.pack_scores(packet, [mark], key, OPENS)
    signing = key.seed(key_files.SIGNING)

    def read_scores(changed: bytes) -> object:
        opened = score_packets.open_scores(changed, key.signing, back)
        return opened.header, opened.content

    def seal_scores(header: bytes, document: bytes) -> bytes:
        bound = score_packets._bound(score_packets.claimed_scores(scores))
        body = streams.seal(back, bound, streams.pad(document, streams.bucket))
        return frame.pack(FileType.SCORES, header, body, [signing])

    document = payload_bytes(HandBack(packet.sha256, (mark,)))
    return (
        Kind("kcw", data, (seed,), read_packet, payload_bytes(content), seal_packet),
        Kind("kcs", scores, (signing,), read_scores, document, seal_scores),
    )


BACKUP_SEED = seeded(40)(12 + 32)[12:]
"""The second thing that is drawn for a backup: the seed of the key that signs it."""


def _backup(cost: kdf.KdfParams) -> Kind:
    stream, content = io.BytesIO(), b"what an office key file holds" * 20
    source = backup_writing.Source(backups.Place.OFFICE, "office.kco", len(content), lambda: [content])
    backup_writing.write_backup(stream, [source], OFFICE_PASSPHRASE, cost, OPENS, seeded(40))

    def read(data: bytes) -> object:
        header, head = backups.read_backup_header(io.BytesIO(data))
        backups.check_body(io.BytesIO(data), header, head)
        return header

    return Kind("kcz", stream.getvalue(), (BACKUP_SEED,), read)


KINDS = (
    *("kcb", "kcb-certified", "kck", "kck-quorum", "kcp", "kcp-certified", "kcj", "kcr", "kcm", "kca"),
    *("kcx", "kcx-rotated", "kco", "kcy", "kcd", "kcn", "kct", "kcl", "kce", "kcz"),
    *("kcw", "kcs"),
)
"""The kinds of file there are, by extension; where two levels or histories have different forms, each."""

HOLDERS = ("kcb", "kcb-certified", "kcj", "kcr", "kcm", "kca", "kct", "kcl", "kce", "kcw", "kcs")
"""Those whose document can be sealed anew without a typed secret."""


def certified_day(folder: Path) -> SealedDay:
    """The same session in the certified level: openers, room key files, PINs."""
    return make_day(folder, chance=3, quorum=2, room_files=True, level=Level.CERTIFIED)


def kinds_of(day: SealedDay, certified: SealedDay, scratch: Path) -> dict[str, Kind]:
    """Every kind by name; beside `scratch` lie the files that reading an exam writes."""
    made = (
        _exam("kcb", day, scratch),
        _exam("kcb-certified", certified, scratch),
        _kit("kck", day, day.kck),
        _kit("kck-quorum", certified, certified.kck),
        _kit("kcp", day, day.kcp),
        _kit("kcp-certified", certified, certified.kcp),
        _journal(day),
        _result(day),
        _manifest(day),
        _act_log(day),
        _site(day),
        _rotated(day),
        _office(day),
        *_people(day),
        _start_slots(day),
        *_centre_files(day),
        _errata(day),
        _backup(day.params(9)),
        *scorers_files(day),
    )
    return {kind.name: kind for kind in made}
