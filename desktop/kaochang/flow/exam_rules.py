"""What an exam's rules must be, whoever wrote them: held when it is assembled, and again before it is sealed."""

from kaochang.domain.assessments import Exam
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal


def minutes_of(seconds: int) -> int:
    """Whole minutes as people say them, rounded away from nought: half a minute too much is a minute too much."""
    return -(-seconds // 60) if seconds > 0 else seconds // 60


def check_rules(exam: Exam) -> None:
    """Refuses (POLICY) points that are none and rules that no candidate can keep; names the value and its range."""
    _check_points(exam)
    title, rules = exam.assessment.title, exam.rules
    mark, total = rules.pass_mark, exam.assessment.total
    if mark is not None and not 0 < mark <= total:
        raise Refusal(Outcome.POLICY, "exam.pass-mark", title, found=mark, total=total)
    if not 0 <= rules.earliest_hand_in_s <= rules.duration_s:
        found, most = map(minutes_of, (rules.earliest_hand_in_s, rules.duration_s))
        raise Refusal(Outcome.POLICY, "exam.earliest-hand-in", title, found=found, most=most)
    if rules.latest_entry_s is not None and rules.latest_entry_s < 0:
        raise Refusal(Outcome.POLICY, "exam.latest-entry", title, found=minutes_of(rules.latest_entry_s))


def _check_points(exam: Exam) -> None:
    for placed in exam.assessment.items():
        if placed.points <= 0:
            raise Refusal(Outcome.POLICY, "exam.points", place_of(placed.item), found=placed.points)
