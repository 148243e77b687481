"""A code in groups, checked while it is typed."""

import pytest
from kaochang.presenters.candidate.typed_code import GroupSign, blank
from kaochang.sealing.codes import PIN, START_CODE
from screens import fakes


def _typed(shape, code):
    typed = blank(shape)
    for index, group in enumerate(code.split("-")):
        typed = typed.with_group(index, group)
    return typed


@pytest.mark.parametrize(("shape", "code"), [(START_CODE, fakes.START_CODE), (PIN, fakes.PIN)])
def test_a_whole_code_is_good_and_reads_as_it_is_displayed(shape, code):
    typed = _typed(shape, code)
    assert typed.is_good
    assert typed.text == code


def test_a_group_is_open_until_it_is_full_and_then_good_or_wrong():
    first = fakes.PIN.split("-")[0]
    wrong = first[:-1] + ("A" if first[-1] != "A" else "B")
    signs = [blank(PIN).with_group(0, text).groups[0].sign for text in (first[:4], first, wrong)]
    assert signs == [GroupSign.OPEN, GroupSign.GOOD, GroupSign.WRONG]


def test_a_group_of_one_code_is_wrong_in_another_place_of_it():
    first = fakes.PIN.split("-")[0]
    assert blank(PIN).with_group(1, first).groups[1].sign is GroupSign.WRONG


def test_what_was_typed_is_not_in_its_repr():
    typed = repr(_typed(PIN, fakes.PIN))
    assert not any(group in typed for group in fakes.PIN.split("-"))
