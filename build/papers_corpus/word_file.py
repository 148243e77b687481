"""A page as a Word file, with what Word files of offices hold beside plain paragraphs."""

import io
import zipfile
from collections.abc import Callable
from random import Random
from typing import Final
from xml.sax.saxutils import escape

from papers_corpus.numbers import LISTS
from papers_corpus.pages import Block, Grid, Line, Run

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES: Final = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WHEN: Final = (2026, 1, 1, 0, 0, 0)
_LOOKS: Final = {
    "b": "<w:b/>",
    "r": '<w:color w:val="FF0000"/>',
    "u": '<w:u w:val="single"/>',
    "h": "<w:vanish/>",
}
_ABSTRACT: Final = {"items": 1, "options": 2, "letters": 3}


class _Lists:
    """The numbers of the lists of one file: a list that begins anew is a `w:num` of its own."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.current: dict[str, int] = {}

    def of(self, line: Line) -> int:
        if line.first or line.list not in self.current:
            self.made.append(line.list)
            self.current[line.list] = len(self.made)
        return self.current[line.list]

    def numbering(self, item_list: str) -> str:
        """numbering.xml."""
        form, text = LISTS.get(item_list, LISTS["list 1."])
        kinds = (("items", form, text), ("options", "upperLetter", "%1."), ("letters", "decimal", "%1."))
        abstract = "".join(
            f'<w:abstractNum w:abstractNumId="{_ABSTRACT[name]}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            "</w:abstractNum>"
            for name, form, text in kinds
        )
        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        nums = "".join(
            f'<w:num w:numId="{place}"><w:abstractNumId w:val="{_ABSTRACT[name]}"/>{restart}</w:num>'
            for place, name in enumerate(self.made, start=1)
        )
        return f"{_HEAD}<w:numbering {_NAMES}>{abstract}{nums}</w:numbering>"


def _text(text: str) -> str:
    """Words with tabs as Word keeps them."""
    parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in text.split("\t")]
    return "<w:tab/>".join(parts)


def _run(run: Run) -> str:
    looks = "".join(_LOOKS[look] for look in run.looks if look in _LOOKS)
    font = '<w:rFonts w:ascii="Times New Roman" w:eastAsia="SimSun"/>'
    inner = f"<w:r><w:rPr>{font}{looks}</w:rPr>{_text(run.text)}</w:r>"
    if "i" in run.looks:
        return f'<w:ins w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z">{inner}</w:ins>'
    if "d" in run.looks:
        inner = inner.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return f'<w:del w:id="2" w:author="a" w:date="2026-01-01T00:00:00Z">{inner}</w:del>'
    return inner


def _paragraph(line: Line, lists: _Lists) -> str:
    """A paragraph; a heading is centred or bold by its runs alone, as most people do it."""
    number = ""
    if line.list:
        number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{lists.of(line)}"/></w:numPr>'
    inner = "".join(map(_run, line.runs))
    return f"<w:p><w:pPr>{number}</w:pPr>{inner}</w:p>"


def _grid(grid: Grid) -> str:
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/><w:p>{_run(Run(cell))}</w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in grid.rows
    )
    return f"<w:tbl><w:tblPr/>{rows}</w:tbl>"


# -- what is done to a page


def _split(line: Line, chance: Random) -> Line:
    """Runs cut in the middle of words, as editing leaves them."""
    runs: list[Run] = []
    for run in line.runs:
        cut = chance.randrange(len(run.text) + 1)
        runs += [Run(text, run.looks) for text in (run.text[:cut], run.text[cut:]) if text]
    return Line(tuple(runs), line.role, line.list, line.first)


def _tracked(line: Line, chance: Random) -> Line:
    """A correction in the line that was never accepted: words struck out, others put in."""
    if len(line.runs) != 1 or len(line.text) < 4:
        return line
    text = line.runs[0].text
    if line.role == "answer" and text[-1] in "ABCD" and "、" not in text:
        wrong = chance.choice([letter for letter in "ABCD" if letter != text[-1]])
        return Line((Run(text[:-1]), Run(wrong, "d"), Run(text[-1], "i")), line.role, line.list, line.first)
    cut = chance.randrange(2, len(text))
    runs = (Run(text[:cut]), Run("（此处已改）", "d"), Run(text[cut:], "i"))
    return Line(runs, line.role, line.list, line.first)


def _hidden(line: Line, _: Random) -> Line:
    """The author's own notes in hidden text."""
    note = Run("答案：D 出题人：略", "h")
    return Line((*line.runs, note), line.role, line.list, line.first) if line.role in ("stem", "option") else line


_TOUCHES: Final[dict[str, Callable[[Line, Random], Line]]] = {
    "split": _split,
    "tracked": _tracked,
    "hidden": _hidden,
}


def _controls(xml: str, line: Line) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>" if line.role == "stem" else xml


def _boxes(xml: str, line: Line) -> str:
    """Material in a text box, once as a drawing and once for old programs."""
    if line.role != "material":
        return xml
    box = f"<w:txbxContent>{xml}</w:txbxContent>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def _links(xml: str, line: Line) -> str:
    if line.role != "stem":
        return xml
    start, end = xml.index("</w:pPr>") + len("</w:pPr>"), xml.rindex("</w:p>")
    return f'{xml[:start]}<w:hyperlink w:anchor="x">{xml[start:end]}</w:hyperlink>{xml[end:]}'


def _page_fields(xml: str, line: Line) -> str:
    """A page number in the text, as a field, behind every heading."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return f"{xml}<w:p>{field}</w:p>" if line.role == "heading" else xml


_WRAPS: Final[dict[str, Callable[[str, Line], str]]] = {
    "controls": _controls,
    "boxes": _boxes,
    "links": _links,
    "page fields": _page_fields,
}


def _soft(page: list[Block]) -> list[Block]:
    """Options joined to their stem by line breaks within one paragraph."""
    found: list[Block] = []
    for block in page:
        last = found[-1] if found else None
        if (
            isinstance(block, Line)
            and block.role == "option"
            and isinstance(last, Line)
            and last.role in ("stem", "option")
        ):
            found[-1] = Line((*last.runs, Run("\n"), *block.runs), last.role, last.list, last.first)
        else:
            found.append(block)
    return found


def word_file(page: list[Block], container: str, item_list: str, chance: Random) -> bytes:
    """The bytes of a container such as "docx tracked"."""
    _, *ways = container.split(" ", 1)
    way = ways[0] if ways else ""
    page = _soft(page) if way == "soft breaks" else page
    lists = _Lists()
    parts = []
    for block in page:
        if isinstance(block, Grid):
            parts.append(_grid(block))
            continue
        touched = _TOUCHES[way](block, chance) if way in _TOUCHES else block
        xml = _paragraph(touched, lists)
        parts.append(_WRAPS[way](xml, block) if way in _WRAPS else xml)
    body = "".join(parts).replace('<w:t xml:space="preserve">\n</w:t>', "<w:br/>")
    if way == "one table":
        body = f"<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>{body}</w:tc></w:tr></w:tbl><w:p/>"
    document = f"{_HEAD}<w:document {_NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    return _zipped(document, lists.numbering(item_list))


def _zipped(document: str, numbering: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{kind}.numbering+xml"/></Types>',
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations("numbering", "numbering.xml"),
        "word/numbering.xml": numbering,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _WHEN), text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _relations(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/{kind}" Target="{target}"/></Relationships>'
    )
