"""Makes the sample Word paper of banks/papers, byte for byte the same each time.

    python3 build/samples.py [--out FILE]

Standard library only: a .docx is a zip of XML parts. Entries are stored, not packed, and carry one fixed date, so the
file does not depend on the zlib at hand.
"""

import argparse
import struct
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

DEFAULT = Path(__file__).resolve().parent.parent / "banks" / "papers" / "after-sales-specialist.docx"
WHEN = (2026, 1, 1, 0, 0, 0)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
EMU = 9525  # English metric units in a pixel at 96 dpi

TABLE = (
    ("工单等级", "首次响应时限", "解决时限"),
    ("一级（停机）", "15分钟", "4小时"),
    ("二级（功能受限）", "30分钟", "24小时"),
    ("三级（咨询）", "2小时", "3个工作日"),
)
BARS = (24, 38, 62, 30)  # the picture: returns of four weeks, in pixels

# One tuple an item: stem, options, answer, explanation. A stem may name an extra: "table" or "picture".
SINGLE = (
    (
        "客户来电反映新购设备无法开机，情绪急躁。售后专员接听后的第一步应当是（　　）。",
        ("说明退换货政策", "致歉并请客户描述现象，同时记录", "请客户改日再拨", "直接派工程师上门"),
        "B",
        "先安抚、再取得完整信息，才能判断是操作问题还是故障，避免无效派单。",
    ),
    (
        "下列信息中，售后专员不得通过电话向来电者透露的是（　　）。",
        ("网点营业时间", "产品保修期限", "其他客户的联系方式", "配件的公开报价"),
        "C",
        "其他客户的联系方式属于个人信息，任何情况下都不能对外提供。",
    ),
    (
        "某客户于上午9:00报修，设备停机。依据下表，最迟应在何时给出首次响应？",
        ("9:15", "9:30", "11:00", "13:00"),
        "A",
        "设备停机为一级工单，首次响应时限为15分钟。",
        "table",
    ),
    (
        "下图为近四周的返修量，从左到右依次为第一周至第四周。返修量最高的是（　　）。",
        ("第一周", "第二周", "第三周", "第四周"),
        "C",
        "第三根柱最高，应优先复盘第三周的返修原因。",
        "picture",
    ),
    (
        "客户要求的赔偿超出专员权限时，恰当的做法是（　　）。",
        (
            "先口头答应，事后再说",
            "说明权限与升级流程，约定回复时间并按时回复",
            "告诉客户公司不会赔",
            "请客户去其他渠道投诉",
        ),
        "B",
        "超权限事项要升级处理；给出明确的回复时间并兑现，是重建信任的关键。",
    ),
)
MULTIPLE = (
    (
        "一份合格的服务工单应当包含（　　）。",
        ("客户诉求与现象描述", "已采取的措施和结果", "专员对客户性格的评价", "下一步安排与责任人"),
        "ABD",
        "工单记录事实与行动，不记录与服务无关的主观评价。",
    ),
    (
        "上门服务前，专员需要向客户确认的内容有（　　）。",
        ("上门时间与地址", "可能产生的费用", "客户的家庭收入", "现场联系人"),
        "ABD",
        "时间、费用和联系人直接影响服务能否完成；收入与服务无关。",
    ),
    (
        "下列表达中，符合积极用语要求的有（　　）。",
        (
            "“这个我们做不了。”",
            "“我先为您登记，两小时内给您回电。”",
            "“您看这样处理是否可以？”",
            "“感谢您指出来，我马上核实。”",
        ),
        "BCD",
        "积极用语说明能做什么、何时做，而不是只说不能。",
    ),
)
JUDGEMENTS = (
    ("保修期从产品生产日期起算，与购买日期无关。（　　）", "错误", "保修期通常以购买凭证上的日期为准。"),
    ("客户挂断电话后，专员仍应完成工单记录。（　　）", "正确", "记录完整才能保证后续人员接手时不必让客户重复。"),
    (
        "为提高效率，可以在未核实身份的情况下修改客户的收货地址。（　　）",
        "错误",
        "修改资料前必须核实身份，防止信息被冒用。",
    ),
    ("回访时发现问题没有真正解决，应当重新打开工单。（　　）", "正确", "以客户确认解决为准，而不是以派单完成为准。"),
)
BLANKS = (
    (
        "处理投诉的四步依次为：倾听、____、解决、____。",
        "致歉；回访",
        "先处理心情再处理事情，解决后以回访闭环。",
    ),
    (
        "衡量客户满意程度常用的指标英文缩写为____，衡量一次联系即解决比例的指标英文缩写为____。",
        "CSAT；FCR",
        "CSAT为客户满意度，FCR为一次解决率。",
    ),
)
CASE = (
    "案例：一位客户购买的净水器使用二十天后漏水，厨房地板受损。客户两次致电，两位专员都承诺“尽快处理”，却没有留下记录。"
    "第三次来电时客户要求退货并赔偿地板损失，声称将在网上曝光。公司规定：三十天内的质量问题可以退货；第三方财产损失需由主管核定。"
)
CASE_PARTS = (
    (
        "请写出你接听这通电话时的应对要点。（14分）",
        "先为两次承诺未兑现道歉，不辩解；复述客户诉求并确认；说明退货可以当场受理，地板损失需主管核定；约定今天内的回电时间，留下自己的工号。",
        "真诚致歉并承接责任（4分）；复述并确认诉求（3分）；区分可当场受理与需升级的事项（4分）；约定回电时间并留下联系方式（3分）",
    ),
    (
        "从流程上说明如何避免同类事件再次发生。（16分）",
        "每次来电必须建单并写明承诺与期限；重复来电自动升级并指定负责人；对到期未处理的工单每日预警；每月复盘重复投诉并纠正原因。",
        "来电必建单并记录承诺（4分）；重复来电自动升级（4分）；到期预警（4分）；定期复盘（4分）",
    ),
)


def run(text: str, bold: bool = False) -> str:
    """A run of words."""
    looks = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, number: tuple[int, int] | None = None, style: str = "") -> str:
    """A paragraph of runs, numbered by (list, level) where given."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{content}</w:p>"


def table(rows: tuple[tuple[str, ...], ...]) -> str:
    """A bordered table of words."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="2800" w:type="dxa"/></w:tcPr>{}</w:tc>'
    lines = "".join(f"<w:tr>{''.join(cell.format(paragraph(run(text))) for text in row)}</w:tr>" for row in rows)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    looks = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{looks}{lines}</w:tbl>"


def drawing(width: int, height: int) -> str:
    """An inline picture, the part rPicture, `width` by `height` pixels."""
    size = f'cx="{width * EMU}" cy="{height * EMU}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        '<wp:docPr id="1" name="chart"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="chart.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rPicture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def png(*parts: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks, each its kind and its data."""
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def chart() -> bytes:
    """A PNG of one bar a week, stored without compression: palette of paper, ink and axis."""
    width, height = 144, 80
    rows = []
    for y in range(height):
        row = bytearray(width)
        for place, tall in enumerate(BARS):
            if height - 4 - tall <= y < height - 4:
                row[12 + place * 34 : 34 + place * 34] = b"\x01" * 22
        if y == height - 4:
            row[:] = b"\x02" * width
        rows.append(b"\x00" + bytes(row))
    palette = bytes((255, 255, 255, 47, 93, 138, 70, 70, 70))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return png((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(b"".join(rows), 0)), (b"IEND", b""))


def choice_items(items: tuple, numbering: int) -> list[str]:
    """Stem, extra, options, answer and explanation of each choice item."""
    lines = []
    for stem, options, answer, explanation, *extra in items:
        picture = drawing(144, 80) if "picture" in extra else ""
        lines.append(paragraph(run(stem) + picture, (numbering, 0)))
        if "table" in extra:
            lines.append(table(TABLE))
        lines += [paragraph(run(option), (numbering, 1)) for option in options]
        lines += [paragraph(run(f"答案：{answer}")), paragraph(run(f"解析：{explanation}"))]
    return lines


def plain_items(items: tuple, numbering: int) -> list[str]:
    """Stem, answer and explanation of each judgement or blank item."""
    lines = []
    for stem, answer, explanation in items:
        lines.append(paragraph(run(stem), (numbering, 0)))
        lines += [paragraph(run(f"答案：{answer}")), paragraph(run(f"解析：{explanation}"))]
    return lines


def case_item(numbering: int) -> list[str]:
    """The case and its parts, numbered （1）（2） by the list's third level."""
    lines = [paragraph(run(CASE), (numbering, 0))]
    for ask, reference, rubric in CASE_PARTS:
        lines.append(paragraph(run(ask), (numbering, 2)))
        lines += [paragraph(run(f"参考答案：{reference}")), paragraph(run(f"评分标准：{rubric}"))]
    return lines


def document() -> str:
    """The body: title, then five sections whose headings and items Word numbers."""
    body = [
        paragraph(run("售后服务专员上岗认证试卷", bold=True), style="Title"),
        paragraph(run("（考试时间：60分钟　满分：100分）")),
        paragraph(run("姓名：________　工号：________　部门：________")),
    ]
    sections = (
        ("单选题（共5题，每题4分，共20分）", choice_items(SINGLE, 2)),
        ("多选题（共3题，每题6分，共18分）", choice_items(MULTIPLE, 3)),
        ("判断题（共4题，每题3分，共12分）", plain_items(JUDGEMENTS, 4)),
        ("填空题（共2题，每空5分，共20分）", plain_items(BLANKS, 5)),
        ("案例分析题（共1题，共30分）", case_item(6)),
    )
    for heading, lines in sections:
        body += [paragraph(run(heading, bold=True), (1, 0)), *lines]
    margins = "".join(f' w:{side}="1440"' for side in ("top", "right", "bottom", "left"))
    page = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar{margins}/></w:sectPr>'
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}{page}</w:body></w:document>"


def level(place: int, form: str, text: str) -> str:
    """One level of a list."""
    indent = f'<w:pPr><w:ind w:left="{420 * (place + 1)}" w:hanging="420"/></w:pPr>'
    spelling = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}">{spelling}{indent}</w:lvl>'


def numbering() -> str:
    """List 1 numbers the headings 一、二、; lists 2 to 6 the items of each section, with options and parts."""
    headings = f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}</w:abstractNum>'
    levels = level(0, "decimal", "%1.") + level(1, "upperLetter", "%2.") + level(2, "decimal", "（%3）")
    items = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    lists = ['<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>']
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists += [f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/>{restart}</w:num>' for n in range(2, 7)]
    return f"{HEAD}<w:numbering {NAMESPACES}>{headings}{items}{''.join(lists)}</w:numbering>"


def styles() -> str:
    """Body text and title."""
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
    return (
        f"{HEAD}<w:styles {NAMESPACES}>"
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style></w:styles>'
    )


def parts() -> dict[str, bytes]:
    """Every part of the file by name."""
    kinds = (("document", "document.main"), ("numbering", "numbering"), ("styles", "styles"))
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>' for name, kind in kinds
    )
    types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )
    relation = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    inner = (
        ("rNumbering", "numbering", "numbering.xml"),
        ("rStyles", "styles", "styles.xml"),
        ("rPicture", "image", "media/chart.png"),
    )
    root = relation.format("rDocument", "officeDocument", "word/document.xml")
    wrap = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": wrap.format(root).encode(),
        "word/document.xml": document().encode(),
        "word/_rels/document.xml.rels": wrap.format("".join(relation.format(*one) for one in inner)).encode(),
        "word/numbering.xml": numbering().encode(),
        "word/styles.xml": styles().encode(),
        "word/media/chart.png": chart(),
    }


def write(path: Path) -> None:
    """The Word file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts().items():
            entry = zipfile.ZipInfo(name, WHEN)
            entry.create_system = 0
            package.writestr(entry, data)


def main() -> None:
    """Write the sample where --out says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DEFAULT, help="where the Word file goes")
    write(parser.parse_args().out)


if __name__ == "__main__":
    main()
