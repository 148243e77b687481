"""A red line is passed by a named person for a reason, never unseen."""

import pytest


@pytest.fixture
def desk(office):
    office.read()
    office.paper.ask_pass(next(each.number for each in office.state.findings if each.at == office.item("一、3").index))
    return office


def test_the_question_names_the_finding_and_how_many_are_like_it(desk):
    face = desk.state.passing
    assert "没有答案" in face.text
    assert face.alike == 2
    assert face.by == ""


def test_without_a_name_or_a_reason_nothing_is_passed(desk):
    for by, reason in (("", "考前补"), ("李文", " ")):
        desk.paper.passing.give(by, reason, with_alike=True)
        assert desk.state.refused.next_step
        assert "一、3" in desk.open_findings()
    assert desk.desk.draft.mends == ()


def test_a_named_person_passes_it_and_is_told_with_it(desk):
    desk.paper.passing.give("李文", "考前补上", with_alike=False)
    assert desk.open_findings() == ["一、2", "二、2", "三、2"]
    passed = next(each for each in desk.state.findings if each.passed)
    assert "李文" in passed.passed
    assert "考前补上" in passed.passed
    assert desk.state.passing is None


def test_those_of_its_kind_go_with_it_where_they_are_meant_too(desk):
    desk.paper.passing.give("李文", "考前补上", with_alike=True)
    assert desk.open_findings() == ["一、2"]


def test_the_name_is_there_the_next_time(desk):
    desk.paper.passing.give("李文", "考前补上", with_alike=False)
    desk.paper.ask_pass(next(each.number for each in desk.state.findings if each.can_pass))
    assert desk.state.passing.by == "李文"


def test_nobody_has_to_pass_anything(desk):
    desk.paper.passing.stop()
    assert desk.state.passing is None
    assert "一、3" in desk.open_findings()


def test_a_mend_takes_the_question_away(desk):
    desk.paper.mends.set_key(desk.item("一、3").index, "A")
    assert desk.state.passing is None
    assert "一、3" not in desk.open_findings()
