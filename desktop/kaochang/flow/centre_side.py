"""Who holds the centre's side of a session: the key that signs for it, and what opens its kit."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kaochang.custody import key_files
from kaochang.custody.key_files import SIGNING, KeyCardHeader, KeyRole
from kaochang.custody.passphrases import check_new_passphrase
from kaochang.custody.quorum import Member, check_people
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.values import text_to_bytes
from kaochang.flow.offices import CENTRE_KEY_FILE, KEY_FILE_LIMIT
from kaochang.machine.safe_files import read_whole, write_new
from kaochang.sealing import kdf
from kaochang.sealing.kdf import KdfParams


@dataclass(frozen=True)
class CentreSide:
    """The centre as a session knows it.

    `key` is its public signing key, `seed` the private half where the kit is to hold it (quick). The kit opens by the
    passphrase, or where there is a quorum by so many of the openers.
    """

    key: bytes
    seed: bytes = field(default=b"", repr=False)
    passphrase: str = field(default="", repr=False)
    quorum: int = 0
    openers: tuple[Member, ...] = ()


def of_office(
    folder: Path, passphrase: str, clock: Clock, random: Randomness, cost: KdfParams = kdf.DEFAULT
) -> CentreSide:
    """Quick: office and centre are one, under one passphrase. The centre's key is made on first use, in `folder`."""
    path = folder / CENTRE_KEY_FILE
    if path.exists():
        with refusals_at(path):
            key = key_files.open_key(read_whole(path, KEY_FILE_LIMIT), passphrase, KeyRole.CENTRE)
    else:
        key = key_files.make_key(KeyRole.CENTRE, folder.resolve().name or CENTRE_KEY_FILE, random, clock.wall())
        write_new(path, key_files.pack_key(key, passphrase, kdf.new_params(random, cost)))
    return CentreSide(key.signing, key.seed(SIGNING), passphrase)


def of_cards(centre: Path | None, openers: Sequence[Path], quorum: int) -> CentreSide:
    """Certified: the centre and its openers gave the office their cards; CERT for a card of another role.

    Without openers the kit goes `under_passphrase`. POLICY where the centre's card is missing, the openers and their
    quorum do not fit, or somebody is named twice.
    """
    if centre is None:
        raise Refusal(Outcome.POLICY, "seal.centre-card")
    if bool(openers) != bool(quorum):
        raise Refusal(Outcome.POLICY, "kit.quorum-wrong")
    cards = [read_card(path, KeyRole.OPENER) for path in openers]
    members = tuple(Member(card.name, card.sealing) for card in cards)
    if members:
        check_people(quorum, members)
    return CentreSide(text_to_bytes(read_card(centre, KeyRole.CENTRE).signing), b"", "", quorum, members)


def under_passphrase(side: CentreSide, passphrase: str) -> CentreSide:
    """Certified without openers: the kit opens by a passphrase of its own; POLICY for one that is too short."""
    check_new_passphrase(passphrase)
    return replace(side, passphrase=passphrase)


def read_card(path: Path, role: KeyRole) -> KeyCardHeader:
    """A key card as its holder gave it away; CERT for one of another role."""
    with refusals_at(path):
        return key_files.open_card(read_whole(path, KEY_FILE_LIMIT), role)
