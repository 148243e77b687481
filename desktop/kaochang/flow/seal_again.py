"""The sealed exam whose place an office's next version of a session takes."""

from pathlib import Path

from kaochang.custody import sealed_exam
from kaochang.custody.sealed_exam import SealedExam
from kaochang.custody.site import open_site
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.flow.offices import KEY_FILE_LIMIT, SITE_FILE
from kaochang.machine.safe_files import read_whole
from kaochang.sealing.frame import FileType

_EXAMS = f"*.{FileType.EXAM.extension}"


def to_supersede(path: Path, office: Path) -> SealedExam:
    """The sealed exam that a new version takes the place of: the file, or the folder that it was sealed into.

    Refused as any exam that this office (its folder) has not certified; MISSING where there is none.
    """
    folders = (path / "rooms", path)
    found = [path] if path.is_file() else [each for folder in folders for each in folder.glob(_EXAMS)]
    if len(found) != 1:
        key = "seal.supersedes-several" if found else "seal.supersedes-nothing"
        raise Refusal(Outcome.MISSING, key, str(path))
    site = office / SITE_FILE
    with refusals_at(site):
        trusted = open_site(read_whole(site, KEY_FILE_LIMIT))
    with refusals_at(found[0]):
        return sealed_exam.open_sealed_exam(found[0], *trusted.offices())
