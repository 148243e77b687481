"""Canonical JSON: for every value exactly one spelling in bytes (docs/formats.md section 2).

Two files with the same content therefore have the same hash, and a signature over bytes is a signature over meaning.
The reader does not look for each wrong spelling: it parses, checks the values, writes them again and refuses when a
single byte differs. That one comparison refuses spaces, key order, duplicate keys, needless escapes and `-0`.
"""

import json
import unicodedata
from typing import Any, NoReturn

from kaochang.domain.refusals import Outcome, Refusal

HEADER_DEPTH = 8
"""How many objects and arrays may stand inside each other in a header; `[]` counts one."""

HEADER_LIMIT = 64 * 1024
"""The most bytes of canonical JSON that are read unless the caller says otherwise."""

_SAFE_INTEGER = 2**53  # beyond it other readers of JSON round silently

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def encode(plain: object, *, depth: int = HEADER_DEPTH, nfc: bool = True) -> bytes:
    """The canonical bytes of plain JSON shapes (`values.to_plain` gives them).

    Text that canonical JSON cannot carry (a lone surrogate, or not NFC while `nfc`) comes from people and is refused
    (HEADER). A float, a foreign type, an integer beyond 2**53 or too deep a nesting is a bug (ValueError). Pass
    `nfc=False` for payloads that must keep what a candidate typed, and the same `depth` and `nfc` to `decode`.
    """
    try:
        _check(plain, depth, nfc)
        return _ENCODER.encode(plain).encode("utf-8")
    except (_UnfitTextError, UnicodeEncodeError) as error:
        raise Refusal(Outcome.HEADER, "canonical.text") from error


def decode(
    data: bytes,
    *,
    outcome: Outcome = Outcome.HEADER,
    limit: int = HEADER_LIMIT,
    depth: int = HEADER_DEPTH,
    nfc: bool = True,
) -> Any:  # noqa: ANN401 - JSON shapes have no narrower type
    """The plain shapes that `data` spells canonically; refuses (`outcome`) every other spelling and every excess.

    Safe on hostile bytes: size is checked before parsing, and nesting that would exhaust the stack is refused too.
    """
    if len(data) > limit:
        raise Refusal(outcome, "canonical", detail="size")
    try:
        plain = json.loads(data.decode("utf-8"), parse_float=_refuse_number, parse_constant=_refuse_number)
        _check(plain, depth, nfc)
        again = _ENCODER.encode(plain).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Refusal(outcome, "canonical", detail=type(error).__name__) from error
    if again != data:
        raise Refusal(outcome, "canonical", detail="spelling")
    return plain


class _UnfitTextError(ValueError):
    """Text that is not NFC where NFC is asked."""


def _refuse_number(spelled: str) -> NoReturn:
    raise ValueError(f"not an integer: {len(spelled)} characters")


def _check(plain: object, depth: int, nfc: bool) -> None:
    """Raise ValueError unless every value is allowed and nested at most `depth` deep.

    It goes level by level instead of calling itself, so depth costs no stack.
    """
    level: list[object] = [plain]
    for _ in range(depth + 1):
        level = _level_below(level, nfc)
        if not level:
            return
    raise ValueError("too deep")


def _level_below(level: list[object], nfc: bool) -> list[object]:
    """What stands inside a level's objects and arrays, after checking its scalars; empty when it has neither.

    Sorted by exact type: `True` is an int to isinstance, and a subclass may encode differently from what it holds.
    """
    sorted_by: dict[type, list[Any]] = {dict: [], list: [], str: [], int: [], bool: [], type(None): []}
    for value in level:
        if type(value) not in sorted_by:
            raise ValueError(f"not a JSON shape: {type(value).__name__}")
        sorted_by[type(value)].append(value)
    objects, arrays = sorted_by[dict], sorted_by[list]
    names = [name for members in objects for name in members]
    if any(type(name) is not str for name in names):
        raise ValueError("a name is not text")
    if any(abs(number) > _SAFE_INTEGER for number in sorted_by[int]):
        raise ValueError("integer out of range")
    if nfc and not all(unicodedata.is_normalized("NFC", text) for text in (*sorted_by[str], *names)):
        raise _UnfitTextError("not NFC")
    # One empty entry for each container, so that even an empty one counts as a level.
    below: list[object] = [None] * (len(objects) + len(arrays))
    below.extend(value for members in objects for value in members.values())
    below.extend(value for array in arrays for value in array)
    return below
