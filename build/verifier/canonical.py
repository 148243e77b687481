"""[2] Canonical JSON: what a lenient parser makes of bytes is written again by the page's rules, and compared."""

import json
import re
import unicodedata
from typing import Any, NoReturn

from verifier.page import Refused, need

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", '"': '\\"', "\\": "\\\\"}


def written(value: object, depth: int = 32, nfc: bool = False) -> bytes:
    """The canonical bytes of a value; ValueError where there are none."""
    return _spelled(value, depth, nfc).encode()


def _spelled(value: object, depth: int, nfc: bool) -> str:
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case int() if abs(value) <= 2**53:
            return str(value)
        case str() if not nfc or unicodedata.is_normalized("NFC", value):
            return (
                '"'
                + re.sub(r'["\\\x00-\x1f]', lambda mark: _SHORT.get(mark[0]) or f"\\u{ord(mark[0]):04x}", value)
                + '"'
            )
        case list() if depth:
            return "[" + ",".join(_spelled(each, depth - 1, nfc) for each in value) + "]"
        case dict() if depth:
            pairs = (_spelled(name, 1, nfc) + ":" + _spelled(value[name], depth - 1, nfc) for name in sorted(value))
            return "{" + ",".join(pairs) + "}"
    raise ValueError(type(value).__name__)


def _no_number(spelled: str) -> NoReturn:
    raise ValueError(spelled[:20])


def read(data: bytes, *, outcome: str, depth: int, nfc: bool, limit: int) -> Any:  # noqa: ANN401 - JSON is anything
    """What canonical bytes say; refused (`outcome`) for every other spelling, for depth and for size."""
    need(len(data) <= limit, outcome, "size")
    try:
        value = json.loads(data.decode(), parse_float=_no_number, parse_constant=_no_number)
        again = written(value, depth, nfc)
    except (ValueError, RecursionError) as error:
        raise Refused(outcome, f"not canonical: {type(error).__name__}") from error
    need(again == data, outcome, "not canonical: spelling")
    return value
