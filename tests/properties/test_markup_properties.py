"""Markup from anybody: every word of a text is kept, in order, and nothing but a refusal is ever raised."""

from html import escape

from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.authored import read_authored
from kaochang.domain.formulas import parse_formula
from kaochang.papers.lines import visible
from kaochang.papers.markup.html import to_authored
from kaochang.papers.markup.mathml import to_latex
from lxml import etree

WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), max_size=30)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "i",
        "u",
        "span",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "pre",
        "code",
        "sub",
        "sup",
        "br",
        "img",
        "math",
        "mi",
        "mo",
        "mn",
        "mrow",
        "mfrac",
        "q",
        "ruby",
        "rt",
        "svg",
    ]
)
TREES = st.recursive(
    WORDS,
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)),
    max_leaves=25,
)
MATHS = st.recursive(
    st.tuples(st.sampled_from(("mi", "mo", "mn", "mtext")), st.text("xyzαβ∑∫≤≥≠()[]{}|′^_~&%12.,→ \\", max_size=3)),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                "mrow",
                "msqrt",
                "mroot",
                "mfrac",
                "msub",
                "msup",
                "msubsup",
                "munder",
                "mover",
                "munderover",
                "mtable",
                "mtr",
                "mtd",
                "mfenced",
                "mphantom",
            ]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


def html(tree):
    if isinstance(tree, str):
        return escape(tree)
    name, inner = tree
    return f"<{name}>{''.join(map(html, inner))}</{name}>"


def element(tree):
    name, inner = tree
    made = etree.Element(name)
    if isinstance(inner, str):
        made.text = inner
    else:
        made.extend(map(element, inner))
    return made


def bare(text):
    return "".join(sign for sign in visible(text) if not sign.isspace())


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_the_words_of_paragraphs_are_kept_in_order(paragraphs):
    read = to_authored("".join(f"<p>{escape(text)}</p>" for text in paragraphs))
    assert bare(read.text) == bare("".join(paragraphs))


@given(TREES)
def test_any_tree_of_elements_can_be_read_and_shown(tree):
    read = to_authored(html(tree))
    read_authored(read.text)
    assert all(cell is not None for table in read.tables for row in table.rows for cell in row)
    assert all(len({len(row) for row in table.rows}) == 1 for table in read.tables)


@given(st.text(max_size=200))
def test_any_text_can_be_read_as_html(text):
    read_authored(to_authored(text).text)


@given(MATHS)
def test_what_is_said_of_a_formula_is_always_a_formula(tree):
    made = etree.Element("math")
    made.append(element(tree))
    latex = to_latex(made)
    assert latex is None or parse_formula(latex) is not None
