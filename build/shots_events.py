"""Pictures of what happens to a candidate: corrections, interruptions, a move, a guard that needs the proctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.custody.errata import Erratum
from kaochang.domain.acts import ActKind, Grant, Reach
from kaochang.domain.assessments import Lockdown
from kaochang.domain.attempts import Cause, Resumed
from kaochang.domain.errata import ErratumAction
from kaochang.domain.guards import GuardReport, GuardState
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.corrections import Looked
from screens import sample

if TYPE_CHECKING:
    from shots import Shot, Stage

_MADE = sample.START_WALL + 50_000
WITHDRAWN = Erratum("i24", ErratumAction.WITHDRAW, "本题选项有误，已撤销，不计分。", _MADE)
CORRECTED = Erratum("i2", ErratumAction.CORRECT, "题干中“保修期”应为“退换期”，选项不变。", _MADE)
CASE = Erratum("i40", ErratumAction.CORRECT, "材料中“次日发布”应为“当日 18:00 发布”。", _MADE)
NOTICE = Erratum("", ErratumAction.NOTICE, "第四大题的材料字迹不清的，请看考场前方白板。作答时间不变。", _MADE)
EVERY = (CORRECTED, WITHDRAWN, NOTICE, CASE)
LONG = Erratum("i2", ErratumAction.CORRECT, CORRECTED.text * 30, _MADE)


def brought(stage: Stage, *entries: Erratum, item: str = "") -> None:
    """Corrections come while the candidate is at an item."""
    stage.to_exam(item)
    stage.line.errata.bring(*entries)
    stage.line.clock.advance(1_000)
    stage.presenter.tick()


def _read(item: str, *entries: Erratum) -> Shot:
    def shot(stage: Stage) -> None:
        brought(stage, *entries, item=item)
        stage.click("news-read")

    return shot


def _all_again(stage: Stage) -> None:
    _read("i2", *EVERY)(stage)
    stage.click("notice-show")


def _summary(stage: Stage) -> None:
    _read("i2", *EVERY)(stage)
    stage.presenter.exam.ask_to_hand_in()


def _problem(stage: Stage) -> None:
    stage.to_exam("i2")
    stage.line.errata.found.append(Looked(None, (Refusal(Outcome.SIGNATURE, "signature", "/media/stick/002.kce"),)))
    stage.line.clock.advance(1_000)
    stage.presenter.tick()


def _lost(level: Lockdown) -> Shot:
    """A guard lost the keyboard a while ago."""

    def shot(stage: Stage) -> None:
        stage.to_exam("i2")
        guards = stage.presenter._guards
        guards.take(level, (GuardReport("keyboard", GuardState.DEGRADED, "guard.keyboard.waiting"),))
        stage.line.clock.advance(6_000)
        stage.presenter.tick()

    return shot


def _resumed(cause: Cause, *, outage: int = 0, credit: int = 0) -> Shot:
    """The page before an attempt goes on."""

    def shot(stage: Stage) -> None:
        sitting = stage.line.sitting
        sitting.visit("i24")
        used, wall = sitting.stamp() + outage, sitting.clock.wall()
        pc = ""
        if cause is Cause.MOVED:
            sitting.act(Grant(ActKind.MOVE, Reach.TICKET, 0, "", ""), sitting.pc)
            pc = sitting.pc
        sitting._take(Resumed(used, wall, cause, outage, credit, pc))
        sitting._anchor = (used, sitting.clock.elapsed())
        sitting.resumed = True
        stage.to_exam()

    return shot


SHOTS: dict[str, Shot] = {
    "110-errata-new": lambda stage: brought(stage, *EVERY, item="i2"),
    "111-errata-new-long": lambda stage: brought(stage, *(LONG, WITHDRAWN, NOTICE), item="i2"),
    "112-errata-corrected": _read("i2", *EVERY),
    "113-errata-withdrawn": _read("i24", *EVERY),
    "114-errata-case": _read("i40", *EVERY),
    "115-errata-all": _all_again,
    "116-errata-summary": _summary,
    "117-errata-problem": _problem,
    "120-guard-strict": _lost(Lockdown.STRICT),
    "121-guard-standard": _lost(Lockdown.STANDARD),
    "122-resumed-crash": _resumed(Cause.CRASH),
    "123-resumed-reboot": _resumed(Cause.REBOOT, outage=252_000, credit=252_000),
    "124-resumed-moved": _resumed(Cause.MOVED, outage=372_000, credit=372_000),
    "125-resumed-asleep": _resumed(Cause.CANDIDATE, outage=252_000),
    "126-resumed-waits": _resumed(Cause.REBOOT, outage=1_252_000),
}

WIDE = frozenset({"110-errata-new", "113-errata-withdrawn", "120-guard-strict"})
"""What is pictured in every size and theme."""
