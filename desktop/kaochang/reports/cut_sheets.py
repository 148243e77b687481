"""Sheets that are cut up: eight equal pieces to an A4 page, with broken lines where to cut, and QR codes on them."""

from collections.abc import Sequence

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from kaochang.reports.printing import ACCENT, INK, LINE, Printer

COLUMNS, ROWS = 2, 4
WIDTH, HEIGHT = A4[0] / COLUMNS, A4[1] / ROWS
INSET = 8 * mm
"""White around a piece's text: room for an untidy cut, and for what a printer cannot reach."""
INNER = WIDTH - 2 * INSET
QR_SIDE = 21 * mm
_QR_QUIET = 2
"""Modules left white around a QR code; the paper around it is white too."""
_LEAST = 7
"""Points below which a text that does not fit is cut instead of being set smaller."""
_CODE_SIZE, _CODE_AIR = 20, 8


class Piece(Flowable):  # type: ignore[misc] # reportlab ships no types
    """One piece of a sheet: always the same size, whatever room there is."""

    def __init__(self, printer: Printer) -> None:
        super().__init__()
        self.width, self.height = WIDTH, HEIGHT
        self.printer = printer

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def put(self, text: str, y: float, size: float, width: float, colour: HexColor = INK, *, left: float = 0) -> None:
        """A text on one line, as far as it fits, its left end `left` from the inset."""
        line, fitted = self.printer.fitted(text, width, size, _LEAST)
        self.canv.setFont(self.printer.face.name, fitted)
        self.canv.setFillColor(colour)
        self.canv.drawString(INSET + left, y, line)

    def put_blank(self, label: str, y: float, size: float) -> None:
        """A label, and a line to write on from there to the right edge."""
        self.put(label, y, size, INNER)
        left = self.printer.face.width(self.printer.face.printable(label), size) + size / 2
        self.canv.setStrokeColor(LINE)
        self.canv.setLineWidth(0.8)
        self.canv.line(INSET + left, y - 2, INSET + INNER, y - 2)

    def put_code(self, code: str, bottom: float, height: float) -> None:
        """A code's groups side by side over the whole width, in boxes of one size."""
        canvas, face, groups = self.canv, self.printer.face, code.split("-")
        width = INNER / len(groups)
        widest = max(face.width(group, _CODE_SIZE) for group in groups)
        size = min(1.0, (width - _CODE_AIR) / widest) * _CODE_SIZE
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(1)
        for place, group in enumerate(groups):
            left = INSET + place * width
            canvas.rect(left, bottom, width, height)
            canvas.setFont(face.name, size)
            canvas.setFillColor(INK)
            canvas.drawCentredString(left + width / 2, bottom + height / 2 - 0.36 * size, group)

    def put_qr(self, text: str, top: float) -> None:
        """A QR code at the right edge, its upper side at `top`."""
        draw_qr(self.canv, text, INSET + INNER - QR_SIDE, top - QR_SIDE)


def cut_table(pieces: Sequence[Piece]) -> Table:
    """The pieces, one at least, over as many pages as they need, with the lines to cut along."""
    cells = [*pieces, *[Spacer(0, 0)] * (-len(pieces) % COLUMNS)]
    rows = [cells[start : start + COLUMNS] for start in range(0, len(cells), COLUMNS)]
    style = [
        ("FONTNAME", (0, 0), (-1, -1), pieces[0].printer.face.name),  # the table's own would be embedded nowhere
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE, None, (3, 3)),
        ("LINEAFTER", (0, 0), (0, -1), 0.5, LINE, None, (3, 3)),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    return Table(rows, colWidths=[WIDTH] * COLUMNS, rowHeights=[HEIGHT] * len(rows), style=style)


def draw_qr(canvas: Canvas, text: str, x: float, y: float) -> None:
    """A QR code in a square of `QR_SIDE` whose lower left corner is given."""
    matrix = segno.make(text, error="m", micro=False).matrix
    cell = QR_SIDE / (len(matrix) + 2 * _QR_QUIET)
    canvas.setFillColor(INK)
    for line, cells in enumerate(matrix):
        for place, dark in enumerate(cells):
            if dark:
                left = x + (place + _QR_QUIET) * cell
                canvas.rect(left, y + QR_SIDE - (line + _QR_QUIET + 1) * cell, cell, cell, stroke=0, fill=1)
