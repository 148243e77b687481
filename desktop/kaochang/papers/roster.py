"""Rosters as offices keep them: an Excel or CSV table whose columns are found by their headers, in any order.

The header row is the first that names a candidate's name column; what stands above it (titles, notes) is passed over.
Every row after it that holds anything must hold what a ticket needs, or has a problem with its line. Cells are read as
people see them; hidden rows are a problem, as nobody could tell whether their candidates are meant to sit.

People who look at a roster get all of it (`inspect_roster`, `roster_of_text`), columns told by what stands in them too;
`read_roster` takes whole rosters with headers only, and refuses with the first problem.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from kaochang.domain import identity_numbers
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.scoring import normal
from kaochang.domain.values import Record, Value
from kaochang.papers.archive import Archive
from kaochang.papers.roster_columns import heads, named, told
from kaochang.papers.roster_text import rows_of_text
from kaochang.papers.sheets import delimited
from kaochang.papers.sheets.excel import read_excel
from kaochang.papers.sheets.workbook import Sheet, Workbook
from kaochang.papers.walkers.text import decode

_MOST_EXTRA_MINUTES = 24 * 60
_MOST_DIGITS: Final = 6
_NUMBERS: Final = frozenset({"person", "identity", "ticket"})
"""Fields by which a candidate is known."""
_MOST_NAMED: Final = 10
_TOO_LARGE: Final = frozenset(
    f"paper.{name}"
    for name in (
        *("bomb", "part-too-large", "unpacks-too-large", "too-large"),
        *(
            "too-many-cells",
            "too-many-columns",
            "too-many-entries",
            "too-many-marks",
            "too-many-rows",
            "too-many-sheets",
        ),
    )
)


class RosterRow(Value, frozen=True):
    """One candidate of a roster file; what its table does not hold is "". `line` counts from 1."""

    line: int
    name: str
    person: str
    ticket: str
    room: str
    seat: str
    exam: str
    extra_minutes: int
    identity: str = ""


class RosterColumn(Record, frozen=True):
    """A column that was found: its field (as `RosterRow` calls it, minutes as "extra"), its place, its header.

    `is_told` says that no header names it, and it was told by what stands in it.
    """

    field: str
    at: int
    header: str
    is_told: bool = False


class RosterProblem(Record, frozen=True):
    """What is wrong in one row: at which column (a field, "" the row), what stands there, and what there is to say.

    `key` is that of a refusal, with its `params`. A doubt (`is_doubt`) is shown and refuses nothing.
    """

    line: int
    column: str
    value: str
    key: str
    params: dict[str, object]
    is_doubt: bool = False

    def refusal(self) -> Refusal:
        """The same as a refusal, for whoever takes whole rosters only."""
        outcome = Outcome.DUPLICATE if self.key == "roster.duplicate" else Outcome.PAYLOAD
        return Refusal(outcome, self.key, "", **self.params)


class RosterRead(Record, frozen=True):
    """A roster as it stands: every row, wrong ones too, and every problem, in the order of the rows."""

    columns: tuple[RosterColumn, ...]
    rows: tuple[RosterRow, ...]
    problems: tuple[RosterProblem, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing but doubts is left."""
        return all(problem.is_doubt for problem in self.problems)


def _sheet(data: bytes) -> Sheet:
    """The first sheet that people see, read as those of papers are; the roster's own words for what is refused."""
    try:
        book = read_excel(Archive(data)) if data.startswith(b"PK") else _table(decode(data))
    except Refusal as refusal:
        if refusal.key in _TOO_LARGE:
            raise Refusal(Outcome.LIMIT, "roster.too-large") from refusal
        if refusal.key == "paper.macros":
            raise Refusal(Outcome.PAYLOAD, "roster.macros") from refusal
        raise Refusal(Outcome.PAYLOAD, "roster.unreadable") from refusal
    if not book.sheets:
        raise Refusal(Outcome.PAYLOAD, "roster.unreadable")
    return book.sheets[0]


def _table(text: str) -> Workbook:
    """A text by the mark that parts its header row into columns; by commas where none does."""
    return delimited.read_delimited(text, _has_header) or delimited.table(text, ",")


def _has_header(rows: list[list[str]]) -> bool:
    return any("name" in named(row) for row in rows)


def inspect_roster(data: bytes) -> RosterRead:
    """A roster file (.xlsx or .csv, told by content) with everything that is wrong in it.

    Refuses only what is no roster at all: PAYLOAD what cannot be read, or names no column and shows none by what stands
    in it; EMPTY, LIMIT.
    """
    sheet = _sheet(data)
    return _inspected([(row.number, row.cells) for row in sheet.rows], sheet.hidden)


def roster_of_text(text: str) -> RosterRead:
    """A roster as people paste it, with or without a header row, its columns parted by tabs, commas or spaces."""
    return _inspected(rows_of_text(text), [])


def read_roster(data: bytes) -> list[RosterRow]:
    """The candidates of a roster file (.xlsx or .csv, told by content); PAYLOAD with the line of what is missing.

    Its columns are found by their headers alone; doubts (`RosterProblem.is_doubt`) are none of its business.
    """
    read = inspect_roster(data)
    if any(column.is_told for column in read.columns):
        raise Refusal(Outcome.PAYLOAD, "roster.no-header")
    wrong = next((problem for problem in read.problems if not problem.is_doubt), None)
    if wrong is not None:
        raise wrong.refusal()
    return list(read.rows)


# -- rows


def _inspected(rows: Sequence[tuple[int, list[str]]], hidden: Sequence[int]) -> RosterRead:
    start = next((place + 1 for place, (_, cells) in enumerate(rows) if "name" in named(cells)), 0)
    body = [(number, cells) for number, cells in rows[start:] if any(cells)]
    if not body:
        raise Refusal(Outcome.EMPTY, "roster.empty")
    header = rows[start - 1][1] if start else []
    by_header = named(header)
    by_content = {} if _NUMBERS & by_header.keys() else told([cells for _, cells in body])
    columns = {field: at for field, at in by_content.items() if at not in by_header.values()} | by_header
    if "name" not in columns:
        raise Refusal(Outcome.PAYLOAD, "roster.no-header")
    if not header and heads(body[0][1], columns):
        body = body[1:]
    problems = _hidden(hidden)
    found = []
    for number, cells in body:
        row, faults = _row(cells, columns, number)
        found.append(row)
        problems += faults
    problems += _repeats(found)
    shown = tuple(
        RosterColumn(field, at, header[at] if at < len(header) else "", is_told=field not in by_header)
        for field, at in columns.items()
    )
    return RosterRead(shown, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _hidden(numbers: Sequence[int]) -> list[RosterProblem]:
    if not numbers:
        return []
    lines = tuple(map(str, numbers[:_MOST_NAMED]))
    return [RosterProblem(numbers[0], "", "", "roster.hidden-rows", {"lines": lines})]


def _row(cells: list[str], columns: Mapping[str, int], line: int) -> tuple[RosterRow, list[RosterProblem]]:
    def get(field: str) -> str:
        at = columns.get(field, -1)
        return cells[at] if 0 <= at < len(cells) else ""

    minutes, identity = get("extra"), get("identity")
    person = get("person") or identity or get("ticket")
    faults = [
        RosterProblem(line, column, "", "roster.incomplete", {"line": line})
        for column, value in (("name", get("name")), ("person", person))
        if not value
    ]
    if "person" in columns and person and not get("person"):
        key = "roster.person-filled" if identity else "roster.person-filled-ticket"
        faults.append(RosterProblem(line, "person", "", key, {"line": line}, is_doubt=True))
    if identity_numbers.looks_like_one(identity) and not identity_numbers.is_right(identity):
        params = {"line": line, "found": identity}
        faults.append(RosterProblem(line, "identity", identity, "roster.identity-number", params, is_doubt=True))
    extra = int(minutes) if minutes.isdecimal() and len(minutes) <= _MOST_DIGITS else 0
    if minutes and (not minutes.isdecimal() or len(minutes) > _MOST_DIGITS or extra > _MOST_EXTRA_MINUTES):
        params = {"line": line, "found": minutes, "most": _MOST_EXTRA_MINUTES}
        faults.append(RosterProblem(line, "extra", minutes, "roster.extra-time", params))
    row = RosterRow(line, get("name"), person, get("ticket"), get("room"), get("seat"), get("exam"), extra, identity)
    return row, faults


def _repeats(rows: Sequence[RosterRow]) -> list[RosterProblem]:
    """Rows with a number that one above them has, each once: whoever sits several exams has a row for each."""
    found: dict[int, RosterProblem] = {}
    for field in ("person", "ticket", "identity"):
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            value = getattr(row, field)
            first = seen.setdefault((normal(value), row.exam), row.line) if value else row.line
            if first != row.line and row.line not in found:
                params = {"line": row.line, "first": first, "value": value}
                found[row.line] = RosterProblem(row.line, field, value, "roster.duplicate", params)
    return list(found.values())
