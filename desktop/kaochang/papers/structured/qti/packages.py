"""Packages of QTI: a manifest, item files, tests, stimuli and pictures in one zip; Common Cartridges of 1.2 too.

Items stand in the order of their test; those that no test names come last. A file that is not there or cannot be read
costs its own items only, and is told.
"""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from lxml import etree
from msgspec.structs import replace as with_fields

from kaochang.domain.papers import Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.archive import Archive
from kaochang.papers.finishing.stated import StatedItem, StatedPaper
from kaochang.papers.markup.authored import shortened, with_material
from kaochang.papers.structured.qti.assessment import Place, Test, read_test, tell
from kaochang.papers.structured.qti.metadata import Described, described
from kaochang.papers.structured.qti.names import ITEM, TEST, plain
from kaochang.papers.structured.qti.parts import Parts
from kaochang.papers.structured.qti.v1 import OLD_ROOT, read_old
from kaochang.papers.structured.qti.v2 import read_item

MANIFEST: Final = "imsmanifest.xml"
_DATA: Final = (".xml", ".qti")


@dataclass(slots=True)
class _Package:
    """A package under way: `parts` its files, `described` what the manifest says of each, `items` those of QTI.

    `seen` are the items that are read already.
    """

    parts: Parts
    paper: StatedPaper = field(default_factory=StatedPaper)
    described: dict[str, Described] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    count: int = 0


def find_manifest(archive: Archive) -> str | None:
    """The manifest of a package: at its top, or one folder down where somebody zipped a folder."""
    found = [name for name in archive.names if posixpath.basename(name) == MANIFEST]
    return min(found, key=lambda name: (name.count("/"), name), default=None)


def read_package(archive: Archive, manifest: str) -> StatedPaper:
    """The paper of a package."""
    parts = Parts(archive)
    package = _Package(parts)
    folder = posixpath.dirname(manifest)
    found = parts.named("", manifest)
    if found is None:
        raise Refusal(Outcome.PAPER, "paper.broken")
    files = _files(found[1], folder, package)
    roots = [(name, parts.kind(name)) for name in files]
    for name, tag in roots:
        if not tag and name in package.items:
            _miss(package, name)
    tests = [name for name, tag in roots if tag == TEST]
    for name in tests:
        _add_test(package, name)
    for name, tag in roots:
        if tag == ITEM and name not in package.seen:
            _add_item(package, Place(name, ""))
    _add_old(package, [name for name, tag in roots if tag == OLD_ROOT])
    package.paper.media = parts.media
    return package.paper


def _files(manifest: etree._Element, folder: str, package: _Package) -> list[str]:
    """The data files that a manifest names, in its order; what is said of each is kept."""
    files: dict[str, None] = {}
    for resource in manifest.iter("resource"):
        hrefs = [resource.get("href", ""), *(each.get("href", "") for each in resource.iterfind("file"))]
        base = posixpath.join(folder, resource.get("{http://www.w3.org/XML/1998/namespace}base", ""))
        for place, href in enumerate(hrefs):
            name = package.parts.resolve(base, href) if href else None
            if name is not None and name.lower().endswith(_DATA):
                files.setdefault(name)
                if place == 0:
                    package.described[name] = described(resource)
                    package.items |= {name} if "qti" in resource.get("type", "").lower() else set()
            elif name is None and place == 0 and href.lower().endswith(_DATA):
                _miss(package, href)
    return list(files)


def _miss(package: _Package, href: str) -> None:
    tell(package.paper.findings, Kind.PART_MISSING, part=shortened(href) or "—")


def _add_test(package: _Package, name: str) -> None:
    found = package.parts.named("", name)
    test = read_test(found[1], package.parts, posixpath.dirname(name)) if found is not None else Test()
    package.paper.title = package.paper.title or test.title
    package.paper.findings += test.findings
    for place in test.places:
        resolved = package.parts.resolve(place.folder, place.href)
        if resolved is None:
            _miss(package, place.href)
        elif resolved not in package.seen:
            _add_item(package, replace(place, href=resolved, folder=""))


def _add_item(package: _Package, place: Place) -> None:
    """An item file, or all that it asks, at its place."""
    package.seen.add(place.href)
    found = package.parts.named("", place.href)
    if found is None or found[1].tag != ITEM:
        _miss(package, place.href)
        return
    made = read_item(found[1], package.parts, posixpath.dirname(place.href))
    said = package.described.get(place.href, Described())
    package.count += 1
    if len(package.paper.items) + len(made) > limits.MAX_ITEMS:
        raise Refusal(Outcome.PAPER, "paper.too-many-items", limit=limits.MAX_ITEMS)
    for position, each in enumerate(made, start=1):
        number = f"{package.count}.{position}" if len(made) > 1 else str(package.count)
        _put(each, place, said, number)
    package.paper.items += made


def _put(made: StatedItem, place: Place, said: Described, number: str) -> None:
    item = with_material(made.item, *place.material)
    points = _weighed(item.points, place.weight)
    made.item = with_fields(item, number=item.number or number, section=place.section, points=points)
    made.scheme = with_fields(
        made.scheme,
        difficulty=made.scheme.difficulty or said.difficulty,
        competencies=made.scheme.competencies or said.competencies,
    )


def _weighed(points: Fraction | None, weight: Fraction | None) -> Fraction | None:
    """Points as the test weighs them; an item that states none scores 1."""
    return points if weight is None or weight <= 0 else weight * (points or 1)


def _add_old(package: _Package, names: list[str]) -> None:
    """Files of 1.2; a Canvas cartridge holds each test twice, and the full form stands apart."""
    full = {posixpath.basename(name).split(".")[0] for name in names if name.endswith(".qti")}
    for name in names:
        is_repeated = posixpath.basename(posixpath.dirname(name)) in full and not name.endswith(".qti")
        if is_repeated:
            continue
        found = package.parts.named("", name)
        if found is None:
            _miss(package, name)
            continue
        paper = read_old(found[1], package.parts, posixpath.dirname(name), numbers_from=package.count + 1)
        package.count += len({each.item.number.split(".")[0] for each in paper.items})
        package.paper.title = package.paper.title or paper.title
        package.paper.items += paper.items
        package.paper.findings += paper.findings


def _read_item_file(root: etree._Element) -> StatedPaper:
    """A single item file."""
    parts = Parts()
    made = read_item(plain(root), parts, has_lines=True)
    for position, each in enumerate(made, start=1):
        _put(each, Place("", ""), Described(), f"1.{position}" if len(made) > 1 else "1")
    return StatedPaper(None, made, parts.media)


def _read_old_file(root: etree._Element) -> StatedPaper:
    """A single file of 1.2."""
    return read_old(plain(root), Parts(), has_lines=True)


def _refuse_test(_root: etree._Element) -> StatedPaper:
    """A single test file holds no items: they stand in files of their own."""
    raise Refusal(Outcome.PAPER, "paper.test-alone")


ROOTS: Final[dict[str, Callable[[etree._Element], StatedPaper]]] = {
    OLD_ROOT: _read_old_file,
    ITEM: _read_item_file,
    "qti-assessment-item": _read_item_file,
    TEST: _refuse_test,
    "qti-assessment-test": _refuse_test,
}
"""What reads an XML file of QTI, by the name of its root element."""
