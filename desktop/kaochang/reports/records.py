"""What people and PCs recorded about a session as one grid: nothing is written down on the day that nobody reads.

Incidents and notes of the proctors, the acts they granted, outages and pauses, red lines that were passed, evidence
from the PCs, and scores that were changed.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from kaochang.domain.acts import Reach
from kaochang.domain.decimals import points_text
from kaochang.domain.decisions import undone_by
from kaochang.domain.guards import Happening, Severity, severity
from kaochang.domain.incidents import IncidentKind
from kaochang.domain.outages import LedgerLine, Line
from kaochang.domain.papers import Kind
from kaochang.domain.ports import Words
from kaochang.domain.session_reports import (
    ActState,
    CandidateLine,
    Evidence,
    Rescored,
    RoomAct,
    ScoredByPeople,
    SessionReport,
)
from kaochang.reports.decided import decision_text
from kaochang.reports.grids import Cell, Form, Grid, columns
from kaochang.reports.tallies import room_name
from kaochang.reports.wording import duration_text, shorten

_FORMS = {
    "record": Form.TEXT,
    "room": Form.TEXT,
    "ticket": Form.TEXT,
    "said": Form.LONG_TEXT,
    "times": Form.COUNT,
}
_LONGEST = 2000
"""Characters of one record; a cell of a spreadsheet takes no more than 32,767."""
_DETAIL = 60
_KNOWN = frozenset(Happening)
_FINDINGS = frozenset(Kind)
_PASSED = re.compile(r"(?P<place>.*?) (?P<kind>[a-z-]+): (?P<said>.*)", re.DOTALL)
_OF_GUARDS = frozenset((Happening.GUARD_HELD, Happening.GUARD_DEGRADED, Happening.GUARD_BROKEN))
_GUARDS = frozenset(("clipboard", "focus", "full-screen", "input-method", "keyboard", "observer", "screens"))
_KINDS = frozenset(IncidentKind)
_WEIGHTS = (Severity.SERIOUS, Severity.NOTICE, Severity.INFO)

_Row = tuple[Cell, ...]


def record_grid(report: SessionReport, words: Words) -> Grid:
    """One row per incident, note, act, outage or pause, passed finding, score by people; evidence by its weight."""
    rows = (
        *_incidents(report, words),
        *_notes(report, words),
        *(_act(report, each, words) for each in report.acts),
        *(_outage(report, line, each, words) for line in report.candidates for each in line.ledger),
        *_passed(report, words),
        *(row for weight in _WEIGHTS for line in report.candidates for row in _evidence(report, line, weight, words)),
        *(_rescored(each, words) for each in report.rescored),
        *(_scored(each, words) for each in report.scored),
        *_decisions(report, words),
    )
    return Grid(columns(words, _FORMS), rows)


def _incidents(report: SessionReport, words: Words) -> Iterator[_Row]:
    for each in report.incidents:
        kind = words(f"incident.{each.kind}") if each.kind in _KINDS else shorten(each.kind, _LONGEST)
        text = words("report.by-manifest", text=kind, manifest=each.manifest)
        yield words("report.record.incident"), room_name(report, each.room), "", text, each.count


def _notes(report: SessionReport, words: Words) -> Iterator[_Row]:
    for each in report.notes:
        text = words("report.by-manifest", text=shorten(each.text, _LONGEST), manifest=each.manifest)
        yield words("report.record.note"), room_name(report, each.room), "", text, None


def _act(report: SessionReport, each: RoomAct, words: Words) -> _Row:
    """What was granted, by whom and why; what it gave, or why nobody has it."""
    kind = words(f"act-kind.{each.kind}")
    what = words("report.act-minutes", kind=kind, minutes=each.minutes) if each.minutes else kind
    state = words(f"report.act-state.{each.state}", given=duration_text(timedelta(milliseconds=each.credit_ms)))
    parts = [_reached(each, what, words), state]
    if each.state is not ActState.NOT_LOGGED:
        by, reason = shorten(each.by, _DETAIL), shorten(each.reason, _LONGEST)
        parts.insert(1, words("report.act-by", by=by, reason=reason) if each.by else words("report.act-by-unknown"))
    text = shorten(words("report.act-separator").join(parts), _LONGEST)
    return words("report.record.act"), room_name(report, each.room), each.ticket, text, each.count


def _reached(each: RoomAct, what: str, words: Words) -> str:
    """What was granted, and by which card, or that it was for a whole room."""
    match each.reach:
        case Reach.ROOM:
            return words("report.act-room", what=what)
        case Reach.CARD if each.serial:
            return words("report.act-card", what=what, serial=each.serial)
        case _:
            return what


def _outage(report: SessionReport, line: CandidateLine, each: LedgerLine, words: Words) -> _Row:
    """How long, from what, and what was given back of it by the exam's rule and by a proctor's act."""
    spans = {"length": each.length, "by_rule": each.by_rule, "by_act": each.by_act}
    told = {name: duration_text(timedelta(milliseconds=span)) for name, span in spans.items()}
    key = "report.ledger-doubted" if each.doubted else "report.ledger-line"
    key = "report.ledger-pause" if each.line is Line.PAUSE else key
    text = words(key, line=words(f"ledger.{each.line}"), **told)
    return words("report.record.outage"), room_name(report, line.ticket.room), line.ticket.number, text, None


def _passed(report: SessionReport, words: Words) -> Iterator[_Row]:
    for text in report.passed_findings:
        yield words("report.record.passed"), "", "", shorten(_passed_text(text, words), _LONGEST), None


def _passed_text(text: str, words: Words) -> str:
    """As the office sealed it: PLACE KIND: NAME: REASON; anything else stands as it is."""
    parts = _PASSED.fullmatch(text)
    if parts is None or parts["kind"] not in _FINDINGS:
        return text
    return words("report.passed", place=parts["place"], what=words(f"finding-name.{parts['kind']}"), said=parts["said"])


def _evidence(report: SessionReport, line: CandidateLine, weight: Severity, words: Words) -> Iterator[_Row]:
    """What weighs so much of what was noted at one candidate's PC, in one row; none where that is nothing."""
    noted = [each for each in line.evidence if severity(each.what) is weight]
    if not noted:
        return
    parts = (words("report.evidence-count", what=evidence_text(each, words), count=each.count) for each in noted)
    text = shorten(words("list.separator").join(parts), _LONGEST)
    total = sum(each.count for each in noted)
    kind = words(f"report.record.evidence.{weight}")
    yield kind, room_name(report, line.ticket.room), line.ticket.number, text, total


def evidence_text(each: Evidence, words: Words) -> str:
    """A later program may note what this one has no words for; then its own word stands there."""
    detail = shorten(each.detail, _DETAIL)
    if each.what in _OF_GUARDS and each.detail in _GUARDS:
        detail = words(f"guard.{each.detail}")
    if each.what in _KNOWN:
        return words(each.what, detail=detail)
    return words("report.evidence-other", what=shorten(each.what, _DETAIL), detail=detail)


def _decisions(report: SessionReport, words: Words) -> Iterator[_Row]:
    undone = undone_by(report.decisions)
    for each in report.decisions:
        text = shorten(decision_text(each, undone.get(each.number), words), _LONGEST)
        yield words("report.record.decision"), room_name(report, each.room), each.ticket, text, None


def _scored(each: ScoredByPeople, words: Words) -> _Row:
    """An open item's points with those of each criterion, and what its scorer said."""
    by_criterion = [
        words("report.criterion", name=shorten(name, _DETAIL), points=points_text(points))
        for name, points in each.criteria
    ]
    parts = [words("report.human-score", item=each.item, points=points_text(each.points), by=shorten(each.by, _DETAIL))]
    parts += [words("list.separator").join(by_criterion)] if by_criterion else []
    parts += [each.comment] if each.comment else []
    text = shorten(words("report.act-separator").join(parts), _LONGEST)
    return words("report.record.scored"), "", each.ticket, text, None


def _rescored(each: Rescored, words: Words) -> _Row:
    scores = (words("report.scored", by=by, points=points_text(points)) for by, points in each.scores)
    text = words("report.rescored", item=each.item, scores=words("report.then").join(scores))
    return words("report.record.rescored"), "", each.ticket, shorten(text, _LONGEST), len(each.scores)
