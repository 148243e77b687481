"""Verbs about files themselves: inspect, verify, and simulate a whole day of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaochang.cli.options import OptionValue, command, json_option, option, path_option, paths
from kaochang.cli.terminal import Terminal
from kaochang.domain.refusals import Refusal
from kaochang.presenters.refusals import shown

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.flow.inspect import Inspection
    from kaochang.flow.trust import Trust

_TIMES = {"opens", "closes", "keep-until", "made"}


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verbs about files."""
    _add_inspect(group, terminal)
    _add_verify(group, terminal)
    _add_simulate(group, terminal)


def _shown(terminal: Terminal, name: str, value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, bool):  # its name says it all
        return ""
    if name in _TIMES and isinstance(value, int):
        return terminal.date(value)
    if name in {"kind", "level"}:
        return terminal.words(f"session-{name}.{value}")
    if name == "role":
        return terminal.words(f"keys.key.{value}")
    return str(shown(name, value, terminal.words))


def _label(terminal: Terminal, name: str) -> str:
    status = name.removeprefix("status.")
    return terminal.words(f"inspect.fact.{name}" if status == name else f"ticket-status.{status}")


def _show(terminal: Terminal, inspection: Inspection) -> None:
    what = terminal.words(f"inspect.type.{inspection.type.value}")
    terminal.line(terminal.words("cli.where", where=inspection.path) + what)
    for name, value in inspection.facts:
        terminal.line(f"  {_label(terminal, name)}  {_shown(terminal, name, value)}")
    if "torn" not in dict(inspection.facts):
        terminal.say("cli.inspect.whole" if inspection.is_judged else "cli.inspect.not-judged")


def _add_inspect(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "inspect")
    @paths("files")
    @option(words, "--dsse", "dsse", is_flag=True)
    @json_option(words)
    def inspect(files: tuple[Path, ...], dsse: bool, json: bool) -> int:
        worst = 0
        with terminal.progress("cli.progress.inspect") as progress:
            for done, file in enumerate(files):
                progress(done, len(files))
                worst = max(worst, _inspect(terminal, file, dsse, json))
        return worst


def _inspect(terminal: Terminal, file: Path, dsse: bool, as_json: bool) -> int:
    from kaochang.flow import inspect as flow

    try:
        inspection = flow.inspect(file)
        envelope = flow.dsse_envelope(file) if dsse else None
    except Refusal as refusal:
        return _tell_refused(terminal, file, refusal, as_json)
    if envelope is not None:
        terminal.tell(envelope)
    elif as_json:
        facts = dict(inspection.facts)
        terminal.tell({"file": str(file), "outcome": 0, "type": inspection.type.value, **facts})
    else:
        _show(terminal, inspection)
    return 0


def _tell_refused(terminal: Terminal, file: Path, refusal: Refusal, as_json: bool) -> int:
    """A file that is refused has its line like any other, for people and for scripts; its outcome."""
    terminal.complain(refusal)
    outcome = int(refusal.outcome)
    if as_json:
        terminal.tell({"file": str(file), "outcome": outcome})
    return outcome


def _add_verify(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "verify")
    @paths("files")
    @path_option(words, "--site", "site")
    @path_option(words, "--exam", "verify-exam")
    @path_option(words, "--room-code-file", "verify-room-code-file", multiple=True)
    @json_option(words)
    def verify(
        files: tuple[Path, ...], site: Path | None, exam: Path | None, room_code_file: tuple[Path, ...], json: bool
    ) -> int:
        from kaochang.flow import inspect as flow
        from kaochang.flow import pinning

        beside = None if exam is None else pinning.site_path(exam, None)
        if site is None and beside is not None and beside.exists():
            site = beside
        codes = [terminal.secret(file, "cli.ask.room-code") for file in room_code_file]
        trust = flow.trust_from(site, exam, codes)
        worst = 0
        with terminal.progress("cli.progress.verify") as progress:
            for done, file in enumerate(files):
                progress(done, len(files))
                worst = max(worst, _verify(terminal, file, trust, json))
        return worst


def _verify(terminal: Terminal, file: Path, trust: Trust, as_json: bool) -> int:
    from kaochang.flow import inspect as flow

    try:
        inspection = flow.verify(file, trust)
    except Refusal as refusal:
        return _tell_refused(terminal, file, refusal, as_json)
    if as_json:
        terminal.tell({"file": str(file), "outcome": 0})
    else:
        kind = terminal.words(f"inspect.type.{inspection.type.value}")
        terminal.say("cli.verify.good", file=file, type=kind)
    return 0


def _add_simulate(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "simulate")
    @option(words, "--rooms", "sim-rooms", type=click.IntRange(1, 999), default=2, show_default=True)
    @option(words, "--seats", "sim-seats", type=click.IntRange(1, 9999), default=30, show_default=True)
    @option(words, "--items", "sim-items", type=click.IntRange(1, 1000), default=40, show_default=True)
    @option(words, "--text", "sim-text", type=click.IntRange(0, 20000), default=300, show_default=True)
    @option(words, "--seed", "sim-seed", type=int, default=0)
    @path_option(words, "--out", "sim-out", required=True)
    @json_option(words)
    def simulate(**given: OptionValue) -> None:
        from kaochang.flow import simulate as flow
        from kaochang.sealing import kdf

        order = flow.SimulateOrder(
            given["rooms"],
            given["seats"],
            given["items"],
            given["text"],
            given["out"],
            given["seed"],
            terminal.kdf_cost or kdf.DEFAULT,
        )
        with terminal.progress("cli.progress.simulate") as progress:
            day = flow.simulate(order, words, terminal.clock, terminal.random, progress)
        if given["json"]:
            terminal.tell(
                {
                    "stick": str(day.stick),
                    "kit": str(day.kit),
                    "passphrase": day.passphrase,
                    "start_code": day.start_code,
                }
            )
        else:
            terminal.say("cli.simulate.done", rooms=given["rooms"], seats=given["seats"], out=given["out"])
            terminal.say("cli.simulate.secrets", passphrase=day.passphrase, code=day.start_code)
