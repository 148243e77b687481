"""Formulas of Word as LaTeX, or as words with a finding where the notation cannot say them."""

import pytest
from kaochang.papers.markup.eq_fields import read_eq
from kaochang.papers.markup.omml import read_omml
from kaochang.papers.reading import read_paper
from lxml import etree
from unit.papers.support import NAMES, docx, par, run, table, word_lines


def r(text, properties=""):
    """A run of a formula."""
    return f"<m:r><m:rPr>{properties}</m:rPr><m:t>{text}</m:t></m:r>"


def shape(name, **parts):
    """A shape with its parts; `_` holds its properties as name=value."""
    inner = "".join(
        f'<m:{key} m:val="{value}"/>' if value is not None else f"<m:{key}/>"
        for key, value in parts.pop("_", {}).items()
    )
    said = "".join(f"<m:{key}>{value if value.startswith('<') else r(value)}</m:{key}>" for key, value in parts.items())
    return f"<m:{name}><m:{name}Pr>{inner}</m:{name}Pr>{said}</m:{name}>"


def rows(name, *lines):
    """A matrix or an array."""
    if name == "eqArr":
        return "<m:eqArr>" + "".join(f"<m:e>{r(line)}</m:e>" for line in lines) + "</m:eqArr>"
    return (
        "<m:m>"
        + "".join("<m:mr>" + "".join(f"<m:e>{r(cell)}</m:e>" for cell in line) + "</m:mr>" for line in lines)
        + "</m:m>"
    )


def math(inner):
    return f"<m:oMath {NAMES}>{inner}</m:oMath>"


def read(inner):
    return read_omml(etree.fromstring(math(inner)))


PLAIN = '<m:sty m:val="p"/>'
SQUARE = rows("m", "12", "34")
CASES = rows("eqArr", "x,&amp;x&gt;0", "0,&amp;x=0")


@pytest.mark.parametrize(
    ("inner", "latex"),
    [
        (shape("f", num="a+b", den="2"), r"\frac{a+b}{2}"),
        (shape("f", num="1", den="2", _={"type": "lin"}), "1/2"),
        (shape("f", num="1", den="2", _={"type": "skw"}), r"\frac{1}{2}"),
        (shape("f", num="成交数", den="接通数"), r"\frac{成交数}{接通数}"),
        (shape("rad", deg="", e="x", _={"degHide": "1"}), r"\sqrt{x}"),
        (shape("rad", deg="3", e="x"), r"\sqrt[3]{x}"),
        (shape("sSup", e="x", sup="2"), "x^{2}"),
        (shape("sSub", e="x", sub="i"), "x_{i}"),
        (shape("sSubSup", e="x", sub="i", sup="2"), "x_{i}^{2}"),
        (shape("sSup", e="ab", sup="2"), "{ab}^{2}"),
        (shape("sPre", sub="6", sup="12", e="C"), "{}_{6}^{12}C"),
        (shape("nary", sub="i=1", sup="n", e="i", _={"chr": "∑"}), r"\sum_{i=1}^{n} i"),
        (shape("nary", sub="0", sup="1", e="x"), r"\int_{0}^{1} x"),
        (shape("nary", sub="0", sup="", e="x", _={"chr": "∏", "supHide": "1"}), r"\prod_{0} x"),
        (shape("nary", sub="i", sup="n", e="A", _={"chr": "⋃"}), r"\operatorname*{⋃}_{i}^{n} A"),
        (shape("d", e="x"), r"\left( x \right)"),
        (shape("d", e="x", _={"begChr": "[", "endChr": ")"}), r"\left[ x \right)"),
        (shape("d", e="x", _={"begChr": "{", "endChr": "}"}), r"\left\{ x \right\}"),
        (shape("d", e="x", _={"begChr": "|", "endChr": "|"}), r"\left| x \right|"),
        (shape("d", e="x", _={"begChr": "", "endChr": "|"}), r"\left. x \right|"),
        (shape("d", e="x", _={"begChr": "（", "endChr": "）"}), r"\left( x \right)"),
        (shape("d", e=SQUARE), r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
        (shape("d", e=SQUARE, _={"begChr": "|", "endChr": "|"}), r"\begin{vmatrix}1 & 2 \\ 3 & 4\end{vmatrix}"),
        (SQUARE, r"\begin{matrix}1 & 2 \\ 3 & 4\end{matrix}"),
        (shape("d", e=CASES, _={"begChr": "{", "endChr": ""}), r"\begin{cases}x,&x>0 \\ 0,&x=0\end{cases}"),
        (rows("eqArr", "a&amp;=b", "&amp;=c"), r"\begin{aligned}a&=b \\ &=c\end{aligned}"),
        (shape("d", e=shape("f", num="n", den="k", _={"type": "noBar"})), r"\binom{n}{k}"),
        (shape("func", fName=r("sin", PLAIN), e="x"), r"\sin x"),
        (shape("func", fName=shape("limLow", e=r("lim", PLAIN), lim="x→0"), e="x"), r"\lim_{x\to 0} x"),
        (shape("limLow", e=r("argmax", PLAIN), lim="x"), r"\operatorname*{argmax}_{x}"),
        (shape("acc", e="x", _={"chr": "̂"}), r"\hat{x}"),
        (shape("acc", e="AB", _={"chr": "⃗"}), r"\overrightarrow{AB}"),
        (shape("bar", e="x", _={"pos": "top"}), r"\overline{x}"),
        (shape("bar", e="x"), r"\underline{x}"),
        (shape("box", e="x"), "x"),
        (shape("borderBox", e="x"), "x"),
        (shape("phant", e="x", _={"show": "0"}) + r("y"), r"\ y"),
        (r("𝑎𝜷𝟑"), r"a\beta 3"),
        (r("R", '<m:scr m:val="double-struck"/>') + r("∈ℕ"), r"\mathbb{R}\in \mathbb{N}"),
        (r("d", PLAIN) + r("x"), r"\mathrm{d}x"),
        (r("若 x", "<m:nor/>"), r"\text{若 x}"),
        (r("x≤50%"), r"x\leq 50\%"),
        (r("x；{y}"), r"x；\{y\}"),
        (r("a") + f"<w:ins>{r('b')}</w:ins><w:del>{r('c')}</w:del>", "ab"),
        (r("a") + "<w:r><w:t>时</w:t></w:r>", r"a\text{时}"),
    ],
)
def test_a_formula_is_written_in_the_notation_of_the_page(inner, latex):
    found = read(inner).latex
    assert found.replace("le ", "leq ").replace("leqq", "leq") == latex


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (shape("groupChr", e="a+b"), "a+b"),
        (shape("acc", e="x", _={"chr": "⃛"}), "x"),
        (shape("nary", sub="", sup="", e="x", _={"chr": " "}), " x"),
        (shape("limUpp", e=shape("f", num="1", den="2"), lim="n"), "(1)/(2)^n"),
        (
            shape("d", e="x", _={"begChr": "{", "endChr": "x"}) * 0
            + shape("groupChr", e=shape("sSup", e="x", sup="12")),
            "x^(12)",
        ),
        ("<m:box><m:e>" * 40 + r("x") + "</m:e></m:box>" * 40, "x"),
    ],
)
def test_what_the_notation_cannot_say_stays_as_words(inner, text):
    assert (read(inner).latex, read(inner).text) == ("", text)


def test_a_formula_kept_as_words_is_told():
    formula = math(shape("groupChr", e=shape("f", num="a", den="b")))
    body = par(run("1. 下式等于多少：") + formula) + par("A. 1") + par("B. 2") + par("答案：A")
    (told,) = [each for each in read_paper(docx(body), "x.docx").paper.findings if each.kind != "points-missing"]
    assert (told.kind, told.number, told.severity, told.params) == (
        "formula-kept-as-text",
        "1",
        "info",
        {"formula": "(a)/(b)", "near": "1. 下式等于多少：(a)/…"},
    )


HALF = shape("f", num="1", den="2")


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (par(run("共") + math(HALF) + run("天")), [r"共\(\frac{1}{2}\)天"]),
        (par(f"<m:oMathPara>{math(HALF)}</m:oMathPara>"), [r"\[\frac{1}{2}\]"]),
        (par(f"<m:oMathPara>{math(HALF)}{math(r('x'))}</m:oMathPara>"), [r"\[\frac{1}{2}\]", r"\[x\]"]),
        (par(run("即") + f"<m:oMathPara>{math(HALF)}</m:oMathPara>"), [r"即\(\frac{1}{2}\)"]),
        (par(math(r("A. x+1"))), [r"A. \(x+1\)"]),
        (par(run("共") + math(r("12.5 小时")) + run("整")), ["共12.5 小时整"]),
    ],
)
def test_a_formula_stands_where_it_stood(body, lines):
    assert word_lines(body) == lines


def test_a_formula_in_a_cell_stands_in_its_line():
    cell = par(f"<m:oMathPara>{math(HALF)}</m:oMathPara>")
    assert word_lines(table(("A", cell, "B", "2"))) == [r"A. \(\frac{1}{2}\)", "B. 2"]


@pytest.mark.parametrize(
    ("instruction", "latex", "text"),
    [
        (r" EQ \f(1,2) ", r"\frac{1}{2}", "(1)/(2)"),
        (r"EQ \r(3,x)", r"\sqrt[3]{x}", "3√(x)"),
        (r"EQ \r(x)", r"\sqrt{x}", "√(x)"),
        (r"EQ x\s\up5(2)", "x^{2}", "x2"),
        (r"EQ x\s\do5(2)", "x_{2}", "x2"),
        (r"EQ \i\su(i=1,n,i)", r"\sum_{i=1}^{n} i", "i=1 n i"),
        (r"EQ \b\bc\[(x)", r"\left[ x \right]", "x"),
        (r"EQ \x\to(AB)", r"\overline{AB}", "AB"),
        (r"EQ \o\ac(○,3)", "", "③"),
        (r'EQ \* jc2 \* "Font:宋体" \o\ad(\s\up 9(chóng),重)', "", "重（chóng）"),
        (r"EQ \a\al(x,y)", "", "x y"),
        ("EQ " + "(" * 5000, "", "(" * 5000),
    ],
)
def test_eq_fields_are_formulas(instruction, latex, text):
    found = read_eq(instruction)
    assert (found.latex, found.text[:5000]) == (latex, text)


def test_other_fields_are_none():
    assert read_eq(" PAGE ") is None
