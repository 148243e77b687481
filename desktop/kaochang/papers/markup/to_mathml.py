"""Formulas of authored text as MathML, for formats that want it; their LaTeX stays with them as an annotation."""

from collections.abc import Callable
from typing import Any, Final

from lxml import etree

from kaochang.domain.formula_signs import Sort
from kaochang.domain.formulas import (
    Fenced,
    Grid,
    Marked,
    Node,
    Ratio,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Upright,
    parse_formula,
)
from kaochang.papers.markup.xml import name_of

MATHML: Final = "http://www.w3.org/1998/Math/MathML"
_TEX: Final = "application/x-tex"
_HARD_SPACE: Final = "\u00a0"
_OVER: Final = {"line": "¯", "hat": "^", "arrow": "→", "dot": "˙", "dots": "¨", "wave": "~"}
_SIDES: Final = {"l": "left", "c": "center", "r": "right"}


def to_mathml(root: Node, latex: str, *, is_apart: bool) -> etree._Element:
    """The `math` element of a formula; `latex` is its source without the marks around it."""
    math = etree.XML(f'<math xmlns="{MATHML}"/>')
    math.set("display", "block" if is_apart else "inline")
    semantics = etree.SubElement(math, f"{{{MATHML}}}semantics")
    shown = _made(root, is_apart)
    semantics.append(shown if shown.tag == f"{{{MATHML}}}mrow" else _element("mrow", shown))
    annotation = etree.SubElement(semantics, f"{{{MATHML}}}annotation", {"encoding": _TEX})
    annotation.text = latex
    return math


def latex_of(math: etree._Element) -> str | None:
    """The LaTeX that stands with a formula of ours; None where its elements are not, or no longer, made from it."""
    latex = math.findtext("*/{*}annotation") or ""
    root = parse_formula(latex)
    if root is None:
        return None
    made = to_mathml(root, latex, is_apart=math.get("display") == "block")
    return latex if _shape(made) == _shape(math) else None


def _shape(element: etree._Element) -> tuple[object, ...]:
    words = (element.text or "").strip(" \n\t")
    attributes = [(str(name), str(value)) for name, value in element.attrib.items()]
    return (name_of(element), words, sorted(attributes), *map(_shape, element))


def _element(name: str, *children: etree._Element, **attributes: str) -> etree._Element:
    made = etree.Element(f"{{{MATHML}}}{name}", attributes)
    made.extend(children)
    return made


def _leaf(name: str, text: str, **attributes: str) -> etree._Element:
    made = _element(name, **attributes)
    made.text = text
    return made


def _made(node: Node, is_apart: bool) -> etree._Element:
    return _MAKERS[type(node)](node, is_apart)


def _sign(sign: Sign, _is_apart: bool) -> etree._Element:
    if sign.sort is Sort.LETTER:
        return _leaf("mi", sign.text)
    if sign.sort is not Sort.PLAIN:
        return _leaf("mo", sign.text)
    if sign.text.isspace():
        return _leaf("mtext", _HARD_SPACE)
    if sign.text[0].isdigit():
        return _leaf("mn", sign.text)
    if sign.text.isalpha():
        return _leaf("mi", sign.text, mathvariant="normal")
    return _leaf("mo", sign.text)


def _upright(words: Upright, _is_apart: bool) -> etree._Element:
    if words.text.isascii() and words.text.isalpha():
        return _leaf("mi", words.text, mathvariant="normal")
    return _leaf("mtext", words.text.replace(" ", _HARD_SPACE))


def _space(space: Space, _is_apart: bool) -> etree._Element:
    return _element("mspace", width=f"{space.width:g}em")


def _row(row: Row, is_apart: bool) -> etree._Element:
    return _element("mrow", *(_made(part, is_apart) for part in row.parts))


def _ratio(ratio: Ratio, is_apart: bool) -> etree._Element:
    return _element("mfrac", _made(ratio.over, is_apart), _made(ratio.under, is_apart))


def _root(root: Root, is_apart: bool) -> etree._Element:
    inner = _made(root.inner, is_apart)
    return _element("msqrt", inner) if root.index is None else _element("mroot", inner, _made(root.index, is_apart))


def _scripts(scripts: Scripts, is_apart: bool) -> etree._Element:
    base = _made(scripts.base, is_apart)
    given = [_made(each, is_apart) for each in (scripts.below, scripts.above) if each is not None]
    names = ("munder", "mover", "munderover") if _takes_limits(scripts.base, is_apart) else ("msub", "msup", "msubsup")
    both = scripts.below is not None and scripts.above is not None
    return _element(names[2] if both else names[0] if scripts.above is None else names[1], base, *given)


def _takes_limits(base: Node, is_apart: bool) -> bool:
    """Whether limits stand above and below, which they do only in a formula that stands apart, as on the screen."""
    if isinstance(base, Upright):
        return base.is_limited and is_apart
    return isinstance(base, Sign) and base.sort is Sort.LARGE and is_apart


def _fenced(fenced: Fenced, is_apart: bool) -> etree._Element:
    return _between(fenced.left, _made(fenced.inner, is_apart), fenced.right)


def _between(left: str, inner: etree._Element, right: str) -> etree._Element:
    row = _element("mrow")
    if left:
        row.append(_leaf("mo", left, fence="true", stretchy="true"))
    row.append(inner)
    if right:
        row.append(_leaf("mo", right, fence="true", stretchy="true"))
    return row


def _marked(marked: Marked, is_apart: bool) -> etree._Element:
    inner = _made(marked.inner, is_apart)
    if marked.mark == "under":
        return _element("munder", inner, _leaf("mo", "_", stretchy="true"))
    return _element("mover", inner, _leaf("mo", _OVER[marked.mark], stretchy="true"), accent="true")


def _grid(grid: Grid, is_apart: bool) -> etree._Element:
    rows = [_element("mtr", *(_element("mtd", _made(cell, is_apart)) for cell in row)) for row in grid.rows]
    width = max(map(len, grid.rows))
    sides = [_SIDES[grid.aligns[place % len(grid.aligns)]] for place in range(width)]
    return _between(grid.left, _element("mtable", *rows, columnalign=" ".join(sides)), grid.right)


_MAKERS: Final[dict[type, Callable[[Any, bool], etree._Element]]] = {
    Sign: _sign,
    Upright: _upright,
    Space: _space,
    Row: _row,
    Ratio: _ratio,
    Root: _root,
    Scripts: _scripts,
    Fenced: _fenced,
    Marked: _marked,
    Grid: _grid,
}
