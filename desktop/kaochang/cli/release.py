"""The room PC's verb `release`: delete what the centre has, or what need not be kept any longer, and say what stays."""

from pathlib import Path
from typing import Any

import click

from kaochang.cli.options import BadForm, command, json_option, option, path, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.refusals import FINDINGS_EXIT, Refusal
from kaochang.machine.places import data_folder


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "release")
    @path("exam")
    @path_option(words, "--list", "receipt-list")
    @option(words, "--expired", "expired", is_flag=True)
    @path_option(words, "--site", "site")
    @path_option(words, "--data", "data")
    @option(words, "--yes", "release-yes", is_flag=True)
    @json_option(words)
    def release(**given: Any) -> int:  # noqa: ANN401 - the options above, by name
        if (given["list"] is None) != given["expired"]:
            raise BadForm("--list", "list-or-expired")
        return _release(terminal, given)


def _release(terminal: Terminal, given: dict[str, Any]) -> int:
    from kaochang.flow import release

    held = _held(terminal, given, given["data"] or data_folder())
    failed = 0
    for each in held:
        staying: list[str] = []
        done = False
        if each.fate.goes and given["yes"]:
            try:
                staying = release.delete(each)
                done = True
            except Refusal as refusal:
                failed = max(failed, int(refusal.outcome))
                terminal.complain(refusal)
        _tell(terminal, given, each, done, staying)
    going = sum(each.fate.goes for each in held)
    if not given["json"]:
        key = "cli.release.done" if given["yes"] else "cli.release.dry"
        terminal.say(key, going=going, staying=len(held) - going)
    return failed or (FINDINGS_EXIT if going < len(held) else 0)


def _held(terminal: Terminal, given: dict[str, Any], data: Path) -> Any:  # noqa: ANN401 - a list of Held
    """Every attempt of the session on this PC, and what becomes of it."""
    from kaochang.flow import pinning, release, unlock

    exam: Path = given["exam"]
    site = pinning.read_site(given["site"] or exam.with_name("site.kcx"), data)
    sealed = unlock.open_exam(exam, site)
    if given["expired"]:
        return release.expired(sealed, data, terminal.clock)
    return release.listed(sealed, release.read_list(given["list"], sealed), data, terminal.clock)


def _tell(
    terminal: Terminal,
    given: dict[str, Any],
    held: Any,  # noqa: ANN401 - a Held
    done: bool,
    staying: list[str],
) -> None:
    """One attempt's line: why it goes or stays."""
    if given["json"]:
        facts = {"ticket": held.ticket, "fate": held.fate.value, "deleted": done, "receipt": held.receipt}
        terminal.tell({**facts, "left": staying})
        return
    fate = terminal.words(f"release.fate.{held.fate.value}", receipt=held.receipt)
    terminal.line(f"  {held.ticket}  {fate}")
    if staying:
        terminal.say("cli.release.left", folder=held.folder, names="、".join(staying))
