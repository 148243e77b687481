"""One result for benchmarks: read as a merge reads it, and the library calls that no reader can do without."""

import hashlib
import os
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from kaochang.custody import certificates, results
from kaochang.domain.ports import Words
from kaochang.domain.values import text_to_bytes
from kaochang.flow import centre_kit, simulate
from kaochang.flow.arrivals import arrived_result
from kaochang.machine.clock import SystemClock
from kaochang.sealing import envelopes, frame, kdf, streams
from kaochang.sealing.contexts import Context, bind

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class ResultSample:
    """A result of 60 items, twelve of them essays, that fills most of its 16 KiB; sat by a made-up candidate."""

    def __init__(self, folder: Path, words: Words) -> None:
        order = simulate.SimulateOrder(rooms=1, seats=1, items=60, text_length=240, out=folder, cost=kdf.MINIMUM)
        day = simulate.simulate(order, words, SystemClock(), os.urandom)
        self._kit = centre_kit.read_kit(day.kit).open(day.passphrase)
        self._data = next(day.stick.rglob("*.kcr")).read_bytes()
        self._seed = text_to_bytes(self._kit.results_seed)
        framed, header = arrived_result(self._data, self._kit.context, self._kit.ticket_keys)
        certificate, ticket_key = header.certificate, self._kit.ticket_keys[header.identity.ticket]
        payload = text_to_bytes(certificate.payload)
        issued = frame.pae(certificates.MEDIA_TYPE, payload)
        self._signed = (
            (text_to_bytes(ticket_key), text_to_bytes(certificate.signature), issued),
            (certificates.subject_of(certificate), framed.signatures[0].signature, signed_message(framed)),
        )
        self._body = framed.body
        self._info = bind(Context.RESULT_BODY, hashlib.sha256(framed.header).digest())
        self._documents = framed.header, payload, streams.unpad(envelopes.open(self._seed, framed.body, self._info))

    def __len__(self) -> int:
        """The bytes of the file."""
        return len(self._data)

    def read(self) -> None:
        """From the file's bytes to what was handed in."""
        arrived = arrived_result(self._data, self._kit.context, self._kit.ticket_keys)
        results.open_result(*arrived, self._seed)

    def primitives(self) -> None:
        """Two signatures verified, the envelope opened, and each document read and, to see its spelling, written."""
        for key, signature, message in self._signed:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        SUITE.decrypt(self._body, X25519PrivateKey.from_private_bytes(self._seed), info=self._info)
        for document in self._documents:
            msgspec.json.encode(msgspec.json.decode(document))


def signed_message(framed: frame.Frame) -> bytes:
    """What the signatures of a file are over."""
    return frame.pae(framed.type.media_type, frame.signed_bytes(framed))
