"""Tables whose columns nobody listed: those of the corpus with other words in their header, without one, or with codes.

Some keep their words and are laid out otherwise: two halves beside each other, an item a column, an item a card. What a
table asks and answers stays, and so does its truth.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Final

from papers_corpus.entries import Section, Sheet
from papers_corpus.layouts import Layout
from papers_corpus.making import Made, file_of, sheet_of
from papers_corpus.named import layouts
from papers_corpus.running import scored
from papers_corpus.scoring import Score
from papers_corpus.tables_file import Rows, Touch

WORDS: Final = (
    ("第几条", "哪一类", "问的是啥", "路子{}", "揭晓", "为啥这样", "给多少"),
    ("排行", "归哪档", "要考的话", "可走的路{}", "该选的", "缘由", "记几个"),
    ("Ln", "Kind of", "Prompt words", "Pick {}", "Truth", "Because", "Worth"),
    ("列1", "列2", "列3", "列4-{}", "列5", "列6", "列7"),
)
"""Number, type, stem, options, answer, explanation, points as no list has them."""
OTHERS: Final[dict[str, tuple[str | float | bool, ...]]] = {
    "归哪块": ("售前咨询", "安装调试", "投诉处理", "回访"),
    "收进来那天": ("2026-03-12", "2026-04-02", "2026-05-20"),
    "谁管": ("王敏", "李强", "周晓峰"),
    "几颗星": (1, 2, 3),
    "留着用否": ("是", "否"),
}
"""Columns about the file, and what stands in them."""
COUNTED: Final = "一二三四五六"
CODES: Final = (
    {"single": "1", "multiple": "2", "truefalse": "3", "blank": "4", "essay": "5", "ordering": "6"},
    {"single": "X1", "multiple": "X2", "truefalse": "P1", "blank": "K1", "essay": "W1", "ordering": "S1"},
    {"single": "挑一", "multiple": "挑几", "truefalse": "辨", "blank": "补", "essay": "写", "ordering": "理"},
)
FORMS: Final = ("xlsx", "csv", "tsv")


def scores(seed: int, size: int, every: int = 1) -> dict[str, list[Score]]:
    """Each class with the scores of its papers, or of some of them only."""
    chosen = {kind: islice(papers(kind, seed, size), 0, None, every) for kind in WAYS}
    return {f"columns, {kind}": [scored(paper) for paper in each] for kind, each in chosen.items()}


def papers(kind: str, seed: int, size: int) -> Iterator[Made]:
    """Every table of the corpus in a class that it can stand in."""
    for layout in layouts():
        if layout.container.split()[0] in FORMS or layout.way == "paper table":
            made = _changed(kind, layout, seed, size)
            if made is not None:
                yield made


def _changed(kind: str, layout: Layout, seed: int, size: int) -> Made | None:
    chance = Random(f"{kind}/{layout.name}/{seed}")
    change = WAYS[kind](layout, chance)
    if change is None:
        return None
    of_sheet, touch = change
    sheet = of_sheet(sheet_of(layout, chance, size))
    return replace(file_of(layout, sheet, chance, retabled=touch), name=f"{kind}: {layout.name}")


Way = tuple[Callable[[Sheet], Sheet], Touch]


def _same(sheet: Sheet) -> Sheet:
    return sheet


def _renamed(layout: Layout, chance: Random) -> Way:
    """Each column called in a way of its own."""
    number, kind, stem, option, *tail = chance.choice(WORDS)

    def touch(rows: Rows) -> Rows:
        between = len(rows[0]) - 3 - len(tail)
        words = [option.format(COUNTED[place]) for place in range(between)]
        if layout.way == "one cell":
            words = [option.format("")]
        if layout.way == "a row each":
            words = [option.format(""), "中不中"]
        return [[number, kind, stem, *words, *tail], *rows[1:]]

    return _same, touch


def _without_header(layout: Layout, chance: Random) -> Way:
    """The rows alone."""
    return _same, lambda rows: rows[1:]


def _among_others(layout: Layout, chance: Random) -> Way:
    """Columns in another order, called in a way of their own, among some that are about the file."""
    touch = _renamed(layout, chance)[1]

    def crowded(rows: Rows) -> Rows:
        rows = touch(rows)
        wide = len(rows[0])
        groups = [[0], [1], [2], [*range(3, wide - 3)], [wide - 3], [wide - 2], [wide - 1]]
        if layout.way == "per type":
            groups = groups[1:]
        if layout.way != "a row each":
            groups[-4:] = chance.choice((groups[-4:], [groups[-3], groups[-4], *groups[-2:]]))
        beside = [_beside(name, [row[2] != "" for row in rows[1:]], chance) for name in OTHERS]
        for column in beside:
            groups.insert(chance.randrange(len(groups) + 1), [wide])
            rows = [[*row, column[place]] for place, row in enumerate(rows)]
            wide += 1
        order = [place for group in groups for place in group]
        return [
            [row[0], *(row[place] for place in order)] if layout.way == "per type" else [row[place] for place in order]
            for row in rows
        ]

    return _same, crowded


def _beside(name: str, items: list[bool], chance: Random) -> list[str | float | bool]:
    """A column about the file: its header, and a cell on each row of an item."""
    return [name, *(chance.choice(OTHERS[name]) if stem else "" for stem in items)]


def _coded(layout: Layout, chance: Random) -> Way | None:
    """Types as codes that nothing explains."""
    codes = chance.choice(CODES)
    if layout.way == "per type" or not set(layout.kinds) <= set(codes):
        return None

    def coded(sheet: Sheet) -> Sheet:
        return replace(sheet, sections=tuple(_with_code(section, codes) for section in sheet.sections))

    return coded, list


def _with_code(section: Section, codes: dict[str, str]) -> Section:
    return replace(section, title=codes[section.kind])


def _whole(layout: Layout) -> bool:
    """Whether a table of this layout has an item on each row and is a sheet of its own."""
    return layout.way not in ("a row each", "per type", "paper table")


def _side_by_side(layout: Layout, chance: Random) -> Way | None:
    """The second half of the rows beside the first, under the same header, with or without an empty column between."""
    gap: list[str | float | bool] = [""] * chance.randrange(2)

    def touch(rows: Rows) -> Rows:
        head, *body = rows
        half = (len(body) + 1) // 2
        right = [*body[half:], [""] * len(head)][:half]
        return [[*left, *gap, *other] for left, other in zip(rows[: half + 1], [head, *right], strict=True)]

    return (_same, touch) if _whole(layout) else None


def _turned(layout: Layout, chance: Random) -> Way | None:
    """An item a column."""
    return (_same, lambda rows: [list(cells) for cells in zip(*rows, strict=True)]) if _whole(layout) else None


def _cards(layout: Layout, chance: Random) -> Way | None:
    """An item a card of rows, each behind the word of its column; what an item does not have is left out, or empty."""
    bare, gap = chance.random() < 0.5, chance.random() < 0.5

    def touch(rows: Rows) -> Rows:
        head, *body = rows
        made: Rows = []
        for row in body:
            made += [[name, cell] for name, cell in zip(head, row, strict=True) if cell != "" or bare]
            made += [["", ""]] if gap else []
        return made

    return (_same, touch) if _whole(layout) else None


WAYS: Final[dict[str, Callable[[Layout, Random], Way | None]]] = {
    "header words": _renamed,
    "no header": _without_header,
    "among others": _among_others,
    "type codes": _coded,
    "side by side": _side_by_side,
    "turned": _turned,
    "cards": _cards,
}
