"""What stands around a response: how far the scorer is, the item, marking the text, comment and total, the cover."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QProgressBar, QWidget

from kaochang.presenters.centre.scorer import ScorerPresenter
from kaochang.presenters.centre.scorer_state import NoteKind, ScorerPhase, ScorerState, TaskFace
from kaochang.views.candidate.exhibits import TableView
from kaochang.views.office.form import text_field
from kaochang.views.widgets.composing import finish_composing
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.menus import without_menus
from kaochang.views.widgets.pane import BAR, Pane
from kaochang.views.widgets.parts import button, clear, column, has_keyboard, label, row, set_state
from kaochang.views.widgets.prose import Prose

_TOP = 52
_FOLDED = 46
_TALLEST = 300
_COMMENT = 62
_PIXELS = 16
_LINE = 1.6


class Top(QFrame):
    """How many are done and left, how fast, whether all is saved, and the way out."""

    def __init__(self, look: Look, presenter: ScorerPresenter) -> None:
        super().__init__()
        self.setProperty("ground", "header")
        self.setFixedHeight(_TOP)
        words = look.words
        self._words = words
        self._who = ElidedLabel("", "strong", widest=200, narrowest=30)
        self._done = ElidedLabel("", "small", widest=260, narrowest=60)
        self._bar = QProgressBar()
        self._bar.setObjectName("scorer-progress")
        self._bar.setAccessibleName(words("scorer.progress"))
        self._bar.setFixedWidth(72)
        self._pace = ElidedLabel("", "small", widest=200, narrowest=0)
        self._spent = label("", "small", name="scorer-spent")
        self._standing = ElidedLabel("", "doubt", widest=320, narrowest=20)
        self._saved = label("", "saved", name="scorer-saved")
        self._retry = button(words("scorer.retry"), "tool", "scorer-retry", presenter.retry)
        self._back = button(words("scorer.back"), "tool", "scorer-back", presenter.go_back)
        self._on = button(words("scorer.forward"), "tool", "scorer-forward", presenter.go_forward)
        self._aside = button(words("scorer.aside"), "tool", "scorer-aside", presenter.put_aside)
        self._pause = button(words("scorer.pause"), "tool", "scorer-pause", presenter.pause)
        self._leave = button(words("scorer.leave"), "tool", "scorer-leave", presenter.leave)
        line = row(self, margins=(20, 0, 14, 0), spacing=12)
        for each in (self._who, self._bar, self._done, self._pace, self._spent, self._standing):
            line.addWidget(each)
        line.addStretch(1)
        line.addWidget(self._saved)
        line.addWidget(self._retry)
        for made in (self._back, self._on, self._aside, self._pause, self._leave):
            line.addWidget(made)

    def show_progress(self, state: ScorerState) -> None:
        """Show how far it is."""
        face, is_scoring = state.progress, state.phase is ScorerPhase.SCORING
        self._who.show_text(state.who)
        self._bar.setValue(face.percent)
        self._done.show_text(face.done)
        self._pace.show_text(face.pace)
        self._pace.setVisible(bool(face.pace))
        self._spent.setText(self._words("scorer.spent", time=face.spent) if is_scoring else "")
        self._standing.show_text(face.standing)
        self._standing.setVisible(bool(face.standing) and is_scoring)
        self._saved.setText(state.saved.text)
        set_state(self._saved, "sign", state.saved.sign)
        self._retry.setVisible(state.can_retry and is_scoring)
        self._back.setEnabled(state.can_go_back and state.phase is not ScorerPhase.PAUSED)
        self._on.setVisible(state.is_given)
        self._aside.setVisible(not state.is_given)
        self._aside.setEnabled(state.can_put_aside and is_scoring)
        self._pause.setEnabled(is_scoring)


class Item(QFrame):
    """The item that a response answers: one line, or, unfolded, its material and stem as authored."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("ground", "header")
        self._look = look
        self._key: tuple[str, str, str] | None = None
        self._is_open = False
        self._name = label("", "tag", name="scorer-item")
        self._of = label("", "meta")
        self._third = label(look.words("scorer.third"), "bad-tag", name="scorer-third")
        self._stem = ElidedLabel("", "label", widest=900, narrowest=40)
        self._length = label("", "small", name="scorer-length")
        self._fold = button("", "tool", "scorer-fold", self.toggle)
        self._pane = Pane(look.words("scorer.item"))
        body = QWidget()
        body.setProperty("ground", "surface")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._whole = column(body, margins=(28, 4, 16, 14), spacing=10)
        self._pane.setWidget(body)
        whole = column(self)
        held = QWidget()
        held.setFixedHeight(_FOLDED)
        line = row(held, margins=(28, 0, 12, 0), spacing=10)
        for each in (self._name, self._of, self._third):
            line.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._stem, 1)
        line.addStretch(1)
        line.addWidget(self._length)
        line.addWidget(self._fold)
        whole.addWidget(held)
        whole.addWidget(self._pane)
        self._show_fold()

    def toggle(self) -> None:
        """Fold or unfold it."""
        self._is_open = not self._is_open
        self._show_fold()

    def _show_fold(self) -> None:
        self._pane.setVisible(self._is_open)
        self._stem.setVisible(not self._is_open)
        self._fold.setText(self._look.words("scorer.fold" if self._is_open else "scorer.unfold"))
        self._fit()

    def _fit(self) -> None:
        """As high as the item needs, and never so high that no room is left for the response."""
        high = self._whole.totalHeightForWidth(max(1, self.width() - BAR - 4)) + 6
        self._pane.setFixedHeight(min(high, _TALLEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The item wraps anew."""
        super().resizeEvent(event)
        self._fit()

    def show_item(self, task: TaskFace) -> None:
        """Another response; its item is set anew where it is another."""
        self._length.setText(task.length)
        self._third.setVisible(task.is_third)
        key = (task.item, task.material, task.stem)
        if key == self._key:
            return
        self._key = key
        self._name.setText(task.item)
        self._of.setText(task.of)
        self._stem.show_text(" ".join(task.stem.split()))
        clear(self._whole)
        for text in (task.material, task.stem):
            if text:
                self._whole.addWidget(Prose(text, _PIXELS, _LINE, self._look, gap=4))
        for table in task.tables:
            self._whole.addWidget(TableView(table, self._look))
        if task.pictures:
            self._whole.addWidget(label(task.pictures, "doubt", name="scorer-pictures", wraps=True))
        self._whole.addStretch(1)
        self._fit()


class Marking(QFrame):
    """Below the text: how to mark it, or what marks what is selected. It never changes its height."""

    def __init__(self, look: Look, presenter: ScorerPresenter, to_keys: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("ground", "footer")
        self.setFixedHeight(_TOP)
        words = look.words
        self._words = words
        self._presenter = presenter
        self._to_keys = to_keys
        self._hint = label("", "note", name="scorer-mark-hint")
        self._marks = [
            button(words(f"scorer.mark.{kind}"), "tool", f"scorer-mark-{kind}", partial(presenter.mark, kind))
            for kind in NoteKind
        ]
        self.field = text_field("scorer-note-field", words("scorer.note.field"), lambda _: presenter.touch())
        self.field.setPlaceholderText(words("scorer.note.field"))
        self.field.returnPressed.connect(self._on_note)
        self._cancel = button(words("scorer.mark.none"), "tool", "scorer-mark-none", presenter.drop_pick)
        self._is_noting = False
        line = row(self, margins=(28, 0, 14, 0), spacing=8)
        line.addWidget(self._hint)
        for made in self._marks:
            line.addWidget(made)
        line.addWidget(self.field, 1)
        line.addWidget(self._cancel)
        line.addStretch(1)

    def show_marking(self, state: ScorerState) -> None:
        """Show what can be marked now."""
        is_picked = state.picked is not None
        if not state.is_noting and has_keyboard(self):
            self._to_keys()  # what had it goes, and Qt would put it on whatever comes next
        hint = "scorer.mark.noting" if state.is_noting else "scorer.mark.picked" if is_picked else "scorer.mark.hint"
        self._hint.setText(self._words(hint))
        for made in self._marks:
            made.setVisible(is_picked and not state.is_noting)
        self._cancel.setVisible(is_picked)
        self.field.setVisible(state.is_noting)
        if state.is_noting is not self._is_noting:
            self._is_noting = state.is_noting
            if state.is_noting:
                self.field.clear()
                self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the field: no note. Enter was the note's: the field passes it on, and it must not give points."""
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.drop_pick()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_note(self) -> None:
        finish_composing()
        self._presenter.note(self.field.text())


class _Comment(QPlainTextEdit):
    """Plain lines. Esc leaves it with what is typed, Ctrl+Enter gives the response, Tab goes on."""

    def __init__(self, spoken: str, leave: Callable[[], None], give: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("scorer-comment")
        self.setAccessibleName(spoken)
        self.setPlaceholderText(spoken)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_COMMENT)
        self._leave = leave
        self._give = give
        without_menus(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The two keys that leave it; everything else is typed."""
        if event.key() == Qt.Key.Key_Escape:
            finish_composing()
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _CTRL:
            finish_composing()
            self._leave()
            self._give()
        else:
            super().keyPressEvent(event)


_CTRL = Qt.KeyboardModifier.ControlModifier


class Give(QFrame):
    """The comment, the points so far, and the button that gives them."""

    def __init__(self, look: Look, presenter: ScorerPresenter, to_keys: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("ground", "footer")
        words = look.words
        self._words = words
        self._presenter = presenter
        self._is_shown = False
        self.comment = _Comment(words("scorer.comment"), to_keys, presenter.give)
        self.comment.textChanged.connect(self._on_comment)
        self._total = label("", "total", name="scorer-total")
        self._give = button("", "strong", "scorer-give", presenter.give)
        whole = column(self, margins=(16, 10, 16, 12), spacing=8)
        whole.addWidget(self.comment)
        line = row(spacing=12)
        line.addWidget(self._total)
        line.addStretch(1)
        line.addWidget(self._give)
        whole.addLayout(line)

    def show_given(self, state: ScorerState) -> None:
        """Show what was typed so far."""
        if self.comment.toPlainText() != state.comment:
            self._is_shown = True
            self.comment.setPlainText(state.comment)
            self._is_shown = False
        self._total.setText(state.total)
        set_state(self._total, "filled", state.is_whole)
        self._give.setText(self._words("scorer.give-again" if state.is_given else "scorer.give"))

    def _on_comment(self) -> None:
        if not self._is_shown:
            self._presenter.comment(self.comment.toPlainText())


class Cover(QWidget):
    """In the place of a response: it is fetched, covered by a pause, or there is none."""

    def __init__(self, look: Look, presenter: ScorerPresenter) -> None:
        super().__init__()
        self._words = look.words
        self._presenter = presenter
        self._title = label("", "title", name="scorer-cover", wraps=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = label("", "label", name="scorer-cover-note", wraps=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._press = button("", "large", "scorer-cover-go", self._on_press)
        self._phase = ScorerPhase.OPENING
        whole = column(self, margins=(60, 24, 60, 24), spacing=16)
        whole.addStretch(2)
        whole.addWidget(self._title)
        whole.addWidget(self._note)
        line = row()
        line.addStretch(1)
        line.addWidget(self._press)
        line.addStretch(1)
        whole.addLayout(line)
        whole.addStretch(3)
        self.setFocusProxy(self._press)

    def show_cover(self, state: ScorerState) -> None:
        """Say why there is no response here."""
        self._phase = state.phase
        if state.phase is ScorerPhase.SCORING:
            return
        name = "trouble" if state.refused is not None and state.phase is ScorerPhase.NOTHING else state.phase.value
        self._title.setText(self._words(f"scorer.cover.{name}"))
        told = state.refused
        note = self._words(f"scorer.cover.{state.phase.value}.note")
        self._note.setText(note if told is None else f"{told.message}\n{told.next_step}")
        self._press.setVisible(state.phase is not ScorerPhase.OPENING)
        again = "scorer.go-on" if state.phase is ScorerPhase.PAUSED else "scorer.look-again"
        self._press.setText(self._words(again))

    def _on_press(self) -> None:
        if self._phase is ScorerPhase.PAUSED:
            self._presenter.go_on()
        else:
            self._presenter.retry()
