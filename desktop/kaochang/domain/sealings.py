"""Versions of a session: what is sealed again has the id of the first sealing, `-v` and its number from 2 on.

So files of an older or newer sealing can be called that wherever two ids meet. Whose place a version takes, by the hash
of that file, stands in its header; here it is only what the ids say.
"""

import re

from kaochang.domain.ids import ID_LENGTH
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record

MOST_VERSIONS = 999
_LATER = re.compile(r"(.+)-v([2-9]|[1-9][0-9]{1,2})")


class Sealing(Record, frozen=True):
    """One version of a session, from 1; `base` is the id of the first."""

    base: str
    version: int


def sealing_of(session: str) -> Sealing:
    """Which version a session's id says that it is."""
    later = _LATER.fullmatch(session)
    return Sealing(session, 1) if later is None else Sealing(later[1], int(later[2]))


def next_id(session: str) -> str:
    """The id of the version after this one; LIMIT where no more can be counted or named."""
    sealing = sealing_of(session)
    made = f"{sealing.base}-v{sealing.version + 1}"
    if sealing.version >= MOST_VERSIONS or len(made) > ID_LENGTH:
        raise Refusal(Outcome.LIMIT, "seal.versions", most=MOST_VERSIONS)
    return made
