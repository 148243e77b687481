"""Evidence that stays short: what happens over and over is counted, and noted at longer and longer steps.

A loose plug or a window that fights for the focus may report itself ten times a second for hours. The first of its
kind are noted one by one; after that a note comes whenever their number has doubled, and says how many it stands for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kaochang.domain.attempts import Noted
from kaochang.domain.values import Times

EACH_NOTED = 64
"""So many happenings of one kind have a note each."""


@dataclass
class _Kind:
    """How often one kind happened, how many of them notes stand for, and the last one's detail."""

    happened: int = 0
    noted: int = 0
    detail: str = ""


@dataclass
class Tally:
    """How often each kind of happening was seen in an attempt, and how many of them stand in notes."""

    _kinds: dict[str, _Kind] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Iterable[Noted]) -> "Tally":
        """The tally that goes on after these notes."""
        tally = cls()
        for note in notes:
            kind = tally._kinds.setdefault(note.what, _Kind())
            kind.noted += note.times
            kind.happened = kind.noted
        return tally

    def count(self, what: str, detail: str) -> Times | None:
        """Counts one happening: how many the note stands for that is due now; None where none is due."""
        kind = self._kinds.setdefault(what, _Kind())
        kind.happened += 1
        kind.detail = detail
        due = kind.happened <= EACH_NOTED or kind.happened >= 2 * kind.noted
        return self._settle(kind) if due else None

    def rest(self) -> list[tuple[str, str, Times]]:
        """What happened and was not noted yet: (what, detail of the last, how often); counted as noted from now on."""
        left = [(what, kind) for what, kind in self._kinds.items() if kind.happened > kind.noted]
        return [(what, kind.detail, self._settle(kind)) for what, kind in left]

    @staticmethod
    def _settle(kind: _Kind) -> Times:
        times = kind.happened - kind.noted
        kind.noted = kind.happened
        return times
