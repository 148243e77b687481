"""The terminal: every verb of the exam's journey over the same flows that the windows use. Qt-free.

`main` takes launchers for what opens a window; `__main__` hands them in. The verbs stand in one module per place:
`office` (read, assemble, seal), `room` (unlock, sit, hand-in, collect), `centre` (merge, mark, report) and `files`
(inspect, verify, simulate). Exit codes: docs/formats.md, one table for all.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import click

import kaochang
from kaochang.cli import centre, files, office, room
from kaochang.cli.room import SitLauncher
from kaochang.cli.terminal import Terminal, run
from kaochang.presenters.words import DEFAULT_LANGUAGE, load_words

LANGUAGE_VARIABLE = "KAOCHANG_LANG"


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for: --lang before the verb, else the environment, else Chinese."""
    asked = os.environ.get(LANGUAGE_VARIABLE, DEFAULT_LANGUAGE)
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            asked = arguments[at + 1]
        elif not argument.startswith("--lang="):
            continue
        else:
            asked = argument.partition("=")[2]
    return "en" if asked.casefold().startswith("en") else DEFAULT_LANGUAGE


def build(terminal: Terminal, launch: SitLauncher) -> click.Group:
    """The whole command, with every help text in the terminal's language."""
    words = terminal.words

    @click.group(name="kaochang", help=words("cli.kaochang"), context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(kaochang.__version__, "--version", prog_name="kaochang", help=words("cli.option.version"))
    @click.option("--lang", type=click.Choice(["zh_CN", "en"]), help=words("cli.option.lang"))
    def group(lang: str | None) -> None:
        del lang  # read by `language_of` before the help texts were made

    office.add(group, terminal)
    room.add(group, terminal, launch)
    centre.add(group, terminal)
    files.add(group, terminal)
    return group


def main(arguments: list[str], resources: Path, launch: SitLauncher) -> int:
    """Runs one command line; its exit code."""
    terminal = Terminal(load_words(resources / "strings", language_of(arguments)), resources)
    return run(terminal, build(terminal, launch), arguments)
