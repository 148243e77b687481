"""Assemble: items of the bank become an exam, with points, rules, and every red line passed by name or mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import msgspec

from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind, Passed, Severity
from kaochang.domain.places import find, place_of
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import CorrectResponse
from kaochang.flow.answering import Answering, answered
from kaochang.flow.exam_rules import check_rules
from kaochang.store.bank import Bank, BankItem

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

    `points` gives what items of a type are worth where the paper does not say; `leave_out` names items by the place
    findings use (SECTION#NUMBER); `passed` passes the papers' open findings.
    """

    papers: Sequence[int]
    title: str
    rules: Rules
    points: dict[ItemType, Fraction] = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    passed: Passed | None = None
    timing: Timing = Timing()
    answering: Answering = field(default_factory=Answering)


def _points(item: BankItem, order: AssembleOrder) -> Fraction:
    points = item.item.points or order.points.get(item.item.type)
    if points is None:
        raise Refusal(Outcome.POLICY, "assemble.points-missing", place_of(item.item), type=item.item.type.value)
    return points


def _check_findings(bank: Bank, order: AssembleOrder) -> None:
    """A red line is never a block, but never unseen either: somebody passes it, by name and reason."""
    if order.passed is not None:
        bank.pass_findings(order.papers, order.passed)
    items = [item for number in order.papers for item in bank.items(number)]
    left = {item.id for item in items if place_of(item.item) in order.leave_out}
    key_set = {item.id for item in items if item.scheme.set_by is not None}
    red = [
        found
        for found in bank.findings(order.papers)
        if found.finding.severity is Severity.ERROR
        and found.passed is None
        and found.item not in left
        and not (found.finding.kind is Kind.MISSING_ANSWER and found.item in key_set)
    ]
    if red:
        places = ", ".join(found.finding.where for found in red[:5])
        raise Refusal(Outcome.POLICY, "assemble.findings", places, count=len(red))


def _check_can_be_sat(item: BankItem) -> None:
    """An item that no candidate could answer must be left out, whoever passed its findings."""
    choice_without_options = item.item.type in _CHOICE and len(item.item.options) < 2
    nothing_to_fill = item.item.type is ItemType.BLANK and item.item.blanks == 0
    nothing_to_match = item.item.type is ItemType.MATCHING and not (item.item.prompts and item.item.options)
    if choice_without_options or nothing_to_fill or nothing_to_match:
        raise Refusal(Outcome.POLICY, "assemble.cannot-be-sat", place_of(item.item))


def _sections(items: Sequence[BankItem], order: AssembleOrder) -> tuple[Section, ...]:
    sections: list[tuple[str, list[PlacedItem]]] = []
    for item in items:
        _check_can_be_sat(item)
        title = item.item.section or ""
        if not sections or sections[-1][0] != title:
            sections.append((title, []))
        sections[-1][1].append(PlacedItem(item.id, item.item, _points(item, order)))
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


def assemble(bank: Bank, order: AssembleOrder, clock: Clock, random: Randomness) -> Exam:
    """The exam, kept in the bank.

    Refuses (POLICY) open red lines, items without points, items nobody could answer, rules nobody could keep,
    times that no attempt could have (`Timing`), and lengths and modes that an item cannot have (`Answering`).
    """
    every = [item for number in order.papers for item in bank.items(number)]
    unknown = order.leave_out - {place_of(item.item) for item in every}
    if unknown:
        raise Refusal(Outcome.MISSING, "bank.no-item", ", ".join(sorted(unknown)))
    _check_findings(bank, order)
    items = [item for item in every if place_of(item.item) not in order.leave_out]
    if not items:
        raise Refusal(Outcome.POLICY, "assemble.empty")
    sections = answered(_timed(_sections(items, order), order), order.answering)
    exam = Exam(random(6).hex(), Assessment(order.title, sections), order.rules)
    check_rules(exam)
    bank.save_exam(exam, order.papers, clock.wall())
    return exam


def find_item(bank: Bank, paper: int, place: str) -> BankItem:
    """An item of a paper by its place (SECTION#NUMBER) or id; CONFLICT where the paper prints that number twice."""
    return find(bank.items(paper), place, missing="bank.no-item")


def set_key(bank: Bank, item: BankItem, correct: CorrectResponse, by: str) -> None:
    """A named person sets the key of an item whose paper holds none (待定答案), or corrects one that a person set.

    CONFLICT for a key that the paper itself holds.
    """
    if item.scheme.correct is not None and item.scheme.set_by is None:
        raise Refusal(Outcome.CONFLICT, "key.already-set", place_of(item.item))
    bank.set_scheme(item.id, msgspec.structs.replace(item.scheme, correct=correct, set_by=by))
