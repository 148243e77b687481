"""Packages of QTI: manifest, tests, sections, points, shared texts, pictures, and everything that may be missing."""

import base64
from fractions import Fraction

import pytest
from kaochang.domain.mark_schemes import Difficulty
from kaochang.domain.refusals import Refusal
from kaochang.papers.reading import read_paper
from unit.papers.structured.test_qti_items import SPACES, choice, declared, item, kinds, worth
from unit.papers.support import contract, zipped

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LOM = "http://ltsc.ieee.org/xsd/LOM"


def resource(href, kind="imsqti_item_xmlv2p2", inner=""):
    return f'<resource identifier="r" type="{kind}" href="{href}">{inner}<file href="{href}"/></resource>'


def manifest(*resources):
    space = "http://www.imsglobal.org/xsd/imscp_v1p1"
    return f'<manifest xmlns="{space}"><resources>{"".join(resources)}</resources></manifest>'


def exam(inner, title="卷"):
    return f'<assessmentTest xmlns="{SPACES["2.2"]}" title="{title}"><testPart>{inner}</testPart></assessmentTest>'


def section(inner, title="节", attributes=""):
    return f'<assessmentSection title="{title}" visible="true"{attributes}>{inner}</assessmentSection>'


def ref(href, weight=""):
    inner = f'<weight identifier="W" value="{weight}"/>' if weight else ""
    return f'<assessmentItemRef href="{href}">{inner}</assessmentItemRef>'


def single(stem, **named):
    return item(choice("甲", "乙", prompt=stem), declared("A"), **named)


def package(**parts):
    """A package; `test` is the inside of the test, the other parts by name with / for __ and .xml at the end."""
    test = parts.pop("test", None)
    extra = parts.pop("extra", {})
    files = {f"{name.replace('__', '/')}.xml": text for name, text in parts.items()}
    listed = [resource(name) for name in files]
    if test is not None:
        files["test.xml"] = exam(test)
        listed.append(resource("test.xml", "imsqti_test_xmlv2p2"))
    return zipped({"imsmanifest.xml": manifest(*listed), **files, **extra})


def read(data):
    return read_paper(data, "x.zip")


def rows(paper):
    return [(each.item.number, each.item.section, each.item.stem, each.item.points) for each in paper.items]


def test_items_stand_in_the_order_and_sections_of_their_test():
    data = package(
        test=section(ref("b.xml", "2"), "一") + section(section(ref("sub/a.xml"), "内") + ref("c.xml"), "二"),
        sub__a=single("a", outcomes=worth("MAXSCORE", "3")),
        b=single("b"),
        c=single("c"),
        d=single("d"),
    )
    paper = read(data).paper
    assert (paper.title, rows(paper)) == (
        "卷",
        [
            ("1", "一", "b", Fraction(2)),
            ("2", "内", "a", Fraction(3)),
            ("3", "二", "c", None),
            ("4", None, "d", None),
        ],
    )


def test_the_weight_of_an_item_multiplies_its_points():
    data = package(test=section(ref("a.xml", "2")), a=single("a", outcomes=worth("MAXSCORE", "3")))
    assert rows(read(data).paper)[0][3] == Fraction(6)


def test_without_a_test_items_stand_as_the_manifest_lists_them():
    assert [row[2] for row in rows(read(package(b=single("b"), a=single("a"))).paper)] == ["b", "a"]


def test_a_package_may_lie_one_folder_down():
    inner = {"x/imsmanifest.xml": manifest(resource("items/a.xml")), "x/items/a.xml": single("a")}
    assert [row[2] for row in rows(read(zipped(inner)).paper)] == ["a"]


def test_a_section_without_a_title_that_is_shown_has_none():
    hidden = section(ref("a.xml")).replace('visible="true"', 'visible="false"')
    assert rows(read(package(test=hidden, a=single("a"))).paper)[0][1] is None


def test_a_section_may_stand_in_a_file_of_its_own():
    part = section(ref("a.xml"), "外").replace("<assessmentSection", f'<assessmentSection xmlns="{SPACES["2.2"]}"', 1)
    data = package(test='<assessmentSectionRef href="parts/s.xml"/>', parts__s=part, parts__a=single("a"))
    assert rows(read(data).paper)[0][1:3] == ("外", "a")


def test_sub_questions_carry_the_number_of_their_item():
    body = f"<p>问一</p>{choice('甲', '乙')}<p>问二</p>{choice('丙', '丁', name='R2')}"
    both = item(body, declared("A"), declared("B", name="R2"))
    data = package(test=section(ref("a.xml") + ref("b.xml")), a=single("a"), b=both)
    assert [row[0] for row in rows(read(data).paper)] == ["1", "2.1", "2.2"]


def test_what_a_section_shows_with_its_items_is_material_and_a_line_of_instructions_is_not():
    long = f"<rubricBlock view='candidate'><p>{'材料' * 80}</p></rubricBlock>"
    short = "<rubricBlock view='candidate'>每题一分</rubricBlock>"
    paper = read(package(test=section(long + short + ref("a.xml") + ref("b.xml")), a=single("a"), b=single("b"))).paper
    assert {each.item.material for each in paper.items} == {"材料" * 80}
    assert kinds(paper) == ["left-out.instructions"]


def test_a_stimulus_is_the_material_of_all_items_that_name_it():
    stimulus = f"""<qti-assessment-stimulus xmlns="{SPACES["3.0"]}" identifier="s" title="t"><qti-stimulus-body>
        <p>材料<img src="../media/p.png" alt=""/></p></qti-stimulus-body></qti-assessment-stimulus>"""
    three = f"""<qti-assessment-item xmlns="{SPACES["3.0"]}" identifier="i" title="t">
        <qti-assessment-stimulus-ref identifier="s" href="../stimuli/s.xml"/>
        <qti-item-body><p>NAME<qti-text-entry-interaction response-identifier="R"/></p></qti-item-body>
        </qti-assessment-item>"""
    data = package(
        items__a=three.replace("NAME", "甲"),
        items__b=three.replace("NAME", "乙"),
        extra={"stimuli/s.xml": stimulus, "media/p.png": PIXEL},
    )
    found = read(data)
    assert [(e.item.material, e.item.stem, len(e.item.images)) for e in found.paper.items] == [
        ("材料", "甲____", 1),
        ("材料", "乙____", 1),
    ]
    assert list(found.media.values()) == [PIXEL]


def test_a_text_in_a_file_of_its_own_is_put_where_the_item_names_it():
    body = f'<p>读</p><object data="../texts/t.html" type="text/html"/>{choice("甲", "乙", prompt="题")}'
    html = "<html><head><title>x</title></head><body><p>正文</p></body></html>"
    data = package(items__a=item(body, declared("A")), extra={"texts/t.html": html})
    assert rows(read(data).paper)[0][2] == "读\n正文\n题"


@pytest.mark.parametrize(
    "source",
    ["../../etc/passwd.png", "/etc/x.png", "https://x.example/a.png", "file:///x.png", "no.png", "..\\..\\x.png"],
)
def test_nothing_outside_the_package_is_looked_at(source):
    data = package(items__a=single(f'题<img src="{source}"/>'), extra={"x.png": PIXEL})
    found = read(data)
    assert (kinds(found.paper), dict(found.media)) == (["media-missing"], {})


@pytest.mark.parametrize("href", ["b.xml", "../b.xml", "https://x.example/b.xml", "broken.xml", "not.xml"])
def test_an_item_that_is_not_there_is_told_and_the_others_are_read(href):
    data = package(
        test=section(ref(href) + ref("a.xml")), a=single("a"), extra={"broken.xml": "<a", "not.xml": "<other/>"}
    )
    paper = read(data).paper
    assert ([row[2] for row in rows(paper)], kinds(paper)) == (["a"], ["part-missing"])


def test_a_broken_file_that_only_the_manifest_names_is_told():
    paper = read(package(a=single("a"), b="<assessmentItem><p>")).paper
    assert ([row[2] for row in rows(paper)], kinds(paper)) == (["a"], ["part-missing"])


def test_an_item_used_twice_is_read_once():
    assert len(read(package(test=section(ref("a.xml") + ref("a.xml")), a=single("a"))).paper.items) == 1


def test_a_choice_of_items_is_told():
    data = package(test=section('<selection select="1"/>' + ref("a.xml")), a=single("a"))
    assert kinds(read(data).paper) == ["rule-not-taken.selection"]


def test_difficulty_and_competencies_come_from_the_metadata():
    said = (
        f'<metadata><lom xmlns="{LOM}"><educational><difficulty><source>LOMv1.0</source><value>very difficult</value>'
        "</difficulty></educational><classification><purpose><value>competency</value></purpose><taxonPath><taxon>"
        "<entry><string>沟通</string></entry></taxon><taxon><entry><string>倾听</string></entry></taxon></taxonPath>"
        "<keyword><string>同理心</string></keyword></classification></lom></metadata>"
    )
    data = zipped({"imsmanifest.xml": manifest(resource("a.xml", inner=said)), "a.xml": single("a")})
    (found,) = read(data).paper.items
    assert (found.scheme.difficulty, found.scheme.competencies) == (Difficulty.HARD, ("倾听", "同理心"))


def test_a_section_in_itself_ends():
    loop = (
        f'<assessmentSection xmlns="{SPACES["2.2"]}" title="s"><assessmentSectionRef href="s.xml"/></assessmentSection>'
    )
    data = package(test='<assessmentSectionRef href="s.xml"/>', s=loop, a=single("a"))
    assert kinds(read(data).paper) == ["part-missing"]


def test_a_text_that_every_item_takes_is_bounded():
    body = '<object data="t.html" type="text/html"/>' * 60 + choice("甲", "乙", prompt="题")
    data = package(a=item(body, declared("A")), extra={"t.html": "<p>正文</p>"})
    assert rows(read(data).paper)[0][2].count("正文") == 20


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (zipped({"imsmanifest.xml": "<manifest"}), "paper.broken"),
        (zipped({"imsmanifest.xml": manifest()}), "paper.no-items"),
        (exam(section(ref("a.xml"))).encode(), "paper.test-alone"),
        (package(a=single("a"), extra={"../x.xml": "x"}), "paper.traversal"),
        (zipped({"imsmanifest.xml": '<!DOCTYPE m [<!ENTITY a "b">]><manifest/>'}), "paper.doctype"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused(data, key):
    with pytest.raises(Refusal) as refused:
        read(data)
    assert refused.value.key == key


def test_a_message_names_no_line_of_a_package():
    told = contract(read(package(a=item(choice("甲", "乙", prompt="题"), declared()))))["diagnostics"]
    message = next(each["message"] for each in told if each["kind"] == "missing-answer")
    assert message.startswith("第 1 题")
