"""Mends: each is one step that can be undone, kept at once, and refused in words where it cannot be."""

import pytest
from kaochang.domain.items import ItemType
from kaochang.domain.mends import SetPoints, SetSectionPoints


@pytest.fixture
def mends(office):
    office.read()
    return office.paper.mends


def test_undo_and_redo_go_step_by_step(office, mends):
    office.paper.letter("B")
    office.paper.letter("C")
    mends.undo()
    assert office.item("一、2").chosen == ("B",)
    mends.undo()
    assert office.item("一、2").chosen == ()
    assert (office.state.can_undo, office.state.can_redo) == (False, True)
    mends.redo()
    mends.redo()
    assert office.item("一、2").chosen == ("C",)
    assert not office.state.can_redo


@pytest.mark.parametrize(("written", "points"), [("3", "3"), (" 1.5 ", "1.5"), ("2分", "2"), ("1/3", "1/3")])
def test_points_are_taken_as_people_write_them(office, mends, written, points):
    at = office.item("一、1").index
    mends.set_points(at, written)
    assert office.item("一、1").points_value == points
    assert isinstance(office.desk.draft.mends[-1], SetPoints)


@pytest.mark.parametrize("written", ["", "0", "-2", "两分", "1e9", "1/0", "100000"])
def test_points_that_are_none_change_nothing_and_are_said(office, mends, written):
    before = office.item("一、1")
    mends.set_points(before.index, written)
    assert office.item("一、1") is before
    assert office.state.refused.next_step
    assert office.desk.draft.mends == ()


def test_the_points_of_a_whole_section_are_one_mend(office, mends):
    mends.set_points(office.item("一、1").index, "4", is_all=True)
    assert [office.item(f"一、{number}").points_value for number in (1, 2, 3)] == ["4", "4", "4"]
    assert isinstance(office.desk.draft.mends[-1], SetSectionPoints)


def test_a_key_is_written_where_no_letter_says_it(office, mends):
    at = office.item("四、1").index
    mends.set_key(at, "甲；乙")
    assert office.item("四、1").key == "甲；乙"


def test_a_key_that_the_item_cannot_have_is_refused_and_nothing_changes(office, mends):
    before = office.item("四、1")
    mends.set_key(before.index, "甲；乙；丙")
    assert office.item("四、1") is before
    assert office.state.refused.message
    assert office.state.refused.next_step
    office.paper.letter("B")
    assert office.state.refused is None, "the next mend that can be takes the words away"


def test_a_type_a_stem_and_options_can_be_mended(office, mends):
    at = office.item("一、3").index
    mends.set_type(at, ItemType.MULTIPLE)
    assert office.item("一、3").type is ItemType.MULTIPLE
    mends.set_stem(at, "通话记录里应当写明哪些？")
    assert office.item("一、3").stem == "通话记录里应当写明哪些？"
    mends.set_options(at, ("结果", "口音", "天气", "下一步"))
    assert [each.text for each in office.item("一、3").options] == ["结果", "口音", "天气", "下一步"]


def test_an_item_is_left_out_and_taken_in_again(office, mends):
    at = office.item("一、3").index
    mends.drop(at)
    assert office.item("一、3").is_dropped
    assert office.state.kept == 8
    assert "一、3" not in office.open_findings()
    mends.keep(at)
    assert office.state.kept == 9
    assert "一、3" in office.open_findings()


def test_joined_items_are_one_and_the_focus_is_on_it(office, mends):
    at = office.item("一、3").index
    mends.join(at)
    assert len(office.state.items) == 8
    assert office.state.here == at - 1


def test_an_item_is_split_at_a_line_of_the_paper(office, mends):
    at = office.item("一、1").index
    line = next(each for each in office.state.lines if each.item == at and each.text.startswith("C."))
    mends.split(at, line=line.number)
    assert len(office.state.items) == 10


def test_what_is_left_open_is_asked_for_by_name(office, mends):
    at = office.item("一、3").index
    office.paper.leave_key(at)
    assert office.item("一、3").is_pending
    assert office.state.passing is not None
