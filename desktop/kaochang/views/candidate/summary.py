"""The hand-in summary: what is done in each section, and a link to everything that wants another look.

With few sections the links stand below the table. With many they stand beside it, so that both are seen at once; what
is longer than the screen scrolls within its own column, and title and buttons stay where they are.
"""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import Confirmation, SectionSummary, Summary
from kaochang.presenters.phrases import breadth
from kaochang.views.candidate.dialog_parts import SIDE, dialog, refused_box, two_buttons
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import BAR, Pane
from kaochang.views.widgets.parts import button, column, frame, label, row, rule

_WIDTH, _WIDE = 720, 960
_FEW_SECTIONS = 5
"""Of so many a table is short enough to have the links below it."""

_BESIDE = 352
"""The width of the links where they stand beside the table."""

_BETWEEN = 28
_CHIP = 88
_FIGURE, _NARROW_FIGURE = 72, 58
_HEADS = ("section", "answered", "partial", "unanswered", "marked")
_CHIP_COLUMNS, _LONG_CHIP_COLUMNS = 5, 3
_BESIDE_COLUMNS, _LONG_BESIDE_COLUMNS = 3, 2
_LONG_CHIP, _LONG_BESIDE = 14, 8
"""Columns of a chip's words from which on fewer chips stand in a row."""

_CHIPS_HIGHEST, _CHIPS_LEAST = 148, 64
_TABLE_LEAST = 110
_HIGHEST = 2_000
_EDGE = 2 * 2
"""Pixels above and below what scrolls, for the ring that shows the keyboard."""


class _Area(Pane):
    """As high as its body wants in this width, up to `highest`; in less room it scrolls, down to `least`."""

    def __init__(self, body: QWidget, name: str, width: int, least: int, highest: int) -> None:
        super().__init__(name)
        self._body, self._wide, self._least, self._highest = body, width, least, highest
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.verticalScrollBar().rangeChanged.connect(self._keep_off_bar)
        self.setWidget(body)
        for each in (body, self.viewport()):
            each.setAutoFillBackground(False)  # the dialog's own ground, or the frame's

    def _keep_off_bar(self, _: int, most: int) -> None:
        """The last column ends beside the bar, not at it."""
        layout = self._body.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, BAR if most else 0, 0)

    def sizeHint(self) -> QSize:
        """The body's, up to the highest; as if the bar were there, which makes some lines longer when it comes."""
        body = self._body
        height = (
            body.heightForWidth(self._wide - _EDGE - 2 * BAR) if body.hasHeightForWidth() else body.sizeHint().height()
        )
        return QSize(self._wide, min(height + _EDGE, self._highest))

    def minimumSizeHint(self) -> QSize:
        """Some lines of it."""
        return QSize(0, min(self._least, self.sizeHint().height()))


def summary_dialog(summary: Summary, look: Look, presenter: ExamPresenter) -> QFrame:
    """The first of the two confirmations."""
    words = look.words
    is_wide = bool(summary.chips) and len(summary.rows) > _FEW_SECTIONS
    width = _WIDE if is_wide else _WIDTH
    made, layout = dialog("summary", width)
    layout.addWidget(label(words("candidate.summary.title"), "title"))
    layout.addSpacing(4)
    layout.addWidget(label(words("candidate.summary.left", left=summary.time_left), "small", wraps=True))
    layout.addSpacing(14)
    inside = width - 2 * SIDE
    if is_wide:
        beside = row(spacing=_BETWEEN)
        beside.addWidget(_table(summary, look, inside - _BETWEEN - _BESIDE), 1, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(links(summary, look, presenter, is_beside=True), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(beside)
    else:
        layout.addWidget(_table(summary, look, inside))
        layout.addSpacing(18)
        layout.addWidget(links(summary, look, presenter, is_beside=False))
    if summary.refused is not None:
        layout.addSpacing(12)
        layout.addWidget(refused_box(summary.refused.message, summary.refused.next_step))
    layout.addSpacing(24)
    hand_in = words("candidate.summary.insist" if summary.has_gaps else "candidate.summary.hand-in")
    left = button(hand_in, "danger", "insist", presenter.insist)
    left.setEnabled(summary.refused is None)
    right = button(words("candidate.summary.back"), "strong", "safe", presenter.go_back)
    layout.addLayout(two_buttons(left, right))
    return made


def _table(summary: Summary, look: Look, width: int) -> QWidget:
    words = look.words
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    is_short = len(summary.rows) <= _FEW_SECTIONS
    grid.setVerticalSpacing(8 if is_short else 6)
    grid.setHorizontalSpacing(0)
    grid.setColumnStretch(0, 1)
    for place, head in enumerate(_HEADS):
        grid.addWidget(_figure(words(f"candidate.summary.header.{head}"), "small", is_first=place == 0), 0, place)
    for place in range(1, len(_HEADS)):
        grid.setColumnMinimumWidth(place, _FIGURE if is_short else _NARROW_FIGURE)
    for line, section in enumerate(summary.rows, start=1):
        grid.addWidget(rule(), 2 * line - 1, 0, 1, len(_HEADS))
        _fill_line(grid, 2 * line, section, look)
    grid.addWidget(rule(), 2 * len(summary.rows) + 1, 0, 1, len(_HEADS))
    return _Area(body, words("candidate.summary.header.section"), width, _TABLE_LEAST, _HIGHEST)


def _fill_line(grid: QGridLayout, line: int, section: SectionSummary, look: Look) -> None:
    title = _figure(section.title, "", is_first=True)
    grid.addWidget(title, line, 0)
    figures = (section.answered, section.partial, section.unanswered, section.marked)
    told = dict(zip(_HEADS[1:], figures, strict=True))
    title.setAccessibleName(look.words("spoken.section", title=section.title, **told))
    for place, figure in enumerate(figures, start=1):
        role = "gap" if place in (2, 3) and figure else ""
        grid.addWidget(_figure(str(figure), role, is_first=False), line, place)


def _figure(text: str, role: str, *, is_first: bool) -> QWidget:
    made = label(text, role, wraps=is_first and not role)
    if not is_first:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def links(summary: Summary | Confirmation, look: Look, presenter: ExamPresenter, *, is_beside: bool) -> QFrame:
    """What is missing, in words, and a link to each item that wants another look."""
    made = frame("marked" if summary.chips else "accent", name="gaps")
    layout = column(made, margins=(16, 12, 16, 12), spacing=4)
    layout.addWidget(label(summary.headline, "warning-strong" if summary.chips else "next", wraps=True))
    if not summary.chips:
        return made
    if is_beside:
        made.setFixedWidth(_BESIDE)
    layout.addWidget(label(look.words("candidate.summary.links"), "warning", wraps=True))
    layout.addSpacing(6)
    highest = _HIGHEST if is_beside else _CHIPS_HIGHEST
    name = look.words("candidate.summary.links")
    layout.addWidget(_Area(_chips(summary, look, presenter, is_beside), name, _BESIDE - 32, _CHIPS_LEAST, highest))
    return made


def _chips(summary: Summary | Confirmation, look: Look, presenter: ExamPresenter, is_beside: bool) -> QWidget:
    chips = QWidget()
    grid = QGridLayout(chips)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(8)
    longest = max(breadth(chip.text) for chip in summary.chips)
    is_long = longest > (_LONG_BESIDE if is_beside else _LONG_CHIP)
    few, many = (_LONG_BESIDE_COLUMNS, _BESIDE_COLUMNS) if is_beside else (_LONG_CHIP_COLUMNS, _CHIP_COLUMNS)
    across = few if is_long else many
    for place, chip in enumerate(summary.chips):
        link = button(chip.text, "chip", f"chip-{chip.item}", partial(presenter.go, chip.item))
        if chip.is_marked:
            link.setIcon(signs.icon(signs.flag_before_words, look.colour("marked")))
        grid.addWidget(link, place // across, place % across)
    for place in range(across):
        grid.setColumnStretch(place, 1)
        grid.setColumnMinimumWidth(place, _CHIP)
    return chips
