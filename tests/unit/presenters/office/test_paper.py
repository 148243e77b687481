"""The reading page: what is shown of a paper, where one is in it, and how it is keyed at typing speed."""

from pathlib import Path

import pytest
from kaochang.domain.mends import Join, SetKey
from kaochang.domain.papers import Part, Severity
from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.paper_state import Phase


def test_it_begins_with_nothing_but_the_place_for_a_paper(office):
    office.presenter.start()
    assert office.states[-1].page is PageName.PAPER
    assert office.state.phase is Phase.EMPTY


def test_while_a_paper_is_read_its_name_is_shown_and_nobody_has_to_wait(office):
    office.presenter.start()
    office.runner.is_held = True
    office.paper.choose(office.file())
    assert (office.state.phase, office.state.source.name) == (Phase.READING, "热线客服考核.txt")
    office.paper.cancel()
    assert office.state.phase is Phase.EMPTY
    while office.runner.waiting:
        office.runner.step()
    assert office.state.phase is Phase.EMPTY, "what comes after a cancel is not taken"
    assert office.desk.draft.paper is None


def test_lines_items_and_findings_stand_beside_each_other(office):
    office.read()
    state = office.state
    assert state.phase is Phase.SHOWN
    assert state.lines[0].text == "热线客服岗位考核试卷（2026年度）"
    assert next(each for each in state.lines if each.shown == "4").part is Part.HEADING
    assert [each.place for each in state.items] == [
        "一、1",
        "一、2",
        "一、3",
        "二、1",
        "二、2",
        "三、1",
        "三、2",
        "四、1",
        "五、1",
    ]
    assert [each.severity for each in state.findings] == sorted(
        (each.severity for each in state.findings), key=list(Severity).index
    ), "red first"
    assert office.item("一、1").chosen == ("B",)
    assert office.item("三、1").chosen == ("T",)
    assert office.item("四、1").key == "一级；二级"


def test_the_first_thing_to_mend_is_open_as_soon_as_the_paper_is_there(office):
    office.read()
    assert office.state.items[office.state.here].place == "一、2"
    assert office.state.is_open


def test_a_finding_leads_to_its_item_and_to_its_line(office):
    office.read()
    found = next(each for each in office.state.findings if each.at == office.item("三、2").index)
    office.paper.focus_finding(found.number)
    state = office.state
    assert (state.here, state.finding, state.is_open) == (office.item("三、2").index, found.number, True)
    line = next(each for each in state.lines if each.number == found.line)
    assert line.item == state.here


def test_f8_goes_round_the_open_findings_both_ways(office):
    office.read()
    first = office.state.finding
    seen = []
    for _ in office.state.findings:
        office.paper.next_finding(1)
        seen.append(office.state.finding)
    assert seen[-1] == first
    assert len(set(seen)) == len(office.state.findings)
    office.paper.next_finding(-1)
    assert office.state.finding == seen[-2]


def test_a_line_leads_to_its_item_and_a_line_of_no_item_nowhere(office):
    office.read()
    before = office.state.here
    office.paper.focus_line(2)
    assert office.state.here == before
    line = next(each for each in office.state.lines if each.item == office.item("二、1").index)
    office.paper.focus_line(line.number)
    assert office.state.here == office.item("二、1").index


def test_a_letter_sets_the_key_of_the_item_in_focus_and_settles_its_red_line(office):
    office.read()
    assert "一、2" in office.open_findings()
    office.paper.letter("b")
    assert office.item("一、2").chosen == ("B",)
    assert office.item("一、2").is_mended
    assert "一、2" not in office.open_findings()


def test_letters_of_a_several_choice_item_add_and_take_off(office):
    office.read()
    at = office.item("二、2").index
    office.paper.open(at)
    for letter in "DA":
        office.paper.letter(letter)
    assert office.item("二、2").chosen == ("A", "D")
    office.paper.letter("B")
    assert office.item("二、2").chosen == ("A", "B", "D")
    office.paper.letter("A")
    assert office.item("二、2").chosen == ("B", "D")


def test_one_letter_of_several_is_no_key_yet_and_is_not_taken_for_one(office):
    office.read()
    at = office.item("二、2").index
    office.paper.open(at)
    office.paper.letter("D")
    assert office.state.half == ("D",)
    assert office.item("二、2").is_pending
    office.paper.letter("D")
    assert office.state.half == ()
    office.paper.letter("D")
    office.paper.open(at - 1)
    office.paper.open(at)
    assert office.state.half == (), "it was given to an item that was left since"


def test_taking_all_but_one_off_leaves_no_key(office):
    office.read()
    at = office.item("二、1").index
    office.paper.open(at)
    for letter in "AB":
        office.paper.letter(letter)
    assert office.item("二、1").chosen == ()
    assert office.state.half == ("D",)
    office.paper.letter("B")
    assert office.item("二、1").chosen == ("B", "D")


@pytest.mark.parametrize(("symbol", "chosen"), [("T", "T"), ("1", "T"), ("√", "T"), ("f", "F"), ("0", "F"), ("×", "F")])
def test_true_and_false_have_letters_figures_and_signs(office, symbol, chosen):
    office.read()
    office.paper.open(office.item("三、2").index)
    office.paper.letter(symbol)
    assert office.item("三、2").chosen == (chosen,)


def test_a_letter_that_the_item_does_not_have_changes_nothing(office):
    office.read()
    before = office.state
    for symbol in "EZ9？":
        office.paper.letter(symbol)
    assert office.state.items == before.items
    assert not office.state.can_undo


def test_to_key_goes_from_gap_to_gap_and_ends_with_the_last(office):
    office.read()
    assert office.state.pending == 4
    office.paper.key_all()
    told = []

    def here():
        return office.state.items[office.state.here].place

    for letters in ("B", "A", "AD"):
        told.append(here())
        for letter in letters:
            office.paper.letter(letter)
    assert here() == "二、2", "who knows how many letters are right: Enter says that it is all"
    office.paper.enter_key()
    assert [*told, here()] == ["一、2", "一、3", "二、2", "三、2"]
    office.paper.letter("0")
    assert (office.state.pending, office.state.is_keying) == (0, False)


def test_enter_after_a_letter_that_went_on_by_itself_passes_nothing_over(office):
    office.read()
    office.paper.key_all()
    for letters in ("B", "A", "AD", "0"):
        for letter in letters:
            office.paper.letter(letter)
        office.paper.enter_key()
    assert office.state.pending == 0
    assert [office.item(place).chosen for place in ("一、2", "一、3", "二、2", "三、2")] == [
        ("B",),
        ("A",),
        ("A", "D"),
        ("F",),
    ]


def test_enter_while_nothing_was_typed_passes_an_item_over(office):
    office.read()
    office.paper.key_all()
    office.paper.enter_key()
    assert office.state.items[office.state.here].place == "一、3"


def test_one_letter_of_several_is_told_before_enter_leaves_it(office):
    office.read()
    office.paper.open(office.item("二、2").index)
    office.paper.key_all()
    office.paper.open(office.item("二、2").index)
    office.paper.letter("D")
    office.paper.enter_key()
    assert office.state.half == ("D",)
    assert office.state.refused.next_step
    office.paper.enter_key()
    assert office.state.items[office.state.here].place == "三、2"


def test_a_key_that_was_refused_is_read_before_enter_leads_on(office):
    office.read()
    at = office.item("四、1").index
    office.paper.open(at)
    office.paper.mends.set_key(at, "甲；乙；丙")
    office.paper.enter_key()
    assert (office.state.here, office.state.refused is None) == (at, False)
    office.paper.enter_key()
    assert office.state.here != at


def test_it_is_told_how_many_items_people_score_and_how_many_are_left_without_a_key(office):
    office.read()
    assert (office.state.for_people, office.state.pending) == (1, 4)
    office.paper.mends.drop(office.item("五、1").index)
    office.paper.mends.drop(office.item("二、2").index)
    assert (office.state.for_people, office.state.pending) == (0, 3)


def test_another_paper_is_asked_about_only_where_mends_would_go(office):
    office.read()
    assert not office.paper.ask_other()
    office.paper.letter("B")
    office.paper.mends.drop(office.item("五、1").index)
    assert office.paper.ask_other()
    assert office.state.asks_other == 2
    office.paper.stop_asking()
    assert office.state.asks_other == 0
    office.paper.ask_other()
    office.paper.leave()
    office.paper.enter()
    assert office.state.asks_other == 0, "nobody is asked again by coming back"
    office.paper.ask_other()
    office.paper.choose(office.file())
    assert (office.state.asks_other, office.desk.draft.mends) == (0, ())


def test_enter_goes_to_the_next_item_with_something_open(office):
    office.read()
    office.paper.enter_key()
    assert office.state.items[office.state.here].place == "一、3"
    assert office.state.is_open


def test_it_is_whole_when_nothing_red_is_left_unseen(office):
    office.read()
    assert not office.state.is_whole
    assert not office.desk.may_go(PageName.ROSTER)
    for place, letter in (("一、2", "B"), ("一、3", "A"), ("二、2", "A"), ("三、2", "F")):
        office.paper.open(office.item(place).index)
        office.paper.letter(letter)
        if place == "二、2":
            office.paper.letter("B")
    assert office.open_findings() == []
    assert office.state.is_whole
    assert office.desk.may_go(PageName.ROSTER)


def test_a_file_that_cannot_be_read_is_said_with_what_to_do(office):
    office.presenter.start()
    office.paper.choose(office.file("这里没有试题", "说明.txt"))
    state = office.state
    assert state.phase is Phase.EMPTY
    assert state.refused.message
    assert state.refused.next_step
    office.paper.choose(Path(office.data.parent / "没有这个文件.docx"))
    assert office.state.refused.next_step


def test_a_paper_that_cannot_be_read_leaves_the_one_that_is_there(office):
    office.read()
    office.paper.letter("B")
    office.paper.choose(office.file("这里没有试题", "说明.txt"))
    assert office.state.phase is Phase.SHOWN
    assert office.state.refused is not None
    assert office.item("一、2").chosen == ("B",)


def test_an_answer_file_is_read_with_the_paper_and_mends_are_kept(office):
    office.read()
    office.paper.letter("C")
    key = office.file("一、单项选择题\n3. A\n三、判断题\n2. ×\n", "答案.txt")
    office.paper.add_key(key)
    assert office.state.source.key == "答案.txt"
    assert office.item("一、2").chosen == ("C",)
    assert office.item("三、2").chosen == ("F",)


def test_killed_and_started_again_it_is_where_it_was(office):
    office.read()
    office.paper.letter("B")
    office.paper.mends.drop(office.item("五、1").index)
    office.file().unlink()  # the stick that it came on is gone
    again = office.again()
    assert again.state.phase is Phase.SHOWN
    assert again.item("一、2").chosen == ("B",)
    assert again.item("五、1").is_dropped
    assert again.state.source == office.state.source
    again.paper.mends.undo()
    assert not again.item("五、1").is_dropped, "what was done before can be undone"


def test_mends_that_the_paper_does_not_take_any_more_are_counted_and_the_others_stand(office):
    office.read()
    office.paper.letter("B")
    office.desk.keep(mends=(SetKey(99, "A"), *office.desk.draft.mends, Join(0)))
    again = office.again()
    assert again.item("一、2").chosen == ("B",)
    assert "2 处" in again.state.refused.message
    assert len(again.desk.draft.mends) == 1


def test_only_what_changed_is_another_face(office):
    office.read()
    before = {each.place: each for each in office.state.items}
    office.paper.letter("B")
    changed = [each.place for each in office.state.items if each is not before[each.place]]
    assert changed == ["一、2"]


def test_its_pictures_are_read_when_they_are_asked_for(office):
    office.read()
    assert office.paper.picture("no such picture") == b""
