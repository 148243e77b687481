"""The rules of a session that is made: window, kind, level with what it costs, pictures, cards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kaochang.domain.assessments import Kind, Level
from kaochang.presenters.office.session_rules import SessionRules
from kaochang.presenters.office.sessions_state import RulesState
from kaochang.views.office.choices import Choices
from kaochang.views.office.choosing import choose_file
from kaochang.views.office.form import Form, FormRow, show_typed, text_field
from kaochang.views.office.opening import choose_folder
from kaochang.views.office.page_parts import card, centred
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.window_fields import WindowFields
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row
from kaochang.views.widgets.tick_box import TickBox

_WIDE = 820
_SHORT = 90
_CARDS = "*.kcd"
_KINDS = (Kind.LIVE, Kind.REHEARSAL)


class SessionRulesView(QWidget):
    """What is typed goes to the presenter letter by letter; nothing has to be confirmed."""

    def __init__(self, presenter: SessionRules, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._told: object = None
        self._refused = RefusedStrip("session-rules-refused")
        self._window = WindowFields(look, "rules", presenter.zone, presenter.set_window)
        self._short = TickBox(words("office.rules.short"), look)
        self._short.setObjectName("rules-short")
        self._short.toggled.connect(presenter.mean_short)
        self._kinds = Choices(
            {each: (f"rules-{each}", words(f"session-kind.{each}")) for each in _KINDS}, presenter.set_kind
        )
        self._levels = Choices(
            {each: (f"rules-{each}", words(f"office.rules.level.{each}")) for each in Level}, presenter.set_level
        )
        self._days = text_field(
            "rules-keep-days", words("office.rules.keep-days"), presenter.type_keep_days, width=_SHORT
        )
        self._photos = label("", "", name="rules-photos", wraps=True)
        self._centre = label("", "", name="rules-centre", wraps=True)
        self._openers = column(spacing=4)
        self._quorum = text_field("rules-quorum", words("office.rules.quorum"), presenter.type_quorum, width=_SHORT)
        self._keys = TickBox(words("office.rules.room-keys.use"), look)
        self._keys.setObjectName("rules-room-keys")
        self._keys.toggled.connect(presenter.use_room_keys)
        self._costs = column(spacing=4)
        self._form = Form(words)
        self._rows = self._make_rows()
        inner = QWidget()
        middle = column(inner, spacing=12)
        middle.addWidget(label(words("office.rules.title"), "title"))
        middle.addWidget(label(words("office.rules.what"), "label", wraps=True))
        middle.addWidget(self._refused)
        middle.addWidget(self._form)
        made, inside = card("rules-costs", words("office.sessions.level"), spacing=8)
        inside.addLayout(self._costs)
        middle.addWidget(made)
        middle.addStretch(1)
        column(self).addWidget(centred("session-rules-page", inner, widest=_WIDE))

    def _make_rows(self) -> dict[str, FormRow]:
        words, presenter = self._look.words, self._presenter
        choose = words("office.rules.card.choose")
        none = button(words("office.rules.photos.none"), "tool", "rules-no-photos", partial(presenter.set_photos, None))
        photos = button(words("office.rules.photos.choose"), "plain", "rules-choose-photos", self._on_photos)
        centre = button(choose, "plain", "rules-choose-centre", partial(self._on_card, presenter.choose_centre))
        add = button(
            words("office.rules.opener.add"), "plain", "rules-add-opener", partial(self._on_card, presenter.add_opener)
        )
        people = QWidget()
        inside = column(people, spacing=6)
        inside.addLayout(self._openers)
        inside.addLayout(_line(add))
        days = _row(self._days, label(words("office.rules.keep-days.unit"), "label"))
        contents: dict[str, QWidget] = {
            "window": self._window,
            "short": _row(self._short),
            "kind": _row(self._kinds),
            "level": _row(self._levels),
            "centre": _row(self._centre, centre),
            "openers": people,
            "quorum": _row(self._quorum),
            "room-keys": _row(self._keys),
            "photos": _row(self._photos, photos, none),
            "keep-days": days,
        }
        titles = {name: words(f"office.rules.{name}") for name in contents if name != "short"}
        return {name: self._form.add(titles.get(name, ""), f"rules-{name}", each) for name, each in contents.items()}

    def render_state(self, state: RulesState) -> None:
        """Show the part."""
        words = self._look.words
        self._refused.show_refused(state.refused)
        said = {
            **state.said,
            "kind": words(f"office.settings.kind.{state.kind}"),
            "openers": words("office.rules.openers.note"),
            "photos": words("office.rules.photos.note"),
        }
        for name, each in self._rows.items():
            each.say(said.get(name, ""), state.wrong.get(name))
        self._window.show_window(state.opens, state.closes)
        self._kinds.show_chosen(state.kind)
        self._levels.show_chosen(state.level)
        for box, is_on in ((self._short, state.is_short_meant), (self._keys, state.room_key_files)):
            if box.isChecked() != is_on:
                box.setChecked(is_on)
        is_certified = state.level is Level.CERTIFIED
        for name in ("centre", "openers", "room-keys"):
            self._rows[name].show_row(is_certified)
        self._rows["quorum"].show_row(is_certified and bool(state.openers))
        self._rows["short"].show_row(state.short_minutes > 0)
        self._photos.setText(state.photos)
        self._photos.setVisible(bool(state.photos))
        self._centre.setText(state.centre)
        self._centre.setVisible(bool(state.centre))
        show_typed(self._days, state.keep_days, is_wrong="keep-days" in state.wrong)
        show_typed(self._quorum, state.quorum, is_wrong="quorum" in state.wrong)
        if self._told != (state.openers, state.costs):
            self._told = (state.openers, state.costs)
            self._show_openers(state.openers)
            show_costs(self._costs, state.costs)

    def _show_openers(self, openers: tuple[str, ...]) -> None:
        clear(self._openers)
        for at, name in enumerate(openers):
            drop = partial(self._presenter.drop_opener, at)
            text = self._look.words("office.rules.opener.drop")
            self._openers.addLayout(_line(label(name, ""), button(text, "tool", f"rules-drop-opener-{at}", drop)))

    def _on_photos(self) -> None:
        choose_folder(self, self._look.words("office.rules.photos.choose"), self._presenter.set_photos)

    def _on_card(self, then: Callable[[Path], None]) -> None:
        choose_file(self, self._look.words, "card", then, _CARDS)


def show_costs(into: QVBoxLayout, costs: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    """What a level gives and does not give: headings, and sentences below them."""
    clear(into)
    for heading, texts in costs:
        into.addWidget(label(heading, "strong" if texts else "", wraps=True))
        for text in texts:
            into.addWidget(label(text, "label", wraps=True))


def _line(*made: QWidget) -> QHBoxLayout:
    line = row(spacing=8)
    for each in made:
        line.addWidget(each)
    line.addStretch(1)
    return line


def _row(*made: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(_line(*made))
    return holder
