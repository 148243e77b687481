"""The room PC's verb `disk-check`: whether its disk keeps over a reboot what is written, long before an exam."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import way_in
from kaochang.cli.options import OptionValue, command, json_option, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.refusals import FINDINGS_EXIT

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.machine.disk_memory import Finding


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "disk-check")
    @path_option(words, "--data", "data")
    @path_option(words, "--stick", "disk-stick")
    @json_option(words)
    def disk_check(**given: OptionValue) -> int:
        return _check(terminal, given)


def _check(terminal: Terminal, given: dict[str, Any]) -> int:
    from kaochang.flow import disk_check
    from kaochang.machine.disk_memory import Verdict

    stick = given.pop("stick")
    found = disk_check.check(way_in.desk(terminal, given), stick)
    _tell(terminal, given, found, has_stick=stick is not None)
    return 0 if found.verdict is Verdict.KEEPS else FINDINGS_EXIT


def _tell(terminal: Terminal, given: dict[str, Any], found: Finding, *, has_stick: bool) -> None:
    if given["json"]:
        terminal.tell({"verdict": found.verdict.value, "seen": found.seen})
        return
    terminal.say(f"cli.disk-check.{found.verdict.value}")
    if found.seen:
        terminal.say("cli.disk-check.seen", seen=found.seen)
    if not has_stick:
        terminal.say("cli.disk-check.no-stick")
