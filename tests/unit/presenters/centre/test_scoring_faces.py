"""Figures of agreement in words: what they mean, and when they mean little."""

from fractions import Fraction

import pytest
from kaochang.flow.scoring import Agreement
from kaochang.flow.scoring_overview import Overview
from kaochang.presenters.centre.scoring_faces import overview_face
from kaochang.presenters.centre.scoring_forms import names_in
from kaochang.presenters.office.score_rows import Tone


def said(words, kappa, count=100):
    from kaochang.flow.scoring_overview import ItemStands
    from kaochang.store.marking import SchemeVersion
    from screens.sample_scoring import SHORT, SHORT_SCHEME

    version = SchemeVersion(0, "short", SHORT_SCHEME, withdrawn=False, by="", reason="", made=0)
    stands = ItemStands(SHORT, (version,), None, is_scored=True, needs_key=False)
    agreed = Agreement("short", ("甲", "乙"), count, Fraction(1, 2), Fraction(1), kappa)
    apart = {"short": {"甲": Fraction(1, 5), "乙": Fraction(-1)}}
    return overview_face(Overview((stands,), {}, (agreed,), apart, {"short": 7}), words)


@pytest.mark.parametrize(
    ("kappa", "tone"),
    [(Fraction(4, 5), Tone.GOOD), (Fraction(3, 5), Tone.PLAIN), (Fraction(2, 5), Tone.DOUBT), (Fraction(-1), Tone.BAD)],
)
def test_kappa_is_told_with_its_meaning(words, kappa, tone):
    (line,) = said(words, kappa).agreement
    assert line.tone is tone
    assert f"{float(kappa):.2f}" in line.meaning
    assert "50%" in line.text


def test_of_few_responses_kappa_is_a_hint_and_of_equal_points_nothing(words):
    (few,) = said(words, Fraction(-1), count=5).agreement
    assert (few.tone, "仅供参考" in few.meaning) == (Tone.QUIET, True)
    (none,) = said(words, None).agreement
    assert "算不出" in none.meaning


def test_severity_is_told_beyond_a_twentieth_of_the_points(words):
    one, other = said(words, None).severity
    assert (one.tone, other.tone) == (Tone.PLAIN, Tone.DOUBT)
    assert "偏严，平均低 1 分" in other.meaning


def test_what_nobody_was_given_is_counted(words):
    assert "7" in said(words, None).unplanned


def test_names_are_parted_by_commas_and_keep_their_spaces():
    assert names_in(" Ann Lee, 甲、乙；乙\n") == ("Ann Lee", "甲", "乙")
