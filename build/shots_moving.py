"""Pictures of an attempt on its way to another PC: leaving this one on a stick, and coming to the spare one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.attempt_files import Found
from kaochang.flow.carried_logs import Carried, Seen
from screens.fakes import PIN, ROOM_KEY

if TYPE_CHECKING:
    from shots import Shot, Stage

STICK, OTHER = Path("/media/考场/KINGSTON"), Path("/media/考场/备用 U 盘")
LOG = STICK / "kaochang" / "2026-10-17" / "302" / "T0017-f3_kPq0ZVYwBt2Xa.kcj"
SEEN = Seen((Carried((LOG,), 152, is_cut=False),))
TWO = Seen((*SEEN.logs, Carried((OTHER / "kaochang" / "2026-10-17" / "302" / LOG.name,), 61, is_cut=True)))


def _acts(stage: Stage) -> None:
    stage.to_exam("i2")
    stage.presenter.exam.open_acts()


def _stick(*sticks: Path) -> Shot:
    def shot(stage: Stage) -> None:
        stage.line.targets = sticks
        _acts(stage)
        stage.click("acts-move")

    return shot


def _code(stage: Stage) -> None:
    _stick(STICK)(stage)
    stage.click("stick-1")


def _code_with_pin(stage: Stage) -> None:
    stage.line.room.needs_pin = stage.line.room.needs_room_key = True
    stage.line.sticks = ROOM_KEY
    stage.line.targets = (STICK,)
    stage.to_code()
    stage.type_code(PIN, "pin-")
    stage.type_code()
    stage.click("start")
    stage.presenter.exam.open_acts()
    stage.click("acts-move")
    stage.click("stick-1")


def _copying(stage: Stage) -> None:
    _code(stage)
    stage.type_code()
    stage.runner.is_held = True
    stage.click("start")
    stage.runner.step()


def _left(trouble: str = "") -> Shot:
    def shot(stage: Stage) -> None:
        if trouble:
            stage.line.troubles[trouble] = Refusal(Outcome.MISSING, "stick.gone", str(STICK))
        _code(stage)
        stage.type_code()
        stage.click("start")

    return shot


def _found(seen: Seen) -> Shot:
    def shot(stage: Stage) -> None:
        stage.line.seen = seen
        stage.to_code()

    return shot


def _refused(stage: Stage) -> None:
    why = Refusal(Outcome.POLICY, "move.has-result", str(LOG.with_suffix(".kcr")))
    _found(Seen((), (why,)))(stage)


def _nothing(stage: Stage) -> None:
    stage.to_code()
    stage.click("bring")


def _bring(stage: Stage) -> None:
    _found(SEEN)(stage)
    stage.click("stick-1")


def _brought(seen: Seen, trouble: Refusal, step: str = "begin") -> Shot:
    def shot(stage: Stage) -> None:
        stage.line.troubles[step] = trouble
        _found(seen)(stage)
        stage.click("stick-1")
        stage.type_code()
        stage.click("start")

    return shot


def _gone(stage: Stage) -> None:
    stage.line.found = Found.OPEN
    stage.line.troubles["begin"] = Refusal(Outcome.POLICY, "attempt.moved-away")
    stage.to_code()
    stage.type_code()
    stage.click("start")


_OTHER_PC = Refusal(Outcome.POLICY, "attempt.other-pc", ticket="T0017")
_BEGUN_HERE = Refusal(Outcome.CONFLICT, "move.begun-here", str(LOG), ticket="T0017", rows=9)

SHOTS: dict[str, Shot] = {
    "130-moving-acts": _acts,
    "131-moving-stick": _stick(STICK, OTHER),
    "132-moving-no-stick": _stick(),
    "133-moving-code": _code,
    "134-moving-code-pin": _code_with_pin,
    "135-moving-copying": _copying,
    "136-moving-not-copied": _left("give"),
    "137-moving-again": _left("give_again"),
    "138-moved": _left(),
    "140-bringing-found": _found(SEEN),
    "141-bringing-two": _found(TWO),
    "142-bringing-refused": _refused,
    "143-bringing-nothing": _nothing,
    "144-bringing-code": _bring,
    "145-bringing-act": _brought(SEEN, _OTHER_PC),
    "146-bringing-cut": _brought(Seen(TWO.logs[1:]), _OTHER_PC),
    "147-bringing-aside": _brought(SEEN, _BEGUN_HERE, "bring_in"),
    "148-code-moved-away": _gone,
    "149-bringing-fork": _found(Seen((), (Refusal(Outcome.CONFLICT, "move.fork", str(LOG)),))),
}

WIDE = frozenset({"131-moving-stick", "134-moving-code-pin", "138-moved", "140-bringing-found"})
"""What is pictured in every size and theme."""
