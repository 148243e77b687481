"""Mend: a paper as it was read, with what a person changes in it, step by step, each step undone and done again.

Nothing is settled unseen: after every mend the whole paper is judged again by the checks of reading, and a finding is
settled where they no longer find it, or passed where a named person passed exactly it.
"""

import enum
from collections.abc import Sequence

from msgspec import structs

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.mends import Mend
from kaochang.domain.papers import Finding, Passed
from kaochang.domain.values import Record
from kaochang.flow.mend_steps import mended
from kaochang.flow.mended import Known, State, Work
from kaochang.papers.reading import ReadPaper


class FindingState(enum.StrEnum):
    """How a finding stands: `settled` was found in reading and is found no more."""

    OPEN = "open"
    SETTLED = "settled"
    PASSED = "passed"


class MendedItem(Record, frozen=True):
    """An item as it stands; `lines` are the first and last `PaperLine.number` of it, (0, 0) where there are none.

    `is_left` says that a person left its key open for now (待定答案).
    """

    item: Item
    scheme: MarkScheme
    lines: tuple[int, int] = (0, 0)
    is_dropped: bool = False
    is_mended: bool = False
    is_left: bool = False


class MendedFinding(Record, frozen=True):
    """A finding as it stands, at item `at` (of a section: its first one; None: the paper) and at a line of the paper.

    `line` is a `PaperLine.number`, None where the finding stands in no line of this paper.
    """

    finding: Finding
    at: int | None = None
    state: FindingState = FindingState.OPEN
    passed: Passed | None = None
    line: int | None = None


class MendedPaper(Record, frozen=True):
    """The paper as it stands; findings in the order of their items, settled ones too."""

    items: tuple[MendedItem, ...]
    findings: tuple[MendedFinding, ...]


class Mending:
    """A paper under repair; `mends` are those made before, replayed. Refuses (POLICY) mends that cannot be.

    The paper is one that `read_paper` read.
    """

    def __init__(self, read: ReadPaper, mends: Sequence[Mend] = ()) -> None:
        self._read = read
        self._states = [State.of(read.grounds, read.places)]
        self._mends: list[Mend] = []
        self._undone: list[tuple[Mend, State]] = []
        self._as_read = self._states[0].found[1]
        self._numbers = {(line.sheet, line.row): line.number for line in read.lines}
        self._paper: MendedPaper | None = None
        for mend in mends:
            self.apply(mend)

    @property
    def paper(self) -> MendedPaper:
        """The paper as it stands now."""
        if self._paper is None:
            state = self._states[-1]
            self._paper = MendedPaper(tuple(map(_shown, state.works)), tuple(self._findings(state)))
        return self._paper

    @property
    def mends(self) -> tuple[Mend, ...]:
        """The mends that stand, oldest first: to be saved and replayed."""
        return tuple(self._mends)

    @property
    def can_undo(self) -> bool:
        """Whether there is a mend to undo."""
        return bool(self._mends)

    @property
    def can_redo(self) -> bool:
        """Whether a mend was undone and none made since."""
        return bool(self._undone)

    def apply(self, mend: Mend) -> None:
        """Make a mend; refuses (POLICY) one that cannot be, and then nothing changes."""
        self._step(mend, mended(self._states[-1], mend))
        self._undone.clear()

    def undo(self) -> None:
        """Take the last mend back; nothing where there is none."""
        if self._mends:
            self._undone.append((self._mends.pop(), self._states.pop()))
            self._paper = None

    def redo(self) -> None:
        """Make the mend again that was undone last; nothing where there is none."""
        if self._undone:
            self._step(*self._undone.pop())

    def _step(self, mend: Mend, state: State) -> None:
        self._mends.append(mend)
        self._states.append(state)
        self._paper = None

    def read(self) -> ReadPaper:
        """What goes into the bank: without dropped items and settled findings, with who passed what."""
        state = self._states[-1]
        kept = [at for at, work in enumerate(state.works) if not work.is_dropped]
        places = {at: place for place, at in enumerate(kept)}
        standing = [each for each in self._findings(state) if each.state is not FindingState.SETTLED]
        findings = tuple(
            structs.replace(
                each.finding, index=places.get(each.finding.index) if each.finding.index is not None else None
            )
            for each in standing
        )
        items = tuple(state.works[at].made.read for at in kept)
        paper = structs.replace(self._read.paper, items=items, findings=findings, total_points=state.total)
        passed = {place: each.passed for place, each in enumerate(standing) if each.passed is not None}
        spots = tuple(state.works[at].place for at in kept)
        return ReadPaper(paper, self._read.media, self._read.lines, spots, passed=passed)

    # -- findings

    def _findings(self, state: State) -> list[MendedFinding]:
        """Those that stand, and those of reading that do not; one that only reads otherwise now still stands."""
        _, told = state.found
        found = [self._finding(state, each, state.passed_by(each)) for each in told]
        standing = {(finding.kind, state.at(mark), finding.section) for mark, finding in told}
        for mark, finding in self._as_read:
            if (finding.kind, state.at(mark), finding.section) not in standing:
                settled = self._finding(state, (mark, finding), None)
                found.append(structs.replace(settled, state=FindingState.SETTLED))
        return sorted(found, key=lambda each: (each.at is None, each.at or 0))

    def _finding(self, state: State, known: Known, passed: Passed | None) -> MendedFinding:
        mark, finding = known
        place = state.at(mark)
        at = place if mark is not None or finding.section is None else state.first_of(finding)
        shown = structs.replace(finding, index=place)
        stands = FindingState.OPEN if passed is None else FindingState.PASSED
        return MendedFinding(shown, at, stands, passed, self._line(finding))

    def _line(self, finding: Finding) -> int | None:
        if finding.line is None or "key_file" in finding.params:
            return None
        return self._numbers.get((finding.params.get("sheet", ""), finding.line))


def _shown(work: Work) -> MendedItem:
    read = work.made.read
    return MendedItem(read.item, read.scheme, work.place, work.is_dropped, work.is_mended, work.is_left)
