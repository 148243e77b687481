"""A scorer's window between its pages: what is under way when the cross is clicked ends before the window goes."""

from fractions import Fraction

import pytest
from kaochang.domain.human_scores import CriterionScore
from kaochang.flow.scoring import Given
from kaochang.presenters.centre.scorer_desk import ScorerDesk, ScorerPage
from kaochang.presenters.running import Means
from kaochang.sealing import kdf
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock
from screens.test_scorer_app import opened
from support.seeded import seeded


class AtTheDesk:
    """Somebody at the window, whose background waits."""

    def __init__(self, words):
        self.runner = HeldRunner(is_held=True)
        self.states, self.closed = [], []
        means = Means(words, self.runner, HandTimer(), StandingClock(), ZONE, self.runner)
        self.desk = ScorerDesk(means, seeded(1), kdf.MINIMUM, self.states.append, lambda: self.closed.append(True))

    def run_all(self):
        while self.runner.waiting:
            self.runner.step()


@pytest.fixture
def at(words):
    return AtTheDesk(words)


def test_the_cross_while_a_packet_is_being_opened_ends_the_window_and_not_the_next_page(at, tmp_path):
    found = opened(tmp_path)
    at.desk._run(lambda: found, at.desk._on_opened)
    at.desk.leave()
    assert not at.closed, "it is still being opened"
    at.run_all()
    assert at.closed == [True]
    assert at.desk.scorer is None


def test_what_is_no_packet_is_told_and_nothing_is_chosen(at, tmp_path):
    bad = tmp_path / "bad.kcw"
    bad.write_bytes(b"KCHG")
    at.desk.choose_packet(bad)
    at.run_all()
    assert (at.states[-1].packet, at.states[-1].page) == ("", ScorerPage.OPEN)
    assert at.states[-1].refused is not None


def test_scores_handed_back_again_are_proposed_under_a_name_that_is_free(at, tmp_path):
    found = opened(tmp_path)
    give_one(found)
    at.desk.start(opened=found)
    first = found.packet.with_suffix(".kcs")
    assert at.states[-1].proposed == str(first)
    at.desk.hand_back(first)
    at.run_all()
    assert at.states[-1].written
    second = at.states[-1].proposed
    assert second == str(first.with_stem(f"{first.stem} (2)"))
    at.desk.hand_back(first)
    assert not at.states[-1].written, "what was said of the last file is not said of this one"
    at.run_all()
    assert at.states[-1].refused is not None
    assert not at.states[-1].written


def test_a_passphrase_typed_for_a_new_key_goes_once_a_packet_is_open(at, tmp_path):
    at.desk.type_new("typed and never used")
    assert at.states[-1].key_secret.said
    before = at.states[-1].key_secret.turn
    at.desk.start(opened=opened(tmp_path))
    assert at.states[-1].key_secret.turn > before


def give_one(found):
    task = found.work.queue()[0]
    scores = tuple(CriterionScore(each.name, Fraction(1)) for each in task.scheme.rubric.criteria)
    found.work.give(task.handle, Given(scores, spent=9_000))


def test_scores_are_never_written_over_a_file_that_is_there(at, tmp_path):
    found = opened(tmp_path)
    give_one(found)
    at.desk.start(opened=found)
    there = tmp_path / "甲.kcs"
    there.write_bytes(b"mine")
    at.desk.hand_back(there)
    at.run_all()
    assert there.read_bytes() == b"mine"
    assert at.states[-1].refused is not None
    at.desk.hand_back(tmp_path / "乙.kcs")
    at.run_all()
    assert (tmp_path / "乙.kcs").stat().st_size > 0
    assert at.states[-1].refused is None
