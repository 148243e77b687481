"""The office's key file (.kco) and the site file (.kcx) that every exam-room PC has from its set-up.

The site file pins the office's public key and holds the site key, which opens the first slot of sealed exams: rosters
and rules, never items. It is not a secret of an exam; it keeps names off lost sticks. It is a keyring too: a rotated
office goes on under the same site id with the next version, names the offices it replaces, and is signed by them as
well as by itself, so that a PC which pinned an older version can tell its own office from a stranger.
"""

from typing import Annotated, TypeAlias

import msgspec

from kaochang.custody.envelope import Header, digest, header_bytes, payload_bytes, read_header, read_payload
from kaochang.custody.passphrases import check_new_passphrase
from kaochang.domain.ids import PlainId
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import SecretValue, Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import frame, kdf, keys, signatures, streams
from kaochang.sealing.contexts import Context, bind
from kaochang.sealing.frame import FileType, Frame
from kaochang.sealing.kdf import KdfParams
from kaochang.sealing.selftest import ensure_tested

FORMER_LIMIT = frame.MAX_SIGNATURES - 1
"""The most offices that a site remembers: with the present one, as many as may sign a file."""

_SITE_ID_BYTES = 12

Version: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
"""How often a site has had a new office, from 1."""


class SiteHeader(Header, frozen=True):
    """Public part of a site file.

    `former` are the public keys of offices whose exams still open, the newest first; `previous` is the SHA-256 of the
    header of the site file before, "" in version 1. The body is the site key, then one for each of `former`.
    """

    site: PlainId
    office: str
    made: Wall
    version: Version
    former: tuple[str, ...]
    previous: str


class OfficeHeader(Header, frozen=True):
    """Public part of an office key file, saying of the site what the site file says; the body is `OfficeSeeds`."""

    site: PlainId
    office: str
    made: Wall
    version: Version
    former: tuple[str, ...]
    previous: str
    kdf: KdfParams


class FormerSeeds(SecretValue, frozen=True):
    """What is kept of a former office: its signing seed ("" where it was never at hand) and its site key."""

    office: str
    key: str


class OfficeSeeds(SecretValue, frozen=True):
    """The sealed part of an office key file: signing seed, site key, and those of each of the header's `former`."""

    office: str
    key: str
    former: tuple[FormerSeeds, ...]


class FormerOffice(SecretValue, frozen=True):
    """An office that a site had before: its public key, and the site key of its time."""

    office: str
    key: str


class Site(Value, frozen=True):
    """What a room PC knows from its set-up. Bytes are base64url text."""

    id: str
    office: str
    key: str
    version: int = 1
    former: tuple[FormerOffice, ...] = ()
    previous: str = ""

    def __repr__(self) -> str:
        """Without the site keys: a site may stand in a trace."""
        return f"Site({self.id}, version {self.version})"

    def offices(self) -> tuple[bytes, ...]:
        """The public keys whose exams open here: the office's, then those of former offices."""
        return tuple(text_to_bytes(each) for each in (self.office, *(former.office for former in self.former)))

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """What was wrapped under this site's key for `context`, or under the key of a former office's time.

        KEYRING where none fits: the file is for another site.
        """
        for key in (self.key, *(former.key for former in self.former)):
            try:
                return kdf.unwrap(keys.subkey(text_to_bytes(key), context), wrapped, context)
            except Refusal as refusal:
                if refusal.outcome is not Outcome.CODE:
                    raise
        raise Refusal(Outcome.KEYRING, "site")


class Office(Value, frozen=True):
    """The office, opened: its site, its signing seed, and the seeds of former offices that it still has (base64url)."""

    site: Site
    seed: str
    former_seeds: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Without the seeds: an office may stand in a trace."""
        return f"Office({self.site.id}, version {self.site.version})"


def make_office(random: Randomness) -> Office:
    """A new office with a new site."""
    ensure_tested()
    seed = signatures.new_seed(random)
    office = bytes_to_text(signatures.public_of(seed))
    site = Site(bytes_to_text(random(_SITE_ID_BYTES)), office, bytes_to_text(keys.new_key(random)))
    return Office(site, bytes_to_text(seed))


def rotate(office: Office, before: bytes, random: Randomness) -> Office:
    """The office that takes over from `office`, whose own site file is `before`; KEYRING for any other's.

    The old key stays with the new one, so that the new site file is signed by both and by every office before them: a
    PC that missed a version still finds a signature of the office it knows.
    """
    site, framed = _open_site(before)
    if site != office.site:
        raise Refusal(Outcome.KEYRING, "site.not-the-offices")
    former = (FormerOffice(site.office, site.key), *site.former)[:FORMER_LIMIT]
    seeds = (office.seed, *office.former_seeds)[:FORMER_LIMIT]
    return _next(site, framed, former, seeds, random)


def replace_lost(before: bytes, random: Randomness) -> Office:
    """The office that stands in for one whose key is lost or in wrong hands; `before` is its site file.

    Nothing that key certified counts any more, and no PC accepts the new site file by itself: each is set up anew.
    """
    site, framed = _open_site(before)
    return _next(site, framed, site.former, (), random)


def _next(
    before: Site,
    framed: Frame,
    former: tuple[FormerOffice, ...],
    former_seeds: tuple[str, ...],
    random: Randomness,
) -> Office:
    seed = signatures.new_seed(random)
    site = Site(
        id=before.id,
        office=bytes_to_text(signatures.public_of(seed)),
        key=bytes_to_text(keys.new_key(random)),
        version=before.version + 1,
        former=former,
        previous=digest(framed.header),
    )
    return Office(site, bytes_to_text(seed), former_seeds)


def _site_header(site: Site, made: int) -> SiteHeader:
    former = tuple(each.office for each in site.former)
    return SiteHeader(site.id, site.office, made, site.version, former, site.previous)


def pack_site(office: Office, made: int) -> bytes:
    """The site file's bytes, the same for the same `made` (wall, ms), signed by this office and the former ones."""
    site = office.site
    body = b"".join(text_to_bytes(key) for key in (site.key, *(each.key for each in site.former)))
    seeds = [text_to_bytes(seed) for seed in (office.seed, *office.former_seeds)]
    return frame.pack(FileType.SITE, header_bytes(_site_header(site, made)), body, seeds)


def open_site(data: bytes) -> Site:
    """The site a file describes; its signature is by the very office key it pins."""
    return _open_site(data)[0]


def _open_site(data: bytes) -> tuple[Site, Frame]:
    ensure_tested()
    framed = frame.unpack(data, FileType.SITE)
    header = read_site_header(framed)
    site_keys = [framed.body[at : at + keys.KEY_BYTES] for at in range(0, len(framed.body), keys.KEY_BYTES)]
    if len(framed.body) != keys.KEY_BYTES * (1 + len(header.former)):
        raise Refusal(Outcome.PAYLOAD, "payload")
    key, *former_keys = map(bytes_to_text, site_keys)
    former = tuple(FormerOffice(office, each) for office, each in zip(header.former, former_keys, strict=True))
    return Site(header.site, header.office, key, header.version, former, header.previous), framed


def read_site_header(framed: Frame) -> SiteHeader:
    """A site file's public part, whole by the signature of the office it names; HEADER for an impossible history."""
    header = read_header(SiteHeader, framed)
    frame.verify(framed, text_to_bytes(header.office))
    _check_history(header)
    return header


def read_office_header(framed: Frame) -> OfficeHeader:
    """An office key file's public part; refused as a site file's is."""
    header = read_header(OfficeHeader, framed)
    frame.verify(framed, text_to_bytes(header.office))
    _check_history(header)
    return header


def _check_history(header: SiteHeader | OfficeHeader) -> None:
    """Only a first version has nothing before it, and a version is at least one more than the offices before it."""
    is_first = header.version == 1
    if is_first == bool(header.previous) or len(header.former) > min(header.version - 1, FORMER_LIMIT):
        raise Refusal(Outcome.HEADER, "header")
    for office in header.former:
        signatures.check_public(text_to_bytes(office))


def open_successor(data: bytes, pinned: bytes) -> Site:
    """The site of a file that may take the place of the one a PC has pinned, or that is the very same.

    ROLLBACK for an older version. KEYRING for another site, another file of the same version, a newer version that
    the pinned office has not signed, and a next version that follows upon another file than the pinned one.
    """
    site, framed = _open_site(data)
    known, known_frame = _open_site(pinned)
    if site.id != known.id:
        raise Refusal(Outcome.KEYRING, "site")
    if site.version < known.version:
        raise Refusal(Outcome.ROLLBACK, "site.older", found=site.version, known=known.version)
    if site.version == known.version:
        if data != pinned:
            raise Refusal(Outcome.KEYRING, "site.other-office", version=known.version)
        return site
    if not _is_signed_by(framed, text_to_bytes(known.office)):
        raise Refusal(Outcome.KEYRING, "site.not-signed-on", found=site.version, known=known.version)
    if site.version == known.version + 1 and site.previous != digest(known_frame.header):
        raise Refusal(Outcome.KEYRING, "site.not-signed-on", found=site.version, known=known.version)
    return site


def _is_signed_by(framed: Frame, office: bytes) -> bool:
    try:
        frame.verify(framed, office)
    except Refusal as refusal:
        if refusal.outcome is Outcome.SIGNATURE:
            return False
        raise
    return True


def _slot(site: str) -> bytes:
    return bind(Context.OFFICE_KEY_SLOT, site.encode())


def pack_office(office: Office, passphrase: str, params: KdfParams, made: int) -> bytes:
    """The office key file's bytes: every seed and site key under the passphrase. `params` are fresh for each file.

    POLICY for a passphrase too short to guard a key.
    """
    check_new_passphrase(passphrase)
    slot, site = _slot(office.site.id), office.site
    seeds = (*office.former_seeds, *[""] * len(site.former))[: len(site.former)]
    former = tuple(FormerSeeds(seed, each.key) for seed, each in zip(seeds, site.former, strict=True))
    secret = payload_bytes(OfficeSeeds(office.seed, site.key, former))
    body = kdf.wrap(kdf.derive(passphrase, params, slot), streams.pad(secret, streams.blocks), slot)
    public = _site_header(site, made)
    header = OfficeHeader(site.id, site.office, made, site.version, public.former, site.previous, params)
    return frame.pack(FileType.OFFICE_KEY, header_bytes(header), body, [text_to_bytes(office.seed)])


def open_office(data: bytes, passphrase: str) -> Office:
    """The office behind a key file; CODE for a wrong passphrase."""
    ensure_tested()
    framed = frame.unpack(data, FileType.OFFICE_KEY)
    header = read_office_header(framed)
    slot = _slot(header.site)
    secret = kdf.unwrap(kdf.derive(passphrase, header.kdf, slot), framed.body, slot, "passphrase.wrong")
    seeds = read_payload(OfficeSeeds, streams.unpad(secret))
    if not _is_of(seeds, header):
        raise Refusal(Outcome.PAYLOAD, "payload")
    former = tuple(FormerOffice(office, each.key) for office, each in zip(header.former, seeds.former, strict=True))
    site = Site(header.site, header.office, seeds.key, header.version, former, header.previous)
    return Office(site, seeds.office, tuple(each.office for each in seeds.former if each.office))


def _is_of(seeds: OfficeSeeds, header: OfficeHeader) -> bool:
    """Whether the private halves are those of the header's public ones, each of the right length."""
    if len(seeds.former) != len(header.former):
        return False
    pairs = [(seeds.office, header.office)]
    pairs += [(kept.office, office) for kept, office in zip(seeds.former, header.former, strict=True) if kept.office]
    site_keys = [seeds.key, *(kept.key for kept in seeds.former)]
    return all(_is_half(seed, public) for seed, public in pairs) and all(
        len(text_to_bytes(key)) == keys.KEY_BYTES for key in site_keys
    )


def _is_half(seed: str, public: str) -> bool:
    data = text_to_bytes(seed)
    return len(data) == signatures.SEED_BYTES and bytes_to_text(signatures.public_of(data)) == public
