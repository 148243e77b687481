"""Office files that cannot be read, and zips that were made to harm: one line each, before anything is unpacked."""

import io
import struct
import warnings
import zipfile

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.archive import Archive
from kaochang.papers.reading import read_paper
from unit.papers.support import NAMES, docx, par, table, zipped

BODY = f"<w:document {NAMES}><w:body>{par('1. 甲。（√）')}</w:body></w:document>"
PARTS = {"word/document.xml": BODY}
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/x" ContentType="{}"/></Types>'
)


def refused(data):
    with pytest.raises(Refusal) as caught:
        read_paper(data, "paper.docx")
    assert caught.value.outcome is Outcome.PAPER
    return caught.value.key


def compound(*names, sectors=1):
    """A compound file whose directory, behind so many sectors of other things, has these names."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, sectors)
    entries = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))
    return bytes(head) + bytes(512 * sectors) + entries


@pytest.mark.parametrize("sectors", [0, 1, 400])
@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("1Table", "WordDocument"), "paper.old-office"),
        (("CONTENTS", "MatOST"), "paper.old-office"),
        (("Workbook",), "paper.old-sheet"),
        (("Book",), "paper.old-sheet"),
        (("PowerPoint Document",), "paper.old-slides"),
        (("EncryptionInfo", "EncryptedPackage"), "paper.encrypted"),
    ],
)
def test_old_and_encrypted_office_files_are_told_by_their_directory(names, key, sectors):
    assert refused(compound(*names, sectors=sectors)) == key


@pytest.mark.parametrize("head", [b"", b"\x09\x00" * 20, b"\xff" * 60])
def test_a_compound_file_that_is_cut_or_odd_is_refused_too(head):
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + head) == "paper.old-office"


@pytest.mark.parametrize(
    "more",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/VBAPROJECT.BIN": b"x"},
        {"word/vbaData.xml": b"<x/>"},
        {"[Content_Types].xml": TYPES.format("application/vnd.ms-word.document.macroEnabled.main+xml")},
        {"[Content_Types].xml": TYPES.format("application/vnd.ms-office.vbaProject"), "word/renamed.bin": b"x"},
    ],
)
def test_a_word_file_with_a_program_in_it_is_refused_whatever_it_is_called(more):
    assert refused(zipped(PARTS | more)) == "paper.macros"


def written(*entries):
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in entries:
                package.writestr(name, data)
    return bytearray(buffer.getvalue())


def directory(data, entry=0):
    """Where an entry of the directory begins."""
    at = -1
    for _ in range(entry + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    return at


def overlapping():
    data = written(("word/document.xml", BODY), ("word/a.xml", "a"))
    struct.pack_into("<I", data, directory(data, 1) + 42, 0)
    return data


def reaching_over():
    data = written(("word/document.xml", BODY), ("word/a.xml", "a"))
    at = directory(data)
    struct.pack_into("<I", data, at + 20, struct.unpack_from("<I", data, at + 20)[0] + 20)
    return data


def lying(size):
    data = written(("word/document.xml", BODY))
    struct.pack_into("<I", data, directory(data) + 24, size)
    return data


def wrong_check():
    data = written(("word/document.xml", BODY))
    data[directory(data) + 16] ^= 0xFF
    return data


def another_count():
    """A directory of seventy thousand entries of which the end of the file admits one."""
    data = written(("word/document.xml", BODY))
    start, end = directory(data), data.rindex(b"PK\x05\x06")
    record = bytes(data[start:end])
    data[start:end] = record * 70_000
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 12, len(record) * 70_000)
    return data


@pytest.mark.attack(10)
@pytest.mark.parametrize(
    ("make", "key"),
    [
        (overlapping, "paper.forged"),
        (reaching_over, "paper.forged"),
        (lambda: written(("word/document.xml", BODY), ("word/document.xml", "x")), "paper.forged"),
        (lambda: written(("word/document.xml", BODY), ("Word/Document.XML", "x")), "paper.forged"),
        (lambda: lying(10**6), "paper.forged"),
        (lambda: lying(10), "paper.broken"),
        (wrong_check, "paper.broken"),
        (another_count, "paper.too-many-entries"),
        (lambda: zipped({"word/document.xml": "<a>" * 300 + "</a>" * 300}), "paper.broken"),
    ],
)
def test_a_zip_whose_directory_deceives_is_refused(make, key):
    assert refused(bytes(make())) == key


def test_a_word_file_that_only_holds_a_web_page_says_so():
    assert refused(docx('<w:altChunk r:id="a"/>')) == "paper.embedded-page"


@pytest.mark.attack(10)
def test_a_zip_within_the_zip_is_never_unpacked():
    inner = zipped({f"{place}.bin": bytes(1 << 20) for place in range(20)})
    found = read_paper(docx(par("1. 甲。（√）"), embeddings__x_dot_docx=inner), "paper.docx")
    assert len(found.paper.items) == 1


@pytest.mark.parametrize(
    ("limit", "most", "body", "key"),
    [
        ("MAX_PART", 100, par("1. 甲。（√）"), "paper.part-too-large"),
        ("MAX_MARKS", 10, par("1. 甲。（√）"), "paper.too-many-marks"),
        ("MAX_DIRECTORY", 10, par("1. 甲。（√）"), "paper.too-many-entries"),
        ("MAX_COLUMNS", 2, table(("1", "2", "3")), "paper.table-too-wide"),
        ("MAX_LINES", 1, par("1. 甲。（√）") + par("<w:r/>"), "paper.too-many-lines"),
        ("MAX_LINE_CHARACTERS", 5, par("1. 甲在乙的前面。（√）"), "paper.line-too-long"),
        ("MAX_ITEMS", 1, par("1. 甲。（√）") + par("2. 乙。（×）"), "paper.too-many-items"),
    ],
)
def test_what_is_read_is_bounded_and_the_limit_is_named(monkeypatch, limit, most, body, key):
    monkeypatch.setattr(limits, limit, most)
    with pytest.raises(Refusal) as caught:
        read_paper(docx(body), "paper.docx")
    assert (caught.value.key, "limit" in caught.value.params) == (key, True)


def test_a_part_that_is_read_twice_counts_once(monkeypatch):
    archive = Archive(zipped({"a": b"x" * 300, "b": b"y" * 300}))
    monkeypatch.setattr(limits, "MAX_UNPACKED", 500)
    assert archive.read("a") == archive.read("a")
    with pytest.raises(Refusal):
        archive.read("b")


def test_a_wide_cell_is_believed_up_to_the_limit():
    wide = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>{par("甲")}</w:tc></w:tr></w:tbl>'
    assert refused(docx(wide)) == "paper.table-too-wide"
