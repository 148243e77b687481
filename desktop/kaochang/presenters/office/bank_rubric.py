"""The criteria of the open item, as they are typed: added, taken out, moved, each with its levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.bank_draft import TypedCriterion, TypedLevel
from kaochang.presenters.office.bank_desk import BankDesk
from kaochang.presenters.office.bank_editor import BankEditor

V = TypeVar("V")


class BankRubric:
    """Intents of the rubric in; the open item of `editor` has the criteria."""

    def __init__(self, desk: BankDesk, editor: BankEditor) -> None:
        self._desk = desk
        self._editor = editor

    @property
    def _criteria(self) -> tuple[TypedCriterion, ...]:
        return self._editor.form.criteria

    def start(self) -> None:
        """Begin with what 考察… names, for a person to weigh."""
        from kaochang.flow.bank_edit import criteria_start
        from kaochang.presenters.office.bank_typed import typed_criterion

        base, form = self._editor.base, self._editor.form
        if base is None:
            return
        rubric = replace(base.scheme.rubric, text=form.rubric, criteria=())
        scheme = replace(base.scheme, explanation=form.explanation, rubric=rubric)
        found = criteria_start(replace(base.item, stem=form.stem), scheme)
        if found:
            self._editor.set_criteria(tuple(map(typed_criterion, found)))
        else:
            self._desk.refuse(Refusal(Outcome.POLICY, "bank.no-criteria"))

    def write_text(self, text: str) -> None:
        """The paper's own words."""
        self._editor.write("rubric", text)

    def add(self) -> None:
        """One more criterion."""
        self._editor.set_criteria((*self._criteria, TypedCriterion()))

    def drop(self, at: int) -> None:
        """One less."""
        self._editor.set_criteria(_without(self._criteria, at))

    def move_up(self, at: int) -> None:
        """Before the one above."""
        there = self._criteria
        if at > 0:
            self._editor.set_criteria((*there[: at - 1], there[at], there[at - 1], *there[at + 1 :]))

    def write(self, at: int, field: str, text: str) -> None:
        """A field of a criterion."""
        self._change(at, lambda each: replace(each, **{field: text}), f"criterion-{at}-{field}")

    def add_level(self, at: int) -> None:
        """One more level of a criterion."""
        self._change(at, lambda each: replace(each, levels=(*each.levels, TypedLevel())))

    def drop_level(self, at: int, level: int) -> None:
        """One less."""
        self._change(at, lambda each: replace(each, levels=_without(each.levels, level)))

    def write_level(self, at: int, level: int, field: str, text: str) -> None:
        """A field of a level."""

        def changed(each: TypedCriterion) -> TypedCriterion:
            levels = list(each.levels)
            levels[level] = replace(levels[level], **{field: text})
            return replace(each, levels=tuple(levels))

        self._change(at, changed, f"level-{at}-{level}-{field}")

    def _change(self, at: int, changed: Callable[[TypedCriterion], TypedCriterion], field: str = "") -> None:
        there = self._criteria
        self._editor.set_criteria((*there[:at], changed(there[at]), *there[at + 1 :]), field)


def _without(there: Sequence[V], at: int) -> tuple[V, ...]:
    return (*there[:at], *there[at + 1 :])
