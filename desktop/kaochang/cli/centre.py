"""The centre's verbs: merge what came from the rooms, mark it, report it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import kits
from kaochang.cli.options import (
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
from kaochang.cli.terminal import Terminal, plain_problems
from kaochang.domain.items import Mode
from kaochang.domain.places import place_of
from kaochang.domain.refusals import FINDINGS_EXIT
from kaochang.domain.responses import Response, Text
from kaochang.domain.values import to_plain

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.domain.mark_schemes import MarkScheme
    from kaochang.flow.ledger import Audit
    from kaochang.store.centre import Centre


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the centre's verbs."""
    _add_merge(group, terminal)
    _add_mark(group, terminal)
    _add_report(group, terminal)


def open_centre(database: Path) -> Centre:
    """The centre's database, which must be there."""
    from kaochang.store.centre import Centre

    return Centre(existing(database))


def _add_merge(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "merge")
    @paths("sources")
    @path_option(words, "--kit", "centre-kit", required=True)
    @kits.centre_kit_options(words)
    @path_option(words, "--db", "db", required=True)
    @path_option(words, "--passphrase-file", "passphrase-file")
    @path_option(words, "--opener", "opener-key", multiple=True)
    @path_option(words, "--opener-passphrase-file", "opener-passphrase-file", multiple=True)
    @path_option(words, "--centre", "centre-key")
    @path_option(words, "--centre-passphrase-file", "centre-passphrase-file")
    @path_option(words, "--checkpoint", "checkpoint-folder", multiple=True)
    @json_option(words)
    def merge(sources: tuple[Path, ...], **given: OptionValue) -> int:
        return _merge(terminal, sources, given)


def _merge(terminal: Terminal, sources: tuple[Path, ...], given: dict[str, Any]) -> int:
    from kaochang.cli.ledger import centre_seed
    from kaochang.flow import errata_applied, ledger, merge, walked_in
    from kaochang.flow.reconcile import reconcile
    from kaochang.store.centre import Centre

    held = kits.read_centre_kit(terminal, given)
    ledger.look_first(given["db"], held.header.context.exam_file, sources, given["checkpoint"])
    kit = kits.open_centre_kit(terminal, held, given)
    signing = ledger.Signing(centre_seed(terminal, kit, given), given["checkpoint"])
    barren, is_new = merge.barren(sources), not given["db"].exists()
    centre = Centre(given["db"])
    try:
        with terminal.progress("cli.progress.merge", paced=True) as progress:
            count, signed = ledger.merge_signed(centre, kit, sources, signing, terminal.clock, progress)
            standing, tickets = reconcile(centre), centre.tickets()
            under = errata_applied.by_errata(centre, standing.results)
    finally:
        centre.close()
    walk_ins = [each for each in standing.waits if each.key == walked_in.WAITS]
    statuses = {number: status.value for number, status in sorted(standing.statuses.items())}
    if given["json"]:
        problems = plain_problems(standing.problems)
        counts = {"accepted": count.accepted, "known": count.known, "refused": count.refused}
        ledger_facts = {"checkpoint": signed.count, "entries": len(signed.entries), "waiting": signed.waiting}
        found = {"errata": under, "tickets": statuses, "barren": [str(source) for source in barren]}
        found |= {"walk_ins": to_plain(standing.holders), "unused": sorted(standing.unused)}
        terminal.tell({**counts, **ledger_facts, **found, "problems": problems})
    else:
        terminal.say(
            "cli.merge.done", files=count.files, accepted=count.accepted, known=count.known, refused=count.refused
        )
        _say_places(terminal, given["db"], barren, is_new=is_new)
        told = {number: status for number, status in standing.statuses.items() if number not in standing.unused}
        for status, here in Counter(told.values()).items():
            terminal.line(f"  {terminal.words(f'ticket-status.{status}')}  {here}")
        if standing.unused:
            terminal.line(f"  {terminal.words('ticket-status.reserve-unused')}  {len(standing.unused)}")
        _say_unsettled(terminal, told, tickets)
        terminal.problems((*standing.problems, *walk_ins))
        _say_custody(terminal, signed, under)
    return 0 if all(each.settled for each in standing.problems) and not walk_ins else FINDINGS_EXIT


def _say_places(terminal: Terminal, database: Path, barren: Sequence[Path], *, is_new: bool) -> None:
    """What points to a wrong path: a database that was not there before, a source without any file of ours."""
    if is_new:
        terminal.say("cli.merge.new-database", database=database)
    for source in barren:
        terminal.say("cli.merge.barren", source=source)


def _say_custody(terminal: Terminal, signed: Audit, under: dict[int, list[str]]) -> None:
    """What the ledger stands at, and under which errata the results that count were sat."""
    for number, sat in under.items():
        key = "cli.merge.errata" if number else "cli.merge.errata.none"
        terminal.say(key, number=number, count=len(sat), tickets=tuple(sat))
    if signed.waiting:
        terminal.say("cli.merge.unsigned", waiting=signed.waiting)
    elif signed.count:
        terminal.say("cli.merge.signed", number=signed.count, entries=len(signed.entries))


_UNSETTLED = ("present", "not-started", "missing-file")
"""Statuses of tickets that somebody has to look after: no result, and nobody said that there will be none."""


def _say_unsettled(terminal: Terminal, statuses: dict[str, Any], tickets: dict[str, Any]) -> None:
    """Each ticket that has neither a result nor a word of the proctor, by number and name, with what to do."""
    for number, status in sorted(statuses.items()):
        if status.value in _UNSETTLED:
            terminal.say(
                f"cli.merge.unsettled.{status.value}",
                ticket=number,
                name=tickets[number].name,
                status=terminal.words(f"ticket-status.{status.value}"),
            )


def _add_mark(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "mark")
    @path("database")
    @option(words, "--waiting", "waiting", is_flag=True)
    @option(words, "--set-key", "set-key", nargs=2, type=str)
    @option(words, "--score", "score", nargs=3, type=str)
    @option(words, "--by", "by")
    @option(words, "--comment", "comment", default="")
    @json_option(words)
    def mark(database: Path, **given: OptionValue) -> None:
        centre = open_centre(database)
        try:
            _mark(terminal, centre, given)
        finally:
            centre.close()


def _mark(terminal: Terminal, centre: Centre, given: dict[str, Any]) -> None:
    from kaochang.domain.keys import read_key
    from kaochang.flow import mark
    from kaochang.flow.scoring_changes import Act, set_key

    if given["waiting"]:
        _show_waiting(terminal, mark.waiting(centre), given["json"])
        return
    if given["set_key"]:
        place, written = given["set_key"]
        placed = mark.find_item(centre, place)
        act = Act(named(given["by"]), given["comment"])
        set_key(centre, placed, read_key(placed.item, written), act, terminal.clock)
    if given["score"]:
        _give_score(terminal, centre, given)
    with terminal.progress("cli.progress.mark") as progress:
        count = mark.mark(centre, terminal.clock, progress)
    still = len(mark.waiting(centre))
    if given["json"]:
        terminal.tell({"results": count.results, "scored": count.scored, "waiting": still})
    else:
        terminal.say("cli.mark.done", results=count.results, scored=count.scored, waiting=still)


def _give_score(terminal: Terminal, centre: Centre, given: dict[str, Any]) -> None:
    """One person's score; an earlier one that it replaces is said, with whoever gave it."""
    from kaochang.flow import mark

    ticket, item, points = given["score"]
    value = points_given(points, "--score")
    before = mark.give_score(centre, ticket, item, value, named(given["by"]), given["comment"], terminal.clock)
    if before is not None and not given["json"]:
        terminal.say("cli.mark.replaced", item=item, ticket=ticket, by=before.by, before=before.points, points=value)


def written(response: Response | None) -> object:
    """A candidate's words; of an objective item that waits for its key, the plain shape of what was chosen.

    None where an item is answered before a panel, and nothing was done at the PC.
    """
    return response.text if isinstance(response, Text) else to_plain(response)


def _show_waiting(terminal: Terminal, found: list[Any], as_json: bool) -> None:
    """What scorers have before them: item, rubric, response; the ticket only where a script asks."""
    for each in found:
        place = place_of(each.placed.item)
        if as_json:
            criteria = [
                {"name": criterion.name, "points": None if criterion.points is None else str(criterion.points)}
                for criterion in each.scheme.rubric.criteria
            ]
            terminal.tell(
                {
                    "ticket": each.ticket,
                    "item": place,
                    "of": str(each.placed.points),
                    "reason": each.reason.value,
                    "stem": each.placed.item.stem,
                    "reference": each.scheme.reference,
                    "rubric": each.scheme.rubric.text,
                    "criteria": criteria,
                    "response": written(each.response),
                }
            )
        else:
            terminal.say("cli.mark.waiting", item=place, of=each.placed.points, ticket=each.ticket)
            terminal.quote(each.placed.item.stem, "    ")
            quote_scheme(terminal, each.scheme)
            if each.placed.item.way is Mode.TYPED:
                terminal.quote(str(written(each.response)), "    > ")
            else:
                terminal.say("cli.mark.panel")


def quote_scheme(terminal: Terminal, scheme: MarkScheme) -> None:
    """The reference text and the rubric with its criteria, as far as the paper has them."""
    for key, text in (("reference", scheme.reference), ("rubric", scheme.rubric.text)):
        if text:
            terminal.say(f"cli.mark.{key}")
            terminal.quote(text, "    = ")
    for criterion in scheme.rubric.criteria:
        points = "" if criterion.points is None else terminal.words("cli.mark.criterion", points=criterion.points)
        terminal.line(f"    - {criterion.name}{points}")


def _add_report(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "report")
    @path("database")
    @path_option(words, "--out", "report-out", required=True)
    @json_option(words)
    def report(database: Path, out: Path, json: bool) -> None:
        from kaochang.flow import report as flow

        centre = open_centre(database)
        with terminal.progress("cli.progress.report"):
            try:
                value = flow.session_report(centre, terminal.clock)
            finally:
                centre.close()
            made = flow.write_report(value, out, terminal.words, terminal.font, terminal.zone)
        if json:
            terminal.tell({"files": [str(path) for path in made], "unmarked": value.unmarked})
        else:
            if value.unmarked:
                terminal.say("cli.report.unmarked", count=value.unmarked)
            terminal.say("cli.report.done", files=tuple(map(str, made)))
