"""Scripts: an attempt driven by a file instead of a window, through the very engine the window drives.

A script is JSON: {"login": {"person": …, "name": …}, "seat": …, "steps": [STEP, …]}, each step one of

    {"respond": "SECTION#NUMBER", "with": "B"}   as keys are written (domain/keys.py); free text for open items
    {"clear": "SECTION#NUMBER"}                   takes a response back
    {"mark": "SECTION#NUMBER"} {"unmark": …} {"visit": …}
    {"wait": SECONDS}                             real time, with heartbeats
    {"hand_in": true}
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import msgspec

from kaochang.custody.journal_log import Entry
from kaochang.domain import places
from kaochang.domain.assessments import LoginField, PlacedItem
from kaochang.domain.attempts import HEARTBEAT_MS, ClosingReason
from kaochang.domain.items import ItemType
from kaochang.domain.keys import read_key
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Accepted, Blanks, Choice, Order, Pairs, Response, Text
from kaochang.domain.values import Value
from kaochang.flow.sit import Sitting
from kaochang.machine.safe_files import read_whole

SCRIPT_LIMIT = 16 * 1024 * 1024
Wait = Callable[[float], None]


class Step(Value, frozen=True, omit_defaults=True):
    """One step; exactly one of the verbs is given."""

    respond: str = ""
    value: str = msgspec.field(default="", name="with")
    clear: str = ""
    mark: str = ""
    unmark: str = ""
    visit: str = ""
    wait: float = 0
    hand_in: bool = False


class Script(Value, frozen=True):
    """Who sits, where, and what they do."""

    login: dict[LoginField, str]
    steps: tuple[Step, ...]
    seat: str = ""


def read_script(path: Path) -> Script:
    """A script from its file; PAYLOAD where it is not one."""
    try:
        return msgspec.json.decode(read_whole(path, SCRIPT_LIMIT), type=Script)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(Outcome.PAYLOAD, "script.form", str(path), detail=str(error)) from error


def find(sitting: Sitting, place: str) -> PlacedItem:
    """The item at SECTION#NUMBER, or of this id; CONFLICT where the paper prints that number twice."""
    return places.find(sitting.exam.assessment.items(), place, missing="script.no-item")


def response_from(placed: PlacedItem, written: str) -> Response:
    """A response as a script writes it: a key's notation for objective items, the text itself for open ones."""
    if placed.item.is_open:
        return Text(written)
    given = read_key(placed.item, written)
    return Blanks(tuple(texts[0] for texts in given.blanks)) if isinstance(given, Accepted) else given


def empty_response(placed: PlacedItem) -> Response:
    """What takes a response back; POLICY for a true/false item, which has no such response."""
    if placed.item.is_open:
        return Text("")
    match placed.item.type:
        case ItemType.SINGLE | ItemType.MULTIPLE:
            return Choice(())
        case ItemType.BLANK:
            return Blanks(("",) * placed.item.blanks)
        case ItemType.ORDERING:
            return Order(())
        case ItemType.MATCHING:
            return Pairs(())
        case ItemType.TRUEFALSE:
            raise Refusal(Outcome.POLICY, "script.cannot-clear", place_of(placed.item))
        case unknown:
            raise TypeError(f"nothing takes back a response to an item of type {unknown}")


_Doing: TypeAlias = Iterator[Entry]


def _wait(sitting: Sitting, seconds: float, wait: Wait) -> _Doing:
    left = seconds
    while left > 0:
        part = min(left, HEARTBEAT_MS / 1000)
        wait(part)
        left -= part
        over = _by_clock(sitting)
        yield from over or [sitting.tick()]
        if over:
            return


def _do(sitting: Sitting, step: Step, wait: Wait) -> _Doing:
    if step.respond:
        placed = find(sitting, step.respond)
        yield sitting.respond(placed.id, response_from(placed, step.value))
    elif step.clear:
        placed = find(sitting, step.clear)
        yield sitting.respond(placed.id, empty_response(placed))
    elif step.mark or step.unmark:
        yield sitting.mark(find(sitting, step.mark or step.unmark).id, bool(step.mark))
    elif step.visit:
        yield sitting.visit(find(sitting, step.visit).id)
    elif step.hand_in:
        yield sitting.close(ClosingReason.HANDED_IN)
    else:
        yield from _wait(sitting, step.wait, wait)


def perform(sitting: Sitting, script: Script, wait: Wait, saved: Callable[[Entry, int], None]) -> None:
    """Does every step; `saved(entry, wall)` is called once an entry is durable.

    The clock goes first, as in the window: an attempt whose time is over is handed in as it stands, and one that is
    closed already takes no step.
    """
    for step in script.steps:
        if sitting.state.reason is not None:
            return
        for entry in _by_clock(sitting) or _do(sitting, step, wait):
            saved(entry, sitting.save(entry))
    for entry in _by_clock(sitting):
        saved(entry, sitting.save(entry))


def _by_clock(sitting: Sitting) -> list[Entry]:
    """What the clock does to an attempt, whatever the script says: it closes the one whose time is over."""
    over = sitting.state.reason is None and sitting.remaining_ms() == 0
    return [sitting.close(ClosingReason.EXPIRED)] if over else []
