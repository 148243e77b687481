"""The calculator: what its keys write, what comes out, and what it says when nothing can."""

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kaochang.presenters.candidate.calculator import DIGITS, KEYS, MAX_PARTS, Calculator, Trouble, press

SEVERAL = {"MC", "MR", "M+", "M−"}


def pressed(keys, calculator=None):
    """The calculator after these keys; memory keys are given between spaces."""
    calculator = calculator or Calculator()
    for word in keys.split(" "):
        for key in [word] if word in SEVERAL else word:
            calculator = press(calculator, key)
    return calculator


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        ("1+2=", "3"),
        ("0.1+0.2=", "0.3"),
        ("2+3×4=", "14"),
        ("(2+3)×4=", "20"),
        ("8÷2÷2=", "2"),
        ("9−2−3=", "4"),
        ("1÷3×3=", "1"),
        ("1÷3=×3=", "1"),
        ("2√×2√=", "2"),
        ("√9=", "3"),
        ("9√=", "3"),
        ("9√√=", "1.73205080756888"),
        ("(9+16)√=", "5"),
        ("7+9√=", "10"),
        ("√(9+16)=", "5"),
        ("50%=", "0.5"),
        ("200×15%=", "30"),
        ("9√%=", "0.03"),
        ("9%√=", "0.3"),
        ("5±+8=", "3"),
        ("5+3±=", "2"),
        ("5±±=", "5"),
        ("−√4=", "−2"),
        ("9−4√=", "7"),
        ("5×3±=", "−15"),
        ("(2+3)±=", "−5"),
        ("5=±=", "−5"),
        ("4=√=", "2"),
        ("−5+8=", "3"),
        ("2×−3=", "−6"),
        ("(−2)×3=", "−6"),
        ("2+×3=", "6"),
        ("2++3=", "5"),
        ("2(3)=", "6"),
        ("(2)3=", "6"),
        ("(2+3=", "5"),
        ("5×=", "5"),
        ("5×(=", "5"),
        ("1+2=5=", "5"),
        ("1+2=+5=", "8"),
        ("1+2=(5=", "5"),
        (".5+.5=", "1"),
        ("1.2.3=", "1.23"),
        ("007=", "7"),
        ("12⌫=", "1"),
        ("1+2⌫⌫=", "1"),
        ("1+2=⌫", "0"),
        ("1+2C", "0"),
        ("⌫", "0"),
        ("=", "0"),
        ("+", "0"),
        (")", "0"),
        ("%", "0"),
        ("±", "0"),
        ("(+", "("),
        ("()", "("),
        ("2)", "2"),
        ("1÷3=", "0.333333333333333"),
        ("2÷3=", "0.666666666666667"),
        ("999999999999999+0=", "999999999999999"),
        ("1÷999999999999999=", "0.000000000000001"),
        ("5 M+ C MR =", "5"),
        ("5 M+ 3 M− MR", "2"),
        ("5 M+ 2+ MR =", "7"),
        ("5 M+ C9 MR =", "5"),
        ("5 M+ C(2) MR =", "10"),
        ("5 M+ MC MR", "0"),
        ("5± M+ 2− MR", "2−(−5)"),
        ("5± M+ C2− MR =", "7"),
        ("5 M+ MR 7", "7"),
    ],
)
def test_keys_one_after_the_other_come_to_this(keys, result):
    assert pressed(keys).text == result


@pytest.mark.parametrize(
    ("keys", "trouble"),
    [
        ("5÷0=", Trouble.DIVIDED_BY_ZERO),
        ("5÷(2−2)=", Trouble.DIVIDED_BY_ZERO),
        ("1÷(1÷3×3−1)=", Trouble.DIVIDED_BY_ZERO),
        ("0÷0=", Trouble.DIVIDED_BY_ZERO),
        ("√(2−3)=", Trouble.ROOT_OF_NEGATIVE),
        ("4±√=", Trouble.ROOT_OF_NEGATIVE),
        ("999999999999999+1=", Trouble.TOO_LARGE),
        ("999999999999999×999999999999999×999999999999999÷999999999999999=", Trouble.TOO_LARGE),
        ("999999999999999 M+ M+", Trouble.TOO_LARGE),
    ],
)
def test_what_has_no_result_is_said_and_the_next_key_begins_anew(keys, trouble):
    after = pressed(keys)
    assert after.trouble is trouble
    assert pressed("7", after).text == "7"
    assert pressed("+", after).text == "0"


def test_trouble_leaves_the_memory_alone():
    assert pressed("7 M+ C5÷0= MR").text == "7"
    assert pressed("5÷0= M+").memory == 0


def test_a_result_says_what_it_is_the_result_of():
    after = pressed("12×3√=")
    assert (after.text, after.told) == ("20.7846096908265", "12×√3")
    assert pressed("1", after).told == ""
    assert pressed("5÷0=").told == "5÷0"


def test_a_number_takes_so_many_figures_and_a_calculation_so_many_parts():
    assert pressed("1" * 20).text == "1" * DIGITS
    assert len(pressed("1+" * MAX_PARTS).parts) == MAX_PARTS
    assert len(pressed("(" * 100).parts) == MAX_PARTS


any_keys = st.lists(st.sampled_from(sorted(KEYS)), max_size=80)


@given(any_keys)
@settings(max_examples=500, deadline=None)
@example(["1", "÷", "3", "=", *["M+", "×", "MR", "="] * 40])
@example(["9", *["√"] * 70, "="])
def test_no_keys_in_any_order_break_it(keys):
    after = Calculator()
    for key in keys:
        after = press(after, key)
        assert len(after.parts) <= MAX_PARTS
        assert after.text
    done = press(after, "=")
    assert done.trouble is not None or len(done.text) <= 2 * DIGITS + 4 or not done.told


numbers = st.one_of(
    st.integers(0, 10**9).map(str),
    st.tuples(st.integers(0, 10**5), st.integers(0, 999)).map(lambda both: f"{both[0]}.{both[1]:03}"),
)


def _joined(parts):
    left, sign, right = parts
    return (f"({left[0]}{sign}{right[0]})", _computed(left[1], sign, right[1]))


def _computed(left, sign, right):
    if left is None or right is None or (sign == "÷" and abs(right) < Fraction(1, 10**9)):
        return None
    found = {"+": left.__add__, "−": left.__sub__, "×": left.__mul__, "÷": left.__truediv__}[sign](right)
    return found if abs(found) < 10**14 else None


calculations = st.recursive(
    numbers.map(lambda text: (text, Fraction(text))),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+−×÷"), inner).map(_joined),
        inner.map(lambda each: (f"{each[0]}%", None if each[1] is None else each[1] / 100)),
    ),
    max_leaves=8,
)


@given(calculations.filter(lambda each: each[1] is not None))
@settings(max_examples=500, deadline=None)
@example(("(14834.998÷0.697)%%%", Fraction(7417499, 348500000)))
def test_what_is_shown_is_right_to_its_last_figure(calculation):
    keys, exact = calculation
    after = pressed(f"{keys}=")
    found = Fraction(after.text.replace("−", "-"))
    figures = len(str(int(abs(exact)))) if abs(exact) >= 1 else 0
    assert abs(found - exact) <= Fraction(1, 2 * 10 ** (DIGITS - figures))


@given(st.integers(0, 10**14))
@settings(max_examples=200, deadline=None)
def test_a_root_taken_twice_with_itself_is_the_number(number):
    assert pressed(f"{number}√×{number}√=").text == str(number)


@given(st.integers(0, 10**7))
def test_the_root_of_a_square_is_whole(number):
    assert pressed(f"{number * number}√=").text == str(number)
