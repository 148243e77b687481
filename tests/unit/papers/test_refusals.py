"""What cannot be read at all ends in one refusal that names the file, in bounded time and memory."""

import io
import zipfile

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import archive, limits
from kaochang.papers.reading import read_paper
from unit.papers.support import NAMES, docx, par, zipped

BODY = f"<w:document {NAMES}><w:body/></w:document>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(data, key=None):
    with pytest.raises(Refusal) as caught:
        read_paper(data, "paper.docx", key)
    assert (caught.value.outcome, caught.value.where) == (Outcome.PAPER, "paper.docx")
    return caught.value.key


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "paper.empty"),
        (b" \r\n\xef\xbb\xbf", "paper.empty"),
        (b"\0" * 100_000, "paper.zeros"),
        (b"<quiz>" + b"<a>" * 1_000 + b"</a>" * 1_000 + b"</quiz>", "paper.too-deep"),
        (b"<!DOCTYPE q [<!ENTITY a '<b>'>]><quiz>&a;", "paper.doctype"),
        ("录音保存两年。{T}\n首都是 {=北京 =北京市}\n".encode(), "paper.gift-crowded"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), "paper.open-sheet"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}), "paper.open-document"),
        (b"%PDF-1.7", "paper.pdf"),
        (b"{\\rtf1", "paper.rtf"),
        (b"\x89PNG\r\n", "paper.picture"),
        (b"Rar!\x1a", "paper.archive"),
        (OLE + b"WordDocument", "paper.old-office"),
        (OLE + "EncryptedPackage\0".encode("utf-16-le"), "paper.encrypted"),
        (b"<html><body>", "paper.markup"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><x/>", "paper.markup"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<title>", "paper.markup"),
        (b"MIME-Version: 1.0\n", "paper.markup"),
        (b"\xff\x00\x81\x00\x01", "paper.not-text"),
        ("今天开会。".encode(), "paper.no-items"),
        (b"PK\x03\x04 and nothing more", "paper.broken"),
        (docx(par("1. 甲。（√）"))[:-40], "paper.broken"),
        (zipped({"xl/workbook.bin": ""}), "paper.sheet"),
        (zipped({"ppt/presentation.xml": ""}), "paper.slides"),
        (zipped({"imsmanifest.xml": ""}), "paper.broken"),
        (zipped({"content.xml": ""}), "paper.open-document"),
        (zipped({"notes.txt": ""}), "paper.not-word"),
        (zipped({"word/document.xml": BODY, "word/vbaProject.bin": b"x"}), "paper.macros"),
        (zipped({"word/document.xml": BODY, "../evil.xml": "x"}), "paper.traversal"),
        (zipped({"word/document.xml": BODY, "/etc/x": "x"}), "paper.traversal"),
        (zipped({"word/document.xml": BODY, "/word/../../x": "x"}), "paper.traversal"),
        (zipped({"word/document.xml": BODY, "C:x": "x"}), "paper.traversal"),
        (zipped({"word/document.xml": BODY, "/word/document.xml": "x"}), "paper.forged"),
        (zipped({"word/document.xml": "<w:document"}), "paper.broken"),
        (zipped({"word/document.xml": f"<!DOCTYPE x [<!ENTITY a 'b'>]>{BODY}"}), "paper.doctype"),
        (zipped({"word/document.xml": b"<x>" + b"\0" * (2 << 20) + b"</x>"}), "paper.bomb"),
        (docx("<w:sdt>" * 100 + "</w:sdt>" * 100), "paper.too-deep"),
        (docx(par("<w:smartTag>" * 100 + "</w:smartTag>" * 100)), "paper.too-deep"),
        (zipped({f"word/{place}.xml": "" for place in range(limits.MAX_ENTRIES + 1)}), "paper.too-many-entries"),
        (b"1. " + b"a" * limits.MAX_LINE_CHARACTERS, "paper.line-too-long"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_what_it_is(data, key):
    assert refused(data) == key


@pytest.mark.attack(10)
def test_an_entity_bomb_is_refused():
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'x'}'>" for n in range(12))
    bomb = f"<!DOCTYPE w [{entities}]><w:document {NAMES}><w:body>&e11;</w:body></w:document>"
    assert refused(zipped({"word/document.xml": bomb})) == "paper.doctype"


@pytest.mark.attack(10)
def test_what_unpacks_is_counted_over_all_parts(monkeypatch):
    monkeypatch.setattr(limits, "MAX_UNPACKED", 300)
    assert refused(zipped({"word/document.xml": BODY})) == "paper.unpacks-too-large"


def test_a_password_inside_a_zip_is_a_broken_file():
    data = bytearray(zipped({"word/document.xml": BODY}))
    for magic, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flag] |= 1
    assert refused(bytes(data)) == "paper.broken"


@pytest.mark.parametrize(
    ("limit", "key"), [("MAX_TEXT_BYTES", "paper.too-large"), ("MAX_LINES", "paper.too-many-lines")]
)
def test_text_is_bounded(monkeypatch, limit, key):
    monkeypatch.setattr(limits, limit, 2)
    assert refused("1. 甲。（√）\n2. 乙。（×）\n3. 丙。（√）\n".encode()) == key


def test_markup_is_bounded_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT_BYTES", 20)
    assert refused(b"<quiz><!-- as long as may be --></quiz>") == "paper.too-large"


def test_the_list_of_parts_is_bounded_by_what_it_says_and_by_what_it_holds(monkeypatch):
    data = bytearray(zipped({f"word/{place}.xml": "" for place in range(9)}))
    monkeypatch.setattr(limits, "MAX_ENTRIES", 8)
    with monkeypatch.context() as unread:
        unread.setattr(archive.zipfile, "ZipFile", lambda _: pytest.fail("the list was read"))
        assert refused(bytes(data)) == "paper.too-many-entries"
    for place in (8, 10):
        at = data.rindex(b"PK\x05\x06") + place
        data[at : at + 2] = (1).to_bytes(2, "little")
    assert refused(bytes(data)) == "paper.too-many-entries"


def test_a_key_that_cannot_be_read_is_refused_too():
    assert refused("1. 甲。（√）".encode(), b"%PDF") == "paper.pdf"


def test_a_picture_larger_than_its_packing_allows_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>" + " " * (3 << 20) + "</w:body></w:document>"
        )
    assert refused(buffer.getvalue()) == "paper.bomb"
