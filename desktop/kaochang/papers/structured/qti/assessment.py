"""Tests of QTI 2.x and 3.0: which items a paper has, in which order, section and weight."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from lxml import etree

from kaochang.domain.items import Image
from kaochang.domain.papers import Finding, Kind
from kaochang.papers import limits
from kaochang.papers.markup.authored import Authored, shortened
from kaochang.papers.markup.html import to_authored
from kaochang.papers.structured.qti.parts import Parts
from kaochang.papers.structured.weighed import decimal

_LONGEST_INSTRUCTION: Final = 120
_MOST_FINDINGS: Final = 200


def tell(findings: list[Finding], kind: Kind, section: str | None = None, variant: str = "", **params: str) -> None:
    """Add a finding about the paper or a section, each once; after a great many nobody reads them."""
    finding = Finding(kind, section=section, variant=variant, params=params)
    if len(findings) < _MOST_FINDINGS and finding not in findings:
        findings.append(finding)


@dataclass(frozen=True, slots=True)
class Place:
    """An item's place in a test: its file as named, from which folder, its section, weight and shared words."""

    href: str
    folder: str
    section: str | None = None
    weight: Fraction | None = None
    material: tuple[Authored, ...] = ()


@dataclass(slots=True)
class Test:
    """A test: its title and its places in order; `findings` are about the paper."""

    title: str | None = None
    places: list[Place] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Outer:
    """What holds for everything within a section."""

    section: str | None = None
    material: tuple[Authored, ...] = ()
    folder: str = ""
    depth: int = 0


def read_test(root: etree._Element, parts: Parts, folder: str) -> Test:
    """The places of a test's items."""
    test = Test(root.get("title", "").strip() or None)
    for part in root.iterfind("testPart"):
        _tell_rules(test, part)
        test.places += _within(part, _Outer(folder=folder), parts, test)
    return test


def _within(element: etree._Element, outer: _Outer, parts: Parts, test: Test) -> Iterator[Place]:
    for child in element:
        if child.tag == "assessmentItemRef":
            weight = child.find("weight")
            value = decimal(weight.get("value", "")) if weight is not None else None
            yield Place(child.get("href", ""), outer.folder, outer.section, value, outer.material)
            _tell_rules(test, child)
        elif child.tag == "assessmentSection":
            yield from _section(child, outer, parts, test)
        elif child.tag == "assessmentSectionRef":
            yield from _section_ref(child, outer, parts, test)


def _section(section: etree._Element, outer: _Outer, parts: Parts, test: Test) -> Iterator[Place]:
    """Sections in sections: the innermost title that is shown is the heading."""
    if outer.depth >= limits.MAX_SECTION_DEPTH:
        tell(test.findings, Kind.PART_MISSING, part=shortened(section.get("title", "")) or "—")
        return
    title = section.get("title", "").strip() if section.get("visible", "true") != "false" else ""
    _tell_rules(test, section)
    told = tuple(_material(section, title or outer.section, parts.images(outer.folder), test))
    inner = _Outer(title or outer.section, (*outer.material, *told), outer.folder, outer.depth + 1)
    yield from _within(section, inner, parts, test)


def _material(
    section: etree._Element, title: str | None, images: Callable[[str], Image | None], test: Test
) -> Iterator[Authored]:
    """What a section shows with each of its items. A line or two without pictures only say how to go about it."""
    for rubric in section.iterfind("rubricBlock"):
        if "candidate" not in rubric.get("view", "candidate").split():
            continue
        read = to_authored(rubric, images)
        if read.tables or read.images or len(read.text) > _LONGEST_INSTRUCTION:
            yield read
        elif read.text:
            tell(test.findings, Kind.LEFT_OUT, title, "instructions", words=shortened(read.text))


def _section_ref(reference: etree._Element, outer: _Outer, parts: Parts, test: Test) -> Iterator[Place]:
    """A section in a file of its own."""
    href = reference.get("href", "")
    found = parts.named(outer.folder, href)
    if found is None or found[1].tag != "assessmentSection" or outer.depth >= limits.MAX_SECTION_DEPTH:
        tell(test.findings, Kind.PART_MISSING, part=shortened(href) or "—")
        return
    folder = found[0].rpartition("/")[0]
    yield from _section(found[1], _Outer(outer.section, outer.material, folder, outer.depth + 1), parts, test)


def _tell_rules(test: Test, element: etree._Element) -> None:
    """Rules by which each candidate gets other items: all items are read, the rule is not taken."""
    for name in ("selection", "branchRule", "preCondition"):
        if element.find(name) is not None:
            title = element.get("title", "") or element.get("identifier", "")
            tell(test.findings, Kind.RULE_NOT_TAKEN, variant="selection", answer=shortened(title) or "—")
