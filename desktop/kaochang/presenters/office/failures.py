"""What ended a piece of the office's work, in words for a clerk: no attempt is at stake, and what is done is kept."""

from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal
from kaochang.presenters.refusals import Refused, log_bug, to_words


def failure_to_words(error: Exception, words: Words) -> Refused:
    """A refusal by its own sentences; whatever else it is, a bug is logged with its trace and told calmly."""
    if isinstance(error, Refusal):
        return to_words(error, words)
    log_bug(error)
    return bug_in_words(words)


def bug_in_words(words: Words) -> Refused:
    """Words for a bug."""
    return Refused(words("office.bug"), words("office.bug.next"))
