"""From what a person types to a key, and the keys wrapped under it.

Argon2id (RFC 9106) makes every guess cost time and memory. Its parameters travel in headers, so they have hard limits
both ways: too little would make guessing cheap, too much would let a file stop a PC. One lane, because other
libraries then compute the same.
"""

import os
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, bytes_to_text, text_to_bytes
from kaochang.sealing import keys, streams

_SALT_BYTES = 16
_MEMORY_KIB = range(64 * 1024, 1024 * 1024 + 1)
_ITERATIONS = range(3, 11)
_LANES = 1
_TOGETHER_KIB = 1024 * 1024
"""What all derivations under way together may take of a PC's memory."""


class KdfParams(Value, frozen=True):
    """Argon2id's parameters as they stand in a header: memory in KiB, passes, lanes, salt in base64url."""

    memory_kib: int
    iterations: int
    lanes: int
    salt: str = ""


DEFAULT = KdfParams(memory_kib=256 * 1024, iterations=3, lanes=_LANES)
"""The cost of a code or passphrase (about a second). It has no salt yet: `new_params` adds one."""

MINIMUM = KdfParams(memory_kib=_MEMORY_KIB.start, iterations=_ITERATIONS.start, lanes=_LANES)
"""The least cost that is read back, for secrets that are only a second factor, such as a ticket's PIN."""


T = TypeVar("T")


def no_step() -> None:
    """For callers that count no steps."""


def new_params(random: Randomness, cost: KdfParams = DEFAULT) -> KdfParams:
    """`cost` with a fresh salt of 16 bytes."""
    return KdfParams(cost.memory_kib, cost.iterations, cost.lanes, bytes_to_text(random(_SALT_BYTES)))


def derive(secret: str, params: KdfParams, context: bytes) -> bytes:
    """The 32-byte key of a typed secret: HKDF-SHA256(Argon2id(NFKC(secret)), info=context).

    NFKC, so that a passphrase typed full-width or with another input method is still the same. Refuses (HEADER)
    parameters outside the limits before spending anything, and (LIMIT) when this PC lacks the memory.
    """
    salt = _checked_salt(params)
    argon = Argon2id(
        salt=salt,
        length=keys.KEY_BYTES,
        iterations=params.iterations,
        lanes=params.lanes,
        memory_cost=params.memory_kib,
    )
    typed = unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")
    try:
        stretched = argon.derive(typed)
    except MemoryError as error:
        raise Refusal(Outcome.LIMIT, "kdf.memory", mib=params.memory_kib // 1024) from error
    return keys.subkey(stretched, context)


def on_all_cores(work: Sequence[Callable[[], T]], cost: KdfParams, step: Callable[[], None] = no_step) -> list[T]:
    """What each piece of work gives, in order, where each derives a key at `cost`; `step` is called after each.

    Argon2id lets other threads run meanwhile, so all cores are used as far as memory goes.
    """
    found = []
    with ThreadPoolExecutor(cores(cost)) as threads:
        for each in threads.map(_call, work):
            found.append(each)
            step()
    return found


def cores(cost: KdfParams) -> int:
    """How many derivations of this cost are done at a time."""
    return min(max(1, _TOGETHER_KIB // cost.memory_kib), os.cpu_count() or 1)


def _call(work: Callable[[], T]) -> T:
    return work()


def _checked_salt(params: KdfParams) -> bytes:
    salt = text_to_bytes(params.salt)
    allowed = (
        len(salt) == _SALT_BYTES
        and params.memory_kib in _MEMORY_KIB
        and params.iterations in _ITERATIONS
        and params.lanes == _LANES
    )
    if not allowed:
        raise Refusal(Outcome.HEADER, "kdf")
    return salt


def wrap(kek: bytes, key: bytes, context: bytes) -> bytes:
    """`key` sealed under a key-encryption key. The stream commits to `kek`: one slot never opens to two keys."""
    return streams.seal(kek, context, key)


def unwrap(kek: bytes, wrapped: bytes, context: bytes, refusal: str = "code.wrong") -> bytes:
    """The wrapped key; refuses (CODE, with this catalogue key) when `kek` is not the one.

    Call it on a header whose signature is verified: only then does a failure mean a wrong code, not a damaged file.
    """
    return streams.open_(kek, context, wrapped, outcome=Outcome.CODE, refusal=refusal)
