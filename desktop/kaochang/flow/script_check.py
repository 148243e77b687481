"""What can be known of a whole script before its attempt begins: held against the exam, step by step.

What only the clock can tell, or an attempt that is gone on with, is left to the table (`domain/attempt_rules`): a part
or turn may be over earlier than the script thinks, and never later.
"""

from dataclasses import dataclass, field

from kaochang.domain import parts, places
from kaochang.domain.acts import Reach, check_minutes
from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.items import fits
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import MAX_BLANK, MAX_TEXT
from kaochang.flow.script import NO_ITEM, Script, Step, given


def check(exam: Exam, script: Script) -> None:
    """Refuses a script that cannot be played whole; a refusal says in which step.

    MISSING or CONFLICT for a place that is not there or not clear, PAYLOAD for a response that its item cannot have,
    POLICY for one that cannot be taken back, for minutes that an act does not grant, for an item of a part that was
    left, and for a part or turn that is not there to go on to.
    """
    course = _Course(exam)
    for number, step in enumerate(script.steps, start=1):
        try:
            course.take(step)
        except Refusal as refusal:
            where = f"steps[{number}] {refusal.where}".rstrip()
            raise Refusal(refusal.outcome, refusal.key, where, **refusal.params) from refusal


@dataclass
class _Course:
    """How far a script has brought its attempt at least.

    `part` is open, or a later one; `current` is the open item where the steps alone tell it; `turns` are those of each
    scenario that were gone on from.
    """

    exam: Exam
    part: int = 0
    current: PlacedItem | None = None
    turns: dict[str, int] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Goes one step on, or refuses it."""
        if step.challenge is not None and step.challenge.minutes is not None:
            check_minutes(step.challenge.kind, Reach.TICKET, step.challenge.minutes)
        if step.place:
            self._at_item(step)
        elif step.advance:
            self._advance()
        elif step.next_turn:
            self._next_turn()
        elif step.wait:
            self.current = None

    def _at_item(self, step: Step) -> None:
        placed = places.find(self.exam.assessment.items(), step.place, missing=NO_ITEM)
        if parts.part_of(self.exam, placed.id) < self.part:
            raise Refusal(Outcome.POLICY, "attempt.part-closed", step.place)
        if step.visit:
            self.current = placed
        if step.respond or step.clear:
            self._respond(placed, step)

    def _respond(self, placed: PlacedItem, step: Step) -> None:
        if not fits(placed.item, given(placed, step)):
            raise Refusal(Outcome.PAYLOAD, "script.response", step.place, text=MAX_TEXT, blank=MAX_BLANK)
        takes_only_open = placed.limit_s is not None or placed.item.stages
        if takes_only_open and self.current is not None and self.current.id != placed.id:
            raise Refusal(Outcome.POLICY, "attempt.item-not-open", step.place)

    def _advance(self) -> None:
        self.part, self.current = self.part + 1, None
        if self.part >= len(parts.parts(self.exam)):
            raise Refusal(Outcome.POLICY, "attempt.no-such-part", part=self.part + 1)

    def _next_turn(self) -> None:
        if self.current is None:
            return
        stages, turn = self.current.item.stages, self.turns.get(self.current.id, 0) + 1
        if not stages:
            raise Refusal(Outcome.POLICY, "attempt.item-not-open", self.current.id)
        if turn >= len(stages):
            raise Refusal(Outcome.POLICY, "attempt.no-such-turn", self.current.id)
        self.turns[self.current.id] = turn
