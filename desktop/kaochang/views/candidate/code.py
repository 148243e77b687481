"""The start code's page: the PIN from the slip, the code from the board, and the room key file, as the exam asks."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.code import CodePresenter, CodeState, Part
from kaochang.presenters.candidate.typed_code import blank
from kaochang.presenters.refusals import Refused
from kaochang.sealing.codes import CARD
from kaochang.views.candidate.acts import ActsPanel
from kaochang.views.candidate.code_fields import CodeFields, CodeIntents
from kaochang.views.candidate.code_parts import PinEntry, RoomKeyLine, RoomKeyPicker
from kaochang.views.candidate.login import RefusedBox
from kaochang.views.candidate.notice import BusyLine, WaitLine, card_page, kept_for
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, label, row, take_focus


class CodeView(QWidget):
    """Built for its first state: what a room asks for never changes. What was typed is wiped when the page is left."""

    def __init__(
        self,
        presenter: CodePresenter,
        state: CodeState,
        look: Look,
        back: Callable[[], None],
        back_words: str = "candidate.code.back",
    ) -> None:
        super().__init__()
        self.setObjectName("code")
        self._presenter = presenter
        self._refused_before: Refused | None = None
        intents = CodeIntents(presenter.type_group, presenter.start)
        self._code = CodeFields(state.code, "", "candidate.code.group", look, intents, is_compact=state.pin is not None)
        self._pin: PinEntry | None = None
        if state.pin is not None:
            pin_intents = CodeIntents(presenter.type_pin_group, presenter.start, self._code.go_to_first)
            self._pin = PinEntry(state.pin, look, pin_intents)
        self._title = label("", "title", name="code-title", wraps=True)
        self._message = label("", "", wraps=True)
        self._room_key = RoomKeyLine(look, presenter.offer_room_keys)
        self._picker = RoomKeyPicker(look, presenter)
        self._page = QWidget()
        self._busy = BusyLine("code-busy")
        self._wait = WaitLine("code-wait")
        self._refused = RefusedBox()
        offer = button(look.words("candidate.acts.title"), "quiet", "acts-open", presenter.open_acts)
        self._offer = flush(offer, "right")
        self._acts = ActsPanel(look, blank(CARD), lambda: presenter.acts)
        self._start = button("", "large", "start", presenter.start)
        self._back = button(look.words(back_words), "quiet", "back", back)
        self._bring = button("", "quiet", "bring", presenter.bring)
        self._lay_out(look)
        self._order_keyboard()

    def _lay_out(self, look: Look) -> None:
        _, card = card_page(self, 800)
        if self._pin is not None:
            card.setContentsMargins(52, 28, 52, 24)
        card.addWidget(self._picker)
        card.addWidget(self._acts)
        card.addWidget(self._page)
        layout = column(self._page)
        layout.addWidget(self._title)
        layout.addSpacing(6)
        layout.addWidget(self._message)
        layout.addSpacing(24 if self._pin is None else 12)
        if self._pin is not None:
            layout.addWidget(self._pin)
            layout.addSpacing(6)
            layout.addWidget(label(look.words("candidate.code.label"), "label"))
            layout.addSpacing(4)
        layout.addWidget(self._code)
        layout.addSpacing(8)
        layout.addWidget(self._room_key)
        layout.addSpacing(8)
        layout.addWidget(kept_for(68, (self._busy.line, self._refused, self._wait.line)))
        layout.addWidget(self._offer, 0, Qt.AlignmentFlag.AlignRight)
        layout.addSpacing(16)
        layout.addWidget(self._start)
        layout.addSpacing(8)
        ways = row(spacing=12)
        ways.addStretch(1)
        ways.addWidget(self._back)
        ways.addWidget(self._bring)
        ways.addStretch(1)
        layout.addLayout(ways)

    def _order_keyboard(self) -> None:
        pin = () if self._pin is None else (*self._pin.fields.fields, self._pin.switch)
        order = [*pin, *self._code.fields, self._room_key.choose, self._offer, self._start, self._back, self._bring]
        for before, behind in pairwise(order):
            self.setTabOrder(before, behind)

    @property
    def _first(self) -> CodeFields:
        """Where the keyboard is when the page opens: the PIN can be typed before the code is told."""
        return self._code if self._pin is None else self._pin.fields

    def render_state(self, state: CodeState) -> None:
        """Show a state."""
        offer = None if state.room_key is None else state.room_key.offer
        had_offer = not self._picker.isHidden()
        self._picker.show_offer(offer)
        self._page.setVisible(offer is None and state.acts is None)
        self._acts.setVisible(state.acts is not None)
        if state.acts is not None:
            self._acts.render_state(state.acts)
        self._offer.setVisible(state.offers_acts)
        if state.is_busy:
            self._busy.begin(state.busy)
        self._title.setText(state.title)
        self._message.setText(state.message)
        self._code.show_code(state.code, is_busy=state.is_busy)
        if self._pin is not None and state.pin is not None:
            self._pin.show_pin(state.pin, is_busy=state.is_busy)
        self._room_key.show_face(state.room_key, is_busy=state.is_busy)
        self._refused.show_refused(state.refused)
        self._start.setText(state.action)
        self._wait.show_wait(state.wait, self._start, may_act=state.may_start)
        self._back.setEnabled(not state.is_busy)
        self._bring.setText(state.brings)
        self._bring.setVisible(bool(state.brings))
        self._bring.setEnabled(not state.is_busy)
        if not state.is_busy:
            self._busy.end()
        if had_offer and offer is None and state.room_key is not None:
            self._go_on_from_picker(is_found=state.room_key.is_found)
        if state.refused is not self._refused_before:
            self._refused_before = state.refused
            self._ask_again(state.blamed)

    def _go_on_from_picker(self, *, is_found: bool) -> None:
        """The keyboard goes back to where the files were asked for, and on to the codes once there is one."""
        if is_found:
            self._first.go_to_first()
        else:
            take_focus(self._room_key.choose)

    def _ask_again(self, part: Part | None) -> None:
        """The keyboard goes to what has to be typed again."""
        if part is Part.PIN and self._pin is not None:
            self._pin.fields.ask_again(self._start, self._wait.line)
        elif part is Part.CODE:
            self._code.ask_again(self._start, self._wait.line)
        elif part is Part.ROOM_KEY:
            take_focus(self._room_key.choose)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field."""
        super().showEvent(event)
        if not event.spontaneous():
            self._first.go_to_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing for whoever sits down next, unless the window was only put away."""
        super().hideEvent(event)
        if event.spontaneous():
            return
        self._code.wipe()
        if self._pin is not None:
            self._pin.wipe()
