"""Ids that become names of files and folders: plain, bounded, checked wherever a header that holds one is read.

Whoever knows the start code can sign a header with any text in it. A text with a slash, a dot or a NUL must never get
as far as a path.
"""

import re
from typing import Annotated, TypeAlias

import msgspec

ID_LENGTH = 64
"""Longest id of a session, room, ticket or exam, in characters."""

_PLAIN = rf"\A[A-Za-z0-9_-]{{1,{ID_LENGTH}}}\Z"

PlainId: TypeAlias = Annotated[str, msgspec.Meta(pattern=_PLAIN)]
"""Letters and digits of ASCII, `-` and `_` only."""

AttemptId: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{16}\Z")]
"""Twelve random bytes in base64url."""


def is_plain(text: str) -> bool:
    """Whether a text may be the id of a session, room, ticket or exam."""
    return re.fullmatch(_PLAIN, text) is not None
