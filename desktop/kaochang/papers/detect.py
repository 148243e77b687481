"""Which format a file is, told by its content; formats that cannot be read are refused with what to do instead."""

import codecs
import io
from typing import Final

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.archive import Archive, Stream
from kaochang.papers.finishing.stated import StatedPaper
from kaochang.papers.lines import Source
from kaochang.papers.markup.xml import name_of, parse_xml
from kaochang.papers.office.old_office import old_office
from kaochang.papers.office.package import refuse_zip
from kaochang.papers.sheets import excel
from kaochang.papers.sheets.blackboard import read_blackboard
from kaochang.papers.sheets.delimited import read_delimited
from kaochang.papers.sheets.workbook import Workbook
from kaochang.papers.structured.aiken import read_aiken
from kaochang.papers.structured.gift import is_gift, read_gift
from kaochang.papers.structured.moodle import ROOT as MOODLE
from kaochang.papers.structured.moodle import read_moodle
from kaochang.papers.structured.qti import packages as qti
from kaochang.papers.walkers.text import decode, read_text
from kaochang.papers.walkers.word import document as word

_REFUSED: Final = (
    (b"%PDF", "paper.pdf"),
    (b"{\\rtf", "paper.rtf"),
    (b"\x89PNG", "paper.picture"),
    (b"\xff\xd8\xff", "paper.picture"),
    (b"GIF8", "paper.picture"),
    (b"Rar!", "paper.archive"),
    (b"7z\xbc\xaf", "paper.archive"),
    (b"\x1f\x8b", "paper.archive"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP: Final = ("<?xml", "<!doctype", "<html", "<quiz", "<questestinterop", "<assessment", "<qti-", "<imsqti", "<!--")
_PAGES: Final = ("<html", "<!doctype html", "mime-version:")
"""Web pages, which Word writes too where it is told to."""
_ROOTS: Final = {MOODLE: read_moodle, **qti.ROOTS}
"""What reads an XML file, by the name of its root element."""
_HEAD: Final = 64 * 1024


def read_file(file: bytes | Stream) -> Source | StatedPaper | Workbook:
    """What a file of any format that can be read holds.

    A free layout gives its lines, which the grammar reads; a format that says itself what is what gives its items;
    Excel and CSV give their sheets, whose columns say it.
    Of a stream no more is held at a time than what is read of it, so pictures are read when somebody asks for them.
    """
    stream = io.BytesIO(file) if isinstance(file, bytes) else file
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith(_OLE):
        raise Refusal(Outcome.PAPER, old_office(head, stream))
    for magic, key in _REFUSED:
        if head.startswith(magic):
            raise Refusal(Outcome.PAPER, key)
    if head.startswith(b"PK\x03\x04"):
        return _read_zip(Archive(stream))
    stream.seek(0)
    data = stream.read(limits.MAX_TEXT_BYTES + 1)
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Refusal(Outcome.PAPER, "paper.zeros" if b"\x00" in data else "paper.empty")
    return _read_bytes(data)


def _read_zip(archive: Archive) -> Source | StatedPaper | Workbook:
    """A file that is a zip, by the parts it has."""
    if word.main_of(archive):
        return word.read_word(archive)
    if excel.main_of(archive):
        return excel.read_excel(archive)
    manifest = qti.find_manifest(archive)
    if manifest is not None:
        return qti.read_package(archive, manifest)
    raise refuse_zip(archive)


def _read_bytes(data: bytes) -> Source | StatedPaper | Workbook:
    """A file that is read at once, by how it begins."""
    if len(data) > limits.MAX_TEXT_BYTES:
        raise Refusal(Outcome.PAPER, "paper.too-large", limit=limits.MAX_TEXT_BYTES // limits.MIB)
    beginning = _beginning(data)
    if beginning.startswith(_PAGES):
        raise Refusal(Outcome.PAPER, "paper.markup")
    if beginning.startswith(_MARKUP):
        return _read_markup(data)
    return _read_stated_text(data) or read_text(data)


def _beginning(data: bytes) -> str:
    """The first characters of a file in any encoding, in lower case: enough to tell markup."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data[:512].decode("utf-16" if is_wide else "latin-1", "ignore").lstrip("\xef\xbb\xbf\r\n\t ").lower()


def _read_markup(data: bytes) -> StatedPaper:
    """An XML file by its root element."""
    root = parse_xml(data)
    reader = _ROOTS.get(name_of(root))
    if reader is None:
        raise Refusal(Outcome.PAPER, "paper.markup")
    return reader(root)


def _read_stated_text(data: bytes) -> StatedPaper | Workbook | None:
    """A text that says itself what is what; None for every other, which is a paper of free layout."""
    text = decode(data)
    if is_gift(text):
        return read_gift(text)
    return read_blackboard(text) or read_delimited(text) or read_aiken(text)
