"""A receipt list names results that the centre counts, and proves that each stands in its signed ledger."""

import msgspec
import pytest
from kaochang.custody import checkpoints, receipt_lists
from kaochang.custody.envelope import digest, header_bytes, payload_bytes, read_header
from kaochang.custody.key_files import SIGNING
from kaochang.custody.receipt_lists import ReceiptListHeader
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType
from support.refusals import refuses


def test_a_list_comes_back_with_every_receipt_and_the_checkpoint_it_rests_on(day):
    listed = receipt_lists.read_receipt_list(day.kcl, day.centre.signing)
    (receipt,) = listed.receipts
    assert (receipt.ticket, receipt.result) == ("T1", digest(day.kcr))
    checkpoint = checkpoints.read_checkpoint(day.kct, None)
    header = listed.header
    assert (header.checkpoint, header.size, header.root) == (
        checkpoint.sha256,
        checkpoint.header.size,
        checkpoint.header.root,
    )


def test_only_the_centre_key_signs_a_list(day, other_day):
    with refuses(Outcome.SIGNATURE):
        receipt_lists.read_receipt_list(day.kcl, other_day.centre.signing)


def forged(day, *receipts, **change):
    """The list saying something else, rightly signed."""
    framed = frame.unpack(day.kcl)
    header = msgspec.structs.replace(read_header(ReceiptListHeader, framed), **change)
    body = payload_bytes(receipt_lists._Body(receipts)) if receipts else framed.body
    return frame.pack(FileType.RECEIPT_LIST, header_bytes(header), body, [day.centre.seed(SIGNING)])


def test_a_list_that_names_another_key_than_its_signer_is_refused(day, other_day):
    data = forged(day, centre_key=bytes_to_text(other_day.centre.signing))
    with refuses(Outcome.CERT, "cert"):
        receipt_lists.read_receipt_list(data, day.centre.signing)


@pytest.fixture
def receipt(day):
    return receipt_lists.read_receipt_list(day.kcl, None).receipts[0]


LIES = {
    "another result": {"result": digest(b"other")},
    "another ticket": {"ticket": "T2"},
    "another room": {"room": "R2"},
    "another kept row": {"kept": digest(b"other")},
    "another place": {"index": 1},
    "a place outside": {"index": 2},
    "another receipt": {"receipt": "0000-0000-0000"},
    "no proof": {"proof": ()},
    "another proof": {"proof": (digest(b"other"),)},
}


@pytest.mark.parametrize("change", LIES.values(), ids=LIES)
def test_a_line_that_the_ledger_does_not_hold_spoils_the_whole_list(day, receipt, change):
    with refuses(Outcome.PAYLOAD, "receipts.proof"):
        receipt_lists.read_receipt_list(forged(day, msgspec.structs.replace(receipt, **change)), day.centre.signing)


def test_a_ticket_stands_once(day, receipt):
    with refuses(Outcome.PAYLOAD, "receipts.proof"):
        receipt_lists.read_receipt_list(forged(day, receipt, receipt), day.centre.signing)


@pytest.mark.parametrize("change", [{"root": digest(b"other")}, {"size": 1}])
def test_a_list_under_another_tree_proves_nothing(day, change):
    with refuses(Outcome.PAYLOAD, "receipts.proof"):
        receipt_lists.read_receipt_list(forged(day, **change), day.centre.signing)
