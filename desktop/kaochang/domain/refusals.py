"""Everything this program says "no" to, and how a "no" is carried.

    Exception
    ├── Refusal      expected: a message, a place and a next step, all as catalogue keys
    │   └── Violation    an event that the attempt's table does not allow in its state
    └── (anything else)  a bug: the attempt is saved, the log has the trace, the user reads a calm page

A refusal never holds words. `Outcome` is the class that scripts act on and gives the exit code of every verb;
`key` picks the sentence `refusal.KEY` and its next step `refusal.KEY.next` from the catalogue, in the reader's
language; `where` is the file, line, ticket or field. No refusal may carry a secret in its parameters.
"""

import enum
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec


class Outcome(enum.IntEnum):
    """The typed outcomes of docs/formats.md; the value is the exit code of the terminal verbs.

    Codes 0, 1, 2 and 64 belong to the verbs themselves: done; done, with something to look at; a paper that
    could not be read at all; wrong usage. 70 is a bug, 130 a verb that its user stopped (Ctrl-C).
    """

    OK = 0
    PAPER = 2
    USAGE = 64
    IO = 10
    FRAME = 11
    HEADER = 12
    VERSION = 13
    KEYRING = 14
    CERT = 15
    SIGNATURE = 16
    CONTEXT = 17
    CODE = 18
    DECRYPT = 19
    PAYLOAD = 20
    DUPLICATE = 21
    CONFLICT = 22
    ROLLBACK = 23
    POLICY = 24
    LIMIT = 25
    MISSING = 26
    NOT_A_FILE = 27
    EMPTY = 28
    DISK_FULL = 29
    EXISTS = 30


BUG_EXIT = 70
FINDINGS_EXIT = 1
STOPPED_EXIT = 130
"""As shells count it: 128 and the number of the signal."""


class Word(msgspec.Struct, frozen=True):
    """A parameter that is itself a word of the catalogue, by its key: what a kind, a level or a file is called."""

    key: str


class Refusal(Exception):  # noqa: N818 - a refusal is the field's word; it is not always an error
    """An expected "no". Raised where it is found, turned into words at the edge (cli or a presenter).

    Among its parameters may be a `Word` of the catalogue, and tuples: a list, set as the reader's language sets it.
    """

    def __init__(self, outcome: Outcome, key: str, where: str = "", **params: object) -> None:
        super().__init__(outcome, key, where)
        self.outcome = outcome
        self.key = key
        self.where = where
        self.params = params

    def at(self, where: str) -> "Refusal":
        """This refusal with its place filled in, for a caller that knows the file where the callee did not."""
        if not self.where:
            self.where = where
        return self


@contextmanager
def refusals_at(where: object) -> Iterator[None]:
    """Every refusal inside the block that names no place gets this one: the file that was being opened."""
    try:
        yield
    except Refusal as refusal:
        refusal.at(str(where))
        raise


class Violation(Refusal):
    """An event the attempt does not allow now; `key` names the broken rule."""

    def __init__(self, key: str, where: str = "", **params: object) -> None:
        super().__init__(Outcome.POLICY, key, where, **params)
