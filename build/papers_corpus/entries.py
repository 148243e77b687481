"""What a paper of the corpus asks, as plain values: the truth that its file is made from and held against."""

from dataclasses import dataclass, field, replace
from fractions import Fraction

Blanks = tuple[tuple[str, ...], ...]
Answer = str | bool | Blanks | None
"""As the contract of `kaochang read` has it; of a blank, the accepted texts of each blank."""

LETTERS = "ABCDEFGH"
OPEN = frozenset({"essay", "case", "interview", "scenario"})


@dataclass(frozen=True)
class Printed:
    """What the paper prints otherwise than it should: a planted fault. None: as it should.

    `key` is a second answer beside the first, `answer` "" leaves it out, `rubric` are lines of a rubric of its own,
    `points` whether those of the item are printed beside it.
    """

    number: int | None = None
    labels: str | None = None
    answer: str | None = None
    key: str | None = None
    rubric: tuple[str, ...] | None = None
    points: bool = True


@dataclass(frozen=True)
class Entry:
    """One item. A stem holds each blank as ____ and a place for the answer as （　　）; `parts` are those of a case,
    whose `stem` is then their material. `points` are its own where they differ from those of its section."""

    kind: str
    stem: str
    options: tuple[str, ...] = ()
    answer: Answer = None
    explanation: str = ""
    prompts: tuple[str, ...] = ()
    criteria: tuple[tuple[str, Fraction], ...] = ()
    parts: tuple["Entry", ...] = ()
    points: Fraction | None = None
    printed: Printed = Printed()

    @property
    def labels(self) -> str:
        return self.printed.labels or LETTERS[: len(self.options)]

    def misprinted(self, **what: object) -> "Entry":
        """The same with something printed otherwise."""
        return replace(self, printed=replace(self.printed, **what))


@dataclass(frozen=True)
class Section:
    """Items of one type under one heading; `each` are the points of one, `count` and `total` declared ones."""

    kind: str
    title: str
    entries: tuple[Entry, ...]
    each: Fraction | None = None
    per_blank: Fraction | None = None
    count: int | None = None
    total: Fraction | None = None

    def worth(self, entry: Entry) -> Fraction | None:
        """The points of one item."""
        if entry.points is not None:
            return entry.points
        if self.per_blank is not None:
            return self.per_blank * entry.stem.count("____")
        return self.each

    @property
    def sum(self) -> Fraction | None:
        found = [self.worth(entry) for entry in self.entries]
        return None if None in found else sum((points for points in found if points is not None), Fraction())


@dataclass(frozen=True)
class Sheet:
    """A whole paper; `total` as declared, if wrongly. `numbers` says whether they restart with each section."""

    title: str
    sections: tuple[Section, ...]
    restarts: bool = True
    total: Fraction | None = None
    marks: tuple[str, ...] = field(default=())

    def numbered(self) -> list[tuple[Section, list[tuple[int, Entry]]]]:
        """Each section with its items and the numbers that they print."""
        found, last = [], 0
        for section in self.sections:
            first = 1 if self.restarts else last + 1
            numbers = [entry.printed.number or first + place for place, entry in enumerate(section.entries)]
            last = first + len(section.entries) - 1
            found.append((section, list(zip(numbers, section.entries, strict=True))))
        return found


def plain(points: Fraction) -> str:
    """Points as people print them: 2, 2.5."""
    return str(points.numerator) if points.denominator == 1 else str(float(points))
