"""What a person types, before it goes into a file: lines of runs, and tables."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Run:
    """Words of one look; `looks` holds letters: b bold, r red, u underlined, h hidden, d deleted, i inserted."""

    text: str
    looks: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph. `list` names the automatic list that numbers it, `first` begins that list anew; `role` tells the
    containers what it is: "" words, "title", "heading", "stem", "option", "answer", "material"."""

    runs: tuple[Run, ...]
    role: str = ""
    list: str = ""
    first: bool = False

    @property
    def text(self) -> str:
        """What is read on the page, less automatic numbers."""
        return "".join(run.text for run in self.runs if not set(run.looks) & {"h", "d"})

    def before(self, text: str) -> "Line":
        """The same with words put before it."""
        return replace(self, runs=(Run(text), *self.runs)) if text else self


@dataclass(frozen=True)
class Grid:
    """A table."""

    rows: tuple[tuple[str, ...], ...]
    role: str = ""


Block = Line | Grid


def line(text: str, role: str = "", *, list: str = "", first: bool = False) -> Line:
    """A paragraph of one look."""
    return Line((Run(text),), role, list, first)
