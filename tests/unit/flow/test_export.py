"""A paper of the bank becomes a file of another format: whole or not at all, never over another one unasked."""

import os

import pytest
from kaochang.domain.items import Image, ItemType
from kaochang.domain.papers import Kind, Paper, PaperFormat
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome
from kaochang.flow import read
from kaochang.flow.export import ExportOrder, export, export_items
from kaochang.papers.reading import ReadPaper, read_paper
from kaochang.papers.writing import word
from kaochang.store.bank import Bank
from msgspec.structs import replace
from support.clocks import ManualClock
from support.paper_items import PICTURE
from support.printed_paper import PAPER
from support.refusals import refuses
from support.round_trips import written
from support.seeded import seeded
from unit.machine.faults import NO_SPACE, broken


@pytest.fixture
def bank(tmp_path):
    made = Bank(tmp_path / "bank")
    found = read_paper(written(word.write, PAPER), "paper.docx")
    read.add_to_bank(made, found, "paper.docx", ManualClock(), seeded())
    yield made
    made.close()


def exported(bank, out, to=PaperFormat.WORD, **order):
    return export(bank, ExportOrder(1, to, out, **order))


@pytest.mark.parametrize("to", list(PaperFormat))
def test_every_format_is_written_from_the_bank_with_its_pictures(bank, tmp_path, to):
    made = exported(bank, tmp_path / "out", to)
    assert made.items == len(PAPER.items)
    back = read_paper((tmp_path / "out").read_bytes(), "out").paper
    assert len(back.items) == len(PAPER.items)
    pictured = [bool(each.item.media) for each in back.items]
    assert pictured == [bool(each.item.media) and to is not PaperFormat.GIFT for each in PAPER.items]


@pytest.mark.parametrize("to", list(PaperFormat))
def test_without_answers_the_file_holds_none(bank, tmp_path, to):
    exported(bank, tmp_path / "out", to, with_answers=False)
    back = read_paper((tmp_path / "out").read_bytes(), "out").paper
    assert [each.scheme for each in back.items if each.scheme.correct is not None or each.scheme.reference] == []


def test_words_to_the_scorers_go_through_the_bank_into_the_file(tmp_path):
    made = Bank(tmp_path / "other")
    text = "样卷\n评分说明：按点给分。\n一、简答题（每题5分）\n1. 简述流程。\n参考答案：甲。\n"
    read.add_to_bank(made, read_paper(text.encode(), "paper.txt"), "paper.txt", ManualClock(), seeded())
    assert exported(made, tmp_path / "whole").losses == ()
    assert read_paper((tmp_path / "whole").read_bytes(), "whole").paper.scoring_note == "按点给分。"
    exported(made, tmp_path / "bare", with_answers=False)
    made.close()
    assert read_paper((tmp_path / "bare").read_bytes(), "bare").paper.scoring_note == ""


def test_some_items_are_written_alone_with_what_they_are_worth_together(bank, tmp_path):
    places = [place_of(each.item) for each in bank.items(1) if each.item.type is ItemType.CASE]
    made = exported(bank, tmp_path / "out", places=[places[1], places[0]])
    back = read_paper((tmp_path / "out").read_bytes(), "out").paper
    assert made.items == 2
    assert [place_of(each.item) for each in back.items] == places
    assert (back.title, back.total_points) == (PAPER.title, 10)


def test_some_items_have_no_total_where_one_of_them_has_no_points(tmp_path):
    made = Bank(tmp_path / "other")
    unweighed = replace(PAPER.items[1], item=replace(PAPER.items[1].item, points=None))
    items = (PAPER.items[0], unweighed)
    found = ReadPaper(Paper("试卷", items, (), PAPER.total_points))
    read.add_to_bank(made, found, "paper.docx", ManualClock(), seeded())
    exported(made, tmp_path / "out", places=[place_of(each.item) for each in items])
    made.close()
    assert read_paper((tmp_path / "out").read_bytes(), "out").paper.total_points is None


def test_an_item_that_is_not_there_writes_nothing(bank, tmp_path):
    with refuses(Outcome.MISSING, "bank.no-item"):
        exported(bank, tmp_path / "out", places=["单选题#99"])
    assert not (tmp_path / "out").exists()


def test_a_paper_that_is_not_there_writes_nothing(bank, tmp_path):
    with refuses(Outcome.MISSING, "bank.no-paper"):
        export(bank, ExportOrder(7, PaperFormat.WORD, tmp_path / "out"))
    with refuses(Outcome.MISSING, "bank.no-paper"):
        bank.paper_total(7)


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(bank, tmp_path):
    out = tmp_path / "out"
    out.write_bytes(b"another")
    with refuses(Outcome.EXISTS, "io.exists"):
        exported(bank, out)
    assert out.read_bytes() == b"another"
    exported(bank, out, replaces=True)
    assert read_paper(out.read_bytes(), "out").paper.title == PAPER.title


@pytest.mark.parametrize("to", ["bank", "bank-wal", "linked", "twin"])
@pytest.mark.parametrize("replaces", [False, True])
def test_the_bank_is_never_written_over_by_whatever_name(bank, tmp_path, to, replaces):
    (tmp_path / "linked").symlink_to(tmp_path / "bank")
    os.link(tmp_path / "bank", tmp_path / "twin")
    before = os.listdir(tmp_path), [each.read_bytes() for each in bank.files[:2]]
    with refuses(Outcome.EXISTS, "io.own-source"):
        exported(bank, tmp_path / to, replaces=replaces)
    assert (os.listdir(tmp_path), [each.read_bytes() for each in bank.files[:2]]) == before
    assert os.path.samefile(tmp_path / "twin", tmp_path / "bank")


def test_what_is_refused_is_refused_before_anything_is_made(bank, tmp_path, monkeypatch):
    (tmp_path / "out").write_bytes(b"another")
    monkeypatch.setattr(Bank, "medium", lambda *_: pytest.fail("a picture was read"))
    with refuses(Outcome.EXISTS, "io.exists"):
        exported(bank, tmp_path / "out")


@pytest.mark.parametrize("replaces", [False, True])
def test_a_full_disk_leaves_everything_as_it_was(bank, tmp_path, replaces):
    folder = tmp_path / "outside"
    folder.mkdir()
    out = folder / "out"
    if replaces:
        out.write_bytes(b"another")
    with broken(1, NO_SPACE), refuses(Outcome.DISK_FULL):
        exported(bank, out, replaces=replaces)
    assert os.listdir(folder) == (["out"] if replaces else [])
    assert not replaces or out.read_bytes() == b"another"


def test_a_folder_that_is_not_there_is_named(bank, tmp_path):
    with refuses(Outcome.MISSING):
        exported(bank, tmp_path / "nowhere" / "out")


def test_the_bank_stays_as_it_is(bank, tmp_path):
    before = (tmp_path / "bank").read_bytes()
    exported(bank, tmp_path / "out")
    assert (tmp_path / "bank").read_bytes() == before


def test_the_same_bank_gives_the_same_file(bank, tmp_path):
    for to in PaperFormat:
        for name in ("first", "second"):
            exported(bank, tmp_path / name, to, replaces=True)
        assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes(), to


def test_a_paper_without_a_title_is_written_without_one(tmp_path):
    made = Bank(tmp_path / "other")
    read.add_to_bank(made, ReadPaper(Paper(None, PAPER.items[1:2], ())), "秘密文件名.docx", ManualClock(), seeded())
    exported(made, tmp_path / "out.zip", PaperFormat.QTI3)
    made.close()
    assert read_paper((tmp_path / "out.zip").read_bytes(), "out").paper.title is None


@pytest.mark.parametrize("with_answers", [True, False])
def test_without_answers_pictures_hold_no_words_beside_what_is_seen(tmp_path, with_answers):
    made = Bank(tmp_path / "other")
    end = b"\0\0\0\0IEND0000"
    noted = PICTURE + b"\0\0\0\x06tEXtSECRET0000" + end
    item = replace(PAPER.items[1].item, images=(Image("a.png", "image/png"),))
    found = ReadPaper(Paper("试卷", (replace(PAPER.items[1], item=item),), ()), {"a.png": noted})
    read.add_to_bank(made, found, "paper.docx", ManualClock(), seeded())
    exported(made, tmp_path / "out.zip", PaperFormat.QTI3, with_answers=with_answers)
    made.close()
    (data,) = read_paper((tmp_path / "out.zip").read_bytes(), "out").media.values()
    assert data == (noted if with_answers else PICTURE + end)


@pytest.mark.parametrize("to", PaperFormat)
def test_items_of_several_papers_are_written_as_one_in_which_each_has_its_own_place(bank, tmp_path, to):
    found = read_paper(written(word.write, PAPER), "again.docx")
    read.add_to_bank(bank, found, "again.docx", ManualClock(), os.urandom)
    ids = [each.id for number in bank.paper_numbers() for each in bank.items(number)]
    made = export_items(bank, ids, "两份试卷", ExportOrder(0, to, tmp_path / "out"))
    assert made.items == len(ids) == 2 * len(found.paper.items)
    if to is PaperFormat.WORD:
        kinds = {each.kind for each in read.read_file((tmp_path / "out").rename(tmp_path / "out.docx")).paper.findings}
        assert Kind.DUPLICATE_NUMBER not in kinds


def test_items_that_are_read_back_are_those_that_were_written(bank, tmp_path):
    first, *_, last = bank.items(1)
    out = tmp_path / "out.docx"
    export_items(bank, [last.id, first.id], "选出的题", ExportOrder(0, PaperFormat.WORD, out))
    again = read.read_file(out).paper
    assert [each.item.stem for each in again.items] == [last.item.stem, first.item.stem]
    assert again.title == "选出的题"
