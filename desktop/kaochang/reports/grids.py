"""The one shape all tables of a report have before a writer lays them out: typed columns over plain cells.

A column says what its cells are, so that a spreadsheet can hold true numbers and times where paper shows text.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeAlias

from kaochang.domain.decimals import points_text
from kaochang.domain.ports import Words
from kaochang.reports.wording import duration_text, moment_text, share_text

Cell: TypeAlias = str | int | Fraction | datetime | timedelta | None
"""A cell's value by its column's form; None is an empty cell. Moments are in the zone the report is written for."""


class Form(enum.Enum):
    """What the cells of a column hold."""

    TEXT = enum.auto()
    LONG_TEXT = enum.auto()
    COUNT = enum.auto()
    POINTS = enum.auto()
    SHARE = enum.auto()
    MOMENT = enum.auto()
    DURATION = enum.auto()

    @property
    def is_text(self) -> bool:
        """True for what reads from the left; every other form is a figure and is set flush right."""
        return self in {Form.TEXT, Form.LONG_TEXT}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key it is picked by, its heading in words and the form of its cells."""

    key: str
    heading: str
    form: Form


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows; every row has one cell per column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def pick(self, keys: Iterable[str]) -> "Grid":
        """The same rows with only the named columns, in the order named; KeyError for a column that is not there."""
        places = {column.key: place for place, column in enumerate(self.columns)}
        chosen = [places[key] for key in keys]
        return Grid(
            tuple(self.columns[place] for place in chosen),
            tuple(tuple(row[place] for place in chosen) for row in self.rows),
        )


def columns(words: Words, forms: dict[str, Form]) -> tuple[Column, ...]:
    """Columns with the headings `report.column.KEY` of the catalogue."""
    return tuple(Column(key, words(f"report.column.{key}"), form) for key, form in forms.items())


def cell_text(cell: Cell, form: Form, words: Words) -> str:
    """A cell as it reads on paper; an empty text for an empty cell."""
    match cell:
        case None:
            return ""
        case datetime():
            return moment_text(cell, words)
        case timedelta():
            return duration_text(cell)
        case Fraction():
            return share_text(cell) if form is Form.SHARE else points_text(cell)
        case _:
            return str(cell)
