"""The settings: all there, each can be changed, what cannot be is told at its field, and only changes are kept."""

import re
from fractions import Fraction

import pytest
from kaochang.domain.assessments import Kind
from kaochang.flow.quick import pass_mark
from kaochang.presenters.office.settings import Field, PassBy
from kaochang.presenters.office.wishes import number_of, wished
from support.office_pages import PEOPLE, AtEveryPage
from support.small_paper import KEY, PAPER

MINUTE = 60_000


@pytest.fixture
def office(tmp_path, words):
    return AtEveryPage(tmp_path / "data", words)


def test_nothing_has_to_be_typed(office):
    page = office.to_settings()
    assert page.state.is_whole
    page.go_on()
    assert office.here == "seal"


def test_the_pass_mark_is_said_in_points_and_per_cent_of_the_real_total_as_it_is_typed(office):
    page = office.to_settings()
    total = wished(office.desk).total
    for typed, share in (("50", Fraction(1, 2)), ("75%", Fraction(3, 4))):
        page.type(Field.MARK, typed)
        mark = total * share
        assert f"{float(mark):g}" in page.state.said[Field.MARK]
    page.pass_by(PassBy.POINTS)
    assert number_of(page.state.typed[Field.MARK]) == total * Fraction(3, 4), "the same mark, said the other way"
    page.pass_by(PassBy.NONE)
    assert pass_mark(wished(office.desk).wish, total) is None


def test_a_share_that_makes_more_than_two_places_is_told_with_the_mark_it_comes_to(office, words):
    page = office.to_settings()
    page.type(Field.MARK, "33.33")
    told = {"total": 30, "share": "33.33", "exact": "9.999", "mark": 10}
    assert page.state.said[Field.MARK] == words("office.settings.mark-rounded", **told)
    assert pass_mark(wished(office.desk).wish, Fraction(30)) == 10


def test_a_mark_that_is_no_round_share_is_said_to_be_about_that_and_stays_what_it_is(office, words):
    page = office.to_settings()
    page.pass_by(PassBy.POINTS)
    page.type(Field.MARK, "20")
    told = {"total": 30, "mark": 20, "share": "66.67"}
    assert page.state.said[Field.MARK] == words("office.settings.mark-about", **told)
    page.pass_by(PassBy.PERCENT)
    assert page.state.typed[Field.MARK] == "66.67"
    assert pass_mark(wished(office.desk).wish, Fraction(30)) == 20


def test_points_that_no_decimal_says_are_shared_to_the_whole(office, words):
    paper = re.sub(r"（共\d+题.*?）", "", PAPER).replace("满分：30分", "满分：100分")
    office.to_roster(paper=paper + KEY).paste(PEOPLE)
    office.page("roster").go_on()
    page = office.page("settings")
    assert wished(office.desk).total == 100
    assert page.state.typed[Field.POINTS_EACH] == "11.11"
    assert page.state.said[Field.POINTS_EACH] == words("office.settings.shared", count=9, each="11.11", total=100)


def test_how_many_items_people_must_score_is_said_before_anything_is_sealed(office, words):
    assert words("office.settings.for-people", count=1) in office.to_settings().state.summary


def test_a_window_shorter_than_the_working_time_is_told_there_and_nobody_goes_on(office):
    page = office.to_settings()
    page.set_window(page.state.opens, page.state.opens + 10 * MINUTE)
    assert page.state.wrong[Field.WINDOW].message
    page.go_on()
    assert office.here == "settings"


def test_everything_that_is_wrong_is_told_at_once_and_named_where_it_holds_the_page(office, words):
    page = office.to_settings()
    page.type(Field.TITLE, " ")
    page.type(Field.MINUTES, "")
    page.type(Field.MARK, "170")
    page.type(Field.ROOM, "")
    assert set(page.state.wrong) == {Field.TITLE, Field.MINUTES, Field.MARK, Field.ROOM}
    assert not page.state.is_whole
    assert all(words(f"office.settings.{field}") in page.state.why for field in page.state.wrong)


def test_what_was_changed_is_there_after_the_program_was_killed_and_the_rest_follows_anew(office):
    page = office.to_settings()
    page.type(Field.MINUTES, "75")
    page.set_kind(Kind.REHEARSAL)
    again = office.again()
    state = again.page("settings").state
    assert (again.here, state.typed[Field.MINUTES], state.kind) == ("settings", "75", Kind.REHEARSAL)
    assert set(again.desk.draft.wish) == {"paper", "minutes", "kind"}


def test_another_paper_has_settings_of_its_own(office):
    page = office.to_settings()
    page.type(Field.TITLE, "旧的名称")
    office.paper.choose(office.file(name="另一份.txt", text=(office.data.parent / "paper.txt").read_text("utf-8")))
    assert wished(office.desk).wish.title != "旧的名称"


def test_what_was_changed_can_all_be_taken_back(office):
    page = office.to_settings()
    before = page.state.typed
    page.type(Field.MINUTES, "33")
    assert page.state.is_changed
    page.forget()
    assert page.state.typed == before
    assert not page.state.is_changed


def test_settings_of_a_later_program_that_cannot_be_read_are_left_aside(office):
    page = office.to_settings()
    office.desk.keep(wish={"paper": office.desk.draft.paper.name, "minutes": "soon"})
    page.enter()
    assert page.state.is_whole


def test_the_room_is_asked_for_only_where_somebody_has_none(office):
    assert office.to_settings().state.asks_room
    office.page("roster").paste("姓名\t工号\t考场\n测试甲\tG1\t302\n测试乙\tG2\t302\n")
    office.page("settings").enter()
    assert not office.page("settings").state.asks_room


@pytest.mark.parametrize(
    ("typed", "number"),
    [("60", 60), (" 60 % ", 60), ("６０分", 60), ("1.5", Fraction(3, 2)), ("1/3", Fraction(1, 3))],
)
def test_numbers_are_taken_as_people_write_them(typed, number):
    assert number_of(typed) == number


@pytest.mark.parametrize("typed", ["", "-5", "1e3", "1/0", "六十", "nan", "6 0", "1234567"])
def test_what_is_no_number_is_none(typed):
    assert number_of(typed) is None
