"""The proctor's round: collect a room onto a stick, and say who is accounted for and who is not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import kits
from kaochang.cli.options import OptionValue, command, json_option, option, path_option, paths
from kaochang.cli.terminal import Terminal, plain_problems, said_in
from kaochang.domain.incidents import IncidentKind
from kaochang.domain.refusals import FINDINGS_EXIT
from kaochang.domain.rosters import TicketStatus
from kaochang.machine.places import data_folder

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.flow.collect import Collection, CollectOrder


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "collect")
    @paths("sources")
    @path_option(words, "--kit", "proctor-kit", required=True)
    @path_option(words, "--to", "to", required=True)
    @path_option(words, "--code-file", "proctor-code-file")
    @option(words, "--absent", "absent", multiple=True)
    @option(words, "--on-paper", "on-paper", multiple=True)
    @option(words, "--stands", "stands", multiple=True)
    @option(words, "--incident", "incident", multiple=True, type=click.Choice([kind.value for kind in IncidentKind]))
    @path_option(words, "--notes-file", "notes-file")
    @path_option(words, "--data", "collect-data")
    @json_option(words)
    def collect(sources: tuple[Path, ...], **given: OptionValue) -> int:
        return _collect(terminal, sources, given)


def _collect(terminal: Terminal, sources: tuple[Path, ...], given: dict[str, Any]) -> int:
    from kaochang.flow import collect, sticks

    order = collect.CollectOrder(
        sources=sources,
        target=given["to"],
        absent=frozenset(given["absent"]),
        on_paper=frozenset(given["on_paper"]),
        stands=frozenset(given["stands"]),
        incidents=Counter(given["incident"]),
        notes=said_in(given["notes_file"]) if given["notes_file"] else "",
        memory=given["data"] or data_folder(),
        chosen=sticks.choose(given["to"]),
    )
    collect.look_first(order)
    kit = kits.open_proctor_kit(terminal, given)
    with terminal.progress("cli.progress.collect") as progress:
        collection = collect.collect(kit, order, terminal.clock, progress)
    if given["json"]:
        _tell(terminal, collection)
    else:
        _say(terminal, order, collection, frozenset(each.number for each in kit.tickets if each.is_reserve))
    return FINDINGS_EXIT if collection.problems else 0


def _tell(terminal: Terminal, collection: Collection) -> None:
    problems = plain_problems(collection.problems)
    terminal.tell(
        {
            "manifest": str(collection.manifest),
            "tickets": {entry.ticket: entry.status.value for entry in collection.entries},
            "missing": {each.ticket.number: each.lack.value for each in collection.missing},
            "barren": [str(source) for source in collection.barren],
            "problems": problems,
        }
    )


def _say(terminal: Terminal, order: CollectOrder, collection: Collection, reserve: frozenset[str]) -> None:
    terminal.say("cli.collect.done", manifest=collection.manifest, tickets=len(collection.entries))
    for entry in collection.entries:
        is_unused = entry.ticket in reserve and entry.status is TicketStatus.NOT_STARTED
        status = terminal.words(f"ticket-status.{'reserve-unused' if is_unused else entry.status.value}")
        terminal.line(f"  {entry.ticket}  {status}  {entry.receipt}".rstrip())
    for entry in collection.entries:
        if entry.ticket in order.absent | order.on_paper and entry.result is not None:
            terminal.say("cli.collect.handed-in", ticket=entry.ticket)
        elif entry.ticket in order.absent and entry.status is TicketStatus.PRESENT:
            terminal.say("cli.collect.begun", ticket=entry.ticket)
    for source in collection.barren:
        terminal.say("cli.collect.barren", source=source)
    if collection.elsewhere:
        terminal.say("cli.collect.elsewhere", count=collection.elsewhere)
    terminal.problems(collection.problems)
    _say_missing(terminal, collection)


def _say_missing(terminal: Terminal, collection: Collection) -> None:
    """The last word: all collected, or of whom something is missing and what to do."""
    of = len(collection.entries)
    if not collection.missing:
        terminal.say("cli.collect.all", of=of)
        return
    for each in collection.missing:
        terminal.say(f"cli.collect.missing.{each.lack.value}", ticket=each.ticket.number, name=each.ticket.name)
    terminal.say("cli.collect.not-all", count=len(collection.missing), of=of)
