"""What is known before a file is read, what came of reading it, and the one function that reads any file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from verifier.frames import Document, File, take_apart
from verifier.page import Refused, exit_codes, need
from verifier.primitives import derived


@dataclass(frozen=True)
class Known:
    """What a file is held against: secrets that were given, and what other files have told.

    `room` is the one whose part of a certified exam is opened, `ticket` the one whose PIN is given; `openers` are
    private X25519 keys of those who open a centre kit together. Of a site file `offices` and `site_keys` are the
    present one's and then the former ones', the newest first.
    """

    passphrase: str = ""
    code: str = ""
    room: str = ""
    room_code: str = ""
    room_key: bytes = b""
    ticket: str = ""
    pin: str = ""
    openers: tuple[bytes, ...] = ()
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

    def with_all(self, told: dict[str, Any]) -> "Known":
        """This and what a file told."""
        return replace(self, **told)


@dataclass
class Report:
    """What came of one file: what was checked, in that order, and every plaintext that came out."""

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


Reader = Callable[[File, Known, Report], None]


def judge(data: bytes, known: Known, readers: dict[str, Reader]) -> Report:
    """Reads a file of any type."""
    report = Report()
    with report.going_on():
        file = take_apart(data)
        report.kind = file.kind.name
        readers[file.letter](file, known, report)
    return report


def check_context(found: Document, known: Known, report: Report) -> None:
    """[8] Refuse a file of another kind (POLICY) and of another session, exam file or level (CONTEXT)."""
    if known.context is None:
        return
    need(found["kind"] == known.context["kind"], "POLICY", "another kind")
    need(found == known.context, "CONTEXT", "another session, exam file or level")
    report.checked.append("context")


def check_named_key(file: File, named: bytes, expected: bytes, report: Report) -> None:
    """[1] Refuse (SIGNATURE) what is not by the expected key, and (CERT) what says that it is by another.

    Where no key is expected, the one that the file names must have signed it.
    """
    file.check_signed_by(expected or named)
    need(expected in (b"", named), "CERT", "it names another key")
    report.checked.append("signature" if expected else "signature by the key it names")


@cache
def _key_of(secret: str, kdf: tuple[tuple[str, Any], ...], info: bytes) -> bytes:
    return derived(secret, dict(kdf), info)


def key_of(secret: str, kdf: Document, info: bytes) -> bytes:
    """[5] The key of a secret; computed once, however many files are under it."""
    return _key_of(secret, tuple(sorted(kdf.items())), info)
