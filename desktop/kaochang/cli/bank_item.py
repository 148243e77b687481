"""How the verbs on the items of a bank name an item, and how they print one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.office import newest_paper, open_bank
from kaochang.cli.options import Decorator, option, path, together
from kaochang.cli.terminal import Terminal
from kaochang.domain.places import find, place_of
from kaochang.domain.ports import Words

if TYPE_CHECKING:  # the stores come late: a verb starts without what it does not need
    from kaochang.store.bank import Bank
    from kaochang.store.bank_items import BankItem

_STEM = 40
"""Signs of a stem in a list."""
NUMBER = click.IntRange(1, 1_000_000)
"""A paper or a version: a bank's file could not even be asked for numbers without end."""


@contextmanager
def opened(path_of_bank: Path) -> Iterator[Bank]:
    """An existing bank for one verb."""
    bank = open_bank(path_of_bank)
    try:
        yield bank
    finally:
        bank.close()


def item_arguments(words: Words) -> Decorator:
    """BANK and ITEM, and which paper a place is of."""
    return together(path("bank"), click.argument("named"), option(words, "--paper", "one-paper", type=NUMBER))


def item_there(bank: Bank, named: str, paper: int | None) -> BankItem:
    """The item of a bank by its id, or by its place in a paper; MISSING, and CONFLICT where several have the place."""
    if "#" not in named and paper is None:
        return bank.found.get(named)
    return find(bank.items(newest_paper(bank, paper)), named, missing="bank.no-item")


def item_line(terminal: Terminal, entry: BankItem) -> None:
    """One line of a list."""
    stem = " ".join(entry.item.stem.split())
    kind = terminal.words(f"type.{entry.item.type.value}")
    short = stem if len(stem) <= _STEM else f"{stem[:_STEM]}…"
    terminal.line(f"{entry.id}  {entry.paper}  {place_of(entry.item)}  {kind}  {short}")


def named_plain(entry: BankItem) -> dict[str, Any]:
    """What every verb tells of an item in JSON."""
    return {"id": entry.id, "paper": entry.paper, "place": place_of(entry.item), "version": entry.version}
