"""Pictures of Word papers: each with its item or its option, known by its first bytes, read when asked for."""

import hashlib

import pytest
from kaochang.papers.archive import Archive
from kaochang.papers.reading import read_paper
from unit.papers.support import docx, par, run, table
from unit.papers.word.support import PNG, picture, pictures, relations

EMF = b"\x01\x00\x00\x00l\x00\x00\x00"
WMF = b"\xd7\xcd\xc6\x9a\x00\x00"
SIGNS = {"png": PNG, "jpg": b"\xff\xd8\xff\xe0", "gif": b"GIF89a", "bmp": b"BM....", "tif": b"II*\x00"}


def read(body, **parts):
    return read_paper(docx(body, **parts), "x.docx")


def named(*names):
    """What the reader calls these pictures."""
    return [f"{hashlib.sha256(PNG + name.encode()).hexdigest()[:16]}.png" for name in names]


def shown(item):
    """The names of an item's own pictures, and of each of its options'."""
    return [image.name for image in item.images], [option.image and option.image.name for option in item.options]


def kinds(found):
    return [
        (finding.kind.value, finding.variant, finding.number)
        for finding in found.paper.findings
        if finding.kind != "points-missing"
    ]


def choice(stem, *options, answer="A"):
    return par(stem) + "".join(par(option) for option in options) + par(f"答案：{answer}")


def test_pictures_of_stems_stay_with_their_items():
    body = (
        choice(run("1. 看图一") + picture("a"), "A. 甲", "B. 乙")
        + par("2. 看图二，选哪一个？")
        + par(picture("b"))
        + choice("A. 丙", "B. 丁").replace(par("A. 丙"), par("A. 丙"), 1)
    )
    items = [each.item for each in read(body, **pictures("a", "b")).paper.items]
    assert [shown(item)[0] for item in items] == [named("a"), named("b")]


@pytest.mark.parametrize(
    "body",
    [
        par(run("A. ") + picture("a")) + par(run("B. ") + picture("b")),
        par(run("A.") + picture("a") + run("    B.") + picture("b")),
        par(run("A.") + picture("a") + run("B.") + picture("b")),
        par("A.") + par(picture("a")) + par("B.") + par(picture("b")),
        par(picture("a")) + par("A.") + par(picture("b")) + par("B."),
        par(picture("a") + picture("b")) + par("A.        B."),
        par("A.        B.") + par(picture("a") + picture("b")),
        table((par(picture("a")) + par("A."), par(picture("b")) + par("B."))),
        table((par(run("A.") + picture("a")), par(run("B.") + picture("b")))),
        table(("A", par(picture("a"))), ("B", par(picture("b")))),
        par(picture("a") + run("A.")) + par(picture("b") + run("B.")),
    ],
)
def test_options_may_be_pictures_alone(body):
    (each,) = read(par("1. 哪一张图是警告标志？") + body + par("答案：B"), **pictures("a", "b")).paper.items
    assert shown(each.item) == ([], named("a", "b"))
    assert [option.text for option in each.item.options] == ["", ""]
    assert each.item.stem == "哪一张图是警告标志？"


def test_options_may_have_words_and_a_picture_while_the_stem_has_its_own():
    body = par(run("1. 按图操作，下一步是哪一张？") + picture("s"))
    body += par(run("A. 登记") + picture("a")) + par(run("B. 关机") + picture("b")) + par("答案：B")
    (each,) = read(body, **pictures("s", "a", "b")).paper.items
    assert shown(each.item) == (named("s"), named("a", "b"))


def test_a_picture_behind_the_last_option_alone_stays_with_the_stem():
    body = choice("1. 看下图，选哪一个？", "A. 甲", "B. 乙") + ""
    body = body.replace(par("答案：A"), par(picture("s")) + par("答案：A"))
    (each,) = read(body, **pictures("s")).paper.items
    assert shown(each.item) == (named("s"), [None, None])


def test_a_second_picture_of_an_option_is_not_left_out():
    body = (
        par("1. 哪一组？")
        + par(run("A. 甲") + picture("a") + picture("b"))
        + par(run("B. 乙") + picture("c"))
        + par("答案：A")
    )
    (each,) = read(body, **pictures("a", "b", "c")).paper.items
    assert {image.name for image in each.item.media} == set(named("a", "b", "c"))


@pytest.mark.parametrize("ending", SIGNS)
def test_a_picture_is_known_by_its_first_bytes_whatever_its_name(ending):
    parts = pictures("a", data=SIGNS[ending], ending="tmp")
    ((name, data),) = read(choice(run("1. 看图？") + picture("a"), "A. 甲", "B. 乙"), **parts).media.items()
    assert name.endswith(f".{ending}")
    assert data == SIGNS[ending] + b"a"


@pytest.mark.parametrize(("data", "ending", "form"), [(EMF, "emf", "EMF"), (WMF, "wmf", "WMF"), (EMF, "png", "EMF")])
def test_a_picture_that_no_screen_shows_is_kept_and_told(data, ending, form):
    found = read(choice(run("1. 看图？") + picture("a"), "A. 甲", "B. 乙"), **pictures("a", data=data, ending=ending))
    (image,) = found.paper.items[0].item.images
    assert image.media_type == f"image/{form.lower()}"
    assert kinds(found) == [("picture-not-shown", "", "1")]
    assert found.paper.findings[0].params == {"format": form, "near": "1. 看图？"}


def test_an_old_formula_object_says_what_it_is():
    names = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    shown = '<v:shape><v:imagedata r:id="a"/></v:shape>'
    item = f'<w:r><w:object>{shown}<o:OLEObject {names} ProgID="Equation.DSMT4"/></w:object></w:r>'
    found = read(choice(run("1. 算一算：") + item, "A. 甲", "B. 乙"), **pictures("a", data=WMF, ending="wmf"))
    assert kinds(found) == [("picture-not-shown", "formula", "1")]


@pytest.mark.parametrize(
    "rels",
    [
        relations(("a", "http://example.org/x.png"), outside=True),
        relations(("a", "media/none.png")),
        relations(("a", "document.xml")),
    ],
)
def test_a_picture_that_is_not_in_the_file_is_told_and_not_fetched(rels):
    found = read(choice(run("1. 看图？") + picture("a"), "A. 甲", "B. 乙"), _rels__document_dot_xml_dot_rels=rels)
    assert (kinds(found), dict(found.media)) == ([("media-missing", "", "1")], {})


@pytest.mark.parametrize(("uri", "variant"), [("chart", "chart"), ("diagram", "diagram")])
def test_a_chart_that_word_draws_itself_is_told(uri, variant):
    drawn = f'<w:r><w:drawing><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}"/></a:graphic></w:drawing></w:r>'
    assert kinds(read(choice(run("1. 看图？") + drawn, "A. 甲", "B. 乙"))) == [("left-out", variant, "1")]


def test_a_picture_that_belongs_to_no_item_is_told():
    body = par("期末试卷") + par(picture("logo")) + par("一、单选题") + choice("1. 甲？", "A. 甲", "B. 乙")
    found = read(body, **pictures("logo"))
    assert [(kind, variant) for kind, variant, _ in kinds(found)] == [("left-out", "loose-picture")]
    assert dict(found.media) == {}


def test_pictures_are_read_when_asked_for_and_not_before(monkeypatch):
    held = []
    whole = Archive.read
    monkeypatch.setattr(Archive, "read", lambda archive, name: held.append(name) or whole(archive, name))
    found = read(choice(run("1. 看图？") + picture("a"), "A. 甲", "B. 乙"), **pictures("a"))
    assert not [name for name in held if "media" in name]
    assert found.media[named("a")[0]] == PNG + b"a"
    assert [name for name in held if "media" in name] == ["word/media/a.png"]


def floating(name):
    """A picture beside the text, anchored in a run."""
    space = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    return f'<w:r><w:drawing><wp:anchor {space}><a:blip r:embed="{name}"/></wp:anchor></w:drawing></w:r>'


def test_a_picture_beside_the_text_is_the_stems_though_it_is_anchored_in_an_option():
    body = par("1. 看右图，选哪一个？") + par(floating("s") + run("A. 甲")) + par("B. 乙") + par("答案：A")
    (each,) = read(body, **pictures("s")).paper.items
    assert shown(each.item) == (named("s"), [None, None])


def test_pictures_beside_every_option_are_the_options_own():
    body = par("1. 选哪一个？") + par(floating("a") + run("A. 甲")) + par(run("B. 乙") + floating("b")) + par("答案：A")
    (each,) = read(body, **pictures("a", "b")).paper.items
    assert shown(each.item) == ([], named("a", "b"))


def test_an_old_drawing_may_stand_beside_the_text_too():
    old = '<w:r><w:pict><v:shape style="position:absolute;left:0"><v:imagedata r:id="s"/></v:shape></w:pict></w:r>'
    body = par("1. 看右图，选哪一个？") + par(old + run("A. 甲")) + par("B. 乙") + par("答案：A")
    (each,) = read(body, **pictures("s")).paper.items
    assert shown(each.item) == (named("s"), [None, None])


@pytest.mark.parametrize(
    ("stem", "is_told"),
    [
        (run("1. 加点的字读音正确的是：") + run("重", '<w:em w:val="dot"/>') + run("庆"), True),
        (run("1. 下面划线的字读音正确的是：") + run("重", '<w:u w:val="single"/>') + run("庆"), True),
        (run("1. 下面划线的空应填：") + run("      ", '<w:u w:val="single"/>'), False),
        (run("1. 哪一个") + run("不", '<w:u w:val="single"/>') + run("对？"), False),
    ],
)
def test_words_that_are_asked_about_by_their_looks_are_told(stem, is_told):
    found = kinds(read(choice(stem, "A. 甲", "B. 乙")))
    assert (("left-out", "emphasis", "1") in found) is is_told
