"""How an item stands in the list: a card that is painted, measured by the same steps that paint it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap

from kaochang.domain.papers import Severity
from kaochang.presenters.office.paper_state import ItemFace, OptionFace
from kaochang.views.office.listed import WRAPPED, text_height
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look

SIDE, GAP = 22, 12
_IN_X, _IN_Y = 18, 14
_LABEL = 24
_BETWEEN = 4
_TAG_PAD = 8
_LONGEST = 160
PICTURE_HEIGHT = 96

Pictures = Callable[[str], QPixmap]
"""The picture of a name, small; null where there is none to see."""


@dataclass(frozen=True)
class Part:
    """A piece of a card: where it stands, and how it is drawn there."""

    rect: QRect
    draw: Callable[[QPainter, QRect], None]


class Card:
    """One item's card in a width: its parts, and how high it is with what lies around it."""

    def __init__(self, face: ItemFace, width: int, look: Look, pictures: Pictures) -> None:
        self._face = face
        self._look = look
        self._pictures = pictures
        self._inner = width - 2 * SIDE - 2 * _IN_X
        self._top = 0
        self._parts: list[Part] = []
        for step in self._steps():
            height, draw = step
            self._parts.append(Part(QRect(0, self._top, self._inner, height), draw))
            self._top += height + _BETWEEN
        self.height = self._top - _BETWEEN + 2 * _IN_Y + GAP

    def paint(self, painter: QPainter, rect: QRect, *, is_here: bool) -> None:
        """The card in the rectangle of its row."""
        look, face = self._look, self._face
        area = QRectF(rect.adjusted(SIDE, 0, -SIDE, -GAP)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "accent" if is_here else "marked_line" if face.doubts else "line"
        painter.setPen(QPen(look.colour(edge), 2 if is_here else 1))
        painter.setBrush(look.colour("canvas" if face.is_dropped else "surface"))
        painter.drawRoundedRect(area, 12, 12)
        painter.translate(rect.left() + SIDE + _IN_X, rect.top() + _IN_Y)
        for part in self._parts:
            part.draw(painter, part.rect)
        painter.restore()

    # -- its parts, from the top ----------------------------------------------------------------------------------

    def _steps(self) -> Iterator[tuple[int, Callable[[QPainter, QRect], None]]]:
        face = self._face
        yield 24, self._head
        for doubt in face.doubts:
            token = "bad_dark" if doubt.severity is Severity.ERROR else "marked_text"
            yield self._text(f"▲ {doubt.text}", font(13, bold=True), token)
        if face.material:
            yield self._text(short(face.material), font(13), "ink2")
        yield self._text(face.stem, font(15), "ink")
        if face.tables:
            yield self._text(face.tables, font(13), "ink2")
        if face.pictures:
            yield PICTURE_HEIGHT, self._draw_pictures
        for option in (*face.prompts, *face.options):
            yield self._option(option)
        if face.key and not face.letters:
            named = "reference" if face.is_marked_by_people else "key"
            words = self._look.words(f"office.paper.{named}", correct=short(face.key))
            yield self._text(words, font(14, bold=not face.is_marked_by_people), "good")
        elif face.key and not face.options:
            yield self._text(self._look.words("office.paper.key", correct=face.key), font(14, bold=True), "good")

    def _text(self, text: str, of: QFont, token: str, left: int = 0) -> tuple[int, Callable[[QPainter, QRect], None]]:
        height = text_height(text, of, self._inner - left)

        def draw(painter: QPainter, rect: QRect) -> None:
            painter.setFont(of)
            painter.setPen(self._look.colour("ink3" if self._face.is_dropped else token))
            painter.drawText(rect.adjusted(left, 0, 0, 0), int(WRAPPED), text)

        return height, draw

    def _option(self, option: OptionFace) -> tuple[int, Callable[[QPainter, QRect], None]]:
        token = "good" if option.is_right else "ink"
        words = option.text or (self._look.words("office.paper.picture") if option.has_picture else "")
        of = font(14, bold=option.is_right)
        height, draw_text = self._text(f"{words} ✓" if option.is_right else words, of, token, _LABEL)

        def draw(painter: QPainter, rect: QRect) -> None:
            painter.setFont(of)
            painter.setPen(self._look.colour("good" if option.is_right else "ink3"))
            painter.drawText(rect, int(WRAPPED), option.label)
            draw_text(painter, rect)

        return height, draw

    def _head(self, painter: QPainter, rect: QRect) -> None:
        look, face = self._look, self._face
        left = self._tag(painter, rect, face.type_name)
        painter.setFont(font(13))
        painter.setPen(look.colour("ink2"))
        quiet = "　".join(each for each in (face.place, face.points) if each)
        centred = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(rect.adjusted(left + 10, 0, 0, 0), centred, quiet)
        left += 10 + painter.fontMetrics().horizontalAdvance(quiet) + 16
        note = face.note or (look.words("office.paper.no-key") if face.is_pending and not face.doubts else "")
        painter.setPen(look.colour("marked_text" if face.is_pending else "ink2"))
        painter.drawText(rect.adjusted(left, 0, 0, 0), centred, note)

    def _tag(self, painter: QPainter, rect: QRect, text: str) -> int:
        """The type on its ground; where it ends."""
        look, of = self._look, font(13, bold=True)
        width = QFontMetrics(of).horizontalAdvance(text) + 2 * _TAG_PAD
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent_soft"))
        painter.drawRoundedRect(QRect(rect.left(), rect.top() + 1, width, 22), 5, 5)
        painter.setFont(of)
        painter.setPen(look.colour("accent_dark"))
        painter.drawText(QRect(rect.left(), rect.top() + 1, width, 22), int(Qt.AlignmentFlag.AlignCenter), text)
        return width

    def _draw_pictures(self, painter: QPainter, rect: QRect) -> None:
        left = rect.left()
        for name in self._face.pictures:
            shown = self._pictures(name)
            if left + shown.width() > rect.right():
                break
            painter.drawPixmap(left, rect.top() + 2, shown)
            left += shown.width() + 10


def short(text: str) -> str:
    """As much of a long text as tells it apart from others."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
