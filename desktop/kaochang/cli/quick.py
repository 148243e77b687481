"""The short way on the terminal: paper and roster to a stick in one verb, the stick to the scores in another."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaochang.cli.office import passed_given
from kaochang.cli.options import (
    BadForm,
    Decorator,
    OptionValue,
    command,
    json_option,
    option,
    path,
    path_option,
    paths,
    points_given,
    together,
)
from kaochang.cli.seal import wall_given
from kaochang.cli.terminal import Terminal, plain_problems
from kaochang.domain.assessments import Kind
from kaochang.domain.papers import Severity
from kaochang.domain.ports import Words
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome, Refusal
from kaochang.machine.places import data_folder
from kaochang.presenters.words import LANGUAGES, load_words

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.domain.session_reports import CandidateLine
    from kaochang.flow.office_seal import OfficeSealed
    from kaochang.flow.quick import QuickOffice, QuickWish
    from kaochang.flow.quick_scores import QuickScores
    from kaochang.flow.quick_seal import QuickOrder
    from kaochang.papers.reading import ReadPaper

_PERCENT = click.IntRange(1, 100)
_KINDS = click.Choice([Kind.LIVE.value, Kind.REHEARSAL.value])


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verbs of the short way."""
    _add_quick(group, terminal)
    _add_lay(group, terminal)
    _add_take_back(group, terminal)


def _add_quick(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "quick")
    @path("paper")
    @path_option(words, "--key", "key")
    @path_option(words, "--roster", "roster", required=True)
    @path_option(words, "--to", "quick-to", required=True)
    @option(words, "--title", "title")
    @option(words, "--duration", "quick-duration", type=click.IntRange(1))
    @option(words, "--pass-percent", "pass-percent", type=_PERCENT)
    @option(words, "--pass-mark", "pass-mark")
    @option(words, "--points-each", "points-each")
    @option(words, "--opens", "opens")
    @option(words, "--closes", "closes")
    @option(words, "--room", "quick-room")
    @option(words, "--kind", "quick-kind", type=_KINDS, default="live", show_default=True)
    @option(words, "--pass-findings", "pass-findings")
    @_office_options(words)
    def quick(paper: Path, **given: OptionValue) -> None:
        if given["pass_percent"] is not None and given["pass_mark"] is not None:
            raise BadForm("--pass-mark", "percent-or-points")
        _quick(terminal, paper, given)


def _office_options(words: Words) -> Decorator:
    """What either verb takes: where this PC keeps its office, its passphrase, and how it tells what came of it."""
    return together(
        path_option(words, "--data", "office-data"),
        path_option(words, "--passphrase-file", "passphrase-file"),
        json_option(words),
    )


def _office(terminal: Terminal, data: Path | None) -> QuickOffice:
    from kaochang.flow.quick import OFFICE_FOLDER, QuickOffice
    from kaochang.sealing import kdf

    return QuickOffice(
        folder=(data or data_folder()) / OFFICE_FOLDER,
        words=terminal.words,
        readers=[load_words(terminal.resources / "strings", language) for language in LANGUAGES],
        font=terminal.font,
        zone=terminal.zone,
        clock=terminal.clock,
        random=terminal.random,
        cost=terminal.kdf_cost or kdf.DEFAULT,
    )


def _quick(terminal: Terminal, paper: Path, given: dict[str, OptionValue]) -> None:
    from kaochang.flow import quick, quick_seal, read, rosters, sticks

    office = _office(terminal, given["data"])
    with terminal.progress("cli.progress.read"):
        found = _passed(read.read_file(paper, given["key"]), given["pass_findings"])
    rows = rosters.rows_of(given["roster"])
    usual = quick.propose(found, paper.name, rows, terminal.clock.wall(), terminal.zone, terminal.words)
    chosen = sticks.choose(given["to"])
    order = quick_seal.QuickOrder(found, paper.name, rows, _wish(terminal, usual, given), given["to"], "", chosen)
    quick_seal.check_drive(office, order)
    is_new = quick.office_state(office.folder) is quick.OfficeState.NEW
    ask = terminal.new_secret if is_new else terminal.secret
    order = replace(order, passphrase=ask(given["passphrase_file"], "cli.ask.passphrase"))
    with terminal.progress("cli.progress.seal") as progress:
        sealed = quick_seal.seal_quick(office, order, progress)
    (_tell_sealed if given["json"] else _say_sealed)(terminal, order, sealed)


def _passed(found: ReadPaper, text: str | None) -> ReadPaper:
    """The paper, with all its red findings passed by whoever is named."""
    by = passed_given(text)
    if by is None:
        return found
    red = [at for at, each in enumerate(found.paper.findings) if each.severity is Severity.ERROR]
    return replace(found, passed=dict.fromkeys(red, by))


def _wish(terminal: Terminal, usual: QuickWish, given: dict[str, OptionValue]) -> QuickWish:
    """What is proposed, with what the command line says otherwise."""
    import msgspec

    said: dict[str, object] = {
        "title": given["title"],
        "minutes": given["duration"],
        "opens": given["opens"] and wall_given(terminal, given["opens"], "--opens"),
        "closes": given["closes"] and wall_given(terminal, given["closes"], "--closes"),
        "room": given["room"],
        "pass_percent": given["pass_percent"] and Fraction(given["pass_percent"]),
        "pass_points": given["pass_mark"] and points_given(given["pass_mark"], "--pass-mark"),
        "points_each": given["points_each"] and points_given(given["points_each"], "--points-each"),
        "kind": Kind(given["kind"]),
    }
    return msgspec.structs.replace(usual, **{name: value for name, value in said.items() if value is not None})


def _tell_sealed(terminal: Terminal, order: QuickOrder, sealed: OfficeSealed) -> None:
    terminal.tell(
        {
            "session": sealed.session.id,
            "start_code": sealed.code,
            "folder": str(sealed.folder),
            "files": [str(path) for path in sealed.files],
            "print": [str(path) for path in sealed.to_print],
            "kept": str(sealed.kept),
            "tickets": len(order.rows),
        }
    )


def _say_sealed(terminal: Terminal, order: QuickOrder, sealed: OfficeSealed) -> None:
    from kaochang.flow.quick import for_people

    session = sealed.session
    terminal.say("cli.seal.done", title=session.title, rooms=len(session.rooms), tickets=len(order.rows))
    terminal.say("cli.seal.window", opens=terminal.date(session.opens), closes=terminal.date(session.closes))
    terminal.say("cli.seal.code", code=sealed.code)
    by_people = for_people(order.read.paper)
    if by_people:
        terminal.say("cli.quick.for-people", count=by_people)
    terminal.say("cli.quick.folder", folder=sealed.folder)
    terminal.say("cli.quick.print", files=tuple(path.name for path in sealed.to_print))
    terminal.say("cli.quick.kept", folder=sealed.kept)
    terminal.say("cli.seal.quick")


def _add_lay(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "lay")
    @click.argument("session")
    @path_option(words, "--to", "quick-to", required=True)
    @path_option(words, "--data", "office-data")
    @json_option(words)
    def lay(session: str, to: Path, data: Path | None, json: bool) -> None:
        from kaochang.flow import further_stick, sticks

        office = _office(terminal, data)
        chosen = sticks.choose(to)
        with terminal.progress("cli.progress.lay") as progress:
            folder = further_stick.lay(office, session, chosen, progress)
        if json:
            terminal.tell({"session": session, "folder": str(folder)})
        else:
            terminal.say("cli.lay.done", folder=folder)


def _add_take_back(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "take-back")
    @paths("sources")
    @option(words, "--session", "take-back-session")
    @option(words, "--absent", "absent", multiple=True)
    @option(words, "--on-paper", "on-paper", multiple=True)
    @path_option(words, "--out", "take-back-out")
    @_office_options(words)
    def take_back(sources: tuple[Path, ...], **given: OptionValue) -> int:
        return _take_back(terminal, sources, given)


def _take_back(terminal: Terminal, sources: tuple[Path, ...], given: dict[str, OptionValue]) -> int:
    from kaochang.flow import quick_scores
    from kaochang.flow.quick_collect import TakeBack

    office = _office(terminal, given["data"])
    session = given["session"] or _only_session(office, sources)
    order = TakeBack(
        session=session,
        sources=sources,
        passphrase=terminal.secret(given["passphrase_file"], "cli.ask.passphrase"),
        absent=frozenset(given["absent"]),
        on_paper=frozenset(given["on_paper"]),
        out=given["out"],
    )
    with terminal.progress("cli.progress.collect") as progress:
        scores = quick_scores.take_back(office, order, progress)
    (_tell_scores if given["json"] else _say_scores)(terminal, scores)
    if scores.unwritten is not None:
        terminal.complain(scores.unwritten)
    return FINDINGS_EXIT if scores.problems or scores.missing or scores.unwritten else 0


def _only_session(office: QuickOffice, sources: tuple[Path, ...]) -> str:
    """The session of which results lie there; MISSING for none, CONFLICT for several, with their ids."""
    from kaochang.flow import quick_scores

    found = quick_scores.sessions_at(office, sources)
    if not found:
        raise Refusal(Outcome.MISSING, "quick.nothing", sources=tuple(map(str, sources)))
    if len(found) > 1:
        named = tuple(f"{each.session.id} {each.session.title}" for each in found)
        raise Refusal(Outcome.CONFLICT, "quick.which-session", sessions=named)
    return found[0].session.id


def _tell_scores(terminal: Terminal, scores: QuickScores) -> None:
    terminal.tell(
        {
            "session": scores.report.session,
            "new": scores.is_new,
            "tickets": [_plain(row) for row in scores.rows],
            "missing": [row.ticket.number for row in scores.missing],
            "waiting": [
                {"item": each.place, "of": str(each.of), "results": each.results, "needs_key": each.needs_key}
                for each in scores.waiting
            ],
            "problems": plain_problems(scores.problems),
            "files": [str(path) for path in scores.files],
        }
    )


def _plain(row: CandidateLine) -> dict[str, object]:
    return {
        "ticket": row.ticket.number,
        "name": row.ticket.name,
        "person": row.ticket.person,
        "status": row.status.value,
        "points": None if row.points is None else str(row.points),
        "of": None if row.of is None else str(row.of),
        "waiting": row.waiting,
        "passed": row.passed,
    }


def _say_scores(terminal: Terminal, scores: QuickScores) -> None:
    terminal.say("cli.take-back.done", title=scores.report.title, tickets=len(scores.rows))
    for row in scores.rows:
        terminal.line(f"  {row.ticket.number}  {row.ticket.name}  {_score_words(terminal, row)}")
    for row in scores.missing:
        status = terminal.words(f"ticket-status.{row.status.value}")
        terminal.say("cli.take-back.missing", ticket=row.ticket.number, name=row.ticket.name, status=status)
    for each in scores.waiting:
        key = "cli.take-back.needs-key" if each.needs_key else "cli.take-back.waiting"
        terminal.say(key, item=each.place, of=each.of, results=each.results)
    terminal.problems(scores.problems)
    if scores.files:
        terminal.say("cli.report.done", files=tuple(map(str, scores.files)))


def _score_words(terminal: Terminal, row: CandidateLine) -> str:
    """A ticket's status, and its points where there are any."""
    from kaochang.domain.decimals import points_text
    from kaochang.reports.details import verdict

    status = terminal.words(f"ticket-status.{row.status.value}")
    if row.points is None or row.of is None:
        return status
    points = terminal.words("score-slip.points", points=points_text(row.points), of=points_text(row.of))
    return f"{status}  {points}  {verdict(row, terminal.words)}".rstrip()
