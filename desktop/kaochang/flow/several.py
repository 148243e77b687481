"""Several sessions on one PC: the sealed exams of a folder, each with its door, or with why it does not open."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kaochang.domain.ports import Keeper
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import keeping
from kaochang.flow.desk import Desk
from kaochang.flow.superseded import newest_of
from kaochang.flow.unlock import Door
from kaochang.flow.versions_here import exams_in, is_open
from kaochang.flow.way_in import WayIn


@dataclass(frozen=True)
class Offer:
    """One sealed exam of the folder: what stands on the room's door, or the refusal of a file that is of no use."""

    path: Path
    door: Door | None = None
    refusal: Refusal | None = None


def sessions(desk: Desk, folder: Path, site: Path | None, room: str | None) -> tuple[Offer, ...]:
    """Every sealed exam of the folder that no newer version is beside; one that is damaged hinders no other.

    MISSING where there is none.
    """
    found = exams_in(folder)
    if not found:
        raise Refusal(Outcome.MISSING, "sit.no-exam-here", str(folder))
    offers = tuple(offer(WayIn(desk, each, site, room)) for each in found)
    newest = newest_of(each.door.session.id for each in offers if each.door is not None)
    return tuple(each for each in offers if each.door is None or _is_wanted(desk, each.door.session.id, newest))


def _is_wanted(desk: Desk, session: str, newest: frozenset[str]) -> bool:
    """Whether a session is to be chosen here: what takes its place is not, or an attempt of it is on this PC."""
    return session in newest or is_open(desk, session)


def offer(way: WayIn) -> Offer:
    """What there is to choose at one file."""
    try:
        return Offer(way.exam, way.door())
    except Refusal as refusal:
        return Offer(way.exam, refusal=refusal)


def kept(keeper: Keeper, desk: Desk, folder: Path, site: Path | None) -> Path | None:
    """The sealed exam of the attempt whose keys are kept; None where nothing is kept, or the file has gone."""
    wanted = keeping.exam_file_of(keeper)
    if not wanted:
        return None
    for each in exams_in(folder):
        with suppress(Refusal):  # a damaged one is not it
            if WayIn(desk, each, site, None).sealed().context.exam_file == wanted:
                return each
    return None
