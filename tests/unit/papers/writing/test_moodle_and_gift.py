"""Moodle XML and GIFT as Moodle sees them: its own shares, signs and escapes, and comments that it passes over."""

import re
from fractions import Fraction

import pytest
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import Difficulty, MarkScheme, Rubric
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.reading import read_paper
from kaochang.papers.writing import gift, moodle
from lxml import etree
from msgspec.structs import replace
from support.round_trips import losses, written
from unit.papers.writing.support import FOUR, SHOWN, SINGLE, paper, single

LETTERS = "ABCDEFGHIJKLMNOP"
MANY = tuple(Option(letter, f"第{letter}项") for letter in LETTERS)


def entries(*items, **how):
    """The entries of a Moodle XML file, categories left out."""
    root = etree.fromstring(written(moodle.write, paper(*items), **how))
    return [each for each in root if each.get("type") != "category"]


def multiple(count):
    return replace(SINGLE, type=ItemType.MULTIPLE, options=MANY), MarkScheme(Choice(tuple(LETTERS[:count])))


@pytest.mark.parametrize("count", [*range(1, 11), 12])
def test_shares_are_ones_that_moodle_takes(count):
    (entry,) = entries(multiple(count))
    legal = {"100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "-100", "0"}
    shares = [each.get("fraction") for each in entry.iterfind("answer")]
    assert set(shares) <= legal
    total = sum(float(share) for share in shares if float(share) > 0)
    assert (abs(total - 100) < 0.001) is (count != 12)
    assert losses(moodle.write, paper(multiple(count))) == ({"shares": 1} if count == 12 else {})


def test_a_single_choice_has_one_option_that_is_worth_everything():
    (entry,) = entries(single())
    assert entry.findtext("single") == "true"
    assert [each.get("fraction") for each in entry.iterfind("answer")] == ["0", "100", "0", "0"]
    assert entry.findtext("shuffleanswers") == "0"


def test_the_right_column_of_gift_is_plain_for_moodle_takes_it_so():
    prompts, options = (Option("(1)", "甲\n乙"), Option("(2)", "丙")), (Option("A", "a<b -> c"), Option("B", "x=1"))
    item = Item(ItemType.MATCHING, "连线。", "1", options=options, prompts=prompts)
    exported = paper((item, MarkScheme(Pairs((("(1)", "A"), ("(2)", "B"))))))
    assert r"-> a<b -> c" in written(gift.write, exported).decode()
    read = read_paper(written(gift.write, exported), "x").paper.items[0]
    assert (read.item.options, read.item.prompts, read.scheme.correct) == (
        options,
        prompts,
        exported.items[0].scheme.correct,
    )


def test_sections_are_categories_and_a_slash_in_a_name_is_doubled():
    root = etree.fromstring(written(moodle.write, paper((replace(SINGLE, section="案例/分析"), MarkScheme()))))
    assert root.findtext("question[@type='category']/category/text") == "$course$/top/样卷/案例//分析"


def test_shared_material_is_a_description_before_its_items():
    items = [(replace(SINGLE, number=str(place), material="背景"), MarkScheme(Choice(("A",)))) for place in (1, 2)]
    assert [each.get("type") for each in entries(*items)] == ["description", "multichoice", "multichoice"]


def test_pictures_lie_beside_the_text_that_shows_them():
    options = (Option("A", "", SHOWN), Option("B", "文字"))
    (entry,) = entries((replace(SINGLE, images=(SHOWN,), options=options), MarkScheme(Choice(("A",)))))
    assert '<img src="@@PLUGINFILE@@/image1.png"' in entry.findtext("questiontext/text")
    assert entry.find("questiontext/file").get("name") == "image1.png"
    assert entry.find("answer/file").text == "iVBORw0KGgo="


def test_several_blanks_are_fields_in_the_text():
    item = Item(ItemType.BLANK, "先____，后____。", blanks=2, points=Fraction(4))
    key = Accepted((("a}b", "c~d"), ("3*4",)))
    (entry,) = entries((item, MarkScheme(key)))
    text = entry.findtext("questiontext/text")
    assert entry.get("type") == "cloze"
    assert r"{2:SHORTANSWER:=a\}b~=c\~d}" in text
    assert r"{2:SHORTANSWER:=3\\*4}" in text


def test_points_that_blanks_cannot_share_evenly_are_told():
    item = Item(ItemType.BLANK, "先____，后____。", blanks=2, points=Fraction(3))
    told = paper((item, MarkScheme(Accepted((("a",), ("b",))))))
    assert losses(moodle.write, told) == {"title": 0, "blank-points": 1}
    assert read_paper(written(moodle.write, told), "a.xml").paper.items[0].item.points == 3


def test_an_order_without_a_key_is_not_written_as_the_right_one():
    item = replace(SINGLE, type=ItemType.ORDERING)
    (entry,) = entries((item, MarkScheme(Order(tuple("DCBA")))), with_answers=False)
    assert entry.get("type") == "essay"
    (entry,) = entries((item, MarkScheme(Order(tuple("DCBA")))))
    assert [each.findtext("text") for each in entry.iterfind("answer")] == [f"选项{each}" for each in "DCBA"]


def test_options_that_read_alike_cannot_be_matched_there():
    item = Item(
        ItemType.MATCHING, "配对", options=(Option("A", "同"), Option("B", "同")), prompts=(Option("(1)", "甲"),)
    )
    told = paper((item, MarkScheme(Pairs((("(1)", "B"),)))))
    assert losses(moodle.write, told) == {"title": 0, "as-text": 1}
    (back,) = read_paper(written(moodle.write, told), "a.xml").paper.items
    assert (back.item.options, back.scheme.correct) == (item.options, Pairs((("(1)", "B"),)))


# -- GIFT


def entry_of(item, scheme, **how):
    """The entry of an item, comments left out."""
    text = written(gift.write, paper((item, scheme)), **how).decode()
    return "\n".join(line for line in text.strip().split("\n") if not line.startswith(("//", "$"))).strip()


def test_an_entry_reads_as_people_write_it():
    item = replace(SINGLE, options=(Option("A", "甲"), Option("B", "乙=2{x}")))
    entry = entry_of(item, MarkScheme(Choice(("B",)), explanation="乙~对"))
    assert entry == "::1::应当先（　　）。{\n~甲\n=乙\\=2\\{x\\}\n####乙\\~对\n}"


def test_shares_of_a_multiple_choice_take_away_everything_for_a_wrong_one():
    entry = entry_of(replace(SINGLE, type=ItemType.MULTIPLE), MarkScheme(Choice(("A", "C"))))
    assert re.findall(r"~%(.+?)%", entry) == ["50", "-100", "50", "-100"]


@pytest.mark.parametrize(
    ("item", "correct", "braces"),
    [
        (Item(ItemType.TRUEFALSE, "对吗"), Judgement(True), "{T}"),
        (Item(ItemType.BLANK, "甲____", blanks=1), Accepted((("a", "3*4"),)), "{\n=a\n=3\\\\*4\n}"),
        (Item(ItemType.ESSAY, "谈谈"), None, "{}"),
    ],
)
def test_each_type_has_its_braces(item, correct, braces):
    assert entry_of(item, MarkScheme(correct)).endswith(braces)


def test_what_has_no_words_in_gift_stands_in_comments_that_moodle_passes_over():
    item = replace(SINGLE, type=ItemType.ESSAY, options=(), points=Fraction(5, 2))
    scheme = MarkScheme(None, "参考\n[tag:x]", "", Rubric("评分"), ("沟通", "a]b"), difficulty=Difficulty.EASY)
    lines = written(gift.write, paper((item, scheme))).decode().split("\n")
    comments = [line for line in lines if line.startswith("//")]
    assert "// [tag:沟通] [tag:a\\]b]" in comments
    assert "//kaochang-points=5/2" in comments
    (back,) = read_paper(written(gift.write, paper((item, scheme))), "a.txt").paper.items
    assert (back.item.points, back.scheme) == (Fraction(5, 2), scheme)


def test_code_and_tables_are_written_as_html_on_one_line():
    entry = entry_of(replace(SINGLE, stem="看：\n```c\n// 注\n\nint x;\n```"), MarkScheme(Choice(("A",))))
    first = entry.split("\n")[0]
    assert first.startswith("::1::[html]<div")
    assert r'<code class\="language-c">// 注\n\nint x;</code>' in first


def test_a_text_that_would_be_taken_for_a_share_or_a_pair_is_not():
    options = (Option("A", "%50%的客户"), Option("B", "甲 -> 乙"))
    told = paper((replace(SINGLE, options=options), MarkScheme(Choice(("B",)))))
    (back,) = read_paper(written(gift.write, told), "a.txt").paper.items
    assert (back.item.options, back.scheme.correct) == (options, Choice(("B",)))


def test_pictures_are_told_as_a_loss():
    assert losses(gift.write, paper((replace(SINGLE, images=(SHOWN,)), MarkScheme(Choice(("A",)))))) == {
        "gift-comments": 0,
        "pictures": 1,
    }


def test_options_without_words_cannot_be_asked_there():
    options = (Option("A", "", SHOWN), *FOUR[1:])
    said = losses(gift.write, paper((replace(SINGLE, options=options), MarkScheme(Choice(("A",))))))
    assert set(said) == {"gift-comments", "as-text", "option-picture"}


def test_a_formula_before_an_open_brace_does_not_hide_that_a_file_is_gift():
    told = paper((replace(SINGLE, stem=r"\(\frac{a}{b}\){1"), MarkScheme(Choice(("B",)))))
    (back,) = read_paper(written(gift.write, told), "a.txt").paper.items
    assert (back.item.stem, back.scheme.correct) == (r"\(\frac{a}{b}\){1", Choice(("B",)))


def test_pictures_are_held_one_at_a_time():
    """A mapping that reads when asked is asked for one picture after the other, each as its entry is written."""
    asked: list[str] = []

    class Media(dict[str, bytes]):
        def __getitem__(self, name):
            asked.append(f"read {name}")
            return super().__getitem__(name)

    class Out:
        def write(self, data):
            asked.extend(["written"] if b"<file" in data else [])

    items = [(replace(SINGLE, images=(replace(SHOWN, name=name),)), MarkScheme()) for name in ("a", "b")]
    told = paper(*items)
    moodle.write(replace_media(told, Media(a=b"1", b=b"2")), Out(), with_answers=True)
    assert asked == ["read a", "written", "read b", "written"]


def replace_media(told, media):
    return type(told)(told.title, told.items, media)
