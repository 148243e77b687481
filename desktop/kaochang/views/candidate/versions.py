"""The panel of earlier versions: a list, the chosen version, and beside it what stands there now."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from kaochang.presenters.candidate.exam_state import EarlierVersions, VersionRow
from kaochang.presenters.candidate.versions import Versions
from kaochang.views.theme import font
from kaochang.views.widgets.keys import claims
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.menus import without_menus
from kaochang.views.widgets.parts import button, clear, column, label, row, take_focus, through
from kaochang.views.widgets.scrolled import scrolled
from kaochang.views.widgets.spoken import speak_as
from kaochang.views.widgets.typeset import units

_SIZE = QSize(1000, 660)
_LIST = 176
_PIXELS = 16
_LINE = 1.7
_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class VersionsPanel(QFrame):
    """Stays while versions are chosen; `go_back` closes it and changes nothing."""

    def __init__(self, shown: EarlierVersions, look: Look, versions: Versions, go_back: Callable[[], None]) -> None:
        super().__init__()
        speak_as(self, "dialog")
        self.setProperty("ground", "dialog")
        self.setObjectName("versions-panel")
        self._look = look
        self._versions = versions
        self._listed: tuple[VersionRow, ...] | None = None
        self._rows: list[_Row] = []
        words = look.words
        layout = column(self, margins=(32, 26, 32, 26), spacing=0)
        layout.addWidget(label(words("candidate.versions.title"), "title"))
        layout.addSpacing(4)
        layout.addWidget(label(words("candidate.versions.hint"), "small", wraps=True))
        layout.addSpacing(14)
        self._message = label("", "next", name="versions-message", wraps=True)
        layout.addWidget(self._message)
        self._body = QWidget()
        body = row(self._body, spacing=16)
        self._list = column(spacing=6)
        body.addWidget(self._scrolled_list())
        self._chosen, self._chosen_head = _text("version-chosen", look), label("", "section", name="version-head")
        self._present, self._present_head = _text("version-present", look), label("", "section")
        for head, text in ((self._chosen_head, self._chosen), (self._present_head, self._present)):
            body.addLayout(_pane(head, text), 1)
        layout.addWidget(self._body, 1)
        layout.addStretch(0)
        layout.addSpacing(18)
        self._bring_back = button(words("candidate.versions.bring-back"), "", "bring-back", versions.bring_back)
        self._back = button(words("candidate.summary.back"), "strong", "safe", go_back)
        foot = row(spacing=12)
        foot.addWidget(self._bring_back)
        foot.addStretch(1)
        foot.addWidget(self._back)
        layout.addLayout(foot)
        self.show_versions(shown)

    def sizeHint(self) -> QSize:
        """As large as two texts beside each other want, and never larger than the window leaves room for."""
        above = self.parentWidget()
        return _SIZE if above is None else _SIZE.boundedTo(above.size() - QSize(48, 48))

    def hasHeightForWidth(self) -> bool:
        """No: as high as the texts want, whatever the lines above them come to."""
        return False

    def _scrolled_list(self) -> QScrollArea:
        inner = QWidget()
        outer = column(inner, margins=(0, 0, 6, 0))
        outer.addLayout(self._list)
        outer.addStretch(1)
        self._scroll = scrolled(inner, centred=False, name="version-list", ground="surface")
        self._scroll.setFixedWidth(_LIST)
        self._scroll.setAccessibleName(self._look.words("candidate.versions.list"))
        return self._scroll

    def show_versions(self, shown: EarlierVersions) -> None:
        """Show the list, and the chosen version beside the present text with what differs underlined in both."""
        self._message.setText(shown.message)
        self._message.setVisible(bool(shown.message))
        self._body.setVisible(not shown.message)
        self._bring_back.setVisible(not shown.message)
        if shown.rows != self._listed:
            self._fill(shown.rows)
        for place, made in enumerate(self._rows):
            made.show_chosen(is_chosen=place == shown.chosen)
        if 0 <= shown.chosen < len(shown.rows):
            self._compare(shown, shown.rows[shown.chosen])

    def _fill(self, rows: tuple[VersionRow, ...]) -> None:
        self._listed = rows
        clear(self._list)
        self._rows = [_Row(each, place, self._look, self._choose) for place, each in enumerate(rows)]
        for made in self._rows:
            self._list.addWidget(made)

    def _compare(self, shown: EarlierVersions, chosen: VersionRow) -> None:
        words = self._look.words
        name = words("candidate.versions.chosen", time=chosen.time)
        now = words("candidate.versions.present")
        for head, text, title, length, content in (
            (self._chosen_head, self._chosen, name, chosen.length, shown.text),
            (self._present_head, self._present, now, shown.present_length, shown.present),
        ):
            head.setText(f"{title}　{length}")
            text.setAccessibleName(title)
            text.setPlainText(content or words("candidate.versions.empty"))
            _set_lines(text, self._look)
            self._underline(text, content, shown.same_head, shown.same_tail)

    def _underline(self, text: QTextEdit, content: str, head: int, tail: int) -> None:
        differs = QTextEdit.ExtraSelection()
        differs.cursor = QTextCursor(text.document())
        differs.cursor.setPosition(units(content[:head]))
        differs.cursor.setPosition(units(content[: len(content) - tail]), QTextCursor.MoveMode.KeepAnchor)
        differs.format.setBackground(self._look.colour("marked_soft"))
        differs.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        differs.format.setUnderlineColor(self._look.colour("marked"))
        text.setExtraSelections([differs])
        shown = QTextCursor(text.document())
        shown.setPosition(differs.cursor.selectionStart())
        text.setTextCursor(shown)
        text.ensureCursorVisible()

    def _choose(self, place: int) -> None:
        """Choose by click or by arrow; the keyboard goes along."""
        if 0 <= place < len(self._rows):
            self._rows[place].setFocus()
            self._versions.choose(place)
            self._scroll.ensureWidgetVisible(self._rows[place], 0, 8)

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is on one of the versions, or on one of the texts."""
        held = self.focusWidget()
        return held is not None and held.hasFocus() and held.objectName() != "safe"

    def focus_first(self) -> None:
        """The chosen version, from which the arrows reach the others."""
        take_focus(next((made for made in self._rows if made.isChecked()), self._back))


def _pane(head: QLabel, text: QTextEdit) -> QVBoxLayout:
    pane = column(spacing=6)
    pane.addWidget(head)
    pane.addWidget(text, 1)
    return pane


def _text(name: str, look: Look) -> QTextEdit:
    made = QTextEdit()
    made.setObjectName(name)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
    without_menus(made)
    made.setStyleSheet(f"QTextEdit {{ font-size: {round(look.pixels(_PIXELS))}px }}")
    made.setFont(font(look.pixels(_PIXELS)))
    return made


def _set_lines(text: QTextEdit, look: Look) -> None:
    spacing = QTextBlockFormat()
    spacing.setLineHeight(round(look.pixels(_PIXELS) * _LINE), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    cursor = QTextCursor(text.document())
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(spacing)


class _Row(QPushButton):
    """One version in the list. The chosen one takes the Tab key; from it, up and down choose the others."""

    def __init__(self, shown: VersionRow, place: int, look: Look, choose: Callable[[int], None]) -> None:
        super().__init__()
        self._look = look
        self._place = place
        self._choose = choose
        self.setObjectName(f"version-{place}")
        self.setProperty("kind", "version")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(look.words("candidate.versions.row", time=shown.time, length=shown.length))
        layout = row(self, margins=(12, 0, 12, 0), spacing=8)
        for text, role in ((shown.time, "strong"), (shown.length, "small")):
            layout.addWidget(through(label(text, role)))
        layout.insertStretch(1, 1)
        self.clicked.connect(partial(self._on_clicked))

    def _on_clicked(self, _: bool = False) -> None:
        self._choose(self._place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Inside the border of the chosen one, a ring shows the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._look.colour("ink"), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 5, 5)

    def nextCheckState(self) -> None:
        """A click asks; which is chosen comes back from the presenter."""

    def show_chosen(self, *, is_chosen: bool) -> None:
        """Show whether it is the chosen one."""
        self.setChecked(is_chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)

    def event(self, event: QEvent) -> bool:
        """Keep the arrows for the list."""
        return claims(event, _ARROWS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose the version beside this one."""
        if event.key() in _ARROWS:
            self._choose(self._place + _ARROWS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
