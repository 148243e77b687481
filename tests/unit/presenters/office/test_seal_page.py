"""The stick: found by itself, a passphrase made once, and sealing that leaves all of it or nothing, and no secret."""

import msgspec
import pytest
from kaochang.flow.office_draft import PageName, QuickDraft
from kaochang.presenters.office.seal import SealPhase
from kaochang.presenters.office.strength import Strength, strength_of
from support import quick_day
from support.office_pages import PASSPHRASE, PEOPLE, AtEveryPage
from support.small_paper import KEY, PAPER


@pytest.fixture(autouse=True)
def _cheap():
    with quick_day.cheap_guesses():
        yield


@pytest.fixture
def office(tmp_path, words):
    return AtEveryPage(tmp_path / "data", words)


def ready(office):
    page = office.to_seal()
    office.put_in(office.stick)
    page.type_passphrase(PASSPHRASE)
    page.type_again(PASSPHRASE)
    return page


def test_a_stick_that_is_put_in_is_found_and_chosen_and_one_that_is_pulled_out_is_not(office):
    page = office.to_seal()
    assert page.state.drives == ()
    office.put_in(office.stick)
    assert [(each.name, each.is_chosen) for each in page.state.drives] == [("KINGSTON", True)]
    office.put_in()
    assert page.state.drives == ()
    assert not page.state.folder


def test_of_two_sticks_nobody_guesses_which(office, tmp_path):
    (tmp_path / "OTHER").mkdir()
    page = office.to_seal()
    office.put_in(office.stick, tmp_path / "OTHER")
    assert not any(each.is_chosen for each in page.state.drives)
    assert page.state.why == office.words("office.seal.why.choose")
    page.choose(tmp_path / "OTHER")
    assert [each.name for each in page.state.drives if each.is_chosen] == ["OTHER"]


def test_any_folder_will_do(office, tmp_path):
    (tmp_path / "共享").mkdir()
    page = office.to_seal()
    page.choose(tmp_path / "共享")
    assert page.state.folder == str(tmp_path / "共享")
    page.choose(tmp_path / "nowhere")
    assert page.state.refused.message


def test_the_first_passphrase_is_typed_twice_and_must_not_be_short(office, words):
    page = office.to_seal()
    office.put_in(office.stick)
    assert page.state.secret.is_new
    page.type_passphrase("1234567")
    page.type_again("1234567")
    assert page.state.why == words("office.seal.why.short")
    page.type_passphrase(PASSPHRASE)
    page.type_again(PASSPHRASE[:-1])
    assert page.state.why == words("office.seal.why.again")
    assert not page.state.secret.again_said, "it is still being typed"
    page.type_again(PASSPHRASE[:-1] + "x")
    assert page.state.why == words("office.seal.why.not-same")
    assert page.state.secret.again_said
    page.type_again(PASSPHRASE)
    assert page.state.can_seal


def test_what_is_missing_is_said_in_the_order_in_which_it_is_done(office, words):
    page = office.to_seal()
    assert page.state.why == words("office.seal.why.place")
    office.put_in(office.stick)
    assert page.state.why == words("office.seal.why.new")


def test_items_that_wait_for_people_are_told_before_anything_is_sealed(office, words):
    assert office.to_seal().state.open_ends == (words("office.seal.for-people", count=1),)


def test_items_left_without_a_key_are_told_with_what_that_means(office, words):
    office.presenter.start()
    office.paper.choose(office.file(PAPER + KEY.replace("1. B  2. C", "1. B"), "paper.txt"))
    office.paper.leave_key(next(at for at, each in enumerate(office.state.items) if each.is_pending))
    office.paper.passing.give("测试员", "考后补上", with_alike=False)
    office.paper.go_on()
    office.page("roster").paste(PEOPLE)
    office.page("roster").go_on()
    office.page("settings").go_on()
    assert office.page("seal").state.open_ends[0] == words("office.seal.unkeyed", count=1)


def test_afterwards_it_is_only_asked_for(office):
    office.sealed()
    office.page("done").another()
    page = office.page("seal")
    office.to_settings().go_on()
    assert page.state.secret.is_known
    assert not page.state.secret.is_new
    assert page.state.why == office.words("office.seal.why.passphrase"), "the stick that is still in is chosen again"
    page.type_passphrase("x")
    assert page.state.secret.strength is None


def test_the_session_lies_on_the_stick_and_the_code_is_shown(office):
    page = ready(office)
    page.seal()
    assert office.here == "done"
    state = office.page("done").state
    assert state.code == office.desk.work.sealed.code
    assert state.folder.parent == office.stick
    assert [each.path.suffix for each in state.prints] == [".pdf"] * 4
    assert len(state.steps) == 3


def test_a_wrong_passphrase_is_told_in_the_page_s_own_words_and_leaves_nothing(office):
    office.sealed()
    office.page("done").another()
    office.to_settings().go_on()
    page = office.page("seal")
    other = office.stick.parent / "OTHER"
    other.mkdir()
    page.choose(other)
    page.type_passphrase("wrong-wrong")
    page.seal()
    assert page.state.refused.message == office.words("office.wrong-passphrase")
    assert quick_day.below(other) == []


def test_the_same_session_on_the_same_stick_is_refused_by_name(office):
    office.sealed()
    page = office.page("seal")
    office.presenter.go(office.states[-1].steps[3].page)
    office.put_in(office.stick)
    page.choose(office.stick)
    page.type_passphrase(PASSPHRASE)
    before = quick_day.below(office.stick)
    page.seal()
    assert page.state.refused.message
    assert quick_day.below(office.stick) == before


def test_who_cancels_has_nothing_on_the_stick_and_can_begin_again(office):
    page = ready(office)
    office.runner.is_held = True
    page.seal()
    assert page.state.phase is SealPhase.SEALING
    page.stop()
    assert page.state.is_stopping
    office.runner.is_held = False
    office.runner.step()
    assert page.state.phase is SealPhase.ASK
    assert page.state.stopped
    assert quick_day.below(office.stick) == []
    page.seal()
    assert office.here == "done"


def test_nobody_leaves_the_page_while_it_seals(office):
    page = ready(office)
    office.runner.is_held = True
    page.seal()
    for name in PageName:
        office.presenter.go(name)
    assert office.here == "seal"
    assert not any(step.is_open for step in office.states[-1].steps)
    office.runner.is_held = False
    office.runner.step()
    assert office.here == "done"


def test_the_number_of_how_far_it_is_grows_while_it_seals(office):
    page = ready(office)
    seen, ring = [], office.timer

    class Worker:
        """Lets the window look after every step of the work."""

        def run(self, task, done, failed):
            before = page._work._progress

            def progress(now, of):
                before(now, of)
                page._work.look()
                seen.append(page.state.percent)

            page._work._progress = progress
            done(task())

    office.desk.means = msgspec.structs.replace(office.desk.means, runner=Worker())
    page.seal()
    assert seen == sorted(seen)
    assert 0 < seen[len(seen) // 2] <= seen[-1] == 100
    assert ring.then is None, "nothing is looked at any more"


def test_what_is_wrong_in_the_settings_by_now_is_told_before_a_passphrase_is_typed(office):
    page = office.to_seal()
    office.clock.advance(100 * 24 * 60 * 60_000)
    office.desk.keep(wish={"paper": "paper.txt", "opens": 1, "closes": 2})
    page.enter()
    assert page.state.settings_refused
    page.go_back()
    assert office.here == "settings"


def test_no_secret_is_in_a_state_in_the_draft_or_kept_when_the_page_is_left(office):
    page = ready(office)
    page.leave()
    page.enter()
    assert not page.state.can_seal, "it has to be typed again"
    page.type_passphrase(PASSPHRASE)
    page.type_again(PASSPHRASE)
    page.seal()
    code = office.desk.work.sealed.code
    shown = repr(office.states)
    assert PASSPHRASE not in shown
    assert code not in shown
    kept = b"".join(path.read_bytes() for path in (office.data / "office" / "draft").iterdir())
    assert PASSPHRASE.encode() not in kept
    assert code.encode() not in kept


def test_after_a_restart_the_page_that_was_made_is_there_and_says_where_the_code_is_printed(office):
    office.sealed()
    again = office.again()
    state = again.page("done").state
    assert (again.here, state.code, len(state.prints)) == ("done", "", 4)
    assert state.is_there


def test_a_stick_that_was_taken_out_since_is_told(office):
    sealed = office.sealed()
    sealed.folder.rename(office.data.parent / "elsewhere")
    office.page("done").enter()
    assert not office.page("done").state.is_there


def test_another_exam_begins_with_an_empty_page_and_what_was_made_stays(office):
    sealed = office.sealed()
    office.page("done").another()
    assert office.here == "paper"
    assert office.desk.draft == QuickDraft()
    assert sealed.folder.is_dir()


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("12345678", Strength.WEAK),
        ("aaaaaaaaaaaa", Strength.WEAK),
        ("password", Strength.WEAK),
        ("20261122", Strength.WEAK),
        ("kaochang7", Strength.FAIR),
        ("早上八点吃油条", Strength.STRONG),
        ("horse battery staple", Strength.STRONG),
    ],
)
def test_how_hard_it_is_to_guess_is_told_in_three_steps(passphrase, strength):
    assert strength_of(passphrase) is strength


def test_what_is_printed_is_found_whatever_language_named_its_folder(office):
    sealed = office.sealed()
    sealed.to_print[0].parent.rename(sealed.folder / "3 print, then delete")
    office.page("done").enter()
    assert len(office.page("done").state.prints) == 4
