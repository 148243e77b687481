"""题库: items are found and edited by name, nothing typed is lost, and files go in and come out."""

from contextlib import closing

import pytest
from kaochang.domain.banked import Action, Sort
from kaochang.domain.items import ItemType, Mode
from kaochang.domain.papers import Kind, PaperFormat
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice, Pairs
from kaochang.flow.bank_draft import NEW, TypedCriterion
from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.bank_files import ENDINGS
from kaochang.presenters.office.bank_state import Chip, Menu, Side
from kaochang.store.bank_history import History
from support.office_bank import AtTheBank
from support.small_paper import KEY, PAPER


@pytest.fixture
def office(tmp_path, words):
    return AtTheBank(tmp_path / "data", words)


@pytest.fixture
def page(office):
    return office.small().to_bank()


def ask(office):
    """Nothing more is typed for a moment."""
    office.timer.ring()


def stems(page):
    return [each.stem for rows in page.state.listed.pages.values() for each in rows]


def single(office):
    return office.open_where(lambda item: item.type is ItemType.SINGLE)


def there(office, item):
    with closing(office.bank()) as bank:
        return bank.found.get(item), bank.history.of(item)


# -- the list


def test_every_item_is_listed_and_the_first_is_open(page):
    assert page.state.listed.total == len(stems(page)) > 5
    assert page.state.shown.id == page.state.listed.row(0).id
    assert page.state.shown.preview.face.stem == page.state.shown.form.stem


def test_what_is_typed_is_searched_once_nothing_more_is_typed(page, office):
    page.listing.search("尾")
    page.listing.search("尾号")
    assert page.state.listed.total > 1, "not yet"
    ask(office)
    assert stems(page) == ["回访时发现客户登记的尾号有误，应当先（ ）。"]
    page.listing.reset()
    assert page.state.listed.total > 1


def test_conditions_narrow_the_list_and_of_two_that_exclude_each_other_the_last_holds(page, words):
    page.listing.choose(Menu.TYPE, ItemType.SINGLE.value)
    assert {each.type_name for each in page.state.listed.pages[0]} == {words("type.single")}
    page.listing.toggle(Chip.USED)
    assert page.state.listed.total == 0
    page.listing.toggle(Chip.UNUSED)
    assert page.state.listed.chips == {Chip.UNUSED}
    assert page.state.listed.total == 2
    page.listing.sort(Sort.CHANGED)
    assert page.state.listed.total == 2


def test_an_empty_bank_says_so_and_leaves_no_file(office):
    page = office.to_bank()
    assert page.state.listed.is_empty_bank
    assert page.state.shown is None
    assert not office.office().bank.exists()


def test_a_bank_of_a_newer_program_is_told_and_untouched(office, words):
    page = office.newer().to_bank()
    before = office.office().bank.read_bytes()
    assert page.state.listed.refused.message == words("refusal.database.newer")
    assert office.office().bank.read_bytes() == before


def test_rows_that_come_into_sight_are_read_once(office):
    for _ in range(3):
        office.filled()
    page = office.to_bank()
    assert set(page.state.listed.pages) == {0}
    page.listing.look(95, 110)
    page.listing.look(450, 460)
    assert set(page.state.listed.pages) == {0, 1, 4}
    before = page.state.listed.pages[1]
    page.listing.look(95, 110)
    assert page.state.listed.pages[1] is before
    page.listing.open_row(700)
    assert page.state.shown.id == page.state.listed.here


def test_a_damaged_bank_is_told(office, words):
    office.small().office().bank.write_bytes(bytes(8_192))
    page = office.to_bank()
    assert page.state.listed.refused.message == words("refusal.database.not-ours")


# -- the open item


def test_a_version_is_saved_by_name_and_told(page, office, words):
    entry = single(office)
    page.editor.write("stem", "新的题干（　）")
    page.saving.save()
    assert page.state.is_nameless
    assert there(office, entry.id)[1] == []
    page.saving.sign("李文")
    page.saving.save()
    now, changes = there(office, entry.id)
    assert (now.item.stem, changes[-1].by, changes[-1].action) == ("新的题干（　）", "李文", Action.EDITED)
    assert not page.state.shown.is_unsaved
    assert page.state.said == words("office.bank.saved", place=page.state.shown.place, version=2)
    assert "新的题干（ ）" in stems(page)


def test_letters_of_one_field_are_one_step_back(page, office):
    single(office)
    before = page.state.shown.form.stem
    for text in ("甲", "甲乙", "甲乙丙"):
        page.editor.write("stem", text)
    page.editor.write("points", "7")
    page.editor.undo()
    assert (page.state.shown.form.stem, page.state.shown.form.points) == ("甲乙丙", "3")
    page.editor.undo()
    assert page.state.shown.form.stem == before
    assert not page.state.shown.is_unsaved
    page.editor.redo()
    assert page.state.shown.form.stem == "甲乙丙"


def test_what_says_the_same_again_is_no_change(page, office):
    single(office)
    before = page.state.shown.form.explanation
    page.editor.write("explanation", "因为")
    assert page.state.shown.is_unsaved
    page.editor.write("explanation", before)
    assert not page.state.shown.is_unsaved


def test_what_was_typed_is_there_after_a_kill_and_beside_other_items(page, office):
    entry = single(office)
    page.editor.write("stem", "打到一半")
    office.open_where(lambda item: item.type is ItemType.MULTIPLE)
    assert [each.is_unsaved for each in page.state.listed.pages[0] if each.id == entry.id] == [True]
    again = office.again()
    page = again.page(PageName.BANK)
    page.editor.next_unsaved()
    assert (page.state.shown.id, page.state.shown.form.stem) == (entry.id, "打到一半")
    page.editor.discard()
    assert page.state.shown.form.stem == entry.item.stem


def test_a_draft_that_cannot_be_read_is_put_aside_and_told(page, office):
    single(office)
    page.editor.write("stem", "打到一半")
    (office.data / "office/bank-draft/draft.json").write_text("{")
    again = office.again().page(PageName.BANK)
    assert again.state.refused.message
    assert not any(each.is_unsaved for each in again.state.listed.pages[0])


def test_the_preview_follows_and_says_what_cannot_be(page, office, words):
    single(office)
    page.editor.write("stem", "新的题干（　）")
    ask(office)
    assert page.state.shown.preview.face.stem == "新的题干（　）"
    page.editor.write("key", "Z")
    ask(office)
    preview = page.state.shown.preview
    assert preview.refused.message
    assert preview.face.stem == "新的题干（　）", "what stood before stays"
    page.editor.write("key", "")
    ask(office)
    assert any(words("finding.missing-answer", at="", item="1") in each for each in page.state.shown.preview.findings)


def test_options_take_their_key_along(page, office):
    entry = single(office)
    key = entry.scheme.correct.labels[0]
    right = dict(zip("ABCD", page.state.shown.form.options, strict=True))[key]
    page.editor.move_option("ABCD".index(key), -1)
    form = page.state.shown.form
    assert dict(zip(form.labels, form.options, strict=True))[form.chosen[0]] == right
    page.editor.press(key)
    page.saving.sign("李文")
    page.saving.save()
    assert there(office, entry.id)[0].scheme.correct == Choice((key,)), "the letter that was pressed last"
    page.editor.drop_option("ABCD".index(key))
    assert page.state.shown.form.chosen == ()
    page.editor.add_option()
    page.editor.write_option(3, "新的选项")
    page.editor.press("D")
    page.saving.save()
    assert there(office, entry.id)[0].item.options[3].text == "新的选项"


def test_whoever_was_overtaken_loses_nothing(page, office):
    entry = single(office)
    page.saving.sign("李文")
    page.editor.write("stem", "我的题干（　）")
    office.another_saves(entry.id, explanation="他人的解析")
    page.saving.save()
    assert page.state.refused.message
    assert (page.state.shown.is_lost, page.state.shown.form.stem) == (True, "我的题干（　）")
    assert page.state.shown.form.explanation == "他人的解析"
    page.saving.save_over()
    now = there(office, entry.id)[0]
    assert (now.item.stem, now.scheme.explanation, now.version) == ("我的题干（　）", "他人的解析", 3)


def test_what_is_typed_while_a_version_is_saved_stays_over_it(page, office):
    entry = single(office)
    page.saving.sign("李文")
    page.editor.write("stem", "先写的（　）")
    office.runner.is_held = True
    page.saving.save()
    page.saving.save()
    page.editor.write("explanation", "后写的")
    while office.runner.waiting:
        office.runner.step()
    now, changes = there(office, entry.id)
    assert (now.item.stem, now.scheme.explanation, len(changes)) == ("先写的（　）", "", 1)
    assert (page.state.shown.form.explanation, page.state.shown.is_lost) == ("后写的", False)
    assert page.state.shown.is_unsaved


def test_who_goes_on_while_a_version_is_saved_stays_where_they_went(page, office, words):
    entry = single(office)
    page.saving.sign("李文")
    page.editor.write("stem", "先写的（　）")
    office.runner.is_held = True
    page.saving.save()
    other = page.state.listed.row(4).id
    page.open(other)
    while office.runner.waiting:
        office.runner.step()
    assert page.state.shown.id == other
    assert there(office, entry.id)[0].version == 2
    assert page.state.listed.unsaved == ""


def test_of_items_opened_one_after_the_other_the_last_is_shown(page, office):
    office.runner.is_held = True
    for each in page.state.listed.pages[0]:
        page.open(each.id)
    assert len(office.runner.waiting) == 1, "those between are not even asked for"
    page.editor.new(ItemType.ESSAY)
    while office.runner.waiting:
        office.runner.step()
    assert page.editor.known is None, "what comes late is of another item"
    page.editor.write("stem", "简述流程。")
    assert page.state.listed.unsaved == office.words("office.bank.unsaved", count=1)


def test_a_matching_item_is_written_from_nothing_with_its_two_columns(page, office, words):
    page.editor.new(ItemType.MATCHING)
    page.editor.write("stem", "把情形与时限配对")
    ask(office)
    assert page.state.shown.preview.refused.message == words("refusal.bank.no-columns")
    page.editor.write("prompts", "首次响应\n\n升级处理")
    for at, text in enumerate(("2 小时内", "24 小时内")):
        page.editor.add_option()
        page.editor.write_option(at, text)
    page.editor.write("key", "1-A，2-B")
    page.saving.sign("李文")
    page.saving.save()
    shown = page.state.shown
    assert (shown.is_new, shown.form.prompts) == (False, "首次响应\n升级处理")
    assert there(office, shown.id)[0].scheme.correct == Pairs((("(1)", "A"), ("(2)", "B")))


def test_how_an_item_is_answered_is_written_where_its_type_has_such_a_thing(page, office, words):
    page.editor.new(ItemType.SCENARIO)
    page.editor.write("stem", "请逐轮回复客户")
    assert page.state.shown.form.has_lengths
    page.editor.write("stages", "客户：还没到？（60秒）\n客户：我要投诉")
    assert not page.state.shown.form.has_lengths, "a reply has no length of its own"
    page.editor.set_type(ItemType.INTERVIEW)
    page.editor.write("mode", "read")
    page.editor.set_type(ItemType.ESSAY)
    page.editor.write("min_words", "百")
    ask(office)
    assert page.state.shown.preview.refused.message == words("refusal.bank.length-form", written="百")
    page.editor.write("min_words", "100")
    page.saving.sign("李文")
    page.saving.save()
    item = there(office, page.state.shown.id)[0].item
    assert (item.stages, item.mode, item.min_words) == ((), Mode.TYPED, 100), (
        "what was typed for other types is not meant"
    )
    page.editor.set_type(ItemType.SCENARIO)
    page.editor.write("min_words", "")
    page.editor.write("stages", "客户：还没到？（60秒）\n客户：我要投诉")
    page.saving.save()
    item = there(office, page.state.shown.id)[0].item
    assert [each.limit_s for each in item.stages] == [60, None]
    changed = page.state.shown.versions[0].changes
    assert any(words("office.bank.field.stages") in each for each in changed)


def test_pictures_that_nothing_names_any_more_go(page, office, tmp_path):
    entry = single(office)
    path = tmp_path / "图.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    page.editor.add_picture(path)
    page.saving.sign("李文")
    page.saving.save()
    assert there(office, entry.id)[0].item.images
    folder = office.data / "office" / "bank-draft"
    for _ in range(2):
        assert list(folder.glob("kept-*"))
        office = office.again()
        office.page(PageName.BANK)
        office.presenter.go(PageName.BANK)
    assert list(folder.glob("kept-*")) == []


def test_a_bank_that_another_program_holds_takes_no_version_and_nothing_typed_goes(page, office, words, monkeypatch):
    single(office)
    page.saving.sign("李文")
    page.editor.write("stem", "新的题干（　）")
    with monkeypatch.context() as held:
        held.setattr(History, "change", _held)
        page.saving.save()
    assert page.state.refused.message == words("refusal.database.in-use")
    assert (page.state.shown.is_unsaved, page.state.shown.is_lost) == (True, False)
    page.saving.save()
    assert not page.state.shown.is_unsaved


def _held(*_):
    raise Refusal(Outcome.CONFLICT, "database.in-use", "office.bank")


def test_points_that_are_none_are_told_and_nothing_is_saved(page, office, words):
    entry = single(office)
    page.saving.sign("李文")
    page.editor.write("points", "二")
    page.saving.save()
    assert page.state.refused.message == words("refusal.bank.points-form", written="二")
    assert page.state.shown.form.points == "二"
    assert there(office, entry.id)[1] == []


def test_a_picture_is_added_and_taken_out_and_one_that_is_too_large_is_refused_in_words(page, office, tmp_path, words):
    entry = single(office)
    page.saving.sign("李文")
    large = tmp_path / "大图.png"
    with large.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(60 * 1024 * 1024)
    page.editor.add_picture(large)
    assert page.state.refused.message == words("refusal.bank.picture-large", most=16)
    small = tmp_path / "图.png"
    small.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    page.editor.add_picture(small)
    ask(office)
    assert page.state.shown.preview.face.pictures == (small.read_bytes(),)
    page.saving.save()
    (kept,) = there(office, entry.id)[0].item.images
    page.editor.drop_picture(kept.name)
    page.saving.save()
    assert there(office, entry.id)[0].item.images == ()


def test_a_rubric_begins_with_what_it_examines_and_is_weighed(page, office):
    entry = office.open_where(lambda item: item.is_open)
    page.saving.sign("李文")
    page.rubric.write_text("考察：同理心、流程、表达")
    page.editor.set_criteria(())
    page.rubric.start()
    names = [each.name for each in page.state.shown.form.criteria]
    assert names == ["同理心", "流程", "表达"]
    for at in range(3):
        page.rubric.write(at, "points", "2")
    page.rubric.write(0, "good", "先致歉")
    page.rubric.add_level(0)
    page.rubric.write_level(0, 0, "name", "差")
    page.rubric.write_level(0, 0, "points", "0")
    page.rubric.move_up(1)
    page.editor.write("points", "6")
    page.saving.save()
    criteria = there(office, entry.id)[0].scheme.rubric.criteria
    assert [(each.name, each.points) for each in criteria] == [("流程", 2), ("同理心", 2), ("表达", 2)]
    assert (criteria[1].good, criteria[1].levels[0].points) == ("先致歉", 0)


def test_a_rubric_without_anything_to_begin_with_says_what_to_write(page, office, words):
    office.open_where(lambda item: item.is_open)
    page.editor.set_criteria(())
    page.rubric.write_text("酌情给分")
    page.editor.write("explanation", "")
    page.rubric.start()
    assert page.state.refused.message == words("refusal.bank.no-criteria")
    page.rubric.add()
    assert page.state.shown.form.criteria == (TypedCriterion(),)


def test_the_history_says_who_changed_what_and_leads_back(page, office, words):
    entry = single(office)
    page.saving.sign("李文")
    page.editor.write("points", "5")
    page.saving.save()
    page.editor.show_side(Side.HISTORY)
    newest, first = page.state.shown.versions
    field = words("office.bank.field.points")
    assert newest.changes == (words("office.bank.change", field=field, before="3", after="5"),)
    assert "李文" in newest.said
    assert (newest.can_restore, first.can_restore) == (False, True)
    page.saving.restore(1)
    assert there(office, entry.id)[0].item.points == 3
    assert page.state.shown.versions[0].changes == (words("office.bank.change", field=field, before="5", after="3"),)


def test_an_item_is_retired_and_brought_back_and_what_is_typed_stays(page, office):
    entry = single(office)
    page.saving.sign("李文")
    page.editor.write("explanation", "还没写完")
    page.saving.retire()
    assert there(office, entry.id)[0].is_retired
    assert (page.state.shown.is_retired, page.state.shown.is_lost) == (True, False)
    assert page.state.shown.form.explanation == "还没写完"
    assert entry.id not in [each.id for each in page.state.listed.pages[0]]
    page.saving.retire()
    assert not there(office, entry.id)[0].is_retired


def test_near_items_are_found_and_lead_to_each_other(office):
    page = office.small().small().to_bank()
    entry = single(office)
    page.editor.show_side(Side.ALIKE)
    (near,) = page.state.shown.alike
    assert near.id != entry.id
    page.open(near.id)
    assert [each.id for each in page.state.shown.alike] == [entry.id]


def test_a_new_item_is_written_previewed_kept_and_saved_into_a_paper_of_its_own(page, office, words):
    page.editor.new(ItemType.MULTIPLE)
    page.editor.write("stem", "处理重复投诉应当（　）")
    for text in ("合并工单", "查找根因", "忽略"):
        page.editor.add_option()
        page.editor.write_option(len(page.state.shown.form.options) - 1, text)
    ask(office)
    assert len(page.state.shown.preview.face.options) == 3
    page.editor.press("B")
    page.editor.press("A")
    office.open_where(lambda item: item.type is ItemType.SINGLE)
    page.editor.next_unsaved()
    assert page.state.shown.form.chosen == ("A", "B")
    page.saving.sign("李文")
    page.saving.save()
    entry, changes = there(office, page.state.shown.id)
    assert (entry.item.type, entry.scheme.correct) == (ItemType.MULTIPLE, Choice(("A", "B")))
    assert changes[0].by == "李文"
    page.editor.new(ItemType.TRUEFALSE)
    page.editor.write("stem", "客户挂断后可以连续重拨。")
    page.editor.press("F")
    page.saving.save()
    with closing(office.bank()) as bank:
        assert bank.paper_title(entry.paper) == words("office.bank.own-paper")
        assert len(bank.items(entry.paper)) == 2
    assert page.state.listed.unsaved == ""


def test_a_new_item_that_is_dropped_leaves_nothing(page, office):
    page.editor.new(ItemType.ESSAY)
    page.editor.write("stem", "简述")
    page.editor.discard()
    assert page.state.listed.unsaved == ""
    assert page.state.shown is None
    page.listing.open_row(0)
    assert page.state.shown.id != NEW


# -- checks and files


def test_the_whole_bank_is_checked_and_a_remark_leads_to_its_item(page, office):
    page.checks.start()
    found = page.state.checks.remarks
    assert [each.number for each in found] == list(range(len(found)))
    remark = [each for each in found if each.item][-1]
    page.checks.open(remark.number)
    assert (page.state.shown.id, page.state.checks.focus) == (remark.item, remark.number)
    page.checks.close()
    assert page.state.checks is None


def test_checks_can_be_stopped_and_nobody_leaves_meanwhile(page, office):
    office.runner.is_held = True
    page.checks.start()
    assert page.state.checks.percent == 0
    office.presenter.go(PageName.SESSIONS)
    assert office.here == PageName.BANK
    page.checks.stop()
    assert page.state.checks.is_stopping
    office.runner.step()
    assert page.state.checks is None


def test_a_paper_is_read_into_the_bank_once(office, words):
    page = office.to_bank()
    path = office.file(PAPER + KEY, "回访.txt")
    page.files.read(path)
    assert page.state.said.startswith("“回访.txt”")
    assert page.state.listed.total > 5
    count = page.state.listed.total
    page.files.read(path)
    assert page.state.said == words("office.bank.was-there", name="回访.txt", items=count)
    page.listing.reset()
    assert page.state.listed.total == count
    page.files.read(office.file("本周值班安排见附件。", "值班.txt"))
    assert page.state.refused.message


@pytest.mark.parametrize("to", PaperFormat)
def test_what_was_found_is_exported_in_every_format(page, office, tmp_path, to):
    page.listing.choose(Menu.TYPE, ItemType.SINGLE.value)
    out = tmp_path / f"out.{ENDINGS[to]}"
    page.files.export(to, out, ())
    assert page.state.said.startswith(office.words("office.bank.exported", count=2, file=out.name))
    page.files.export(to, out, ((1, 1),))
    assert page.state.said.startswith(office.words("office.bank.exported", count=1, file=out.name))


def test_a_key_that_is_missing_is_a_condition(office):
    page = office.to_bank()
    page.files.read(office.file(PAPER, "无答案.txt"))
    page.listing.toggle(Chip.NO_KEY)
    assert page.state.listed.total > 5
    assert all(each.wrong for each in page.state.listed.pages[0])
    with closing(office.bank()) as bank:
        kinds = {each.finding.kind for each in bank.findings(bank.paper_numbers())}
    assert Kind.MISSING_ANSWER in kinds


def test_a_session_s_statistics_need_a_centre_database(page, office, words):
    page.files.bring(office.office().bank)
    assert page.state.refused.message == words("refusal.database.not-ours")
