"""One item as a file of QTI: its words, its interaction, how it is marked and what a scorer reads.

Objective items are marked by QTI's own templates where they can be. What one is worth is its weight in the test times
its MAXSCORE: a choice gives 0 or 1, a blank or a pair 1 each, an open item its points.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from lxml import etree

from kaochang.domain.authored import find_gaps
from kaochang.domain.items import Image, Item, ItemType, Option, Table
from kaochang.domain.places import place_of
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.markup import own_marks
from kaochang.papers.markup.own_html import PART
from kaochang.papers.markup.own_marks import ATTRIBUTE
from kaochang.papers.writing.exported import Placed
from kaochang.papers.writing.qti_vocabulary import Vocabulary

Source = Callable[[Image], str]
"""The address of a picture as an item names it."""
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,30}")
_RESPONSE: Final = "RESPONSE"
_TOOL: Final = "Kaochang"


@dataclass(frozen=True)
class Shared:
    """What stands with an item besides its own: the material, as a stimulus (its file's name) or written with it."""

    material: str = ""
    tables: tuple[Table, ...] = ()
    images: tuple[Image, ...] = ()
    stimulus: str = ""


class ItemWriter:
    """Writes the items of a paper in one version of QTI."""

    def __init__(self, vocabulary: Vocabulary, source: Source) -> None:
        self._v = vocabulary
        self._html = vocabulary.html
        self._source = source

    def item(self, identifier: str, placed: Placed, shared: Shared) -> etree._Element:
        """The root element of an item's file."""
        v, item = self._v, placed.item
        key = keyed(placed)
        root = v.element(
            "assessmentItem",
            identifier=identifier,
            title=place_of(item).replace("\n", " ").strip("#") or identifier,
            adaptive="false",
            timeDependent="false",
            toolName=_TOOL,
            toolVersion="1",
        )
        root.extend(key_declarations(v, placed, key))
        root.extend(self._outcomes(placed))
        if shared.stimulus:
            root.append(
                v.element("assessmentStimulusRef", identifier="material", href=shared.stimulus, title="material")
            )
        root.append(self._body(placed, shared))
        if key is not None:
            root.append(_processing(v, item))
        if placed.scheme.explanation:
            feedback = v.element(
                "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="explanation", showHide="show"
            )
            root.append(v.block(feedback, self._html.text(placed.scheme.explanation)))
        return root

    def stimulus(self, identifier: str, shared: Shared) -> etree._Element:
        """The root element of the file of a shared material (3.0)."""
        body = self._v.element("stimulusBody", self._material(shared))
        return self._v.element("assessmentStimulus", body, identifier=identifier, title=identifier)

    def _outcomes(self, placed: Placed) -> Iterable[etree._Element]:
        v = self._v
        yield v.element(
            "outcomeDeclaration", _default(v, "0"), identifier="SCORE", cardinality="single", baseType="float"
        )
        if placed.item.points is not None:
            worth = decimal(max_score(placed.item))
            yield v.element(
                "outcomeDeclaration", _default(v, worth), identifier="MAXSCORE", cardinality="single", baseType="float"
            )
        if placed.scheme.explanation:
            yield v.element(
                "outcomeDeclaration",
                _default(v, "explanation"),
                identifier="FEEDBACK",
                cardinality="single",
                baseType="identifier",
            )

    # -- the body

    def _body(self, placed: Placed, shared: Shared) -> etree._Element:
        item = placed.item
        marks = own_marks.marks_of(item, placed.scheme)
        whole = self._html.element("div", class_="kaochang-item")
        for name, value in marks.items():
            whole.set(ATTRIBUTE + name, value)
        if shared.material and not shared.stimulus:
            material = self._material(shared)
            material.set(PART, "material")
            whole.append(material)
        stem = own_marks.with_list(item.stem, own_marks.listed_stages(item.stages))
        whole.append(self._html.text(stem, item.blanks, self._blank))
        whole.extend(self._beside(item.tables[len(shared.tables) :], item.images[len(shared.images) :]))
        whole.extend(self._interaction(item, stem))
        return self._v.element("itemBody", whole, *self._for_scorers(placed))

    def _material(self, shared: Shared) -> etree._Element:
        beside = self._beside(shared.tables, shared.images)
        return self._html.element("div", self._html.text(shared.material), *beside, class_="kaochang-material")

    def _beside(self, tables: Iterable[Table], images: Iterable[Image]) -> list[etree._Element]:
        return [
            *(self._html.table(table) for table in tables),
            *(self._html.element("p", self._picture(image)) for image in images),
        ]

    def _picture(self, image: Image) -> etree._Element:
        return self._html.element("img", src=self._source(image), alt="")

    def _blank(self, number: int) -> etree._Element:
        return self._v.element("textEntryInteraction", responseIdentifier=_response(number), expectedLength="20")

    def _interaction(self, item: Item, stem: str) -> list[etree._Element]:
        v = self._v
        match item.type:
            case ItemType.BLANK:
                return [] if find_gaps(stem, item.blanks) else self._fields(item)
            case ItemType.SINGLE | ItemType.MULTIPLE | ItemType.TRUEFALSE:
                most = "0" if item.type is ItemType.MULTIPLE else "1"
                return [v.element("choiceInteraction", *self._choices(item), **_asks(), maxChoices=most)]
            case ItemType.ORDERING:
                return [v.element("orderInteraction", *self._choices(item), **_asks())]
            case ItemType.MATCHING:
                left = v.element("simpleMatchSet", *self._column(item.prompts, "P", "1"))
                right = v.element("simpleMatchSet", *self._column(item.options, "A", "0"))
                return [v.element("matchInteraction", left, right, **_asks(), maxAssociations="0")]
            case _:
                return [v.element("extendedTextInteraction", responseIdentifier=_RESPONSE, expectedLines="8")]

    def _fields(self, item: Item) -> list[etree._Element]:
        """Numbered fields under a text whose blanks have no certain places."""
        if not item.blanks:
            return []
        fields = [self._html.element("p", self._blank(number)) for number in range(item.blanks)]
        return [self._html.element("div", *fields)]

    def _choices(self, item: Item) -> list[etree._Element]:
        options = item.options
        if item.type is ItemType.TRUEFALSE:
            options = tuple(Option("", text) for text in own_marks.TRUE_FALSE)
        names = names_of(item)
        return [
            self._v.element("simpleChoice", *self._words(option), identifier=name)
            for name, option in zip(names, options, strict=True)
        ]

    def _column(self, column: tuple[Option, ...], letter: str, most: str) -> list[etree._Element]:
        return [
            self._v.element(
                "simpleAssociableChoice", *self._words(option), identifier=f"{letter}{place}", matchMax=most
            )
            for place, option in enumerate(column, start=1)
        ]

    def _words(self, option: Option) -> list[etree._Element | str]:
        return [*self._html.inline(option.text), *([self._picture(option.image)] if option.image else [])]

    def _for_scorers(self, placed: Placed) -> Iterable[etree._Element]:
        scheme = placed.scheme
        if scheme.reference:
            yield self._scorers_read("reference", scheme.reference)
        if scheme.rubric.text or scheme.rubric.criteria:
            made = self._scorers_read("rubric", own_marks.shown_rubric(scheme.rubric))
            inner = next(each for each in made.iter() if each.get(PART))
            inner.set(f"{ATTRIBUTE}criteria", own_marks.spelled_criteria(scheme.rubric))
            yield made

    def _scorers_read(self, part: str, text: str) -> etree._Element:
        inner = self._html.element("div", self._html.text(text), class_=f"kaochang-{part}")
        inner.set(PART, part)
        return self._v.block(self._v.element("rubricBlock", view="scorer", use="scoring"), inner)


def _asks() -> dict[str, str]:
    return {"responseIdentifier": _RESPONSE, "shuffle": "false"}


def _default(v: Vocabulary, value: str) -> etree._Element:
    return v.element("defaultValue", v.element("value", value))


def _response(number: int) -> str:
    return _RESPONSE if number == 0 else f"{_RESPONSE}_{number + 1}"


def names_of(item: Item) -> list[str]:
    """The identifiers of an item's options: their labels where QTI allows them."""
    if item.type is ItemType.TRUEFALSE:
        return ["true", "false"]
    labels = [option.label for option in item.options]
    if all(map(_NAME.fullmatch, labels)) and len(set(labels)) == len(labels):
        return labels
    return [f"option{place}" for place in range(1, len(labels) + 1)]


# -- marking


def max_score(item: Item) -> Fraction:
    """What an item's own scoring gives at most."""
    if item.is_open:
        return item.points or Fraction(0)
    parts = {ItemType.BLANK: item.blanks, ItemType.MATCHING: len(item.prompts)}
    return Fraction(max(parts.get(item.type, 1), 1))


def decimal(number: Fraction) -> str:
    """A number as QTI writes it; with twelve figures where it has no end."""
    return f"{float(number):.12g}"


def keyed(placed: Placed) -> list[list[str]] | None:
    """The right values of each response of an item, by QTI's identifiers; None where the paper holds none."""
    item = placed.item
    names = dict(zip([option.label for option in item.options], names_of(item), strict=False))
    match placed.scheme.correct:
        case Judgement(value):
            return [["true" if value else "false"]]
        case Choice(labels) | Order(labels):
            return [[names[label] for label in labels]]
        case Accepted(blanks):
            return [list(dict.fromkeys(accepted)) for accepted in blanks]
        case Pairs(pairs):
            lefts = [prompt.label for prompt in item.prompts]
            rights = [option.label for option in item.options]
            return [[f"P{lefts.index(left) + 1} A{rights.index(right) + 1}" for left, right in pairs]]
        case None:
            return None


_SHAPES: Final = {
    ItemType.SINGLE: ("single", "identifier"),
    ItemType.TRUEFALSE: ("single", "identifier"),
    ItemType.MULTIPLE: ("multiple", "identifier"),
    ItemType.ORDERING: ("ordered", "identifier"),
    ItemType.MATCHING: ("multiple", "directedPair"),
}


def key_declarations(v: Vocabulary, placed: Placed, key: list[list[str]] | None) -> Iterable[etree._Element]:
    """The declaration of each response, with its right values."""
    item = placed.item
    cardinality, base = _SHAPES.get(item.type, ("single", "string"))
    for number in range(item.blanks if item.type is ItemType.BLANK else 1):
        made = v.element("responseDeclaration", identifier=_response(number), cardinality=cardinality, baseType=base)
        if key is not None:
            right = key[number][:1] if item.type is ItemType.BLANK else key[number]
            made.append(v.element("correctResponse", *(v.element("value", value) for value in right)))
            if item.type in (ItemType.BLANK, ItemType.MATCHING):
                made.append(_mapping(v, key[number], is_text=item.type is ItemType.BLANK))
        yield made


def _mapping(v: Vocabulary, values: list[str], *, is_text: bool) -> etree._Element:
    """One point for each right value; letters count alike, large or small, as this program marks blanks."""
    how = {"caseSensitive": "false"} if is_text else {}
    entries = [v.element("mapEntry", mapKey=value, mappedValue="1", **how) for value in values]
    return v.element("mapping", *entries, defaultValue="0")


def _processing(v: Vocabulary, item: Item) -> etree._Element:
    if item.type is ItemType.BLANK and item.blanks > 1:
        parts = [v.element("mapResponse", identifier=_response(number)) for number in range(item.blanks)]
        summed = v.element("setOutcomeValue", v.element("sum", *parts), identifier="SCORE")
        return v.element("responseProcessing", summed)
    by_map = item.type in (ItemType.BLANK, ItemType.MATCHING)
    return v.element("responseProcessing", template=v.templates.format("map_response" if by_map else "match_correct"))
