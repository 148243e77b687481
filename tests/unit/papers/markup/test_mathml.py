"""MathML becomes the LaTeX of docs/authored-text.md, or stays words with a finding: never half a formula."""

import pytest
from kaochang.domain.formulas import parse_formula
from kaochang.papers.markup.html import to_authored
from kaochang.papers.markup.mathml import to_latex
from kaochang.papers.markup.xml import parse_xml

X, Y, ONE, TWO = "<mi>x</mi>", "<mi>y</mi>", "<mn>1</mn>", "<mn>2</mn>"


def mo(sign, **attributes):
    return "<mo" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + f">{sign}</mo>"


def row(*parts):
    return f"<mrow>{''.join(parts)}</mrow>"


def table(*rows):
    return "<mtable>" + "".join(f"<mtr>{''.join(f'<mtd>{c}</mtd>' for c in r)}</mtr>" for r in rows) + "</mtable>"


def latex(inner):
    return to_latex(parse_xml(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inner}</math>'.encode()))


CASES = {
    X + mo("=") + "<mn>12.5</mn>": "x=12.5",
    X + mo("&lt;") + Y + mo("≤") + TWO: r"x<y\le2",
    f"<mfrac>{X}{row(Y, mo('−'), ONE)}</mfrac>": r"\frac{x}{y-1}",
    f"<msqrt>{X}{mo('+')}{ONE}</msqrt>": r"\sqrt{x+1}",
    f"<mroot>{X}<mn>3</mn></mroot>": r"\sqrt[3]{x}",
    f"<msup>{X}{TWO}</msup>": "x^2",
    f"<msub>{X}<mn>12</mn></msub>": "x_{12}",
    f"<msubsup>{X}{ONE}{TWO}</msubsup>": "x_1^2",
    f"<msup>{row(X, mo('+'), Y)}{TWO}</msup>": "{x+y}^2",
    f"<msup><mi>f</mi>{mo('′')}</msup>": "f'",
    f"<msup><mi>f</mi>{mo('″')}</msup>": "f''",
    f"<munderover>{mo('∑')}{row('<mi>i</mi>', mo('='), ONE)}<mi>n</mi></munderover>{X}": r"\sum_{i=1}^nx",
    f"<munder><mi>lim</mi>{row('<mi>n</mi>', mo('→'), '<mi>∞</mi>')}</munder>": r"\lim_{n\to\infty}",
    f"<munder><mi>argmax</mi>{X}</munder>": r"\operatorname*{argmax}_x",
    f"<mi>sin</mi>{mo('&#8289;')}{X}": r"\sin x",
    f"<mi>α</mi>{X}": r"\alpha x",
    "<mi>ℝ</mi>": r"\mathbb{R}",
    '<mi mathvariant="double-struck">N</mi>': r"\mathbb{N}",
    "<mi>AB</mi>": r"\mathrm{AB}",
    '<mi mathvariant="normal">d</mi>': r"\mathrm{d}",
    "<mi>𝑥</mi>": "x",
    "<mi>净利润</mi>": "净利润",
    "<mtext>若 x &amp; 50%</mtext>": r"\text{若 x \& 50\%}",
    f"<mover>{X}{mo('¯')}</mover>": r"\bar{x}",
    f"<mover>{row(X, Y)}{mo('→')}</mover>": r"\overrightarrow{xy}",
    f"<mover>{X}{mo('^')}</mover>": r"\hat{x}",
    f"<munder>{X}{mo('_')}</munder>": r"\underline{x}",
    f"<mfenced open='[' close=')'>{X}{Y}</mfenced>": r"\left[x,y\right)",
    row(mo("("), table((X, Y), (ONE, TWO)), mo(")")): r"\begin{pmatrix} x & y \\ 1 & 2 \end{pmatrix}",
    row(mo("{"), table((X, Y), (ONE, TWO))): r"\begin{cases} x & y \\ 1 & 2 \end{cases}",
    row(mo("("), f'<mfrac linethickness="0">{X}{Y}</mfrac>', mo(")")): r"\binom{x}{y}",
    row(mo("|", fence="true"), X, mo("|", fence="true")): r"\left|x\right|",
    mo("(") + X + mo(")"): "(x)",
    mo("{") + X + mo("}"): r"\{x\}",
    "<mmultiscripts><mi>U</mi><mprescripts/><mn>92</mn><mn>235</mn></mmultiscripts>": "{}_{92}^{235}U",
    f"{X}<mspace width='1em'/>{Y}": r"x\quad y",
    f"<menclose notation='top'>{X}</menclose>": r"\overline{x}",
    f"<semantics>{row(X)}<annotation encoding='application/x-tex'>y</annotation></semantics>": "x",
}


@pytest.mark.parametrize(("inner", "expected"), CASES.items())
def test_what_the_notation_can_say(inner, expected):
    assert latex(inner) == expected
    assert parse_formula(expected) is not None


@pytest.mark.parametrize(
    "inner",
    [
        "",
        f"<mphantom>{X}</mphantom>",
        f"<mover>{mo('→')}{X}</mover>",
        "<mtext>{</mtext>",
        f"<apply><plus/>{X}</apply>",
        f"<mfrac>{X}</mfrac>",
        "<mi>☃</mi>",
        table((X, Y), (ONE,)),
        "<mrow>" * 70 + X + "</mrow>" * 70,
        f"<menclose notation='updiagonalstrike'>{X}</menclose>",
    ],
)
def test_what_it_cannot_say_is_not_said_by_halves(inner):
    assert latex(inner) is None


def test_the_latex_beside_a_formula_is_taken_where_the_formula_itself_cannot_be_said():
    note = "<annotation encoding='application/x-tex'>x^2</annotation>"
    assert latex(f"<semantics><mphantom>{X}</mphantom>{note}</semantics>") == "x^2"
    assert latex(f"<semantics><mphantom>{X}</mphantom>{note.replace('^2', chr(92) + 'nonsense')}</semantics>") is None


def test_a_formula_stands_in_its_line_or_apart():
    assert to_authored(f"<p>若<math>{X}</math>则</p>").text == r"若\(x\)则"
    assert to_authored(f'<p>若<math display="block">{X}</math>则</p>').text == "若\n\\[x\\]\n则"


def test_a_formula_that_cannot_be_said_stays_readable_and_is_told():
    read = to_authored(f"<p>若<math><mphantom>{X}</mphantom>{mo('+')}{Y}</math>则</p>")
    assert (read.text, [loss.kind.value for loss in read.losses]) == ("若x + y则", ["formula-kept-as-text"])
