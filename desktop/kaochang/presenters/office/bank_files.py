"""Files that go into the bank, and those that come out of it: papers, a session's statistics, items as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kaochang.domain.papers import PaperFormat
from kaochang.presenters.office.bank_desk import BankDesk
from kaochang.presenters.office.bank_list import BankList

if TYPE_CHECKING:  # they come with the first look
    from kaochang.flow.bank_statistics import Brought
    from kaochang.flow.export import Export
    from kaochang.store.bank import Bank

T = TypeVar("T")

ENDINGS = {
    PaperFormat.WORD: "docx",
    PaperFormat.XLSX: "xlsx",
    PaperFormat.QTI3: "zip",
    PaperFormat.QTI22: "zip",
    PaperFormat.MOODLE: "xml",
    PaperFormat.GIFT: "gift",
}


class BankFiles:
    """One file at a time; what came of it is told above the list."""

    def __init__(self, desk: BankDesk, listing: BankList, show: Callable[[], None]) -> None:
        self._desk = desk
        self._listing = listing
        self._show = show

    def _begin(self, task: Callable[[Bank], T], done: Callable[[T], None]) -> None:
        desk = self._desk
        if desk.is_busy:
            return
        desk.quiet()
        desk.is_busy = True

        def ended(result: T) -> None:
            desk.is_busy = False
            done(result)
            self._show()

        def failed(error: Exception) -> None:
            desk.is_busy = False
            desk.refuse(error)

        desk.run(task, ended, failed)
        self._show()

    def read(self, path: Path) -> None:
        """A paper into the bank; one that is there already is only shown."""

        def work(bank: Bank) -> tuple[int, int, int, bool]:
            from kaochang.flow import read

            office = self._desk.desk.office()
            found = read.read_file(path)
            entry = read.entry_of(found, path.name, office.clock, office.random)
            there = bank.same_paper(entry)
            number = bank.add_paper(entry) if there is None else there
            return number, len(found.paper.items), len(found.paper.findings), there is not None

        def done(made: tuple[int, int, int, bool]) -> None:
            number, items, findings, was_there = made
            told = "office.bank.was-there" if was_there else "office.bank.read"
            self._desk.say(told, name=path.name, items=items, findings=findings)
            self._listing.only_paper(number)

        self._begin(work, done)

    def bring(self, path: Path) -> None:
        """How items went in a session, from the centre's database."""

        def work(bank: Bank) -> Brought:
            from contextlib import closing

            from kaochang.flow.bank_statistics import bring_statistics
            from kaochang.store.centre import Centre

            with closing(Centre(path)) as centre:
                return bring_statistics(bank, centre, self._desk.means.clock)

        def done(made: Brought) -> None:
            told = {"items": made.items, "waiting": made.waiting, "unknown": made.unknown}
            self._desk.say("cli.bank.stats.done", title=made.title, **told)
            self._desk.again()

        self._begin(work, done)

    def export(self, to: PaperFormat, out: Path, ranges: tuple[tuple[int, int], ...]) -> None:
        """The items of these rows of the list, all that were found without any, as a file.

        The file's own window has asked already where one is to be replaced.
        """

        def work(bank: Bank) -> Export:
            from kaochang.flow.export import ExportOrder, export_items

            order = ExportOrder(0, to, out, replaces=True)
            return export_items(bank, self._listing.ids_of(bank, ranges), out.stem, order)

        def done(made: Export) -> None:
            from kaochang.papers.writing.exported import told

            words = self._desk.means.words
            self._desk.say("office.bank.exported", count=made.items, file=out.name)
            for loss in made.losses:
                self._desk.said = f"{self._desk.said}\n{told(loss, words)}"

        self._begin(work, done)
