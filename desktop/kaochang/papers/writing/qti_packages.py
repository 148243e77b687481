"""A paper as a package of QTI: an item a file, one test with sections and points, the pictures, and the manifest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import BinaryIO, Final

from lxml import etree

from kaochang.domain.items import Image, ItemType
from kaochang.domain.mark_schemes import Difficulty
from kaochang.domain.papers import PaperFormat
from kaochang.papers.grammar.answers import says_both
from kaochang.papers.writing.exported import Exported, Group, Loss, Losses, Placed, Section
from kaochang.papers.writing.packing import Package, PictureNames
from kaochang.papers.writing.qti_items import ItemWriter, Shared, decimal, max_score
from kaochang.papers.writing.qti_vocabulary import LOM, Vocabulary, within
from kaochang.papers.writing.sayable import sayable

_DIFFICULTIES: Final = {Difficulty.EASY: "easy", Difficulty.MEDIUM: "medium", Difficulty.HARD: "difficult"}
_WEIGHT: Final = "POINTS"


@dataclass(frozen=True)
class _Resource:
    """A part of the package as the manifest lists it: what it is, its file, those it uses, and what is said of it."""

    identifier: str
    kind: str
    name: str
    files: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    placed: Placed | None = None


def write_package(
    exported: Exported, out: BinaryIO, vocabulary: Vocabulary, to: PaperFormat, *, with_answers: bool
) -> tuple[Loss, ...]:
    """Write a package; returns what it cannot carry."""
    losses = Losses(to)
    if exported.total_points is not None:
        losses.say("full-mark")
    if exported.note_lines(with_answers=with_answers):
        losses.say("scoring-note")
    sections = sayable(exported, losses, with_answers=with_answers)
    for placed in (each for section in sections for each in section.items):
        if placed.item.type is ItemType.SINGLE and says_both([option.text for option in placed.item.options]):
            losses.say("as-judgement", placed)
    with Package(out) as package:
        _Packing(exported, package, vocabulary).write(sections)
    return losses.all()


class _Packing:
    """One package under way."""

    def __init__(self, exported: Exported, package: Package, vocabulary: Vocabulary) -> None:
        self._title = exported.title or ""
        self._package = package
        self._v = vocabulary
        self._pictures = PictureNames(exported.media, "media/")
        self._used: list[str] = []
        self._items = ItemWriter(vocabulary, self._source)
        self._resources: list[_Resource] = []

    def write(self, sections: tuple[Section, ...]) -> None:
        """All its parts: the items first, the pictures they name, what holds them together last."""
        self._add("test.xml", self._test(sections))
        uses = tuple(each.identifier for each in self._resources if each.kind == "item")
        self._resources.insert(0, _Resource("test", "test", "test.xml", needs=uses))
        for key, name in self._pictures.named().items():
            self._package.add(name, self._pictures.data(key))
        self._add("imsmanifest.xml", self._manifest())

    def _add(self, name: str, root: etree._Element) -> None:
        self._package.add(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")

    def _source(self, image: Image) -> str:
        name = self._pictures.name(image)
        if name not in self._used:
            self._used.append(name)
        return f"../{name}"

    def _take_used(self) -> tuple[str, ...]:
        """The pictures that were named since this was asked last."""
        used, self._used = tuple(self._used), []
        return used

    # -- items and the test

    def _test(self, sections: tuple[Section, ...]) -> etree._Element:
        v = self._v
        part = v.element("testPart", identifier="part", navigationMode="nonlinear", submissionMode="simultaneous")
        for place, section in enumerate(sections, start=1):
            title = {"title": section.title or "", "visible": "true" if section.title else "false"}
            made = v.element("assessmentSection", identifier=f"section{place}", **title)
            made.extend(self._reference(placed, group) for group in section.groups for placed in group.items)
            part.append(made)
        score = v.element(
            "outcomeDeclaration",
            v.element("defaultValue", v.element("value", "0")),
            identifier="SCORE",
            cardinality="single",
            baseType="float",
        )
        points = v.element("testVariables", variableIdentifier="SCORE", weightIdentifier=_WEIGHT)
        total = v.element("setOutcomeValue", v.element("sum", points), identifier="SCORE")
        return v.element(
            "assessmentTest",
            score,
            part,
            v.element("outcomeProcessing", total),
            identifier="test",
            title=self._title,
            toolName="Kaochang",
            toolVersion="1",
        )

    def _reference(self, placed: Placed, group: Group) -> etree._Element:
        """Writes an item, and gives the place that it has in the test."""
        identifier = f"item{placed.index + 1:03}"
        name = f"items/{identifier}.xml"
        shared, needs = self._shared(placed, group)
        self._add(name, self._items.item(identifier, placed, shared))
        self._resources.append(_Resource(identifier, "item", name, self._take_used(), needs, placed))
        made = self._v.element("assessmentItemRef", identifier=identifier, href=name)
        weight = _weight(placed)
        if weight is not None:
            made.append(self._v.element("weight", identifier=_WEIGHT, value=decimal(weight)))
        return made

    def _shared(self, placed: Placed, group: Group) -> tuple[Shared, tuple[str, ...]]:
        """The material that an item is about: 3.0 has a file for it, 2.2 repeats it in each item."""
        shared = Shared(group.material, group.tables, group.images)
        if not group.material or not self._v.is_kebab:
            return shared, ()
        identifier = f"material{group.items[0].index + 1:03}"
        name = f"stimuli/{identifier}.xml"
        if placed is group.items[0]:
            self._add(name, self._items.stimulus(identifier, shared))
            self._resources.append(_Resource(identifier, "stimulus", name, self._take_used()))
        return replace(shared, stimulus=f"../{name}"), (identifier,)

    # -- the manifest

    def _manifest(self) -> etree._Element:
        metadata = self._said("metadata", self._said("schema", self._v.schema))
        metadata.append(self._said("schemaversion", self._v.schema_version))
        resources = self._said("resources", *map(self._resource, self._resources))
        return self._said("manifest", metadata, self._said("organizations"), resources, identifier="package")

    def _said(self, name: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
        return within(self._v.manifest_namespace, name, *children, **attributes)

    def _resource(self, resource: _Resource) -> etree._Element:
        kind = self._v.kinds.format(resource.kind)
        made = self._said("resource", identifier=resource.identifier, type=kind, href=resource.name)
        described = [] if resource.placed is None else list(_described(resource.placed))
        if described:
            made.append(self._said("metadata", within(LOM, "lom", *described)))
        made.extend(self._said("file", href=name) for name in (resource.name, *resource.files))
        made.extend(self._said("dependency", identifierref=needed) for needed in resource.needs)
        return made


def _weight(placed: Placed) -> Fraction | None:
    """What one point of an item's own scoring is worth; None where that is 1, or the paper states no points."""
    points = placed.item.points
    if points is None or placed.item.is_open:
        return None
    weight = points / max_score(placed.item)
    return None if weight == 1 else weight


def _described(placed: Placed) -> Iterator[etree._Element]:
    """Difficulty and competencies of an item, as metadata of learning objects (LOM)."""
    scheme = placed.scheme
    if scheme.difficulty is not None:
        level = _said_by("difficulty", _DIFFICULTIES[scheme.difficulty])
        yield within(LOM, "educational", level)
    if scheme.competencies:
        named = [within(LOM, "keyword", within(LOM, "string", each)) for each in scheme.competencies]
        yield within(LOM, "classification", _said_by("purpose", "competency"), *named)


def _said_by(name: str, value: str) -> etree._Element:
    return within(LOM, name, within(LOM, "source", "LOMv1.0"), within(LOM, "value", value))
