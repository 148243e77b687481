"""The centre kit at the centre: held against the session's sealed exam before anybody's secret is asked for or used.

A kit names the key that signed it, so a forged one is as whole as the true one. The sealed exam tells them apart: its
exam key, which the office certified, signs the kit. Where a passphrase opens a kit, only who knows it could have made
one that it opens. To several people's public keys anybody can seal: a certified kit is never opened without the exam.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import key_files, kits, quorum, sealed_exam
from kaochang.custody.key_files import SEALING, Key
from kaochang.custody.kits import CentreKit, KitHeader
from kaochang.domain.assessments import Level
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.values import text_to_bytes
from kaochang.flow.collect import KIT_LIMIT
from kaochang.flow.offices import KEY_FILE_LIMIT
from kaochang.flow.pinning import Pinned
from kaochang.flow.trust import Trust
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType

_NOTHING = Trust()


@dataclass(frozen=True)
class KitFile:
    """A centre kit, read once and not opened yet; `trust` is what it was held against."""

    path: Path
    header: KitHeader
    trust: Trust
    data: bytes = field(repr=False)
    pinned: Pinned | None = None
    """The site file that it was held against, to be kept once the kit has opened."""

    def check_opens_by_passphrase(self) -> None:
        """Refuses (POLICY, naming whose keys) a kit that its openers open, before anybody is asked for more."""
        with refusals_at(self.path):
            kits.check_opens_by_secret(self.header)

    def check_opens_together(self, files: Sequence[Path]) -> None:
        """Refuses openers' key files that would not open the kit, before one of them types a passphrase.

        POLICY for a kit without openers and for too few of them, CODE for the key of somebody else.
        """
        with refusals_at(self.path):
            kits.check_opens_together(self.header)
        publics = [_public_of(file) for file in files]
        for file, public in zip(files, publics, strict=True):
            with refusals_at(file):
                quorum.places_of([public], 1, self.header.members)
        with refusals_at(self.path):
            quorum.places_of(publics, self.header.quorum, self.header.members)

    def open(self, passphrase: str) -> CentreKit:
        """The kit, opened with the centre's passphrase."""
        with refusals_at(self.path):
            return self._held(kits.open_centre_kit(self.data, passphrase))

    def open_together(self, openers: Sequence[Key]) -> CentreKit:
        """The kit, opened with the keys of those who are there; refused as `kits.open_centre_kit_together` does."""
        with refusals_at(self.path):
            return self._held(kits.open_centre_kit_together(self.data, [key.seed(SEALING) for key in openers]))

    def _held(self, kit: CentreKit) -> CentreKit:
        """What signs for the centre must be what the office certified, whoever signed the kit."""
        if self.trust.exam is not None and text_to_bytes(kit.centre_key) != self.trust.centre_key():
            raise Refusal(Outcome.CERT, "kit.forged")
        return kit


def _public_of(file: Path) -> str:
    """The public half that an opener's key file names; without a secret."""
    with refusals_at(file):
        return key_files.read_key_header(frame.unpack(read_whole(file, KEY_FILE_LIMIT), FileType.KEY_FILE)).sealing


def read_kit(path: Path, trust: Trust = _NOTHING) -> KitFile:
    """A centre kit, whole and this session's own by what is trusted; no secret is needed.

    CONTEXT, POLICY (kind) or CERT for one that does not belong to the exam. KEYRING for a certified session's where
    there is no exam.
    """
    with refusals_at(path):
        data = read_whole(path, KIT_LIMIT)
        header = kits.read_kit_header(frame.unpack(data, FileType.CENTRE_KIT))
        if trust.exam is not None or header.context.level is Level.CERTIFIED:
            trust.check_kit(header)
    return KitFile(path, header, trust, data)


def trust_in(exam: Path, pinned: Pinned) -> Trust:
    """What kits of this exam are held against: the sealed exam, by the office that this PC has pinned."""
    with refusals_at(exam):
        return Trust(pinned.site, sealed_exam.open_sealed_exam(exam, *pinned.site.offices()))
