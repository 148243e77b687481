"""Corrections: the errata that an attempt is sat under, and newer ones that come while it is under way.

What lies beside the exam comes with the start code (`unlock`). During the exam its folder and the sticks are looked at
again and again: a newer file is kept on this PC and remembered before it applies, so that the attempt goes on under it
after a crash too, when the stick has gone. What is damaged or contradicts what is known is told, and stops nothing.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import replace

from kaochang.custody.errata import NO_ERRATA, Errata
from kaochang.custody.sealed_exam import SealedExam
from kaochang.domain.assessments import Exam
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.flow import errata
from kaochang.flow.our_files import read_again
from kaochang.flow.unlock import Unlocked
from kaochang.machine.aside import Aside
from kaochang.machine.safe_files import io_refusals, make_folder, replace_file

LOOK_MS = 20_000
"""How often folders that are still the same are looked at."""

DRIVES_MS = 2_000
"""How often it is asked which folders there are: a stick that comes is looked at as soon as that shows it."""

_GONE = frozenset({Outcome.IO, Outcome.MISSING})
"""How a file is refused whose stick is being pulled out, or that is still being written: it is looked at again."""

_Stamp: TypeAlias = tuple[Path, int, int]
"""A file as it was looked at: its path, its last change (ns) and its length."""


class Looked(Record, frozen=True):
    """What a look at the folders found: errata that are newer than those known, and files that are of no use."""

    newer: Errata | None = None
    problems: tuple[Refusal, ...] = ()


def with_kept(unlocked: Unlocked, memory: Path) -> Unlocked:
    """The exam under the newest errata, of those that came with it and those kept in `memory`, the session's folder.

    CONFLICT where they contradict each other; a damaged one is refused, as beside the exam.
    """
    if not memory.is_dir():
        return unlocked
    kept = [_of_this_sealing(path, unlocked) for path in errata.files_in(memory)]
    newest = errata.newest((unlocked.errata, *kept), memory)
    return unlocked if newest == unlocked.errata else replace(unlocked, errata=newest)


def _of_this_sealing(path: Path, unlocked: Unlocked) -> Errata:
    """Errata that were kept; `NO_ERRATA` for those of another sealing of the session."""
    try:
        return errata.open_file(path, unlocked.room.sealed, unlocked.content_key)
    except Refusal as refusal:
        if refusal.outcome is not Outcome.CONTEXT:
            raise
        return NO_ERRATA


def keep(memory: Path, newest: Errata, path: Path) -> None:
    """From now on this PC goes on under no older ones, and needs nothing but itself for that."""
    data = read_again(path, errata.ERRATA_LIMIT, newest.sha256)
    replace_file(make_folder(memory) / f"{newest.counter:03}{errata.EXTENSION}", data)
    errata.remember(memory, newest)


@dataclass
class ErrataLook:
    """Looks for newer errata of one exam; opens no file twice that has not changed. Blocking.

    `memory` is the session's folder on this PC, where what is newer is kept before it is told.
    """

    sealed: SealedExam
    content_key: bytes = field(repr=False)
    memory: Path
    known: Errata
    _opened: dict[_Stamp, Errata | Refusal] = field(default_factory=dict)

    def look(self, beside: Path, sticks: Sequence[Path]) -> Looked:
        """What lies beside the exam, and on sticks in their outermost folders or one below."""
        stamps = [stamp for folder in (beside, *and_below(sticks)) for stamp in _stamps(folder)]
        found = {stamp: self._opened.get(stamp) or self._open(stamp) for stamp in dict.fromkeys(stamps)}
        self._opened = {stamp: each for stamp, each in found.items() if not _is_gone(each)}
        problems = [each for each in self._opened.values() if isinstance(each, Refusal)]
        opened = {each.sha256: path for (path, _, _), each in found.items() if isinstance(each, Errata)}
        try:
            newest = errata.newest((self.known, *(each for each in found.values() if isinstance(each, Errata))), beside)
            is_newer = newest.counter > self.known.counter
            if is_newer:
                keep(self.memory, newest, opened[newest.sha256])
                self.known = newest
        except Refusal as refusal:
            return Looked(None, (*problems, refusal))
        return Looked(newest if is_newer else None, tuple(problems))

    def _open(self, stamp: _Stamp) -> Errata | Refusal:
        try:
            return errata.open_file(stamp[0], self.sealed, self.content_key)
        except Refusal as refusal:
            return refusal


class AnsweredCount(Record, frozen=True):
    """How many items are answered, of how many that are still asked at the PC; how many of those were withdrawn."""

    done: int
    of: int
    withdrawn: int


@dataclass
class Corrections:
    """What the office has corrected in an attempt's exam, and how newer errata are looked for.

    `is_news`: the candidate was not told of all of it yet.
    """

    known: Errata = NO_ERRATA
    look: ErrataLook | None = field(default=None, repr=False)
    is_news: bool = False

    def count(self, exam: Exam, answered: Collection[str]) -> AnsweredCount:
        """How much of an exam is answered, as its candidate is told wherever it is told in one line."""
        asked = {placed.id for placed in exam.assessment.items() if placed.item.is_asked_here}
        left = asked - self.known.withdrawn
        return AnsweredCount(len(left.intersection(answered)), len(left), len(asked) - len(left))


def look_of(unlocked: Unlocked, memory: Path) -> ErrataLook:
    """Looks for what is newer than what an exam is unlocked with."""
    return ErrataLook(unlocked.room.sealed, unlocked.content_key, memory, unlocked.errata)


def _is_gone(found: Errata | Refusal) -> bool:
    return isinstance(found, Refusal) and found.outcome in _GONE


def _stamps(folder: Path) -> Iterator[_Stamp]:
    """The files of errata in a folder, as they are now; none in one that is not there (any more)."""
    try:
        for path in errata.files_in(folder):
            with io_refusals(path):
                now = path.stat()
            yield path, now.st_mtime_ns, now.st_size
    except Refusal:
        return


def and_below(sticks: Sequence[Path]) -> Iterator[Path]:
    """Sticks and their outermost folders: where people lay files for a PC."""
    for stick in sticks:
        yield stick
        try:
            with io_refusals(stick):
                below = sorted(path for path in stick.iterdir() if path.is_dir())
        except Refusal:  # it was pulled out
            continue
        yield from below


class ErrataWatch:
    """Has the folders looked at while an attempt is under way, on a thread of its own: a stick may hang.

    `sticks` tells where sticks are mounted now.
    """

    def __init__(self, look: ErrataLook, beside: Path, sticks: Callable[[], Sequence[Path]], clock: Clock) -> None:
        self._look = look
        self._beside = beside
        self._sticks = sticks
        self._clock = clock
        self._aside = Aside()
        self._found: Looked | None = None
        self._there: Sequence[Path] | None = None
        self._asked_at = -DRIVES_MS
        self._looked_at = 0

    def poll(self) -> Looked | None:
        """What was found since the last call, None for no news; starts the next look when it is due. Never blocks."""
        if not self._aside.wait(0):
            return None
        found, self._found = self._found, None
        now = self._clock.elapsed()
        if found is None and now - self._asked_at >= DRIVES_MS:
            self._asked_at = now
            self._aside.do(lambda: self._look_if_due(now))
        return found

    def _look_if_due(self, now: int) -> None:
        there = self._sticks()
        if there != self._there or now - self._looked_at >= LOOK_MS:
            self._there, self._looked_at = there, now
            self._found = self._look.look(self._beside, there)
