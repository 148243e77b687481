"""Parts of an exam, and the time that parts, items and turns of a scenario have of their own.

A part is QTI's test part: the sections that a candidate may move in freely. Sections that follow one another without
a limit or a lock are one part; any other is a part of its own. Parts are taken in order, and never gone back to.

All times are working time in ms. An outage counts as working time, and what of it is given back moves the moments from
which these times count: nothing here is lost by an outage that was given back whole. Whoever has more time than others
has it here in the same proportion.
"""

import msgspec

from kaochang.domain.assessments import Exam, PlacedItem, Section
from kaochang.domain.attempts import AttemptState, Turn
from kaochang.domain.ordering import arrange
from kaochang.domain.values import text_to_bytes


def parts(exam: Exam) -> tuple[tuple[Section, ...], ...]:
    """The parts, in order; at least one section each."""
    found: list[list[Section]] = []
    was_free = False
    for section in exam.assessment.sections:
        is_free = section.limit_s is None and not section.is_locked
        if is_free and was_free:
            found[-1].append(section)
        else:
            found.append([section])
        was_free = is_free
    return tuple(tuple(part) for part in found)


def part_of(exam: Exam, item: str) -> int:
    """The number of the part that an item stands in; KeyError for an item that is not in the exam."""
    for number, part in enumerate(parts(exam)):
        if any(placed.id == item for section in part for placed in section.items):
            return number
    raise KeyError(item)


def sharing_material(exam: Exam, item: str) -> tuple[str, ...]:
    """The items of the same part with the same material, as authored, this one among them; none without a material."""
    material = exam.placed(item).item.material
    if not material:
        return ()
    of_part = (placed for section in parts(exam)[part_of(exam, item)] for placed in section.items)
    return tuple(placed.id for placed in of_part if placed.item.material == material)


def material_holder(exam: Exam, item: str) -> str:
    """The first item that shares this one's material: what is drawn in a shared material is kept with it.

    Highlights are thus of a part: the same material in a later part begins without them.
    """
    return next(iter(sharing_material(exam, item)), item)


def is_last(exam: Exam, state: AttemptState) -> bool:
    """Whether no part follows the open one."""
    return state.part + 1 >= len(parts(exam))


def first_item(exam: Exam, seed: str, part: int) -> str:
    """The item that a part begins with, in the order of this seed; "" for a part without any."""
    every = parts(exam)
    authored = [placed.id for section in every[part] for placed in section.items]
    if not exam.rules.shuffle_items:
        return next(iter(authored), "")
    return next((item for item in arrange(exam, text_to_bytes(seed)).items() if item in authored), "")


def _own(exam: Exam, state: AttemptState, seconds: int) -> int:
    """A limit that everyone has, as long as this candidate's whole time makes it, ms."""
    usual = max(1, exam.rules.duration_s * 1000)
    return seconds * (usual + state.extra) * 1000 // usual


def part_limit(exam: Exam, state: AttemptState) -> int | None:
    """The time of the part that is open, with what was carried over to it; None for a part without a limit."""
    own = parts(exam)[state.part][0].limit_s
    return None if own is None else _own(exam, state, own) + state.carried


def part_left(exam: Exam, state: AttemptState, used: int) -> int | None:
    """What is left of the open part's time; below 0 when it is over, None for a part without a limit."""
    limit = part_limit(exam, state)
    return None if limit is None else limit - (used - state.part_since)


def time_left(exam: Exam, state: AttemptState, used: int) -> int:
    """What is left of the attempt: until its limit, or until the end of its last part's time; 0 or below at its end."""
    left = state.limit - used
    in_part = part_left(exam, state, used) if is_last(exam, state) else None
    return left if in_part is None else min(left, in_part)


def enter_part(exam: Exam, state: AttemptState, part: int, used: int) -> AttemptState:
    """The state in a part that is just opened, at its first item."""
    left = part_left(exam, state, used) if part else None
    carries = part > 0 and parts(exam)[part - 1][-1].carries_over
    carried = max(0, left or 0) if carries else 0
    entered = msgspec.structs.replace(state, part=part, part_since=used, carried=carried)
    return open_item(exam, entered, first_item(exam, state.seed, part), used)


def open_item(exam: Exam, state: AttemptState, item: str, used: int) -> AttemptState:
    """The state with this item open ("" for none): a scenario's first turn is shown."""
    turns = state.turns
    if item and item not in turns and exam.placed(item).item.stages:
        turns = {**turns, item: Turn(0, used)}
    return msgspec.structs.replace(leave_item(state, used), current=item, turns=turns)


def leave_item(state: AttemptState, used: int) -> AttemptState:
    """The state with the time of the open item counted until now."""
    spent = {**state.spent, state.current: time_on(state, state.current, used)} if state.current else state.spent
    return msgspec.structs.replace(state, since=used, spent=spent)


def time_on(state: AttemptState, item: str, used: int) -> int:
    """How long an item was open until now, all visits together."""
    running = max(0, used - state.since) if item == state.current else 0
    return state.spent.get(item, 0) + running


def item_left(exam: Exam, state: AttemptState, placed: PlacedItem, used: int) -> int | None:
    """What is left of an item's own time; below 0 when it is over, None for an item without a limit."""
    if placed.limit_s is None:
        return None
    return _own(exam, state, placed.limit_s) - time_on(state, placed.id, used)


def turn_left(exam: Exam, state: AttemptState, item: str, used: int) -> int | None:
    """What is left for a reply to the turn that is shown, whether or not its item is open; None without a limit."""
    turn = state.turns.get(item)
    limit = None if turn is None else exam.placed(item).item.stages[turn.stage].limit_s
    return None if turn is None or limit is None else _own(exam, state, limit) - (used - turn.since)


def has_next_turn(exam: Exam, state: AttemptState, item: str) -> bool:
    """Whether a scenario that was begun has a turn after the one that is shown."""
    turn = state.turns.get(item)
    return turn is not None and turn.stage + 1 < len(exam.placed(item).item.stages)


def give_back(exam: Exam, state: AttemptState, credit: int, before: int, to_part: int | None = None) -> AttemptState:
    """The state after an outage that began at `before`, of which `credit` is given back, to everything that ran then.

    The open part gets `to_part`, where that is another time.
    """
    running = {
        item: turn
        for item, turn in state.turns.items()
        if (left := turn_left(exam, state, item, before)) is not None and left >= 0
    }
    turns = {item: msgspec.structs.replace(turn, since=turn.since + credit) for item, turn in running.items()}
    return msgspec.structs.replace(
        state,
        part_since=state.part_since + (credit if to_part is None else to_part),
        since=state.since + credit,
        turns={**state.turns, **turns},
    )
