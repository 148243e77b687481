"""Turns what went wrong into words: a refusal by its own sentences, a bug into one calm page and a trace in the log."""

import logging
from fractions import Fraction

from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal, Word
from kaochang.domain.values import Record
from kaochang.machine.folders import readable
from kaochang.presenters.moments import moment_of

_log = logging.getLogger(__name__)


class Refused(Record, frozen=True):
    """What happened, what the reader can do about it, and the file, line or field it is about (may be empty)."""

    message: str
    next_step: str
    where: str = ""


_MOMENTS = frozenset({"opens", "closes", "now"})


def shown(name: str, value: object, words: Words) -> object:
    """A parameter as people read it: a list, a word, a decimal, a time on this PC's clock, a stranger's text tame."""
    if name in _MOMENTS and isinstance(value, int):
        moment = moment_of(value)
        return value if moment is None else words("moment", moment=moment)
    if isinstance(value, Fraction):
        from kaochang.presenters.figures import figure

        return figure(words, value)
    if isinstance(value, Word):
        return words(value.key)
    if isinstance(value, tuple):
        return words("list.separator").join(str(shown(name, each, words)) for each in value)
    return readable(value) if isinstance(value, str) else value


def to_words(refusal: Refusal, words: Words, own: str = "") -> Refused:
    """The sentences `refusal.KEY` and `refusal.KEY.next`, filled with the refusal's parameters and its place.

    `own` is the key of a page's own sentences for it.
    """
    where = readable(refusal.where)
    params = {name: shown(name, value, words) for name, value in refusal.params.items()} | {"where": where}
    key = own or f"refusal.{refusal.key}"
    return Refused(words(key, **params), words(f"{key}.next", **params), where)


def failure_to_words(error: Exception, words: Words) -> Refused:
    """Words for whatever ended a piece of background work; what is not a refusal is logged with its trace."""
    if isinstance(error, Refusal):
        return to_words(error, words)
    log_bug(error)
    return bug_in_words(words)


def log_bug(error: Exception) -> None:
    """What is no refusal goes to the log with its trace, where nobody is told of it or somebody is in other words."""
    if not isinstance(error, Refusal):
        _log.error("background work failed", exc_info=error)


_CANDIDATES_OWN = frozenset(
    {
        "disk.forgets",
        "second-place.forgets",
        "io.disk-full",
        "io.failed",
        "io.read-only",
        "io.no-permission",
        "journal.cannot-save",
    }
)
"""Refusals that speak to whoever set the PC up; a candidate who meets one reads `candidate.refusal.KEY`."""


def failure_to_candidate(error: Exception, words: Words) -> Refused:
    """The same for a candidate: no path, no option of a command, the proctor first."""
    if isinstance(error, Refusal) and error.key in _CANDIDATES_OWN:
        return Refused(words(f"candidate.refusal.{error.key}"), words(f"candidate.refusal.{error.key}.next"))
    return failure_to_words(error, words)


def bug_in_words(words: Words) -> Refused:
    """Words for a bug: calm, because whatever was saved is safe."""
    return Refused(message=words("candidate.bug"), next_step=words("candidate.bug.next"))
