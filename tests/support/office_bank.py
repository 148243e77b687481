"""A clerk at the page 题库: an office whose bank holds real papers, and others who work on the same bank."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from kaochang.flow import bank_edit, read
from kaochang.flow.bank_edit import Revision
from kaochang.flow.office_draft import PageName
from kaochang.papers.reading import ReadPaper
from kaochang.store.bank import Bank
from support.office_exams import AtExams

BANKS = Path(__file__).resolve().parents[2] / "banks"
PAPERS = (
    BANKS / "papers" / "after-sales-specialist.docx",
    *sorted(path for path in BANKS.glob("papers/**/*.txt") if "bad" not in path.parts),
    *sorted(BANKS.glob("roles/*.txt")),
)


@cache
def paper_of(path: Path) -> ReadPaper:
    """A real paper, read once."""
    return read.read_file(path)


class AtTheBank(AtExams):
    """Started, and at the page."""

    def bank(self) -> Bank:
        """The office's bank, to be closed."""
        office = self.office()
        office.folder.mkdir(parents=True, exist_ok=True)
        return Bank(office.bank)

    def small(self):
        """A bank of one small paper."""
        self.keep_paper()
        return self

    def with_paper(self, path):
        """One real paper more."""
        office = self.office()
        with closing(self.bank()) as bank:
            bank.add_paper(read.entry_of(paper_of(path), path.name, office.clock, office.random))
        return self

    def filled(self):
        """A bank of the 305 items of `banks/`."""
        for path in PAPERS:
            self.with_paper(path)
        return self

    def twice(self):
        """The first of them once more."""
        return self.with_paper(PAPERS[0])

    def newer(self):
        """A bank that a newer program has written."""
        self.small()
        with closing(sqlite3.connect(self.office().bank)) as database:
            database.execute("PRAGMA user_version = 999")
            database.commit()
        return self

    def to_bank(self):
        """The page, shown."""
        self.presenter.start()
        self.presenter.go(PageName.BANK)
        return self.page("bank")

    def open_where(self, fits):
        """The first item that fits, opened."""
        with closing(self.bank()) as bank:
            every = (each for number in bank.paper_numbers() for each in bank.items(number))
            found = next(each for each in every if fits(each.item))
        self.page("bank").open(found.id)
        return found

    def open_type(self, *kinds):
        """The first item of one of these types, the first type first."""
        for kind in kinds:
            with closing(self.bank()) as bank:
                every = [each for number in bank.paper_numbers() for each in bank.items(number)]
            if any(each.item.type is kind for each in every):
                return self.open_where(lambda item, kind=kind: item.type is kind)
        raise LookupError(kinds)

    def another_saves(self, item, **revision):
        """Somebody else, at another window, saves the item."""
        with closing(self.bank()) as bank:
            meant = Revision(**(revision or {"explanation": "他人的解析"}))
            return bank_edit.edit(bank, bank.found.get(item), meant, "王五", self.clock)
