"""Identity numbers are told right from wrong by their digits, their date and their check character."""

import pytest
from kaochang.domain import identity_numbers

RIGHT = [
    "11010519491231002X",
    "11010519491231002x",
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105 19491231 002X",
    "440524188001010014",
]
"""The examples that the standard itself prints."""


@pytest.mark.parametrize("text", RIGHT)
def test_right_ones_are_right_however_they_are_typed(text):
    assert identity_numbers.is_right(text)
    assert identity_numbers.looks_like_one(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        "11010519491231003X",
        "110105194902310027",
        "010105194912310025",
        "11010519491231002",
        "1101051949123100211",
        "110105179912310029",
        "1.10105E+17",
        "1.10105194912E+17",
    ],
)
def test_wrong_ones_are_wrong(text):
    assert identity_numbers.looks_like_one(text)
    assert not identity_numbers.is_right(text)


@pytest.mark.parametrize("text", ["", "E12345678", "310X", "1001", "张三", "H0123456700"])
def test_other_documents_are_none_at_all(text):
    assert not identity_numbers.looks_like_one(text)
    assert not identity_numbers.is_right(text)


def test_one_wrong_digit_is_always_noticed():
    right = RIGHT[0]
    wrong = [
        right[:place] + digit + right[place + 1 :]
        for place in range(17)
        for digit in "0123456789"
        if digit != right[place]
    ]
    assert not any(map(identity_numbers.is_right, wrong))
