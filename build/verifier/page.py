"""The tables of docs/formats.md: file types, outcomes, and the shape of every document.

The verifier is written from that page alone. What the page says in prose is code beside this; what it says in tables
is read from it, so a table that is wrong or behind makes files unreadable here and is found.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs/formats.md"

_UNITS = {"KiB": 1024, "MiB": 1024 * 1024}


class Refused(Exception):  # noqa: N818 - the page's word for it
    """A file is refused; `outcome` is a name of section 7, `why` a few words for developers."""

    def __init__(self, outcome: str, why: str) -> None:
        super().__init__(f"{outcome}: {why}")
        self.outcome = outcome


def need(holds: object, outcome: str, why: str) -> None:
    """Refuse unless something holds."""
    if not holds:
        raise Refused(outcome, why)


@cache
def _rows(section: int) -> list[list[str]]:
    """The cells of every table row of a section."""
    text = PAGE.read_text("utf-8").partition(f"\n## {section} ")[2].partition("\n## ")[0]
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]


@cache
def exit_codes() -> dict[str, int]:
    """[7] Exit codes by outcome."""
    return {row[1].strip(): int(row[0]) for row in _rows(7) if row[0].isdigit()}


@dataclass(frozen=True)
class FileKind:
    """[1] One row of the table of files."""

    name: str
    longest_header: int
    covers_body: bool


@cache
def file_kinds() -> dict[str, FileKind]:
    """[1] Every type of file by its letter."""
    kinds = {}
    for row in _rows(1):
        if re.fullmatch("`[A-Z]`", row[0]):
            number, unit = row[4].split()
            kinds[row[0][1]] = FileKind(row[2].strip("`"), int(number) * _UNITS[unit], row[5] == "header and body")
    return kinds


def _is_fraction(value: object) -> bool:
    lawful = isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,30}(/[0-9]{1,30})?", value) and value[-2:] != "/0"
    return bool(lawful) and str(Fraction(str(value))) == value


_PLAIN: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "id": lambda value: isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,64}", value) is not None,
    "id of 16": lambda value: isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_-]{16}", value) is not None,
    "int": lambda value: type(value) is int,
    "ms": lambda value: type(value) is int and 0 <= value <= 253_370_764_799_999,
    "bool": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "fraction": _is_fraction,
}


_LATER = " (2)"
"""[16] What stands behind a member that came with format 2."""

_WITH_OWN_ID = {"KeyHeader", "KeyCardHeader", "BackupHeader"}
"""[16] Documents whose `id` is an attempt's length."""


@cache
def _parts(text: str, between: str) -> list[str]:
    """A shape cut at a separator, but not inside brackets."""
    parts, depth = [""], 0
    for piece in re.split(f"([][{{}}]|{between})", text):
        depth += (piece in ("[", "{")) - (piece in ("]", "}"))
        if piece == between and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def is_shaped(shape: str, value: object, of_format: int = 2) -> bool:
    """[16] Whether a value is what one cell of the table says, in a document of this format."""
    choices = _parts(shape, " or ")
    if len(choices) > 1:
        return any(is_shaped(each, value, of_format) for each in choices)
    if shape[0] == "[":
        each = _parts(shape[1:-1], ", ")
        if each[-1] == "…":
            return isinstance(value, list) and all(is_shaped(each[0], item, of_format) for item in value)
        items = value if isinstance(value, list) else []
        return len(items) == len(each) and all(is_shaped(*pair, of_format) for pair in zip(each, items, strict=True))
    if shape[0] == "{":
        inner = shape[len("{text: ") : -1]
        return isinstance(value, dict) and all(is_shaped(inner, item, of_format) for item in value.values())
    if shape[0] == '"':
        return bool(value == shape[1:-1])
    if bounds := re.fullmatch(r"(int|text of) ([0-9]+) to ([0-9]+)", shape):
        size = len(value) if isinstance(value, str) else value
        right = isinstance(value, str) == (bounds[1] == "text of")
        return right and type(size) is int and int(bounds[2]) <= size <= int(bounds[3])
    return _PLAIN[shape](value) if shape in _PLAIN else fits(shape, value, of_format)


@cache
def members(document: str, of_format: int = 2) -> dict[str, str]:
    """[16] The members of a document of this format, and the shape of each."""
    row = next(row for row in _rows(16) if row[0] == document)
    parts = re.split(r"(?:, )?`(\w+)`: ", row[1])
    told = zip(parts[1::2], parts[2::2], strict=True)
    found = {name: shape.removesuffix(_LATER) for name, shape in told if of_format > 1 or not shape.endswith(_LATER)}
    always_16 = {"attempt"} | ({"id"} if document in _WITH_OWN_ID else set())
    return {name: "id of 16" if name in always_16 and shape == "id" else shape for name, shape in found.items()}


def fits(document: str, value: object, of_format: int) -> bool:
    """[16] Whether a value has exactly the members of a document of this format, each as it should be."""
    shapes = members(document, of_format)
    given = value if isinstance(value, dict) else {None: value}  # no member has that name
    return given.keys() == shapes.keys() and all(is_shaped(shapes[name], given[name], of_format) for name in shapes)
