"""Backup and restore on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.options import OptionValue, command, json_option, path, path_option
from kaochang.cli.terminal import Terminal

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.flow.backup import BackedUp


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds both verbs."""
    _add_backup(group, terminal)
    _add_restore(group, terminal)


def _add_backup(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "backup")
    @path_option(words, "--office", "backup-office", multiple=True)
    @path_option(words, "--bank", "backup-bank", multiple=True)
    @path_option(words, "--db", "backup-db", multiple=True)
    @path_option(words, "--out", "backup-out", required=True)
    @path_option(words, "--passphrase-file", "backup-passphrase-file")
    @json_option(words)
    def backup(**given: OptionValue) -> None:
        from kaochang.flow import backup as flow
        from kaochang.sealing import kdf

        order = flow.BackupOrder(given["office"], given["bank"], given["db"])
        flow.check_order(order, given["out"])
        passphrase = terminal.new_secret(given["passphrase_file"], "cli.ask.backup-passphrase")
        with terminal.progress("cli.progress.backup") as progress:
            cost = terminal.kdf_cost or kdf.DEFAULT
            done = flow.back_up(order, given["out"], passphrase, terminal.clock, terminal.random, cost, progress)
        if not given["json"]:
            for name, source in done.renamed:
                terminal.say("cli.backup.renamed", name=name, path=source)
        renamed = {name: str(source) for name, source in done.renamed}
        _tell(terminal, done, given, "cli.backup.done", renamed=renamed)


def _add_restore(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "restore")
    @path("file")
    @path_option(words, "--out", "restore-out", required=True)
    @path_option(words, "--passphrase-file", "restore-passphrase-file")
    @json_option(words)
    def restore(**given: OptionValue) -> None:
        from kaochang.flow import backup as flow

        source: Path = given["file"]
        passphrase = terminal.secret(given["passphrase_file"], "cli.ask.backup-passphrase")
        with terminal.progress("cli.progress.backup") as progress:
            done = flow.restore(source, passphrase, given["out"], progress)
        _tell(terminal, done, given, "cli.restore.done")


def _tell(terminal: Terminal, done: BackedUp, given: dict[str, Any], key: str, **more: object) -> None:
    facts = {"files": done.files, "size": done.size, "out": str(given["out"])}
    if given["json"]:
        terminal.tell(facts | more)
    else:
        terminal.say(key, **facts)
