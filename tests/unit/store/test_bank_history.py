"""Every change of an item stands beside what was before; nothing is lost, not even by who takes something back."""

import sqlite3
from fractions import Fraction

import pytest
from kaochang.domain.banked import Action, Content, Statistic
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding, Kind, Paper, PaperItem, Passed
from kaochang.domain.refusals import Outcome
from kaochang.store.bank import Bank, PaperEntry
from kaochang.store.bank_history import Edit, NewItem
from msgspec.structs import replace
from support.exams import ITEMS, SCHEMES
from support.refusals import refuses

ITEM, SCHEME = ITEMS["single"], SCHEMES["single"]
BEFORE = Content(ITEM, SCHEME)
AFTER = Content(replace(ITEM, stem="新的题干"), SCHEME)
EDIT = Edit("single", 1, AFTER, "张三", 9)
OPEN = Finding(Kind.EMPTY_STEM, index=0, number="1")
READ = replace(BEFORE, findings=(OPEN,))
OTHER = Finding(Kind.OPTION_LABEL_GAP, index=0, number="1")


@pytest.fixture
def bank(tmp_path):
    made = Bank(tmp_path / "bank.db")
    made.add_paper(PaperEntry("paper.docx", 5, Paper("试卷", (PaperItem(ITEM, SCHEME),), (OPEN,)), ["single"], {}))
    yield made
    made.close()


def now(bank):
    entry = bank.found.get("single")
    return Content(entry.item, entry.scheme, entry.is_retired)


def test_a_change_says_who_when_and_what_was_before(bank):
    assert bank.history.of("single") == []
    assert bank.history.change(EDIT) == 2
    (change,) = bank.history.of("single")
    assert (change.version, change.at, change.by, change.action, change.before) == (2, 9, "张三", Action.EDITED, READ)
    assert now(bank) == AFTER


def test_every_version_but_the_newest_can_be_had_back(bank):
    bank.history.change(EDIT)
    bank.history.change(Edit("single", 2, Content(ITEM, MarkScheme(), is_retired=True), "李四", 10))
    assert [bank.history.version("single", number) for number in (1, 2)] == [
        READ,
        replace(AFTER, findings=(OPEN,)),
    ]
    for number in (0, 3, 9):
        with refuses(Outcome.MISSING, "bank.no-version"):
            bank.history.version("single", number)


def test_who_saw_an_older_version_changes_nothing_and_is_told_who_was_first(bank, tmp_path):
    other = Bank(tmp_path / "bank.db")
    bank.history.change(EDIT)
    with refuses(Outcome.CONFLICT, "bank.changed") as caught:
        other.history.change(replace(EDIT, content=BEFORE, by="李四"))
    assert caught.value.params == {"by": "张三", "version": 2}
    assert (now(other), len(other.history.of("single"))) == (AFTER, 1)
    other.close()


def test_an_item_that_is_not_there_is_not_changed(bank):
    with refuses(Outcome.MISSING, "bank.no-item"):
        bank.history.change(replace(EDIT, item="none"))


def test_the_history_itself_can_be_neither_changed_nor_cut(bank):
    bank.history.change(EDIT)
    for statement in ("UPDATE changes SET by = '李四'", "DELETE FROM changes"):
        with pytest.raises(sqlite3.IntegrityError, match="history"), bank._store.change() as table:
            table("changes").db.execute(statement)
    assert bank.history.of("single")[0].by == "张三"


def test_findings_follow_a_change_and_one_that_was_passed_stays_passed(bank):
    bank.pass_findings([1], Passed("张三", "如此"))
    bank.history.change(replace(EDIT, findings=(OPEN, OTHER)))
    found = bank.found.findings("single")
    assert [(each.finding, each.passed is not None) for each in found] == [(OPEN, True), (OTHER, False)]
    bank.history.change(replace(EDIT, seen=2, findings=()))
    assert bank.found.findings("single") == []


def test_a_change_that_breaks_off_leaves_all_as_it_was(bank, monkeypatch):
    monkeypatch.setattr("kaochang.store.bank_history.make_found", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bank.history.change(EDIT)
    assert (now(bank), bank.found.get("single").version, bank.history.of("single")) == (BEFORE, 1, [])


def test_an_item_that_a_person_adds_stands_behind_the_others_and_begins_its_history(bank):
    bank.history.add(NewItem("new", 1, AFTER, "张三", 9, (OTHER,), (("p", b"1"),)))
    assert [each.id for each in bank.items(1)] == ["single", "new"]
    (change,) = bank.history.of("new")
    assert (change.action, change.before, bank.medium("p")) == (Action.ADDED, None, b"1")
    assert [each.finding for each in bank.found.findings("new")] == [OTHER]
    with refuses(Outcome.MISSING, "bank.no-paper"):
        bank.history.add(NewItem("other", 9, AFTER, "张三", 9))


def test_statistics_of_a_session_are_replaced_and_those_of_several_are_weighed(bank):
    first = Statistic("single", "s1", "一月", 10, 10, 9, Fraction(1, 2))
    later = Statistic("single", "s2", "二月", 20, 30, 30, Fraction(1))
    bank.history.bring_statistics([later, replace(first, share=Fraction(0))])
    assert bank.history.bring_statistics([first, replace(first, item="none")]) == 1
    assert bank.history.statistics("single") == [first, later]
    assert bank._store.rows("items", select="share") == [{"share": 0.875}]
