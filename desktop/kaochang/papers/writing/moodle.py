"""Papers as Moodle XML: a category for each section, an entry for each item, a description for shared material."""

import base64
from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO, Final

from lxml import etree

from kaochang.domain.authored import find_gaps
from kaochang.domain.items import Image, Item, ItemType, Option, Table
from kaochang.domain.papers import PaperFormat
from kaochang.domain.responses import Choice, Judgement, Order, Pairs
from kaochang.papers.markup import own_marks
from kaochang.papers.markup.own_html import PART
from kaochang.papers.markup.own_marks import ATTRIBUTE
from kaochang.papers.markup.to_html import HtmlWriter, add
from kaochang.papers.writing.as_text import asked_as_text
from kaochang.papers.writing.exported import Exported, Group, Loss, Losses, Placed, Section
from kaochang.papers.writing.moodle_cloze import cloze_field, cloze_weight
from kaochang.papers.writing.packing import PictureNames
from kaochang.papers.writing.sayable import sayable

_HEAD: Final = b"<?xml version='1.0' encoding='UTF-8'?>\n<quiz>\n"
_TAIL: Final = b"</quiz>\n"
_PLACE: Final = "@@PLUGINFILE@@/"
_SHARES: Final = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5"} | {
    9: "11.11111",
    10: "10",
    20: "5",
}
"""Shares that Moodle takes, by the number of right options; it knows no others."""
_HTML: Final = HtmlWriter(with_mathml=False)
Parts = list[etree._Element]


def write(exported: Exported, out: BinaryIO, *, with_answers: bool) -> tuple[Loss, ...]:
    """Write Moodle XML; see `exported`."""
    losses = Losses(PaperFormat.MOODLE)
    if not with_answers:
        losses.say("moodle-unkeyed")
    tell_paper(exported, losses, with_answers=with_answers)
    writer = _Writer(exported, losses)
    out.write(_HEAD)
    for section in sayable(exported, losses, with_answers=with_answers):
        for entry in writer.section(section):
            out.write(etree.tostring(entry, encoding="UTF-8") + b"\n")
    out.write(_TAIL)
    return losses.all()


def tell_paper(exported: Exported, losses: Losses, *, with_answers: bool) -> None:
    """What these formats do not say of a paper: full mark, words to scorers, and its title where it has no sections."""
    if exported.total_points is not None:
        losses.say("full-mark")
    if exported.note_lines(with_answers=with_answers):
        losses.say("scoring-note")
    if exported.title and not any(each.item.section for each in exported.items):
        losses.say("title")


def category(title: str | None, section: str | None) -> str:
    """The category of a section; a slash in a name is doubled."""
    names = [name.replace("/", "//") for name in (title, section) if name] if section else []
    return "/".join(["$course$/top", *names])


def share_of(count: int) -> str | None:
    """What each of several right options is worth, in per cent as Moodle knows them; None where it knows no such."""
    return _SHARES.get(count, "0" if not count else None)


class _Writer:
    """Writes the entries of a paper, one after the other."""

    def __init__(self, exported: Exported, losses: Losses) -> None:
        self._title = exported.title
        self._losses = losses
        self._pictures = PictureNames(exported.media)

    def section(self, section: Section) -> Iterator[etree._Element]:
        """The category of a section and its entries, one at a time: each holds its own pictures."""
        yield _element("question", _text("category", category(self._title, section.title)), type="category")
        for group in section.groups:
            if group.material:
                yield self._material(group)
            for placed in group.items:
                yield self._item(placed, group)

    def _material(self, group: Group) -> etree._Element:
        whole = _HTML.element("div", _HTML.text(group.material), *self._beside(group.tables, group.images))
        whole.set(f"{ATTRIBUTE}items", str(len(group.items)))
        name = _text("name", f"material{group.items[0].index + 1}")
        body = self._html("questiontext", [whole], group.images)
        return _element("question", name, body, _element("defaultgrade", "0"), type="description")

    # -- items

    def _item(self, placed: Placed, group: Group) -> etree._Element:
        kind = _KINDS.get(placed.item.type, "essay")
        marks = own_marks.marks_of(placed.item, placed.scheme)
        if kind != "essay" and not _can_ask(placed):
            kind = "essay"
            placed, marks = asked_as_text(placed, self._losses)
        item, scheme = placed.item, placed.scheme
        if kind == "shortanswer" and item.blanks > 1:
            kind = "cloze"
        if kind in ("matching", "ordering"):
            marks |= own_marks.spelled_options(item)
        entry = _element("question", _text("name", item.number or str(placed.index + 1)), type=kind)
        entry.append(self._stem(placed, group, marks, is_cloze=kind == "cloze"))
        entry.append(self._html("generalfeedback", [_HTML.text(scheme.explanation)] if scheme.explanation else []))
        entry.append(_element("defaultgrade", _decimal(Fraction(1) if item.points is None else item.points)))
        entry.extend(_ANSWERS[kind](self, placed))
        if scheme.competencies:
            entry.append(_element("tags", *(_text("tag", name) for name in scheme.competencies)))
        if kind != "essay" and (scheme.reference or scheme.rubric.text or scheme.rubric.criteria):
            self._losses.say("notes-of-keyed", placed)
        return entry

    def _stem(self, placed: Placed, group: Group, marks: dict[str, str], *, is_cloze: bool) -> etree._Element:
        item = placed.item
        whole = _HTML.element("div", class_="kaochang-item")
        for name, value in marks.items():
            whole.set(ATTRIBUTE + name, value)
        stem = own_marks.with_list(item.stem, own_marks.listed_stages(item.stages))
        fields = self._fields(placed) if is_cloze else []
        whole.append(_HTML.text(stem, len(fields), fields.__getitem__ if fields else None))
        images = group.own_images(item)
        if fields and not find_gaps(stem, len(fields)):
            whole.append(_HTML.element("div", *(_HTML.element("p", field) for field in fields)))
        whole.extend(self._beside(group.own_tables(item), images))
        return self._html("questiontext", [whole], images)

    def _fields(self, placed: Placed) -> list[str]:
        weight = cloze_weight(placed.item)
        if placed.item.points is not None and weight * placed.item.blanks != placed.item.points:
            self._losses.say("blank-points", placed)
        return [cloze_field(accepted, weight) for accepted in getattr(placed.scheme.correct, "blanks", ())]

    def _beside(self, tables: tuple[Table, ...], images: tuple[Image, ...]) -> Parts:
        pictures = [_HTML.element("p", self._picture(image)) for image in images]
        return [*(_HTML.table(table) for table in tables), *pictures]

    def _picture(self, image: Image) -> etree._Element:
        return _HTML.element("img", src=_PLACE + self._pictures.name(image), alt="")

    def _html(
        self, name: str, content: "list[etree._Element | str]", images: tuple[Image, ...] = (), **attributes: str
    ) -> etree._Element:
        """A text in HTML, with its pictures beside it."""
        files = []
        for image in images:
            packed = base64.b64encode(self._pictures.data(image.name)).decode("ascii")
            files.append(_element("file", packed, name=self._pictures.name(image), path="/", encoding="base64"))
        return _element(name, _element("text", _source(content)), *files, format="html", **attributes)

    def _option(self, name: str, option: Option, **attributes: str) -> etree._Element:
        images = () if option.image is None else (option.image,)
        content = [*_HTML.inline(option.text), *map(self._picture, images)]
        return self._html(name, content, images, **attributes)

    # -- answers

    def choice(self, placed: Placed) -> Parts:
        """Options with the share that each is worth: the right ones alike, a wrong one takes everything away."""
        item, correct = placed.item, placed.scheme.correct
        right = correct.labels if isinstance(correct, Choice) else ()
        many = item.type is ItemType.MULTIPLE
        share = share_of(len(right))
        if share is None:
            self._losses.say("shares", placed)
        wrong = "-100" if many and right else "0"
        answers = [
            self._option("answer", option, fraction=(share or "5") if option.label in right else wrong)
            for option in item.options
        ]
        how = {"single": "false" if many else "true", "shuffleanswers": "0", "answernumbering": "ABCD"}
        return [*(_element(name, value) for name, value in how.items()), *answers]

    def judgement(self, placed: Placed) -> Parts:
        """True and false."""
        correct = placed.scheme.correct
        value = correct.value if isinstance(correct, Judgement) else None
        shares = {"true": value is True, "false": value is False}
        return [_text("answer", name, fraction="100" if is_right else "0") for name, is_right in shares.items()]

    def short(self, placed: Placed) -> Parts:
        """The texts that are right for the only blank."""
        (accepted,) = getattr(placed.scheme.correct, "blanks", ((),))
        answers = [_text("answer", text.replace("*", "\\*"), fraction="100", format="plain_text") for text in accepted]
        return [_element("usecase", "0"), *answers]

    def cloze(self, _placed: Placed) -> Parts:
        """All in the text."""
        return []

    def essay(self, placed: Placed) -> Parts:
        """Room for a text, and what a scorer reads."""
        scheme = placed.scheme
        notes: list[etree._Element | str] = []
        if scheme.reference:
            notes.append(_HTML.element("div", _HTML.text(scheme.reference), **{PART: "reference"}))
        if scheme.rubric.text or scheme.rubric.criteria:
            criteria = {f"{ATTRIBUTE}criteria": own_marks.spelled_criteria(scheme.rubric)}
            shown = _HTML.text(own_marks.shown_rubric(scheme.rubric))
            notes.append(_HTML.element("div", shown, **{PART: "rubric"}, **criteria))
        how = {"responseformat": "editor", "responserequired": "1", "responsefieldlines": "15", "attachments": "0"}
        return [*(_element(name, value) for name, value in how.items()), self._html("graderinfo", notes)]

    def matching(self, placed: Placed) -> Parts:
        """Pairs; an option that goes with no prompt is an answer to nothing."""
        item, correct = placed.item, placed.scheme.correct
        texts = {option.label: option.text for option in item.options}
        pairs = dict(correct.pairs) if isinstance(correct, Pairs) else {}
        found = []
        for prompt in item.prompts:
            made = self._option("subquestion", prompt)
            made.append(_text("answer", texts[pairs[prompt.label]], format="plain_text"))
            found.append(made)
        extra = [text for label, text in texts.items() if label not in pairs.values()]
        found += [
            _element("subquestion", _element("text"), _text("answer", text, format="plain_text")) for text in extra
        ]
        return [_element("shuffleanswers", "0"), *found]

    def ordering(self, placed: Placed) -> Parts:
        """Options in their right order, as the ordering type wants them."""
        correct = placed.scheme.correct
        options = {option.label: option for option in placed.item.options}
        labels = correct.labels if isinstance(correct, Order) else tuple(options)
        how = {"layouttype": "VERTICAL", "selecttype": "ALL", "gradingtype": "ALL_OR_NOTHING"}
        answers = [
            self._option("answer", options[label], fraction=str(place)) for place, label in enumerate(labels, start=1)
        ]
        return [*(_element(name, value) for name, value in how.items()), *answers]


_KINDS: Final = {
    ItemType.SINGLE: "multichoice",
    ItemType.MULTIPLE: "multichoice",
    ItemType.TRUEFALSE: "truefalse",
    ItemType.BLANK: "shortanswer",
    ItemType.MATCHING: "matching",
    ItemType.ORDERING: "ordering",
}
_ANSWERS: Final = {
    "multichoice": _Writer.choice,
    "truefalse": _Writer.judgement,
    "shortanswer": _Writer.short,
    "cloze": _Writer.cloze,
    "matching": _Writer.matching,
    "ordering": _Writer.ordering,
    "essay": _Writer.essay,
}


def _can_ask(placed: Placed) -> bool:
    """Whether Moodle can ask an item as what it is; the order of what has no key would be taken for one."""
    item, correct = placed.item, placed.scheme.correct
    if item.type in (ItemType.SINGLE, ItemType.MULTIPLE):
        return len(item.options) > 0
    if item.type is ItemType.TRUEFALSE:
        return True
    if correct is None:
        return False
    if isinstance(correct, Pairs):
        return can_match(item, correct)
    return True


def can_match(item: Item, correct: Pairs) -> bool:
    """Whether pairs can be written as words that go with words: each option by its own, each prompt with one."""
    texts = [option.text for option in item.options]
    are_words = all(texts) and not any(option.image for option in item.options)
    is_whole = len(correct.pairs) == len(item.prompts) > 0
    return are_words and is_whole and len(set(texts)) == len(texts) and all(each.text for each in item.prompts)


def _decimal(number: Fraction) -> str:
    return f"{float(number):.7f}".rstrip("0").rstrip(".") or "0"


def _element(tag: str, /, *children: etree._Element | str, **attributes: str) -> etree._Element:
    made = etree.Element(tag, attributes)
    for child in children:
        add(made, child)
    return made


def _text(name: str, words: str, **attributes: str) -> etree._Element:
    return _element(name, _element("text", words), **attributes)


def _source(content: "list[etree._Element | str]") -> str:
    """The source of a text in HTML."""
    whole = etree.tostring(_element("div", *content), encoding="unicode", method="html")
    return whole.removeprefix("<div>").removesuffix("</div>")
