"""The base of every value that travels or is stored, and its one way to and from plain JSON shapes.

Values are immutable and typed. Their plain shape holds only what canonical JSON allows (docs/formats.md): objects,
arrays, strings, integers, booleans and null. A fraction travels as "5/2", bytes as base64url without padding.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeVar, get_type_hints

import msgspec

from kaochang.domain.refusals import Outcome, Refusal


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An immutable record; equality by content."""


class SecretValue(Value, frozen=True):
    """A record that holds keys: it may stand in a trace, and shows nothing there but what it is."""

    def __repr__(self) -> str:
        """Its name alone."""
        return f"{type(self).__name__}(…)"


class Record(msgspec.Struct, frozen=True):
    """An immutable record that is neither sent nor stored: a screen's state, a machine's parts.

    Whoever waits for a window waits for its classes too: a dataclass, whose methods are written and compiled when it is
    imported, takes some forty times as long. `msgspec.structs.replace` copies one with changes.
    """


class SecretRecord(Record, frozen=True):
    """A record that holds keys, codes or what a person typed: as `SecretValue`, it shows its name alone."""

    __repr__ = SecretValue.__repr__


V = TypeVar("V")

NEWEST_FORMAT = 2
"""The newest format of any document (docs/formats.md, section 8)."""

Later: TypeAlias = Annotated[V, msgspec.Meta(extra={"format": 2})]
"""A member that came with format 2: a document of format 1 does not have it, and is read as if it said the default."""

LATEST_WALL = 253_370_764_799_999
"""The end of the year 9998, UTC, in ms since 1970: still a date a calendar has, in every zone of the world."""

Wall: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=LATEST_WALL)]
"""A wall time, ms since 1970, UTC. A file that says anything else is refused when it is read, not when it is shown."""

Span: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=LATEST_WALL)]
"""A duration in ms: never negative, and never more than wall times can be apart."""

Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=86_400)]
"""A time limit: at least a second, at most a day."""

MOST_WORDS = 20_000
"""The longest length that a text can be asked to have."""

WordLimit: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=MOST_WORDS)]
"""How many words a text is asked to have, at least or at most."""

Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
"""How often something happened."""

Times: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
"""How often something happened that did happen."""

_FRACTION = re.compile(r"-?[0-9]{1,30}(?:/[0-9]{1,30})?")  # no exponents: "1e999999999" would fill the memory


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(type(value).__name__)


_SPELLING = msgspec.json.Encoder(enc_hook=_plain, order="sorted")
"""One spelling for one content, be it a value or plain: to compare these takes half the time of comparing shapes."""


def _rich(kind: type, plain: Any) -> object:  # noqa: ANN401 - whatever a JSON document held at this place
    if kind is Fraction:
        if not isinstance(plain, str):
            raise TypeError("a fraction is a string")
        if not _FRACTION.fullmatch(plain) or plain.endswith("/0"):
            raise ValueError("not a fraction")
        value = Fraction(plain)
        if str(value) != plain:
            raise ValueError("not in lowest terms")
        return value
    raise TypeError(kind.__name__)


def to_json(value: object) -> bytes:
    """A value in JSON, for what only the program itself reads; refuses (HEADER) text that no file can carry.

    That is a lone surrogate. What is hashed or signed has one spelling, and is written by `sealing/canonical`.
    """
    try:
        return msgspec.json.encode(value, enc_hook=_plain)
    except UnicodeEncodeError as error:
        raise Refusal(Outcome.HEADER, "canonical.text") from error


def to_plain(value: object) -> Any:  # noqa: ANN401 - JSON shapes have no narrower type
    """The plain JSON shape of a value; refusals as in `to_json`."""
    return msgspec.json.decode(to_json(value))


def from_plain(kind: type[V], plain: object) -> V:
    """The value that a plain shape stands for; refuses (PAYLOAD) whatever `kind` does not describe exactly."""
    try:
        return msgspec.convert(plain, kind, dec_hook=_rich)
    except (msgspec.ValidationError, ValueError, TypeError, RecursionError) as error:
        raise Refusal(Outcome.PAYLOAD, "payload", detail=type(error).__name__) from error


@cache
def later_members(kind: type[Value], of_format: int) -> frozenset[str]:
    """The members that a document of this format does not have, because they came `Later`."""
    hints = get_type_hints(kind, include_extras=True)
    since = {name: _since(getattr(hint, "__metadata__", ())) for name, hint in hints.items()}
    return frozenset(name for name, number in since.items() if number > of_format)


def _since(metadata: tuple[object, ...]) -> int:
    extras = [each.extra for each in metadata if isinstance(each, msgspec.Meta) and each.extra]
    return max((int(extra["format"]) for extra in extras), default=1)


def to_format(value: object, of_format: int) -> object:
    """The plain JSON shape that a value has in a document of this format: without what came later."""
    plain = to_plain(value)
    return plain if of_format == NEWEST_FORMAT else _without_later(value, plain, of_format)


def _without_later(value: object, plain: object, of_format: int) -> object:
    if isinstance(value, Value) and isinstance(plain, dict):
        later = later_members(type(value), of_format)
        kept = {name: each for name, each in plain.items() if name not in later}
        return {name: _without_later(getattr(value, name, None), each, of_format) for name, each in kept.items()}
    if isinstance(value, Mapping) and isinstance(plain, dict):
        return {name: _without_later(value[name], each, of_format) for name, each in plain.items()}
    if isinstance(value, tuple) and isinstance(plain, list):
        return [_without_later(one, each, of_format) for one, each in zip(value, plain, strict=True)]
    return plain


def from_whole(kind: type[V], plain: object, of_format: int = NEWEST_FORMAT) -> V:
    """The value of a document in a file: as `from_plain`, and exactly the members of its format are written (PAYLOAD).

    Else one content would have several spellings, and so several hashes: a member that may be missing has a default.
    """
    value = from_plain(kind, plain)
    whole = value if of_format == NEWEST_FORMAT else to_format(value, of_format)
    if spelling(whole) != spelling(plain):
        raise Refusal(Outcome.PAYLOAD, "payload", detail="members")
    return value


def spelling(value: object) -> bytes:
    """A value's JSON with every name in order: that of canonical JSON, and of what is plain the same."""
    return _SPELLING.encode(value)


def bytes_to_text(data: bytes) -> str:
    """Base64url without padding, the one way bytes are written in headers."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def text_to_bytes(text: str) -> bytes:
    """Inverse of `bytes_to_text`; refuses (HEADER) every other spelling of the same bytes."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise Refusal(Outcome.HEADER, "header") from error
    if bytes_to_text(data) != text:
        raise Refusal(Outcome.HEADER, "header")
    return data
