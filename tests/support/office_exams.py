"""A clerk at the page 组卷: an office whose bank has papers."""

from contextlib import closing

from kaochang.flow import read
from kaochang.flow.office_draft import PageName
from kaochang.papers.reading import read_paper
from kaochang.store.bank import Bank
from support.office_sessions import AtSessions
from support.small_paper import KEY, PAPER


class AtExams(AtSessions):
    """Started, and at the page."""

    def keep_paper(self, text: str = PAPER + KEY, name: str = "paper.txt") -> int:
        """A paper in the office's bank; its number."""
        office = self.office()
        office.folder.mkdir(parents=True, exist_ok=True)
        with closing(Bank(office.bank)) as bank:
            entry = read.entry_of(read_paper(text.encode(), name), name, office.clock, office.random)
            return bank.add_paper(entry)

    def keep_file(self, path) -> int:
        """A file in the office's bank; its number."""
        office = self.office()
        office.folder.mkdir(parents=True, exist_ok=True)
        with closing(Bank(office.bank)) as bank:
            return read.add_to_bank(bank, read.read_file(path), path.name, office.clock, office.random)

    def to_exams(self):
        """The page, shown."""
        self.presenter.start()
        self.presenter.go(PageName.EXAMS)
        return self.page("exams")

    def new_exam(self, text: str = PAPER + KEY, title: str = "上岗认证"):
        """An exam of one paper, at its first part."""
        number = self.keep_paper(text)
        page = self.to_exams()
        page.listing.new()
        page.papers.toggle(number)
        page.papers.type_title(title)
        return page
