"""What stands on the start code's page beside the code itself: the PIN, covered from neighbours, and the room key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.code import CodePresenter
from kaochang.presenters.candidate.room_key import RoomKeyFace, RoomKeyOffer
from kaochang.presenters.candidate.typed_code import TypedCode
from kaochang.views.candidate.code_fields import CodeFields, CodeIntents
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, label, row, take_focus

_MOST_FILES = 7
"""As many rows as the smallest screen has room for."""


class PinEntry(QWidget):
    """The PIN's fields under their name, and a switch that shows what is typed; covered again for the next person."""

    def __init__(self, pin: TypedCode, look: Look, intents: CodeIntents) -> None:
        super().__init__()
        self._look = look
        self._is_covered = True
        self.fields = CodeFields(pin, "pin-", "candidate.code.pin.group", look, intents, is_compact=True)
        self.switch = flush(button("", "quiet", "pin-switch", self._turn), "right")
        self.switch.setProperty("compact", "true")
        head = row(spacing=8)
        head.addWidget(label(look.words("candidate.code.pin"), "label"))
        head.addStretch(1)
        head.addWidget(self.switch)
        layout = column(self, spacing=2)
        layout.addLayout(head)
        layout.addWidget(self.fields)
        self._cover(is_covered=True)

    def show_pin(self, pin: TypedCode, *, is_busy: bool) -> None:
        """Show what is typed so far."""
        self.fields.show_code(pin, is_busy=is_busy)
        self.switch.setEnabled(not is_busy)

    def wipe(self) -> None:
        """Take out what was typed and cover the fields again."""
        self.fields.wipe()
        self._cover(is_covered=True)

    def _turn(self) -> None:
        self._cover(is_covered=not self._is_covered)

    def _cover(self, *, is_covered: bool) -> None:
        self._is_covered = is_covered
        self.fields.cover(is_covered=is_covered)
        self.switch.setText(self._look.words(f"candidate.code.pin.{'show' if is_covered else 'hide'}"))


class RoomKeyLine(QWidget):
    """Whether the room key file is there, and a button to choose one by hand; nothing where the room needs none."""

    def __init__(self, look: Look, choose: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._sign = column()
        self._text = label("", "", name="room-key-text", wraps=True)
        self.choose = button("", "", "room-key-choose", choose)
        layout = row(self, spacing=10)
        layout.addLayout(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.choose)

    def show_face(self, face: RoomKeyFace | None, *, is_busy: bool) -> None:
        """Show what is known of the file."""
        self.setVisible(face is not None)
        if face is None:
            return
        clear(self._sign)
        draw, token = (signs.tick, "good") if face.is_found else (signs.alert, "marked")
        self._sign.addWidget(signs.Sign(draw, self._look.colour(token), 15))
        self._text.setText(face.text)
        self.choose.setText(face.action)
        self.choose.setEnabled(not is_busy)


class RoomKeyPicker(QWidget):
    """The files to choose from. A list of our own: a file dialog would open the whole PC to a candidate."""

    def __init__(self, look: Look, presenter: CodePresenter) -> None:
        super().__init__()
        self.setObjectName("room-key-picker")
        self._look = look
        self._presenter = presenter
        self._layout = column(self)
        self._shown: RoomKeyOffer | None = None

    def show_offer(self, offer: RoomKeyOffer | None) -> None:
        """Show these files, or go away."""
        self.setVisible(offer is not None)
        if offer is None or offer is self._shown:
            return
        self._shown = offer
        layout, words = self._layout, self._look.words
        clear(layout)
        layout.addWidget(label(words("candidate.code.room-key.offer"), "title"))
        layout.addSpacing(6)
        layout.addWidget(label(offer.message, "", name="room-key-offer", wraps=True))
        layout.addSpacing(16)
        for number, path in enumerate(offer.files[:_MOST_FILES], start=1):
            choose = partial(self._presenter.choose_room_key, path)
            layout.addWidget(button(str(path), "row", f"room-key-{number}", choose))
            layout.addSpacing(8)
        layout.addSpacing(16)
        again = button(words("candidate.code.room-key.offer.again"), "", "room-key-again", self._again)
        back = button(words("candidate.code.room-key.offer.back"), "", "room-key-back", self._back)
        line = row(spacing=12)
        line.addWidget(back)
        line.addStretch(1)
        line.addWidget(again)
        layout.addLayout(line)
        take_focus(again)

    def _again(self) -> None:
        self._presenter.offer_room_keys()

    def _back(self) -> None:
        self._presenter.withdraw_room_keys()
