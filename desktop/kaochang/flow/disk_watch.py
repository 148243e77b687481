"""What happened to the places that keep an attempt, and has no note in its journal yet."""

from collections.abc import Iterable

from kaochang.domain.attempts import Noted
from kaochang.domain.guards import Happening
from kaochang.flow.attempt_files import AttemptFiles

_OF_SECOND = {Happening.SECOND_PLACE_LOST: True, Happening.SECOND_PLACE_BACK: False}


class DiskWatch:
    """Watches an attempt's files, which change in the background. `notes` are those that the journal has already."""

    def __init__(self, files: AttemptFiles, notes: Iterable[Noted] = ()) -> None:
        self.needs_second = False
        """Whether a second place is asked for, by the exam or because of this PC's disk: none at all is a lost one."""
        self._files = files
        self._renewals = 0
        self._is_lost = next(
            (_OF_SECOND[Happening(note.what)] for note in reversed([*notes]) if note.what in _OF_SECOND), False
        )

    @property
    def is_second_lost(self) -> bool:
        """Whether rows are missing in the second place, or it is missing itself."""
        return self.needs_second if self._files.second is None else self._files.second.is_lost

    def news(self) -> list[Happening]:
        """What is to be noted, in order."""
        happened = [Happening.SAVED_ANEW] * (self._files.renewals - self._renewals)
        is_watched = self.needs_second or self._files.second is not None
        if is_watched and self.is_second_lost != self._is_lost:
            happened.append(Happening.SECOND_PLACE_LOST if self.is_second_lost else Happening.SECOND_PLACE_BACK)
        return happened

    def noted(self, happened: Iterable[Happening]) -> None:
        """This has a note now."""
        for each in happened:
            self._renewals += each is Happening.SAVED_ANEW
            self._is_lost = _OF_SECOND.get(each, self._is_lost)
