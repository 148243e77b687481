"""The parts of a printed paper: how items are numbered, words of points and keys, formulas."""

from fractions import Fraction

import pytest
from kaochang.domain.formulas import parse_formula
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Accepted, Order, Pairs
from kaochang.papers.markup.omml import read_omml
from kaochang.papers.markup.to_omml import to_omml
from kaochang.papers.writing import wording
from kaochang.papers.writing.exported import Group, Placed
from kaochang.papers.writing.forms import Form, form_of, parent_of
from kaochang.papers.writing.read_again import seen


def group(*numbers, material="材料"):
    items = [Item(ItemType.CASE, "问。", number, material=material) for number in numbers]
    return Group(tuple(Placed(place, item, MarkScheme()) for place, item in enumerate(items)), material)


@pytest.mark.parametrize(
    ("numbers", "form"),
    [
        (("5.1", "5.2"), Form.CASE),
        (("5.1",), Form.CASE),
        (("36", "37", "38"), Form.SHARED),
        (("36",), Form.SINGLE),
        (("36", "38"), Form.SINGLE),
        (("5.1", "6.2"), Form.SINGLE),
        (("5.2", "5.1"), Form.SINGLE),
        (("A", "B"), Form.SINGLE),
    ],
)
def test_items_with_material_are_numbered_by_the_numbers_that_they_have(numbers, form):
    assert form_of(group(*numbers)) is form
    assert (parent_of(group(*numbers)) != "") is (form is Form.CASE)


def test_items_without_material_stand_one_by_one():
    assert form_of(group("5.1", material="")) is Form.PLAIN


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (34, "三十四"),
        (99, "九十九"),
        (100, "一百"),
        (208, "二百零八"),
    ],
)
def test_sections_are_counted_in_chinese(number, numeral):
    assert wording.heading(number, wording.Heading("单选题", 2)) == f"{numeral}、单选题（共2题）"


@pytest.mark.parametrize(
    ("points", "said"), [("2", "2"), ("5/2", "2.5"), ("1/3", "1/3"), ("9/4", "9/4"), ("1/10", "0.1")]
)
def test_points_are_decimals_where_a_paper_can_say_them(points, said):
    assert wording.points_words(Fraction(points)) == said


def test_keys_are_written_as_papers_write_them():
    item = Item(ItemType.BLANK, "甲____乙____", blanks=2)
    key = Accepted((("包退", "退货"), ("5", "五")))
    assert wording.answer_words(item, MarkScheme(key)) == "包退/退货；5 / 五"
    ordering = Item(ItemType.ORDERING, "排。", options=(Option("①", "甲"), Option("②", "乙")))
    assert wording.answer_words(ordering, MarkScheme(Order(("②", "①")))) == "②①"
    assert wording.answer_words(item, MarkScheme(Pairs((("(1)", "B"), ("(2)", "A"))))) == "(1)-B (2)-A"
    assert wording.answer_words(item, MarkScheme()) == ""


@pytest.mark.parametrize(
    "source",
    [
        r"\frac{a}{b}+\sqrt[3]{x}",
        r"x_i^2 + f'' - x_1",
        r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
        r"\int_0^1 x^2 \, dx",
        r"\lim_{x\to 0} \frac{\sin x}{x} = 1",
        r"\left( \frac{1}{2} \right)^n",
        r"\left| x \right.",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"\begin{cases} x, & x>0 \\ 0, & x=0 \end{cases}",
        r"\overline{AB} \perp \vec{c}, \hat{y}",
        r"60^\circ \le \alpha \ne \infty",
        r"\text{合计} = 12.5\%",
        r"\binom{n}{k}",
    ],
)
def test_formulas_are_written_as_mathematics_that_means_the_same(source):
    root = parse_formula(source)
    assert seen(parse_formula(read_omml(to_omml(root)).latex)) == seen(root)


def test_formulas_that_show_something_else_are_not_taken_for_the_same():
    alike = [(r"60^\circ", r"60{}^{\circ}"), (r"\text{合计}", "合计"), ("f''", "{f''}")]
    other = [("12", "1 2"), ("x^2", "x_2"), (r"\sin", "sin"), (r"\frac{a}{b}", r"\frac{b}{a}"), ("f'", "f''")]
    assert [pair for pair in alike if seen(parse_formula(pair[0])) != seen(parse_formula(pair[1]))] == []
    assert [pair for pair in other if seen(parse_formula(pair[0])) == seen(parse_formula(pair[1]))] == []
