"""Each rule of writing items is told where it is broken, and stays silent beside it."""

from collections import namedtuple
from fractions import Fraction

import pytest
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.linting import Rule, lint
from kaochang.domain.mark_schemes import Criterion, MarkScheme, Rubric
from kaochang.domain.responses import Accepted, Choice, Judgement

Written = namedtuple("Written", "id item scheme")
PLAIN = ("致歉", "解释", "记录", "回访")


def single(stem="客户来电时首先（　）", options=PLAIN, key="A", name="1", points=2, explanation="见规范"):
    item = Item(
        ItemType.SINGLE,
        stem,
        name,
        "单选题",
        tuple(Option(label, text) for label, text in zip("ABCDEF", options, strict=False)),
        points=Fraction(points),
    )
    return Written(name, item, MarkScheme(Choice((key,)), explanation=explanation))


def essay(criteria=(), text="", points=10):
    item = Item(ItemType.ESSAY, "简述要点。", "1", "简答题", points=Fraction(points))
    return Written("1", item, MarkScheme(rubric=Rubric(text, tuple(Criterion(*each) for each in criteria))))


def rules(*items, total=None):
    return [remark.rule for remark in lint(items, total)]


def test_an_item_that_keeps_all_rules_has_no_remark():
    assert rules(single()) == rules(essay([("致歉", Fraction(10))], "致歉10分")) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("以上都对", Rule.ALL_OF_ABOVE),
        ("以上选项均正确", Rule.ALL_OF_ABOVE),
        ("以上全部都是", Rule.ALL_OF_ABOVE),
        ("All of the above", Rule.ALL_OF_ABOVE),
        ("都对", Rule.ALL_OF_ABOVE),
        ("以上都不对", Rule.NONE_OF_ABOVE),
        ("上述均不正确", Rule.NONE_OF_ABOVE),
        ("以上皆非", Rule.NONE_OF_ABOVE),
        ("以上说法都不符合要求", Rule.NONE_OF_ABOVE),
        ("都不选", Rule.NONE_OF_ABOVE),
        ("全错", Rule.NONE_OF_ABOVE),
        ("None of the above.", Rule.NONE_OF_ABOVE),
    ],
)
def test_options_that_speak_of_the_others_are_told(text, rule):
    assert rules(single(options=("致歉", "解释", "记录", text))) == [rule]


@pytest.mark.parametrize(
    "text", ["都要核对", "以上级批复为准", "全程录音", "均摊费用", "均不得对外提供", "都没有问题也要登记", "全错开办理"]
)
def test_options_that_only_begin_alike_are_not(text):
    assert rules(single(options=("致歉", "解释", "记录", text))) == []


@pytest.mark.parametrize(
    ("stem", "options", "rule"),
    [
        ("下列做法不正确的是（　）", ("不致歉", *PLAIN[1:]), [Rule.NEGATIVE_OPTIONS]),
        ("下列做法错误的是（　）", PLAIN, []),
        ("下列做法正确的是（　）", ("不致歉", *PLAIN[1:]), []),
        ("下列不属于要求的有（　）", ("同意", "不断改进", *PLAIN[2:]), []),
        ("不能不先致歉的是（　）", PLAIN, [Rule.DOUBLE_NEGATION]),
        ("并非没有责任的是（　）", PLAIN, [Rule.DOUBLE_NEGATION]),
        ("不是同一天，不收费的是（　）", PLAIN, []),
    ],
)
def test_double_negation_is_told_in_a_stem_and_between_stem_and_options(stem, options, rule):
    assert rules(single(stem, options)) == rule


def test_a_key_that_is_much_longer_than_all_others_is_told():
    assert rules(single(options=("先致歉再请客户描述现象", *PLAIN[1:]))) == [Rule.KEY_LONGEST]
    assert rules(single(options=("先致歉再请客户描述现象", "先解释再请客户描述现象", *PLAIN[2:]))) == []
    assert rules(single(options=("先致歉再请客户描述现象", *PLAIN[1:]), key="B")) == []


def test_two_options_of_the_same_words_are_told():
    (remark,) = lint([single(options=("致歉", "解 释", "解释", "记录"))])
    assert (remark.rule, remark.params) == (Rule.SAME_OPTIONS, {"label": "B", "other": "C"})


@pytest.mark.parametrize(
    ("keys", "is_told"),
    [
        ("A" * 20, True),
        ("ABCD" * 5, False),
        ("A" * 12 + "BBBCCCDD", True),
        ("A" * 8 + "BBBBCCCCDDDD", False),
        ("A" * 19, False),
    ],
)
def test_keys_are_skewed_where_chance_would_hardly_put_them_so(keys, is_told):
    """12, 3, 3, 2 of 20: chi-square 13.2 above 11.345; 8, 4, 4, 4: 2.4. Fewer than five for each place say nothing."""
    items = [single(key=key, name=str(at)) for at, key in enumerate(keys)]
    assert (Rule.SKEWED_KEYS in rules(*items)) is is_told


def test_judgements_are_skewed_like_any_key():
    items = [
        Written(
            str(at), Item(ItemType.TRUEFALSE, f"判断 {at}", str(at)), MarkScheme(Judgement(at > 0), explanation="是")
        )
        for at in range(12)
    ]
    (remark,) = lint(items)
    assert (remark.rule, remark.params) == (Rule.SKEWED_KEYS, {"counts": ("√ 11", "× 1")})


def test_an_item_that_holds_the_key_of_another_on_the_same_subject_is_told():
    asked = Written(
        "1",
        Item(ItemType.BLANK, "处理个人信息应当遵循合法、正当、必要和____的原则。", "1", blanks=1),
        MarkScheme(Accepted((("诚信原则",),)), explanation="法条"),
    )
    telling = single("处理个人信息应当遵循诚信原则，因此（　）", name="2")
    (remark,) = lint([asked, telling])
    assert (remark.rule, remark.items, remark.where) == (Rule.ANSWERS_ANOTHER, ("1", "2"), "#1")
    assert rules(asked, single("诚信原则写在墙上时（　）", name="2")) == []


def test_items_of_one_section_and_type_are_worth_the_same_or_each_blank_is():
    (remark,) = lint(
        [single(name="1"), single(name="2", stem="回访的时间（　）"), single("工单要素（　）", name="3", points=3)]
    )
    assert (remark.rule, remark.items, remark.params) == (Rule.UNEQUAL_POINTS, ("3",), {"usual": 2, "others": (3,)})
    blanks = [
        Written(
            str(count),
            Item(ItemType.BLANK, "____" * count, str(count), blanks=count, points=Fraction(2 * count)),
            MarkScheme(Accepted((("甲",),) * count), explanation="见规范"),
        )
        for count in (1, 2)
    ]
    assert rules(*blanks) == []


def test_a_stated_total_that_the_items_do_not_add_up_to_is_told():
    assert rules(single(), total=Fraction(2)) == []
    assert rules(single(), total=Fraction(100)) == [Rule.UNEQUAL_TOTAL]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        (essay(), Rule.NO_RUBRIC),
        (essay([("致歉", None), ("解释", Fraction(5))]), Rule.UNWEIGHED_RUBRIC),
        (essay([("致歉", Fraction(3)), ("解释", Fraction(5))]), Rule.RUBRIC_TOTAL),
        (single(explanation=" "), Rule.NO_EXPLANATION),
    ],
    ids=lambda value: str(getattr(value, "value", "")),
)
def test_what_a_scorer_or_checker_lacks_is_told(written, rule):
    assert rules(written) == [rule]
