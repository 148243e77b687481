"""[18] Backups."""

import unicodedata

from verifier.frames import Document, payload
from verifier.judging import Reading, open_under
from verifier.page import need
from verifier.primitives import CHUNK, bind, open_stream, raw, sha256, unpadded

_PORTS = (port + number for port in ("COM", "LPT") for number in "123456789¹²³")
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_PORTS}
_LARGEST_INDEX = 64 * 1024 * 1024


def backup(at: Reading) -> None:
    header, body, report = at.header, at.file.body, at.report
    at.check_signed(header["signing"])
    start, length = header["index"]["offset"], header["index"]["length"]
    need(start >= 0 <= length and start + length == len(body), "HEADER", "place of the index")
    need(length <= _LARGEST_INDEX, "LIMIT", "length of the index")
    need(sha256(body) == raw(header["body"]), "DECRYPT", "body")
    report.checked.append("body")
    if not at.known.passphrase:
        return
    name = header["id"]
    key = open_under(at.known.passphrase, header["kdf"], bind("backup/slot", name), raw(header["wrapped"]))
    need(sha256(body[start:]) == raw(header["index"]["sha256"]), "DECRYPT", "hash of the index")
    plain = unpadded(open_stream(key, bind("backup/index", name), body[start:]))
    entries = payload("BackupIndex", plain)["files"]
    _check_names([f"{entry['place']}/{entry['name']}" for entry in entries])
    _check_places(entries, start)
    report.plain["index"] = plain
    for number, entry in enumerate(entries):
        with report.going_on():
            sealed = body[entry["offset"] : entry["offset"] + entry["length"]]
            data = open_stream(key, bind("backup/object", name, str(number)), sealed)
            need(len(data) == entry["size"] and sha256(data) == raw(entry["sha256"]), "DECRYPT", entry["name"])
            report.plain[f"{entry['place']}/{entry['name']}"] = data


def _check_places(entries: list[Document], end: int) -> None:
    """[18] Streams one after the other, from the first byte to the index, each as long as its file's size says."""
    at = 0
    for entry in entries:
        length = 56 + entry["size"] + 16 * (entry["size"] // CHUNK + 1)
        need((entry["offset"], entry["length"]) == (at, length) and entry["size"] >= 0, "PAYLOAD", "place of a stream")
        at += length
    need(at == end, "PAYLOAD", "end of the streams")


def _check_names(names: list[str]) -> None:
    """[18] Refuse names that are not plainly files of their own everywhere."""
    need(len(names) <= 10_000, "LIMIT", "number of files")
    for name in names:
        parts = name.split("/")
        plain = len(parts) <= 8 and unicodedata.is_normalized("NFC", name) and all(map(_is_plain, parts))
        need(plain, "PAYLOAD", "name of a file")
    folded = {name.casefold() for name in names}
    need(len(folded) == len(names), "PAYLOAD", "two files of one name")
    folders = {"/".join(name.split("/")[:depth]) for name in folded for depth in range(1, name.count("/") + 1)}
    need(folders.isdisjoint(folded), "PAYLOAD", "a file that is a folder too")


def _is_plain(part: str) -> bool:
    strange = any(each in '<>:"|?*\\' or unicodedata.category(each) in ("Cc", "Cf", "Cs") for each in part)
    length = len(part.encode("utf-8", "surrogatepass"))
    tidy = part == part.strip() and not part.endswith(".")
    return not strange and 1 <= length <= 200 and tidy and part.partition(".")[0].rstrip().upper() not in _DEVICES
