"""What is wrong in the roster, row by row, with what to do: a list of any length."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from kaochang.presenters.office.roster_state import ProblemFace
from kaochang.views.office.focused import FocusedList, FocusedPainter
from kaochang.views.office.listed import WRAPPED, Rows, text_height
from kaochang.views.widgets.look import Look

_GAP = 2


class _Problems(Rows[ProblemFace]):
    def spoken(self, face: ProblemFace) -> str:
        """What it is, and what to do."""
        return f"{face.text} {face.next_step}"


class _ProblemPainter(FocusedPainter[ProblemFace]):
    def _said(self, face: ProblemFace) -> str:
        sign = "office.roster.sign.doubt" if face.is_doubt else "office.roster.sign.wrong"
        return self.look.words(sign, what=face.text)

    def words_height(self, face: ProblemFace, width: int) -> int:
        """Its words, and below them what to do."""
        said = text_height(self._said(face), self.plain, width)
        return said + _GAP + text_height(face.next_step, self.small, width)

    def write(self, painter: QPainter, words: QRect, face: ProblemFace) -> None:
        """Red ink for what must be mended, amber for a doubt."""
        painter.setFont(self.plain)
        painter.setPen(self.look.colour("marked_dark" if face.is_doubt else "bad_dark"))
        painter.drawText(words, int(WRAPPED), self._said(face))
        below = words.adjusted(0, text_height(self._said(face), self.plain, words.width()) + _GAP, 0, 0)
        painter.setFont(self.small)
        painter.setPen(self.look.colour("ink2"))
        painter.drawText(below, int(WRAPPED), face.next_step)


def problem_list(look: Look, chosen: Callable[[int], None]) -> FocusedList[ProblemFace]:
    """`chosen` takes the number of a problem that was clicked."""
    spoken = look.words("office.roster.problems")
    return FocusedList("roster-problems", spoken, look, _Problems, _ProblemPainter, chosen)
