"""Taking back: a stick's session is found by itself, its table names everybody, the same stick changes nothing."""

from pathlib import Path

import pytest
from kaochang.domain.rosters import TicketStatus
from kaochang.presenters.office.scores_state import BackPhase, Pick, ScoreColumn
from support import quick_day
from support.office_pages import PASSPHRASE, AtEveryPage


@pytest.fixture(autouse=True)
def _cheap():
    with quick_day.cheap_guesses():
        yield


@pytest.fixture
def office(tmp_path, words):
    made = AtEveryPage(tmp_path / "data", words)
    made.sealed()
    return made


@pytest.fixture
def sat(office):
    """Two of three handed in, and the stick is in again."""
    office.sit(0, 1)
    office.page("done").take_back()
    return office


@pytest.fixture
def taken(sat):
    page = sat.page("take-back")
    page.type_passphrase(PASSPHRASE)
    page.take()
    return page


def texts(page, column):
    face = page.state.scores
    return [face.words.cell(row, column).text for row in face.rows]


def test_without_results_nothing_can_be_taken(office):
    office.page("done").take_back()
    page = office.page("take-back")
    page.type_passphrase(PASSPHRASE)
    assert page.state.found == ()
    assert page.state.why == office.words("office.back.why.session")


def test_the_session_of_a_stick_is_found_by_itself(sat):
    page = sat.page("take-back")
    [face] = page.state.found
    assert face.is_chosen
    assert page.state.why == sat.words("office.back.why.passphrase")
    page.type_passphrase(PASSPHRASE)
    assert page.state.can_take


def test_results_in_a_folder_are_found_as_well(sat):
    sat.put_in()
    page = sat.page("take-back")
    assert page.state.found == ()
    page.choose(sat.stick)
    assert len(page.state.found) == 1


def test_a_wrong_passphrase_opens_nothing_and_can_be_typed_again(sat):
    page = sat.page("take-back")
    page.type_passphrase("wrong-wrong")
    page.take()
    assert page.state.phase is BackPhase.FIND
    assert page.state.refused.message == sat.words("office.wrong-passphrase")
    page.type_passphrase(PASSPHRASE)
    page.take()
    assert page.state.phase is BackPhase.SCORES


def test_every_ticket_has_one_row_and_who_is_missing_is_named(taken):
    assert texts(taken, ScoreColumn.NAME) == ["测试甲壹", "测试甲贰", "测试甲叁"]
    assert "测试甲叁" in taken.state.scores.missing
    assert [text[0] for text in texts(taken, ScoreColumn.STATUS)] == ["✓", "✓", "×"], "a sign besides the colour"


def test_rows_are_picked_and_sorted_both_ways_and_back(taken):
    taken.pick(Pick.MISSING)
    assert texts(taken, ScoreColumn.NAME) == ["测试甲叁"]
    taken.pick(Pick.ALL)
    taken.sort(ScoreColumn.PERSON)
    taken.sort(ScoreColumn.PERSON)
    assert texts(taken, ScoreColumn.PERSON) == ["G7003", "G7002", "G7001"]
    taken.sort(ScoreColumn.PERSON)
    assert texts(taken, ScoreColumn.PERSON) == ["G7001", "G7002", "G7003"]


@pytest.mark.parametrize("column", ScoreColumn)
def test_every_column_can_be_sorted_by(taken, column):
    taken.sort(column)
    assert sorted(texts(taken, ScoreColumn.NAME)) == ["测试甲叁", "测试甲壹", "测试甲贰"]


def test_nobody_is_put_down_as_absent_before_it_was_asked_how_many(taken):
    taken.ask_absent()
    assert taken.state.scores.asks_absent == 1
    taken.stop_asking()
    assert (taken.state.scores.asks_absent, bool(taken.state.scores.missing)) == (0, True)


def test_who_did_not_come_is_put_down_as_absent_without_typing_it_again(taken, words):
    taken.ask_absent()
    taken.mark_absent()
    assert not taken.state.scores.asks_absent
    assert not taken.state.scores.missing
    assert words("ticket-status.absent") in texts(taken, ScoreColumn.STATUS)[2]


def test_who_cancels_while_absence_is_put_down_is_not_asked_any_more(taken, sat):
    taken.ask_absent()
    sat.runner.is_held = True
    taken.mark_absent()
    taken.stop()
    sat.runner.is_held = False
    sat.runner.step()
    assert (taken.state.phase, taken.state.scores.asks_absent) == (BackPhase.SCORES, 0)
    assert taken.state.scores.missing


def test_an_absent_candidate_whose_stick_comes_after_all_has_their_score(taken, sat):
    taken.mark_absent()
    sat.sit(2)
    taken.close_scores()
    taken.take()
    row = taken.state.scores.rows[2]
    assert (row.status, row.points) == (TicketStatus.SUBMITTED, 3)


def test_the_same_stick_again_changes_nothing(taken):
    before = [(row.ticket.number, row.points, row.status) for row in taken.state.scores.rows]
    taken.close_scores()
    taken.take()
    assert [(row.ticket.number, row.points, row.status) for row in taken.state.scores.rows] == before


def test_the_table_is_written_into_a_folder(taken, tmp_path):
    taken.export(tmp_path / "成绩")
    (own,) = (tmp_path / "成绩").iterdir()
    assert {path.suffix for path in own.iterdir()} == {".xlsx", ".pdf", ".csv"}
    assert taken.state.scores.exported == str(own)


def test_what_was_exported_before_stays_beside_what_is_exported_now(taken, sat, tmp_path):
    taken.export(tmp_path)
    first = Path(taken.state.scores.exported)
    before = {path: path.read_bytes() for path in first.iterdir()}
    sat.sit(2)
    taken.close_scores()
    taken.take()
    taken.export(tmp_path)
    assert Path(taken.state.scores.exported).name == f"{first.name} (2)"
    assert {path: path.read_bytes() for path in first.iterdir()} == before


def test_a_folder_that_takes_nothing_is_told_and_the_table_stays(taken, tmp_path):
    (tmp_path / "file").write_text("")
    taken.export(tmp_path / "file")
    assert taken.state.refused.message
    assert taken.state.phase is BackPhase.SCORES


def test_after_a_restart_the_table_is_seen_without_a_secret(taken, sat):
    again = sat.again()
    page = again.page("take-back")
    [face] = page.state.earlier
    page.open_earlier(face.id)
    assert texts(page, ScoreColumn.NAME) == ["测试甲壹", "测试甲贰", "测试甲叁"]
    assert not page.state.scores.can_absent, "nothing is signed without the passphrase"


def test_who_cancels_finds_everything_as_it_was(sat):
    page = sat.page("take-back")
    page.type_passphrase(PASSPHRASE)
    sat.runner.is_held = True
    page.take()
    page.stop()
    sat.runner.is_held = False
    sat.runner.step()
    assert (page.state.phase, page.state.refused) == (BackPhase.FIND, None)
    page.take()
    assert page.state.phase is BackPhase.SCORES


def test_the_passphrase_goes_when_the_page_is_left(taken, sat):
    taken.leave()
    assert not taken.state.scores or PASSPHRASE not in repr(sat.states)
    taken.enter()
    assert not taken.state.scores.can_absent
