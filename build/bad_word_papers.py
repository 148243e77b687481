"""Makes the Word files among the bad papers of banks/papers, byte for byte the same each time.

    python3 build/bad_word_papers.py [--out FOLDER]

Each has one fault that only a Word file can have, in an otherwise right paper.
"""

import argparse
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import samples

DEFAULT = samples.DEFAULT.parent / "bad"
EMF = b"\x01\x00\x00\x00l\x00\x00\x00"
WMF = b"\xd7\xcd\xc6\x9a\x00\x00"
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
STEMS = ("客户来电时应当先（　　）。", "登记工单时应当写明（　　）。")
OPTIONS = (("问候客户", "挂断电话", "转给同事"), ("客户的心情", "自己的工号", "发生的时间"))
ANSWERS = "AC"


@dataclass
class Paper:
    """A paper of two items.

    The fault stands before the first, behind its stem, in the runs of its options, or in a table at the end.
    """

    before: str = ""
    behind: str = ""
    key: tuple[tuple[str, ...], ...] = ()
    media: dict[str, bytes] = field(default_factory=dict)
    outside: str = ""
    option: Callable[[int, int, str], str] | None = None


def red(item: int, place: int, words: str) -> str:
    """An option in red where it is right, in the first item alone."""
    look = '<w:rPr><w:color w:val="FF0000"/></w:rPr>' if (item, place) == (0, 0) else ""
    return f"<w:r>{look}<w:t>{words}</w:t></w:r>"


def picture() -> str:
    """A run with the picture of the relationship rPicture."""
    return graphic('<a:blip r:embed="rPicture"/>')


def drawn(kind: str) -> str:
    """A run with something that Word draws itself."""
    return graphic(f'<a:graphicData uri="{DRAWING}/{kind}"/>')


def graphic(inner: str) -> str:
    """A run with a drawing."""
    return f'<w:r><w:drawing><a:graphic xmlns:a="{DRAWING}/main">{inner}</a:graphic></w:drawing></w:r>'


FORMULA = f"<m:oMath {MATH}><m:groupChr><m:e><m:r><m:t>a+b</m:t></m:r></m:e></m:groupChr></m:oMath>"
OBJECT = (
    f'<w:r><w:object {VML}><v:shape><v:imagedata r:id="rPicture"/></v:shape>'
    '<o:OLEObject ProgID="Equation.3"/></w:object></w:r>'
)
PAPERS = {
    "orphan-answer-table": Paper(key=(("项目", "说明"), ("先", "问候"), ("后", "记下时间"))),
    "missing-answer-looks": Paper(option=red),
    "picture-not-shown": Paper(behind=picture(), media={"media/a.emf": EMF}),
    "picture-not-shown-formula": Paper(behind=OBJECT, media={"media/a.wmf": WMF}),
    "media-missing-linked": Paper(behind=picture(), outside="file:///a.png"),
    "formula-kept-as-text": Paper(behind=FORMULA),
    "left-out-chart": Paper(behind=drawn("chart")),
    "left-out-emphasis": Paper(behind='<w:r><w:rPr><w:em w:val="dot"/></w:rPr><w:t>选一项</w:t></w:r>'),
    "left-out-diagram": Paper(behind=drawn("diagram")),
    "left-out-loose-picture": Paper(before=picture(), media={"media/a.png": b"\x89PNG\r\n\x1a\n"}),
}


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def words(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def body(paper: Paper) -> str:
    """The paragraphs of a paper."""
    lines = [words("客服知识测试"), paper.before, words("一、单选题（共2题，每题2分，共4分）")]
    for item, (stem, options, answer) in enumerate(zip(STEMS, OPTIONS, ANSWERS, strict=True)):
        lines.append(words(f"{item + 1}. {stem}") + (paper.behind if item == 0 else ""))
        for place, text in enumerate(options):
            option = paper.option(item, place, text) if paper.option else words(text)
            lines.append(words(f"{'ABC'[place]}. ") + option)
        lines += [] if paper.option else [words(f"答案：{answer}")]
    lines += [words("参考答案")] if paper.key else []
    return "".join(paragraph(line) for line in lines if line) + table(paper.key)


def table(rows: tuple[tuple[str, ...], ...]) -> str:
    """A table; nothing where there are no rows."""
    cells = ["".join(f"<w:tc>{paragraph(words(cell))}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>" if rows else ""


def parts(paper: Paper) -> dict[str, bytes]:
    """Every part of a file by name."""
    target = paper.outside or next(iter(paper.media), "")
    mode = ' TargetMode="External"' if paper.outside else ""
    relation = f'<Relationship Id="rPicture" Type="{samples.OFFICE}/image" Target="{target}"{mode}/>' if target else ""
    found = {
        "word/document.xml": f"<w:document {samples.NAMESPACES}><w:body>{body(paper)}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{samples.PACKAGE}/relationships">{relation}</Relationships>'
        ),
    }
    return {name: (samples.HEAD + text).encode() for name, text in found.items()} | {
        f"word/{name}": data for name, data in paper.media.items()
    }


def write(folder: Path) -> None:
    """All files."""
    for name, paper in PAPERS.items():
        with zipfile.ZipFile(folder / f"{name}.docx", "w", zipfile.ZIP_STORED) as package:
            for part, data in parts(paper).items():
                entry = zipfile.ZipInfo(part, samples.WHEN)
                entry.create_system = 0
                package.writestr(entry, data)


def main() -> None:
    """Write the papers where --out says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DEFAULT, help="the folder where the Word files go")
    write(parser.parse_args().out)


if __name__ == "__main__":
    main()
