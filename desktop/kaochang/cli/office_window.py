"""The verb that opens the office's window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from kaochang.cli.options import command, is_language_asked, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.values import Record
from kaochang.machine.places import data_folder

VERBS = ("office",)
"""What `add` adds."""


class OfficeSetting(Record, frozen=True):
    """What the office's window is opened with: the folder of what it keeps, and the language it speaks.

    `is_asked`: somebody asked for this language now, whatever was chosen in the window before.
    """

    data: Path
    language: str
    is_asked: bool = False


OfficeLauncher = Callable[[OfficeSetting], int]


def add(group: click.Group, terminal: Terminal, launch: OfficeLauncher) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "office")
    @path_option(words, "--data", "office-data")
    def office(data: Path | None) -> int:
        language = "en" if words("cli.language") == "en" else "zh_CN"
        return launch(OfficeSetting(data or data_folder(), language, is_language_asked()))


def no_window(_: OfficeSetting) -> int:
    """The launcher of a command that was given none: whoever asks for a window there made a mistake."""
    raise RuntimeError("this command opens no window")
