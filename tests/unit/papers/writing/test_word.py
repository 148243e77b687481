"""A Word paper is laid out for people and read back to the same items; what is not, is told."""

import io
import re
import zipfile
from fractions import Fraction

import pytest
from kaochang.domain.items import Image, Item, ItemType, Mode, Option, Table
from kaochang.domain.mark_schemes import Criterion, Level, MarkScheme, Rubric
from kaochang.domain.papers import PaperItem
from kaochang.domain.responses import Choice, Judgement
from kaochang.papers.writing import word
from kaochang.papers.writing.exported import Exported
from lxml import etree
from msgspec.structs import replace
from support.printed_paper import CASE, CODE, INTERVIEW, ITEMS, MATERIAL, MEDIA, PAPER, PICTURES, SECRET
from support.round_trips import comparable, losses, read_back, without_loss, written
from unit.papers.support import BANK, ROOT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BANKS = [*sorted((ROOT / "banks/roles").glob("*.txt")), *sorted(BANK.glob("*.*"))]


SCHEME = MarkScheme()


def document(exported, *, with_answers=True):
    with zipfile.ZipFile(io.BytesIO(written(word.write, exported, with_answers=with_answers))) as file:
        return etree.fromstring(file.read("word/document.xml"))


def said(paragraph):
    pieces = {f"{W}t": lambda each: each.text, f"{W}tab": lambda _: "\t", f"{W}br": lambda _: "\n"}
    words = "".join(pieces[each.tag](each) for each in paragraph.iter(*pieces) if each.getparent().tag == f"{W}r")
    return words.replace("\u200d", "")


def lines(exported, *, with_answers=True):
    return [said(each) for each in document(exported, with_answers=with_answers).iter(f"{W}p")]


def paper(*items, **more):
    return Exported("试卷", tuple(items), **{"media": MEDIA, **more})


def single(stem="选一项（　　）。", *options, **more):
    made = tuple(Option("ABCDEFGH"[place], text) for place, text in enumerate(options or ("是", "否")))
    return PaperItem(Item(ItemType.SINGLE, stem, "1", "单选题", options=made, **more), MarkScheme(Choice(("A",))))


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.name)
def test_every_bank_of_ours_comes_back_without_loss(path):
    meant, back = without_loss(word.write, path)
    plain = [place for place, each in enumerate(meant.items) if "\\" not in each.item.stem]
    before, after = comparable(meant.items, meant.media), comparable(back.paper.items, back.media)
    assert [after[place] for place in plain] == [before[place] for place in plain]
    assert not back.paper.findings


def test_every_type_comes_back_with_code_formulas_tables_and_pictures():
    assert losses(word.write, PAPER) == {}
    back = read_back(word.write, PAPER)
    assert len(back.paper.items) == len(ITEMS)


def test_the_same_paper_gives_the_same_bytes():
    assert written(word.write, PAPER) == written(word.write, PAPER)


@pytest.mark.parametrize("with_answers", [True, False])
def test_headings_say_counts_and_points_and_the_first_page_whose_paper_it_is(with_answers):
    found = lines(PAPER, with_answers=with_answers)
    assert found[:3] == ["服务综合试卷", "（满分：100分）", found[2]]
    assert all(word in found[2] for word in ("姓名：", "工号：", "得分："))
    headings = [line for line in found if re.match("[一二三四五六]、", line)]
    assert headings == [
        "一、单选题（共3题，每题2分，共6分）",
        "二、综合知识（共6题，共22.5分）",
        "三、案例分析题（共1题，每题10分，共10分）",
        "四、选择题（共2题，每题1分，共2分）",
        "五、情景模拟题（共1题，每题5分，共5分）",
        "六、面试题（共1题，每题5分，共5分）",
    ]


def test_types_and_points_stand_at_items_where_no_heading_says_them():
    found = lines(PAPER)
    assert "1. 【多选题】选出正确的做法（　　）。（3分）" in found
    assert "4. 【排序题】请排列处理投诉的步骤。（2.5分）" in found
    assert "（2）提出改进的办法。（6分）" in found
    assert "1. 请介绍一次难忘的服务。" in found


def test_without_answers_nothing_tells_one_and_there_is_room_to_write():
    data = written(word.write, PAPER, with_answers=False)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        texts = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    secrets = ("正确", SECRET, "ABD", "八十五", "谁先接待", "举出一个实例", "晚间人手不足", "程序", "难度")
    stems = "".join(each.item.stem for each in ITEMS)
    assert [each for each in secrets if each in texts and each not in stems] == []
    ruled = [
        each for each in document(PAPER, with_answers=False).iter(f"{W}pStyle") if each.get(f"{W}val") == "KcAnswerLine"
    ]
    assert len(ruled) > 20
    found = lines(PAPER, with_answers=False)
    assert "2. 【判断题】挂机前应当等客户先挂。（　　）（1分）" in found
    assert sum(line.startswith("答案：____") for line in found) == 2


def test_without_answers_it_is_still_a_paper_of_the_same_items():
    back = read_back(word.write, PAPER, with_answers=False)
    kept = [(each.item.type, each.item.options and len(each.item.options)) for each in back.paper.items]
    assert kept == [(each.item.type, each.item.options and len(each.item.options)) for each in ITEMS]
    assert all(each.scheme.correct is None and not each.scheme.reference for each in back.paper.items)


def test_material_stands_once_above_what_is_asked_of_it():
    found = lines(PAPER)
    assert [line for line in found if MATERIAL.partition("\n")[0] in line] == [
        "1. " + MATERIAL.partition("\n")[0],
        MATERIAL.partition("\n")[0],
    ]
    assert "（1～2题共用材料）" in found


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (("3 天", "12 天", "15 天", "27 天"), 1),
        (("一二三四五六七八九十一", "乙", "丙", "丁"), 2),
        (("一二三四五六七八九十一二三四五六七八九十", "乙", "丙", "丁"), 4),
        (("选A.B两项", "乙", "丙", "丁"), 4),
        (("两  处空格", "乙"), 2),
    ],
)
def test_options_stand_side_by_side_as_far_as_they_are_short(texts, rows):
    exported = paper(single("选一项（　　）。", *texts))
    found = [line for line in lines(exported) if re.match(r"[A-D]\. ", line)]
    assert len(found) == rows
    assert losses(word.write, exported) == {}


def test_an_item_stays_on_one_page_and_ends_where_the_next_one_begins():
    body = list(document(paper(single(), single()), with_answers=False).iter(f"{W}p"))
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in body if re.match(r"1\. |A\. ", said(each))]
    assert kept == [True, False, True, False]


def test_a_large_picture_fits_the_page_and_is_in_the_file_once():
    data = written(word.write, paper(PICTURES, replace(PICTURES, item=replace(PICTURES.item, number="4"))))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert len([name for name in file.namelist() if name.startswith("word/media/")]) == 3
        root = etree.fromstring(file.read("word/document.xml"))
    sizes = [(int(each.get("cx")), int(each.get("cy"))) for each in root.iter("{*}extent")]
    assert len(sizes) == 6
    assert all(wide <= 520 * 9525 and high <= 360 * 9525 for wide, high in sizes)
    assert sizes[0][0] / sizes[0][1] == pytest.approx(1600 / 300, rel=0.02)


def test_a_picture_that_word_cannot_show_is_told_and_has_its_place():
    item = single("看图（　　）。", images=(Image("drawing.svg", "image/svg+xml"),))
    exported = paper(item, media={"drawing.svg": b"<svg/>"})
    assert losses(word.write, exported) == {"picture-type": 1, "read-again.pictures": 1, "read-again.stem": 1}
    assert any("此处原有图片" in line for line in lines(exported))


@pytest.mark.parametrize(
    ("change", "loss"),
    [
        ({"stem": "下面哪一行是对的？\nA. 甲\nB. 乙"}, "read-again.options"),
        ({"points": Fraction(1, 3)}, "read-again.points"),
        ({"number": "附加"}, "read-again.place"),
        ({"stem": "选一项（　　）。\n2. 再选一项（　　）。\nA. 甲\nB. 乙\n答案：A"}, "read-again"),
        ({"stem": "长" * 200_000}, "read-again.not"),
    ],
)
def test_what_would_be_read_otherwise_is_told_at_its_item(change, loss):
    made = single()
    assert loss in losses(word.write, paper(replace(made, item=replace(made.item, **change))))


def test_a_mode_is_the_offices_and_no_file_says_it():
    read = replace(INTERVIEW, item=replace(INTERVIEW.item, mode=Mode.SPOKEN))
    assert losses(word.write, paper(read)) == {"read-again.mode": 1}


def test_criteria_without_words_of_the_paper_are_written_as_steps():
    levels = (Level("好", "条理清楚", Fraction(2)),)
    rubric = Rubric("", (Criterion("要点齐全", Fraction(3)), Criterion("表达清楚", Fraction(2), "", levels)))
    found = lines(paper(replace(INTERVIEW, scheme=MarkScheme(reference="有。", rubric=rubric))))
    assert {"评分标准：（1）要点齐全（3分）", "（2）表达清楚（2分）", "好（2分）：条理清楚"} <= set(found)


def test_a_length_that_the_stem_does_not_state_is_printed():
    asked = replace(INTERVIEW, item=replace(INTERVIEW.item, min_words=50, max_words=80, section=None))
    assert "1. 【面试题】请介绍一次难忘的服务。（50—80字）（5分）" in lines(paper(asked))


def test_a_length_that_every_text_of_a_section_has_stands_in_its_heading():
    texts = [replace(INTERVIEW, item=replace(INTERVIEW.item, number=str(number), min_words=50)) for number in (1, 2)]
    assert "一、面试题（共2题，每题5分，共10分，每题不少于50字）" in lines(paper(*texts))
    assert losses(word.write, paper(*texts)) == {}
    other = replace(texts[1], item=replace(texts[1].item, max_words=80))
    assert {"1. 请介绍一次难忘的服务。（不少于50字）", "2. 请介绍一次难忘的服务。（50—80字）"} <= set(
        lines(paper(texts[0], other))
    )


def test_a_case_of_one_item_has_its_number_at_the_material():
    alone = replace(CASE[0], item=replace(CASE[0].item, number="7", tables=(), material="材料：晚间来电最多。"))
    exported = paper(alone)
    assert losses(word.write, exported) == {}
    assert {"7. 材料：晚间来电最多。", "问题：指出排班中的问题。"} <= set(lines(exported))


def test_items_without_a_section_and_a_paper_without_a_title_say_what_they_can():
    exported = Exported(None, (replace(CODE, item=replace(CODE.item, section=None)),))
    back = read_back(word.write, exported)
    assert back.paper.items[0].item.section is None
    assert losses(word.write, exported) == {}


def test_the_foot_of_the_page_counts_pages():
    with zipfile.ZipFile(io.BytesIO(written(word.write, PAPER))) as file:
        foot = file.read("word/footer1.xml").decode()
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_control_characters_in_a_title_break_nothing():
    made = PaperItem(Item(ItemType.TRUEFALSE, "对不对。", "1", "判断题"), MarkScheme(Judgement(False)))
    assert lines(Exported("试\x0b卷\x00", (made,)))[0] == "试卷"


def test_each_picture_is_told_as_the_kind_that_it_is():
    kinds = {"a.jpg": "image/jpeg", "b.tif": "image/tiff", "c.png": "image/png"}
    images = tuple(Image(name, kind) for name, kind in kinds.items())
    item = Item(ItemType.ESSAY, "看图。", "1", images=images)
    exported = Exported(None, (PaperItem(item, MarkScheme()),), dict.fromkeys(kinds, b"\x89PNG\r\n\x1a\n"))
    with zipfile.ZipFile(io.BytesIO(written(word.write, exported))) as file:
        types = etree.fromstring(file.read("[Content_Types].xml"))
        names = [name for name in file.namelist() if name.startswith("word/media/")]
    told = {each.get("Extension"): each.get("ContentType") for each in types.iterfind("{*}Default")}
    assert [told[name.rpartition(".")[2]] for name in names] == list(kinds.values())


def test_criteria_that_the_words_of_a_rubric_do_not_tell_stand_under_them():
    rubric = Rubric("按步骤给分。", (Criterion("先安抚", Fraction(2)), Criterion("再解决", Fraction(3))))
    item = Item(ItemType.ESSAY, "谈谈。", "1", points=Fraction(5))
    shown = "\n".join(lines(paper(PaperItem(item, MarkScheme(reference="要点", rubric=rubric)))))
    assert all(words in shown for words in ("按步骤给分。", "先安抚（2分）", "再解决（3分）"))


def test_what_reads_back_otherwise_is_told_without_answers_too():
    strange = single("选一项（　　）。\n二、判断题")
    assert losses(word.write, paper(strange))
    assert losses(word.write, paper(strange), with_answers=False)
    assert losses(word.write, paper(single()), with_answers=False) == {}


def test_parts_of_several_types_come_back_where_no_heading_says_that_items_have_parts():
    def part(number, **more):
        return PaperItem(
            Item(stem="（1）____", number=f"2.{number}", section="客服", material="首问____。", **more), SCHEME
        )

    first = PaperItem(Item(ItemType.ESSAY, "谈谈。", "1", "客服", points=Fraction(2)), SCHEME)
    chosen = part(1, type=ItemType.SINGLE, options=(Option("A", "是"), Option("B", "否")), points=Fraction(1))
    filled = part(2, type=ItemType.BLANK, blanks=1, points=Fraction(1))
    for with_answers in (True, False):
        told = paper(first, chosen, filled)
        assert losses(word.write, told, with_answers=with_answers) == {}
        back = read_back(word.write, told, with_answers=with_answers).paper
        assert [(each.item.number, each.item.type) for each in back.items] == [
            ("1", ItemType.ESSAY),
            ("2.1", ItemType.SINGLE),
            ("2.2", ItemType.BLANK),
        ]


def test_a_file_in_which_no_item_is_found_again_is_told_as_such():
    assert "read-again.none" in losses(word.write, paper(PaperItem(Item(ItemType.ESSAY, "", ""), SCHEME)))


def test_places_for_answers_are_not_broken_and_those_to_write_in_are_wide():
    blank = PaperItem(Item(ItemType.BLANK, "首都是____，又名（　　）。", "1", blanks=2), SCHEME)
    runs = list(document(paper(blank), with_answers=False).iter(f"{W}r"))
    wide = {
        "".join(each.itertext()): each.find(f".//{W}w").get(f"{W}val")
        for each in runs
        if each.find(f".//{W}w") is not None
    }
    assert wide == {"\u200d".join("____"): "350", "\u200d".join("　　"): "350"}
    back = read_back(word.write, paper(blank), with_answers=False).paper.items[0].item
    assert (back.stem, back.blanks) == (blank.item.stem, 2)


def test_a_blank_that_its_stem_does_not_draw_gets_a_line_on_paper():
    blank = PaperItem(Item(ItemType.BLANK, "首都是", "1", blanks=1), SCHEME)
    back = read_back(word.write, paper(blank), with_answers=False).paper.items[0].item
    assert (back.stem, back.blanks) == ("首都是____", 1)


def test_room_for_one_item_is_at_most_half_a_page():
    long = PaperItem(Item(ItemType.ESSAY, "谈谈。", "1", points=Fraction(60)), SCHEME)
    styles = [each.get(f"{W}val") for each in document(paper(long), with_answers=False).iter(f"{W}pStyle")]
    assert styles.count("KcAnswerLine") == 14


def test_two_tables_stay_two_and_what_follows_stands_apart():
    tables = (Table((("甲", "乙"),)), Table((("丙", "丁"),)))
    asked = single()
    body = document(paper(PaperItem(replace(asked.item, tables=tables), asked.scheme)))[0]
    kinds = [etree.QName(each).localname for each in body]
    first = kinds.index("tbl")
    assert kinds[first : first + 4] == ["tbl", "p", "tbl", "p"]
    assert body[first + 3].find(f"{W}pPr/{W}spacing") is not None


def test_a_paper_of_more_than_a_hundred_sections_is_printed():
    (made, scheme) = (single().item, single().scheme)
    items = [replace(made, number=str(at), section=f"第{at}类单选题") for at in range(1, 102)]
    printed = lines(paper(*(PaperItem(each, scheme) for each in items)), with_answers=False)
    assert "一百零一、第101类单选题（共1题）" in printed
