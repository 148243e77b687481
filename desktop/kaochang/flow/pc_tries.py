"""What a room PC remembers of wrong codes and PINs: each makes the next try wait, also after a kill.

One small file for each session. It holds no secret, nor anything of what was typed: only how often in a row, and when.
The window and every verb count here. Whoever owns the PC can take the file away, and then waits less.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaochang.custody.envelope import PAYLOAD_LIMIT, payload_bytes, read_payload
from kaochang.domain import tries
from kaochang.domain.outages import Witness, witness
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Count, Record, Value
from kaochang.flow.desk import Desk
from kaochang.machine.safe_files import make_folder, read_whole, replace_file

ROOM_CODE = "room-code"
START_CODE = "start-code"
"""Names of what is tried; a PIN's is `pin_of` its ticket."""

_NAME = "tries.json"
_GUESSES = frozenset({"room-code.wrong", "code.wrong", "code.or-room-key", "pin.wrong"})
"""Refusals of a secret that is none; a slip of the hand, which its check symbols tell, is no guess."""


class _Tried(Value, frozen=True):
    wrong: Count
    last: Witness


class _Memory(Value, frozen=True):
    """Wrong tries in a row since the last right one, by what was tried."""

    tried: dict[str, _Tried]


def pin_of(ticket: str) -> str:
    """What a ticket's PIN is called here. Each counts alone: nobody's own PIN ends the waiting for another's."""
    return f"pin {ticket}"


class PcTries(Record, frozen=True):
    """The memory of one session on this PC; each change is on the disk when it returns."""

    folder: Path
    clock: Clock

    def wait_s(self, *names: str) -> int:
        """Seconds until all of these may be tried again."""
        memory, now = self._read(), witness(self.clock)
        found = [memory.tried[name] for name in names if name in memory.tried]
        return max((tries.wait_left_s(each.wrong, each.last, now) for each in found), default=0)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """One try. POLICY where it must wait; a wrong one is counted first, and its refusal says `seconds` to wait."""
        seconds = self.wait_s(name)
        if seconds:
            raise Refusal(Outcome.POLICY, "code.wait", seconds=seconds)
        try:
            yield
        except Refusal as refusal:
            if refusal.key in _GUESSES:
                self._wrong(name)
                refusal.params["seconds"] = self.wait_s(name)
            raise
        self._right(name)

    def _wrong(self, name: str) -> None:
        tried = self._read().tried
        before = tried[name].wrong if name in tried else 0
        self._write({**tried, name: _Tried(before + 1, witness(self.clock))})

    def _right(self, name: str) -> None:
        tried = self._read().tried
        if name in tried:
            self._write({each: told for each, told in tried.items() if each != name})

    def _read(self) -> _Memory:
        """What is remembered; nothing where the file is gone or rubbish: it must lock nobody out."""
        path = self.folder / _NAME
        try:
            return read_payload(_Memory, read_whole(path, PAYLOAD_LIMIT))
        except Refusal as refusal:
            if refusal.outcome not in (Outcome.MISSING, Outcome.PAYLOAD):
                raise
        return _Memory({})

    def _write(self, tried: dict[str, _Tried]) -> None:
        make_folder(self.folder)
        replace_file(self.folder / _NAME, payload_bytes(_Memory(tried)))


def tries_of(desk: Desk, session: str) -> PcTries:
    """What this PC remembers of wrong codes and PINs in a session."""
    return PcTries(desk.folder / session, desk.clock)
