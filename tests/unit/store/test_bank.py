"""The bank keeps papers, schemes, findings, pictures and exams as they were given."""

import sqlite3
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from kaochang.domain.assessments import PlacedItem, Rules
from kaochang.domain.banked import Action, Content
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding, Kind, Paper, PaperItem, Passed
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice
from kaochang.store.bank import Bank, PaperEntry
from kaochang.store.bank_history import Edit
from kaochang.store.bank_items import BankFinding, BankItem
from msgspec.structs import replace as replace_value
from support.exams import ITEMS, SCHEMES, make_exam
from support.refusals import refuses

FINDINGS = (
    Finding(Kind.MISSING_ANSWER, index=1, section="客观题", number="2", line=7, params={"number": "2"}),
    Finding(Kind.TOTAL_MISMATCH),
)
PAPER = Paper("客服试卷", tuple(PaperItem(ITEMS[name], SCHEMES[name]) for name in ITEMS), FINDINGS)
PASSED = Passed("张老师", "纸质试卷如此")


def entry(prefix="", title="客服试卷", media=None):
    paper = Paper(title, PAPER.items, PAPER.findings)
    return PaperEntry("paper.docx", 5, paper, [prefix + name for name in ITEMS], media or {})


@pytest.fixture
def bank(tmp_path):
    made = Bank(tmp_path / "bank.db")
    yield made
    made.close()


def marked(bank, item_id, scheme):
    """Puts another mark scheme in the place of an item's."""
    entry = bank.found.get(item_id)
    bank.history.change(Edit(item_id, entry.version, Content(entry.item, scheme), "张老师", 9, Action.KEY_SET))


def reopened(bank):
    bank.close()
    bank.__init__(bank.path)
    return bank


def test_a_papers_items_come_back_in_order_with_their_schemes(bank):
    number = bank.add_paper(entry())
    assert reopened(bank).items(number) == [BankItem(name, number, ITEMS[name], SCHEMES[name]) for name in ITEMS]


def test_papers_are_numbered_in_the_order_they_came(bank):
    numbers = [bank.add_paper(entry("a-")), bank.add_paper(entry("b-", title=None))]
    assert bank.paper_numbers() == numbers == sorted(numbers)
    assert [bank.paper_title(number) for number in numbers] == ["客服试卷", "paper.docx"]
    assert [item.id for item in bank.items(numbers[1])] == ["b-" + name for name in ITEMS]


def test_a_paper_that_is_forgotten_leaves_the_others_as_they_are(bank):
    kept, gone = bank.add_paper(entry("a-")), bank.add_paper(entry("b-"))
    rules = Rules(duration_s=600)
    bank.save_exam(make_exam(rules, "of-kept"), [kept], 1)
    bank.save_exam(make_exam(rules, "of-both"), [kept, gone], 1)
    before = bank.items(kept), bank.findings([kept])
    bank.forget_paper(gone)
    assert (reopened(bank).paper_numbers(), bank.items(gone), bank.findings([gone])) == ([kept], [], [])
    assert (bank.items(kept), bank.findings([kept])) == before
    assert bank.exam("of-kept")[0].id == "of-kept"
    with refuses(Outcome.MISSING, "bank.no-exam"):
        bank.exam("of-both")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "另一份"},
        {"total_points": 5},
        {"scoring_note": "按点给分。"},
        {"items": PAPER.items[1:]},
        {"items": (PaperItem(PAPER.items[0].item, MarkScheme()), *PAPER.items[1:])},
        {"findings": FINDINGS[:1]},
        {"findings": (replace_value(FINDINGS[0], index=0), FINDINGS[1])},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_paper_is_told_to_be_there_by_all_that_it_brings_but_its_names(bank, change):
    assert bank.same_paper(entry()) is None
    bank.add_paper(entry("other-", title="又一份"))
    number = bank.add_paper(entry("a-"))
    assert bank.same_paper(replace(entry("b-"), name="copy.docx", added=9)) == number
    changed = replace_value(PAPER, **change)
    assert (
        bank.same_paper(PaperEntry("paper.docx", 5, changed, ["b-" + n for n in ITEMS][: len(changed.items)], {}))
        is None
    )
    assert bank.same_paper(replace(entry("b-"), passed={1: PASSED})) is None


def test_a_paper_whose_key_was_set_in_the_bank_is_another_one_by_now(bank):
    bank.add_paper(entry("a-"))
    marked(bank, "a-" + next(iter(ITEMS)), MarkScheme(Choice(("A",))))
    assert bank.same_paper(entry("b-")) is None


def test_an_exam_that_is_forgotten_leaves_its_paper_and_the_others(bank):
    number = bank.add_paper(entry())
    for name in ("kept", "gone"):
        bank.save_exam(make_exam(Rules(duration_s=600), name), [number], 1)
    bank.forget_exam("gone")
    assert (bank.exam("kept")[0].id, bank.paper_numbers()) == ("kept", [number])
    with refuses(Outcome.MISSING, "bank.no-exam"):
        bank.exam("gone")


def test_findings_that_were_passed_before_come_with_who_passed_them(bank):
    number = bank.add_paper(replace(entry(), passed={1: PASSED}))
    assert [each.passed for each in bank.findings([number])] == [None, PASSED]


def test_what_a_paper_says_to_its_scorers_comes_back(bank):
    noted = replace(entry(), paper=replace_value(PAPER, scoring_note="按点给分。\n表达一半。"))
    numbers = [bank.add_paper(noted), bank.add_paper(entry("b-"))]
    assert [reopened(bank).scoring_note(number) for number in numbers] == ["按点给分。\n表达一半。", ""]


def test_a_bank_of_the_first_version_opens_and_its_papers_say_nothing_to_scorers(tmp_path):
    connection = sqlite3.connect(tmp_path / "old.bank")
    connection.executescript((Path(__file__).parent / "bank-v2.sql").read_text("utf-8"))
    connection.executescript("ALTER TABLE papers DROP COLUMN scoring_note; PRAGMA user_version=1")
    connection.close()
    opened = Bank(tmp_path / "old.bank")
    assert opened.items(1) == [BankItem(name, 1, ITEMS[name], SCHEMES[name]) for name in ITEMS]
    assert (opened.paper_title(1), opened.scoring_note(1)) == ("客服试卷", "")
    noted = replace(entry("b-"), paper=replace_value(PAPER, scoring_note="按点给分。"))
    assert opened.scoring_note(opened.add_paper(noted)) == "按点给分。"
    opened.close()


@pytest.mark.parametrize(("ask", "key"), [("paper_title", "bank.no-paper"), ("exam", "bank.no-exam")])
def test_what_is_not_in_the_bank_is_missing(bank, ask, key):
    with refuses(Outcome.MISSING, key):
        getattr(bank, ask)(99)


def test_a_paper_that_cannot_be_added_whole_leaves_nothing(bank):
    bank.add_paper(entry())
    with pytest.raises(sqlite3.IntegrityError):
        bank.add_paper(entry(title="second", media={"p.png": b"1"}))
    assert len(bank.paper_numbers()) == 1
    assert len(bank.findings(range(10))) == len(FINDINGS)
    assert bank._store.rows("media") == []


def placed(*names):
    return [PlacedItem(name, ITEMS[name], Fraction(1)) for name in names]


def test_schemes_are_given_for_the_items_asked(bank):
    bank.add_paper(entry())
    assert bank.schemes(placed("single", "essay")) == {name: SCHEMES[name] for name in ("single", "essay")}


def test_a_scheme_set_later_replaces_the_papers(bank):
    bank.add_paper(entry())
    later = MarkScheme(Choice(("D",)), set_by="张老师")
    marked(bank, "single", later)
    assert reopened(bank).schemes(placed("single", "multiple")) == {"single": later, "multiple": SCHEMES["multiple"]}


def test_an_exam_keeps_the_key_of_the_question_it_asks(bank):
    """Its item was edited after it was assembled: the letters of the new key are those of other options."""
    bank.add_paper(entry())
    before = bank.found.get("single")
    turned = replace_value(before.item, options=tuple(reversed(before.item.options)))
    later = MarkScheme(Choice(("D",)), set_by="张老师")
    bank.history.change(Edit("single", before.version, Content(turned, later), "张老师", 9, Action.EDITED))
    assert bank.schemes(placed("single")) == {"single": SCHEMES["single"]}
    assert bank.schemes([PlacedItem("single", turned, Fraction(1))]) == {"single": later}
    never = replace_value(turned, stem="这道题从来没有这样问过")
    with refuses(Outcome.CONFLICT, "bank.another-question"):
        bank.schemes([PlacedItem("single", never, Fraction(1))])


def test_findings_stand_with_their_item_until_somebody_passes_them(bank):
    first, second = bank.add_paper(entry()), bank.add_paper(entry("b-"))
    assert bank.findings([first]) == [
        BankFinding(first, "multiple", FINDINGS[0], None),
        BankFinding(first, "", FINDINGS[1], None),
    ]
    assert bank.pass_findings([first], PASSED) == 2
    assert [each.passed for each in bank.findings([first, second])] == [PASSED, PASSED, None, None]


def test_a_finding_once_passed_keeps_its_name_and_reason(bank):
    number = bank.add_paper(entry())
    bank.pass_findings([number], PASSED)
    assert bank.pass_findings([number], Passed("someone else", "")) == 0
    assert {each.passed for each in bank.findings([number])} == {PASSED}


def test_pictures_come_back_byte_by_byte(bank):
    data = bytes(range(256)) * 40
    bank.add_paper(entry("a-", media={"p.png": data, "q.png": b""}))
    bank.add_paper(entry("b-", media={"p.png": data}))
    again = reopened(bank)
    assert {name: again.medium(name) for name in ("p.png", "q.png")} == {"p.png": data, "q.png": b""}
    assert again.media_sizes(["p.png", "q.png"]) == {"p.png": len(data), "q.png": 0}


def test_all_exams_are_listed_with_their_papers_the_newest_first(bank):
    for made in (10, 30, 20):
        bank.save_exam(make_exam(exam_id=f"e{made}"), [made], made)
    assert [(each.exam.id, each.made, each.papers) for each in bank.exams()] == [
        ("e30", 30, (30,)),
        ("e20", 20, (20,)),
        ("e10", 10, (10,)),
    ]


def test_an_exam_is_found_by_id_and_by_a_title_that_only_one_has(bank):
    old, new = make_exam(exam_id="old"), make_exam(exam_id="new")
    bank.save_exam(new, [2, 3], made=20)
    assert bank.exam(new.assessment.title) == (new, (2, 3))
    bank.save_exam(old, [1], made=10)
    assert reopened(bank).exam("old") == (old, (1,))


def test_of_several_exams_of_one_title_none_is_picked_and_what_tells_them_apart_is_told(bank):
    old, new = make_exam(exam_id="old"), make_exam(Rules(duration_s=5400), exam_id="new")
    bank.save_exam(old, [1], made=10)
    bank.save_exam(new, [1], made=20)
    with refuses(Outcome.CONFLICT, "bank.which-exam") as caught:
        bank.exam(old.assessment.title)
    assert caught.value.where == old.assessment.title
    assert caught.value.params["exams"] == ("new (90 / - / 11)", "old (60 / 12 / 11)")
