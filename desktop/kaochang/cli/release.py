"""The room PC's verb `release`: delete what the centre has, or what need not be kept any longer, and say what stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.options import BadForm, OptionValue, command, json_option, option, path, path_option
from kaochang.cli.terminal import Terminal, plain_problems
from kaochang.domain.refusals import FINDINGS_EXIT, Refusal
from kaochang.machine.places import data_folder

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.domain.session_reports import FileProblem
    from kaochang.flow.release import Held


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "release")
    @path("exam")
    @path_option(words, "--list", "receipt-list")
    @path_option(words, "--collected", "collected", multiple=True)
    @option(words, "--expired", "expired", is_flag=True)
    @path_option(words, "--site", "site")
    @path_option(words, "--data", "data")
    @option(words, "--yes", "release-yes", is_flag=True)
    @json_option(words)
    def release(**given: OptionValue) -> int:
        if sum((given["list"] is not None, bool(given["collected"]), bool(given["expired"]))) != 1:
            raise BadForm("--list", "list-or-expired")
        return _release(terminal, given)


def _release(terminal: Terminal, given: dict[str, Any]) -> int:
    held = _held(terminal, given, given["data"] or data_folder())
    going = sum(each.fate.goes for each in held)
    ends = [_end(terminal, given, each) for each in held]
    failed = [end for end in ends if end]
    if not given["json"]:
        key = "cli.release.done" if given["yes"] else "cli.release.dry" if going else "cli.release.none"
        terminal.say(key, going=going - len(failed), staying=len(held) - going)
        if failed:
            terminal.say("cli.release.failed", count=len(failed))
    return max(failed, default=FINDINGS_EXIT if going < len(held) else 0)


def _end(terminal: Terminal, given: dict[str, Any], held: Held) -> int:
    """Deletes one attempt where that is asked for, and says what has become of it; the outcome of trying."""
    from kaochang.flow import release

    if not (held.fate.goes and given["yes"]):
        _tell(terminal, given, held, "goes" if held.fate.goes else "stays")
        return 0
    try:
        left = release.delete(held)
    except Refusal as refusal:
        terminal.complain(refusal)
        _tell(terminal, given, held, "failed", outcome=int(refusal.outcome))
        return int(refusal.outcome)
    _tell(terminal, given, held, "deleted", left=left)
    return 0


def _held(terminal: Terminal, given: dict[str, Any], data: Path) -> list[Held]:
    """Every attempt of the session on this PC, and what becomes of it."""
    from kaochang.flow import pinning, release, unlock

    exam: Path = given["exam"]
    unlock.look_at(exam)
    site = pinning.read_site(pinning.site_path(exam, given["site"]), data)
    sealed = unlock.open_exam(exam, site)
    if given["expired"]:
        return release.expired(sealed, data, terminal.clock)
    if given["collected"]:
        signed = release.read_manifests(given["collected"], sealed)
        _say_problems(terminal, given, signed.problems)
        return release.collected(sealed, signed, data, terminal.clock)
    return release.listed(sealed, release.read_list(given["list"], sealed), data, terminal.clock)


def _say_problems(terminal: Terminal, given: dict[str, Any], problems: Sequence[FileProblem]) -> None:
    """Manifests that count for nothing, by name."""
    if not given["json"]:
        terminal.problems(problems)
        return
    for each in plain_problems(problems):
        terminal.tell(each)


def _tell(
    terminal: Terminal,
    given: dict[str, Any],
    held: Held,
    end: str,
    *,
    left: Sequence[str] = (),
    outcome: int = 0,
) -> None:
    """One attempt's line: why it goes or stays, and what has become of it."""
    if given["json"]:
        facts = {"ticket": held.ticket, "fate": held.fate.value, "receipt": held.receipt, "outcome": outcome}
        terminal.tell({**facts, "deleted": end == "deleted", "left": list(left)})
        return
    why = terminal.words(f"release.fate.{held.fate.value}", receipt=held.receipt)
    terminal.say("cli.release.attempt", ticket=held.ticket, why=why, end=terminal.words(f"release.end.{end}"))
    if left:
        terminal.say("cli.release.left", folder=held.folder, names=tuple(left))
