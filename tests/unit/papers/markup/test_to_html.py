"""Authored text as HTML and MathML: seen by others as it should look, read back by us to the letter."""

import pytest
from kaochang.domain.formulas import parse_formula
from kaochang.domain.items import Table
from kaochang.papers.markup.html import to_authored
from kaochang.papers.markup.mathml import to_latex
from kaochang.papers.markup.own_html import own_text
from kaochang.papers.markup.to_html import HtmlWriter
from kaochang.papers.markup.to_mathml import to_mathml
from lxml import etree

PLAIN = HtmlWriter(with_mathml=False)
WITH_MATHML = HtmlWriter("http://www.imsglobal.org/xsd/imsqti_v2p2", with_mathml=True)
BOTH = pytest.mark.parametrize("html", [PLAIN, WITH_MATHML], ids=["latex", "mathml"])

TEXTS = [
    "一行",
    "一行\n\n再一行\n",
    "  两格  再两格\t制表 ",
    "　　缩进　　和空",
    "```python\nif a:\n\n    print('<b>')\n```\n后文",
    "```\n```",
    r"设 \(\frac{a}{b}\) 与 \[\sum_{i=1}^{n} x_i\] 同行",
    "\\[ a^2 \\]  \n另一行",
    r"没有结束的 \(a 和 \] 仍是文字",
    "<b>不是标记</b> &amp; 也不是",
    "甲____乙（　　）丙",
]


def source(element):
    return etree.tostring(element, encoding="unicode")


@BOTH
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_back_to_the_letter(html, text):
    made = etree.fromstring(source(html.text(text)))
    assert own_text(made, None) == text


@BOTH
@pytest.mark.parametrize("text", TEXTS)
def test_so_is_one_that_was_put_into_a_file_of_html(html, text):
    if html is PLAIN:
        inner = etree.tostring(html.text(text), encoding="unicode", method="html")
        assert to_authored(inner).text == text
    else:
        assert to_authored(html.element("div", html.text(text))).text == text


def test_a_line_is_a_paragraph_and_code_is_code_with_its_language():
    made = PLAIN.text("说明\n```sql\nSELECT 1;\n```")
    assert source(made) == (
        '<div class="kaochang-text"><p>说明</p><pre><code class="language-sql">SELECT 1;</code></pre></div>'
    )


def test_white_space_is_shown_as_wide_as_it_was_written():
    assert '甲<span data-kaochang-drawn="  ">\u00a0\u00a0</span>乙' in source(PLAIN.text("甲  乙"))


def test_a_field_stands_for_each_blank_whose_place_is_certain():
    made = PLAIN.text("先____，后（　　）。", 2, lambda number: f"[{number}]")
    assert "".join(made.itertext()) == "先[0]，后（[1]）。"


def test_a_blank_whose_place_is_not_certain_has_no_field_in_the_text():
    assert "".join(PLAIN.text("先____。", 2, lambda _: "[]").itertext()) == "先____。"


def test_a_few_plain_words_need_no_element_around_them():
    assert PLAIN.inline("重启电脑") == ["重启电脑"]
    assert [each if isinstance(each, str) else each.tag for each in PLAIN.inline("两\n行")] == ["div"]


def test_a_table_keeps_its_rows_however_long_they_are():
    table = Table((("一",), ("二", "三  四")))
    assert to_authored(PLAIN.element("div", PLAIN.table(table))).tables == (table,)


def test_a_formula_that_somebody_changed_is_read_as_it_is_now():
    made = WITH_MATHML.text(r"\(a + b\)")
    next(each for each in made.iter("{*}mi") if each.text == "b").text = "c"
    assert parse_formula(own_text(made, None).removeprefix("\\(").removesuffix("\\)")) == parse_formula("a+c")


FORMULAS = [
    r"\frac{a}{b}",
    r"\binom{n}{k}",
    r"\sqrt{x}",
    r"\sqrt[3]{x}",
    r"x_1",
    r"x^{2}",
    r"x_i^2",
    r"f''",
    r"f'^2",
    r"60^\circ",
    r"\sum_{i=1}^{n}i",
    r"\int_0^1f",
    r"\sin x",
    r"\lim_{x\to0}f",
    r"\left(a\right)",
    r"\left\{a\right\}",
    r"\left\|x\right\|",
    r"\begin{pmatrix}a&b\\c&d\end{pmatrix}",
    r"\begin{cases}x,&x>0\\0,&x=0\end{cases}",
    r"\begin{aligned}a&=b\\&=c\end{aligned}",
    r"\overline{AB}",
    r"\underline{x}",
    r"\vec{a}",
    r"\dot{x}",
    r"\text{净利润}",
    r"\mathbb{R}",
    r"\alpha+\beta",
    r"a\pm b",
    r"\infty",
    r"12.5\%",
    r"a\quad b",
    r"\frac{总利润}{资产}\times100\%",
]


@pytest.mark.parametrize("latex", FORMULAS)
@pytest.mark.parametrize("is_apart", [False, True])
def test_the_elements_of_a_formula_say_what_its_latex_says(latex, is_apart):
    root = parse_formula(latex)
    made = to_mathml(root, latex, is_apart=is_apart)
    for note in made.iter("{*}annotation"):
        note.text = ""
    assert parse_formula(to_latex(made) or "") == root
