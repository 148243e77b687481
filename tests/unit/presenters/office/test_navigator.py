"""The steps: which are open, what is kept of where one is, and what is said where nothing can be kept."""

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.office_draft import PageName, QuickDraft
from kaochang.presenters.office.pages import STEPS
from kaochang.presenters.office.paper_state import Phase


def test_only_the_first_step_is_open_at_the_beginning(office):
    office.presenter.start()
    steps = office.states[-1].steps
    assert [each.page for each in steps] == list(STEPS)
    assert [each.is_open for each in steps] == [True, False, False, False]
    assert [each.is_here for each in steps] == [True, False, False, False]


def test_a_step_that_is_not_open_is_not_gone_to(office):
    office.presenter.start()
    office.presenter.go(PageName.SEAL)
    assert office.states[-1].page is PageName.PAPER


def test_a_step_opens_when_those_before_it_are_whole(office):
    office.presenter.start()
    office.desk.whole(PageName.PAPER, True)
    assert [each.is_open for each in office.states[-1].steps] == [True, True, False, False]
    assert [each.is_whole for each in office.states[-1].steps] == [True, False, False, False]


def test_what_is_kept_is_saved_once_for_many_changes_and_the_newest_last(office):
    office.presenter.start()
    office.aside.is_held = True
    for sealed in ("a", "b", "c"):
        office.desk.keep(sealed=sealed)
    assert len(office.aside.waiting) == 1
    office.aside.step()
    assert office.desk.folder.load().sealed == "a"
    office.aside.step()
    assert office.desk.folder.load().sealed == "c"
    assert office.aside.waiting == []


def test_a_disk_that_takes_nothing_is_said_at_the_head_and_no_more_when_it_does_again(office, monkeypatch):
    office.presenter.start()

    def refuse(draft: QuickDraft) -> None:
        raise Refusal(Outcome.DISK_FULL, "io.disk-full", "/data", detail="ENOSPC")

    with monkeypatch.context() as full:
        full.setattr(office.desk.folder, "save", refuse)
        office.desk.keep(sealed="x")
        assert office.states[-1].trouble.next_step
    office.desk.keep(sealed="y")
    assert office.states[-1].trouble is None
    assert office.desk.folder.load().sealed == "y"


def test_a_draft_that_cannot_be_read_is_told_until_there_is_a_paper_again(office):
    office.presenter.start()
    office.paper.choose(office.file())
    (office.desk.folder.folder / "draft.json").write_bytes(b"")
    again = office.again()
    aside = again.desk.folder.folder.with_name("draft-broken-1")
    assert str(aside) in again.states[-1].trouble.message
    assert list(aside.glob("kept-*"))
    again.desk.keep(sealed="")
    assert again.states[-1].trouble is not None
    again.paper.choose(again.file())
    assert again.states[-1].trouble is None


def test_while_the_paper_is_read_again_the_steps_stay_as_they_were(office):
    office.presenter.start()
    office.paper.choose(office.file("一、单选题\n1. 甲？\nA. 一  B. 二\n答案：A\n"))
    assert PageName.PAPER in office.desk.draft.whole
    again = office.again()
    assert PageName.PAPER in again.desk.draft.whole
    assert again.state.phase is Phase.SHOWN


def test_a_bug_is_told_calmly_and_the_window_goes_on(office):
    office.presenter.start()
    office.presenter.tell_bug()
    assert office.states[-1].trouble.next_step
    office.paper.choose(office.file())
    assert office.state.phase is Phase.SHOWN
