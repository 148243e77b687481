"""场次: a session of several exams and rooms is made part by part, sealed, listed, and made again."""

import shutil

import pytest
from kaochang.custody import sealed_exam
from kaochang.custody.kits import open_centre_kit
from kaochang.domain.assessments import Level
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import office_sessions
from kaochang.flow.office_draft import PageName
from kaochang.flow.session_draft import SessionPart
from kaochang.presenters.office.roster_state import RosterPhase
from kaochang.presenters.office.sessions_state import SealPhase
from support.office_pages import PASSPHRASE
from support.office_sessions import TWO_EXAMS, AtSessions

pytestmark = pytest.mark.usefixtures("cheap_guesses")


@pytest.fixture
def office(tmp_path, words):
    return AtSessions(tmp_path / "data", words)


def whole(page):
    return [face.part for face in page.state.parts if face.is_whole]


def test_a_session_is_whole_part_by_part_and_can_be_sealed_then(office):
    page = office.new()
    assert whole(page) == [SessionPart.EXAMS, SessionPart.ROSTER, SessionPart.ROOMS, SessionPart.RULES]
    done = office.seal(page)
    assert done.title == "上岗"
    assert done.code
    session = sealed_exam.claimed_exam(next(office.stick.rglob("*.kcb"))).header.session
    assert [room.name for room in session.rooms] == [office.words("quick.room")]


def test_what_is_missing_is_told_and_leads_to_its_part(office):
    page = office.to_sessions()
    page.listing.new()
    page.go(SessionPart.SEAL)
    office.put_in(office.stick)
    state = page.state.body
    assert [line.is_good for line in state.checks] == [False, False, False, True]
    assert state.mend is SessionPart.EXAMS
    assert state.why
    page.sealing.type_passphrase("口令口令口令口令")
    page.sealing.seal()
    assert page.state.body.phase is SealPhase.ASK
    page.go(state.mend)
    assert page.state.here is SessionPart.EXAMS


def test_a_row_of_an_exam_that_is_not_sat_is_wrong_until_the_exam_is_taken_in(office):
    page = office.new("上岗", people=TWO_EXAMS)
    assert [(each.line, each.field) for each in page.state.body.problems] == [(3, "exam"), (5, "exam")]
    assert SessionPart.ROSTER not in whole(page)
    other = office.exam("复训")
    page.go(SessionPart.EXAMS)
    page.exams.toggle(other)
    page.go(SessionPart.ROSTER)
    assert page.state.body.problems == ()
    assert SessionPart.ROSTER in whole(page)


def test_seats_are_drawn_over_rooms_typed_by_hand(office):
    page = office.new()
    page.go(SessionPart.ROOMS)
    page.rooms.rename(0, "上海 301")
    page.rooms.add()
    page.rooms.type_seats(0, "2")
    page.rooms.type_seats(1, "x")
    assert page.state.body.rooms[1].seats == "x"
    assert page.state.body.rooms[1].wrong
    assert SessionPart.ROOMS not in whole(page)
    page.rooms.type_seats(1, "1")
    page.rooms.draw(True)
    page.rooms.type_seed("摇号 7 3 9")
    assert SessionPart.ROOMS in whole(page)
    office.seal(page)
    page.to_list()
    facts = dict(page.state.listed.shown.facts)
    assert "摇号 7 3 9" in facts[office.words("office.sessions.fact.seats")]
    assert "上海 301" in facts[office.words("office.sessions.fact.rooms")]


def test_too_few_seats_are_told_before_anything_is_sealed_with_the_part_to_mend(office):
    page = office.new()
    page.go(SessionPart.ROOMS)
    page.rooms.type_seats(0, "2")
    page.rooms.draw(True)
    page.go(SessionPart.SEAL)
    assert page.state.body.mend is SessionPart.ROOMS
    assert page.state.body.refused.message


def test_a_certified_session_needs_its_centre_s_card_and_gives_codes_on_paper_alone(office):
    page = office.new()
    page.go(SessionPart.RULES)
    page.rules.set_level(Level.CERTIFIED)
    assert set(page.state.body.wrong) == {"centre"}
    page.rules.choose_centre(office.card("centre", "考试中心"))
    assert page.state.body.centre == "考试中心"
    assert page.state.body.wrong == {}
    done = office.seal(page, kit="考试中心自己的口令 9")
    assert done.code == ""
    names = {path.name for path in done.folder.iterdir() if path.is_dir()}
    assert {office.words(f"quick.folder.{name}") for name in ("envelope", "centre", "print")} <= names
    kept = {path.name for path in office.office().sessions.rglob("*.pdf")}
    assert not any("start-sheet" in name or "slips" in name for name in kept), "no code stays on this PC"


def test_openers_take_the_place_of_the_kit_s_passphrase(office):
    page = office.new()
    page.go(SessionPart.RULES)
    page.rules.set_level(Level.CERTIFIED)
    page.rules.choose_centre(office.card("centre", "考试中心"))
    page.rules.add_opener(office.card("opener", "开启人甲"))
    assert set(page.state.body.wrong) == {"quorum"}
    page.rules.add_opener(office.card("opener", "开启人乙"))
    assert (page.state.body.openers, page.state.body.quorum) == (("开启人甲", "开启人乙"), "2")
    page.go(SessionPart.SEAL)
    assert page.state.body.kit_secret is None
    assert office.seal(page) is not None


def test_another_s_card_is_refused_in_words_and_the_one_before_stays(office):
    page = office.new()
    page.go(SessionPart.RULES)
    page.rules.set_level(Level.CERTIFIED)
    page.rules.choose_centre(office.card("centre", "考试中心"))
    page.rules.choose_centre(office.card("opener", "别人"))
    assert page.state.body.refused.message
    assert page.state.body.centre == "考试中心"


def test_a_short_window_needs_a_plain_yes(office):
    page = office.new()
    page.go(SessionPart.RULES)
    opens = page.state.body.opens
    page.rules.set_window(opens, opens + 20 * 60_000)
    assert page.state.body.short_minutes == 10
    assert SessionPart.RULES not in whole(page)
    page.rules.mean_short(True)
    assert SessionPart.RULES in whole(page)
    assert office.seal(page)


def test_killed_and_started_again_the_page_is_where_it_was(office):
    page = office.new()
    page.go(SessionPart.ROOMS)
    page.rooms.rename(0, "上海 301")
    again = office.again()
    state = again.page("sessions").state
    assert again.here == "sessions"
    assert state.here is SessionPart.ROOMS
    assert [room.name for room in state.body.rooms] == ["上海 301"]
    assert SessionPart.ROSTER in [face.part for face in state.parts if face.is_whole]


def test_no_secret_is_kept_in_the_draft(office):
    page = office.new()
    page.go(SessionPart.SEAL)
    page.sealing.type_passphrase("口令口令口令口令")
    page.to_list()
    written = b"".join(path.read_bytes() for path in office.data.rglob("*.json"))
    assert "口令口令" not in written.decode()
    page.listing.go_on()
    assert page.sealing.state.secret.why


def test_a_sealed_session_is_made_again_from_what_it_was_made_of(office):
    page = office.new()
    office.seal(page)
    page.to_list()
    assert page.state.listed.shown.can_again
    page.listing.again()
    assert whole(page) == [SessionPart.EXAMS, SessionPart.ROSTER, SessionPart.ROOMS, SessionPart.RULES]
    page.exams.type_title("第二场")
    assert office.seal(page).title == "第二场"
    page.to_list()
    assert {face.title for face in page.state.listed.sessions} == {"上岗", "第二场"}


def test_of_a_session_whose_settings_are_not_here_it_is_told_why_none_can_be_made_like_it(office):
    page = office.new()
    office.seal(page)
    shutil.rmtree(next(office.data.glob("office/sessions/*/draft")))
    page.to_list()
    shown, why = page.state.listed.shown, office.words("office.sessions.again.none")
    assert (shown.can_again, shown.can_supersede) == (False, False)
    assert (shown.again_note, shown.version_note) == (why, why)


def test_a_new_version_supersedes_the_session_it_was_made_of(office):
    page = office.new()
    office.seal(page)
    page.to_list()
    first = page.state.listed.shown
    assert first.can_supersede
    page.listing.supersede()
    assert page.state.body.said == office.words("office.sessions.version.said", title="上岗")
    for each in office.stick.iterdir():  # the stick was taken back
        shutil.rmtree(each)
    office.seal(page)
    header = sealed_exam.claimed_exam(next(office.stick.rglob("*.kcb"))).header
    before = sealed_exam.claimed_exam(next(first.folder.rglob("*.kcb")))
    assert (header.session.id, header.supersedes) == (f"{first.id}-v2", before.context.exam_file)
    assert (header.session.opens, header.session.closes) == (before.header.session.opens, before.header.session.closes)
    page.to_list()
    page.listing.open(first.id)
    assert not page.state.listed.shown.can_supersede
    assert page.state.listed.shown.version_note == office.words("office.sessions.version.older")
    page.listing.open(header.session.id)
    assert page.state.listed.shown.can_supersede
    assert page.state.listed.shown.version_note == office.words("office.sessions.version.note")
    assert office.words("candidate.version", number=2) in dict(page.state.listed.shown.facts).values()
    page.listing.again()  # what is like it is a session of its own
    page.exams.type_title("另一场")
    office.seal(page)
    ids = {sealed_exam.claimed_exam(path).header.session.id for path in office.stick.rglob("*.kcb")}
    assert sum(each.startswith(first.id) for each in ids) == 1


def test_each_room_gets_its_reserve_tickets(office):
    page = office.new()
    page.go(SessionPart.ROOMS)
    for wrong in ("x", "21", "-1"):
        page.rooms.type_reserve(wrong)
        assert (page.state.body.reserve, bool(page.state.body.reserve_wrong)) == (wrong, True)
        assert SessionPart.ROOMS not in whole(page)
    page.rooms.type_reserve("2")
    assert SessionPart.ROOMS in whole(page)
    done = office.seal(page)
    kept = office.sealed(done).kept
    tickets = open_centre_kit(next(kept.rglob("*.kck")).read_bytes(), PASSPHRASE).tickets
    assert sum(ticket.is_reserve for ticket in tickets) == 2 * len({ticket.exam for ticket in tickets})
    page.to_list()
    told = dict(page.state.listed.shown.facts)
    people = sum(not ticket.is_reserve for ticket in tickets)
    assert told[office.words("office.sessions.fact.tickets")] == office.words("office.sessions.tickets", count=people)


def test_a_half_made_session_goes_only_by_a_plain_yes(office):
    page = office.new()
    page.to_list()
    page.listing.new()
    assert page.state.listed.asked
    page.listing.keep_draft()
    page.listing.go_on()
    assert SessionPart.EXAMS in whole(page)
    page.to_list()
    page.listing.new()
    page.listing.discard()
    assert SessionPart.EXAMS not in whole(page)


def test_stopped_sealing_leaves_nothing_and_says_so(office):
    page = office.new()
    page.go(SessionPart.SEAL)
    office.put_in(office.stick)
    page.sealing.type_passphrase("口令口令口令口令")
    page.sealing.type_again("口令口令口令口令")
    office.runner.is_held = True
    page.sealing.seal()
    assert page.state.body.phase is SealPhase.SEALING
    page.go(SessionPart.RULES)
    assert page.state.here is SessionPart.SEAL, "nobody leaves while it is sealed"
    page.sealing.stop()
    office.runner.is_held = False
    office.runner.step()
    assert page.state.body.stopped
    assert page.state.body.secret.is_new, "no office was made"
    assert list(office.stick.iterdir()) == []
    assert list(office.data.rglob("session.kcb")) == []


def test_a_passphrase_that_made_the_office_is_asked_for_as_it_is_after_a_failed_sealing(office, monkeypatch):
    page = office.new()
    page.go(SessionPart.SEAL)
    office.put_in(office.stick)
    page.sealing.type_passphrase(PASSPHRASE)
    page.sealing.type_again(PASSPHRASE)

    def fail(*_, **__):
        raise Refusal(Outcome.EMPTY, "retake.nobody", waiting=0)

    monkeypatch.setattr(office_sessions, "seal_onto", fail)
    page.sealing.seal()
    assert page.state.body.refused is not None
    assert not page.state.body.secret.is_new


def test_what_was_being_read_for_a_session_that_was_left_is_in_no_other(office):
    page = office.new()
    page.go(SessionPart.ROSTER)
    office.runner.is_held = True
    page.roster.paste("姓名\t工号\n晚到的人\tG7999\n")
    page.to_list()
    page.listing.new()
    page.listing.discard()
    office.runner.is_held = False
    while office.runner.waiting:
        office.runner.step()
    page.go(SessionPart.ROSTER)
    assert page.state.body.phase is RosterPhase.EMPTY
    assert page._own.draft.roster is None


def test_a_room_that_only_the_roster_names_is_told_before_sealing(office):
    page = office.new("上岗", people="姓名\t工号\t考场\n测试甲\tG7001\t东楼\n测试乙\tG7002\t西楼\n")
    page.go(SessionPart.ROOMS)
    assert SessionPart.ROOMS in whole(page)
    page.rooms.rename(1, "西楼 ")
    assert SessionPart.ROOMS in whole(page), "a blank behind a name is none of it"
    page.rooms.drop(1)
    assert "西楼" in page.state.body.summary
    assert SessionPart.ROOMS not in whole(page)


def test_a_short_window_is_judged_by_each_one_s_own_exam_and_time(office):
    people = "姓名\t工号\t考试\t加时\n测试甲\tG7001\t上岗\t40\n测试乙\tG7002\t复训\t\n"
    office.exam("复训", 60)
    page = office.to_sessions()
    page.listing.new()
    page.exams.toggle(office.exam("上岗", 30))
    page.exams.enter()
    for face in page.state.body.exams:
        if not face.is_chosen:
            page.exams.toggle(face.id)
    page.go(SessionPart.ROSTER)
    page.roster.paste(people)
    page.go(SessionPart.RULES)
    opens = page.state.body.opens
    page.rules.set_window(opens, opens + 70 * 60_000)
    assert page.state.body.short_minutes == 0, "70 minutes hold 30 and 40, and 60"
    page.rules.set_window(opens, opens + 65 * 60_000)
    assert page.state.body.short_minutes == 5


def test_openers_beyond_what_there_can_be_are_told_and_a_wrong_number_goes_with_them(office):
    page = office.new()
    page.go(SessionPart.RULES)
    page.rules.set_level(Level.CERTIFIED)
    page.rules.choose_centre(office.card("centre", "考试中心"))
    cards = [office.card("opener", f"开启人{name}") for name in "甲乙丙丁戊己庚辛壬"]
    for card in cards[:-1]:
        page.rules.add_opener(card)
    assert page.state.body.refused is None
    page.rules.add_opener(cards[-1])
    assert page.state.body.refused.message == office.words("office.rules.wrong.openers", most=8)
    assert len(page.state.body.openers) == 8
    page.rules.type_quorum("0")
    assert (page.state.body.quorum, set(page.state.body.wrong)) == ("0", {"quorum"})
    for _ in range(8):
        page.rules.drop_opener(0)
    assert page.state.body.wrong == {}


def test_a_noted_session_that_cannot_be_read_is_told_and_nothing_begins(office):
    page = office.new()
    office.seal(page)
    page.to_list()
    next(office.data.rglob("sessions/*/draft/draft.json")).write_text("{")
    page.listing.again()
    assert page.state.listed.refused is not None
    assert not page.state.parts
    page.listing.again()
    assert page.state.listed.refused is not None, "what was put aside is not taken for an empty one"
    assert not page.state.parts


def test_the_start_code_is_there_when_somebody_comes_back_from_another_page_and_gone_after_the_list(office):
    page = office.new()
    code = office.seal(page).code
    office.presenter.go(PageName.PAPER)
    office.presenter.go(PageName.SESSIONS)
    assert page.state.body.done.code == code
    page.to_list()
    page.listing.new()
    page.go(SessionPart.SEAL)
    assert page.state.body.done is None


def test_a_draft_that_cannot_be_read_is_put_aside_and_told(office):
    page = office.new()
    (office.data / "office/session-draft/draft.json").write_text("{")
    again = office.again()
    assert again.states[-1].trouble.message
    assert not again.page("sessions").state.parts
    assert page.state.parts


def test_a_session_goes_onto_a_further_stick_and_says_where(office, tmp_path):
    page = office.new()
    office.seal(page)
    page.to_list()
    (tmp_path / "further").mkdir()
    page.listing.lay(tmp_path / "further")
    (folder,) = (tmp_path / "further").iterdir()
    assert page.state.listed.laid == office.words("office.sessions.laid", folder=str(folder))
    page.listing.lay(tmp_path / "further")
    assert (page.state.listed.laid, bool(page.state.listed.refused.message)) == ("", True)


def test_laying_is_stopped_at_its_next_file_and_nothing_stays_on_the_stick(office, tmp_path):
    page = office.new()
    office.seal(page)
    page.to_list()
    further = tmp_path / "further"
    further.mkdir()
    office.runner.is_held = True
    page.listing.lay(further)
    assert page.state.listed.laying == 0
    before = page.state.listed.shown.id
    page.listing.open("another")
    assert page.state.listed.shown.id == before, "what is on its way is what is shown"
    page.listing.stop_laying()
    office.runner.is_held = False
    while office.runner.waiting:
        office.runner.step()
    assert (page.state.listed.laying, page.state.listed.laid, page.state.listed.refused) == (None, "", None)
    assert list(further.iterdir()) == []


def test_absentees_and_fails_are_the_roster_of_the_retake(office):
    page = office.new("上岗", people="姓名\t工号\t加时\n测试甲\tG7001\t\n测试乙\tG7002\t15\n测试丙\tG7003\t\n")
    sealed = office.sealed(office.seal(page))
    page.to_list()
    assert not page.state.listed.shown.can_retake
    day = office.day()
    day.sit(sealed, 0, {"单选题#1": "B"}, stick=office.stick)
    day.take_back(sealed, office.stick, absent=frozenset({day.kit(sealed).tickets[1].number}))
    page.listing.enter()
    assert page.state.listed.shown.can_retake
    page.listing.retake()
    assert page.state.body.said == office.words("office.sessions.retake.said", absent=2, failed=1)
    page.go(SessionPart.ROSTER)
    fields = [column.field for column in page.state.body.columns]
    rows = [dict(zip(fields, row, strict=True)) for row in page.state.body.cells]
    assert rows == [
        {"name": "测试乙", "person": "G7002", "extra": "15"},
        {"name": "测试丙", "person": "G7003", "extra": ""},
        {"name": "测试甲", "person": "G7001", "extra": ""},
    ], "who was absent, who never began, who failed"
