"""A paper as an Excel table: an item a row, in columns that our own reader knows and a person can go on working in.

Every cell is written as text (points as numbers), so a stem that begins with = stays a stem.
"""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

import msgspec
import xlsxwriter

from kaochang.domain.items import Image, Item, ItemType, Option, Table
from kaochang.domain.papers import PaperFormat
from kaochang.papers.labels import option_labels
from kaochang.papers.lines import visible
from kaochang.papers.picture_files import ending_of, size_of
from kaochang.papers.writing import read_again, wording
from kaochang.papers.writing.exported import Exported, Loss, Losses, Placed
from kaochang.papers.writing.sayable import sayable
from kaochang.papers.writing.word_options import width_of

_MOST: Final = 32_767
"""Characters of a cell."""
_SHOWN: Final = frozenset({"png", "jpg", "gif", "bmp"})
"""Pictures that a cell can show, by the endings of their files."""
_TALLEST: Final = 120
_PIXELS: Final = 7
"""Of a picture in its cell, the most pixels; of a column, those for each character of its width."""
_LINE, _HIGHEST = 16.5, 400.0
"""Points of a line of a row, and of the highest row that Excel shows."""
_FONT: Final = {"font_name": "微软雅黑", "font_size": 10, "valign": "top"}
_DATE: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_LEAST_OPTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, its width in characters, what it says of an item, and the pictures it shows."""

    heading: str
    width: float
    said: Callable[[Placed], str]
    shown: Callable[[Placed], Sequence[Image]] = field(default=lambda _: ())
    is_always: bool = True

    def is_used(self, items: Sequence[Placed]) -> bool:
        """Whether it stands in the table at all."""
        return self.is_always or any(self.said(placed) or self.shown(placed) for placed in items)


def write(exported: Exported, out: BinaryIO, *, with_answers: bool) -> tuple[Loss, ...]:
    """Write the paper as an Excel file (.xlsx)."""
    losses = Losses(PaperFormat.XLSX)
    sections = sayable(exported, losses, with_answers=with_answers)
    placed = [_flattened(each, losses) for section in sections for each in section.items]
    _Sheet(exported, placed, out, losses, with_answers=with_answers).write()
    shown = {image.name for each in placed for image in each.item.media}
    note = exported.note_lines(with_answers=with_answers)
    known = {name: _digest(exported.media[name]) for name in shown}
    told = read_again.Printed(placed, visible(exported.title or ""), exported.total_points, note, known)
    read_again.compare(told, out, losses, _digest)
    return losses.all()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Sheet:
    """One workbook with one sheet, under way."""

    def __init__(
        self, exported: Exported, items: Sequence[Placed], target: BinaryIO, losses: Losses, *, with_answers: bool
    ) -> None:
        self._media = exported.media
        self._own_title, self._total = visible(exported.title or ""), exported.total_points
        self._note = exported.note_lines(with_answers=with_answers)
        self._losses = losses
        self._items = items
        self._columns = [each for each in _columns(self._items, with_answers=with_answers) if each.is_used(self._items)]
        self._book = xlsxwriter.Workbook(target, {"in_memory": True})
        self._book.set_properties({"title": self._own_title, "created": _DATE})
        self._title = self._book.add_format({**_FONT, "font_size": 16, "bold": True})
        self._heading = self._book.add_format({**_FONT, "bold": True, "bg_color": "#E6F0F7", "border": 1})
        self._text = self._book.add_format({**_FONT, "text_wrap": True, "border": 1, "num_format": "@"})
        self._points = self._book.add_format({**_FONT, "border": 1})
        self._page: Any = self._book.add_worksheet(wording.SHEET)

    def write(self) -> None:
        """All of it."""
        top = self._head()
        for place, column in enumerate(self._columns):
            self._page.set_column(place, place, column.width)
            self._page.write_string(top, place, column.heading, self._heading)
        for row, placed in enumerate(self._items, start=top + 1):
            self._row(row, placed)
        self._choices(top + 1)
        self._page.freeze_panes(top + 1, 0)
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.repeat_rows(top)
        self._page.fit_to_pages(1, 0)
        self._book.close()

    def _head(self) -> int:
        """Title, full mark and words to the scorers above the table; the row of its headings."""
        rows = [self._own_title] if self._own_title else []
        if rows and self._total is not None:
            rows.append(wording.full_mark(self._total))
        rows += [wording.SCORING_NOTE + line for line in self._note]
        for row, text in enumerate(rows):
            is_title = row == 0 and bool(self._own_title)
            self._page.write_string(row, 0, text[:_MOST], self._title if is_title else None)
        return len(rows)

    def _row(self, row: int, placed: Placed) -> None:
        high = _LINE
        for place, column in enumerate(self._columns):
            text = column.said(placed)
            if column.heading == wording.POINTS and _is_number(text):
                self._page.write_number(row, place, float(text), self._points)
            else:
                self._page.write_string(row, place, self._fitting(text, placed), self._text)
            high = max(high, _height(text, column.width) + self._pictures(row, place, column.shown(placed), placed))
        self._page.set_row(row, min(high, _HIGHEST))

    def _fitting(self, text: str, placed: Placed) -> str:
        if len(text) > _MOST:
            self._losses.say("cell-too-long", placed, limit=str(_MOST))
        return text[:_MOST]

    def _pictures(self, row: int, place: int, images: Sequence[Image], placed: Placed) -> float:
        """Pictures one under the other in their cell; how high they are, in points."""
        tallest = min(_TALLEST, int(_HIGHEST / 0.75 / max(1, len(images))) - 4)
        widest = self._columns[place].width * _PIXELS - 2
        below = 20 if self._columns[place].said(placed) else 2
        top = below
        for image in images:
            data = self._media[image.name]
            size = size_of(data)
            if size is None or ending_of(image.media_type) not in _SHOWN:
                self._losses.say("picture-type", placed, type=image.media_type)
                continue
            scale = min(1.0, widest / size[0], tallest / size[1])
            how = {"x_offset": 2, "y_offset": top, "x_scale": scale, "y_scale": scale, "object_position": 1}
            self._page.insert_image(row, place, image.name, {**how, "image_data": io.BytesIO(data)})
            top += round(size[1] * scale) + 2
        return (top - below) * 0.75

    def _choices(self, first: int) -> None:
        """Lists to choose from, also in the rows that a person adds below."""
        last = first + len(self._items) + 500
        for place, column in enumerate(self._columns):
            source = _LISTS.get(column.heading)
            if source is not None:
                how = {"validate": "list", "source": source, "error_type": "warning"}
                self._page.data_validation(first, place, last, place, how)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _height(text: str, width: float) -> float:
    lines = sum(max(1, round(width_of(line) * 2 / max(1.0, width - 1) + 0.5)) for line in text.split("\n"))
    return lines * _LINE


def _columns(items: Sequence[Placed], *, with_answers: bool) -> list[_Column]:
    most = max((len(placed.item.options) for placed in items), default=0)
    told = [
        _Column("题号", 7, lambda placed: placed.item.number),
        _Column("大题", 14, lambda placed: placed.item.section or "", is_always=False),
        _Column("题型", 12, lambda placed: wording.TYPE_NAMES[placed.item.type]),
        _Column("材料", 40, lambda placed: placed.item.material, is_always=False),
        _Column("题干", 52, lambda placed: _stem(placed.item)),
        _Column("图片", 29, lambda _: "", lambda placed: placed.item.images, is_always=False),
        _Column(
            "左列",
            26,
            lambda placed: _prompts(placed.item),
            lambda placed: _images_of(placed.item.prompts),
            is_always=False,
        ),
        *(_option(place, label) for place, label in enumerate(option_labels(max(most, _LEAST_OPTIONS)))),
        _Column(wording.POINTS, 7, lambda placed: _points(placed.item)),
    ]
    secret = [
        _Column("答案", 30, _answer),
        _Column("解析", 44, lambda placed: placed.scheme.explanation),
        _Column(
            "评分标准",
            40,
            lambda placed: wording.rubric_words(placed.scheme.rubric, placed.item.points),
            is_always=False,
        ),
        _Column("知识点", 20, lambda placed: "、".join(placed.scheme.competencies)),
        _Column("难度", 7, lambda placed: _difficulty(placed)),
    ]
    return [*told, *secret] if with_answers else told


def _flattened(placed: Placed, losses: Losses) -> Placed:
    """An item whose tables are lines of its material, or of its stem: a cell holds no table."""
    item = placed.item
    if not item.tables:
        return placed
    losses.say("tables-as-text", placed)
    where = "material" if item.material else "stem"
    text = "\n".join([getattr(item, where), *map(_as_text, item.tables)])
    return replace(placed, item=msgspec.structs.replace(item, tables=(), **{where: text}))


def _stem(item: Item) -> str:
    """The stem with what has no column: the length of a text, and the turns of a scenario."""
    turns = [wording.turn(place, stage.limit_s) + stage.text for place, stage in enumerate(item.stages, start=1)]
    return "\n".join([item.stem + wording.length(item), *turns])


def _as_text(table: Table) -> str:
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in table.rows)


def _prompts(item: Item) -> str:
    return "\n".join(f"{prompt.label} {prompt.text}" for prompt in item.prompts)


def _images_of(options: Sequence[Option]) -> Sequence[Image]:
    return [option.image for option in options if option.image is not None]


def _option(place: int, label: str) -> _Column:
    def at(placed: Placed) -> Option | None:
        options = placed.item.options
        return options[place] if place < len(options) else None

    def said(placed: Placed) -> str:
        option = at(placed)
        return "" if option is None else option.text

    def shown(placed: Placed) -> Sequence[Image]:
        option = at(placed)
        return () if option is None else _images_of((option,))

    return _Column(f"选项{label}", 24, said, shown)


def _difficulty(placed: Placed) -> str:
    difficulty = placed.scheme.difficulty
    return "" if difficulty is None else wording.DIFFICULTIES[difficulty]


def _points(item: Item) -> str:
    return "" if item.points is None else wording.points_words(item.points)


def _answer(placed: Placed) -> str:
    return placed.scheme.reference if placed.item.is_open else wording.answer_words(placed.item, placed.scheme)


_LISTS: Final = {
    "题型": [wording.TYPE_NAMES[kind] for kind in ItemType],
    "难度": list(wording.DIFFICULTIES.values()),
}
"""What may be chosen in a column."""
