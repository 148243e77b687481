"""An item of the bank is edited by the rules of mending, by name, and can be taken back to any version."""

import os
from fractions import Fraction

import pytest
from kaochang.domain.assessments import Rules
from kaochang.domain.banked import Action, Content
from kaochang.domain.items import Item, ItemType, Mode, Stage
from kaochang.domain.mark_schemes import Criterion, Difficulty, MarkScheme, Rubric
from kaochang.domain.papers import Finding, Kind, Passed
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Pairs
from kaochang.flow import assemble, bank_alike, bank_edit, bank_lint, read
from kaochang.flow.assemble import AssembleOrder
from kaochang.flow.bank_edit import Revision
from kaochang.papers import limits
from kaochang.papers.finishing.rubrics import read_rubric
from kaochang.store.bank import Bank
from kaochang.store.bank_history import Edit
from support.clocks import ManualClock
from support.refusals import refuses
from support.seeded import seeded
from support.small_paper import PAPER

CLOCK = ManualClock()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    bank = Bank(tmp_path / "bank")
    read.add_to_bank(bank, read.read_file(path), path.name, CLOCK, seeded())
    yield bank
    bank.close()


def there(bank, place="单选题#2"):
    return assemble.find_item(bank, 1, place)


def edited(bank, place="单选题#2", **revision):
    return bank_edit.edit(bank, there(bank, place), Revision(**revision), "张三", CLOCK)


def kinds(bank, entry):
    return {each.finding.kind for each in bank.found.findings(entry.id)}


def test_a_key_is_set_in_a_persons_name_and_settles_the_finding_that_it_was_missing(bank):
    assert Kind.MISSING_ANSWER in kinds(bank, there(bank))
    entry = edited(bank, key="c")
    assert (entry.scheme.correct, entry.scheme.set_by, entry.version) == (Choice(("C",)), "张三", 2)
    assert Kind.MISSING_ANSWER not in kinds(bank, entry)


def test_a_key_that_is_left_open_is_missing_again(bank):
    edited(bank, key="C")
    entry = edited(bank, key="")
    assert (entry.scheme.correct, entry.scheme.set_by) == (None, None)
    assert Kind.MISSING_ANSWER in kinds(bank, entry)


def test_what_is_edited_is_there_and_all_else_stays(bank):
    before = there(bank)
    entry = edited(
        bank,
        stem="新的题干（　）",
        points=Fraction(5),
        explanation="因为",
        competencies=("沟通", " 沟通", "政策", ""),
        difficulty="hard",
        section="一、选择",
    )
    assert (entry.item.stem, entry.item.points, entry.item.section) == ("新的题干（　）", 5, "一、选择")
    assert (entry.scheme.explanation, entry.scheme.competencies) == ("因为", ("沟通", "政策"))
    assert entry.scheme.difficulty is Difficulty.HARD
    assert (entry.item.options, entry.scheme.correct) == (before.item.options, before.scheme.correct)
    assert edited(bank, "一、选择#2", difficulty="").scheme.difficulty is None


def test_options_that_change_places_take_their_key_along(bank):
    entry = edited(bank, key="A")
    first, *others = [option.text for option in entry.item.options]
    entry = edited(bank, options=(*others, first))
    assert entry.scheme.correct == Choice((entry.item.options[-1].label,))


@pytest.mark.parametrize(
    ("revision", "key"),
    [
        ({"key": "Z"}, "mend.key-range"),
        ({"points": Fraction(0)}, "mend.points"),
        ({"stem": " "}, "mend.stem-empty"),
        ({"options": ("甲", "")}, "mend.option-empty"),
        ({"type": ItemType.TRUEFALSE}, "mend.judgement-options"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_as_in_mending_and_nothing_changes(bank, revision, key):
    before = there(bank)
    with refuses(Outcome.POLICY, key):
        edited(bank, **revision)
    assert (there(bank), bank.history.of(before.id)) == (before, [])


def test_an_edit_that_changes_nothing_makes_no_version(bank):
    before = there(bank)
    assert edited(bank, stem=before.item.stem) == before
    assert bank.history.of(before.id) == []


def test_who_edits_what_another_has_changed_meanwhile_is_refused_and_loses_nothing(bank):
    seen = there(bank)
    edited(bank, explanation="李四的解析")
    with refuses(Outcome.CONFLICT, "bank.changed"):
        bank_edit.edit(bank, seen, Revision(explanation="王五的解析"), "王五", CLOCK)
    assert there(bank).scheme.explanation == "李四的解析"


def test_an_item_is_taken_back_to_an_earlier_version_as_a_new_one_with_its_findings(bank):
    before = there(bank)
    edited(bank, key="C", stem="新的题干（　）")
    entry = bank_edit.restore(bank, there(bank), 1, "李四", CLOCK)
    assert (entry.item, entry.scheme, entry.version) == (before.item, before.scheme, 3)
    assert Kind.MISSING_ANSWER in kinds(bank, entry)
    assert [(each.by, each.action) for each in bank.history.of(entry.id)] == [
        ("张三", Action.EDITED),
        ("李四", Action.RESTORED),
    ]


def test_a_red_finding_that_does_not_show_in_the_item_comes_back_with_its_version(bank):
    entry = there(bank)
    red = Finding(Kind.UNSUPPORTED_INTERACTION, index=1, number="2", params={"name": "hottext"})
    content = Content(entry.item, entry.scheme)
    bank.history.change(Edit(entry.id, 1, content, "张三", CLOCK.wall(), findings=(red,)))
    bank.history.change(Edit(entry.id, 2, content, "张三", CLOCK.wall(), findings=()))
    bank_edit.restore(bank, there(bank), 2, "李四", CLOCK)
    assert [(each.finding, each.passed) for each in bank.found.findings(entry.id)] == [(red, None)]


def placed(bank):
    order = AssembleOrder([1], "考试", Rules(duration_s=600), passed=Passed("张三", "如此"))
    return {each.id for each in assemble.assemble(bank, order, CLOCK, os.urandom).assessment.items()}


def test_a_retired_item_is_in_no_new_exam_until_it_is_brought_back(bank):
    before = placed(bank)
    entry = bank_edit.retire(bank, there(bank), "张三", CLOCK)
    assert (entry.is_retired, placed(bank)) == (True, before - {entry.id})
    with refuses(Outcome.POLICY, "bank.is-retired"):
        bank_edit.retire(bank, entry, "张三", CLOCK)
    back = bank_edit.bring_back(bank, entry, "张三", CLOCK)
    assert (back.is_retired, back.version, placed(bank)) == (False, 3, before)
    with refuses(Outcome.POLICY, "bank.is-in-use"):
        bank_edit.bring_back(bank, back, "张三", CLOCK)


def test_a_picture_is_put_behind_the_stem_and_taken_off_again(bank, tmp_path):
    (tmp_path / "a.png").write_bytes(PNG)
    entry = edited(bank, pictures=(tmp_path / "a.png",))
    (image,) = entry.item.images
    assert (bank.medium(image.name), image.media_type) == (PNG, "image/png")
    assert edited(bank, pictures=(tmp_path / "a.png",)).item.images == (image,)
    assert edited(bank, without_pictures=True).item.images == ()


def test_a_picture_of_sixty_megabytes_or_of_no_known_kind_is_refused_before_it_is_read(bank, tmp_path):
    large, other = tmp_path / "large.png", tmp_path / "other.png"
    with large.open("wb") as file:
        file.truncate(60 * limits.MIB)
    other.write_bytes(b"<svg/>")
    with refuses(Outcome.LIMIT, "bank.picture-large"):
        edited(bank, pictures=(large,))
    with refuses(Outcome.PAYLOAD, "bank.picture-unknown"):
        edited(bank, pictures=(other,))
    assert there(bank).version == 1


def test_a_rubric_is_judged_by_whether_it_adds_up(bank):
    entry = added(bank, ItemType.ESSAY, stem="简述要点。", section="简答题", points=Fraction(10))
    assert kinds(bank, entry) == {Kind.MISSING_REFERENCE_ANSWER}
    for rubric, kind in (
        (Rubric("", (Criterion("致歉"),)), Kind.RUBRIC_WITHOUT_POINTS),
        (Rubric("", (Criterion("致歉", Fraction(4)),)), Kind.POINTS_MISMATCH),
    ):
        entry = bank_edit.edit(bank, entry, Revision(rubric=rubric), "张三", CLOCK)
        assert kinds(bank, entry) == {Kind.MISSING_REFERENCE_ANSWER, kind}
    entry = bank_edit.edit(bank, entry, Revision(points=Fraction(4), key="先致歉"), "张三", CLOCK)
    assert (kinds(bank, entry), entry.scheme.reference) == (set(), "先致歉")


def test_a_finding_that_somebody_passed_stays_passed_through_an_edit_beside_it(bank):
    bank.pass_findings([1], Passed("张三", "如此"))
    entry = edited(bank, explanation="因为")
    assert [each.passed.by for each in bank.found.findings(entry.id) if each.finding.kind is Kind.MISSING_ANSWER] == [
        "张三"
    ]


def added(bank, kind, paper=1, at=2, **revision):
    return bank_edit.add(bank, paper, kind, Revision(**revision), "张三", CLOCK, seeded(at))


def test_a_new_item_gets_the_next_number_of_its_section_and_its_blanks_counted(bank):
    first = added(bank, ItemType.TRUEFALSE, "自编试题", 3, stem="先致歉。", section="判断题", key="对")
    second = added(bank, ItemType.TRUEFALSE, first.paper, 4, stem="后解释。", section="判断题", key="对")
    assert [(each.item.number, each.scheme.set_by) for each in (first, second)] == [("1", "张三"), ("2", "张三")]
    assert bank.paper_title(first.paper) == "自编试题"
    blank = added(bank, ItemType.BLANK, first.paper, 9, stem="先____后____。")
    assert (blank.item.blanks, kinds(bank, blank)) == (2, {Kind.MISSING_ANSWER})
    assert [each.action for each in bank.history.of(blank.id)] == [Action.ADDED]


def test_a_new_item_has_all_that_was_written_of_it(bank, tmp_path):
    (tmp_path / "p.png").write_bytes(PNG)
    written = {
        "stem": "先做什么？",
        "options": ("致歉", "解释"),
        "key": "B",
        "points": Fraction(2),
        "material": "来电。",
    }
    entry = added(bank, ItemType.SINGLE, pictures=(tmp_path / "p.png",), **written)
    assert [option.text for option in entry.item.options] == ["致歉", "解释"]
    assert (entry.scheme.correct, entry.item.points, entry.item.material) == (Choice(("B",)), 2, "来电。")
    assert bank.medium(entry.item.images[0].name) == PNG


def test_of_a_new_item_that_cannot_be_nothing_is_made(bank):
    before = bank.items(1)
    with refuses(Outcome.POLICY):
        added(bank, ItemType.SINGLE, "自编试题", stem="先做什么？", options=("致歉", "解释"), key="Z")
    with refuses(Outcome.MISSING, "bank.no-paper"):
        added(bank, ItemType.ESSAY, 9, stem="简述。")
    assert (bank.paper_numbers(), bank.items(1)) == ([1], before)


@pytest.mark.parametrize(
    ("scheme", "names"),
    [
        (MarkScheme(rubric=Rubric("考察：倾听、共情、表达")), ["倾听", "共情", "表达"]),
        (MarkScheme(explanation="本题主要考察沟通能力和应变能力。"), ["沟通能力", "应变能力"]),
        (MarkScheme(competencies=("政策", "沟通")), ["政策", "沟通"]),
        (MarkScheme(rubric=read_rubric("致歉4分；解释6分")), []),
        (MarkScheme(), []),
    ],
)
def test_criteria_begin_with_what_a_list_says_is_examined(scheme, names):
    item = Item(ItemType.INTERVIEW, "请自我介绍。")
    assert [each.name for each in bank_edit.criteria_start(item, scheme)] == names


def test_an_item_is_told_to_be_near_to_another_before_and_after_it_is_in_the_bank(bank):
    item = replace_stem(there(bank).item, there(bank).item.stem + "（单选）")
    (near,) = bank_alike.alike_to(bank, item, at_least=Fraction(1, 2))
    assert near.entry.id == there(bank).id
    assert bank_alike.alike_to(bank, there(bank).item, there(bank).id) == []
    texts = tuple(option.text for option in item.options)
    new = added(bank, item.type, at=5, stem=item.stem, section=item.section, options=texts)
    (pair,) = bank_alike.alike_pairs(bank, at_least=Fraction(1, 2))
    assert {pair.first.id, pair.second.id} == {there(bank, near.entry.id).id, new.id}
    bank_edit.retire(bank, new, "张三", CLOCK)
    assert bank_alike.alike_pairs(bank, at_least=Fraction(1, 2)) == []


def replace_stem(item, stem):
    return Item(item.type, stem, "9", item.section, item.options)


def test_retired_items_are_linted_no_more(bank):
    entry = there(bank)
    assert any(entry.id in remark.items for remark in bank_lint.lint_paper(bank, 1))
    bank_edit.retire(bank, entry, "张三", CLOCK)
    assert not any(entry.id in remark.items for remark in bank_lint.lint_paper(bank, 1))
    with refuses(Outcome.MISSING, "bank.no-paper"):
        bank_lint.lint_paper(bank, 9)


def test_one_picture_of_several_is_taken_out(bank, tmp_path):
    files = [tmp_path / "a.png", tmp_path / "b.png"]
    for number, path in enumerate(files):
        path.write_bytes(PNG + bytes([number]))
    entry = edited(bank, pictures=tuple(files))
    first, second = entry.item.images
    entry = edited(bank, dropped=(first.name,))
    assert entry.item.images == (second,)


def test_another_material_goes_to_all_items_that_share_it(bank):
    shared = Revision(material="客户来电两次未接。")
    first, second = there(bank, "单选题#1"), there(bank, "单选题#2")
    assert bank_edit.sharing(bank, first) == []
    for each in (first, second):
        bank_edit.edit_shared(bank, each, shared, "张三", CLOCK)
    first, second = there(bank, "单选题#1"), there(bank, "单选题#2")
    assert bank_edit.sharing(bank, first) == [second]
    bank_edit.edit_shared(bank, first, Revision(material="客户来电三次未接。", explanation="因为"), "李四", CLOCK)
    first, second = there(bank, "单选题#1"), there(bank, "单选题#2")
    assert first.item.material == second.item.material == "客户来电三次未接。"
    assert [each.by for each in bank.history.of(second.id)] == ["张三", "李四"]
    assert (first.scheme.explanation, second.scheme.explanation) == ("因为", "")


# -- how an item is answered


def written(bank, kind, **revision):
    return bank_edit.add(bank, 1, kind, Revision(**revision), "张三", CLOCK, seeded(5))


COLUMNS = {"prompts": ("首次响应", "升级处理"), "options": ("2 小时内", "24 小时内", "当天")}


def test_a_matching_item_is_written_with_both_columns_and_a_key_of_pairs(bank):
    entry = written(bank, ItemType.MATCHING, stem="配对", key="1-B，2-A", **COLUMNS)
    assert [(each.label, each.text) for each in entry.item.prompts] == [("(1)", "首次响应"), ("(2)", "升级处理")]
    assert entry.scheme.correct == Pairs((("(1)", "B"), ("(2)", "A")))
    longer = bank_edit.edit(bank, entry, Revision(prompts=("首次响应", "升级", "回访")), "张三", CLOCK)
    assert [each.label for each in longer.item.prompts] == ["(1)", "(2)", "(3)"]
    assert Kind.MISSING_ANSWER in kinds(bank, longer) or longer.scheme.correct is None


@pytest.mark.parametrize("column", COLUMNS)
def test_a_matching_item_that_lacks_a_column_is_refused_new_and_when_one_is_taken(bank, column):
    with refuses(Outcome.POLICY, "bank.no-columns"):
        written(bank, ItemType.MATCHING, stem="配对", **{name: it for name, it in COLUMNS.items() if name != column})
    entry = written(bank, ItemType.MATCHING, stem="配对", key="1-B，2-A", **COLUMNS)
    with refuses(Outcome.POLICY, "bank.no-columns"):
        bank_edit.edit(bank, entry, Revision(**{column: ()}), "张三", CLOCK)


def test_an_item_becomes_one_to_match_with_the_columns_that_it_gets(bank):
    entry = written(bank, ItemType.ESSAY, stem="配对")
    with refuses(Outcome.POLICY, "bank.no-columns"):
        bank_edit.edit(bank, entry, Revision(type=ItemType.MATCHING), "张三", CLOCK)
    matched = bank_edit.edit(bank, entry, Revision(type=ItemType.MATCHING, key="1-A，2-B", **COLUMNS), "张三", CLOCK)
    assert matched.scheme.correct == Pairs((("(1)", "A"), ("(2)", "B")))


def test_an_entry_of_a_left_column_has_words(bank):
    entry = written(bank, ItemType.MATCHING, stem="配对", **COLUMNS)
    with refuses(Outcome.POLICY, "mend.option-empty"):
        bank_edit.edit(bank, entry, Revision(prompts=("首次响应", " ")), "张三", CLOCK)


def test_only_an_item_to_match_has_a_left_column(bank):
    with refuses(Outcome.POLICY, "mend.no-prompts"):
        edited(bank, prompts=("甲",))


def test_a_scenario_has_its_turns_with_their_limits_and_loses_them_with_its_type(bank):
    stages = (Stage("客户：快递怎么还没到？", 60), Stage("客户：我要投诉"))
    entry = written(bank, ItemType.SCENARIO, stem="请逐轮回复", stages=stages)
    assert entry.item.stages == stages
    essay = bank_edit.edit(bank, entry, Revision(type=ItemType.ESSAY), "张三", CLOCK)
    assert essay.item.stages == ()
    with refuses(Outcome.POLICY, "bank.no-stages"):
        bank_edit.edit(bank, essay, Revision(stages=stages), "张三", CLOCK)


def test_a_text_has_its_length_and_what_is_not_typed_has_none(bank):
    entry = written(bank, ItemType.ESSAY, stem="谈谈服务", lengths=(100, 300))
    assert (entry.item.min_words, entry.item.max_words) == (100, 300)
    free = bank_edit.edit(bank, entry, Revision(lengths=(None, None)), "张三", CLOCK)
    assert (free.item.min_words, free.item.max_words) == (None, None)
    with refuses(Outcome.POLICY, "exam.words"):
        bank_edit.edit(bank, free, Revision(lengths=(300, 100)), "张三", CLOCK)
    with refuses(Outcome.POLICY, "exam.no-text"):
        edited(bank, lengths=(10, 20))


def test_an_interview_item_is_typed_read_or_spoken_and_no_other_is(bank):
    entry = written(bank, ItemType.INTERVIEW, stem="请介绍一次调解", mode=Mode.SPOKEN)
    assert entry.item.mode is Mode.SPOKEN
    essay = bank_edit.edit(bank, entry, Revision(type=ItemType.ESSAY), "张三", CLOCK)
    assert essay.item.mode is Mode.TYPED
    with refuses(Outcome.POLICY, "exam.mode"):
        bank_edit.edit(bank, essay, Revision(mode=Mode.READ), "张三", CLOCK)
