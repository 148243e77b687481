"""The second place of a journal: a stick or folder where the log of an attempt lies too, as after a collection.

It follows each commit, and never stops one: whatever goes wrong there, the second place is lost, which the window shows
and the journal notes, and looked for again until it is back. All that is done there is done aside, for a stick or share
may hang. Only where the PC's own disk forgets an answer is saved no sooner than it lies here for good (`secure`).

A folder that a pulled-out stick leaves behind on the PC's own disk is none, also after the program was started again:
the place's marker is kept beside the attempt.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import sticks
from kaochang.flow.log_file import LogFile
from kaochang.machine import mounts
from kaochang.machine.aside import Aside
from kaochang.machine.safe_files import io_refusals, read_whole, replace_file

Whole = Callable[[], Iterable[bytes]]
"""Gives the whole log, in parts."""

_SOON_MS, _LATE_MS = 5_000, 60_000
"""How long until a place that is lost is looked for again: at first, and once that failed several times."""

_PATIENCE_S = 3.0
"""How long a place may take for what was given to it: beyond that it hangs, and is lost until it has done it all."""

_MOMENT_S = 0.2
"""How long an answer waits for what is only handed to the system there: so a program that is killed loses nothing."""

_KNOWN_NAME = "second-place.txt"
"""The file beside the attempt that holds the place's marker."""

_KNOWN_LIMIT = 1024


class SecondPlace:
    """The copy of one attempt's log in `target`. `home` is the folder of the attempt itself."""

    def __init__(self, target: Path, identity: AttemptIdentity, home: Path, clock: Clock, random: Randomness) -> None:
        self.target = target
        self._identity = identity
        self._home = home
        self._clock = clock
        self._random = random
        self._file: LogFile | None = None
        self._aside = Aside()
        self._pause = _SOON_MS
        self._again_at = 0
        self.hangs = False
        """Whether nothing was heard of it for too long."""

    @property
    def is_lost(self) -> bool:
        """Whether rows are missing there, or may be."""
        return self.hangs or self._file is None or self._file.is_behind

    def take(self, whole: Whole) -> None:
        """The whole log lies there, and is gone on with; refused as `sticks.carried` does, or as files are.

        MISSING where it hangs: it may get the log by and by.
        """
        parts, refused = [*whole()], list[Refusal]()

        def put() -> None:
            try:
                self._put(parts)
            except Refusal as refusal:
                self._let_go()
                refused.append(refusal)

        self._aside.do(put)
        if not self._keeps_up():
            raise Refusal(Outcome.MISSING, "stick.not-there", str(self.target))
        if refused:
            raise refused[0]
        self._pause = _SOON_MS

    def _put(self, parts: list[bytes]) -> None:
        self._check_known()
        session, room = self._identity.context.session, self._identity.room
        with sticks.carried(self.target, self._random) as stick:
            folder = sticks.make_room_folder(self.target, session, room)
            path = folder / sticks.stick_names(self._identity)[1]
            _make_way(path, parts)
            self._let_go()
            self._file = LogFile(path)
            self._file.write_anew(parts)
        if stick.mark.id != self._known():
            with suppress(Refusal):  # it may not be told from an empty folder later, but has everything now
                replace_file(self._home / _KNOWN_NAME, f"{stick.mark.id}\n".encode())

    def _known(self) -> str:
        """The marker of the place that had the log last; "" for none so far."""
        path = self._home / _KNOWN_NAME
        if not path.exists():
            return ""
        return read_whole(path, _KNOWN_LIMIT).decode("ascii", errors="replace").strip()

    def _check_known(self) -> None:
        """Refuses (MISSING) a folder on the PC's own disk that is not the place that it was: a stick has gone.

        Another stick is a place as good as the first.
        """
        known = self._known()
        if known and sticks.marker_of(self.target) != known and mounts.on_one_disk(self._home, self.target):
            raise Refusal(Outcome.MISSING, "stick.not-there", str(self.target))

    def _keeps_up(self) -> bool:
        """Whether all is done that was given to it. One that hangs is waited for once, and then only looked at."""
        self.hangs = not self._aside.wait(0 if self.hangs else _PATIENCE_S)
        return not self.hangs

    def add(self, record: bytes) -> None:
        """One more record of the log: given to the system before anything else happens, unless that takes too long."""
        self._aside.do(lambda: None if self._file is None else self._file.add(record))
        if not self.hangs:
            self._aside.wait(_MOMENT_S)

    def settle(self, whole: Whole) -> None:
        """Makes durable what was added; a place that is lost is looked for, at its time."""
        if self.hangs and not self._keeps_up():
            return
        self._aside.do(lambda: None if self._file is None else self._file.settle())
        now = self._clock.elapsed()
        if not self._keeps_up() or not self.is_lost or now < self._again_at:
            return
        try:
            self.take(whole)
        except Refusal:
            self._again_at = now + self._pause
            self._pause = min(2 * self._pause, _LATE_MS)

    def secure(self, whole: Whole) -> None:
        """Everything that was added lies there for good; IO where it does not, and the same may be tried again."""
        self._again_at = self._clock.elapsed()
        self.settle(whole)
        if self.is_lost:
            raise Refusal(Outcome.IO, "second-place.cannot-save", str(self.target))

    def close(self) -> None:
        """Closes the file."""
        self._aside.do(self._let_go)
        self._keeps_up()

    def _let_go(self) -> None:
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
