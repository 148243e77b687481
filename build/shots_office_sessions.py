"""Pictures of the page 场次: a session made part by part, sealed, and listed."""

from __future__ import annotations

from collections.abc import Callable

from kaochang.domain.assessments import Kind, Level
from kaochang.flow.session_draft import SessionPart
from kaochang.presenters.office.session_after import AfterKind
from kaochang.presenters.office.sessions import SessionsPresenter
from support.office_pages import PASSPHRASE
from support.office_sessions import AtSessions

Shot = Callable[[AtSessions], None]

_NAMES = ("陈佳怡", "欧阳若曦", "㛃田美玲", "王䶮", "赵敏", "钱伟", "孙丽华", "李建国", "周婷", "吴昊")


def _people(rooms: bool = False) -> str:
    lines = ["姓名\t工号\t考试\t加时" + ("\t考场" if rooms else "")]
    for at, name in enumerate(_NAMES * 4):
        exam = "售后服务专员上岗认证" if at % 3 else "服务主管结构化面试"
        room = f"\t上海 30{at % 2 + 1}" if rooms else ""
        lines.append(f"{name}\tG7{at:03}\t{exam}\t{'15' if at == 5 else ''}{room}")
    return "\n".join(lines)


def _begun(stage: AtSessions, people: str = "") -> SessionsPresenter:
    ids = [stage.exam(title, minutes) for title, minutes in (("售后服务专员上岗认证", 90), ("服务主管结构化面试", 40))]
    stage.exam("2026 年度华东大区外呼与回访坐席上岗认证考试（第二批次，含补考与转岗人员）", 120)
    page = stage.to_sessions()
    page.listing.new()
    for each in ids:
        page.exams.toggle(each)
    page.exams.type_title("十一月第三周上岗认证")
    if people:
        page.go(SessionPart.ROSTER)
        page.roster.paste(people)
    return page


def _empty(stage: AtSessions) -> None:
    stage.to_sessions()


def _exams(stage: AtSessions) -> None:
    _begun(stage)


def _no_exam(stage: AtSessions) -> None:
    stage.to_sessions().listing.new()


def _roster(stage: AtSessions) -> None:
    page = _begun(stage)
    page.go(SessionPart.ROSTER)
    page.roster.paste(_people() + "\n刘洋\tG7999\t别的考试\t\n刘洋\tG7001\t服务主管结构化面试\tabc")


def _rooms(stage: AtSessions) -> None:
    _begun(stage, _people(rooms=True)).go(SessionPart.ROOMS)


def _drawn(stage: AtSessions) -> None:
    page = _begun(stage, _people())
    page.go(SessionPart.ROOMS)
    page.rooms.rename(0, "上海 301")
    page.rooms.type_seats(0, "24")
    page.rooms.add()
    page.rooms.rename(1, "上海 302")
    page.rooms.type_seats(1, "x")
    page.rooms.draw(True)
    page.rooms.type_seed("2026-11-23 当众摇号 4 1 7")


def _rules(stage: AtSessions) -> None:
    _begun(stage, _people()).go(SessionPart.RULES)


def _certified(stage: AtSessions) -> SessionsPresenter:
    page = _begun(stage, _people(rooms=True))
    page.go(SessionPart.RULES)
    page.rules.set_level(Level.CERTIFIED)
    page.rules.set_kind(Kind.REHEARSAL)
    page.rules.choose_centre(stage.card("centre", "华东考试中心"))
    page.rules.add_opener(stage.card("opener", "开启人甲"))
    page.rules.add_opener(stage.card("opener", "开启人乙"))
    state = page.rules.state
    page.rules.set_window(state.opens, state.opens + 80 * 60_000)
    return page


def _missing(stage: AtSessions) -> None:
    page = _begun(stage)
    page.go(SessionPart.SEAL)
    stage.put_in(stage.stick)


def _few_seats(stage: AtSessions) -> None:
    _drawn(stage)
    page = stage.page("sessions")
    page.rooms.type_seats(1, "3")
    page.go(SessionPart.SEAL)
    stage.put_in(stage.stick)


def _seal(stage: AtSessions) -> None:
    page = _begun(stage, _people(rooms=True))
    page.go(SessionPart.SEAL)
    stage.put_in(stage.stick)
    page.sealing.type_passphrase("口令 2026 华东")


def _seal_certified(stage: AtSessions) -> None:
    page = _certified(stage)
    page.rules.mean_short(True)
    page.go(SessionPart.SEAL)
    stage.put_in(stage.stick)


def _done(stage: AtSessions) -> None:
    stage.seal(_begun(stage, _people(rooms=True)))


def _done_certified(stage: AtSessions) -> None:
    page = _certified(stage)
    page.rules.mean_short(True)
    stage.seal(page)


def _listed(stage: AtSessions) -> None:
    _done(stage)
    page = stage.page("sessions")
    page.to_list()


def _laid(stage: AtSessions) -> None:
    _listed(stage)
    further = stage.stick.with_name("U盘2")
    further.mkdir()
    stage.page("sessions").listing.lay(further)


def _asked(stage: AtSessions) -> None:
    _listed(stage)
    page = stage.page("sessions")
    page.listing.again()
    page.exams.type_title("第二场")
    page.to_list()
    page.listing.new()


def _erratum(stage: AtSessions) -> None:
    _listed(stage)
    page = stage.page("sessions")
    page.open_after(AfterKind.ERRATUM)
    page.after.type_item("单选题#2")
    page.after.type_text("题干“24 小时”应为“48 小时”。")
    page.after.choose_folder(stage.stick)


def _new_codes(stage: AtSessions) -> None:
    _listed(stage)
    page = stage.page("sessions")
    page.open_after(AfterKind.CODES)
    page.after.choose_folder(stage.data.parent)
    page.after.type_passphrase(PASSPHRASE)
    page.after.do()


SHOTS: dict[str, Shot] = {
    "office-60-sessions-empty": _empty,
    "office-61-session-no-exam": _no_exam,
    "office-62-session-exams": _exams,
    "office-63-session-roster": _roster,
    "office-64-session-rooms": _rooms,
    "office-65-session-drawn": _drawn,
    "office-66-session-rules": _rules,
    "office-67-session-certified": lambda stage: _certified(stage) and None,
    "office-68-session-missing": _missing,
    "office-69-session-few-seats": _few_seats,
    "office-70-session-seal": _seal,
    "office-71-session-seal-certified": _seal_certified,
    "office-72-session-done": _done,
    "office-73-session-done-certified": _done_certified,
    "office-74-sessions": _listed,
    "office-75-sessions-asked": _asked,
    "office-76-session-erratum": _erratum,
    "office-77-session-new-codes": _new_codes,
    "office-78-session-laid": _laid,
}
WIDE = frozenset({"office-62-session-exams", "office-67-session-certified", "office-74-sessions"})
