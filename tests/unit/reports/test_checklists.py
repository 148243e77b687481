"""What a level gives and does not give, as it was chosen."""

import pytest
from kaochang.domain.assessments import Level
from kaochang.reports.checklists import seal_checklist
from unit.reports.support import LANGUAGES, Catalogue, catalogue


def test_a_quick_session_is_told_what_it_does_not_give_and_nothing_else():
    checklist = seal_checklist(Level.QUICK, Catalogue())
    assert not checklist.gives
    assert len(checklist.lacks) == 5
    assert checklist.gives_heading not in checklist.lines()


def test_what_was_chosen_is_given_and_what_was_left_out_is_not():
    words = Catalogue()
    plain, full = (seal_checklist(Level.CERTIFIED, words, room_keys=on, quorum=2 * on) for on in (False, True))
    assert len(full.gives) - len(plain.gives) == len(plain.lacks) - len(full.lacks) == 2
    assert any("2 位开启人" in text for text in full.gives)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_checklists_belongs_to_one_of_them(language):
    words = Catalogue(language)
    seal_checklist(Level.QUICK, words)
    seal_checklist(Level.CERTIFIED, words)
    seal_checklist(Level.CERTIFIED, words, room_keys=True, quorum=3)
    assert words.used == {key for key in catalogue(language, "sheets") if key.startswith("seal-checklist.")}
