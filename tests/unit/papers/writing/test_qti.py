"""QTI packages as other programs see them: the manifest, one test with sections and weights, an item a file."""

import io
import re
import zipfile
from fractions import Fraction

import pytest
from kaochang.domain.items import Item, ItemType, Mode, Option
from kaochang.domain.mark_schemes import Criterion, Difficulty, MarkScheme, Rubric
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.reading import read_paper
from kaochang.papers.writing import qti3, qti22
from lxml import etree
from msgspec.structs import replace
from support.round_trips import written
from unit.papers.writing.support import FOUR, SHOWN, SINGLE, paper, parts, single, xml

BOTH = pytest.mark.parametrize("write", [qti22.write, qti3.write], ids=["qti22", "qti3"])


def item_of(item, scheme=None, write=qti22.write):
    """The root of the item's file, and the rest of the package."""
    made = parts(write, paper((item, scheme or MarkScheme())))
    return xml(made["items/item001.xml"])


@BOTH
def test_the_manifest_names_every_part_and_what_an_item_needs(write):
    shared = [replace(SINGLE, number=f"1.{place}", material="材料", images=(SHOWN,)) for place in (1, 2)]
    made = parts(write, paper(*((item, MarkScheme(Choice(("A",)))) for item in shared)))
    manifest = xml(made["imsmanifest.xml"])
    named = {each.get("href") for each in manifest.iter("file")}
    assert named == set(made) - {"imsmanifest.xml"}
    known = {each.get("identifier") for each in manifest.iter("resource")}
    assert {each.get("identifierref") for each in manifest.iter("dependency")} <= known
    kinds = [each.get("type") for each in manifest.iter("resource")]
    assert kinds[0].startswith("imsqti_test_xmlv")
    assert all(re.fullmatch(r"imsqti_(item|test|stimulus)_xmlv[23]p[02]", kind) for kind in kinds)


def test_difficulty_and_competencies_are_metadata_of_learning_objects():
    made = parts(qti22.write, paper(single(difficulty=Difficulty.HARD, competencies=("沟通", "诊断"))))
    manifest = xml(made["imsmanifest.xml"])
    assert manifest.findtext(".//difficulty/value") == "difficult"
    assert manifest.findtext(".//purpose/value") == "competency"
    assert [each.text for each in manifest.iterfind(".//keyword/string")] == ["沟通", "诊断"]


def test_an_item_of_one_right_option_is_marked_by_the_template_and_weighed_in_the_test():
    item = replace(SINGLE, points=Fraction(5, 2))
    made = parts(qti22.write, paper((item, MarkScheme(Choice(("B",))))))
    root, test = xml(made["items/item001.xml"]), xml(made["test.xml"])
    assert root.findtext("responseDeclaration/correctResponse/value") == "B"
    assert root.find("responseProcessing").get("template").endswith("/match_correct")
    assert root.findtext("outcomeDeclaration[@identifier='MAXSCORE']/defaultValue/value") == "1"
    assert test.find(".//assessmentItemRef/weight").get("value") == "2.5"
    assert test.find(".//assessmentSection").get("title") == "单选题"


@pytest.mark.parametrize(
    ("item", "key", "values", "interaction"),
    [
        (replace(SINGLE, type=ItemType.MULTIPLE), Choice(("A", "C")), ["A", "C"], "choiceInteraction"),
        (Item(ItemType.TRUEFALSE, "对吗？"), Judgement(False), ["false"], "choiceInteraction"),
        (replace(SINGLE, type=ItemType.ORDERING), Order(("C", "A", "B", "D")), list("CABD"), "orderInteraction"),
        (
            Item(ItemType.MATCHING, "配对", options=FOUR, prompts=(Option("(1)", "甲"), Option("(2)", "乙"))),
            Pairs((("(1)", "D"), ("(2)", "A"))),
            ["P1 A4", "P2 A1"],
            "matchInteraction",
        ),
        (Item(ItemType.BLANK, "甲____乙", blanks=1), Accepted((("一", "壹"),)), ["一"], "textEntryInteraction"),
    ],
)
def test_each_type_has_its_interaction_and_its_right_values(item, key, values, interaction):
    root = item_of(item, MarkScheme(key))
    assert [each.text for each in root.iterfind("responseDeclaration/correctResponse/value")] == values
    assert len(list(root.iter(interaction))) == 1


def test_more_options_may_be_chosen_than_are_right():
    root = item_of(replace(SINGLE, type=ItemType.MULTIPLE), MarkScheme(Choice(("A", "C"))))
    assert next(root.iter("choiceInteraction")).get("maxChoices") == "0"


def test_each_of_several_blanks_stands_in_the_text_and_gives_its_share():
    item = Item(ItemType.BLANK, "先（　　），后____。", blanks=2, points=Fraction(3))
    made = parts(qti22.write, paper((item, MarkScheme(Accepted((("登记", "记录"), ("处理",)))))))
    root = xml(made["items/item001.xml"])
    (line,) = root.iter("p")
    assert "".join(line.itertext()) == "先（），后。"
    keys = [[each.get("mapKey") for each in mapping] for mapping in root.iter("mapping")]
    assert keys == [["登记", "记录"], ["处理"]]
    assert len(root.findall("responseProcessing/setOutcomeValue/sum/mapResponse")) == 2
    assert xml(made["test.xml"]).find(".//weight").get("value") == "1.5"


def test_what_scorers_read_is_shown_to_them_alone_and_the_explanation_comes_afterwards():
    rubric = Rubric("先安抚（3分）", (Criterion("先安抚", Fraction(3)),))
    item = Item(ItemType.ESSAY, "请回应。", points=Fraction(3))
    root = item_of(item, MarkScheme(reference="先道歉。", explanation="情绪在先。", rubric=rubric))
    assert [each.get("view") for each in root.iter("rubricBlock")] == ["scorer", "scorer"]
    assert ["".join(each.itertext()) for each in root.iter("rubricBlock")] == ["先道歉。", "先安抚（3分）"]
    assert "".join(root.find("modalFeedback").itertext()) == "情绪在先。"
    assert root.findtext("outcomeDeclaration[@identifier='MAXSCORE']/defaultValue/value") == "3"


def test_an_option_may_be_a_picture_alone():
    options = (Option("A", "", SHOWN), Option("B", "文字"))
    made = parts(qti22.write, paper((replace(SINGLE, options=options), MarkScheme(Choice(("A",))))))
    first = next(xml(made["items/item001.xml"]).iter("simpleChoice"))
    assert first.find("img").get("src") == "../media/image1.png"
    assert made["media/image1.png"] == b"\x89PNG\r\n\x1a\n"


def test_shared_material_is_a_stimulus_in_3_0_and_repeated_in_2_2():
    items = [(replace(SINGLE, number=f"1.{place}", material="背景"), MarkScheme()) for place in (1, 2)]
    older, newer = parts(qti22.write, paper(*items)), parts(qti3.write, paper(*items))
    assert ["背景" in older[f"items/item00{place}.xml"].decode() for place in (1, 2)] == [True, True]
    assert [name for name in newer if name.startswith("stimuli/")] == ["stimuli/material001.xml"]
    references = [xml(newer[f"items/item00{place}.xml"]).find("qti-assessment-stimulus-ref") for place in (1, 2)]
    assert {each.get("href") for each in references} == {"../stimuli/material001.xml"}


def test_3_0_differs_from_2_2_by_its_spelling_alone():
    item = Item(ItemType.BLANK, "甲____乙____", blanks=2, points=Fraction(1))
    scheme = MarkScheme(Accepted((("a",), ("b",))), "", "说明", Rubric("评分"))
    old, new = item_of(item, scheme), item_of(item, scheme, qti3.write)
    for body in list(new.iter("qti-content-body")):
        body.getparent().replace(body, body[0])
    for element in new.iter():
        element.tag = camel(element.tag.removeprefix("qti-"))
        named = {name if name.startswith("data-") else camel(name): value for name, value in element.attrib.items()}
        element.attrib.clear()
        element.attrib.update(named)
    assert etree.tostring(new, method="c14n").split(b">", 1)[1] == etree.tostring(old, method="c14n").split(b">", 1)[1]


def camel(name):
    return re.sub(r"-([a-z])", lambda found: found.group(1).upper(), name)


@BOTH
def test_a_reader_that_knows_nothing_of_our_marks_sees_the_same_items(write):
    """Every attribute and class of ours taken out of the package: type, key, points and words are still there."""
    item = replace(SINGLE, points=Fraction(2), material="背景")
    told = paper((item, MarkScheme(Choice(("B",)), explanation="因为。")))
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as package:
        for name, data in parts(write, told).items():
            package.writestr(name, re.sub(rb' (data-kaochang-[a-z-]+|class)="[^"]*"', b"", data))
    (read,) = read_paper(bare.getvalue(), "bare.zip").paper.items
    assert (read.item.type, read.item.points, read.item.section) == (ItemType.SINGLE, 2, "单选题")
    assert [option.text for option in read.item.options] == [option.text for option in FOUR]
    assert (read.scheme.correct, read.scheme.explanation) == (Choice(("B",)), "因为。")
    assert "背景" in read.item.material + read.item.stem


def test_points_without_an_end_come_back_exact_and_changed_ones_as_they_were_changed():
    item = replace(SINGLE, points=Fraction(1, 3))
    data = written(qti22.write, paper((item, MarkScheme(Choice(("B",))))))
    assert read_paper(data, "a.zip").paper.items[0].item.points == Fraction(1, 3)
    assert xml(parts(qti22.write, paper((item, MarkScheme())))["test.xml"]).find(".//weight").get("value") == (
        "0.333333333333"
    )


def test_how_an_interview_is_taken_comes_back_where_the_office_has_chosen_it():
    item = Item(ItemType.INTERVIEW, "请谈谈。", mode=Mode.SPOKEN)
    data = written(qti3.write, paper((item, MarkScheme(reference="要点"))))
    assert read_paper(data, "a.zip").paper.items[0].item.mode is Mode.SPOKEN


def test_an_item_of_several_blanks_without_answers_lacks_one_answer():
    item = Item(ItemType.BLANK, "先____，后____。", "1", blanks=2, points=Fraction(2))
    found = read_paper(written(qti3.write, paper((item, MarkScheme())), with_answers=False), "a").paper.findings
    assert [finding.kind.value for finding in found] == ["missing-answer"]
