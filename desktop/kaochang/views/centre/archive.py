"""The page of the archive: what the signed ledger says, its lines, and the receipt list for the rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kaochang.presenters.centre.archive import ArchivePresenter, ArchiveState, type_text
from kaochang.presenters.office.score_rows import Tone
from kaochang.views.office.opening import choose_folder, choose_new_file
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.tables import Cells, Table
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, frame, label, row

if TYPE_CHECKING:  # the flows come with the first audit
    from kaochang.custody.checkpoints import LedgerEntry

_COLUMNS = ("number", "type", "room", "ticket", "file")
_WIDTHS = (90, 120, 160, 180, 460)
_ROLES = {Tone.BAD: "bad-strong", Tone.DOUBT: "warning-strong", Tone.GOOD: "good"}


class _Entries(Cells):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self._entries: Sequence[LedgerEntry] = ()
        self._rooms: Mapping[str, str] = {}

    def take(self, state: ArchiveState) -> None:
        """These lines."""
        if state.entries is not self._entries or not self.titles:
            self._entries, self._rooms = state.entries, dict(state.rooms)
            self.reset(len(self._entries), tuple(self._words(f"centre.archive.column.{each}") for each in _COLUMNS))

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        entry = self._entries[row]
        room = self._rooms.get(entry.room, entry.room)
        return (str(row + 1), type_text(entry, self._words), room, entry.ticket, entry.file)[column]

    def is_figure(self, column: int) -> bool:
        """The number of the line."""
        return column == 0


class ArchiveView(QWidget):
    """Lines are painted where they are seen: a session has hundreds of thousands."""

    def __init__(self, presenter: ArchivePresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._shown: tuple[tuple[str, Tone], ...] | None = None
        self._refused = RefusedStrip("archive-refused")
        self._looking = label(words("centre.archive.looking"), "label", name="archive-looking")
        self._lines = column(spacing=4)
        self._written = label("", "good", name="archive-written", wraps=True)
        self._receipts = button(words("centre.archive.receipts"), "strong", "archive-receipts", self._on_receipts)
        self._cells = _Entries(look)
        self._table = Table(self._cells, look, "archive-entries", words("centre.archive.entries"))
        self._table.fit(_WIDTHS)
        top = frame("surface")
        inside = column(top, margins=(18, 12, 18, 12), spacing=6)
        inside.addWidget(label(words("centre.archive.ledger"), "heading"))
        inside.addWidget(self._looking)
        inside.addLayout(self._lines)
        inside.addWidget(self._written)
        self._elsewhere = label("", "label", name="archive-elsewhere", wraps=True)
        self._choose = button(words("centre.archive.elsewhere.choose"), "plain", "archive-choose", self._on_elsewhere)
        stop = partial(presenter.keep_elsewhere, None)
        self._stop = button(words("centre.archive.elsewhere.stop"), "plain", "archive-stop", stop)
        across = row(spacing=12)
        across.addWidget(self._elsewhere, 1)
        for part in (self._choose, self._stop):
            across.addWidget(part)
        inside.addLayout(across)
        line = row()
        line.addWidget(label(words("centre.archive.receipts.note"), "note", wraps=True), 1)
        inside.addLayout(line)
        whole = column(self)
        whole.addWidget(self._refused)
        whole.addWidget(top)
        whole.addWidget(self._table, 1)
        self.setFocusProxy(self._table)
        self.head: QWidget | None = self._receipts

    def render_state(self, state: ArchiveState) -> None:
        """Show the page."""
        self._refused.show_refused(state.refused)
        self._looking.setVisible(state.is_working)
        self._written.setText(state.written)
        self._written.setVisible(bool(state.written))
        for part in (self._receipts, self._choose, self._stop):
            part.setEnabled(not state.is_working)
        words = self._look.words
        none = words("centre.archive.elsewhere.none")
        key = "centre.archive.elsewhere.gone" if state.is_elsewhere_gone else "centre.archive.elsewhere"
        self._elsewhere.setText(words(key, folder=state.elsewhere) if state.elsewhere else none)
        self._stop.setVisible(bool(state.elsewhere))
        if state.lines != self._shown:
            self._shown = state.lines
            clear(self._lines)
            for text, tone in state.lines:
                self._lines.addWidget(label(text, _ROLES.get(tone, "label"), wraps=True))
        self._cells.take(state)

    def _on_elsewhere(self) -> None:
        choose_folder(self, self._look.words("centre.archive.elsewhere.where"), self._presenter.keep_elsewhere)

    def _on_receipts(self) -> None:
        state, words = self._presenter.state, self._look.words
        choose_new_file(self, words("centre.archive.receipts-to"), state.proposed, self._presenter.write_receipts)
