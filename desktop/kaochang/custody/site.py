"""The office's key file (.kco) and the site file (.kcx) that every exam-room PC has from its set-up.

The site file pins the office's public key and holds the site key, which opens the first slot of sealed exams: rosters
and rules, never items. It is not a secret of an exam; it keeps names off lost sticks.
"""

from kaochang.custody.envelope import FORMAT, SUITE, header_bytes, read_header
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import frame, kdf, keys, signatures
from kaochang.sealing.contexts import Context, bind
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams
from kaochang.sealing.selftest import ensure_tested


class SiteHeader(Value, frozen=True):
    """Public part of a site file."""

    format: int
    suite: int
    site: str
    office: str
    made: Wall


class OfficeHeader(Value, frozen=True):
    """Public part of an office key file; the body is the office's signing seed under the passphrase."""

    format: int
    suite: int
    site: str
    office: str
    made: Wall
    kdf: KdfParams


class Site(Value, frozen=True):
    """What a room PC knows from its set-up. Bytes are base64url text."""

    id: str
    office: str
    key: str


class Office(Value, frozen=True):
    """The office, opened: its site and its signing seed (base64url)."""

    site: Site
    seed: str


def make_office(random: Randomness) -> Office:
    """A new office with a new site."""
    ensure_tested()
    seed = signatures.new_seed(random)
    office = bytes_to_text(signatures.public_of(seed))
    site = Site(bytes_to_text(random(12)), office, bytes_to_text(keys.new_key(random)))
    return Office(site, bytes_to_text(seed))


def pack_site(office: Office, made: int) -> bytes:
    """The site file's bytes."""
    site = office.site
    header = SiteHeader(FORMAT, SUITE, site.id, site.office, made)
    return frame.pack(FileType.SITE, header_bytes(header), text_to_bytes(site.key), [text_to_bytes(office.seed)])


def open_site(data: bytes) -> Site:
    """The site a file describes; its signature is by the very office key it pins."""
    ensure_tested()
    framed = frame.unpack(data, FileType.SITE)
    header = read_header(SiteHeader, framed)
    frame.verify(framed, text_to_bytes(header.office))
    if len(framed.body) != keys.KEY_BYTES:
        raise Refusal(Outcome.PAYLOAD, "payload")
    return Site(header.site, header.office, bytes_to_text(framed.body))


def _slot(site: str) -> bytes:
    return bind(Context.OFFICE_KEY_SLOT, site.encode())


def pack_office(office: Office, passphrase: str, params: KdfParams, made: int) -> bytes:
    """The office key file's bytes: seed and site key wrapped under the passphrase."""
    slot = _slot(office.site.id)
    secret = text_to_bytes(office.seed) + text_to_bytes(office.site.key)
    body = kdf.wrap(kdf.derive(passphrase, params, slot), secret, slot)
    header = OfficeHeader(FORMAT, SUITE, office.site.id, office.site.office, made, params)
    return frame.pack(FileType.OFFICE_KEY, header_bytes(header), body, [text_to_bytes(office.seed)])


def open_office(data: bytes, passphrase: str) -> Office:
    """The office behind a key file; CODE for a wrong passphrase."""
    ensure_tested()
    framed = frame.unpack(data, FileType.OFFICE_KEY)
    header = read_header(OfficeHeader, framed)
    frame.verify(framed, text_to_bytes(header.office))
    slot = _slot(header.site)
    secret = kdf.unwrap(kdf.derive(passphrase, header.kdf, slot), framed.body, slot)
    seed, site_key = secret[: keys.KEY_BYTES], secret[keys.KEY_BYTES :]
    if bytes_to_text(signatures.public_of(seed)) != header.office or len(site_key) != keys.KEY_BYTES:
        raise Refusal(Outcome.PAYLOAD, "payload")
    return Office(Site(header.site, header.office, bytes_to_text(site_key)), bytes_to_text(seed))
