"""HTML that our own writers made, read back to exactly the text it was made from (see `to_html`)."""

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from kaochang.papers import limits
from kaochang.papers.lines import visible
from kaochang.papers.markup.mathml import to_latex
from kaochang.papers.markup.own_marks import ATTRIBUTE
from kaochang.papers.markup.to_mathml import latex_of
from kaochang.papers.markup.xml import name_of

OWN_TEXT: Final = "kaochang-text"
OWN_TABLE: Final = "kaochang-table"
PART: Final = f"{ATTRIBUTE}part"
"""What a part of an item is: material, reference or rubric."""
DRAWN: Final = f"{ATTRIBUTE}drawn"


def is_own(element: etree._Element, kind: str) -> bool:
    """Whether an element is one of ours, of this class."""
    return kind in element.get("class", "").split()


def own_marks(element: etree._Element) -> Mapping[str, str]:
    """The marks that stand with an element (see `own_marks`)."""
    marks = {str(name): str(value) for name, value in element.attrib.items() if str(name).startswith(ATTRIBUTE)}
    return {name.removeprefix(ATTRIBUTE): value for name, value in marks.items() if name not in (DRAWN, PART)}


def own_rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of a table of ours, by row."""
    return [list(row.iterfind("{*}td")) for row in table.iterfind("{*}tbody/{*}tr")]


def own_text(element: etree._Element, special: Callable[[etree._Element], str | None] | None) -> str:
    """The text of a `div` of ours; `special` is asked about every element in it, as `html.to_authored` does."""
    lines = [_line(child, special) for child in element if isinstance(child.tag, str)]
    return "\n".join(lines) if lines else visible(element.text or "")


def _line(element: etree._Element, special: Callable[[etree._Element], str | None] | None) -> str:
    if name_of(element) != "pre":
        words = _words(element, special, 0)
        return words if words != "\n" else ""
    code = next(element.iterfind("{*}code"), element)
    language = code.get("class", "").removeprefix("language-")
    words = visible("".join(map(str, code.itertext())))
    return f"```{language}\n{words}\n```" if words else f"```{language}\n```"


def _words(element: etree._Element, special: Callable[[etree._Element], str | None] | None, depth: int) -> str:
    said = [visible(element.text or "")]
    for child in element:
        said.append(_element(child, special, depth + 1))
        said.append(visible(child.tail or ""))
    return "".join(said)


def _element(element: etree._Element, special: Callable[[etree._Element], str | None] | None, depth: int) -> str:
    if not isinstance(element.tag, str) or depth > limits.MAX_MARKUP_DEPTH:
        return ""
    if element.get(DRAWN) is not None:
        return visible(element.get(DRAWN, ""))
    said = special(element) if special else None
    if said is not None:
        return said
    if name_of(element) == "math":
        return _formula(element)
    return "\n" if name_of(element) == "br" else _words(element, special, depth)


def _formula(element: etree._Element) -> str:
    latex = latex_of(element)
    if latex is None:
        latex = to_latex(element)
    if latex is None:
        return "".join(visible(text) for text in map(str, element.itertext()))
    return rf"\[{latex}\]" if element.get("display") == "block" else rf"\({latex}\)"
