"""How scoring by people stands at the centre, read in one go: items, who has what left, agreement, keys to be set."""

from dataclasses import dataclass
from fractions import Fraction

from kaochang.domain.assessments import PlacedItem
from kaochang.domain.items import Mode
from kaochang.domain.ports import Randomness
from kaochang.flow import score_packets, scoring_changes
from kaochang.flow.score_packets import PacketStands
from kaochang.flow.scoring import Agreement, Progress, Scoring
from kaochang.store.centre import Centre
from kaochang.store.marking import SchemeVersion


@dataclass(frozen=True)
class ItemStands:
    """One item of the session: its versions, oldest first, and, where people score it by a plan, how far that is.

    `is_scored` by people; `needs_key`: nothing of it can be marked before somebody sets its key.
    """

    placed: PlacedItem
    versions: tuple[SchemeVersion, ...]
    progress: Progress | None
    is_scored: bool
    needs_key: bool
    pair: bool = False
    tolerance: Fraction = Fraction(0)


@dataclass(frozen=True)
class Overview:
    """Everything about scoring; `left` is what each scorer has still to do, `responses` how many people score.

    `packets` went out to scorers elsewhere.
    """

    items: tuple[ItemStands, ...]
    left: dict[str, int]
    agreement: tuple[Agreement, ...]
    severity: dict[str, dict[str, Fraction]]
    responses: dict[str, int]
    packets: tuple[PacketStands, ...] = ()


def overview(centre: Centre, random: Randomness) -> Overview:
    """How everything stands now."""
    scoring = Scoring(centre, random)
    progress = {each.item: each for each in scoring.progress()}
    plans = scoring.plans()
    people = dict.fromkeys(name for plan in plans.values() for name in (*plan.scorers, *plan.thirds))
    placed = {each.id: each for exam in centre.exams().values() for each in exam.assessment.items()}
    items = []
    for item, each in placed.items():
        versions = tuple(scoring_changes.versions(centre, each))
        plan, now = plans.get(item), versions[-1]
        is_typed = each.item.is_open and each.item.way is Mode.TYPED
        items.append(
            ItemStands(
                each,
                versions,
                progress.get(item),
                is_scored=is_typed and not now.withdrawn,
                needs_key=not each.item.is_open and now.scheme.correct is None and not now.withdrawn,
                pair=plan is not None and plan.pair,
                tolerance=Fraction(0) if plan is None else plan.tolerance,
            )
        )
    left = {name: len(scoring.queue(name)) for name in people}
    agreement, severity = tuple(scoring.agreement()), scoring.severity()
    return Overview(tuple(items), left, agreement, severity, scoring.responses(), score_packets.standing(centre))
