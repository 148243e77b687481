"""The office's verbs on papers: read one, assemble an exam, set a key. Sealing has a module of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.options import (
    BadForm,
    OptionValue,
    command,
    existing,
    json_option,
    named,
    option,
    path,
    path_option,
    paths,
    points_given,
)
from kaochang.cli.terminal import Terminal
from kaochang.domain.assessments import LoginField, PartialCredit, Rules, SeatRule
from kaochang.domain.items import ItemType, Mode
from kaochang.domain.papers import Passed, Severity
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome, Refusal
from kaochang.domain.tools import USUAL, Tool
from kaochang.domain.values import MOST_WORDS

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.cli.results import Results
    from kaochang.flow.answering import Answering
    from kaochang.flow.assemble import Timing
    from kaochang.papers.reading import Key, ReadPaper
    from kaochang.store.bank import Bank

_LIMIT = re.compile(r"[1-9][0-9]{0,4}")
"""A time in minutes or seconds: never 0, and of so few digits that it is a time."""

_WORDS = re.compile(r"([1-9][0-9]{0,4})?-([1-9][0-9]{0,4})?")
"""MIN-MAX, MIN- or -MAX, as lengths of texts are written."""

_NO_TOOL = "none"


def passed_given(text: str | None) -> Passed | None:
    """NAME: REASON, as a named person passes findings; None where nobody does."""
    if text is None:
        return None
    by, _, reason = text.replace("：", ":").partition(":")
    if not by.strip() or not reason.strip():
        raise BadForm("--pass-findings", "passed")
    return Passed(by.strip(), reason.strip())


def _points(texts: Sequence[str]) -> dict[ItemType, Fraction]:
    found = {}
    for text in texts:
        name, _, points = text.partition("=")
        try:
            kind = ItemType(name)
        except ValueError as error:
            raise BadForm("--points", "type-points") from error
        found[kind] = points_given(points, "--points")
    return found


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the office's verbs."""
    _add_read(group, terminal)
    _add_assemble(group, terminal)
    _add_set_key(group, terminal)


def _add_read(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "read")
    @paths("files")
    @path_option(words, "--key", "key")
    @path_option(words, "--into", "into")
    @path_option(words, "-o", "read-out")
    @json_option(words)
    def read(files: tuple[Path, ...], key: Path | None, into: Path | None, o: Path | None, json: bool) -> int:
        from kaochang.cli.results import Results

        kept = [*files, *(each for each in (key, into) if each is not None)]
        results = None if o is None else Results(o, kept)
        try:
            order = _ReadOrder(None if key is None else _read_key(key), into, results, as_json=json)
        except Refusal as refusal:
            return _complain(terminal, refusal)
        worst = 0
        with terminal.progress("cli.progress.read") as progress:
            for done, file in enumerate(files):
                progress(done, len(files))
                try:
                    code = _read_one(terminal, file, order)
                except Refusal as refusal:
                    code = _complain(terminal, refusal)
                worst = max(worst, code)
        return worst


def _read_key(path: Path) -> Key:
    from kaochang.flow import read

    return read.read_key(path)


def _complain(terminal: Terminal, refusal: Refusal) -> int:
    """Say what could not be read, a key as the key that it is; the exit code."""
    if "key_file" in refusal.params:
        refusal.where = terminal.words("cli.read.key", file=refusal.where)
    terminal.complain(refusal)
    return int(refusal.outcome)


@dataclass(frozen=True)
class _ReadOrder:
    """What all papers of one run have in common."""

    key: Key | None
    into: Path | None
    results: Results | None
    as_json: bool


def _read_one(terminal: Terminal, file: Path, order: _ReadOrder) -> int:
    from kaochang.flow import read
    from kaochang.papers.contract import to_contract

    place = None if order.results is None else order.results.place(file)
    found = read.read_file(file, order.key)
    contract = to_contract(found.paper, terminal.words)
    if order.into is not None:
        _add(terminal, file, found, order.into, quietly=order.as_json)
    if order.results is not None and place is not None:
        order.results.write(place, contract)
        _tell_name(terminal, file, place)
    elif order.as_json:
        terminal.tell(contract)
    if not order.as_json:
        _show_findings(terminal, file, contract)
    red = any(finding.severity is Severity.ERROR for finding in found.paper.findings)
    return FINDINGS_EXIT if red else 0


def _add(terminal: Terminal, file: Path, found: ReadPaper, into: Path, *, quietly: bool) -> None:
    from kaochang.flow import read
    from kaochang.store.bank import Bank

    bank = Bank(into)
    try:
        number = read.add_to_bank(bank, found, file.name, terminal.clock, terminal.random)
    finally:
        bank.close()
    if not quietly:
        terminal.say("cli.read.into", bank=into, number=number)


def _tell_name(terminal: Terminal, file: Path, place: Path) -> None:
    """A result that could not have its usual name says which it has."""
    from kaochang.cli.results import usual_name

    if place.name != usual_name(file):
        terminal.line(terminal.words("cli.read.renamed", file=file, name=place.name), err=True)


def _show_findings(terminal: Terminal, file: Path, contract: dict[str, Any]) -> None:
    diagnostics = contract["diagnostics"]
    counts = {
        severity: sum(d["severity"] == severity for d in diagnostics) for severity in ("error", "warning", "info")
    }
    terminal.say(
        "cli.read.done", file=file.name, title=contract["title"] or file.stem, items=len(contract["items"]), **counts
    )
    for diagnostic in diagnostics:
        severity = terminal.words(f"severity.{diagnostic['severity']}")
        terminal.line(f"  {severity}  {diagnostic['where']}  {diagnostic['message']}")


def _add_assemble(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "assemble")
    @path("bank")
    @option(words, "--paper", "paper", type=int, multiple=True)
    @option(words, "--title", "title")
    @option(words, "--duration", "duration", type=click.IntRange(1, 24 * 60), default=90, show_default=True)
    @option(words, "--pass-mark", "pass-mark", type=str)
    @option(words, "--points", "points", multiple=True)
    @option(words, "--leave-out", "leave-out", multiple=True)
    @option(words, "--pass-findings", "pass-findings")
    @option(words, "--shuffle-items", "shuffle-items", is_flag=True)
    @option(words, "--shuffle-options", "shuffle-options", is_flag=True)
    @option(words, "--partial-credit", "partial-credit", type=click.Choice([each.value for each in PartialCredit]))
    @option(words, "--earliest-hand-in", "earliest-hand-in", type=click.IntRange(0), default=0)
    @option(words, "--latest-entry", "latest-entry", type=click.IntRange(0))
    @option(words, "--section-limit", "section-limit", multiple=True)
    @option(words, "--lock-section", "lock-section", multiple=True)
    @option(words, "--carry-over", "carry-over", multiple=True)
    @option(words, "--item-limit", "item-limit", multiple=True)
    @option(words, "--words", "words", multiple=True)
    @option(words, "--mode", "mode", multiple=True)
    @option(words, "--late-full-time", "late-full-time", is_flag=True)
    @option(words, "--second-place", "second-place", is_flag=True)
    @option(words, "--tool", "tool", type=click.Choice([*(each.value for each in Tool), _NO_TOOL]), multiple=True)
    @option(words, "--login", "login", type=click.Choice([each.value for each in LoginField]), multiple=True)
    @option(words, "--seats", "seats", type=click.Choice([each.value for each in SeatRule]))
    @option(words, "--input-test", "input-test", is_flag=True)
    @option(words, "--notice", "notice", multiple=True)
    @option(words, "--pledge", "pledge", default="")
    @json_option(words)
    def assemble(bank: Path, **given: OptionValue) -> None:
        _assemble(terminal, bank, given)


def _rules(given: dict[str, Any]) -> Rules:
    late, mark = given["latest_entry"], given["pass_mark"]
    return Rules(
        duration_s=given["duration"] * 60,
        pass_mark=None if mark is None else points_given(mark, "--pass-mark"),
        latest_entry_s=None if late is None else late * 60,
        earliest_hand_in_s=given["earliest_hand_in"] * 60,
        shuffle_items=given["shuffle_items"],
        shuffle_options=given["shuffle_options"],
        partial_credit=PartialCredit(given["partial_credit"] or PartialCredit.NONE),
        login=tuple(LoginField(name) for name in given["login"]) or (LoginField.PERSON, LoginField.NAME),
        notices=given["notice"],
        pledge=given["pledge"],
        late_full_time=given["late_full_time"],
        second_place=given["second_place"],
        seat=SeatRule(given["seats"] or SeatRule.TICKET),
        input_test=given["input_test"],
        tools=_tools(given["tool"]),
    )


def _tools(names: Sequence[str]) -> tuple[Tool, ...]:
    """The tools that were named, in one order whoever names them; the usual ones where nothing was said."""
    if _NO_TOOL in names and set(names) != {_NO_TOOL}:
        raise BadForm("--tool", "no-tool")
    return tuple(tool for tool in Tool if tool.value in names) if names else USUAL


def _limits(texts: Sequence[str], hint: str, form: str, unit_s: int) -> dict[str, int]:
    """NAME=NUMBER, as times of sections (minutes) and items (seconds) are written; in seconds."""
    found = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        if not name or not _LIMIT.fullmatch(number):
            raise BadForm(hint, form)
        found[name] = int(number) * unit_s
    return found


def _timing(given: dict[str, Any]) -> Timing:
    from kaochang.flow.assemble import Timing

    return Timing(
        sections=_limits(given["section_limit"], "--section-limit", "section-minutes", 60),
        items=_limits(given["item_limit"], "--item-limit", "item-seconds", 1),
        locked=frozenset(given["lock_section"]),
        carried=frozenset(given["carry_over"]),
    )


def _answering(given: dict[str, Any]) -> Answering:
    from kaochang.flow.answering import Answering
    from kaochang.papers.grammar.lengths import Length

    words, modes = {}, {}
    for text in given["words"]:
        place, _, written = text.rpartition("=")
        match = _WORDS.fullmatch(written)
        ends = [None if end is None else int(end) for end in match.groups()] if match else []
        if not place or not any(ends) or max(end or 0 for end in ends) > MOST_WORDS:
            raise BadForm("--words", "item-words")
        words[place] = Length(*ends)
    for text in given["mode"]:
        place, _, written = text.rpartition("=")
        if not place or written not in {mode.value for mode in Mode}:
            raise BadForm("--mode", "place-mode")
        modes[place] = Mode(written)
    return Answering(words, modes)


def _assemble(terminal: Terminal, path_of_bank: Path, given: dict[str, Any]) -> None:
    from kaochang.flow.assemble import AssembleOrder, assemble

    bank = open_bank(path_of_bank)
    try:
        numbers = _papers(bank, given["paper"])
        order = AssembleOrder(
            papers=numbers,
            title=given["title"] or bank.paper_title(numbers[0]),
            rules=_rules(given),
            points=_points(given["points"]),
            leave_out=frozenset(given["leave_out"]),
            passed=passed_given(given["pass_findings"]),
            timing=_timing(given),
            answering=_answering(given),
        )
        exam = assemble(bank, order, terminal.clock, terminal.random)
    finally:
        bank.close()
    count = sum(1 for _ in exam.assessment.items())
    if given["json"]:
        terminal.tell(
            {"exam": exam.id, "title": exam.assessment.title, "items": count, "total": str(exam.assessment.total)}
        )
    else:
        terminal.say(
            "cli.assemble.done", title=exam.assessment.title, items=count, total=exam.assessment.total, exam=exam.id
        )


def open_bank(path_of_bank: Path) -> Bank:
    """An existing bank; whoever opens it closes it."""
    from kaochang.store.bank import Bank

    return Bank(existing(path_of_bank))


def _papers(bank: Bank, asked: Sequence[int]) -> list[int]:
    """The papers asked for, by number, each known to the bank; else the newest."""
    numbers = list(asked) or bank.paper_numbers()[-1:]
    if not numbers:
        raise Refusal(Outcome.POLICY, "assemble.empty", str(bank.path))
    for number in numbers:
        bank.paper_title(number)
    return numbers


def newest_paper(bank: Bank, asked: int | None) -> int:
    """The paper asked for by number, known to the bank; else the newest."""
    return _papers(bank, [] if asked is None else [asked])[0]


def _add_set_key(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "set-key")
    @path("bank")
    @option(words, "--paper", "one-paper", type=int)
    @option(words, "--item", "item", required=True)
    @option(words, "--key", "written-key", required=True)
    @option(words, "--by", "by", required=True)
    def set_key(bank: Path, paper: int | None, item: str, key: str, by: str) -> None:
        from kaochang.domain.keys import read_key
        from kaochang.flow import assemble

        decided = named(by)
        opened = open_bank(bank)
        try:
            number = newest_paper(opened, paper)
            found = assemble.find_item(opened, number, item)
            assemble.set_key(opened, found, read_key(found.item, key), decided)
        finally:
            opened.close()
        terminal.say("cli.set-key.done", item=item, by=decided)
