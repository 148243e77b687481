"""Canonical JSON: for every value exactly one spelling in bytes (docs/formats.md section 2).

Two files with the same content therefore have the same hash, and a signature over bytes is a signature over meaning.
The reader does not look for each wrong spelling: it parses, checks the values, writes them again and refuses when a
single byte differs. That one comparison refuses spaces, key order, duplicate keys, needless escapes and `-0`.
"""

import unicodedata
from typing import Any

import msgspec

from kaochang.domain.refusals import Outcome, Refusal

HEADER_DEPTH = 8
"""How many objects and arrays may stand inside each other in a header; `[]` counts one."""

HEADER_LIMIT = 64 * 1024
"""The most bytes of canonical JSON that are read unless the caller says otherwise."""

_MOST_MARKS = 4_000_000
"""Commas and opening brackets in one document, those in texts too: a value takes far more memory than bytes."""

_SAFE_INTEGER = 2**53  # beyond it other readers of JSON round silently

_NAMES = frozenset({str})
_KINDS = frozenset({str, int, bool, type(None), dict, list})
_DECODER = msgspec.json.Decoder()
_ENCODER = msgspec.json.Encoder(order="deterministic")  # names by their UTF-8 bytes, which is by code point


def encode(plain: object, *, depth: int = HEADER_DEPTH, nfc: bool = True) -> bytes:
    """The canonical bytes of plain JSON shapes (`values.to_plain` gives them).

    Text that canonical JSON cannot carry (a lone surrogate, or not NFC while `nfc`) comes from people and is refused
    (HEADER). A float, a foreign type, an integer beyond 2**53 or too deep a nesting is a bug (ValueError). Pass
    `nfc=False` for payloads that must keep what a candidate typed, and the same `depth` and `nfc` to `decode`.
    """
    try:
        _check(plain, depth, nfc, parsed=False)
        return _ENCODER.encode(plain)
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

    Safe on hostile bytes: size and number of values are checked before parsing, and nesting that would exhaust the
    stack is refused too.
    """
    plain = parse(data, outcome=outcome, limit=limit, depth=depth, nfc=nfc)
    check_spelling(plain, data, outcome)
    return plain


def parse(
    data: bytes,
    *,
    outcome: Outcome = Outcome.HEADER,
    limit: int = HEADER_LIMIT,
    depth: int = HEADER_DEPTH,
    nfc: bool = True,
) -> Any:  # noqa: ANN401 - JSON shapes have no narrower type
    """The same of any spelling: for whoever writes the value anew, and compares that with `data` before using it."""
    if len(data) > limit or _has_too_many_values(data):
        raise Refusal(outcome, "canonical", detail="size")
    try:
        plain = _DECODER.decode(data)
        _check(plain, depth, nfc, parsed=True)
    except (ValueError, RecursionError) as error:
        raise Refusal(outcome, "canonical", detail=type(error).__name__) from error
    return plain


def check_spelling(plain: object, data: bytes, outcome: Outcome) -> None:
    """Refuses (`outcome`) bytes that are not the one spelling of what was parsed from them."""
    if _ENCODER.encode(plain) != data:
        raise Refusal(outcome, "canonical", detail="spelling")


def _has_too_many_values(data: bytes) -> bool:
    return len(data) > _MOST_MARKS and sum(map(data.count, (b",", b"[", b"{"))) > _MOST_MARKS


class _UnfitTextError(ValueError):
    """Text that is not NFC where NFC is asked."""


def _check(plain: object, depth: int, nfc: bool, *, parsed: bool) -> None:
    """Raise ValueError unless every value is allowed and nested at most `depth` deep.

    It goes level by level instead of calling itself, so depth costs no stack. In what was `parsed` all names are text.
    """
    level: list[Any] = [plain]
    for _ in range(depth + 1):
        level = _level_below(level, nfc, parsed)
        if not level:
            return
    raise ValueError("too deep")


def _level_below(level: list[Any], nfc: bool, parsed: bool) -> list[Any]:
    """What stands inside a level's objects and arrays, after checking its scalars; empty when it has neither.

    Told apart by exact type: `True` is an int to isinstance, and a subclass may encode differently from what it holds.
    Each kind is looked for once in a level, and nothing is called for each value: every one of every file passes here.
    """
    kinds = set(map(type, level))
    if not kinds <= _KINDS:
        raise ValueError(f"not a JSON shape: {min(kind.__name__ for kind in kinds - _KINDS)}")
    if nfc and str in kinds and not _is_nfc("\0".join([value for value in level if type(value) is str])):
        raise _UnfitTextError("not NFC")
    if int in kinds:
        _check_numbers([value for value in level if type(value) is int])
    below: list[Any] = []  # one None for each container, so that even an empty one is a level; names, to see their form
    if dict in kinds:
        for named in [value for value in level if type(value) is dict]:
            if not (parsed or _NAMES.issuperset(map(type, named))):
                raise ValueError("a name is not text")
            below += (None, *(named if nfc else ()), *named.values())
    if list in kinds:
        for listed in [value for value in level if type(value) is list]:
            below += (None, *listed)
    return below


def _check_numbers(numbers: list[int]) -> None:
    if min(numbers) < -_SAFE_INTEGER or max(numbers) > _SAFE_INTEGER:
        raise ValueError("integer out of range")


def _is_nfc(texts: str) -> bool:
    """Of texts apart by U+0000: it composes with nothing, so all of them are in this form where each of them is."""
    return unicodedata.is_normalized("NFC", texts)
