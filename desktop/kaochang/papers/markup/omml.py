"""Formulas of Word (Office MathML, ECMA-376 part 1, 22.1) to the LaTeX of docs/authored-text.md, or to readable text.

What that page cannot say stays as words in reading order: nothing is left out, and no formula is half a formula.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from lxml import etree

from kaochang.domain.formula_signs import LIMITED
from kaochang.domain.formulas import parse_formula
from kaochang.papers import limits
from kaochang.papers.lines import visible
from kaochang.papers.markup.latex_signs import UnsayableError, accented, braced, grid_of
from kaochang.papers.markup.omml_signs import fence, plain, spelled, worded

_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE: Final = frozenset({f"{_W}del", f"{_W}moveFrom"})
_OFF: Final = frozenset({"0", "off", "false"})
_LARGE: Final = {"∑": "\\sum ", "∏": "\\prod ", "∫": "\\int ", "∮": "\\oint ", "∬": "\\int \\int "}
_OVER: Final = {"→": "\\overrightarrow", "\u0332": "\\underline", "\u0305": "\\overline"}
_TYPED_LABEL: Final = re.compile(r"([A-H])\s*([.．、])(?:\\ |\s)*(?=.)")
_NO_FORMULA: Final = re.compile(r"[^A-Za-z\\{}^_$&~#=+<>|*/]+")
"""Words and figures that somebody typed in a formula's frame."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it is written in authored text, without its marks; `latex` is "" where only `text` can say it.

    `is_whole`: the words say all of it, as ③ does.
    """

    latex: str
    text: str
    is_whole: bool = False

    @property
    def is_words(self) -> bool:
        """Whether it holds nothing that needs a formula: words and figures."""
        return bool(_NO_FORMULA.fullmatch(self.latex.replace("\\ ", " ")))

    @property
    def is_lost(self) -> bool:
        """Whether it is a formula that only words could say."""
        return not (self.latex or self.is_whole) and len(self.text.strip()) > 1

    def marked(self, *, apart: bool) -> str:
        """With its marks, as it stands in a text; words stay words."""
        if not self.latex or self.is_words:
            return self.text
        return f"\\[{self.latex}\\]" if apart else f"\\({self.latex}\\)"

    def without_label(self) -> tuple[str, "Formula"]:
        """An option's label that was typed into the formula, and the formula behind it."""
        label = _TYPED_LABEL.match(self.latex)
        if label is None or parse_formula(self.latex[label.end() :]) is None:
            return "", self
        words = self.text[self.text.index(label.group(2)) + 1 :].lstrip()
        return f"{label.group(1)}{label.group(2)} ", Formula(self.latex[label.end() :], words)


def read_omml(element: etree._Element) -> Formula:
    """A formula (`m:oMath`), as LaTeX where `domain.formulas` understands it."""
    try:
        latex = _row(element, 0).strip()
    except UnsayableError:
        latex = ""
    latex = re.sub(r" +", " ", latex)
    return Formula(latex if parse_formula(latex) is not None else "", to_text(element))


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.removeprefix(_M) if isinstance(tag, str) else ""


def _part(element: etree._Element, name: str, depth: int) -> str:
    found = element.find(f"{_M}{name}")
    return "" if found is None else _row(found, depth + 1).strip()


def _property(element: etree._Element, name: str) -> str | None:
    """A property's value; "" where it is named without one, None where it is not named."""
    found = element.find(f"{_M}{_name(element)}Pr/{_M}{name}")
    return None if found is None else str(found.get(f"{_M}val") or "")


def _is_on(element: etree._Element, name: str) -> bool:
    value = _property(element, name)
    return value is not None and value not in _OFF


def _row(element: etree._Element, depth: int) -> str:
    if depth > limits.MAX_FORMULA_DEPTH:
        raise UnsayableError
    return "".join(_one(child, depth) for child in element)


def _one(element: etree._Element, depth: int) -> str:
    name = _name(element)
    if name in _WRITERS:
        return _WRITERS[name](element, depth)
    if element.tag in _GONE or name.endswith("Pr"):
        return ""
    if element.tag == f"{_W}r":
        return worded(_run_text(element))
    return _row(element, depth + 1)


# -- letters


def _run_text(element: etree._Element) -> str:
    if element.find(f"{_W}rPr/{_W}vanish") is not None:
        return ""
    return visible("".join(child.text or "" for child in element if child.tag in (f"{_M}t", f"{_W}t")))


def _run(element: etree._Element, _: int) -> str:
    text = _run_text(element)
    properties = element.find(f"{_M}rPr")

    def says(name: str) -> str | None:
        found = None if properties is None else properties.find(f"{_M}{name}")
        return None if found is None else str(found.get(f"{_M}val") or "")

    normal = says("nor")
    if normal is not None and normal not in _OFF:
        return worded(text)
    return spelled(text, is_upright=says("sty") == "p", is_double=says("scr") == "double-struck")


# -- shapes


def _fraction(element: etree._Element, depth: int) -> str:
    over, under = _part(element, "num", depth), _part(element, "den", depth)
    kind = _property(element, "type")
    if kind == "lin":
        return f"{braced(over)}/{braced(under)}"
    if kind == "noBar":
        return f"\\begin{{matrix}}{over} \\\\ {under}\\end{{matrix}}"
    return f"\\frac{{{over}}}{{{under}}}"


def _root(element: etree._Element, depth: int) -> str:
    index = "" if _is_on(element, "degHide") else _part(element, "deg", depth)
    shown = f"[{{{index}}}]" if "]" in index else f"[{index}]" if index else ""
    return f"\\sqrt{shown}{{{_part(element, 'e', depth)}}}"


def _scripts(element: etree._Element, depth: int) -> str:
    return braced(_part(element, "e", depth)) + _with_scripts(element, depth)


def _with_scripts(element: etree._Element, depth: int) -> str:
    return _set(_part(element, "sub", depth), _part(element, "sup", depth))


def _set(below: str, above: str) -> str:
    """What stands below and above a base."""
    return (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _before(element: etree._Element, depth: int) -> str:
    return f"{{}}{_with_scripts(element, depth)}{_part(element, 'e', depth)}"


def _large(element: etree._Element, depth: int) -> str:
    sign = _property(element, "chr")
    sign = "∫" if sign is None else sign
    below = "" if _is_on(element, "subHide") else _part(element, "sub", depth)
    above = "" if _is_on(element, "supHide") else _part(element, "sup", depth)
    if sign not in _LARGE and not sign.strip():
        raise UnsayableError
    written = _LARGE.get(sign) or f"\\operatorname*{{{sign}}}"
    return f"{written.strip()}{_set(below, above)} {_part(element, 'e', depth)}"


def _fences(element: etree._Element, depth: int) -> str:
    left, right = _property(element, "begChr"), _property(element, "endChr")
    left, right = "(" if left is None else left, ")" if right is None else right
    inner = element.findall(f"{_M}e")
    only = _only(inner[0]) if len(inner) == 1 else None
    grid = grid_of(left, right)
    if only is not None and grid is not None and _name(only) in (("eqArr", "m") if grid == "cases" else ("m",)):
        return _grid(grid, _lines_of(only, depth))
    if only is not None and _name(only) == "f" and (left, right, _property(only, "type")) == ("(", ")", "noBar"):
        return f"\\binom{{{_part(only, 'num', depth)}}}{{{_part(only, 'den', depth)}}}"
    parts = _property(element, "sepChr")
    between = spelled("|" if parts is None else parts)
    words = between.join(_row(each, depth + 1).strip() for each in inner)
    opening, closing = fence(left), fence(right)
    if opening is None or closing is None:
        return spelled(left) + words + spelled(right)
    return f"\\left{opening} {words} \\right{closing} "


def _only(element: etree._Element) -> etree._Element | None:
    """The one thing that stands in an element."""
    inner = [child for child in element if _name(child) and not _name(child).endswith("Pr")]
    return inner[0] if len(inner) == 1 else None


def _lines_of(element: etree._Element, depth: int) -> list[str]:
    """The lines of an array or a matrix; in an array the sign & says where they stand under each other."""
    if _name(element) == "eqArr":
        return [_row(line, depth + 1).strip().replace("\\&", "&") for line in element.findall(f"{_M}e")]
    rows = element.findall(f"{_M}mr")
    return [" & ".join(_row(cell, depth + 1).strip() for cell in row.findall(f"{_M}e")) for row in rows]


def _grid(name: str, lines: list[str]) -> str:
    inner = " \\\\ ".join(lines)
    return f"\\begin{{{name}}}{inner}\\end{{{name}}}" if lines else ""


def _array(element: etree._Element, depth: int) -> str:
    return _grid("aligned", _lines_of(element, depth))


def _matrix(element: etree._Element, depth: int) -> str:
    return _grid("matrix", _lines_of(element, depth))


def _function(element: etree._Element, depth: int) -> str:
    return f"{_part(element, 'fName', depth)} {_part(element, 'e', depth)}"


def _limit(element: etree._Element, depth: int) -> str:
    """Something under or over a name (lim) or a sign."""
    inner = element.find(f"{_M}e")
    base = "" if inner is None else _row(inner, depth + 1).strip()
    limit = _part(element, "lim", depth)
    mark = "_" if _name(element) == "limLow" else "^"
    name = base.removeprefix("\\").strip()
    if LIMITED.get(name):
        return f"\\{name}{mark}{{{limit}}}"
    words = "" if inner is None else to_text(inner).strip()
    if not words or re.search(r"[\\{}]", words) or inner is None or not _is_flat(inner):
        raise UnsayableError
    return f"\\operatorname*{{{words}}}{mark}{{{limit}}}"


def _is_flat(element: etree._Element) -> bool:
    return all(_name(child) == "r" or _name(child).endswith("Pr") for child in element)


def _accent(element: etree._Element, depth: int) -> str:
    sign = _property(element, "chr")
    marked = accented("\u0302" if sign is None else sign, _part(element, "e", depth))
    if marked is None:
        raise UnsayableError
    return marked


def _bar(element: etree._Element, depth: int) -> str:
    name = "overline" if _property(element, "pos") == "top" else "underline"
    return f"\\{name}{{{_part(element, 'e', depth)}}}"


def _group(element: etree._Element, depth: int) -> str:
    sign = _property(element, "chr") or "⏟"
    if sign not in _OVER:
        raise UnsayableError
    return f"{_OVER[sign]}{{{_part(element, 'e', depth)}}}"


def _phantom(element: etree._Element, depth: int) -> str:
    """Room that something would take; only what is said not to show is left out."""
    return "\\ " if _property(element, "show") in _OFF else _part(element, "e", depth)


_Writer: TypeAlias = Callable[[etree._Element, int], str]
_WRITERS: Final[dict[str, _Writer]] = {
    "r": _run,
    "f": _fraction,
    "rad": _root,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _before,
    "nary": _large,
    "d": _fences,
    "m": _matrix,
    "eqArr": _array,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "acc": _accent,
    "bar": _bar,
    "groupChr": _group,
    "phant": _phantom,
}


# -- readable text


def to_text(element: etree._Element, depth: int = 0) -> str:
    """A formula as one line of words: fractions as (a)/(b), powers as ^, indices as _, roots as √()."""
    name = _name(element)
    if depth > limits.MAX_FORMULA_DEPTH:
        return visible("".join(map(str, element.itertext())))
    if name == "r" or element.tag == f"{_W}r":
        return plain(_run_text(element))
    if element.tag in _GONE or name.endswith("Pr"):
        return ""

    def part(inner: str) -> str:
        found = element.find(f"{_M}{inner}")
        return "" if found is None else to_text(found, depth + 1)

    if name == "f":
        return f"({part('num')})/({part('den')})"
    if name == "rad":
        return f"{part('deg')}√({part('e')})"
    if name in ("sSup", "sSub", "sSubSup", "limLow", "limUpp", "nary"):
        return _scripted_text(element, part)
    if name == "d":
        inner = (_property(element, "sepChr") or "|").join(
            to_text(each, depth + 1) for each in element.findall(f"{_M}e")
        )
        left, right = _property(element, "begChr"), _property(element, "endChr")
        return ("(" if left is None else left) + inner + (")" if right is None else right)
    between = {"m": "; ", "eqArr": "; ", "mr": ", "}.get(name, "")
    return between.join(found for child in element if (found := to_text(child, depth + 1)))


def _scripted_text(element: etree._Element, part: Callable[[str], str]) -> str:
    below, above = part("sub"), part("sup")
    below += part("lim") if _name(element) == "limLow" else ""
    above += part("lim") if _name(element) == "limUpp" else ""
    sign = _property(element, "chr") or "∫" if _name(element) == "nary" else part("e")
    inner = part("e") if _name(element) == "nary" else ""

    def held(mark: str, words: str) -> str:
        return "" if not words else f"{mark}{words}" if len(words) == 1 else f"{mark}({words})"

    return f"{sign}{held('_', below)}{held('^', above)}{inner}"
