"""What the page shows where the centre's keys are opened; never a secret."""

from __future__ import annotations

from kaochang.domain.values import Record
from kaochang.presenters.refusals import Refused


class OpenerFace(Record, frozen=True):
    """An opener's key file that was chosen."""

    path: str
    name: str


class KeysState(Record, frozen=True):
    """The whole page. `is_new`: a database is made for the kit's session; else the kit of the open one is asked for.

    `kit` and `exam` are paths ("" for none yet), `title` is the kit's session, `quorum` how many openers have to be
    there (0: a passphrase opens it). `why` says what is missing, "" for nothing. `turn` is another number when every
    secret's field is to be emptied.
    """

    is_new: bool = False
    kit: str = ""
    title: str = ""
    database: str = ""
    is_certified: bool = False
    exam: str = ""
    quorum: int = 0
    openers: tuple[OpenerFace, ...] = ()
    centre_key: str = ""
    fingerprint: str = ""
    why: str = ""
    is_opening: bool = False
    refused: Refused | None = None
    turn: int = 0
