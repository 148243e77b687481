"""Of an exam that is drawn, PC and centre know for each ticket the same items, and nothing of the others counts."""

import pytest
from kaochang.custody.exam_shapes import index_of
from kaochang.domain.assessments import Draw, Pick
from kaochang.domain.drawing import ALGORITHM, drawn
from kaochang.domain.refusals import Outcome
from kaochang.flow import merge
from kaochang.store.centre import Centre
from msgspec.structs import replace
from support.clocks import ManualClock
from support.exams import SCHEMES, make_exam

CLOCK = ManualClock()


def pooled(seed):
    """The exam of all item types, its first section a pool of which everybody has two."""
    exam = make_exam()
    first, *rest = exam.assessment.sections
    names = tuple(placed.id for placed in first.items)
    section = replace(first, picks=(Pick(2, names),))
    assessment = replace(exam.assessment, sections=(section, *rest))
    return replace(exam, assessment=assessment, draw=Draw(ALGORITHM, seed))


def merged(day, tmp_path, exam):
    """What the merge says of a result whose ticket answered every item there is, and of its log."""
    (tmp_path / "T1.kcr").write_bytes(day.kcr)
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, replace(day.centre_kit, exams=(exam,), schemes=SCHEMES), [tmp_path], CLOCK)
    (file,) = centre.files()
    centre.close()
    return file.outcome, file.key


def test_an_answer_to_an_item_that_was_not_drawn_is_none_of_the_exams(day, tmp_path):
    assert merged(day, tmp_path, make_exam()) == (0, "")
    (tmp_path / "centre.db").unlink()
    assert merged(day, tmp_path, pooled("a")) == (int(Outcome.PAYLOAD), "result.response")


def index_with(exam, content):
    """What a sealed exam's index says when the exam is drawn."""
    return replace(content.index, exams=(index_of(exam),))


@pytest.mark.parametrize("ticket", ["T1", "T2"])
def test_a_pc_reads_of_a_pool_what_its_ticket_drew_and_nothing_else(unlocked, ticket):
    exam = pooled("a")
    content = replace(unlocked.content, index=index_with(exam, unlocked.content))
    (found,) = [each for each in unlocked.room.tickets if each.number == ticket] or [
        replace(unlocked.room.tickets[0], number=ticket)
    ]
    own = content.exam_for(found)
    assert own == drawn(exam, ticket)
    assert (own.assessment.total, own.assessment.count) == (exam.assessment.total, exam.assessment.count)
    left = {placed.id for placed in exam.assessment.items()} - {placed.id for placed in own.assessment.items()}
    assert len(left) == 2
    lost = {name: ref for name, ref in content.index.items.items() if name not in left}
    poorer = replace(content, index=replace(content.index, items=lost))
    assert poorer.exam_for(found) == own
    assert content.exam(exam.id) == exam
