r"""EQ fields of Word, an old way to write formulas: `EQ \f(1,2)`, and `EQ \o\ac(○,1)` for a number in a circle.

What can be said in the LaTeX of docs/authored-text.md is said so; of the rest the words stay (ECMA-376 part 1,
17.16.5.16).
"""

import re
from dataclasses import dataclass
from typing import Final

from kaochang.domain.formulas import parse_formula
from kaochang.papers import limits
from kaochang.papers.markup.latex_signs import UnsayableError, braced
from kaochang.papers.markup.omml import Formula
from kaochang.papers.markup.omml_signs import fence, spelled
from kaochang.papers.numerals import CIRCLED, to_int

_WORD: Final = re.compile(r"\\[A-Za-z]+|\\.|[(),;，；]|[^\\(),;，；]+")
_FORMATS: Final = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
_SEPARATORS: Final = frozenset(",;，；")
_LARGE: Final = {"\\su": "\\sum ", "\\pr": "\\prod ", "\\in": "\\int "}
_SCRIPTS: Final = {"\\up": "^", "\\do": "_"}
_RINGS: Final = frozenset("○◯〇")
_CLOSING: Final = {"(": ")", "[": "]", "{": "}", "<": ">", "|": "|"}


@dataclass(slots=True)
class _Call:
    """A command with its options and arguments; an argument is words and further commands in a row."""

    name: str
    options: list[str]
    arguments: list[list["_Call | str"]]


def read_eq(instruction: str) -> Formula | None:
    """The formula of an EQ field; None for an instruction of another field."""
    kind, _, rest = instruction.strip().partition(" ")
    if kind.upper() != "EQ":
        return None
    parser = _Parser(_WORD.findall(_FORMATS.sub("", rest).strip()))
    row = parser.row(set(), 0)
    words = _words(row)
    over = _over(row)
    if over:
        return Formula("", over, is_whole=True)
    try:
        latex = re.sub(r" +", " ", _latex(row)).strip()
    except UnsayableError:
        latex = ""
    return Formula(latex if parse_formula(latex) is not None else "", words)


class _Parser:
    """Reads an instruction from left to right; what is not closed ends with the instruction."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._at = 0

    def _peek(self) -> str:
        return self._words[self._at] if self._at < len(self._words) else ""

    def row(self, ends: set[str] | frozenset[str], depth: int) -> list[_Call | str]:
        """Words and commands up to one of these signs."""
        found: list[_Call | str] = []
        while (word := self._peek()) and word not in ends:
            self._at += 1
            if word == "(" and depth < limits.MAX_FORMULA_DEPTH:
                found += ["(", *self.row({")"}, depth + 1), ")"]
                self._at += 1
            elif word.startswith("\\") and word[1:2].isalpha() and depth < limits.MAX_FORMULA_DEPTH:
                found.append(self._call(word.lower(), depth))
            else:
                found.append(word.removeprefix("\\"))
        return found

    def _call(self, name: str, depth: int) -> _Call:
        options: list[str] = []
        while (word := self._peek()) and word != "(":
            if not word.startswith("\\") and word.strip() and not word.strip().isdigit():
                break
            options.append(word.strip())
            self._at += 1
            if word.lower() in ("\\bc", "\\lc", "\\rc") and self._peek().startswith("\\"):
                options.append(self._peek())
                self._at += 1
        return _Call(name, options, self._arguments(depth) if self._peek() == "(" else [])

    def _arguments(self, depth: int) -> list[list[_Call | str]]:
        found: list[list[_Call | str]] = []
        while self._peek() and (self._peek() == "(" if not found else self._peek() in _SEPARATORS):
            self._at += 1
            found.append(self.row(_SEPARATORS | {")"}, depth + 1))
        self._at += 1
        return found


def _words(row: list[_Call | str]) -> str:
    """Everything that is shown, in reading order."""
    return "".join(_said(part) for part in row).strip()


def _said(part: _Call | str) -> str:
    if isinstance(part, str):
        return part
    inner = [_words(argument) for argument in part.arguments]
    if part.name == "\\f" and len(inner) == 2:
        return f"({inner[0]})/({inner[1]})"
    if part.name == "\\r" and inner:
        return f"{''.join(inner[:-1])}√({inner[-1]})"
    return " ".join(words for words in inner if words)


def _over(row: list[_Call | str]) -> str:
    """What Word writes as one sign over another: a number in a circle, or characters with their reading above."""
    parts = [part for part in row if not isinstance(part, str) or part.strip()]
    if len(parts) != 1 or isinstance(parts[0], str) or parts[0].name != "\\o" or len(parts[0].arguments) != 2:
        return ""
    upper, lower = (_words(argument) for argument in parts[0].arguments)
    value = to_int(lower)
    if upper in _RINGS and 0 < value <= len(CIRCLED):
        return CIRCLED[value - 1]
    first = next(iter(parts[0].arguments[0]), "")
    is_reading = not isinstance(first, str) and "\\up" in first.options
    return f"{lower}（{upper}）" if is_reading and upper and lower else ""


def _latex(row: list[_Call | str]) -> str:
    return "".join(spelled(part) if isinstance(part, str) else _call(part) for part in row).strip()


def _call(call: _Call) -> str:
    inner = [_latex(argument) for argument in call.arguments]
    if call.name == "\\f" and len(inner) == 2:
        return f"\\frac{{{inner[0]}}}{{{inner[1]}}}"
    if call.name == "\\r" and inner:
        return f"\\sqrt[{inner[0]}]{{{inner[1]}}}" if len(inner) == 2 and inner[0] else f"\\sqrt{{{inner[-1]}}}"
    if call.name == "\\s" and len(inner) == 1:
        return _script(call, inner[0])
    if call.name == "\\b" and len(inner) == 1:
        return _bracketed(call, inner[0])
    if call.name == "\\i" and len(inner) == 3:
        sign = next((_LARGE[option] for option in call.options if option in _LARGE), "\\int ").strip()
        return f"{sign}_{{{inner[0]}}}^{{{inner[1]}}} {inner[2]}"
    if call.name == "\\x" and len(inner) == 1 and call.options == ["\\to"]:
        return f"\\overline{{{inner[0]}}}"
    if call.name == "\\l":
        return ",".join(inner)
    raise UnsayableError


def _script(call: _Call, inner: str) -> str:
    """Words set higher (an exponent) or lower (an index) than what stands before them."""
    mark = next((_SCRIPTS[option] for option in call.options if option in _SCRIPTS), "")
    if not mark:
        raise UnsayableError
    return f"{mark}{{{inner}}}" if inner else ""


def _bracketed(call: _Call, inner: str) -> str:
    signs = [option.removeprefix("\\") for option in call.options]
    left = signs[signs.index("bc") + 1] if "bc" in signs[:-1] else "("
    right = _CLOSING.get(left, left)
    if fence(left) is None or fence(right) is None:
        return braced(inner)
    return f"\\left{fence(left)} {inner} \\right{fence(right)} "
