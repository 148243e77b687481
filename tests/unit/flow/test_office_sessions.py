"""Sessions of the whole way: refused before anything is sealed, noted beside what was, and listed afterwards."""

from dataclasses import replace

import pytest
from kaochang.domain.assessments import Level
from kaochang.domain.refusals import Outcome
from kaochang.flow import office_sessions, sticks
from kaochang.flow.office_sessions import SessionOrder
from kaochang.flow.session_plan import SessionWish
from kaochang.papers.roster import roster_of_text
from support.office_pages import PASSPHRASE
from support.office_sessions import AtSessions
from support.refusals import refuses

ROWS = roster_of_text("姓名\t工号\n测试甲\tG1\n测试乙\tG2\n").rows

pytestmark = pytest.mark.usefixtures("cheap_guesses")


@pytest.fixture
def at(tmp_path, words):
    return AtSessions(tmp_path / "data", words)


@pytest.fixture
def order(at):
    """Two people, one exam, one room."""
    wish = SessionWish([at.exam()], rooms=["上海 301"], zone=at.office().zone, cost=at.office().cost)
    return SessionOrder(wish, ROWS, sticks.choose(at.stick), PASSPHRASE)


def sealed(at, order):
    return office_sessions.seal_session(at.office(), order)


def test_what_is_noted_of_a_session_stands_in_the_list(at, order):
    made = sealed(at, replace(order, wish=replace(order.wish, seat_seed="摇号 7")))
    (kept,) = office_sessions.sealed_sessions(at.office())
    assert (kept.session, kept.folder) == (made.session, made.kept)
    assert (kept.about.tickets, kept.about.exams, kept.about.seat_seed) == (2, ("上岗",), "摇号 7")
    assert kept.about.sealed == at.clock.wall()


def test_a_session_of_an_older_program_is_listed_without_a_note_and_a_damaged_one_hinders_no_other(at, order):
    made = sealed(at, order)
    (made.kept / "about.json").unlink()
    (at.office().sessions / "half").mkdir()
    (kept,) = office_sessions.sealed_sessions(at.office())
    assert kept.about is None


def test_the_last_to_open_stands_first(at, order):
    first = sealed(at, order).session
    wish = replace(order.wish, title="第二场", opens=first.opens + 86_400_000)
    second = sealed(at, replace(order, wish=wish)).session
    assert [each.session.id for each in office_sessions.sealed_sessions(at.office())] == [second.id, first.id]


@pytest.mark.parametrize("look", [True, False])
@pytest.mark.parametrize("key", ["session.no-exam", "session.no-roster"])
def test_a_session_without_an_exam_or_without_anybody_is_refused_looked_at_and_sealed(at, order, key, look):
    wish = replace(order.wish, exams=()) if key == "session.no-exam" else order.wish
    rows = () if key == "session.no-roster" else ROWS
    with refuses(Outcome.POLICY, key):
        if look:
            office_sessions.plan_here(at.office(), wish, rows, order.cards)
        else:
            sealed(at, replace(order, wish=wish, rows=rows))
    assert list(at.stick.iterdir()) == []


def test_a_first_passphrase_that_is_too_short_is_refused_before_the_office_has_a_key(at, order):
    with refuses(Outcome.POLICY, "passphrase.short"):
        sealed(at, replace(order, passphrase="short"))
    assert not at.office().keys.exists()


def test_a_stick_that_holds_a_session_of_this_name_and_day_is_refused_and_left_as_it_is(at, order):
    sealed(at, order)
    with refuses(Outcome.EXISTS, "quick.same-folder"):
        sealed(at, order)
    assert len(list(at.stick.iterdir())) == 1
    assert len(office_sessions.sealed_sessions(at.office())) == 1


def test_a_certified_session_is_looked_at_with_its_cards(at, order):
    wish = replace(order.wish, level=Level.CERTIFIED)
    with refuses(Outcome.POLICY, "seal.centre-card"):
        office_sessions.plan_here(at.office(), wish, ROWS, order.cards)


def test_an_office_without_a_bank_has_no_exams(at):
    assert office_sessions.exams_there(at.office()) == ()
