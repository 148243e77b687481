"""A refusal speaks by its own sentences; a bug speaks calmly and leaves a trace."""

import logging

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.refusals import failure_to_words, to_words


def test_a_refusal_gives_its_sentence_its_next_step_and_its_place(words):
    refused = to_words(Refusal(Outcome.CODE, "code.group", where="x", group=2), words)
    assert refused.message == words("refusal.code.group", group=2)
    assert refused.next_step == words("refusal.code.group.next", group=2)
    assert refused.where == "x"


def test_a_bug_is_logged_with_its_trace_and_told_without_it(words, caplog):
    refused = failure_to_words(ZeroDivisionError("secret detail"), words)
    assert refused.message == words("candidate.bug")
    assert caplog.records[0].levelno == logging.ERROR
    assert caplog.records[0].exc_info is not None
