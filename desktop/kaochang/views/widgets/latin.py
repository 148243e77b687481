"""A field for codes and numbers. An input method that stands at Chinese would make words of them."""

from PySide6.QtCore import Qt

from kaochang.views.widgets.own_text import LineField


class LatinField(LineField):
    """A line to type in that no input method works in: every key writes what stands on it."""

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: object) -> object:
        """What an input method asks; whether it may work here is answered with no."""
        if query is Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, *argument)
