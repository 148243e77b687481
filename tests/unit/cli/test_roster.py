"""`kaochang roster`: what is in a roster, what is wrong with it in a list that ends, and who has to come again."""

import openpyxl
import pytest
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome
from kaochang.papers.roster import inspect_roster
from support.exam_day import kaochang, well

GOOD_IDENTITY, WRONG_IDENTITY = "11010519491231002X", "110105194912310021"


@pytest.fixture
def write(tmp_path):
    def make(*lines):
        path = tmp_path / "roster.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return make


def test_a_whole_roster_is_told_with_its_columns_and_rooms(write):
    ran = well("roster", write("员工姓名,编号,教室", "测试甲,G1,一号", "测试乙,G2,二号", "测试丙,G3,二号"))
    assert "读到 3 人" in ran.out
    assert "A 列“员工姓名”：姓名" in ran.out
    assert "考场 2 个：一号、二号" in ran.out
    assert "没有发现问题" in ran.out


def test_duplicates_wrong_identity_numbers_and_unreadable_rows_are_named_by_kind(write):
    path = write(
        "姓名,工号,证件号,加时",
        f"测试甲,G1,{GOOD_IDENTITY},",
        f"测试乙,G1,{WRONG_IDENTITY},",
        "测试丙,,,",
        "测试丁,G4,,很久",
    )
    ran = kaochang("roster", path, "--json")
    told = ran.told()
    assert (ran.code, told["rows"], told["wrong"], told["doubts"]) == (FINDINGS_EXIT, 4, 3, 1)
    assert told["counts"] == {"identity-number": 1, "duplicate": 1, "incomplete": 1, "extra-time": 1}
    assert {(each["key"], each["line"]) for each in told["problems"]} == {
        ("roster.identity-number", 3),
        ("roster.duplicate", 3),
        ("roster.incomplete", 4),
        ("roster.extra-time", 5),
    }


def test_of_three_thousand_wrong_rows_a_few_are_listed_with_their_number(write):
    path = write("姓名,工号", *(f"测试{at}," for at in range(3_000)), "测试甲,G1", "测试乙,G1")
    ran = kaochang("roster", path)
    assert (ran.code, len(ran.out.splitlines()) < 20) == (FINDINGS_EXIT, True)
    assert "同样的问题还有 2995 处" in ran.out
    assert "G1" in ran.out  # a kind that comes after all of these is not lost behind them
    assert "有 3001 处错误" in ran.out
    assert len(kaochang("roster", path, "--most", "7", "--json").told()["problems"]) == 8


def test_a_column_without_a_header_is_told_as_one_that_seal_will_not_take(write):
    ran = well("roster", write("张三,G7001", "李四,G7002"))
    assert "封卷要有表头" in ran.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "FILE"),
        (("--from", "x.db", "-o", "y.xlsx"), "FILE"),
        (("--from", "x.db", "--absent", "-o", "y.csv"), "-o"),
        (("roster.csv", "--absent"), "FILE"),
    ],
)
def test_what_makes_no_sense_together_is_wrong_usage(options, said):
    ran = kaochang("roster", *options)
    assert (ran.code, said in ran.err) == (int(Outcome.USAGE), True)


def test_what_is_no_roster_is_refused_with_its_path(tmp_path):
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04 nothing")
    ran = kaochang("roster", tmp_path / "list.xlsx")
    assert (ran.code, "list.xlsx" in ran.err) == (int(Outcome.PAYLOAD), True)


@pytest.fixture(scope="module")
def database(tmp_path_factory, day):
    """A day of which one sat and failed, and the other two never came."""
    from kaochang.flow import mark, merge
    from kaochang.store.centre import Centre
    from support.clocks import ManualClock

    folder = tmp_path_factory.mktemp("retake")
    (folder / "T1.kcr").write_bytes(day.kcr)
    (folder / "R1.kcm").write_bytes(day.kcm)
    centre = Centre(folder / "centre.db")
    merge.merge(centre, day.centre_kit, [folder], ManualClock())
    mark.mark(centre, ManualClock())
    centre.close()
    return folder / "centre.db"


def test_absentees_become_a_roster_that_seal_reads(database, tmp_path, day):
    out = tmp_path / "new.xlsx"
    told = well("roster", "--from", database, "--absent", "--failed", "-o", out, "--json").told()
    read = inspect_roster(out.read_bytes())
    assert ([row.name for row in read.rows], read.problems) == ([day.centre_kit.tickets[1].name], ())
    assert (told["absent"], told["failed"], told["waiting"]) == (1, 0, 1)
    cell = openpyxl.load_workbook(out).worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == (day.centre_kit.tickets[1].person, "s")
    again = kaochang("roster", "--from", database, "--absent", "-o", out)
    assert again.code == int(Outcome.EXISTS)


def test_only_those_of_an_exam_that_the_session_has_are_taken(database, tmp_path):
    out = tmp_path / "new.xlsx"
    none = kaochang("roster", "--from", database, "--failed", "--exam", "客服岗位认证", "-o", out)
    assert none.code == int(Outcome.EMPTY)
    strange = kaochang("roster", "--from", database, "--failed", "--exam", "别的", "-o", out)
    assert (strange.code, "客服岗位认证" in strange.err) == (int(Outcome.MISSING), True)
    assert not out.exists()
