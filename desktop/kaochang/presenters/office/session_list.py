"""The sessions that this office sealed: what is known of each, and what can be made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kaochang.domain.ports import Progress
from kaochang.domain.sealings import sealing_of
from kaochang.flow.session_draft import SessionDraft, SessionPart, has_noted, noted_draft
from kaochang.presenters.office.done import printed_in
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.far_work import FarWork, StoppedError
from kaochang.presenters.office.session_desk import SessionDesk
from kaochang.presenters.office.sessions_state import ListState, SessionDetail, SessionFace
from kaochang.presenters.phrases import day_and_time, window
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:
    from kaochang.flow.office_sessions import KeptSession
    from kaochang.flow.retakes import Retake

T = TypeVar("T")


class SessionList:
    """Intents of the list in, its state out. `begin` is called with a draft that is made from now on."""

    def __init__(self, desk: SessionDesk, show: Callable[[], None], begin: Callable[[SessionDraft], None]) -> None:
        self._desk = desk
        self._show = show
        self._begin = begin
        self._sessions: tuple[KeptSession, ...] = ()
        self._details: dict[str, SessionDetail] = {}
        self._here = ""
        self._is_looking = False
        self._refused: Refused | None = None
        self._waits: Callable[[], None] | None = None
        self._laying = FarWork(desk.desk, show)
        self._laid = ""

    def enter(self) -> None:
        """Look what was sealed."""
        self._is_looking, self._waits, self._refused, self._laid = True, None, None, ""

        def work() -> tuple[tuple[KeptSession, ...], dict[str, SessionDetail]]:
            from kaochang.flow.office_sessions import sealed_sessions
            from kaochang.flow.quick_scores import was_taken_back
            from kaochang.flow.superseded import newest_of

            office = self._desk.office()
            found = sealed_sessions(office)
            newest = newest_of(each.session.id for each in found)
            return found, {
                each.session.id: self._detail(
                    each, was_taken_back(office, each.session.id), is_newest=each.session.id in newest
                )
                for each in found
            }

        def done(made: tuple[tuple[KeptSession, ...], dict[str, SessionDetail]]) -> None:
            self._sessions, self._details = made
            self._is_looking = False
            if self._here not in self._details:
                self._here = self._sessions[0].session.id if self._sessions else ""
            self._show()

        self._desk.means.runner.run(work, done, self._on_failed)

    @property
    def here(self) -> KeptSession | None:
        """The session that is shown."""
        return next((each for each in self._sessions if each.session.id == self._here), None)

    # -- intents --------------------------------------------------------------------------------------------------

    def open(self, session: str) -> None:
        """Show what is known of a session."""
        if self._laying.is_on:
            return
        self._here, self._refused, self._waits, self._laid = session, None, None, ""
        self._desk.turn += 1
        self._show()

    def new(self) -> None:
        """Begin a session from nothing."""
        self._desk.said = ""
        self._unless_begun(lambda: self._begin(SessionDraft()))

    def go_on(self) -> None:
        """Go on with the one that is half made."""
        self._begin(self._desk.draft)

    def again(self) -> None:
        """Make the shown session again, from what it was made of."""
        self._desk.said = ""
        kept = self.here
        if kept is None:
            return
        folder = kept.folder

        def load() -> SessionDraft:
            return noted_draft(folder, self._desk.folder)

        def begin(draft: SessionDraft) -> None:
            start = {"part": SessionPart.EXAMS, "opens": None, "closes": None, "supersedes": "", "is_begun": True}
            self._begin(msgspec.structs.replace(draft, **start))

        self._unless_begun(lambda: self._make(load, begin))

    def supersede(self) -> None:
        """Make a new version of the shown session, from what it was made of; its window stays."""
        kept, words = self.here, self._desk.means.words
        if kept is None:
            return
        folder, session = kept.folder, kept.session

        def load() -> SessionDraft:
            return noted_draft(folder, self._desk.folder)

        def begin(draft: SessionDraft) -> None:
            self._desk.said = words("office.sessions.version.said", title=session.title)
            start = {"opens": session.opens, "closes": session.closes, "supersedes": session.id}
            self._begin(msgspec.structs.replace(draft, part=SessionPart.EXAMS, is_begun=True, **start))

        self._unless_begun(lambda: self._make(load, begin))

    def _make(self, work: Callable[[], T], begin: Callable[[T], None]) -> None:
        """Begin with what the work gives, unless somebody went on to something else meanwhile."""
        self._desk.turn += 1
        self._desk.means.runner.run(work, self._desk.in_turn(begin), self._desk.in_turn(self._on_failed))

    def lay(self, drive: Path) -> None:
        """The shown session onto a further stick."""
        desk, session = self._desk, self._here
        if self._laying.is_on or self.here is None:
            return
        self._refused, self._laid = None, ""

        def work(progress: Progress) -> Path:
            from kaochang.flow import further_stick, sticks

            return further_stick.lay(desk.office(), session, sticks.choose(drive), progress)

        def done(folder: Path) -> None:
            self._laid = desk.means.words("office.sessions.laid", folder=str(folder))
            self._show()

        self._laying.run(work, done, self._on_failed)
        self._show()

    def stop_laying(self) -> None:
        """No further: nothing of it stays on the stick."""
        self._laying.stop()
        self._show()

    def retake(self) -> None:
        """A session for those who were absent or failed: their roster, and everything else anew."""
        session, words = self._here, self._desk.means.words
        title = self._details[session].title

        def work() -> tuple[Retake, SessionDraft]:
            from kaochang.flow.quick_scores import scores_of
            from kaochang.flow.retakes import retake_of

            made = retake_of(scores_of(self._desk.office(), session).rows)
            kept = self._desk.folder.keep_text(words("office.sessions.retake.roster", title=title), made.text)
            named = words("office.sessions.retake.title", title=title)
            return made, SessionDraft(roster=kept, title=named, is_begun=True)

        def begin(made: tuple[Retake, SessionDraft]) -> None:
            retake, draft = made
            told = {"absent": retake.absent, "failed": retake.failed}
            self._desk.said = words("office.sessions.retake.said", **told)
            if retake.waiting:
                self._desk.said += words("office.sessions.retake.waiting", count=retake.waiting)
            self._begin(draft)

        self._unless_begun(lambda: self._make(work, begin))

    def _unless_begun(self, then: Callable[[], None]) -> None:
        """Do it, or ask first where a session is half made that would go."""
        self._refused = None
        if self._desk.draft.is_begun:
            self._waits = then
            self._show()
        else:
            then()

    def discard(self) -> None:
        """The half made session goes, for what was asked for."""
        then, self._waits = self._waits, None
        if then is not None:
            then()

    def keep_draft(self) -> None:
        """It stays."""
        self._waits = None
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._is_looking = False
        self._refused = None if isinstance(error, StoppedError) else failure_to_words(error, self._desk.means.words)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> ListState:
        """What is shown."""
        words = self._desk.means.words
        return ListState(
            sessions=tuple(self._face(each) for each in self._sessions),
            shown=self._details.get(self._here),
            has_draft=self._desk.draft.is_begun,
            is_looking=self._is_looking,
            asked=words("office.sessions.ask-discard") if self._waits is not None else "",
            laying=self._laying.percent if self._laying.is_on else None,
            laid=self._laid,
            refused=self._refused,
        )

    def _face(self, kept: KeptSession) -> SessionFace:
        words, session = self._desk.means.words, kept.session
        said = [day_and_time(words, session.opens, self._desk.means.zone), words(f"session-kind.{session.kind}")]
        said.append(words(f"office.rules.level.{session.level}"))
        if kept.about is not None:
            said.append(words("office.sessions.tickets", count=kept.about.tickets))
        return SessionFace(session.id, session.title, words("office.separator").join(said))

    def _detail(self, kept: KeptSession, is_back: bool, *, is_newest: bool) -> SessionDetail:
        words, session, about = self._desk.means.words, kept.session, kept.about
        zone, comma = self._desk.means.zone, words("list.separator")
        told = {
            "window": window(words, session.opens, session.closes, zone),
            "kind": words(f"session-kind.{session.kind}"),
            "level": words(f"office.rules.level.{session.level}"),
            "rooms": comma.join(f"{room.id} {room.name}" for room in session.rooms),
        }
        version = sealing_of(session.id).version
        if version > 1:
            told["version"] = words("candidate.version", number=version)
        if about is not None:
            told["exams"] = comma.join(about.exams)
            told["tickets"] = words("office.sessions.tickets", count=about.tickets)
            told["sealed"] = day_and_time(words, about.sealed, zone)
            if about.seat_seed:
                told["seats"] = words("office.sessions.drawn-from", seed=about.seat_seed)
        facts = tuple((words(f"office.sessions.fact.{name}"), value) for name, value in told.items())
        can_again = has_noted(kept.folder)
        again = "again.note" if can_again else "again.none"
        newer = "version.note" if is_newest else "version.older"
        return SessionDetail(
            id=session.id,
            title=session.title,
            facts=facts,
            folder=kept.folder,
            prints=printed_in(kept.folder),
            can_again=can_again,
            again_note=words(f"office.sessions.{again}"),
            can_retake=is_back,
            can_supersede=is_newest and can_again,
            version_note=words(f"office.sessions.{newer if can_again else again}"),
        )
