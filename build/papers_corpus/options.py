"""The ways to set options: where they stand, and how their letters look."""

from collections.abc import Callable
from random import Random
from typing import Final

from papers_corpus.pages import Block, Grid, Line, Run, line

Setter = Callable[[list[tuple[str, str]], Random], list[Block]]
"""Labels with words, to paragraphs and tables."""


def _own(form: str) -> Setter:
    """Each on its own line."""
    return lambda pairs, _: [line(form.format(label, text), "option") for label, text in pairs]


def _across(form: str, gap: str, wide: int = 4) -> Setter:
    """So many in a line, something between them."""

    def set_across(pairs: list[tuple[str, str]], _: Random) -> list[Block]:
        words = [form.format(label, text) for label, text in pairs]
        return [line(gap.join(words[at : at + wide]), "option") for at in range(0, len(words), wide)]

    return set_across


def _lower(form: str) -> Setter:
    return lambda pairs, _: [line(form.format(label.lower(), text), "option") for label, text in pairs]


def _grid(wide: int) -> Setter:
    """A table without frame, so many cells in a row."""

    def set_grid(pairs: list[tuple[str, str]], _: Random) -> list[Block]:
        cells = [f"{label}. {text}" for label, text in pairs]
        cells += [""] * (-len(cells) % wide)
        return [Grid(tuple(tuple(cells[at : at + wide]) for at in range(0, len(cells), wide)), "option")]

    return set_grid


def _letter_cells(pairs: list[tuple[str, str]], _: Random) -> list[Block]:
    return [Grid(tuple((label, text) for label, text in pairs), "option")]


def _wrapped(pairs: list[tuple[str, str]], chance: Random) -> list[Block]:
    """Long options broken by hand, as people do who copy from a page."""
    found: list[Block] = []
    for label, text in pairs:
        cut = len(text) // 2 + chance.randrange(3) if len(text) > 14 and "A" not in text else len(text)
        found.append(line(f"{label}. {text[:cut]}", "option"))
        found += [line(text[cut:], "option")] if text[cut:] else []
    return found


def _listed(pairs: list[tuple[str, str]], _: Random) -> list[Block]:
    """Letters by an automatic list of Word."""
    return [line(text, "option", list="options", first=place == 0) for place, (_, text) in enumerate(pairs)]


def _parted(pairs: list[tuple[str, str]], _: Random) -> list[Block]:
    """Bold letters: two runs a line."""
    return [Line((Run(f"{label}. ", "b"), Run(text)), "option") for label, text in pairs]


OWN_LINE: Final[dict[str, Setter]] = {
    "A. ": _own("{}. {}"),
    "A.": _own("{}.{}"),
    "A、": _own("{}、{}"),
    "A．": _own("{}．{}"),
    "(A)": _own("({}) {}"),
    "（A）": _own("（{}）{}"),
    "A:": _own("{}: {}"),
    "A：": _own("{}：{}"),
    "A)": _own("{}) {}"),
    "A space": _own("{} {}"),
    "[A]": _own("[{}] {}"),
    "a.": _lower("{}. {}"),
    "a)": _lower("{}) {}"),
    "indented": _own("　　{}. {}"),
    "wrapped": _wrapped,
    "bold letters": _parted,
}
"""Each option on its own line: whatever the words are."""
ACROSS: Final[dict[str, Setter]] = {
    "four by spaces": _across("{}. {}", "    "),
    "four by one space": _across("{}、{}", " "),
    "four by tabs": _across("{}. {}", "\t"),
    "four by wide spaces": _across("{}．{}", "　　"),
    "four by nothing": _across("{}.{}", ""),
    "four in brackets": _across("({}){}", " "),
    "two by tabs": _across("{}. {}", "\t\t", 2),
    "two by wide spaces": _across("{}、{}", "　　　", 2),
    "behind the stem": _across("{}. {}", " "),
    "three by spaces": _across("{}. {}", "   ", 3),
}
"""Several in a line: for short words."""
WORD_ONLY: Final[dict[str, Setter]] = {
    "list": _listed,
    "table 2x2": _grid(2),
    "table 1x4": _grid(4),
    "letter cells": _letter_cells,
}
"""What only Word has."""
UNLISTED: Final[dict[str, Setter]] = {
    form: _own(form)
    for form in (
        "【{}】~ {}",
        "{}/ {}",
        "/{}/ {}",
        "{}- {}",
        "{}→{}",
        "<{}> {}",
        "{}｜{}",
        "甲．{}",
        "①{}",
        "1) {}",
        "• {}",
    )
}
"""Ways that no list of ways holds, each on its own line."""
OWN_LABELS: Final = {"甲．{}": "甲乙丙丁戊己庚辛", "①{}": "①②③④⑤⑥⑦⑧", "1) {}": "12345678"}
"""The labels of those that have no letters."""
UNLISTED["甲．{}"], UNLISTED["①{}"], UNLISTED["1) {}"] = _own("{}．{}"), _own("{}{}"), _own("{}) {}")
UNLISTED["• {}"] = lambda pairs, _: [line(f"• {text}", "option") for _, text in pairs]
OPTIONS: Final = OWN_LINE | ACROSS | WORD_ONLY | UNLISTED
