"""Papers as GIFT, the text format of Moodle: an entry for each item, comments for what the format has no words for.

An entry stands on a few lines: its stem with `\\n` for line breaks, then a line for each answer. Plain words stay
plain; a text with code, tables or signs that HTML knows is written as HTML.
"""

import html
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from lxml import etree

from kaochang.domain.items import ItemType, Table
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import PaperFormat
from kaochang.domain.responses import Accepted, Choice, Judgement, Pairs
from kaochang.papers.markup import own_marks
from kaochang.papers.markup.own_marks import COMMENT
from kaochang.papers.markup.to_html import HtmlWriter
from kaochang.papers.writing.as_text import asked_as_text
from kaochang.papers.writing.exported import Exported, Group, Loss, Losses, Placed, Section
from kaochang.papers.writing.moodle import can_match, category, share_of, tell_paper
from kaochang.papers.writing.sayable import sayable

_ESCAPED: Final = re.compile(r"[\\~=#{}]|:(?=:)|(?<=:):")
_HTML: Final = HtmlWriter(with_mathml=False)
_MARKED_UP: Final = re.compile(r"[<&]|```|^\s|\s$|  |\t|^[\[%]|->")
"""What plain words of GIFT do not keep, or would be taken for something else."""
_NOT_SHORT: Final = re.compile(rf"{_MARKED_UP.pattern}|\n")
"""What an accepted text must not hold: Moodle takes it letter by letter, whatever the format of the entry."""


def write(exported: Exported, out: BinaryIO, *, with_answers: bool) -> tuple[Loss, ...]:
    """Write GIFT; see `exported`."""
    losses = Losses(PaperFormat.GIFT)
    if not with_answers:
        losses.say("moodle-unkeyed")
    losses.say("gift-comments")
    tell_paper(exported, losses, with_answers=with_answers)
    for section in sayable(exported, losses, with_answers=with_answers):
        for entry in _entries(exported.title, section, losses):
            out.write((entry + "\n\n").encode())
    return losses.all()


def _entries(title: str | None, section: Section, losses: Losses) -> Iterator[str]:
    yield f"$CATEGORY: {category(title, section.title)}".replace("\n", " ")
    for group in section.groups:
        if group.material:
            yield _material(group, losses)
        yield from (_entry(placed, group, losses) for placed in group.items)


def _material(group: Group, losses: Losses) -> str:
    if group.images:
        losses.say("pictures", group.items[0])
    marks = {"items": str(len(group.items))}
    words = _Words([group.material], group.tables)
    title = f"::material{group.items[0].index + 1}::"
    return "\n".join([*_comments(marks), title + words.stem(group.material, group.tables)])


def _entry(placed: Placed, group: Group, losses: Losses) -> str:
    marks = own_marks.marks_of(placed.item, placed.scheme)
    for name in ("blanks-drawn", "fields"):
        marks.pop(name, None)
    if not _can_ask(placed):
        placed, marks = asked_as_text(placed, losses)
    elif placed.item.type is ItemType.MATCHING:
        marks |= own_marks.spelled_options(placed.item)
    item, scheme = placed.item, placed.scheme
    _tell_pictures(placed, group, losses)
    marks |= _notes(scheme)
    stem = own_marks.with_list(item.stem, own_marks.listed_stages(item.stages))
    tables = group.own_tables(item)
    words = _Words([stem, scheme.explanation, *(each.text for each in (*item.options, *item.prompts))], tables)
    title = f"::{_escaped(item.number or str(placed.index + 1))}::"
    answers = _answers(placed, words, losses)
    if scheme.explanation:
        answers.append("####" + words.words(scheme.explanation))
    shown = "{" + ("\n".join(["", *answers, ""]) if len(answers) > 1 else "".join(answers)) + "}"
    return "\n".join([*_comments(marks, scheme.competencies), title + words.stem(stem, tables) + shown])


def _can_ask(placed: Placed) -> bool:
    """Whether GIFT can ask an item as what it is."""
    item, correct = placed.item, placed.scheme.correct
    if item.is_open:
        return True
    if item.type in (ItemType.SINGLE, ItemType.MULTIPLE):
        return len(item.options) > 1 and all(option.text for option in item.options)
    match correct:
        case Judgement():
            return True
        case Accepted((accepted,)):
            return not any(map(_NOT_SHORT.search, accepted))
        case Pairs(pairs):
            return len(pairs) > 1 and can_match(item, correct)
        case _:
            return False


def _tell_pictures(placed: Placed, group: Group, losses: Losses) -> None:
    if group.own_images(placed.item):
        losses.say("pictures", placed)
    if any(each.image is not None for each in (*placed.item.options, *placed.item.prompts)):
        losses.say("option-picture", placed)


def _notes(scheme: MarkScheme) -> dict[str, str]:
    """What scorers read, as marks."""
    notes = {"reference": scheme.reference}
    if scheme.rubric.text or scheme.rubric.criteria:
        notes["rubric"] = own_marks.shown_rubric(scheme.rubric)
        notes["criteria"] = own_marks.spelled_criteria(scheme.rubric)
    return {name: value for name, value in notes.items() if value}


def _answers(placed: Placed, words: "_Words", losses: Losses) -> list[str]:
    """The lines between the braces."""
    item = placed.item
    match placed.scheme.correct:
        case Judgement(value):
            return ["T" if value else "F"]
        case Accepted((accepted,)):
            return ["=" + _escaped(text.replace("*", "\\*")) for text in accepted]
        case Pairs(pairs):
            texts = {option.label: option.text for option in item.options}
            rights = dict(pairs)
            lines = [f"={words.words(each.text)} -> {_escaped(texts[rights[each.label]])}" for each in item.prompts]
            extra = [text for label, text in texts.items() if label not in rights.values()]
            return lines + [f"= -> {_escaped(text)}" for text in extra]
        case _:
            return _choice(placed, words, losses) if item.options else []


def _choice(placed: Placed, words: "_Words", losses: Losses) -> list[str]:
    item, correct = placed.item, placed.scheme.correct
    right = correct.labels if isinstance(correct, Choice) else ()
    signs = {True: "=", False: "~"}
    if item.type is ItemType.MULTIPLE and right:
        share = share_of(len(right))
        if share is None:
            losses.say("shares", placed)
        signs = {True: f"~%{share or 5}%", False: "~%-100%"}
    return [signs[option.label in right] + words.words(option.text) for option in item.options]


class _Words:
    """How the texts of one entry are written: plain words where all of them can be, else HTML."""

    def __init__(self, texts: list[str], tables: tuple[Table, ...]) -> None:
        self._is_html = bool(tables) or any(map(_MARKED_UP.search, texts))

    def stem(self, text: str, tables: tuple[Table, ...]) -> str:
        """The stem, with its format before it."""
        if not self._is_html:
            return _escaped(text)
        return "[html]" + _escaped(_source(_HTML.text(text), *map(_HTML.table, tables)))

    def words(self, text: str) -> str:
        """Another text of the entry, which has the format of the stem."""
        if not self._is_html:
            return _escaped(text)
        source = _source(*(_HTML.inline(text) if text == text.strip() else [_HTML.text(text)]))
        return _escaped("&#37;" + source[1:] if source.startswith("%") else source)


def _source(*content: etree._Element | str) -> str:
    return "".join(
        html.escape(part, quote=False)
        if isinstance(part, str)
        else etree.tostring(part, encoding="unicode", method="html")
        for part in content
    )


def _escaped(text: str) -> str:
    return _ESCAPED.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _comments(marks: dict[str, str], tags: Sequence[str] = ()) -> Iterator[str]:
    """Marks and tags as the lines before an entry; Moodle passes over them, but for the tags."""
    for name, value in marks.items():
        yield f"//{COMMENT}{name}={own_marks.on_one_line(value)}"
    if tags:
        yield "// " + " ".join(f"[tag:{_one_line(tag)}]" for tag in tags)


def _one_line(tag: str) -> str:
    return tag.replace("\n", " ").replace("]", "\\]")
