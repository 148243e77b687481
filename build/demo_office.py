"""The office's morning: papers are read into a bank, assembled into exams, and sealed for two rooms."""

import os
from fractions import Fraction

import msgspec
from demo_day import CLOCK, FONT, PASSPHRASE, PEOPLE, ROOT, ZONE, Day, Sealed
from kaochang.domain.assessments import Exam, PartialCredit, Rules
from kaochang.flow import assemble, read, seal
from kaochang.papers.roster import RosterRow
from kaochang.reports.sheets import write_start_sheet
from kaochang.store.bank import Bank

PAPERS = ("after-sales-specialist.docx", "outbound-agent.txt")
_SEATS = 8
_MINUTE_MS = 60_000


def read_papers(day: Day) -> Bank:
    day.step("read")
    bank = Bank(day.folder("office") / "bank.db")
    for name in PAPERS:
        found = read.read_file(ROOT / "banks/papers" / name)
        read.add_to_bank(bank, found, name, CLOCK, os.urandom)
        day.say("read.done", file=name, items=len(found.paper.items), findings=len(found.paper.findings))
    return bank


def _pass_mark(bank: Bank, number: int) -> Fraction:
    """Six points of ten."""
    return sum((each.item.points or Fraction(0) for each in bank.items(number)), Fraction(0)) * Fraction(6, 10)


def assemble_exams(day: Day, bank: Bank) -> tuple[Exam, ...]:
    day.step("assemble")
    words = day.words()
    rules = Rules(
        duration_s=30 * 60,
        shuffle_options=True,
        partial_credit=PartialCredit.HALF,
        notices=tuple(words(f"rules.notice.{n}") for n in (1, 2)),
        pledge=words("rules.pledge"),
    )
    exams = []
    for number in bank.paper_numbers():
        mark = _pass_mark(bank, number)
        marked = msgspec.structs.replace(rules, pass_mark=mark)
        order = assemble.AssembleOrder([number], bank.paper_title(number), marked)
        exam = assemble.assemble(bank, order, CLOCK, os.urandom)
        items = sum(1 for _ in exam.assessment.items())
        day.say("assemble.done", title=exam.assessment.title, items=items, total=exam.assessment.total, mark=mark)
        exams.append(exam)
    return tuple(exams)


def _rows(day: Day, exams: tuple[Exam, ...]) -> list[RosterRow]:
    """The roster: eight seats to a room, every other candidate on the other exam."""
    rooms = [day.word("room.1"), day.word("room.2")]
    return [
        RosterRow(at + 1, name, person, "", rooms[at // _SEATS], f"{at % _SEATS + 1:02}", exams[at % 2].id, 0)
        for at, (name, person) in enumerate(PEOPLE)
    ]


def seal_session(day: Day, bank: Bank, exams: tuple[Exam, ...]) -> Sealed:
    day.step("seal")
    now = CLOCK.wall()
    wish = seal.SessionWish(
        exams=[exam.id for exam in exams],
        title=day.word("session"),
        opens=now - _MINUTE_MS,
        closes=now + 180 * _MINUTE_MS,
        zone=ZONE,
    )
    order = seal.plan_session(bank, wish, _rows(day, exams), CLOCK, os.urandom)
    keys = day.folder("office") / "keys"
    office = seal.open_office(keys, PASSPHRASE, CLOCK, os.urandom)
    sealed = seal.seal(order, office, PASSPHRASE, os.urandom)
    sheet = write_start_sheet(order.session, order.tickets, sealed.start_code, day.words(), FONT, ZONE)
    folders = seal.write_sealed(day.folder("sealed"), sealed, keys / seal.SITE_FILE, sheet)
    kit = folders["centre"] / seal.CENTRE_KIT_FILE
    result = Sealed(
        session=order.session,
        exams=exams,
        schemes=order.schemes,
        tickets=tuple(order.tickets),
        code=sealed.start_code,
        rooms=folders["rooms"],
        proctors=folders["proctors"],
        kit=kit,
    )
    rooms = len(order.session.rooms)
    day.say("seal.done", rooms=rooms, tickets=len(order.tickets), exam=result.exam_file, kit=kit)
    day.say("seal.code", code=sealed.start_code, sheet=folders["envelope"] / seal.START_SHEET_FILE)
    return result
