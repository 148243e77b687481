"""What is done while the power fails: a journal's rows, a whole attempt, files under final names, a collection."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from faults.crashes import Tell
from kaochang.custody import journal_log, results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import Context
from kaochang.custody.journal_log import Entry
from kaochang.custody.kits import ProctorKit
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.attempts import ClosingReason, Phase
from kaochang.domain.refusals import Refusal
from kaochang.domain.responses import Response, Text
from kaochang.domain.rosters import Ticket
from kaochang.flow import collect, hand_in, sit, sticks
from kaochang.flow.attempt_files import Found, found_attempt
from kaochang.flow.collect import CollectOrder
from kaochang.flow.desk import Desk
from kaochang.flow.hand_in import Receipt
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import Unlocked
from kaochang.machine.appending import Appender
from kaochang.machine.safe_files import (
    delete_file,
    make_folder,
    new_file,
    read_whole,
    replace_file,
    write_new,
)
from kaochang.sealing import frame
from kaochang.store.journal import Journal, connect
from support.clocks import ManualClock
from support.exams import OPENS, RESPONSES
from support.seeded import seeded

_IDENTITY = AttemptIdentity(
    Context("crashes", "A" * 43, Kind.REHEARSAL, Level.QUICK), "R01", "T1", "E1", "crash-crash-cras", 1
)
_KEY = bytes(range(32))
_LIMIT = 1 << 20
_LENGTHS = (80, 500, 300, 5_000, 120, 90, 12_000, 200, 700, 60)


@dataclass(frozen=True)
class Room:
    """A room after its start code, its proctor's kit, and the files that lie on its PCs after the exam."""

    unlocked: Unlocked
    kit: ProctorKit
    found: dict[str, bytes]


@dataclass
class JournalRows:
    """Rows of several sizes in a journal database alone.

    `is_chained`: whoever reads them checks the chain. `lies`: the disk has lied, so a refusal is as good as a row; what
    is missing at the end is the log's to give back.
    """

    count: int = 10
    is_chained: bool = True
    lies: bool = False

    def run(self, root: Path, tell: Tell) -> None:
        chain = journal_log.new_chain(_KEY, _IDENTITY)
        journal = Journal(connect(root / "attempt.db"), chain.seal, "attempt")
        for sealed in journal.rows():
            chain.open_next(sealed)
        for at in range(self.count):
            sealed = journal.append(bytes([at % 256]) * _LENGTHS[at % len(_LENGTHS)])
            chain.advance(sealed)
            tell(sealed)
        journal.close()

    def judge(self, root: Path, told: Sequence[object]) -> str:
        try:
            rows = self._rows(root)
        except Refusal as refusal:
            return "" if self.lies else f"refused: {refusal.key}"
        if self.lies:
            return "" if list(told[: len(rows)]) == rows else "rows are given that were never written"
        if len(rows) > len(told) + 1 or rows[: len(told)] != list(told):
            return f"{len(told)} rows acknowledged, {len(rows)} given"
        return ""

    def _rows(self, root: Path) -> list[bytes]:
        """What the program reads; a row that does not open is refused."""
        with ExitStack() as undo:
            connection = connect(root / "attempt.db")
            undo.callback(connection.close)
            rows = list(Journal(connection, lambda *_: b"", "attempt").rows())
        chain = journal_log.new_chain(_KEY, _IDENTITY)
        for sealed in rows if self.is_chained else ():
            chain.open_next(sealed)
        return rows


def _steps() -> Iterator[tuple[str, Response]]:
    """Every item of the exam, and a long change of mind after each text."""
    for item, response in RESPONSES.items():
        yield item, response
        if isinstance(response, Text):
            yield item, Text(response.text + "（改）" * 300)


STEPS = list(_steps())


def responses_after(steps: int) -> dict[str, Response]:
    """What was answered after so many steps; no two numbers have the same."""
    return dict(STEPS[:steps])


@dataclass
class WholeAttempt:
    """A candidate starts or goes on, answers, hands in, and has a copy on a stick.

    `acknowledged` is how many steps were acknowledged before: the files may hold one more. `tries`: how often something
    is saved before the program gives up, as it is when somebody presses "try again".
    """

    unlocked: Unlocked
    acknowledged: int = 0
    tries: int = 1

    def clock(self) -> ManualClock:
        """A minute after the session has opened."""
        return ManualClock(OPENS + 60_000)

    def desk(self, root: Path, clock: ManualClock) -> Desk:
        """The PC, whose files lie below a folder."""
        return Desk(root / "pc", clock, seeded(77), disk=lambda folder: "")  # scratch lies in memory, where it can

    @property
    def ticket(self) -> Ticket:
        """Whose attempt it is."""
        return self.unlocked.room.tickets[0]

    def run(self, root: Path, tell: Tell) -> None:
        sitting = sit.begin(self.desk(root, self.clock()), self.unlocked, self.ticket, "01")
        try:
            done = next(at for at in range(len(STEPS) + 1) if responses_after(at) == sitting.state.responses)
            tell(done)
            for number, (item, response) in enumerate(STEPS[done:], start=done + 1):
                self._save(sitting, sitting.respond(item, response))
                tell(number)
                if number % 2:  # else the next answer came before the program had time for it
                    sitting.settle()
            if sitting.state.phase is not Phase.CLOSED:
                self._save(sitting, sitting.close(ClosingReason.HANDED_IN))
            tell("closed")
            tell(hand_in.hand_in(sitting, [make_folder(root / "stick")]))
        finally:
            sitting.shut()

    def _save(self, sitting: Sitting, entry: Entry) -> None:
        for left in reversed(range(self.tries)):
            try:
                sitting.save(entry)
            except Refusal:
                if not left:
                    raise
            else:
                return

    def judge(self, root: Path, told: Sequence[object]) -> str:
        clock = self.clock()
        clock.reboot()
        try:
            return self._judge(root, self.desk(root, clock), told)
        except Refusal as refusal:
            return f"refused: {refusal.key} {refusal.params}"

    def _judge(self, root: Path, desk: Desk, told: Sequence[object]) -> str:
        match found_attempt(desk, self.unlocked.room, self.ticket):
            case Found.CLOSED:
                return self._judge_closed(root, desk, told)
            case Found.OPEN:
                return self._judge_open(desk, told)
            case _:
                return "the attempt is gone" if told or self.acknowledged else ""

    def _judge_open(self, desk: Desk, told: Sequence[object]) -> str:
        if any(isinstance(each, Receipt) for each in told):
            return "a result whose receipt was told is gone"
        done = max((each for each in told if isinstance(each, int)), default=self.acknowledged)
        sitting = sit.begin(desk, self.unlocked, self.ticket, "01")
        try:
            if sitting.state.responses not in (responses_after(done), responses_after(done + 1)):
                return f"{done} steps acknowledged, the responses differ"
            if "closed" in told and sitting.state.phase is not Phase.CLOSED:
                return "a closed attempt is open again"
            if sitting.state.phase is Phase.CLOSED:
                hand_in.hand_in(sitting, [])
        finally:
            sitting.shut()
        return ""

    def _judge_closed(self, root: Path, desk: Desk, told: Sequence[object]) -> str:
        receipt = hand_in.receipt_of(desk, self.unlocked.room, self.ticket)
        data = read_whole(desk.attempt_folder(self.unlocked.room.session.id, self.ticket.number) / "result.kcr", _LIMIT)
        results.check_result(frame.unpack(data), self.unlocked.room.object.ticket_keys)
        receipts = [each for each in told if isinstance(each, Receipt)]
        if any(each.code != receipt.code for each in receipts):
            return "the receipt is another one"
        copies = {path.suffix: path.read_bytes() for path in (root / "stick").rglob("[!.]*.kc?")}
        if copies.get(".kcr", data) != data:
            return "the copy on the stick is not whole"
        if any(each.copies for each in receipts) and set(copies) != {".kcr", ".kcj"}:
            return "a copy that was told is not on the stick"
        hand_in.copy_again(desk, self.unlocked.room, self.ticket, [make_folder(root / "stick")])
        return ""


@dataclass(frozen=True)
class _Promise:
    """What a name may hold from now on (None: there is no such file); `grows`: at least that, and more behind it."""

    path: str
    may_hold: tuple[bytes | None, ...]
    grows: bool = False

    def kept(self, root: Path) -> bool:
        path = root / self.path
        data = read_whole(path, _LIMIT) if os.path.lexists(path) else None
        if self.grows:
            return data is not None and any(data.startswith(each) for each in self.may_hold if each is not None)
        return data in self.may_hold


class FinalNames:
    """Every way in which a file comes to its final name, is replaced, grown or removed."""

    @cached_property
    def _steps(self) -> list[tuple[str, bytes | None, bytes | None, Callable[[Path], object]]]:
        """(name, what it holds before, and after, what is done)."""
        one, two, three = (bytes([at]) * length for at, length in ((1, 700), (2, 3_000), (3, 9_000)))
        return [
            ("result.kcr", None, one, lambda path: write_new(path, one)),
            ("receipt.json", None, one, lambda path: replace_file(path, one)),
            ("receipt.json", one, two, lambda path: replace_file(path, two)),
            ("room/deep/manifest.kcm", None, two, lambda path: write_new(make_folder(path.parent) / path.name, two)),
            ("room/deep/log.kcj", None, one, lambda path: sticks.keep(path.parent, path.name, one)),
            ("room/deep/log.kcj", one, one + two, lambda path: sticks.keep(path.parent, path.name, one + two)),
            ("exam.kce", None, three, lambda path: _stream(path, three)),
            ("receipt.json", two, three, lambda path: replace_file(path, three)),
            ("result.kcr", one, None, lambda path: delete_file(path)),
        ]

    def run(self, root: Path, tell: Tell) -> None:
        for name, old, new, act in self._steps:
            tell(_Promise(name, (old, new)))
            act(root / name)
            tell(_Promise(name, (new,)))
        appender, log = Appender(root / "attempt.kcj"), b""
        for at, length in enumerate((100, 600, 5_000, 30)):
            record = bytes([at]) * length
            appender.append(record)
            appender.sync()
            log += record
            tell(_Promise("attempt.kcj", (log,), grows=True))
        appender.close()

    def judge(self, root: Path, told: Sequence[object]) -> str:
        last = {promise.path: promise for promise in told}
        broken = [promise.path for promise in last.values() if not promise.kept(root)]
        return f"{broken[0]} is not what it was said to be" if broken else ""


def _stream(path: Path, data: bytes) -> None:
    with new_file(path) as stream:
        for at in range(0, len(data), 1_000):
            stream.write(data[at : at + 1_000])


@dataclass
class Collected:
    """A proctor collects a room onto a stick: every file that is named there is one of the room's, and whole."""

    kit: ProctorKit
    found: dict[str, bytes]

    def _collect(self, root: Path) -> collect.Collection:
        with TemporaryDirectory(dir=root.parent) as name:
            room = Path(name)
            for each, data in self.found.items():
                (room / each).parent.mkdir(parents=True, exist_ok=True)
                (room / each).write_bytes(data)
            order = CollectOrder([room], make_folder(root / "stick"), memory=root / "memory")
            return collect.collect(self.kit, order, ManualClock())

    def run(self, root: Path, tell: Tell) -> None:
        for _ in range(2):
            collection = self._collect(root)
            tell(collection.manifest.relative_to(root))

    def judge(self, root: Path, told: Sequence[object]) -> str:
        genuine = set(self.found.values())
        for path in root.rglob("[!.]*.kc[rj]"):
            if path.read_bytes() not in genuine:
                return f"{path.name} is not whole"
        for manifest in told:
            if not (root / manifest).is_file():
                return "a manifest that was told is gone"
            if {path.read_bytes() for path in (root / manifest).parent.glob("[!.]*.kc[rj]")} != genuine:
                return "a file of a manifest that was told is not on the stick"
        try:
            again = self._collect(root)
        except Refusal as refusal:
            return f"refused: {refusal.key} {refusal.params}"
        whole = [entry.result is not None for entry in again.entries] == [True, True] and again.problems == ()
        return "" if whole else "the next round is not complete"
