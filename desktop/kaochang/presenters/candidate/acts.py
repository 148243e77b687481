"""A proctor's act at the candidate's PC: what it is about, the challenge, and the code that grants it.

The same page serves an attempt under way and a start that was refused: what differs is an `ActDesk`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import partial
from typing import Protocol

from msgspec import field
from msgspec.structs import replace

from kaochang.domain.acts import MOST_MINUTES, ActKind
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal
from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.candidate.tries import SOON_ACT, wait_in_words
from kaochang.presenters.candidate.typed_code import TypedCode, blank
from kaochang.presenters.refusals import Refused, failure_to_words
from kaochang.sealing.codes import CARD, RESPONSE

USUAL_MINUTES = 10
"""What is proposed for extra time until somebody types something else."""

LONGEST_SEAT = 20
"""Characters of a new seat."""

_OPTIONAL_GROUPS = len(CARD.groups) - len(RESPONSE.groups)


class Asked(Record, frozen=True):
    """An act that is asked for: its kind, the minutes proposed, and the challenge that stands for both."""

    kind: ActKind
    minutes: int
    challenge: str


class ActDesk(Protocol):
    """Where acts are asked for and taken. What takes long is done elsewhere; one of two callbacks follows.

    None does where the attempt has ended meanwhile.
    """

    def ticket(self) -> str:
        """The number of the ticket that the proctor is told."""

    def kinds(self) -> tuple[ActKind, ...]:
        """What there is a reason to ask for now."""

    def proposed(self, kind: ActKind) -> int:
        """Minutes of outages that are not given back yet, for a kind that gives them back; else 0."""

    def open_challenge(self) -> Asked | None:
        """What was asked for before, and is not answered yet."""

    def ask(
        self, kind: ActKind, minutes: int, asked: Callable[[Asked], None], failed: Callable[[Exception], None]
    ) -> None:
        """Ask for an act."""

    def take(self, typed: str, seat: str, taken: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Take a typed code; `taken` comes before its effect is shown."""

    def wait_s(self) -> int:
        """Seconds until a code may be typed again."""


class Page(enum.Enum):
    """What the page asks for."""

    KIND = "kind"
    MINUTES = "minutes"
    CODE = "code"


class ActChoice(Record, frozen=True):
    """One thing that can be asked for, by its name and what it does."""

    kind: ActKind
    name: str
    effect: str


class ActsState(Record, frozen=True):
    """The proctor's page. `pending` names what was asked for before, "" for nothing; `challenge` is in groups.

    `minutes` and `seat` are what is typed for them, None where the act has none. `move` is the name and the effect of
    going on at another PC, `bring` of going on here with what a stick has; None where that is not offered.
    """

    page: Page
    title: str
    message: str
    choices: tuple[ActChoice, ...] = ()
    pending: str = ""
    move: tuple[str, str] | None = None
    bring: tuple[str, str] | None = None
    minutes: str | None = None
    seat: str | None = None
    challenge: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    code: TypedCode = field(default_factory=partial(blank, CARD, _OPTIONAL_GROUPS))
    may_go_on: bool = False
    is_busy: bool = False
    wait: str = ""
    refused: Refused | None = None


class ActsPresenter:
    """Leads a proctor from what an act is about to its effect. `changed` is called after every step.

    `moves_away` leads the attempt to another PC, where this one can let it go; `brings` leads to another attempt of its
    candidate, which comes on a stick.
    """

    def __init__(self, desk: ActDesk, words: Words, changed: Callable[[], None]) -> None:
        self._desk = desk
        self._words = words
        self._changed = changed
        self._state: ActsState | None = None
        self._kind: ActKind | None = None
        self._visit = 0
        self.moves_away: Callable[[], None] | None = None
        self.brings: Callable[[], None] | None = None

    @property
    def state(self) -> ActsState | None:
        """The page as it stands; None while it is closed."""
        state = self._state
        if state is None:
            return None
        wait = wait_in_words(self._desk.wait_s(), self._words) if state.page is Page.CODE else ""
        return replace(state, wait=wait, may_go_on=not wait and not state.is_busy and _is_filled(state))

    def open(self) -> None:
        """Ask what the act is about."""
        self._visit += 1
        self._kind = None
        words, pending = self._words, self._desk.open_challenge()
        named = "" if pending is None else words("candidate.acts.pending", what=self._what(pending))
        choices = tuple(
            ActChoice(kind, words(f"act-kind.{kind}"), words(f"candidate.acts.effect.{kind}"))
            for kind in self._desk.kinds()
        )
        title, message = words("candidate.acts.title"), words("candidate.acts.message")
        state = ActsState(Page.KIND, title, message, choices=choices, pending=named)
        if self.moves_away is not None:
            move = (words("candidate.moving.choice"), words("candidate.moving.choice.effect"))
            state = replace(state, move=move)
        if self.brings is not None:
            bring = (words("candidate.bringing.choice"), words("candidate.bringing.choice.effect"))
            state = replace(state, bring=bring)
        self._show(state)

    def close(self) -> None:
        """Leave the page; a challenge that was drawn can still be answered."""
        self._visit += 1
        self._show(None)

    def go_back(self) -> None:
        """One step back; from the first one out of the page. What is being checked is waited for."""
        state = self._state
        if state is None or state.is_busy:
            return
        if state.page is Page.KIND:
            self.close()
        else:
            self.open()

    def choose(self, kind: ActKind) -> None:
        """The act is about this."""
        if self._state is None or self._state.is_busy:
            return
        self._kind = kind
        if not kind.grants_time:
            self._ask(0)
            return
        minutes = self._desk.proposed(kind) if kind.gives_back else USUAL_MINUTES
        title = self._words(f"act-kind.{kind}")
        message = self._words("candidate.acts.minutes.message", most=MOST_MINUTES)
        self._show(ActsState(Page.MINUTES, title, message, minutes=str(minutes)))

    def choose_move(self) -> None:
        """It is about going on at another PC, which takes no act here."""
        self._leave_by(self.moves_away)

    def choose_bring(self) -> None:
        """It is about another attempt, which comes on a stick and takes its act there."""
        self._leave_by(self.brings)

    def _leave_by(self, way: Callable[[], None] | None) -> None:
        if self._state is not None and not self._state.is_busy and way is not None:
            self.close()
            way()

    def choose_pending(self) -> None:
        """The answer to what was asked for before is there."""
        pending = self._desk.open_challenge()
        if pending is not None:
            self._on_asked(self._visit, pending)

    def choose_card(self) -> None:
        """A card or a room-wide code is to be typed, which answers no challenge."""
        words = self._words
        self._show(ActsState(Page.CODE, words("candidate.acts.card"), words("candidate.acts.card.message")))

    def type_minutes(self, text: str) -> None:
        """The field for minutes now reads so."""
        self._change(lambda state: replace(state, minutes=text.strip()))

    def type_seat(self, text: str) -> None:
        """The field for the new seat now reads so."""
        self._change(lambda state: replace(state, seat=text[:LONGEST_SEAT]))

    def type_group(self, index: int, text: str) -> None:
        """Group `index` (from 0) of the code now reads so."""
        if self._state is not None:
            self._change(lambda state: replace(state, code=state.code.with_group(index, text)))

    def proceed(self) -> None:
        """What the page asks for is typed."""
        state = self.state
        if state is None or not state.may_go_on:
            return
        if state.page is Page.MINUTES:
            self._ask(int(state.minutes or 0))
        else:
            self._show(replace(state, is_busy=True, refused=None))
            visit = self._visit
            seat = (state.seat or "").strip()
            self._desk.take(state.code.text, seat, partial(self._on_taken, visit), partial(self._on_failed, visit))

    def _ask(self, minutes: int) -> None:
        state, kind = self._state, self._kind
        if state is None or kind is None:
            return
        self._show(replace(state, is_busy=True, refused=None))
        visit = self._visit
        self._desk.ask(kind, minutes, partial(self._on_asked, visit), partial(self._on_failed, visit))

    def _on_asked(self, visit: int, asked: Asked) -> None:
        if visit != self._visit:
            return
        words = self._words
        self._show(
            ActsState(
                Page.CODE,
                words(f"act-kind.{asked.kind}"),
                words("candidate.acts.code.message"),
                seat="" if asked.kind is ActKind.SEAT else None,
                challenge=tuple(asked.challenge.split("-")),
                facts=(
                    (words("candidate.fact.ticket"), phrases.grouped(self._desk.ticket())),
                    (words("candidate.acts.fact.what"), self._what(asked)),
                ),
            )
        )

    def _on_taken(self, visit: int) -> None:
        if visit == self._visit:
            self.close()

    def _on_failed(self, visit: int, error: Exception) -> None:
        if visit != self._visit or self._state is None:
            return
        is_soon = isinstance(error, Refusal) and error.key == SOON_ACT
        refused = None if is_soon else failure_to_words(error, self._words)
        self._show(replace(self._state, is_busy=False, refused=refused))

    def _what(self, asked: Asked) -> str:
        kind = self._words(f"act-kind.{asked.kind}")
        if not asked.kind.grants_time:
            return kind
        return self._words("report.act-minutes", kind=kind, minutes=asked.minutes)

    def _change(self, change: Callable[[ActsState], ActsState]) -> None:
        """What somebody types or chooses; a refusal that stood there is answered by it."""
        if self._state is not None and not self._state.is_busy:
            self._show(replace(change(self._state), refused=None))

    def _show(self, state: ActsState | None) -> None:
        self._state = state
        self._changed()


def _is_filled(state: ActsState) -> bool:
    match state.page:
        case Page.KIND:
            return False
        case Page.MINUTES:
            minutes = state.minutes or ""
            return minutes.isascii() and minutes.isdecimal() and len(minutes) < 4 and int(minutes) <= MOST_MINUTES
        case Page.CODE:
            return state.code.is_good and (state.seat is None or bool(state.seat.strip()))
