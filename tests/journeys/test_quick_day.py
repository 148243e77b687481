"""The short way from end to end, with real files: a Word paper and an Excel roster in, a stick out, a table back."""

import json
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from kaochang.domain.items import ItemType
from kaochang.domain.refusals import FINDINGS_EXIT
from kaochang.domain.responses import Accepted, Judgement, Pairs
from kaochang.flow import read
from support.exam_day import PASSPHRASE, kaochang, script_of, well
from support.put_in import put_in

BANKS = Path(__file__).resolve().parents[2] / "banks"
PAPER = BANKS / "papers" / "after-sales-specialist.docx"
PEOPLE = (("测试甲壹", "G7001", "三楼机房"), ("测试甲贰", "G7002", "三楼机房"), ("测试乙壹", "G7003", "四楼机房"))


@pytest.fixture
def roster(tmp_path):
    book = openpyxl.Workbook()
    for row in (("姓名", "工号", "考场"), *PEOPLE):
        book.active.append(row)
    book.save(tmp_path / "名册.xlsx")
    return tmp_path / "名册.xlsx"


@pytest.fixture
def passphrase(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE, encoding="utf-8")
    return path


def as_written(correct):
    """A key as a candidate's script gives it."""
    match correct:
        case Judgement(value):
            return "对" if value else "错"
        case Accepted(blanks):
            return ";".join(texts[0] for texts in blanks)
        case Pairs(pairs):
            return ",".join(f"{prompt}-{option}" for prompt, option in pairs)
        case _:
            return "".join(correct.labels)


def by_the_key(paper):
    """What answers every objective item right and says a word to every open one, and what that is worth by machine."""
    written, points = {}, 0
    for each in read.read_file(paper).paper.items:
        place = f"{each.item.section}#{each.item.number}"
        if each.scheme.correct is not None:
            written[place], points = as_written(each.scheme.correct), points + each.item.points
        elif each.item.type in (ItemType.ESSAY, ItemType.CASE):
            written[place] = "先致歉，再核实，最后约定回访时间。"
    return written, points


def test_from_a_word_paper_to_the_score_table(tmp_path, roster, passphrase):
    stick = put_in(tmp_path / "stick")
    office = ["--data", tmp_path / "office-pc", "--passphrase-file", passphrase, "--json"]
    told = well("quick", PAPER, "--roster", roster, "--to", stick, *office).told()
    printed = [pypdfium2.PdfDocument(path) for path in told["print"]]
    assert [len(document) for document in printed] == [1, 2, 2, 1]

    right, points = by_the_key(PAPER)
    exam = next(path for path in told["files"] if path.endswith(".kcb"))
    code = tmp_path / "code"
    code.write_text(told["start_code"], encoding="utf-8")
    for number, (name, person, room) in enumerate(PEOPLE[:2]):
        script = tmp_path / f"{number}.json"
        answers = right if number == 0 else {}
        steps = script_of({"name": name, "person": person}, answers, hand_in=number == 0)
        script.write_text(json.dumps(steps, ensure_ascii=False), encoding="utf-8")
        pc = ["--data", tmp_path / f"pc{number}", "--script", script, "--code-file", code, "--stick", stick]
        well("sit", exam, "--room", room, *pc, "--json")

    back = kaochang("take-back", stick, *office)
    found = back.told()
    assert back.code == FINDINGS_EXIT
    rows = {row["name"]: row for row in found["tickets"]}
    assert rows["测试甲壹"]["points"] == str(points)
    assert rows["测试甲壹"]["waiting"] == sum(each["results"] for each in found["waiting"]) > 0
    assert found["missing"] == [rows["测试甲贰"]["ticket"], rows["测试乙壹"]["ticket"]]

    absent = [part for number in found["missing"] for part in ("--absent", number)]
    settled = well("take-back", stick, *office, *absent).told()
    assert (settled["missing"], settled["problems"]) == ([], [])
    assert well("take-back", stick, *office).told()["tickets"] == settled["tickets"]

    sheet, *_, slips = settled["files"]
    heading, *lines = openpyxl.load_workbook(sheet)["成绩"].iter_rows(values_only=True)
    totals = {line[heading.index("姓名")]: line[heading.index("合计")] for line in lines}
    assert totals == {"测试甲壹": float(points), "测试甲贰": None, "测试乙壹": None}
    text = pypdfium2.PdfDocument(slips)[0].get_textpage().get_text_range()
    assert f"{points} / 100 分" in text


@pytest.mark.parametrize("paper", sorted((BANKS / "roles").glob("*.txt")), ids=lambda path: path.stem)
def test_every_roles_paper_goes_the_short_way_without_a_mend(tmp_path, roster, passphrase, paper):
    stick = put_in(tmp_path / "stick")
    office = ["--data", tmp_path / "office-pc", "--passphrase-file", passphrase, "--json"]
    told = well("quick", paper, "--roster", roster, "--to", stick, *office).told()
    assert told["tickets"] == len(PEOPLE)
    assert all(Path(path).is_file() for path in told["files"])
