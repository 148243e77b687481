"""Pictures of Excel files that are placed in cells, stand on none, or cannot be shown: taken, or told."""

import zipfile
from io import BytesIO

import pytest
from unit.papers.sheets.workbooks import OFFICE, PACKAGE, png, raw, read, row, written

HEAD = ["题干", "选项A", "选项B", "答案"]
NAMES = f'xmlns:xdr="urn:y" xmlns:a="urn:z" xmlns:r="{OFFICE}"'
EMF = b"\x01\x00\x00\x00l\x00\x00\x00"


def placed(*cells):
    """A sheet of one item with a picture placed in each of these cells, as Excel does it."""

    def write(_, sheet):
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["看图选择", "甲", "乙", "A"])
        for width, cell in enumerate(cells, start=2):
            sheet.embed_image(cell, "p.png", {"image_data": BytesIO(png(width))})

    return written(write)


def drawn(anchors, relation='Target="../media/image1.png"', picture=None):
    """A sheet of one item with these anchors drawn over it; they name the picture p1."""
    return raw(
        f'<sheetData>{row(1, *HEAD)}{row(2, "看图选择", "甲", "乙", "A")}</sheetData><drawing r:id="d1"/>',
        drawings__drawing1_dot_xml=f"<xdr:wsDr {NAMES}>{anchors}</xdr:wsDr>",
        drawings___rels__drawing1_dot_xml_dot_rels=f'<Relationships xmlns="{PACKAGE}"><Relationship Id="p1"'
        f" {relation}/></Relationships>",
        worksheets___rels__sheet1_dot_xml_dot_rels=f'<Relationships xmlns="{PACKAGE}"><Relationship Id="d1"'
        ' Target="../drawings/drawing1.xml"/></Relationships>',
        media__image1_dot_png=png(2) if picture is None else picture,
    )


def anchor(inner, line=1):
    """What stands over the first cell of a row (counted from 0)."""
    start = f"<xdr:from><xdr:col>0</xdr:col><xdr:row>{line}</xdr:row></xdr:from>"
    return f"<xdr:oneCellAnchor>{start}{inner}</xdr:oneCellAnchor>"


BLIP = '<xdr:pic><a:blip r:embed="p1"/></xdr:pic>'
CHART = '<xdr:graphicFrame><a:graphicData uri="http://x/chart"/></xdr:graphicFrame>'


def told(paper):
    """The findings as (kind, variant, item, line); that no item says its points is no matter here."""
    seen = [(each.kind.value, each.variant, each.index, each.line) for each in paper.paper.findings]
    return [each for each in seen if each[0] != "points-missing"]


def test_a_picture_placed_in_a_cell_belongs_to_what_the_cell_is():
    paper = read(placed("E2", "B2", "C2"))
    item = paper.paper.items[0].item
    assert [paper.media[image.name] for image in item.images] == [png(2)]
    assert [paper.media[option.image.name] for option in item.options] == [png(3), png(4)]
    assert (item.stem, [option.text for option in item.options]) == ("看图选择", ["", ""])
    assert told(paper) == []


@pytest.mark.parametrize("cut", ["metadata.xml", "richData/rdrichvalue.xml", "richData/_rels/richValueRel.xml.rels"])
def test_a_placed_picture_that_the_file_does_not_hold_is_told_and_never_shown_as_an_error(cut):
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(placed("E2"))) as whole, zipfile.ZipFile(packed, "w") as less:
        for name in whole.namelist():
            if name.lstrip("/") != f"xl/{cut}":
                less.writestr(name, whole.read(name))
    paper = read(packed.getvalue())
    assert (paper.paper.items[0].item.stem, paper.paper.items[0].item.media) == ("看图选择", ())
    assert told(paper) == [("media-missing", "", 0, 2)]


def test_a_picture_that_wps_put_into_a_cell_and_the_file_does_not_hold_is_told():
    cell = '<c r="E2" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row>'
    cells = row(2, "看图选择", "甲", "乙", "A").replace("</row>", cell)
    paper = read(raw(f"<sheetData>{row(1, *HEAD, '备注')}{cells}</sheetData>"))
    assert told(paper) == [("media-missing", "", 0, 2)]


def test_an_error_that_a_formula_gives_is_no_picture_and_no_words():
    cells = row(2, "看图选择", "甲", "乙", "A").replace("</row>", '<c r="E2" t="e"><v>#N/A</v></c></row>')
    paper = read(raw(f"<sheetData>{row(1, *HEAD, '解析')}{cells}</sheetData>"))
    assert told(paper) == [("left-out", "values", None, None)]
    assert paper.paper.items[0].scheme.explanation == ""


def test_a_picture_over_the_page_and_over_no_cell_is_told_with_its_sheet():
    paper = read(drawn(f"<xdr:absoluteAnchor>{BLIP}</xdr:absoluteAnchor>"))
    assert told(paper) == [("left-out", "picture-nowhere", None, None)]
    assert [each.params["sheet"] for each in paper.paper.findings if each.variant == "picture-nowhere"] == ["S"]


@pytest.mark.parametrize("line", [2, 5_000_000, 99_999_999])
def test_a_picture_below_the_items_is_told_as_one_that_no_item_has(line):
    paper = read(drawn(anchor(BLIP, line)))
    assert [kind for kind, *_ in told(paper)] == ["left-out"]
    assert paper.paper.items[0].item.media == ()


def test_a_picture_on_the_header_is_told_as_one_that_no_item_has():
    assert told(read(drawn(anchor(BLIP, 0)))) == [("left-out", "loose-picture", None, 1)]


@pytest.mark.parametrize(
    ("inner", "variant"),
    [
        (CHART, "chart"),
        (CHART.replace("chart", "diagram"), "diagram"),
        ("<xdr:sp><xdr:txBody><a:p><a:r><a:t>注意</a:t></a:r></a:p></xdr:txBody></xdr:sp>", "text-box"),
    ],
)
def test_what_excel_draws_itself_is_told_at_its_item(inner, variant):
    assert told(read(drawn(anchor(inner)))) == [("left-out", variant, 0, 2)]


def test_a_shape_without_words_is_nothing():
    assert told(read(drawn(anchor("<xdr:sp><xdr:txBody><a:p/></xdr:txBody></xdr:sp>")))) == []


def test_what_stands_on_a_row_without_an_item_is_told_at_its_row():
    assert told(read(drawn(anchor(CHART, 2)))) == [("left-out", "chart", None, 3)]


def test_a_picture_that_the_screen_cannot_show_is_kept_and_told():
    paper = read(drawn(anchor(BLIP), picture=EMF))
    assert [image.media_type for image in paper.paper.items[0].item.images] == ["image/emf"]
    assert told(paper) == [("picture-not-shown", "", 0, 2)]


def test_a_picture_is_what_its_bytes_say_whatever_it_is_called():
    paper = read(drawn(anchor(BLIP), picture=b"\xff\xd8\xff\xe0"))
    assert [image.media_type for image in paper.paper.items[0].item.images] == ["image/jpeg"]


@pytest.mark.parametrize(
    ("relation", "picture"),
    [
        ('Target="http://a.invalid/x.png" TargetMode="External"', None),
        ('Target="../media/image1.png" TargetMode="External"', None),
        ('Target="../media/gone.png"', None),
        ('Target="../media/image1.png"', b"no picture"),
    ],
)
def test_a_picture_that_is_not_in_the_file_or_is_none_is_told(relation, picture):
    paper = read(drawn(anchor(BLIP), relation, picture))
    assert paper.paper.items[0].item.media == ()
    assert told(paper) == [("media-missing", "", 0, 2)]
