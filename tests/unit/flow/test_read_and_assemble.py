"""From a paper's file to an exam in the bank: findings stay in sight, keys are set once, by name."""

from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.keys import read_key
from kaochang.domain.papers import PaperItem, Passed
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice
from kaochang.flow import assemble, read
from kaochang.flow.assemble import AssembleOrder, Timing
from kaochang.flow.exam_rules import check_rules
from kaochang.papers.reading import ReadPaper
from kaochang.store.bank import Bank
from support.clocks import ManualClock
from support.refusals import refuses
from support.seeded import seeded
from support.small_paper import KEY, PAPER

PASSED = Passed("命题组长丁", "评委组确定")


@pytest.fixture
def bank(tmp_path):
    bank = Bank(tmp_path / "bank")
    yield bank
    bank.close()


def add(bank, tmp_path, text):
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return read.add_to_bank(bank, read.read_file(path), path.name, ManualClock(), seeded())


def made(bank, *papers, **order):
    return assemble.assemble(
        bank, AssembleOrder(papers, "小测", Rules(1800), **order), ManualClock(), seeded(len(papers))
    )


def test_a_paper_becomes_an_exam_section_by_section(bank, tmp_path):
    exam = made(bank, add(bank, tmp_path, PAPER + KEY))
    titles = ["单选题", "多选题", "判断题", "填空题", "排序题", "匹配题", "简答题"]
    assert [section.title for section in exam.assessment.sections] == titles
    assert exam.assessment.total == 30
    assert bank.exam(exam.id) == (exam, (1,))


def test_a_key_of_its_own_is_read_with_its_paper(bank, tmp_path):
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "key.txt").write_text(KEY, encoding="utf-8")
    found = read.read_file(tmp_path / "paper.txt", tmp_path / "key.txt")
    assert found.paper.items[0].scheme.correct == Choice(("B",))


def pictured(name):
    """The members of an item that has a picture everywhere where it can have one."""
    picture = Image(name, "image/png")
    return {"images": (picture,), "options": (Option("A", "", picture),), "prompts": (Option("1", "", picture),)}


def test_pictures_are_named_by_what_they_show(bank, tmp_path):
    (tmp_path / "paper.txt").write_text(PAPER + KEY, encoding="utf-8")
    found = read.read_file(tmp_path / "paper.txt")
    first, *rest = found.paper.items
    shown = msgspec.structs.replace(first.item, **pictured("word/1.png"))
    paper = msgspec.structs.replace(found.paper, items=(PaperItem(shown, first.scheme), *rest))
    names = set()
    for chance in (9, 10):
        given = ReadPaper(paper, {"word/1.png": b"png"})
        number = read.add_to_bank(bank, given, "p", ManualClock(), seeded(chance))
        media = bank.items(number)[0].item.media
        assert len(media) == 3
        names |= {image.name for image in media}
    (name,) = names
    assert (bank.media_sizes([name]), bank.medium(name)) == ({name: 3}, b"png")


@pytest.mark.parametrize("order", [{}, {"leave_out": frozenset({"单选题#1"})}])
def test_red_lines_are_neither_a_block_nor_unseen(bank, tmp_path, order):
    paper = add(bank, tmp_path, PAPER)
    with refuses(Outcome.POLICY, "assemble.findings") as refused:
        made(bank, paper, **order)
    assert refused.value.params["count"] == 8 - len(order)
    made(bank, paper, passed=PASSED, **order)
    assert {finding.passed for finding in bank.findings([paper])} == {PASSED}


def test_an_item_left_out_takes_its_red_line_with_it(bank, tmp_path):
    paper = add(bank, tmp_path, PAPER)
    places = {place_of(item.item) for item in bank.items(paper)} - {"简答题#1"}
    exam = made(bank, paper, leave_out=frozenset(places))
    assert [placed.item.section for placed in exam.assessment.items()] == ["简答题"]


def test_leaving_everything_or_nothing_real_out_is_refused(bank, tmp_path):
    paper = add(bank, tmp_path, PAPER + KEY)
    with refuses(Outcome.POLICY, "assemble.empty"):
        made(bank, paper, leave_out=frozenset(place_of(item.item) for item in bank.items(paper)))
    with refuses(Outcome.MISSING, "bank.no-item"):
        made(bank, paper, leave_out=frozenset({"单选题#11"}))


def test_points_that_the_paper_does_not_say_are_the_offices_to_say(bank, tmp_path):
    bare = "一、单选题\n1. 下列哪一项最先做？\nA. 问候\nB. 挂断\n答案：A\n"
    paper = add(bank, tmp_path, bare)
    with refuses(Outcome.POLICY, "assemble.points-missing"):
        made(bank, paper)
    assert made(bank, paper, points={ItemType.SINGLE: Fraction(5, 2)}).assessment.total == Fraction(5, 2)


@pytest.mark.parametrize(
    ("rules", "key", "params"),
    [
        ({"pass_mark": Fraction(61, 2)}, "exam.pass-mark", {"found": Fraction(61, 2), "total": 30}),
        ({"pass_mark": Fraction(0)}, "exam.pass-mark", {"found": 0, "total": 30}),
        ({"earliest_hand_in_s": 1801}, "exam.earliest-hand-in", {"found": 31, "most": 30}),
        ({"earliest_hand_in_s": -60}, "exam.earliest-hand-in", {"found": -1, "most": 30}),
        ({"latest_entry_s": -1}, "exam.latest-entry", {"found": -1}),
    ],
)
def test_rules_that_nobody_could_keep_are_refused_with_the_value_and_its_range(bank, tmp_path, rules, key, params):
    paper = add(bank, tmp_path, PAPER + KEY)
    order = AssembleOrder([paper], "小测", Rules(1800, **rules))
    with refuses(Outcome.POLICY, key) as refused:
        assemble.assemble(bank, order, ManualClock(), seeded())
    assert refused.value.params == params
    with refuses(Outcome.MISSING, "bank.no-exam"):
        bank.exam("小测")


def test_rules_at_the_very_end_of_their_range_are_taken(bank, tmp_path):
    rules = Rules(1800, pass_mark=Fraction(30), earliest_hand_in_s=1800, latest_entry_s=0)
    order = AssembleOrder([add(bank, tmp_path, PAPER + KEY)], "小测", rules)
    assert assemble.assemble(bank, order, ManualClock(), seeded()).rules == rules


def test_an_item_is_worth_something(bank, tmp_path):
    paper = add(bank, tmp_path, "一、单选题\n1. 下列哪一项最先做？\nA. 问候\nB. 挂断\n答案：A\n")
    with refuses(Outcome.POLICY, "exam.points") as refused:
        made(bank, paper, points={ItemType.SINGLE: Fraction(0)})
    assert (refused.value.where, refused.value.params) == ("单选题#1", {"found": 0})


@pytest.mark.parametrize(
    ("options", "lost"),
    [
        ((Option("A", "甲"), Option("B", " ")), "B"),
        ((Option("A", ""), Option("B", "", Image("1.png", "image/png"))), "A"),
        ((Option("A", "甲"), Option("B", "", Image("1.png", "image/png"))), ""),
    ],
)
def test_an_option_that_would_show_nothing_is_refused_and_one_that_is_a_picture_is_not(options, lost):
    item = Item(ItemType.SINGLE, "选一项。", "1", options=options)
    section = Section("一", (PlacedItem("i", item, Fraction(1)),))
    exam = Exam("e", Assessment("小测", (section,)), Rules(600))
    if lost:
        with refuses(Outcome.POLICY, "exam.option-empty") as refused:
            check_rules(exam)
        assert refused.value.params == {"labels": (lost,)}
    else:
        check_rules(exam)


def test_an_item_nobody_could_answer_is_refused_whoever_passed_it(bank, tmp_path):
    paper = add(bank, tmp_path, "一、单选题（每题2分）\n1. 下列哪一项最先做？\nA. 问候\n答案：A\n")
    with refuses(Outcome.POLICY, "assemble.cannot-be-sat"):
        made(bank, paper, passed=PASSED)


def test_a_key_that_a_person_set_settles_the_finding_that_it_was_missing(bank, tmp_path):
    paper = add(bank, tmp_path, PAPER)
    item = assemble.find_item(bank, paper, "单选题#2")
    assemble.set_key(bank, item, read_key(item.item, "C"), "命题组长丁", ManualClock())
    with refuses(Outcome.POLICY, "assemble.findings") as refused:
        made(bank, paper)
    assert refused.value.params["count"] == 7
    assert "单选题#2" not in refused.value.where


def test_a_missing_key_is_set_by_name_and_can_be_corrected_but_never_the_papers_own(bank, tmp_path):
    paper = add(bank, tmp_path, PAPER)
    item = assemble.find_item(bank, paper, "单选题#2")
    assemble.set_key(bank, item, read_key(item.item, "C"), "命题组长丁", ManualClock())
    scheme = assemble.find_item(bank, paper, item.id).scheme
    assert (scheme.correct, scheme.set_by) == (Choice(("C",)), "命题组长丁")
    assemble.set_key(bank, assemble.find_item(bank, paper, "单选题#2"), Choice(("A",)), "评委己", ManualClock())
    scheme = assemble.find_item(bank, paper, item.id).scheme
    assert (scheme.correct, scheme.set_by) == (Choice(("A",)), "评委己")


def test_the_papers_own_key_is_never_replaced(bank, tmp_path):
    paper = add(bank, tmp_path, PAPER + KEY)
    with refuses(Outcome.CONFLICT, "key.already-set"):
        assemble.set_key(bank, assemble.find_item(bank, paper, "单选题#2"), Choice(("A",)), "命题组长丁", ManualClock())


def test_times_of_sections_and_items_stand_in_the_exam_and_stay_there(bank, tmp_path):
    timing = Timing({"单选题": 600, "多选题": 300}, {"单选题#1": 90}, frozenset({"判断题"}), frozenset({"单选题"}))
    exam = made(bank, add(bank, tmp_path, PAPER + KEY), timing=timing)
    single, multiple, judged, *others = exam.assessment.sections
    assert [(each.limit_s, each.carries_over, each.is_locked) for each in (single, multiple, judged)] == [
        (600, True, False),
        (300, False, False),
        (None, False, True),
    ]
    assert [placed.limit_s for placed in single.items] == [90, None]
    assert not any(each.limit_s or each.carries_over or each.is_locked for each in others)
    assert bank.exam(exam.id)[0] == exam


@pytest.mark.parametrize(
    ("timing", "outcome", "key"),
    [
        (Timing({"口试": 60}), Outcome.MISSING, "assemble.no-section"),
        (Timing(locked=frozenset({"口试"})), Outcome.MISSING, "assemble.no-section"),
        (Timing(items={"单选题#9": 60}), Outcome.MISSING, "bank.no-item"),
        (Timing({"单选题": 1000, "多选题": 801}), Outcome.POLICY, "assemble.limits"),
        (Timing({"单选题": 1000, "多选题": 800}), Outcome.POLICY, "assemble.limits"),
        (Timing(items={"单选题#1": 1801}), Outcome.POLICY, "assemble.limits"),
        (Timing(carried=frozenset({"单选题"})), Outcome.POLICY, "assemble.carry-over"),
        (Timing({"单选题": 60}, carried=frozenset({"单选题"})), Outcome.POLICY, "assemble.carry-over"),
        (Timing({"简答题": 60}, carried=frozenset({"简答题"})), Outcome.POLICY, "assemble.carry-over"),
    ],
)
def test_times_that_no_attempt_could_have_are_refused(bank, tmp_path, timing, outcome, key):
    paper = add(bank, tmp_path, PAPER + KEY)
    with refuses(outcome, key):
        made(bank, paper, timing=timing)


def test_a_number_printed_twice_is_never_guessed(bank, tmp_path):
    first = "1. 下列哪一项最先做？\nA. 问候\nB. 挂断\n"
    paper = add(bank, tmp_path, f"一、单选题（每题2分）\n{first}{first.replace('最先', '最后')}")
    ids = [item.id for item in bank.items(paper)]
    with refuses(Outcome.CONFLICT, "bank.which-item") as refused:
        assemble.find_item(bank, paper, "单选题#1")
    assert refused.value.params["ids"] == tuple(ids)
    assert assemble.find_item(bank, paper, ids[1]).id == ids[1]
