"""The verbs of a room PC: unlock and check a sealed exam, sit it, hand in what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from msgspec import field

from kaochang.cli import moving, way_in
from kaochang.cli.options import BadForm, OptionValue, command, json_option, option, path, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.places import place_of
from kaochang.domain.ports import Keeper
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.machine.keeper import NoKeeper
from kaochang.machine.places import data_folder
from kaochang.presenters.phrases import countdown
from kaochang.presenters.refusals import to_words

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.custody.journal_log import Entry
    from kaochang.domain.acts import Grant
    from kaochang.domain.assessments import Exam
    from kaochang.flow.hand_in import Receipt
    from kaochang.flow.script import Script
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import Unlocked
    from kaochang.flow.way_in import WayIn


class SitSetting(Record, frozen=True):
    """What the candidate's window is opened with."""

    exam: Path
    site: Path | None
    room: str | None
    seat: str
    data: Path
    sticks: tuple[Path, ...]
    windowed: bool
    language: str
    room_key: Path | None = None
    keeper: Keeper = field(default_factory=NoKeeper)
    second: Path | None = None


SitLauncher = Callable[[SitSetting], int]

Uncopied: TypeAlias = list[tuple[Path, Refusal]]
"""Sticks that have no copy, and why."""

_BY_SCRIPT = ("code_file", "room_code_file", "pin_file", "from")
"""What people type into the window, or it does not do."""

VERBS = ("unlock", "sit", "hand-in")
"""What `add` adds."""


def add(group: click.Group, terminal: Terminal, launch: SitLauncher) -> None:
    """Adds the room's verbs."""
    _add_unlock(group, terminal)
    _add_sit(group, terminal, launch)
    _add_hand_in(group, terminal)


def _add_unlock(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "unlock")
    @path("exam")
    @way_in.room_options(words)
    @path_option(words, "--data", "data")
    @json_option(words)
    def unlock(**given: OptionValue) -> None:
        way = way_in.newest(terminal, way_in.way_in(terminal, given))
        door = way.door()
        room_key = way.read_room_key(door)
        room = way_in.open_room(terminal, given, way, door)
        unlocked = way_in.unlock(terminal, given, way, room, room_key)
        with terminal.progress("cli.progress.unlock"):
            exams = [unlocked.exam(name) for name in room.fronts]
        facts = {
            "session": room.session.id,
            "title": room.session.title,
            "room": room.room.id,
            "tickets": len(room.tickets),
            "items": sum(exam.assessment.count for exam in exams),
        }
        if given["json"]:
            terminal.tell({**facts, "errata": unlocked.errata.counter})
        else:
            terminal.say("cli.unlock.done", **{**facts, "room": room.room.name})
            _say_errata(terminal, unlocked, exams)


def _say_errata(terminal: Terminal, unlocked: Unlocked, exams: Sequence[Exam]) -> None:
    """What the office has corrected since sealing, by the places of the items."""
    placed = {each.id: place_of(each.item) for exam in exams for each in exam.assessment.items()}
    for entry in unlocked.errata.entries:
        action = terminal.words(f"erratum.{entry.action.value}", item=placed.get(entry.item, entry.item))
        terminal.say("cli.unlock.erratum", number=unlocked.errata.counter, action=action)
        terminal.quote(entry.text, "    = ")


def _add_sit(group: click.Group, terminal: Terminal, launch: SitLauncher) -> None:
    words = terminal.words

    @command(group, words, "sit")
    @path("exam")
    @way_in.room_options(words)
    @path_option(words, "--pin-file", "pin-file")
    @option(words, "--seat", "seat", default="")
    @path_option(words, "--data", "data")
    @path_option(words, "--stick", "stick", multiple=True)
    @path_option(words, "--second", "second")
    @path_option(words, "--script", "script")
    @path_option(words, "--from", "from")
    @option(words, "--kept", "kept", is_flag=True)
    @option(words, "--windowed", "windowed", is_flag=True)
    @json_option(words)
    def sit(**given: OptionValue) -> int:
        if given["script"] is not None:
            return _sit_by_script(terminal, given)
        for name in _BY_SCRIPT:
            if given[name] is not None:
                raise BadForm(f"--{name.replace('_', '-')}", "script-only")
        data = given["data"] or data_folder()
        language = "en" if words("cli.language") == "en" else "zh_CN"
        setting = SitSetting(
            given["exam"],
            given["site"],
            given["room"],
            given["seat"],
            data,
            given["stick"],
            given["windowed"],
            language,
            given["room_key"],
            terminal.keeper,
            given["second"],
        )
        return launch(setting)


def _sit_by_script(terminal: Terminal, given: dict[str, Any]) -> int:
    from kaochang.flow import hand_in, script, script_check
    from kaochang.flow import keeping as kept_keys

    played = script.read_script(given["script"])
    way = way_in.newest(terminal, way_in.way_in(terminal, given))
    gone_on = kept_keys.go_on(terminal.keeper, way)
    if gone_on is None:
        sitting, played = _begin_by_script(terminal, given, way, played)
        return 0 if sitting is None else _play(terminal, given, sitting, played)
    if gone_on.sitting is not None:
        script_check.check(gone_on.sitting.exam, played)
        return _play(terminal, given, gone_on.sitting, played)
    missed: Uncopied = []
    copied = hand_in.copy_again(
        way.desk, gone_on.room, gone_on.ticket, given["stick"], lambda *told: missed.append(told)
    )
    return _tell_receipt(terminal, given, copied, missed)


def _begin_by_script(
    terminal: Terminal, given: dict[str, Any], way: WayIn, played: Script
) -> tuple[Sitting | None, Script]:
    """The attempt that somebody begins or goes on with by their codes, and what of the script is left to play."""
    from kaochang.flow import keeping as kept_keys
    from kaochang.flow import script, script_check, unlock

    door = way.door()
    room_key = way.read_room_key(door)
    room = way_in.open_room(terminal, given, way, door)
    ticket = unlock.find_ticket(room, played.login)
    unlocked = way_in.unlock(terminal, given, way, room, room_key)
    script_check.check(unlocked.exam_for(ticket), played)
    pin = played.pin or way_in.pin(terminal, given, room)
    desk, seat = way.desk, given["seat"] or played.seat or ticket.seat

    def start(grant: Grant | None) -> Sitting:
        return kept_keys.begin(terminal.keeper, desk, unlocked, ticket, seat, pin, grant)

    def asked(challenge: str) -> None:
        way_in.tell_challenge(terminal, given, ticket.number, challenge)

    moving.bring_in(terminal, given, desk, unlocked, ticket, pin)
    return script.begin(start, script.Entrance(desk, unlocked, ticket, pin), played, terminal.wait, asked)


def _play(terminal: Terminal, given: dict[str, Any], sitting: Sitting, played: Script) -> int:
    """What is left of a script, in an attempt that is under way; the exit code."""
    from kaochang.domain.attempts import Challenged
    from kaochang.flow import script

    ticket = sitting.ticket.number

    def saved(entry: Entry, wall: int) -> None:
        if given["json"]:
            what = type(entry.event).__name__.lower()
            terminal.tell({"saved": wall, "event": what, "item": getattr(entry.event, "item", "")})
        if isinstance(entry.event, Challenged):
            way_in.tell_challenge(terminal, given, ticket, entry.event.challenge)

    try:
        _tell_begun(terminal, given, sitting)
        script.perform(sitting, played, terminal.wait, saved)
        if sitting.state.reason is None:
            _tell_open(terminal, given, sitting)
            return 0
        return _seal(terminal, given, sitting)
    finally:
        sitting.shut()


def _standing(sitting: Sitting) -> dict[str, Any]:
    """Where an open attempt stands: what is left of its time (ms), and what it waits for."""
    return {"remaining_ms": sitting.remaining_ms(), "waits": "" if sitting.state.wait is None else sitting.state.wait}


def _tell_begun(terminal: Terminal, given: dict[str, Any], sitting: Sitting) -> None:
    ticket = sitting.ticket.number
    if given["json"]:
        terminal.tell({"ticket": ticket, "resumed": sitting.resumed, **_standing(sitting)})
    elif sitting.state.reason is None:
        terminal.say("cli.sit.goes-on" if sitting.resumed else "cli.sit.begun", ticket=ticket)


def _tell_open(terminal: Terminal, given: dict[str, Any], sitting: Sitting) -> None:
    ticket = sitting.ticket.number
    if given["json"]:
        lost = {"second_place_lost": sitting.is_second_place_lost}
        terminal.tell({"ticket": ticket, "open": True, **_standing(sitting), **lost})
        return
    terminal.say("cli.sit.open", ticket=ticket, left=countdown(sitting.remaining_ms()))
    if sitting.state.wait is not None:
        terminal.say(f"cli.sit.waits.{sitting.state.wait}")
    if sitting.is_second_place_lost:
        terminal.say("candidate.second-place-lost")


def _seal(terminal: Terminal, given: dict[str, Any], sitting: Sitting) -> int:
    """Seals and copies a closed attempt; the exit code."""
    from kaochang.flow import hand_in

    missed: Uncopied = []
    receipt = hand_in.hand_in(sitting, given["stick"], lambda *failed: missed.append(failed))
    return _tell_receipt(terminal, given, receipt, missed)


def _tell_receipt(terminal: Terminal, given: dict[str, Any], receipt: Receipt, missed: Uncopied) -> int:
    """Tells a Receipt, and every stick that has no copy; the exit code."""
    facts = {name: getattr(receipt, name) for name in ("ticket", "answered", "of", "copies")}
    if given["json"]:
        problems = [
            {"name": str(stick), "outcome": int(refusal.outcome), "key": refusal.key} for stick, refusal in missed
        ]
        told = {"receipt": receipt.code, "reason": receipt.reason.value, "problems": problems}
        terminal.tell({**facts, **told})
    else:
        terminal.say("cli.hand-in.done", **facts, code=receipt.code)
    for stick, refusal in missed:
        why = to_words(refusal, terminal.words)
        line = terminal.words("cli.hand-in.not-copied", stick=stick, why=why.message, next=why.next_step)
        terminal.line(line, err=True)
    if missed:
        terminal.line(terminal.words("cli.hand-in.safe", ticket=receipt.ticket), err=True)
    return FINDINGS_EXIT if missed else 0


def _add_hand_in(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "hand-in")
    @path("exam")
    @option(words, "--ticket", "ticket", required=True)
    @way_in.room_options(words)
    @path_option(words, "--pin-file", "pin-file")
    @path_option(words, "--data", "data")
    @path_option(words, "--stick", "stick", multiple=True)
    @json_option(words)
    def hand_in(**given: OptionValue) -> int:
        return _hand_in(terminal, given)


def _hand_in(terminal: Terminal, given: dict[str, Any]) -> int:
    """Hands in an attempt that is on this PC: one that was cut off, or one already handed in, for a late stick."""
    from kaochang.flow import attempt_files, hand_in, sit

    way = way_in.way_in(terminal, given)
    door = way.door()
    room = way_in.open_room(terminal, given, way, door)
    ticket = way_in.ticket_of(room, given["ticket"])
    match attempt_files.found_attempt(way.desk, room, ticket):
        case attempt_files.Found.NONE:
            raise Refusal(Outcome.MISSING, "attempt.none-here", ticket=ticket.number)
        case attempt_files.Found.CLOSED:
            missed: Uncopied = []
            copied = hand_in.copy_again(way.desk, room, ticket, given["stick"], lambda *failed: missed.append(failed))
            return _tell_receipt(terminal, given, copied, missed)
    unlocked = way_in.unlock(terminal, given, way, room, way.read_room_key(door))
    sitting = sit.begin(way.desk, unlocked, ticket, ticket.seat, way_in.pin(terminal, given, room))
    try:
        if sitting.state.reason is None:
            hand_in.close_left(sitting)
        return _seal(terminal, given, sitting)
    finally:
        sitting.shut()
