"""What every widget is handed: the theme and the words."""

from PySide6.QtGui import QColor

from kaochang.domain.ports import Words
from kaochang.domain.values import Record
from kaochang.views.theme import Theme


class Look(Record, frozen=True):
    """Colours and sentences; `scale` is the factor of the item's text, 1 everywhere else."""

    theme: Theme
    words: Words
    scale: float = 1.0

    def colour(self, token: str) -> QColor:
        """The colour of a token."""
        return self.theme.colour(token)

    def pixels(self, size: float) -> float:
        """A text size of the item, in the size the candidate chose."""
        return size * self.scale
