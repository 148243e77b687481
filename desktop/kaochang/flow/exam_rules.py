"""What an exam's rules must be, whoever wrote them: held when it is assembled, and again before it is sealed."""

from collections.abc import Iterable

from kaochang.domain.assessments import Exam
from kaochang.domain.drawing import picks_of, shortfall
from kaochang.domain.items import MAX_OPTIONS, Item, ItemType, Mode
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal


def minutes_of(seconds: int) -> int:
    """Whole minutes as people say them, rounded away from nought: half a minute too much is a minute too much."""
    return -(-seconds // 60) if seconds > 0 else seconds // 60


def check_rules(exam: Exam) -> None:
    """Refuses (POLICY) points that are none and rules that no candidate can keep; names the value and its range.

    So it does a draw that some ticket would not have, or that would not be worth the same to all (`_check_draw`).
    """
    _check_draw(exam)
    for placed in exam.assessment.items():
        if placed.points <= 0:
            raise Refusal(Outcome.POLICY, "exam.points", place_of(placed.item), found=placed.points)
        check_answering(placed.item)
    title, rules = exam.assessment.title, exam.rules
    mark, total = rules.pass_mark, exam.assessment.total
    if mark is not None and not 0 < mark <= total:
        raise Refusal(Outcome.POLICY, "exam.pass-mark", title, found=mark, total=total)
    if not 0 <= rules.earliest_hand_in_s <= rules.duration_s:
        found, most = map(minutes_of, (rules.earliest_hand_in_s, rules.duration_s))
        raise Refusal(Outcome.POLICY, "exam.earliest-hand-in", title, found=found, most=most)
    if rules.latest_entry_s is not None and rules.latest_entry_s < 0:
        raise Refusal(Outcome.POLICY, "exam.latest-entry", title, found=minutes_of(rules.latest_entry_s))


def _check_draw(exam: Exam) -> None:
    """A draw does not depend on its ticket as far as whether there is one, so one look tells for all of them."""
    for section in exam.assessment.sections:
        points = {placed.id: placed.points for placed in section.items}
        for pick in section.picks:
            worth = {points[item] for item in pick.items}
            if len(worth) > 1:
                found = tuple(map(str, sorted(worth)))
                raise Refusal(Outcome.POLICY, "exam.draw-unequal", section.title, found=found)
    missing = None if exam.draw is None else shortfall(picks_of(exam), exam.draw.enemies)
    if missing is not None:
        raise Refusal(
            Outcome.POLICY, "exam.draw-short", exam.assessment.title, wanted=missing.wanted, there=missing.there
        )


def check_answering(item: Item) -> None:
    """Refuses (POLICY) how an item cannot be answered.

    A mode is for interview items, a length for a text that is written at the PC, in one piece.

    An option without a letter would not be shown at all; prompts have numbers, of which there are enough. One that
    has neither words nor a picture shows nothing: what stood there was lost.
    """
    empty = [each.label for each in (*item.prompts, *item.options) if not each.text.strip() and each.image is None]
    if empty:
        raise Refusal(Outcome.POLICY, "exam.option-empty", place_of(item), labels=tuple(empty))
    if len(item.options) > MAX_OPTIONS:
        raise Refusal(Outcome.POLICY, "exam.options", place_of(item), found=len(item.options), most=MAX_OPTIONS)
    if item.mode is not Mode.TYPED and item.type is not ItemType.INTERVIEW:
        raise Refusal(Outcome.POLICY, "exam.mode", place_of(item), mode=item.mode.value)
    least, most = item.min_words, item.max_words
    if (least, most) == (None, None):
        return
    if not item.is_open or not item.is_typed or item.stages:
        raise Refusal(Outcome.POLICY, "exam.no-text", place_of(item))
    if least is not None and most is not None and least > most:
        raise Refusal(Outcome.POLICY, "exam.words", place_of(item), least=least, most=most)


def check_shared(exams: Iterable[Exam]) -> None:
    """Refuses (POLICY) exams of one session that have the same item answered in two ways: a session holds it once."""
    seen: dict[str, Item] = {}
    for exam in exams:
        for placed in exam.assessment.items():
            if seen.setdefault(placed.id, placed.item) != placed.item:
                raise Refusal(Outcome.POLICY, "exam.two-ways", place_of(placed.item), title=exam.assessment.title)
