"""The office's verbs on papers: read one, assemble an exam, set a key. Sealing has a module of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.exam_options import answering_given, exam_options, rules_given, timing_given, worths_given
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
    paths,
    points_given,
    together,
)
from kaochang.cli.terminal import Terminal
from kaochang.domain.assessments import SEED_LENGTH
from kaochang.domain.papers import Passed, Severity
from kaochang.domain.ports import Words
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome, Refusal

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.cli.results import Results
    from kaochang.domain.assessments import Exam
    from kaochang.domain.blueprints import Blueprint
    from kaochang.flow.assemble import AssembleOrder
    from kaochang.flow.blueprint import RuleCount
    from kaochang.papers.reading import Key, ReadPaper
    from kaochang.store.bank import Bank


_PARTING = re.compile("[,，、;；]")


def passed_given(text: str | None) -> Passed | None:
    """NAME: REASON, as a named person passes findings; None where nobody does."""
    if text is None:
        return None
    by, _, reason = text.replace("：", ":").partition(":")
    if not by.strip() or not reason.strip():
        raise BadForm("--pass-findings", "passed")
    return Passed(by.strip(), reason.strip())


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
    @option(words, "--leave-out", "leave-out", multiple=True)
    @option(words, "--pass-findings", "pass-findings")
    @exam_options(words)
    @_blueprint_options(words)
    @json_option(words)
    def assemble(bank: Path, **given: OptionValue) -> int:
        return _assemble(terminal, bank, given)


def _blueprint_options(words: Words) -> Decorator:
    """How items are drawn by a blueprint."""
    return together(
        path_option(words, "--blueprint", "blueprint"),
        option(words, "--check", "check", is_flag=True),
        option(words, "--drawn-per-candidate", "drawn-per-candidate", is_flag=True),
        option(words, "--seed", "seed", type=str),
        option(words, "--exclude-used", "exclude-used", multiple=True),
        option(words, "--enemies", "enemies", multiple=True),
    )


_ONLY_WITH_BLUEPRINT = ("check", "drawn_per_candidate", "seed", "exclude_used", "enemies")


def _blueprint(given: dict[str, Any]) -> Blueprint | None:
    """The blueprint of the file, with what options add to it; None where an exam is made of papers as they are."""
    if given["blueprint"] is None:
        wrong = [name for name in _ONLY_WITH_BLUEPRINT if given[name]]
        if wrong:
            raise BadForm(f"--{wrong[0].replace('_', '-')}", "with-blueprint")
        return None
    from msgspec.structs import replace

    from kaochang.flow.blueprint_file import read_blueprint

    seed = given["seed"] or ""
    if len(seed) > SEED_LENGTH or not seed.isprintable():
        raise BadForm("--seed", "seed")
    blueprint = read_blueprint(given["blueprint"])
    groups = [tuple(filter(None, map(str.strip, _PARTING.split(text)))) for text in given["enemies"]]
    if any(len(group) < 2 for group in groups):
        raise BadForm("--enemies", "enemies")
    return replace(
        blueprint,
        enemies=(*blueprint.enemies, *groups),
        exclude_used=(*blueprint.exclude_used, *given["exclude_used"]),
    )


def _assemble(terminal: Terminal, path_of_bank: Path, given: dict[str, Any]) -> int:
    from kaochang.flow.assemble import AssembleOrder, assemble

    blueprint, percent = _blueprint(given), given["pass_percent"]
    if percent is not None and given["pass_mark"] is not None:
        raise BadForm("--pass-mark", "percent-or-points")
    bank = open_bank(path_of_bank)
    try:
        numbers = _papers(bank, given["paper"] or ([] if blueprint is None else bank.paper_numbers()))
        order = AssembleOrder(
            papers=numbers,
            title=given["title"] or bank.paper_title(numbers[0]),
            rules=rules_given(given),
            points=worths_given(given["points"]),
            leave_out=frozenset(given["leave_out"]),
            passed=passed_given(given["pass_findings"]),
            timing=timing_given(given),
            answering=answering_given(given),
            pass_percent=None if percent is None else points_given(percent, "--pass-percent"),
        )
        if blueprint is None:
            exam = assemble(bank, order, terminal.clock, terminal.random)
        elif given["check"]:
            return _check(terminal, bank, order, blueprint, as_json=given["json"])
        else:
            return _draw(terminal, bank, order, blueprint, given)
    finally:
        bank.close()
    _tell_exam(terminal, exam, as_json=given["json"])
    return 0


def _tell_exam(terminal: Terminal, exam: Exam, seed: str = "", *, as_json: bool) -> None:
    """What was made; a seed too, where items were drawn."""
    made, mark = exam.assessment, exam.rules.pass_mark
    if as_json:
        told = {"exam": exam.id, "title": made.title, "items": made.count, "total": str(made.total)}
        drawn = {"pool": sum(1 for _ in made.items()), "seed": seed} if seed else {}
        terminal.tell({**told, "pass_mark": None if mark is None else str(mark), **drawn})
        return
    terminal.say("cli.assemble.done", title=made.title, items=made.count, total=made.total, exam=exam.id)
    minutes = exam.rules.duration_s // 60
    if mark is None:
        terminal.say("cli.assemble.no-mark", minutes=minutes)
    else:
        terminal.say("cli.assemble.rules", minutes=minutes, mark=mark)
    if seed:
        key = "cli.assemble.per-candidate" if exam.draw is not None else "cli.assemble.drawn"
        terminal.say(key, pool=sum(1 for _ in made.items()), items=made.count, seed=seed)


def _draw(terminal: Terminal, bank: Bank, order: AssembleOrder, blueprint: Blueprint, given: dict[str, Any]) -> int:
    from kaochang.flow import blueprint as by_blueprint

    draw = by_blueprint.draw_from(given["seed"] or terminal.random(16).hex())
    per_candidate = given["drawn_per_candidate"]
    exam = by_blueprint.assemble(
        bank, order, blueprint, draw, terminal.clock, terminal.random, per_candidate=per_candidate
    )
    _tell_exam(terminal, exam, draw.seed, as_json=given["json"])
    return 0


def _check(terminal: Terminal, bank: Bank, order: AssembleOrder, blueprint: Blueprint, *, as_json: bool) -> int:
    """The table of a blueprint's rules; the exit code of findings where it cannot be drawn."""
    from kaochang.flow.blueprint import feasibility

    found = feasibility(bank, order, blueprint, terminal.random)
    lacking = () if found.short is None else found.short.picks
    items = sum(each.rule.count for each in found.rules)
    if as_json:
        rules = [_told_rule(each, is_short=place in lacking) for place, each in enumerate(found.rules)]
        total = None if found.total is None else str(found.total)
        terminal.tell({"possible": found.short is None, "items": items, "total": total, "rules": rules})
        return FINDINGS_EXIT if lacking else 0
    for place, each in enumerate(found.rules):
        key = "cli.assemble.rule-short" if place in lacking else "cli.assemble.rule"
        counts = {"wanted": each.rule.count, "there": each.there, "unfit": each.unfit}
        terminal.say(key, rule=_named_rule(terminal.words, each), **counts)
    if found.short is None:
        terminal.say("cli.assemble.possible", items=items, total=found.total)
        return 0
    terminal.say("cli.assemble.impossible", wanted=found.short.wanted, there=found.short.there)
    return FINDINGS_EXIT


def _told_rule(each: RuleCount, *, is_short: bool) -> dict[str, Any]:
    counts = {"wanted": each.rule.count, "there": each.there, "unfit": each.unfit}
    return {"section": each.section, "number": each.number, **counts, "short": is_short}


def _named_rule(words: Words, each: RuleCount) -> str:
    rule = each.rule
    kind = words("blueprint.any" if rule.type is None else f"type.{rule.type}")
    parts = (kind, words(f"blueprint.difficulty.{rule.difficulty or 'any'}"), *rule.competencies, *rule.sections)
    return words(
        "cli.assemble.rule-name", place=f"{each.section}#{each.number}", what=words("list.separator").join(parts)
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
            assemble.set_key(opened, found, read_key(found.item, key), decided, terminal.clock)
        finally:
            opened.close()
        terminal.say("cli.set-key.done", item=item, by=decided)
