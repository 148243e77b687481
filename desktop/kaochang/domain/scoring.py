"""Marking by machine: exact points (fractions), each with its reason. People mark open items at the centre.

single, true/false, ordering: all or nothing. multiple: all or nothing, or partial credit by the exam's rule, and
never anything once a wrong option is chosen. blank and matching: an equal share for each blank or pair that is right.
"""

import enum
import unicodedata
from fractions import Fraction

from kaochang.domain.assessments import PartialCredit, PlacedItem
from kaochang.domain.items import Mode
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Accepted, Blanks, Choice, CorrectResponse, Pairs, Response, is_empty
from kaochang.domain.values import Value


class Reason(enum.StrEnum):
    """Why an item has the points it has."""

    RIGHT = "right"
    WRONG = "wrong"
    PARTLY_RIGHT = "partly-right"
    NOT_ANSWERED = "not-answered"
    KEY_PENDING = "key-pending"
    WAITS_FOR_SCORER = "waits-for-scorer"
    WITHDRAWN = "withdrawn"


class Score(Value, frozen=True):
    """Points of one item. `points` is None while a key or a scorer is still to come."""

    points: Fraction | None
    of: Fraction
    reason: Reason


def normal(text: str) -> str:
    """Blanks are compared by this: NFKC, case folded, all white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _share(correct: CorrectResponse, response: Response, partial: PartialCredit) -> Fraction:
    match correct, response:
        case Accepted(blanks), Blanks(texts) if blanks:
            hits = sum(
                normal(text) in {normal(good) for good in accepted}
                for accepted, text in zip(blanks, texts, strict=False)
            )
            return Fraction(hits, len(blanks))
        case Pairs(right), Pairs(given) if right:
            # A prompt that was given several options earns nothing: else giving all of them would be right.
            options = [[option for prompt, option in given if prompt == asked] for asked, _ in right]
            hits = sum(found == [option] for found, (_, option) in zip(options, right, strict=True))
            return Fraction(hits, len(right))
        case Choice(right), Choice(given) if len(right) > 1:
            return _multiple(set(right), set(given), partial)
        case _:
            return Fraction(int(correct == response))


def _multiple(right: set[str], given: set[str], partial: PartialCredit) -> Fraction:
    if given == right:
        return Fraction(1)
    if not given < right or partial is PartialCredit.NONE:
        return Fraction(0)
    return Fraction(1, 2) if partial is PartialCredit.HALF else Fraction(len(given), len(right))


def reason_of(points: Fraction, most: Fraction) -> Reason:
    """Why a response that was scored has its points: all of them, some, or none."""
    return Reason.RIGHT if points == most else Reason.PARTLY_RIGHT if points else Reason.WRONG


def mark_by_machine(placed: PlacedItem, scheme: MarkScheme, response: Response | None, partial: PartialCredit) -> Score:
    """The score of one item as far as a machine can give it: an open item with any text waits for a scorer.

    So does an item that is answered before a panel, whatever was done or left at the PC.
    """
    if placed.item.way is not Mode.TYPED:
        return Score(None, placed.points, Reason.WAITS_FOR_SCORER)
    if response is None or is_empty(response):
        return Score(Fraction(0), placed.points, Reason.NOT_ANSWERED)
    if placed.item.is_open:
        return Score(None, placed.points, Reason.WAITS_FOR_SCORER)
    if scheme.correct is None:
        return Score(None, placed.points, Reason.KEY_PENDING)
    share = _share(scheme.correct, response, partial)
    return Score(placed.points * share, placed.points, reason_of(share, Fraction(1)))
