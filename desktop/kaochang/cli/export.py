"""The verb that writes a paper of the bank in another format: export."""

from __future__ import annotations

from pathlib import Path

import click

from kaochang.cli.office import newest_paper, open_bank
from kaochang.cli.options import OptionValue, command, json_option, option, path, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.papers import PaperFormat
from kaochang.domain.refusals import FINDINGS_EXIT


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "export")
    @path("bank")
    @option(words, "--paper", "one-paper", type=int)
    @option(words, "--item", "export-item", multiple=True)
    @option(words, "--to", "export-to", type=click.Choice([each.value for each in PaperFormat]), required=True)
    @option(words, "--without-answers", "without-answers", is_flag=True)
    @option(words, "--replace", "replace", is_flag=True)
    @path_option(words, "-o", "export-out", required=True)
    @json_option(words)
    def export(bank: Path, **given: OptionValue) -> int:
        return _export(terminal, bank, given)


def _export(terminal: Terminal, path_of_bank: Path, given: dict[str, OptionValue]) -> int:
    from kaochang.flow import export as flow
    from kaochang.papers.writing.exported import told

    bank = open_bank(path_of_bank)
    try:
        order = flow.ExportOrder(
            paper=newest_paper(bank, given["paper"]),
            to=PaperFormat(given["to"]),
            out=given["o"],
            places=given["item"],
            with_answers=not given["without_answers"],
            replaces=given["replace"],
        )
        made = flow.export(bank, order)
    finally:
        bank.close()
    for loss in made.losses:
        terminal.line(told(loss, terminal.words), err=True)
    if given["json"]:
        losses = [{"key": loss.key, "items": list(loss.places)} for loss in made.losses]
        terminal.tell({"file": str(order.out), "items": made.items, "losses": losses})
    else:
        terminal.say("cli.export.done", file=order.out, items=made.items)
    return FINDINGS_EXIT if made.losses else 0
