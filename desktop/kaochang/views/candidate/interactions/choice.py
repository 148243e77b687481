"""Single and multiple choice, and true or false: rows to choose from."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kaochang.domain.items import ItemType
from kaochang.domain.responses import Choice, Judgement, Response
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.presenters.candidate.gestures import Chosen, Cleared, Gesture, Judged
from kaochang.presenters.candidate.spoken import spoken_option
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.candidate.interactions.option_body import OptionBody, option_body
from kaochang.views.candidate.interactions.option_row import OptionRow
from kaochang.views.widgets.after_paint import paint_now
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column
from kaochang.views.widgets.prose import Prose
from kaochang.views.widgets.signs import Draw, cross, tick
from kaochang.views.widgets.spoken import announce

_PIXELS, _LINES = 18, 1.6


class _Rows(Interaction):
    """Rows, each of which stands for one gesture and is chosen where `_chosen` says so."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        self._layout = column(self, spacing=12)
        self._rows: dict[str, OptionRow] = {}
        self._called: dict[str, str] = {}
        self._is_showing = False

    def _add(self, key: str, sign: str | Draw, spoken: str, body: OptionBody, gesture: Gesture) -> None:
        made = OptionRow(sign, body, self.look, is_single=self.face.type is not ItemType.MULTIPLE)
        made.setObjectName(f"option-{key}")
        made.setAccessibleName(spoken)
        made.clicked.connect(partial(self._emit, gesture))
        made.toggled.connect(partial(self._on_toggled, gesture))
        self._rows[key] = made
        self._called[key] = sign if isinstance(sign, str) else spoken
        self._layout.addWidget(made)

    def _emit(self, gesture: Gesture, _: bool = False) -> None:
        self.gesture.emit(gesture)

    def _on_toggled(self, gesture: Gesture, is_chosen: bool) -> None:
        """A screen reader toggles a row past any click; of rows that exclude each other, the one it chose counts."""
        if not self._is_showing and (is_chosen or self.face.type is ItemType.MULTIPLE):
            self.gesture.emit(gesture)

    def _show(self, chosen: set[str]) -> None:
        self._is_showing = True
        others = [(key, made) for key, made in self._rows.items() if made.isChecked() != (key in chosen)]
        for key, made in others:
            made.show_chosen(is_chosen=key in chosen)
        self._is_showing = False
        if others and self.isVisible():
            paint_now(self)  # before all that tells of it around the item
            self._tell(dict(others))

    def _tell(self, changed: dict[str, OptionRow]) -> None:
        """What a letter did, where the keyboard is not; of rows that exclude each other, only which one it chose."""
        chosen = {key: made for key, made in changed.items() if made.isChecked()}
        key = "spoken.chosen" if chosen else "spoken.unchosen"
        unheard = [self._called[each] for each, made in (chosen or changed).items() if not made.hasFocus()]
        announce(self, "\n".join(self.look.words(key, option=called) for called in unheard))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes back whatever is chosen; every other key is somebody else's."""
        if event.key() == Qt.Key.Key_Delete:
            if not event.isAutoRepeat():
                self.gesture.emit(Cleared())
        else:
            event.ignore()

    def focus_first(self) -> None:
        """The chosen row, or the first."""
        rows = list(self._rows.values())
        for made in ([made for made in rows if made.isChecked()] or rows)[:1]:
            made.setFocus()


class ChoiceInteraction(_Rows):
    """One row for each option."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        for option in face.options:
            spoken = look.words("candidate.option.spoken", letter=option.letter, text=spoken_option(option, look.words))
            body = option_body(option, _PIXELS, _LINES, look)
            self._add(option.label, option.letter, spoken, body, Chosen(option.label))

    def show_response(self, response: Response | None, length: str) -> None:
        """Show which options are chosen."""
        self._show(set(response.labels) if isinstance(response, Choice) else set())


class JudgementInteraction(_Rows):
    """Two rows: true and false."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        true, false = look.words("candidate.true"), look.words("candidate.false")
        for key, sign, text in (("true", tick, true), ("false", cross, false)):
            self._add(key, sign, text, Prose(text, look.pixels(_PIXELS), _LINES, look), Judged(key == "true"))

    def show_response(self, response: Response | None, length: str) -> None:
        """Show what was judged."""
        chosen = {str(response.value).lower()} if isinstance(response, Judgement) else set()
        self._show(chosen)
