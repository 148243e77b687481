"""The clerk's own round in the quick level: what lies on sticks is collected, and signed, on the office's PC.

The office kept the rooms' proctor kits and, in the session's key file, what opens them; so nobody types a start code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import kits
from kaochang.custody.key_files import Key, KeyRole
from kaochang.custody.kits import ProctorKit
from kaochang.domain.ports import Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.session_reports import FileProblem
from kaochang.flow import collect, keys, offices, sticks
from kaochang.flow.collect import KIT_LIMIT, Collection, CollectOrder
from kaochang.flow.our_files import read_ours
from kaochang.flow.quick import ALL, QuickOffice, share_of_way
from kaochang.flow.quick_stick import PROCTORS, ROOMS
from kaochang.flow.seal import EXAM_FILE
from kaochang.machine.folders import readable
from kaochang.machine.safe_files import io_refusals, make_folder
from kaochang.sealing.frame import FileType

_NOTHING = "collect.nothing"
"""How `collect` refuses a room of which nothing is found and nothing is said."""


@dataclass(frozen=True)
class TakeBack:
    """What is taken back: which session, from which sticks and folders, and who is known to have been absent.

    `absent` and `on_paper` are ticket numbers, remembered from one time to the next. The reports go
    into a folder of their own in `out`, or to the office's folder of the session.
    """

    session: str
    sources: Sequence[Path]
    passphrase: str = field(repr=False)
    absent: frozenset[str] = frozenset()
    on_paper: frozenset[str] = frozenset()
    out: Path | None = None


def exam_of(office: QuickOffice, session: str) -> Path:
    """The office's own copy of a session's sealed exam; MISSING for a session that it did not seal."""
    exam = office.session(session) / ROOMS / EXAM_FILE
    if not exam.is_file():
        raise Refusal(Outcome.MISSING, "quick.no-session", session=session)
    return exam


def collected(office: QuickOffice, session: str) -> Path:
    """Where the office lays what it collects of a session, as on a stick; not made here."""
    return office.session(session) / sticks.MEMORY


def collect_rooms(office: QuickOffice, order: TakeBack, progress: Progress = no_progress) -> tuple[FileProblem, ...]:
    """Brings what the sources hold of any room into the office's folder, and signs for each; what went wrong, by name.

    A room of which nothing is there yet is left for a later time. MISSING where that is so of every room, CONTEXT for
    a ticket that no room has, CODE for a wrong passphrase; nothing is written then.
    """
    exam_of(office, order.session)
    for source in order.sources:
        if not source.exists():
            raise Refusal(Outcome.MISSING, "io.missing", readable(source))
    opened = list(_kits(office, order))
    _check_tickets(opened, order)
    target = make_folder(collected(office, order.session))
    found = [
        _collect(office, order, kit, target, share_of_way(progress, ALL * at, ALL * (at + 1), ALL * len(opened)))
        for at, kit in enumerate(opened)
    ]
    rounds = [each for each in found if each is not None]
    if not rounds:
        places = tuple(readable(source) for source in order.sources)
        raise Refusal(Outcome.MISSING, "quick.nothing", sources=places)
    return tuple(problem for each in rounds for problem in each.problems)


def _kits(office: QuickOffice, order: TakeBack) -> Iterator[ProctorKit]:
    """Every room's proctor kit, opened by the session's key file."""
    key = keys.open_key(
        office.keys / offices.SESSIONS_FOLDER / f"{order.session}.kcy", order.passphrase, KeyRole.SESSION
    )
    folder = office.session(order.session) / PROCTORS
    with io_refusals(folder):
        paths = sorted(path for path in folder.iterdir() if path.suffix == f".{FileType.PROCTOR_KIT.extension}")
    for path in paths:
        yield _open(path, key)


def _open(path: Path, key: Key) -> ProctorKit:
    with refusals_at(path):
        data = read_ours(path, KIT_LIMIT, FileType.PROCTOR_KIT)
        return kits.open_proctor_kit_by_key(data, key.seed(f"kit/{path.stem}"))


def _check_tickets(opened: Sequence[ProctorKit], order: TakeBack) -> None:
    known = {ticket.number for kit in opened for ticket in kit.tickets}
    strangers = (order.absent | order.on_paper) - known
    if strangers:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket=tuple(sorted(strangers)))


def _collect(
    office: QuickOffice, order: TakeBack, kit: ProctorKit, target: Path, progress: Progress
) -> Collection | None:
    """One room's round; None where nothing of it is there yet."""
    here = {ticket.number for ticket in kit.tickets}
    wanted = CollectOrder(
        sources=order.sources,
        target=target,
        absent=order.absent & here,
        on_paper=order.on_paper & here,
        memory=target.parent,  # what this PC remembers of a round and what it brings are one folder here
        random=office.random,
    )
    try:
        return collect.collect(kit, wanted, office.clock, progress)
    except Refusal as refusal:
        if refusal.key == _NOTHING:
            return None
        raise
