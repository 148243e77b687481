"""What every writer is given, and how losses are told."""

import json
import re
from fractions import Fraction

import pytest
from kaochang.domain.items import Image, Item, ItemType, Option, Table
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import PaperFormat, PaperItem
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.markup.own_keys import fits_key
from kaochang.papers.writing.exported import Exported, Losses, Placed, told
from kaochang.papers.writing.sayable import sayable
from msgspec.structs import replace
from unit.papers.support import ROOT, STRINGS, catalogue
from unit.papers.writing.support import FOUR, SHOWN, SINGLE, paper, single

WRITING = ROOT / "desktop" / "kaochang" / "papers" / "writing"


def item(section, material="", **more):
    return Item(ItemType.ESSAY, "题干", section=section, material=material, **more), MarkScheme()


def test_items_stand_by_section_and_by_the_material_they_share():
    told_items = paper(item("一"), item("一", "甲"), item("一", "甲"), item("一", "乙"), item(None), item("一"))
    shape = [
        (section.title, [(group.material, [each.index for each in group.items]) for group in section.groups])
        for section in told_items.groups(with_answers=True)
    ]
    assert shape == [
        ("一", [("", [0]), ("甲", [1, 2]), ("乙", [3])]),
        (None, [("", [4])]),
        ("一", [("", [5])]),
    ]


def test_tables_and_pictures_that_all_items_of_a_group_have_stand_with_its_material():
    table, other = Table((("一", "二"),)), Table((("三",),))
    shared = {"tables": (table,), "images": (SHOWN,)}
    told_items = paper(item("一", "甲", **shared), item("一", "甲", tables=(table, other), images=(SHOWN,)))
    (group,) = told_items.groups(with_answers=True)[0].groups
    assert (group.tables, group.images) == ((table,), (SHOWN,))
    assert [group.own_tables(each.item) for each in group.items] == [(), (other,)]


def test_without_answers_no_mark_scheme_reaches_a_writer():
    sections = paper(single(explanation="因为")).groups(with_answers=False)
    assert [each.scheme for section in sections for each in section.items] == [MarkScheme()]


def test_a_loss_of_several_items_is_told_once_with_their_places():
    losses = Losses(PaperFormat.GIFT)
    for index in range(7):
        losses.say("pictures", Placed(index, replace(SINGLE, number=str(index + 1)), MarkScheme()))
    losses.say("gift-comments")
    pictures, comments = losses.all()
    words = catalogue("zh_CN")
    assert told(pictures, words).startswith(
        "单选题#1、单选题#2、单选题#3、单选题#4、单选题#5 等 7 题：这种格式放不下图片"
    )
    assert told(comments, words).startswith("这种格式没有分值")
    assert pictures.indexes == tuple(range(7))


def test_every_loss_has_its_sentence_in_both_languages():
    code = "\n".join(path.read_text(encoding="utf-8") for path in WRITING.glob("*.py"))
    keys = set(re.findall(r'say\(\s*"([a-z-]+)"', code))
    for language in ("zh_CN", "en"):
        known = {
            key
            for path in STRINGS.glob(f"*.{language}.json")
            for key in json.loads(path.read_text(encoding="utf-8"))
            if key.startswith("loss.")
        }
        assert {f"loss.{key}" for key in keys} - known == set()


def test_what_no_file_can_hold_is_left_out_and_told():
    strange = replace(SINGLE, stem="题\x00干\ud800", images=(Image("gone.png", "image/png"), SHOWN))
    scheme = MarkScheme(Choice(("E",)), set_by="张三")
    losses = Losses(PaperFormat.QTI3)
    told_items = Exported(None, (PaperItem(replace(strange, stem="题\x00干"), scheme),), {"a.png": b""})
    (placed,) = sayable(told_items, losses, with_answers=True)[0].items
    assert (placed.item.stem, placed.item.images) == ("题干", (SHOWN,))
    assert (placed.scheme.correct, placed.scheme.set_by) == (None, None)
    assert [loss.key for loss in losses.all()] == ["control-signs", "picture-missing", "set-by", "key-misfit"]


def test_without_answers_what_the_scheme_says_is_no_loss():
    losses = Losses(PaperFormat.QTI3)
    sayable(paper((SINGLE, MarkScheme(Choice(("E",)), set_by="张三"))), losses, with_answers=False)
    assert losses.all() == ()


@pytest.mark.parametrize(
    ("kind", "correct", "fits"),
    [
        (ItemType.SINGLE, Choice(("A",)), True),
        (ItemType.SINGLE, Choice(("A", "B")), False),
        (ItemType.SINGLE, Choice(()), False),
        (ItemType.MULTIPLE, Choice(("A", "B")), True),
        (ItemType.MULTIPLE, Choice(("A", "Z")), False),
        (ItemType.SINGLE, Judgement(True), False),
        (ItemType.TRUEFALSE, Judgement(True), True),
        (ItemType.ORDERING, Order(("D", "C", "B", "A")), True),
        (ItemType.ORDERING, Order(("D", "C", "B")), False),
        (ItemType.BLANK, Accepted((("a",), ("b",))), True),
        (ItemType.BLANK, Accepted((("a",),)), False),
        (ItemType.BLANK, Accepted((("a",), ())), False),
        (ItemType.BLANK, Accepted((("a",), ("",))), False),
        (ItemType.MATCHING, Pairs((("(1)", "A"),)), True),
        (ItemType.MATCHING, Pairs((("(2)", "A"),)), False),
        (ItemType.MATCHING, Pairs((("(1)", "Z"),)), False),
    ],
)
def test_a_key_fits_by_its_type_and_labels(kind, correct, fits):
    asked = Item(kind, "题干", options=FOUR, prompts=(Option("(1)", "甲"),), blanks=2, points=Fraction(1))
    assert fits_key(asked, correct) is fits


def test_a_key_of_labels_that_are_used_twice_says_nothing():
    doubled = replace(SINGLE, options=(*FOUR, Option("A", "又一个")))
    assert not fits_key(doubled, Choice(("A",)))
