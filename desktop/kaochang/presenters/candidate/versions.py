"""Earlier versions of what the candidate wrote: how many there are, the panel that shows them, and the way back to one.

Every response is looked at as it is told, and those from before an attempt was resumed once, beside everything else:
so no key and nothing that is saved ever waits for it. Only steps worth going back to are kept (`Thinner`).
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from kaochang.domain.attempts import Responded
from kaochang.domain.items import Mode
from kaochang.domain.responses import Replies, Text, word_count
from kaochang.presenters import phrases
from kaochang.presenters.candidate.exam_state import EarlierVersions, VersionRow
from kaochang.presenters.candidate.gestures import Gesture, Written, reply_shown
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.custody.journal_log import Entry
    from kaochang.flow.sitting import Sitting
    from kaochang.presenters.candidate.exam_screen import ExamScreen

_log = logging.getLogger(__name__)

LEAST_MS = 30_000
"""So much working time after the version before, a text is one of its own, however little it changed."""

LEAST_CHANGE = 40
"""So many characters away from the version before, a text is one of its own, however soon."""

LARGE_DELETION = 10
"""So many characters taken away at once make what stood there before a version."""


def changed(before: str, after: str) -> tuple[int, int]:
    """How much two texts have in common at their beginning, and, behind that, at their end; in characters."""
    head = _common(before, after)
    return head, _common(before[head:][::-1], after[head:][::-1])


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning, by halving: texts may be long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


MOST = 200
"""So many versions of a text are kept at hand, the newest; the journal holds them all."""

Key: TypeAlias = tuple[str, int]
"""An item and its turn."""


@dataclass(frozen=True)
class Version:
    """A text as it was journaled: the working time (ms) it was typed at, the wall time (ms), the text."""

    used: int
    wall: int
    text: str


class Thinner:
    """Takes every saved text of a response in order, and keeps those worth going back to; the newest `MOST` of them."""

    def __init__(self) -> None:
        self._found: deque[Version] = deque(maxlen=MOST)
        self._last: Version | None = None
        self._kept: Version | None = None
        self._is_deleting = False

    def earlier(self, present: str) -> tuple[Version, ...]:
        """The versions beside the text that stands there now, the newest first."""
        return tuple(version for version in reversed(self._found) if version.text != present)

    def take(self, said: Version) -> None:
        """Keep what is worth it now: the text before a large deletion, this one, both, or none."""
        before, self._last = self._last, said
        if before is None or self._kept is None:
            self._kept = replace(said, text="")
            if len(said.text) >= LEAST_CHANGE:
                self._keep(said)
            return
        was_deleting, self._is_deleting = self._is_deleting, _taken_away(before.text, said.text) >= LARGE_DELETION
        if self._is_deleting and not was_deleting:
            self._keep(before)
        if not self._is_deleting and self._is_step(said):
            self._keep(said)

    def _is_step(self, said: Version) -> bool:
        since = said if self._kept is None else self._kept
        head, tail = changed(since.text, said.text)
        distance = max(len(since.text), len(said.text)) - head - tail
        return distance >= LEAST_CHANGE or (distance > 0 and said.used - since.used >= LEAST_MS)

    def _keep(self, version: Version) -> None:
        if version.text.strip() and (self._kept is None or self._kept.text != version.text):
            self._kept = version
            self._found.append(version)


def _taken_away(before: str, after: str) -> int:
    head, tail = changed(before, after)
    return len(before) - head - tail


def texts_of(event: Responded) -> tuple[Key, str] | None:
    """The text of a response, and of what; None where it has none. Of a staged scenario, that of the open turn."""
    match event.response:
        case Text(text):
            return (event.item, 0), text
        case Replies(texts):
            return (event.item, len(texts) - 1), texts[-1]
        case _:
            return None


Thinners: TypeAlias = dict[Key, Thinner]


def thinned(told: Iterable[Responded], into: Thinners) -> Thinners:
    """Responses in the order in which they were given, each text taken by its own thinner."""
    for event in told:
        if (said := texts_of(event)) is not None:
            key, text = said
            into.setdefault(key, Thinner()).take(Version(event.used, event.wall, text))
    return into


@dataclass(frozen=True)
class ExamBelow:
    """What a panel needs from the exam it lies over.

    `settle` tells the attempt what is typed and says whether the candidate may still do something; `respond` takes a
    version that is brought back as it takes what is typed; `show` publishes the state.
    """

    settle: Callable[[], bool]
    respond: Callable[[Gesture], None]
    show: Callable[[], None]


class Versions:
    """The earlier versions of the item that is shown, of a staged scenario those of the open turn.

    Whatever is responded goes by here (`put`) on its way to `save`.
    """

    def __init__(
        self,
        sitting: Sitting,
        means: Means,
        screen: ExamScreen,
        save: Callable[[Entry], None],
        exam: ExamBelow,
    ) -> None:
        self._sitting = sitting
        self._means = means
        self._screen = screen
        self._save = save
        self._exam = exam
        self._texts: Thinners | None = None
        self._told: list[Responded] = []
        self._is_read = False
        self._found: tuple[Version, ...] = ()

    # -- how many there are -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        """What was given before an attempt was resumed; beside everything that saves, for it may be long."""
        before = [entry.event for entry in self._sitting.attempt.entries if isinstance(entry.event, Responded)]
        self._is_read = True
        if before:
            self._means.aside.run(lambda: thinned(before, {}), self._on_read, self._on_unread)
        else:
            self._texts = {}

    def _on_read(self, texts: Thinners) -> None:
        self._texts = thinned(self._told, texts)
        self._told.clear()
        self._exam.show()

    def _on_unread(self, error: Exception) -> None:
        """Nothing is lost but versions from before; those that are written now can be gone back to."""
        _log.warning("earlier versions cannot be read: %s", type(error).__name__)
        self._on_read({})

    def put(self, entry: Entry) -> None:
        """The attempt took this entry."""
        if isinstance(entry.event, Responded):
            if self._texts is None:
                self._told.append(entry.event)
            else:
                thinned((entry.event,), self._texts)
        self._save(entry)

    def look(self) -> None:
        """Count those of what is shown; the first time, what was given before is read."""
        if not self._is_read:
            self._read()
        count = len(self._earlier())
        self._screen.versions = self._means.words("candidate.versions", count=count) if count else ""

    def _earlier(self) -> tuple[Version, ...]:
        key = self._key
        thinner = None if key is None or self._texts is None else self._texts.get(key)
        return () if thinner is None else thinner.earlier(self._present)

    @property
    def _key(self) -> Key | None:
        placed = self._screen.layout.placed[self._screen.item].item
        is_written = placed.is_open and placed.way is Mode.TYPED
        return (self._screen.item, self._screen.stage) if is_written else None

    @property
    def _present(self) -> str:
        response = self._sitting.state.responses.get(self._screen.item)
        return response.text if isinstance(response, Text) else reply_shown(response, self._screen.stage).text

    # -- the panel ----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the panel; it is not offered before everything is read."""
        if self._key is None or self._texts is None or not self._exam.settle():
            return
        found = self._earlier()
        self._show_panel(found, 0 if found else -1, "" if found else self._means.words("candidate.versions.none"))

    def choose(self, place: int) -> None:
        """Show the version at this place of the list, counted from 0, beside the present text."""
        if self._is_open and 0 <= place < len(self._found):
            self._show_panel(self._found, place, "")

    def bring_back(self) -> None:
        """The chosen version becomes the response, as if it had been typed; the editor can undo it."""
        panel = self._screen.overlay
        self._screen.overlay = None
        if isinstance(panel, EarlierVersions) and panel.chosen >= 0:
            self._exam.respond(Written(self._found[panel.chosen].text))
            self._exam.settle()
        self._exam.show()

    @property
    def _is_open(self) -> bool:
        return isinstance(self._screen.overlay, EarlierVersions)

    def _show_panel(self, found: tuple[Version, ...], chosen: int, message: str) -> None:
        present = self._present
        self._found = found
        text = found[chosen].text if chosen >= 0 else ""
        head, tail = changed(text, present)
        self._screen.overlay = EarlierVersions(
            rows=tuple(map(self._row, found)),
            chosen=chosen,
            text=text,
            present=present,
            present_length=self._length(present),
            same_head=head,
            same_tail=tail,
            message=message,
        )
        self._exam.show()

    def _row(self, version: Version) -> VersionRow:
        time = phrases.clock_time(version.wall, self._means.zone)
        return VersionRow(time, self._length(version.text))

    def _length(self, text: str) -> str:
        return self._means.words("candidate.length", count=word_count(text))
