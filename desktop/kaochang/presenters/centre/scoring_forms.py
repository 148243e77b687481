"""The two forms of the scoring page as they are typed: who scores what, and a change of how an item earns points."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.human_scores import criteria_of
from kaochang.domain.keys import read_key
from kaochang.domain.ports import Clock, Words
from kaochang.presenters.centre.scorer_faces import item_name
from kaochang.presenters.centre.scoring_state import (
    ChangeFace,
    ChangeField,
    ChangeKind,
    ItemChoice,
    PlanFace,
    PlanField,
)
from kaochang.presenters.figures import decimal
from kaochang.presenters.office.paper_faces import key_text

if TYPE_CHECKING:  # the flows come with the first look
    from kaochang.flow.scoring import Wanted
    from kaochang.flow.scoring_changes import Remarked
    from kaochang.flow.scoring_overview import ItemStands, Overview
    from kaochang.store.centre import Centre
    from kaochang.store.marking import SchemeVersion

_PARTED = re.compile(r"[、,，;；\n]+")
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_COUNT = re.compile(r"[0-9]{1,3}")
_MOST_SHOWN = 12


def names_in(text: str) -> tuple[str, ...]:
    """The names in a text; a space may stand within one."""
    return tuple(dict.fromkeys(each.strip() for each in _PARTED.split(text) if each.strip()))


class PlanForm:
    """What a plan is made of, as it is typed; `changed` is called after every intent."""

    def __init__(self, words: Words, changed: Callable[[], None]) -> None:
        self._words = words
        self._changed = changed
        self._items: tuple[ItemStands, ...] = ()
        self._responses: dict[str, int] = {}
        self._out = 0
        self._chosen: set[str] = set()
        self._texts: dict[PlanField, str] = {}
        self._is_pair = False
        self._turn = 0

    def open(self, overview: Overview) -> None:
        """Propose the items that nobody was given yet; where all were, all of them."""
        self._items = tuple(each for each in overview.items if each.is_scored)
        self._responses = overview.responses
        self._out = sum(each.back < each.responses for each in overview.packets)
        fresh = {each.placed.id for each in self._items if each.progress is None}
        self._chosen = fresh or {each.placed.id for each in self._items}
        by = self._texts.get(PlanField.BY, "")
        scorers = self._texts.get(PlanField.SCORERS, "") or self._words("list.separator").join(overview.left)
        self._texts = {
            PlanField.SCORERS: scorers,
            PlanField.BY: by,
            PlanField.TOLERANCE: "0",
            PlanField.CALIBRATION: "0",
        }
        self._turn += 1

    def toggle(self, item: str) -> None:
        """Take an item in or out."""
        self._chosen ^= {item}
        self._changed()

    def type(self, field: PlanField, text: str) -> None:
        """What stands in a field."""
        self._texts[field] = text
        self._changed()

    def set_pair(self, *, is_pair: bool) -> None:
        """Two scorers for each response, or one."""
        self._is_pair = is_pair
        self._changed()

    def _text(self, field: PlanField) -> str:
        return self._texts.get(field, "").strip()

    def _why(self) -> str:
        scorers = names_in(self._text(PlanField.SCORERS))
        needed = 2 if self._is_pair else 1
        wrong = {
            "items": not self._chosen,
            "scorers": len(scorers) < needed,
            "tolerance": self._is_pair and not _NUMBER.fullmatch(self._text(PlanField.TOLERANCE)),
            "calibration": not _COUNT.fullmatch(self._text(PlanField.CALIBRATION)),
            "by": not self._text(PlanField.BY),
        }
        first = next((name for name, is_wrong in wrong.items() if is_wrong), "")
        return self._words(f"scoring.plan.why.{first}", count=needed) if first else ""

    def wanted(self) -> Wanted | None:
        """The plan; None where something is missing."""
        from kaochang.flow.scoring import Wanted

        if self._why():
            return None
        return Wanted(
            items=tuple(each.placed.id for each in self._items if each.placed.id in self._chosen),
            scorers=names_in(self._text(PlanField.SCORERS)),
            by=self._text(PlanField.BY),
            pair=self._is_pair,
            tolerance=Fraction(self._text(PlanField.TOLERANCE)) if self._is_pair else Fraction(0),
            thirds=names_in(self._text(PlanField.THIRDS)) if self._is_pair else (),
            calibration=int(self._text(PlanField.CALIBRATION)),
        )

    def face(self) -> PlanFace:
        """The form."""
        responses = sum(self._responses.get(item, 0) for item in self._chosen)
        scorers = len(names_in(self._text(PlanField.SCORERS)))
        each = -(-responses * (2 if self._is_pair else 1) // max(1, scorers))
        return PlanFace(
            items=tuple(
                ItemChoice(stands.placed.id, item_name(stands.placed.item), stands.placed.id in self._chosen)
                for stands in self._items
            ),
            texts=dict(self._texts),
            is_pair=self._is_pair,
            said=self._words("scoring.plan.said", count=responses, each=each) if scorers else "",
            out=self._words("scoring.plan.out", count=self._out) if self._out else "",
            why=self._why(),
            turn=self._turn,
        )


class ChangeForm:
    """A change of one item, as it is typed; `changed` is called after every intent."""

    def __init__(self, words: Words, changed: Callable[[], None]) -> None:
        self._words = words
        self._changed = changed
        self._items: tuple[ItemStands, ...] = ()
        self._item = ""
        self._kind = ChangeKind.KEY
        self._texts: dict[ChangeField, str] = {}
        self._head = ""
        self._moved: tuple[str, ...] = ()
        self._turn = 0

    def open(self, overview: Overview, item: str) -> None:
        """About this item, or whichever is first."""
        by = self._texts.get(ChangeField.BY, "")
        self._items, self._head, self._moved = overview.items, "", ()
        self._texts = {ChangeField.BY: by}
        self._item = item or next((each.placed.id for each in overview.items), "")
        self._kind = self._kinds()[0]
        self._turn += 1

    def renew(self, overview: Overview) -> None:
        """The same item, after a change was made."""
        self._items = overview.items

    @property
    def _stands(self) -> ItemStands:
        return next(each for each in self._items if each.placed.id == self._item)

    def _kinds(self) -> tuple[ChangeKind, ...]:
        stands = self._stands
        first = ChangeKind.CRITERION if stands.placed.item.is_open else ChangeKind.KEY
        back = (ChangeKind.BACK,) if len(stands.versions) > 1 else ()
        return (first, ChangeKind.WITHDRAW, *back)

    def choose_item(self, item: str) -> None:
        """Another item."""
        self._item, self._head, self._moved = item, "", ()
        if self._kind not in self._kinds():
            self._kind = self._kinds()[0]
        self._changed()

    def choose_kind(self, kind: ChangeKind) -> None:
        """Another change."""
        self._kind = kind
        self._changed()

    def type(self, field: ChangeField, text: str) -> None:
        """What stands in a field."""
        self._texts[field] = text
        self._changed()

    def _text(self, field: ChangeField) -> str:
        return self._texts.get(field, "").strip()

    def _why(self) -> str:
        needs_reason = not (self._kind is ChangeKind.KEY and self._stands.needs_key)
        wrong = {
            "key": self._kind is ChangeKind.KEY and not self._text(ChangeField.KEY),
            "name": self._kind is ChangeKind.CRITERION and not self._text(ChangeField.NAME),
            "points": self._kind is ChangeKind.CRITERION and not _NUMBER.fullmatch(self._text(ChangeField.POINTS)),
            "number": self._kind is ChangeKind.BACK and not _COUNT.fullmatch(self._text(ChangeField.NUMBER)),
            "by": not self._text(ChangeField.BY),
            "reason": needs_reason and not self._text(ChangeField.REASON),
        }
        first = next((name for name, is_wrong in wrong.items() if is_wrong), "")
        return self._words(f"scoring.change.why.{first}") if first else ""

    def act(self) -> Callable[[Centre, Clock], Remarked] | None:
        """What makes the change and marks everybody again (blocks); None where something is missing."""
        from kaochang.flow import scoring_changes as flow

        if self._why():
            return None
        placed, kind = self._stands.placed, self._kind
        who = flow.Act(self._text(ChangeField.BY), self._text(ChangeField.REASON))
        key, name = self._text(ChangeField.KEY), self._text(ChangeField.NAME)
        points, number = self._text(ChangeField.POINTS), self._text(ChangeField.NUMBER)

        def change(centre: Centre, clock: Clock) -> Remarked:
            match kind:
                case ChangeKind.KEY:
                    flow.set_key(centre, placed, read_key(placed.item, key), who, clock)
                case ChangeKind.CRITERION:
                    weighed = replace(flow.criterion_named(centre, placed, name), points=Fraction(points))
                    flow.set_criterion(centre, placed, weighed, who, clock)
                case ChangeKind.WITHDRAW:
                    flow.withdraw(centre, placed, who, clock)
                case ChangeKind.BACK:
                    flow.back_to(centre, placed, int(number), who, clock)
            return flow.remark(centre, clock)

        return change

    def made(self, found: Remarked) -> None:
        """A change was made: who moved by it is shown, and the fields are for another one."""
        words = self._words
        self._head = words("scoring.moved", count=len(found.moved), gained=len(found.gained), lost=len(found.lost))
        lines = [
            words(
                "scoring.moved.line",
                ticket=each.ticket,
                item=each.item,
                before="—" if each.before is None else decimal(each.before),
                after="—" if each.after is None else decimal(each.after),
            )
            for each in found.moved[:_MOST_SHOWN]
        ]
        more = len(found.moved) - len(lines)
        self._moved = (*lines, *((words("scoring.moved.more", count=more),) if more else ()))
        self._texts = {ChangeField.BY: self._texts.get(ChangeField.BY, "")}
        self._turn += 1

    def face(self) -> ChangeFace:
        """The form."""
        stands = self._stands
        return ChangeFace(
            items=tuple(
                ItemChoice(each.placed.id, item_name(each.placed.item), each.placed.id == self._item)
                for each in self._items
            ),
            kinds=self._kinds(),
            kind=self._kind,
            stem=stands.placed.item.stem,
            now=_now(stands, stands.versions[-1], self._words),
            versions=tuple(_version(stands, each, self._words) for each in reversed(stands.versions)),
            texts=dict(self._texts),
            head=self._head,
            moved=self._moved,
            why=self._why(),
            turn=self._turn,
        )


def _now(stands: ItemStands, version: SchemeVersion, words: Words) -> str:
    """What an item earns its points by in a version."""
    if version.withdrawn:
        return words("scoring.now.withdrawn")
    scheme, placed = version.scheme, stands.placed
    if not placed.item.is_open:
        return words("scoring.now.key", correct=key_text(scheme.correct, words) or words("scoring.now.no-key"))
    criteria = [
        words(
            "scoring.now.criterion",
            name=each.name or words("scorer.whole"),
            points="—" if each.points is None else decimal(each.points),
        )
        for each in criteria_of(scheme.rubric, placed.points)
    ]
    return words("list.separator").join(criteria)


def _version(stands: ItemStands, version: SchemeVersion, words: Words) -> str:
    now = _now(stands, version, words)
    if not version.by:
        return words("scoring.version.kit", number=version.number, now=now)
    return words("scoring.version", number=version.number, by=version.by, reason=version.reason or "—", now=now)
