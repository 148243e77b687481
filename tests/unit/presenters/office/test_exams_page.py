"""组卷: exams are made of the bank's papers, as they are or by a blueprint, with everything told while it is built."""

import json
from contextlib import closing
from fractions import Fraction

import pytest
from kaochang.domain.assessments import LoginField, PartialCredit, SeatRule
from kaochang.domain.tools import Tool
from kaochang.flow.bank_edit import retire
from kaochang.flow.exam_draft import ExamPart
from kaochang.flow.exam_rules import check_rules
from kaochang.papers.reading import read_paper
from kaochang.presenters.office.exam_rules import TICKS
from kaochang.presenters.office.settings import PassBy
from kaochang.presenters.phrases import duration
from kaochang.store.bank import Bank
from support.office_exams import AtExams
from support.small_paper import KEY, PAPER

RED = "一、单选题（每题2分）\n1. 甲（  ）\nA. 一\nB. 二\n2. 乙（  ）\nA. 一\nB. 二\n答案：1. A 2. E\n"


@pytest.fixture
def office(tmp_path, words):
    return AtExams(tmp_path / "data", words)


def whole(page):
    return [face.part for face in page.state.parts if face.is_whole]


def saved(office, page):
    """The exam that was made."""
    page.go(ExamPart.SAVE)
    assert page.state.body.why == "", page.state.body
    page.saving.save()
    shown = page.state.listed.shown
    with closing(Bank(office.office().bank)) as bank:
        exam = bank.exam(shown.id)[0]
    check_rules(exam)
    return exam


def test_a_paper_as_it_is_becomes_an_exam_without_another_word(office):
    page = office.new_exam()
    assert whole(page) == [ExamPart.PAPERS, ExamPart.ITEMS, ExamPart.RULES]
    exam = saved(office, page)
    assert exam.assessment.title == "上岗认证"
    assert exam.rules.pass_mark == exam.assessment.total * Fraction(60, 100)
    assert [row.title for row in page.state.listed.exams] == ["上岗认证"]
    assert len(page.state.listed.shown.items) == exam.assessment.count


def test_an_item_that_is_left_out_takes_its_points_with_it_and_comes_back(office):
    page = office.new_exam()
    page.go(ExamPart.ITEMS)
    before = page.state.body
    first = before.rows[0]
    page.items.toggle(first.id)
    assert not page.state.body.rows[0].is_in
    assert page.state.body.summary != before.summary
    exam = saved(office, page)
    assert first.id not in {placed.id for placed in exam.assessment.items()}
    page.listing.again()
    page.go(ExamPart.ITEMS)
    page.items.toggle(first.id)
    assert page.state.body.summary == before.summary


def test_an_item_has_a_time_limit_of_its_own_as_long_as_it_is_in(office, words):
    page = office.new_exam()
    page.go(ExamPart.ITEMS)
    first, second = (row.id for row in page.state.body.rows[:2])
    page.items.type_limit(first, "90")
    page.items.type_limit(second, "30")
    assert page.state.body.rows[0].limit == duration(words, 90)
    page.items.type_limit(second, "")
    page.items.type_limit(second, "half")
    assert (page.state.body.rows[1].is_limit_wrong, ExamPart.ITEMS in whole(page)) == (True, False)
    page.items.type_limit(second, "60")
    page.items.toggle(second)
    exam = saved(office, page)
    assert {each.id: each.limit_s for each in exam.assessment.items() if each.limit_s} == {first: 90}


def test_an_item_that_was_retired_meanwhile_takes_its_time_limit_with_it(office):
    page = office.new_exam()
    page.go(ExamPart.ITEMS)
    first, second = (row.id for row in page.state.body.rows[:2])
    page.items.type_limit(first, "90")
    page.items.type_limit(second, "30")
    made = office.office()
    with closing(Bank(made.bank)) as bank:
        gone = next(each for paper in bank.papers() for each in bank.items(paper.number) if each.id == first)
        retire(bank, gone, "张三", made.clock)
    exam = saved(office, page)
    assert {each.id: each.limit_s for each in exam.assessment.items() if each.limit_s} == {second: 30}


def test_what_was_left_out_stays_out_when_another_paper_comes_in_and_goes(office):
    other = office.keep_paper("一、判断题（每题2分）\n1. 甲\n答案：\n1. 对\n", "other.txt")
    page = office.new_exam()
    page.go(ExamPart.ITEMS)
    first = page.state.body.rows[0].id
    page.items.toggle(first)
    page.go(ExamPart.PAPERS)
    page.papers.toggle(other)
    page.go(ExamPart.ITEMS)
    assert [row.id for row in page.state.body.rows if not row.is_in] == [first]
    page.go(ExamPart.PAPERS)
    page.papers.toggle(other)
    page.go(ExamPart.ITEMS)
    assert [row.id for row in page.state.body.rows if not row.is_in] == [first], "only what went with its paper goes"


def test_a_draft_that_cannot_be_read_is_put_aside_and_told(office):
    office.new_exam()
    (office.data / "office/exam-draft/draft.json").write_text("{")
    again = office.again()
    assert again.states[-1].trouble.message
    assert not again.page("exams").state.parts


def test_an_item_that_nobody_could_answer_is_left_out_by_hand_and_the_rest_is_an_exam(office):
    page = office.new_exam("一、单选题（每题2分）\n1. 甲（  ）\n2. 乙（  ）\nA. 一\nB. 二\n答案：1. A 2. B\n")
    page.go(ExamPart.ITEMS)
    assert [bool(row.note) for row in page.state.body.rows] == [True, False]
    assert ExamPart.ITEMS not in whole(page)
    page.items.toggle(page.state.body.rows[0].id)
    assert ExamPart.ITEMS in whole(page)
    assert saved(office, page).assessment.count == 1


def test_a_section_s_time_that_cannot_be_is_mended_where_it_stands(office):
    page = office.new_exam()
    page.go(ExamPart.RULES)
    title = page.state.body.sections[0].title
    page.rules.type_section(title, "900")
    assert page.state.body.sections[0].title == title
    page.go(ExamPart.SAVE)
    assert page.state.body.mend is ExamPart.RULES
    page.go(ExamPart.RULES)
    page.rules.type_section(title, "")
    assert saved(office, page).assessment.sections[0].limit_s is None


def test_points_that_the_paper_does_not_say_are_asked_by_type(office):
    page = office.new_exam("一、单选题\n1. 甲（  ）\nA. 一\nB. 二\n二、判断题\n1. 乙\n答案：\n一、1. A\n二、1. 对\n")
    page.go(ExamPart.ITEMS)
    assert [(each.type, each.count, each.is_wrong) for each in page.state.body.unvalued] == [
        ("single", 1, True),
        ("truefalse", 1, True),
    ]
    assert ExamPart.ITEMS not in whole(page)
    page.items.type_points("single", "3")
    page.items.type_points("truefalse", "x")
    assert page.state.body.unvalued[1].typed == "x"
    page.items.type_points("truefalse", "1.5")
    assert saved(office, page).assessment.total == Fraction(9, 2)


def test_every_rule_of_the_page_is_in_the_exam(office):
    page = office.new_exam()
    page.go(ExamPart.RULES)
    rules = page.rules
    rules.type("minutes", "45")
    rules.pass_by(PassBy.POINTS)
    rules.type("pass-mark", "18")
    rules.type("latest-entry", "15")
    rules.type("earliest-hand-in", "20")
    rules.type("outage-credit", "5")
    rules.type("notices", "带身份证\n\n关手机")
    rules.type("pledge", "我承诺诚信考试")
    for name in TICKS:
        rules.tick(name, True)
    rules.set_partial(PartialCredit.HALF)
    rules.set_seat(SeatRule.FREE)
    rules.ask_login(LoginField.IDENTITY, True)
    rules.ask_login(LoginField.NAME, False)
    rules.give_tool(Tool.CALCULATOR, True)
    rules.give_tool(Tool.NOTES, False)
    first = page.state.body.sections[0].title
    rules.type_section(first, "10")
    rules.lock_section(first, True)
    made = saved(office, page)
    assert (made.rules.duration_s, made.rules.pass_mark, made.rules.latest_entry_s) == (2700, 18, 900)
    assert (made.rules.earliest_hand_in_s, made.rules.outage_credit_s) == (1200, 300)
    assert made.rules.notices == ("带身份证", "关手机")
    assert made.rules.pledge == "我承诺诚信考试"
    assert [getattr(made.rules, name) for name in TICKS] == [True] * len(TICKS)
    assert made.rules.login == (LoginField.PERSON, LoginField.IDENTITY)
    assert made.rules.tools == (Tool.CALCULATOR, Tool.HIGHLIGHTER, Tool.ELIMINATOR)
    assert (made.assessment.sections[0].limit_s, made.assessment.sections[0].is_locked) == (600, True)


def test_what_cannot_be_is_told_in_its_field_and_the_value_before_stands(office):
    page = office.new_exam()
    page.go(ExamPart.RULES)
    page.rules.type("minutes", "很久")
    assert page.state.body.typed["minutes"] == "很久"
    assert set(page.state.body.wrong) == {"minutes"}
    assert ExamPart.RULES not in whole(page)
    page.rules.type("minutes", "60")
    assert page.state.body.wrong == {}


def test_the_pass_mark_keeps_its_meaning_when_it_is_said_in_the_other_way(office):
    page = office.new_exam()
    page.go(ExamPart.RULES)
    page.rules.pass_by(PassBy.POINTS)
    mark = page.state.body.typed["pass-mark"]
    page.rules.pass_by(PassBy.PERCENT)
    assert page.state.body.typed["pass-mark"] == "60"
    page.rules.pass_by(PassBy.NONE)
    assert saved(office, page).rules.pass_mark is None
    assert mark


def test_a_pass_mark_above_the_total_is_told_with_the_part_to_mend(office):
    page = office.new_exam()
    page.go(ExamPart.RULES)
    page.rules.pass_by(PassBy.POINTS)
    page.rules.type("pass-mark", "900")
    page.go(ExamPart.SAVE)
    assert page.state.body.mend is ExamPart.RULES
    assert page.state.body.refused.message
    page.saving.save()
    assert page.state.here is ExamPart.SAVE


def test_open_findings_are_passed_by_name_and_reason_or_the_exam_is_not_made(office):
    page = office.new_exam(RED)
    page.go(ExamPart.SAVE)
    assert page.state.body.red == 1
    assert page.state.body.why
    page.saving.type_passed_by("李文")
    assert page.state.body.why
    page.saving.type_reason("考前由教研组补上答案")
    exam = saved(office, page)
    with closing(Bank(office.office().bank)) as bank:
        (found,) = (each for each in bank.findings(bank.exam(exam.id)[1]) if each.passed is not None)
    assert found.passed.by == "李文"


def test_looking_at_an_exam_passes_no_finding(office):
    page = office.new_exam(RED)
    page.go(ExamPart.SAVE)
    page.saving.type_passed_by("李文")
    page.saving.type_reason("先看看")
    page.to_list()
    with closing(Bank(office.office().bank)) as bank:
        assert [each.passed for each in bank.findings(bank.paper_numbers())] == [None]


def blueprint(office):
    page = office.new_exam()
    page.papers.choose_way(True)
    page.go(ExamPart.ITEMS)
    return page


def test_a_blueprint_tells_beside_each_line_what_there_is_and_what_lacks(office):
    page = blueprint(office)
    page.blueprint.add()
    page.blueprint.set_cell(0, 1, office.words("type.single"))
    page.blueprint.set_cell(0, 5, "5")
    line = page.state.body.lines[0]
    assert line.is_short
    assert line.there == office.words("office.exams.there", there=2, unfit=0)
    page.go(ExamPart.SAVE)
    assert page.state.body.mend is ExamPart.ITEMS
    page.go(ExamPart.ITEMS)
    page.blueprint.set_cell(0, 5, "1")
    assert not page.state.body.lines[0].is_short
    exam = saved(office, page)
    assert exam.assessment.count == 1
    assert exam.draw is None


def test_lines_of_one_section_apart_from_each_other_are_told_each_at_its_own_place(office):
    page = blueprint(office)
    for section, kind, count in (("甲", "single", "2"), ("乙", "truefalse", "9"), ("甲", "multiple", "1")):
        page.blueprint.add()
        at = len(page.state.body.lines) - 1
        page.blueprint.set_cell(at, 0, section)
        page.blueprint.set_cell(at, 1, office.words(f"type.{kind}"))
        page.blueprint.set_cell(at, 5, count)
    there = [office.words("office.exams.there", there=number, unfit=0) for number in (2, 2, 1)]
    assert [line.there for line in page.state.body.lines] == there
    assert [line.is_short for line in page.state.body.lines] == [False, True, False]


def test_every_candidate_draws_their_own_from_the_seed_and_a_ticket_s_items_are_shown(office):
    page = blueprint(office)
    page.blueprint.add()
    page.blueprint.set_cell(0, 1, office.words("type.truefalse"))
    page.blueprint.draw_for_each(True)
    page.blueprint.type_seed("2026 一号")
    exam = saved(office, page)
    assert exam.draw.seed == "2026 一号"
    assert exam.assessment.count == 1
    drawn = set()
    for ticket in ("1", "2", "3", "4", "5", "6"):
        page.listing.type_ticket(ticket)
        (row,) = page.state.listed.shown.items
        drawn.add(row.stem)
    assert len(drawn) == 2


def test_a_cell_that_cannot_be_is_marked_and_the_line_stays(office):
    page = blueprint(office)
    page.blueprint.add()
    page.blueprint.set_cell(0, 5, "很多")
    assert page.state.body.lines[0].cells[5] == "很多"
    assert page.state.body.lines[0].wrong == {5}
    assert ExamPart.ITEMS not in whole(page)
    page.blueprint.set_cell(0, 5, "2")
    assert page.state.body.lines[0].wrong == frozenset()


def test_lines_move_go_and_come_back(office):
    page = blueprint(office)
    for name in "甲乙丙":
        page.blueprint.add()
        page.blueprint.set_cell(len(page.state.body.lines) - 1, 0, name)
    page.blueprint.move(2, -1)
    assert [line.cells[0] for line in page.state.body.lines] == ["甲", "丙", "乙"]
    page.blueprint.drop(0)
    page.blueprint.undo()
    page.blueprint.undo()
    assert [line.cells[0] for line in page.state.body.lines] == ["甲", "乙", "丙"]


def test_a_table_that_was_saved_is_loaded_as_it_was(office, tmp_path):
    page = blueprint(office)
    page.blueprint.add()
    for column, text in enumerate(("一、选择", office.words("type.single"), "沟通、礼仪", "", "", "2", "2.5")):
        page.blueprint.set_cell(0, column, text)
    before = [line.cells for line in page.state.body.lines]
    page.blueprint.save(tmp_path / "table.xlsx")
    page.blueprint.drop(0)
    page.blueprint.load(tmp_path / "table.xlsx")
    assert [line.cells for line in page.state.body.lines] == before
    page.blueprint.undo()
    assert page.state.body.lines == ()


def test_a_file_that_is_no_blueprint_is_refused_in_words(office, tmp_path):
    page = blueprint(office)
    (tmp_path / "no.csv").write_text("姓名,工号\n甲,1\n", encoding="utf-8")
    page.blueprint.load(tmp_path / "no.csv")
    assert page.state.body.refused.message


def test_items_of_an_earlier_exam_are_left_out_of_the_next(office):
    page = blueprint(office)
    page.blueprint.add()
    page.blueprint.set_cell(0, 1, office.words("type.single"))
    first = saved(office, page)
    page.listing.again()
    page.go(ExamPart.ITEMS)
    page.blueprint.exclude(first.id)
    second = saved(office, page)
    ids = [{placed.id for placed in exam.assessment.items()} for exam in (first, second)]
    assert ids[0] & ids[1] == set()


def test_what_a_file_leaves_out_by_title_is_ticked_and_undone_with_the_table(office, tmp_path):
    page = blueprint(office)
    page.blueprint.add()
    page.blueprint.set_cell(0, 1, office.words("type.single"))
    first = saved(office, page)
    page.listing.again()
    page.go(ExamPart.ITEMS)
    rules = {"sections": [{"title": "一", "rules": [{"count": 1}]}]}
    table = tmp_path / "table.json"
    table.write_text(json.dumps(rules | {"exclude_used": [first.assessment.title, "没有这场考试"]}), "utf-8")
    page.blueprint.load(table)
    ticked = [(title, is_out) for _, title, is_out in page.state.body.excludable]
    assert ticked == [(first.assessment.title, True), ("没有这场考试", True)]
    page.blueprint.exclude("没有这场考试")
    assert [is_out for _, _, is_out in page.state.body.excludable] == [True]
    page.blueprint.undo()
    assert [is_out for _, _, is_out in page.state.body.excludable] == [True, True]
    page.blueprint.undo()
    assert [is_out for _, _, is_out in page.state.body.excludable] == [False]


def test_undo_takes_back_what_was_changed_last_and_no_more(office):
    page = blueprint(office)
    page.blueprint.add()
    page.blueprint.type_enemies("甲、")
    page.blueprint.type_enemies("甲、乙")
    page.blueprint.type_enemies("甲、乙\n丙、丁")
    page.blueprint.set_cell(0, 0, "一、选择")
    page.blueprint.undo()
    assert (page.state.body.lines[0].cells[0] != "一、选择", page.state.body.enemies) == (True, "甲、乙\n丙、丁")
    page.blueprint.undo()
    assert page.state.body.enemies == ""
    assert len(page.state.body.lines) == 1


def test_a_seed_that_was_drawn_for_one_draft_is_not_the_next_ones(office):
    page = blueprint(office)
    drawn = page._own.kept.in_turn(page.saving._on_seed)
    page.to_list()
    page.listing.new()
    page.listing.discard()
    page._own.keep(by_blueprint=True)
    drawn("the other one's")
    assert page._own.draft.seed == ""


def test_what_is_printed_before_it_is_saved_is_what_is_saved(office, tmp_path):
    page = blueprint(office)
    page.blueprint.add()
    page.blueprint.set_cell(0, 1, office.words("type.truefalse"))
    page.go(ExamPart.SAVE)
    seed = page._own.draft.seed
    assert seed
    assert seed in dict(page.state.body.facts)[office.words("office.exams.fact.draw")]
    page.saving.print_paper(tmp_path / "paper.docx", with_answers=False)
    assert "paper.docx" in page.state.body.said
    exam = saved(office, page)
    (printed,) = read_paper((tmp_path / "paper.docx").read_bytes(), "paper.docx").paper.items
    (kept,) = exam.assessment.items()
    assert printed.item.stem == kept.item.stem


def test_an_exam_is_printed_as_word_with_and_without_its_key(office, tmp_path):
    page = office.new_exam(PAPER + KEY)
    saved(office, page)
    read = {}
    for name, with_answers in (("paper.docx", False), ("key.docx", True)):
        page.listing.print_paper(tmp_path / name, with_answers=with_answers)
        read[name] = read_paper((tmp_path / name).read_bytes(), name).paper
    stems = [each.item.stem for each in read["paper.docx"].items]
    assert len(stems) == len(page.state.listed.shown.items)
    assert [each.scheme.correct for each in read["paper.docx"].items] == [None] * len(stems)
    assert read["key.docx"].items[0].scheme.correct is not None
    assert "key.docx" in page.state.listed.said


def test_killed_and_started_again_the_page_is_where_it_was(office):
    page = office.new_exam()
    page.go(ExamPart.RULES)
    page.rules.type("minutes", "45")
    again = office.again()
    state = again.page("exams").state
    assert again.here == "exams"
    assert state.here is ExamPart.RULES
    assert state.body.typed["minutes"] == "45"


def test_a_half_made_exam_goes_only_by_a_plain_yes(office):
    page = office.new_exam()
    page.to_list()
    page.listing.new()
    assert page.state.listed.asked
    page.listing.keep_draft()
    page.listing.go_on()
    assert ExamPart.PAPERS in whole(page)
    page.to_list()
    page.listing.new()
    page.listing.discard()
    assert whole(page) == [ExamPart.RULES]
