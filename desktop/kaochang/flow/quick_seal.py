"""From a paper as read and mended to a session on a stick: all of it in one folder there, or nothing.

Everything is sealed into the office's own folder first and then laid onto the stick, each file read back there: so the
office keeps what it needs to take the scores back, and a stick that was pulled out has nothing that looks whole.
"""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from kaochang.custody.passphrases import check_new_passphrase
from kaochang.domain.assessments import Exam, Rules
from kaochang.domain.items import ItemType
from kaochang.domain.ports import Progress, no_progress
from kaochang.domain.tools import USUAL
from kaochang.flow import read, session_plan, sticks
from kaochang.flow.assemble import AssembleOrder, assemble
from kaochang.flow.office_seal import OfficeSealed, check_stick, office_sealers, seal_onto
from kaochang.flow.quick import (
    ALL,
    OfficeState,
    QuickOffice,
    QuickWish,
    check_wish,
    folder_name,
    office_state,
    pass_mark,
    worth,
)
from kaochang.flow.session_plan import SealOrder, SessionWish
from kaochang.flow.sticks import Chosen
from kaochang.papers.reading import ReadPaper
from kaochang.papers.roster import RosterRow
from kaochang.store.bank import Bank


@dataclass(frozen=True)
class QuickOrder:
    """What is sealed: a paper as mended (`name` is its file's), the roster, the wishes, and where it goes.

    `drive` is a stick or any folder; the session's own folder is made in it. `passphrase` is the office's: chosen here
    where the office is new, else the one that it has. `chosen` is what lay at `drive` when somebody chose it.
    """

    read: ReadPaper
    name: str
    rows: Sequence[RosterRow]
    wish: QuickWish
    drive: Path
    passphrase: str = field(repr=False)
    chosen: Chosen | None = None


def folder_of(office: QuickOffice, order: QuickOrder) -> Path:
    """The session's folder on the stick: its title and the day on which it opens."""
    return order.drive / folder_name(order.wish.title, order.wish.opens, office.zone)


def look_first(office: QuickOffice, order: QuickOrder) -> None:
    """Refuses, before anything slow is begun, what could not end well.

    Wishes that nobody could keep, a stick that is not there, takes no files or holds a session of this name already
    (EXISTS), and a first passphrase that is too short.
    """
    check_drive(office, order)
    if office_state(office.folder) is OfficeState.NEW:
        check_new_passphrase(order.passphrase)


def check_drive(office: QuickOffice, order: QuickOrder) -> None:
    """The same of the wishes and the stick alone, before a passphrase is asked for."""
    check_wish(order.read.paper, order.rows, order.wish, office.clock.wall())
    check_stick(folder_of(office, order).name, order.drive, order.chosen)


def seal_quick(office: QuickOffice, order: QuickOrder, progress: Progress = no_progress) -> OfficeSealed:
    """Puts the paper into the bank, makes an exam of it, seals the session and lays its folder on the stick.

    Whatever stops it, be it a refusal or an exception that `progress` raises to stop it, leaves nothing behind on the
    stick and no session on the PC; the office's own keys, once made, stay. `progress` is told in per cent.
    """
    look_first(office, order)
    order = replace(order, chosen=order.chosen or sticks.choose(order.drive))
    progress(0, ALL)
    sealers = office_sealers(office, order.passphrase)
    with closing(Bank(office.bank)) as bank, ExitStack() as undo:
        plan = _plan(office, bank, order, _exam(office, bank, order, undo))
        sealed = seal_onto(office, plan, sealers, order.chosen or sticks.choose(order.drive), progress, undo)
        undo.pop_all()
    return sealed


def _exam(office: QuickOffice, bank: Bank, order: QuickOrder, undo: ExitStack) -> Exam:
    """The paper in the bank, and the exam that is made of it: everybody gets all items in the paper's order.

    A paper that is there already, as read and mended now, is not put there again.
    """
    wish, paper = order.wish, order.read.paper
    entry = read.entry_of(order.read, order.name, office.clock, office.random)
    number = bank.same_paper(entry)
    if number is None:
        number = bank.add_paper(entry)
        undo.callback(bank.forget_paper, number)
    each = {} if wish.points_each is None else dict.fromkeys(ItemType, wish.points_each)
    rules = Rules(wish.minutes * 60, pass_mark(wish, worth(paper, wish.points_each)), tools=USUAL)
    exam = assemble(bank, AssembleOrder([number], wish.title.strip(), rules, each), office.clock, office.random)
    undo.callback(bank.forget_exam, exam.id)
    return exam


def _plan(office: QuickOffice, bank: Bank, order: QuickOrder, exam: Exam) -> SealOrder:
    wish = order.wish
    rows = [row if row.room else msgspec.structs.replace(row, room=wish.room.strip()) for row in order.rows]
    session = SessionWish(
        exams=[exam.id],
        title=wish.title.strip(),
        kind=wish.kind,
        opens=wish.opens,
        closes=wish.closes,
        zone=office.zone,
        cost=office.cost,
    )
    return session_plan.plan_session(bank, session, rows, office.clock, office.random)
