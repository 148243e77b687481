"""The verb about rosters: what one says before anything is sealed by it, and one of those who have to come again."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.centre import open_centre
from kaochang.cli.options import A_PATH, BadForm, OptionValue, command, json_option, option, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome, Refusal, refusals_at
from kaochang.domain.values import to_plain
from kaochang.presenters.refusals import to_words

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.domain.session_reports import SessionReport
    from kaochang.papers.roster import RosterColumn, RosterProblem, RosterRead

_MOST_LISTED = 100_000
_LETTERS = 26


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "roster")
    @click.argument("file", type=A_PATH, required=False)
    @option(words, "--most", "roster-most", type=click.IntRange(1, _MOST_LISTED), default=5, show_default=True)
    @path_option(words, "--from", "roster-from")
    @option(words, "--absent", "roster-absent", is_flag=True)
    @option(words, "--failed", "roster-failed", is_flag=True)
    @option(words, "--exam", "roster-exam", default="")
    @path_option(words, "-o", "roster-out")
    @json_option(words)
    def roster(file: Path | None, **given: OptionValue) -> int:
        again = [name for name in ("from", "absent", "failed", "exam", "o") if given[name]]
        if file is not None and not again:
            return _look(terminal, file, given)
        if file is None and {"from", "o"} <= set(again) and (given["absent"] or given["failed"]):
            return _again(terminal, given)
        raise BadForm("FILE", "roster")


def _look(terminal: Terminal, file: Path, given: dict[str, Any]) -> int:
    from kaochang.flow.office_roster import read_kept

    with refusals_at(file):
        read = read_kept(file)
    by_kind: defaultdict[str, list[RosterProblem]] = defaultdict(list)
    for problem in read.problems:
        by_kind[problem.key].append(problem)
    if given["json"]:
        _tell(terminal, file, read, by_kind, given["most"])
    else:
        _say(terminal, read, by_kind, given["most"])
    return FINDINGS_EXIT if read.problems else 0


def _rooms(read: RosterRead) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.room for row in read.rows if row.room))


def _tell(terminal: Terminal, file: Path, read: RosterRead, by_kind: dict[str, list[RosterProblem]], most: int) -> None:
    doubts = sum(problem.is_doubt for problem in read.problems)
    listed = [to_plain(problem) for found in by_kind.values() for problem in found[:most]]
    columns = [
        {"field": each.field, "column": each.at + 1, "header": each.header, "told": each.is_told}
        for each in read.columns
    ]
    told = {"file": str(file), "outcome": 0, "rows": len(read.rows), "rooms": list(_rooms(read)), "columns": columns}
    counts = {key.removeprefix("roster."): len(found) for key, found in by_kind.items()}
    terminal.tell(
        {**told, "wrong": len(read.problems) - doubts, "doubts": doubts, "counts": counts, "problems": listed}
    )


def _say(terminal: Terminal, read: RosterRead, by_kind: dict[str, list[RosterProblem]], most: int) -> None:
    terminal.say("cli.roster.rows", rows=len(read.rows))
    for column in read.columns:
        _say_column(terminal, column)
    if rooms := _rooms(read):
        terminal.say("cli.roster.rooms", count=len(rooms), rooms=rooms)
    for found in by_kind.values():
        _say_kind(terminal, found, most)
    doubts = sum(problem.is_doubt for problem in read.problems)
    key = "cli.roster.whole" if not read.problems else "cli.roster.doubtful" if read.is_whole else "cli.roster.wrong"
    terminal.say(key, wrong=len(read.problems) - doubts, doubts=doubts)


def _say_column(terminal: Terminal, column: RosterColumn) -> None:
    place, title = _letters(column.at), terminal.words(f"office.roster.column.{column.field}")
    key = "cli.roster.column-told" if column.is_told else "cli.roster.column"
    terminal.say(key, title=title, column=place, header=column.header)


def _say_kind(terminal: Terminal, found: list[RosterProblem], most: int) -> None:
    """Problems of one kind: what to do stands behind the last one that is listed."""
    said = [to_words(problem.refusal(), terminal.words) for problem in found[:most]]
    for each in said:
        terminal.line(f"  {each.message}")
    if len(found) > most:
        terminal.say("cli.roster.more", count=len(found) - most)
    terminal.line(f"    {said[-1].next_step}")


def _letters(at: int) -> str:
    """A column as spreadsheets call it: A to Z, then AA."""
    head, last = divmod(at, _LETTERS)
    return (_letters(head - 1) if head else "") + chr(ord("A") + last)


def _again(terminal: Terminal, given: dict[str, Any]) -> int:
    """Absentees and fails of a session as a roster."""
    from kaochang.flow.report import session_report
    from kaochang.flow.retakes import retake_of
    from kaochang.machine.safe_files import check_free, write_new
    from kaochang.reports.roster_book import write_roster_book

    out: Path = given["o"]
    if out.suffix.lower() != ".xlsx":
        raise BadForm("-o", "roster-book")
    check_free(out)
    with closing(open_centre(given["from"])) as centre:
        report = session_report(centre, terminal.clock)
    exam = _exam_of(report, given["exam"])
    rows = [row for row in report.candidates if exam in ("", row.ticket.exam)]
    retake = retake_of(rows, absent=given["absent"], failed=given["failed"])
    write_new(out, write_roster_book(retake.text, terminal.words("office.roster.template.sheet")))
    counts = {"absent": retake.absent, "failed": retake.failed, "waiting": retake.waiting}
    if given["json"]:
        terminal.tell({"file": str(out), "outcome": 0, **counts})
    else:
        terminal.say("cli.roster.written", file=out, **counts)
        if retake.waiting:
            terminal.say("office.sessions.retake.waiting", count=retake.waiting)
    return 0


def _exam_of(report: SessionReport, named: str) -> str:
    """The id of an exam named by its title or id, "" where none is; MISSING where the session has no such exam."""
    found = [exam.id for exam in report.exams if named in (exam.id, exam.title)]
    if named and not found:
        titles = tuple(exam.title for exam in report.exams)
        raise Refusal(Outcome.MISSING, "retake.no-exam", exam=named, exams=titles)
    return found[0] if named else ""
