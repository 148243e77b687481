"""Small papers of our own in every format that is read, in build/fuzz/papers/: what the fuzzer starts from."""

import io
import json
import zipfile
from functools import cache
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).parent / "papers"


@cache
def samples(kind: str) -> list[bytes]:
    """The samples of a format that is one file."""
    return [path.read_bytes() for path in sorted((FOLDER / kind).iterdir())]


@cache
def parts(kind: str) -> dict[str, bytes]:
    """The parts of a sample that is a zip, by name."""
    if kind == "sheet":
        return _sheet()
    folder = FOLDER / kind
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@cache
def heap(kind: str) -> list[str]:
    """What papers of a text format are made of, and ("xml") words that say something to a reader of XML."""
    scraps: dict[str, list[str]] = json.loads((FOLDER / "scraps.json").read_text(encoding="utf-8"))
    return scraps[kind]


def zipped(named: dict[str, bytes]) -> bytes:
    """A zip of these parts, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in named.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def _sheet() -> dict[str, bytes]:
    """The parts of an Excel file: items in three sheets, one of them hidden, merged cells and a picture."""
    buffer = io.BytesIO()
    picture = (FOLDER / "word/word/media/image1.png").read_bytes()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    first, second = book.add_worksheet("单选"), book.add_worksheet("多选题")
    first.write_row(0, 0, ["客服题库"])
    first.write_row(1, 0, ["题号", "题型", "题干", "选项A", "选项B", "答案", "解析", "分值", "难度"])
    first.write_row(2, 0, [1, "单选题", "首都是？", "上海", "北京", "B", "因为", 2, "易"])
    first.write_row(3, 0, [2, "判断题", "对吗", "", "", True, "", 0.5, ""])
    first.write_rich_string(4, 2, "填", book.add_format({"bold": True}), "空____", "。")
    first.write_formula(4, 5, '="北"&"京"', value="北京")
    first.insert_image(2, 2, "a.png", {"image_data": io.BytesIO(picture)})
    first.merge_range(5, 0, 5, 8, "合计")
    second.write_row(0, 0, ["题干", "选项", "是否答案"])
    second.merge_range(1, 0, 2, 0, "哪些？")
    second.write_row(1, 1, ["甲", "是"])
    second.write_row(2, 1, ["乙", "否"])
    book.add_worksheet("隐藏").hide()
    book.close()
    with zipfile.ZipFile(buffer) as package:
        return {name: package.read(name) for name in package.namelist()}
