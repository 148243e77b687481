"""What is known before a file is read, what came of reading it, and what all files have in common between the two."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from verifier.frames import Document, File, take_apart
from verifier.page import Refused, exit_codes, need
from verifier.primitives import derived, open_stream, raw, subkey


@dataclass(frozen=True)
class Known:
    """What a file is held against: secrets that were given, and what other files have told.

    `room` is the one whose part of a certified exam is opened, `ticket` the one whose PIN is given; `openers` are
    private X25519 keys of those who open a centre kit together, `scorer` is a scorer's. Of a site file `offices` and
    `site_keys` are the present one's and then the former ones', the newest first.
    """

    passphrase: str = ""
    code: str = ""
    room: str = ""
    room_code: str = ""
    room_key: bytes = b""
    ticket: str = ""
    pin: str = ""
    openers: tuple[bytes, ...] = ()
    scorer: bytes = b""
    scorer_key: bytes = b""
    packet: str = ""
    packet_file: bytes = b""
    back: bytes = b""
    site: File | None = None
    offices: tuple[bytes, ...] = ()
    site_keys: tuple[bytes, ...] = ()
    exam: Document | None = None
    context: Document | None = None
    exam_key: bytes = b""
    centre_key: bytes = b""
    content_key: bytes = b""
    results_seed: bytes = b""
    rooms: dict[str, list[str]] | None = None
    ticket_keys: dict[str, str] | None = None
    proctor_keys: dict[str, str] | None = None


@dataclass
class Report:
    """What came of one file: what was checked, in that order, every plaintext, and what it tells of other files."""

    kind: str = ""
    checked: list[str] = field(default_factory=list)
    plain: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    refused: Refused | None = None

    @property
    def outcome(self) -> str:
        """[7] The typed outcome."""
        return self.refused.outcome if self.refused else "OK"

    @property
    def exit_code(self) -> int:
        """[7] Its exit code."""
        return exit_codes()[self.outcome]

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Keeps the first refusal inside, and goes on: one object of an exam that is damaged costs that object."""
        try:
            yield
        except Refused as refused:
            self.refused = self.refused or refused


@dataclass(frozen=True)
class Reading:
    """One file being read, and the checks that many types have in common."""

    file: File
    header: Document
    known: Known
    report: Report

    def check_signed(self, named: str, expected: bytes = b"") -> None:
        """[1] Refuse (SIGNATURE) what is not by the expected key, and (CERT) what says that it is by another.

        Where no key is expected, the one that the file names must have signed it.
        """
        key = expected or raw(named)
        need(self.file.is_signed_by(key), "SIGNATURE", "not by this key")
        need(key == raw(named), "CERT", "it names another key")
        self.report.checked.append("signature" if expected else "signature by the key it names")

    def check_context(self, found: Document) -> None:
        """[8] Refuse a file of another kind (POLICY) and of another session, exam file or level (CONTEXT)."""
        expected = self.known.context
        if expected is not None:
            need(found["kind"] == expected["kind"], "POLICY", "another kind")
            need(found == expected, "CONTEXT", "another session, exam file or level")
            self.report.checked.append("context")

    def check_exam_key(self) -> None:
        """[8] Refuse (CERT) what names another exam key than the sealed exam's."""
        if self.known.exam_key:
            need(raw(self.header["exam_key"]) == self.known.exam_key, "CERT", "another exam key")
            self.report.checked.append("exam key")


Reader = Callable[[Reading], None]


def judge(data: bytes, known: Known, readers: dict[str, tuple[str, Reader]]) -> Report:
    """Reads a file of any type: by its letter, what its header must be, and what reads the rest."""
    report = Report()
    with report.going_on():
        file = take_apart(data)
        report.kind = file.kind.name
        document, reader = readers[file.letter]
        reader(Reading(file, file.header(document), known, report))
    return report


def place_of(context: Document) -> tuple[str, bytes]:
    """[6] The fields that name a session and its exam file."""
    return context["session"], raw(context["exam_file"])


@cache
def _key_of(secret: str, kdf: tuple[tuple[str, Any], ...], purpose: bytes) -> bytes:
    return derived(secret, dict(kdf), purpose)


def open_under(secret: str, kdf: Document, purpose: bytes, sealed: bytes, room_key: bytes = b"") -> bytes:
    """[5] What a secret opens, with a room key file too; its key is computed once, whatever is under it. CODE."""
    key = _key_of(secret, tuple(sorted(kdf.items())), purpose)
    if room_key:
        need(len(room_key) == 32, "CODE", "length of the room key file")
        key = subkey(key, purpose, room_key)
    return open_stream(key, purpose, sealed, "CODE")
