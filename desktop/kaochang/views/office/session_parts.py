"""The parts of a session that are chosen and typed: its exams, its rooms."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from kaochang.presenters.office.session_exams import SessionExams
from kaochang.presenters.office.session_rooms import SessionRooms
from kaochang.presenters.office.sessions_state import ExamFace, ExamsState, RoomsState
from kaochang.views.office.choices import Choices
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.office.page_parts import card, centred
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, label, row

_WIDE = 820
_SEATS = 90


class SessionExamsView(QWidget):
    """Every exam of the bank is a row to press; what is chosen says so."""

    def __init__(self, presenter: SessionExams, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._faces: tuple[ExamFace, ...] | None = None
        self._refused = RefusedStrip("session-exams-refused")
        self._none = label("", "label", name="session-exams-none", wraps=True)
        self._rows = column(spacing=8)
        self._name = text_field("session-name", words("office.sessions.name"), presenter.type_title)
        inner = QWidget()
        middle = column(inner, spacing=12)
        middle.addWidget(label(words("office.sessions.exams.title"), "title"))
        middle.addWidget(label(words("office.sessions.exams.what"), "label", wraps=True))
        middle.addWidget(self._refused)
        self._said = label("", "good", name="session-said", wraps=True)
        middle.addWidget(self._said)
        middle.addWidget(self._none)
        middle.addLayout(self._rows)
        middle.addSpacing(10)
        named, inside = card("session-name-card", words("office.sessions.name"), spacing=8)
        inside.addWidget(self._name)
        middle.addWidget(named)
        middle.addStretch(1)
        column(self).addWidget(centred("session-exams-page", inner, widest=_WIDE))

    def render_state(self, state: ExamsState) -> None:
        """Show the part."""
        words = self._look.words
        self._refused.show_refused(state.refused)
        self._said.setText(state.said)
        self._said.setVisible(bool(state.said))
        self._none.setText(words("office.sessions.looking" if state.is_looking else "office.sessions.exams.none"))
        self._none.setVisible(not state.exams and state.refused is None)
        if state.exams != self._faces:
            had = [each.id for each in self._faces or ()]
            self._faces = state.exams
            held = self._held()
            clear(self._rows)
            for face in state.exams:
                row_of = PlaceFace(face.title, face.note, face.is_chosen)
                made = place(words, f"exam-{face.id}", row_of, partial(self._presenter.toggle, face.id))
                self._rows.addWidget(made)
                if made.objectName() == held and face.id in had:
                    made.setFocus()
        show_typed(self._name, state.title, is_wrong=False)
        self._name.setPlaceholderText(
            words("office.sessions.name.usual", title=state.usual_title) if state.usual_title else ""
        )

    def _held(self) -> str:
        """The row with the keyboard: it is made anew when it is pressed, and keeps the keyboard."""
        focus = self.window().focusWidget()
        return "" if focus is None else focus.objectName()


class _RoomRow:
    """One room: its name, its seats, who sits there, and what is wrong."""

    def __init__(self, view: SessionRoomsView, look: Look, at: int) -> None:
        words, presenter = look.words, view.presenter
        self.name: QLineEdit = text_field(f"room-name-{at}", words("office.rooms.name"), partial(presenter.rename, at))
        self.seats: QLineEdit = text_field(
            f"room-seats-{at}", words("office.rooms.seats"), partial(presenter.type_seats, at), width=_SEATS
        )
        self.seats.setPlaceholderText(words("office.rooms.seats.hint"))
        self.people: QLabel = label("", "small", name=f"room-people-{at}")
        self.wrong: QLabel = label("", "bad-note", name=f"room-wrong-{at}", wraps=True)
        self.drop: QPushButton = button(
            words("office.rooms.drop"), "tool", f"room-drop-{at}", partial(presenter.drop, at)
        )

    def into(self, grid: QGridLayout, at: int) -> None:
        """Two lines of the grid: the fields, and below them what is wrong."""
        for column_at, each in enumerate((self.name, self.seats, self.people, self.drop)):
            grid.addWidget(each, 2 * at + 1, column_at)
        grid.addWidget(self.wrong, 2 * at + 2, 0, 1, 4)


class SessionRoomsView(QWidget):
    """Rooms as rows of fields; below them how seats are given."""

    def __init__(self, presenter: SessionRooms, look: Look) -> None:
        super().__init__()
        self.presenter = presenter
        self._look = look
        words = look.words
        self._made: list[_RoomRow] = []
        self._refused = RefusedStrip("session-rooms-refused")
        self._summary = label("", "section", name="rooms-summary", wraps=True)
        self._holder = column()
        self._reset = flush(button(words("office.rooms.reset"), "quiet", "rooms-reset", presenter.as_in_roster), "left")
        self._how = Choices(
            {
                False: ("rooms-in-order", words("office.rooms.in-order")),
                True: ("rooms-drawn", words("office.rooms.drawn")),
            },
            presenter.draw,
        )
        self._how_note = label("", "note", name="rooms-how-note", wraps=True)
        self._seed_title = label(words("office.rooms.seed"), "strong")
        self._seed = text_field("rooms-seed", words("office.rooms.seed"), presenter.type_seed)
        spoken = words("office.rooms.reserve")
        self._reserve = text_field("rooms-reserve", spoken, presenter.type_reserve, width=_SEATS)
        self._reserve_wrong = label("", "bad-note", name="rooms-reserve-wrong", wraps=True)
        inner = QWidget()
        middle = column(inner, spacing=12)
        middle.addWidget(label(words("office.rooms.title"), "title"))
        middle.addWidget(label(words("office.rooms.what"), "label", wraps=True))
        middle.addWidget(self._refused)
        middle.addWidget(self._summary)
        rooms, inside = card("rooms-card", words("office.rooms.name"), spacing=10)
        inside.addLayout(self._holder)
        line = row(spacing=12)
        line.addWidget(button(words("office.rooms.add"), "plain", "rooms-add", presenter.add))
        line.addWidget(self._reset)
        line.addStretch(1)
        inside.addLayout(line)
        middle.addWidget(rooms)
        seats, inside = card("seats-card", words("office.rooms.how"), spacing=8)
        line = row()
        line.addWidget(self._how)
        line.addStretch(1)
        inside.addLayout(line)
        for each in (self._how_note, self._seed_title, self._seed):
            inside.addWidget(each)
        middle.addWidget(seats)
        middle.addWidget(self._reserve_card())
        middle.addStretch(1)
        column(self).addWidget(centred("session-rooms-page", inner, widest=_WIDE))

    def _reserve_card(self) -> QWidget:
        words = self._look.words
        made, inside = card("reserve-card", words("office.rooms.reserve"), spacing=8)
        inside.addWidget(self._reserve)
        inside.addWidget(self._reserve_wrong)
        inside.addWidget(label(words("office.rooms.reserve.note"), "note", wraps=True))
        return made

    def render_state(self, state: RoomsState) -> None:
        """Show the part."""
        words = self._look.words
        self._refused.show_refused(state.refused)
        self._summary.setText(state.summary)
        if len(self._made) != len(state.rooms):
            self._make(len(state.rooms))
        for made, face in zip(self._made, state.rooms, strict=True):
            show_typed(made.name, face.name, is_wrong=bool(face.wrong))
            show_typed(made.seats, face.seats, is_wrong=bool(face.wrong))
            made.people.setText(face.people)
            made.wrong.setText(face.wrong)
            made.wrong.setVisible(bool(face.wrong))
            made.drop.setEnabled(len(state.rooms) > 1)
        self._reset.setVisible(state.is_own)
        self._how.show_chosen(state.is_drawn)
        self._how_note.setText(words("office.rooms.seed.note" if state.is_drawn else "office.rooms.order.note"))
        for each in (self._seed_title, self._seed):
            each.setVisible(state.is_drawn)
        show_typed(self._seed, state.seed, is_wrong=False)
        show_typed(self._reserve, state.reserve, is_wrong=bool(state.reserve_wrong))
        self._reserve_wrong.setText(state.reserve_wrong)
        self._reserve_wrong.setVisible(bool(state.reserve_wrong))

    def _make(self, count: int) -> None:
        clear(self._holder)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        words = self._look.words
        grid.addWidget(label(words("office.rooms.name"), "small"), 0, 0)
        grid.addWidget(label(words("office.rooms.seats"), "small"), 0, 1)
        self._made = [_RoomRow(self, self._look, at) for at in range(count)]
        for at, made in enumerate(self._made):
            made.into(grid, at)
        self._holder.addLayout(grid)
