"""How items went in a session comes from the centre's database into the bank; what it cannot tell stays unsaid."""

from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.assessments import Kind
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Paper, PaperItem
from kaochang.domain.refusals import Outcome
from kaochang.flow import bank_statistics, mark, merge
from kaochang.store.bank import Bank, PaperEntry
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import ITEMS, SCHEMES
from support.refusals import refuses

CLOCK = ManualClock()
HERE = ("single", "multiple", "blank", "ordering")


@pytest.fixture
def centre(day, tmp_path):
    """The result of T1 merged and marked; the key of the single-choice item is still pending."""
    for name, data in (("T1.kcr", day.kcr), ("R1.kcm", day.kcm)):
        (tmp_path / name).write_bytes(data)
    kit = msgspec.structs.replace(day.centre_kit, schemes={**SCHEMES, "single": MarkScheme()})
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, kit, [tmp_path], CLOCK)
    mark.mark(centre, CLOCK)
    yield centre
    centre.close()


@pytest.fixture
def bank(tmp_path):
    bank = Bank(tmp_path / "bank")
    paper = Paper("试卷", tuple(PaperItem(ITEMS[name], SCHEMES[name]) for name in HERE), ())
    bank.add_paper(PaperEntry("paper.docx", 1, paper, HERE, {}))
    yield bank
    bank.close()


def test_what_every_result_has_points_for_comes_in_and_the_rest_is_counted(bank, centre):
    brought = bank_statistics.bring_statistics(bank, centre, CLOCK)
    assert (brought.items, brought.waiting, brought.unknown) == (3, 6, 2)
    shares = {name: [each.share for each in bank.history.statistics(name)] for name in HERE}
    assert shares == {"single": [], "multiple": [0], "blank": [Fraction(1, 2)], "ordering": [1]}
    (statistic,) = bank.history.statistics("ordering")
    assert (statistic.results, statistic.answered, statistic.session) == (1, 1, brought.session)


def test_the_same_session_again_changes_nothing(bank, centre):
    first = bank_statistics.bring_statistics(bank, centre, CLOCK)
    assert bank_statistics.bring_statistics(bank, centre, CLOCK) == first
    assert len(bank.history.statistics("ordering")) == 1


def test_a_rehearsal_says_nothing_of_its_items(bank, centre, monkeypatch):
    real = bank_statistics.session_report

    def rehearsed(*given):
        return msgspec.structs.replace(real(*given), kind=Kind.REHEARSAL)

    monkeypatch.setattr(bank_statistics, "session_report", rehearsed)
    with refuses(Outcome.POLICY, "bank.not-live"):
        bank_statistics.bring_statistics(bank, centre, CLOCK)
    assert bank.history.statistics("ordering") == []
