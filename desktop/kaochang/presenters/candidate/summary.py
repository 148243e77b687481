"""The hand-in summary: what is answered, what is missing, what was marked. Pure."""

from collections.abc import Collection, Mapping

from kaochang.domain.assessments import Section
from kaochang.domain.items import is_partial
from kaochang.domain.ports import Words
from kaochang.domain.responses import Response, is_empty
from kaochang.presenters import phrases
from kaochang.presenters.candidate.exam_faces import Layout
from kaochang.presenters.candidate.exam_state import Chip, SectionSummary, Summary
from kaochang.presenters.refusals import Refused


def summarise(
    layout: Layout,
    responses: Mapping[str, Response],
    marked: Collection[str],
    words: Words,
    *,
    time_left: str,
    refused: Refused | None,
) -> Summary:
    """The summary of everything the candidate has given so far."""
    unanswered = [item for item in layout.order if _is_open(responses, item)]
    partial = [item for item in layout.order if _is_partial(layout, responses, item)]
    flagged = [item for item in layout.order if item in marked]
    return Summary(
        time_left=time_left,
        rows=tuple(
            _row(layout, section, ids, set(unanswered), set(partial), marked, words)
            for section, ids in zip(layout.exam.assessment.sections, layout.arrangement.sections, strict=True)
        ),
        has_gaps=bool(unanswered or partial),
        headline=_headline(len(unanswered), len(partial), len(flagged), words),
        chips=tuple(_chips(layout, set(unanswered), set(partial), flagged, words)),
        refused=refused,
    )


def _is_open(responses: Mapping[str, Response], item: str) -> bool:
    return item not in responses or is_empty(responses[item])


def _is_partial(layout: Layout, responses: Mapping[str, Response], item: str) -> bool:
    return item in responses and is_partial(layout.placed[item].item, responses[item])


def _row(
    layout: Layout,
    section: Section,
    ids: tuple[str, ...],
    unanswered: set[str],
    partial: set[str],
    marked: Collection[str],
    words: Words,
) -> SectionSummary:
    halves = sum(item in partial for item in ids)
    gaps = sum(item in unanswered for item in ids)
    return SectionSummary(
        title=words(
            "candidate.summary.section", title=section.title, of=len(ids), points=phrases.points(section.total)
        ),
        answered=len(ids) - gaps - halves,
        partial=halves,
        unanswered=gaps,
        marked=sum(item in marked for item in ids),
    )


def _headline(unanswered: int, partial: int, marked: int, words: Words) -> str:
    counts = {"unanswered": unanswered, "partial": partial, "marked": marked}
    parts = [words(f"candidate.summary.count.{name}", count=count) for name, count in counts.items() if count]
    if not parts:
        return words("candidate.summary.complete")
    return words("candidate.summary.headline", parts=words("list.comma").join(parts))


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
