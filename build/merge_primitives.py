"""What a merge of results is made of, one primitive after the other, for the bench: the libraries alone, no program.

Reading, SHA-256, two Ed25519 signatures (the result's and its certificate's), HPKE with its AEAD, decoding JSON, and
inserting. Imported by the bench.
"""

import hashlib
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from kaochang.custody import certificates, results
from kaochang.custody.kits import CentreKit
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import frame, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType

RUNS = 3

_Signed = tuple[bytes, bytes, bytes]


@dataclass(frozen=True)
class Taken:
    """A result taken apart: what is verified, what is opened, and what stands inside."""

    path: Path
    signed: tuple[_Signed, _Signed]
    body: bytes
    info: bytes
    plain: bytes


def taken_apart(path: Path, kit: CentreKit) -> Taken:
    framed = frame.unpack(path.read_bytes(), FileType.RESULT)
    header = results.check_result(framed, kit.ticket_keys)
    certificate = header.certificate
    own = (
        certificates.subject_of(certificate),
        frame.pae(FileType.RESULT.media_type, frame.signed_bytes(framed)),
        framed.signatures[0].signature,
    )
    certified = (
        text_to_bytes(kit.ticket_keys[header.identity.ticket]),
        frame.pae(certificates.MEDIA_TYPE, text_to_bytes(certificate.payload)),
        text_to_bytes(certificate.signature),
    )
    info = bind(Purpose.RESULT_BODY, hashlib.sha256(framed.header).digest())
    plain = streams.unpad(opened(framed.body, info, text_to_bytes(kit.results_seed)))
    return Taken(path, (own, certified), framed.body, info, plain)


def opened(body: bytes, info: bytes, seed: bytes) -> bytes:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    return suite.decrypt(body, X25519PrivateKey.from_private_bytes(seed), info=info)


def verify(key: bytes, message: bytes, signature: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(key).verify(signature, message)


def insert(sample: list[Taken], database: Path) -> None:
    """As the merge does it: rows with an index, in one durable transaction."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=EXTRA")
    connection.execute("CREATE TABLE IF NOT EXISTS results (path TEXT PRIMARY KEY, document TEXT)")
    with connection:
        connection.execute("DELETE FROM results")
    with connection:
        connection.executemany("INSERT INTO results VALUES (?, ?)", [(str(t.path), t.plain.decode()) for t in sample])
    connection.close()


def primitives(sample: list[Taken], kit: CentreKit, database: Path) -> dict[str, float]:
    """CPU seconds that each primitive takes for one result."""
    seed, data = text_to_bytes(kit.results_seed), [each.path.read_bytes() for each in sample]
    works: dict[str, Callable[[], object]] = {
        "read": lambda: [each.path.read_bytes() for each in sample],
        "SHA-256": lambda: [hashlib.sha256(each).digest() for each in data],
        "2 x Ed25519": lambda: [verify(*signed) for each in sample for signed in each.signed],
        "HPKE and AEAD": lambda: [opened(each.body, each.info, seed) for each in sample],
        "JSON": lambda: [msgspec.json.decode(each.plain) for each in sample],
        "insert": lambda: insert(sample, database),
    }
    return {name: min(cpu_of(work) for _ in range(RUNS)) / len(sample) for name, work in works.items()}


def cpu_of(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
