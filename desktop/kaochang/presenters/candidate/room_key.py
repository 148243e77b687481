"""The room key file on the start code's page: found by itself on a stick, or chosen by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.values import Record
from kaochang.presenters.candidate.line import Line, RoomKeyFile
from kaochang.presenters.refusals import Refused, failure_to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.unlock import RoomFile


class RoomKeyOffer(Record, frozen=True):
    """The files to choose from by hand, with what is said of them; may be none."""

    message: str
    files: tuple[Path, ...]


class RoomKeyFace(Record, frozen=True):
    """What is known of the file, in words, and the words on the button that lets somebody choose another."""

    text: str
    action: str
    is_found: bool
    offer: RoomKeyOffer | None = None


class RoomKeySearch:
    """Holds the file of the one room it was begun for. `changed` is called when there is news, or why there is not."""

    def __init__(self, line: Line, means: Means, changed: Callable[[Refused | None], None]) -> None:
        self._line = line
        self._means = means
        self._changed = changed
        self._room: RoomFile | None = None
        self._found: RoomKeyFile | None = None
        self._offer: RoomKeyOffer | None = None
        self._is_searching = False

    def begin(self, room: RoomFile) -> None:
        """From now on it is about this room; about nothing if its start code needs no file."""
        self.end()
        self._room = room if room.needs_room_key else None

    def end(self) -> None:
        """Forget the room and its file."""
        self._room = self._found = self._offer = None

    @property
    def data(self) -> bytes:
        """The file's bytes; none where no file is needed, or none was found."""
        return self._found.data if self._found is not None else b""

    @property
    def is_settled(self) -> bool:
        """Whether the start need not wait for a file."""
        return self._room is None or self._found is not None

    def face(self) -> RoomKeyFace | None:
        """What to show; None where the room needs no file."""
        if self._room is None:
            return None
        words, found = self._means.words, self._found
        if found is None:
            text = words("candidate.code.room-key.missing", name=self._name())
            return RoomKeyFace(text, words("candidate.code.room-key.choose"), is_found=False, offer=self._offer)
        text = words("candidate.code.room-key.found", place=found.path)
        return RoomKeyFace(text, words("candidate.code.room-key.other"), is_found=True, offer=self._offer)

    def look(self) -> None:
        """Look on the sticks that are present, unless there is a file or a search under way."""
        room = self._room
        if room is None or self._found is not None or self._is_searching:
            return
        self._is_searching = True
        self._means.runner.run(lambda: self._line.find_room_key(room), self._on_looked, self._on_failed)

    def offer(self) -> None:
        """Show every file that could be chosen by hand."""
        self._means.runner.run(self._line.room_key_files, self._on_files, self._on_failed)

    def withdraw(self) -> None:
        """Go back to the page without choosing."""
        self._offer = None
        self._changed(None)

    def choose(self, path: Path) -> None:
        """Take this file."""
        self._offer = None
        self._means.runner.run(lambda: self._line.read_room_key(path), self._on_looked, self._on_failed)

    def _name(self) -> str:
        return "" if self._room is None else self._line.room_key_name(self._room)

    def _on_looked(self, found: RoomKeyFile | None) -> None:
        self._is_searching = False
        if found is not None and self._room is not None:
            self._found = found
            self._changed(None)

    def _on_files(self, files: tuple[Path, ...]) -> None:
        if self._room is None:
            return
        name = self._name()
        text = self._means.words(f"candidate.code.room-key.offer.{'message' if files else 'none'}", name=name)
        self._offer = RoomKeyOffer(text, tuple(sorted(files, key=lambda path: path.name != name)))
        self._changed(None)

    def _on_failed(self, error: Exception) -> None:
        self._is_searching = False
        self._changed(failure_to_words(error, self._means.words))
