"""The way into a sealed exam at a terminal: files are looked at before any secret is read or asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kaochang.cli.options import Decorator, option, path_option, together
from kaochang.cli.terminal import Terminal
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.places import data_folder

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.domain.rosters import Ticket
    from kaochang.flow.desk import Desk
    from kaochang.flow.unlock import Door, RoomFile, Unlocked
    from kaochang.flow.way_in import WayIn


def room_options(words: Words) -> Decorator:
    """What opening a room takes, the same for every verb that does."""

    return together(
        path_option(words, "--site", "site"),
        option(words, "--room", "room"),
        path_option(words, "--room-code-file", "room-code-file"),
        path_option(words, "--room-key", "room-key"),
        path_option(words, "--code-file", "code-file"),
    )


def desk(terminal: Terminal, given: dict[str, Any]) -> Desk:
    """This PC, and where it keeps attempts."""
    from kaochang.flow.desk import Desk

    data = given["data"] or data_folder()
    made = Desk(data, terminal.clock, terminal.random, terminal.pc, given.get("second"), given.get("stick") or ())
    made.sticks_there.look(data, made.sticks)
    return made


def way_in(terminal: Terminal, given: dict[str, Any]) -> WayIn:
    """The way into the room that is named."""
    from kaochang.flow.way_in import WayIn

    return WayIn(desk(terminal, given), given["exam"], given["site"], given["room"], given["room_key"])


def newest(terminal: Terminal, way: WayIn) -> WayIn:
    """The way into the newest version that lies beside the exam, which is told; the same way where this is it."""
    from kaochang.flow.versions_here import newer_beside

    found = newer_beside(way.desk, way.exam, way.site)
    if found is None:
        return way
    exam, number = found
    terminal.line(terminal.words("cli.exam.newer", name=exam.name, number=number), err=True)
    return replace(way, exam=exam)


def open_room(terminal: Terminal, given: dict[str, Any], way: WayIn, door: Door) -> RoomFile:
    """The room's part; its code is asked for where the door needs it, and one that nothing needs is refused."""
    if not door.needs_code and given["room_code_file"] is None:
        return way.open_room()
    code = terminal.secret(given["room_code_file"], "cli.ask.room-code")
    with terminal.progress("cli.progress.open"):
        return way.open_room(code)


def unlock(terminal: Terminal, given: dict[str, Any], way: WayIn, room: RoomFile, room_key: bytes) -> Unlocked:
    """The room's items, with the start code."""
    code = terminal.secret(given["code_file"], "cli.ask.code")
    with terminal.progress("cli.progress.open"):
        return way.unlock(room, code, room_key)


def pin(terminal: Terminal, given: dict[str, Any], room: RoomFile) -> str:
    """The candidate's PIN, where the session has any; one that is given in vain is refused later."""
    return terminal.secret(given["pin_file"], "cli.ask.pin") if room.needs_pin or given["pin_file"] else ""


def to_ticket(terminal: Terminal, given: dict[str, Any], way: WayIn) -> tuple[Unlocked, Ticket, str]:
    """The unlocked room, the ticket that `--ticket` names, and its PIN where the session has any."""
    door = way.door()
    room = open_room(terminal, given, way, door)
    ticket = ticket_of(room, given["ticket"])
    unlocked = unlock(terminal, given, way, room, way.read_room_key(door))
    return unlocked, ticket, pin(terminal, given, room)


def ticket_of(room: RoomFile, number: str) -> Ticket:
    """The ticket of this number; CONTEXT where the room has none."""
    found = next((each for each in room.tickets if each.number == number), None)
    if found is None:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket=number)
    return found


def tell_challenge(terminal: Terminal, given: dict[str, Any], ticket: str, challenge: str) -> None:
    """What the proctor is told."""
    if given["json"]:
        terminal.tell({"ticket": ticket, "challenge": challenge})
    else:
        terminal.say("cli.sit.challenge", ticket=ticket, challenge=challenge)
