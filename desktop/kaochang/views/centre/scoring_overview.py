"""How scoring stands: items with their bars, scorers with what waits for them, agreement in words, keys to be set."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kaochang.presenters.centre.scoring import ScoringPresenter
from kaochang.presenters.centre.scoring_state import ItemLine, OverviewFace, PersonLine, SaidLine
from kaochang.presenters.office.score_rows import Tone
from kaochang.views.office.choosing import choose_file, choose_files
from kaochang.views.office.opening import choose_folder
from kaochang.views.office.page_parts import card
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, follow_width, label, row, rule
from kaochang.views.widgets.scrolled import scrolled

_RIGHT = 480
_ROLES = {Tone.GOOD: "good", Tone.PLAIN: "label", Tone.QUIET: "note", Tone.DOUBT: "doubt", Tone.BAD: "bad-note"}


class OverviewPage(QWidget):
    """Built anew only where something is another."""

    def __init__(self, presenter: ScoringPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._face: OverviewFace | None = None
        self._looking = label(words("scoring.looking"), "label", name="scoring-looking")
        left_card, self._items = card("scoring-items", words("scoring.items"), spacing=8)
        people, self._people = card("scoring-people", words("scoring.people"), spacing=8)
        agreement, self._agreement = card("scoring-agreement", words("scoring.agreement"), spacing=8)
        keys, self._keys = card("scoring-keys", words("scoring.keys"), spacing=8)
        elsewhere, self._elsewhere = card("scoring-elsewhere", words("scoring.elsewhere"), spacing=8)
        self._told_lines: tuple[SaidLine, ...] = ()
        self._told = column(spacing=8)
        inner = QWidget()
        across = row(inner, margins=(24, 18, 24, 24), spacing=18)
        left, right = column(spacing=18), column(spacing=18)
        for side, cards in ((left, (left_card, keys, elsewhere)), (right, (people, agreement))):
            for each in cards:
                side.addWidget(each)
            side.addStretch(1)
        across.addLayout(left, 3)
        holder = QWidget()
        holder.setLayout(right)
        holder.setFixedWidth(_RIGHT)
        across.addWidget(holder)
        right.setContentsMargins(0, 0, 0, 0)
        places = self._places(left_card, people, agreement, keys, elsewhere)
        self._cards = {each: _within(inside) for each, inside in places}
        self._elsewhere.addLayout(self._told)
        whole = column(self)
        whole.addWidget(self._looking)
        whole.addWidget(scrolled(inner, centred=False, name="scoring-page"), 1)

    def _places(self, *cards: QFrame) -> Iterable[tuple[QFrame, QVBoxLayout]]:
        insides = self._items, self._people, self._agreement, self._keys, self._elsewhere
        return zip(cards, insides, strict=True)

    def show_overview(self, face: OverviewFace | None, *, is_working: bool) -> None:
        """How it stands."""
        self._looking.setVisible(is_working and face is None)
        if face is None or face is self._face:
            return
        self._face = face
        items, people, agreement, keys, elsewhere = self._cards.values()
        for each in self._cards.values():
            clear(each)
        self._show_items(face, items)
        for person in face.people:
            people.addLayout(self._person(person))
        if not face.people:
            people.addWidget(self._said("scoring.people.none"))
        for heading, lines in (("scoring.agreement.pairs", face.agreement), ("scoring.agreement.each", face.severity)):
            if lines:
                agreement.addWidget(label(self._look.words(heading), "section"))
            for line in lines:
                agreement.addLayout(_figure(line))
        if not face.agreement:
            agreement.addWidget(self._said("scoring.agreement.none"))
        self._show_keys(face, keys)
        self._show_elsewhere(face, elsewhere)

    def _said(self, key: str) -> QWidget:
        made = label(self._look.words(key), "label", wraps=True)
        follow_width(made)
        return made

    def _show_items(self, face: OverviewFace, inside: QVBoxLayout) -> None:
        for at, line in enumerate(face.items):
            if at:
                inside.addWidget(rule())
            inside.addWidget(_Item(line))
        if face.unplanned:
            inside.addWidget(label(face.unplanned, "warning-strong", name="scoring-unplanned", wraps=True))
        elif not face.items:
            inside.addWidget(self._said("scoring.items.none"))
        made = button(self._look.words("scoring.plan"), "plain", "scoring-plan", self._presenter.ask_plan)
        made.setEnabled(face.can_plan)
        inside.addLayout(_alone(made))

    def _person(self, person: PersonLine) -> QHBoxLayout:
        words = self._look.words
        line = row(spacing=12)
        line.addWidget(label(person.name, "strong", wraps=True), 1)
        line.addWidget(label(person.note, "small"))
        start = button(words("scoring.start"), "plain", "scoring-start", partial(self._presenter.start, person.name))
        start.setAccessibleName(words("scoring.start.as", name=person.name))
        start.setEnabled(person.left > 0)
        line.addWidget(start)
        return line

    def _show_keys(self, face: OverviewFace, inside: QVBoxLayout) -> None:
        words = self._look.words
        if not face.keys:
            inside.addWidget(self._said("scoring.keys.none"))
        for each in face.keys:
            line = row(spacing=12)
            line.addWidget(label(words("scoring.keys.missing", item=each.name), "warning-strong", wraps=True), 1)
            then = partial(self._presenter.ask_change, each.item)
            line.addWidget(button(words("scoring.keys.set"), "plain", "scoring-set-key", then))
            inside.addLayout(line)
        for text in face.changed:
            inside.addWidget(label(text, "small", name="scoring-changed", wraps=True))
        inside.addLayout(_alone(button(words("scoring.change"), "plain", "scoring-change", self._presenter.ask_change)))

    def _show_elsewhere(self, face: OverviewFace, inside: QVBoxLayout) -> None:
        words = self._look.words
        for text in face.packets:
            inside.addWidget(label(text, "strong", name="scoring-packet", wraps=True))
        inside.addWidget(self._said("scoring.elsewhere.note"))
        line = row(spacing=12)
        send = button(words("scoring.elsewhere.send"), "plain", "scoring-send", self._on_send)
        send.setEnabled(any(person.left for person in face.people))
        take = button(words("scoring.elsewhere.take"), "plain", "scoring-take", self._on_take)
        take.setEnabled(bool(face.packets))
        for made in (send, take):
            line.addWidget(made)
        line.addStretch(1)
        inside.addLayout(line)

    def show_told(self, lines: tuple[SaidLine, ...]) -> None:
        """What came of the last packet or scores."""
        if lines == self._told_lines:
            return
        self._told_lines = lines
        clear(self._told)
        for line in lines:
            self._told.addLayout(_figure(line))

    def _on_send(self) -> None:
        words = self._look.words

        def chosen(card: Path) -> None:
            title = words("scoring.elsewhere.folder")
            choose_folder(self, title, lambda folder: self._presenter.packets.send(card, folder))

        choose_file(self, words, "scorer-card", chosen, "*.kcd")

    def _on_take(self) -> None:
        words = self._look.words
        choose_files(self, words, words("scoring.elsewhere.files"), "*.kcs", self._presenter.packets.take)


def _alone(made: QWidget) -> QHBoxLayout:
    """As wide as it is, at the left."""
    line = row()
    line.addWidget(made)
    line.addStretch(1)
    return line


def _within(inside: QVBoxLayout) -> QVBoxLayout:
    """What changes of a card, below its heading."""
    made = column(spacing=10)
    inside.addLayout(made)
    return made


def _figure(line: SaidLine) -> QVBoxLayout:
    made = column(spacing=1)
    text = label(line.text, "small", wraps=True)
    meaning = label(line.meaning, _ROLES[line.tone], wraps=True)
    for each in (text, meaning) if line.text else (meaning,):
        follow_width(each)
        made.addWidget(each)
    return made


class _Item(QWidget):
    """An item's name, how many have their score, the bar, and what is said of it."""

    def __init__(self, line: ItemLine) -> None:
        super().__init__()
        inside = column(self, spacing=5)
        first = row(spacing=12)
        first.addWidget(label(line.name, wraps=True), 1)
        if line.apart:
            first.addWidget(label(line.apart, "mark", name="scoring-apart"))
        first.addWidget(label(line.count, "strong", name="scoring-count"), 0, Qt.AlignmentFlag.AlignRight)
        inside.addLayout(first)
        bar = QProgressBar()
        bar.setRange(0, 100)
        bar.setValue(line.percent)
        bar.setAccessibleName(f"{line.name} {line.count}")
        inside.addWidget(bar)
        inside.addWidget(label(line.note, "note", wraps=True))
