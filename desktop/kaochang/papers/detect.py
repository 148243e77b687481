"""Which format a file is, told by its content; formats that cannot be read are refused with what to do instead."""

from typing import Final

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.lines import Source
from kaochang.papers.text import read_text
from kaochang.papers.word import read_zip

_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
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
_MARKUP: Final = (b"<?xml", b"<!doctype", b"<html", b"<quiz", b"<questestinterop", b"<assessment")


def read_source(data: bytes) -> Source:
    """The lines of a file of any format that can be read."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Refusal(Outcome.PAPER, "paper.empty")
    if data.startswith(_OLE):
        raise Refusal(Outcome.PAPER, "paper.encrypted" if _ENCRYPTED in data else "paper.old-office")
    for magic, key in _REFUSED:
        if data.startswith(magic):
            raise Refusal(Outcome.PAPER, key)
    if data.startswith(b"PK\x03\x04"):
        return read_zip(data)
    if data[:512].lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(_MARKUP):
        raise Refusal(Outcome.PAPER, "paper.markup")
    return read_text(data)
