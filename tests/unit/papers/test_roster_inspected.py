"""A roster is shown as it is, with everything that is wrong in it, row by row; and pasted text is a roster too."""

import time

import openpyxl
import pytest
from kaochang.domain.refusals import Outcome
from kaochang.papers.roster import inspect_roster, read_roster, roster_of_text
from support.refusals import refuses

GOOD = "11010519491231002X"


def told(read):
    return [(each.line, each.column, each.key) for each in read.problems]


def names(read):
    return [(row.name, row.person) for row in read.rows]


def columns(read):
    return {each.field: (each.at, each.header) for each in read.columns}


def test_a_number_that_is_filled_in_with_the_identity_number_is_a_doubt_at_its_cell():
    read = inspect_roster(f"姓名,工号,证件号\n甲一,,{GOOD}\n乙二,2,\n".encode())
    assert [(each.line, each.column, each.key, each.is_doubt) for each in read.problems] == [
        (2, "person", "roster.person-filled", True)
    ]
    assert (read.rows[0].person, read.is_whole) == (GOOD, True)
    assert inspect_roster(f"姓名,证件号\n甲一,{GOOD}\n".encode()).problems == ()


def test_a_number_that_is_filled_in_with_the_ticket_number_is_a_doubt_too():
    read = inspect_roster("姓名,工号,准考证号\n甲一,,A1\n乙二,2,A2\n".encode())
    assert told(read) == [(2, "person", "roster.person-filled-ticket")]
    assert (read.rows[0].person, read.is_whole) == ("A1", True)
    assert inspect_roster("姓名,准考证号\n甲一,A1\n".encode()).problems == ()


def test_every_problem_is_told_with_its_row_column_and_value():
    text = f"姓名,工号,证件号,加时\n甲一,1,{GOOD},\n,2,,\n丙三,,,\n丁四,1,,x\n戊五,5,110105194912310021,9999\n"
    read = inspect_roster(text.encode())
    assert [(each.line, each.column, each.value, each.key) for each in read.problems] == [
        (3, "name", "", "roster.incomplete"),
        (4, "person", "", "roster.incomplete"),
        (5, "extra", "x", "roster.extra-time"),
        (5, "person", "1", "roster.duplicate"),
        (6, "identity", "110105194912310021", "roster.identity-number"),
        (6, "extra", "9999", "roster.extra-time"),
    ]
    assert read.problems[3].params == {"line": 5, "first": 2, "value": "1"}
    assert [row.line for row in read.rows] == [2, 3, 4, 5, 6]
    assert not read.is_whole


def test_a_row_that_repeats_another_is_told_once():
    read = inspect_roster("姓名,工号,准考证号\n甲一,1,A1\n甲一,1,A1\n".encode())
    assert told(read) == [(3, "person", "roster.duplicate")]


def test_columns_are_told_with_their_headers():
    read = inspect_roster("部门,考生姓名,工号\n客服,甲一,1\n".encode())
    assert columns(read) == {"name": (1, "考生姓名"), "person": (2, "工号")}
    assert read.is_whole
    assert not any(each.is_told for each in read.columns)


def test_a_number_under_a_header_of_other_words_is_told_but_only_shown():
    data = "姓名,部门,代码\n王小明,客服部,7001\n李小红,技术部,7002\n".encode()
    assert columns(inspect_roster(data)) == {"name": (0, "姓名"), "person": (2, "代码")}
    assert names(inspect_roster(data)) == [("王小明", "7001"), ("李小红", "7002")]
    with refuses(Outcome.PAYLOAD, "roster.no-header"):
        read_roster(data)


@pytest.mark.parametrize(
    ("rows", "outcome", "key"),
    [
        ("甲一,\n乙二,2\n", Outcome.PAYLOAD, "roster.incomplete"),
        ("甲一,1\n乙二,1\n", Outcome.DUPLICATE, "roster.duplicate"),
    ],
)
def test_whoever_takes_whole_rosters_only_gets_the_first_problem(rows, outcome, key):
    with refuses(outcome, key):
        read_roster(f"姓名,工号\n{rows}".encode())


def test_a_doubt_refuses_nothing():
    text = "姓名,身份证号\n甲一,110105194912310021\n".encode()
    assert inspect_roster(text).is_whole
    assert told(inspect_roster(text)) == [(2, "identity", "roster.identity-number")]
    assert read_roster(text)[0].person == "110105194912310021"


def test_one_person_may_sit_several_exams():
    assert inspect_roster("姓名,工号,考试\n甲一,1,上午\n甲一,1,下午\n".encode()).problems == ()


def test_hidden_rows_are_a_problem_of_the_file(tmp_path):
    book = openpyxl.Workbook()
    for row in (("姓名", "工号"), ("甲一", "1"), ("乙二", "2")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert told(inspect_roster((tmp_path / "a.xlsx").read_bytes())) == [(3, "", "roster.hidden-rows")]


def test_a_file_without_headers_is_told_by_its_columns_but_only_shown():
    data = "甲一,1001\n乙二,1002\n".encode()
    assert names(inspect_roster(data)) == [("甲一", "1001"), ("乙二", "1002")]
    with refuses(Outcome.PAYLOAD, "roster.no-header"):
        read_roster(data)


@pytest.mark.parametrize("data", [b"", "姓名,工号\n".encode()])
def test_nobody_is_no_roster(data):
    with refuses(Outcome.EMPTY, "roster.empty"):
        inspect_roster(data)


def test_what_shows_no_names_is_no_roster():
    with refuses(Outcome.PAYLOAD, "roster.no-header"):
        inspect_roster(b"1,2\n3,4\n")


def test_three_thousand_wrong_rows_are_all_told_in_well_under_a_second():
    text = "姓名,工号,证件号,加时\n" + "".join(f",{row % 7},11010519491231{row:04},很久\n" for row in range(3000))
    began = time.process_time()
    read = inspect_roster(text.encode())
    assert time.process_time() - began < 1
    assert {line for line, _, _ in told(read)} == set(range(2, 3002))
    assert sum(key == "roster.duplicate" for _, _, key in told(read)) == 3000 - 7


# -- pasted text


@pytest.mark.parametrize(
    "text",
    [
        "姓名\t工号\n张甲一\t1001\n李乙\t1002\n",
        "张甲一\t1001\n李乙\t1002\n",
        "1001\t张甲一\r\n1002\t李乙\r\n",
        "张甲一,1001\n李乙，1002\n",
        "张甲一、1001\n李乙、1002",
        "张甲一  1001\n李乙    1002",
        "张甲一　1001\n李乙　1002",
        "张甲一 1001\n\n李乙 1002\n",
        "1、张甲一 1001\n2、李乙 1002\n",
        "1\t张甲一\t客服部\t1001\n2\t李乙\t客服部\t1002\n",
        "客服部\t张甲一\t1001\t13800000001\n客服部\t李乙\t1002\t13800000002\n",
        "工号 姓名\n1001 张甲一\n1002 李乙",
    ],
)
def test_names_and_numbers_are_told_however_they_are_pasted(text):
    read = roster_of_text(text)
    assert names(read) == [("张甲一", "1001"), ("李乙", "1002")]
    assert read.problems == ()


@pytest.mark.parametrize("header", ["姓名*\t工号（必填）", "人员\t员工代码", "参加人员\t代号"])
def test_a_header_of_other_words_is_no_candidate(header):
    read = roster_of_text(f"{header}\n张甲一\t1001\n李乙\t1002\n王丙\t1003\n")
    assert names(read) == [("张甲一", "1001"), ("李乙", "1002"), ("王丙", "1003")]


def test_foreign_names_keep_their_spaces():
    assert names(roster_of_text("Anna Maria Bell 1001\nTom Lee 1002\n")) == [
        ("Anna Maria Bell", "1001"),
        ("Tom Lee", "1002"),
    ]


def test_identity_numbers_are_told_apart_from_staff_numbers():
    read = roster_of_text(f"张甲一\t{GOOD}\t1001\n李乙\t440524188001010014\t1002\n")
    assert columns(read) == {"name": (0, ""), "person": (2, ""), "identity": (1, "")}
    alone = roster_of_text(f"张甲一\t{GOOD}\n")
    assert (alone.rows[0].person, alone.rows[0].identity) == (GOOD, GOOD)


def test_numbers_that_count_from_one_are_taken_where_there_are_no_others():
    assert names(roster_of_text("张甲一 1\n李乙 2\n")) == [("张甲一", "1"), ("李乙", "2")]


def test_names_alone_lack_their_numbers_each_in_its_row():
    read = roster_of_text("张甲一\n李乙\n")
    assert told(read) == [(1, "person", "roster.incomplete"), (2, "person", "roster.incomplete")]


def test_lines_are_counted_as_they_were_pasted():
    assert [row.line for row in roster_of_text("\n姓名 工号\n\n张甲一 1001\n").rows] == [4]


def test_departments_are_no_names():
    read = roster_of_text("客服部\t王小明\t7\n技术部\t李小红\t9\n市场部\t赵小强\t8\n")
    assert names(read) == [("王小明", "7"), ("李小红", "9"), ("赵小强", "8")]


@pytest.mark.parametrize("text", ["", " \n\n", "姓名\t工号\n"])
def test_an_empty_text_is_no_roster(text):
    with refuses(Outcome.EMPTY, "roster.empty"):
        roster_of_text(text)


def test_more_than_anybody_pastes_is_refused():
    with refuses(Outcome.LIMIT, "roster.too-large"):
        roster_of_text("张甲一 1001\n" * 250_000)
