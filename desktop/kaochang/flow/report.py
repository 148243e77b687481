"""Report: what the centre knows of a session, as one plain value, and the files that are made of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.drawing import drawn
from kaochang.domain.outages import ledger
from kaochang.domain.places import place_of
from kaochang.domain.ports import Clock, Words
from kaochang.domain.responses import is_empty
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import (
    CandidateLine,
    Evidence,
    ExamSummary,
    Incident,
    ItemLine,
    Rescored,
    RoomNote,
    ScoredByPeople,
    SectionScore,
    SessionReport,
)
from kaochang.flow.merge import merged_manifests, merged_results
from kaochang.flow.merge_checks import MergedManifest
from kaochang.flow.reconcile import Reconciliation, reconcile
from kaochang.machine.safe_files import make_folder, replace_file
from kaochang.store.centre import Centre, FileRecord, counting
from kaochang.store.marking import GivenScore

Scores = dict[tuple[str, str], GivenScore]


@dataclass(frozen=True)
class _Facts:
    """Everything read once from the centre's database."""

    exams: dict[str, Exam]
    tickets: dict[str, Ticket]
    results: Mapping[str, ResultBody]
    files: dict[str, FileRecord]
    history: dict[tuple[str, str], list[GivenScore]]
    scores: Scores
    manifests: list[MergedManifest]
    standing: Reconciliation

    @cached_property
    def own(self) -> dict[str, Exam]:
        """The exam that each ticket with a result has, with its own items where they are drawn."""
        tickets = (self.tickets[number] for number in self.standing.results)
        return {ticket.number: drawn(self.exams[ticket.exam], ticket.number) for ticket in tickets}


def _section_scores(exam: Exam, sha256: str, scores: Scores) -> tuple[SectionScore, ...]:
    lines = []
    for section in exam.assessment.sections:
        points = [_points(scores, sha256, placed) for placed in section.items]
        known = sum((value for value in points if value is not None), Fraction(0))
        lines.append(SectionScore(section.title, known, section.total, points.count(None)))
    return tuple(lines)


def _points(scores: Scores, sha256: str, placed: PlacedItem) -> Fraction | None:
    score = scores.get((sha256, placed.id))
    return None if score is None else score.points


def _passed(exam: Exam, points: Fraction, waiting: int) -> bool | None:
    """Passed or not, once nothing waits; never before, not even where the points would already do."""
    mark = exam.rules.pass_mark
    return None if waiting or mark is None else points >= mark


def _evidence(body: ResultBody) -> tuple[Evidence, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for note in body.notes:
        counts[note.what, note.detail] += note.times
    return tuple(Evidence(what, detail, count) for (what, detail), count in counts.items())


def _candidate(ticket: Ticket, status: TicketStatus, facts: _Facts) -> CandidateLine:
    sha256 = facts.standing.results.get(ticket.number)
    if sha256 is None:
        return CandidateLine(ticket, status)
    body, exam = facts.results[sha256], facts.own[ticket.number]
    sections = _section_scores(exam, sha256, facts.scores)
    points = sum((section.points for section in sections), Fraction(0))
    waiting = sum(section.waiting for section in sections)
    return CandidateLine(
        ticket=ticket,
        status=status,
        sections=sections,
        points=points,
        of=exam.assessment.total,
        waiting=waiting,
        passed=None if status is TicketStatus.MISCONDUCT_PENDING else _passed(exam, points, waiting),
        receipt=facts.files[sha256].receipt,
        started_wall=body.started,
        closed_wall=body.closed,
        used_ms=min(body.used, body.limit),
        outage_ms=sum(outage.outage for outage in body.outages),
        credit_ms=sum(outage.credit for outage in body.outages),
        granted_ms=sum(act.credit for act in body.acts),
        evidence=_evidence(body),
        ledger=ledger(body.outages, body.acts),
    )


def _item_lines(exam: Exam, facts: _Facts) -> Iterable[ItemLine]:
    sat_by: defaultdict[tuple[int, str], list[tuple[str, ResultBody]]] = defaultdict(list)
    for ticket, sha256 in facts.standing.results.items():
        own = facts.own[ticket]
        for at, section in enumerate(own.assessment.sections if own.id == exam.id else ()):
            for placed in section.items:
                sat_by[at, placed.id].append((sha256, facts.results[sha256]))
    for at, section in enumerate(exam.assessment.sections):
        for placed in section.items:
            sat = sat_by[at, placed.id]
            responses = [body.responses.get(placed.id) for _, body in sat]
            points = [_points(facts.scores, sha256, placed) for sha256, _ in sat]
            known = [value for value in points if value is not None]
            given = [facts.scores.get((sha256, placed.id)) for sha256, _ in sat]
            # While a response waits, the mean would be that of those who left the item blank.
            all_known = bool(known) and None not in points
            mean = sum(known, Fraction(0)) / (len(known) * placed.points) if all_known and placed.points else None
            yield ItemLine(
                exam=exam.assessment.title,
                section=section.title,
                number=placed.item.number,
                type=placed.item.type,
                stem=placed.item.stem,
                of=placed.points,
                results=len(sat),
                answered=sum(response is not None and not is_empty(response) for response in responses),
                marked=len(known),
                mean_share=mean,
                scorers=tuple(sorted({score.by for score in given if score is not None and score.by})),
            )


def _incidents(manifests: list[MergedManifest]) -> Iterator[Incident]:
    for each in manifests:
        header = each.manifest.header
        for kind, count in sorted(header.incidents.items()):
            yield Incident(header.room, header.counter, kind, count)


def _notes(manifests: list[MergedManifest]) -> Iterator[RoomNote]:
    for each in manifests:
        if each.notes.strip():
            yield RoomNote(each.manifest.header.room, each.manifest.header.counter, each.notes)


def _rescored(facts: _Facts) -> Iterator[Rescored]:
    """Every score that replaced another person's or an earlier one, so that none is changed without trace."""
    for ticket, sha256 in facts.standing.results.items():
        for placed in facts.own[ticket].assessment.items():
            every = facts.history.get((sha256, placed.id), [])
            given = tuple((score.by, score.points) for score in every if score.by and score.points is not None)
            if len(given) > 1:
                yield Rescored(ticket, place_of(placed.item), given)


def _scored(facts: _Facts) -> Iterator[ScoredByPeople]:
    """What people said of the responses that they scored: points by criterion and comments, where there are some."""
    for ticket, sha256 in facts.standing.results.items():
        for placed in facts.own[ticket].assessment.items():
            score = facts.scores.get((sha256, placed.id))
            if score is not None and score.points is not None and score.by:
                criteria = tuple((each.criterion, each.points) for each in score.criteria if each.criterion)
                if criteria or score.comment:
                    place = place_of(placed.item)
                    yield ScoredByPeople(ticket, place, score.points, score.by, criteria, score.comment)


def session_report(centre: Centre, clock: Clock) -> SessionReport:
    """The session as it stands: every ticket by name, every score so far, every problem."""
    record, history, standing = centre.session(), centre.score_history(), reconcile(centre)
    held = {number: holder.holding(centre.tickets()[number]) for number, holder in standing.holders.items()}
    facts = _Facts(
        exams=centre.exams(),
        tickets=centre.tickets() | held,
        results=merged_results(centre),
        files={each.sha256: each for each in centre.files()},
        history=history,
        scores={at: counting(given) for at, given in history.items()},
        manifests=merged_manifests(centre),
        standing=standing,
    )
    statuses = facts.standing.statuses
    return SessionReport(
        title=record.session.title,
        session=record.session.id,
        kind=record.session.kind,
        level=record.session.level,
        opens=record.session.opens,
        closes=record.session.closes,
        made=clock.wall(),
        exams=tuple(
            ExamSummary(
                exam.id, exam.assessment.title, exam.assessment.total, exam.rules.pass_mark, exam.rules.scale_100
            )
            for exam in facts.exams.values()
        ),
        rooms={room.id: room.name for room in record.session.rooms},
        candidates=tuple(
            _candidate(ticket, statuses[number], facts)
            for number, ticket in facts.tickets.items()
            if number not in facts.standing.unused
        ),
        items=tuple(line for exam in facts.exams.values() for line in _item_lines(exam, facts)),
        problems=facts.standing.problems,
        incidents=tuple(dict.fromkeys(_incidents(facts.manifests))),
        notes=tuple(dict.fromkeys(_notes(facts.manifests))),
        passed_findings=record.passed_findings,
        rescored=tuple(_rescored(facts)),
        scored=tuple(_scored(facts)),
        acts=facts.standing.acts,
        unmarked=_unmarked(facts),
        decisions=facts.standing.decisions,
        open_points=len(facts.standing.waits),
    )


def _unmarked(facts: _Facts) -> int:
    """How many results that count no marking has looked at: it gives every item of a result a score or a reason."""
    marked = {sha256 for sha256, _ in facts.scores}
    return sum(sha256 not in marked for sha256 in facts.standing.results.values())


def report_files(report: SessionReport, words: Words, font: Path, zone: tzinfo) -> dict[str, bytes]:
    """The report as XLSX, PDF and CSV, by the names of its files."""
    from kaochang.reports.csv import write_csv
    from kaochang.reports.report_pdf import write_pdf
    from kaochang.reports.workbook import write_workbook

    return {
        "report.xlsx": write_workbook(report, words, zone),
        "report.pdf": write_pdf(report, words, font, zone),
        "report.csv": write_csv(report, words, zone),
    }


def write_report(report: SessionReport, folder: Path, words: Words, font: Path, zone: tzinfo) -> list[Path]:
    """Writes the report's files; their paths. Earlier ones of the same session are replaced."""
    return replace_files(folder, report_files(report, words, font, zone))


def replace_files(folder: Path, made: dict[str, bytes]) -> list[Path]:
    """Writes files by their names into a folder, which is made where it is missing; their paths."""
    make_folder(folder)
    for name, data in made.items():
        replace_file(folder / name, data)
    return [folder / name for name in made]
