"""What the findings of a paper stand on, and where a whole paper is judged: in reading, and after each mend."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kaochang.domain.papers import Finding
from kaochang.papers.finishing import checks
from kaochang.papers.finishing.made import Made
from kaochang.papers.grammar.drafts import Section
from kaochang.papers.lines import Line

Told = Callable[[Iterable[Finding]], Iterable[Finding]]
"""Findings with the places that people see, one for each, in their order."""


@dataclass(frozen=True)
class Grounds:
    """A paper between its drafts and its findings; nothing of it is changed any more.

    `beside` are findings that no item and no sum tells: of answers that belong nowhere, of what could not be carried.
    `told` names places as people see them, each on what the one before gives. `lines` are those that items stand in.
    """

    made: Sequence[Made] = ()
    sections: Sequence[Section] = ()
    declared: Fraction | None = None
    beside: Sequence[Finding] = ()
    told: tuple[Told, ...] = ()
    lines: Sequence[Line] = ()

    def tell(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings with the places that people see."""
        for told in self.told:
            findings = told(findings)
        return list(findings)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a paper is worth, as far as it says, and what is wrong: with single items, their numbers, their sums."""

    total: Fraction | None = None
    faults: list[Finding] = field(default_factory=list)
    numbers: list[Finding] = field(default_factory=list)
    sums: list[Finding] = field(default_factory=list)

    @property
    def all(self) -> list[Finding]:
        """Every finding, in the order of the checks."""
        return [*self.faults, *self.numbers, *self.sums]


def judged(made: list[Made], sections: Sequence[Section], declared: Fraction | None) -> Judged:
    """The findings that items, their numbers and their sums give; `sections` are all that the paper has."""
    counted = checks.counts(made, sections)
    miscounted = {id(section) for section in sections if checks.findings_on(counted, section)}
    total, totals = checks.total(made, declared, whole=not counted)
    sums = [*checks.missing_points(made), *checks.points(made, miscounted), *checks.lengths(made), *counted, *totals]
    return Judged(total, checks.item_faults(made), checks.numbers(made), sums)
