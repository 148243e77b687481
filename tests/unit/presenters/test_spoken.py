"""What a screen reader says of formulas, code and blanks."""

import pytest
from conftest import RESOURCES
from kaochang.domain.authored import find_gaps
from kaochang.domain.formulas import parse_formula
from kaochang.presenters.candidate.spoken import spoken_blank, spoken_formula, spoken_text
from kaochang.presenters.words import load_words

CHINESE, ENGLISH = (load_words(RESOURCES / "strings", language) for language in ("zh_CN", "en"))


@pytest.mark.parametrize(
    ("source", "chinese", "english"),
    [
        ("\\frac{a}{b}", "b 分之 a，", "fraction, a over b, end of fraction,"),
        ("\\sqrt[3]{8}", "8 的 3 次方根，", "root 3 of 8, end of root,"),
        ("\\sqrt{x}", "根号 x，", "square root of x, end of root,"),
        ("x_1^2", "x 下标 1， 的 2 次方，", "x sub 1, to the power 2,"),
        ("f'(x)", "f′ ( x )", "f′ ( x )"),
        ("f'^2", "f′ 的 2 次方，", "f′ to the power 2,"),
        ("\\int_0^1", "∫ 下方 0， 上方 1，", "∫ below 0, above 1,"),
        ("\\vec{a}", "向量 a，", "vector a,"),
        ("60^\\circ", "60 °", "60 °"),
    ],
)
def test_formulas_are_said_in_words(source, chinese, english):
    root = parse_formula(source)
    assert (spoken_formula(root, CHINESE), spoken_formula(root, ENGLISH)) == (chinese, english)


def test_a_matrix_is_said_row_by_row():
    root = parse_formula("\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}")
    assert spoken_formula(root, ENGLISH) == "2 rows: row 1: a, b; row 2: c, d;"


def test_text_without_anything_in_it_is_said_as_it_stands():
    assert spoken_text("甲　　乙 _", CHINESE) == "甲　　乙 _"


def test_blanks_are_said_by_their_numbers():
    assert spoken_text("应在 ____ 小时内", CHINESE, 1) == "应在  第 1 空  小时内"


def test_a_blank_is_called_by_its_number_and_the_words_before_it():
    text = "首次响应应在 ____ 小时内\n____"
    first, second = find_gaps(text, 2)
    assert spoken_blank(text, first, CHINESE, 2) == "第 1 空，前面是“首次响应应在”"
    assert spoken_blank(text, second, CHINESE, 2) == "第 2 空"


def test_a_formula_before_a_blank_is_said_whole_and_in_words():
    text = "已知某商品的利润率为 \\(\\frac{1}{2}\\) 时____，\\(x_1\\)____"
    first, second = find_gaps(text, 2)
    assert spoken_blank(text, first, CHINESE, 2) == "第 1 空，前面是“利润率为 2 分之 1， 时”"
    assert spoken_blank(text, second, CHINESE, 2).endswith("x 下标 1，”")
    assert "\\" not in spoken_blank(text, second, CHINESE, 2)


def test_code_is_said_as_code():
    assert spoken_text("```\nx = 1\n```", ENGLISH) == "Code:\nx = 1"
