"""Assemble by a blueprint: items of the bank that fit its rules, drawn once here, or for each candidate on the day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from kaochang.domain.assessments import Draw, Exam, Pick, PlacedItem, Section
from kaochang.domain.banked import ItemFilter
from kaochang.domain.blueprints import Blueprint, BlueprintSection, Rule
from kaochang.domain.drawing import ALGORITHM, Shortfall, drawn, shortfall
from kaochang.domain.places import find, place_of
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.flow.assemble import (
    AssembleOrder,
    can_be_sat,
    exam_of,
    keep,
    left_out,
    points_of,
    red_findings,
)
from kaochang.store.bank import Bank
from kaochang.store.bank_items import BankItem

_ONCE = ""
"""The ticket for which a draw is made that is everybody's."""

_ANY_SEED = "-"
"""Whether there is a draw, and what it is worth, does not depend on the seed."""


@dataclass(frozen=True)
class RuleCount:
    """How a rule stands: how many items it wants, and how many there are for it (of enemies each by itself).

    `unfit` are further ones that it means and that are not drawn: with open red findings, left out, that nobody could
    answer, sub-questions that stand only together, or with a rubric that adds up to other points than the rule's.
    """

    section: str
    number: int
    rule: Rule
    there: int
    unfit: int


@dataclass(frozen=True)
class Feasibility:
    """Whether a blueprint can be drawn: every rule, and why not (the places of rules in `rules`); None where it can.

    `total` is what everybody's exam is worth, None where there is none.
    """

    rules: tuple[RuleCount, ...]
    short: Shortfall | None
    total: Fraction | None


@dataclass(frozen=True)
class _Pool:
    """What is drawn from: the items that fit each rule, in the order of rules."""

    counts: tuple[RuleCount, ...]
    items: tuple[tuple[BankItem, ...], ...]
    enemies: tuple[tuple[str, ...], ...]

    @property
    def short(self) -> Shortfall | None:
        """Why there is no draw."""
        return shortfall(list(map(_pick, self.counts, self.items)), self.enemies)


def _pick(count: RuleCount, items: Sequence[BankItem]) -> Pick:
    return Pick(count.rule.count, tuple(item.id for item in items))


def _rules(blueprint: Blueprint) -> Iterator[tuple[BlueprintSection, int, Rule]]:
    for section in blueprint.sections:
        for number, rule in enumerate(section.rules, start=1):
            yield section, number, rule


def _pool(bank: Bank, order: AssembleOrder, blueprint: Blueprint) -> _Pool:
    """MISSING for an exam or an item that the blueprint names and the bank does not have, POLICY for sections that have
    no rules or no names of their own.
    """
    titles = [section.title for section in blueprint.sections]
    if not titles or len(set(titles)) < len(titles) or not all(section.rules for section in blueprint.sections):
        raise Refusal(Outcome.POLICY, "blueprint.sections")
    of_papers = [item for number in order.papers for item in bank.items(number)]
    unfit = {finding.item for finding in red_findings(bank, order, of_papers)} | _only_together(of_papers)
    unfit |= left_out(of_papers, order) | {each.id for each in of_papers if not can_be_sat(each)}
    used = tuple(bank.exam(name)[0].id for name in blueprint.exclude_used)
    counts, items = [], []
    for section, number, rule in _rules(blueprint):
        meant = bank.items_where(_filter(rule, order, used))
        fit = tuple(each for each in meant if each.id not in unfit and _can_be_worth(each, rule.points))
        counts.append(RuleCount(section.title, number, rule, len(fit), len(meant) - len(fit)))
        items.append(fit)
    enemies = tuple(
        tuple(find(of_papers, name, missing="bank.no-item").id for name in group) for group in blueprint.enemies
    )
    return _Pool(tuple(counts), tuple(items), enemies)


def _can_be_worth(item: BankItem, points: Fraction | None) -> bool:
    """Whether a rubric adds up to what a rule makes the item worth: else nobody could earn all of it, or a part of the
    rubric would earn nothing.
    """
    weights = [each.points for each in item.scheme.rubric.criteria if each.points is not None]
    return points is None or len(weights) < len(item.scheme.rubric.criteria) or not weights or sum(weights) == points


def _only_together(items: Sequence[BankItem]) -> set[str]:
    """Sub-questions of one case: the second may speak of the first, so none is drawn without the others."""
    by_material: dict[tuple[int, str], list[str]] = {}
    for each in items:
        if each.item.material:
            by_material.setdefault((each.paper, each.item.material), []).append(each.id)
    return {item for together in by_material.values() if len(together) > 1 for item in together}


def _filter(rule: Rule, order: AssembleOrder, used: tuple[str, ...]) -> ItemFilter:
    return ItemFilter(
        types=() if rule.type is None else (rule.type,),
        sections=rule.sections,
        competencies=rule.competencies,
        difficulties=() if rule.difficulty is None else (rule.difficulty,),
        papers=tuple(order.papers),
        not_used_in=used,
    )


def feasibility(bank: Bank, order: AssembleOrder, blueprint: Blueprint, random: Randomness) -> Feasibility:
    """How every rule stands; nothing is made. Refused as by `assemble`, but not for rules that lack items."""
    pool = _pool(bank, order, blueprint)
    if pool.short is not None:
        return Feasibility(pool.counts, pool.short, None)
    return Feasibility(pool.counts, None, _whole(pool, order, blueprint, draw_from(_ANY_SEED), random).assessment.total)


def _check(pool: _Pool) -> None:
    """Refuses (POLICY) a blueprint that cannot be drawn, by the rule, or the rules together, that lack items."""
    short = pool.short
    if short is None:
        return
    lacking = [pool.counts[place] for place in short.picks]
    where = "、".join(f"{each.section}#{each.number}" for each in lacking)
    told = {"wanted": short.wanted, "there": short.there}
    if len(lacking) > 1:
        raise Refusal(Outcome.POLICY, "blueprint.too-few-together", where, **told)
    rule = lacking[0].rule
    raise Refusal(
        Outcome.POLICY,
        "blueprint.too-few",
        where,
        **told,
        type=Word("blueprint.any" if rule.type is None else f"type.{rule.type}"),
        difficulty=Word(f"blueprint.difficulty.{rule.difficulty or 'any'}"),
        topics=(*rule.competencies, *rule.sections) or Word("blueprint.any"),
        unfit=lacking[0].unfit,
    )


def _section(section: BlueprintSection, pool: _Pool, order: AssembleOrder) -> Section:
    """A section with its pool. POLICY for an item that two of its rules give different points."""
    placed: dict[str, PlacedItem] = {}
    picks = []
    for count, items in zip(pool.counts, pool.items, strict=True):
        if count.section != section.title:
            continue
        picks.append(_pick(count, items))
        for each in items:
            made = PlacedItem(each.id, each.item, count.rule.points or points_of(each, order))
            if placed.setdefault(each.id, made) != made:
                raise Refusal(Outcome.POLICY, "blueprint.two-worths", place_of(each.item), title=section.title)
    return Section(section.title, tuple(placed.values()), picks=tuple(picks))


def _whole(pool: _Pool, order: AssembleOrder, blueprint: Blueprint, draw: Draw, random: Randomness) -> Exam:
    """The exam with its pool, checked; every rule has its items."""
    sections = tuple(_section(section, pool, order) for section in blueprint.sections)
    return exam_of(sections, order, random, replace(draw, enemies=pool.enemies))


def assemble(
    bank: Bank,
    order: AssembleOrder,
    blueprint: Blueprint,
    draw: Draw,
    clock: Clock,
    random: Randomness,
    *,
    per_candidate: bool,
) -> Exam:
    """The exam that a blueprint tells, kept in the bank: the same seed gives the same draw from the same items.

    Refused as by `plan`.
    """
    pool = _pool(bank, order, blueprint)
    exam = _planned(pool, order, blueprint, draw, random, per_candidate=per_candidate)
    keep(bank, exam, order, sorted({each.paper for items in pool.items for each in items}), clock)
    return exam


def plan(
    bank: Bank, order: AssembleOrder, blueprint: Blueprint, draw: Draw, random: Randomness, *, per_candidate: bool
) -> Exam:
    """The exam as it would be assembled now.

    Drawn here, and an ordinary exam; or with its pool, of which every candidate gets items of their own. Refuses
    (POLICY) a blueprint that cannot be drawn, and whatever `flow.assemble.plan` refuses.
    """
    pool = _pool(bank, order, blueprint)
    return _planned(pool, order, blueprint, draw, random, per_candidate=per_candidate)


def _planned(
    pool: _Pool, order: AssembleOrder, blueprint: Blueprint, draw: Draw, random: Randomness, *, per_candidate: bool
) -> Exam:
    _check(pool)
    whole = _whole(pool, order, blueprint, draw, random)
    return whole if per_candidate else drawn(whole, _ONCE)


def draw_from(seed: str) -> Draw:
    """How items are drawn from a seed, by the newest algorithm."""
    return Draw(ALGORITHM, seed)
