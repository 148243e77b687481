import pytest
from kaochang.reports.line_breaking import fold


def lines(text, width):
    return fold(text, lambda _: width, len)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", []),
        ("一二三四", ["一二三四"]),
        ("一二三四，五", ["一二三", "四，五"]),
        ("一二三（四五", ["一二三", "（四五"]),
        ("一二 word 三", ["一二", "word", "三"]),
        ("abcdefghij", ["abcd", "efgh", "ij"]),
    ],
)
def test_lines_break_where_chinese_typesetting_allows(text, folded):
    assert lines(text, 4) == folded


def test_each_line_may_have_a_width_of_its_own():
    assert fold("一二三四五", lambda number: 2 if number == 0 else 3, len) == ["一二", "三四五"]


def test_a_width_nothing_fits_still_makes_progress():
    assert lines("一二", 0) == ["一", "二"]
