"""The site file and the office's key file."""

import msgspec
import pytest
from kaochang.custody.envelope import header_bytes, read_header
from kaochang.custody.site import SiteHeader, make_office, open_office, open_site, pack_site
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import LATEST_WALL, bytes_to_text, text_to_bytes
from kaochang.sealing import frame, signatures
from kaochang.sealing.frame import FileType
from support.refusals import flip, refuses
from support.sealed import OFFICE_PASSPHRASE
from support.seeded import seeded

replace = msgspec.structs.replace


def test_a_site_comes_back_from_its_file(day):
    assert open_site(day.kcx) == day.office.site


def test_the_office_comes_back_under_its_passphrase_only(day):
    assert open_office(day.kco, OFFICE_PASSPHRASE) == day.office
    with refuses(Outcome.CODE, "code.wrong"):
        open_office(day.kco, "another")
    with refuses(Outcome.SIGNATURE):
        open_office(flip(day.kco, len(day.kco) - 150), OFFICE_PASSPHRASE)


def test_the_site_file_holds_no_private_key(day):
    seed = text_to_bytes(day.office.seed)
    assert seed not in day.kcx + day.kco
    assert day.office.seed.encode() not in day.kcx + day.kco


def test_two_offices_have_nothing_in_common():
    one, other = make_office(seeded(1)), make_office(seeded(2))
    assert not {one.seed, *msgspec.structs.astuple(one.site)} & {other.seed, *msgspec.structs.astuple(other.site)}
    assert one.site.office == bytes_to_text(signatures.public_of(text_to_bytes(one.seed)))


def test_a_site_file_that_pins_a_key_it_is_not_signed_by_is_refused(day, other_day):
    framed = frame.unpack(day.kcx)
    header = replace(read_header(SiteHeader, framed), office=other_day.office.site.office)
    with refuses(Outcome.SIGNATURE):
        open_site(frame.pack(FileType.SITE, header_bytes(header), framed.body, [text_to_bytes(day.office.seed)]))


@pytest.mark.parametrize("made", [-1, LATEST_WALL + 1, 2**53 - 1])
def test_a_date_that_no_calendar_has_is_no_header(day, made):
    with refuses(Outcome.HEADER, "header"):
        open_site(pack_site(day.office, made))
    assert open_site(pack_site(day.office, LATEST_WALL)) == day.office.site


def test_a_site_key_of_another_length_is_refused(day):
    framed = frame.unpack(day.kcx)
    for body in (b"", framed.body[:31], framed.body + b"\0"):
        with refuses(Outcome.PAYLOAD):
            open_site(frame.pack(FileType.SITE, framed.header, body, [text_to_bytes(day.office.seed)]))


def test_a_small_order_key_as_office_is_refused(day):
    framed = frame.unpack(day.kcx)
    header = replace(read_header(SiteHeader, framed), office=bytes_to_text(bytes(32)))
    with refuses(Outcome.CERT):
        open_site(frame.pack(FileType.SITE, header_bytes(header), framed.body, [text_to_bytes(day.office.seed)]))
