"""The wishes of the short way as they stand: what follows from paper and roster, and over it what a person changed.

Only what was changed is kept in the draft, with the name of the paper it was changed for: another paper, or more names
in the roster, and everything else follows anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from kaochang.domain.refusals import Refusal
from kaochang.domain.values import Record, from_plain, to_plain
from kaochang.presenters.figures import decimal
from kaochang.presenters.office.pages import OfficeDesk

if TYPE_CHECKING:  # they come with the first paper and the first roster
    from kaochang.flow.quick import QuickWish
    from kaochang.papers.reading import ReadPaper
    from kaochang.papers.roster import RosterRow

_PAPER = "paper"
"""The member of the kept wishes that says for which paper they are."""

_NUMBER = re.compile(r"(?P<number>[0-9]{1,6}(?:[./][0-9]{1,6})?)\s*[^\s0-9./-]{0,2}")
"""A number, and at most a unit behind it."""


class Wished(Record, frozen=True):
    """What is to be sealed: the paper as mended and its file's name, the roster, the wishes. `total` is in points."""

    read: ReadPaper
    name: str
    rows: Sequence[RosterRow]
    proposed: QuickWish
    wish: QuickWish

    @property
    def total(self) -> Fraction:
        """What all items together are worth."""
        from kaochang.flow.quick import worth

        return worth(self.read.paper, self.wish.points_each)


def wished(desk: OfficeDesk) -> Wished | None:
    """All of it as it stands now; None where paper or roster is missing."""
    from kaochang.flow.quick import propose

    mending, roster, paper = desk.work.mending, desk.work.roster, desk.draft.paper
    if mending is None or roster is None or paper is None:
        return None
    read, means = mending.read(), desk.means
    proposed = propose(read, paper.name, roster.rows, means.clock.wall(), means.zone, means.words)
    return Wished(read, paper.name, roster.rows, proposed, _changed(proposed, desk.draft.wish, paper.name))


def keep_wish(desk: OfficeDesk, **members: object) -> None:
    """Keep members that a person changed."""
    paper = desk.draft.paper
    kept = desk.draft.wish or {}
    if paper is None:
        return
    before = kept if kept.get(_PAPER) == paper.name else {}
    plain = {name: to_plain(value) for name, value in members.items()}
    desk.keep(wish={**before, **plain, _PAPER: paper.name})


def _changed(proposed: QuickWish, kept: dict[str, str | int | None] | None, paper: str) -> QuickWish:
    """A proposal with what was changed; the proposal alone where that cannot be read (an older program's)."""
    from kaochang.flow.quick import QuickWish

    if not kept or kept.get(_PAPER) != paper:
        return proposed
    members = {name: value for name, value in kept.items() if name != _PAPER}
    try:
        return from_plain(QuickWish, {**to_plain(proposed), **members})
    except Refusal:
        return proposed


def number_of(written: str) -> Fraction | None:
    """A number as people write it: 60, 60%, 1.5 分, 1/3; None for anything else, and for none."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", written).strip())
    try:
        return Fraction(found["number"]) if found else None
    except ZeroDivisionError:
        return None


def shown_number(value: Fraction | None) -> str:
    """The same as it is shown in a field."""
    return "" if value is None else decimal(value)
