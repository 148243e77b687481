"""A histogram of scores: ten bars over the tenths of the full mark, and the pass mark as a dashed line.

Drawn straight on the page: the library's chart renderer names a font of its own that is never embedded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

BINS = 10
_ACCENT, _MARK, _LINE, _SECONDARY = (HexColor(code) for code in ("#1E5F8C", "#B8730A", "#C9D3DD", "#4A5A6A"))
_LABEL_SIZE = 7.5
_FOOT, _HEAD, _SIDE = 16, 24, 14
"""Points of space: below the axis for its labels, above the bars for counts and the pass mark's label, at the sides."""


def bin_counts(scores: Sequence[Fraction], of: Fraction) -> list[int]:
    """How many scores fall into each tenth of the full mark; the last tenth includes the full mark."""
    counts = [0] * BINS
    for score in scores:
        counts[min(int(score / of * BINS), BINS - 1)] += 1
    return counts


@dataclass(frozen=True, slots=True)
class Bars:
    """What a histogram shows. `edges` label the ends of the bins, one more than there are counts.

    `pass_line` is the pass mark as a share of the full mark, and its label.
    """

    counts: Sequence[int]
    edges: Sequence[str]
    pass_line: tuple[Fraction, str] | None = None


class Histogram(Flowable):  # type: ignore[misc] # reportlab ships no types
    """The drawing of some bars, `width` by `height` points, its labels in the font of this name."""

    def __init__(self, bars: Bars, font: str, width: float, height: float) -> None:
        super().__init__()
        self.bars, self.font = bars, font
        self.width, self.height = width, height
        self.step = (width - 2 * _SIDE) / len(bars.counts)

    def wrap(self, *_: float) -> tuple[float, float]:
        """The size is fixed."""
        return self.width, self.height

    def draw(self) -> None:
        """Bars, then axis and labels, then the pass mark over them."""
        canvas: Canvas = self.canv
        canvas.setFont(self.font, _LABEL_SIZE)
        per_score = (self.height - _FOOT - _HEAD) / max(*self.bars.counts, 1)
        for place, count in enumerate(self.bars.counts):
            if count:
                self._bar(canvas, place, count, count * per_score)
        canvas.setStrokeColor(_LINE)
        canvas.line(_SIDE, _FOOT, self.width - _SIDE, _FOOT)
        for place, text in enumerate(self.bars.edges):
            canvas.drawCentredString(_SIDE + place * self.step, _FOOT - 10, text)
        if self.bars.pass_line is not None:
            self._pass_line(canvas, *self.bars.pass_line)

    def _bar(self, canvas: Canvas, place: int, count: int, tall: float) -> None:
        left = _SIDE + place * self.step
        canvas.setFillColor(_ACCENT)
        canvas.rect(left + 1, _FOOT, self.step - 2, tall, stroke=0, fill=1)
        canvas.setFillColor(_SECONDARY)
        canvas.drawCentredString(left + self.step / 2, _FOOT + tall + 3, str(count))

    def _pass_line(self, canvas: Canvas, share: Fraction, label: str) -> None:
        x = _SIDE + float(share) * self.step * len(self.bars.counts)
        canvas.setStrokeColor(_MARK)
        canvas.setDash(3, 2)
        canvas.line(x, _FOOT, x, self.height - 10)
        canvas.setFillColor(_MARK)
        # Towards the middle, so that a pass mark near either end does not push its label over the edge.
        write = canvas.drawString if share < Fraction(1, 2) else canvas.drawRightString
        write(x, self.height - 7, label)
