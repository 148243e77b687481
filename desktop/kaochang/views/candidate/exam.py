"""The exam screen: header, palette, item, footer, a time warning, and what lies over it: dialogs, a wait, an act."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from kaochang.domain.items import ItemType
from kaochang.presenters.candidate.errata_faces import News
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import ExamState, ItemFace, TypeSize
from kaochang.presenters.candidate.typed_code import blank
from kaochang.sealing.codes import CARD
from kaochang.views.candidate.acts import ActsPanel, acts_page
from kaochang.views.candidate.away import AwayView
from kaochang.views.candidate.dialogs import Veil
from kaochang.views.candidate.errata import NoticeLine
from kaochang.views.candidate.exhibits import PictureView
from kaochang.views.candidate.footer import Footer, FooterActions
from kaochang.views.candidate.header import HeaderActions, HeaderBar
from kaochang.views.candidate.palette import PaletteView
from kaochang.views.candidate.sheet import ItemSheet, SheetActions
from kaochang.views.candidate.split import SplitMemory
from kaochang.views.candidate.suspended import SuspendedView
from kaochang.views.candidate.tools.dock import ToolDock, bind_tools
from kaochang.views.candidate.tools.on_sheet import SheetTools
from kaochang.views.candidate.zoom import Zoom
from kaochang.views.widgets.composing import finish_composing
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, tab_before
from kaochang.views.widgets.spoken import announce

_LETTERS = "ABCDEFGH"


class ExamView(QWidget):
    """Built for one sitting; an item's sheet is built anew when the item, its turn or the text size changes.

    Keys: A to H or 1 to 8 choose, Left/Right, PgUp/PgDn (also with Ctrl, from inside an editor) move, Ctrl+M marks,
    Ctrl+B folds the palette away, Ctrl+J opens the proctor's page. Text fields keep the keys that write and move in
    them; none of the keys belongs to an input method. Under the header one page is shown: the items, what the attempt
    waits for, a proctor's act, or, without the header, that the candidate is away.
    """

    def __init__(
        self, presenter: ExamPresenter, state: ExamState, look: Look, open_display: Callable[[], None]
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._shown: tuple[ItemFace, float] | None = None
        self._sheet: ItemSheet | None = None
        self._split = SplitMemory()
        self._drawn: SheetTools
        self.setObjectName("exam")
        self._header = HeaderBar(
            state.header, look, HeaderActions(self._resize, open_display, self._leave, presenter.ask_to_hand_in)
        )
        self._palette = PaletteView(state.palette, look, self._go, presenter.finder)
        self._footer = Footer(
            look,
            FooterActions(
                presenter.toggle_mark,
                partial(self._move, -1),
                partial(self._move, 1),
                self._open_acts,
                presenter.tools.toggle,
            ),
        )
        self._toast = self._make_toast()
        self._standing = self._make_standing()
        self._notice = NoticeLine(look, self._show_errata)
        self._middle = column()
        self._dock = ToolDock(self._middle, look, presenter.tools, self._back_to_item)
        self._footer.tools.compacted.connect(self._dock.show_tabs)
        self._items = QWidget()
        self._suspended = SuspendedView(look, self._open_acts)
        self._away = AwayView(look, presenter.come_back, self._open_acts)
        self._acts = ActsPanel(look, blank(CARD), lambda: presenter.acts)
        self._under_header = QWidget()
        self._pages = QStackedLayout(self._under_header)
        self._lay_out(self._middle)
        self._zoom = Zoom(look, self, self._under_header)
        self._veil = Veil(look, presenter, self)
        self._bind_keys()

    def _lay_out(self, middle: QVBoxLayout) -> None:
        main = column()
        main.addWidget(self._dock, 1)
        main.addWidget(self._footer)
        body = row(self._items)
        body.addWidget(self._palette)
        body.addLayout(main, 1)
        self._acts_page = acts_page(self._acts)
        for page in (self._items, self._suspended, self._away, self._acts_page):
            self._pages.addWidget(page)
        layout = column(self)
        layout.addWidget(self._header)
        layout.addWidget(self._under_header, 1)
        middle.addWidget(self._notice)
        middle.addWidget(self._standing)
        middle.addWidget(self._toast)

    def _make_standing(self) -> QFrame:
        made = frame("marked", name="standing")
        self._standing_text = label("", "warning", name="standing-text", wraps=True)
        row(made, margins=(20, 8, 20, 8)).addWidget(self._standing_text)
        made.setStyleSheet("QFrame#standing { border-radius: 0; border-left: none; border-right: none; }")
        made.hide()
        return made

    def _make_toast(self) -> QFrame:
        made = frame("marked", name="warning")
        layout = row(made, margins=(20, 6, 8, 6), spacing=12)
        self._warning = label("", "warning-strong", name="warning-text", wraps=True)
        layout.addWidget(self._warning, 1)
        close = self._look.words("candidate.warning.close")
        layout.addWidget(button(close, "quiet", "warning-close", self._presenter.dismiss_warning))
        made.setStyleSheet("QFrame#warning { border-radius: 0; border-left: none; border-right: none; }")
        made.hide()
        return made

    def _bind_keys(self) -> None:
        presenter = self._presenter
        for place, letter in enumerate(_LETTERS):
            for key in (letter, str(place + 1)):
                self._bind(key, partial(presenter.pick, place))
        for key, by in (("Left", -1), ("PgUp", -1), ("Ctrl+PgUp", -1), ("Right", 1), ("PgDown", 1), ("Ctrl+PgDown", 1)):
            self._bind(key, partial(self._move, by))
        self._bind("Ctrl+M", presenter.toggle_mark)
        self._bind("Ctrl+J", self._open_acts)
        self._bind("Ctrl+B", presenter.finder.toggle)
        bind_tools(self._bind, presenter.tools, lambda: presenter.state.face, self._to_text)

    def _bind(self, key: str, then: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(len(key) > 1)  # a letter that is held down chooses once
        shortcut.activated.connect(partial(self._on_key, then))

    def _on_key(self, then: Callable[[], None]) -> None:
        is_covered = self._veil.isVisible() or self._pages.currentWidget() is self._acts_page
        if not is_covered:
            finish_composing()
            then()

    def _to_text(self) -> None:
        if not self._drawn.focus_text():
            self._back_to_item()

    def _back_to_item(self) -> None:
        if self._sheet is not None:
            self._sheet.interaction.focus_again()

    def _leave(self) -> None:
        finish_composing()
        self._presenter.leave()

    def _show_errata(self) -> None:
        finish_composing()
        self._presenter.errata.show()

    def _open_acts(self) -> None:
        finish_composing()
        self._presenter.open_acts()

    def _open_versions(self) -> None:
        finish_composing()
        self._presenter.versions.open()

    def _go(self, item: str) -> None:
        """To an item by its number; the number of the item that is here gives the keyboard back to it."""
        finish_composing()
        sheet = self._sheet
        self._presenter.go(item)
        if sheet is not None and sheet is self._sheet and not self._veil.isVisible():
            sheet.interaction.focus_again()

    def _move(self, by: int) -> None:
        finish_composing()
        self._presenter.move(by)

    def _resize(self, size: TypeSize) -> None:
        finish_composing()
        self._presenter.resize(size)

    def render_state(self, state: ExamState) -> None:
        """Show a state; what did not change is left alone."""
        if isinstance(state.overlay, News) and not self._veil.isVisible():
            finish_composing()
            state = self._presenter.state
        self._header.show_clock(state.clock)
        self._header.show_part(state.part)
        self._header.show_ticket(state.header.ticket)
        self._header.show_size(state.size)
        is_here = state.acts is None and state.suspended is None and state.away is None
        self._header.allow(hand_in=state.may_hand_in, leave=is_here)
        self._header.show_progress(state.palette)
        self._palette.show_palette(state.palette)
        self._footer.show_saved(state.saved)
        self._footer.show_keys(_last_letter(state.face))
        self._footer.show_place(
            is_marked=state.is_marked, is_first=state.is_first, is_last=state.is_last, next_label=state.next_label
        )
        for bar, text, line in (
            (self._toast, self._warning, state.warning),
            (self._standing, self._standing_text, state.standing),
        ):
            if line != text.text():
                announce(bar, line)
            text.setText(line)
            bar.setVisible(bool(line))
        self._notice.show_notice(state.notice)
        is_new = self._show_item(state)
        self._footer.tools.show_tools(state.tools)
        self._dock.show_tools(state.tools)
        is_turned = self._show_page(state)
        is_veiled = self._veil.show_overlay(state.overlay)
        if is_new or is_veiled or is_turned:
            self._zoom.drop()
        self._place_focus(state, is_new=is_new, is_uncovered=is_veiled or is_turned)

    def _show_page(self, state: ExamState) -> bool:
        """The page under the header; whether it is another one now."""
        page = self._items
        if state.away is not None:
            self._away.show_away(state.away)
            page = self._away
        if state.suspended is not None:
            self._suspended.show_suspended(state.suspended)
            page = self._suspended
        if state.acts is not None:
            page = self._acts_page
        is_turned = self._pages.currentWidget() is not page
        if is_turned:
            self._pages.setCurrentWidget(page)
            self._away.empty()
            self._header.setVisible(page is not self._away)
        if state.acts is not None:
            self._acts.render_state(state.acts)
        return is_turned

    def _show_item(self, state: ExamState) -> bool:
        wanted = (state.face, state.size.value)
        is_new = wanted != self._shown
        if is_new:
            self._shown = wanted
            look = Look(self._look.theme, self._look.words, state.size.value)
            actions = SheetActions(self._presenter.respond, self._go, self._open_versions)
            sheet = ItemSheet(state.face, look, actions, self._split)
            if self._sheet is not None:
                self._sheet.retire()
                self._middle.removeWidget(self._sheet)
                self._sheet.hide()
                self._sheet.deleteLater()
            self._sheet = sheet
            for picture in sheet.findChildren(PictureView):
                picture.opened.connect(self._zoom.open_picture)
            self._drawn = SheetTools(sheet, state.face, self._presenter.tools, look)
            self._middle.addWidget(sheet, 1)
            sheet.show()
            if state.face.earlier:
                self._middle.activate()
                sheet.go_to_field()
            self._palette.reveal(state.face.id)
        if self._sheet is not None:
            self._sheet.show_response(state.response, state.length, is_marked=state.is_marked, versions=state.versions)
            self._sheet.show_own_time(state.own_time)
            self._drawn.show_tools(state.tools)
            self._sheet.show_errata(state.errata)
            if is_new:
                tab_before(self._sheet, self._footer)
        return is_new

    def _place_focus(self, state: ExamState, *, is_new: bool, is_uncovered: bool) -> None:
        if state.overlay is not None:
            if is_uncovered:
                self._veil.focus_safe()
        elif state.acts is not None:
            pass  # the proctor's page knows where its keyboard is
        elif state.suspended is not None:
            if is_uncovered:
                self._suspended.focus_first()
        elif state.away is not None:
            if is_uncovered:
                self._away.focus_first()
        elif is_new and self._sheet is not None:
            self._sheet.interaction.focus_first()
        elif is_uncovered and self._sheet is not None:
            self._sheet.interaction.focus_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The veil covers everything."""
        self._veil.setGeometry(self.rect())
        super().resizeEvent(event)


def _last_letter(face: ItemFace) -> str:
    """The last letter that chooses something in this item, "" where letters choose nothing."""
    if face.type is ItemType.TRUEFALSE:
        return _LETTERS[1]
    if face.type in (ItemType.SINGLE, ItemType.MULTIPLE):
        return _LETTERS[min(len(face.options), len(_LETTERS)) - 1]
    return ""
