"""How scoring by people stands, in words: figures of agreement each with what they mean."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from kaochang.domain.ports import Words
from kaochang.presenters.centre.scorer_faces import item_name
from kaochang.presenters.centre.scoring_state import ItemChoice, ItemLine, OverviewFace, PersonLine, SaidLine
from kaochang.presenters.figures import decimal
from kaochang.presenters.office.score_rows import Tone

if TYPE_CHECKING:  # the flows come with the first look
    from kaochang.flow.score_packets import PacketStands
    from kaochang.flow.scoring import Agreement, Progress
    from kaochang.flow.scoring_overview import ItemStands, Overview

_FEW = 20
"""Of fewer responses, agreement says little."""

_MEANINGS = (
    (Fraction(4, 5), "high", Tone.GOOD),
    (Fraction(3, 5), "fair", Tone.PLAIN),
    (Fraction(2, 5), "low", Tone.DOUBT),
)
"""From which weighted kappa on agreement is called what: the bounds of J. R. Landis and G. G. Koch, Biometrics 33
(1977) 159-174, with their two lowest ranges as one."""

_LENIENT = Fraction(1, 20)
"""Who differs from the mean of all by less than this share of an item's points is as severe as the others."""


def overview_face(found: Overview, words: Words) -> OverviewFace:
    """Everything about scoring."""
    names = {each.placed.id: item_name(each.placed.item) for each in found.items}
    most = {each.placed.id: each.placed.points for each in found.items}
    scored = [each for each in found.items if each.is_scored]
    unplanned = [each for each in scored if each.progress is None]
    waiting = sum(found.responses.get(each.placed.id, 0) for each in unplanned)
    return OverviewFace(
        items=tuple(_item(each, each.progress, words) for each in scored if each.progress is not None),
        people=tuple(_person(name, left, words) for name, left in found.left.items()),
        agreement=tuple(_agreed(each, names[each.item], words) for each in found.agreement),
        severity=tuple(
            _severe(names[item], name, apart, most[item], words)
            for item, by_scorer in found.severity.items()
            for name, apart in by_scorer.items()
        ),
        unplanned=words("scoring.unplanned", count=len(unplanned), responses=waiting) if unplanned else "",
        keys=tuple(ItemChoice(each.placed.id, names[each.placed.id], False) for each in found.items if each.needs_key),
        changed=tuple(_changed(each, words) for each in found.items if len(each.versions) > 1),
        packets=tuple(_packet(each, words) for each in found.packets),
        can_plan=bool(scored),
    )


def _item(stands: ItemStands, progress: Progress, words: Words) -> ItemLine:
    note = words("scoring.way.pair", tolerance=decimal(stands.tolerance)) if stands.pair else words("scoring.way.one")
    if progress.mean_ms is not None:
        note = words("scoring.mean", way=note, seconds=round(progress.mean_ms / 1000))
    return ItemLine(
        name=item_name(stands.placed.item),
        count=words("scoring.count", scored=progress.scored, of=progress.of),
        percent=100 * progress.scored // max(1, progress.of),
        note=note,
        apart=words("scoring.apart", count=progress.apart) if progress.apart else "",
    )


def _packet(stands: PacketStands, words: Words) -> str:
    known = {"number": stands.number, "scorer": stands.scorer, "of": stands.responses}
    return words(
        "scoring.packet.all" if stands.back == stands.responses else "scoring.packet", back=stands.back, **known
    )


def _person(name: str, left: int, words: Words) -> PersonLine:
    return PersonLine(name, words("scoring.left", count=left) if left else words("scoring.left.none"), left)


def _agreed(found: Agreement, item: str, words: Words) -> SaidLine:
    text = words(
        "scoring.agreed",
        item=item,
        scorers=found.scorers,
        first=found.scorers[0],
        second=found.scorers[1],
        count=found.responses,
        exact=_percent(found.exact),
        adjacent=_percent(found.adjacent),
    )
    if found.kappa is None:
        return SaidLine(text, words("scoring.kappa.none"), Tone.QUIET)
    kappa = found.kappa
    name, tone = next(((name, tone) for least, name, tone in _MEANINGS if kappa >= least), ("poor", Tone.BAD))
    meaning = words(f"scoring.kappa.{name}", kappa=f"{float(kappa):.2f}")
    if found.responses < _FEW:
        return SaidLine(text, words("scoring.kappa.few", meaning=meaning), Tone.QUIET)
    return SaidLine(text, meaning, tone)


def _percent(share: Fraction | None) -> str:
    return "—" if share is None else f"{round(share * 100)}%"


def _severe(item: str, name: str, apart: Fraction, most: Fraction, words: Words) -> SaidLine:
    kind = "same" if abs(apart) < most * _LENIENT else "lenient" if apart > 0 else "strict"
    points = f"{abs(float(apart)):.2f}".rstrip("0").rstrip(".")
    meaning = words(f"scoring.severity.{kind}", item=item, name=name, points=points)
    return SaidLine("", meaning, Tone.PLAIN if kind == "same" else Tone.DOUBT)


def _changed(stands: ItemStands, words: Words) -> str:
    last = stands.versions[-1]
    key = "scoring.changed.withdrawn" if last.withdrawn else "scoring.changed"
    return words(key, item=item_name(stands.placed.item), number=last.number, by=last.by, reason=last.reason or "—")
