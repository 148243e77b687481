"""The hand-in summary: what is answered, what is missing, what was marked. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from kaochang.domain.assessments import Section
from kaochang.domain.attempt_rules import step
from kaochang.domain.attempts import Closed, ClosingReason
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Response
from kaochang.presenters import phrases
from kaochang.presenters.candidate.exam_faces import Layout
from kaochang.presenters.candidate.exam_state import Chip, SectionSummary, Summary
from kaochang.presenters.candidate.standing import Standing, standing_of
from kaochang.presenters.refusals import Refused, to_words

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting


def summarise(
    layout: Layout,
    responses: Mapping[str, Response],
    marked: Collection[str],
    words: Words,
    *,
    time_left: str,
    refused: Refused | None,
    withdrawn: Collection[str] = (),
) -> Summary:
    """The summary of everything the candidate has given so far; items that were `withdrawn` are missed by nobody."""
    left = [item for item in layout.order if item not in withdrawn]
    standings = {item: standing_of(layout.placed[item].item, responses.get(item)) for item in left}
    asked = [item for item in left if standings[item] is not Standing.PANEL]
    unanswered = [item for item in left if standings[item] is Standing.UNANSWERED]
    partial = [item for item in left if standings[item] is Standing.PARTIAL]
    flagged = [item for item in left if item in marked]
    return Summary(
        time_left=time_left,
        rows=tuple(
            _row(layout, section, ids, set(unanswered), set(partial), set(flagged), words, set(asked))
            for section, ids in zip(layout.exam.assessment.sections, layout.arrangement.sections, strict=True)
        ),
        has_gaps=bool(unanswered or partial),
        headline=_headline(len(unanswered), len(partial), len(flagged), words, len(withdrawn)),
        chips=tuple(_chips(layout, set(unanswered), set(partial), flagged, words)),
        refused=refused,
    )


def why_not_yet(sitting: Sitting, words: Words) -> Refused | None:
    """Why the rules do not let this attempt be handed in now; None where they do."""
    attempt = Closed(used=sitting.stamp(), wall=sitting.clock.wall(), reason=ClosingReason.HANDED_IN)
    try:
        step(sitting.exam, sitting.state, attempt)
    except Violation as violation:
        return to_words(violation, words)
    return None


def _row(
    layout: Layout,
    section: Section,
    ids: tuple[str, ...],
    unanswered: set[str],
    partial: set[str],
    marked: set[str],
    words: Words,
    asked: set[str],
) -> SectionSummary:
    halves = sum(item in partial for item in ids)
    gaps = sum(item in unanswered for item in ids)
    return SectionSummary(
        title=words(
            "candidate.summary.section", title=section.title, of=len(ids), points=phrases.points(section.total)
        ),
        answered=sum(item in asked for item in ids) - gaps - halves,
        partial=halves,
        unanswered=gaps,
        marked=sum(item in marked for item in ids),
    )


def _headline(unanswered: int, partial: int, marked: int, words: Words, withdrawn: int) -> str:
    counts = {"unanswered": unanswered, "partial": partial, "marked": marked}
    parts = [words(f"candidate.summary.count.{name}", count=count) for name, count in counts.items() if count]
    whole = words("candidate.summary.complete")
    said = words("candidate.summary.headline", parts=words("list.comma").join(parts)) if parts else whole
    return words("candidate.summary.withdrawn", headline=said, count=withdrawn) if withdrawn else said


def _chips(layout: Layout, unanswered: set[str], partial: set[str], flagged: list[str], words: Words) -> list[Chip]:
    chips = []
    for item in layout.order:
        if item in unanswered or item in partial:
            kind = "unanswered" if item in unanswered else "partial"
            chips.append(Chip(item, words(f"candidate.chip.{kind}", number=layout.numbers[item]), is_marked=False))
    chips += [
        Chip(item, words("candidate.chip.marked", number=layout.numbers[item]), is_marked=True) for item in flagged
    ]
    return chips
