"""What ended a piece of the centre's work, in words for somebody at its window: no option of a command is named."""

from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal
from kaochang.presenters.office import failures
from kaochang.presenters.refusals import Refused, to_words

_OWN = frozenset(
    {
        "centre.empty",
        "database.damaged",
        "decision.closed",
        "decision.has-result",
        "decision.needs-second",
        "decision.never-begun",
        "decision.no-journal",
        "decision.nothing-waits",
        "decision.open",
        "decision.record-tickets",
        "ledger.altered",
        "ledger.needs-key",
        "ledger.none",
        "ledger.other-keys",
        "packets.nothing",
        "packets.scheme",
        "packets.withdrawn",
        "scoring.no-scorer",
    }
)
"""Refusals that speak to somebody at a terminal; here they read `centre.refusal.KEY`."""


def failure_to_words(error: Exception, words: Words) -> Refused:
    """A refusal by its own sentences, or the window's; a bug is logged with its trace and told calmly."""
    if isinstance(error, Refusal) and error.key in _OWN:
        return to_words(error, words, f"centre.refusal.{error.key}")
    return failures.failure_to_words(error, words)
