"""Short papers as text and as Word files, and short views of what was read."""

import io
import zipfile
from pathlib import Path

from kaochang.papers.contract import to_contract
from kaochang.papers.detect import read_file
from kaochang.papers.lines import Source
from kaochang.papers.reading import ReadPaper, read_paper
from kaochang.presenters.words import load_words

ROOT = Path(__file__).resolve().parents[3]
BANK = ROOT / "banks" / "papers"
STRINGS = ROOT / "resources" / "strings" / "parts"

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def catalogue(language: str):
    """The sentences as the program fills them."""
    return load_words(STRINGS.parent, language)


def read(text: str, key: str | None = None) -> ReadPaper:
    """A text paper, read."""
    return read_paper(text.encode(), "paper.txt", key.encode() if key is not None else None)


def contract(read_paper: ReadPaper) -> dict:
    """What `read --json` prints of it."""
    return to_contract(read_paper.paper, catalogue("zh_CN"))


def items(text: str, key: str | None = None) -> list[dict]:
    """The items of a text paper in the contract's shape."""
    return contract(read(text, key))["items"]


def answers(text: str, key: str | None = None) -> list:
    """The answers of a text paper."""
    return [item["answer"] for item in items(text, key)]


def findings(text: str, key: str | None = None) -> list[tuple[str, str]]:
    """(kind, where) of each finding but points-missing, which short papers without points all have."""
    found = read(text, key).paper.findings
    return [(finding.kind.value, finding.where) for finding in found if finding.kind != "points-missing"]


def run(text: str, properties: str = "") -> str:
    """A Word run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, properties: str = "") -> str:
    """A Word paragraph; plain words become a run."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def listed(content: str, number: int, level: int = 0) -> str:
    """A paragraph of a numbered list."""
    return par(content, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: tuple[str, ...]) -> str:
    """A Word table; a cell is words or paragraphs."""
    lines = "".join("<w:tr>" + "".join(map(_cell, row)) + "</w:tr>" for row in rows)
    return f"<w:tbl>{lines}</w:tbl>"


def _cell(text: str) -> str:
    return f"<w:tc>{text if text.startswith('<') else par(text)}</w:tc>"


def docx(body: str, **parts: str | bytes) -> bytes:
    """A Word file: `body` is the XML of its body; parts by name with / for __ and . for _dot_."""
    document = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    return zipped({"word/document.xml": document, **{_part(name): data for name, data in parts.items()}})


def _part(name: str) -> str:
    return "word/" + name.replace("__", "/").replace("_dot_", ".")


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def word_lines(body: str, **parts: str | bytes) -> list[str]:
    """The texts of the lines that a Word body is walked into."""
    source = read_file(docx(body, **parts))
    assert isinstance(source, Source)
    return [line.text for line in source.lines]
