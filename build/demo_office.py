"""The office's morning: papers are read into a bank, assembled into exams, and sealed for two rooms."""

import os
from fractions import Fraction

import msgspec
from demo_day import CLOCK, FONT, PASSPHRASE, PEOPLE, ROOT, ZONE, Day, Sealed
from kaochang.domain.assessments import Exam, PartialCredit, Rules
from kaochang.domain.tools import USUAL
from kaochang.flow import assemble, centre_side, offices, read, seal, session_plan
from kaochang.papers.roster import RosterRow
from kaochang.reports.envelope import Envelope
from kaochang.reports.sheets import START_SHEET_FILE, envelope_files
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
    rules = Rules(
        duration_s=30 * 60,
        shuffle_options=True,
        partial_credit=PartialCredit.HALF,
        tools=USUAL,
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
    wish = session_plan.SessionWish(
        exams=[exam.id for exam in exams],
        title=day.word("session"),
        opens=now - _MINUTE_MS,
        closes=now + 180 * _MINUTE_MS,
        zone=ZONE,
    )
    order = session_plan.plan_session(bank, wish, _rows(day, exams), CLOCK, os.urandom)
    keys = day.folder("office") / "keys"
    office = offices.make_office(keys, PASSPHRASE, CLOCK, os.urandom)
    centre = centre_side.of_office(keys, PASSPHRASE, CLOCK, os.urandom)
    secrets = seal.new_secrets(order.session, order.tickets, os.urandom)
    envelope = Envelope(order.session, order.tickets, {exam.id: exam.assessment.title for exam in exams}, secrets)
    places = seal.places_below(day.folder("sealed"), keys, order.session.id)
    sheets = envelope_files(envelope, day.words(), FONT, ZONE)
    target = seal.SealTarget(places, (keys / offices.SITE_FILE).read_bytes(), sheets)
    sealers = seal.Sealers(office, PASSPHRASE, centre)
    folders = seal.seal(order, secrets, sealers, target, CLOCK, os.urandom).folders
    kit, code = places.centre_kit, next(iter(secrets.start_codes.values()))
    result = Sealed(
        session=order.session,
        exams=exams,
        schemes=order.schemes,
        tickets=tuple(order.tickets),
        code=code,
        rooms=folders["rooms"],
        proctors=folders["proctors"],
        kit=kit,
    )
    rooms = len(order.session.rooms)
    day.say("seal.done", rooms=rooms, tickets=len(order.tickets), exam=result.exam_file, kit=kit)
    day.say("seal.code", code=code, sheet=folders["envelope"] / START_SHEET_FILE)
    return result
