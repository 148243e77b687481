r"""MathML to the LaTeX of docs/authored-text.md; nothing where a formula holds what that page has no notation for.

What is given is always a formula that `domain/formulas.py` understands: half a formula would be a wrong one.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree

from kaochang.domain.formula_signs import BLACKBOARD, LIMITED
from kaochang.domain.formulas import parse_formula
from kaochang.papers import limits
from kaochang.papers.markup.latex_signs import (
    UnsayableError,
    accented,
    braced,
    escaped,
    fence_of,
    grid_of,
    joined,
    latex_of,
)
from kaochang.papers.markup.xml import name_of

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ]*")
_UNDER: Final = frozenset("_¯‾―\u0332\u23af")
_PRIMES: Final = {"′": 1, "'": 1, "\u2032\u2032": 2, "″": 2, "''": 2, "‴": 3, "'''": 3, "\u2032\u2032\u2032": 3}
_WIDTHS: Final = ((0.19, r"\,"), (0.25, r"\:"), (0.29, r"\;"), (0.6, r"\ "), (1.5, r"\quad"), (9.0, r"\qquad"))
_NAMED_WIDTHS: Final = {"thinmathspace": 0.17, "mediummathspace": 0.22, "thickmathspace": 0.28}
_UNREAD: Final = frozenset({"annotation", "annotation-xml", "maligngroup", "malignmark", "none", "mprescripts"})


def to_latex(element: etree._Element) -> str | None:
    """The LaTeX of a `math` element: of its presentation, else what the element says in LaTeX itself."""
    try:
        found = _row(element, 0)
    except UnsayableError:
        found = ""
    for latex in (found, _annotated(element)):
        if latex and not re.search(r"(?<!\\)\\[()\[\]]", latex) and parse_formula(latex):
            return latex
    return None


def _annotated(element: etree._Element) -> str:
    for note in element.iter("{*}annotation"):
        if "tex" in note.get("encoding", "").lower():
            return (note.text or "").strip()
    return ""


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _read(element: etree._Element, depth: int) -> str:
    if depth > limits.MAX_MARKUP_DEPTH:
        raise UnsayableError
    name = name_of(element).lower()
    if name in _UNREAD:
        return ""
    reader = _READERS.get(name)
    if reader is None:
        raise UnsayableError
    return reader(element, depth + 1)


def _words(element: etree._Element) -> str:
    if any(name_of(child).lower() == "mglyph" for child in element.iter()):
        raise UnsayableError
    return " ".join("".join(map(str, element.itertext())).replace("\u00a0", " ").split())


# -- rows and brackets


def _row(element: etree._Element, depth: int) -> str:
    if name_of(element).lower() == "semantics":
        return joined(_read(child, depth) for child in _children(element)[:1])
    parts = _children(element)
    fences = _fences(parts)
    if fences is None:
        return joined(_read(child, depth) for child in parts)
    return _fenced(*fences, parts[1 : -1 if fences[1] else None], depth)


def _fences(parts: Sequence[etree._Element]) -> tuple[str, str] | None:
    """The brackets around a row, where they are said to grow with it or stand around a matrix."""
    if len(parts) < 2 or not _is_fence(parts[0]):
        return None
    left = _words(parts[0])
    closes = _is_fence(parts[-1])
    inner = parts[1 : -1 if closes else None]
    if len(inner) == 1 and _is_grid(inner[0]) and (closes or left == "{"):
        return left, _words(parts[-1]) if closes else ""
    grows = closes and all(parts[at].get("stretchy") == "true" or parts[at].get("fence") == "true" for at in (0, -1))
    return (left, _words(parts[-1])) if grows and len(parts) > 2 else None


def _is_fence(element: etree._Element) -> bool:
    if name_of(element).lower() != "mo":
        return False
    words = _words(element)
    return fence_of(words) is not None and (bool(words) or element.get("fence") == "true")


def _is_grid(element: etree._Element) -> bool:
    name = name_of(element).lower()
    inner = _children(element)
    if name in ("mrow", "mstyle", "mpadded") and len(inner) == 1:
        return _is_grid(inner[0])
    return name == "mtable" or (name == "mfrac" and _is_bare(element))


def _fenced(left: str, right: str, inner: Sequence[etree._Element], depth: int) -> str:
    if len(inner) == 1 and _is_grid(inner[0]):
        grid = inner[0]
        while name_of(grid).lower() not in ("mtable", "mfrac"):
            grid = _children(grid)[0]
        name = grid_of(left, right)
        if name_of(grid).lower() == "mfrac" and name == "pmatrix":
            over, under = _two(grid, depth)
            return rf"\binom{{{over}}}{{{under}}}"
        if name is not None and name_of(grid).lower() == "mtable":
            return _grid(grid, name, depth)
    opening, closing = fence_of(left), fence_of(right)
    if opening is None or closing is None:
        raise UnsayableError
    within = joined(_read(child, depth) for child in inner)
    return joined([rf"\left{opening}", f" {within}" if opening.isalpha() else within, rf"\right{closing}"])


def _mfenced(element: etree._Element, depth: int) -> str:
    left, right = element.get("open", "(").strip(), element.get("close", ")").strip()
    parts = _children(element)
    if len(parts) == 1:
        return _fenced(left, right, parts, depth)
    marks = "".join(element.get("separators", ",").split())
    opening, closing = fence_of(left), fence_of(right)
    if opening is None or closing is None:
        raise UnsayableError
    pieces = []
    for place, part in enumerate(parts):
        if place and marks:
            pieces.append(_signs(marks[min(place, len(marks)) - 1]))
        pieces.append(_read(part, depth))
    return joined([rf"\left{opening}", *pieces, rf"\right{closing}"])


# -- letters, figures, signs and words


def _signs(words: str) -> str:
    found = [latex_of(sign) for sign in words if not sign.isspace()]
    if None in found:
        raise UnsayableError
    return joined(sign for sign in found if sign)


def _mi(element: etree._Element, _depth: int) -> str:
    words = _words(element)
    if len(words) < 2:
        return _letter(words, element.get("mathvariant", ""))
    if words in LIMITED:
        return rf"\{words}"
    if _NAME.fullmatch(words):
        return rf"\mathrm{{{words}}}"
    return _text(words) if any(sign.isspace() for sign in words) else _signs(words)


def _letter(letter: str, variant: str) -> str:
    if variant == "double-struck" and letter in BLACKBOARD:
        return rf"\mathbb{{{letter}}}"
    if variant == "normal" and letter.isascii() and letter.isalpha():
        return rf"\mathrm{{{letter}}}"
    return _signs(letter)


def _mo(element: etree._Element, _depth: int) -> str:
    words = _words(element)
    if words in LIMITED:
        return rf"\{words}"
    return rf"\mathrm{{{words}}}" if _NAME.fullmatch(words) and len(words) > 1 else _signs(words)


def _mn(element: etree._Element, _depth: int) -> str:
    return _signs(_words(element))


def _mtext(element: etree._Element, _depth: int) -> str:
    raw = "".join(map(str, element.itertext())).replace("\u00a0", " ")
    return _text(re.sub(r"\s+", " ", raw)) if raw.strip() else r"\ " if raw else ""


def _text(words: str) -> str:
    within = escaped(words)
    if within is None:
        raise UnsayableError
    return rf"\text{{{within}}}"


def _ms(element: etree._Element, _depth: int) -> str:
    return _text(f"{element.get('lquote', chr(34))}{_words(element)}{element.get('rquote', chr(34))}")


def _mspace(element: etree._Element, _depth: int) -> str:
    if element.get("linebreak") == "newline":
        raise UnsayableError
    words = element.get("width", "0").strip()
    match = re.fullmatch(r"([0-9]{0,3}\.?[0-9]{1,6})em", words)
    width = float(match.group(1)) if match else _NAMED_WIDTHS.get(words, 0.0)
    if width < 0.1:
        return ""
    return next((space for most, space in _WIDTHS if width <= most), r"\qquad")


# -- fractions, roots, indices


def _two(element: etree._Element, depth: int) -> tuple[str, str]:
    parts = _children(element)
    if len(parts) != 2:
        raise UnsayableError
    return _read(parts[0], depth), _read(parts[1], depth)


def _is_bare(fraction: etree._Element) -> bool:
    """Whether a fraction has no line."""
    return bool(re.fullmatch(r"0+(?:\.0+)?(?:px|pt|em|%)?", fraction.get("linethickness", "1").strip()))


def _mfrac(element: etree._Element, depth: int) -> str:
    over, under = _two(element, depth)
    if _is_bare(element):
        return rf"\begin{{matrix}}{over}\\{under}\end{{matrix}}"
    return rf"\frac{{{over}}}{{{under}}}"


def _msqrt(element: etree._Element, depth: int) -> str:
    return rf"\sqrt{{{_row(element, depth)}}}"


def _mroot(element: etree._Element, depth: int) -> str:
    inner, index = _two(element, depth)
    return rf"\sqrt[{index}]{{{inner}}}" if "]" not in index else rf"\sqrt[{{{index}}}]{{{inner}}}"


def _argument(latex: str) -> str:
    return latex if len(latex) == 1 and latex.isalnum() and latex.isascii() else f"{{{latex}}}"


def _msub(element: etree._Element, depth: int) -> str:
    base, below = _two(element, depth)
    return f"{braced(base)}_{_argument(below)}"


def _msup(element: etree._Element, depth: int) -> str:
    base, above = _two(element, depth)
    primes = _PRIMES.get(_words(_children(element)[1]))
    return f"{braced(base)}{chr(39) * primes}" if primes else f"{braced(base)}^{_argument(above)}"


def _msubsup(element: etree._Element, depth: int) -> str:
    parts = _children(element)
    if len(parts) != 3:
        raise UnsayableError
    base, below, above = (_read(part, depth) for part in parts)
    primes = _PRIMES.get(_words(parts[2]))
    raised = chr(39) * primes if primes else f"^{_argument(above)}"
    return f"{braced(base)}_{_argument(below)}{raised}"


def _limits(element: etree._Element, depth: int) -> str:
    """Something over or under: a mark, or the limits of a sum or function."""
    name, parts = name_of(element).lower(), _children(element)
    if len(parts) == 2:
        marked = _marked(name, _words(parts[1]), parts[0], depth)
        if marked is not None:
            return marked
    base = _limited_base(parts[0], depth) if parts else ""
    words = [_argument(_read(part, depth)) for part in parts[1:]]
    signs = {"munder": "_", "mover": "^", "munderover": "_^"}[name]
    if len(words) != len(signs):
        raise UnsayableError
    return base + "".join(sign + word for sign, word in zip(signs, words, strict=True))


def _marked(name: str, mark: str, base: etree._Element, depth: int) -> str | None:
    """A base with a mark over or a line under it; None where what stands there is none."""
    if name == "munder":
        return rf"\underline{{{_read(base, depth)}}}" if mark in _UNDER else None
    return accented(mark, _read(base, depth)) if name == "mover" else None


def _limited_base(element: etree._Element, depth: int) -> str:
    """A base whose limits stand under and over it in this notation too."""
    base = _read(element, depth)
    if base.removeprefix("\\") in ("sum", "prod", "int", "oint", *(name for name, has in LIMITED.items() if has)):
        return base
    words = _words(element)
    if _NAME.fullmatch(words) and len(words) > 1:
        return rf"\operatorname*{{{words}}}"
    raise UnsayableError


def _mmultiscripts(element: etree._Element, depth: int) -> str:
    parts = _children(element)
    names = [name_of(part).lower() for part in parts]
    cut = names.index("mprescripts") if "mprescripts" in names else len(parts)
    behind, before = parts[1:cut], parts[cut + 1 :]
    if not parts or len(behind) not in (0, 2) or len(before) not in (0, 2):
        raise UnsayableError
    base = braced(_read(parts[0], depth))
    front = _pair(before, depth)
    return joined([f"{{}}{front}" if front else "", base + _pair(behind, depth)])


def _pair(scripts: Sequence[etree._Element], depth: int) -> str:
    found = [_read(script, depth) for script in scripts]
    return "".join(sign + _argument(words) for sign, words in zip("_^", found, strict=False) if words)


# -- tables and the rest


def _mtable(element: etree._Element, depth: int) -> str:
    sides = element.get("columnalign", "").split()
    return _grid(element, "aligned" if sides[:2] == ["right", "left"] else "matrix", depth)


def _grid(element: etree._Element, name: str, depth: int) -> str:
    rows = [row for row in _children(element) if name_of(row).lower() in ("mtr", "mlabeledtr")]
    cells = [_children(row)[1 if name_of(row).lower() == "mlabeledtr" else 0 :] for row in rows]
    lines = [" & ".join(_row(cell, depth) for cell in row) for row in cells]
    return rf"\begin{{{name}}} " + r" \\ ".join(lines) + rf" \end{{{name}}}"


def _menclose(element: etree._Element, depth: int) -> str:
    marks = {"top": r"\overline", "radical": r"\sqrt", "bottom": r"\underline"}
    mark = marks.get(element.get("notation", "longdiv").strip())
    if mark is None:
        raise UnsayableError
    return f"{mark}{{{_row(element, depth)}}}"


def _first(element: etree._Element, depth: int) -> str:
    return joined(_read(child, depth) for child in _children(element)[:1])


_READERS: Final[dict[str, Callable[[etree._Element, int], str]]] = {
    **dict.fromkeys(("math", "mrow", "mstyle", "mpadded", "mtd", "semantics"), _row),
    "mfenced": _mfenced,
    "mi": _mi,
    "mo": _mo,
    "mn": _mn,
    "mtext": _mtext,
    "ms": _ms,
    "mspace": _mspace,
    "mfrac": _mfrac,
    "msqrt": _msqrt,
    "mroot": _mroot,
    "msub": _msub,
    "msup": _msup,
    "msubsup": _msubsup,
    **dict.fromkeys(("munder", "mover", "munderover"), _limits),
    "mmultiscripts": _mmultiscripts,
    "mtable": _mtable,
    "menclose": _menclose,
    "maction": _first,
}
