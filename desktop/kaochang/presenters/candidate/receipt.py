"""The receipt: what was handed in, the code that stands for it, and what to do now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kaochang.domain.attempts import ClosingReason
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record
from kaochang.machine.folders import readable
from kaochang.presenters import phrases
from kaochang.presenters.candidate.standing import answered_line
from kaochang.presenters.refusals import failure_to_candidate
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.hand_in import Receipt


Uncopied: TypeAlias = list[tuple[Path, Refusal]]
"""Sticks that have no copy, and why."""


class ReceiptState(Record, frozen=True):
    """The receipt page. `missed` are sentences about sticks that have no copy: which one, and why, for the proctor."""

    title: str
    message: str
    code: str
    facts: tuple[tuple[str, str], ...]
    next_step: str
    missed: tuple[str, ...] = ()


def receipt_state(
    receipt: Receipt, ticket: Ticket, means: Means, missed: Uncopied, *, is_repeated: bool
) -> ReceiptState:
    """The page of a receipt; `is_repeated` where the candidate had handed in before and logged in again."""
    words = means.words
    if is_repeated:
        title = words("candidate.receipt.repeated")
    elif receipt.reason is ClosingReason.EXPIRED:
        title = words("candidate.receipt.expired")
    elif receipt.reason is not ClosingReason.HANDED_IN:
        title = words("candidate.receipt.ended")
    else:
        title = words("candidate.receipt.handed-in")
    handed_in = words(
        "candidate.receipt.when",
        time=phrases.clock_time(receipt.wall, means.zone),
        used=phrases.duration(words, receipt.used_ms // 1000),
    )
    place = "candidate.receipt.copied" if receipt.copies else "candidate.receipt.kept"
    return ReceiptState(
        title=title,
        message=words(place),
        code=receipt.code,
        facts=(
            (words("candidate.fact.candidate"), phrases.who(ticket.name, ticket.number)),
            (words("candidate.fact.responses"), answered_line(receipt.answered, receipt.of, receipt.withdrawn, words)),
            (words("candidate.fact.handed-in"), handed_in),
        ),
        next_step=words("candidate.receipt.next"),
        missed=tuple(_told(stick, why, words) for stick, why in missed),
    )


def _told(stick: Path, why: Refusal, words: Words) -> str:
    """Which stick has no copy and why; what to do is said once, for all of them."""
    said = failure_to_candidate(why, words)
    return words("candidate.receipt.missed.stick", stick=readable(stick), why=said.message)
