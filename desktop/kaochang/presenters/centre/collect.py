"""收卷: what is in, what is missing and what waits; a stick is taken in, and the machine marks what it brought."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kaochang.domain.decisions import DecisionKind
from kaochang.domain.values import Record
from kaochang.presenters.centre.collect_faces import figures, room_face
from kaochang.presenters.centre.collect_state import BroughtFace, CollectState, Intake
from kaochang.presenters.centre.matters import Matters, awaited_rooms, told
from kaochang.presenters.centre.pages import CentreDesk, Held, Show
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.centre.standing import Group
from kaochang.presenters.office.drives import DriveWatch
from kaochang.presenters.office.far_work import FarWork, StoppedError
from kaochang.presenters.phrases import day_and_time, duration
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come with the first stick
    from kaochang.domain.ports import Progress
    from kaochang.domain.session_reports import FileProblem
    from kaochang.flow.merge import MergeCount
    from kaochang.presenters.centre.standing import Standing

_MOST = 3
_MOST_BROUGHT = 8
_SECOND_MS = 1000
_SURE_AFTER_MS = 2 * _SECOND_MS
"""What a pace is told from: before that, the first files say little."""


class _Took(Record, frozen=True):
    """What taking a stick in came to; `barren` are the places without anything of ours."""

    count: MergeCount
    standing: Standing
    barren: tuple[str, ...]


class CollectPresenter:
    """Intents of the page in, its state out. One stick is taken in at a time; what is in stays in."""

    def __init__(self, desk: CentreDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._watch = DriveWatch(desk, self._show)
        self._work = FarWork(desk, self._show)
        self._intake = Intake.NONE
        self._began = 0
        self._took: tuple[_Took, Sequence[FileProblem]] | None = None
        self._refused: Refused | None = None
        self._turn = 0
        self.state = CollectState()

    # -- a page among others --------------------------------------------------------------------------------------

    def enter(self) -> None:
        """The page is shown: say how the session stands; of another session nothing is left."""
        if self._turn != self._desk.turn:
            self._turn, self._took, self._refused, self._intake = self._desk.turn, None, None, Intake.NONE
        if self._work.is_on:
            self._work.look()
        elif self._intake is Intake.CHOOSING:
            self._watch.start()
        self._show()

    def leave(self) -> None:
        """Another page is shown."""
        self._watch.stop()

    # -- where the figures lead -----------------------------------------------------------------------------------

    def open_group(self, group: Group | None) -> None:
        """The tickets behind a figure."""
        self._desk.ways.tickets(group)

    def open_room(self, room: str) -> None:
        """The tickets of a room."""
        self._desk.ways.tickets(None, self._desk.now.room_name(room))

    def open_matters(self) -> None:
        """What waits for a decision."""
        self._desk.ways.decide("")

    def open_matter(self, ticket: str, room: str) -> None:
        """Where something can be settled: at its ticket, else with a decision about its room."""
        if ticket:
            self._desk.ways.ticket(ticket)
        else:
            self._desk.ways.decide(room, DecisionKind.EXPLAINED)

    # -- a stick --------------------------------------------------------------------------------------------------

    def choose_source(self) -> None:
        """Ask what is to be taken in."""
        if self._work.is_on:
            return
        self._intake, self._refused = Intake.CHOOSING, None
        self._watch.start()
        self._show()

    def stop_choosing(self) -> None:
        """Nothing is; what was brought last is put away."""
        if not self._work.is_on:
            self._watch.stop()
            self._intake, self._took = Intake.NONE, None
            self._show()

    def take_in(self, sources: Sequence[Path]) -> None:
        """Take in whatever of ours lies in these drives, folders and files; the keys are asked for first."""
        if self._work.is_on or not sources:
            return
        self._watch.stop()
        self._desk.ways.unlock(lambda: self._take_in(tuple(sources)))

    def _take_in(self, sources: tuple[Path, ...]) -> None:
        desk, held, before = self._desk, self._desk.held, self._desk.now.problems
        if held is None:
            return
        self._intake, self._refused, self._took = Intake.MERGING, None, None
        self._began = desk.means.clock.elapsed()
        path = desk.path

        def done(took: _Took) -> None:
            self._took, self._intake = (took, before), Intake.DONE
            desk.standing = took.standing
            desk.changed()
            self._show()

        def failed(error: Exception) -> None:
            self._intake = Intake.NONE
            if not isinstance(error, StoppedError):
                self._refused = failure_to_words(error, desk.means.words)
            desk.renew(self._show)
            self._show()

        self._work.run(lambda progress: self._merge(path, held, sources, progress), done, failed)
        self._show()

    def _merge(self, path: Path, held: Held, sources: tuple[Path, ...], progress: Progress) -> _Took:
        from kaochang.flow import ledger, mark, merge
        from kaochang.presenters.centre.standing import look
        from kaochang.store.centre import Centre

        clock = self._desk.means.clock
        ledger.look_first(path, held.kit.context.exam_file, sources, held.signing.folders)
        with closing(Centre(path)) as centre:
            count, _ = ledger.merge_signed(centre, held.kit, sources, held.signing, clock, progress)
            self._intake, self._began = Intake.MARKING, clock.elapsed()
            mark.mark(centre, clock, progress)
        barren = tuple(str(each) for each in merge.barren(sources))
        return _Took(count, look(path), barren)

    def stop(self) -> None:
        """End it at its next step; what is in stays in."""
        self._work.stop()
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self._desk.standing is not None:
            self.state = self._state(self._desk.standing)
            self._show_state(self.state)

    def _state(self, now: Standing) -> CollectState:
        words = self._desk.means.words
        matters = Matters(words, now)
        some, awaited = matters.faces(told(now)), awaited_rooms(now)
        last = (matters.awaited(awaited),) if awaited else ()
        rooms = tuple(room_face(words, line) for line in now.rooms)
        state = CollectState(
            title=now.session.title,
            figures=figures(words, now),
            rooms=rooms,
            manifests=words("centre.collect.manifests", count=now.manifests, of=len(now.rooms)),
            matters=(*some[:_MOST], *last),
            more=words("centre.collect.more", count=len(some) - _MOST) if len(some) > _MOST else "",
            open_count=len(some),
            closed=self._closed(now),
            intake=self._intake,
            refused=self._refused,
        )
        if self._intake is Intake.CHOOSING:
            return msgspec.structs.replace(state, drives=self._watch.faces(""))
        if self._work.is_on:
            return msgspec.structs.replace(
                state, percent=self._work.percent, pace=self._pace(), is_stopping=self._work.is_stopping
            )
        if self._took is not None:
            took, before = self._took
            return msgspec.structs.replace(state, brought=self._brought(took, before, matters))
        return state

    def _closed(self, now: Standing) -> str:
        if now.closed is None:
            return ""
        words, zone = self._desk.means.words, self._desk.means.zone
        return words("centre.closed", by=now.closed.by, when=day_and_time(words, now.closed.made, zone))

    def _pace(self) -> str:
        """How many are done, how fast, and how long the rest takes."""
        words, done, of = self._desk.means.words, self._work.done, self._work.of
        if not of:
            return words("centre.intake.looking")
        said = words("centre.intake.done", done=done, of=of)
        ms = self._desk.means.clock.elapsed() - self._began
        if ms < _SURE_AFTER_MS or not done:
            return said
        left = duration(words, -(-ms * (of - done) // (done * _SECOND_MS)))
        pace = words("cli.progress.pace", rate=done * _SECOND_MS // ms, left=left)
        return words("centre.intake.paced", done=said, pace=pace)

    def _brought(self, took: _Took, before: Sequence[FileProblem], matters: Matters) -> BroughtFace:
        words, count = self._desk.means.words, took.count
        known = {(each.key, each.name, each.ticket, each.room) for each in before}
        new = [
            each
            for each in took.standing.problems
            if (each.key, each.name, each.ticket, each.room) not in known and not each.settled
        ]
        conflicts = sum(each.outcome == "CONFLICT" for each in new)
        said = words(
            "centre.intake.brought",
            files=count.files,
            accepted=count.accepted,
            known=count.known,
            refused=count.refused,
            conflicts=conflicts,
        )
        if took.barren:
            said = words("centre.intake.barren", places=words("list.separator").join(took.barren))
        more = words("centre.intake.more", count=len(new) - _MOST_BROUGHT) if len(new) > _MOST_BROUGHT else ""
        return BroughtFace(said, matters.faces(new)[:_MOST_BROUGHT], more)
