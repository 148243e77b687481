"""The receipt: what was handed in, the code that stands for it, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaochang.domain.attempts import ClosingReason
from kaochang.domain.rosters import Ticket
from kaochang.presenters import phrases
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.hand_in import Receipt


@dataclass(frozen=True)
class ReceiptState:
    """The receipt page."""

    title: str
    message: str
    code: str
    facts: tuple[tuple[str, str], ...]
    next_step: str


def receipt_state(receipt: Receipt, ticket: Ticket, means: Means, *, is_repeated: bool) -> ReceiptState:
    """The page of a receipt; `is_repeated` where the candidate had handed in before and logged in again."""
    words = means.words
    if is_repeated:
        title = words("candidate.receipt.repeated")
    elif receipt.reason is ClosingReason.EXPIRED:
        title = words("candidate.receipt.expired")
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
            (words("candidate.fact.candidate"), f"{ticket.name}　{phrases.grouped(ticket.number)}"),
            (words("candidate.fact.responses"), words("candidate.receipt.count", of=receipt.of, done=receipt.answered)),
            (words("candidate.fact.handed-in"), handed_in),
        ),
        next_step=words("candidate.receipt.next"),
    )
