"""Pictures of lines that are told for a while over whatever is open, and of parts that are over or not open yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice
from kaochang.domain.tools import Tool

if TYPE_CHECKING:
    from collections.abc import Callable

    from shots import Shot, Stage


def _warned(over: Callable[[Stage], None], item: str = "i5") -> Shot:
    """The warning of five minutes comes while this is open."""

    def shot(stage: Stage) -> None:
        stage.to_exam(item)
        over(stage)
        stage.line.clock.advance(6_890_000)
        stage.presenter.tick()
        stage.line.clock.advance(12_000)
        stage.presenter.tick()

    return shot


def _part_over(stage: Stage) -> None:
    stage.to_exam("i5")
    stage.click("option-B")
    stage.line.clock.advance(3_590_000)
    stage.presenter.tick()
    stage.line.clock.advance(11_000)
    stage.presenter.tick()


def _leaving(stage: Stage) -> None:
    for number in range(1, 29):
        stage.line.sitting.respond(f"i{number}", Choice(("A",)))
    stage.line.sitting.mark("i7", True)
    stage.to_exam("i36")
    stage.presenter.exam.go("i38")


def _saved_again(stage: Stage) -> None:
    stage.to_exam("i5")
    stage.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    stage.click("option-B")
    stage.line.sitting.trouble = None
    stage.presenter.exam.retry_saving()


SHOTS: dict[str, Shot] = {
    "pl-over-summary": _warned(lambda stage: stage.presenter.exam.ask_to_hand_in()),
    "pl-over-keys": _warned(lambda stage: stage.presenter.exam.shortcuts.open()),
    "pl-over-notes": _warned(lambda stage: stage.presenter.exam.tools.toggle(Tool.NOTES)),
    "pl-over-zoom-texts": _warned(lambda stage: stage.click("picture-open"), "t7"),
    "pl-part-over-parts": _part_over,
    "pl-leaving-parts": _leaving,
    "pl-saved-again": _saved_again,
}
WIDE = frozenset({"pl-over-summary", "pl-part-over-parts"})
