"""A refusal speaks by its own sentences; a bug speaks calmly and leaves a trace."""

import logging
from fractions import Fraction

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.refusals import failure_to_candidate, failure_to_words, to_words


def test_a_refusal_gives_its_sentence_its_next_step_and_its_place(words):
    refused = to_words(Refusal(Outcome.CODE, "code.group", where="x", group=2), words)
    assert refused.message == words("refusal.code.group", group=2)
    assert refused.next_step == words("refusal.code.group.next", group=2)
    assert refused.where == "x"


def test_a_number_in_a_refusal_is_no_fraction(words):
    refusal = Refusal(Outcome.POLICY, "quick.pass-mark", found=Fraction(5661, 250), total=Fraction(20))
    assert to_words(refusal, words).message == words("refusal.quick.pass-mark", found="22.644", total="20")


def test_a_bug_is_logged_with_its_trace_and_told_without_it(words, caplog):
    refused = failure_to_words(ZeroDivisionError("secret detail"), words)
    assert refused.message == words("candidate.bug")
    assert caplog.records[0].levelno == logging.ERROR
    assert caplog.records[0].exc_info is not None


def test_a_page_says_a_refusal_in_its_own_words_and_a_strangers_text_as_tame_as_ever(words):
    refusal = Refusal(Outcome.CONFLICT, "move.begun-here", where="/media/\x1b[2J", ticket="T1", rows=7)
    refused = to_words(refusal, words, "candidate.bringing.begun-here")
    assert refused.message == words("candidate.bringing.begun-here", rows=7)
    assert refused.next_step == words("candidate.bringing.begun-here.next")
    assert refused.where == to_words(refusal, words).where
    assert "\x1b" not in refused.where


@pytest.mark.parametrize("key", ["disk.forgets", "second-place.forgets", "io.disk-full", "journal.cannot-save"])
def test_a_candidate_is_told_no_path_and_sent_to_the_proctor_first(words, key):
    refusal = Refusal(Outcome.POLICY, key, "/var/kaochang/attempt.db", detail="5")
    seen, at_the_terminal = failure_to_candidate(refusal, words), to_words(refusal, words)
    assert seen.next_step.startswith("请举手")
    assert "耽误的时间" in seen.next_step
    told = f"{seen.message}{seen.next_step}{seen.where}"
    assert not any(sign in told for sign in ("/", "--", "5", "kaochang"))
    assert at_the_terminal.next_step == words(f"refusal.{key}.next", where=refusal.where)


def test_a_candidate_is_told_every_other_refusal_as_everybody(words):
    refusal = Refusal(Outcome.CODE, "code.group", where="x", group=2)
    assert failure_to_candidate(refusal, words) == to_words(refusal, words)
