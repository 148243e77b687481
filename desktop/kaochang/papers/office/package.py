"""The package of a Word or Excel file: its main part, its relationships, and what other packages are refused as."""

import posixpath
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.archive import Archive

_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES: Final = "[Content_Types].xml"
_OTHERS: Final = (
    ("xl/workbook", "paper.sheet"),
    ("ppt/", "paper.slides"),
    ("content.xml", "paper.open-document"),
)
_OPEN_SHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part names by an id: another part, or with `is_outside` something that is not in the file."""

    target: str
    is_outside: bool


def main_part(archive: Archive, folder: str, usual: tuple[str, ...]) -> str:
    """The part in `folder` that all else hangs on: named by the package's relationships, else at its usual place.

    "" for a file of another kind.
    """
    if "_rels/.rels" in archive:
        for relation in archive.xml("_rels/.rels").iter(f"{_REL}Relationship"):
            target = str(relation.get("Target") or "").lstrip("/")
            is_main = str(relation.get("Type") or "").endswith("/officeDocument")
            if is_main and target.startswith(f"{folder}/") and target in archive:
                return target
    return next((name for name in usual if name in archive), "")


def refuse_macros(archive: Archive) -> None:
    """Refuses a file that holds a program, whatever its name is."""
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in archive.names) or _says_macros(archive):
        raise Refusal(Outcome.PAPER, "paper.macros")


def _says_macros(archive: Archive) -> bool:
    if _TYPES not in archive:
        return False
    types = (str(element.get("ContentType") or "").lower() for element in archive.xml(_TYPES))
    return any("macroenabled" in kind or kind.endswith("ms-office.vbaproject") for kind in types)


def refuse_zip(archive: Archive) -> Refusal:
    """The refusal of a zip that is no paper, by what it is."""
    if "mimetype" in archive and archive.head("mimetype").startswith(_OPEN_SHEET):
        return Refusal(Outcome.PAPER, "paper.open-sheet")
    known = (key for start, key in _OTHERS if any(name.startswith(start) for name in archive.names))
    return Refusal(Outcome.PAPER, next(known, "paper.not-word"))


def part_of(archive: Archive, name: str) -> etree._Element | None:
    """The XML of a part that a file may lack."""
    return archive.xml(name) if name in archive else None


def relations(archive: Archive, main: str) -> dict[str, Relation]:
    """What a part names, by id. What lies outside the file is marked so, and never fetched."""
    folder, name = posixpath.split(main)
    root = part_of(archive, f"{folder}/_rels/{name}.rels")
    found = {}
    for relation in () if root is None else root.iter(f"{_REL}Relationship"):
        target = str(relation.get("Target") or "")
        is_outside = relation.get("TargetMode") == "External"
        part = target if is_outside else posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        found[str(relation.get("Id"))] = Relation(part, is_outside)
    return found
