"""The day that `dev.py demo` runs: the whole line with real files, real processes and the real window."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration, run once; its folder and what it printed."""
    out = tmp_path_factory.mktemp("demo")
    run = subprocess.run(
        [sys.executable, str(ROOT / "build/demo.py"), "--out", str(out)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == ""
    return out, run.stdout


def test_the_day_says_what_happened_at_each_step_and_where_the_files_lie(demo):
    out, told = demo
    for step in range(1, 14):
        assert f"{step:2}/13" in told
    for place in ("report/report.xlsx", "report/report.pdf", "sealed/rooms/session.kcb", "shots"):
        assert str(out / place) in told
        assert (out / place).exists()


def test_the_day_ends_with_a_short_list_of_the_folders_where_everything_lies(demo):
    out, told = demo
    listed = [line.split()[0] for line in told.splitlines()[-8:]]
    assert listed == [str(out / each) for each in demo_folders()]
    assert all(Path(each).is_dir() and any(Path(each).iterdir()) for each in listed)


def demo_folders():
    tree = ast.parse((ROOT / "build/demo.py").read_text("utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    (names,) = [node.value for node in assigned if ast.unparse(node.targets[0]) == "FOLDERS"]
    return ast.literal_eval(names)


def test_items_keys_rubrics_and_reference_texts_were_sought_in_every_place_of_the_room(demo):
    _, told = demo
    texts, found, in_bank = map(int, re.search(r"查找 (\d+) 段文字，发现 (\d+) 处（.*?(\d+) 段）", told).groups())
    assert found == 0
    assert texts > 250
    assert in_bank > 200


def test_no_part_of_the_demonstration_is_longer_than_a_reader_bears():
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "build").glob("demo*.py")}
    assert [name for name, lines in lengths.items() if lines > 350] == []


def test_the_merge_names_the_damaged_and_the_missing_file(demo):
    out, told = demo
    problems = openpyxl.load_workbook(out / "report/report.xlsx")["文件与异常"]
    rows = list(problems.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 2
    for row in rows:
        assert str(row[0]) in told


def test_the_spreadsheet_holds_every_ticket_with_one_status(demo):
    out, _ = demo
    scores = openpyxl.load_workbook(out / "report/report.xlsx")["成绩"]
    header, *rows = scores.iter_rows(values_only=True)
    statuses = [row[header.index("状态")] for row in rows]
    assert sorted(statuses) == sorted(["已交卷"] * 13 + ["文件缺失"] * 2 + ["缺考"])


def test_the_pdf_is_chinese_with_its_own_font(demo):
    out, _ = demo
    document = pypdfium2.PdfDocument(out / "report/report.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert "客户服务岗位认证" in text
    assert b"NotoSansSC" in (out / "report/report.pdf").read_bytes()


def test_every_screen_was_pictured_at_the_size_of_an_exam_pc(demo):
    out, _ = demo
    pictures = sorted((out / "shots").glob("*.png"))
    assert {picture.name for picture in pictures} >= {
        "first-1-login.png",
        "first-5-summary.png",
        "first-7-receipt.png",
        "resumed-4-resumed.png",
        "expired-5-warning.png",
        "expired-7-receipt.png",
    }
    for picture in pictures:
        image = QImage(str(picture))
        assert (image.width(), image.height()) == (1366, 768)
        colours = {image.pixel(x, y) for x in range(0, 1366, 3) for y in range(0, 768, 3)}
        assert len(colours) > 30, f"{picture.name} shows next to nothing"
