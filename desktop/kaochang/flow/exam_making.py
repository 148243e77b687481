"""Making an exam in the office's window: how its draft stands in the bank, assembling it, and printing it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from kaochang.domain.assessments import Draw, Exam
from kaochang.domain.banked import BankPaper
from kaochang.domain.drawing import drawn
from kaochang.domain.items import ItemType
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.flow import assemble, blueprint
from kaochang.flow.assemble import AssembleOrder
from kaochang.flow.blueprint import RuleCount
from kaochang.flow.exam_draft import ExamDraft, blueprint_of, order_of
from kaochang.flow.export import export_exam
from kaochang.flow.quick import QuickOffice
from kaochang.store.bank import Bank


class ItemLook(Record, frozen=True):
    """An item of the chosen papers: what it is worth (None: nobody said), and whether it is in the exam.

    `is_stated`: the paper itself says what it is worth. A retired item is never in. `fits` is False where nobody could
    answer it: it must be left out.
    """

    id: str
    place: str
    type: ItemType
    stem: str
    points: Fraction | None
    is_stated: bool
    paper: int
    section: str
    is_in: bool
    fits: bool


@dataclass(frozen=True)
class ExamLook:
    """How a draft stands. `exam` is what would be assembled now, None where `refused` says why it cannot.

    `rules` count what there is for each line of a blueprint, `short` are the places of lines that lack items; a draw
    is then no exam. `red` counts open findings that somebody must pass.
    """

    papers: tuple[BankPaper, ...]
    items: tuple[ItemLook, ...] = ()
    rules: tuple[RuleCount, ...] = ()
    short: tuple[int, ...] = ()
    exam: Exam | None = None
    refused: Refusal | None = None
    red: int = 0
    competencies: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


def look(office: QuickOffice, draft: ExamDraft) -> ExamLook:
    """How the draft stands in the office's bank now; nothing is made, and no finding is passed."""
    if not office.bank.exists():
        return ExamLook(())
    with closing(Bank(office.bank)) as bank:
        papers = tuple(bank.papers())
        if not draft.papers:
            return ExamLook(papers)
        return _looked(office, bank, draft, papers)


def _looked(office: QuickOffice, bank: Bank, draft: ExamDraft, papers: tuple[BankPaper, ...]) -> ExamLook:
    order, choices = _order(bank, draft), bank.found.choices()
    every = [item for number in draft.papers for item in bank.items(number)]
    items = tuple(
        ItemLook(
            each.id,
            place_of(each.item),
            each.item.type,
            each.item.stem,
            each.item.points or order.points.get(each.item.type),
            each.item.points is not None,
            each.paper,
            each.item.section or "",
            each.id not in draft.left_out and not each.is_retired,
            assemble.can_be_sat(each),
        )
        for each in every
    )
    found = _Found()
    try:
        _find(office, bank, draft, found)
    except Refusal as refusal:
        found.refused = refusal
    out = {each.id for each in items if not each.is_in}
    open_ones = assemble.red_findings(bank, replace(order, passed=None), every)
    red = sum(each.item not in out for each in open_ones)
    return ExamLook(
        papers=papers,
        items=items,
        rules=found.rules,
        short=found.short,
        exam=found.exam,
        refused=found.refused,
        red=red,
        competencies=tuple(choices.competencies),
        sections=tuple(choices.sections),
    )


@dataclass
class _Found:
    """What was found of a draft until something was refused."""

    rules: tuple[RuleCount, ...] = ()
    short: tuple[int, ...] = ()
    exam: Exam | None = None
    refused: Refusal | None = None


def _order(bank: Bank, draft: ExamDraft) -> AssembleOrder:
    """What a draft orders, without the time limits of items that were retired since: they are in no exam."""
    order = order_of(draft)
    if not order.timing.items:
        return order
    there = {each.id for number in draft.papers for each in bank.items(number) if not each.is_retired}
    kept = {item: limit for item, limit in order.timing.items.items() if item in there}
    return replace(order, timing=replace(order.timing, items=kept))


def _find(office: QuickOffice, bank: Bank, draft: ExamDraft, found: _Found) -> None:
    order = _order(bank, draft)
    if not draft.by_blueprint:
        found.exam = assemble.plan(bank, order, office.random)
        return
    table = blueprint_of(draft)
    counted = blueprint.feasibility(bank, order, table, office.random)
    found.rules, found.short = counted.rules, () if counted.short is None else counted.short.picks
    found.exam = blueprint.plan(bank, order, table, _draw(draft), office.random, per_candidate=draft.per_candidate)


def _draw(draft: ExamDraft) -> Draw:
    """From the draft's seed; what a look tells does not depend on it."""
    return blueprint.draw_from(draft.seed or "-")


def make(office: QuickOffice, draft: ExamDraft) -> Exam:
    """Assembles the exam, and notes its draft so that another can be made like it.

    POLICY without a title or a paper, and whatever assembling refuses.
    """
    check_begun(draft)
    with closing(Bank(office.bank)) as bank:
        order = _order(bank, draft)
        if not draft.by_blueprint:
            return assemble.assemble(bank, order, office.clock, office.random)
        draw = blueprint.draw_from(draft.seed or office.random(16).hex())
        return blueprint.assemble(
            bank,
            order,
            blueprint_of(draft),
            draw,
            office.clock,
            office.random,
            per_candidate=draft.per_candidate,
        )


def check_begun(draft: ExamDraft) -> None:
    """Refuses (POLICY) an exam that has no paper, no title, or by a blueprint no line."""
    if not draft.papers:
        raise Refusal(Outcome.POLICY, "exam-draft.no-paper")
    if not draft.title.strip():
        raise Refusal(Outcome.POLICY, "exam-draft.no-title")
    if draft.by_blueprint and not draft.lines:
        raise Refusal(Outcome.POLICY, "exam-draft.no-line")


def shown_exam(office: QuickOffice, exam: str, ticket: str) -> Exam:
    """An exam of the bank, as a ticket of this number has it where every one draws its own."""
    with closing(Bank(office.bank)) as bank:
        found = bank.exam(exam)[0]
    return found if found.draw is None else drawn(found, ticket)


def print_exam(office: QuickOffice, exam: Exam, out: Path, *, with_answers: bool) -> int:
    """Writes an exam as a Word paper over whatever is at `out`; how many things the format could not carry."""
    with closing(Bank(office.bank)) as bank:
        return len(export_exam(bank, exam, out, with_answers=with_answers, replaces=True).losses)
