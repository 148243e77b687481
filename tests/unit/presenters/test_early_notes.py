"""What was seen before an attempt is told to the next one that begins, once, and to nobody else's."""

from kaochang.presenters.candidate.early_notes import EarlyNotes


def told(notes):
    found = []
    notes.tell(lambda what, detail: found.append((what, detail)))
    return found


def test_what_a_guard_saw_is_told_whoever_logs_in_and_what_a_candidate_did_only_of_that_candidate():
    notes = EarlyNotes()
    notes.add("lost", "a")
    notes.add_own("tried", "b")
    notes.forget_own()
    notes.add_own("tried", "c")
    assert told(notes) == [("lost", "a"), ("tried", "c")]


def test_what_one_attempt_was_told_is_told_to_no_other():
    notes = EarlyNotes()
    notes.add("lost", "a")
    notes.add_own("tried", "b")
    told(notes)
    notes.add("lost", "c")
    assert told(notes) == [("lost", "c")]
