"""Pictures of what is seen seldom or shortly: a first moment, words that come and go, an end by the proctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from kaochang.domain.assessments import LoginField, SeatRule
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.candidate.gestures import Chosen
from screens import sample
from screens.fakes import LostPlace

if TYPE_CHECKING:
    from shots import Shot, Stage

LONG_NAME = "阿卜杜热合曼·买买提吐尔逊江"


def _login_busy(stage: Stage) -> None:
    stage.to_login()
    stage.runner.is_held = True
    stage.type("login-person", sample.TICKET.person)
    stage.type("login-name", sample.TICKET.name)
    stage.click("log-in")


def _seat_missing(stage: Stage) -> None:
    login = (LoginField.TICKET, LoginField.NAME)
    rules = msgspec.structs.replace(stage.line.exam.rules, login=login, seat=SeatRule.TYPED)
    stage.line.room.exam = msgspec.structs.replace(stage.line.exam, rules=rules)
    stage.line.room.tickets = (msgspec.structs.replace(sample.TICKET, seat=""),)
    stage.presenter._seat = ""
    stage.to_login()
    stage.type("login-ticket", sample.TICKET.number)
    stage.type("login-name", sample.TICKET.name)
    stage.click("log-in")


def _bug(stage: Stage) -> None:
    stage.to_login()
    stage.presenter.tell_bug()


def _bug_in_exam(stage: Stage) -> None:
    stage.to_exam("i24")
    stage.presenter.tell_bug()


def _refused_at_code(refusal: Refusal) -> Shot:
    def shot(stage: Stage) -> None:
        stage.line.troubles["begin"] = refusal
        stage.to_exam()

    return shot


def _too_early(stage: Stage) -> None:
    stage.to_code()
    session = stage.line.room.session
    stage.line.room.session = msgspec.structs.replace(session, opens=stage.line.clock.wall() + 120_000)
    stage.line.troubles["begin"] = Refusal(Outcome.POLICY, "session.not-open")
    stage.type_code()
    stage.click("start")


def _name(stage: Stage) -> None:
    ticket = msgspec.structs.replace(sample.TICKET, name=LONG_NAME, number="SH-KF-2026-1121-0302-00017-B")
    stage.line.room.tickets = (ticket,)
    stage.line.sitting.ticket = ticket


def _name_at_identity(stage: Stage) -> None:
    _name(stage)
    stage.to_login()
    stage.type("login-person", sample.TICKET.person)
    stage.type("login-name", LONG_NAME)
    stage.click("log-in")


def _name_in_exam(stage: Stage) -> None:
    _name_at_identity(stage)
    stage.click("pledge")
    stage.click("identity-confirm")
    stage.type_code()
    stage.click("start")


def _line_from_the_start(stage: Stage) -> None:
    stage.line.sitting.attempt.files.second = LostPlace()
    stage.to_exam()


def _closing(*clicks: str) -> Shot:
    """Everything is closed; the last of it is on its way to the disk."""

    def shot(stage: Stage) -> None:
        stage.to_exam("i24")
        stage.line.clock.advance(6_000_000)
        stage.presenter.tick()
        stage.runner.is_held = True
        for each in clicks:
            stage.click(each)
        if not clicks:
            stage.line.clock.advance(1_200_000)
            stage.presenter.tick()

    return shot


def _taken_back(stage: Stage) -> None:
    stage.to_exam("i2")
    stage.click("option-B")


def _not_eliminated(stage: Stage) -> None:
    stage.to_exam("i2")
    stage.presenter.exam.respond(Chosen("A"))
    stage.presenter.exam.tools.eliminate("A")


def _nothing_marked(stage: Stage) -> None:
    for number in (8, 12, 24):
        stage.line.sitting.mark(f"i{number}", False)
    stage.to_exam("i24")
    stage.click("filter-marked")


def _saving_again(stage: Stage) -> None:
    stage.to_exam("i22")
    stage.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    stage.click("option-A")
    stage.runner.is_held = True
    stage.click("safe")


def _ordered(stage: Stage) -> None:
    stage.to_exam("i38")
    stage.click("keep-order")


def _receipt(**of: object) -> Shot:
    def shot(stage: Stage) -> None:
        receipt_of = stage.line.receipt_of
        stage.line.receipt_of = lambda *whose: msgspec.structs.replace(receipt_of(*whose), **of)
        stage.to_exam("i24")
        stage.line.clock.advance(6_000_000)
        stage.presenter.tick()
        for each in ("hand-in", "insist", "confirm-hand-in"):
            stage.click(each)

    return shot


_FORGETS = Refusal(Outcome.POLICY, "disk.forgets")

SHOTS: dict[str, Shot] = {
    "s01-login-busy": _login_busy,
    "s02-login-seat-missing": _seat_missing,
    "s03-bug": _bug,
    "s04-identity-name": _name_at_identity,
    "s05-code": lambda stage: stage.to_code(),
    "s06-code-too-early": _too_early,
    "s07-code-forgets": _refused_at_code(_FORGETS),
    "s10-exam-name": _name_in_exam,
    "s11-line-from-the-start": _line_from_the_start,
    "s12-bug-in-exam": _bug_in_exam,
    "s13-taken-back": _taken_back,
    "s14-not-eliminated": _not_eliminated,
    "s15-palette-none-marked": _nothing_marked,
    "s16-ordered": _ordered,
    "s18-cannot-save-again": _saving_again,
    "s20-closing-handed-in": _closing("hand-in", "insist", "confirm-hand-in"),
    "s21-closing-expired": _closing(),
    "s22-receipt-ended": _receipt(reason=ClosingReason.STOPPED_ILL),
    "s23-receipt-copied": _receipt(copies=1, withdrawn=2),
}

WIDE = frozenset({"s10-exam-name", "s21-closing-expired"})
"""What is pictured in every size and theme."""
