"""Who sits the exam. A file or pasted text becomes a table; what is wrong in it is named by row.

The short way's second page, and a part of a session that is made in the whole way: a `RosterHolder` says whose it is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.refusals import Refusal
from kaochang.flow.office_draft import KeptFile
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.pages import Show
from kaochang.presenters.office.roster_holder import RosterHolder
from kaochang.presenters.office.roster_state import ColumnFace, ProblemFace, RosterPhase, RosterState
from kaochang.presenters.refusals import Refused, to_words

if TYPE_CHECKING:  # they come with the first roster
    from kaochang.papers.roster import RosterProblem, RosterRead

_ALWAYS = ("name", "person")
"""Columns that are shown even where a roster has none of them: something is missing there."""

_INCOMPLETE = "roster.incomplete"


class RosterPresenter:
    """Intents of the roster's page in, its state out. Only what a person typed or dropped is ever in the table."""

    def __init__(self, holder: RosterHolder, show: Show) -> None:
        self._holder = holder
        self._show_state = show
        self._reading = ""
        self._ticket = 0
        self._refused: Refused | None = None
        self._faces: RosterState | None = None
        self._read_as: RosterRead | None = None
        self._here: int | None = None
        self._saved = ""
        self._before: list[KeptFile] = []
        self.state = RosterState(RosterPhase.EMPTY)

    # -- a page among others --------------------------------------------------------------------------------------

    def restore(self, then: Callable[[], None]) -> None:
        """Read the draft's roster again."""
        kept = self._holder.kept
        if kept is None:
            then()
        else:
            self._read(lambda: kept, kept.name, then)

    def enter(self) -> None:
        """The page is shown."""
        if self._holder.kept is None:
            self._faces = None  # another exam was begun
        self._show()

    def forget(self) -> None:
        """Another roster is wanted: what is being read ends in nothing, and no mend of this one can be undone."""
        self._ticket += 1
        self._reading, self._refused, self._saved, self._faces, self._read_as = "", None, "", None, None
        self._before.clear()

    def leave(self) -> None:
        """Another page is shown now; nothing secret is typed here."""
        self._saved = ""

    # -- intents --------------------------------------------------------------------------------------------------

    def choose(self, path: Path) -> None:
        """Take this file for the roster, instead of whatever is there."""
        self._read(lambda: self._holder.files.keep(path), path.name)

    def paste(self, text: str) -> None:
        """Take this text for the roster."""
        name = self._holder.means.words("office.roster.pasted")
        if text.strip():
            self._read(lambda: self._holder.files.keep_text(name, text), name)

    def cancel(self) -> None:
        """Wait no longer for the file that is being read."""
        self._ticket += 1
        self._reading = ""
        self._show()

    def set_cell(self, place: int, field: str, value: str) -> None:
        """Another value in a cell."""
        from kaochang.flow.office_roster import with_cell

        read = self._read_as
        if read is not None and self.state.can_mend:
            self._write(lambda: with_cell(read, place, field, value))

    def drop_row(self, place: int) -> None:
        """Take a row out of the roster."""
        from kaochang.flow.office_roster import without_row

        read = self._read_as
        if read is not None and self.state.can_mend and len(read.rows) > 1:
            self._write(lambda: without_row(read, place))

    def undo(self) -> None:
        """The roster as it was before the last mend."""
        if self._before:
            kept = self._before.pop()
            self._read(lambda: kept, kept.name, is_quiet=True)

    def focus(self, number: int | None) -> None:
        """Go to a problem."""
        self._here = number
        self._show()

    def save_template(self, path: Path) -> None:
        """Write an empty roster to fill in."""
        from kaochang.machine.safe_files import replace_file
        from kaochang.reports.roster_template import write_roster_template

        words = self._holder.means.words

        def done(_: object) -> None:
            self._saved = words("office.roster.template.saved", name=path.name)
            self._refused = None
            self._show()

        self._holder.means.runner.run(lambda: replace_file(path, write_roster_template(words)), done, self._on_refused)

    def go_on(self) -> None:
        """To what follows."""
        self._holder.go_on()

    # -- reading --------------------------------------------------------------------------------------------------

    def _write(self, text: Callable[[], str]) -> None:
        kept = self._holder.kept
        if kept is not None:
            self._before.append(kept)
            self._read(lambda: self._holder.files.keep_text(kept.name, text()), kept.name, is_quiet=True)

    def _read(
        self,
        keep: Callable[[], KeptFile],
        name: str,
        then: Callable[[], None] | None = None,
        *,
        is_quiet: bool = False,
    ) -> None:
        """In the background; what ends after a cancel is dropped. While a cell is mended (`is_quiet`) the table
        stays.
        """
        self._ticket = ticket = self._ticket + 1
        self._reading, self._refused, self._saved = "" if is_quiet else name, None, ""
        if not is_quiet:
            self._before.clear()
        self._show()

        def work() -> tuple[KeptFile, RosterRead, RosterState]:
            kept = keep()
            read = self._holder.read(kept)
            return kept, read, self._faces_of(kept, read)

        def done(made: tuple[KeptFile, RosterRead, RosterState]) -> None:
            if ticket == self._ticket:
                self._on_read(*made)
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            if ticket == self._ticket:
                self._on_refused(error)
            if then is not None:
                then()

        self._holder.means.runner.run(work, done, failed)

    def _on_read(self, kept: KeptFile, read: RosterRead, faces: RosterState) -> None:
        self._read_as, self._faces = read, faces
        self._reading, self._refused = "", None
        self._here = next((each.number for each in faces.problems if not each.is_doubt), None)
        self._holder.take(kept, read)
        self._show()

    def _on_refused(self, error: Exception) -> None:
        self._reading = ""
        self._refused = failure_to_words(error, self._holder.means.words)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.state = self._state()
        self._show_state(self.state)
        if self.state.phase is not RosterPhase.READING:
            self._holder.tell_whole(self.state.is_whole)

    def _state(self) -> RosterState:
        import msgspec

        if self._reading:
            return RosterState(RosterPhase.READING, self._reading)
        if self._faces is None:
            return RosterState(RosterPhase.EMPTY, refused=self._refused, saved=self._saved)
        return msgspec.structs.replace(self._faces, refused=self._refused, here=self._here, can_undo=bool(self._before))

    def _faces_of(self, kept: KeptFile, read: RosterRead) -> RosterState:
        from kaochang.flow.office_roster import can_mend, table_of

        words = self._holder.means.words
        columns = self._columns(read)
        table = table_of(read)
        problems = tuple(self._problems(read))
        wrong = sum(not each.is_doubt for each in problems)
        return RosterState(
            phase=RosterPhase.SHOWN,
            name=kept.name,
            columns=columns,
            numbers=tuple(row.line for row in read.rows),
            cells=tuple(tuple(row.get(column.field, "") for column in columns) for row in table),
            marks={(each.place, each.field): each.number for each in reversed(problems) if each.place is not None},
            problems=problems,
            counts=words("office.roster.counts", wrong=wrong, doubts=len(problems) - wrong),
            summary=self._summary(read, columns),
            can_mend=can_mend(read),
            is_whole=read.is_whole,
            next=self._holder.next_words(len(read.rows)),
        )

    def _columns(self, read: RosterRead) -> tuple[ColumnFace, ...]:
        found = {column.field: column.header for column in read.columns}
        fields = [*_ALWAYS, *(field for field in found if field not in _ALWAYS)]
        if found.keys() & {"identity", "ticket"} and not any(each.column == "person" for each in read.problems):
            fields = [field for field in fields if field in found]  # their number stands in another column
        titles = {field: self._holder.means.words(f"office.roster.column.{field}") for field in fields}
        return tuple(
            ColumnFace(field, titles[field], "" if found.get(field, "") == titles[field] else found.get(field, ""))
            for field in fields
        )

    def _problems(self, read: RosterRead) -> list[ProblemFace]:
        places = {row.line: place for place, row in enumerate(read.rows)}
        return [self._problem(number, each, places) for number, each in enumerate(read.problems)]

    def _problem(self, number: int, problem: RosterProblem, places: dict[int, int]) -> ProblemFace:
        refusal: Refusal = problem.refusal()
        kind = f"no-{problem.column}" if problem.key == _INCOMPLETE else problem.key.partition(".")[2]
        told = to_words(refusal, self._holder.means.words, f"office.roster.problem.{kind}")
        place = places.get(problem.line) if problem.column else None
        return ProblemFace(number, problem.line, place, problem.column, told.message, told.next_step, problem.is_doubt)

    def _summary(self, read: RosterRead, columns: tuple[ColumnFace, ...]) -> str:
        words = self._holder.means.words
        rooms = {row.room for row in read.rows if row.room}
        said = [words("office.roster.people", count=len(read.rows))]
        if rooms:
            said.append(words("office.roster.rooms", count=len(rooms)))
        if not any(column.header for column in read.columns):
            named = words("list.separator").join(column.title for column in columns)
            said.append(words("office.roster.told", columns=named))
        return words("office.separator").join(said)
