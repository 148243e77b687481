"""The papers of banks/ are the same items when they were written in a format and read again, or the loss is told."""

import io
import zipfile
from fractions import Fraction

import pytest
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import Criterion, MarkScheme, Rubric
from kaochang.domain.papers import Kind, PaperItem
from kaochang.papers.writing import gift, moodle, qti3, qti22, sheet, word
from kaochang.papers.writing.exported import Exported
from msgspec.structs import replace
from support.round_trips import comparable, exported, losses, read_back, written
from unit.papers.support import BANK, ROOT

WRITERS = {"qti3": qti3.write, "qti22": qti22.write, "moodle": moodle.write, "gift": gift.write}
PAPERS = [
    *sorted((ROOT / "banks" / "roles").glob("*.txt")),
    BANK / "after-sales-specialist.docx",
    BANK / "outbound-agent.txt",
]
SHARED = pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem + path.suffix)
PRINTED = {"word": word.write, "xlsx": sheet.write}
EVERY = pytest.mark.parametrize("name", WRITERS)
TOLD = {
    "qti3": {"full-mark"},
    "qti22": {"full-mark"},
    "moodle": {"full-mark"},
    "gift": {"full-mark", "gift-comments", "as-text", "pictures"},
}
"""What a format may say of these papers."""


def without_pictures(items):
    return [item | {"images": []} for item in items]


@EVERY
@SHARED
def test_a_paper_is_read_back_as_it_was(path, name):
    paper = exported(path)
    said = losses(WRITERS[name], paper)
    assert set(said) <= TOLD[name]
    back = read_back(WRITERS[name], paper)
    assert back.paper.title == paper.title
    found, meant = comparable(back.paper.items, back.media), comparable(paper.items, paper.media)
    if "pictures" in said:
        found, meant = without_pictures(found), without_pictures(meant)
    assert found == meant
    assert back.paper.findings == ()


@EVERY
@SHARED
def test_without_answers_the_items_are_the_same_and_nothing_tells_how_they_are_marked(path, name):
    paper = exported(path)
    back = read_back(WRITERS[name], paper, with_answers=False)
    bare = tuple(replace(read, scheme=type(read.scheme)()) for read in paper.items)
    found, meant = comparable(back.paper.items, back.media), comparable(bare, paper.media)
    assert without_pictures(found) == without_pictures(meant)


@EVERY
def test_without_answers_no_words_of_keys_explanations_or_rubrics_are_in_the_file(name):
    paper = exported(PAPERS[0])
    data = written(WRITERS[name], paper, with_answers=False)
    seen = "\n".join(parts_of(data))
    assert paper.items[0].item.stem[:8] in seen
    for read in paper.items:
        for secret in (read.scheme.explanation, read.scheme.reference, read.scheme.rubric.text):
            assert not secret or secret.split("\n")[0] not in seen
    for sign in ("correctResponse", "correct-response", "apEntry", 'fraction="100"', "{T}", "{F}", "competency"):
        assert sign not in seen


def parts_of(data):
    if not data.startswith(b"PK"):
        return [data.decode()]
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml")]


@EVERY
@SHARED
def test_the_same_items_give_the_same_bytes(path, name):
    assert written(WRITERS[name], exported(path)) == written(WRITERS[name], exported(path))


@EVERY
def test_a_rubric_that_a_person_has_yet_to_weigh_is_told_again(name):
    rubric = Rubric("考察沟通", (Criterion("沟通"),))
    scheme = MarkScheme(reference="要点", rubric=rubric)
    told = Exported("样卷", (PaperItem(Item(ItemType.ESSAY, "谈谈。", "1", points=Fraction(2)), scheme),))
    paper = read_back(WRITERS[name], told).paper
    assert paper.items[0].scheme == scheme
    assert [finding.kind for finding in paper.findings] == [Kind.RUBRIC_WITHOUT_POINTS]


@EVERY
def test_a_full_mark_that_the_format_does_not_say_is_told(name):
    paper = exported(PAPERS[0])
    assert "full-mark" in losses(WRITERS[name], paper)
    assert "full-mark" not in losses(WRITERS[name], replace_total(paper))


def noted(note):
    scheme = MarkScheme(reference="要点")
    item = Item(ItemType.ESSAY, "谈谈。", "1", "简答题", points=Fraction(2))
    return Exported("样卷", (PaperItem(item, scheme),), scoring_note=note)


@pytest.mark.parametrize("note", ["按点给分。", "1. 表达一半。\n2. 应变一半。", "一、先看要点\n\n （1）再看表达 "])
@pytest.mark.parametrize("name", ["word", "xlsx"])
def test_words_to_the_scorers_come_back_line_by_line(name, note):
    paper = read_back(PRINTED[name], noted(note)).paper
    assert paper.scoring_note == "\n".join(line.strip() for line in note.split("\n") if line.strip())
    assert (paper.title, [each.item.stem for each in paper.items]) == ("样卷", ["谈谈。"])
    assert losses(PRINTED[name], noted(note)) == {}


@pytest.mark.parametrize("name", ["word", "xlsx"])
def test_words_to_the_scorers_that_would_come_back_otherwise_are_told(name):
    assert losses(PRINTED[name], noted("按点给分。答案：见第三页。")) == {"read-again.note": 0}


@pytest.mark.parametrize("name", ["qti3", "qti22", "moodle", "gift"])
def test_words_to_the_scorers_that_a_format_has_no_place_for_are_told(name):
    assert "scoring-note" in losses(WRITERS[name], noted("按点给分。"))
    assert "scoring-note" not in losses(WRITERS[name], noted(" "))


@pytest.mark.parametrize("name", [*WRITERS, *PRINTED])
def test_without_answers_there_are_no_words_to_the_scorers(name):
    told = noted("按点给分。")
    plain = noted("")
    assert written((WRITERS | PRINTED)[name], told, with_answers=False) == written(
        (WRITERS | PRINTED)[name], plain, with_answers=False
    )
    assert losses((WRITERS | PRINTED)[name], told, with_answers=False) == losses(
        (WRITERS | PRINTED)[name], plain, with_answers=False
    )


def replace_total(paper):
    return Exported(paper.title, paper.items, paper.media)


@pytest.mark.parametrize("name", ["moodle", "gift"])
def test_a_title_that_has_no_sections_under_it_is_told(name):
    for section, is_told in ((None, True), ("简答题", False)):
        item = Item(ItemType.ESSAY, "谈谈。", "1", section)
        paper = Exported("样卷", (PaperItem(item, MarkScheme()),))
        assert ("title" in losses(WRITERS[name], paper)) is is_told
        assert read_back(WRITERS[name], paper).paper.title == (None if is_told else "样卷")


@pytest.mark.parametrize("name", ["qti3", "qti22"])
def test_a_choice_of_true_and_false_is_told_to_be_read_as_a_judgement(name):
    for words, is_told in ((("对", "错"), True), (("TRUE", "FALSE"), True), (("对", "不清楚"), False)):
        options = tuple(Option(label, text) for label, text in zip("AB", words, strict=True))
        item = Item(ItemType.SINGLE, "是吗", "1", options=options)
        paper = Exported(None, (PaperItem(item, MarkScheme()),))
        assert ("as-judgement" in losses(WRITERS[name], paper)) is is_told
        kind = read_back(WRITERS[name], paper).paper.items[0].item.type
        assert kind is (ItemType.TRUEFALSE if is_told else ItemType.SINGLE)
