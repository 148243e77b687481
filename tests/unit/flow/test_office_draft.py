"""The draft: the newest that was saved, or the one before; what cannot be read is put aside, never deleted."""

import errno
from fractions import Fraction
from pathlib import Path

import pytest
from kaochang.domain.items import ItemType
from kaochang.domain.mends import Drop, SetKey, SetPoints, SetType
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.office_draft import DraftChange, DraftFolder, KeptFile, PageName, QuickDraft
from support.refusals import refuses


@pytest.fixture
def folder(tmp_path):
    return DraftFolder(tmp_path / "office" / "draft", QuickDraft)


def test_without_a_draft_it_is_empty_and_nothing_is_written(folder):
    assert folder.load() == QuickDraft()
    assert not folder.folder.exists()


def test_what_was_saved_is_what_is_loaded(folder):
    draft = QuickDraft(
        page=PageName.SETTINGS,
        paper=KeptFile("试卷.docx", "kept-1.docx"),
        mends=(SetKey(1, "B"), SetPoints(2, Fraction(1, 3)), SetType(0, ItemType.MULTIPLE), Drop(4)),
        wish={"title": "考核", "minutes": 60},
        whole=(PageName.PAPER, PageName.ROSTER),
    )
    folder.save(draft)
    assert folder.load() == draft


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"page": "paper", "later": 1}', b"\xff\xfe", b'{"page": "x"}'])
def test_a_draft_that_cannot_be_read_is_put_aside(folder, broken):
    for number in (1, 2):
        kept = folder.keep_text("名单", "姓名")
        folder.save(QuickDraft(roster=kept))
        (folder.folder / "draft.json").write_bytes(broken)
        assert folder.load() == QuickDraft()
        folder.tidy(QuickDraft())
        aside = folder.folder.with_name(f"draft-broken-{number}")
        assert folder.put_aside.params == {"folder": str(aside)}
        assert (aside / "draft.json").read_bytes() == broken
        assert (aside / kept.copy).read_text(encoding="utf-8") == "姓名"


def test_what_something_was_made_of_is_never_an_empty_draft(folder):
    with refuses(Outcome.MISSING, "draft.not-noted"):
        folder.load_noted()
    folder.save(QuickDraft())
    (folder.folder / "draft.json").write_bytes(b"{")
    with refuses(Outcome.PAYLOAD, "draft.put-aside"):
        folder.load_noted()
    with refuses(Outcome.MISSING, "draft.not-noted"):
        folder.load_noted()


def test_a_draft_that_cannot_be_put_aside_is_refused_and_loses_nothing(folder, monkeypatch):
    def held(*_):
        raise PermissionError(errno.EACCES, "held")

    kept = folder.keep_text("名单", "姓名")
    (folder.folder / "draft.json").write_bytes(b"")
    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(Refusal):
        folder.load()
    assert folder.place(kept).exists()


def test_a_file_is_kept_as_it_was_when_it_was_chosen(folder, tmp_path):
    paper = tmp_path / "试卷.DOCX"
    paper.write_bytes(b"first")
    kept = folder.keep(paper)
    paper.write_bytes(b"second")
    assert kept.name == "试卷.DOCX"
    assert folder.place(kept).read_bytes() == b"first"
    assert folder.place(kept).suffix == ".docx"
    assert folder.keep(paper).copy != kept.copy


def test_what_cannot_be_read_is_not_kept(folder, tmp_path):
    with pytest.raises(Refusal):
        folder.keep(tmp_path / "nowhere.docx")
    with pytest.raises(Refusal):
        folder.keep(tmp_path)


def test_pasted_text_is_kept_like_a_file(folder):
    kept = folder.keep_text("粘贴的名单", "姓名\t工号\n李文\t0001\n")
    assert kept.name == "粘贴的名单"
    assert folder.place(kept).read_text(encoding="utf-8") == "姓名\t工号\n李文\t0001\n"


def test_copies_that_nobody_names_go_at_the_next_start(folder, tmp_path):
    paper = tmp_path / "a.txt"
    paper.write_bytes(b"a")
    old = folder.keep(paper)
    paper.write_bytes(b"b")
    new = folder.keep(paper)
    folder.save(QuickDraft(paper=new))
    assert folder.place(old).exists()
    assert folder.load().paper == new
    assert folder.place(old).exists()
    folder.tidy(folder.load())
    assert not folder.place(old).exists()
    assert folder.place(new).exists()


def test_no_secret_has_a_place_in_it_and_every_member_can_be_changed():
    members = set(QuickDraft.__struct_fields__)
    assert members == {"page", "paper", "key", "mends", "roster", "wish", "whole", "sealed"}
    assert set(DraftChange.__annotations__) == members
