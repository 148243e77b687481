"""The scores of one exam on paper: as many section columns as a page holds, and no number ever cut in two.

A ticket's number and a receipt are compared digit by digit, so their columns are as wide as their longest text. Where
many sections leave no room for that, receipts have a table of their own below.
"""

import re

from kaochang.reports.details import section_key
from kaochang.reports.grids import Column, Form, Grid
from kaochang.reports.line_breaking import fold
from kaochang.reports.printing import LANDSCAPE_WIDTH, PADDING, SECONDARY, Printer, Story
from kaochang.reports.wording import shorten

MOST_SECTIONS = 10
"""Section columns that fit beside the rest; an exam with more shows only totals on paper."""
_RECEIPTS_BESIDE = 5
"""With more section columns than these, receipts have their own table."""
_SIZE, _SMALL_SIZE = 8.0, 7.0
_WEIGHTS = {"name": 22, "person": 17, "room": 26, "seat": 10, "status": 20}
_SCORE_WEIGHTS = {"total": 12, "waiting": 15, "verdict": 17, "used": 16}
_SCALED_WEIGHT = 14
_RECEIPT_WEIGHTS = {"ticket": 30, "name": 40, "person": 30, "receipt": 40, "room": 40}
_SECTION_WEIGHT, _NARROW_SECTION_WEIGHT = 15, 11
_MOST_WIDTH = 130
"""Points for a column that is kept whole; a ticket number beyond is cut after all."""
_HEADING_LINES = 2
_LATIN = re.compile("[!-~]+")


def score_tables(printer: Printer, grid: Grid) -> Story:
    """The table of one exam's scores with what its section numbers mean; receipts in the same table or a second."""
    if not grid.rows:
        return [printer.text(printer.words("report.no-tickets"))]
    sections = [column for column in grid.columns if column.key.startswith(section_key(0)[:-1])]
    shown = sections if len(sections) <= MOST_SECTIONS else []
    many = len(shown) > _RECEIPTS_BESIDE
    size = _SMALL_SIZE if many else _SIZE
    weights = _weights(printer, grid, shown, size, receipts=not many)
    room = weights[shown[0].key] - 2 * PADDING if shown else 0
    numbered = {
        column.key: number
        for number, column in enumerate(shown, start=1)
        if not _fits(printer, column.heading, room, size)
    }
    story = _legend(printer, sections, shown, numbered)
    story.append(printer.grid(_headed(printer, grid.pick(weights), numbered), weights, LANDSCAPE_WIDTH, size))
    return [*story, *_receipts(printer, grid)] if many else story


def _weights(printer: Printer, grid: Grid, shown: list[Column], size: float, *, receipts: bool) -> dict[str, float]:
    """The columns of the table and their widths in points: whole numbers first, the others share what is left."""
    whole = {
        key: _whole_width(printer, grid, key, size) for key in ("ticket", "receipt") if key == "ticket" or receipts
    }
    share = _SECTION_WEIGHT if receipts else _NARROW_SECTION_WEIGHT
    scaled = {"scaled": _SCALED_WEIGHT} if any(column.key == "scaled" for column in grid.columns) else {}
    shares = {**_WEIGHTS, **{column.key: share for column in shown}, **_SCORE_WEIGHTS, **scaled}
    unit = (LANDSCAPE_WIDTH - sum(whole.values())) / sum(shares.values())
    widths = {"ticket": 0.0, **{key: part * unit for key, part in shares.items()}}
    return {**widths, **whole}


def _whole_width(printer: Printer, grid: Grid, key: str, size: float) -> float:
    """What the longest text of a column takes on one line."""
    picked = grid.pick([key])
    texts = [picked.columns[0].heading, *(str(cell) for (cell,) in picked.rows)]
    longest = max(printer.face.width(printer.face.printable(text), size) for text in texts)
    return min(longest + 2 * PADDING + 1, _MOST_WIDTH)


def _fits(printer: Printer, title: str, room: float, size: float) -> bool:
    """Whether a title heads a column of this width, in few lines and with no Latin word cut."""

    def measure(text: str) -> float:
        return printer.face.width(printer.face.printable(text), size)

    lines = fold(printer.face.printable(title), lambda _: room, measure)
    return len(lines) <= _HEADING_LINES and all(measure(word) <= room for word in _LATIN.findall(title))


def _headed(printer: Printer, grid: Grid, numbered: dict[str, int]) -> Grid:
    """The grid with those section columns headed by their number whose titles do not fit above two digits."""
    numbers = {
        key: Column(key, printer.words("report.section-number", number=number), Form.POINTS)
        for key, number in numbered.items()
    }
    return Grid(tuple(numbers.get(column.key, column) for column in grid.columns), grid.rows)


def _legend(printer: Printer, sections: list[Column], shown: list[Column], numbered: dict[str, int]) -> Story:
    words = printer.words
    if sections and not shown:
        text = words("report.note.many-sections", count=len(sections))
    else:
        text = words("list.separator").join(
            words("report.section-legend", number=numbered[column.key], title=shorten(column.heading, 40))
            for column in shown
            if column.key in numbered
        )
    return [printer.text(text, size=8, colour=SECONDARY, spaceAfter=4)] if text else []


def _receipts(printer: Printer, grid: Grid) -> Story:
    title = printer.text(printer.words("report.receipts"), size=10, spaceBefore=10, spaceAfter=4)
    return [title, printer.grid(grid.pick(_RECEIPT_WEIGHTS), _RECEIPT_WEIGHTS, LANDSCAPE_WIDTH, _SIZE)]
