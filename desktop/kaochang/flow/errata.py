"""Errata: the office corrects a sealed exam on the day, and room PCs never fall behind a correction they have seen.

The office keeps each file beside the session's key and gives copies away; whoever lays one beside the sealed exam
gives it to that PC. A PC remembers the newest it has seen: an older one, or one that contradicts it, is refused.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from kaochang.custody import errata
from kaochang.custody.envelope import PAYLOAD_LIMIT, check_context, payload_bytes, read_payload
from kaochang.custody.errata import NO_ERRATA, Errata, Erratum
from kaochang.custody.exam_content import open_content
from kaochang.custody.key_files import Key
from kaochang.custody.sealed_exam import SealedExam
from kaochang.domain import places
from kaochang.domain.errata import ErratumAction
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.values import Count, Record, Value
from kaochang.flow.our_files import read_ours
from kaochang.machine.safe_files import forget, io_refusals, make_folder, read_whole, replace_file, write_new
from kaochang.sealing import signatures
from kaochang.sealing.frame import FileType

ERRATA_LIMIT = 16 * 1024 * 1024
"""Largest file of errata that is read."""

TEXT_LENGTH = 2_000
"""Characters of one correction: what a screen shows at once."""

EXTENSION = ".kce"
_SEEN = "errata.json"


class _Seen(Value, frozen=True):
    """The newest errata that this PC has seen of a session."""

    counter: Count
    sha256: str


class ErratumWish(Record, frozen=True):
    """What the office corrects: an item by place or id ("" for a notice to all), how, and what candidates read."""

    item: str
    action: ErratumAction
    text: str


def find(folder: Path, sealed: SealedExam, content_key: bytes) -> Errata:
    """The newest errata of this exam that lie in a folder; none at all is no correction.

    Files of other sessions are left aside. A damaged one of this session is refused, not left out: the candidate
    would sit the exam uncorrected. CONFLICT where two contradict each other.
    """
    return newest((NO_ERRATA, *(open_file(path, sealed, content_key) for path in files_in(folder))), folder)


def files_in(folder: Path) -> list[Path]:
    """The files of errata that lie in a folder, by their names alone."""
    with io_refusals(folder):
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == EXTENSION)


def last_remembered(memory: Path, session: str) -> Path | None:
    """The file of a session's newest errata that the office remembers, by their names; None where it made none."""
    named = re.compile(rf"{re.escape(session)}-([0-9]{{3,}}){re.escape(EXTENSION)}")
    found = {int(match[1]): path for path in files_in(memory) if (match := named.fullmatch(path.name))}
    return found[max(found)] if found else None


def newest(found: Iterable[Errata], where: Path) -> Errata:
    """The newest of these; CONFLICT where two contradict each other."""
    in_order = sorted({each.sha256: each for each in found}.values(), key=lambda each: (each.counter, each.sha256))
    for earlier, later in pairwise(in_order):
        if errata.contradicts(earlier, later):
            raise Refusal(Outcome.CONFLICT, "erratum.fork", str(where), number=later.counter)
    return in_order[-1]


def open_file(path: Path, sealed: SealedExam, content_key: bytes) -> Errata:
    """One file of errata, opened; `NO_ERRATA` for another session's."""
    with refusals_at(path):
        data = read_ours(path, ERRATA_LIMIT, FileType.ERRATA)
        claimed = errata.claimed_context(data)
        if claimed.session != sealed.context.session:
            return NO_ERRATA
        check_context(claimed, sealed.context)
        return errata.open_errata(data, sealed.exam_key, content_key)


def remember(folder: Path, found: Errata) -> None:
    """Notes in a session's folder on this PC which errata were seen last; refuses what falls behind.

    ROLLBACK for older ones than were seen, or none at all, CONFLICT for others of the same number.
    """
    path = folder / _SEEN
    with refusals_at(path):
        seen = read_payload(_Seen, read_whole(path, PAYLOAD_LIMIT)) if path.exists() else _Seen(0, "")
    if found.counter < seen.counter:
        key = "erratum.older" if found.counter else "erratum.gone"
        raise Refusal(Outcome.ROLLBACK, key, str(folder), seen=seen.counter, found=found.counter)
    if found.counter == seen.counter and found.sha256 != seen.sha256:
        raise Refusal(Outcome.CONFLICT, "erratum.fork", str(folder), number=found.counter)
    if found.counter > seen.counter:
        replace_file(make_folder(folder) / _SEEN, payload_bytes(_Seen(found.counter, found.sha256)))


def make(wish: ErratumWish, key: Key, sealed: SealedExam, memory: Path, clock: Clock) -> tuple[Errata, bytes]:
    """New errata: those in `memory` or beside the exam, and one more. What they say, and the file's bytes.

    `key` is the session's, as the office keeps it. CERT where it is another session's, MISSING or CONFLICT for an
    item that is not there or not named clearly, POLICY for a correction that says nothing or too much, DUPLICATE for
    an item that is withdrawn already.
    """
    exam_seed, content_key = key.seed("exam"), key.seed("content")
    if signatures.public_of(exam_seed) != sealed.exam_key:
        raise Refusal(Outcome.CERT, "erratum.other-session", str(sealed.path))
    known = [find(folder, sealed, content_key) for folder in dict.fromkeys((memory, sealed.path.parent))]
    before = max(known, key=lambda each: each.counter)
    made = clock.wall()
    entry = _entry(wish, sealed, content_key, made)
    if entry.action is not ErratumAction.NOTICE and entry.item in before.withdrawn:
        raise Refusal(Outcome.DUPLICATE, "erratum.withdrawn", wish.item)
    data = errata.pack_errata(sealed.context, before, [entry], exam_seed, content_key, made)
    return errata.open_errata(data, sealed.exam_key, content_key), data


def _entry(wish: ErratumWish, sealed: SealedExam, content_key: bytes, made: int) -> Erratum:
    """The correction with its item's id; every item of the session may be meant."""
    text = wish.text.strip()
    if len(text) > TEXT_LENGTH:
        raise Refusal(Outcome.POLICY, "erratum.text", limit=TEXT_LENGTH)
    exams = open_content(sealed, content_key).exams().values()
    every = [each for exam in exams for each in exam.assessment.items()]
    item = places.find(every, wish.item, missing="erratum.no-item").id if wish.item else ""
    entry = Erratum(item, wish.action, text, made)
    if not errata.is_meaningful(entry):
        raise Refusal(Outcome.POLICY, "erratum.says-nothing")
    return entry


def write(made: Errata, data: bytes, sealed: SealedExam, memory: Path, out: Path) -> Path:
    """Writes errata where the office remembers them, and to `out` for the rooms; the first path.

    Nothing is replaced, and none is remembered that could not be given away: the next one must follow it.
    """
    kept = memory / f"{sealed.context.session}-{made.counter:03}{EXTENSION}"
    write_new(kept, data)
    if out.resolve() != kept.resolve():
        try:
            write_new(out, data)
        except Refusal:
            forget(kept)
            raise
    return kept
