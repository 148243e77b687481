"""With docs/formats.md alone a stranger can check a day's files, from the office's key to the last receipt."""

import ast
from pathlib import Path

import pytest
from nacl.exceptions import CryptoError
from support.exam_day import well

from docs import reader, shapes

FORMATS = (Path(__file__).resolve().parents[2] / "docs/formats.md").read_text("utf-8")
ROOMS = ("R001", "R002")


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """The folder of a simulated day: two rooms of two candidates."""
    folder = tmp_path_factory.mktemp("simulated") / "day"
    well("simulate", "--rooms", "2", "--seats", "2", "--items", "5", "--out", folder, "--json")
    return folder


def files(day, ending):
    return sorted((day / "stick").rglob(f"*.{ending}"))


def opened(path):
    return reader.take_apart(path.read_bytes())


@pytest.fixture(scope="module")
def exam(day):
    return opened(day / "session.kcb")


@pytest.fixture(scope="module")
def site(day):
    return opened(day / "office" / "site.kcx")


@pytest.fixture(scope="module")
def ticket_keys(exam, site):
    rooms = [reader.room_object(exam, site, room) for room in ROOMS]
    return {number: key for room in rooms for number, key in room["ticket_keys"].items()}


def test_the_reader_stands_on_nothing_of_ours():
    imported = set()
    for node in ast.walk(ast.parse(Path(reader.__file__).read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                imported |= {each.name.partition(".")[0] for each in names}
            case ast.ImportFrom(module=module):
                imported.add(module.partition(".")[0])
    assert imported <= {"base64", "hashlib", "hmac", "json", "struct", "dataclasses", "nacl"}


def test_the_exam_key_comes_from_the_office_and_signs_exam_and_kits(day, exam, site):
    key = reader.open_exam(exam, site)
    for path in (day / "centre.kck", *(day / f"{room}.kcp" for room in ROOMS)):
        kit = opened(path)
        assert reader.raw(kit.header["exam_key"]) == key
        kit.check_signed_by(key)


def test_every_result_hangs_from_its_tickets_key_and_carries_its_receipt(day, exam, ticket_keys):
    named = {
        entry["result"]["name"]: entry
        for path in files(day, "kcm")
        for entry in reader.check_manifest(opened(path), exam)
    }
    assert len(files(day, "kcr")) == len(ticket_keys) == len(named) == 4
    for path in files(day, "kcr"):
        data = path.read_bytes()
        reader.check_attempt(reader.take_apart(data), exam, ticket_keys)
        entry = named[path.name]
        assert reader.raw(entry["result"]["sha256"]) == reader.sha256(data)
        assert (entry["result"]["size"], entry["receipt"]) == (len(data), reader.receipt(data))


def test_every_log_ends_where_its_result_says(day, exam, ticket_keys):
    ends = {}
    for path in files(day, "kcj"):
        log = opened(path)
        reader.check_attempt(log, exam, ticket_keys)
        ends[log.header["identity"]["ticket"]] = reader.chain_head(log)
    results = [opened(path).header for path in files(day, "kcr")]
    assert ends == {header["identity"]["ticket"]: (header["rows"], reader.raw(header["head"])) for header in results}


@pytest.mark.parametrize("kind", ["kcb", "kcr", "kcj", "kcm"])
def test_one_changed_byte_is_found(day, exam, site, ticket_keys, kind):
    path = day / "session.kcb" if kind == "kcb" else files(day, kind)[0]
    checks = {
        "kcb": lambda file: reader.open_exam(file, site),
        "kcr": lambda file: reader.check_attempt(file, exam, ticket_keys),
        "kcj": lambda file: reader.check_attempt(file, exam, ticket_keys),
        "kcm": lambda file: reader.check_manifest(file, exam),
    }
    data = bytearray(path.read_bytes())
    data[data.index(b'"format":1,') - 5] ^= 1
    with pytest.raises((ValueError, CryptoError, KeyError)):
        checks[kind](reader.take_apart(bytes(data)))


@pytest.mark.parametrize("kind", shapes.classes(), ids=shapes.name_of)
def test_the_page_tells_every_member_of_every_document(kind):
    row = shapes.row(kind)
    assert row in FORMATS, f"section 16 must hold:\n{row}"


def test_the_page_tells_no_document_that_is_gone():
    table = FORMATS.partition("## 16 ")[2]
    told = {line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")}
    assert told - {"name", "---"} == {shapes.name_of(kind) for kind in shapes.classes()}
