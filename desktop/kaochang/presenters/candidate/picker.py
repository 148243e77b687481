"""Which session is sat, where a folder holds several: the one of this hour by itself, or somebody chooses."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.refusals import Refused, to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.several import Offer

SOON_MS = 60 * 60_000
"""A session fits the hour from so long before it opens until it closes."""


class Hour(enum.Enum):
    """How a session stands to the hour; a damaged one stands nowhere."""

    NOW = "now"
    LATER = "later"
    OVER = "over"
    DAMAGED = "damaged"


class SessionRow(Record, frozen=True):
    """One session to choose, by its file. `refused` says what is wrong with one that cannot be opened."""

    path: Path
    title: str
    when: str
    room: str
    hour: Hour
    sign: str
    refused: Refused | None = None


class PickerState(Record, frozen=True):
    """The picker's page: those of this hour first, then by their times."""

    message: str
    rows: tuple[SessionRow, ...]


class PickerPresenter:
    """Chooses by the hour, or lets somebody choose.

    `chosen` is called with the session's file, and whether somebody was asked: then another may be meant after all.
    """

    def __init__(
        self, means: Means, publish: Callable[[PickerState], None], chosen: Callable[[Path, bool], None]
    ) -> None:
        self._means = means
        self._publish = publish
        self._chosen = chosen

    def show(self, offers: Sequence[Offer], *, asks: bool = False) -> None:
        """Go on with the only session that fits this hour, else ask; `asks`: whatever fits."""
        fitting = [offer for offer in offers if self._hour(offer) is Hour.NOW]
        if len(fitting) == 1 and not asks:
            self._chosen(fitting[0].path, False)
            return
        rows = sorted(offers, key=lambda offer: (list(Hour).index(self._hour(offer)), _opens(offer), offer.path.name))
        key = "candidate.picker.again" if asks else "candidate.picker.several" if fitting else "candidate.picker.none"
        self._publish(PickerState(self._means.words(key), tuple(map(self._row, rows))))

    def choose(self, path: Path) -> None:
        """Somebody chose."""
        self._chosen(path, True)

    def _hour(self, offer: Offer) -> Hour:
        if offer.door is None:
            return Hour.DAMAGED
        now, session = self._means.clock.wall(), offer.door.session
        if now >= session.closes:
            return Hour.OVER
        return Hour.NOW if now >= session.opens - SOON_MS else Hour.LATER

    def _row(self, offer: Offer) -> SessionRow:
        words, hour = self._means.words, self._hour(offer)
        sign = self._sign(offer, hour)
        if offer.door is None:
            refused = None if offer.refusal is None else to_words(offer.refusal, words)
            return SessionRow(offer.path, offer.path.name, "", "", hour, sign, refused)
        session = offer.door.session
        when = phrases.window(words, session.opens, session.closes, self._means.zone)
        return SessionRow(offer.path, session.title, when, offer.door.room.name, hour, sign)

    def _sign(self, offer: Offer, hour: Hour) -> str:
        opens = _opens(offer)
        if hour is Hour.NOW and self._means.clock.wall() < opens:
            time = phrases.clock_time(opens, self._means.zone, seconds=False)
            return self._means.words("candidate.picker.soon", time=time)
        return self._means.words(f"candidate.picker.{hour.value}")


def _opens(offer: Offer) -> int:
    return 0 if offer.door is None else offer.door.session.opens
