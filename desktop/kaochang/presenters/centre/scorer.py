"""The scorer's screen: a response, its criteria, a key each, Enter; what was given is saved behind the next one.

Responses are fetched ahead and marks saved in the background, one after the other in the order they were given, so no
key waits for a disk. What could not be saved stays in hand and is told until it is saved, or left to be scored anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from msgspec.structs import replace

from kaochang.domain.human_scores import TextNote
from kaochang.domain.refusals import Refusal
from kaochang.flow.scoring_work import ScoringWork
from kaochang.presenters.centre import scorer_faces
from kaochang.presenters.centre.scorer_line import WorkLine
from kaochang.presenters.centre.scorer_pace import Pace
from kaochang.presenters.centre.scorer_sheet import Sheet
from kaochang.presenters.centre.scorer_state import NoteKind, ScorerPhase, ScorerState, TaskFace
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.refusals import Refused, bug_in_words
from kaochang.presenters.running import Means

_KEPT = 30
"""So many that were given can be gone back to."""

_TICK_MS = 1000


class ScorerPresenter:
    """Intents of the screen in, its state out; `leave` is called once nothing is on its way any more."""

    def __init__(
        self, work: ScoringWork, means: Means, show: Callable[[ScorerState], None], leave: Callable[[], None]
    ) -> None:
        self._means = means
        self._show_state = show
        self._leave = leave
        self._line = WorkLine(work, means, self._on_line, self._held)
        self._aside: deque[Sheet] = deque()
        self._given: list[Sheet] = []
        self._sheet: Sheet | None = None
        self._kept: Sheet | None = None
        self._pace = Pace(self._now())
        self._phase = ScorerPhase.OPENING
        self._picked: tuple[int, int] | None = None
        self._is_noting = False
        self._refused: Refused | None = None
        self._face: TaskFace | None = None
        self.state = self._state()

    def start(self) -> None:
        """Fetch the first responses."""
        self._line.fetch()
        self._show()

    # -- points, key by key -----------------------------------------------------------------------------------------

    def digit(self, digit: int) -> None:
        """A level or points, for the criterion at hand."""
        self._act(lambda sheet: sheet.digit(digit))

    def dot(self) -> None:
        """The point of a number, or half a point."""
        self._act(Sheet.dot)

    def back(self) -> None:
        """Take back the last figure."""
        self._act(Sheet.back)

    def move(self, by: int) -> None:
        """The criterion after or before."""
        self._act(lambda sheet: sheet.focus(sheet.here + by))

    def focus(self, at: int) -> None:
        """This criterion."""
        self._act(lambda sheet: sheet.focus(at))

    def level(self, at: int, number: int) -> None:
        """This level of a criterion, counted from 0."""
        self._act(lambda sheet: sheet.level(at, number))

    def comment(self, text: str) -> None:
        """What is said of the whole response, as far as it is typed."""
        if self._sheet is not None:
            self._sheet.comment = text
            self._pace.touch(self._now())

    # -- marks on the text ------------------------------------------------------------------------------------------

    def select(self, start: int, end: int) -> None:
        """Words of the response, for the mark that a key gives next."""
        self._picked = (start, end)
        self._act(lambda _: None)

    def mark(self, kind: NoteKind) -> None:
        """Mark what is selected; a note's words are asked for first."""
        if self._picked is None:
            return
        if kind is NoteKind.NOTE:
            self._is_noting = True
            self._act(lambda _: None)
        else:
            self._note(scorer_faces.note_text(kind, self._means.words))

    def note(self, text: str) -> None:
        """The words of a note; without any there is none."""
        if text.strip():
            self._note(text.strip())
        else:
            self.drop_pick()

    def drop_pick(self) -> None:
        """Mark nothing."""
        self._picked, self._is_noting = None, False
        self._act(lambda _: None)

    def drop_note(self, at: int) -> None:
        """Take a mark away again."""
        self._act(lambda sheet: setattr(sheet, "notes", (*sheet.notes[:at], *sheet.notes[at + 1 :])))

    def _note(self, text: str) -> None:
        if self._sheet is not None and self._picked is not None:
            made = TextNote(*self._picked, text)
            self._sheet.notes = tuple(sorted((*self._sheet.notes, made), key=lambda each: (each.start, each.end)))
        self.drop_pick()

    # -- giving, and going to and fro -------------------------------------------------------------------------------

    def give(self) -> None:
        """Give the response what was typed, and bring the next; a criterion without points is gone to instead."""
        sheet = self._sheet
        if sheet is None or self._phase is not ScorerPhase.SCORING:
            return
        now = self._now()
        try:
            given = sheet.given(self._pace.spent(now))
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._pace.end(now, is_new=sheet not in self._given)
        if sheet in self._given:
            self._given.remove(sheet)
        self._given = [*self._given, sheet][-_KEPT:]
        self._line.save(sheet.task.handle, given)
        self._next()

    def go_back(self) -> None:
        """The response that was given before; what is typed for this one stays as it is."""
        if not self._given or self._phase is ScorerPhase.PAUSED:
            return
        at = self._given.index(self._sheet) if self._sheet in self._given else len(self._given)
        if at:
            if self._sheet not in self._given:
                self._kept = self._sheet
            self._take(self._given[at - 1])

    def go_forward(self) -> None:
        """The one after it, as far as the one that is to be scored."""
        if self._sheet not in self._given:
            return
        at = self._given.index(self._sheet) + 1
        if at < len(self._given):
            self._take(self._given[at])
        else:
            self._next()

    def put_aside(self) -> None:
        """Score this one at the end."""
        if self._sheet is not None and self.state.can_put_aside:
            self._aside.append(self._sheet)
            self._sheet = None
            self._next()

    def _next(self) -> None:
        sheet, self._kept = self._kept, None
        if sheet is None and (task := self._line.take()) is not None:
            sheet = Sheet(task)
        if sheet is None and self._aside and not self._line.is_waiting:
            sheet = self._aside.popleft()
        self._take(sheet)

    def _take(self, sheet: Sheet | None) -> None:
        now = self._now()
        if self._sheet is not None:
            self._sheet.spent = self._pace.spent(now)
        self._sheet, self._refused = sheet, None
        self._picked, self._is_noting = None, False
        self._face = None if sheet is None else scorer_faces.task_face(sheet.task, self._means.words)
        self._pace.away(now, is_away=sheet is None)
        self._pace.begin(now, 0 if sheet is None else sheet.spent)
        if sheet is not None:
            sheet.focus(sheet.scores.index(None) if sheet.unset else 0)
        nothing = ScorerPhase.OPENING if self._line.is_waiting else ScorerPhase.NOTHING
        self._phase = nothing if sheet is None else ScorerPhase.SCORING
        self._show()

    def _held(self) -> list[str]:
        """What must not be brought a second time."""
        return [each.task.handle for each in (*self._aside, self._sheet, self._kept) if each is not None]

    def _on_line(self) -> None:
        """Something arrived, or could not."""
        if self._sheet is None and self._phase in (ScorerPhase.OPENING, ScorerPhase.NOTHING):
            self._next()
        else:
            self._show()

    def retry(self) -> None:
        """Save once more what could not be; fetch again where that failed."""
        self._line.again()
        self._on_line()

    def tell_bug(self) -> None:
        """Something in the program failed: it is in the log, and the scorer goes on."""
        self._refused = bug_in_words(self._means.words)
        self._show()

    def leave(self) -> None:
        """End, once what was given is saved or could not be once more: that is there to be scored again."""
        self._means.timer.stop()
        self._line.again()
        self._line.close(self._leave)

    # -- time -------------------------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Cover the response, and let no time count."""
        if self._phase is ScorerPhase.SCORING:
            self._pace.away(self._now(), is_away=True)
            self._phase = ScorerPhase.PAUSED
            self._show()

    def go_on(self) -> None:
        """Uncover it."""
        if self._phase is ScorerPhase.PAUSED:
            self._pace.away(self._now(), is_away=False)
            self._phase = ScorerPhase.SCORING
            self._show()

    def window_away(self, *, is_away: bool) -> None:
        """Another window has the keyboard, or this one again: no time counts meanwhile."""
        if self._phase is ScorerPhase.SCORING:
            self._pace.away(self._now(), is_away=is_away)
            self._show()

    def touch(self) -> None:
        """The scorer reads: scrolls, or moves the mouse."""
        self._pace.touch(self._now())

    def _tick(self) -> None:
        self._show()

    def _now(self) -> int:
        return self._means.clock.elapsed()

    # -- the state --------------------------------------------------------------------------------------------------

    def _act(self, act: Callable[[Sheet], object]) -> None:
        if self._sheet is None or self._phase is not ScorerPhase.SCORING:
            return
        self._pace.touch(self._now())
        self._refused = None
        try:
            act(self._sheet)
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._show()

    def _refuse(self, refusal: Refusal) -> None:
        self._refused = failure_to_words(refusal, self._means.words)
        self._show()

    def _show(self) -> None:
        self.state = self._state()
        self._show_state(self.state)
        if self._phase is ScorerPhase.SCORING:
            self._means.timer.start(_TICK_MS, self._tick)

    def _state(self) -> ScorerState:
        sheet, words = self._sheet, self._means.words
        in_hand = sum(each is not None and each not in self._given for each in (*self._aside, sheet, self._kept))
        state = ScorerState(
            self._phase,
            self._line.scorer,
            scorer_faces.progress(self._pace, self._now(), self._line.left + in_hand, words),
            scorer_faces.saved(self._line.saving, self._line.unsaved, words),
            refused=self._refused or self._line.trouble,
            can_go_back=bool(self._given) and sheet is not self._given[0],
            can_retry=self._line.trouble is not None,
        )
        if sheet is None or self._face is None:
            return state
        is_given = sheet in self._given
        return replace(
            state,
            task=self._face,
            criteria=scorer_faces.criterion_faces(sheet, words),
            total=scorer_faces.total(sheet, words),
            is_whole=not sheet.unset,
            comment=sheet.comment,
            notes=scorer_faces.note_faces(sheet, words),
            picked=self._picked,
            is_noting=self._is_noting,
            is_given=is_given,
            can_put_aside=not is_given and bool(self._line.left),
        )
