"""The verb that opens the scorer's screen over a packet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaochang.cli.options import OptionValue, command, path
from kaochang.cli.scoring_packets import key_options, open_work
from kaochang.cli.terminal import Terminal
from kaochang.domain.values import Record
from kaochang.machine.places import data_folder

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.flow.scoring_work import ScoringWork


class ScorerSetting(Record, frozen=True):
    """What the scorer's window is opened with: the folder of its log, its language, and what is scored."""

    data: Path
    language: str
    work: ScoringWork


ScorerLauncher = Callable[[ScorerSetting], int]


def add(group: click.Group, terminal: Terminal, launch: ScorerLauncher) -> None:
    """Adds the verb to the group about scoring."""
    words = terminal.words

    @command(group, words, "open", of="score")
    @path("packet")
    @key_options(words)
    def open_(packet: Path, **given: OptionValue) -> int:
        work, _ = open_work(terminal, packet, given)
        language = "en" if words("cli.language") == "en" else "zh_CN"
        return launch(ScorerSetting(data_folder(), language, work))


def no_window(_: ScorerSetting) -> int:
    """The launcher of a command that was given none: whoever asks for a window there made a mistake."""
    raise RuntimeError("this command opens no window")
