"""The length that a paper asks for is read back from every wording, and from no heap of words a length nobody wrote."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.papers.grammar.lengths import Length, read_length
from kaochang.papers.numerals import to_count

DIGITS = "零一二三四五六七八九"
FULL = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
SCRAPS = (
    "不少于",
    "不超过",
    "至少",
    "字数",
    "以上",
    "以内",
    "左右",
    "约",
    "字",
    "个字",
    " words",
    "at least ",
    "no more than ",
    "200",
    "５００",
    "二百",
    "八百五十",
    "1,500",
    "-",
    "—",
    "至",
    "，",
    "。",
    "；",
    "（",
    "）",
    "（1）",
    "②",
    "请写",
    "标题",
    "每题",
    "全文",
    "的",
    "\n",
    " ",
    "“",
    "”",
    "第",
)


def chinese(number):
    """A number below 10,000 as it is written out in full."""
    written, gap = "", False
    for weight, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // weight % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + unit
        gap = not digit
    return written


NUMBERS = st.integers(1, 9999)
SPELLINGS = st.sampled_from((str, chinese, lambda number: str(number).translate(FULL), lambda number: f"{number:,}"))
LEAST = st.sampled_from(("不少于{}字", "不得少于 {} 个字", "{}字以上", "至少 {} 字", "字数不低于{}"))
MOST = st.sampled_from(("不超过{}字", "不得超过 {} 字", "{}字以内", "最多{}字", "字数不多于{}"))
PLACES = st.sampled_from(
    ("请谈谈看法（{}）。", "请写一封信，{}。", "如何安抚客户？\n要求：{}。", "以“责任”为题作文，{}")
)


@given(st.integers(1, 9999))
def test_a_count_is_read_however_it_is_written(number):
    assert {to_count(text) for text in (str(number), f"{number:,}", chinese(number))} == {number}


@given(NUMBERS, SPELLINGS, LEAST, PLACES)
def test_a_least_length_is_read_from_every_wording(number, spelling, wording, place):
    assert read_length(place.format(wording.format(spelling(number)))) == Length(number, None)


@given(NUMBERS, SPELLINGS, MOST, PLACES)
def test_a_longest_length_is_read_from_every_wording(number, spelling, wording, place):
    assert read_length(place.format(wording.format(spelling(number)))) == Length(None, number)


@given(NUMBERS, NUMBERS, SPELLINGS, LEAST, MOST, PLACES, st.sampled_from(("，且", "；", "、并", "，同时")))
def test_two_halves_are_one_length_and_clash_only_where_no_text_fits(first, second, spelling, least, most, place, link):
    words = f"{least.format(spelling(first))}{link}{most.format(spelling(second))}"
    length = read_length(place.format(words))
    assert length == Length(first, second)
    assert length.clashes is (first > second)


@given(NUMBERS, SPELLINGS, PLACES, st.sampled_from(("{}字左右", "约{}字", "{}字上下", "大约{}字以上")))
def test_about_so_many_is_no_limit(number, spelling, place, wording):
    assert read_length(place.format(wording.format(spelling(number)))) is None


@given(st.lists(st.sampled_from(SCRAPS), max_size=30).map("".join), st.booleans())
@settings(max_examples=500, deadline=None)
def test_no_number_is_taken_that_the_text_does_not_hold(text, of_section):
    length = read_length(text, of_section=of_section)
    written = re.findall(
        r"\d{1,2},\d{3}|[0-9０-９]+|[二八五百十]+", text.replace("，", ",").translate({v: k for k, v in FULL.items()})
    )
    for end in (length.least, length.most) if length else ():
        assert end is None or end in {to_count(each) for each in written}
