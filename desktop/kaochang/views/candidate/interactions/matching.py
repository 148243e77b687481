"""Matching: prompts beside options; a pair is made by click and click, by dragging, or by an option's letter.

A pair is told by the option's letter at its prompt and by the prompt's number at its option, never by a line or colour
alone, so that a dozen of them can be read.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QVBoxLayout, QWidget

from kaochang.domain.responses import Pairs, Response
from kaochang.presenters.candidate.exam_state import ItemFace, OptionFace
from kaochang.presenters.candidate.gestures import Paired
from kaochang.presenters.candidate.spoken import spoken_option
from kaochang.presenters.phrases import runs
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.candidate.interactions.dragging import EdgeScroll, Press
from kaochang.views.candidate.interactions.option_body import option_body
from kaochang.views.widgets.keys import is_plain
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import focus_in_sight
from kaochang.views.widgets.parts import column, label, row, set_state
from kaochang.views.widgets.spoken import announce, speak_as

_NARROW = 520
"""Below this width (at normal size) the options stand under the prompts."""

_SLOT = 32
_TAKEN = 20
"""The line below an option that says what it is matched with: there from the start, so that nothing moves."""

_CLEARS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class _Side(QFrame):
    """A prompt or an option: can be clicked, dragged, and dropped on."""

    def __init__(self, face: OptionFace, owner: "MatchingInteraction", name: str) -> None:
        super().__init__()
        speak_as(self, "row")
        self.face = face
        self._owner = owner
        self._press: Press | None = None
        self.setObjectName(name)
        self.setProperty("ground", "matchable")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = Press(event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._press is not None and self._press.follow(event):
            self._owner.drag(self, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, or the end of a drag; another button than the one that holds it ends nothing."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        press, self._press = self._press, None
        if press is None:
            return
        at = event.globalPosition().toPoint()
        if press.is_drag:
            self._owner.drop(self, at)
        elif self.rect().contains(event.position().toPoint()):
            self._owner.click(self)

    def let_go(self) -> None:
        """Nothing is dragged any more."""
        self._press = None


class _Prompt(_Side):
    """One of the left side, and the letter of what it is matched with. The active one has the Tab key."""

    def __init__(self, face: OptionFace, owner: "MatchingInteraction") -> None:
        super().__init__(face, owner, f"prompt-{face.label}")
        look = owner.look
        layout = row(self, margins=(12, 6, 8, 6), spacing=10)
        body = option_body(face, 17, 1.5, look, number=f"{face.letter}. ")
        layout.addWidget(body, 1, Qt.AlignmentFlag.AlignVCenter)
        self.standing = ""
        self._slot: QLabel = label("", "slot", name=f"slot-{face.label}")
        self._slot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._slot.setMinimumWidth(46)
        self._slot.setFixedHeight(_SLOT)
        layout.addWidget(self._slot)

    def show_letter(self, letter: str) -> None:
        """Show the letter of the option that it is matched with, "" for none."""
        words = self._owner.look.words
        standing = words("candidate.matching.standing", letter=letter) if letter else words("candidate.matching.open")
        self.standing = standing
        self._slot.setText(letter or standing)
        set_state(self._slot, "filled", bool(letter))
        spoken = words(
            "candidate.matching.prompt",
            place=self.face.letter,
            text=spoken_option(self.face, words),
            standing=standing,
        )
        self.setAccessibleName(spoken)

    def show_active(self, *, is_active: bool) -> None:
        """Show whether the next option that is chosen goes to this one."""
        set_state(self, "active", is_active)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_active else Qt.FocusPolicy.ClickFocus)

    def event(self, event: QEvent) -> bool:
        """Keep letters for this prompt, and up and down for its neighbours."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        event.setAccepted(self._owner.takes_key(event))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter matches, Delete takes back, up and down go to the prompts beside this one.

        Escape lets go of what is dragged.
        """
        if event.key() == Qt.Key.Key_Escape and self._owner.let_go():
            return
        if not self._owner.take_key(self, event):
            event.ignore()


class _Option(_Side):
    """One of the right side, and the numbers of the prompts it is matched with."""

    def __init__(self, face: OptionFace, owner: "MatchingInteraction") -> None:
        super().__init__(face, owner, f"match-{face.label}")
        look = owner.look
        layout = row(self, margins=(8, 6, 12, 3), spacing=10)
        letter = label(face.letter, "slot")
        letter.setAlignment(Qt.AlignmentFlag.AlignCenter)
        letter.setFixedSize(_SLOT, _SLOT)
        layout.addWidget(letter, 0, Qt.AlignmentFlag.AlignTop)
        texts = column(margins=(0, 2, 0, 0), spacing=0)
        texts.addWidget(option_body(face, 17, 1.5, look))
        self._taken = label("", "small", name=f"taken-{face.label}", wraps=True)
        self._taken.setMinimumHeight(_TAKEN)
        texts.addWidget(self._taken)
        texts.addStretch(1)
        layout.addLayout(texts, 1)

    def show_places(self, places: list[str]) -> None:
        """Show which prompts it is matched with, by their numbers."""
        words, joined = self._owner.look.words, "、".join(places)
        key = "candidate.matching.option.taken" if places else "candidate.matching.option"
        shown = "、".join(runs(places))
        self._taken.setText(words("candidate.matching.taken", places=shown) if places else "")
        self.setAccessibleName(words(key, letter=self.face.letter, text=spoken_option(self.face, words), places=joined))


class _Thread(QWidget):
    """The line from what is dragged to the mouse."""

    def __init__(self, owner: QWidget, look: Look) -> None:
        super().__init__(owner)
        self._owner = owner
        self._look = look
        self._ends = (QPointF(), QPointF())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def span(self, start: QPointF, end: QPointF) -> None:
        """Draw it between these places of its owner."""
        self._ends = (start, end)
        self.setGeometry(self._owner.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("accent"), 2.5))
        painter.setBrush(self._look.colour("surface"))
        painter.drawLine(*self._ends)
        painter.drawEllipse(self._ends[1], 4, 4)


class MatchingInteraction(Interaction):
    """One prompt is active: a click on an option, or its letter, goes to it; then the next open prompt is active."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        self._pairs: dict[str, str] = {}
        self._prompts = [_Prompt(each, self) for each in face.prompts]
        self._options = [_Option(each, self) for each in face.options]
        self._letters = {each.face.letter: each for each in self._options}
        layout = column(self, spacing=12)
        layout.addWidget(label(look.words("candidate.matching.how"), "small", wraps=True))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(20)
        self._columns.addLayout(_stacked(self._prompts), 1)
        self._columns.addLayout(_stacked(self._options), 1)
        layout.addLayout(self._columns)
        self._thread = _Thread(self, look)
        self._dragged: _Side | None = None
        self._edge = EdgeScroll(self, self._drag_on)
        self._active = self._prompts[0]
        self._activate(self._active)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where two columns would be too narrow to read, the options stand under the prompts."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < self.look.pixels(_NARROW)
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)

    # -- by click and by key ----------------------------------------------------------------------------------------

    def click(self, side: _Side) -> None:
        """A prompt becomes active; an option goes to the active prompt, or is taken back from it."""
        if isinstance(side, _Prompt):
            self._activate(side)
            side.setFocus()
        else:
            self._give(self._active, side)
            self._active.setFocus()

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key means something at a prompt."""
        known = (*_CLEARS, Qt.Key.Key_Up, Qt.Key.Key_Down)
        means = event.key() in known or event.text().upper() in self._letters
        return means and is_plain(event, or_shifted=True)

    def take_key(self, prompt: _Prompt, event: QKeyEvent) -> bool:
        """Do what a key means at a prompt; whether it means anything."""
        if not self.takes_key(event):
            return False
        letter = self._letters.get(event.text().upper())
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go_beside(prompt, -1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.isAutoRepeat():
            return True
        elif letter is not None:
            self._give(prompt, letter)
            focus_in_sight(self._active)
        elif prompt.face.label in self._pairs:
            self.gesture.emit(Paired(prompt.face.label, self._pairs[prompt.face.label]))
            self._tell(prompt)
        return True

    def _give(self, prompt: _Prompt, option: _Side) -> None:
        """Match them, or take back what matched; after a match the next prompt without one becomes active."""
        self._activate(prompt)
        was = self._pairs.get(prompt.face.label)
        self.gesture.emit(Paired(prompt.face.label, option.face.label))
        self._tell(prompt)
        if self._pairs.get(prompt.face.label) not in (None, was):
            place = self._prompts.index(prompt)
            around = self._prompts[place + 1 :] + self._prompts[:place]
            self._activate(next((each for each in around if each.face.label not in self._pairs), prompt))

    def _tell(self, prompt: _Prompt) -> None:
        """What a prompt is matched with now: the keyboard may be at the next one already."""
        announce(self, self.look.words("spoken.matched", place=prompt.face.letter, standing=prompt.standing))

    def _go_beside(self, prompt: _Prompt, by: int) -> None:
        place = self._prompts.index(prompt) + by
        if 0 <= place < len(self._prompts):
            self._activate(self._prompts[place])
            focus_in_sight(self._active, Qt.FocusReason.TabFocusReason)

    def _activate(self, prompt: _Prompt) -> None:
        self._active = prompt
        for each in self._prompts:
            each.show_active(is_active=each is prompt)

    # -- by dragging --------------------------------------------------------------------------------------------------

    def drag(self, side: _Side, at: QPoint) -> None:
        """Draw the line from a side to the mouse (on the screen), and show what it would be matched with."""
        if self._dragged is None:
            self._active.setFocus()  # where Escape is heard
        self._dragged = side
        target = self._under(side, at)
        for each in (*self._prompts, *self._options):
            set_state(each, "target", each is target or each is side)
        start = QPointF(side.geometry().center())
        if self._columns.direction() == QBoxLayout.Direction.LeftToRight:
            start.setX(side.geometry().right() if isinstance(side, _Prompt) else side.geometry().left())
        self._thread.span(start, QPointF(self.mapFromGlobal(at)))
        self._edge.follow(at)

    def _drag_on(self) -> None:
        """The page was scrolled under the mouse."""
        if self._dragged is not None:
            self.drag(self._dragged, QCursor.pos())

    def _under(self, side: _Side, at: QPoint) -> _Side | None:
        place = self.mapFromGlobal(at)
        others: list[_Option] | list[_Prompt] = self._options if isinstance(side, _Prompt) else self._prompts
        return next((each for each in others if each.geometry().contains(place)), None)

    def drop(self, side: _Side, at: QPoint) -> None:
        """Match what is dragged with what is under the mouse (on the screen), unless they are matched already."""
        self._end_drag()
        target = self._under(side, at)
        prompt, option = (side, target) if isinstance(side, _Prompt) else (target, side)
        if isinstance(prompt, _Prompt) and option is not None:
            if self._pairs.get(prompt.face.label) != option.face.label:
                self._give(prompt, option)
            self._active.setFocus()

    def let_go(self) -> bool:
        """Nothing is dragged any more, and nothing was matched; whether anything was."""
        dragged = self._dragged
        if dragged is not None:
            dragged.let_go()
            self._end_drag()
        return dragged is not None

    def _end_drag(self) -> None:
        self._dragged = None
        self._thread.hide()
        self._edge.stop()
        for each in (*self._prompts, *self._options):
            set_state(each, "target", False)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_response(self, response: Response | None, length: str) -> None:
        """Show every pair at both of its ends."""
        self._pairs = dict(response.pairs) if isinstance(response, Pairs) else {}
        letters = {option.face.label: option.face.letter for option in self._options}
        for prompt in self._prompts:
            prompt.show_letter(letters.get(self._pairs.get(prompt.face.label, ""), ""))
        for option in self._options:
            matched = [
                each.face.letter for each in self._prompts if self._pairs.get(each.face.label) == option.face.label
            ]
            option.show_places(matched)

    def focus_first(self) -> None:
        """The first prompt that is not matched yet, or the first of all."""
        unmatched = [each for each in self._prompts if each.face.label not in self._pairs]
        self._activate((unmatched or self._prompts)[0])
        self._active.setFocus()


def _stacked(sides: list[_Prompt] | list[_Option]) -> QVBoxLayout:
    made = column(spacing=8)
    for each in sides:
        made.addWidget(each)
    made.addStretch(1)
    return made
