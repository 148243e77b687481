"""QTI 1.2, as Canvas, Common Cartridges and older systems write it."""

import base64
from fractions import Fraction

import pytest
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.reading import read_paper
from unit.papers.structured.test_qti_items import PIXEL, kinds, words
from unit.papers.support import zipped

SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


def field(label, entry):
    return f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"


def material(text, kind="text/plain"):
    return f'<material><mattext texttype="{kind}"><![CDATA[{text}]]></mattext></material>'


def html(text):
    return material(text, "text/html")


def labels(*texts):
    return "".join(
        f'<response_label ident="{"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]}">{material(text)}</response_label>'
        for at, text in enumerate(texts)
    )


def listed(*texts, name="r", many="Single", own=""):
    inner = f"{own}<render_choice>{labels(*texts)}</render_choice>"
    return f'<response_lid ident="{name}" rcardinality="{many}">{inner}</response_lid>'


def typed(name="r", attributes="", tag="response_str"):
    return f'<{tag} ident="{name}"><render_fib{attributes}><response_label ident="a"/></render_fib></{tag}>'


def equal(value, name="r"):
    return f'<varequal respident="{name}">{value}</varequal>'


def condition(test, score="100", action="Set", goes_on="No"):
    return (
        f'<respcondition continue="{goes_on}"><conditionvar>{test}</conditionvar>'
        f'<setvar action="{action}" varname="SCORE">{score}</setvar></respcondition>'
    )


def item(asked, *conditions, kind="", points="", after="", title="题"):
    fields = (field("question_type", kind) if kind else "") + (field("points_possible", points) if points else "")
    told = f"<itemmetadata><qtimetadata>{fields}</qtimetadata></itemmetadata>" if fields else ""
    outcomes = '<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>'
    rules = f"<resprocessing>{outcomes}{''.join(conditions)}</resprocessing>"
    return f'<item ident="i" title="{title}">{told}<presentation>{asked}</presentation>{rules}{after}</item>'


def paper(*inner, title="卷"):
    text = f'<assessment title="{title}"><section ident="root_section">{"".join(inner)}</section></assessment>'
    return f'<?xml version="1.0"?>\n<questestinterop xmlns="{SPACE}">{text}</questestinterop>'


def read(*inner):
    return read_paper(paper(*inner).encode(), "x.xml").paper


def only(*given, **named):
    found = read(item(*given, **named))
    (each,) = found.items
    return each.item, each.scheme, kinds(found)


def test_one_right_option_with_points_and_feedback():
    feedback = f'<itemfeedback ident="A_fb"><flow_mat>{html("<p>不对</p>")}</flow_mat></itemfeedback>'
    general = f'<itemfeedback ident="general_fb"><flow_mat>{html("看第三章")}</flow_mat></itemfeedback>'
    asked = html("<p>题 &amp; 干</p>") + listed("甲", "乙")
    found, scheme, told = only(asked, condition(equal("B")), points="2.5", after=feedback + general)
    assert (found.type, found.stem, found.points) == ("single", "题 & 干", Fraction(5, 2))
    assert (words(found.options), scheme.correct) == ({"A": "甲", "B": "乙"}, Choice(("B",)))
    assert (scheme.explanation, told) == ("A：不对\n看第三章", [])


@pytest.mark.parametrize(
    "conditions",
    [
        [condition(f"<and>{equal('A')}<not>{equal('B')}</not>{equal('C')}</and>")],
        [condition(equal(right), "50", "Add", "Yes") for right in "AC"],
        [
            condition(equal("A"), "50", "Add"),
            condition(equal("C"), "50", "Add"),
            condition(equal("B"), "50", "Subtract"),
        ],
    ],
)
def test_several_right_options_however_the_file_says_it(conditions):
    found, scheme, told = only(material("题") + listed("甲", "乙", "丙", many="Multiple"), *conditions)
    assert (found.type, scheme.correct, told) == ("multiple", Choice(("A", "C")), [])


def test_a_judgement():
    found, scheme, told = only(
        material("题") + listed("True", "False"), condition(equal("B")), kind="true_false_question"
    )
    assert (found.type, scheme.correct, told) == ("truefalse", Judgement(False), [])


def test_two_options_that_score_alike_are_no_key():
    conditions = [condition(equal("A")), condition(equal("B"))]
    _, scheme, told = only(material("题") + listed("甲", "乙"), *conditions)
    assert (scheme.correct, told) == (None, ["answer-type-mismatch.single"])


def test_a_blank_with_several_texts():
    conditions = [condition(equal("北京")), condition(equal("首都")), condition(equal("京"), "50")]
    found, scheme, told = only(material("哪里？") + typed(), *conditions, kind="short_answer_question")
    assert (found.type, found.blanks, scheme.correct) == ("blank", 1, Accepted((("北京", "首都"),)))
    assert told == ["weights-not-taken"]


def test_a_number_with_a_range_around_it():
    near = f"<or>{equal('4')}<and><vargte respident='r'>3.5</vargte><varlte respident='r'>4.5</varlte></and></or>"
    found, scheme, told = only(material("几？") + typed(), condition(near), kind="numerical_question")
    assert (found.type, scheme.correct, told) == ("blank", Accepted((("4",),)), ["rule-not-taken.tolerance"])
    assert "3.5 – 4.5" in scheme.rubric.text


def test_a_range_alone_is_no_key():
    near = "<and><vargte respident='r'>3</vargte><varlte respident='r'>5</varlte></and>"
    _, scheme, told = only(material("几？") + typed(), condition(near), kind="numerical_question")
    assert (scheme.correct, told) == (None, ["answer-type-mismatch.range"])


@pytest.mark.parametrize(("kind", "attributes"), [("essay_question", ""), ("", ' rows="5"'), ("", ' prompt="Box"')])
def test_a_text_at_length(kind, attributes):
    inner = f"<solutionmaterial>{material('范文')}</solutionmaterial>"
    solution = f"<itemfeedback ident='s'><solution>{inner}</solution></itemfeedback>"
    found, scheme, told = only(material("谈谈") + typed(attributes=attributes), kind=kind, after=solution)
    assert (found.type, scheme.reference, told) == ("essay", "范文", [])


def test_a_field_that_nothing_says_more_about_is_of_no_known_type():
    assert only(material("谈谈") + typed())[2] == ["unknown-type"]


def test_blanks_with_names():
    asked = html("天是[sky]的，地是[ground]的，[这里]不是空") + "".join(
        listed(*texts, name=f"response_{name}", own=material(name))
        for name, texts in (("sky", ["蓝", "青"]), ("ground", ["黄"]))
    )
    conditions = [
        condition(equal("A", "response_sky"), "25", "Add"),
        condition(equal("B", "response_sky"), "25", "Add"),
    ]
    conditions.append(condition(equal("A", "response_ground"), "50", "Add"))
    found, scheme, told = only(asked, *conditions[:2], conditions[2], kind="fill_in_multiple_blanks_question")
    assert (found.stem, found.blanks) == ("天是____的，地是____的，[这里]不是空", 2)
    assert (scheme.correct, told) == (Accepted((("蓝", "青"), ("黄",))), [])


def test_lists_with_names_are_sub_questions():
    asked = html("天[sky]地[ground]") + "".join(
        listed("蓝", "黄", name=f"response_{name}", own=material(name)) for name in ("sky", "ground")
    )
    conditions = [
        condition(equal("A", "response_sky"), "50", "Add"),
        condition(equal("B", "response_ground"), "50", "Add"),
    ]
    found = read(item(asked, *conditions, kind="multiple_dropdowns_question"))
    assert [(each.item.number, each.item.stem, each.scheme.correct) for each in found.items] == [
        ("1.1", "（1）____", Choice(("A",))),
        ("1.2", "（2）____", Choice(("B",))),
    ]
    assert {each.item.material for each in found.items} == {"天（1）____地（2）____"}


def test_a_name_without_its_blank_is_told():
    asked = html("天") + listed("蓝", name="response_sky", own=material("sky"))
    _, scheme, told = only(asked, kind="fill_in_multiple_blanks_question")
    assert (scheme.correct, told) == (None, ["blank-count-mismatch"])


def test_pairs():
    asked = material("配") + "".join(
        listed("一", "二", "三", name=name, own=material(text)) for name, text in (("p", "甲"), ("q", "乙"))
    )
    conditions = [condition(equal("C", "p"), "50", "Add"), condition(equal("A", "q"), "50", "Add")]
    found, scheme, told = only(asked, *conditions, kind="matching_question")
    assert (found.type, words(found.prompts)) == ("matching", {"(1)": "甲", "(2)": "乙"})
    assert (scheme.correct, told) == (Pairs((("(1)", "C"), ("(2)", "A"))), [])


def test_several_lists_are_sub_questions():
    asked = (
        material("材料")
        + listed("甲", "乙", name="p", own=material("问一"))
        + listed("丙", "丁", name="q", own=material("问二"))
    )
    found = read(item(asked, condition(f"<and>{equal('A', 'p')}{equal('B', 'q')}</and>")))
    assert [(each.item.number, each.item.material, each.item.stem) for each in found.items] == [
        ("1.1", "材料", "问一"),
        ("1.2", "材料", "问二"),
    ]


def test_an_order():
    test = "".join(
        f'<varequal respident="r" index="{at}">{name}</varequal>' for at, name in ((2, "A"), (1, "C"), (3, "B"))
    )
    found, scheme, told = only(
        material("排") + listed("甲", "乙", "丙", many="Ordered"), condition(f"<and>{test}</and>")
    )
    assert (found.type, scheme.correct, told) == ("ordering", Order(("C", "A", "B")), [])


@pytest.mark.parametrize("kind", ["file_upload_question", "calculated_question"])
def test_kinds_without_their_like_here_are_kept_and_told(kind):
    found, _, told = only(material("题") + typed(), kind=kind)
    assert (found.type, found.stem, told) == ("essay", "题", ["unsupported-interaction"])


def test_a_place_in_a_picture_cannot_be_asked_here():
    asked = material("指出") + "<response_xy ident='r'><render_hotspot/></response_xy>"
    assert only(asked)[2] == ["unsupported-interaction"]


def test_a_text_alone_is_the_material_of_the_items_after_it():
    found = read(
        item(html("材料"), kind="text_only_question"), item(material("题") + listed("甲", "乙"), condition(equal("A")))
    )
    assert [(each.item.number, each.item.material) for each in found.items] == [("1", "材料")]
    assert kinds(found) == ["material-assumed"]


def test_sections_are_headings_and_chosen_ones_are_told():
    chosen = "<selection_ordering><selection><selection_number>1</selection_number><selection_extension>"
    chosen += "<points_per_item>3</points_per_item></selection_extension></selection></selection_ordering>"
    inner = item(material("题") + listed("甲", "乙"), condition(equal("A")))
    found = read(f'<section title="一">{chosen}{inner}</section>')
    assert (found.title, found.items[0].item.section, found.items[0].item.points) == ("卷", "一", Fraction(3))
    assert kinds(found) == ["rule-not-taken.selection"]


def test_items_that_stand_elsewhere_are_told():
    found = read(item(material("题") + listed("甲", "乙"), condition(equal("A"))), '<itemref linkrefid="other"/>')
    assert kinds(found) == ["part-missing"]


def test_pictures_within_the_file():
    data = base64.b64encode(PIXEL).decode()
    image = f'<material><matimage imagtype="image/png" embedded="base64">{data}</matimage></material>'
    found, _, told = only(material("题") + image + listed("甲", "乙"), condition(equal("A")))
    assert (len(found.images), told) == (1, [])


def test_a_cartridge_holds_its_pictures_and_the_whole_test_apart():
    resources = "".join(
        f'<resource type="imsqti_xmlv1p2" href="{name}"><file href="{name}"/></resource>'
        for name in ("g1/assessment_qti.xml", "non_cc_assessments/g1.xml.qti")
    )
    asked = html('题<img src="$IMS-CC-FILEBASE$/a%20b.png" alt="">') + listed("甲", "乙")
    whole = paper(item(asked, condition(equal("A")), points="2"))
    data = zipped(
        {
            "imsmanifest.xml": f"<manifest><resources>{resources}</resources></manifest>",
            "g1/assessment_qti.xml": paper(item(asked, condition(equal("A")))),
            "non_cc_assessments/g1.xml.qti": whole,
            "web_resources/a b.png": PIXEL,
        }
    )
    found = read_paper(data, "x.imscc")
    assert [(each.item.points, len(each.item.images)) for each in found.paper.items] == [(Fraction(2), 1)]
    assert list(found.media.values()) == [PIXEL]


def flow(*parts):
    return f"<flow>{''.join(parts)}</flow>"


def asks(asked, *names):
    """The one item whose fields each take 甲."""
    tests = [condition(equal("甲", name), "1", "Add", "Yes") for name in names]
    return read_paper(whole(item(asked, *tests)).encode(), "x.xml").paper.items[0].item


def whole(items):
    paper = f'<assessment title="卷"><section>{items}</section></assessment>'
    return f'<questestinterop xmlns="{SPACE}">{paper}</questestinterop>'


@pytest.mark.parametrize(
    ("asked", "stem"),
    [
        (
            material("首都是") + typed("a") + material("，人口") + typed("b") + material("亿。"),
            "首都是____，人口____亿。",
        ),
        (
            flow(material("填空。"), flow(material("甲：") + typed("a")), flow(material("乙：") + typed("b"))),
            "填空。\n甲：____\n乙：____",
        ),
        (material("首都？") + typed("a"), "首都？"),
        (material("两个？") + typed("a") + typed("b"), "两个？"),
    ],
)
def test_a_blank_is_drawn_where_its_field_stands_within_the_words(asked, stem):
    found = asks(asked, "a", "b") if 'ident="b"' in asked else asks(asked, "a")
    assert (found.type, found.stem, found.blanks) == ("blank", stem, asked.count("<render_fib"))


def test_words_in_the_fields_themselves_are_kept():
    fields = "".join(
        f'<response_str ident="{name}">{material(own)}<render_fib/></response_str>'
        for name, own in zip("ab", "甲乙", strict=True)
    )
    assert asks(material("填空。") + fields, "a", "b").stem == "填空。\n甲____乙____"


def test_no_picture_of_a_choice_is_lost():
    pictures = [base64.b64encode(PIXEL + bytes([at])).decode() for at in range(3)]
    shown = "".join(f'<img src="data:;base64,{each}"/>' for each in pictures)
    asked = f'<response_lid ident="r"><render_choice><response_label ident="A">{html(shown)}</response_label>'
    asked += f'<response_label ident="B">{material("乙")}</response_label></render_choice></response_lid>'
    found = read_paper(whole(item(material("哪个？") + asked, condition(equal("B")))).encode(), "x.xml")
    assert len(found.paper.items[0].item.media) == len(found.media) == 3


def test_a_picture_in_feedback_is_told():
    picture = f'看<img src="data:;base64,{base64.b64encode(PIXEL).decode()}"/>'
    after = f'<itemfeedback ident="f">{html(picture)}</itemfeedback>'
    data = whole(item(material("哪个？") + listed("甲", "乙"), condition(equal("B")), after=after))
    assert "media-missing" in [each.kind for each in read_paper(data.encode(), "x.xml").paper.findings]


def test_what_sub_questions_share_is_told_once():
    lost = html(f'看<img src="gone.png"/><img src="data:;base64,{base64.b64encode(PIXEL).decode()}"/>')
    asked = material("材料") + listed("甲", "乙", name="a") + typed(name="b", attributes=' prompt="Box"')
    data = whole(item(asked, condition(equal("B", "a")), after=f'<itemfeedback ident="f">{lost}</itemfeedback>'))
    paper = read_paper(data.encode(), "x.xml").paper
    told = [(each.index, each.variant) for each in paper.findings if each.kind == "media-missing"]
    assert (len(paper.items), told) == (2, [(0, ""), (0, "notes")])


def test_a_rubric_without_points_is_told_at_what_is_marked_by_it():
    after = f"<itemrubric>{material('考察倾听、安抚和方案')}</itemrubric>"
    data = whole(item(material("请答复。") + typed(attributes=' prompt="Box"'), kind="essay_question", after=after))
    paper = read_paper(data.encode(), "x.xml").paper
    assert [each.name for each in paper.items[0].scheme.rubric.criteria] == ["倾听", "安抚", "方案"]
    assert "rubric-without-points" in [each.kind for each in paper.findings]
