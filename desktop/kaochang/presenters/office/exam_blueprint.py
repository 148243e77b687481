"""A blueprint as a table that is filled in: beside each line how many items there are, and how many are wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kaochang.domain.blueprints import Rule
from kaochang.domain.items import ItemType
from kaochang.domain.mark_schemes import Difficulty
from kaochang.flow.exam_draft import ExamDraft, RuleLine, lines_of
from kaochang.presenters.figures import figure
from kaochang.presenters.office.exam_desk import ExamDesk
from kaochang.presenters.office.exams_state import BlueprintState, LineRow
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.wishes import number_of, shown_number
from kaochang.presenters.refusals import Refused

COLUMNS = ("section", "type", "topics", "sections", "difficulty", "count", "points")
"""The columns of the table that are filled in."""

_PARTING = re.compile(r"[、,，;；/]")
_MOST = 9999
_MOST_UNDO = 100
_SEED_LENGTH = 200

_Table = dict[str, tuple[object, ...]]
"""Members of a draft."""


class ExamBlueprint:
    """Intents of the part in, its state out. A cell that cannot be is marked, and the line stays as it was."""

    def __init__(self, desk: ExamDesk) -> None:
        self._desk = desk
        self._wrong: dict[tuple[int, int], str] = {}
        self._before: list[_Table] = []
        self._refused: Refused | None = None
        self._said = ""

    def enter(self) -> None:
        """The part is shown."""
        self._wrong, self._refused, self._said = {}, None, ""

    # -- the table ------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """One line more, in the section of the last."""
        lines, words = self._desk.draft.lines, self._desk.means.words
        section = lines[-1].section if lines else words("office.exams.section.first")
        self._change((*lines, RuleLine(section, Rule(1))))

    def drop(self, at: int) -> None:
        """One line less."""
        lines = self._desk.draft.lines
        if at < len(lines):
            self._change((*lines[:at], *lines[at + 1 :]))

    def move(self, at: int, by: int) -> None:
        """A line up or down."""
        lines, to = list(self._desk.draft.lines), at + by
        if 0 <= to < len(lines):
            lines[at], lines[to] = lines[to], lines[at]
            self._change(tuple(lines))

    def set_cell(self, at: int, column: int, text: str) -> None:
        """Another value in a cell."""
        lines = list(self._desk.draft.lines)
        changed = self._with(lines[at], COLUMNS[column], text.strip())
        if changed is None:
            self._wrong[at, column] = text
            self._desk.changed()
            return
        self._wrong.pop((at, column), None)
        lines[at] = changed
        self._keep(tuple(lines))

    def undo(self) -> None:
        """The table, and what goes with it, as they were before the last change."""
        if self._before:
            self._wrong = {}
            self._desk.keep(**self._before.pop())

    def _change(self, lines: tuple[RuleLine, ...]) -> None:
        """Lines came, went or moved: what is marked wrong by its place is not any more."""
        self._wrong = {}
        self._keep(lines)

    def _keep(self, lines: tuple[RuleLine, ...]) -> None:
        if lines != self._desk.draft.lines:
            self._step({"lines": lines})

    def _step(self, after: _Table) -> None:
        """A change that undo takes back."""
        before: _Table = {name: getattr(self._desk.draft, name) for name in after}
        self._before = [*self._before[1 - _MOST_UNDO :], before]
        self._desk.keep(**after)

    def _with(self, line: RuleLine, column: str, text: str) -> RuleLine | None:
        """A line with another value; None where a cell cannot hold it."""
        rule = line.rule
        if column == "section":
            return msgspec.structs.replace(line, section=text) if text else None
        if column in ("topics", "sections"):
            names = tuple(part.strip() for part in _PARTING.split(text) if part.strip())
            name = "competencies" if column == "topics" else "sections"
            return msgspec.structs.replace(line, rule=msgspec.structs.replace(rule, **{name: names}))
        value = self._value(column, text)
        if value is None and text and text != self._any():
            return None
        if column == "count" and value is None:
            return None
        return msgspec.structs.replace(line, rule=msgspec.structs.replace(rule, **{column: value}))

    def _value(self, column: str, text: str) -> object:
        """What a cell means; None for anything else, and for nothing."""
        words = self._desk.means.words
        if column == "type":
            return {words(f"type.{each}"): each for each in ItemType}.get(text)
        if column == "difficulty":
            return {words(f"office.exams.difficulty.{each}"): each for each in Difficulty}.get(text)
        number = number_of(text)
        if not number or (column == "count" and (number.denominator != 1 or number > _MOST)):
            return None
        return int(number) if column == "count" else number

    def _any(self) -> str:
        return self._desk.means.words("blueprint.any")

    # -- files ----------------------------------------------------------------------------------------------------

    def load(self, path: Path) -> None:
        """The table of a file, instead of what is there; it can be undone."""

        def work() -> ExamDraft:
            from kaochang.flow.blueprint_file import read_blueprint

            found = read_blueprint(path)
            return ExamDraft(lines=lines_of(found), enemies=found.enemies, exclude_used=found.exclude_used)

        def done(found: ExamDraft) -> None:
            draft = self._desk.draft
            self._refused, self._said = None, self._desk.means.words("office.exams.loaded", name=path.name)
            self._wrong = {}
            enemies = found.enemies or draft.enemies
            excluded = self._ids(found.exclude_used) or draft.exclude_used
            self._step({"lines": found.lines, "enemies": enemies, "exclude_used": excluded})

        self._desk.means.runner.run(work, self._desk.kept.in_turn(done), self._on_failed)

    def _ids(self, named: Sequence[str]) -> tuple[str, ...]:
        """The exams that a file names by id or title, by their ids; a name that no exam has stays as it is."""
        ids = {each.exam.id for each in self._desk.exams}
        titled = {each.exam.assessment.title: each.exam.id for each in reversed(self._desk.exams)}
        return tuple(dict.fromkeys(name if name in ids else titled.get(name, name) for name in named))

    def save(self, path: Path) -> None:
        """The table as a file that can be filled in elsewhere, and loaded again."""
        lines, words = self._desk.draft.lines, self._desk.means.words

        def work() -> None:
            from kaochang.machine.safe_files import replace_file
            from kaochang.reports.blueprint_table import write_blueprint

            cells = [self._cells(line) for line in lines]
            replace_file(path, write_blueprint(cells, words))

        def done(_: None) -> None:
            self._refused, self._said = None, words("office.exams.saved-table", name=path.name)
            self._desk.changed()

        self._desk.means.runner.run(work, done, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._refused, self._said = failure_to_words(error, self._desk.means.words), ""
        self._desk.changed()

    # -- what goes with it ----------------------------------------------------------------------------------------

    def draw_for_each(self, per_candidate: bool) -> None:
        """Every candidate draws their own, or one draw is everybody's."""
        self._desk.keep(per_candidate=per_candidate)

    def type_seed(self, text: str) -> None:
        """From what items are drawn; "" for chance."""
        self._desk.keep(seed=text.strip()[:_SEED_LENGTH])

    def exclude(self, exam: str) -> None:
        """Leave the items of an exam out, or do not any more."""
        there = self._desk.draft.exclude_used
        self._step({"exclude_used": tuple(e for e in there if e != exam) if exam in there else (*there, exam)})

    def type_enemies(self, text: str) -> None:
        """Items that nobody gets together: a line for each group, by their places."""
        groups = (tuple(part.strip() for part in _PARTING.split(line) if part.strip()) for line in text.splitlines())
        enemies = tuple(group for group in groups if len(group) > 1)
        if self._before and self._before[-1].keys() == {"enemies"}:
            self._desk.keep(enemies=enemies)  # one text is one step, however many letters it has
        elif enemies != self._desk.draft.enemies:
            self._step({"enemies": enemies})

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def is_whole(self) -> bool:
        """Whether there are lines, and items for all of them."""
        looked = self._desk.looked
        return bool(self._desk.draft.lines) and not self._wrong and looked is not None and looked.exam is not None

    @property
    def state(self) -> BlueprintState:
        """What is shown."""
        desk, words = self._desk, self._desk.means.words
        looked, draft = desk.looked, desk.draft
        types = tuple(words(f"type.{each}") for each in ItemType)
        difficulties = tuple(words(f"office.exams.difficulty.{each}") for each in Difficulty)
        hints: dict[int, tuple[str, ...]] = {1: (self._any(), *types), 4: (self._any(), *difficulties)}
        if looked is not None:
            hints |= {2: looked.competencies, 3: tuple(filter(None, looked.sections))}
        separator = words("list.separator")
        there = [(each.exam.id, each.exam.assessment.title) for each in desk.exams]
        gone = [(name, name) for name in draft.exclude_used if name not in {id for id, _ in there}]
        return BlueprintState(
            lines=self._rows(draft.lines),
            hints=hints,
            per_candidate=draft.per_candidate,
            seed=draft.seed,
            excludable=tuple((id, title, id in draft.exclude_used) for id, title in (*there, *gone)),
            enemies="\n".join(separator.join(group) for group in draft.enemies),
            summary=self.summary,
            said=self._said,
            can_undo=bool(self._before),
            refused=self._refused or desk.refused,
        )

    @property
    def summary(self) -> str:
        """How many items a candidate has, and what they are worth, where a draw is possible."""
        words, looked = self._desk.means.words, self._desk.looked
        wanted = sum(line.rule.count for line in self._desk.draft.lines)
        if looked is None or looked.exam is None:
            return words("office.exams.blueprint.wanted", count=wanted)
        made = looked.exam.assessment
        return words("office.exams.items.summary", count=made.count, total=figure(words, made.total))

    def _rows(self, lines: Sequence[RuleLine]) -> tuple[LineRow, ...]:
        """The lines with what there is for each; rules are counted in the order of their sections."""
        looked = self._desk.looked
        places = _places_by_section(lines)
        counts = () if looked is None or len(looked.rules) != len(lines) else looked.rules
        short = set() if looked is None else {places[at] for at in looked.short if at < len(places)}
        told = {places[at]: each for at, each in enumerate(counts)}
        words = self._desk.means.words
        rows = []
        for at, line in enumerate(lines):
            cells = tuple(self._wrong.get((at, place), cell) for place, cell in enumerate(self._cells(line)))
            there = ""
            if at in told and told[at].rule == line.rule:
                key = "office.exams.there-unfit" if told[at].unfit else "office.exams.there"
                there = words(key, there=told[at].there, unfit=told[at].unfit)
            wrong = frozenset(place for row, place in self._wrong if row == at)
            rows.append(LineRow(cells, there, at in short, wrong))
        return tuple(rows)

    def _cells(self, line: RuleLine) -> tuple[str, ...]:
        words, rule = self._desk.means.words, line.rule
        separator = words("list.separator")
        return (
            line.section,
            self._any() if rule.type is None else words(f"type.{rule.type}"),
            separator.join(rule.competencies),
            separator.join(rule.sections),
            self._any() if rule.difficulty is None else words(f"office.exams.difficulty.{rule.difficulty}"),
            str(rule.count),
            shown_number(rule.points),
        )


def _places_by_section(lines: Sequence[RuleLine]) -> list[int]:
    """The places of lines as a blueprint has them: section by section."""
    titles = dict.fromkeys(line.section for line in lines)
    return [at for title in titles for at, line in enumerate(lines) if line.section == title]
