"""Pictures of the candidate's way before and after the exam: picker, login, input method, wait, receipt, leaving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from kaochang.domain.assessments import Lockdown, LoginField, SeatRule
from kaochang.domain.guards import GuardReport, GuardState
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.pc_look import PcLook
from kaochang.flow.several import Offer
from kaochang.flow.unlock import Door
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import START_CODE

if TYPE_CHECKING:
    from shots import Shot, Stage

HOUR = 3_600_000
IDENTITY = "310101199003074219"
GUARDED = tuple(GuardReport(name, GuardState.HELD, f"guard.{name}.held") for name in ("full-screen", "keyboard"))
LONG_TITLE = "某某集团客户服务中心二〇二六年度客户服务专员（二级）上岗资格认证暨技能等级评定综合理论知识考试（补考）"


def _offer(name: str, title: str, opens: int) -> Offer:
    session = msgspec.structs.replace(
        sample.SESSION,
        id=name,
        title=title,
        opens=sample.START_WALL + opens,
        closes=sample.START_WALL + opens + 2 * HOUR,
    )
    return Offer(Path(f"/exams/{name}.kcb"), Door(session, sample.ROOM, needs_code=False))


OFFERS = (
    _offer("a", "第一场　客户服务专员（三级）", -3 * HOUR),
    _offer("b", "第二场　客户服务专员（二级）", 0),
    _offer("c", LONG_TITLE, 0),
    _offer("d", "第三场　投诉处理专员", 5 * HOUR),
    Offer(Path("/exams/第四场.kcb"), refusal=Refusal(Outcome.FRAME, "frame", "第四场.kcb")),
)


def _picker(*offers: Offer) -> Shot:
    def shot(stage: Stage) -> None:
        stage.line.offers = offers
        stage.presenter.start()

    return shot


def _at(stage: Stage, milliseconds: int) -> None:
    """At this time before (below 0) or after the opening."""
    stage.line.clock.now = sample.START_WALL + milliseconds


def _wait_login(stage: Stage) -> None:
    _at(stage, -HOUR)
    stage.to_login()


def _wait_days(stage: Stage) -> None:
    _at(stage, -60 * HOUR)
    stage.to_login()


def _to_wait(stage: Stage) -> None:
    _at(stage, -754_000)
    stage.to_code()


def _to_input_test(stage: Stage) -> None:
    stage.line.room.has_typing = True
    stage.to_code()


def _input_seen(stage: Stage) -> None:
    _to_input_test(stage)
    stage.type("try-here", "考试顺利")


def _input_failed(stage: Stage) -> None:
    _to_input_test(stage)
    stage.click("input-fails")


def _with_identity(stage: Stage) -> None:
    login = (LoginField.TICKET, LoginField.IDENTITY)
    rules = msgspec.structs.replace(stage.line.exam.rules, login=login)
    stage.line.room.exam = msgspec.structs.replace(stage.line.exam, rules=rules)
    stage.line.room.tickets = (msgspec.structs.replace(sample.TICKET, identity=IDENTITY),)


def _login_identity(stage: Stage) -> None:
    _with_identity(stage)
    _guarded(stage)
    stage.line.pc = PcLook(has_input_method=True)
    stage.to_login()
    stage.window.activateWindow()
    QApplication.processEvents()
    stage.child("login-identity").setFocus()
    stage.type("login-identity", IDENTITY)
    stage.type("login-ticket", sample.TICKET.number)
    stage.child("login-ticket").setFocus()


def _login_everything(stage: Stage) -> None:
    """Four fields and a seat that is typed, on a PC with every doubt there is."""
    rules = msgspec.structs.replace(stage.line.exam.rules, login=tuple(LoginField), seat=SeatRule.TYPED)
    stage.line.room.exam = msgspec.structs.replace(stage.line.exam, rules=rules)
    stage.line.room.tickets = (msgspec.structs.replace(sample.TICKET, identity=IDENTITY, seat=""),)
    stage.presenter._seat = ""
    _doubted(stage)
    stage.to_login()


def _login_walk_in(stage: Stage) -> None:
    """The fields of somebody who is not on the roster, in a room with reserve tickets."""
    reserve = msgspec.structs.replace(sample.TICKET, number="2026112103B01", name="", person="", seat="")
    stage.line.room.tickets = (*stage.line.room.tickets, reserve)
    _guarded(stage)
    stage.presenter._seat = ""
    stage.to_login()
    stage.click("walk-in")


def _guarded(stage: Stage) -> None:
    stage.presenter.guarded(GUARDED)


def _doubted(stage: Stage) -> None:
    broken = GuardReport("keyboard", GuardState.NOT_AVAILABLE, "guard.not-on-this-platform")
    stage.presenter.guarded((GUARDED[0], broken))
    stage.line.whole = False
    stage.line.pc = PcLook("second", has_input_method=False)


def _login_good(stage: Stage) -> None:
    _guarded(stage)
    stage.line.pc = PcLook(has_input_method=True)
    stage.to_login()


def _login_doubts(stage: Stage) -> None:
    _doubted(stage)
    _at(stage, -20 * HOUR)
    stage.to_login()
    stage.click("wait-go-on")
    stage.click("wait-go")


def _identity_document(stage: Stage) -> None:
    _with_identity(stage)
    stage.to_login()
    stage.type("login-ticket", sample.TICKET.number)
    stage.type("login-identity", IDENTITY)
    stage.click("log-in")


def _receipt_asks(stage: Stage) -> None:
    stage.to_exam("i24")
    stage.line.clock.advance(7_200_000)
    stage.presenter.tick()
    stage.click("next-candidate")


def _receipt_without_copy(stage: Stage) -> None:
    stage.line.bad_sticks = {Path("/media/U 盘"): Refusal(Outcome.MISSING, "stick.gone")}
    _receipt_asks(stage)


def _wait_asks(stage: Stage) -> None:
    _to_wait(stage)
    stage.click("wait-go-on")


def _login_change(stage: Stage) -> None:
    _picker(OFFERS[0], OFFERS[3])(stage)
    stage.click("session-1")


def _room_code_change(stage: Stage) -> None:
    stage.line.needs_room_code = True
    _login_change(stage)


def _leaving(stage: Stage) -> None:
    rules = msgspec.structs.replace(stage.line.exam.rules, lockdown=Lockdown.STRICT)
    stage.line.room.exam = msgspec.structs.replace(stage.line.exam, rules=rules)
    stage.presenter._is_guarded = True
    stage.to_login()
    stage.click("exit")


def _leaving_act(stage: Stage) -> None:
    _leaving(stage)
    stage.type_code(START_CODE)
    stage.click("start")


SHOTS: dict[str, Shot] = {
    "line-picker": _picker(*OFFERS),
    "line-picker-none": _picker(OFFERS[0], OFFERS[3]),
    "line-login": _login_good,
    "line-login-identity": _login_identity,
    "line-login-everything": _login_everything,
    "line-login-walk-in": _login_walk_in,
    "line-login-doubts": _login_doubts,
    "line-identity-document": _identity_document,
    "line-input-test": _to_input_test,
    "line-input-test-seen": _input_seen,
    "line-input-test-failed": _input_failed,
    "line-wait-login": _wait_login,
    "line-wait-days": _wait_days,
    "line-wait-start": _to_wait,
    "line-receipt-next": _receipt_asks,
    "line-receipt-missed": _receipt_without_copy,
    "line-wait-asks": _wait_asks,
    "line-login-change": _login_change,
    "line-room-code-change": _room_code_change,
    "line-leaving": _leaving,
    "line-leaving-act": _leaving_act,
}
WIDE = frozenset(
    {"line-picker", "line-login-everything", "line-input-test-failed", "line-wait-start", "line-receipt-next"}
)
