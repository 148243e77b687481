"""The terminal: every verb of the exam's journey over the same flows that the windows use. Qt-free.

`main` takes launchers for what opens a window; `__main__` hands them in. The verbs stand in one module per place:
`office` (read, assemble, set-key), `seal`, `errata` (erratum), `room` (unlock, sit, hand-in), `collect`, `acts` (act),
`centre` (merge, mark, report), `ledger` (ledger, receipts), `release`, `disk_check` (disk-check), `files` (inspect,
verify, simulate), `keys` (a group of its own) and `backup` (backup, restore). Exit codes: docs/formats.md, one table.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

import kaochang
from kaochang.cli import (
    acts,
    backup,
    centre,
    collect,
    disk_check,
    errata,
    files,
    keys,
    ledger,
    moving,
    office,
    release,
    room,
    seal,
)
from kaochang.cli.help import SpokenGroup, SpokenOption
from kaochang.cli.options import option
from kaochang.cli.room import SitLauncher
from kaochang.cli.terminal import Terminal, run
from kaochang.domain.refusals import BUG_EXIT
from kaochang.machine import keeper
from kaochang.presenters.words import DEFAULT_LANGUAGE, load_words

LANGUAGE_VARIABLE = "KAOCHANG_LANG"


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for: --lang before the verb, else the environment, else Chinese."""
    asked = os.environ.get(LANGUAGE_VARIABLE, DEFAULT_LANGUAGE)
    match list(arguments):
        case ["--lang", language, *_]:
            asked = language
        case [joined, *_] if joined.startswith("--lang="):
            asked = joined.partition("=")[2]
    return "en" if asked.casefold().startswith("en") else DEFAULT_LANGUAGE


def build(terminal: Terminal, launch: SitLauncher) -> click.Group:
    """The whole command, with every help text in the terminal's language."""
    words = terminal.words

    @click.group(
        name="kaochang",
        cls=SpokenGroup,
        words=words,
        help=words("cli.kaochang"),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    @click.version_option(
        kaochang.__version__,
        "--version",
        cls=SpokenOption,
        words=words,
        message=words("cli.version", version=kaochang.__version__),
        help=words("cli.option.version"),
    )
    @option(words, "--lang", "lang", type=click.Choice(["zh_CN", "en"]))
    def group(lang: str | None) -> None:
        del lang  # read by `language_of` before the help texts were made

    office.add(group, terminal)
    seal.add(group, terminal)
    errata.add(group, terminal)
    room.add(group, terminal, launch)
    moving.add(group, terminal)
    collect.add(group, terminal)
    acts.add(group, terminal)
    centre.add(group, terminal)
    ledger.add(group, terminal)
    release.add(group, terminal)
    disk_check.add(group, terminal)
    files.add(group, terminal)
    keys.add(group, terminal)
    backup.add(group, terminal)
    return group


def _speak_utf8() -> None:
    """Scripts read UTF-8 on every system; a file name from a stick that is no text is escaped, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main(arguments: list[str], resources: Path, launch: SitLauncher) -> int:
    """Runs one command line; its exit code."""
    _speak_utf8()
    words = load_words(resources / "strings", language_of(arguments))
    terminal = Terminal(words, resources, keeper=keeper.keeper_of_this_process(), command=keeper.own_command())
    code = run(terminal, build(terminal, launch), arguments)
    if code != BUG_EXIT:
        terminal.keeper.leave()
    return code
