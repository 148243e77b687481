"""The verbs of scoring by people: plan, next, give, progress, agreement; and of what scores go by: change, versions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from kaochang.cli import scorer_window, scoring_packets
from kaochang.cli.centre import open_centre, quote_scheme, written
from kaochang.cli.options import (
    BadForm,
    OptionValue,
    command,
    json_option,
    named,
    option,
    path,
    points_given,
    verbs_group,
)
from kaochang.cli.scorer_window import ScorerLauncher
from kaochang.cli.terminal import Terminal
from kaochang.domain.human_scores import WHOLE, CriterionScore, TextNote
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.places import place_of
from kaochang.domain.responses import MAX_TEXT
from kaochang.domain.values import to_plain

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.domain.assessments import PlacedItem
    from kaochang.flow.scoring import Given, Scoring, Task
    from kaochang.flow.scoring_changes import Remarked
    from kaochang.store.centre import Centre

_MS = 1000
_PLACE = click.IntRange(0, MAX_TEXT)


def add(group: click.Group, terminal: Terminal, launch: ScorerLauncher) -> None:
    """Adds the group of verbs about scoring."""
    score = verbs_group(group, terminal.words, "score")
    _add_plan(score, terminal)
    _add_next(score, terminal)
    _add_give(score, terminal)
    _add_progress(score, terminal)
    _add_agreement(score, terminal)
    _add_change(score, terminal)
    _add_versions(score, terminal)
    scoring_packets.add(score, terminal)
    scorer_window.add(score, terminal, launch)


@contextmanager
def _opened(database: Path) -> Iterator[Centre]:
    centre = open_centre(database)
    try:
        yield centre
    finally:
        centre.close()


@contextmanager
def _scoring(terminal: Terminal, database: Path) -> Iterator[Scoring]:
    from kaochang.flow.scoring import Scoring

    with _opened(database) as centre:
        yield Scoring(centre, terminal.random)


def _text(points: Fraction | None) -> str | None:
    return None if points is None else str(points)


def _add_plan(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "plan", of="score")
    @path("database")
    @option(words, "--item", "score-item", multiple=True)
    @option(words, "--scorer", "score-scorers", multiple=True, required=True)
    @option(words, "--double", "score-double", is_flag=True)
    @option(words, "--tolerance", "score-tolerance", default="0")
    @option(words, "--third", "score-third", multiple=True)
    @option(words, "--calibration", "score-calibration", type=click.IntRange(0, 100), default=0)
    @option(words, "--by", "by", required=True)
    @json_option(words)
    def plan(database: Path, **given: OptionValue) -> None:
        from kaochang.flow import mark
        from kaochang.flow.scoring import Scoring, Wanted, open_items

        with _opened(database) as centre:
            items = tuple(mark.find_item(centre, place).id for place in given["item"]) or open_items(centre)
            wanted = Wanted(
                items=items,
                scorers=tuple(named(each, "--scorer") for each in given["scorer"]),
                by=named(given["by"]),
                pair=given["double"],
                tolerance=points_given(given["tolerance"], "--tolerance"),
                thirds=tuple(named(each, "--third") for each in given["third"]),
                calibration=given["calibration"],
            )
            scoring = Scoring(centre, terminal.random)
            made = scoring.plan(wanted, terminal.clock, terminal.random)
            queues = {scorer: len(scoring.queue(scorer)) for scorer in made.scorers}
        if given["json"]:
            terminal.tell({"plan": made.number, "items": len(made.items), "queues": queues})
            return
        terminal.say("cli.score.planned", number=made.number, items=len(made.items))
        for scorer, count in queues.items():
            terminal.say("cli.score.queue", scorer=scorer, count=count)


def _add_next(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "next", of="score")
    @path("work")
    @option(words, "--scorer", "score-scorer")
    @scoring_packets.key_options(words)
    @json_option(words)
    def next_(work: Path, json: bool, **given: OptionValue) -> None:
        if scoring_packets.is_packet(work):
            with scoring_packets.packet_work(terminal, work, given) as (packet, _):
                left = packet.queue()
        else:
            scorer = named(given["scorer"], "--scorer")
            with _scoring(terminal, work) as scoring:
                left = scoring.queue(scorer)
        if json:
            terminal.tell({"left": len(left), "task": _plain_task(left[0]) if left else None})
        elif not left:
            terminal.say("cli.score.nothing")
        else:
            task = left[0]
            key = "cli.score.third" if task.third else "cli.score.task"
            terminal.say(
                key, handle=task.handle, item=place_of(task.placed.item), of=task.placed.points, count=len(left)
            )
            terminal.quote(task.placed.item.stem, "    ")
            quote_scheme(terminal, task.scheme)
            terminal.quote(str(written(task.response)), "    > ")


def _plain_task(task: Task) -> dict[str, object]:
    return {
        "handle": task.handle,
        "item": place_of(task.placed.item),
        "of": str(task.placed.points),
        "third": task.third,
        "stem": task.placed.item.stem,
        "reference": task.scheme.reference,
        "rubric": to_plain(task.scheme.rubric),
        "response": written(task.response),
    }


def _add_give(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "give", of="score")
    @path("work")
    @click.argument("handle")
    @option(words, "--scorer", "score-scorer")
    @scoring_packets.key_options(words)
    @option(words, "--points", "score-points")
    @option(words, "--criterion", "score-criterion", nargs=2, type=str, multiple=True)
    @option(words, "--level", "score-level", nargs=2, type=str, multiple=True)
    @option(words, "--note", "score-note", nargs=3, type=(_PLACE, _PLACE, str), multiple=True)
    @option(words, "--comment", "comment", default="")
    @option(words, "--seconds", "score-seconds", type=click.IntRange(0, 86_400), default=0)
    @json_option(words)
    def give(work: Path, handle: str, **given: OptionValue) -> None:
        if scoring_packets.is_packet(work):
            with scoring_packets.packet_work(terminal, work, given) as (packet, _):
                mark = packet.mark(handle, _given(packet.scheme_of(handle), given))
        else:
            scorer = named(given["scorer"], "--scorer")
            with _scoring(terminal, work) as scoring:
                mark = scoring.give(scorer, handle, _given(scoring.scheme_of(handle), given), terminal.clock)
        if given["json"]:
            terminal.tell({"handle": handle, "points": str(mark.points), "third": mark.third})
        else:
            terminal.say("cli.score.given", handle=handle, points=mark.points)


def _given(scheme: MarkScheme, given: dict[str, Any]) -> Given:
    from kaochang.flow.scoring import Given

    return Given(
        _criteria(scheme, given),
        given["comment"],
        tuple(TextNote(start, end, text) for start, end, text in given["note"]),
        given["seconds"] * _MS,
    )


def _criteria(scheme: MarkScheme, given: dict[str, Any]) -> tuple[CriterionScore, ...]:
    """What was written for each criterion; a level has its own points where the rubric says them."""
    levels = {
        (criterion.name, level.name): level.points for criterion in scheme.rubric.criteria for level in criterion.levels
    }
    points = {name: points_given(text, "--criterion") for name, text in given["criterion"]}
    chosen = dict(given["level"])
    if given["points"] is not None:
        points[WHOLE] = points_given(given["points"], "--points")
    for name, level in chosen.items():
        worth = levels.get((name, level))
        if name not in points and worth is None:
            raise BadForm("--level", "level")
        points.setdefault(name, worth or Fraction(0))
    return tuple(CriterionScore(name, each, chosen.get(name, "")) for name, each in points.items())


def _add_progress(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "progress", of="score")
    @path("work")
    @scoring_packets.key_options(words)
    @json_option(words)
    def progress(work: Path, json: bool, **given: OptionValue) -> None:
        if scoring_packets.is_packet(work):
            with scoring_packets.packet_work(terminal, work, given) as (packet, _):
                found, places = packet.progress(), packet.places()
        else:
            with _scoring(terminal, work) as scoring:
                found, places = scoring.progress(), scoring.places()
        for each in found:
            mean = None if each.mean_ms is None else round(each.mean_ms / _MS)
            if json:
                counts = {"scored": each.scored, "of": each.of, "apart": each.apart}
                terminal.tell({"item": places[each.item], **counts, "marks": each.by_scorer, "mean_seconds": mean})
            else:
                terminal.say("cli.score.far", item=places[each.item], scored=each.scored, of=each.of, apart=each.apart)
                for scorer, count in each.by_scorer.items():
                    terminal.say("cli.score.marks", scorer=scorer, count=count)


def _add_agreement(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "agreement", of="score")
    @path("database")
    @json_option(words)
    def agreement(database: Path, json: bool) -> None:
        with _scoring(terminal, database) as scoring:
            found, severity, places = scoring.agreement(), scoring.severity(), scoring.places()
        if json:
            for each in found:
                shares = {"exact": _text(each.exact), "adjacent": _text(each.adjacent), "kappa": _text(each.kappa)}
                scorers = list(each.scorers)
                terminal.tell({"item": places[each.item], "scorers": scorers, "responses": each.responses, **shares})
            for item, by_scorer in severity.items():
                apart = {scorer: str(value) for scorer, value in by_scorer.items()}
                terminal.tell({"item": places[item], "severity": apart})
            return
        for each in found:
            terminal.say(
                "cli.score.agreed",
                item=places[each.item],
                scorers=each.scorers,
                count=each.responses,
                exact=_rounded(each.exact),
                adjacent=_rounded(each.adjacent),
                kappa=_rounded(each.kappa),
            )
        for item, by_scorer in severity.items():
            for scorer, value in by_scorer.items():
                terminal.say("cli.score.severity", item=places[item], scorer=scorer, apart=f"{float(value):+.2f}")


def _rounded(value: Fraction | None) -> str:
    return "—" if value is None else f"{float(value):.2f}"


def _add_change(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "change", of="score")
    @path("database")
    @click.argument("item")
    @option(words, "--key", "score-key")
    @option(words, "--criterion", "score-new-criterion", nargs=2, type=str)
    @option(words, "--withdraw", "score-withdraw", is_flag=True)
    @option(words, "--back-to", "score-back-to", type=click.IntRange(0))
    @option(words, "--by", "by", required=True)
    @option(words, "--reason", "decide-reason", required=True)
    @json_option(words)
    def change(database: Path, item: str, **given: OptionValue) -> None:
        from kaochang.flow import mark
        from kaochang.flow.scoring_changes import remark

        with _opened(database) as centre:
            _change(terminal, centre, mark.find_item(centre, item), given)
            _tell_moved(terminal, remark(centre, terminal.clock), given["json"])


def _change(terminal: Terminal, centre: Centre, placed: PlacedItem, given: dict[str, Any]) -> None:
    from kaochang.domain.keys import read_key
    from kaochang.flow import scoring_changes as flow

    key, criterion, number = given["key"], given["criterion"], given["back_to"]
    changes = [key is not None, criterion is not None, given["withdraw"], number is not None]
    if changes.count(True) != 1:
        raise BadForm("--key", "one-change")
    if not given["reason"].strip():
        raise BadForm("--reason", "score-reason")
    act, clock = flow.Act(named(given["by"]), given["reason"].strip()), terminal.clock
    if key is not None:
        flow.set_key(centre, placed, read_key(placed.item, key), act, clock)
    elif criterion is not None:
        name, points = criterion
        wanted = replace(flow.criterion_named(centre, placed, name), points=points_given(points, "--criterion"))
        flow.set_criterion(centre, placed, wanted, act, clock)
    elif number is not None:
        flow.back_to(centre, placed, number, act, clock)
    else:
        flow.withdraw(centre, placed, act, clock)


def _tell_moved(terminal: Terminal, found: Remarked, as_json: bool) -> None:
    if as_json:
        moved = [
            {"ticket": each.ticket, "item": each.item, "before": _text(each.before), "after": _text(each.after)}
            for each in found.moved
        ]
        terminal.tell({"moved": moved, "gained": list(found.gained), "lost": list(found.lost)})
        return
    terminal.say("cli.score.moved", count=len(found.moved), gained=len(found.gained), lost=len(found.lost))
    for each in found.moved:
        before, after = _text(each.before) or "—", _text(each.after) or "—"
        terminal.say("cli.score.moved.line", ticket=each.ticket, item=each.item, before=before, after=after)


def _add_versions(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "versions", of="score")
    @path("database")
    @click.argument("item")
    @json_option(words)
    def versions(database: Path, item: str, json: bool) -> None:
        from kaochang.flow import mark
        from kaochang.flow.scoring_changes import versions as made

        with _opened(database) as centre:
            found = made(centre, mark.find_item(centre, item))
        for each in found:
            if json:
                terminal.tell(to_plain(each))
            elif each.by:
                key = "cli.score.version.withdrawn" if each.withdrawn else "cli.score.version"
                terminal.say(key, number=each.number, by=each.by, reason=each.reason)
            else:
                terminal.say("cli.score.version.kit")
