"""Product and verifier judge alike what no fault of the corpus foresees: golden files that say something else.

Headers are signed again by the key that should sign them, so that whatever stands behind the signature is reached.
"""

import functools
import json
import random
from pathlib import Path

import pytest
from fuzz import targets
from kaochang.custody.envelope import payload_bytes, read_payload
from kaochang.domain.refusals import Outcome, Refusal
from support import product_reader
from verifier import attempts, frames, samples, verify, writing
from verifier.canonical import written
from verifier.page import Refused
from verifier.primitives import as_text
from verifier.samples import Golden

from docs import shapes

GOLDEN = Path(__file__).resolve().parents[2] / "banks/golden/v1"
GOOD = json.loads((GOLDEN / "index.json").read_text("utf-8"))
FILES = Golden(GOLDEN)
FEW, MANY = 2, pytest.param(300, marks=pytest.mark.heavy)
KINDS = {shapes.name_of(kind): kind for kind in shapes.DOCUMENTS}
PLAIN = {
    "B room": "RoomObject",
    "B secrets": "RoomSecrets",
    "B index": "Index",
    "B item": "Item",
    "K kit": "CentreKit",
    "P kit": "ProctorKit",
    "R result": "ResultBody",
    "A notes": "ActLogNotes",
    "O office": "OfficeSeeds",
    "Y seeds": "KeySeeds",
    "Z index": "BackupIndex",
    "T entries": "CheckpointBody",
    "L receipts": "ReceiptListBody",
    "E errata": "ErrataBody",
    "W packet": "PacketContent",
    "G scores": "HandBack",
}
"""The document that a plaintext is, by the file's letter and the first word of the plaintext's name."""

SEALED = sorted(name for name in KINDS if not name.endswith("Header") and name not in ("CertificatePayload", "Roster"))
"""Every document of the page but those in clear; of a roster only the hash is in a file."""


def golden(name):
    return FILES.sample(name, writing.chance_of(name))


def head_of(sample):
    """The header; a backup's names the key that signs it here, because its own is gone."""
    own = {"signing": as_text(writing.public_of(sample.seed))} if sample.letter == "Z" else {}
    return sample.with_head(**own)


def changed(document, dice):
    """A genuine document with a few members changed, taken away or added, spelled canonically."""
    return targets.spelled(targets.edited(document, iter(dice.randbytes(dice.choice([4, 8, 16])))))


def check_alike(data, read_with, known):
    taken, report = product_reader.take(data, GOLDEN, read_with), verify.read(data, known)
    assert taken.outcome.name == report.outcome, frames.take_apart(data).head
    assert taken.outcome is not Outcome.OK or taken.plain == report.plain


@pytest.mark.parametrize("count", [FEW, MANY])
@pytest.mark.parametrize("name", GOOD)
@pytest.mark.attack(65)
def test_a_golden_file_whose_header_says_something_else_is_taken_alike(name, count):
    sample, read_with, dice = golden(name), GOOD[name]["read_with"], random.Random(name)
    known = verify.known_from(GOLDEN, read_with)
    for _ in range(count):
        check_alike(sample.signed(changed(head_of(sample), dice)), read_with, known)


def texts(plain, path=()):
    """The path of every text in a document."""
    if isinstance(plain, str):
        yield path
    elif isinstance(plain, dict | list):
        for name in plain if isinstance(plain, dict) else range(len(plain)):
            yield from texts(plain[name], (*path, name))


@pytest.mark.parametrize("name", {Path(name).suffix: name for name in GOOD}.values())
@pytest.mark.attack(65)
def test_a_text_of_a_header_that_is_no_base64_is_taken_alike(name):
    """One golden file of each type, and each text of its header in turn."""
    sample, read_with = golden(name), GOOD[name]["read_with"]
    known, head = verify.known_from(GOLDEN, read_with), head_of(sample)
    for path in texts(head):
        check_alike(sample.signed(written(samples.changed(head, *path, to="A/="))), read_with, known)


@functools.cache
def documents():
    """Every document that lies in the golden files, by its name on the page."""
    found = {}
    for name in GOOD:
        sample = golden(name)
        told = [(PLAIN.get(f"{sample.letter} {label.split()[0]}"), plain) for label, plain in sample.plain.items()]
        if sample.letter in ("M", "A"):
            told.append(("ManifestBody" if sample.letter == "M" else "ActLogBody", sample.body))
        if sample.letter == "J":
            opened, *entries = attempts.plain_rows(sample)
            told += [("Opened", opened), *(("Entry", entry) for entry in entries)]
        for document, plain in told:
            found.setdefault(document, []).append(plain)
    found.pop(None)
    return found


def outcome_of(reading):
    try:
        reading()
    except (Refused, Refusal) as refused:
        return refused.outcome if isinstance(refused, Refused) else refused.outcome.name
    return "OK"


def test_every_document_of_the_page_but_headers_and_a_certificates_is_in_the_golden_files():
    assert documents().keys() == set(SEALED)


@pytest.mark.parametrize("count", [20, pytest.param(2000, marks=pytest.mark.heavy)])
@pytest.mark.parametrize("document", SEALED)
@pytest.mark.attack(65)
def test_a_document_that_says_something_else_is_taken_alike(document, count):
    dice = random.Random(document)
    for _ in range(count):
        of_format = dice.choice(formats_of(document))
        data = changed(json.loads(dice.choice(spelled_in(of_format, document))), dice)
        both = outcomes(document, data, of_format)
        assert both[0] == both[1], (of_format, data)


def formats_of(document):
    """Packets came with format 2; every other golden file is of format 1, and can be spelled in both."""
    return [2] if document in ("PacketContent", "HandBack") else [1, 2]


def spelled_in(of_format, document):
    """What the golden files hold of a document, in one of the formats."""
    found = documents()[document]
    kept_in = formats_of(document)[0]
    if of_format == kept_in:
        return found
    return [payload_bytes(read_payload(KINDS[document], data, kept_in)) for data in found]


def outcomes(document, data, of_format):
    """What product and verifier say of a document in a file of this format."""
    product = outcome_of(lambda: read_payload(KINDS[document], data, of_format))
    return product, outcome_of(lambda: frames.payload(document, data, of_format))


@pytest.mark.parametrize("document", [name for name in SEALED if 1 in formats_of(name)])
def test_what_came_with_format_2_stands_in_documents_of_that_format_and_in_no_other(document):
    for first, second in zip(spelled_in(1, document), spelled_in(2, document), strict=True):
        wrong = "OK" if first == second else "PAYLOAD"
        assert outcomes(document, first, 1) == outcomes(document, second, 2) == ("OK", "OK")
        assert outcomes(document, first, 2) == outcomes(document, second, 1) == (wrong, wrong)
