"""The verb that opens the window of a scorer elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaochang.cli.options import A_PATH, OptionValue, command
from kaochang.cli.scoring_packets import key_options, open_work
from kaochang.cli.terminal import Terminal
from kaochang.domain.values import SecretRecord
from kaochang.machine.places import data_folder

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.presenters.centre.scorer_desk import OpenedPacket
    from kaochang.sealing.kdf import KdfParams


class ScorerSetting(SecretRecord, frozen=True):
    """What the scorer's window is opened with: the folder of its log, its language, and what is known already.

    `opened` is a packet that the terminal asked the secret for; `cost` what a new key's passphrase costs to try, None
    for the full cost.
    """

    data: Path
    language: str
    packet: Path | None = None
    key: Path | None = None
    opened: OpenedPacket | None = None
    cost: KdfParams | None = None


ScorerLauncher = Callable[[ScorerSetting], int]


def add(group: click.Group, terminal: Terminal, launch: ScorerLauncher) -> None:
    """Adds the verb to the group about scoring."""
    words = terminal.words

    @command(group, words, "open", of="score")
    @click.argument("packet", type=A_PATH, required=False)
    @key_options(words)
    def open_(packet: Path | None, **given: OptionValue) -> int:
        from kaochang.presenters.centre.scorer_desk import OpenedPacket

        opened = None
        if packet is not None and given["key"] is not None:
            opened = OpenedPacket(packet, *open_work(terminal, packet, given))
        language = "en" if words("cli.language") == "en" else "zh_CN"
        key = given["key"] if isinstance(given["key"], Path) else None
        return launch(ScorerSetting(data_folder(), language, packet, key, opened, terminal.kdf_cost))


def no_window(_: ScorerSetting) -> int:
    """The launcher of a command that was given none: whoever asks for a window there made a mistake."""
    raise RuntimeError("this command opens no window")
