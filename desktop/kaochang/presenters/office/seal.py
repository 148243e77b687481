"""The fourth page: where the session goes, the centre's passphrase, and sealing, which leaves all of it or nothing."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Refusal
from kaochang.domain.values import Record
from kaochang.flow.office_draft import PageName
from kaochang.presenters.figures import figure
from kaochang.presenters.office.drives import DriveFace
from kaochang.presenters.office.far_work import FarWork, StoppedError
from kaochang.presenters.office.pages import OfficeDesk, Show
from kaochang.presenters.office.stick_choice import StickChoice
from kaochang.presenters.office.strength import secret_to_words
from kaochang.presenters.office.typed_secret import SecretFace, TypedSecret
from kaochang.presenters.office.wishes import Wished, wished
from kaochang.presenters.phrases import duration, window
from kaochang.presenters.refusals import Refused, to_words

if TYPE_CHECKING:  # the flows come when something is sealed
    from kaochang.flow.office_seal import OfficeSealed


class SealPhase(enum.Enum):
    """Where the page stands."""

    ASK = "ask"
    SEALING = "sealing"


class SealState(Record, frozen=True):
    """The whole page; never a secret.

    `facts` say what is sealed, (name, value). `folder` is a folder that was chosen besides the drives, "" for none.
    `settings_refused`: what is wrong is not here but in the settings. `open_ends` say which items will wait for people,
    and for what. `why` says what keeps it from being sealed, "" for nothing.
    """

    phase: SealPhase
    facts: tuple[tuple[str, str], ...] = ()
    drives: tuple[DriveFace, ...] = ()
    folder: str = ""
    secret: SecretFace = SecretFace()
    refused: Refused | None = None
    settings_refused: bool = False
    percent: int = 0
    is_stopping: bool = False
    is_rehearsal: bool = False
    open_ends: tuple[str, ...] = ()
    why: str = ""
    stopped: bool = False

    @property
    def can_seal(self) -> bool:
        """Whether nothing is missing."""
        return not self.why


class SealPresenter:
    """Intents of the page in, its state out. What is typed into secret fields stays here, and goes when it is left."""

    def __init__(self, desk: OfficeDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._work = FarWork(desk, self._show)
        self._stick = StickChoice(desk, self._on_stick, self._on_failed, lambda: not self._work.is_on)
        self._wished: Wished | None = None
        self._secret = TypedSecret(desk.means.words)
        self._refused: Refused | None = None
        self._settings_refused = self._stopped = False
        self.state = SealState(SealPhase.ASK)

    # -- a page among others --------------------------------------------------------------------------------------

    def restore(self, then: Callable[[], None]) -> None:
        """Nothing is kept of this page."""
        then()

    def enter(self) -> None:
        """The page is shown: what is sealed as it stands now, and the drives that are there."""
        if self._work.is_on:
            self._work.look()
            self._show()
            return
        self._wished = wished(self._desk)
        if self._wished is None:
            self._desk.go(PageName.ROSTER)
            return
        self._refused, self._stopped = None, False
        self._settings_refused = self._check_wish(self._wished)
        self._show()
        self._desk.means.aside.run(self._look_at_office, self._on_office, self._on_failed)
        self._stick.start(anew=True)

    def leave(self) -> None:
        """Another page is shown: no secret stays."""
        self._stick.stop()
        self._secret.forget()

    def _check_wish(self, made: Wished) -> bool:
        from kaochang.flow.quick import check_wish

        try:
            check_wish(made.read.paper, made.rows, made.wish, self._desk.means.clock.wall())
        except Refusal as refusal:
            self._refused = to_words(refusal, self._desk.means.words)
            return True
        return False

    def _look_at_office(self) -> bool:
        from kaochang.flow.quick import OfficeState, office_state

        return office_state(self._desk.office().folder) is OfficeState.NEW

    def _on_office(self, is_new: bool) -> None:
        self._secret.is_new = is_new
        self._show()

    # -- where to -------------------------------------------------------------------------------------------------

    def choose(self, path: Path) -> None:
        """This drive or folder."""
        self._stopped = False
        self._stick.choose(path)

    def _on_stick(self, is_chosen: bool) -> None:
        if is_chosen and not self._settings_refused:
            self._refused = None
        self._show()

    # -- the passphrase -------------------------------------------------------------------------------------------

    def type_passphrase(self, text: str) -> None:
        """The centre's passphrase, as far as it is typed."""
        self._secret.text = text
        self._show()

    def type_again(self, text: str) -> None:
        """The same once more, where it is made."""
        self._secret.again = text
        self._show()

    # -- sealing --------------------------------------------------------------------------------------------------

    def seal(self) -> None:
        """Seal everything onto the place that was chosen."""
        made, chosen = self._wished, self._stick.chosen
        if made is None or chosen is None or self._why():
            return
        self._stick.stop()
        self._refused, self._stopped = None, False
        passphrase = self._secret.text

        def work(progress: Callable[[int, int], None]) -> OfficeSealed:
            from kaochang.flow.quick_seal import QuickOrder, seal_quick

            order = QuickOrder(made.read, made.name, made.rows, made.wish, chosen.path, passphrase, chosen)
            return seal_quick(self._desk.office(), order, progress)

        self._work.run(work, self._on_sealed, self._on_failed)
        self._show()

    def stop(self) -> None:
        """End it; nothing of it stays."""
        self._work.stop()
        self._show()

    def _on_sealed(self, sealed: OfficeSealed) -> None:
        self._secret.forget()
        self._stick.forget()
        self._desk.work.sealed = sealed
        self._desk.keep(sealed=str(sealed.folder))
        self._desk.whole(PageName.SEAL, True)
        self._desk.go(PageName.DONE)

    def _on_failed(self, error: Exception) -> None:
        self._stopped = isinstance(error, StoppedError)
        self._refused = None if self._stopped else secret_to_words(error, self._desk.means.words)
        self._desk.means.aside.run(self._look_at_office, self._on_office, lambda _: None)
        self._stick.start()
        self._show()

    def go_back(self) -> None:
        """To the settings, where what is wrong can be changed."""
        self._desk.go(PageName.SETTINGS)

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.state = self._state()
        self._show_state(self.state)

    def _state(self) -> SealState:
        is_on = self._work.is_on
        drives, folder = self._stick.faces()
        return SealState(
            phase=SealPhase.SEALING if is_on else SealPhase.ASK,
            facts=self._facts(),
            drives=drives,
            folder=folder,
            secret=self._secret.face,
            refused=self._refused,
            settings_refused=self._settings_refused,
            percent=self._work.percent,
            is_stopping=self._work.is_stopping,
            is_rehearsal=self._wished is not None and self._wished.wish.kind is Kind.REHEARSAL,
            open_ends=self._open_ends(),
            why=self._why(),
            stopped=self._stopped,
        )

    def _why(self) -> str:
        """What is missing before it can be sealed: the first of what a clerk has to do."""
        words = self._desk.means.words
        if self._work.is_on:
            return words("office.seal.working")
        if self._settings_refused:
            return words("office.seal.why.settings")
        if self._stick.chosen is None:
            return words("office.seal.why.choose" if self._stick.has_places else "office.seal.why.place")
        return self._secret.why

    def _open_ends(self) -> tuple[str, ...]:
        """Items whose points nobody knows when the stick is back."""
        if self._wished is None:
            return ()
        from kaochang.flow.quick import for_people, unkeyed

        words, paper = self._desk.means.words, self._wished.read.paper
        counts = {"unkeyed": unkeyed(paper), "for-people": for_people(paper)}
        return tuple(words(f"office.seal.{name}", count=count) for name, count in counts.items() if count)

    def _facts(self) -> tuple[tuple[str, str], ...]:
        made, words = self._wished, self._desk.means.words
        if made is None:
            return ()
        from kaochang.flow.quick import pass_mark

        wish, total, count = made.wish, made.total, len(made.read.paper.items)
        mark = pass_mark(wish, total)
        told = {
            "title": wish.title,
            "items": words("office.settings.summary", items=count, total=figure(words, total), people=len(made.rows)),
            "minutes": duration(words, wish.minutes * 60),
            "pass": words("office.seal.no-mark")
            if mark is None
            else words("office.seal.mark", mark=figure(words, mark)),
            "window": window(words, wish.opens, wish.closes, self._desk.means.zone),
            "kind": words(f"session-kind.{wish.kind}"),
        }
        return tuple((words(f"office.seal.fact.{name}"), value) for name, value in told.items())
