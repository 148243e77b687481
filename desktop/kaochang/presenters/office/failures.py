"""What ended a piece of the office's work, in words for a clerk: no attempt is at stake, and what is done is kept."""

import msgspec

from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal
from kaochang.presenters.refusals import Refused, log_bug, shown, to_words

_OWN = frozenset(
    {
        "assemble.cannot-be-sat",
        "assemble.carry-over",
        "assemble.empty",
        "assemble.findings",
        "assemble.limits",
        "assemble.points-missing",
        "bank.is-retired",
        "bank.no-version",
        "bank.other-version",
        "blueprint.too-few-together",
        "exam.earliest-hand-in",
        "exam.latest-entry",
        "exam.mode",
        "exam.no-text",
        "exam.option-empty",
        "exam.options",
        "exam.pass-mark",
        "exam.points",
        "exam.two-ways",
        "exam.words",
        "kit.quorum-wrong",
        "roster.no-rooms",
        "roster.unknown-exam",
        "roster.unknown-room",
        "seal.centre-card",
        "seal.latest-entry",
        "seal.window",
        "seal.window-over",
        "seal.window-short",
    }
)
"""Refusals whose next step speaks to somebody at a terminal; here it reads `office.next.KEY`."""


def failure_to_words(error: Exception, words: Words) -> Refused:
    """A refusal by its own sentences; whatever else it is, a bug is logged with its trace and told calmly."""
    if isinstance(error, Refusal):
        return refusal_to_words(error, words)
    log_bug(error)
    return bug_in_words(words)


def refusal_to_words(refusal: Refusal, words: Words) -> Refused:
    """What happened by the refusal's own sentence, and what to do at this window: no option of a command is named."""
    told = to_words(refusal, words)
    if refusal.key not in _OWN:
        return told
    params = {name: shown(name, value, words) for name, value in refusal.params.items()}
    return msgspec.structs.replace(told, next_step=words(f"office.next.{refusal.key}", **params))


def bug_in_words(words: Words) -> Refused:
    """Words for a bug."""
    return Refused(words("office.bug"), words("office.bug.next"))
