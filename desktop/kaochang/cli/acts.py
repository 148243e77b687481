"""The proctor's verb: answer a PC's challenge, give a code for the whole room, or print cards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import kits
from kaochang.cli.options import BadForm, OptionValue, command, json_option, named, option, path, path_option
from kaochang.cli.terminal import Terminal, plain_problems, said_in
from kaochang.domain.acts import MOST_MINUTES, MOST_SERIAL, ActKind
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome, Refusal
from kaochang.machine.places import data_folder

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.custody.kits import ProctorKit
    from kaochang.flow.act import Asked, Given


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the proctor's verb."""
    words = terminal.words

    @command(group, words, "act")
    @path("kit")
    @path_option(words, "--code-file", "proctor-code-file")
    @option(words, "--ticket", "act-ticket")
    @option(words, "--challenge", "challenge")
    @option(words, "--room-wide", "room-wide", is_flag=True)
    @option(words, "--cards", "cards", type=click.IntRange(1, MOST_SERIAL))
    @option(words, "--kind", "act-kind", type=click.Choice([kind.value for kind in ActKind]))
    @option(words, "--minutes", "minutes", type=click.IntRange(0, MOST_MINUTES))
    @path_option(words, "--out", "cards-out")
    @option(words, "--by", "act-by", required=True)
    @option(words, "--reason", "reason")
    @path_option(words, "--reason-file", "reason-file")
    @path_option(words, "--data", "act-data")
    @path_option(words, "--stick", "act-stick", multiple=True)
    @json_option(words)
    def act(**given: OptionValue) -> int:
        return _act(terminal, given)


def _asked(given: dict[str, Any]) -> Asked:
    from kaochang.flow import act, sticks

    by, reason = named(given["by"]), _reason(given)
    chosen = [sticks.choose(path) for path in given["stick"]]
    return act.Asked(by, reason, given["data"] or data_folder(), given["stick"], chosen=chosen)


def _reason(given: dict[str, Any]) -> str:
    """Why, in one of two ways: a reason may name somebody's illness, which is no business of a command line."""
    if (given["reason"] is None) == (given["reason_file"] is None):
        raise BadForm("--reason", "reason")
    if given["reason_file"] is not None:
        return said_in(given["reason_file"])
    reason: str = given["reason"].strip()
    if not reason:
        raise BadForm("--reason", "reason")
    return reason


def _way(given: dict[str, Any]) -> str:
    """Which of the three ways is asked for; wrong usage where it is none or several."""
    ways = {"challenge": given["challenge"], "room": given["room_wide"], "cards": given["cards"]}
    asked = [way for way, wanted in ways.items() if wanted]
    if len(asked) != 1:
        raise BadForm("--challenge", "one-way")
    needed = {"challenge": ("ticket",), "room": ("kind",), "cards": ("kind", "out")}
    for name in needed[asked[0]]:
        if not given[name]:
            raise click.MissingParameter(param_hint=f"--{name}", param_type="option")
    if asked[0] == "challenge" and given["kind"]:
        raise BadForm("--kind", "by-challenge")
    return asked[0]


def _act(terminal: Terminal, given: dict[str, Any]) -> int:
    from kaochang.flow import act

    way, asked = _way(given), _asked(given)
    if way == "cards" and given["out"].exists():
        raise Refusal(Outcome.EXISTS, "io.exists", str(given["out"]))
    kit = kits.open_proctor_kit(terminal, given)
    kind = None if given["kind"] is None else ActKind(given["kind"])
    minutes, clock = given["minutes"], terminal.clock
    if kind is None:
        made = act.answer(kit, given["ticket"], given["challenge"], minutes, asked, clock)
    elif way == "room":
        made = act.for_room(kit, kind, minutes or 0, asked, clock)
    else:
        made = act.cards(kit, kind, minutes or 0, given["cards"], asked, clock)
        _print(terminal, kit, made, given["out"])
    _tell(terminal, given, made)
    if made.is_first:
        terminal.line(terminal.words("cli.act.first", room=kit.room), err=True)
    if made.is_of_moved:
        terminal.line(terminal.words("cli.act.after-move", ticket=given["ticket"]), err=True)
    return FINDINGS_EXIT if made.problems else 0


def _print(terminal: Terminal, kit: ProctorKit, made: Given, out: Path) -> None:
    from kaochang.machine.safe_files import write_new
    from kaochang.reports.act_cards import ActCard, write_cards

    room = next(room for room in kit.session.rooms if room.id == kit.room)
    printed = [
        ActCard(entry.kind, entry.minutes, entry.serial, code)
        for entry, code in zip(made.entries, made.codes, strict=True)
    ]
    write_new(out, write_cards(kit.session, room, printed, terminal.words, terminal.font, terminal.zone))


def _tell(terminal: Terminal, given: dict[str, Any], made: Given) -> None:
    first = made.entries[0]
    facts = {"kind": first.kind.value, "minutes": first.minutes, "ticket": first.ticket, "log": str(made.log)}
    is_printed = bool(given["cards"])
    if given["json"]:
        problems = plain_problems(made.problems)
        told = {"cards": len(made.codes), "out": str(given["out"])} if is_printed else {"code": made.codes[0]}
        terminal.tell({**facts, **told, "problems": problems})
        return
    kind = terminal.words(f"act-kind.{first.kind}")
    what = terminal.words("report.act-minutes", kind=kind, minutes=first.minutes) if first.minutes else kind
    if is_printed:
        terminal.say("cli.act.cards", count=len(made.codes), what=what, out=given["out"])
    elif first.ticket:
        terminal.say("cli.act.code", code=made.codes[0], what=what)
        terminal.say("cli.act.own", ticket=first.ticket, challenge=first.challenge)
    else:
        terminal.say("cli.act.code", code=made.codes[0], what=what)
        terminal.say("cli.act.room")
    terminal.say("cli.act.log", log=made.log)
    terminal.problems(made.problems)
