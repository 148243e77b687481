"""The parts of a Word file that are the same in every paper: styles, fonts, the foot of the page, and the package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from kaochang.papers.picture_files import ending_in
from kaochang.papers.writing import wording
from kaochang.papers.writing.packing import Package
from kaochang.papers.writing.word_xml import NAMES, field, make, paragraph, run

_TYPES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/"
_HEAD_LINE: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BODY, _HEAD, _MONO = ("Times New Roman", "宋体"), ("Arial", "黑体"), ("Consolas", "宋体")
_KAI: Final = ("Times New Roman", "楷体")
_STYLES: Final = (
    # id, based on, fonts, half-points, paragraph properties
    ("KcTitle", _HEAD, 36, '<w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/>'),
    ("KcTotal", _BODY, 21, '<w:spacing w:after="80"/><w:jc w:val="center"/>'),
    ("KcPerson", _BODY, 24, '<w:spacing w:before="80" w:after="160"/><w:jc w:val="center"/>'),
    ("KcHeading", _HEAD, 24, '<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="0"/>'),
    ("KcItem", _BODY, 21, '<w:keepLines/><w:spacing w:before="120"/><w:ind w:left="420" w:hanging="420"/>'),
    ("KcItemMore", _BODY, 21, '<w:keepLines/><w:ind w:left="420"/>'),
    ("KcMaterial", _BODY, 21, '<w:spacing w:before="120"/><w:ind w:left="420" w:hanging="420"/>'),
    ("KcMaterialMore", _BODY, 21, '<w:ind w:left="420"/>'),
    ("KcSub", _BODY, 21, '<w:keepLines/><w:spacing w:before="80"/><w:ind w:left="840" w:hanging="420"/>'),
    ("KcSubMore", _BODY, 21, '<w:keepLines/><w:ind w:left="840"/>'),
    ("KcOption", _BODY, 21, '<w:keepLines/><w:ind w:left="840" w:hanging="420"/>'),
    ("KcDrawn", _BODY, 21, '<w:keepLines/><w:ind w:left="840" w:hanging="420"/><w:textAlignment w:val="top"/>'),
    ("KcDrawnMore", _BODY, 21, '<w:keepLines/><w:ind w:left="840"/><w:textAlignment w:val="top"/>'),
    ("KcOptionMore", _BODY, 21, '<w:keepLines/><w:ind w:left="840"/>'),
    ("KcKey", _KAI, 20, '<w:spacing w:before="40" w:line="280" w:lineRule="auto"/><w:ind w:left="420"/>'),
    ("KcKeyMore", _KAI, 20, '<w:spacing w:line="280" w:lineRule="auto"/><w:ind w:left="420"/>'),
    ("KcFormula", _BODY, 21, '<w:keepLines/><w:jc w:val="center"/>'),
    ("KcCode", _MONO, 18, '<w:keepLines/><w:spacing w:line="240" w:lineRule="auto"/><w:ind w:left="420"/>'),
    ("KcFence", _MONO, 8, '<w:keepNext/><w:spacing w:line="100" w:lineRule="exact"/><w:ind w:left="420"/>'),
    ("KcPicture", _BODY, 21, '<w:spacing w:before="60" w:after="60"/><w:ind w:left="420"/>'),
    ("KcCell", _BODY, 20, '<w:spacing w:line="260" w:lineRule="auto"/>'),
    (
        "KcAnswerLine",
        _BODY,
        21,
        '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="808080"/>'
        '<w:between w:val="single" w:sz="4" w:space="1" w:color="808080"/></w:pBdr>'
        '<w:spacing w:line="500" w:lineRule="exact"/><w:ind w:left="420"/>',
    ),
    ("KcFoot", _BODY, 18, '<w:jc w:val="center"/>'),
)
_GREY: Final = '<w:color w:val="BFBFBF"/>'
_FONTS: Final = {"宋体": "SimSun", "黑体": "SimHei", "楷体": "KaiTi"}


def _fonts(names: tuple[str, str]) -> str:
    latin, chinese = names
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'


def _style(name: str, fonts: tuple[str, str], size: int, layout: str) -> str:
    grey = _GREY if name == "KcFence" else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{layout}</w:pPr>'
        f'<w:rPr>{_fonts(fonts)}{grey}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _space() -> str:
    return f'xmlns:w="{NAMES["w"]}"'


def _styles_part() -> str:
    own = "".join(_style(*each) for each in _STYLES)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:styles {_space()}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_BODY)}<w:sz w:val="21"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        f'<w:spacing w:line="320" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="KcTable"><w:name w:val="KcTable"/><w:tblPr>'
        f"<w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>{own}</w:styles>"
    )


def _fonts_part() -> str:
    known = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in _FONTS.items())
    return f"<w:fonts {_space()}>{known}</w:fonts>"


def _settings_part() -> str:
    """Word's present layout, not that of its oldest versions, and its font for mathematics."""
    return (
        f'<w:settings {_space()} xmlns:m="{NAMES["m"]}"><w:compat><w:compatSetting w:name="compatibilityMode" '
        f'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<m:mathPr><m:mathFont m:val="Cambria Math"/></m:mathPr></w:settings>'
    )


def _foot_part() -> bytes:
    before, between, behind = wording.PAGE
    content = [run(before), *field("PAGE"), run(between), *field("NUMPAGES"), run(behind)]
    return etree.tostring(make("w:ftr", paragraph("KcFoot", content)))


def _core_part(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
    )


def _types_part(pictures: Mapping[str, str]) -> str:
    """What each part is; `pictures` are media types by the endings of their files."""
    known = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in sorted(pictures.items())
    )
    parts = {"document": "document.main", "styles": "styles", "settings": "settings"}
    parts |= {"fontTable": "fontTable", "footer1": "footer"}
    named = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPES}{kind}+xml"/>' for part, kind in parts.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{known}{named}'
        f'<Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations_part(targets: Mapping[str, tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{name}" Type={quoteattr(kind)} Target={quoteattr(target)}/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{told}</Relationships>'


@dataclass(frozen=True, slots=True)
class Part:
    """A picture of a document: its relationship, its part of the file, its name in the bank and its media type."""

    relation: str
    part: str
    name: str
    media_type: str


class WordFile:
    """A Word file under way. Parts are written one by one; pictures last, each read when its turn comes."""

    def __init__(self, out: BinaryIO, title: str) -> None:
        self._out = out
        self._title = title

    def write(self, body: etree._Element, pictures: Sequence[Part], media: Mapping[str, bytes]) -> None:
        """All of it: the document, and the pictures."""
        with Package(self._out) as package:
            for name, part in self._parts(body, pictures).items():
                package.add(name, _HEAD_LINE + (part.encode() if isinstance(part, str) else part))
            for each in pictures:
                package.add(f"word/{each.part}", media[each.name])

    def _parts(self, body: etree._Element, pictures: Sequence[Part]) -> dict[str, str | bytes]:
        """Everything but the pictures, by name."""
        fixed = {
            "rId1": (f"{_RELATIONS}styles", "styles.xml"),
            "rId2": (f"{_RELATIONS}fontTable", "fontTable.xml"),
            "rId3": (f"{_RELATIONS}footer", "footer1.xml"),
            "rId4": (f"{_RELATIONS}settings", "settings.xml"),
        }
        images = {each.relation: (f"{_RELATIONS}image", each.part) for each in pictures}
        top = {
            "rId1": (f"{_RELATIONS}officeDocument", "word/document.xml"),
            "rId2": (f"{_PACKAGE}relationships/metadata/core-properties", "docProps/core.xml"),
        }
        return {
            "[Content_Types].xml": _types_part({ending_in(each.part): each.media_type for each in pictures}),
            "_rels/.rels": _relations_part(top),
            "docProps/core.xml": _core_part(self._title),
            "word/document.xml": etree.tostring(body),
            "word/_rels/document.xml.rels": _relations_part(fixed | images),
            "word/styles.xml": _styles_part(),
            "word/settings.xml": _settings_part(),
            "word/fontTable.xml": _fonts_part(),
            "word/footer1.xml": _foot_part(),
        }
