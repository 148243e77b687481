"""The last part of making a session: what it is and what is missing, where it goes, its secrets, and sealing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.assessments import Level
from kaochang.domain.refusals import Refusal
from kaochang.domain.sealings import sealing_of
from kaochang.domain.values import Record
from kaochang.flow.session_draft import SessionDraft, SessionPart, cards_of, note_draft, wish_of
from kaochang.presenters.office.done import printed_in
from kaochang.presenters.office.far_work import FarWork, StoppedError
from kaochang.presenters.office.session_desk import SessionDesk
from kaochang.presenters.office.sessions_state import CheckLine, SealedFace, SealingState, SealPhase
from kaochang.presenters.office.stick_choice import StickChoice
from kaochang.presenters.office.strength import secret_to_words
from kaochang.presenters.office.typed_secret import TypedSecret
from kaochang.presenters.phrases import duration, window
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come when something is sealed
    from kaochang.flow.office_seal import OfficeSealed
    from kaochang.flow.office_sessions import CentreCards
    from kaochang.flow.quick import QuickOffice
    from kaochang.flow.session_plan import SealOrder
    from kaochang.papers.roster import RosterRow

_MENDED_AT = {
    "session.no-exam": SessionPart.EXAMS,
    "session.no-roster": SessionPart.ROSTER,
    "bank": SessionPart.EXAMS,
    "rules": SessionPart.EXAMS,
    "roster.no-rooms": SessionPart.ROOMS,
    "roster.room-missing": SessionPart.ROOMS,
    "roster.unknown-room": SessionPart.ROOMS,
    "seal.empty-room": SessionPart.ROOMS,
    "seating": SessionPart.ROOMS,
    "roster": SessionPart.ROSTER,
    "seal.photo-twice": SessionPart.RULES,
}
"""In which part a refused session is mended: by its key, else by what the key begins with; else in the rules."""

_QUICK_STEPS = ("print", "copy", "back")
_CERTIFIED_STEPS = ("envelope", "centre", "copy", "back")


class _Looked(Record, frozen=True):
    """What a look at the session as it stands gave."""

    is_new: bool
    facts: tuple[tuple[str, str], ...] = ()
    refused: Refusal | None = None


class SessionSeal:
    """Intents of the part in, its state out. What is typed into secret fields stays here, and goes when it is left."""

    def __init__(
        self,
        desk: SessionDesk,
        show: Callable[[], None],
        checks: Callable[[], tuple[CheckLine, ...]],
        costs: Callable[[], tuple[tuple[str, tuple[str, ...]], ...]],
    ) -> None:
        self._desk = desk
        self._show = show
        self._checks = checks
        self._costs = costs
        self._work = FarWork(desk.desk, show)
        self._stick = StickChoice(desk.desk, self._on_stick, self._on_failed, lambda: not self._work.is_on)
        self._secret = TypedSecret(desk.means.words)
        self._kit_secret = TypedSecret(desk.means.words, is_new=True)
        self._is_looking = False
        self._is_here = False
        self._facts: tuple[tuple[str, str], ...] = ()
        self._refused: Refused | None = None
        self._mend: SessionPart | None = None
        self._stopped = False
        self._done: SealedFace | None = None

    # -- a part among others --------------------------------------------------------------------------------------

    def enter(self) -> None:
        """The part is shown: what is sealed as it stands now, and the drives that are there."""
        self._is_here = True
        if self._work.is_on:
            self._work.look()
            return
        if self._done is not None:
            return  # what was made is shown until somebody goes on: its code is kept nowhere
        self._refused, self._mend, self._stopped = None, None, False
        self._is_looking = True
        self._stick.start(anew=True)
        draft, rows, desk = self._desk.settled(), self._desk.rows, self._desk
        looked, failed = desk.in_turn(self._on_looked), desk.in_turn(self._on_failed)
        desk.means.runner.run(lambda: self._look(draft, rows), looked, failed)

    def leave(self) -> None:
        """Another part is shown: no secret stays."""
        self._is_here = False
        self._stick.stop()
        self._secret.forget()
        self._kit_secret.forget()

    def close(self) -> None:
        """What was made was seen; its code goes."""
        self._done = None

    def _look(self, draft: SessionDraft, rows: tuple[RosterRow, ...]) -> _Looked:
        """Plan the session without sealing it (blocks)."""
        from kaochang.flow.office_sessions import plan_here, superseded
        from kaochang.flow.quick import OfficeState, office_state

        office = self._desk.office()
        is_new = office_state(office.folder) is OfficeState.NEW
        try:
            wish = wish_of(draft, office.zone, office.cost, superseded(office, draft.supersedes))
            plan = plan_here(office, wish, rows, self._cards(draft))
        except Refusal as refusal:
            return _Looked(is_new, refused=refusal)
        return _Looked(is_new, self._told(office, plan))

    def _cards(self, draft: SessionDraft) -> CentreCards:
        from kaochang.flow.office_sessions import CentreCards

        centre, openers, quorum = cards_of(self._desk.folder, draft)
        return CentreCards(centre, tuple(openers), quorum)

    def _told(self, office: QuickOffice, plan: SealOrder) -> tuple[tuple[str, str], ...]:
        """The session in a few facts, (name, value)."""
        from kaochang.flow.session_plan import minutes_short

        words, session = self._desk.means.words, plan.session
        titles = words("list.separator").join(exam.assessment.title for exam in plan.exams)
        people = sum(not ticket.is_reserve for ticket in plan.tickets)
        told = {
            "title": session.title,
            "exams": titles,
            "people": words("office.sessions.people", tickets=people, rooms=len(session.rooms)),
            "window": window(words, session.opens, session.closes, self._desk.means.zone),
            "kind": words(f"session-kind.{session.kind}"),
        }
        if plan.supersedes:
            told["version"] = words("candidate.version", number=sealing_of(session.id).version)
        if people < len(plan.tickets):
            told["reserve"] = words("office.sessions.reserve", count=len(plan.tickets) - people)
        if plan.seat_seed:
            told["seats"] = words("office.sessions.drawn-from", seed=plan.seat_seed)
        if plan.photos.sizes or plan.unused_photos:
            told["photos"] = words("office.sessions.photos", count=len(plan.photos.sizes), tickets=people)
        short = minutes_short(plan)
        if short:
            told["short"] = words("office.sessions.short", minutes=short)
        if session.level is Level.CERTIFIED:
            told["pins"] = self._pins_said(office, len(plan.tickets))
        return tuple((words(f"office.sessions.fact.{name}"), value) for name, value in told.items())

    def _pins_said(self, office: QuickOffice, count: int) -> str:
        from kaochang.flow.seal import seconds_for_pins

        words = self._desk.means.words
        seconds = seconds_for_pins(count, office.clock, office.random)
        return words("office.sessions.pins", count=count, time=duration(words, max(1, seconds)))

    def _on_looked(self, looked: _Looked) -> None:
        self._is_looking = False
        self._secret.is_new = looked.is_new
        self._facts = looked.facts
        if looked.refused is not None:
            self._refuse(looked.refused)
        self._show()

    def _refuse(self, error: Exception) -> None:
        self._refused = secret_to_words(error, self._desk.means.words)
        if isinstance(error, Refusal) and not self._facts:
            self._mend = _part_of(error.key)

    # -- intents --------------------------------------------------------------------------------------------------

    def choose(self, path: Path) -> None:
        """This drive or folder."""
        self._stopped = False
        self._stick.choose(path)

    def type_passphrase(self, text: str) -> None:
        """The office's passphrase, as far as it is typed."""
        self._secret.text = text
        self._show()

    def type_again(self, text: str) -> None:
        """The same once more, where it is made."""
        self._secret.again = text
        self._show()

    def type_kit(self, text: str) -> None:
        """The centre kit's own passphrase."""
        self._kit_secret.text = text
        self._show()

    def type_kit_again(self, text: str) -> None:
        """The same once more."""
        self._kit_secret.again = text
        self._show()

    def stop(self) -> None:
        """End sealing; nothing of it stays."""
        self._work.stop()
        self._show()

    def seal(self) -> None:
        """Seal everything onto the place that was chosen."""
        chosen = self._stick.chosen
        if chosen is None or self._why():
            return
        self._stick.stop()
        self._refused, self._stopped = None, False
        draft, rows, desk, typed = self._desk.settled(), self._desk.rows, self._desk, self._desk.draft
        passphrase, kit = self._secret.text, self._kit_secret.text if self._asks_kit() else ""

        def work(progress: Callable[[int, int], None]) -> OfficeSealed:
            from kaochang.flow.office_sessions import SessionOrder, seal_session, superseded

            office = desk.office()
            wish = wish_of(draft, office.zone, office.cost, superseded(office, draft.supersedes))
            order = SessionOrder(wish, rows, chosen, passphrase, self._cards(draft), kit)
            sealed = seal_session(office, order, progress)
            with suppress(Refusal):  # the session stands; only making it again begins from nothing
                note_draft(desk.folder, typed, sealed.kept)
            return sealed

        self._work.run(work, self._on_sealed, self._on_not_sealed)
        self._show()

    def _on_not_sealed(self, error: Exception) -> None:
        """An office that was made for it stays, and so does its passphrase."""
        self._on_failed(error)

        def is_new() -> bool:
            from kaochang.flow.quick import OfficeState, office_state

            return office_state(self._desk.office().folder) is OfficeState.NEW

        def looked(found: bool) -> None:
            self._secret.is_new = found
            self._show()

        self._desk.means.runner.run(is_new, looked, self._on_failed)

    def _on_sealed(self, sealed: OfficeSealed) -> None:
        self._secret.forget()
        self._kit_secret.forget()
        self._stick.forget()
        words, session = self._desk.means.words, sealed.session
        is_quick = session.level is Level.QUICK
        keys = (f"office.done.step.{step}" for step in _QUICK_STEPS)
        if not is_quick:
            keys = (f"office.sessions.step.{step}" for step in _CERTIFIED_STEPS)
        names = _names(words)
        self._done = SealedFace(
            title=session.title,
            code=sealed.code,
            folder=sealed.folder,
            prints=printed_in(sealed.folder),
            steps=tuple(words(key, **names) for key in keys),
        )
        self._desk.kept.keep(_fresh())
        self._show()

    def _on_stick(self, is_chosen: bool) -> None:
        if is_chosen and self._mend is None:
            self._refused = None
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._is_looking = False
        self._stopped = isinstance(error, StoppedError)
        if self._stopped:
            self._refused = None
        else:
            self._refuse(error)
        if self._is_here:
            self._stick.start()
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> SealingState:
        """What is shown."""
        drives, folder = self._stick.faces()
        return SealingState(
            phase=self._phase(),
            checks=self._checks(),
            costs=self._costs(),
            facts=self._facts,
            drives=drives,
            folder=folder,
            secret=self._secret.face,
            kit_secret=self._kit_secret.face if self._asks_kit() else None,
            refused=self._refused,
            mend=self._mend,
            why=self._why(),
            percent=self._work.percent,
            is_stopping=self._work.is_stopping,
            stopped=self._stopped,
            is_quick=self._desk.draft.level is Level.QUICK,
            done=self._done,
        )

    def _phase(self) -> SealPhase:
        if self._work.is_on:
            return SealPhase.SEALING
        if self._done is not None:
            return SealPhase.DONE
        return SealPhase.LOOKING if self._is_looking else SealPhase.ASK

    def _asks_kit(self) -> bool:
        """Certified without openers: the centre kit has a passphrase of its own."""
        draft = self._desk.draft
        return draft.level is Level.CERTIFIED and not draft.openers

    def _why(self) -> str:
        """What is missing before it can be sealed: the first of what somebody has to do."""
        words = self._desk.means.words
        if self._work.is_on:
            return words("office.seal.working")
        if self._is_looking:
            return words("office.sessions.looking")
        if self._mend is not None or not all(each.is_good for each in self._checks()):
            return words("office.sessions.why.parts")
        if self._stick.chosen is None:
            return words("office.seal.why.choose" if self._stick.has_places else "office.seal.why.place")
        return self._secret.why or (self._kit_secret.why if self._asks_kit() else "")


def _part_of(key: str) -> SessionPart:
    return _MENDED_AT.get(key) or _MENDED_AT.get(key.partition(".")[0]) or SessionPart.RULES


def _names(words: Callable[[str], str]) -> Mapping[str, str]:
    folders = ("rooms", "proctors", "print", "envelope", "centre")
    return {name: words(f"quick.folder.{name}") for name in folders}


def _fresh() -> dict[str, object]:
    """What is left of a draft that was sealed: nothing, but where the page is."""
    import msgspec

    return msgspec.structs.asdict(SessionDraft(part=SessionPart.SEAL))
