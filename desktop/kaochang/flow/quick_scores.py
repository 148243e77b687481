"""From the stick that comes back to the score table: collected, merged, marked and reported in one go.

The same stick again changes nothing; a further one adds to what is there.
"""

import itertools
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from kaochang.custody import sealed_exam
from kaochang.custody.envelope import read_header
from kaochang.custody.kits import CentreKit
from kaochang.custody.results import ResultHeader
from kaochang.custody.site import open_site
from kaochang.domain.assessments import Level, PlacedItem, Session
from kaochang.domain.places import place_of
from kaochang.domain.ports import Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.scoring import Reason
from kaochang.domain.session_reports import CandidateLine, FileProblem, SessionReport
from kaochang.flow import centre_kit, ledger, mark, offices, report, sticks, walked_in
from kaochang.flow.office_sessions import sealed_sessions
from kaochang.flow.quick import ALL, QuickOffice, folder_name, share_of_way
from kaochang.flow.quick_collect import TakeBack, collect_rooms, collected, exam_of
from kaochang.flow.reconcile import reconcile
from kaochang.flow.seal import CENTRE_KIT_FILE
from kaochang.flow.trust import Trust
from kaochang.machine.folders import files_under
from kaochang.machine.safe_files import open_regular, read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType
from kaochang.store.centre import Centre

_COLLECTED, _MERGED = 40, 80
"""Per cent of the way when all is collected, and when all is merged."""

_ID_LENGTH = 8
"""Characters of a session's id in the name of a folder."""

_UNSETTLED = frozenset({TicketStatus.PRESENT, TicketStatus.NOT_STARTED, TicketStatus.MISSING_FILE, TicketStatus.MOVED})
"""Statuses of tickets that somebody has to look after, unless there is a result."""


@dataclass(frozen=True)
class FoundSession:
    """A session that this office sealed, and how many results of it lie in a place."""

    session: Session
    results: int


@dataclass(frozen=True)
class WaitingItem:
    """An item without points in some results: by its place, what it is worth, and in how many results.

    `needs_key`: it has no key yet; otherwise people must mark it.
    """

    place: str
    of: Fraction
    results: int
    needs_key: bool


@dataclass(frozen=True)
class QuickScores:
    """How a session stands: a row for every ticket, who is missing, what waits for people, what went wrong, reports.

    `rows` are the report's candidates in the roster's order. `missing` are the tickets that nobody accounted for: no
    result, and not said to be absent or to write on paper. `files` are the report's XLSX, PDF and CSV and the slips to
    hand out; where they could not be written, `unwritten` says why. `is_new` says whether this time brought anything.
    `undecided` are walk-ins with a result whom nobody has accepted or refused yet.
    """

    report: SessionReport
    waiting: tuple[WaitingItem, ...]
    problems: tuple[FileProblem, ...]
    files: tuple[Path, ...] = ()
    is_new: bool = False
    unwritten: Refusal | None = None
    undecided: tuple[FileProblem, ...] = ()

    @property
    def rows(self) -> tuple[CandidateLine, ...]:
        """Every ticket, in the roster's order."""
        return self.report.candidates

    @property
    def missing(self) -> tuple[CandidateLine, ...]:
        """The tickets that nobody accounted for."""
        return tuple(row for row in self.rows if row.points is None and row.status in _UNSETTLED)


def share_of(row: CandidateLine) -> Fraction | None:
    """What share of its points a row has; None while anything waits, and without a result."""
    return None if row.points is None or row.waiting or not row.of else row.points / row.of


def sessions_of(office: QuickOffice) -> tuple[Session, ...]:
    """Every session that this office sealed and marks itself, the one that opens last first; no secret is needed."""
    return tuple(kept.session for kept in sealed_sessions(office) if kept.session.level is Level.QUICK)


def sessions_at(office: QuickOffice, sources: Sequence[Path], *, everywhere: bool = True) -> tuple[FoundSession, ...]:
    """Those of which results lie below the sources, the one that opens last first; without any secret.

    By what the results say of themselves: whether they are right is seen when they are taken back. If not `everywhere`,
    only where exam-room PCs lay them on a stick: nobody waits until a whole drive is looked through.
    """
    found: Counter[str] = Counter()
    places = sources if everywhere else [each for each in map(_laid_at, sources) if each.is_dir()]
    for path in files_under(places, frozenset({f".{FileType.RESULT.extension}"})):
        found[_session_said(path)] += 1
    return tuple(FoundSession(each, found[each.id]) for each in sessions_of(office) if found[each.id])


def _laid_at(source: Path) -> Path:
    return source / sticks.STICK_FOLDER


def _session_said(path: Path) -> str:
    """The session that a result says it belongs to; "" for what is no result."""
    try:
        with open_regular(path) as stream:
            return read_header(ResultHeader, frame.peek(stream, FileType.RESULT)).identity.context.session
    except Refusal:
        return ""


def take_back(office: QuickOffice, order: TakeBack, progress: Progress = no_progress) -> QuickScores:
    """Collects, merges, marks and reports; `progress` is told in per cent.

    MISSING for a session that is not this office's, or of which nothing lies at the sources and nothing was taken back
    before; CODE for a wrong passphrase. A report that cannot be written costs no score.
    """
    progress(0, ALL)
    problems = collect_rooms(office, order, share_of_way(progress, 0, _COLLECTED))
    kit = _centre_kit(office, order)
    with closing(Centre(_database(office, order.session))) as centre:
        signing = ledger.Signing(ledger.signing_seed(kit, None))
        told = share_of_way(progress, _COLLECTED, _MERGED)
        count, _ = ledger.merge_signed(centre, kit, _sources(office, order.session), signing, office.clock, told)
        mark.mark(centre, office.clock, share_of_way(progress, _MERGED, ALL))
        scores = _standing(office, centre, problems)
    return _written(office, order, replace(scores, is_new=count.accepted > 0))


def was_taken_back(office: QuickOffice, session: str) -> bool:
    """Whether anything of a session was taken back before: then `scores_of` has a table."""
    return _database(office, session).exists()


def scores_of(office: QuickOffice, session: str) -> QuickScores:
    """How a session stands since it was last taken back; without a secret. MISSING where it never was."""
    exam_of(office, session)
    path = _database(office, session)
    if not path.exists():
        raise Refusal(Outcome.MISSING, "quick.not-taken-back")
    with closing(Centre(path)) as centre:
        return _standing(office, centre, ())


def export_scores(office: QuickOffice, scores: QuickScores, into: Path) -> tuple[Path, ...]:
    """Writes the report's XLSX, PDF and CSV and the slips into a folder of the session's own in any folder.

    Named by title and day, and by the beginning of the session's id, which another of that title and day has not. No
    file that is there is replaced by another: where any differs, the folder gets a number, " (2)" and so on.
    """
    value, made = scores.report, _score_files(office, scores)
    name = f"{folder_name(value.title, value.opens, office.zone)} {value.session[:_ID_LENGTH]}"
    names = itertools.chain([name], (f"{name} ({number})" for number in itertools.count(2)))
    free = (folder for folder in map(into.joinpath, names) if not any(_is_other(folder / n, made[n]) for n in made))
    return tuple(report.replace_files(next(free), made))


def _is_other(path: Path, data: bytes) -> bool:
    """Whether something is there, and not the same."""
    if not os.path.lexists(path):
        return False
    try:
        return read_whole(path, len(data)) != data
    except Refusal:
        return True  # larger, no file, or of somebody else: in any case not ours to replace


def _score_files(office: QuickOffice, scores: QuickScores) -> dict[str, bytes]:
    from kaochang.reports.score_slips import SCORE_SLIPS_FILE, write_score_slips

    value, words, font, zone = scores.report, office.words, office.font, office.zone
    slips = write_score_slips(value, words, font, zone)
    return {**report.report_files(value, words, font, zone), SCORE_SLIPS_FILE: slips}


def _written(office: QuickOffice, order: TakeBack, scores: QuickScores) -> QuickScores:
    """With the reports: the office's own are replaced, those that go elsewhere are not."""
    own = office.session(order.session) / "report"
    try:
        if order.out is None:
            files = tuple(report.replace_files(own, _score_files(office, scores)))
        else:
            files = export_scores(office, scores, order.out)
    except Refusal as refusal:  # most often the table is open in another program
        return replace(scores, unwritten=refusal)
    return replace(scores, files=files)


def _database(office: QuickOffice, session: str) -> Path:
    return office.session(session) / "centre.db"


def _sources(office: QuickOffice, session: str) -> list[Path]:
    """What is merged: all that was collected, and the session's errata, which the office keeps beside its keys."""
    kept = office.keys / offices.SESSIONS_FOLDER
    return [collected(office, session), *sorted(kept.glob(f"{session}-[0-9]*.{FileType.ERRATA.extension}"))]


def _centre_kit(office: QuickOffice, order: TakeBack) -> CentreKit:
    """The session's centre kit, held against the sealed exam and the office's own site file, and opened."""
    site = open_site(read_whole(office.keys / offices.SITE_FILE, offices.KEY_FILE_LIMIT))
    exam = sealed_exam.open_sealed_exam(exam_of(office, order.session), *site.offices())
    held = centre_kit.read_kit(office.session(order.session) / CENTRE_KIT_FILE, Trust(site, exam))
    return held.open(order.passphrase)


def _standing(office: QuickOffice, centre: Centre, problems: Sequence[FileProblem]) -> QuickScores:
    value = report.session_report(centre, office.clock)
    every = dict.fromkeys((*value.problems, *problems))
    return QuickScores(value, tuple(_waiting(centre)), tuple(every), undecided=_undecided(centre))


def _undecided(centre: Centre) -> tuple[FileProblem, ...]:
    """The walk-ins whom somebody has still to decide about: none where the session has no reserve tickets."""
    if not any(ticket.is_reserve for ticket in centre.tickets().values()):
        return ()
    return tuple(each for each in reconcile(centre).waits if each.key == walked_in.WAITS)


def _waiting(centre: Centre) -> Iterator[WaitingItem]:
    """What has no points yet, item by item."""
    found: Counter[tuple[str, bool]] = Counter()
    items: dict[str, PlacedItem] = {}
    for each in mark.waiting(centre):
        items[each.placed.id] = each.placed
        found[each.placed.id, each.reason is Reason.KEY_PENDING] += 1
    for (name, needs_key), count in found.items():
        placed = items[name]
        yield WaitingItem(place_of(placed.item), placed.points, count, needs_key)
