"""Matching: the options with their letters, and for each prompt a row of letters to choose from."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton

from kaochang.domain.responses import Pairs, Response
from kaochang.presenters.candidate.exam_state import ItemFace, OptionFace
from kaochang.presenters.candidate.gestures import Paired
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, rule
from kaochang.views.widgets.prose import Prose


class MatchingInteraction(Interaction):
    """A row for each prompt; one letter of a row may be down, and goes up again when it is pressed once more."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        self._cells: dict[tuple[str, str], QPushButton] = {}
        layout = column(self, spacing=14)
        layout.addWidget(self._options())
        layout.addWidget(label(look.words("candidate.matching.hint"), "small", wraps=True))
        for prompt in face.prompts:
            layout.addWidget(self._prompt(prompt))

    def _options(self) -> QFrame:
        made = frame("card")
        layout = column(made, margins=(18, 12, 18, 12), spacing=8)
        for place, option in enumerate(self.face.options):
            if place:
                layout.addWidget(rule())
            line = row(spacing=14)
            letter = label(option.letter, "strong")
            letter.setFixedWidth(20)
            line.addWidget(letter)
            line.addWidget(Prose(option.text, self.look.pixels(17), 1.6, self.look.colour("ink")), 1)
            layout.addLayout(line)
        return made

    def _prompt(self, prompt: OptionFace) -> QFrame:
        made = frame("plain", name=f"prompt-{prompt.label}")
        layout = row(made, spacing=8)
        text = f"{prompt.letter}. {prompt.text}"
        prose = Prose(text, self.look.pixels(18), 1.6, self.look.colour("ink"))
        layout.addWidget(prose, 1, Qt.AlignmentFlag.AlignVCenter)
        for option in self.face.options:
            cell = button(
                option.letter, "letter", f"pair-{prompt.label}-{option.label}", partial(self._on, prompt, option)
            )
            cell.setCheckable(True)
            cell.setAccessibleName(self.look.words("candidate.matching.cell", prompt=prompt.text, letter=option.letter))
            self._cells[prompt.label, option.label] = cell
            layout.addWidget(cell)
        return made

    def _on(self, prompt: OptionFace, option: OptionFace) -> None:
        self.gesture.emit(Paired(prompt.label, option.label))

    def show_response(self, response: Response | None, length: str) -> None:
        """Press the letters that are paired, release the others."""
        pairs = set(response.pairs) if isinstance(response, Pairs) else set()
        for key, cell in self._cells.items():
            cell.setChecked(key in pairs)

    def focus_first(self) -> None:
        """The first letter of the first prompt."""
        for cell in list(self._cells.values())[:1]:
            cell.setFocus()
