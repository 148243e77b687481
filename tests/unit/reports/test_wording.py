from datetime import timedelta
from fractions import Fraction

import pytest
from kaochang.reports.wording import duration_text, local, moment_text, share_text, shorten
from unit.reports.support import OPENS, ZONE, Catalogue


def test_a_share_is_a_percentage_to_one_place():
    assert share_text(Fraction(2, 3)) == "66.7%"
    assert share_text(Fraction(1)) == "100.0%"


def test_a_duration_counts_hours_past_a_day_and_drops_parts_of_a_second():
    assert duration_text(timedelta(hours=26, minutes=5, seconds=9, milliseconds=999)) == "26:05:09"


@pytest.mark.parametrize(("language", "text"), [("zh_CN", "2026 年 11 月 21 日 09:30"), ("en", "2026-11-21 09:30")])
def test_a_moment_reads_in_local_time_and_in_the_readers_order(language, text):
    assert moment_text(local(OPENS, ZONE), Catalogue(language)) == text


def test_a_short_text_stays_whole_and_a_long_one_ends_with_an_ellipsis_within_its_length():
    assert shorten("一\n二  三", 5) == "一 二 三"
    assert shorten("一二三四五六", 5) == "一二三四…"
