"""The hand-in summary: what is answered, what is missing, what was marked. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from kaochang.domain.assessments import Section
from kaochang.domain.attempt_rules import step
from kaochang.domain.attempts import Closed, ClosingReason
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Response
from kaochang.presenters import phrases
from kaochang.presenters.candidate.exam_faces import Layout
from kaochang.presenters.candidate.exam_state import Chip, SectionSummary, Summary
from kaochang.presenters.candidate.lengths import is_too_long, misses_of
from kaochang.presenters.candidate.standing import Standing, standing_of
from kaochang.presenters.figures import figure
from kaochang.presenters.refusals import Refused, to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting

_Lies = TypeVar("_Lies")


def summarise(
    layout: Layout,
    responses: Mapping[str, Response],
    marked: Collection[str],
    words: Words,
    *,
    time_left: str,
    refused: Refused | None,
    withdrawn: Collection[str] = (),
    closed: Collection[str] = (),
    within: Collection[str] | None = None,
) -> Summary:
    """The summary of what the candidate has given so far, `within` these items or everywhere.

    Items that were `withdrawn` are missed by nobody. Those that are `closed` are counted in their rows, and no link
    leads to them.
    """
    gone = len([item for item in withdrawn if within is None or item in within])
    left = [item for item in layout.order if item not in withdrawn and (within is None or item in within)]
    standings = {item: standing_of(layout.placed[item].item, responses.get(item)) for item in left}
    reachable = {item: standing for item, standing in standings.items() if item not in closed}
    counts = Counter(reachable.values())
    unanswered, partial = counts[Standing.UNANSWERED], counts[Standing.PARTIAL]
    missed = Counter(standings.values())[Standing.UNANSWERED] - unanswered
    flagged = [item for item in left if item in marked]
    links = [item for item in flagged if item in reachable]
    long = sum(is_too_long(layout.placed[item].item, responses.get(item)) for item in reachable)
    return Summary(
        time_left=time_left,
        rows=tuple(
            _row(section, ids, standings, flagged, words)
            for section, ids in zip(layout.exam.assessment.sections, layout.arrangement.sections, strict=True)
        ),
        has_gaps=bool(unanswered or partial),
        headline=_headline(
            {"unanswered": unanswered, "partial": partial, "long": long, "marked": len(links)}, words, gone, missed
        ),
        chips=tuple(_chips(layout, responses, reachable, links, words)),
        refused=refused,
    )


def why_not_yet(sitting: Sitting, means: Means) -> Refused | None:
    """Why the rules do not let this attempt be handed in now, and from when they do; None where they do now."""
    attempt = Closed(used=sitting.stamp(), wall=sitting.clock.wall(), reason=ClosingReason.HANDED_IN)
    try:
        step(sitting.exam, sitting.state, attempt)
    except Violation as violation:
        said = to_words(violation, means.words)
        if violation.key == "attempt.too-early":
            return structs.replace(said, message=_from_when(sitting, means))
        return said
    return None


def kept_up(overlay: _Lies, sitting: Sitting, means: Means) -> _Lies | Summary:
    """What lies over the exam a second later: a summary that came too early comes alive by itself."""
    if isinstance(overlay, Summary) and overlay.refused is not None:
        return replace(overlay, refused=why_not_yet(sitting, means))
    return overlay


def _from_when(sitting: Sitting, means: Means) -> str:
    """The time by this PC's date, and how long it is until then: by the minute, the last minute by the second."""
    left_ms = sitting.exam.rules.earliest_hand_in_s * 1000 - sitting.stamp()
    left_s = -(-left_ms // 1000)
    whole_s = left_s if left_s <= 60 else -(-left_s // 60) * 60
    opens = phrases.clock_time(sitting.clock.wall() + left_ms, means.zone)
    return means.words("candidate.summary.from-when", time=opens, left=phrases.duration(means.words, whole_s))


def _row(
    section: Section, ids: tuple[str, ...], standings: Mapping[str, Standing], flagged: Collection[str], words: Words
) -> SectionSummary:
    asked = [placed for placed in section.items if placed.id in standings]
    counts = Counter(standings[placed.id] for placed in asked)
    points = figure(words, sum((placed.points for placed in asked), start=Fraction()))
    return SectionSummary(
        title=words("candidate.summary.section", title=section.title, of=len(asked), points=points),
        answered=counts[Standing.ANSWERED],
        partial=counts[Standing.PARTIAL],
        unanswered=counts[Standing.UNANSWERED],
        marked=sum(item in flagged for item in ids),
    )


def _headline(counts: Mapping[str, int], words: Words, withdrawn: int, missed: int) -> str:
    parts = [words(f"candidate.summary.count.{name}", count=count) for name, count in counts.items() if count]
    whole = words("candidate.summary.complete-so-far" if missed else "candidate.summary.complete")
    said = words("candidate.summary.headline", parts=words("list.comma").join(parts)) if parts else whole
    said = words("candidate.summary.missed", headline=said, count=missed) if missed else said
    return words("candidate.summary.withdrawn", headline=said, count=withdrawn) if withdrawn else said


def _chips(
    layout: Layout,
    responses: Mapping[str, Response],
    standings: Mapping[str, Standing],
    flagged: list[str],
    words: Words,
) -> list[Chip]:
    chips = []
    for item, standing in standings.items():
        number, misses = layout.numbers[item], misses_of(layout.placed[item].item, responses.get(item), words)
        if misses and standing is not Standing.UNANSWERED:
            chips.append(Chip(item, words("candidate.chip.length", number=number, misses=misses), is_marked=False))
        elif standing in (Standing.UNANSWERED, Standing.PARTIAL):
            chips.append(Chip(item, words(f"candidate.chip.{standing.value}", number=number), is_marked=False))
    chips += [
        Chip(item, words("candidate.chip.marked", number=layout.numbers[item]), is_marked=True) for item in flagged
    ]
    return chips
