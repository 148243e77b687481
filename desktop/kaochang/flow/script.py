"""Scripts: an attempt driven by a file instead of a window, through the very engine the window drives.

A script is JSON: {"login": {"person": …, "name": …}, "pin": …, "seat": …, "steps": [STEP, …]}, each step one of

    {"respond": "SECTION#NUMBER", "with": "B"}   as keys are written (domain/keys.py); free text for open items, which
                                                  of a staged scenario goes to the turn that is shown
    {"clear": "SECTION#NUMBER"}                   takes a response back
    {"mark": "SECTION#NUMBER"} {"unmark": …} {"visit": …}
    {"advance": true}                             on to the next part of the exam, for good
    {"next_turn": true}                           on to the next turn of the staged scenario that is open
    {"wait": SECONDS}                             real time, with heartbeats
    {"challenge": {"kind": "extra-time", "minutes": 10}}   asks the proctor; minutes may be left out
    {"act": "CODE"}                               what the proctor gave; with "seat" for a new one
    {"hand_in": true}

Before a start that the session's window refuses, its first steps may ask for and take the act that lets it begin; and
where the attempt is another PC's, the act that lets it go on here.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar

import msgspec

from kaochang.custody.journal_log import Entry
from kaochang.domain import places
from kaochang.domain.acts import ActKind, Grant
from kaochang.domain.assessments import LoginField, PlacedItem
from kaochang.domain.attempts import HEARTBEAT_MS, Challenged, ClosingReason
from kaochang.domain.items import ItemType, Mode
from kaochang.domain.keys import read_key
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.responses import (
    Accepted,
    Blanks,
    Choice,
    Judgement,
    Order,
    Pairs,
    Replies,
    Response,
    Text,
    earlier_replies,
)
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Value
from kaochang.flow import move, sit, take_act
from kaochang.flow.desk import Desk
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import Unlocked
from kaochang.machine.safe_files import read_whole

SCRIPT_LIMIT = 16 * 1024 * 1024
LONGEST_WAIT_S = 24 * 3600
"""A day: no exam lasts longer."""

NO_ITEM = "script.no-item"
"""How a place is refused that the exam does not have."""

V = TypeVar("V")
Sleep: TypeAlias = Callable[[float], None]


class Asking(Value, frozen=True):
    """What a challenge asks for. Without minutes a resume asks for all that is not given back yet."""

    kind: ActKind
    minutes: int | None = None


class Step(Value, frozen=True, omit_defaults=True):
    """One step; exactly one of the verbs is given."""

    respond: str = ""
    value: str = msgspec.field(default="", name="with")
    clear: str = ""
    mark: str = ""
    unmark: str = ""
    visit: str = ""
    wait: Annotated[float, msgspec.Meta(ge=0, le=LONGEST_WAIT_S)] = 0
    hand_in: bool = False
    advance: bool = False
    next_turn: bool = False
    challenge: Asking | None = None
    act: str = ""
    seat: str = ""

    @property
    def speaks(self) -> bool:
        """Whether the step is between the PC and the proctor."""
        return self.challenge is not None or bool(self.act)

    @property
    def place(self) -> str:
        """The item that the step is about; "" for none."""
        return self.respond or self.clear or self.mark or self.unmark or self.visit

    @property
    def verbs(self) -> int:
        """How many things the step says to do."""
        at_items = (self.respond, self.clear, self.mark, self.unmark, self.visit)
        said = (*at_items, self.wait, self.hand_in, self.advance, self.next_turn, self.act, self.challenge is not None)
        return sum(map(bool, said))


class Script(Value, frozen=True):
    """Who sits, where, and what they do."""

    login: dict[LoginField, str]
    steps: tuple[Step, ...]
    seat: str = ""
    pin: str = ""

    @property
    def speaks(self) -> bool:
        """Whether any step is between the PC and the proctor."""
        return any(step.speaks for step in self.steps)

    @property
    def begins_to_speak(self) -> bool:
        """Whether the first step is that does not only wait."""
        first = next((step for step in self.steps if step.verbs and not step.wait), None)
        return first is not None and first.speaks


def read_script(path: Path) -> Script:
    """A script from its file; PAYLOAD where it is not one, by the number of the step that is none."""
    with refusals_at(path):
        try:
            plain = msgspec.json.decode(read_whole(path, SCRIPT_LIMIT))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Refusal(Outcome.PAYLOAD, "script.form") from error
        if isinstance(plain, dict) and isinstance(plain.get("steps"), list):
            for number, step in enumerate(plain["steps"], start=1):
                _check_step(number, step)
        return _convert(plain, Script, Refusal(Outcome.PAYLOAD, "script.form"))


def _convert(plain: object, kind: type[V], refusal: Refusal) -> V:
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError as error:
        raise refusal from error


def _check_step(number: int, plain: object) -> None:
    """Refuses (PAYLOAD) a step that says nothing, several things, or what no step says."""
    refusal = Refusal(Outcome.PAYLOAD, "script.step", number=number, most=LONGEST_WAIT_S)
    step = _convert(plain, Step, refusal)
    waits_at_once = isinstance(plain, dict) and plain.keys() == {"wait"}
    at_no_verb = (step.value and not step.respond) or (step.seat and not step.act)
    if at_no_verb or (step.verbs != 1 and not waits_at_once):
        raise refusal


def find(sitting: Sitting, place: str) -> PlacedItem:
    """The item at SECTION#NUMBER, or of this id; CONFLICT where the paper prints that number twice."""
    return places.find(sitting.exam.assessment.items(), place, missing=NO_ITEM)


def response_from(placed: PlacedItem, written: str) -> Response:
    """A response as a script writes it: a key's notation for objective items, the text itself for open ones.

    Whatever is written for an interview item that is only read says that it was read.
    """
    if placed.item.way is Mode.READ:
        return Judgement(True)
    if placed.item.is_open:
        return Text(written)
    given = read_key(placed.item, written)
    return Blanks(tuple(texts[0] for texts in given.blanks)) if isinstance(given, Accepted) else given


def empty_response(placed: PlacedItem) -> Response:
    """What takes a response back."""
    if placed.item.way is Mode.READ:
        return Choice(())
    if placed.item.is_open:
        return Text("")
    match placed.item.type:
        case ItemType.SINGLE | ItemType.MULTIPLE | ItemType.TRUEFALSE:
            return Choice(())
        case ItemType.BLANK:
            return Blanks(("",) * placed.item.blanks)
        case ItemType.ORDERING:
            return Order(())
        case ItemType.MATCHING:
            return Pairs(())
        case unknown:
            raise TypeError(f"nothing takes back a response to an item of type {unknown}")


def given(placed: PlacedItem, step: Step, earlier: tuple[str, ...] = ()) -> Response:
    """What a step responds or takes back; in a staged scenario at the turn after the `earlier` replies."""
    if placed.item.stages:
        return Replies((*earlier, step.value))
    return response_from(placed, step.value) if step.respond else empty_response(placed)


def _earlier(sitting: Sitting, placed: PlacedItem) -> tuple[str, ...]:
    """The replies before the turn that is shown: none, where that is the first or the item was not opened yet."""
    turn = sitting.state.turns.get(placed.id)
    return earlier_replies(sitting.state.responses.get(placed.id), 0 if turn is None else turn.stage)


_Doing: TypeAlias = Iterator[Entry]


@dataclass(frozen=True)
class Entrance:
    """Whose attempt is to begin, and at which PC; `pin` where the session has any."""

    desk: Desk
    unlocked: Unlocked
    ticket: Ticket
    pin: str = field(default="", repr=False)


def _wait(sitting: Sitting, step: Step, wait: Sleep) -> _Doing:
    left = step.wait
    while left > 0:
        part = min(left, HEARTBEAT_MS / 1000)
        wait(part)
        left -= part
        yield from sitting.due()
        if sitting.state.reason is not None:
            return
        yield sitting.tick()


def _speak(sitting: Sitting, step: Step) -> _Doing:
    """One word between the PC and the proctor; a wrong code is saved before it is refused."""
    if step.challenge is not None:
        minutes = step.challenge.minutes
        proposed = take_act.proposed_minutes(sitting, step.challenge.kind) if minutes is None else minutes
        yield take_act.ask(sitting, step.challenge.kind, proposed)
        return
    taken = take_act.take(sitting, step.act, step.seat)
    yield taken.entry
    if taken.refused is not None:
        raise taken.refused
    yield from take_act.follows(sitting)


def _do(sitting: Sitting, step: Step, wait: Sleep) -> _Doing:
    if step.respond or step.clear:
        placed = find(sitting, step.respond or step.clear)
        yield sitting.respond(placed.id, given(placed, step, _earlier(sitting, placed)))
    elif step.mark or step.unmark:
        yield sitting.mark(find(sitting, step.mark or step.unmark).id, bool(step.mark))
    elif step.visit:
        yield sitting.visit(find(sitting, step.visit).id)
    elif step.advance:
        yield sitting.advance()
    elif step.next_turn:
        yield sitting.stage()
    elif step.hand_in:
        yield sitting.close(ClosingReason.HANDED_IN)
    elif step.speaks:
        yield from _speak(sitting, step)
    else:
        yield from _wait(sitting, step, wait)


def perform(sitting: Sitting, script: Script, wait: Sleep, saved: Callable[[Entry, int], None]) -> None:
    """Does every step; `saved(entry, wall)` is called once an entry is durable.

    The clock goes first, as in the window: a part or turn whose time is over gives way to the next, an attempt whose
    time is over is handed in as it stands, and one that is closed already takes no step. One that waits for an act
    waits, whatever is left.
    """

    def keep(entry: Entry) -> None:
        saved(entry, sitting.save(entry))
        sitting.settle()

    for step in script.steps:
        if sitting.state.reason is not None:
            return
        for entry in sitting.due():
            keep(entry)
        if sitting.state.reason is None:
            for entry in _do(sitting, step, wait):
                keep(entry)
    for entry in sitting.due():
        keep(entry)


Start: TypeAlias = Callable[[Grant | None], Sitting]


def begin(
    start: Start, entry: Entrance, script: Script, wait: Sleep, asked: Callable[[str], None]
) -> tuple[Sitting | None, Script]:
    """The attempt, begun, and the script that is left to play; no attempt where the proctor has yet to answer.

    `asked` is told a challenge. Only where the window refuses the start, or the attempt is another PC's, are the first
    steps played for it.
    """
    try:
        return start(None), script
    except Refusal as refusal:
        if refusal.key in sit.AWAY_REFUSALS and script.begins_to_speak:
            return _take_over(start, entry, script, wait, asked)
        if refusal.key not in sit.WINDOW_REFUSALS or not script.begins_to_speak:
            raise
    for at, step in enumerate(script.steps):
        if step.challenge is not None:
            asked(take_act.ask_to_enter(entry.desk, entry.unlocked.room, entry.ticket, step.challenge.kind))
        elif step.act:
            grant = take_act.take_to_enter(entry.desk, entry.unlocked, entry.ticket, step.act)
            return start(grant), msgspec.structs.replace(script, steps=script.steps[at + 1 :])
        elif step.verbs and not step.wait:
            break
        else:
            wait(step.wait)
    return None, script


def _take_over(
    start: Start, entry: Entrance, script: Script, wait: Sleep, asked: Callable[[str], None]
) -> tuple[Sitting | None, Script]:
    """The first steps of a script in an attempt that is another PC's: until an act lets it go on here."""
    with ExitStack() as at_end:
        sitting = move.waiting(entry.desk, entry.unlocked, entry.ticket, entry.pin)
        at_end.callback(sitting.shut)
        for at, step in enumerate(script.steps):
            if step.wait:
                wait(step.wait)
                continue
            if not step.speaks:
                break
            for each in _speak(sitting, step):
                sitting.save(each)
                if isinstance(each.event, Challenged):
                    asked(each.event.challenge)
            if step.act:
                at_end.close()
                return start(None), msgspec.structs.replace(script, steps=script.steps[at + 1 :])
    return None, script
