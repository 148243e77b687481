"""Which sealed exams lie in a folder, and which of them is the newest version of a session that may be sat here."""

from contextlib import suppress
from pathlib import Path

from kaochang.domain.refusals import Refusal
from kaochang.domain.sealings import sealing_of
from kaochang.flow.desk import RESULT_NAME, Desk
from kaochang.flow.way_in import WayIn
from kaochang.machine.folders import check_folder
from kaochang.machine.safe_files import io_refusals
from kaochang.sealing.frame import FileType


def exams_in(folder: Path) -> list[Path]:
    """The sealed exams that lie in a folder, by name; what lies deeper is another PC's business."""
    check_folder(folder)
    with io_refusals(folder):
        found = [each for each in folder.iterdir() if each.suffix.lower() == f".{FileType.EXAM.extension}"]
    return sorted(found, key=lambda path: path.name)


def is_open(desk: Desk, session: str) -> bool:
    """Whether any attempt of a session is on this PC that was not handed in: it goes on where it was begun."""
    logs = (desk.folder / session).glob(f"*/*.{FileType.JOURNAL.extension}")
    return any(not (log.parent / RESULT_NAME).exists() for log in logs)


def newer_beside(desk: Desk, exam: Path, site: Path | None) -> tuple[Path, int] | None:
    """The newest version of an exam's session that lies beside it, with its number.

    None where it is the newest, or an attempt of it is open on this PC, which goes on where it was begun.
    """
    session = WayIn(desk, exam, site, None).sealed().header.session.id
    return None if is_open(desk, session) else _newest(desk, exam, site)


def _newest(desk: Desk, exam: Path, site: Path | None) -> tuple[Path, int] | None:
    own = sealing_of(WayIn(desk, exam, site, None).sealed().header.session.id)
    newest = exam, own.version
    for each in exams_in(exam.parent):
        with suppress(Refusal):  # a damaged one takes nobody's place
            sealing = sealing_of(WayIn(desk, each, site, None).sealed().header.session.id)
            if sealing.base == own.base and sealing.version > newest[1]:
                newest = each, sealing.version
    return None if newest[0] == exam else newest
