"""Formulas as Office's own mathematics, so that Word sets them and lets them be edited."""

from itertools import takewhile
from typing import Final, TypeGuard

from lxml import etree

from kaochang.domain.formula_signs import GRIDS, Sort
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
    is_primes,
)

NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_M: Final = f"{{{NAMESPACE}}}"
_MARKS: Final = {"hat": "\u0302", "arrow": "\u20d7", "dot": "\u0307", "dots": "\u0308", "wave": "\u0303"}
_BY_SIGN: Final = GRIDS["aligned"][2]
_SPACES: Final = ((0.9, "\u2003"), (0.4, "\u2002"), (0.25, "\u2005"), (0.0, "\u2009"))
"""White space of a formula, widest first, as the character of about that width."""


def to_omml(root: Node, *, apart: bool = False) -> etree._Element:
    """The element of a formula in the line (`m:oMath`), or of one that stands apart (`m:oMathPara`)."""
    made = _m("oMath", *_parts(root))
    return _m("oMathPara", made) if apart else made


def _m(name: str, /, *children: etree._Element, **attributes: str) -> etree._Element:
    element = etree.Element(f"{_M}{name}", {f"{_M}{key}": value for key, value in attributes.items()})
    element.extend(children)
    return element


def _run(text: str, *, upright: bool) -> etree._Element:
    said = _m("t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _m("r", _m("rPr", _m("sty", val="p")), said) if upright else _m("r", said)


def _parts(node: Node) -> list[etree._Element]:
    """What stands for a node inside its parent. A row lies flat in it; a sum takes what it sums up into itself."""
    waiting = list(node.parts) if isinstance(node, Row) else [node]
    made: list[etree._Element] = []
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, Row):
            made += _parts(part)
        elif isinstance(part, Scripts) and _is_sum(part.base):
            summed = list(takewhile(_is_summed, waiting))
            del waiting[: len(summed)]
            made.append(_sum(part, Row(tuple(summed))))
        else:
            made.append(_one(part))
    return made


def _is_sum(base: Node) -> TypeGuard[Sign]:
    return isinstance(base, Sign) and base.sort in (Sort.LARGE, Sort.INTEGRAL)


def _is_summed(node: Node) -> bool:
    """Whether a node behind a sum belongs to it: all up to the next relation or comma."""
    return not (isinstance(node, Sign) and node.sort in (Sort.RELATION, Sort.COMMA))


def _box(name: str, node: Node | None) -> etree._Element:
    return _m(name, *([] if node is None else _parts(node)))


def _one(node: Node) -> etree._Element:
    match node:
        case Sign(text, sort):
            return _run(text, upright=sort is not Sort.LETTER)
        case Upright(text):
            return _run(text, upright=True)
        case Space(width):
            return _run(next(sign for least, sign in _SPACES if width >= least), upright=True)
        case Row():
            return _m("box", _box("e", node))
        case _:
            return _built(node)


def _built(node: Ratio | Root | Fenced | Marked | Grid | Scripts) -> etree._Element:
    match node:
        case Ratio(over, under):
            return _m("f", _box("num", over), _box("den", under))
        case Root(inner, index):
            return _root(inner, index)
        case Fenced(left, inner, right):
            return _fenced(left, right, _box("e", inner))
        case Marked(inner, mark):
            return _marked(inner, mark)
        case Grid():
            return _grid(node)
        case Scripts():
            return _scripts(node)


def _root(inner: Node, index: Node | None) -> etree._Element:
    properties = _m("radPr", _m("degHide", val="1")) if index is None else _m("radPr")
    return _m("rad", properties, _box("deg", index), _box("e", inner))


def _fenced(left: str, right: str, inner: etree._Element) -> etree._Element:
    return _m("d", _m("dPr", _m("begChr", val=left), _m("endChr", val=right)), inner)


def _marked(inner: Node, mark: str) -> etree._Element:
    if mark in ("line", "under"):
        place = "top" if mark == "line" else "bot"
        return _m("bar", _m("barPr", _m("pos", val=place)), _box("e", inner))
    return _m("acc", _m("accPr", _m("chr", val=_MARKS[mark])), _box("e", inner))


def _lines(grid: Grid) -> etree._Element:
    """Lines that stand under each other where a sign & says so."""
    lines = [[part for cell in row for part in (_run("&", upright=False), *_parts(cell))][1:] for row in grid.rows]
    return _m("eqArr", *(_m("e", *line) for line in lines))


def _grid(grid: Grid) -> etree._Element:
    if grid.aligns == _BY_SIGN:
        return _lines(grid)
    columns = max(len(cells) for cells in grid.rows)
    rows = [_m("mr", *(_box("e", cell) for cell in _filled(cells, columns))) for cells in grid.rows]
    side = {"l": "left", "r": "right"}
    column = [
        _m("mc", _m("mcPr", _m("count", val="1"), _m("mcJc", val=side.get(_align(grid, place), "center"))))
        for place in range(columns)
    ]
    matrix = _m("m", _m("mPr", _m("mcs", *column)), *rows)
    if not grid.left and not grid.right:
        return matrix
    return _fenced(grid.left, grid.right, _m("e", matrix))


def _filled(cells: tuple[Node, ...], columns: int) -> list[Node]:
    return [*cells, *[Row(())] * (columns - len(cells))]


def _align(grid: Grid, place: int) -> str:
    return grid.aligns[place % len(grid.aligns)] if grid.aligns else "c"


def _scripts(scripts: Scripts) -> etree._Element:
    base, below, above = scripts.base, scripts.below, scripts.above
    if isinstance(base, Upright) and base.is_limited:
        return _limited(base, below, above)
    if below is None and is_primes(above):
        return _m("sSup", _box("e", base), _m("sup", _run(above.text, upright=True)))
    if below is not None and above is not None:
        return _m("sSubSup", _box("e", base), _box("sub", below), _box("sup", above))
    if below is not None:
        return _m("sSub", _box("e", base), _box("sub", below))
    return _m("sSup", _box("e", base), _box("sup", above))


def _sum(scripts: Scripts, summed: Node) -> etree._Element:
    base, below, above = scripts.base, scripts.below, scripts.above
    place = "undOvr" if isinstance(base, Sign) and base.sort is Sort.LARGE else "subSup"
    properties = [_m("chr", val=base.text if isinstance(base, Sign) else ""), _m("limLoc", val=place)]
    properties += [_m("subHide", val="1")] if below is None else []
    properties += [_m("supHide", val="1")] if above is None else []
    return _m("nary", _m("naryPr", *properties), _box("sub", below), _box("sup", above), _box("e", summed))


def _limited(base: Upright, below: Node | None, above: Node | None) -> etree._Element:
    made = _run(base.text, upright=True)
    if below is not None:
        made = _m("limLow", _m("e", made), _box("lim", below))
    if above is not None:
        made = _m("limUpp", _m("e", made), _box("lim", above))
    return made
