"""Identity, notices and pledge."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kaochang.presenters.candidate.identity import IdentityPresenter, IdentityState
from kaochang.views.candidate.notice import card_page
from kaochang.views.candidate.portrait import Portrait, read_photo
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, frame, label, row, rule, take_focus
from kaochang.views.widgets.prose import Prose
from kaochang.views.widgets.scrolled import scrolled
from kaochang.views.widgets.tick_box import TickBox

_WIDTH = 872
"""Of the card; on the narrowest screen it leaves the window's corner to the choice of the display."""

_NOTICES_HEIGHT = 356
_LONG_PLEDGE = 150
"""Characters of a pledge that has room on the page; a longer one scrolls in a field of its own."""

_PLEDGE_HEIGHT = 110


class IdentityView(QWidget):
    """Who on the left, what holds on the right, the pledge below."""

    def __init__(self, presenter: IdentityPresenter, look: Look) -> None:
        super().__init__()
        self.setObjectName("identity")
        self._presenter = presenter
        self._look = look
        self._built: tuple[object, ...] = ()
        _, self._layout = card_page(self, _WIDTH)
        self._layout.setContentsMargins(40, 40, 40, 40)
        self._pledge = TickBox(look.words("candidate.identity.pledge"), look)
        self._confirm = button(
            look.words("candidate.identity.confirm"), "strong", "identity-confirm", presenter.confirm
        )
        self._deny = button(look.words("candidate.identity.deny"), "", "identity-deny", presenter.deny)
        self._pledge.setObjectName("pledge")
        self._pledge.clicked.connect(presenter.pledge)
        self._confirm.setMinimumHeight(46)

    def render_state(self, state: IdentityState) -> None:
        """Show a state; a new candidate's card is built anew."""
        wanted = (state.facts, state.notices, state.pledge, state.photo, state.photo_doubt)
        if wanted != self._built:
            self._built = wanted
            self._build(state)
        self._pledge.setChecked(state.is_pledged)
        self._confirm.setEnabled(state.is_pledged)
        if not self.isVisible():  # about to be shown anew: the keyboard does not stay where the last one left it
            take_focus(self._pledge)

    def _build(self, state: IdentityState) -> None:
        layout, words = self._layout, self._look.words
        for kept in (self._pledge, self._confirm, self._deny):
            kept.setParent(self)
        clear(layout)
        layout.addWidget(label(words("candidate.identity.title"), "title"))
        layout.addSpacing(4)
        layout.addWidget(label(words("candidate.identity.message"), "small", wraps=True))
        layout.addSpacing(20)
        halves = row(spacing=32)
        halves.addLayout(self._who(state), 41)
        halves.addWidget(self._notices(state), 59, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(halves)
        layout.addSpacing(20)
        layout.addWidget(self._promise(state))
        layout.addSpacing(20)
        line = row(spacing=12)
        line.addWidget(self._deny)
        line.addStretch(1)
        line.addWidget(self._confirm)
        layout.addLayout(line)
        for before, behind in ((self._pledge, self._confirm), (self._confirm, self._deny)):
            self.setTabOrder(before, behind)

    def _who(self, state: IdentityState) -> QVBoxLayout:
        photo = read_photo(state.photo)
        doubt = state.photo_doubt
        if state.photo and photo.isNull():
            doubt = self._look.words("candidate.identity.photo.broken")
        avatar = signs.Avatar(state.initial, self._look.theme, 64)
        who = row(spacing=16)
        who.addWidget(avatar if photo.isNull() else Portrait(photo, self._look))
        who.addWidget(label(state.name, "title", name="candidate-name", wraps=True), 1)
        layout = column(spacing=16)
        layout.addLayout(who)
        if doubt:
            layout.addWidget(label(doubt, "doubt", name="photo-doubt", wraps=True))
        layout.addLayout(facts(state.facts, "quiet", "strong"))
        layout.addStretch(1)
        return layout

    def _notices(self, state: IdentityState) -> QWidget:
        body = QWidget()
        layout = column(body, spacing=8)
        layout.addWidget(label(self._look.words("candidate.identity.notices"), "strong"))
        layout.addWidget(rule())
        for number, notice in enumerate(state.notices, start=1):
            line = row(spacing=8)
            line.addWidget(label(f"{number}.", "quiet"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Prose(notice, 15, 1.6, self._look), 1)
            layout.addLayout(line)
        layout.addStretch(1)
        area = scrolled(body, centred=False, name="notices", ground="surface")
        area.setFixedHeight(_NOTICES_HEIGHT - (_PLEDGE_HEIGHT if len(state.pledge) > _LONG_PLEDGE else 0) // 2)
        area.setAccessibleName("\n".join(state.notices))
        area.setProperty("kind", "pane")
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return area

    def _promise(self, state: IdentityState) -> QWidget:
        made = frame("accent")
        layout = column(made, margins=(18, 14, 18, 14), spacing=8)
        prose = Prose(state.pledge, 16, 1.6, self._look)
        if len(state.pledge) > _LONG_PLEDGE:
            area = scrolled(prose, centred=False, name="promise", ground="accent")
            area.setFixedHeight(_PLEDGE_HEIGHT)
            area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            area.setAccessibleName(state.pledge)
            area.setProperty("kind", "pane")
            layout.addWidget(area)
        else:
            layout.addWidget(prose)
        layout.addWidget(self._pledge, 0, Qt.AlignmentFlag.AlignLeft)
        self._pledge.setAccessibleDescription(state.pledge)
        return made
