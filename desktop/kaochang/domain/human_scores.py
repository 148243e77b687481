"""Scores by people: what one scorer gave a response, criterion by criterion, and what follows from several scorers."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from kaochang.domain.mark_schemes import Criterion, Rubric
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Replies, Response, Text
from kaochang.domain.values import Count, Span, Value

WHOLE = ""
"""The name of the one criterion of an item whose rubric has none."""


class CriterionScore(Value, frozen=True):
    """What a response got by one criterion; `level` names the level that was chosen, "" where points were given."""

    criterion: str
    points: Fraction
    level: str = ""


class TextNote(Value, frozen=True):
    """A scorer's mark on the text: characters from `start` up to `end`, and what is said of them."""

    start: Count
    end: Count
    note: str


class Mark(Value, frozen=True):
    """What one scorer gave one response. `revision` counts that scorer's marks of it, from 1; `spent` is in ms.

    `third`: it adjudicates between two scorers who were too far apart.
    """

    handle: str
    scorer: str
    criteria: tuple[CriterionScore, ...]
    comment: str
    notes: tuple[TextNote, ...]
    spent: Span
    revision: Count
    third: bool = False

    @property
    def points(self) -> Fraction:
        """The sum over all criteria, exactly."""
        return sum((each.points for each in self.criteria), Fraction(0))


def criteria_of(rubric: Rubric, most: Fraction) -> tuple[Criterion, ...]:
    """What a response is scored by: the rubric's criteria, or the item as a whole where there are none."""
    return rubric.criteria or (Criterion(WHOLE, most),)


def _of_level(criterion: Criterion, score: CriterionScore, place: str) -> CriterionScore:
    """A score that names a level has the points of that level."""
    found = next((level for level in criterion.levels if level.name == score.level), None)
    if found is None or (found.points is not None and found.points != score.points):
        raise Refusal(Outcome.POLICY, "scoring.level", place, criterion=criterion.name, level=score.level)
    return score


def check_criteria(
    rubric: Rubric, most: Fraction, given: Sequence[CriterionScore], place: str
) -> tuple[CriterionScore, ...]:
    """The scores in the rubric's order; POLICY where they are not what the rubric asks for.

    Each criterion once, none beyond its points, a level with the points of that level, and together no more than the
    item has.
    """
    criteria = criteria_of(rubric, most)
    by_name = {each.criterion: each for each in given}
    if len(by_name) != len(given) or by_name.keys() != {each.name for each in criteria}:
        raise Refusal(Outcome.POLICY, "scoring.criteria", place, criteria=tuple(each.name for each in criteria))
    for each in criteria:
        score, limit = by_name[each.name], most if each.points is None else each.points
        if score.level:
            _of_level(each, score, place)
        if not 0 <= score.points <= limit:
            raise Refusal(Outcome.POLICY, "mark.out-of-range", place, most=limit)
    if sum((each.points for each in given), Fraction(0)) > most:
        raise Refusal(Outcome.POLICY, "mark.out-of-range", place, most=most)
    return tuple(by_name[each.name] for each in criteria)


def text_of(response: Response | None) -> str:
    """The text that marks on it count the characters of."""
    match response:
        case Text(text):
            return text
        case Replies(texts):
            return "\n".join(texts)
        case _:
            return ""


def check_notes(notes: Iterable[TextNote], text: str, place: str) -> None:
    """POLICY for a mark that lies outside the text it is on."""
    if any(not note.start < note.end <= len(text) for note in notes):
        raise Refusal(Outcome.POLICY, "scoring.notes", place)


def latest(marks: Iterable[Mark]) -> dict[str, Mark]:
    """Each scorer's mark that stands, of one response: the one revised last, in whatever order they came."""
    found: dict[str, Mark] = {}
    for mark in sorted(marks, key=lambda each: (each.scorer, each.revision)):
        found[mark.scorer] = mark
    return found


TURNS = 1000
"""Marks of one response by one scorer that fit into one packet, and so into the numbers between two packets."""


def turn_after(turns: int) -> int:
    """The number of a mark within its packet, after so many of the same response; POLICY beyond what has a number."""
    if turns + 1 >= TURNS:
        raise Refusal(Outcome.POLICY, "packets.turns", most=TURNS - 1)
    return turns + 1


def number_in_packet(packet: int, turn: int) -> int:
    """The revision of a mark that was given elsewhere, from the numbers of packet and turn: so no order matters."""
    return packet * TURNS + turn


def packet_of(revision: int) -> int:
    """The number of the packet that a mark was given in; what is no packet's number was given at the centre."""
    return revision // TURNS if revision % TURNS else 0


def next_revision(before: Iterable[int]) -> int:
    """The revision of a mark that is given at the centre itself, after these: never a number that a packet gives."""
    last = max(before, default=0)
    return last + 1 if last < TURNS - 1 else (last // TURNS + 1) * TURNS


def fits(rubric: Rubric, most: Fraction, mark: Mark) -> bool:
    """Whether a mark is still one by this rubric; after a change of criteria the response is scored anew."""
    limits = {each.name: most if each.points is None else each.points for each in criteria_of(rubric, most)}
    given = {each.criterion: each.points for each in mark.criteria}
    return given.keys() == limits.keys() and all(given[name] <= limits[name] for name in limits)


def agreed(one: Mark, other: Mark, tolerance: Fraction) -> bool:
    """Whether two scorers are near enough for their mean to stand."""
    return abs(one.points - other.points) <= tolerance
