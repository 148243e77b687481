"""The exam screen: header, palette, item, footer, a time warning, and what lies over it: dialogs, a wait, an act."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.presenters.candidate.errata_faces import News
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import ExamState, ItemFace
from kaochang.presenters.candidate.picking import LETTERS, last_letter
from kaochang.presenters.candidate.typed_code import blank
from kaochang.sealing.codes import CARD
from kaochang.views.candidate.acts import ActsPanel, acts_page
from kaochang.views.candidate.away import AwayView
from kaochang.views.candidate.dialogs import Veil
from kaochang.views.candidate.exhibits import Exhibit
from kaochang.views.candidate.footer import Footer, FooterActions
from kaochang.views.candidate.header import HeaderActions, HeaderBar
from kaochang.views.candidate.lines import StandingLines, WarningStrip
from kaochang.views.candidate.palette import PaletteView
from kaochang.views.candidate.sheet import ItemSheet, SheetActions
from kaochang.views.candidate.sheets import Page, Sheets
from kaochang.views.candidate.split import SplitMemory
from kaochang.views.candidate.suspended import SuspendedView
from kaochang.views.candidate.tools.dock import ToolDock, bind_tools
from kaochang.views.candidate.tools.on_sheet import SheetTools
from kaochang.views.candidate.zoom import Zoom
from kaochang.views.widgets.after_paint import paint_now
from kaochang.views.widgets.arriving import Arriving
from kaochang.views.widgets.composing import finish_composing, watch_composing
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, row, tab_before, tab_within
from kaochang.views.widgets.spoken import speak_as

_MOVING = {"Left": -1, "PgUp": -1, "Ctrl+PgUp": -1, "Right": 1, "PgDown": 1, "Ctrl+PgDown": 1}
_TO_ACTS = "Ctrl+J"
_OVER_PICTURES = frozenset((_TO_ACTS, "Ctrl+M", "Ctrl+PgUp", "Ctrl+PgDown"))
"""Keys that do what they do while a picture is shown large."""


class ExamView(QWidget):
    """Built for one sitting; an item's sheet is built anew when the item, its turn or the text size changes.

    Keys: A to H choose, so do 1 to 8 while no calculator is open, Left/Right, PgUp/PgDn (also with Ctrl, from inside an
    editor) move, Ctrl+M marks, Ctrl+B folds the palette away, Ctrl+J opens the proctor's page, F1 that of all keys.
    Text fields keep the keys that write and move in them; none of the keys belongs to an input method. Under the header
    one page is shown: the items, what the attempt waits for, a proctor's act, or, without the header, that the
    candidate is away.
    """

    def __init__(
        self, presenter: ExamPresenter, state: ExamState, look: Look, open_display: Callable[[], None]
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._split = SplitMemory()
        self._arriving = Arriving()
        self._sheets = Sheets(self._make_page, presenter.beside)
        self.setObjectName("exam")
        self._header = HeaderBar(
            state.header, look, HeaderActions(presenter.resize, open_display, presenter.leave, presenter.ask_to_hand_in)
        )
        self._palette = PaletteView(state.palette, look, self._go, presenter.finder)
        self._footer = Footer(
            look,
            FooterActions(
                presenter.toggle_mark,
                partial(presenter.move, -1),
                partial(presenter.move, 1),
                presenter.open_acts,
                presenter.tools.toggle,
            ),
        )
        self._lines = StandingLines(look, presenter.errata.show)
        self._middle = column()
        self._dock = ToolDock(self._middle, look, presenter.tools, self._back_to_item)
        self._footer.tools.compacted.connect(self._dock.show_tabs)
        self._items = QWidget()
        speak_as(self._items, "page")
        self._suspended = SuspendedView(look, presenter.open_acts)
        self._away = AwayView(look, presenter.come_back, presenter.open_acts)
        self._acts = ActsPanel(look, blank(CARD), lambda: presenter.acts)
        self._under_header = QWidget()
        self._pages = QStackedLayout(self._under_header)
        self._lay_out()
        self._warning = WarningStrip(look, self._header, self, presenter.dismiss_warning)
        tab_before(self._warning, self._footer)
        self._zoom = Zoom(look, self, self._under_header)
        self._veil = Veil(look, presenter, self)
        self._bind_keys()
        presenter.composing.connect(finish_composing)
        watch_composing().composed.connect(self._on_composed)

    def _on_composed(self) -> None:
        self._presenter.composing.touch()

    def _lay_out(self) -> None:
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
        self._middle.addWidget(self._sheets, 1)
        self._middle.addWidget(self._lines)

    def _bind_keys(self) -> None:
        presenter = self._presenter
        for place, letter in enumerate(LETTERS):
            self._bind(letter, partial(presenter.pick, place))
        for digit in range(10):
            self._bind(str(digit), partial(self._on_digit, digit))
        for key, by in _MOVING.items():
            self._bind(key, partial(presenter.move, by))
        self._bind("Ctrl+M", presenter.toggle_mark)
        self._bind(_TO_ACTS, presenter.open_acts)
        self._bind("Ctrl+B", presenter.finder.toggle)
        self._bind("F1", presenter.shortcuts.open)
        bind_tools(self._bind, presenter.tools, lambda: presenter.state.face, self._to_text)

    def _bind(self, key: str, then: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(key in _MOVING)  # what is held down does once whatever it writes
        shortcut.activated.connect(partial(self._on_key, key, then))

    def _on_key(self, key: str, then: Callable[[], None]) -> None:
        if self._hears(key):
            finish_composing()
            then()

    def _on_digit(self, digit: int) -> None:
        """A digit chooses, unless the calculator is open: whoever looks at it and types means no option."""
        if not self._dock.take_digit(str(digit)) and 0 < digit <= len(LETTERS):
            self._presenter.pick(digit - 1)

    def _hears(self, key: str) -> bool:
        """No key does unseen what cannot be seen under a dialog, another page or a picture."""
        page = self._pages.currentWidget()
        if self._veil.isVisible() or page is self._acts_page:
            return False
        if page is not self._items:
            return key == _TO_ACTS
        return key in _OVER_PICTURES or not self._zoom.isVisible()

    def _to_text(self) -> None:
        if not self._sheets.page.tools.focus_text():
            self._back_to_item()

    def _back_to_item(self) -> None:
        self._sheets.page.sheet.focus_again()

    def _go(self, item: str) -> None:
        """To an item by its number; the number of the item that is here gives the keyboard back to it."""
        finish_composing()
        page = self._sheets.page
        self._presenter.go(item)
        if page is self._sheets.page and not self._veil.isVisible():
            page.sheet.focus_again()

    def render_state(self, state: ExamState) -> None:
        """Show a state; what did not change is left alone."""
        if self._takes_field(state):
            finish_composing()
            state = self._presenter.state
        if not self._veil.isVisible() and self._pages.currentWidget() is self._items:
            self._dock.remember_keyboard()
        self._footer.show_sign(state.saved.sign)  # before anything is painted, and so before anything is saved
        is_new = self._show_item(state)  # first: it is what the candidate looks at
        self._header.show_clock(state.clock)
        self._header.show_part(state.part)
        self._header.show_ticket(state.header)
        self._header.show_size(state.size)
        is_here = state.acts is None and state.suspended is None and state.away is None
        self._header.allow(hand_in=state.may_hand_in, leave=is_here)
        self._header.show_progress(state.palette)
        self._palette.show_palette(state.palette)
        self._footer.show_saved(state.saved)
        self._footer.show_keys(last_letter(state.face))
        self._footer.show_place(
            is_marked=state.is_marked, is_first=state.is_first, is_last=state.is_last, next_label=state.next_label
        )
        self._lines.show_lines(state)
        self._zoom.show_lines(state.standing)
        self._away.show_lines("\n".join(filter(None, (state.standing, state.warning))))
        if is_new:
            self._palette.reveal(state.face.id)
        self._footer.tools.show_tools(state.tools)
        self._dock.show_tools(state.tools)
        is_turned = self._show_page(state)
        is_veiled = self._veil.show_overlay(state.overlay)
        self._warning.show_line(state.warning)  # above whatever is open now
        if is_new or is_veiled or is_turned:
            self._zoom.drop()
        if is_veiled or is_turned:
            self._sheets.page.sheet.interaction.let_go()
        self._place_focus(state, is_new=is_new, is_uncovered=is_veiled or is_turned)
        self._sheets.put_away()
        page = self._pages.currentWidget()
        self._arriving.tell(None if page is self._items or state.overlay is not None else page)

    def _takes_field(self, state: ExamState) -> bool:
        """Whether the field in which something is being composed loses the keyboard by this, or is built anew."""
        is_news = isinstance(state.overlay, News) and not self._veil.isVisible()
        return is_news or self._sheets.is_other_size(state.face, state.size.value)

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
        is_end = state.suspended is not None and state.suspended.is_end
        self._header.setVisible(page is not self._away and not is_end)
        is_turned = self._pages.currentWidget() is not page
        if is_turned:
            self._pages.setCurrentWidget(page)
            self._away.empty()
        if state.acts is not None:
            self._acts.render_state(state.acts)
        return is_turned

    def _make_page(self, face: ItemFace, scale: float, parent: QWidget) -> Page:
        look = Look(self._look.theme, self._look.words, scale)
        actions = SheetActions(self._presenter.respond, self._go, self._presenter.versions.open)
        sheet = ItemSheet(face, look, actions, self._split)
        sheet.hide()
        sheet.setParent(parent)
        for exhibit in sheet.findChildren(Exhibit):
            exhibit.opened.connect(self._zoom.open_picture)
        tab_before(sheet, self._footer)
        return Page((face, scale), sheet, SheetTools(sheet, face, self._presenter.tools, look))

    def _show_item(self, state: ExamState) -> bool:
        is_new = self._sheets.show_item(state.face, state.size.value, partial(self._fill, state))
        if is_new:
            self._lines.give_back()
            if state.face.earlier:
                self._middle.activate()
                self._sheets.page.sheet.go_to_field()
            if self._sheets.isVisible():
                paint_now(self._sheets)  # before all that tells of it around the item
        return is_new

    def _fill(self, state: ExamState, page: Page) -> None:
        page.sheet.show_response(state.response, state.length, is_marked=state.is_marked, versions=state.versions)
        page.sheet.show_own_time(state.own_time)
        page.tools.show_tools(state.tools)
        page.sheet.show_errata(state.errata, is_settled=state.is_settled)
        page.sheet.show_siblings(state.face.siblings)

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
        elif is_new and not self._sheets.has_keyboard:
            self._sheets.page.sheet.focus_first()
        elif is_uncovered and not self._dock.take_back_keyboard():
            self._sheets.page.sheet.focus_again()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """From the header, Tab goes into a picture that lies over the items, not below it."""
        if self._zoom.isVisible():
            return tab_within(self._zoom, forward=forward)
        return super().focusNextPrevChild(forward)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now it is known what of the first item can be seen."""
        super().showEvent(event)
        self._sheets.page.sheet.leave_unseen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The veil covers everything."""
        self._veil.setGeometry(self.rect())
        super().resizeEvent(event)
