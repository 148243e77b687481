"""The second place of a journal: a stick or folder where the log of an attempt lies too, as after a collection.

It follows each commit, and never stops one: whatever goes wrong there, the second place is lost, which the window shows
and the journal notes, and looked for again until it is back. A folder that a pulled-out stick leaves behind on the PC's
own disk is none.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import sticks
from kaochang.flow.log_file import LogFile
from kaochang.machine import mounts
from kaochang.machine.safe_files import io_refusals, read_whole

Whole = Callable[[], Iterable[bytes]]
"""Gives the whole log, in parts."""

_SOON_MS, _LATE_MS = 5_000, 60_000
"""How long until a place that is lost is looked for again: at first, and once that failed several times."""


class SecondPlace:
    """The copy of one attempt's log in `target`. `home` is the folder of the attempt itself."""

    def __init__(self, target: Path, identity: AttemptIdentity, home: Path, clock: Clock, random: Randomness) -> None:
        self._target = target
        self._identity = identity
        self._home = home
        self._clock = clock
        self._random = random
        self._file: LogFile | None = None
        self._is_apart = False
        self._pause = _SOON_MS
        self._again_at = 0

    @property
    def is_lost(self) -> bool:
        """Whether rows are missing there."""
        return self._file is None or self._file.is_behind

    def take(self, whole: Whole) -> None:
        """The whole log lies there, and is gone on with; refused as `sticks.carried` does, or as files are."""
        self._check_apart()
        session, room = self._identity.context.session, self._identity.room
        with sticks.carried(self._target, self._random):
            folder = sticks.make_room_folder(self._target, session, room)
            path = folder / sticks.stick_names(self._identity)[1]
            _make_way(path, whole())
            self._file = LogFile(path)
            self._file.write_anew(whole())
        self._pause = _SOON_MS

    def _check_apart(self) -> None:
        """Refuses (MISSING) a place that was on another file system than the PC's, and now is not: a stick has gone."""
        mounts.check_there(self._target)
        is_apart = mounts.mount_of(self._target).device != mounts.mount_of(self._home).device
        if self._is_apart and not is_apart:
            raise Refusal(Outcome.MISSING, "stick.not-there", str(self._target))
        self._is_apart = is_apart

    def add(self, record: bytes) -> None:
        """One more record of the log."""
        if self._file is not None:
            self._file.add(record)

    def settle(self, whole: Whole) -> None:
        """Makes durable what was added; a place that is lost is looked for, at its time."""
        if self._file is not None:
            self._file.settle()
        now = self._clock.elapsed()
        if not self.is_lost or now < self._again_at:
            return
        try:
            self.take(whole)
        except Refusal:
            self._again_at = now + self._pause
            self._pause = min(2 * self._pause, _LATE_MS)

    def close(self) -> None:
        """Closes the file."""
        if self._file is not None:
            self._file.close()


def _make_way(path: Path, whole: Iterable[bytes]) -> None:
    """Whatever lies there that the log does not continue, as another history of the attempt, gets a second name."""
    if not os.path.lexists(path):
        return
    there = read_whole(path, sticks.STICK_FILE_LIMIT)
    if not _begin_with(whole, there.rstrip(b"\0")):
        with io_refusals(path):
            path.replace(path.with_name(sticks.second_name(path.name, there)))


def _begin_with(parts: Iterable[bytes], data: bytes) -> bool:
    at = 0
    for part in parts:
        piece = data[at : at + len(part)]
        if not part.startswith(piece):
            return False
        at += len(piece)
    return at == len(data)
