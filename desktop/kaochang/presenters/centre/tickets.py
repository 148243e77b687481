"""Every ticket, or those behind a figure: filtered by group, room and text, sorted by a column, opened one by one."""

from __future__ import annotations

from collections.abc import Sequence

from kaochang.presenters.centre.pages import CentreDesk, CentrePage, Show
from kaochang.presenters.centre.standing import Group, Standing, TicketRow
from kaochang.presenters.centre.tickets_state import ChipFace, TicketColumn, TicketsState, TicketWords


class TicketsPresenter:
    """Intents of the page in, its state out. Rows are those of the standing: none is copied."""

    def __init__(self, desk: CentreDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._words = TicketWords(desk.means.words)
        self._group: Group | None = None
        self._room = self._text = self._opened = ""
        self._order: TicketColumn | None = None
        self._is_down = False
        self._of: Standing | None = None
        self._sorted: Sequence[TicketRow] = ()
        self._rows: Sequence[TicketRow] = ()
        self.state = TicketsState()

    def enter(self) -> None:
        """The page is shown, over the session as it stands now."""
        if self._of is not self._desk.standing:
            self._of = self._desk.now
            self._sort()
        self._show()

    def leave(self) -> None:
        """Another page is shown."""

    def show_group(self, group: Group | None, room: str) -> None:
        """Those behind a figure or a room; what was typed is gone."""
        self._group, self._room, self._text, self._opened = group, room, "", ""
        self._of = self._desk.now
        self._sort()
        self._show()

    def pick(self, group: Group | None) -> None:
        """This group only (None: every one)."""
        self._group = group
        self._filter()
        self._show()

    def choose_room(self, room: str) -> None:
        """This room only ("": every one)."""
        self._room = room
        self._filter()
        self._show()

    def type(self, text: str) -> None:
        """Those whose number, name, staff number or seat holds this."""
        self._text = text
        self._filter()
        self._show()

    def sort(self, column: TicketColumn) -> None:
        """By this column, the second time the other way round, the third time as the roster has them."""
        if column is not self._order:
            self._order, self._is_down = column, False
        elif not self._is_down:
            self._is_down = True
        else:
            self._order = None
        self._sort()
        self._show()

    def open(self, at: int) -> None:
        """The ticket of a row."""
        self._opened = self._rows[at].number
        self._desk.ways.ticket(self._opened)

    def go_back(self) -> None:
        """To the figures."""
        self._desk.go(CentrePage.COLLECT)

    def _sort(self) -> None:
        rows, order = self._desk.now.rows, self._order
        if order is None:
            self._sorted = rows
        else:
            self._sorted = sorted(rows, key=lambda row: self._words.key(row, order), reverse=self._is_down)
        self._filter()

    def _filter(self) -> None:
        rows, group, room, text = self._sorted, self._group, self._room, self._text.strip().casefold()
        if group is not None:
            rows = [row for row in rows if row.group is group]
        if room:
            rows = [row for row in rows if row.room == room]
        if text:
            rows = [row for row in rows if text in f"{row.number}\n{row.name}\n{row.person}\n{row.seat}".casefold()]
        self._rows = rows

    def _show(self) -> None:
        now, words = self._desk.now, self._desk.means.words
        chips = (
            ChipFace(
                each, words(f"centre.tickets.pick.{'all' if each is None else each}", count=count), each is self._group
            )
            for each in (None, *Group)
            if (count := len(now.rows) if each is None else now.groups.get(each, 0))
        )
        self.state = TicketsState(
            rows=self._rows,
            words=self._words,
            chips=tuple(chips),
            rooms=tuple(room.name for room in now.rooms),
            room=self._room,
            text=self._text,
            count=words("centre.tickets.count", count=len(self._rows)),
            order=self._order,
            is_down=self._is_down,
            at=next((at for at, row in enumerate(self._rows) if row.number == self._opened), -1)
            if self._opened
            else -1,
        )
        self._show_state(self.state)
