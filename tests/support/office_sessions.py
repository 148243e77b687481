"""A clerk at the page 场次: an office whose bank has exams, cards of a centre, a stick."""

from contextlib import closing
from fractions import Fraction
from types import SimpleNamespace

from kaochang.custody import sealed_exam
from kaochang.custody.key_files import KeyRole
from kaochang.domain.assessments import Rules
from kaochang.domain.items import ItemType
from kaochang.flow import keys, read
from kaochang.flow.assemble import AssembleOrder, assemble
from kaochang.flow.office_draft import PageName
from kaochang.flow.session_draft import SessionPart
from kaochang.papers.reading import read_paper
from kaochang.store.bank import Bank
from support import quick_day
from support.office_pages import PASSPHRASE, AtEveryPage
from support.small_paper import KEY, PAPER

TWO_EXAMS = "姓名\t工号\t考试\n测试甲\tG7001\t上岗\n测试乙\tG7002\t复训\n测试丙\tG7003\t上岗\n测试甲\tG7001\t复训\n"


class AtSessions(AtEveryPage):
    """Started, and at the page."""

    def exam(self, title: str = "上岗", minutes: int = 30) -> str:
        """An exam in the office's bank; its id."""
        office = self.office()
        office.folder.mkdir(parents=True, exist_ok=True)
        found = read_paper((PAPER + KEY).encode(), "paper.txt")
        with closing(Bank(office.bank)) as bank:
            number = bank.add_paper(read.entry_of(found, "paper.txt", office.clock, office.random))
            points = dict.fromkeys(ItemType, Fraction(2))
            order = AssembleOrder([number], title, Rules(minutes * 60, Fraction(4)), points)
            return assemble(bank, order, office.clock, office.random).id

    def to_sessions(self):
        """The page, shown."""
        self.presenter.start()
        self.presenter.go(PageName.SESSIONS)
        return self.page("sessions")

    def new(self, *titles: str, people: str = TWO_EXAMS):
        """A session with these exams and a roster."""
        ids = [self.exam(title) for title in titles or ("上岗", "复训")]
        page = self.to_sessions()
        page.listing.new()
        for each in ids:
            page.exams.toggle(each)
        page.go(SessionPart.ROSTER)
        page.roster.paste(people)
        return page

    def card(self, role: str, name: str):
        """Somebody's key card."""
        office = self.office()
        folder = self.data.parent / f"cards-{name}"
        return keys.make(KeyRole(role), name, folder, PASSPHRASE, office.clock, office.random, office.cost).card

    def seal(self, page, *, kit: str = ""):
        """Onto the stick."""
        page.go(SessionPart.SEAL)
        self.put_in(self.stick)
        page.sealing.type_passphrase(PASSPHRASE)
        page.sealing.type_again(PASSPHRASE)
        if kit:
            page.sealing.type_kit(kit)
            page.sealing.type_kit_again(kit)
        page.sealing.seal()
        return page.state.body.done

    def day(self):
        """The same office and stick, for those who sit and take back."""
        made = quick_day.QuickDay.__new__(quick_day.QuickDay)
        made.folder, made.office = self.data.parent, self.office()
        return made

    def sealed(self, done):
        """What was sealed, as whoever sits it has it."""
        session = sealed_exam.claimed_exam(next(done.folder.rglob("*.kcb"))).header.session
        return SimpleNamespace(
            code=done.code, folder=done.folder, session=session, kept=self.office().session(session.id)
        )
