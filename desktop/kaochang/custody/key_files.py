"""A person's or a session's key file (.kcy), private halves under a passphrase, and the card (.kcd) handed to others.

Whoever has a key of their own (the centre, each person who opens results, a scorer, a panel) keeps the key file and
gives the card away: the same public halves and nothing to guess at. A card says of itself what it is, under its own
signature, so a damaged one is told apart; whose it really is, people find by comparing the fingerprint. The office
keeps one key file for each sealed session, from which it can re-issue a start code and correct an item on the day.
"""

import enum
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, TypeAlias

import msgspec

from kaochang.custody.envelope import Header, header_bytes, payload_bytes, read_header, read_payload
from kaochang.custody.passphrases import check_new_passphrase
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.values import SecretValue, Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import envelopes, frame, kdf, signatures, streams
from kaochang.sealing.contexts import Context, bind
from kaochang.sealing.frame import FileType, Frame
from kaochang.sealing.kdf import KdfParams
from kaochang.sealing.selftest import ensure_tested

NAME_LENGTH = 200
"""Longest name of a key's holder, in characters."""

SIGNING = "signing"
SEALING = "sealing"
"""The names of the two seeds that a key has from the start; a session's file has more."""

_ID_BYTES = 12

KeyId: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{16}\Z")]
"""Twelve random bytes in base64url."""

HolderName: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_LENGTH)]
"""Who holds a key, as people write it."""


class KeyRole(enum.Enum):
    """What a key is for."""

    CENTRE = "centre"
    """Signs receipt lists and checkpoints; each exam's header names it."""
    OPENER = "opener"
    """One of several people who open a centre kit together."""
    SESSION = "session"
    """What the office keeps of one sealed session."""
    SCORER = "scorer"
    PANEL = "panel"


class KeyHeader(Header, frozen=True):
    """Public part of a key file. `signing` is Ed25519, `sealing` X25519 ("" where nothing is sealed for the key)."""

    role: KeyRole
    name: HolderName
    id: KeyId
    signing: str
    sealing: str
    made: Wall
    kdf: KdfParams


class KeyCardHeader(Header, frozen=True):
    """All of a card: what a key file's header says but its cost of guessing."""

    role: KeyRole
    name: HolderName
    id: KeyId
    signing: str
    sealing: str
    made: Wall


class KeySeeds(SecretValue, frozen=True):
    """The sealed part of a key file: every private half by name, base64url."""

    id: str
    role: KeyRole
    seeds: dict[str, str]


class Key(Value, frozen=True):
    """A key file, opened. Bytes are base64url; every one of `seeds` is secret."""

    role: KeyRole
    name: str
    id: str
    made: int
    seeds: dict[str, str]

    def __repr__(self) -> str:
        """Without the seeds: a key may stand in a trace."""
        return f"Key({self.role.value}, {self.id})"

    def seed(self, name: str) -> bytes:
        """The private half of this name; MISSING where the file has none."""
        if name not in self.seeds:
            raise Refusal(Outcome.MISSING, "key-file.no-seed", self.name, name=name)
        return text_to_bytes(self.seeds[name])

    @property
    def signing(self) -> bytes:
        """The public key that signatures verify under."""
        return signatures.public_of(self.seed(SIGNING))

    @property
    def sealing(self) -> bytes:
        """The public key that envelopes are sealed for; no bytes for a key that has none."""
        return envelopes.public_of(self.seed(SEALING)) if SEALING in self.seeds else b""


_NO_SEEDS: Mapping[str, bytes] = MappingProxyType({})


def make_key(
    role: KeyRole, name: str, random: Randomness, made: int, more_seeds: Mapping[str, bytes] = _NO_SEEDS
) -> Key:
    """A new key for somebody, or a session's with the seeds it is to keep. POLICY for a name that is none.

    A session's key only signs its own file, so nothing is ever sealed for it.
    """
    ensure_tested()
    name = unicodedata.normalize("NFC", name).strip()
    if not 1 <= len(name) <= NAME_LENGTH:
        raise Refusal(Outcome.POLICY, "key-file.name", limit=NAME_LENGTH)
    seeds = {SIGNING: signatures.new_seed(random)}
    if role is not KeyRole.SESSION:
        seeds[SEALING] = envelopes.new_seed(random)
    seeds.update(more_seeds)
    key_id = bytes_to_text(random(_ID_BYTES))
    return Key(role, name, key_id, made, {each: bytes_to_text(seed) for each, seed in seeds.items()})


def _slot(key_id: str) -> bytes:
    return bind(Context.KEY_FILE_SLOT, key_id.encode())


def pack_key(key: Key, passphrase: str, params: KdfParams) -> bytes:
    """The key file's bytes: every seed under the passphrase. `params` are fresh for each file (`kdf.new_params`).

    POLICY for a passphrase too short to guard a key.
    """
    check_new_passphrase(passphrase)
    slot = _slot(key.id)
    header = KeyHeader(
        key.role, key.name, key.id, bytes_to_text(key.signing), bytes_to_text(key.sealing), key.made, params
    )
    seeds = payload_bytes(KeySeeds(key.id, key.role, key.seeds))
    body = streams.seal(kdf.derive(passphrase, params, slot), slot, streams.pad(seeds, streams.blocks))
    return frame.pack(FileType.KEY_FILE, header_bytes(header), body, [key.seed(SIGNING)])


def read_key_header(framed: Frame) -> KeyHeader:
    """A key file's public part, whole by the signature of the key it names."""
    header = read_header(KeyHeader, framed)
    frame.verify(framed, text_to_bytes(header.signing))
    return header


def open_key(data: bytes, passphrase: str, role: KeyRole | None = None) -> Key:
    """The key behind a key file; CODE for a wrong passphrase, CERT for a key of another role than `role`."""
    ensure_tested()
    framed = frame.unpack(data, FileType.KEY_FILE)
    header = read_key_header(framed)
    _check_role(header.role, role)
    slot = _slot(header.id)
    sealed = streams.open_(
        kdf.derive(passphrase, header.kdf, slot), slot, framed.body, outcome=Outcome.CODE, refusal="passphrase.wrong"
    )
    inside = read_payload(KeySeeds, streams.unpad(sealed))
    key = Key(header.role, header.name, header.id, header.made, inside.seeds)
    if (inside.id, inside.role) != (header.id, header.role) or not _is_of(key, header):
        raise Refusal(Outcome.PAYLOAD, "payload")
    return key


def _is_of(key: Key, header: KeyHeader) -> bool:
    """Whether the private halves are those of the public ones: what was sealed for a card must open."""
    if SIGNING not in key.seeds or any(not seed for seed in key.seeds.values()):
        return False
    wrong_length = any(len(key.seed(each)) != signatures.SEED_BYTES for each in (SIGNING, SEALING) if each in key.seeds)
    return (
        not wrong_length
        and bytes_to_text(key.signing) == header.signing
        and bytes_to_text(key.sealing) == header.sealing
    )


def pack_card(key: Key) -> bytes:
    """The card of a key: what is handed to whoever seals for it or checks its signatures."""
    header = KeyCardHeader(key.role, key.name, key.id, bytes_to_text(key.signing), bytes_to_text(key.sealing), key.made)
    return frame.pack(FileType.KEY_CARD, header_bytes(header), b"", [key.seed(SIGNING)])


def open_card(data: bytes, role: KeyRole | None = None) -> KeyCardHeader:
    """What a card says, whole by its own signature; CERT for a card of another role than `role`.

    PAYLOAD for a card with anything in its body. Whose key it is shows only the fingerprint, compared by people.
    """
    ensure_tested()
    framed = frame.unpack(data, FileType.KEY_CARD)
    header = read_header(KeyCardHeader, framed)
    frame.verify(framed, text_to_bytes(header.signing))
    if framed.body:
        raise Refusal(Outcome.PAYLOAD, "payload")
    _check_role(header.role, role)
    return header


def _check_role(found: KeyRole, expected: KeyRole | None) -> None:
    if expected is not None and found is not expected:
        is_for, needed = (Word(f"keys.key.{each.value}") for each in (found, expected))
        raise Refusal(Outcome.CERT, "key-file.role", found=is_for, expected=needed)
