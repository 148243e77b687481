"""Puts the exam screen together: the attempt, what is saved of it, and what only the screen knows."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kaochang.domain.attempts import Phase, Wait
from kaochang.domain.parts import has_next_turn
from kaochang.domain.refusals import Refusal
from kaochang.domain.responses import Choice, Response, is_empty
from kaochang.presenters import phrases
from kaochang.presenters.candidate import exam_faces, exam_times
from kaochang.presenters.candidate.access import GateKeeper
from kaochang.presenters.candidate.acts import ActsState
from kaochang.presenters.candidate.exam_faces import Layout
from kaochang.presenters.candidate.exam_state import (
    AwayState,
    CannotSave,
    Confirmation,
    EarlierVersions,
    ExamState,
    Header,
    ItemFace,
    Overlay,
    Palette,
    SavedSign,
    Summary,
)
from kaochang.presenters.candidate.finder import Finder
from kaochang.presenters.candidate.gestures import reply_shown
from kaochang.presenters.candidate.kept import Kept
from kaochang.presenters.candidate.lengths import length_of
from kaochang.presenters.candidate.passing import Passing
from kaochang.presenters.candidate.saving import Saver, Sign
from kaochang.presenters.candidate.shortcuts import ShortcutPage
from kaochang.presenters.candidate.siblings import siblings_of
from kaochang.presenters.candidate.standing import Standing, Standings
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.presenters.refusals import Refused, failure_to_candidate
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting

_log = logging.getLogger(__name__)

_FACES_HELD = 6
"""So many are held with their pictures, the last ones: an item is asked for both ahead and when it is shown."""


class ExamScreen:
    """What is shown beside the attempt itself: item, text size, dialog, warning. Changes nothing of the attempt."""

    def __init__(self, sitting: Sitting, saver: Saver, means: Means, finder: Finder) -> None:
        self._sitting = sitting
        self._saver = saver
        self._means = means
        self.layout = Layout.of(sitting.exam, sitting.arrangement)
        self._standings = Standings(self.layout.placed)
        self.gates = GateKeeper(sitting)
        self.size = TypeSize.NORMAL
        self.finder = finder
        self.overlay: Summary | Confirmation | EarlierVersions | ShortcutPage | None = None
        self.trouble: Refused | None = None
        self.versions = ""
        self._header, self._palette = Kept[Header](), Kept[Palette]()
        self._face = lru_cache(_FACES_HELD)(self._make_face)
        self.passing = Passing(means.clock)
        self._where = exam_times.Where.of(sitting)
        self.item = ""
        self.face: ItemFace
        self.follow()

    @property
    def stage(self) -> int:
        """The turn that is shown of the item, 0 where it has none."""
        turn = self._sitting.state.turns.get(self.item)
        return 0 if turn is None else turn.stage

    def follow(self, *, by_clock: bool = False) -> None:
        """Show the item that the attempt is at, and no dialog over it any more; `by_clock` says why it is another."""
        self.overlay = None
        before, self._where = self._where, exam_times.Where.of(self._sitting)
        self.passing.follow(self._sitting)
        if by_clock and (told := exam_times.gone_on(before, self._sitting, self._means.words)):
            self.warn(told)
        self.item = self._sitting.state.current or self.item or self.layout.order[0]
        self._tell_no_more()
        self.face = self._face_of(self.item)

    def beside(self) -> Iterator[ItemFace]:
        """The items that may be gone to next, as they stand, the following first."""
        order, place = self.layout.order, self.layout.numbers[self.item] - 1
        for item in (*order[place + 1 : place + 2], *order[max(0, place - 1) : place]):
            if self._sitting.is_open(item):
                yield self._face_of(item)

    def _face_of(self, item: str) -> ItemFace:
        state, words = self._sitting.state, self._means.words
        turn = state.turns.get(item)
        face = self._face(item, 0, None) if turn is None else self._face(item, turn.stage, state.responses.get(item))
        siblings = siblings_of(self.layout, item, state.responses, words)
        return replace(face, siblings=siblings) if siblings else face

    def _make_face(self, item: str, stage: int, response: Response | None) -> ItemFace:
        words = self._means.words
        return exam_faces.item_face(self.layout, item, self._read_picture, words, stage=stage, response=response)

    def warn(self, text: str) -> None:
        """Show this for a while."""
        self.passing.tell(exam_times.Line(text))

    def tell_saving(self) -> None:
        """Say what cannot be saved, and once that it is saved after all."""
        failure, words = self._saver.failure, self._means.words
        self.trouble = None if failure is None else failure_to_candidate(failure, words)
        if self._saver.take_recovery() and self._sitting.state.phase is not Phase.CLOSED:
            self.warn(words("candidate.saved-again"))

    def tell_taken_back(self, before: Response | None, now: Response) -> None:
        """Say that nothing is chosen any more, until something is again; a line that stands there already is left."""
        if before is None or is_empty(before) or not isinstance(now, Choice) or not is_empty(now):
            self._tell_no_more()
        elif not self.passing.text:
            self.warn(self._means.words("candidate.taken-back"))

    def _tell_no_more(self) -> None:
        if self.passing.text and self.passing.text == self._means.words("candidate.taken-back"):
            self.passing.dismiss()

    def state(
        self, responses: Mapping[str, Response], acts: ActsState | None, away: AwayState | None, *, is_typing: bool
    ) -> ExamState:
        """The whole screen; `responses` are those of the attempt and what is typed, of which `is_typing` tells."""
        sitting, words, layout = self._sitting, self._means.words, self.layout
        number = layout.numbers[self.item]
        is_marked = self.item in sitting.state.marked
        response = self._shown(responses)
        has_turn = has_next_turn(sitting.exam, sitting.state, self.item)
        return ExamState(
            header=self._header.of((sitting.ticket, sitting.seat), lambda: exam_faces.header(sitting, words)),
            clock=exam_times.whole_face(sitting, words),
            part=exam_times.part_face(sitting, words),
            palette=self._palette_of(self._standings.of(responses)),
            face=self.face,
            response=response,
            own_time=exam_times.own_time(sitting, words),
            length=length_of(layout.placed[self.item].item, response, words),
            versions=self.versions,
            is_marked=is_marked,
            is_first=number == 1 or not sitting.is_open(layout.order[number - 2]),
            is_last=number == len(layout.order) and not has_turn,
            next_label=exam_faces.next_label(layout, sitting, self.item, words),
            may_hand_in=acts is None and away is None and sitting.state.wait in (None, Wait.OUTAGE, Wait.CLOCK),
            saved=self._saved_sign(is_typing=is_typing),
            size=self.size,
            standing=self._standing_line(),
            warning=self.passing.text,
            overlay=self._visible_overlay(),
            suspended=exam_faces.suspended(sitting, words),
            acts=acts,
            away=away,
        )

    def _palette_of(self, standings: Mapping[str, Standing]) -> Palette:
        marked, finder, gates = frozenset(self._sitting.state.marked), self.finder, self.gates.now()

        def make() -> Palette:
            palette = exam_faces.palette(self.layout, standings, marked, self.item, self._means.words, gates)
            return finder.seen(palette)

        return self._palette.of((tuple(standings.values()), marked, self.item, finder.chosen, gates), make)

    def _standing_line(self) -> str:
        sitting, words = self._sitting, self._means.words
        is_lost = sitting.is_second_place_lost or not sitting.has_second_place
        if sitting.forgets and is_lost:
            return words("candidate.disk-forgets")
        return words("candidate.second-place-lost") if sitting.is_second_place_lost else ""

    def _shown(self, responses: Mapping[str, Response]) -> Response | None:
        response = responses.get(self.item)
        is_staged = bool(self.layout.placed[self.item].item.stages)
        return reply_shown(response, self.stage) if is_staged else response

    def _read_picture(self, name: str) -> bytes:
        try:
            return self._sitting.media(name)
        except Refusal as refusal:
            _log.warning("a picture cannot be shown: %s", refusal.key)
            return b""

    def _saved_sign(self, *, is_typing: bool) -> SavedSign:
        sign = Sign.SAVING if is_typing and self._saver.failure is None else self._saver.sign
        saved_at = self._saver.saved_at
        time = "" if saved_at is None else phrases.clock_time(saved_at, self._means.zone)
        return SavedSign(sign, self._means.words(f"candidate.saved.{sign.value}", time=time))

    def _visible_overlay(self) -> Overlay | None:
        if self.trouble is None:
            return self.overlay
        return CannotSave(self.trouble, is_trying=self._saver.failure is None)
