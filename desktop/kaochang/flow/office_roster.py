"""The roster of an office's draft: read from what was kept of it, and written anew where a cell of it was mended."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from kaochang.flow.rosters import ROSTER_LIMIT
from kaochang.machine.safe_files import read_whole
from kaochang.papers.roster import RosterProblem, RosterRead, RosterRow, inspect_roster, roster_of_text
from kaochang.papers.roster_columns import HEADERS
from kaochang.papers.walkers.text import decode

_TEXT = ".txt"
_MINUTES = "extra"
Table = list[dict[str, str]]
"""Cells by field, row by row."""


def read_kept(path: Path) -> RosterRead:
    """A kept roster with everything that is wrong in it: a text as people paste it, anything else by its content."""
    data = read_whole(path, ROSTER_LIMIT)
    return roster_of_text(decode(data)) if path.suffix == _TEXT else inspect_roster(data)


def of_one_exam(read: RosterRead) -> RosterRead:
    """The same where a session has one exam: that the roster names several is wrong."""
    return _with(read, _exam_problems(read.rows))


def of_exams(read: RosterRead, titles: Mapping[str, str]) -> RosterRead:
    """The same where a session has these exams, titles by id: a row of another, or of none among several, is wrong."""
    named = {*titles, *titles.values()}
    wrong = [] if not titles else [row for row in read.rows if row.exam not in named and (row.exam or len(titles) > 1)]
    exams = tuple(titles.values())
    told = [RosterProblem(row.line, "exam", row.exam, "roster.unknown-exam", _about(row, exams)) for row in wrong]
    return _with(read, told)


def _about(row: RosterRow, exams: tuple[str, ...]) -> dict[str, object]:
    return {"line": row.line, "exam": row.exam, "exams": exams}


def _with(read: RosterRead, more: Sequence[RosterProblem]) -> RosterRead:
    problems = (*read.problems, *more)
    return msgspec.structs.replace(read, problems=tuple(sorted(problems, key=lambda problem: problem.line)))


def _exam_problems(rows: Sequence[RosterRow]) -> list[RosterProblem]:
    """One doubt where all who name an exam name the same, else a problem of every row that names another."""
    named = [row for row in rows if row.exam]
    if not named:
        return []
    first = named[0]
    others = [row for row in named if row.exam != first.exam]
    if not others:
        params: dict[str, object] = {"found": first.exam}
        return [RosterProblem(first.line, "exam", first.exam, "roster.one-exam", params, is_doubt=True)]
    return [
        RosterProblem(
            row.line,
            "exam",
            row.exam,
            "roster.several-exams",
            {"line": row.line, "found": row.exam, "first": first.line, "value": first.exam},
        )
        for row in others
    ]


def rows_of_one_exam(read: RosterRead) -> RosterRead:
    """The roster as it is sealed: its session has one exam, however the roster calls it."""
    return msgspec.structs.replace(read, rows=tuple(msgspec.structs.replace(row, exam="") for row in read.rows))


def cell(row: RosterRow, field: str) -> str:
    """What a row holds in a column, as it is written in a table."""
    if field == _MINUTES:
        return str(row.extra_minutes) if row.extra_minutes else ""
    return str(getattr(row, field))


def table_of(read: RosterRead) -> Table:
    """Every cell of the columns that were found, as it stands, also where what stands there is wrong."""
    wrong = {(each.line, each.column): each.value for each in read.problems}
    fields = [column.field for column in read.columns]
    return [{field: wrong.get((row.line, field), cell(row, field)) for field in fields} for row in read.rows]


def can_mend(read: RosterRead) -> bool:
    """Whether cells can be mended here: not while a problem is one of the whole table, such as hidden rows."""
    return all(problem.column for problem in read.problems)


def with_cell(read: RosterRead, place: int, field: str, value: str) -> str:
    """The whole roster as text, with another value in one cell."""
    table = table_of(read)
    table[place] = {**table[place], field: value}
    return written(table)


def without_row(read: RosterRead, place: int) -> str:
    """The whole roster as text, less one row."""
    table = table_of(read)
    return written([*table[:place], *table[place + 1 :]])


def written(table: Sequence[dict[str, str]]) -> str:
    """A roster as text under its usual headers, its cells parted by tabs: it is read again as it stands."""
    fields = [field for field in HEADERS if any(field in row for row in table)]
    lines = [[HEADERS[field][0] for field in fields]]
    lines += [[" ".join(row.get(field, "").split()) for field in fields] for row in table]
    return "\n".join("\t".join(line) for line in lines)
