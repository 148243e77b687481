"""After sealing: an item is corrected or withdrawn, codes are made anew; the files open by what they should."""

import pytest
from kaochang.custody.site import open_site
from kaochang.domain.errata import ErratumAction
from kaochang.flow import errata, pinning, unlock
from kaochang.flow.errata import files_in
from kaochang.presenters.office.session_after import AfterKind, CodeKind
from support.office_pages import PASSPHRASE
from support.office_sessions import AtSessions

pytestmark = pytest.mark.usefixtures("cheap_guesses")


@pytest.fixture
def office(tmp_path, words):
    return AtSessions(tmp_path / "data", words)


def at(office, kind):
    """The page, of a session that was just sealed, with a folder for what it makes."""
    page = office.new("上岗", people="姓名\t工号\n测试甲\tG7001\n")
    done = office.seal(page)
    page.to_list()
    page.open_after(kind)
    folder = office.data.parent / "out"
    folder.mkdir()
    page.after.choose_folder(folder)
    return page, done, folder


def test_an_item_is_withdrawn_and_a_room_pc_takes_the_file(office):
    page, done, folder = at(office, AfterKind.ERRATUM)
    page.after.type_item("单选题#1")
    page.after.choose_action(ErratumAction.WITHDRAW)
    page.after.type_text("这道题有误，已经撤销。")
    page.after.type_passphrase(PASSPHRASE)
    page.after.do()
    assert page.state.after.done, page.state.after.refused
    (file,) = files_in(folder)
    exam = next(done.folder.rglob("*.kcb"))
    site = pinning.read_site(exam.with_name("site.kcx"), office.data.parent / "pc")
    sealed = unlock.open_exam(exam, site)
    unlocked = unlock.unlock(unlock.open_room(exam, site, "R01"), done.code)
    found = errata.open_file(file, sealed, unlocked.content_key)
    assert [each.action for each in found.entries] == [ErratumAction.WITHDRAW]


def test_what_is_missing_is_told_first_and_nothing_is_done_without_it(office):
    page, _, folder = at(office, AfterKind.ERRATUM)
    page.after.do()
    assert page.state.after.why == office.words("office.after.why.item")
    page.after.type_item("单选题#1")
    assert page.state.after.why == office.words("office.after.why.text")
    page.after.choose_action(ErratumAction.NOTICE)
    page.after.type_item("")
    page.after.type_text("请看黑板")
    assert page.state.after.why
    page.after.type_passphrase(PASSPHRASE)
    page.after.do()
    assert len(files_in(folder)) == 1


@pytest.mark.parametrize(("item", "passphrase"), [("单选题#99", PASSPHRASE), ("单选题#1", "别的口令 1234")])
def test_an_item_that_is_not_there_and_a_wrong_passphrase_are_told_and_write_nothing(office, item, passphrase):
    page, _, folder = at(office, AfterKind.ERRATUM)
    page.after.type_item(item)
    page.after.type_text("选项 B 应为……")
    page.after.type_passphrase(passphrase)
    page.after.do()
    assert page.state.after.refused.message
    assert list(folder.iterdir()) == []
    assert page.state.after.item == item, "what was typed stays"


def test_a_new_start_code_opens_the_exam_with_the_new_file_beside_it_and_is_kept_nowhere(office):
    page, done, folder = at(office, AfterKind.CODES)
    page.after.type_passphrase(PASSPHRASE)
    page.after.do()
    ((_, _, code),) = page.state.after.codes
    assert code != done.code
    exam = next(done.folder.rglob("*.kcb"))
    new = next(folder.rglob("*.kcn"))
    exam.with_suffix(".kcn").write_bytes(new.read_bytes())
    site = open_site(exam.with_name("site.kcx").read_bytes())
    unlock.unlock(unlock.open_room(exam, site, "R01"), code)
    assert len(list(folder.rglob("*.pdf"))) == 1
    page.to_list()
    page.open_after(AfterKind.CODES)
    assert page.state.after.codes == ()


def test_a_quick_session_has_no_room_codes_to_make_anew(office):
    page, _, folder = at(office, AfterKind.CODES)
    page.after.want(CodeKind.ROOM, True)
    page.after.type_passphrase(PASSPHRASE)
    page.after.do()
    assert page.state.after.refused.message
    assert list(folder.iterdir()) == []


def test_leaving_the_page_forgets_the_passphrase(office):
    page, _, _ = at(office, AfterKind.CODES)
    page.after.type_passphrase(PASSPHRASE)
    assert page.state.after.why == ""
    page.to_list()
    page.open_after(AfterKind.CODES)
    assert page.state.after.why
