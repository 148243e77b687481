"""[2] Canonical JSON: what a lenient parser makes of bytes is written again by the page's rules, and compared."""

import json
import unicodedata
from typing import Any, NoReturn

from verifier.page import Refused, need

_MOST_MARKS = 4_000_000


def written(value: object, depth: int = 32, nfc: bool = False) -> bytes:
    """The canonical bytes of a value; ValueError where there are none."""
    if not _is_lawful(value, depth, nfc):
        raise ValueError("a value, a depth or a form that canonical JSON does not have")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _is_lawful(value: object, depth: int, nfc: bool) -> bool:
    match value:
        case None | bool():
            return True
        case int():
            return abs(value) <= 2**53
        case str():
            return not nfc or unicodedata.is_normalized("NFC", value)
        case list() if depth:
            return all(_is_lawful(each, depth - 1, nfc) for each in value)
        case dict() if depth:
            return all(_is_lawful(each, depth - 1, nfc) for each in (*value, *value.values()))
    return False


def _no_number(spelled: str) -> NoReturn:
    raise ValueError(spelled[:20])


def read(data: bytes, *, outcome: str, depth: int, nfc: bool, limit: int) -> Any:  # noqa: ANN401 - JSON is anything
    """What canonical bytes say; refused (`outcome`) for every other spelling, for depth and for size."""
    need(len(data) <= limit and sum(map(data.count, b",[{")) <= _MOST_MARKS, outcome, "size")
    try:
        value = json.loads(data.decode(), parse_float=_no_number, parse_constant=_no_number)
        again = written(value, depth, nfc)
    except (ValueError, RecursionError) as error:
        raise Refused(outcome, f"not canonical: {type(error).__name__}") from error
    need(again == data, outcome, "not canonical: spelling")
    return value
