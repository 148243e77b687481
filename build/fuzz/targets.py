"""What the fuzzer drives: every reader of our files, before and behind the signature, over bytes of any kind.

A target takes any bytes and comes back, or it has found something: an exception that is no refusal, a refusal without
a typed outcome, content that nobody signed, or more than a second of work. What is behind a signature is reached by
signing what was made: `header` and `document` put the bytes there as they are, `edits` takes them for a list of changes
to what genuine files say, so that the typed reading behind the JSON parser is reached too.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias, cast

from fuzz.judging import BrokenPromiseError, Target
from fuzz.judging import outcome as _outcome
from kaochang.custody import journal_log
from kaochang.custody.backups import BackupEntry, BackupIndex, Place
from kaochang.custody.envelope import payload_bytes, read_payload
from kaochang.custody.exam_content import open_content
from kaochang.custody.exam_shapes import ObjectName, RoomObject
from kaochang.custody.key_files import KeySeeds
from kaochang.custody.sealed_exam import OpenedRoom, open_sealed_exam
from kaochang.custody.site import FormerSeeds, OfficeSeeds
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import Value
from kaochang.sealing import frame
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType
from support.kinds import Kind, certified_day, kinds_of
from support.sealed import make_day

Plain: TypeAlias = Any
"""A JSON shape, or the name or index of an entry in one."""

_TYPED = set(Outcome) - {Outcome.OK, Outcome.PAPER, Outcome.USAGE}
_OF_FRAMES = {Outcome.EMPTY, Outcome.FRAME, Outcome.VERSION, Outcome.HEADER, Outcome.LIMIT}
_SPEAKING = (
    0,
    1,
    -1,
    2,
    255,
    2**31,
    2**53,
    -(2**53),
    "",
    "A",
    "AAAA",
    "=",
    "../x",
    "\0",
    "e\u0301",
    None,
    True,
    [],
    {},
)


@cache
def kinds() -> dict[str, Kind]:
    """Genuine files, made once; they lie in memory, and the exam reader's scratch file in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="kaochang-fuzz-"))
    return kinds_of(make_day(folder), certified_day(folder), folder / "scratch")


@cache
def genuine() -> dict[str, object]:
    """What each genuine file says."""
    return {name: kind.read(kind.data) for name, kind in kinds().items()}


def frames(data: bytes) -> None:
    """The frame's reader: what it takes apart is put together again as the same bytes."""
    outcome, taken = _outcome(lambda: frame.unpack(data), _OF_FRAMES)
    if outcome is not Outcome.OK or not isinstance(taken, frame.Frame):
        return
    entries = b"".join(each.key_id + each.signature for each in taken.signatures)
    sections = (taken.header, taken.body, bytes([len(taken.signatures)]) + entries)
    again = taken.type.magic + b"".join(len(part).to_bytes(4, "big") + part for part in sections)
    if not (again == data or (taken.type is FileType.JOURNAL and data.startswith(again))):
        raise BrokenPromiseError("a frame with two spellings")


def files(data: bytes) -> None:
    """A whole file as it comes from a stick: refused, or it says what its genuine twin says."""
    for name, kind in kinds().items():
        if data[:6] == kind.data[:6]:
            outcome, said = _outcome(partial(kind.read, data), _TYPED)
            if outcome is Outcome.OK and said not in genuine().values():
                raise BrokenPromiseError(f"{name}: content that nobody signed")


def _chosen(data: bytes, among: list[Kind]) -> tuple[Kind, bytes]:
    return among[data[0] % len(among)], data[1:]


def headers(data: bytes) -> None:
    """Any bytes as the header of a kind of file (the first byte chooses), rightly signed."""
    if data:
        kind, header = _chosen(data, list(kinds().values()))
        if len(header) <= kind.type.header_limit:
            _outcome(lambda: kind.read(kind.headed(header)), _TYPED)


def _holders() -> list[Kind]:
    return [kind for kind in kinds().values() if kind.seal is not None]


def documents(data: bytes) -> None:
    """Any bytes as the sealed document of a kind of file, rightly sealed and signed."""
    if data:
        kind, document = _chosen(data, _holders())
        _outcome(lambda: kind.read(kind.holding(document)), _TYPED)


def records(data: bytes) -> None:
    """Any bytes behind a journal log's genuine head."""
    kind = kinds()["kcj"]
    head = kind.data[: len(kind.data) - len(kind.tail)]
    outcome, said = _outcome(lambda: journal_log.open_log(head + data, None), _TYPED)
    if outcome is Outcome.OK and isinstance(said, journal_log.JournalLog):
        whole = b"".join(map(journal_log.record, said.rows))
        if not data.startswith(whole) or said.torn == (whole == data):
            raise BrokenPromiseError("records that are not what stands there")
        if data != kind.tail:
            _outcome(lambda: kind.read(head + data), _TYPED)


def edits(data: bytes) -> None:
    """The bytes as a list of changes to a genuine header or document, which is then spelled canonically and signed."""
    if len(data) < 2:
        return
    choices = [(kind, kind.framed.header, kind.headed) for kind in kinds().values()]
    choices += [(kind, kind.document, kind.holding) for kind in _holders()]
    kind, genuine_bytes, put = choices[data[0] % len(choices)]
    changed = spelled(edited(json.loads(genuine_bytes), iter(data[1:])))
    if len(changed) <= kind.type.header_limit:
        _outcome(lambda: kind.read(put(changed)), _TYPED)


@cache
def sealed_documents() -> list[tuple[type[Value], bytes]]:
    """Documents that lie under a typed secret: what reads them, and genuine ones."""
    folder = Path(tempfile.mkdtemp(prefix="kaochang-fuzz-"))
    made = []
    for day in (make_day(folder), certified_day(folder)):
        exam = open_sealed_exam(day.exam_path, *day.office.site.offices())
        key, name = day.keys.room_keys["R1"], ObjectName(Purpose.EXAM_ROOM, "R1")
        opened = OpenedRoom(read_payload(RoomObject, exam.body.open(exam.header.rooms["R1"].object, name, key)), key)
        content = open_content(exam, day.keys.content_key)
        item = content.exam("exam-1").assessment.sections[0].items[0].item
        seeds = KeySeeds(day.centre.id, day.centre.role, day.centre.seeds)
        made += [
            day.centre_kit,
            day.proctor_kit,
            exam.secrets(day.keys.content_key, opened),
            content.index,
            item,
            seeds,
        ]
    entry = BackupEntry(Place.OFFICE, "office.kco", 5, "A" * 43, 0, 77)
    made += [OfficeSeeds("A" * 43, "A" * 43, (FormerSeeds("", "A" * 43),)), BackupIndex((entry,))]
    return [(type(value), payload_bytes(value)) for value in made]


def shapes(data: bytes) -> None:
    """The bytes as changes to a document that lies under a typed secret; read as it is read behind that secret."""
    if len(data) < 2:
        return
    documents_there = sealed_documents()
    kind, genuine_bytes = documents_there[data[0] % len(documents_there)]
    changed = spelled(edited(json.loads(genuine_bytes), iter(data[1:])))
    outcome, said = _outcome(lambda: read_payload(kind, changed), _TYPED)
    if outcome is Outcome.OK and read_payload(kind, payload_bytes(cast("Value", said))) != said:
        raise BrokenPromiseError(f"{kind.__name__}: a document that does not come back from what it is written as")


def spelled(plain: object) -> bytes:
    """Canonical spelling of any JSON shape, also of one that no file may hold."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def edited(plain: Plain, numbers: Iterator[int]) -> Plain:
    """The shape with changes as the numbers say: each walks to a place, and then replaces, removes, renames or adds."""
    holder = {"": plain}
    for how in numbers:
        place, name = _walk(holder, numbers)
        if name is not None:
            _change(place, name, how, numbers)
    return holder.get("")


def _walk(node: Plain, numbers: Iterator[int]) -> tuple[Plain, Plain]:
    """A container and the name or index of one of its entries (None where there is none to choose)."""
    for number in numbers:
        entries = sorted(node, key=str) if isinstance(node, dict) else list(range(len(node)))
        if not entries:
            break
        name = entries[number % len(entries)]
        below = node[name]
        if not isinstance(below, dict | list) or number >= 240:
            return node, name
        node = below
    return node, None


def _change(place: Plain, name: Plain, how: int, numbers: Iterator[int]) -> None:
    number = next(numbers, 0)
    value = place[name]
    match how % 7:
        case 0:
            place[name] = _SPEAKING[number % len(_SPEAKING)]
        case 1:
            del place[name]
        case 2 if isinstance(value, int):
            place[name] = value + (1 << number % 60) * (-1 if number & 128 else 1)
        case 3 if isinstance(value, str):
            at = number % (len(value) + 1)
            place[name] = value[:at] + chr(next(numbers, 65)) + value[at + (number & 1) :]
        case 4 if isinstance(place, dict):
            place[f"{name}{chr(number)}"] = place.pop(name) if number & 1 else value
        case 5 if isinstance(place, list):
            place.insert(number % (len(place) + 1), value)
        case _:
            place[name] = [value] if number & 1 else {"x": value}


TARGETS: dict[str, Target] = {
    "frames": frames,
    "files": files,
    "headers": headers,
    "documents": documents,
    "records": records,
    "edits": edits,
    "shapes": shapes,
}


def seeds(name: str) -> list[bytes]:
    """Genuine inputs of a target, from which others are made."""
    whole = [kind.data for kind in kinds().values()]
    if name in ("frames", "files"):
        return whole
    if name == "headers":
        return [bytes([at]) + kind.framed.header for at, kind in enumerate(kinds().values())]
    if name == "documents":
        return [bytes([at]) + kind.document for at, kind in enumerate(_holders())]
    if name == "records":
        return [kinds()["kcj"].tail]
    dice, choices = random.Random(7), len(sealed_documents() if name == "shapes" else kinds()) + len(_holders())
    return [bytes([at]) + dice.randbytes(12) for at in range(choices)]
