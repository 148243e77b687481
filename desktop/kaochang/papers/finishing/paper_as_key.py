"""A key that is the paper once more with its answers filled in, as teachers keep it beside the paper itself.

It is read as a paper too, and each of its mark schemes goes to the item of the same words. Nothing is taken over where
both say something and differ, nor where the two do not ask the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec import structs

from kaochang.domain.papers import Finding, Kind, PaperItem
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.finishing.lending import lent, settled
from kaochang.papers.finishing.made import Made
from kaochang.papers.finishing.same_items import RIVALS, Known, Pairs, is_near, known, pair, plain_words
from kaochang.papers.finishing.separate_key import SeparateKey
from kaochang.papers.finishing.taking import Taking, says_something, shown
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.stems import count_blanks
from kaochang.papers.lines import KEY_LINES, fold

_FEWEST: Final = 4
"""Characters of words that ask something: what is shorter may be an answer."""
_ASKS: Final = re.compile(
    r"(?:请|简述|试述|论述|谈谈|阐述|说明|列举|分析|举例|概述|描述|什么是|何谓|如何|怎样|怎么|为什么|为何)|.*[?]\s*$",
    re.DOTALL,
)
_OPTIONS: Final = 2
"""Options that an item has at the least where it is one of a paper."""


@dataclass(frozen=True)
class KeyPaper:
    """A key file, read as a paper of its own.

    `row` gives the row that people see of a line as its reader counts it.
    """

    made: Sequence[Made]
    findings: tuple[Finding, ...]
    media: Mapping[str, bytes]
    row: Callable[[int], int]

    @property
    def items(self) -> list[PaperItem]:
        """The items with their mark schemes."""
        return [made.read for made in self.made]

    @property
    def asks(self) -> bool:
        """Whether most of it is stems, and no list of answers that was taken for some."""
        return 2 * sum(map(_asks, self.made)) > len(self.made)

    def line(self, line: int | None) -> int | None:
        """A line of the key as findings tell it."""
        row = self.row(line) if line else None
        return KEY_LINES + row if row else None


def key_of(
    separate: SeparateKey, whole: KeyPaper, items: Sequence[PaperItem], media: Mapping[str, bytes]
) -> SeparateKey:
    """What a key that can be read as a paper is to the paper of these items: the same, another, or a list of answers.

    It is the same where half of the paper's items and most of the key's are, or all of one of the two. Refuses (PAPER)
    one that holds neither.
    """
    ours, theirs = known(items, media), known(whole.items, whole.media)
    pairs = pair(ours, theirs)
    least, most = len(ours) - len(pairs.longer), len(theirs) - len(pairs.longer)
    is_most = 2 * pairs.sure >= least and 2 * pairs.sure > most
    if pairs.sure and (is_most or pairs.sure in (least, most)):
        return WholeKey(name=separate.name, paper=whole, pairs=pairs, media=media)
    if whole.asks and separate.bare <= len(theirs) and not _is_worded_anew(whole.made, ours, theirs):
        return OtherKey(name=separate.name, same=pairs.sure, count=len(theirs))
    return separate.of_use()


def _asks(made: Made) -> bool:
    """Whether an item asks something, beyond doubt: an answer that stands behind a number looks like one without."""
    item, words = made.read.item, made.draft.words(Mark.STEM)
    if len(plain_words(item.stem)) < _FEWEST:
        return False
    if len(item.options) > 1 or not made.is_drafted or any(given.place == "line" for given in made.draft.answers):
        return True
    return bool(count_blanks(words) or _ASKS.match(fold(words)))


def _is_worded_anew(made: Sequence[Made], ours: Sequence[Known], theirs: Sequence[Known]) -> bool:
    """Whether a key says its stems in short before the answers: it goes by number then, and lists no options."""
    numbered: dict[str, list[Known]] = {}
    for each in ours:
        numbered.setdefault(each.number, []).append(each)
    asking = [other for each, other in zip(made, theirs, strict=True) if _asks(each)]
    near = [
        other
        for other in asking
        if len(other.listed) < _OPTIONS
        and any(_is_like(each, other) for each in numbered.get(other.number, [])[:RIVALS])
    ]
    return 2 * len(near) >= len(asking)


def _is_like(each: Known, other: Known) -> bool:
    """Whether two items ask much the same, about the same material where the key repeats it."""
    return is_near(each.stem, other.stem) if other.words == other.stem else is_near(each.words, other.words)


@dataclass(frozen=True, kw_only=True)
class OtherKey(SeparateKey):
    """A key that belongs to another paper: `same` of its `count` items are in this one, which is not enough."""

    same: int = 0
    count: int = 0

    def take(self, made: list[Made]) -> list[Finding]:
        """Nothing, and that is told."""
        counts = {"count": str(self.count), "same": str(self.same), "key_file": self.name}
        return [Finding(Kind.ORPHAN_ANSWER, variant="paper", params=counts)]


@dataclass(frozen=True, kw_only=True)
class WholeKey(SeparateKey):
    """A key that is the same paper; `media` are the pictures of the paper that is being read."""

    paper: KeyPaper
    pairs: Pairs
    media: Mapping[str, bytes]

    def take(self, made: list[Made]) -> list[Finding]:
        """Give every item what the key says of it; the findings are about what the key says beside them.

        Refuses (PAPER) a key that says nothing of any item, as the paper that candidates get does.
        """
        is_of_use = False
        for place, other in self.pairs.found.items():
            theirs = self.paper.made[other]
            own = made[place] = settled(made[place], theirs)
            theirs = lent(theirs, own, filled=place in self.pairs.filled, longer=place in self.pairs.longer)
            Taking(own, theirs, self.media, self.paper.media, self.paper.line).take()
            is_of_use = is_of_use or says_something(theirs)
        findings = [*self._orphans(), *self._read_in_doubt(made)]
        if not is_of_use and not findings:
            raise Refusal(Outcome.PAPER, "paper.no-key", self.name, key_file=self.name)
        return findings

    def _orphans(self) -> Iterator[Finding]:
        """Answers of items that the paper does not have, or that may be those of several."""
        taken = set(self.pairs.found.values())
        for place, theirs in enumerate(self.paper.made):
            item, answer = theirs.read.item, shown(theirs.read.scheme)
            if place not in taken and answer:
                variant = "ambiguous" if place in self.pairs.unclear else "item"
                params = {"answer": answer, "number": item.number}
                line = self.paper.line(theirs.draft.line)
                yield Finding(Kind.ORPHAN_ANSWER, None, item.section, item.number, line, variant, params)

    def _read_in_doubt(self, made: Sequence[Made]) -> Iterator[Finding]:
        """What the reader of the key says of it beside its items.

        That is a cut end, answers that belong to none of them, and words that nobody listed, by which it read answers.
        """
        ours = {other: place for place, other in self.pairs.found.items()}
        for finding in self.paper.findings:
            line = KEY_LINES + finding.line if finding.line else None
            place = ours.get(finding.index) if finding.index is not None else None
            if finding.kind in (Kind.ORPHAN_ANSWER, Kind.WORDS_LEARNED):
                yield structs.replace(finding, index=None, line=line)
            elif finding.kind is Kind.TRUNCATED and place is not None:
                title, number = made[place].draft.section.title, made[place].number
                yield Finding(Kind.TRUNCATED, place, title, number, line)
