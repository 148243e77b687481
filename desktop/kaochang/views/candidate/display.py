"""The panel for choosing how the exam is shown. What lies under it stays in sight and changes at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QGridLayout, QWidget
from shiboken6 import isValid

from kaochang.presenters.candidate.display import THEMES, DisplayPresenter, DisplayState
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.views.theme import font
from kaochang.views.widgets import signs
from kaochang.views.widgets.composing import finish_composing
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, tab_within
from kaochang.views.widgets.sizes import SizeBar

_TOP = 68
_SAMPLE_PIXELS = 18


class ThemeButton(QAbstractButton):
    """One theme, painted in its own colours above its name."""

    def __init__(self, name: str, look: Look) -> None:
        super().__init__()
        self._look = look
        self._colours = look.theme.table(name)
        self._name = look.words(f"candidate.display.theme.{name}")
        self._sample = look.words("candidate.display.sample")
        self.setObjectName(f"theme-{name}")
        self.setAccessibleName(look.words("candidate.display.theme.spoken", theme=self._name))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Two of them fill the panel."""
        return QSize(152, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a small page in the theme's colours, and its name in those used now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page = QRectF(self.rect()).adjusted(4, 4, -4, -30)
        self._paint_page(painter, page)
        ring = "accent" if self.isChecked() else "ink" if self.hasFocus() else "line2"
        style = Qt.PenStyle.DotLine if self.hasFocus() and not self.isChecked() else Qt.PenStyle.SolidLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.colour(ring), 1 if ring == "line2" else 3, style))
        painter.drawRoundedRect(page.adjusted(-1, -1, 1, 1), 9, 9)
        if self.hasFocus() and self.isChecked():
            painter.setPen(QPen(self._look.colour("ink"), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        name = QRectF(self.rect()).adjusted(6, self.height() - 27, 0, 0)
        if self.isChecked():
            signs.tick(painter, QRectF(name.left(), name.top() + 5, 14, 14), self._look.colour("accent_dark"))
            name.adjust(20, 0, 0, 0)
        painter.setPen(self._look.colour("ink"))
        painter.setFont(font(14, bold=self.isChecked()))
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._name)

    def _paint_page(self, painter: QPainter, page: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours["surface"]))
        painter.drawRoundedRect(page, 8, 8)
        painter.setPen(QColor(self._colours["ink"]))
        painter.setFont(font(20))
        painter.drawText(page.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._sample)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, token in enumerate(("marked", "accent")):
            painter.setBrush(QColor(self._colours[token]))
            painter.drawEllipse(QPointF(page.right() - 18 - place * 20, page.center().y()), 6, 6)


class DisplayPanel(QWidget):
    """Lies over the whole window and lets everything be seen; a click beside the panel closes it, as Escape does."""

    def __init__(self, presenter: DisplayPresenter, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("display")
        self._presenter = presenter
        self._look = look
        self._before: QWidget | None = None
        self._themes = {name: ThemeButton(name, look) for name in THEMES}
        self._sizes = SizeBar(look, presenter.choose_size, "display-size")
        self._sample = label(look.words("candidate.display.text"), "", name="display-sample", wraps=True)
        self._sample.setFixedHeight(78)
        outer = column(self, margins=(24, _TOP, 24, 24))
        outer.addWidget(self._panel(), 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.hide()

    def _panel(self) -> QFrame:
        words = self._look.words
        made = frame("panel", name="display-panel")
        made.setFixedWidth(362)
        made.setAccessibleName(words("candidate.display.title"))
        layout = column(made, margins=(24, 18, 24, 18), spacing=10)
        head = row()
        head.addWidget(label(words("candidate.display.title"), "heading"), 1)
        layout.addLayout(head)
        layout.addWidget(label(words("candidate.display.theme"), "section"))
        themes = QWidget()  # of its own: Qt takes all exclusive buttons below one parent for one choice
        grid = QGridLayout(themes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for place, (name, made_button) in enumerate(self._themes.items()):
            made_button.clicked.connect(partial(self._on_theme, name))
            grid.addWidget(made_button, place // 2, place % 2)
        layout.addWidget(themes)
        layout.addWidget(label(words("candidate.display.size"), "section"))
        layout.addWidget(self._sizes, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._sample)
        close: Callable[[], None] = self._presenter.close
        done = button(words("candidate.display.close"), "strong", "display-close", close)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(done)
        layout.addLayout(foot)
        return made

    def _on_theme(self, name: str, _: bool = False) -> None:
        self._presenter.choose_theme(name)

    def show_display(self, state: DisplayState) -> None:
        """Show what is chosen; take the keyboard when the panel opens, and give it back when it closes."""
        for name, made in self._themes.items():
            made.setChecked(name == state.theme)
        self._sizes.show_size(state.size)
        self._show_sample(state.size)
        if state.is_open and self.isVisible():
            self._hold_keyboard()
        elif state.is_open:
            finish_composing()
            self._before = QApplication.focusWidget()
            self.raise_()
            self.show()
            self._themes[state.theme].setFocus(Qt.FocusReason.TabFocusReason)
        elif self.isVisible():
            self._give_back()
            self.hide()

    def _show_sample(self, size: TypeSize) -> None:
        self._sample.setStyleSheet(f"font-size: {round(_SAMPLE_PIXELS * size.value)}px")

    def _give_back(self) -> None:
        before, self._before = self._before, None
        focused = QApplication.focusWidget()
        is_own = focused is None or self.isAncestorOf(focused)  # a page that came meanwhile has taken it
        if is_own and before is not None and isValid(before) and before.isVisible():
            before.setFocus()

    def _hold_keyboard(self) -> None:
        """An item that was built anew in another size took the keyboard: it gets it when the panel closes."""
        focused, own = QApplication.focusWidget(), self.focusWidget()
        if focused is not None and own is not None and not self.isAncestorOf(focused):
            self._before = focused
            own.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the panel."""
        return tab_within(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; nothing below hears a key."""
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.close()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel closes it."""
        self._presenter.close()
        event.accept()
