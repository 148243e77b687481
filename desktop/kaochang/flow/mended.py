"""A paper under repair at one moment: its items as they stand, who passed what, and how a mend changes that.

Every value here is frozen: a mend gives another state, so the one before it is still there to go back to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from msgspec import structs

from kaochang.domain.items import Item
from kaochang.domain.papers import Finding, Kind, Passed
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.finishing import checks, remade
from kaochang.papers.finishing.grounds import Grounds, judged
from kaochang.papers.finishing.made import Made
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.grammar.marks import FOR_SCORERS
from kaochang.papers.lines import Line
from kaochang.papers.outline import NOWHERE, Place
from kaochang.papers.walkers.fences import together

Known: TypeAlias = tuple[int | None, Finding]
"""A finding by what it is about, whatever its place in the paper: the mark of an item, None for section and paper."""


@dataclass(frozen=True)
class Work:
    """One item under repair; `mark` names it as long as the paper is mended, `marks` those that were joined to it.

    `is_worded` says that its words are no longer those of its lines, `is_keyed` that a person said its key, `is_left`
    that a person left it open; `told` is what a person said of it (`mended`).
    """

    mark: int
    made: Made
    place: Place = NOWHERE
    is_dropped: bool = False
    is_mended: bool = False
    is_worded: bool = False
    is_keyed: bool = False
    is_left: bool = False
    told: frozenset[str] = frozenset()
    marks: frozenset[int] = frozenset()

    @property
    def item(self) -> Item:
        """The item as it stands."""
        return self.made.read.item

    def mended(self, made: Made, *told: str) -> "Work":
        """The same with what a person changed of it: "stem", "options", "type" or "key"."""
        return replace(self, made=made, is_mended=True, told=self.told | set(told))


@dataclass(frozen=True)
class State:
    """The paper as it stands; `beside` are the findings that no item and no sum tells, `passed` who passed what."""

    grounds: Grounds
    works: tuple[Work, ...]
    beside: tuple[Known, ...]
    passed: tuple[tuple[Known, Passed], ...] = ()
    next_mark: int = 0

    @classmethod
    def of(cls, grounds: Grounds, places: Sequence[Place]) -> "State":
        """A paper as it was read."""
        works = tuple(
            Work(mark, made, place) for mark, (made, place) in enumerate(zip(grounds.made, places, strict=True))
        )
        beside = tuple((finding.index, structs.replace(finding, index=None)) for finding in grounds.beside)
        return cls(grounds, works, beside, next_mark=len(works))

    @property
    def total(self) -> Fraction | None:
        """What the paper says it is worth."""
        kept = [work.made for work in self.works if not work.is_dropped]
        return judged(kept, self.grounds.sections, self.grounds.declared).total

    @cached_property
    def found(self) -> tuple[list[Known], list[Known]]:
        """Every finding as the reader counts places, and the same as people see them: one for each, in one order."""
        kept = [work for work in self.works if not work.is_dropped]
        whole = judged([work.made for work in kept], self.grounds.sections, self.grounds.declared)
        numbered = self._numbered()
        numbers = _marked(checks.numbers([work.made for work in numbered]), numbered)
        judged_now = [*_marked(whole.faults, kept), *numbers, *_marked(whole.sums, kept)]
        raw = [*judged_now, *(each for each in self.beside if self._stands(each))]
        told = self.grounds.tell(finding for _, finding in raw)
        return raw, [(mark, finding) for (mark, _), finding in zip(raw, told, strict=True)]

    def _numbered(self) -> list[Work]:
        """The items by whose numbers gaps and repeats are told: a dropped one leaves no gap, and is no repeat."""
        kept = {_number(work) for work in self.works if not work.is_dropped}
        return [work for work in self.works if not work.is_dropped or _number(work) not in kept]

    def _stands(self, known: Known) -> bool:
        """Whether what was found beside an item holds: the item is there, and nobody changed what it is about."""
        mark, finding = known
        at = self.at(mark)
        if at is None:
            return mark is None
        work = self.works[at]
        if work.is_dropped:
            return False
        if finding.kind is Kind.UNCLOSED_CODE and "stem" in work.told:
            return bool(together([Line(text, 0) for text in work.item.stem.split("\n")]).unclosed)
        return finding.kind is not Kind.TRUNCATED or not _cut_part(work.made.draft, finding.line) & work.told

    def at(self, mark: int | None) -> int | None:
        """The place of the item of a mark, or of the one that it was joined to; None for none."""
        return None if mark is None else self._places.get(mark)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {mark: at for at, work in enumerate(self.works) for mark in work.marks | {work.mark}}

    def finds(self, known: Known) -> bool:
        """Whether a finding stands, word for word as people see it."""
        return known in self._found_by_sign.get(_sign(known), ())

    @cached_property
    def _found_by_sign(self) -> dict[object, list[Known]]:
        found: dict[object, list[Known]] = {}
        for known in self.found[1]:
            found.setdefault(_sign(known), []).append(known)
        return found

    def passed_by(self, known: Known) -> Passed | None:
        """Who passed a finding, last; None where nobody did."""
        found = self._passed_by_sign.get(_sign(known), ())
        return next((passed for each, passed in reversed(found) if each == known), None)

    @cached_property
    def _passed_by_sign(self) -> dict[object, list[tuple[Known, Passed]]]:
        found: dict[object, list[tuple[Known, Passed]]] = {}
        for known, passed in self.passed:
            found.setdefault(_sign(known), []).append((known, passed))
        return found

    def first_of(self, finding: Finding) -> int | None:
        """The place of the first item of the section that a finding is about."""
        found = [at for at, work in enumerate(self.works) if work.made.draft.section.title == finding.section]
        behind = [at for at in found if (self.works[at].place[0] or 0) >= (finding.line or 0)]
        return next(iter(behind or found), None)

    def work(self, at: int) -> Work:
        """The item at a place that a mend names; refuses one that is not there, or is left out."""
        if not 0 <= at < len(self.works):
            raise Refusal(Outcome.POLICY, "mend.nowhere")
        if self.works[at].is_dropped:
            raise remade.refused(self.works[at].made, "mend.dropped")
        return self.works[at]

    def with_works(self, at: int, count: int, *works: Work) -> "State":
        """The paper with other items in the place of some."""
        return replace(self, works=(*self.works[:at], *works, *self.works[at + count :]))

    def lines_of(self, work: Work) -> list[Line]:
        """The lines of the paper that an item stands in, less those of others."""
        first, last = work.place
        other = {number for each in self.works if each is not work for number in checks.numbers_in(each.made.draft)}
        own = set(checks.numbers_in(work.made.draft))
        return [
            line
            for line in self.grounds.lines
            if first <= line.number <= last and (line.number in own or line.number not in other)
        ]


def _sign(known: Known) -> object:
    """What tells most findings apart: parameters cannot be looked up."""
    mark, finding = known
    return mark, finding.kind, finding.variant, finding.line


def _number(work: Work) -> tuple[int, int, int]:
    draft = work.made.draft
    return id(draft.section), id(draft.parent), draft.value


def _marked(findings: Iterable[Finding], works: Sequence[Work]) -> list[Known]:
    return [
        (None if finding.index is None else works[finding.index].mark, structs.replace(finding, index=None))
        for finding in findings
    ]


def _cut_part(draft: Draft, line: int | None) -> set[str]:
    """What a person must have said anew of an item that a cut end of the file fell into."""
    if any(each.number == line for given in draft.answers for each in given.lines):
        return {"key"}
    behind = {each.number for mark, lines in draft.fields.items() if mark in FOR_SCORERS for each in lines}
    return set() if line in behind else {"stem", "options"}
