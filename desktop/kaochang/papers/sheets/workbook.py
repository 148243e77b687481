"""The one shape that Excel and CSV files are turned into: sheets of rows of texts, as people see them.

A row knows where it stands in the file, so that every finding can name it. What is hidden from people is no part of a
sheet; that it was left out is said.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from kaochang.domain.items import Image
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.lines import Line, Note, Span, make_line, rows
from kaochang.papers.media import Media
from kaochang.papers.walkers.fences import together

MAX_BLOCK: Final = 10_000_000
"""Lines that one sheet may count: more rows than Excel has."""


@dataclass(slots=True)
class Row:
    """One row: its cells as texts, and what a text does not say.

    `number` is the row as Excel shows it, `line` is unique in the file. `spans` are the looks of a cell, `images` its
    pictures, `joined` says of a merged cell on which row it begins, `wide` are those merged over several columns.
    `lines_of` are cells that stand on another line of the file than the row.
    """

    number: int
    line: int
    cells: list[str]
    spans: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    images: dict[int, tuple[Image, ...]] = field(default_factory=dict)
    joined: dict[int, int] = field(default_factory=dict)
    wide: set[int] = field(default_factory=set)
    lines_of: dict[int, int] = field(default_factory=dict)

    def text(self, column: int | None) -> str:
        """The text of a cell; "" where the row has none."""
        return self.cells[column] if column is not None and 0 <= column < len(self.cells) else ""

    def lines(self, column: int) -> list[Line]:
        """The lines of a cell: code and formulas stay in one piece, pictures go with the last."""
        text, images, number = self.text(column), self.images.get(column, ()), self.lines_of.get(column, self.line)
        if len(text) > limits.MAX_LINE_CHARACTERS:
            raise Refusal(Outcome.PAPER, "paper.cell-too-long", row=self.number, limit=limits.MAX_LINE_CHARACTERS)
        if "\n" not in text:
            line = make_line(text, number, self.spans.get(column, ()), images=images)
            return [line] if line.text or images else []
        made = [make_line(part, number) for part in rows(text)]
        found = together(made).lines
        return [*found, make_line("", number, images=images)] if images else found

    def continues(self, column: int) -> bool:
        """Whether a cell is the lower part of a merged one."""
        return self.joined.get(column, self.number) != self.number

    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.images and not any(self.cells)

    def filled(self) -> list[int]:
        """The columns that hold words."""
        return [column for column, text in enumerate(self.cells) if text]


@dataclass(slots=True)
class Sheet:
    """The rows of one sheet that hold anything.

    `name` is "" for a CSV file, `hidden` are the numbers of hidden rows, `start` is where the lines of its rows begin.
    `veiled` are the columns that are hidden, `unsaid` the rows of cells whose formula has no value or a fault for one.
    `is_made` says that its columns are not those that people see: it was laid out otherwise.
    """

    name: str = ""
    rows: list[Row] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    start: int = 0
    veiled: list[int] = field(default_factory=list)
    unsaid: list[int] = field(default_factory=list)
    is_made: bool = False


@dataclass(slots=True)
class Workbook:
    """The sheets that people see, the names of those they do not, the pictures, and what of these is lost."""

    sheets: list[Sheet] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    media: Media = field(default_factory=Media)
    lost: list[Note] = field(default_factory=list)

    @property
    def pictured(self) -> list[Line]:
        """The lines of all cells that pictures stand on."""
        return [
            line for sheet in self.sheets for row in sheet.rows for column in row.images for line in row.lines(column)
        ]

    def place(self, line: int) -> tuple[str, int]:
        """The sheet and the row that a line stands for."""
        starts = [sheet.start for sheet in self.sheets]
        sheet = self.sheets[bisect_right(starts, line) - 1]
        return sheet.name, line - sheet.start
