"""The whole command: every verb, in the words of one language.

`main` takes launchers for what opens a window; `__main__` hands them in. The verbs stand in one module per place:
`office_window` (office), `centre_window` (centre), `quick` (quick, lay, take-back), `office` (read, assemble, set-key),
`bank` (a group of its own, its changes in `bank_changes`), `export`, `roster`, `seal`, `errata` (erratum), `room`
(unlock, sit, hand-in), `moving` (move, take-over), `collect`, `acts` (act), `centre` (merge, mark, report), `scoring`
(score, a group of its own, with `scoring_packets` and `scorer_window`), `decide` (decide, close), `ledger` (ledger,
receipts), `release`, `disk_check` (disk-check), `files` (inspect, verify, simulate), `keys` (a group of its own) and
`backup` (backup, restore). Exit codes: docs/formats.md, one table.

Where one of a room's verbs is asked for, no others are imported: a candidate does not wait for them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kaochang
from kaochang.cli import centre_window, office_window, room
from kaochang.cli.centre_window import CentreLauncher
from kaochang.cli.help import SpokenGroup, SpokenOption
from kaochang.cli.keeping import told
from kaochang.cli.office_window import OfficeLauncher, no_window
from kaochang.cli.options import LANGUAGE_VARIABLE, option
from kaochang.cli.room import SitLauncher
from kaochang.cli.terminal import Terminal, run
from kaochang.domain.ports import Keeper
from kaochang.domain.refusals import BUG_EXIT
from kaochang.machine.keeper import keeper_of_this_process
from kaochang.presenters.words import DEFAULT_LANGUAGE, load_words

if TYPE_CHECKING:  # it comes with the verbs of scoring, which a candidate does not wait for
    from kaochang.cli.scorer_window import ScorerLauncher

_Add = Callable[[click.Group, Terminal], None]


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for: --lang before the verb, else the environment, else Chinese."""
    asked, _ = told(arguments)
    asked = asked or os.environ.get(LANGUAGE_VARIABLE, DEFAULT_LANGUAGE)
    return "en" if asked.casefold().startswith("en") else DEFAULT_LANGUAGE


def build(
    terminal: Terminal,
    launch: SitLauncher,
    verb: str = "",
    open_office: OfficeLauncher = no_window,
    open_centre: CentreLauncher = centre_window.no_window,
    open_scorer: ScorerLauncher | None = None,
) -> click.Group:
    """The whole command, with every help text in the terminal's language. For a verb with a window, only its place."""
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

    add_room, add_window = partial(room.add, launch=launch), partial(office_window.add, launch=open_office)
    add_centre = partial(centre_window.add, launch=open_centre)
    alone = {
        **dict.fromkeys(room.VERBS, add_room),
        **dict.fromkeys(office_window.VERBS, add_window),
        **dict.fromkeys(centre_window.VERBS, add_centre),
    }
    for add in (alone[verb],) if verb in alone else _everywhere(add_room, add_window, add_centre, open_scorer):
        add(group, terminal)
    return group


def _everywhere(
    add_room: _Add, add_window: _Add, add_centre: _Add, open_scorer: ScorerLauncher | None
) -> Iterator[_Add]:
    """What adds the verbs of each place, in the order of an exam's journey."""
    from kaochang.cli import (
        acts,
        backup,
        bank,
        centre,
        collect,
        decide,
        disk_check,
        errata,
        export,
        files,
        keys,
        ledger,
        moving,
        office,
        quick,
        release,
        roster,
        scorer_window,
        scoring,
        seal,
    )

    yield from (
        add_window,
        quick.add,
        office.add,
        bank.add,
        export.add,
        roster.add,
        seal.add,
        errata.add,
        add_room,
        moving.add,
        collect.add,
        acts.add,
        add_centre,
        centre.add,
        partial(scoring.add, launch=open_scorer or scorer_window.no_window),
    )
    yield from (decide.add, ledger.add, release.add, disk_check.add, files.add, keys.add, backup.add)


def _speak_utf8() -> None:
    """Scripts read UTF-8 on every system; a file name from a stick that is no text is escaped, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def speaking(arguments: Sequence[str], resources: Path, keeper: Keeper) -> Terminal:
    """The terminal in the language that a command line asks for."""
    _speak_utf8()
    return Terminal(load_words(resources / "strings", language_of(arguments)), resources, keeper=keeper)


def main(
    arguments: Sequence[str],
    resources: Path,
    launch: SitLauncher,
    open_office: OfficeLauncher = no_window,
    open_centre: CentreLauncher = centre_window.no_window,
    open_scorer: ScorerLauncher | None = None,
) -> int:
    """Runs one command line; its exit code."""
    terminal = speaking(arguments, resources, keeper_of_this_process())
    _, verb = told(arguments)
    code = run(terminal, build(terminal, launch, verb, open_office, open_centre, open_scorer), list(arguments))
    if code != BUG_EXIT:
        terminal.keeper.leave()
    return code
