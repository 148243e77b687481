"""Who sits the exam: pasted, chosen, mended in place; what is wrong is named by row, and kept from going on."""

import pytest
from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.roster_state import RosterPhase
from support.office_pages import AtEveryPage

WRONG = "姓名\t工号\t加时\n测试甲\t1001\t\n测试乙\t\t\n测试丙\t1001\tabc\n"


@pytest.fixture
def office(tmp_path, words):
    return AtEveryPage(tmp_path / "data", words)


def test_a_pasted_list_of_names_and_numbers_is_enough_to_go_on(office):
    page = office.to_roster()
    page.paste("测试甲 1001\n测试乙 1002")
    assert [column.field for column in page.state.columns] == ["name", "person"]
    assert page.state.cells == (("测试甲", "1001"), ("测试乙", "1002"))
    page.go_on()
    assert office.here == "settings"


def test_every_problem_stands_at_its_cell_and_nobody_goes_on_with_it(office):
    page = office.to_roster()
    page.paste(WRONG)
    assert set(page.state.marks) == {(1, "person"), (2, "person"), (2, "extra")}
    assert [each.line for each in page.state.problems] == [3, 4, 4]
    assert all(each.text and each.next_step for each in page.state.problems)
    assert page.state.cells[2] == ("测试丙", "1001", "abc"), "what stands there is shown, not what is made of it"
    page.go_on()
    assert office.here == "roster"


def test_a_cell_is_mended_where_it_stands_and_the_whole_is_judged_anew(office):
    page = office.to_roster()
    page.paste(WRONG)
    page.set_cell(1, "person", "1002")
    assert set(page.state.marks) == {(2, "person"), (2, "extra")}
    page.set_cell(2, "person", "1003")
    page.set_cell(2, "extra", "15")
    assert page.state.is_whole
    assert office.desk.work.roster.rows[2].extra_minutes == 15


def test_a_row_that_is_no_candidate_is_taken_out(office):
    page = office.to_roster()
    page.paste(WRONG)
    page.drop_row(1)
    assert [row[0] for row in page.state.cells] == ["测试甲", "测试丙"]


def test_mends_are_undone_one_after_the_other(office):
    page = office.to_roster()
    page.paste(WRONG)
    before = page.state.cells
    assert not page.state.can_undo
    page.set_cell(1, "person", "1002")
    page.drop_row(2)
    page.undo()
    page.undo()
    assert page.state.cells == before
    assert not page.state.can_undo
    page.undo()
    assert page.state.cells == before


@pytest.mark.parametrize("column", ["证件号", "准考证号"])
def test_another_number_that_stands_in_for_an_empty_one_is_told_at_its_cell(office, column):
    page = office.to_roster()
    page.paste(f"姓名\t工号\t{column}\n测试甲\t1001\t\n测试乙\t\t20260001\n")
    problem = page.state.problems[page.state.marks[1, "person"]]
    assert (problem.is_doubt, problem.line) == (True, 3)
    assert column in problem.text
    assert column in problem.next_step
    assert page.state.is_whole


def test_several_exams_in_one_roster_are_told_on_its_page_and_mended_there(office):
    page = office.to_roster()
    page.paste("姓名\t工号\t考试\n测试甲\t1\t上岗\n测试乙\t2\t复训\n测试丙\t3\t\n测试丁\t4\t上岗\n")
    assert set(page.state.marks) == {(1, "exam")}
    assert not page.state.is_whole
    page.set_cell(1, "exam", "上岗")
    assert page.state.is_whole


def test_the_one_exam_that_a_roster_names_is_told_and_is_the_paper_s_whatever_it_is_called(office):
    page = office.to_roster()
    page.paste("姓名\t工号\t考试\n测试甲\t1\t别的名字\n测试乙\t2\t别的名字\n")
    assert [(each.is_doubt, "别的名字" in each.text) for each in page.state.problems] == [(True, True)]
    assert {row.exam for row in office.desk.work.roster.rows} == {""}
    page.set_cell(0, "name", "测试丙")
    assert page.state.cells[0] == ("测试丙", "1", "别的名字"), "what is mended leaves the rest as it was"


def test_a_roster_with_hidden_rows_is_not_settled_by_mending_a_cell(office, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("姓名", "工号"), ("测试甲", "1001"), ("测试乙", "1002")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "roster.xlsx")
    page = office.to_roster()
    page.choose(tmp_path / "roster.xlsx")
    assert not page.state.can_mend
    before = page.state
    page.set_cell(0, "person", "1009")
    page.drop_row(0)
    assert page.state.cells == before.cells
    assert not page.state.is_whole


def test_what_is_no_roster_is_refused_in_words_and_what_was_there_stays(office, tmp_path):
    page = office.to_roster()
    (tmp_path / "empty.csv").write_text("")
    page.choose(tmp_path / "empty.csv")
    assert page.state.phase is RosterPhase.EMPTY
    assert page.state.refused.message
    page.paste("测试甲 1001")
    page.choose(tmp_path / "empty.csv")
    assert page.state.cells == (("测试甲", "1001"),)
    assert page.state.refused.next_step


def test_the_roster_is_there_again_after_the_program_was_killed(office):
    office.to_roster().paste(WRONG)
    again = office.again()
    assert again.here == "roster"
    assert again.page("roster").state.cells == office.page("roster").state.cells


def test_what_is_read_after_a_cancel_is_not_taken(office):
    page = office.to_roster()
    office.runner.is_held = True
    page.paste("测试甲 1001")
    assert page.state.phase is RosterPhase.READING
    page.cancel()
    office.runner.step()
    assert page.state.phase is RosterPhase.EMPTY
    assert office.desk.draft.roster is None


def test_the_template_is_a_roster_that_is_understood(office, tmp_path):
    import openpyxl

    page = office.to_roster()
    page.save_template(tmp_path / "template.xlsx")
    assert "template.xlsx" in page.state.saved
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    book.active.append(["测试甲", "0012"])
    book.save(tmp_path / "filled.xlsx")
    page.choose(tmp_path / "filled.xlsx")
    assert page.state.is_whole
    assert page.state.cells[0][:2] == ("测试甲", "0012")


def test_three_thousand_wrong_rows_are_all_listed(office):
    page = office.to_roster()
    page.paste("姓名\t工号\n" + "".join(f"测试{number}\t\n" for number in range(3000)))
    assert len(page.state.problems) == 3000
    assert PageName.ROSTER not in office.desk.draft.whole
