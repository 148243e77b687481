"""A blueprint becomes an exam that everybody can be drawn from, or is refused by the rule that lacks items."""

from fractions import Fraction
from itertools import count

import pytest
from kaochang.domain.assessments import Pick, Rules
from kaochang.domain.blueprints import Blueprint, BlueprintSection, Rule
from kaochang.domain.drawing import drawn
from kaochang.domain.items import ItemType
from kaochang.domain.mark_schemes import Difficulty
from kaochang.domain.papers import Passed
from kaochang.domain.refusals import Outcome, Word
from kaochang.flow import blueprint, read
from kaochang.flow.assemble import AssembleOrder
from kaochang.flow.blueprint import draw_from
from kaochang.flow.exam_rules import check_rules
from kaochang.store.bank import Bank
from msgspec.structs import replace
from support.clocks import ManualClock
from support.refusals import refuses
from support.seeded import seeded

SINGLE = Rule(2, type=ItemType.SINGLE, points=Fraction(3))
_CHANCES = count(7)
EASY, HARD = Difficulty.EASY, Difficulty.HARD


def paper(singles=6, judged=3, hard=2):
    """A paper with so many single-choice items, of which the last ones are hard and about 投诉, and judgements."""
    lines = ["一、单选题（每题2分）"]
    for number in range(1, singles + 1):
        is_hard = number > singles - hard
        lines += [f"{number}. 第{number}种情形下首先做哪一步？", "A. 核实", "B. 安抚", "C. 记录", "D. 转交", "答案：B"]
        lines += [f"知识点：{'投诉' if is_hard else '接听'}", f"难度：{'难' if is_hard else '易'}"]
    lines.append("二、判断题（每题1分）")
    for number in range(1, judged + 1):
        lines += [f"{number}. 第{number}次来电可以不登记。", "答案：错"]
    return "\n".join(lines) + "\n"


@pytest.fixture
def bank(tmp_path):
    bank = Bank(tmp_path / "bank")
    path = tmp_path / "paper.txt"
    path.write_text(paper(), encoding="utf-8")
    read.add_to_bank(bank, read.read_file(path), path.name, ManualClock(), seeded())
    yield bank
    bank.close()


def order(bank, **wishes):
    return AssembleOrder(bank.paper_numbers(), "小测", Rules(1800), **wishes)


def of(*rules, **more):
    return Blueprint((BlueprintSection("单选", rules),), **more)


def made(bank, plan, seed="种子", per_candidate=True, **wishes):
    chance = seeded(next(_CHANCES))
    return blueprint.assemble(
        bank, order(bank, **wishes), plan, draw_from(seed), ManualClock(), chance, per_candidate=per_candidate
    )


def numbers(exam):
    return [placed.item.number for placed in exam.assessment.items()]


def test_a_pool_is_what_fits_and_everybody_draws_from_it(bank):
    hard = Rule(1, type=ItemType.SINGLE, difficulty=HARD, competencies=("投诉",), points=Fraction(3))
    easy = Rule(2, type=ItemType.SINGLE, difficulty=EASY, points=Fraction(3))
    exam = made(bank, of(hard, easy), pass_percent=Fraction(70))
    assert (exam.assessment.count, exam.assessment.total, exam.rules.pass_mark) == (3, 9, Fraction(63, 10))
    assert bank.exam(exam.id)[0] == exam
    assert numbers(exam) == ["5", "6", "1", "2", "3", "4"]
    for number in range(20):
        own = numbers(drawn(exam, f"T{number}"))
        assert sum(each in "56" for each in own) == 1
        assert len(own) == 3


def test_one_draw_for_all_is_an_ordinary_exam_and_the_same_for_the_same_seed(bank):
    first, again, other = (made(bank, of(SINGLE), seed, per_candidate=False) for seed in ("a", "a", "b"))
    assert (first.draw, first.assessment.sections[0].picks, first.assessment.total) == (None, (), 6)
    assert numbers(first) == numbers(again) != numbers(other)


@pytest.mark.parametrize(
    ("rules", "key", "told"),
    [
        (
            (Rule(3, type=ItemType.SINGLE, difficulty=HARD),),
            "blueprint.too-few",
            {"wanted": 3, "there": 2, "type": Word("type.single"), "difficulty": Word("blueprint.difficulty.hard")},
        ),
        ((Rule(4, difficulty=EASY), Rule(1, difficulty=EASY)), "blueprint.too-few-together", {"wanted": 5, "there": 4}),
        ((Rule(1, type=ItemType.ESSAY),), "blueprint.too-few", {"there": 0}),
        ((Rule(2, difficulty=EASY, points=Fraction(2)), Rule(1, points=Fraction(3))), "blueprint.two-worths", {}),
        ((Rule(1),), "exam.draw-unequal", {"found": ("1", "2")}),
    ],
)
def test_what_cannot_be_drawn_or_is_not_worth_the_same_is_refused_by_its_rule(bank, rules, key, told):
    with refuses(Outcome.POLICY, key) as refused:
        made(bank, of(*rules))
    assert refused.value.params.items() >= told.items()


def test_rules_that_share_items_leave_enough_for_each_other(bank):
    """Taken one after the other, any two singles could be the two hard ones."""
    plan = of(Rule(2, type=ItemType.SINGLE), Rule(2, type=ItemType.SINGLE, difficulty=HARD))
    exam = made(bank, plan)
    assert all({"5", "6"} <= set(numbers(drawn(exam, f"T{number}"))) for number in range(10))


def test_enemies_are_named_by_place_and_never_meet(bank):
    plan = of(Rule(4, type=ItemType.SINGLE), enemies=(("单选题#1", "单选题#2"), ("单选题#2", "单选题#3")))
    exam = made(bank, plan)
    own = [set(numbers(drawn(exam, f"T{number}"))) for number in range(20)]
    assert {len(each & {"1", "2", "3"}) for each in own} == {1}
    with refuses(Outcome.POLICY, "blueprint.too-few"):
        made(bank, of(Rule(5, type=ItemType.SINGLE), enemies=plan.enemies))
    with refuses(Outcome.MISSING, "bank.no-item"):
        made(bank, of(SINGLE, enemies=(("单选题#1", "单选题#99"),)))


def test_what_an_exam_used_what_is_left_out_and_what_has_red_lines_is_not_drawn(bank, tmp_path):
    used = made(bank, of(SINGLE), per_candidate=False)
    left = frozenset({f"单选题#{next(n for n in '123456' if n not in numbers(used))}"})
    path = tmp_path / "red.txt"
    path.write_text("一、单选题（每题2分）\n1. 没有答案的题？\nA. 是\nB. 否\n", encoding="utf-8")
    read.add_to_bank(bank, read.read_file(path), path.name, ManualClock(), seeded(3))
    plan = of(Rule(1, type=ItemType.SINGLE), exclude_used=("小测",))
    found = blueprint.feasibility(bank, order(bank, leave_out=left), plan, seeded())
    assert [(each.there, each.unfit) for each in found.rules] == [(3, 2)]
    assert (found.short, found.total) == (None, 2)


def test_what_is_left_out_is_named_by_place_or_id_and_a_slip_is_told(bank):
    first = bank.items(1)[0]
    wanted = Rule(1, type=ItemType.SINGLE)
    for name in ("单选题#1", first.id):
        assert first.id not in {each.id for each in made(bank, of(wanted), leave_out={name}).assessment.items()}
    with refuses(Outcome.MISSING, "bank.no-item"):
        made(bank, of(wanted), leave_out={"单选题#99"})


def test_a_rubric_adds_up_to_what_a_rule_makes_its_item_worth(bank, tmp_path):
    """Else nobody could earn all points of it, and those who drew another item could."""
    path = tmp_path / "open.txt"
    rubric = "评分标准：（1）先问候（2分）（2）再核实（3分）\n"
    text = f"一、简答题\n1. 简述接听的要点。（5分）\n{rubric}2. 简述转接的要点。（4分）\n"
    path.write_text(text, encoding="utf-8")
    number = read.add_to_bank(bank, read.read_file(path), path.name, ManualClock(), seeded(3))
    assert [len(each.scheme.rubric.criteria) for each in bank.items(number)] == [2, 0]
    rules = [Rule(1, type=ItemType.ESSAY, points=points) for points in (Fraction(5), Fraction(4), None)]
    wish = order(bank, passed=Passed("某人", "已核对"))
    found = [blueprint.feasibility(bank, wish, of(rule), seeded()).rules[0] for rule in rules[:2]]
    assert [(each.there, each.unfit) for each in found] == [(2, 0), (1, 1)]
    with refuses(Outcome.POLICY, "exam.draw-unequal"):
        blueprint.feasibility(bank, wish, of(rules[2]), seeded())


def test_items_that_share_a_material_are_not_drawn_without_each_other(bank, tmp_path):
    path = tmp_path / "case.txt"
    text = "一、案例分析题\n1. 阅读材料，回答问题。\n客户来电投诉。\n（1）先做什么？（5分）\n（2）再做什么？（5分）\n"
    path.write_text(text, encoding="utf-8")
    number = read.add_to_bank(bank, read.read_file(path), path.name, ManualClock(), seeded(3))
    assert len({item.item.material for item in bank.items(number)} - {""}) == 1
    found = blueprint.feasibility(bank, order(bank), of(Rule(1, type=ItemType.CASE)), seeded())
    assert [(each.there, each.unfit) for each in found.rules] == [(0, 2)]
    assert (found.short.wanted, found.short.there) == (1, 0)


def test_sections_of_a_blueprint_have_rules_and_names_of_their_own(bank):
    section = BlueprintSection("单选", (SINGLE,))
    for plan in (Blueprint(()), Blueprint((section, section)), Blueprint((section, BlueprintSection("空", ())))):
        with refuses(Outcome.POLICY, "blueprint.sections"):
            made(bank, plan)
        with refuses(Outcome.POLICY, "blueprint.sections"):
            blueprint.feasibility(bank, order(bank), plan, seeded())


def test_exams_of_one_title_are_told_apart_by_what_a_candidate_has(bank):
    made(bank, of(SINGLE))
    made(bank, of(SINGLE))
    with refuses(Outcome.CONFLICT, "bank.which-exam") as refused:
        bank.exam("小测")
    assert all("(30 / - / 2)" in each for each in refused.value.params["exams"])


def test_an_item_that_two_sections_mean_is_in_one_of_them(bank):
    plan = Blueprint((BlueprintSection("甲", (SINGLE,)), BlueprintSection("乙", (SINGLE,))))
    exam = made(bank, plan)
    for number in range(10):
        first, second = drawn(exam, f"T{number}").assessment.sections
        assert not {each.id for each in first.items} & {each.id for each in second.items}
        assert (len(first.items), len(second.items)) == (2, 2)


def test_sealing_looks_at_the_draw_again(bank):
    """What was assembled once may have been written by another program."""
    exam = made(bank, of(SINGLE))
    (section,) = exam.assessment.sections
    short = replace(section, picks=(Pick(7, section.picks[0].items),))
    with refuses(Outcome.POLICY, "exam.draw-short"):
        check_rules(replace(exam, assessment=replace(exam.assessment, sections=(short,))))
