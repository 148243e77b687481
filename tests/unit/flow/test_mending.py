"""What a person changes in a paper: each mend does what it says, settles what it mends, and nothing else."""

import io
from fractions import Fraction

import openpyxl
import pytest
from kaochang.domain import mends
from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind, Passed, Severity
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Accepted, Choice, Judgement
from kaochang.flow.mending import FindingState, Mending
from kaochang.flow.read import add_to_bank
from kaochang.papers.reading import read_paper
from kaochang.store.bank import Bank
from support.clocks import ManualClock
from support.refusals import refuses
from support.seeded import seeded

PAPER = """一、单选题（共 2 题，每题 2 分，共 4 分）
1. 设备到库后先做什么（ B ）
A. 报废  B. 核对  C. 等待  D. 转交
2. 哪项体现同理心
A. 这很常见  B. 先复述  C. 催促  D. 说明
答案：E
二、判断题
1. 可以不报姓名。
2. 地球是圆的。（√）
"""
RANGE, NONE, POINTS = Kind.ANSWER_OUT_OF_RANGE, Kind.MISSING_ANSWER, Kind.POINTS_MISSING


def mending(text=PAPER, *made):
    return Mending(read_paper(text.encode(), "paper.txt"), made)


def found(paper, state=FindingState.OPEN):
    return [each.finding.kind for each in paper.paper.findings if each.state is state]


def key(paper, at):
    return paper.paper.items[at].scheme.correct


def apply(paper, *made):
    for mend in made:
        paper.apply(mend)
    return paper


# -- keys


@pytest.mark.parametrize("words", ["B", "b", "Ｂ", "（B）", "先复述", "B. 先复述"])
def test_a_key_is_taken_as_people_write_it_and_settles_the_finding(words):
    paper = apply(mending(), mends.SetKey(1, words))
    assert key(paper, 1) == Choice(("B",))
    assert RANGE not in found(paper)
    assert found(paper, FindingState.SETTLED) == [RANGE]


@pytest.mark.parametrize(
    ("words", "value"), [("对", True), ("√", True), ("1", True), ("错", False), ("F", False), ("0", False)]
)
def test_a_judgement_takes_words_signs_and_figures(words, value):
    assert key(apply(mending(), mends.SetKey(2, words)), 2) == Judgement(value)


@pytest.mark.parametrize(
    ("at", "words", "refusal"),
    [
        (1, "E", "mend.key-range"),
        (1, "AB", "mend.key-one"),
        (1, "随便", "mend.key-form"),
        (1, " ", "mend.key-empty"),
        (2, "A", "mend.key-form"),
        (9, "A", "mend.nowhere"),
        (-1, "A", "mend.nowhere"),
    ],
)
def test_a_key_that_cannot_be_is_refused_and_changes_nothing(at, words, refusal):
    paper = mending()
    before = paper.paper
    with refuses(Outcome.POLICY, refusal):
        paper.apply(mends.SetKey(at, words))
    assert (paper.paper, paper.mends) == (before, ())


def test_several_letters_are_asked_of_multiple_choice():
    with refuses(Outcome.POLICY, "mend.key-several"):
        apply(mending(), mends.SetType(0, ItemType.MULTIPLE), mends.SetKey(0, "B"))


def test_the_blanks_of_a_key_are_those_of_the_stem():
    text = "一、填空题\n1. 首都是____，长河是____。\n"
    with refuses(Outcome.POLICY, "mend.key-blanks"):
        apply(mending(text), mends.SetKey(0, "北京；长江；黄河"))
    assert key(apply(mending(text), mends.SetKey(0, "北京/北平；长江")), 0) == Accepted((("北京", "北平"), ("长江",)))


def test_whoever_types_a_key_parts_blanks_by_semicolons_whatever_the_paper_does():
    paper = mending("一、填空题\n1. 首都是____，长河是____。\n答案：北京;北平;燕京|长江\n")
    assert key(paper, 0) == Accepted((("北京", "北平", "燕京"), ("长江",)))
    assert key(apply(paper, mends.SetKey(0, "北京；长江")), 0) == Accepted((("北京",), ("长江",)))
    assert key(apply(paper, mends.SetStem(0, "长河是____，首都是____。")), 0) == Accepted((("北京",), ("长江",)))


def test_an_item_without_options_takes_no_letter():
    with refuses(Outcome.POLICY, "mend.key-no-options"):
        apply(mending("一、单选题\n1. 甲乙丙丁哪个对\n2. 首都\nA. 北京 B. 上海\n答案：A\n"), mends.SetKey(0, "A"))


def test_a_letter_that_two_options_have_is_no_key():
    with refuses(Outcome.POLICY, "mend.key-doubled"):
        apply(mending("一、单选题\n1. 首都\nA. 北京\nB. 上海\nB. 天津\n"), mends.SetKey(0, "B"))


def test_whoever_sets_a_key_is_named_where_the_office_wants_it():
    paper = apply(mending(), mends.SetKey(1, "B", "张三"), mends.SetKey(2, "对"))
    assert [each.scheme.set_by for each in paper.paper.items] == [None, "张三", None, None]


def test_an_open_item_takes_a_reference_text():
    paper = mending("一、简答题\n1. 请说明步骤。\n")
    assert found(paper) == [Kind.MISSING_REFERENCE_ANSWER, POINTS]
    paper.apply(mends.SetKey(0, "先倾听，再复述。"))
    assert (paper.paper.items[0].scheme.reference, found(paper)) == ("先倾听，再复述。", [POINTS])


def test_a_key_left_open_is_no_key_and_stays_red():
    paper = apply(mending(), mends.LeaveKey(0), mends.LeaveKey(1))
    assert [key(paper, 0), key(paper, 1)] == [None, None]
    assert [each.is_left for each in paper.paper.items] == [True, True, False, False]
    assert found(paper).count(NONE) == 3
    assert not apply(paper, mends.SetKey(0, "A")).paper.items[0].is_left


def test_an_open_item_has_no_key_to_leave():
    with refuses(Outcome.POLICY, "mend.key-open-item"):
        apply(mending("一、简答题\n1. 请说明步骤。\n"), mends.LeaveKey(0))


def test_a_key_left_open_does_not_come_back_with_another_type():
    paper = apply(mending(), mends.LeaveKey(3), mends.SetType(3, ItemType.ESSAY), mends.SetType(3, ItemType.TRUEFALSE))
    assert key(paper, 3) is None


def test_the_key_tells_the_type_where_the_paper_leaves_it_open():
    text = "1. 哪些是城市\nA. 北京  B. 山  C. 上海\n2. 甲是（ ）\n"
    paper = mending(text)
    assert found(paper).count(Kind.UNKNOWN_TYPE) == 2
    apply(paper, mends.SetKey(0, "AC"), mends.SetKey(1, "乙"))
    assert [each.item.type for each in paper.paper.items] == [ItemType.MULTIPLE, ItemType.BLANK]
    assert [key(paper, 0), key(paper, 1)] == [Choice(("A", "C")), Accepted((("乙",),))]
    assert Kind.UNKNOWN_TYPE not in found(paper)


# -- points, types


def test_points_of_a_section_settle_what_says_that_they_are_missing():
    paper = mending()
    assert POINTS in found(paper)
    paper.apply(mends.SetSectionPoints(3, Fraction(1)))
    assert [each.item.points for each in paper.paper.items] == [2, 2, 1, 1]
    assert POINTS not in found(paper)


def test_points_that_no_longer_add_up_to_the_heading_are_told():
    paper = apply(mending(), mends.SetPoints(0, Fraction(5, 2)))
    (wrong,) = [each for each in paper.paper.findings if each.finding.kind is Kind.POINTS_MISMATCH]
    assert (wrong.at, wrong.line, wrong.finding.params) == (0, 1, {"declared": "4", "found": "4.5"})


def test_points_are_more_than_nothing():
    with refuses(Outcome.POLICY, "mend.points"):
        mending().apply(mends.SetPoints(0, Fraction(0)))


def test_a_rubric_is_held_against_other_points():
    text = "一、简答题\n1. 请说明步骤。（10分）\n参考答案：略述\n评分标准：倾听（4分）；复述（6分）\n"
    paper = mending(text)
    assert found(paper) == []
    assert found(apply(paper, mends.SetPoints(0, Fraction(12)))) == [Kind.POINTS_MISMATCH]
    assert found(apply(paper, mends.SetPoints(0, Fraction(10)))) == []


def test_another_type_reads_the_answer_of_the_paper_once_more():
    paper = apply(mending("一、单选题（每题2分）\n1. 哪些是城市\nA. 北京  B. 山  C. 上海\n答案：AC\n"))
    assert found(paper) == [Kind.ANSWER_TYPE_MISMATCH]
    paper.apply(mends.SetType(0, ItemType.MULTIPLE))
    assert (key(paper, 0), found(paper)) == (Choice(("A", "C")), [])


def test_a_person_s_key_is_read_once_more_too_and_told_where_it_does_not_fit():
    paper = apply(mending(), mends.SetKey(1, "B"), mends.SetType(1, ItemType.MULTIPLE))
    assert (key(paper, 1), Kind.ANSWER_TYPE_MISMATCH in found(paper)) == (None, True)
    paper.apply(mends.SetType(1, ItemType.SINGLE))
    assert key(paper, 1) is None or key(paper, 1) == Choice(("B",))


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        (ItemType.BLANK, "mend.no-blank"),
        (ItemType.MATCHING, "mend.no-columns"),
        (ItemType.TRUEFALSE, "mend.judgement-options"),
    ],
)
def test_a_type_that_an_item_cannot_have_is_refused(kind, refusal):
    with refuses(Outcome.POLICY, refusal):
        mending().apply(mends.SetType(1, kind))


def test_a_stated_item_takes_another_type_with_the_key_it_has():
    aiken = "先做什么\nA. 报废\nB. 核对\nANSWER: B\n".encode()
    paper = Mending(read_paper(aiken, "paper.txt"))
    apply(paper, mends.SetType(0, ItemType.ESSAY))
    assert paper.paper.items[0].scheme.reference == "B"
    apply(paper, mends.SetType(0, ItemType.SINGLE))
    assert key(paper, 0) == Choice(("B",))


# -- words


def test_options_in_another_order_take_the_key_along():
    paper = apply(mending(), mends.SetOptions(0, ("等待", "转交", "报废", "核对")))
    assert [each.label + each.text for each in paper.paper.items[0].item.options] == [
        "A等待",
        "B转交",
        "C报废",
        "D核对",
    ]
    assert key(paper, 0) == Choice(("D",))


def test_an_option_that_is_worded_anew_keeps_its_letter():
    assert key(apply(mending(), mends.SetOptions(0, ("报废", "核对报修单", "等待", "转交"))), 0) == Choice(("B",))


def test_a_key_whose_option_is_gone_is_open_and_told():
    paper = apply(mending(), mends.SetOptions(0, ("报废", "等待", "转交")))
    assert key(paper, 0) is None
    assert [each.at for each in paper.paper.findings if each.finding.kind is NONE] == [0, 2]


def test_an_answer_beyond_the_options_is_taken_once_they_are_whole():
    paper = apply(mending(), mends.SetOptions(1, ("这很常见", "先复述", "催促", "说明", "都对")))
    assert (key(paper, 1), RANGE in found(paper)) == (Choice(("E",)), False)


def test_a_key_whose_options_can_no_longer_be_told_apart_is_open():
    paper = mending("一、不定项选择题\n1. 哪些是城市\nA. 北京 B. 北京 C. 山\n答案：AB\n")
    assert key(paper, 0) == Choice(("A", "B"))
    assert key(apply(paper, mends.SetOptions(0, ("山", "北京", "水"))), 0) is None


def test_gaps_and_repeats_of_labels_are_settled_by_options_written_anew():
    paper = mending("一、单选题（每题2分）\n1. 首都\nA. 北京\nC. 上海\nC. 天津\n答案：A\n")
    assert Kind.DUPLICATE_OPTION_LABEL in found(paper)
    assert found(apply(paper, mends.SetOptions(0, ("北京", "上海", "天津")))) == []


@pytest.mark.parametrize(
    ("mend", "refusal"),
    [
        (mends.SetOptions(2, ("对", "错")), "mend.no-options"),
        (mends.SetOptions(0, ("甲", " ")), "mend.option-empty"),
        (mends.SetOptions(0, tuple(map(str, range(27)))), "mend.too-many-options"),
        (mends.SetStem(0, " "), "mend.stem-empty"),
        (mends.SetStem(0, "先做（ B ）"), "mend.stem-shows-key"),
        (mends.SetStem(3, "地球是圆的。（√）"), "mend.stem-shows-key"),
    ],
)
def test_words_that_no_candidate_could_be_shown_are_refused(mend, refusal):
    with refuses(Outcome.POLICY, refusal):
        mending().apply(mend)


def test_blanks_are_counted_in_the_words_of_a_person():
    paper = mending("一、填空题（每题2分）\n1. 首都是____。\n答案：北京；长江\n")
    assert found(paper) == [Kind.BLANK_COUNT_MISMATCH]
    paper.apply(mends.SetStem(0, "首都是____，长河是____。"))
    assert (key(paper, 0), found(paper)) == (Accepted((("北京",), ("长江",))), [])
    with refuses(Outcome.POLICY, "mend.no-blank"):
        paper.apply(mends.SetStem(0, "首都是北京。"))


def test_a_length_is_read_from_the_words_of_a_person():
    paper = apply(mending("一、简答题\n1. 请说明步骤。\n"), mends.SetStem(0, "请说明步骤，不少于200字。"))
    assert paper.paper.items[0].item.min_words == 200
    assert Kind.LENGTH_MISMATCH in found(apply(paper, mends.SetStem(0, "请说明步骤，不少于200字，不超过100字。")))


def test_an_empty_stem_is_settled_by_its_words():
    paper = mending("一、单选题（每题2分）\n1.\nA. 北京 B. 上海\n答案：A\n")
    assert found(paper) == [Kind.EMPTY_STEM]
    assert found(apply(paper, mends.SetStem(0, "首都是哪里"))) == []


def test_code_that_nothing_closes_is_settled_by_closing_it():
    paper = mending("一、简答题（每题2分）\n1. 说明这段代码：\n```\nprint(1)\n答案：打印\n")
    assert Kind.UNCLOSED_CODE in found(paper)
    assert Kind.UNCLOSED_CODE in found(apply(paper, mends.SetStem(0, "说明：\n```\nprint(1)")))
    assert Kind.UNCLOSED_CODE not in found(apply(paper, mends.SetStem(0, "说明：\n```\nprint(1)\n```")))


def test_a_cut_end_is_settled_where_it_was_written_out():
    text = "一、简答题（每题2分）\n1. 请说明甲。\n答案：甲。\n2. 请说明乙。\n答案：乙。\n3. 请说明丙，并\n"
    paper = mending(text)
    assert Kind.TRUNCATED in found(paper)
    assert Kind.TRUNCATED in found(apply(paper, mends.SetPoints(2, Fraction(3))))
    assert Kind.TRUNCATED not in found(apply(paper, mends.SetStem(2, "请说明丙，并举例。")))


# -- splitting and joining

SWALLOWED = """一、判断题（每题2分）
1. 甲是甲。
2. 乙是乙。
丙是丙。
参考答案
1. 对 2. 错 3. 对
"""


def test_an_item_is_split_at_a_line_and_the_answer_of_its_number_finds_it():
    paper = mending(SWALLOWED)
    assert found(paper) == [Kind.ORPHAN_ANSWER]
    paper.apply(mends.Split(1, line=4))
    assert [each.item.number for each in paper.paper.items] == ["1", "2", "3"]
    assert [key(paper, at) for at in range(3)] == [Judgement(True), Judgement(False), Judgement(True)]
    assert [each.lines for each in paper.paper.items] == [(2, 2), (3, 3), (4, 4)]
    assert (found(paper), found(paper, FindingState.SETTLED)) == ([Kind.NUMBER_GAP], [Kind.ORPHAN_ANSWER])


def test_parts_of_an_item_end_on_lines_that_hold_something():
    paper = apply(mending(SWALLOWED.replace("丙是丙。", "\n\n丙是丙。")), mends.Split(1, line=6))
    assert [each.lines for each in paper.paper.items] == [(2, 2), (3, 3), (6, 6)]


def test_a_part_with_a_key_of_its_own_takes_no_other():
    text = SWALLOWED.replace("丙是丙。", "丙是丙。（×）")
    paper = apply(mending(text), mends.Split(1, line=4))
    assert (key(paper, 2), Kind.ORPHAN_ANSWER in found(paper)) == (Judgement(False), True)


def test_the_first_part_keeps_the_type_that_a_person_said():
    paper = apply(mending(SWALLOWED), mends.SetType(1, ItemType.ESSAY), mends.Split(1, line=4))
    assert [each.item.type for each in paper.paper.items] == [ItemType.TRUEFALSE, ItemType.ESSAY, ItemType.TRUEFALSE]


def test_a_part_that_begins_with_a_number_has_it():
    text = "一、简答题（每题2分）\n1. 请说明甲。\n说明：\n（1）乙\n答案：丙\n"
    paper = apply(mending(text), mends.Split(0, line=3))
    assert [each.item.number for each in paper.paper.items][:2] == ["1", "2"]


NUMBERED = "一、单选题（每题2分）\n1. 首都\nA. 北京 B. 上海\n答案：A\n2. 长河\n3. 短河\nA. 长江 B. 湘江\n答案：A\n"


def test_two_items_become_one_with_the_number_that_was_part_of_its_words():
    paper = mending(NUMBERED)
    assert len(paper.paper.items) == 3
    paper.apply(mends.Join(2))
    item = paper.paper.items[1].item
    assert (item.number, item.stem, len(item.options)) == ("2", "长河\n3. 短河", 2)
    assert (key(paper, 1), found(paper)) == (Choice(("A",)), [])
    assert paper.paper.items[1].lines == (5, 8)


def test_words_behind_options_go_on_in_the_last_of_them():
    text = "一、单选题（每题2分）\n1. 首都\nA. 北京 B. 上海\n2. 5万人的城市\nC. 天津 D. 重庆\n答案：A\n"
    paper = apply(mending(text), mends.Join(1))
    assert [each.text for each in paper.paper.items[0].item.options] == ["北京", "上海\n2. 5万人的城市", "天津", "重庆"]


def test_keys_of_two_items_that_differ_are_told_and_none_is_taken():
    paper = apply(mending(), mends.SetKey(1, "B"), mends.Join(1))
    assert [each.label for each in paper.paper.items[0].item.options] == list("ABCDEFGH")
    assert (key(paper, 0), Kind.ANSWER_CONFLICT in found(paper)) == (None, True)
    agree = mending("一、判断题（每题2分）\n1. 甲是甲。（√）\n2. 乙是乙。（√）\n")
    assert key(apply(agree, mends.Join(1)), 0) == Judgement(True)


def test_the_first_item_has_none_before_it():
    with refuses(Outcome.POLICY, "mend.join-first"):
        mending().apply(mends.Join(0))


def test_items_with_more_options_than_letters_are_not_joined():
    options = " ".join(f"{chr(65 + place)}. 项{place}" for place in range(8))
    text = "一、单选题\n" + "".join(f"{number}. 题{number}\n{options}\n答案：A\n" for number in range(1, 5))
    paper = apply(mending(text), mends.Join(1), mends.Join(1))
    with refuses(Outcome.POLICY, "mend.too-many-options"):
        paper.apply(mends.Join(1))


def test_an_item_is_split_at_an_option_and_at_a_paragraph():
    paper = apply(mending(), mends.SetStem(0, "先做什么\n3. 再做什么"))
    paper.apply(mends.Split(0, row=1))
    first, second = (each.item for each in paper.paper.items[:2])
    assert (first.stem, first.options, second.number, second.stem) == ("先做什么", (), "3", "再做什么")
    assert [each.label for each in second.options] == ["A", "B", "C", "D"]
    paper.apply(mends.Split(1, row=3))
    assert [each.text for each in paper.paper.items[2].item.options] == ["等待", "转交"]
    assert [each.label for each in paper.paper.items[2].item.options] == ["A", "B"]


def test_a_person_s_key_stays_with_the_first_part():
    paper = apply(mending(), mends.SetKey(0, "A"), mends.Split(0, row=3))
    assert (key(paper, 0), key(paper, 1)) == (Choice(("A",)), None)


@pytest.mark.parametrize(
    ("mend", "refusal"),
    [
        (mends.Split(0, line=2), "mend.split-nowhere"),
        (mends.Split(0, line=4), "mend.split-nowhere"),
        (mends.Split(0, row=0), "mend.split-nowhere"),
        (mends.Split(0, row=5), "mend.split-nowhere"),
    ],
)
def test_an_item_is_split_inside_only(mend, refusal):
    with refuses(Outcome.POLICY, refusal):
        mending().apply(mend)


def test_an_item_of_other_words_is_not_split_by_its_lines():
    with refuses(Outcome.POLICY, "mend.split-worded"):
        apply(mending(), mends.SetStem(0, "先做什么"), mends.Split(0, line=3))


def test_a_case_is_split_off_with_its_questions():
    text = "一、简答题（每题2分）\n1. 请说明甲。\n案例分析题：某客户投诉。\n问题：\n（1）如何回应？\n（2）如何改进？\n"
    paper = mending(text)
    assert len(paper.paper.items) == 1
    paper.apply(mends.Split(0, line=3))
    assert [each.item.number for each in paper.paper.items] == ["1", "2.1", "2.2"]
    assert paper.paper.items[2].item.stem == "如何改进？"
    assert [each.lines for each in paper.paper.items] == [(2, 2), (3, 5), (6, 6)]


# -- dropping


def test_a_dropped_item_leaves_no_gap_and_takes_its_findings_along():
    text = "一、单选题（每题2分）\n1. 甲\nA. 一 B. 二\n答案：A\n2. 乙\nA. 一 B. 二\n3. 丙\nA. 一 B. 二\n答案：A\n"
    paper = mending(text)
    assert found(paper) == [NONE]
    paper.apply(mends.Drop(1))
    assert (found(paper), [each.is_dropped for each in paper.paper.items]) == ([], [False, True, False])
    assert found(apply(paper, mends.Keep(1))) == [NONE]


def test_a_number_used_twice_is_settled_by_dropping_either_item():
    text = "一、单选题（每题2分）\n1. 甲\nA. 一 B. 二\n答案：A\n1. 乙\nA. 一 B. 二\n答案：A\n"
    assert Kind.DUPLICATE_NUMBER in found(mending(text))
    assert found(apply(mending(text), mends.Drop(0))) == []
    assert found(apply(mending(text), mends.Drop(1))) == []


def test_what_was_found_beside_a_dropped_item_goes_with_it():
    paper = mending("一、简答题（每题2分）\n1. 请说明甲。\n答案：甲。\n2. 请说明乙。\n答案：乙。\n3. 请说明丙，并\n")
    assert found(apply(paper, mends.Drop(2))) == []


def test_a_section_that_holds_fewer_items_than_it_says_is_told():
    assert Kind.COUNT_MISMATCH in found(apply(mending(), mends.Drop(0)))


@pytest.mark.parametrize("mend", [mends.Drop(0), mends.SetKey(0, "A"), mends.Split(0, row=1), mends.Join(1)])
def test_a_dropped_item_is_not_mended(mend):
    with refuses(Outcome.POLICY, "mend.dropped"):
        apply(mending(), mends.Drop(0), mend)


@pytest.mark.parametrize("at", [0, 9])
def test_only_what_is_dropped_is_brought_back(at):
    with refuses(Outcome.POLICY, "mend.nowhere"):
        mending().apply(mends.Keep(at))


# -- passing


def red(paper):
    return tuple(
        each.finding
        for each in paper.paper.findings
        if each.state is FindingState.OPEN and each.finding.severity is Severity.ERROR
    )


def test_a_red_line_is_passed_by_name_and_reason_and_goes_into_the_bank_so(tmp_path):
    paper = mending()
    apply(paper, mends.Pass(red(paper), " 张三 ", "考前已核对"), mends.SetSectionPoints(2, Fraction(1)))
    assert red(paper) == ()
    assert paper.paper.findings[0].passed == Passed("张三", "考前已核对")
    bank = Bank(tmp_path / "a.bank")
    number = add_to_bank(bank, paper.read(), "paper.txt", ManualClock(), seeded())
    kept = {each.finding.kind: each.passed for each in bank.findings([number])}
    bank.close()
    assert kept == {RANGE: Passed("张三", "考前已核对"), NONE: Passed("张三", "考前已核对")}


def test_a_passed_finding_that_changes_is_open_again():
    paper = mending()
    apply(paper, mends.Pass(red(paper), "张三", "核对"), mends.SetType(1, ItemType.MULTIPLE))
    apply(paper, mends.SetOptions(1, ("甲", "乙")))
    assert [each.kind for each in red(paper)] == [RANGE]


@pytest.mark.parametrize(("by", "reason"), [("", "核对"), ("张三", " ")])
def test_nobody_passes_without_name_and_reason(by, reason):
    paper = mending()
    with refuses(Outcome.POLICY, "mend.pass-nameless"):
        paper.apply(mends.Pass(red(paper), by, reason))


def test_what_is_no_longer_found_is_not_passed():
    paper = mending()
    before = red(paper)
    paper.apply(mends.SetKey(1, "B"))
    with refuses(Outcome.POLICY, "mend.pass-gone"):
        paper.apply(mends.Pass(before, "张三", "核对"))


# -- going back, and on


def test_mends_are_undone_and_done_again_one_by_one():
    paper = mending()
    first = paper.paper
    apply(paper, mends.SetKey(1, "B"), mends.Drop(0))
    last = paper.paper
    assert (paper.can_undo, paper.can_redo) == (True, False)
    paper.undo()
    paper.undo()
    paper.undo()
    assert (paper.paper, paper.can_undo, paper.can_redo) == (first, False, True)
    paper.redo()
    paper.redo()
    paper.redo()
    assert (paper.paper, paper.can_redo) == (last, False)
    paper.undo()
    paper.apply(mends.SetKey(2, "对"))
    assert not paper.can_redo


def test_a_paper_as_it_was_read_has_its_findings_open_and_in_its_lines():
    read = read_paper(PAPER.encode(), "paper.txt")
    paper = Mending(read).paper
    assert [each.finding for each in paper.findings] == list(read.paper.findings)
    assert [(each.at, each.line) for each in paper.findings] == [(1, 6), (2, 8), (2, 7)]


def test_findings_of_sheets_stand_in_their_rows():
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "单选"
    head = ["题型", "题干", "选项A", "选项B", "答案", "分值"]
    for row in (head, ["单选", "首都", "北京", "上海", "A", 2]):
        book.active.append(row)
    other = book.create_sheet("再选")
    for row in (head, ["单选", "长河", "长江", "湘江", "C", 2]):
        other.append(row)
    book.save(packed)
    read = read_paper(packed.getvalue(), "paper.xlsx")
    paper = Mending(read)
    (wrong,) = paper.paper.findings
    (line,) = [each for each in read.lines if each.number == wrong.line]
    assert (line.sheet, line.row, wrong.at, wrong.finding.line) == ("再选", 2, 1, 2)
    assert line.text == "单选 | 长河 | 长江 | 湘江 | C | 2"
    assert found(apply(paper, mends.SetKey(1, "B"))) == []


def test_what_is_dropped_does_not_go_into_the_bank():
    paper = apply(mending(), mends.Drop(1), mends.SetKey(2, "对"))
    read = paper.read()
    assert [each.item.stem for each in read.paper.items] == [
        "设备到库后先做什么（ ）",
        "可以不报姓名。",
        "地球是圆的。（ ）",
    ]
    assert read.places == ((2, 3), (8, 8), (9, 9))
    assert {finding.kind for finding in read.paper.findings} == {Kind.COUNT_MISMATCH, POINTS}
