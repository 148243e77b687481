r"""Formulas as authored, read into a tree: a small part of LaTeX's notation, or nothing at all.

A formula that holds one thing that is not understood is not understood, and is shown as authored: half a formula would
be a wrong one. The notation is told in `docs/authored-text.md`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeGuard

from kaochang.domain.formula_signs import ACCENTS, BLACKBOARD, FENCES, GRIDS, LIMITED, NAMED, SIGNS, SPACES, Sort

LONGEST: Final = 2_000
DEEPEST: Final = 24
_TOKEN: Final = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
_IGNORED: Final = frozenset({"\\displaystyle", "\\textstyle", "\\!"})
_RAGGED: Final = frozenset(("cases", "aligned"))
"""Their lines may have fewer parts than others; of a matrix that has such lines nobody knows what is missing."""
_BEHIND: Final = frozenset({"^", "_", "'", "\\limits", "\\nolimits"})


@dataclass(frozen=True)
class Sign:
    """A letter, figure, relation or operator; `sort` says how it is set."""

    text: str
    sort: Sort


_PRIME: Final = "\u2032"
_RING: Final = Sign("∘", Sort.OPERATOR)
r"""As a power, `^\circ` means degrees."""


@dataclass(frozen=True)
class Upright:
    r"""Words in a formula (`\text`, `\mathrm`), and the names of functions; `is_limited`: limits stand under it."""

    text: str
    is_limited: bool = False


@dataclass(frozen=True)
class Space:
    """White space, in parts of the size."""

    width: float


@dataclass(frozen=True)
class Row:
    """One after the other."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Ratio:
    """A fraction."""

    over: "Node"
    under: "Node"


@dataclass(frozen=True)
class Root:
    """A root; without an index it is the square root."""

    inner: "Node"
    index: "Node | None"


@dataclass(frozen=True)
class Scripts:
    """A base with an index and a power, or a sum with its limits."""

    base: "Node"
    below: "Node | None"
    above: "Node | None"


@dataclass(frozen=True)
class Fenced:
    """Brackets as high as what stands in them; "" for none on a side."""

    left: str
    inner: "Node"
    right: str


@dataclass(frozen=True)
class Marked:
    """A line, hat, arrow, dot or wave over something (or a line under it)."""

    inner: "Node"
    mark: str


@dataclass(frozen=True)
class Grid:
    """A matrix, the cases of a function, or lines that stand under each other."""

    rows: tuple[tuple["Node", ...], ...]
    left: str
    right: str
    aligns: str


Node: TypeAlias = Sign | Upright | Space | Row | Ratio | Root | Scripts | Fenced | Marked | Grid


def is_primes(node: Node | None) -> TypeGuard[Sign]:
    """Whether this is the primes of a function, as in f''."""
    return isinstance(node, Sign) and set(node.text) == {_PRIME}


class _NotUnderstoodError(Exception):
    """Something outside the notation."""


def parse_formula(source: str) -> Node | None:
    """The tree of a formula's source (without its marks), None where any of it is not understood."""
    if not source.strip() or len(source) > LONGEST:
        return None
    try:
        return _Parser(_TOKEN.findall(source)).whole()
    except _NotUnderstoodError:
        return None


class _Parser:
    """Reads tokens from left to right; `_depth` bounds how deep a formula may be nested."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._commands: dict[str, Callable[[], Node]] = {
            "\\frac": self._ratio,
            "\\dfrac": self._ratio,
            "\\tfrac": self._ratio,
            "\\binom": self._choose,
            "\\sqrt": self._root,
            "\\left": self._fenced,
            "\\begin": self._grid,
            "\\text": self._upright,
            "\\mathrm": self._upright,
            "\\operatorname": self._upright,
            "\\operatorname*": self._limited,
            "\\mathbb": self._blackboard,
        }

    def whole(self) -> Node:
        """Everything."""
        made = self._row(())
        if self._at < len(self._tokens):
            raise _NotUnderstoodError
        return made

    def _peek(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        word = self._peek()
        if not word:
            raise _NotUnderstoodError
        self._at += 1
        return word

    def _expect(self, word: str) -> None:
        if self._next() != word:
            raise _NotUnderstoodError

    def _row(self, ends: tuple[str, ...]) -> Node:
        self._deepen()
        parts: list[Node] = []
        while (word := self._peek()) and word not in ends:
            if word in _IGNORED:
                self._next()
            else:
                parts.append(self._scripted())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _deepen(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _NotUnderstoodError

    def _scripted(self) -> Node:
        base: Node = Row(()) if self._peek() in ("^", "_") else self._atom()
        below: Node | None = None
        above: Node | None = None
        while self._peek() in _BEHIND:
            word = self._next()
            if word == "_":
                below = self._once(below, self._argument())
            elif word == "^":
                above = self._raised(above, self._argument())
            elif word == "'":
                above = self._once(above, self._primes())
        if above == _RING:
            above, base = None, Row((base, Sign("°", Sort.PLAIN)))
        return base if below is None and above is None else Scripts(base, below, above)

    def _once(self, before: Node | None, after: Node) -> Node:
        if before is not None:
            raise _NotUnderstoodError
        return after

    def _raised(self, before: Node | None, power: Node) -> Node:
        """A power; behind primes it stands beside them."""
        return Row((before, power)) if is_primes(before) else self._once(before, power)

    def _primes(self) -> Node:
        count = 1
        while self._peek() == "'":
            self._next()
            count += 1
        return Sign(_PRIME * count, Sort.PLAIN)

    def _argument(self) -> Node:
        """A group, or the one sign that comes next: of 12 without braces, only the 1."""
        if self._peek().isdigit():
            return Sign(self._next(), Sort.PLAIN)
        if self._peek() == "{":
            return self._group()
        self._deepen()
        made = self._atom()
        self._depth -= 1
        return made

    def _group(self) -> Node:
        self._expect("{")
        made = self._row(("}",))
        self._expect("}")
        return made

    def _atom(self) -> Node:
        word = self._peek()
        if word == "{":
            return self._group()
        self._next()
        if word in self._commands:
            return self._commands[word]()
        if word.startswith("\\"):
            return self._command(word[1:])
        if word.isdigit():
            return Sign(self._number(word), Sort.PLAIN)
        if word in SIGNS:
            return Sign(*SIGNS[word])
        if word.isalpha():
            return Sign(word, Sort.LETTER if word.isascii() else Sort.PLAIN)
        raise _NotUnderstoodError

    def _number(self, first: str) -> str:
        """Figures that follow each other, with a decimal point between two of them."""
        figures = first
        while self._at < len(self._tokens):
            word, *after = self._tokens[self._at : self._at + 2]
            if not word.isdigit() and not (word == "." and after and after[0].isdigit()):
                break
            figures += word
            self._at += 1
        return figures

    def _command(self, name: str) -> Node:
        if name in NAMED:
            return Sign(*NAMED[name])
        if name in SPACES:
            return Space(SPACES[name])
        if name in ACCENTS:
            return Marked(self._argument(), ACCENTS[name])
        if name in LIMITED:
            return Upright(name, is_limited=LIMITED[name])
        raise _NotUnderstoodError

    def _ratio(self) -> Node:
        over = self._argument()
        return Ratio(over, self._argument())

    def _choose(self) -> Node:
        over = self._argument()
        return Grid(((over,), (self._argument(),)), "(", ")", "c")

    def _root(self) -> Node:
        index: Node | None = None
        if self._peek() == "[":
            self._next()
            index = self._row(("]",))
            self._expect("]")
        return Root(self._argument(), index)

    def _fence(self) -> str:
        word = self._next()
        if word not in FENCES:
            raise _NotUnderstoodError
        return FENCES[word]

    def _fenced(self) -> Node:
        left = self._fence()
        inner = self._row(("\\right",))
        self._expect("\\right")
        return Fenced(left, inner, self._fence())

    def _raw(self) -> str:
        """The words of a group with their spaces, as authored."""
        self._expect("{")
        words = ""
        while self._at < len(self._tokens):
            word = self._tokens[self._at]
            self._at += 1
            if word == "}":
                return words
            if word == "{" or (word.startswith("\\") and word[1:] not in ("%", "_", "&", "#", "$", " ")):
                raise _NotUnderstoodError
            words += word.removeprefix("\\")
        raise _NotUnderstoodError

    def _upright(self) -> Node:
        return Upright(self._raw())

    def _limited(self) -> Node:
        return Upright(self._raw(), is_limited=True)

    def _blackboard(self) -> Node:
        letter = self._raw()
        if letter not in BLACKBOARD:
            raise _NotUnderstoodError
        return Sign(BLACKBOARD[letter], Sort.PLAIN)

    def _grid(self) -> Node:
        name = self._raw()
        if name not in GRIDS:
            raise _NotUnderstoodError
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = []
        while True:
            cells.append(self._row(("&", "\\\\", "\\end")))
            word = self._next()
            if word != "&":
                rows.append(tuple(cells))
                cells = []
            if word == "\\end":
                break
        if self._raw() != name:
            raise _NotUnderstoodError
        if len(rows) > 1 and rows[-1] == (Row(()),):
            rows.pop()
        if name not in _RAGGED and len({len(cells) for cells in rows}) > 1:
            raise _NotUnderstoodError
        return Grid(tuple(rows), *GRIDS[name])
