"""Any formula of Word: what it becomes the screen can show, and no letter of it is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.domain import authored
from kaochang.domain.formulas import parse_formula
from kaochang.papers.markup.eq_fields import read_eq
from kaochang.papers.markup.omml import read_omml
from lxml import etree

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
LETTERS = st.text(st.sampled_from("abxyABCR12.5αβπ∑≤≠→×%{}\\_^&$#~'\"|()[]（），；时间率𝑥ℝ½²∞⋃ \u2003"), max_size=5)
SIGNS = st.sampled_from(["", "(", ")", "[", "{", "}", "|", "‖", "⟨", "（", "∑", "∫", "⋃", "̂", "⃗", "→", "⏟", "x", "\\"])
PARTS = ("num", "den", "e", "sub", "sup", "deg", "lim", "fName")
SHAPES = {
    "f": ("num", "den"),
    "rad": ("deg", "e"),
    "sSup": ("e", "sup"),
    "sSub": ("e", "sub"),
    "sPre": ("sub", "sup", "e"),
    "sSubSup": ("e", "sub", "sup"),
    "nary": ("sub", "sup", "e"),
    "func": ("fName", "e"),
    "limLow": ("e", "lim"),
    "limUpp": ("e", "lim"),
    "acc": ("e",),
    "bar": ("e",),
    "box": ("e",),
    "groupChr": ("e",),
    "d": ("e", "e"),
    "eqArr": ("e", "e"),
    "borderBox": ("e",),
}


def run(text, style):
    element = etree.Element(f"{{{M}}}r")
    if style:
        etree.SubElement(etree.SubElement(element, f"{{{M}}}rPr"), f"{{{M}}}{style}").set(f"{{{M}}}val", "p")
    etree.SubElement(element, f"{{{M}}}t").text = text
    return element


def shaped(name, inner, properties):
    element = etree.Element(f"{{{M}}}{name}")
    said = etree.SubElement(element, f"{{{M}}}{name}Pr")
    for key, value in properties.items():
        etree.SubElement(said, f"{{{M}}}{key}").set(f"{{{M}}}val", value)
    for part, child in zip(SHAPES[name], inner, strict=False):
        etree.SubElement(element, f"{{{M}}}{part}").append(child)
    return element


def matrix(cells):
    element = etree.Element(f"{{{M}}}m")
    for line in cells:
        row = etree.SubElement(element, f"{{{M}}}mr")
        for cell in line:
            etree.SubElement(row, f"{{{M}}}e").append(cell)
    return element


NAMES = st.sampled_from(["chr", "begChr", "endChr", "sepChr"])
RUNS = st.builds(run, LETTERS, st.sampled_from(["", "", "sty", "nor"]))
FORMULAS = st.recursive(
    RUNS,
    lambda inner: (
        st.builds(
            shaped,
            st.sampled_from(sorted(SHAPES)),
            st.lists(inner, min_size=1, max_size=3),
            st.dictionaries(NAMES, SIGNS),
        )
        | st.builds(matrix, st.lists(st.lists(inner, max_size=2), max_size=2))
    ),
    max_leaves=8,
)


def math(inner):
    element = etree.Element(f"{{{M}}}oMath")
    element.extend(inner)
    return element


@given(st.lists(FORMULAS, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_what_a_formula_becomes_is_understood_and_stands_in_a_text_as_one(inner):
    found = read_omml(math(inner))
    if not found.latex:
        return
    assert parse_formula(found.latex) is not None
    marked = found.marked(apart=False)
    if marked.startswith("\\("):
        (paragraph,) = authored.read_authored(f"甲{marked}乙")
        assert [type(piece) for piece in paragraph.pieces] == [authored.Words, authored.Formula, authored.Words]


@given(st.lists(FORMULAS, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_no_letter_of_a_formula_is_lost(inner):
    element = math(inner)
    found = read_omml(element)
    shown = found.latex or found.text
    for run_element in element.iter(f"{{{M}}}t"):
        for letter in run_element.text or "":
            if letter.isascii() and letter.isalnum():
                assert letter in shown


@given(st.text(st.sampled_from('\\frsoabxiud(),;1 2○x*"EQ{}'), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_eq_field_is_a_formula_or_words(instruction):
    found = read_eq(f"EQ {instruction}")
    assert found is not None
    assert not found.latex or parse_formula(found.latex) is not None
