"""What the clock demands of an attempt: the one place that says when the next event is due, and which it is.

The end of an item's own time, or of a last turn's, is no event: all that follows is that no response is taken. Nor are
warnings: they change nothing, and whoever shows the time shows them.
"""

from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import Advanced, AttemptState, Closed, ClosingReason, Phase, Staged
from kaochang.domain.parts import has_next_turn, is_last, part_left, time_left, turn_left


def due_in(exam: Exam, state: AttemptState, used: int) -> int | None:
    """Ms of working time until something is due, 0 or less where it is; None while no time passes."""
    if state.phase is not Phase.INTERACTING:
        return None
    times = [time_left(exam, state, used)]
    in_part = None if is_last(exam, state) else part_left(exam, state, used)
    in_turn = turn_left(exam, state, state.current, used) if has_next_turn(exam, state, state.current) else None
    return min([*times, *(time for time in (in_part, in_turn) if time is not None)])


def due(exam: Exam, state: AttemptState, used: int, wall: int) -> Closed | Advanced | Staged | None:
    """The event that is due now, by what weighs most: the end of the attempt, of its open part, of the turn shown."""
    left = due_in(exam, state, used)
    if left is None or left > 0:
        return None
    if time_left(exam, state, used) <= 0:
        return Closed(used, wall, ClosingReason.EXPIRED)
    in_part = part_left(exam, state, used)
    if in_part is not None and in_part <= 0:
        return Advanced(used, wall, state.part + 1)
    return Staged(used, wall, state.current, state.turns[state.current].stage + 1)
