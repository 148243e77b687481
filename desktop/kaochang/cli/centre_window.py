"""The verb that opens the centre's window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from kaochang.cli.options import A_PATH, command, is_language_asked, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.values import Record
from kaochang.machine.places import data_folder

VERBS = ("centre",)
"""What `add` adds."""


class CentreSetting(Record, frozen=True):
    """What the centre's window is opened with: the folder of what it keeps, its language, and a database (or None).

    `is_asked`: somebody asked for this language now, whatever was chosen in the window before.
    """

    data: Path
    language: str
    database: Path | None = None
    is_asked: bool = False


CentreLauncher = Callable[[CentreSetting], int]


def add(group: click.Group, terminal: Terminal, launch: CentreLauncher) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "centre")
    @click.argument("database", type=A_PATH, required=False)
    @path_option(words, "--data", "centre-data")
    def centre(database: Path | None, data: Path | None) -> int:
        language = "en" if words("cli.language") == "en" else "zh_CN"
        return launch(CentreSetting(data or data_folder(), language, database, is_language_asked()))


def no_window(_: CentreSetting) -> int:
    """The launcher of a command that was given none: whoever asks for a window there made a mistake."""
    raise RuntimeError("this command opens no window")
