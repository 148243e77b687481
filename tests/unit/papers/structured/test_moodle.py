"""Moodle XML: every type of entry, shares of points, formats, pictures, categories and descriptions."""

import base64

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.reading import read_paper
from unit.papers.support import contract

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


PLACED, OTHER = '<img src="@@PLUGINFILE@@/a.png">', '<img src="@@PLUGINFILE@@/b.png">'


def text(name, words, form="html", files=""):
    return f'<{name} format="{form}"><text><![CDATA[{words}]]></text>{files}</{name}>'


def file(name, data=PIXEL):
    return f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(data).decode()}</file>'


def choice(words, fraction=0, feedback="", files=""):
    inner = f"<text><![CDATA[{words}]]></text>{files}{text('feedback', feedback)}"
    return f'<answer fraction="{fraction}" format="html">{inner}</answer>'


def entry(kind, stem="题干", inner="", points="1.0000000", **stemmed):
    grade = f"<defaultgrade>{points}</defaultgrade>" if points else ""
    told = f"<name><text>名</text></name>{text('questiontext', stem, **stemmed)}"
    return f'<question type="{kind}">{told}{grade}{inner}</question>'


def category(path):
    return f'<question type="category"><category><text>{path}</text></category></question>'


def read(*entries):
    data = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(entries)}</quiz>'
    return read_paper(data.encode(), "x.xml")


def only(kind, *given, **named):
    """The one item of an entry, its scheme, and the kinds of its findings."""
    paper = read(entry(kind, *given, **named)).paper
    (found,) = paper.items
    return found.item, found.scheme, [finding.kind.value for finding in paper.findings]


def words(options):
    return {option.label: option.text for option in options}


def test_one_right_option():
    inner = "<single>true</single>" + choice("<p>甲</p>", 100) + choice("乙 &lt; 丙")
    item, scheme, kinds = only("multichoice", "<p>哪个？</p>", inner, points="2.5")
    assert (item.type, item.stem, words(item.options), item.points) == (
        "single",
        "哪个？",
        {"A": "甲", "B": "乙 < 丙"},
        2.5,
    )
    assert (scheme.correct, kinds) == (Choice(("A",)), [])


def test_several_right_options_with_ordinary_shares():
    shares = [choice(each, 33.33333) for each in "甲乙丙"] + [choice("丁")]
    item, scheme, kinds = only("multichoice", inner="<single>false</single>" + "".join(shares))
    assert (item.type, scheme.correct, kinds) == ("multiple", Choice(("A", "B", "C")), [])


@pytest.mark.parametrize(
    ("single", "shares", "correct", "kinds"),
    [
        ("true", (100, 50, 0), Choice(("A",)), ["weights-not-taken"]),
        ("true", (100, -25, 0), Choice(("A",)), ["weights-not-taken"]),
        ("false", (70, 30, 0), Choice(("A", "B")), ["weights-not-taken"]),
        ("false", (50, 50, -100), Choice(("A", "B")), []),
        ("true", (100, 100, 0), None, ["answer-type-mismatch"]),
        ("true", (50, 50, 0), None, ["missing-answer"]),
        ("false", (0, 0, -50), None, ["missing-answer"]),
        ("true", ("1e99999999", "x", ""), None, ["missing-answer"]),
    ],
)
def test_shares_say_which_are_right_and_what_cannot_be_said_is_told(single, shares, correct, kinds):
    options = "".join(choice(f"选项{place}", share) for place, share in enumerate(shares))
    _, scheme, found = only("multichoice", inner=f"<single>{single}</single>{options}")
    assert (scheme.correct, found) == (correct, kinds)


@pytest.mark.parametrize("kind", ["multichoiceset", "oumultiresponse"])
def test_types_of_plugins_for_several_right_options_are_read(kind):
    item, scheme, kinds = only(kind, inner=choice("甲", 100) + choice("乙", 100) + choice("丙"))
    assert (item.type, scheme.correct, kinds) == ("multiple", Choice(("A", "B")), [])


def test_what_is_said_of_right_and_wrong_responses_is_explanation_unless_moodle_says_it_of_all():
    pair = choice("甲", 100) + choice("乙")
    told = text("correctfeedback", "<p>Your answer is correct.</p>") + text("incorrectfeedback", "请再读第三条。")
    assert only("multichoice", inner=pair + told)[1].explanation == "请再读第三条。"
    assert only("multichoice", inner=pair + text("correctfeedback", "回答正确。"))[1].explanation == ""


def test_judgements():
    pair = [choice("true", 0, "想错了"), choice("false", 100)]
    item, scheme, kinds = only("truefalse", inner="".join(pair))
    assert (item.type, scheme.correct, scheme.explanation, kinds) == ("truefalse", Judgement(False), "想错了", [])
    assert only("truefalse", inner=choice("true", 100) + choice("false", 100))[2] == ["answer-conflict"]


def test_short_answers_with_patterns_shares_and_case():
    inner = (
        "<usecase>1</usecase>" + choice("Beijing", 100) + choice("Bei*", 100) + choice("Peking", 50) + choice("*", 0)
    )
    item, scheme, kinds = only("shortanswer", inner=inner)
    assert (item.type, item.blanks, scheme.correct) == ("blank", 1, Accepted((("Beijing",),)))
    assert kinds == ["rule-not-taken", "weights-not-taken", "rule-not-taken"]
    assert only("shortanswer", inner=choice("3\\*4", 100))[1].correct == Accepted((("3*4",),))


def test_numbers_with_tolerance_and_units():
    number = '<answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer>'
    units = "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
    item, scheme, kinds = only("numerical", inner=number + units)
    assert (item.type, scheme.correct, scheme.rubric.text) == ("blank", Accepted((("3.14",),)), "3.14 ± 0.01")
    assert kinds == ["rule-not-taken", "rule-not-taken"]
    assert only("numerical", inner=number.replace("0.01", "0"))[2] == []


def test_notes_for_scorers_are_reference_and_rubric():
    notes = text("graderinfo", "<p>参考答案：先安抚，</p><p>再解决。</p><p>评分标准：安抚情绪，3分；解决问题，7分</p>")
    item, scheme, kinds = only("essay", inner=notes + "<minwordlimit>50</minwordlimit>", points="10")
    assert (item.type, item.min_words, scheme.reference) == ("essay", 50, "先安抚，\n再解决。")
    assert [(each.name, each.points) for each in scheme.rubric.criteria] == [("安抚情绪", 3), ("解决问题", 7)]
    assert kinds == []
    assert only("essay", inner=text("graderinfo", "先安抚再解决。"))[1].reference == "先安抚再解决。"
    assert only("essay", inner=text("graderinfo", "安抚得3分；解决得7分"), points="10")[1].rubric.text
    assert only("essay")[2] == ["missing-reference-answer"]


def test_lengths_that_no_text_can_have_are_told():
    inner = text("graderinfo", "要点") + "<minwordlimit>90</minwordlimit><maxwordlimit>50</maxwordlimit>"
    item, _, kinds = only("essay", inner=inner)
    assert (item.min_words, item.max_words, kinds) == (None, None, ["length-mismatch"])


def test_the_text_that_an_essay_begins_with_is_part_of_its_stem():
    assert only("essay", "写信。", text("responsetemplate", "尊敬的客户："))[0].stem == "写信。\n尊敬的客户："


def pair(left, right):
    return f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer></subquestion>'


def test_what_is_typed_or_chosen_from_a_list_is_taken_sign_by_sign():
    scheme = only("shortanswer", inner=choice("a<b", 100) + choice("<b>", 100) + choice("x &lt; y", 100))[1]
    assert scheme.correct == Accepted((("a<b", "<b>", "x &lt; y"),))
    assert only("shortanswer", inner=choice("<p>北京</p>", 100))[1].correct == Accepted((("北京",),))
    item, scheme, kinds = only("matching", inner=pair("甲", "a&lt;b") + pair("乙", "&lt;p&gt;&lt;/p&gt;"))
    shown = words(item.options)
    assert [shown[right] for _, right in scheme.correct.pairs] == ["a<b", "<p></p>"]
    assert kinds == []


def test_matching_with_an_option_that_goes_with_nothing():
    item, scheme, kinds = only("matching", inner=pair("甲", "一") + pair("乙", "二") + pair("", "三"))
    assert words(item.prompts) == {"(1)": "甲", "(2)": "乙"}
    assert isinstance(scheme.correct, Pairs)
    shown = words(item.options)
    assert [shown[right] for _, right in scheme.correct.pairs] == ["一", "二"]
    assert (sorted(shown.values()), kinds) == (sorted("一二三"), [])


def test_a_prompt_without_its_match_leaves_no_key():
    assert only("matching", inner=pair("甲", "一") + pair("乙", ""))[2] == ["answer-type-mismatch"]


def test_ordering_is_stated_in_its_right_order():
    item, scheme, kinds = only("ordering", inner="".join(choice(each, place) for place, each in enumerate("甲乙丙", 1)))
    assert isinstance(scheme.correct, Order)
    assert [words(item.options)[label] for label in scheme.correct.labels] == list("甲乙丙")
    assert list(words(item.options).values()) != list("甲乙丙")
    assert kinds == []


def test_a_cloze_of_typed_gaps_is_one_item_with_blanks():
    item, scheme, kinds = only("cloze", "天是{1:SHORTANSWER:=蓝~=湛蓝#也对}的，有{1:NUMERICAL:=3:0}朵云。", points="")
    assert (item.type, item.stem, item.blanks, item.points) == ("blank", "天是____的，有____朵云。", 2, 2)
    assert (scheme.correct, kinds) == (Accepted((("蓝", "湛蓝"), ("3",))), [])
    assert scheme.explanation == "湛蓝：也对"


def test_a_cloze_with_choices_is_sub_questions_with_shared_material():
    told = "天是{1:MULTICHOICE_S:=蓝~绿}的，草{1:MR:%50%绿~%50%青~红}，共{2:NM:=3}朵。"
    paper = read(entry("cloze", told, points="8")).paper
    assert [(each.item.number, each.item.type, each.item.points) for each in paper.items] == [
        ("1.1", "single", 2),
        ("1.2", "multiple", 2),
        ("1.3", "blank", 4),
    ]
    assert {each.item.material for each in paper.items} == {"天是（1）____的，草（2）____，共（3）____朵。"}
    assert [each.scheme.correct for each in paper.items] == [Choice(("A",)), Choice(("A", "B")), Accepted((("3",),))]
    assert paper.findings == ()


def test_gaps_that_weigh_differently_in_one_item_are_told():
    assert only("cloze", "天{1:SA:=甲}，地{3:SA:=乙}")[2] == ["weights-not-taken"]


def test_braces_that_are_no_cloze_stay():
    item, _, _ = only("cloze", "集合{1,2}与{1:XX:=a}，{1:SA:=甲\\}~乙}")
    assert item.stem == "集合{1,2}与{1:XX:=a}，____"


@pytest.mark.parametrize(("kind", "box"), [("ddwtos", "dragbox"), ("gapselect", "selectoption")])
def test_words_to_be_put_into_a_text_are_sub_questions(kind, box):
    boxes = "".join(
        f"<{box}><text>{each}</text><group>{group}</group></{box}>"
        for each, group in [("蓝", 1), ("绿", 1), ("云", 2), ("雨", 2)]
    )
    paper = read(entry(kind, "天是[[1]]的，有[[4]]，还有[[9]]。", boxes, points="3")).paper
    assert [(words(each.item.options), each.scheme.correct) for each in paper.items[:2]] == [
        ({"A": "蓝", "B": "绿"}, Choice(("A",))),
        ({"A": "云", "B": "雨"}, Choice(("B",))),
    ]
    assert paper.items[2].scheme.correct is None
    assert [(each.kind, each.number) for each in paper.findings] == [("missing-answer", "1.3")]


@pytest.mark.parametrize(
    "kind", ["calculated", "calculatedmulti", "ddmarker", "random", "coderunner", "cloze", "gapselect"]
)
def test_what_cannot_be_answered_here_is_kept_and_told(kind):
    item, scheme, kinds = only(kind, "看 {a} 和 {b}", choice("{a}+{b}", 100))
    assert item.stem == ("名" if kind == "random" else "看 {a} 和 {b}")
    assert (scheme.correct, kinds) == (None, ["unsupported-interaction"])


def test_a_picture_of_what_cannot_be_answered_is_kept():
    read_file = read(entry("ddmarker", "拖", file("map.png")))
    assert [image.name for image in read_file.paper.items[0].item.images] == list(read_file.media)


@pytest.mark.parametrize(
    ("kind", "inner"),
    [
        ("essay", text("graderinfo", "要点") + text("responsetemplate", PLACED, files=file("a.png"))),
        (
            "matching",
            f'<subquestion format="html"><text><![CDATA[{PLACED}{OTHER}]]></text>{file("a.png")}'
            f"{file('b.png', PIXEL + b'x')}<answer><text>一</text></answer></subquestion>" + pair("乙", "二"),
        ),
        (
            "ddwtos",
            f"<dragbox><text><![CDATA[蓝{PLACED}]]></text>{file('a.png')}<group>1</group></dragbox>",
        ),
    ],
)
def test_a_picture_that_stands_where_only_words_are_known_is_shown_with_the_item(kind, inner):
    """In the text to begin with, beside the first picture of a prompt, in a word to be dragged."""
    found = read(entry(kind, "天[[1]]", inner))
    assert {image.name for image in found.paper.items[0].item.media} == set(found.media) != set()
    assert "media-missing" not in [each.kind for each in found.paper.findings]


@pytest.mark.parametrize(
    ("kind", "stem", "inner"),
    [
        ("essay", "题", text("graderinfo", "要点") + text("hint", PLACED, files=file("a.png"))),
        ("cloze", '天{1:MC:=蓝<img src\\="a.png">~绿}', ""),
        ("essay", "题", text("graderinfo", "要点") + text("responsetemplate", PLACED)),
    ],
)
def test_a_picture_that_cannot_be_taken_is_told(kind, stem, inner):
    assert only(kind, stem, inner)[2] == ["media-missing"]


def test_a_picture_that_no_candidate_can_be_shown_is_told():
    drawing = file("a.png", b"\xd7\xcd\xc6\x9a" + bytes(40))
    inner = text("graderinfo", "要点")
    assert only("essay", PLACED, inner, files=drawing)[2] == ["picture-not-shown"]


def test_a_picture_of_many_megabytes_is_read():
    found = read(entry("essay", PLACED, text("graderinfo", "要点"), files=file("a.png", PIXEL + bytes(9_000_000))))
    assert [len(data) for data in found.media.values()] == [len(PIXEL) + 9_000_000]


def test_what_a_file_says_of_a_category_is_told_at_its_section():
    info = text("info", "<p>请写清步骤。</p>")
    usual = text("info", "The default category for questions shared in context 'A'.")
    told = category("top/计算题").replace("</category>", f"</category>{info}")
    first = category("top/甲的默认").replace("</category>", f"</category>{usual}")
    findings = read(first, entry("essay"), told, entry("essay"), entry("essay")).paper.findings
    assert [(each.where, each.params["words"]) for each in findings if each.kind == "left-out"] == [
        ("section:计算题", "请写清步骤。")
    ]


def test_categories_are_sections():
    found = read(category("$course$/top/客服/第一章 a//b"), entry("essay"), category("top"), entry("essay"))
    assert [each.item.section for each in found.paper.items] == ["第一章 a/b", None]


def test_a_description_is_the_material_of_the_items_after_it():
    table = "<table><tr><td>月</td><td>量</td></tr><tr><td>1</td><td>9</td></tr></table>"
    picture = '<img src="@@PLUGINFILE@@/%E5%9B%BE.png">'
    told = entry("description", f"<p>材料</p>{table}{picture}", files=file("图.png"))
    pair = choice("true", 100) + choice("false")
    end = entry("description", "")
    paper = read(
        told, entry("truefalse", inner=pair), entry("truefalse", inner=pair), end, entry("truefalse", inner=pair)
    ).paper
    assert [each.item.material for each in paper.items] == ["材料", "材料", ""]
    assert [(len(each.item.tables), len(each.item.images)) for each in paper.items] == [(1, 1), (1, 1), (0, 0)]
    assert [(each.kind, each.number) for each in paper.findings] == [("material-assumed", "1")]


def test_pictures_in_the_stem_and_as_options():
    inner = (
        "<single>true</single>" + choice('<img src="@@PLUGINFILE@@/a.png">', 100, files=file("a.png")) + choice("乙")
    )
    found = read(
        entry("multichoice", '看<img src="@@PLUGINFILE@@/a%20b.png">图', inner, files=file("a b.png", PIXEL + b"x"))
    )
    item = found.paper.items[0].item
    assert item.stem == "看图"
    assert [found.media[image.name] for image in item.media] == [PIXEL + b"x", PIXEL]
    assert item.options[0].image is not None
    assert item.options[0].text == ""


@pytest.mark.parametrize(
    ("source", "lies"),
    [
        ("@@PLUGINFILE@@/b.png", file("a.png")),
        ("https://example.org/a.png", file("a.png")),
        ("@@PLUGINFILE@@/a.png", file("a.png", b"no picture")),
        ("@@PLUGINFILE@@/a.png", '<file name="a.png" encoding="base64">A</file>'),
    ],
)
def test_a_picture_that_is_not_there_is_told_and_never_fetched(source, lies):
    item, _, kinds = only("essay", f'看<img src="{source}">图', text("graderinfo", "要点"), files=lies)
    assert (item.images, kinds) == ((), ["media-missing"])


@pytest.mark.parametrize(
    ("form", "source", "stem"),
    [
        ("html", "a &lt;b&gt;<br>c", "a <b>\nc"),
        ("plain_text", "a <b> & c\nd", "a <b> & c\nd"),
        ("markdown", "# **标题**\n\n1\\. 甲", "标题\n\n1\\. 甲"),
        ("moodle_auto_format", "a < b\nc", "a < b\nc"),
        ("moodle_auto_format", "<b>a</b>\nc", "a\nc"),
    ],
)
def test_each_format_says_what_its_text_is(form, source, stem):
    assert only("essay", source, form=form)[0].stem == stem


def test_a_text_that_is_marked_up_without_being_quoted_is_read():
    told = '<questiontext format="html"><text>第一<b>段</b><br/>第二段</text></questiontext>'
    assert read(f'<question type="essay">{told}</question>').paper.items[0].item.stem == "第一段\n第二段"


def test_explanations_hints_tags_and_difficulty():
    inner = (
        text("generalfeedback", "<p>因为。</p>")
        + choice("true", 100)
        + choice("false")
        + text("hint", "想想。")
        + f"<tags>{''.join(f'<tag><text>{tag}</text></tag>' for tag in ('服务礼仪', '难度：难', '服务礼仪'))}</tags>"
    )
    scheme = only("truefalse", inner=inner)[1]
    assert scheme.explanation == "因为。\n想想。"
    assert (scheme.competencies, scheme.difficulty) == (("服务礼仪",), "hard")


def test_numbers_come_from_ids_where_all_entries_have_one():
    pair = choice("true", 100) + choice("false")
    numbered = [entry("truefalse", inner=pair + f"<idnumber>{number}</idnumber>") for number in ("3", "5.2")]
    assert [each.item.number for each in read(*numbered).paper.items] == ["3", "5.2"]
    assert [each.item.number for each in read(*numbered, entry("essay")).paper.items] == ["1", "2", "3"]


def test_findings_say_the_line_of_the_file():
    assert (
        read("\n\n", entry("multichoice", inner="<single>true</single>" + choice("甲") + choice("乙")))
        .paper.findings[0]
        .line
        == 4
    )


def test_what_is_printed_is_the_contract():
    inner = "<single>true</single>" + choice("甲", 100) + choice("乙")
    (item,) = contract(read(entry("multichoice", inner=inner)))["items"]
    assert (item["type"], item["answer"], item["points"]) == ("single", "A", 1)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_every_encoding_that_the_file_declares_is_read_alike(encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?><quiz>{entry("essay", "题干。")}</quiz>'.encode(encoding)
    assert read_paper(data, "x").paper.items[0].item.stem == "题干。"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"<quiz></quiz>", "paper.no-items"),
        (b"<quiz><question type='essay'>", "paper.broken"),
        (b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "paper.doctype"),
        (b"<?xml version='1.0'?><other/>", "paper.markup"),
        (b"<quiz>" + b"<a>" * 220 + b"</a>" * 220 + b"</quiz>", "paper.too-deep"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data, key):
    with pytest.raises(Refusal) as caught:
        read_paper(data, "x")
    assert (caught.value.outcome, caught.value.key) == (Outcome.PAPER, key)
