"""Several sessions on one PC: the sealed exams of a folder, each with its door, or with why it does not open."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kaochang.domain.ports import Keeper
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import keeping
from kaochang.flow.desk import Desk
from kaochang.flow.unlock import Door
from kaochang.flow.way_in import WayIn
from kaochang.machine.folders import check_folder
from kaochang.machine.safe_files import io_refusals
from kaochang.sealing.frame import FileType


@dataclass(frozen=True)
class Offer:
    """One sealed exam of the folder: what stands on the room's door, or the refusal of a file that is of no use."""

    path: Path
    door: Door | None = None
    refusal: Refusal | None = None


def exams_in(folder: Path) -> list[Path]:
    """The sealed exams that lie in a folder, by name; what lies deeper is another PC's business."""
    check_folder(folder)
    with io_refusals(folder):
        found = [each for each in folder.iterdir() if each.suffix.lower() == f".{FileType.EXAM.extension}"]
    return sorted(found, key=lambda path: path.name)


def sessions(desk: Desk, folder: Path, site: Path | None, room: str | None) -> tuple[Offer, ...]:
    """Every sealed exam of the folder. MISSING where there is none; one that is damaged hinders no other."""
    found = exams_in(folder)
    if not found:
        raise Refusal(Outcome.MISSING, "sit.no-exam-here", str(folder))
    return tuple(_offer(WayIn(desk, each, site, room)) for each in found)


def _offer(way: WayIn) -> Offer:
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
