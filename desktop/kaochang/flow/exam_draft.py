"""An exam as it is being made in the office's window: kept after every change, with all it takes to assemble it."""

from __future__ import annotations

import enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kaochang.domain.assessments import Rules
from kaochang.domain.blueprints import Blueprint, BlueprintSection, Rule
from kaochang.domain.items import ItemType
from kaochang.domain.tools import USUAL
from kaochang.domain.values import Value
from kaochang.flow.office_draft import DraftFolder

if TYPE_CHECKING:  # the window shows a draft before it assembles one
    from kaochang.flow.assemble import AssembleOrder


class ExamPart(enum.StrEnum):
    """The parts in which an exam is made, in their order."""

    PAPERS = "papers"
    ITEMS = "items"
    RULES = "rules"
    SAVE = "save"


class RuleLine(Value, frozen=True):
    """A line of a blueprint's table: its section, and the rule."""

    section: str
    rule: Rule


class SectionTime(Value, frozen=True):
    """A section's own time in seconds (None: the exam's), whether it is left for good, and whether its rest goes on."""

    limit_s: int | None = None
    is_locked: bool = False
    carries_over: bool = False


USUAL_RULES = Rules(90 * 60, tools=USUAL)
USUAL_PERCENT = Fraction(60)


class ExamDraft(Value, frozen=True):
    """What was settled so far.

    `papers` are numbers in the office's bank. Fixed, an exam has their items but those `left_out` (ids); by a
    blueprint it has what `lines` say, drawn here or, with `per_candidate`, for each of them, from `seed`. `points`
    is what items of a type are worth of which the paper does not say it. What passes is `pass_percent` of the total
    or, where that is None, what the rules say. `times` are those of sections, by title, `limits` those of items as
    they are, by id, in seconds. `passed_by` passes open findings, for a reason.
    """

    part: ExamPart = ExamPart.PAPERS
    title: str = ""
    papers: tuple[int, ...] = ()
    by_blueprint: bool = False
    left_out: tuple[str, ...] = ()
    lines: tuple[RuleLine, ...] = ()
    per_candidate: bool = False
    seed: str = ""
    exclude_used: tuple[str, ...] = ()
    enemies: tuple[tuple[str, ...], ...] = ()
    points: dict[str, Fraction] = msgspec.field(default_factory=dict)
    rules: Rules = USUAL_RULES
    pass_percent: Fraction | None = USUAL_PERCENT
    times: dict[str, SectionTime] = msgspec.field(default_factory=dict)
    limits: dict[str, int] = msgspec.field(default_factory=dict)
    passed_by: str = ""
    passed_reason: str = ""
    is_begun: bool = False


def blueprint_of(draft: ExamDraft) -> Blueprint:
    """The blueprint that a draft's lines say: lines of one section stand together, wherever they are in the table."""
    titles = dict.fromkeys(line.section for line in draft.lines)
    sections = (
        BlueprintSection(title, tuple(line.rule for line in draft.lines if line.section == title)) for title in titles
    )
    return Blueprint(tuple(sections), draft.enemies, draft.exclude_used)


def lines_of(blueprint: Blueprint) -> tuple[RuleLine, ...]:
    """The lines of a blueprint."""
    return tuple(RuleLine(section.title, rule) for section in blueprint.sections for rule in section.rules)


def order_of(draft: ExamDraft) -> AssembleOrder:
    """The same as assembling takes it."""
    from kaochang.domain.papers import Passed
    from kaochang.flow.assemble import AssembleOrder, Timing

    by, reason = draft.passed_by.strip(), draft.passed_reason.strip()
    times = draft.times
    return AssembleOrder(
        papers=draft.papers,
        title=draft.title.strip(),
        rules=draft.rules,
        points={ItemType(kind): points for kind, points in draft.points.items()},
        leave_out=frozenset() if draft.by_blueprint else frozenset(draft.left_out),
        passed=Passed(by, reason) if by and reason else None,
        timing=Timing(
            items={} if draft.by_blueprint else {i: s for i, s in draft.limits.items() if i not in draft.left_out},
            sections={title: time.limit_s for title, time in times.items() if time.limit_s is not None},
            locked=frozenset(title for title, time in times.items() if time.is_locked),
            carried=frozenset(title for title, time in times.items() if time.carries_over),
        ),
        pass_percent=draft.pass_percent,
    )


def exam_drafts(data: Path) -> DraftFolder[ExamDraft]:
    """Where the draft of a program's data folder lies."""
    return DraftFolder(data / "office" / "exam-draft", ExamDraft)


def noted_drafts(data: Path, exam: str) -> DraftFolder[ExamDraft]:
    """Where the draft of an exam lies that was made of it."""
    return DraftFolder(data / "office" / "exams" / exam, ExamDraft)
