"""A clean Word paper, ready to print: the fallback where a room has no PCs, or the paper as it goes into the files.

It is laid out as our own reader reads papers. With answers, each item's stand under it; without, there is room to
write. What the reader would take for something else when it reads the file again is told as a loss.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import BinaryIO, Final

import msgspec
from lxml import etree

from kaochang.domain.authored import BLANK, find_gaps
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import PaperFormat
from kaochang.papers.grammar import kinds, marks
from kaochang.papers.grammar.lengths import Length
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.starts import CONTAINERS
from kaochang.papers.grammar.stems import has_empty_bracket, has_line_blank
from kaochang.papers.lines import fold, make_line, visible
from kaochang.papers.walkers.word.forms import chinese
from kaochang.papers.writing import forms, read_again, wording
from kaochang.papers.writing.exported import Exported, Group, Loss, Losses, Placed, Section
from kaochang.papers.writing.forms import Form
from kaochang.papers.writing.sayable import sayable
from kaochang.papers.writing.word_options import in_lines
from kaochang.papers.writing.word_page import SMALL, Page
from kaochang.papers.writing.word_space import space_for, space_for_turn
from kaochang.papers.writing.word_styles import WordFile
from kaochang.papers.writing.word_text import lines_of, paragraphs
from kaochang.papers.writing.word_xml import TEXT_WIDTH, paragraph, run, table
from kaochang.papers.writing.wording import NO_LENGTH, Heading

_BRACKET: Final = "（　　）"
_BRACKETED: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUEFALSE})
_INDENT: Final = 420
_STAND_IN: Final = b"\x89PNG\r\n\x1a\n"
"""What a picture begins with; to compare items it is enough to know which one it is."""
_TOGETHER: Final = 8
"""Lines to write on that stand on one page with what is asked."""
_SCORED: Final = 2
"""Sections from which on a table for the scores is worth its place."""


def write(exported: Exported, out: BinaryIO, *, with_answers: bool) -> tuple[Loss, ...]:
    """Write the paper as a Word file (.docx)."""
    losses = Losses(PaperFormat.WORD)
    sections = sayable(exported, losses, with_answers=with_answers)
    page = Page(exported.media, losses)
    title = visible(exported.title or "")
    note = exported.note_lines(with_answers=with_answers)
    _Writer(page, with_answers=with_answers).write(Head(title, exported.total_points, note), sections)
    document = page.document()
    WordFile(out, title).write(document, page.pictures, exported.media)
    copy = io.BytesIO()
    names = {each.name: _STAND_IN + each.name.encode() for each in page.pictures}
    WordFile(copy, "").write(document, page.pictures, names)
    printed = [_printed(each, with_answers=with_answers) for section in sections for each in section.items]
    known = {image.name: image.name for each in printed for image in each.item.media}
    told = read_again.Printed(printed, title, exported.total_points, note, known)
    read_again.compare(told, copy.getvalue(), losses, lambda data: data.removeprefix(_STAND_IN).decode())
    return losses.all()


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the first section: title, full mark ("" and None where there is none), words to scorers."""

    title: str
    total: Fraction | None
    note: Sequence[str]


class _Writer:
    """Puts a paper on pages, from its title to its last item."""

    def __init__(self, page: Page, *, with_answers: bool) -> None:
        self._page = page
        self._with_answers = with_answers
        self._length = NO_LENGTH

    def write(self, head: Head, sections: Sequence[Section]) -> None:
        """The whole paper."""
        self._head(head, sections)
        number = 0
        for section in sections:
            number += section.title is not None
            says_points = self._heading(number, section)
            for group in section.groups:
                self._group(group, says_points=says_points)

    def _head(self, head: Head, sections: Sequence[Section]) -> None:
        total = head.total
        self._page.add([paragraph("KcTitle", [run(head.title)])] if head.title else [])
        self._page.add([paragraph("KcTotal", [run(wording.full_mark(total))])] if total is not None else [])
        self._page.add([paragraph("KcPerson", [run(wording.PERSON)])])
        titled = sum(section.title is not None for section in sections)
        if titled >= _SCORED and not self._with_answers:
            self._page.add([_score_table(titled)])
        for line in head.note:
            self._page.add(paragraphs("KcKey", line, before=_before(wording.SCORING_NOTE)))

    def _heading(self, number: int, section: Section) -> bool:
        """The heading; whether it says what each of its items is worth."""
        entries = forms.entries_of(section)
        known = [points for points in entries if points is not None]
        whole = len(known) == len(entries)
        each = known[0] if whole and len(set(known)) == 1 else None
        self._length = NO_LENGTH
        if section.title is None:
            return False
        total = sum(known, Fraction()) if whole else None
        self._length = forms.length_of(section)
        told = Heading(section.title, len(entries), each, total, self._length)
        self._page.add([paragraph("KcHeading", [run(wording.heading(number, told))])], keep=True)
        return each is not None

    # -- items that belong together

    def _group(self, group: Group, *, says_points: bool) -> None:
        form = forms.form_of(group)
        if form is Form.PLAIN:
            for placed in group.items:
                self._item(placed, f"{placed.item.number}. ", "KcItem", group, says_points=says_points)
        elif form is Form.CASE:
            parent = forms.parent_of(group)
            self._material(group, f"{parent}. ")
            holds = _holds_parts(group)
            for place, placed in enumerate(group.items, start=1):
                self._item(placed, f"（{place}）" if holds else f"{parent}.{place} ", "KcSub", group, says_points=False)
        elif form is Form.SHARED:
            first, last = group.items[0].item.number, group.items[-1].item.number
            self._page.add([paragraph("KcItemMore", [run(wording.shared_by(first, last))])], keep=True)
            self._material(group, "")
            for placed in group.items:
                self._item(placed, f"{placed.item.number}. ", "KcItem", group, says_points=says_points)
        else:
            self._alone(group, says_points=says_points)

    def _alone(self, group: Group, *, says_points: bool) -> None:
        """Material of an item that shares it with none: it has the item's number, and the stem stands under it."""
        named = marks.starts_with(make_line(group.material.partition("\n")[0], 1)) is Mark.MATERIAL
        for placed in group.items:
            number = f"{placed.item.number}. "
            self._material(group, number if named else number + wording.MATERIAL)
            self._item(placed, wording.ASK, "KcItemMore", group, says_points=says_points)

    def _material(self, group: Group, before: str) -> None:
        self._page.add(
            paragraphs("KcMaterial" if before else "KcItemMore", group.material, before=_before(before)), keep=True
        )
        self._page.tables(group.tables)
        self._page.images(group.images, group.items[0])

    # -- one item

    def _item(self, placed: Placed, before: str, style: str, group: Group, *, says_points: bool) -> None:
        item = placed.item
        tag = "" if _says_type(item) else f"【{wording.TYPE_NAMES[item.type]}】"
        stem = self._stem(placed, says_points=says_points)
        filled_in = item.type is ItemType.BLANK and not self._with_answers
        self._page.add(paragraphs(style, stem, before=_before(before + tag), is_filled_in=filled_in), keep=True)
        self._page.tables(group.own_tables(item))
        self._page.images(group.own_images(item), placed)
        self._stages(item)
        self._options(placed)
        if self._with_answers:
            self._answers(item, placed.scheme)
        else:
            space = space_for(item)
            self._page.add(space, keep=len(space) <= _TOGETHER)
        self._page.release()

    def _stem(self, placed: Placed, *, says_points: bool) -> str:
        """The stem with what it says beside its words: a place for the answer, a length, points."""
        item, stem = placed.item, placed.item.stem
        added = _place_for_answer(item, with_answers=self._with_answers)
        said = self._length == Length(item.min_words, item.max_words) and not forms.is_part(item)
        added += "" if said else wording.length(item)
        if item.points is not None and not says_points:
            added += wording.worth(item.points)
        return _beside(stem, added)

    def _stages(self, item: Item) -> None:
        for place, stage in enumerate(item.stages, start=1):
            text = wording.turn(place, stage.limit_s) + stage.text
            self._page.add(paragraphs("KcItemMore", text), keep=True)
            if not self._with_answers:
                self._page.add(space_for_turn(len(item.stages)))

    def _options(self, placed: Placed) -> None:
        for prompt in placed.item.prompts:
            self._option(prompt, f"{prompt.label} ", placed)
        lines = in_lines(placed.item.options)
        for place, line in enumerate(lines, start=1):
            keep = place < len(lines)
            if len(line) > 1:
                self._several(line, keep=keep)
            else:
                self._option(line[0], f"{line[0].label}. ", placed, keep=keep)

    def _several(self, line: Sequence[Option], *, keep: bool) -> None:
        column = (TEXT_WIDTH - _INDENT) // (4 if len(line) > 2 else 2)
        stops = [_INDENT + column * place for place in range(1, len(line))]
        words = "\t".join(f"{option.label}. {option.text}" for option in line)
        self._page.add([paragraph("KcItemMore", [run(words)], tabs=stops)], keep=keep)

    def _option(self, option: Option, label: str, placed: Placed, *, keep: bool = True) -> None:
        made = paragraphs("KcOption" if option.image is None else "KcDrawn", option.text, before=_before(label))
        if option.image is not None:
            made[-1].extend([run(" "), self._page.image(option.image, placed, SMALL)])
        self._page.add(made, keep=keep)

    # -- what tells the answer

    def _answers(self, item: Item, scheme: MarkScheme) -> None:
        key = scheme.reference if item.is_open else wording.answer_words(item, scheme)
        mark = wording.REFERENCE if item.is_open else wording.ANSWER
        difficulty = "" if scheme.difficulty is None else wording.DIFFICULTIES[scheme.difficulty]
        for word, text in (
            (mark, key),
            (wording.EXPLANATION, scheme.explanation),
            (wording.RUBRIC, wording.rubric_words(scheme.rubric, item.points)),
            (wording.COMPETENCIES, "、".join(scheme.competencies)),
            (wording.DIFFICULTY, difficulty),
        ):
            if text:
                self._page.add(paragraphs("KcKey", text, before=_before(word)))


def _place_for_answer(item: Item, *, with_answers: bool) -> str:
    """The bracket that a printed choice needs, and lines for blanks; "" where the stem has places for the answer."""
    has_place = has_empty_bracket(item.stem) or has_line_blank(item.stem)
    if with_answers or has_place:
        return ""
    if item.type is ItemType.BLANK:
        return "" if find_gaps(item.stem, item.blanks) else "，".join([BLANK] * item.blanks)
    return _BRACKET if item.type in _BRACKETED else ""


def _beside(stem: str, added: str) -> str:
    """A stem with words at its end, or before it where it ends in code or the like."""
    lines = lines_of(stem)
    return f"{added}{stem}" if lines and lines[-1].style else f"{stem}{added}"


def _printed(placed: Placed, *, with_answers: bool) -> Placed:
    """An item with its bracket."""
    bracket = _place_for_answer(placed.item, with_answers=with_answers)
    return replace(placed, item=msgspec.structs.replace(placed.item, stem=_beside(placed.item.stem, bracket)))


def _before(words: str) -> list[etree._Element]:
    return [run(words)] if words else []


def _says_type(item: Item) -> bool:
    """Whether the heading of its section says an item's type."""
    return item.section is not None and kinds.type_of(fold(item.section)) is item.type


def _holds_parts(group: Group) -> bool:
    """Whether the heading says that items have parts; elsewhere only a number of both, 5.2, says whose part one is."""
    title = group.items[0].item.section
    return title is not None and kinds.type_of(fold(title)) in CONTAINERS


def _score_table(sections: int) -> etree._Element:
    number, score, total = wording.SCORE_ROWS
    head = [number, *(chinese(place) for place in range(1, sections + 1)), total]
    return table([[[run(word)] for word in head], [[run(score)], *[[] for _ in head[1:]]]])
