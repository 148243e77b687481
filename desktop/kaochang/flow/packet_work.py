"""A scorer's work elsewhere: a packet that only their key opens, and beside it the file that keeps every mark.

What candidates wrote is never on the disk in the open. A PC that breaks off loses nothing that was given.
"""

from collections import Counter
from collections.abc import Collection
from fractions import Fraction
from pathlib import Path

from kaochang.custody import score_packets
from kaochang.custody.key_files import Key
from kaochang.custody.score_packets import Packet
from kaochang.domain import human_scores
from kaochang.domain.human_scores import Mark, turn_after
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.places import place_of
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.score_packets import PacketMark
from kaochang.flow.our_files import read_ours
from kaochang.flow.scoring import Given, Progress, Task
from kaochang.flow.scoring_work import Ahead
from kaochang.flow.trust import FILE_LIMIT
from kaochang.sealing.frame import FileType
from kaochang.store.packet_marks import PacketMarks

_BESIDE = ".marks"


def marks_file(path: Path) -> Path:
    """The working file of a packet, beside it."""
    return path.with_name(path.name + _BESIDE)


def check_packet(path: Path) -> None:
    """Refuses what is no whole packet, before anybody types a secret."""
    with refusals_at(path):
        score_packets.read_packet(read_ours(path, FILE_LIMIT, FileType.SCORE_PACKET), None)


def open_packet(path: Path, key: Key) -> Packet:
    """The packet in a file, opened by its scorer's key."""
    with refusals_at(path):
        return score_packets.open_packet(read_ours(path, FILE_LIMIT, FileType.SCORE_PACKET), key)


class PacketWork:
    """A packet's responses, one after the other, and the marks that its scorer gives; a `ScoringWork`."""

    def __init__(self, path: Path, packet: Packet, clock: Clock) -> None:
        self.scorer = packet.content.scorer
        self._path = marks_file(path)
        self._packet = packet
        self._clock = clock
        self._items = {each.placed.id: each for each in packet.content.items}
        self._tasks = {each.handle: each for each in packet.content.tasks}
        self._marks: PacketMarks | None = None

    def _opened(self) -> PacketMarks:
        if self._marks is None:
            self._marks = PacketMarks(self._path, self._packet.sha256)
        return self._marks

    def queue(self) -> list[Task]:
        """What is still to be scored, in the packet's order."""
        given = {each.handle for each in self._opened().every()}
        return [self._task(handle) for handle in self._tasks if handle not in given]

    def ahead(self, count: int, without: Collection[str]) -> Ahead:
        """The next responses."""
        queue = [task for task in self.queue() if task.handle not in without]
        return Ahead(tuple(queue[:count]), len(queue))

    def give(self, handle: str, given: Given) -> None:
        """Keeps what is given; refused as `mark` refuses."""
        self.mark(handle, given)

    def mark(self, handle: str, given: Given) -> Mark:
        """Keeps what is given. MISSING for a handle of no response, POLICY for what the rubric does not ask for."""
        task = self._task(handle)
        place, most = place_of(task.placed.item), task.placed.points
        criteria = human_scores.check_criteria(task.scheme.rubric, most, given.criteria, place)
        human_scores.check_notes(given.notes, human_scores.text_of(task.response), place)
        told, now = (criteria, given.comment, given.notes, given.spent), self._clock.wall()
        turn = self._opened().add(handle, lambda before: PacketMark(handle, turn_after(len(before)), *told, now)).turn
        return Mark(handle, self.scorer, *told, turn, task.third)

    def close(self) -> None:
        """Closes the working file."""
        if self._marks is not None:
            self._marks.close()
        self._marks = None

    def scheme_of(self, handle: str) -> MarkScheme:
        """What a response is scored by; MISSING for a handle of no response."""
        return self._task(handle).scheme

    def places(self) -> dict[str, str]:
        """The packet's items by id, as people name them."""
        return {item: place_of(each.placed.item) for item, each in self._items.items()}

    def progress(self) -> list[Progress]:
        """How far each item is."""
        newest = {each.handle: each for each in self._opened().every()}
        of = Counter(each.item for each in self._tasks.values())
        found = []
        for item in self._items:
            given = [each for each in newest.values() if self._tasks[each.handle].item == item]
            mean = Fraction(sum(each.spent for each in given), len(given)) if given else None
            found.append(Progress(item, len(given), of[item], 0, {self.scorer: len(given)} if given else {}, mean))
        return found

    def hand_back(self, key: Key) -> bytes:
        """The file for the centre: every mark so far, signed. MISSING where there is none yet."""
        marks = self._opened().every()
        if not marks:
            raise Refusal(Outcome.MISSING, "packets.no-marks", str(self._path))
        return score_packets.pack_scores(self._packet, marks, key, self._clock.wall())

    def _task(self, handle: str) -> Task:
        if handle not in self._tasks:
            raise Refusal(Outcome.MISSING, "scoring.no-response", handle)
        found = self._tasks[handle]
        item = self._items[found.item]
        return Task(handle, item.placed, item.scheme, found.response, found.third)
