"""Authored text (docs/authored-text.md) as HTML elements, for QTI and Moodle; `own_html` reads it back as it was.

A text is a `div` of class `kaochang-text`, a line of the author's a `p` in it, code a `pre`. White space that HTML
would change stands in a `span` whose `data-kaochang-drawn` says what the author wrote.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from lxml import etree

from kaochang.domain.authored import Apart, Code, Formula, Gap, Paragraph, read_authored
from kaochang.domain.items import Table
from kaochang.papers.markup.own_html import DRAWN, OWN_TABLE, OWN_TEXT
from kaochang.papers.markup.to_mathml import to_mathml

Field: TypeAlias = Callable[[int], etree._Element | str]
"""What stands for a blank, counted from 0: an interaction, or words that a format takes for one."""

_CHANGED: Final = re.compile(r" {2,}|\t+")
_OUTER: Final = re.compile(r"^ +| +$| {2,}|\t+")
"""White space that HTML would not show as written, within a line and at its ends."""
_LANGUAGE: Final = re.compile(r"[ \t]*```([^\s`]*)")
_HARD_SPACE: Final = "\u00a0"
_TAB: Final = 4


@dataclass(frozen=True, slots=True)
class _Placed:
    """Something in a text that is no words, and where."""

    start: int
    end: int
    what: Gap | Formula | Apart | Code


_Line: TypeAlias = list["str | _Placed"]


class HtmlWriter:
    """Makes the elements of one kind of HTML: its namespace ("": none), and whether formulas are MathML or LaTeX."""

    def __init__(self, namespace: str = "", *, with_mathml: bool) -> None:
        self._namespace = namespace
        self._with_mathml = with_mathml

    def element(self, name: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
        """An element of this HTML with words and elements in it; `class_` is its class, `_` in a name stands for -."""
        named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        made = etree.Element(f"{{{self._namespace}}}{name}" if self._namespace else name, named)
        for child in children:
            add(made, child)
        return made

    def text(self, text: str, blanks: int = 0, field: Field | None = None) -> etree._Element:
        """A text of any length. Where `field` is given, it stands for each blank whose place can be told for sure."""
        made = self.element("div", class_=OWN_TEXT)
        for line in _lines(text, blanks if field is not None else 0):
            code = next((part.what for part in line if isinstance(part, _Placed) and isinstance(part.what, Code)), None)
            made.append(self._paragraph(line, text, field) if code is None else self._code(code, text))
        return made

    def inline(self, text: str) -> list[etree._Element | str]:
        """A text for a place that is mostly a few words: as they are where they are one plain line, else as `text`."""
        if text and "\n" not in text and not _OUTER.search(text) and not _stands_apart(text):
            (line,) = _lines(text, 0)
            return self._parts(line, text, None)
        return [self.text(text)] if text else []

    def table(self, table: Table) -> etree._Element:
        """A table of an item."""
        rows = [self.element("tr", *(self.element("td", *self.inline(cell)) for cell in row)) for row in table.rows]
        return self.element("table", self.element("tbody", *rows), class_=OWN_TABLE)

    def _paragraph(self, line: _Line, text: str, field: Field | None) -> etree._Element:
        parts = self._parts(line, text, field)
        return self.element("p", *parts) if any(map(_is_something, parts)) else self.element("p", self.element("br"))

    def _parts(self, line: _Line, text: str, field: Field | None) -> list[etree._Element | str]:
        parts: list[etree._Element | str] = []
        for place, part in enumerate(line):
            if isinstance(part, str):
                parts += self._words(part, _OUTER if place in (0, len(line) - 1) else _CHANGED)
            elif isinstance(part.what, Gap):
                parts.append(text[part.start : part.end] if field is None else field(part.what.number))
            else:
                parts.append(self._formula(part.what))
        return parts

    def _words(self, words: str, changed: re.Pattern[str]) -> Iterator[etree._Element | str]:
        end = 0
        for found in changed.finditer(words):
            yield words[end : found.start()]
            shown = found.group().replace("\t", " " * _TAB).replace(" ", _HARD_SPACE)
            yield self.element("span", shown, **{DRAWN: found.group()})
            end = found.end()
        yield words[end:]

    def _formula(self, formula: Formula | Apart | Code | Gap) -> etree._Element | str:
        if isinstance(formula, Code | Gap):
            return ""
        source = formula.source.rstrip(" \t")
        if not self._with_mathml:
            return source
        return to_mathml(formula.root, source[2:-2], is_apart=isinstance(formula, Apart))

    def _code(self, code: Code, text: str) -> etree._Element:
        opening = _LANGUAGE.match(text, text.rfind("\n", 0, max(code.start - 1, 0)) + 1)
        language = opening.group(1) if opening else ""
        inner = self.element("code", code.text, **({"class": f"language-{language}"} if language else {}))
        return self.element("pre", inner)


def add(parent: etree._Element, child: etree._Element | str) -> None:
    """Put words or an element behind what already stands in an element."""
    if not isinstance(child, str):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + child
    else:
        parent.text = (parent.text or "") + child


def _is_something(part: etree._Element | str) -> bool:
    return part != ""


def _stands_apart(text: str) -> bool:
    return "```" in text or "\\[" in text


def _lines(text: str, blanks: int) -> list[_Line]:
    """The author's lines, taken apart; code is a line of its own."""
    lines: list[_Line] = [[]]
    end = 0
    for placed in _objects(text, blanks):
        _cut(lines, text[end : placed.start])
        lines[-1].append(placed)
        end = placed.end
    _cut(lines, text[end:])
    return lines


def _cut(lines: list[_Line], words: str) -> None:
    first, *others = words.split("\n")
    lines[-1].append(first)
    lines.extend([other] for other in others)


def _objects(text: str, blanks: int) -> Iterator[_Placed]:
    """Blanks, formulas and code of a text; code with the lines of its fences."""
    for block in read_authored(text, blanks):
        if isinstance(block, Paragraph):
            yield from (
                _Placed(piece.start, piece.end, piece) for piece in block.pieces if isinstance(piece, Formula | Gap)
            )
        elif isinstance(block, Apart):
            yield _Placed(block.start, block.start + len(block.source.rstrip(" \t")), block)
        else:
            start = text.rfind("\n", 0, max(block.start - 1, 0)) + 1
            end = text.find("\n", block.end)
            yield _Placed(start, len(text) if end < 0 else end, block)
