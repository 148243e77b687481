"""The palette: every item's number, by section, with what was done to it in colour and in form."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kaochang.presenters.candidate.exam_state import Cell, Palette, PaletteSection
from kaochang.presenters.candidate.finder import Filter, Finder
from kaochang.views.candidate.cell_signs import Swatch, paint_cell
from kaochang.views.theme import font
from kaochang.views.widgets import signs
from kaochang.views.widgets.keys import claims
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row, rule
from kaochang.views.widgets.scrolled import scrolled
from kaochang.views.widgets.steady import Steady

COLUMNS = 6
_WIDTH, _RAIL = 272, 64
_BESIDE_SECTIONS = 34
"""The margins, the line at the right and the scroll bar's place, which is kept: a bar that comes moves nothing."""
_LEGEND = ("answered", "unanswered", "marked", "current")
_SELDOM = ("partial", "panel", "withdrawn", "closed", "later")
"""What the legend explains only where there is any."""
_LEAST_TARGET = 32
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}


class CellButton(QAbstractButton):
    """One item's number. The current one takes the Tab key; from it, arrows reach the others and Enter goes there."""

    def __init__(self, cell: Cell, look: Look, move_focus: Callable[["CellButton", int], None]) -> None:
        super().__init__()
        self._look = look
        self._cell: Cell | None = None
        self._move_focus = move_focus
        self.setObjectName(f"cell-{cell.number}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_cell(cell)

    def show_cell(self, cell: Cell) -> None:
        """Show this state; nothing is done where it is shown already."""
        if cell == self._cell:
            return
        self._cell = cell
        self.setAccessibleName(cell.spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cell.is_current else Qt.FocusPolicy.ClickFocus)
        self.update()

    def sizeHint(self) -> QSize:
        """A number of three figures, and room for the ring."""
        return QSize(39, 40)

    def event(self, event: QEvent) -> bool:
        """Keep the arrows for this cell before they turn to the next item."""
        return claims(event, _ARROWS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move over the palette, Enter and Space go to the item."""
        if event.key() in _ARROWS:
            self._move_focus(self, _ARROWS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cell and its number."""
        cell = self._cell
        if cell is None:
            return
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_cell(painter, box, self._look, cell)
        if self.hasFocus():
            inset = 5 if cell.is_current else 1
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("ink"), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 7 - inset // 2, 7 - inset // 2)
        is_done = cell.is_answered and not cell.is_withdrawn
        ink = "ink" if cell.is_current else "accent_dark" if is_done else "ink2"
        painter.setPen(self._look.colour(ink))
        painter.setFont(font(14, bold=is_done or cell.is_current))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(cell.number))


class _Heading(QWidget):
    """A section's name and progress beside the button that folds it; a click on any of them folds it."""

    def __init__(self, fold: QPushButton, title: str, progress: QWidget) -> None:
        super().__init__()
        self._fold = fold
        self.setMinimumHeight(_LEAST_TARGET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        line = row(self, margins=(0, 0, 7, 0), spacing=4)
        line.addWidget(fold)
        line.addWidget(label(title, "section", wraps=True), 1)
        line.addWidget(progress)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Taken, so that its release comes here."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As a click on the button."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._fold.click()


class _Section(QWidget):
    """A section's heading, which folds it, and its cells in a grid of those that are shown."""

    def __init__(self, section: PaletteSection, cells: list[CellButton], fold: Callable[[], None], look: Look) -> None:
        super().__init__()
        self.setAccessibleName(section.title)
        self._words = look.words
        self._cells = cells
        self._arranged: tuple[CellButton, ...] | None = None
        self._sign: signs.Draw | None = None
        self._look = look
        self._progress = Steady(label(section.progress, "section"))
        self._fold = button("", "fold", f"fold-{section.title}", fold)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(COLUMNS, 1)
        layout = column(self)
        layout.addWidget(_Heading(self._fold, section.title, self._progress))
        layout.addLayout(self._grid)
        for made in cells:
            made.setParent(self)

    def show_section(self, section: PaletteSection) -> None:
        """Show the cells that the filter lets through, of a folded section the current one alone; nothing for none."""
        self.setVisible(bool(section.shown))
        self._progress.show_text(section.progress)
        key = "candidate.palette.unfold" if section.is_folded else "candidate.palette.fold"
        self._fold.setAccessibleName(self._words(key, section=section.title, progress=section.progress))
        sign = signs.forward if section.is_folded else signs.down
        if sign is not self._sign:
            self._sign = sign
            self._fold.setIcon(signs.icon(sign, self._look.colour("ink2")))
        here = {cell.item for cell in section.cells if cell.is_current} if section.is_folded else section.shown
        shown = section.shown & here
        for made, cell in zip(self._cells, section.cells, strict=True):
            made.show_cell(cell)
        self._arrange(tuple(made for made, cell in zip(self._cells, section.cells, strict=True) if cell.item in shown))

    def _arrange(self, wanted: tuple[CellButton, ...]) -> None:
        if wanted == self._arranged:
            return
        self._arranged = wanted
        for made in self._cells:
            self._grid.removeWidget(made)
            made.setVisible(made in wanted)
        for place, made in enumerate(wanted):
            self._grid.addWidget(made, place // COLUMNS, place % COLUMNS)


class PaletteView(QFrame):
    """Built once; afterwards only cells that changed are painted anew. Collapsed, it is a rail with its counts."""

    def __init__(self, palette: Palette, look: Look, go: Callable[[str], None], finder: Finder) -> None:
        super().__init__()
        self.setProperty("ground", "palette")
        self.setObjectName("palette")
        self.setAccessibleName(look.words("candidate.palette"))
        self._look = look
        self._go = go
        self._finder = finder
        self._shown: Palette | None = None
        self._is_collapsed: bool | None = None
        self._seldom_shown: tuple[str, ...] = ()
        self._cells: dict[str, CellButton] = {}
        self._filters: dict[Filter, QPushButton] = {}
        self._counts: dict[str, list[tuple[QLabel, Steady]]] = {name: [] for name in _LEGEND}
        self._body = QWidget()
        sections = column(self._body, margins=(13, 4, 8, 8), spacing=8)
        self._none = label("", "quiet", name="palette-none", wraps=True)
        sections.addWidget(self._none)
        self._sections = [self._section(place, section) for place, section in enumerate(palette.sections)]
        for made in self._sections:
            made.setFixedWidth(_WIDTH - _BESIDE_SECTIONS)
            sections.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        sections.addStretch(1)
        self._scroll = scrolled(self._body, centred=False, name="palette-scroll", ground="surface")
        self._whole = QWidget()
        whole = column(self._whole)
        whole.addLayout(self._tools())
        whole.addWidget(self._scroll, 1)
        whole.addLayout(self._legend())
        self._rail = self._narrow()
        layout = column(self)
        layout.addWidget(self._whole)
        layout.addWidget(self._rail)

    def _tools(self) -> QHBoxLayout:
        words = self._look.words
        layout = row(margins=(16, 10, 10, 6), spacing=6)
        for each in (Filter.UNANSWERED, Filter.MARKED):
            text = words(f"candidate.palette.filter.{each.value}")
            made = button(text, "filter", f"filter-{each.value}", partial(self._finder.choose, each))
            made.setCheckable(True)
            self._filters[each] = made
            layout.addWidget(made)
        layout.addStretch(1)
        layout.addWidget(self._turner("palette-collapse", "candidate.palette.collapse", signs.back))
        return layout

    def _turner(self, name: str, key: str, sign: signs.Draw) -> QPushButton:
        toggle: Callable[[], None] = self._finder.toggle
        made = button("", "fold", name, toggle)
        made.setProperty("size", "large")
        made.setIcon(signs.icon(sign, self._look.colour("ink2")))
        made.setAccessibleName(self._look.words(key))
        return made

    def _section(self, place: int, section: PaletteSection) -> _Section:
        cells = []
        for cell in section.cells:
            made = CellButton(cell, self._look, self._move_focus)
            made.clicked.connect(partial(self._on_clicked, cell.item))
            self._cells[cell.item] = made
            cells.append(made)
        return _Section(section, cells, partial(self._finder.fold, place), self._look)

    def _on_clicked(self, item: str, _: bool = False) -> None:
        self._go(item)

    def _legend(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setContentsMargins(13, 8, 16, 12)
        grid.setVerticalSpacing(4)
        for place, name in enumerate(_LEGEND):
            line = row(spacing=6)
            line.addWidget(Swatch(name, self._look))
            line.addWidget(label(self._look.words(f"candidate.legend.{name}"), "small"))
            if name != "current":
                line.addWidget(self._count(name, f"count-{name}"))
            line.addStretch(1)
            grid.addLayout(line, place // 2, place % 2)
        self._legend_grid = grid
        self._seldom = {name: self._seldom_line(name) for name in _SELDOM}
        layout = column(margins=(16, 0, 16, 0))
        layout.addWidget(rule())
        outer = column()
        outer.addLayout(layout)
        outer.addLayout(grid)
        return outer

    def _seldom_line(self, name: str) -> tuple[QWidget, QLabel]:
        made = QWidget(self)
        line = row(made, spacing=6)
        line.addWidget(Swatch(name, self._look))
        line.addWidget(label(self._look.words(f"candidate.legend.{name}"), "small"))
        count = label("", "section", name=f"count-{name}")
        line.addWidget(count)
        line.addStretch(1)
        made.hide()
        return made, count

    def _show_seldom(self, counts: dict[str, int]) -> None:
        """What there is of it, in the places behind the rest of the legend."""
        for name, (_, figure) in self._seldom.items():
            figure.setText(str(counts[name]))
            spoken = self._look.words(f"candidate.legend.{name}")
            figure.setAccessibleName(self._look.words("candidate.legend.spoken", name=spoken, count=counts[name]))
        wanted = tuple(name for name in _SELDOM if counts[name])
        if wanted == self._seldom_shown:
            return
        self._seldom_shown = wanted
        for name, (line, _) in self._seldom.items():
            self._legend_grid.removeWidget(line)
            line.setVisible(name in wanted)
        for place, name in enumerate(wanted, start=len(_LEGEND)):
            self._legend_grid.addWidget(self._seldom[name][0], place // 2, place % 2)

    def _count(self, name: str, called: str) -> Steady:
        figure = label("", "section", name=called)
        figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made = Steady(figure)
        self._counts[name].append((figure, made))
        return made

    def _narrow(self) -> QWidget:
        """The rail: the way back to the whole palette, and the counts."""
        made = QWidget()
        layout = column(made, margins=(6, 10, 6, 12), spacing=2)
        turner = self._turner("palette-expand", "candidate.palette.expand", signs.forward)
        layout.addWidget(turner, 0, Qt.AlignmentFlag.AlignHCenter)
        for name in ("answered", "unanswered", "marked"):
            layout.addSpacing(12)
            layout.addWidget(Swatch(name, self._look), 0, Qt.AlignmentFlag.AlignHCenter)
            caption = label(self._look.words(f"candidate.legend.{name}"), "tiny")
            caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(caption)
            layout.addWidget(self._count(name, f"rail-{name}"))
        layout.addStretch(1)
        return made

    def show_palette(self, palette: Palette) -> None:
        """Show what changed."""
        if palette == self._shown:
            return
        self._shown = palette
        if palette.is_collapsed is not self._is_collapsed:
            self._turn(is_collapsed=palette.is_collapsed)
        for made, section in zip(self._sections, palette.sections, strict=True):
            made.show_section(section)
        for each, chooser in self._filters.items():
            chooser.setChecked(each.value == palette.filter)
        counts = {"answered": palette.answered, "unanswered": palette.unanswered, "marked": palette.marked}
        for name, count in counts.items():
            spoken = self._look.words(f"candidate.legend.{name}")
            for figure, place in self._counts[name]:
                place.show_text(str(count))
                figure.setAccessibleName(self._look.words("candidate.legend.spoken", name=spoken, count=count))
        self._show_seldom({name: getattr(palette, name) for name in _SELDOM})
        is_empty = counts.get(palette.filter) == 0
        self._none.setVisible(is_empty)
        if is_empty:
            self._none.setText(self._look.words(f"candidate.palette.none.{palette.filter}"))

    def _turn(self, *, is_collapsed: bool) -> None:
        """Collapse or open; the keyboard stays on the button that did it."""
        had_keyboard = self._whole.isAncestorOf(self.focusWidget()) or self._rail.isAncestorOf(self.focusWidget())
        self._is_collapsed = is_collapsed
        self.setFixedWidth(_RAIL if is_collapsed else _WIDTH)
        self._whole.setVisible(not is_collapsed)
        self._rail.setVisible(is_collapsed)
        turner = self.findChild(QPushButton, "palette-expand" if is_collapsed else "palette-collapse")
        if had_keyboard and turner is not None:
            turner.setFocus()

    def reveal(self, item: str) -> None:
        """Scroll to an item's number."""
        self._scroll.ensureWidgetVisible(self._cells[item], 0, 20)

    def _move_focus(self, cell: CellButton, by: int) -> None:
        cells = [each for each in self._cells.values() if not each.isHidden()]
        place = max(0, min(len(cells) - 1, cells.index(cell) + by))
        cells[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(cells[place], 0, 20)
