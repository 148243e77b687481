"""The verbs that bring an attempt to another PC: `move` on the one it leaves, `take-over` on the one it goes to."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import way_in
from kaochang.cli.options import BadForm, OptionValue, command, json_option, option, path, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Phase

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.domain.rosters import Ticket
    from kaochang.flow.desk import Desk
    from kaochang.flow.move import BroughtIn, Exported
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import Unlocked
    from kaochang.flow.way_in import WayIn

_LOCKED = ("room_code_file", "room_key", "code_file", "pin_file")
"""What opens an attempt: nothing of it is needed to take its log from a disk."""


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds both verbs."""
    _add_move(group, terminal)
    _add_take_over(group, terminal)


def _add_move(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "move")
    @path("exam")
    @option(words, "--ticket", "ticket", required=True)
    @path_option(words, "--to", "move-to", required=True)
    @path_option(words, "--dead", "dead")
    @way_in.room_options(words)
    @path_option(words, "--pin-file", "pin-file")
    @path_option(words, "--data", "data")
    @json_option(words)
    def move(**given: OptionValue) -> None:
        way = way_in.way_in(terminal, given)
        if given["dead"] is None:
            _tell_exported(terminal, given, _leave(terminal, given, way))
        else:
            _tell_exported(terminal, given, _from_disk(given, way))


def _leave(terminal: Terminal, given: dict[str, Any], way: WayIn) -> Exported:
    from kaochang.flow import move, sticks

    stick = sticks.choose(given["to"])
    unlocked, ticket, pin = way_in.to_ticket(terminal, given, way)
    return move.leave(way.desk, unlocked, ticket, pin, stick)


def _from_disk(given: dict[str, Any], way: WayIn) -> Exported:
    from kaochang.flow import move

    for name in _LOCKED:
        if given[name] is not None:
            raise BadForm(f"--{name.replace('_', '-')}", "not-with-dead")
    return move.from_disk(way.sealed(), given["ticket"], given["dead"], given["to"], way.desk.random)


def _tell_exported(terminal: Terminal, given: dict[str, Any], moved: Exported) -> None:
    if given["json"]:
        others = [str(other) for other in moved.others]
        told = {"file": str(moved.path), "rows": moved.rows, "until": moved.wall, "others": others, "cut": moved.is_cut}
        terminal.tell({"ticket": moved.ticket, **told})
        return
    until = {} if moved.wall is None else {"until": terminal.date(moved.wall)}
    key = "cli.move.dead" if moved.wall is None else "cli.move.left"
    terminal.say(key, ticket=moved.ticket, path=str(moved.path), rows=moved.rows, **until)
    if moved.is_cut:
        terminal.say("cli.move.cut")
    for other in moved.others:
        terminal.say("cli.move.other", path=str(other))
    terminal.say("cli.move.next", ticket=moved.ticket, rows=moved.rows)


def _add_take_over(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "take-over")
    @path("exam")
    @option(words, "--ticket", "ticket", required=True)
    @path_option(words, "--from", "from")
    @option(words, "--rows", "least-rows", type=click.IntRange(min=1))
    @option(words, "--set-aside", "set-aside", is_flag=True)
    @path_option(words, "--act-file", "act-file")
    @way_in.room_options(words)
    @path_option(words, "--pin-file", "pin-file")
    @path_option(words, "--data", "data")
    @json_option(words)
    def take_over(**given: OptionValue) -> None:
        way = way_in.way_in(terminal, given)
        for name in ("rows", "set_aside"):
            if given["from"] is None and given[name]:
                raise BadForm(f"--{name.replace('_', '-')}", "needs-from")
        unlocked, ticket, pin = way_in.to_ticket(terminal, given, way)
        bring_in(terminal, given, way.desk, unlocked, ticket, pin)
        _take_over(terminal, given, way.desk, unlocked, ticket, pin)


def bring_in(
    terminal: Terminal, given: dict[str, Any], desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str
) -> None:
    """Takes the log from the stick of `--from`, where one is named, and tells how much it was."""
    from kaochang.flow import move

    if given["from"] is not None:
        needs = {"sets_aside": given.get("set_aside", False), "least": given.get("rows")}
        _tell_brought(terminal, given, ticket, move.bring_in(desk, unlocked, ticket, pin, given["from"], **needs))


def _tell_brought(terminal: Terminal, given: dict[str, Any], ticket: Ticket, brought: BroughtIn) -> None:
    if given["json"]:
        told = {"file": str(brought.path), "rows": brought.rows, "until": brought.wall, "cut": brought.is_cut}
        terminal.tell({"ticket": ticket.number, **told})
        return
    key = "cli.take-over.cut" if brought.is_cut else "cli.take-over.brought"
    until = terminal.date(brought.wall)
    terminal.say(key, ticket=ticket.number, path=str(brought.path), rows=brought.rows, until=until)


def _take_over(
    terminal: Terminal, given: dict[str, Any], desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str
) -> None:
    from kaochang.flow import move

    with ExitStack() as at_end:
        sitting = move.waiting(desk, unlocked, ticket, pin)
        at_end.callback(sitting.shut)
        if sitting.state.phase is Phase.CLOSED:
            _say(terminal, given, "closed", ticket)
        elif given["act_file"] is not None:
            _take(terminal, given, sitting, terminal.secret(given["act_file"], "cli.ask.act"))
        else:
            _ask(terminal, given, sitting)


def _say(terminal: Terminal, given: dict[str, Any], what: str, ticket: Ticket) -> None:
    if given["json"]:
        terminal.tell({"ticket": ticket.number, what: True})
    else:
        terminal.say(f"cli.take-over.{what}", ticket=ticket.number)


def _ask(terminal: Terminal, given: dict[str, Any], sitting: Sitting) -> None:
    """Tells the challenge; where a person is at the terminal, waits for the proctor's answer."""
    from kaochang.flow import take_act

    entry = take_act.ask(sitting, ActKind.MOVE, 0)
    sitting.save(entry)
    way_in.tell_challenge(terminal, given, sitting.ticket.number, sitting.state.challenge)
    if sys.stdin.isatty() and not given["json"]:
        _take(terminal, given, sitting, terminal.secret(None, "cli.ask.act"))


def _take(terminal: Terminal, given: dict[str, Any], sitting: Sitting, typed: str) -> None:
    from kaochang.flow import take_act

    taken = take_act.take(sitting, typed)
    sitting.save(taken.entry)
    if taken.refused is not None:
        raise taken.refused
    for entry in take_act.follows(sitting):
        sitting.save(entry)
    _say(terminal, given, "taken", sitting.ticket)
