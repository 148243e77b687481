"""The verbs that change the items of a bank, each by a named person: add, edit, retire, restore; and stats, which
brings in how items went."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.bank_item import NUMBER, item_arguments, item_there, named_plain, opened
from kaochang.cli.office import newest_paper
from kaochang.cli.options import (
    BadForm,
    Decorator,
    OptionValue,
    command,
    existing,
    json_option,
    named,
    option,
    path,
    path_option,
    points_given,
    together,
)
from kaochang.cli.terminal import Terminal
from kaochang.domain.items import ItemType, Mode
from kaochang.domain.mark_schemes import Difficulty
from kaochang.domain.places import place_of
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import MOST_WORDS

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.flow.bank_edit import Revision
    from kaochang.store.bank_items import BankItem

_NONE = "none"
_LENGTHS = re.compile("([1-9][0-9]{0,4})?-([1-9][0-9]{0,4})?")
_TYPES = click.Choice([each.value for each in ItemType])


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verbs that change items."""
    _add_new(group, terminal)
    _add_edit(group, terminal)
    _add_retire(group, terminal)
    _add_restore(group, terminal)
    _add_stats(group, terminal)


def _content(words: Words) -> Decorator:
    """All that an item may have beside its type and its stem."""
    return together(
        option(words, "--option", "edit-option", multiple=True),
        option(words, "--prompt", "edit-prompt", multiple=True),
        option(words, "--stage", "edit-stage", multiple=True),
        option(words, "--words", "edit-words"),
        option(words, "--mode", "edit-mode", type=click.Choice([each.value for each in Mode])),
        option(words, "--key", "edit-key"),
        option(words, "--points", "edit-points"),
        option(words, "--section", "edit-section"),
        option(words, "--material", "edit-material"),
        option(words, "--explanation", "edit-explanation"),
        option(words, "--competency", "edit-competency", multiple=True),
        option(
            words, "--difficulty", "edit-difficulty", type=click.Choice([_NONE, *(each.value for each in Difficulty)])
        ),
        option(words, "--rubric", "edit-rubric"),
        path_option(words, "--picture", "edit-picture", multiple=True),
    )


def _add_new(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "add", of="bank")
    @path("bank")
    @option(words, "--paper", "add-paper", type=NUMBER)
    @option(words, "--new-paper", "add-new-paper")
    @option(words, "--type", "edit-type", type=_TYPES, required=True)
    @option(words, "--stem", "edit-stem", required=True)
    @_content(words)
    @option(words, "--by", "by", required=True)
    @json_option(words)
    def add_item(
        bank: Path, paper: int | None, new_paper: str | None, by: str, json: bool, **given: OptionValue
    ) -> None:
        from kaochang.flow import bank_edit as flow

        decided, kind = named(by), ItemType(str(given["type"]))
        with opened(bank) as there:
            where = (new_paper or "").strip() or newest_paper(there, paper)
            made = flow.add(there, where, kind, _revision(given), decided, terminal.clock, os.urandom)
            _tell(terminal, made, json)


def _add_edit(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "edit", of="bank")
    @item_arguments(words)
    @option(words, "--type", "edit-type", type=_TYPES)
    @option(words, "--stem", "edit-stem")
    @_content(words)
    @option(words, "--without-pictures", "edit-without-pictures", is_flag=True)
    @option(words, "--version", "edit-version", type=NUMBER)
    @option(words, "--by", "by", required=True)
    @json_option(words)
    def edit(**given: OptionValue) -> None:
        from kaochang.flow import bank_edit as flow

        by = named(given["by"])
        with opened(given["bank"]) as there:
            entry = _seen(item_there(there, given["named"], given["paper"]), given["version"])
            edited = flow.edit(there, entry, _revision(given), by, terminal.clock)
        if edited == entry and not given["json"]:
            terminal.say("cli.bank.unchanged", place=place_of(entry.item), version=entry.version)
        else:
            _tell(terminal, edited, given["json"])


def _seen(entry: BankItem, version: int | None) -> BankItem:
    """The item, where it is still the version that somebody saw; CONFLICT where it is another by now."""
    if version is not None and version != entry.version:
        raise Refusal(Outcome.CONFLICT, "bank.other-version", place_of(entry.item), version=entry.version)
    return entry


def _lengths(text: str) -> tuple[int | None, int | None]:
    """LEAST-MOST, either of them alone, or none."""
    found = _LENGTHS.fullmatch(text.strip())
    if text.strip() == _NONE:
        return None, None
    if found is None or not any(found.groups()):
        raise BadForm("--words", "edit-words")
    least, most = (int(each) if each else None for each in found.groups())
    if max(least or 0, most or 0) > MOST_WORDS:
        raise BadForm("--words", "edit-words")
    return least, most


def _revision(given: dict[str, Any]) -> Revision:
    from kaochang.flow.bank_edit import Revision
    from kaochang.papers.finishing.rounds import stages_of
    from kaochang.papers.finishing.rubrics import read_rubric

    kind, rubric, difficulty = given["type"], given["rubric"], given["difficulty"]
    return Revision(
        type=None if kind is None else ItemType(kind),
        stem=given["stem"],
        options=given["option"] or None,
        prompts=given["prompt"] or None,
        stages=stages_of("\n".join(given["stage"])) if given["stage"] else None,
        lengths=None if given["words"] is None else _lengths(given["words"]),
        mode=None if given["mode"] is None else Mode(given["mode"]),
        key=given["key"],
        points=None if given["points"] is None else points_given(given["points"], "--points"),
        section=given["section"],
        material=given["material"],
        explanation=given["explanation"],
        competencies=given["competency"] or None,
        difficulty="" if difficulty == _NONE else difficulty,
        rubric=None if rubric is None else read_rubric(rubric),
        without_pictures=bool(given.get("without_pictures")),
        pictures=given["picture"],
    )


def _tell(terminal: Terminal, entry: BankItem, as_json: bool) -> None:
    if as_json:
        terminal.tell(named_plain(entry) | {"retired": entry.is_retired})
    else:
        terminal.say("cli.bank.changed", place=place_of(entry.item), version=entry.version)


def _add_retire(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "retire", of="bank")
    @item_arguments(words)
    @option(words, "--back", "retire-back", is_flag=True)
    @option(words, "--by", "by", required=True)
    @json_option(words)
    def retire(bank: Path, paper: int | None, back: bool, by: str, json: bool, **given: OptionValue) -> None:
        from kaochang.flow import bank_edit as flow

        decided = named(by)
        with opened(bank) as there:
            entry = item_there(there, given["named"], paper)
            change = flow.bring_back if back else flow.retire
            _tell(terminal, change(there, entry, decided, terminal.clock), json)


def _add_restore(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "restore", of="bank")
    @item_arguments(words)
    @option(words, "--version", "restore-version", type=NUMBER, required=True)
    @option(words, "--by", "by", required=True)
    @json_option(words)
    def restore(bank: Path, paper: int | None, version: int, by: str, json: bool, **given: OptionValue) -> None:
        from kaochang.flow import bank_edit as flow

        decided = named(by)
        with opened(bank) as there:
            entry = item_there(there, given["named"], paper)
            _tell(terminal, flow.restore(there, entry, version, decided, terminal.clock), json)


def _add_stats(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "stats", of="bank")
    @path("bank")
    @path("database")
    @json_option(words)
    def stats(bank: Path, database: Path, json: bool) -> None:
        from kaochang.flow.bank_statistics import bring_statistics
        from kaochang.store.centre import Centre

        with opened(bank) as there:
            centre = Centre(existing(database))
            try:
                brought = bring_statistics(there, centre, terminal.clock)
            finally:
                centre.close()
        told = {"items": brought.items, "waiting": brought.waiting, "unknown": brought.unknown}
        if json:
            terminal.tell({"session": brought.session, "title": brought.title, **told})
        else:
            terminal.say("cli.bank.stats.done", title=brought.title, **told)
