"""Authored text is taken apart without losing or guessing anything."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.authored import Apart, Code, Formula, Gap, Paragraph, Words, find_gaps, read_authored
from kaochang.domain.formulas import parse_formula

PAGE = Path(__file__).resolve().parents[3] / "docs" / "authored-text.md"
BITS = (
    "（",
    "）",
    "【",
    "]",
    "　",
    "　　",
    " ",
    "\t",
    "_",
    "____",
    "（　　）",
    "( )",
    "甲",
    "word",
    "𬭎",
    "\n",
    "\\",
    "{",
    "}",
    "。",
)
MARKS = ("\\(x^2\\)", "\\[", "\\]", "\\(", "\\)", "\\[\\frac12\\]", "```", "```py\n", "\n```\n")
PIECES = st.sampled_from((*BITS, *MARKS))
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def gaps(text, blanks):
    return [text[gap.start : gap.end] for gap in find_gaps(text, blanks)]


@pytest.mark.parametrize(
    ("text", "blanks", "found"),
    [
        ("甲（　　）乙____丙", 2, ["　　", "____"]),
        ("within ( ) or () hours", 2, [" ", ""]),
        ("甲【　】乙＿＿丙", 2, ["　", "＿＿"]),
        ("在　　　　小时内以______方式", 2, ["　　　　", "______"]),
        ("　　缩进，在　　小时内", 1, ["　　"]),
        ("甲____", 1, ["____"]),
        ("甲_乙____", 1, ["____"]),
        ("答案是（\n）。", 1, ["\n"]),
        ("甲（　　）乙（\n　）。", 2, ["　　", "\n　"]),
        ("甲（ )乙［　】丙〖〗", 3, [" ", "　", ""]),
        ("\\(没有闭合____，而 \\(x__1\\) 闭合", 1, ["____"]),
        ("\\(没有\n```\n\\)\n```\n闭合____", 1, ["____"]),
    ],
)
def test_blanks_are_found_where_they_stand(text, blanks, found):
    assert gaps(text, blanks) == found


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("没有空位", 1),
        ("甲____乙____", 1),
        ("甲____", 2),
        ("甲（　　）乙　　丙", 1),
        ("姓　　名（　　）和工　　号", 2),
        ("甲____", 0),
        ("甲(\n】乙", 1),
    ],
    ids=[
        "none",
        "too many",
        "too few",
        "two readings",
        "some reading fits only without the bracket",
        "no blanks",
        "brackets of two kinds",
    ],
)
def test_a_doubt_is_no_blank(text, blanks):
    assert gaps(text, blanks) == []


def test_blanks_inside_code_and_formulas_are_never_fields():
    text = "```\nx = ____\n```\n答 ____，\\(a__b\\)"
    assert gaps(text, 1) == ["____"]
    assert find_gaps(text, 1)[0].start == text.rindex("____")


def test_a_blank_over_a_line_break_ends_no_paragraph_and_stays_one_blank():
    (block,) = read_authored("甲（　　）乙（\n　）。", 2)
    assert [type(piece) for piece in block.pieces] == [Words, Gap, Words, Gap, Words]


def test_a_formula_that_is_not_closed_takes_nothing_of_the_next():
    (block,) = read_authored("设 \\(x，则 \\(y^2\\) 为")
    assert [text for piece in block.pieces if isinstance(piece, Formula) for text in [piece.source]] == ["\\(y^2\\)"]
    broken = "\\(\\begin{aligned} a\\\\(b+c) \\end{aligned}\\)"
    assert isinstance(read_authored(broken)[0].pieces[0], Formula)


@pytest.mark.parametrize(
    "text",
    [
        " " * 20_000 + "\\(",
        "\\(" * 10_000,
        "\\[a" * 6_000,
        "```a\n" * 4_000,
        ("　" * 10 + "甲") * 1_800,
        "\n".join(["\\(x\\)____"] * 1_800),
    ],
    ids=["spaces", "openers", "apart", "code", "gaps", "lines"],
)
def test_twenty_thousand_characters_are_read_in_no_time(text):
    read_authored.cache_clear()
    find_gaps.cache_clear()
    began = time.process_time()  # of this program alone: others may keep the machine busy
    read_authored(text, 1_800)
    assert time.process_time() - began < 0.5


def test_code_keeps_its_lines_and_stands_apart():
    blocks = read_authored("看程序：\n```python\nif a:\n\tb\n\n```\n它的输出是")
    assert [type(block) for block in blocks] == [Paragraph, Code, Paragraph]
    assert blocks[1].text == "if a:\n\tb\n"


def test_only_a_fence_without_a_word_closes_code():
    (code,) = read_authored("```\n```python\nif a:\n```\n")
    assert isinstance(code, Code)
    assert code.text == "```python\nif a:"


def test_code_that_is_not_closed_is_text():
    text = "```python\nif a:\n"
    assert "\n".join("".join(piece.text for piece in block.pieces) for block in read_authored(text)) == text


def test_formulas_stand_in_the_line_or_apart():
    blocks = read_authored("设 \\(x\\)，则\n\\[ y=x^2 \\]\n成立")
    assert [type(block) for block in blocks] == [Paragraph, Apart, Paragraph]
    assert [type(piece) for piece in blocks[0].pieces] == [Words, Formula, Words]


def test_a_formula_that_is_not_understood_is_text():
    (block,) = read_authored("设 \\(\\oddity{x}\\)")
    assert [type(piece) for piece in block.pieces] == [Words]


def test_a_line_break_in_a_formula_ends_no_paragraph():
    assert len(read_authored("设 \\(a +\nb\\) 为")) == 1


@given(TEXTS, st.integers(0, 4))
def test_nothing_is_lost_and_nothing_is_twice(text, blanks):
    places = []
    for block in read_authored(text, blanks):
        assert 0 <= block.start <= block.end <= len(text)
        if isinstance(block, Paragraph):
            assert "".join(text[piece.start : piece.end] for piece in block.pieces) == text[block.start : block.end]
            assert all(text[p.start : p.end] == p.text for p in block.pieces if isinstance(p, Words))
            numbers = [piece.number for piece in block.pieces if isinstance(piece, Gap)]
            assert numbers == sorted(numbers)
        places += range(block.start, block.end)
    assert places == sorted(set(places))
    left = "".join(letter for place, letter in enumerate(text) if place not in set(places))
    assert not re.sub(r"```[^\s`]*|\s", "", left)


@given(TEXTS, st.integers(1, 4))
def test_there_are_as_many_gaps_as_blanks_or_none(text, blanks):
    found = find_gaps(text, blanks)
    assert [gap.number for gap in found] in ([], list(range(blanks)))
    shown = [p for b in read_authored(text, blanks) if isinstance(b, Paragraph) for p in b.pieces if isinstance(p, Gap)]
    assert len(shown) == len(found)


@given(st.text(st.sampled_from("\\{}^_&[]()x1+ fracsqlebgindmt"), max_size=40))
def test_any_formula_is_read_or_refused(source):
    parse_formula(source)


@pytest.mark.parametrize(
    "source", ["{", "}", "x^", "x^2^3", "\\frac{1}", "\\left(", "\\begin{cases}x", "a & b", "\\[2pt]"]
)
def test_half_a_formula_is_no_formula(source):
    assert parse_formula(source) is None


@pytest.mark.parametrize(
    "source", ["f'^2", "f''^{n}", "\\left\\lbrace x\\right\\rbrace", "\\operatorname*{argmax}_{x}"]
)
def test_what_is_understood_in_parts_is_understood_together(source):
    assert parse_formula(source) is not None


@pytest.mark.parametrize("grid", ["matrix", "pmatrix", "vmatrix"])
def test_a_matrix_with_a_hole_is_shown_as_authored_and_lines_of_cases_may_be_shorter(grid):
    assert parse_formula(f"\\begin{{{grid}}} a & b \\\\ c \\end{{{grid}}}") is None
    assert parse_formula("\\begin{cases} x, & x>0 \\\\ 0 \\end{cases}") is not None


@pytest.mark.parametrize("chain", ["\\bar", "\\sqrt", "\\frac1", "x^", "\\binom1", "\\sqrt[3]"])
def test_what_is_nested_without_braces_is_bounded_too(chain):
    assert parse_formula(chain * 3 + " x") is not None or chain == "x^"
    assert parse_formula(chain * 140 + " x") is None


@pytest.mark.parametrize("source", ["{" * 30 + "x" + "}" * 30, "x" * 2001, "  "])
def test_a_formula_is_bounded(source):
    assert parse_formula(source) is None


def test_every_sign_that_the_page_names_is_understood():
    table = PAGE.read_text("utf-8").partition("| --- | --- |")[2]
    rows = {row.split(" | ")[0].strip("| "): row for row in table.splitlines() if row.startswith("| ")}
    plain = [
        rows[kind]
        for kind in ("Greek", "operators", "relations", "other signs", "functions", "sums, products, integrals")
    ]
    names = {name for row in plain for name in re.findall(r"\\[A-Za-z]+", row)}
    assert len(names) > 100
    assert [name for name in sorted(names) if parse_formula(name) is None] == []
    assert [name for name in re.findall(r"\\[a-z]+", rows["marks"]) if parse_formula(name + "{x}") is None] == []


@pytest.mark.parametrize("sample", re.findall(r"`(\\(?:frac|binom|sqrt|begin|left).*?)`", PAGE.read_text("utf-8")))
def test_every_example_of_the_page_is_understood(sample):
    assert parse_formula(sample.replace("...", "x")) is not None


@pytest.mark.parametrize(
    ("source", "figures"), [("3.14", ["3.14"]), ("1 200", ["1", "200"]), ("12,5", ["12", ",", "5"])]
)
def test_a_number_is_one_sign_with_its_decimal_point(source, figures):
    read = parse_formula(source)
    assert [sign.text for sign in getattr(read, "parts", (read,))] == figures
