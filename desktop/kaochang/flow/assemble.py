"""Assemble: items of the bank become an exam, with points, rules, and every red line passed by name or mended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import msgspec

from kaochang.domain.assessments import Assessment, Draw, Exam, PlacedItem, Rules, Section
from kaochang.domain.banked import Action, Content
from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind, Passed, Severity
from kaochang.domain.places import find, place_of
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import CorrectResponse
from kaochang.flow.answering import Answering, answered
from kaochang.flow.exam_rules import check_rules
from kaochang.store.bank import Bank
from kaochang.store.bank_history import Edit
from kaochang.store.bank_items import BankFinding, BankItem

_CHOICE = {ItemType.SINGLE, ItemType.MULTIPLE, ItemType.ORDERING}


@dataclass(frozen=True)
class Timing:
    """Times within an exam, in seconds: of sections by title, of items by place; which sections are left for good, and
    which give what is left of their time to the next one.
    """

    sections: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AssembleOrder:
    """What the office wants: which papers, under which title, by which rules.

    `points` gives what items of a type are worth where the paper does not say; `leave_out` names items by id or by
    the place findings use (SECTION#NUMBER); `passed` passes the papers' open findings. `pass_percent` of the total
    passes, exactly, whatever the rules say of a pass mark.
    """

    papers: Sequence[int]
    title: str
    rules: Rules
    points: dict[ItemType, Fraction] = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    passed: Passed | None = None
    timing: Timing = Timing()
    answering: Answering = field(default_factory=Answering)
    pass_percent: Fraction | None = None


def points_of(item: BankItem, order: AssembleOrder) -> Fraction:
    """What an item is worth; POLICY where neither its paper nor the office says it."""
    points = item.item.points or order.points.get(item.item.type)
    if points is None:
        raise Refusal(Outcome.POLICY, "assemble.points-missing", place_of(item.item), type=item.item.type.value)
    return points


def _check_findings(bank: Bank, order: AssembleOrder, items: Sequence[BankItem], left: Collection[str]) -> None:
    """A red line is never a block, but never unseen either: somebody passes it, by name and reason."""
    red = [found for found in red_findings(bank, order, items) if found.item not in left]
    if red:
        places = ", ".join(found.finding.where for found in red[:5])
        raise Refusal(Outcome.POLICY, "assemble.findings", places, count=len(red))


def left_out(items: Sequence[BankItem], order: AssembleOrder) -> frozenset[str]:
    """The ids of items that the office does not want in this exam, or in none any more; all that have a place.

    MISSING for a name that none of the items has: a slip there would ask what nobody wants asked.
    """
    named = {name: {each.id for each in items if name in (each.id, place_of(each.item))} for name in order.leave_out}
    unknown = sorted(name for name, ids in named.items() if not ids)
    if unknown:
        raise Refusal(Outcome.MISSING, "bank.no-item", ", ".join(unknown))
    return frozenset({each.id for each in items if each.is_retired}.union(*named.values()))


def red_findings(bank: Bank, order: AssembleOrder, items: Sequence[BankItem]) -> list[BankFinding]:
    """The red lines of the order's papers that stay open: none where it passes them. `items` are theirs."""
    if order.passed is not None:
        return []
    key_set = {item.id for item in items if item.scheme.set_by is not None}
    return [
        found
        for found in bank.findings(order.papers)
        if found.finding.severity is Severity.ERROR
        and found.passed is None
        and not (found.finding.kind is Kind.MISSING_ANSWER and found.item in key_set)
    ]


def can_be_sat(item: BankItem) -> bool:
    """Whether a candidate could answer an item at all."""
    choice_without_options = item.item.type in _CHOICE and len(item.item.options) < 2
    nothing_to_fill = item.item.type is ItemType.BLANK and item.item.blanks == 0
    nothing_to_match = item.item.type is ItemType.MATCHING and not (item.item.prompts and item.item.options)
    return not (choice_without_options or nothing_to_fill or nothing_to_match)


def _sections(items: Sequence[BankItem], order: AssembleOrder) -> tuple[Section, ...]:
    sections: list[tuple[str, list[PlacedItem]]] = []
    for item in items:
        if not can_be_sat(item):  # it must be left out, whoever passed its findings
            raise Refusal(Outcome.POLICY, "assemble.cannot-be-sat", place_of(item.item))
        title = item.item.section or ""
        if not sections or sections[-1][0] != title:
            sections.append((title, []))
        sections[-1][1].append(PlacedItem(item.id, item.item, points_of(item, order)))
    return tuple(Section(title, tuple(placed)) for title, placed in sections)


def _timed(sections: tuple[Section, ...], order: AssembleOrder) -> tuple[Section, ...]:
    """The sections with their times. MISSING for a section or item that is not there, POLICY for times that no attempt
    could have: more than the exam's, nothing for sections without a time, or a rest that has nowhere to go.
    """
    timing, every = order.timing, [placed for section in sections for placed in section.items]
    unknown = {*timing.sections, *timing.locked, *timing.carried} - {section.title for section in sections}
    if unknown:
        raise Refusal(Outcome.MISSING, "assemble.no-section", "、".join(sorted(unknown)))
    limits = {find(every, place, missing="bank.no-item").id: limit for place, limit in timing.items.items()}
    timed = tuple(_timed_section(section, timing, limits) for section in sections)
    most = order.rules.duration_s
    left = most - sum(section.limit_s or 0 for section in timed)
    nothing_left = left <= 0 and any(section.limit_s is None for section in timed)
    if left < 0 or nothing_left or max(limits.values(), default=0) > most:
        raise Refusal(Outcome.POLICY, "assemble.limits", minutes=most // 60)
    for section, after in zip(timed, (*timed[1:], None), strict=True):
        if section.carries_over and (section.limit_s is None or after is None or after.limit_s is None):
            raise Refusal(Outcome.POLICY, "assemble.carry-over", section.title)
    return timed


def _timed_section(section: Section, timing: Timing, limits: Mapping[str, int]) -> Section:
    return msgspec.structs.replace(
        section,
        items=tuple(msgspec.structs.replace(each, limit_s=limits.get(each.id)) for each in section.items),
        limit_s=timing.sections.get(section.title),
        carries_over=section.title in timing.carried,
        is_locked=section.title in timing.locked,
    )


def keep(bank: Bank, exam: Exam, order: AssembleOrder, papers: Sequence[int], clock: Clock) -> None:
    """Keeps an exam in the bank, with the name and reason by which its papers' open findings were passed."""
    if order.passed is not None:
        bank.pass_findings(order.papers, order.passed)
    bank.save_exam(exam, papers, clock.wall())


def assemble(bank: Bank, order: AssembleOrder, clock: Clock, random: Randomness) -> Exam:
    """The exam, kept in the bank; refused as by `plan`."""
    exam = plan(bank, order, random)
    keep(bank, exam, order, order.papers, clock)
    return exam


def plan(bank: Bank, order: AssembleOrder, random: Randomness) -> Exam:
    """The exam as it would be assembled now.

    Refuses (POLICY) open red lines, items without points, items nobody could answer, rules nobody could keep,
    times that no attempt could have (`Timing`), and lengths and modes that an item cannot have (`Answering`).
    """
    every = [item for number in order.papers for item in bank.items(number)]
    left = left_out(every, order)
    _check_findings(bank, order, every, left)
    items = [item for item in every if item.id not in left]
    if not items:
        raise Refusal(Outcome.POLICY, "assemble.empty")
    return exam_of(_sections(items, order), order, random)


def exam_of(sections: tuple[Section, ...], order: AssembleOrder, random: Randomness, draw: Draw | None = None) -> Exam:
    """The exam of these sections as the order has it, checked; refused as by `assemble`."""
    assessment = Assessment(order.title, answered(_timed(sections, order), order.answering))
    rules = order.rules
    if order.pass_percent is not None:
        rules = msgspec.structs.replace(rules, pass_mark=assessment.total * order.pass_percent / 100)
    exam = Exam(random(6).hex(), assessment, rules, draw)
    check_rules(exam)
    return exam


def find_item(bank: Bank, paper: int, place: str) -> BankItem:
    """An item of a paper by its place (SECTION#NUMBER) or id; CONFLICT where the paper prints that number twice."""
    return find(bank.items(paper), place, missing="bank.no-item")


def set_key(bank: Bank, item: BankItem, correct: CorrectResponse, by: str, clock: Clock) -> None:
    """A named person sets the key of an item whose paper holds none (待定答案), or corrects one that a person set.

    CONFLICT for a key that the paper itself holds.
    """
    if item.scheme.correct is not None and item.scheme.set_by is None:
        raise Refusal(Outcome.CONFLICT, "key.already-set", place_of(item.item))
    content = Content(item.item, msgspec.structs.replace(item.scheme, correct=correct, set_by=by), item.is_retired)
    bank.history.change(Edit(item.id, item.version, content, by, clock.wall(), Action.KEY_SET))
