"""Changes of keys and rubrics: versions by name, who moved by them, and undone only by another version."""

from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.mark_schemes import Criterion
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice
from kaochang.domain.scoring import Reason
from kaochang.flow import mark, merge, scoring_changes
from kaochang.flow.scoring_changes import Act, Moved
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import refuses

CLOCK = ManualClock()
ACT = Act("评委组长戊", "参考答案有误")


@pytest.fixture
def centre(day, tmp_path):
    """The result of T1 merged and marked; it passes from 7 points on."""
    (tmp_path / "T1.kcr").write_bytes(day.kcr)
    exam = day.centre_kit.exams[0]
    kit = msgspec.structs.replace(
        day.centre_kit,
        exams=(msgspec.structs.replace(exam, rules=msgspec.structs.replace(exam.rules, pass_mark=Fraction(7))),),
    )
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, kit, [tmp_path], CLOCK)
    mark.mark(centre, CLOCK)
    yield centre
    centre.close()


def score(centre, item):
    (found,) = [score for (_, at), score in centre.scores().items() if at == item]
    return found


def test_a_changed_key_is_a_version_and_says_who_moved(centre):
    placed = mark.find_item(centre, "single")
    before = score(centre, "single").points
    chosen = next(label for label in "ABCD" if Choice((label,)) != centre.schemes()["single"].correct)
    scoring_changes.set_key(centre, placed, Choice((chosen,)), ACT, CLOCK)
    found = scoring_changes.remark(centre, CLOCK)
    assert [(each.ticket, each.item, each.before) for each in found.moved] == [("T1", "#1", before)]
    kit, version = scoring_changes.versions(centre, placed)
    assert (kit.number, kit.by) == (0, "")
    assert (version.number, version.by, version.reason, version.made) == (1, ACT.by, ACT.reason, CLOCK.wall())
    scoring_changes.back_to(centre, placed, 0, ACT, CLOCK)
    assert scoring_changes.remark(centre, CLOCK).moved == (Moved("T1", "#1", found.moved[0].after, before),)
    assert [each.number for each in scoring_changes.versions(centre, placed)] == [0, 1, 2]


def test_a_key_is_not_changed_without_a_reason_nor_to_what_it_is(centre):
    placed = mark.find_item(centre, "single")
    with refuses(Outcome.CONFLICT, "key.already-set"):
        scoring_changes.set_key(centre, placed, Choice(("A",)), Act("戊", ""), CLOCK)
    with refuses(Outcome.POLICY, "scoring.same"):
        scoring_changes.back_to(centre, placed, 0, ACT, CLOCK)
    with refuses(Outcome.MISSING, "scoring.no-version"):
        scoring_changes.back_to(centre, placed, 7, ACT, CLOCK)
    assert len(scoring_changes.versions(centre, placed)) == 1


def test_a_withdrawn_item_counts_for_everybody_until_that_is_undone(centre):
    placed = mark.find_item(centre, "essay")
    mark.give_score(centre, "T1", "essay", Fraction(1), "阅卷员己", "", CLOCK)
    scoring_changes.withdraw(centre, placed, ACT, CLOCK)
    assert scoring_changes.remark(centre, CLOCK).moved == (Moved("T1", "#5", Fraction(1), placed.points),)
    assert (score(centre, "essay").reason, score(centre, "essay").comment) == (Reason.WITHDRAWN, ACT.reason)
    with refuses(Outcome.POLICY, "mark.withdrawn"):
        mark.give_score(centre, "T1", "essay", Fraction(0), "阅卷员己", "", CLOCK)
    scoring_changes.back_to(centre, placed, 0, ACT, CLOCK)
    scoring_changes.remark(centre, CLOCK)
    assert (score(centre, "essay").points, score(centre, "essay").by) == (1, "阅卷员己")


def test_who_passes_by_a_change_is_told_and_who_no_longer_does(centre):
    for waiting in mark.waiting(centre):
        mark.give_score(centre, "T1", waiting.placed.id, Fraction(0), "阅卷员己", "", CLOCK)
    assert sum(score.points for score in centre.scores().values()) < 7
    wrong = [mark.find_item(centre, item) for item in ("multiple", "truefalse", "essay")]
    for placed in wrong:
        scoring_changes.withdraw(centre, placed, ACT, CLOCK)
    found = scoring_changes.remark(centre, CLOCK)
    assert (found.gained, found.lost) == (("T1",), ())
    for placed in wrong:
        scoring_changes.back_to(centre, placed, 0, ACT, CLOCK)
    found = scoring_changes.remark(centre, CLOCK)
    assert (found.gained, found.lost) == ((), ("T1",))


def test_a_criterion_can_be_added_and_altered_within_the_items_points(centre):
    placed = mark.find_item(centre, "essay")
    scoring_changes.set_criterion(centre, placed, Criterion("要点", Fraction(1)), ACT, CLOCK)
    scoring_changes.set_criterion(centre, placed, Criterion("要点", Fraction(1, 2)), ACT, CLOCK)
    criteria = centre.schemes()["essay"].rubric.criteria
    assert [(each.name, each.points) for each in criteria] == [("态度", 1), ("要点", Fraction(1, 2))]
    with refuses(Outcome.POLICY, "mark.out-of-range"):
        scoring_changes.set_criterion(centre, placed, Criterion("文采", Fraction(1)), ACT, CLOCK)
    with refuses(Outcome.POLICY, "mark.objective"):
        scoring_changes.set_criterion(centre, mark.find_item(centre, "single"), Criterion("要点"), ACT, CLOCK)


def test_a_version_that_another_program_made_first_is_not_overrun(centre):
    placed = mark.find_item(centre, "single")
    (kit,) = scoring_changes.versions(centre, placed)
    late = msgspec.structs.replace(kit, number=1, by="迟到者")
    scoring_changes.set_key(centre, placed, Choice(("A",)), ACT, CLOCK)
    with refuses(Outcome.CONFLICT, "scoring.version"):
        centre.marking.add_version(kit, late)
    assert centre.schemes()["single"].correct == Choice(("A",))
