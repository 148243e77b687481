"""What the office corrected, on the screen: above an item's stem, as a line under the items, and over the exam."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from kaochang.presenters.candidate.errata_faces import ErratumFace, News, NoticeBar
from kaochang.presenters.candidate.spoken import spoken_text
from kaochang.views.candidate.dialog_parts import SIDE, dialog
from kaochang.views.widgets import signs
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.keys import writes
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.menus import without_menus
from kaochang.views.widgets.pane import BAR
from kaochang.views.widgets.parts import button, clear, column, frame, keep_room, label, row, strip
from kaochang.views.widgets.prose import Prose
from kaochang.views.widgets.scrolled import scrolled
from kaochang.views.widgets.spoken import speak_as

_WIDE = 640
_INSIDE = _WIDE - 2 * SIDE
_BLIND_MS = 1_000
"""So long after the page came, and after each key that was still typed, Enter is taken for one that is meant for what
was there before.
"""

_PIXELS = 15
_ANY = 16_777_215


def _ground(face: ErratumFace) -> str:
    return "marked" if face.is_withdrawal else "accent"


def _heading(face: ErratumFace, *, names_item: bool) -> QHBoxLayout:
    role = "warning-strong" if face.is_withdrawal else "strong"
    line = row(spacing=10)
    if names_item and face.place:
        line.addWidget(label(face.place, role))
    line.addWidget(label(face.what, role))
    line.addWidget(label(face.time, "small"), 1)
    return line


def _spoken(face: ErratumFace, look: Look) -> str:
    told = (face.place, face.what, face.time, spoken_text(face.text, look.words), face.hint)
    return "\n".join(part for part in told if part)


class CorrectionPanel(QWidget):
    """Stands above an item's stem, one box for each correction; nothing where there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("errata")
        self._look = look
        self._shown: Sequence[ErratumFace] = ()
        self._layout = column(self)
        self.hide()

    def show_faces(self, faces: Sequence[ErratumFace]) -> bool:
        """Show these corrections, unless they are shown already; whether they were others before."""
        if faces == self._shown:
            return False
        self._shown = faces
        clear(self._layout)
        for face in faces:
            self._layout.addWidget(self._box(face))
            self._layout.addSpacing(12)
        self.setVisible(bool(faces))
        return True

    def _box(self, face: ErratumFace) -> QFrame:
        made = frame(_ground(face), name="erratum")
        made.setAccessibleName(_spoken(face, self._look))
        layout = column(made, margins=(16, 10, 16, 12), spacing=4)
        layout.addLayout(_heading(face, names_item=False))
        layout.addWidget(Prose(face.text, self._look.pixels(17), 1.6, self._look))
        if face.hint:
            layout.addWidget(label(face.hint, "warning", wraps=True))
        return made


class NoticeLine(QFrame):
    """A quiet line under the items: the newest notice, and the way to all of them."""

    def __init__(self, look: Look, show: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("notice-line")
        self.setProperty("ground", "accent")
        strip(self)
        layout = row(self, margins=(20, 4, 12, 4), spacing=10)
        layout.addWidget(signs.Sign(signs.alert, look.colour("accent"), 18))
        self._text = ElidedLabel("", "next", widest=_ANY, narrowest=80)
        self._text.setObjectName("notice-text")
        layout.addWidget(self._text, 1)
        self._show = button("", "quiet", "notice-show", show)
        self._show.setProperty("compact", "true")
        layout.addWidget(self._show)
        self.hide()

    def show_notice(self, notice: NoticeBar | None) -> None:
        """Show this line, or none."""
        if notice is not None:
            self._text.show_text(notice.text)
            self._show.setText(notice.action)
        self.setVisible(notice is not None)


class _Entries(QScrollArea):
    """All that there is to read, as high as it is up to what the screen holds.

    It has the keyboard first: arrows and page keys scroll it, and nothing that somebody was just typing puts it away
    unread. Enter does so (`read`) once the page has been there for a while without any key, and not while somebody
    types: `calm` is told then.
    """

    calm = Signal()

    def __init__(self, news: News, look: Look, read: Callable[[], None]) -> None:
        super().__init__()
        speak_as(self, "group")
        self._look = look
        without_menus(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kind", "pane")
        spoken = (_spoken(entry, look) for entry in news.entries)
        self.setAccessibleName("\n".join((news.title, news.message, *spoken)))
        self._body = QWidget()
        layout = column(self._body, spacing=10)
        for entry in news.entries:
            layout.addWidget(self._entry(entry))
        layout.addStretch(1)
        scrolled(self._body, centred=False, name="safe", ground="surface", area=self)
        self.setMinimumHeight(64)
        self._read = read
        self._hurry = QTimer(self)
        self._hurry.setObjectName("hurry")
        self._hurry.setSingleShot(True)
        self._hurry.timeout.connect(self.calm)
        self._hurry.start(_BLIND_MS)

    def _entry(self, face: ErratumFace) -> QFrame:
        made = frame(_ground(face), name="news-entry")
        layout = column(made, margins=(16, 10, 16, 12), spacing=4)
        layout.addLayout(_heading(face, names_item=True))
        layout.addWidget(Prose(face.text, _PIXELS, 1.5, self._look))
        if face.hint:
            layout.addWidget(label(face.hint, "warning", wraps=True))
        return made

    def sizeHint(self) -> QSize:
        """As high as the entries."""
        margins = self.contentsMargins()
        return QSize(_INSIDE, self._body.heightForWidth(_INSIDE - BAR) + margins.top() + margins.bottom())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts the page away, unless somebody may be typing without looking."""
        is_calm = not self._hurry.isActive()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_calm and not event.isAutoRepeat():
            self._read()
            return
        if writes(event) or not is_calm:
            self._hurry.start(_BLIND_MS)
        super().keyPressEvent(event)


def _more(entries: _Entries, look: Look) -> QLabel:
    """Says that not all can be seen; its place is kept, and nothing moves when it goes."""
    made = label(look.words("candidate.errata.more"), "warning", name="news-more")
    keep_room(made)
    bar = entries.verticalScrollBar()

    def look_again() -> None:
        made.setVisible(bar.value() < bar.maximum())

    bar.valueChanged.connect(look_again)
    bar.rangeChanged.connect(look_again)
    made.setMinimumHeight(30)
    made.hide()
    return made


def _by_key(entries: _Entries, look: Look) -> QLabel:
    """Says that Enter goes on, from when it does."""
    made = label(look.words("candidate.errata.by-key"), "small", name="news-by-key", wraps=True)
    keep_room(made)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    entries.setAccessibleDescription(made.text())
    entries.calm.connect(made.show)
    made.hide()
    return made


def news_dialog(news: News, look: Look, read: Callable[[], None]) -> QFrame:
    """Corrections to be read; the one button puts them away."""
    made, layout = dialog("news", _WIDE)
    layout.setContentsMargins(SIDE, 30, SIDE, 24)
    head = row(spacing=16)
    head.addWidget(signs.Badge(signs.alert, look.colour("accent"), look.colour("accent_soft"), 44))
    head.addWidget(label(news.title, "title", name="news-title"), 1)
    layout.addLayout(head)
    layout.addSpacing(12)
    layout.addWidget(label(news.message, "label", name="news-message", wraps=True))
    layout.addSpacing(14)
    entries = _Entries(news, look, read)
    layout.addWidget(entries, 1)
    layout.addWidget(_more(entries, look))
    line = row(spacing=12)
    line.addWidget(_by_key(entries, look), 1)
    action = button(news.action, "strong", "news-read", read)
    action.setMinimumHeight(46)
    line.addWidget(action)
    layout.addLayout(line)
    return made
