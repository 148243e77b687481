"""The verbs that only look at items of a bank: find, choices, show, history, lint, alike. Others: `bank_changes`."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import bank_changes
from kaochang.cli.bank_item import NUMBER, item_arguments, item_line, item_there, named_plain, opened
from kaochang.cli.options import Decorator, OptionValue, command, json_option, option, path, together, verbs_group
from kaochang.cli.terminal import Terminal
from kaochang.domain.banked import ItemFilter, Sort
from kaochang.domain.items import ItemType
from kaochang.domain.mark_schemes import Difficulty
from kaochang.domain.ports import Words
from kaochang.domain.refusals import FINDINGS_EXIT, Word

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.domain.banked import Change, Use
    from kaochang.domain.items import Item
    from kaochang.domain.linting import Remark
    from kaochang.domain.mark_schemes import MarkScheme
    from kaochang.store.bank import Bank
    from kaochang.store.bank_items import BankItem, FoundItem


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the group of verbs about the items of a bank."""
    bank = verbs_group(group, terminal.words, "bank")
    _add_find(bank, terminal)
    _add_choices(bank, terminal)
    _add_show(bank, terminal)
    _add_history(bank, terminal)
    _add_lint(bank, terminal)
    _add_alike(bank, terminal)
    bank_changes.add(bank, terminal)


def _filters(words: Words) -> Decorator:
    return together(
        option(words, "--type", "bank-type", type=click.Choice([each.value for each in ItemType]), multiple=True),
        option(words, "--section", "bank-section", multiple=True),
        option(words, "--competency", "bank-competency", multiple=True),
        option(
            words,
            "--difficulty",
            "bank-difficulty",
            type=click.Choice([each.value for each in Difficulty]),
            multiple=True,
        ),
        option(words, "--paper", "bank-paper", type=NUMBER, multiple=True),
        option(words, "--used/--unused", "bank-used", default=None),
        option(words, "--with-key/--without-key", "bank-key", default=None),
        option(words, "--with-findings/--without-findings", "bank-findings", default=None),
        option(words, "--retired", "bank-retired", is_flag=True),
        option(words, "--not-used-in", "bank-not-used-in", multiple=True),
    )


def _filter(bank: Bank, given: dict[str, Any]) -> ItemFilter:
    """What the options mean; exams by id or title, as everywhere."""
    return ItemFilter(
        types=tuple(map(ItemType, given["type"])),
        sections=given["section"],
        competencies=given["competency"],
        difficulties=tuple(map(Difficulty, given["difficulty"])),
        papers=given["paper"],
        used=given["used"],
        has_key=given["with_key"],
        has_open_finding=given["with_findings"],
        retired=given["retired"],
        not_used_in=tuple(bank.exam(name)[0].id for name in given["not_used_in"]),
    )


def _add_find(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "find", of="bank")
    @path("bank")
    @click.argument("query", default="")
    @_filters(words)
    @option(words, "--sort", "bank-sort", type=click.Choice([each.value for each in Sort]), default=Sort.PAPER.value)
    @option(words, "--start", "bank-start", type=click.IntRange(0, 1_000_000), default=0)
    @option(words, "--most", "bank-most", type=click.IntRange(1, 10_000), default=50, show_default=True)
    @json_option(words)
    def find(bank: Path, query: str, **given: OptionValue) -> None:
        with opened(bank) as there:
            wanted, sort = _filter(there, given), Sort(given["sort"])
            page = there.found.page(query, wanted, sort, given["start"], given["most"])
        if given["json"]:
            items = [_found_plain(each) for each in page.items]
            terminal.tell({"total": page.total, "start": given["start"], "items": items})
            return
        for each in page.items:
            item_line(terminal, each.entry)
        terminal.say("cli.bank.found", total=page.total, shown=len(page.items))


def _found_plain(found: FoundItem) -> dict[str, Any]:
    entry = found.entry
    return named_plain(entry) | {
        "paper_title": found.paper_title,
        "type": entry.item.type.value,
        "stem": entry.item.stem,
        "points": None if entry.item.points is None else str(entry.item.points),
        "competencies": list(entry.scheme.competencies),
        "difficulty": entry.scheme.difficulty.value if entry.scheme.difficulty else None,
        "used": found.used,
        "last_used": found.last_used or None,
        "finding_open": found.has_open_finding,
        "retired": entry.is_retired,
        "share": found.share,
    }


def _add_choices(group: click.Group, terminal: Terminal) -> None:
    @command(group, terminal.words, "choices", of="bank")
    @path("bank")
    @json_option(terminal.words)
    def choices(bank: Path, json: bool) -> None:
        with opened(bank) as there:
            found = there.found.choices()
        told = {"sections": found.sections, "competencies": found.competencies}
        if json:
            terminal.tell(told)
            return
        for kind, counted in told.items():
            terminal.say(f"cli.bank.choices.{kind}")
            for name, count in counted.items():
                terminal.say("cli.bank.choices.line", name=name, count=count)


def _add_show(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "show", of="bank")
    @item_arguments(words)
    @json_option(words)
    def show(bank: Path, named: str, paper: int | None, json: bool) -> None:
        with opened(bank) as there:
            entry = item_there(there, named, paper)
            plain = _whole(there, entry, words)
        if json:
            terminal.tell(plain)
        else:
            _show(terminal, entry, plain)


def _whole(bank: Bank, entry: BankItem, words: Words) -> dict[str, Any]:
    """All that the bank knows of an item."""
    from kaochang.domain.papers import PaperItem
    from kaochang.flow.bank_edit import criteria_start
    from kaochang.papers.contract import item_object, message_of

    statistics = [
        {
            "session": each.session,
            "title": each.title,
            "closed": each.closed,
            "results": each.results,
            "answered": each.answered,
            "share": str(each.share),
        }
        for each in bank.history.statistics(entry.id)
    ]
    findings = [
        {"message": message_of(each.finding, words), "passed_by": each.passed.by if each.passed else None}
        for each in bank.found.findings(entry.id)
    ]
    return named_plain(entry) | {
        "item": item_object(PaperItem(entry.item, entry.scheme)),
        "retired": entry.is_retired,
        "uses": [_use_plain(each) for each in bank.history.uses(entry.id)],
        "statistics": statistics,
        "findings": findings,
        "criteria_start": [each.name for each in criteria_start(entry.item, entry.scheme)],
    }


def _use_plain(use: Use) -> dict[str, Any]:
    return {"exam": use.exam, "title": use.title, "made": use.made}


def _show(terminal: Terminal, entry: BankItem, plain: dict[str, Any]) -> None:
    item_line(terminal, entry)
    terminal.say("cli.bank.show.version", version=entry.version)
    _quote(terminal, entry.item)
    _show_marking(terminal, entry.item, entry.scheme)
    _show_beside(terminal, entry, plain)


def _show_marking(terminal: Terminal, item: Item, scheme: MarkScheme) -> None:
    """How an item is marked, and what it is about."""
    from kaochang.papers.writing.wording import answer_words, rubric_words

    if item.points is not None:
        terminal.say("cli.bank.show.points", points=item.points)
    told = {
        "reference": scheme.reference,
        "key": answer_words(item, scheme),
        "explanation": scheme.explanation,
        "rubric": rubric_words(scheme.rubric, item.points),
    }
    for name, text in told.items():
        if text:
            terminal.quote(terminal.words(f"cli.bank.show.{name}", text=text), "  ")
    if scheme.difficulty is not None:
        terminal.say("cli.bank.show.difficulty", value=Word(f"blueprint.difficulty.{scheme.difficulty.value}"))
    if scheme.competencies:
        terminal.say("cli.bank.show.competencies", names=scheme.competencies)


def _quote(terminal: Terminal, item: Item) -> None:
    """What a candidate reads."""
    for text in filter(None, (item.material, item.stem)):
        terminal.quote(text, "  ")
    for table in item.tables:
        for row in table.rows:
            terminal.line(f"  {' | '.join(row)}")
    if item.images:
        terminal.say("cli.bank.show.pictures", count=len(item.images))
    for each in (*item.prompts, *item.options):
        mark = each.label if each.label.endswith(")") else f"{each.label}."
        terminal.quote(f"{mark} {each.text}", "  ")


def _show_beside(terminal: Terminal, entry: BankItem, plain: dict[str, Any]) -> None:
    """What the bank knows beside the item itself."""
    if plain["criteria_start"]:
        terminal.say("cli.bank.show.criteria", names=tuple(plain["criteria_start"]))
    for finding in plain["findings"]:
        by = finding["passed_by"]
        passed = terminal.words("cli.bank.show.passed", by=by) if by else ""
        terminal.line(f"  {finding['message']}{passed}")
    for use in plain["uses"]:
        terminal.say("cli.bank.show.use", title=use["title"], exam=use["exam"], day=terminal.date(use["made"]))
    for each in plain["statistics"]:
        percent = round(Fraction(each["share"]) * 100)
        terminal.say("cli.bank.show.statistic", title=each["title"], percent=percent, results=each["results"])
    if entry.is_retired:
        terminal.say("cli.bank.show.retired")


def _add_history(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "history", of="bank")
    @item_arguments(words)
    @json_option(words)
    def history(bank: Path, named: str, paper: int | None, json: bool) -> None:
        with opened(bank) as there:
            entry = item_there(there, named, paper)
            changes = there.history.of(entry.id)
        for change in changes:
            _tell_change(terminal, change, json)
        if not json and not changes:
            terminal.say("cli.bank.history.none")


def _tell_change(terminal: Terminal, change: Change, as_json: bool) -> None:
    from kaochang.domain.papers import PaperItem
    from kaochang.papers.contract import item_object

    told = {"version": change.version, "by": change.by}
    if as_json:
        before = None if change.before is None else item_object(PaperItem(change.before.item, change.before.scheme))
        terminal.tell({**told, "at": change.at, "action": change.action.value, "before": before})
    else:
        action = terminal.words(f"bank-action.{change.action.value}")
        terminal.say("cli.bank.history.line", **told, day=terminal.date(change.at), action=action)


def _add_lint(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "lint", of="bank")
    @path("bank")
    @option(words, "--paper", "bank-paper", type=NUMBER, multiple=True)
    @json_option(words)
    def lint(bank: Path, paper: tuple[int, ...], json: bool) -> int:
        from kaochang.flow.bank_lint import lint_paper

        count = 0
        with opened(bank) as there:
            for number in paper or there.paper_numbers():
                remarks = lint_paper(there, number)
                count += len(remarks)
                for remark in remarks:
                    _tell_remark(terminal, number, remark, json)
        if not json:
            terminal.say("cli.bank.lint.done", remarks=count)
        return FINDINGS_EXIT if count else 0


def _tell_remark(terminal: Terminal, paper: int, remark: Remark, as_json: bool) -> None:
    from kaochang.presenters.refusals import shown

    words, key = terminal.words, f"lint.{remark.rule.value}"
    params = {name: shown(name, value, words) for name, value in remark.params.items()}
    message, step = words(key, **params), words(f"{key}.next", **params)
    if as_json:
        told = {"paper": paper, "rule": remark.rule.value, "items": list(remark.items), "where": remark.where}
        terminal.tell({**told, "message": message, "next": step})
    else:
        where = words("cli.bank.lint.paper", number=paper) if remark.where == "paper" else f"{paper}  {remark.where}"
        terminal.line(f"{where}  {message}{words('cli.between')}{step}")


def _add_alike(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "alike", of="bank")
    @path("bank")
    @click.argument("named", default="")
    @option(words, "--paper", "one-paper", type=NUMBER)
    @option(words, "--at-least", "bank-at-least", type=click.IntRange(50, 100), default=80, show_default=True)
    @json_option(words)
    def alike(bank: Path, named: str, paper: int | None, at_least: int, json: bool) -> int:
        from kaochang.flow import bank_alike as flow

        share = Fraction(at_least, 100)
        with opened(bank) as there, terminal.progress("cli.progress.alike"):
            if named:
                entry = item_there(there, named, paper)
                near = flow.alike_to(there, entry.item, entry.id, share)
                pairs = [flow.AlikePair(entry, each.entry, each.nearness) for each in near]
            else:
                pairs = flow.alike_pairs(there, ItemFilter(papers=() if paper is None else (paper,)), share)
        for pair in pairs:
            _tell_pair(terminal, pair.first, pair.second, pair.nearness, json)
        if not json:
            terminal.say("cli.bank.alike.done", pairs=len(pairs))
        return FINDINGS_EXIT if pairs else 0


def _tell_pair(terminal: Terminal, first: BankItem, second: BankItem, nearness: Fraction, as_json: bool) -> None:
    percent = int(nearness * 100)
    if as_json:
        terminal.tell({"first": named_plain(first), "second": named_plain(second), "percent": percent})
        return
    terminal.say("cli.bank.alike.pair", percent=percent)
    for each in (first, second):
        item_line(terminal, each)
