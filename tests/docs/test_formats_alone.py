"""With docs/formats.md alone a stranger can check a day's files, from the office's key to the last receipt.

The stranger is build/verifier, written from that page.
"""

import json
import re
from pathlib import Path

import msgspec
import pytest
from kaochang.domain.values import later_members
from support.exam_day import well
from verifier import frames, primitives, verify
from verifier.primitives import raw

from docs import shapes

FORMATS = (Path(__file__).resolve().parents[2] / "docs/formats.md").read_text("utf-8")
READ_WITH = {"site": "office/site.kcx", "exam": "session.kcb", "kit": "centre.kck"}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A simulated day of two rooms with two candidates each: what making it told."""
    folder = tmp_path_factory.mktemp("simulated") / "day"
    return {"folder": folder} | well(
        *("simulate", "--rooms", "2", "--seats", "2", "--items", "5", "--out", folder, "--json")
    ).told()


@pytest.fixture(scope="module")
def day(told):
    """The day's folder."""
    return told["folder"]


@pytest.fixture(scope="module")
def known(told, day):
    """All that the office's site file, the sealed exam and the centre kit tell, and both secrets."""
    secrets = {"passphrase": told["passphrase"], "code": told["start_code"]}
    return verify.known_from(day, READ_WITH | secrets)


def files(day, ending):
    return sorted((day / "stick").rglob(f"*.{ending}"))


def header(path, document):
    return frames.take_apart(path.read_bytes()).header(document)


@pytest.mark.parametrize("ending", ["kcx", "kco", "kcb", "kck", "kcp", "kcr", "kcj", "kcm", "kcy"])
@pytest.mark.attack(65)
def test_every_file_of_a_day_is_read_whole(day, known, ending):
    found = sorted(day.rglob(f"*.{ending}"))
    assert found
    for path in found:
        report = verify.read(path.read_bytes(), known)
        assert (report.outcome, bool(report.plain)) == ("OK", True), verify.shown(str(path), report)


def test_every_result_carries_the_receipt_that_its_manifest_names(day):
    bodies = [json.loads(frames.take_apart(path.read_bytes()).body) for path in files(day, "kcm")]
    named = {entry["result"]["name"]: entry for body in bodies for entry in body["entries"]}
    assert len(files(day, "kcr")) == len(named) == 4
    for path in files(day, "kcr"):
        data, entry = path.read_bytes(), named[path.name]
        digest = primitives.sha256(data)
        assert raw(entry["result"]["sha256"]) == digest
        assert (entry["result"]["size"], entry["receipt"]) == (len(data), primitives.receipt_of(digest))


def test_every_log_ends_where_its_result_says(day, known):
    ends = {verify.read(path.read_bytes(), known).checked[-1] for path in files(day, "kcj")}
    said = [header(path, "ResultHeader") for path in files(day, "kcr")]
    assert ends == {f"chain of {each['rows']} rows, ending with {each['head']}" for each in said}


@pytest.mark.parametrize("ending", ["kcb", "kck", "kcr", "kcj", "kcm"])
def test_one_changed_byte_is_found(day, known, ending):
    path = next(iter(sorted(day.rglob(f"*.{ending}"))))
    data = bytearray(path.read_bytes())
    data[re.search(rb'"format":[12],', data).start() - 5] ^= 1
    assert verify.read(bytes(data), known).outcome != "OK"


@pytest.mark.parametrize("kind", shapes.classes(), ids=shapes.name_of)
def test_the_page_tells_every_member_of_every_document(kind):
    row = shapes.row(kind)
    assert row in FORMATS, f"section 16 must hold:\n{row}"


def test_every_member_that_came_later_has_a_default_for_documents_that_do_not_have_it():
    fields = {kind: {field.name: field for field in msgspec.structs.fields(kind)} for kind in shapes.classes()}
    later = [(kind, name) for kind in fields for name in later_members(kind, 1)]
    assert later
    assert [(kind, name) for kind, name in later if fields[kind][name].required] == []


def test_the_page_tells_no_document_that_is_gone():
    table = FORMATS.partition("## 16 ")[2]
    told = {line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")}
    assert told - {"name", "---"} == {shapes.name_of(kind) for kind in shapes.classes()}
