"""Earlier versions of what the candidate wrote: how many there are, the panel that shows them, and the way back to one.

What is listed is what the journal holds, read where it is saved, off the window's thread. Only steps worth going back
to are kept of it (`Thinner`); how many there are is counted alongside, so that typing never waits for a disk.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from kaochang.domain.items import Mode
from kaochang.domain.responses import Replies, Response, Text, word_count
from kaochang.presenters import phrases
from kaochang.presenters.candidate.exam_state import EarlierVersions, VersionRow
from kaochang.presenters.candidate.gestures import Gesture, Written
from kaochang.presenters.refusals import failure_to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
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


@dataclass(frozen=True)
class Version:
    """A text as it was journaled: the working time (ms) it was typed at, the wall time (ms), the text."""

    used: int
    wall: int
    text: str


class Thinner:
    """Takes every saved text of a response in order, and says which are worth going back to."""

    def __init__(self) -> None:
        self.last: Version | None = None
        self._kept: Version | None = None
        self._is_deleting = False
        self.count = 0

    def earlier(self, present: str) -> int:
        """How many versions there are beside the text that stands there now."""
        return self.count - int(self._kept is not None and self.count > 0 and self._kept.text == present)

    def take(self, said: Version) -> list[Version]:
        """What is worth keeping now: the text before a large deletion, this one, both, or none."""
        before, self.last = self.last, said
        if before is None or self._kept is None:
            self._kept = replace(said, text="")
            return self._keep(said) if len(said.text) >= LEAST_CHANGE else []
        kept = []
        was_deleting, self._is_deleting = self._is_deleting, _taken_away(before.text, said.text) >= LARGE_DELETION
        if self._is_deleting and not was_deleting:
            kept += self._keep(before)
        if not self._is_deleting and self._is_step(said):
            kept += self._keep(said)
        return kept

    def _is_step(self, said: Version) -> bool:
        since = said if self._kept is None else self._kept
        head, tail = changed(since.text, said.text)
        distance = max(len(since.text), len(said.text)) - head - tail
        return distance >= LEAST_CHANGE or (distance > 0 and said.used - since.used >= LEAST_MS)

    def _keep(self, version: Version) -> list[Version]:
        is_new = self._kept is None or self._kept.text != version.text
        if not is_new or not version.text.strip():
            return []
        self._kept = version
        self.count += 1
        return [version]


def _taken_away(before: str, after: str) -> int:
    head, tail = changed(before, after)
    return len(before) - head - tail


def text_of(response: Response | None, stage: int) -> str | None:
    """The text of a response, of a staged scenario that of this turn; None where it has none."""
    match response:
        case Text(text):
            return text
        case Replies(texts) if len(texts) == stage + 1:
            return texts[stage]
        case _:
            return None


_Key = tuple[str, int]
"""An item and its turn."""


class Versions:
    """The earlier versions of the item that is shown, of a staged scenario those of the open turn.

    `settle` tells the attempt what is typed and says whether the candidate may still do something; `respond` takes a
    version that is brought back as it takes what is typed.
    """

    def __init__(
        self,
        sitting: Sitting,
        means: Means,
        screen: ExamScreen,
        settle: Callable[[], bool],
        respond: Callable[[Gesture], None],
        show: Callable[[], None],
    ) -> None:
        self._sitting = sitting
        self._means = means
        self._screen = screen
        self._settle = settle
        self._respond = respond
        self._show = show
        self._counted: dict[_Key, Thinner] = {}
        self._revisions: dict[_Key, int] = {}
        self._found: tuple[Version, ...] = ()

    # -- how many there are -----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Count what was journaled since the last look; an attempt that was resumed is read once for each text."""
        key = self._key
        self._screen.versions = ""
        if key is None:
            return
        revision = self._sitting.state.revisions.get(key[0], 0)
        if key not in self._revisions:
            self._begin(key, revision)
        thinner = self._counted.get(key)
        if thinner is None:
            return  # being read
        if revision != self._revisions[key]:
            self._revisions[key] = revision
            thinner.take(Version(self._sitting.state.used, 0, self._present(key)))
        if count := thinner.earlier(self._present(key)):
            self._screen.versions = self._means.words("candidate.versions", count=count)

    def _begin(self, key: _Key, revision: int) -> None:
        self._revisions[key] = revision
        if revision:
            self._read(key, partial(self._on_counted, key), partial(self._on_uncounted, key))
        else:
            self._counted[key] = Thinner()

    def _on_counted(self, key: _Key, read: tuple[Thinner, tuple[Version, ...]]) -> None:
        self._counted[key] = read[0]
        self._show()

    def _on_uncounted(self, key: _Key, error: Exception) -> None:
        """Nothing is lost but the count; whoever asks for the versions is told why they cannot be read."""
        _log.warning("versions cannot be counted: %s", type(error).__name__)
        self._counted[key] = Thinner()

    @property
    def _key(self) -> _Key | None:
        placed = self._screen.layout.placed[self._screen.item].item
        is_written = placed.is_open and placed.way is Mode.TYPED
        return (self._screen.item, self._screen.stage) if is_written else None

    def _present(self, key: _Key) -> str:
        return text_of(self._sitting.state.responses.get(key[0]), key[1]) or ""

    def _read(
        self,
        key: _Key,
        done: Callable[[tuple[Thinner, tuple[Version, ...]]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        item, stage = key
        self._means.runner.run(lambda: thinned(self._texts(item, stage)), done, failed)

    def _texts(self, item: str, stage: int) -> Iterable[Version]:
        for event in self._sitting.history(item):
            text = text_of(event.response, stage)
            if text is not None:
                yield Version(event.used, event.wall, text)

    # -- the panel ----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the panel; what it lists comes as soon as it is read."""
        key = self._key
        if key is None or not self._settle():
            return
        self._show_panel((), -1, self._means.words("candidate.versions.reading"))
        self._read(key, partial(self._on_read, key), partial(self._on_unread, key))

    def choose(self, place: int) -> None:
        """Show the version at this place of the list, counted from 0, beside the present text."""
        if self._is_open and 0 <= place < len(self._found):
            self._show_panel(self._found, place, "")

    def bring_back(self) -> None:
        """The chosen version becomes the response, as if it had been typed; the editor can undo it."""
        panel = self._screen.overlay
        self._screen.overlay = None
        if isinstance(panel, EarlierVersions) and panel.chosen >= 0:
            self._respond(Written(self._found[panel.chosen].text))
            self._settle()
        self._show()

    @property
    def _is_open(self) -> bool:
        return isinstance(self._screen.overlay, EarlierVersions)

    def _on_read(self, key: _Key, read: tuple[Thinner, tuple[Version, ...]]) -> None:
        self._counted[key], every = read
        if self._is_open and key == self._key:
            present = self._present(key)
            found = tuple(version for version in reversed(every) if version.text != present)
            self._show_panel(found, 0 if found else -1, "" if found else self._means.words("candidate.versions.none"))

    def _on_unread(self, key: _Key, error: Exception) -> None:
        refused = failure_to_words(error, self._means.words)
        if self._is_open and key == self._key:
            self._show_panel((), -1, refused.message)

    def _show_panel(self, found: tuple[Version, ...], chosen: int, message: str) -> None:
        key = self._key
        present = "" if key is None else self._present(key)
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
        self._show()

    def _row(self, version: Version) -> VersionRow:
        time = phrases.clock_time(version.wall, self._means.zone)
        return VersionRow(time, self._length(version.text))

    def _length(self, text: str) -> str:
        return self._means.words("candidate.length", count=word_count(text))


def thinned(texts: Iterable[Version]) -> tuple[Thinner, tuple[Version, ...]]:
    """What is worth keeping of saved texts, in order, and the thinner that goes on from there."""
    thinner, kept = Thinner(), list[Version]()
    for said in texts:
        kept += thinner.take(said)
    return thinner, tuple(kept)
