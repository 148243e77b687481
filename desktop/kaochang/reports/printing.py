"""What all printed pages share: measures, text styles, tables, headers, and footers that count the pages."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    LongTable,
    PageTemplate,
    Paragraph,
    TableStyle,
)

from kaochang.domain.ports import Words
from kaochang.reports.column_widths import shared, word_width
from kaochang.reports.fonts import Typeface
from kaochang.reports.grids import Cell, Column, Form, Grid, cell_text
from kaochang.reports.line_breaking import fold
from kaochang.reports.wording import ELLIPSIS, shorten

MARGIN = 15 * mm
PORTRAIT, LANDSCAPE = "portrait", "landscape"
PORTRAIT_WIDTH = A4[0] - 2 * MARGIN
LANDSCAPE_WIDTH = A4[1] - 2 * MARGIN
INK, SECONDARY, LINE, SOFT, ACCENT, AMBER, AMBER_SOFT = (
    HexColor(code) for code in ("#17212B", "#4A5A6A", "#C9D3DD", "#F3F5F7", "#1E5F8C", "#7A4C05", "#FFF3DB")
)
_BAND = 8 * mm
"""Height of header and footer, within which the frame of the page does not reach."""
_BAND_SIZE = 8
_LEAST_BLOCK = 40 * mm
PADDING = 5
"""Points left and right of what a table cell holds."""
_CELL_LENGTH, _LONG_CELL_LENGTH = 80, 400
"""Characters a cell and a cell of long text show at most."""
_MOST_LINES = 20

Story: TypeAlias = list[Flowable]


@dataclass(frozen=True, slots=True)
class PageDress:
    """What every page carries: `title` in its header at the left, `note` at the right, and the document's date.

    `one_sided` asks the printer to leave the backs of the sheets white: pages that go to different people.
    """

    title: str
    note: str
    date: datetime
    one_sided: bool = False


class _Text(Paragraph):  # type: ignore[misc] # reportlab ships no types
    """A paragraph whose lines break by our own rule; the library's lets full-width punctuation begin a line."""

    def breakLinesCJK(self, maxWidths: Sequence[float]) -> Any:  # noqa: ANN401, N802, N803 - the library's names
        """Lines for the given widths, the last of which holds for all further lines."""
        if len(self.frags) != 1 or getattr(self, "_splitpara", False):
            return super().breakLinesCJK(maxWidths)
        frag = self.frags[0]

        def width_of_line(number: int) -> float:
            return maxWidths[min(number, len(maxWidths) - 1)]

        def measure(text: str) -> float:
            return float(stringWidth(text, frag.fontName, frag.fontSize))

        folded = fold(frag.text, width_of_line, measure)
        lines = [(width_of_line(number) - measure(line), [line]) for number, line in enumerate(folded)]
        return frag.clone(kind=0, lines=lines, ascent=frag.fontSize, descent=-0.2 * frag.fontSize)


class Printer:
    """Sets texts and tables for one document in its typeface. Every text goes through here, so that none is
    printed unescaped or with a glyph missing."""

    def __init__(self, font: Path, words: Words) -> None:
        self.face = Typeface(font)
        self.words = words

    def text(self, text: str, size: float = 9.5, colour: HexColor = INK, **more: object) -> Paragraph:
        """A paragraph; more properties of reportlab's ParagraphStyle by name."""
        look: dict[str, object] = {"leading": size * 1.45, **more}
        style = ParagraphStyle("text", fontName=self.face.name, fontSize=size, textColor=colour, wordWrap="CJK", **look)
        return _Text(escape(self.face.printable(text)), style)

    def heading(self, text: str) -> Paragraph:
        """The heading of a block, for `headed`."""
        return self.text(text, size=13, spaceBefore=14, spaceAfter=6)

    def headed(self, text: str, *block: Flowable) -> Story:
        """A block under its heading, on a new page where only a few lines of it would fit on this one."""
        return [CondPageBreak(_LEAST_BLOCK), self.heading(text), *block]

    def cell(self, text: str, width: float, size: float, **more: object) -> str | Paragraph:
        """Text for a table cell of this width: bare where one line holds it, which sets much faster.

        A text of very many lines is cut, so that no row is taller than a page.
        """
        room = width - 2 * PADDING
        line = self.face.printable(text)
        if self.face.width(line, size) <= room:
            return line
        lines = fold(line, lambda _: room, lambda part: self.face.width(part, size))
        if len(lines) > _MOST_LINES:
            line = shorten(line, len("".join(lines[:_MOST_LINES])))
        return self.text(line, size, **more)

    def grid(self, grid: Grid, weights: Mapping[str, float], width: float, size: float = 8) -> LongTable:
        """The columns of a grid that have a weight, as a table over the whole `width` shared by weight.

        No word is cut as long as there is room for all of them, or else for those of the headings. The heading row
        repeats on every page.
        """
        grid = grid.pick(weights)
        heading, *texts = [
            [self._cell_line(cell, column) for cell, column in zip(cells, grid.columns, strict=True)]
            for cells in ([column.heading for column in grid.columns], *grid.rows)
        ]
        whole, headed = self._least_widths([heading, *texts], size), self._least_widths([heading], size)
        widths = shared(width, list(weights.values()), whole, headed)
        rows = [self._grid_row(heading, grid.columns, widths, size, SECONDARY)]
        rows += [self._grid_row(line, grid.columns, widths, size, INK) for line in texts]
        table = LongTable(rows, colWidths=widths, repeatRows=1, style=self.table_style(size))
        figures = [place for place, column in enumerate(grid.columns) if not column.form.is_text]
        table.setStyle([("ALIGN", (place, 0), (place, -1), "RIGHT") for place in figures])
        return table

    def _cell_line(self, cell: Cell, column: Column) -> str:
        most = _LONG_CELL_LENGTH if column.form is Form.LONG_TEXT else _CELL_LENGTH
        return shorten(cell_text(cell, column.form, self.words), most)

    def _least_widths(self, lines: Sequence[Sequence[str]], size: float) -> list[float]:
        """What each column needs for the longest word on any of these lines."""

        def measure(word: str) -> float:
            return self.face.width(self.face.printable(word), size)

        return [word_width(column, measure) + 2 * PADDING + 1 for column in zip(*lines, strict=True)]

    def _grid_row(
        self,
        line: Sequence[str],
        columns: Sequence[Column],
        widths: Sequence[float],
        size: float,
        colour: HexColor,
    ) -> list[str | Paragraph]:
        return [
            self.cell(text, width, size, colour=colour, alignment=TA_LEFT if column.form.is_text else TA_RIGHT)
            for text, column, width in zip(line, columns, widths, strict=True)
        ]

    def table_style(self, size: float) -> TableStyle:
        """The look of every table: a soft heading row, a hair line under each row."""
        return TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), self.face.name, size, size * 1.45),
                ("TEXTCOLOR", (0, 0), (-1, -1), INK),
                ("TEXTCOLOR", (0, 0), (-1, 0), SECONDARY),
                ("BACKGROUND", (0, 0), (-1, 0), SOFT),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )

    def footnote(self) -> Story:
        """What could not be printed in the texts set so far, by code point; nothing where all could."""
        missing = sorted(self.face.missing)
        if not missing:
            return []
        codes = self.words("list.separator").join(f"U+{ord(char):04X}" for char in missing)
        note = self.words("report.note.unprintable", count=len(missing), codes=shorten(codes, _LONG_CELL_LENGTH))
        return [self.text(note, size=8, colour=AMBER, spaceBefore=8)]

    def build(self, story: Story, dress: PageDress) -> bytes:
        """The story as a PDF on A4, upright until it switches to `LANDSCAPE`. The same story gives the same bytes."""
        note = self.face.printable(dress.note)
        room = PORTRAIT_WIDTH - self.face.width(note, _BAND_SIZE) - _BAND
        title = self._one_line(dress.title, room, _BAND_SIZE)
        templates = [
            self._template(PORTRAIT, A4, title, note),
            self._template(LANDSCAPE, landscape(A4), title, note),
        ]
        return self._built(story, title, dress, templates, self._canvas_maker(dress.date))

    def build_bare(self, story: Story, dress: PageDress) -> bytes:
        """The story over whole upright pages of A4, without margins, headers or footers: sheets that are cut up."""
        whole = Frame(0, -1, A4[0], A4[1] + 1, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        title = self._one_line(dress.title, PORTRAIT_WIDTH, _BAND_SIZE)
        templates = [PageTemplate(id=PORTRAIT, frames=[whole], pagesize=A4)]
        return self._built(story, title, dress, templates, _dated(Canvas, dress.date), printScaling="None")

    def _built(
        self,
        story: Story,
        title: str,
        dress: PageDress,
        templates: Sequence[PageTemplate],
        canvas_maker: Callable[..., Canvas],
        **more: str,
    ) -> bytes:
        target = io.BytesIO()
        document = BaseDocTemplate(
            target,
            title=title,
            author="Kaochang",
            creator="Kaochang",
            invariant=1,
            initialFontName=self.face.name,
            pageTemplates=templates,
            duplex="Simplex" if dress.one_sided else None,
            **more,
        )
        document.build(story, canvasmaker=canvas_maker)
        return target.getvalue()

    def lines(self, text: str, width: float, size: float, most: int) -> list[str]:
        """A text on at most so many lines of this width; an ellipsis shows that there was more."""
        line = self.face.printable(text)
        lines = fold(line, lambda _: width, lambda part: self.face.width(part, size))
        if len(lines) <= most:
            return lines
        head = lines[: most - 1]
        return [*head, self._one_line(line[len("".join(head)) :].strip(), width, size)]

    def fitted(self, text: str, width: float, size: float, least: float) -> tuple[str, float]:
        """A text for one line of this width, and the size it fits in; below `least` points it is cut instead."""
        line = self.face.printable(text)
        natural = self.face.width(line, size)
        if natural <= width:
            return line, size
        fitting = max(least, size * width / natural)
        return self._one_line(line, width, fitting), fitting

    def _one_line(self, text: str, width: float, size: float) -> str:
        """As much of a text as one line holds."""
        line = self.face.printable(text)
        if self.face.width(line, size) <= width:
            return line
        lines = fold(line, lambda _: width, lambda part: self.face.width(part + ELLIPSIS, size))
        return lines[0] + ELLIPSIS

    def _template(self, name: str, size: tuple[float, float], title: str, note: str) -> PageTemplate:
        width, height = size
        frame = Frame(
            MARGIN,
            MARGIN + _BAND / 2,
            width - 2 * MARGIN,
            height - 2 * MARGIN - _BAND,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

        def dress_page(canvas: Canvas, _: object) -> None:
            canvas.setFont(self.face.name, _BAND_SIZE)
            canvas.setFillColor(SECONDARY)
            canvas.drawString(MARGIN, height - MARGIN, title)
            canvas.drawRightString(width - MARGIN, height - MARGIN, note)
            canvas.saveState()
            canvas.translate(width - MARGIN, MARGIN - 2 * mm)
            canvas.doForm(_footer_name(canvas.getPageNumber()))
            canvas.restoreState()

        return PageTemplate(id=name, frames=[frame], onPage=dress_page, pagesize=size)

    def _canvas_maker(self, date: datetime) -> Callable[..., Canvas]:
        face, words = self.face, self.words

        class CountingCanvas(Canvas):  # type: ignore[misc] # reportlab ships no types
            """Draws the footers last of all, when it is known how many pages there are."""

            def save(self) -> None:
                pages = self.getPageNumber() - 1
                for page in range(1, pages + 1):
                    self.beginForm(_footer_name(page), lowerx=-A4[0], lowery=-_BAND, upperx=0, uppery=_BAND)
                    self.setFont(face.name, _BAND_SIZE)
                    self.setFillColor(SECONDARY)
                    self.drawRightString(0, 0, face.printable(words("report.footer", page=page, pages=pages)))
                    self.endForm()
                super().save()

        return _dated(CountingCanvas, date)


def _dated(canvas_type: type[Canvas], date: datetime) -> Callable[..., Canvas]:
    """Makes canvases whose documents are dated so, whenever they are printed."""

    def make(*args: Any, **settings: Any) -> Canvas:  # noqa: ANN401 - passed through as they come
        canvas = canvas_type(*args, **settings)
        canvas.setDateFormatter(lambda *_: _pdf_date(date))
        return canvas

    return make


def _footer_name(page: int) -> str:
    return f"footer-{page}"


def _pdf_date(date: datetime) -> str:
    """A date as PDF writes it (ISO 32000-1, 7.9.4): D:20261121093000+08'00'."""
    offset = f"{date:%z}"
    return f"D:{date:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
