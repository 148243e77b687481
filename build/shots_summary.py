"""Pictures of the hand-in summary of exams of one section, of a few, of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens import sample_sections

if TYPE_CHECKING:
    from shots import Shot, Stage


def _summary(stage: Stage) -> None:
    sample_sections.half_done(stage.line)
    stage.to_exam()
    stage.line.clock.advance(6_000_000)
    stage.presenter.tick()
    stage.click("hand-in")


def _early(stage: Stage) -> None:
    sample_sections.half_done(stage.line)
    stage.to_exam()
    stage.click("hand-in")


SHOTS: dict[str, Shot] = {
    **{f"su-summary-{name}": _summary for name in sample_sections.EXAMS},
    "su-summary-early-ten": _early,
}
WIDE = frozenset(SHOTS)
