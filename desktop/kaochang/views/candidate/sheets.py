"""The sheets of an exam: the one that is shown, and the next ones, built before anybody asks for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.views.candidate.same_place import carry_place
from kaochang.views.candidate.sheet import ItemSheet
from kaochang.views.candidate.tools.on_sheet import SheetTools
from kaochang.views.widgets.after_paint import AfterPaint

_IDLE_MS = 30
"""So long nothing was shown anew: what was done is painted and on its way to the disk."""

_BETWEEN_MS = 2
"""Between two steps of building ahead everything else has its turn."""


@dataclass(frozen=True)
class Page:
    """An item's sheet with its tools; `wanted` is the item as shown, and the size of its text."""

    wanted: tuple[ItemFace, float]
    sheet: ItemSheet
    tools: SheetTools


class Sheets(QWidget):
    """Shows one page, and while nobody does anything builds those that `beside` names: an item turns in an instant.

    Whether a page may be taken is asked of the item itself: one that has become another since is built anew. No more
    pages are kept than `beside` names.
    """

    def __init__(
        self, make: Callable[[ItemFace, float, QWidget], Page], beside: Callable[[], Iterator[ItemFace]]
    ) -> None:
        super().__init__()
        self._make = make
        self._beside = beside
        self.has_keyboard = False
        """Whether the page came with the keyboard where it was: the same item in another size. Or a tool kept it."""
        self._page: Page | None = None
        self._left: ItemSheet | None = None
        self._ahead: list[Page] = []
        self._steps: Iterator[None] = iter(())
        self._later = AfterPaint(self)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._step)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        if self._page is None:
            raise RuntimeError("no item was shown yet")
        return self._page

    def show_item(self, face: ItemFace, scale: float, fill: Callable[[Page], None]) -> bool:
        """Turn to this item's page, unless it is there already; `fill` puts the response in. Whether it is another."""
        before, wanted = self._page, (face, scale)
        self._idle.stop()
        self.put_away()
        if before is not None and before.wanted == wanted:
            fill(before)
            self._begin()
            return False
        page = self._page = self._taken(wanted)
        page.sheet.setGeometry(self.rect())
        page.sheet.arrive()
        fill(page)
        self.has_keyboard = False
        if before is not None:
            before.sheet.retire()
            before.tools.retire()
            if before.wanted[0] == face:
                page.sheet.show()
                is_beside = self._is_keyboard_beside()
                self.has_keyboard = carry_place(before.sheet, page.sheet, takes_keyboard=not is_beside) or is_beside
            self._left = before.sheet
        page.sheet.raise_()
        page.sheet.show()
        page.sheet.update()  # of a part that comes to lie over another one Qt thinks so only once that goes
        self._begin()
        return True

    def put_away(self) -> None:
        """The page before this one goes, once this one is seen and has the keyboard.

        Until then it lies below: by itself Qt would first give the keyboard to whatever comes next in the window.
        """
        if self._left is not None:
            self._left.hide()
            self._later.do(self._left.deleteLater)
            self._left = None

    def is_other_size(self, face: ItemFace, scale: float) -> bool:
        """Whether the item that is shown would be built anew, in another size."""
        return self._page is not None and self._page.wanted[0] == face and self._page.wanted[1] != scale

    def _is_keyboard_beside(self) -> bool:
        """Whether it is in what lies beside the items: in a tool's panel, somebody goes on typing there."""
        focus, around = self.window().focusWidget(), self.parentWidget()
        if focus is None or around is None or self.isAncestorOf(focus):
            return False
        return around.isAncestorOf(focus)

    def _taken(self, wanted: tuple[ItemFace, float]) -> Page:
        found = next((page for page in self._ahead if page.wanted == wanted), None)
        if found is None:
            return self._make(*wanted, self)
        self._ahead.remove(found)
        return found

    def _begin(self) -> None:
        """Anew: what comes next is asked again once nobody has done anything for a while."""
        self._steps = self._build_ahead(self.page.wanted[1])
        self._idle.start(_IDLE_MS)

    def _step(self) -> None:
        if next(self._steps, self) is None:
            self._idle.start(_BETWEEN_MS)

    def _build_ahead(self, scale: float) -> Iterator[None]:
        """One page after the other, in steps that are short beside what a person notices."""
        kept: list[Page] = []
        for face in self._beside():
            yield
            wanted = (face, scale)
            found = next((page for page in self._ahead if page.wanted == wanted), None)
            if found is None:
                found = self._make(*wanted, self)
                self._ahead.append(found)
                yield
            if found.sheet.size() != self.size():
                found.sheet.setGeometry(self.rect())
                found.sheet.grab()  # polishes and lays out all of what was never shown
                yield
            kept.append(found)
        for page in [page for page in self._ahead if page not in kept]:
            self._ahead.remove(page)
            page.sheet.retire()
            page.sheet.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page that is shown has all the room."""
        if self._page is not None:
            self._page.sheet.setGeometry(self.rect())
