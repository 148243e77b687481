"""The bank's items as a list: searched while one types, filtered, sorted; rows are read as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kaochang.domain.banked import ItemFilter, Sort
from kaochang.domain.items import ItemType
from kaochang.domain.mark_schemes import Difficulty
from kaochang.domain.values import Record
from kaochang.presenters.figures import figure
from kaochang.presenters.office.bank_desk import BankDesk, Latest
from kaochang.presenters.office.bank_state import OF_A_PAGE, Chip, ChoiceFace, ListState, Menu, RowFace
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # it comes with the first look
    from kaochang.store.bank import Bank
    from kaochang.store.bank_items import FoundItem, Page

_MOST_PAGES = 40
_OPPOSITE = {Chip.USED: Chip.UNUSED, Chip.UNUSED: Chip.USED}
_STEM = 120
"""Signs of a stem in a row."""


class _Asked(Record, frozen=True):
    """What the rows are."""

    words: str
    wanted: ItemFilter
    sort: Sort


class _There(Record, frozen=True):
    """What there is to filter by."""

    competencies: tuple[str, ...]
    papers: tuple[tuple[int, str], ...]


class BankList:
    """Intents of the list in, its state out. `first` hears of the first row where no item is open yet."""

    def __init__(self, desk: BankDesk, show: Callable[[], None], first: Callable[[str], None]) -> None:
        self._desk = desk
        self._show = show
        self._first = first
        self._latest, self._row = Latest(desk), Latest(desk)
        self._there = _There((), ())
        self._menus = self._menus_of(self._there)
        self._chosen: dict[Menu, str] = {}
        self._chips: frozenset[Chip] = frozenset()
        self._sort = Sort.PAPER
        self._pages: dict[int, tuple[FoundItem, ...]] = {}
        self._seen = (0, 0)
        self._total = self._found = 0
        self._is_looking = self._is_read = self._is_empty = False
        self._refused: Refused | None = None
        self._faces: dict[int, tuple[object, tuple[RowFace, ...]]] = {}
        self.here = ""

    def enter(self) -> None:
        """Look what there is now, where something was changed here or on another page; what is seen stays in sight."""
        self._is_looking = True
        self._desk.run(_there, self._take_there, self._on_failed)
        if self._is_read:
            self._read(self._in_sight(), is_fresh=True)
        else:
            self._anew()

    # -- intents --------------------------------------------------------------------------------------------------

    def search(self, words: str) -> None:
        """Items that hold these words, once nothing more is typed for a moment."""
        self._desk.keep(words=words)
        self._desk.later("search", self._anew)

    def choose(self, menu: Menu, value: str) -> None:
        """One value of a menu, "" for every value."""
        self._chosen[menu] = value
        self._anew()

    def toggle(self, chip: Chip) -> None:
        """A condition more or less."""
        without = self._chips - {chip, _OPPOSITE.get(chip, chip)}
        self._chips = without if chip in self._chips else without | {chip}
        self._anew()

    def sort(self, sort: Sort) -> None:
        """Another order."""
        self._sort = sort
        self._anew()

    def reset(self) -> None:
        """Every item again."""
        self._desk.keep(words="")
        self._chosen, self._chips = {}, frozenset()
        self._anew()

    def only_paper(self, number: int) -> None:
        """The items of a paper that was just read."""
        self._desk.keep(words="")
        self._chosen, self._chips = {Menu.PAPER: str(number)}, frozenset()
        self._desk.run(_there, self._take_there, self._on_failed)
        self._anew()

    def look(self, first: int, last: int) -> None:
        """These rows are seen now: read those that were not yet."""
        self._seen = (first // OF_A_PAGE, last // OF_A_PAGE)
        missing = [page for page in self._in_sight() if page not in self._pages]
        if missing and self._is_read:
            self._read(missing)

    def open_row(self, at: int) -> None:
        """Show an item by its place in the list."""
        page = self._pages.get(at // OF_A_PAGE)
        if page is not None and at % OF_A_PAGE < len(page):
            self._desk.open(page[at % OF_A_PAGE].entry.id)
            return
        asked = self._asked

        def done(found: Page) -> None:
            for each in found.items:
                self._desk.open(each.entry.id)

        self._row.ask(lambda bank: _page(bank, asked, at, 1), done, self._on_failed)

    # -- asking ---------------------------------------------------------------------------------------------------

    @property
    def _asked(self) -> _Asked:
        chosen, chips = self._chosen, self._chips
        kind, difficulty = chosen.get(Menu.TYPE), chosen.get(Menu.DIFFICULTY)
        competency, paper = chosen.get(Menu.COMPETENCY), chosen.get(Menu.PAPER)
        wanted = ItemFilter(
            types=(ItemType(kind),) if kind else (),
            competencies=(competency,) if competency else (),
            difficulties=(Difficulty(difficulty),) if difficulty else (),
            papers=(int(paper),) if paper else (),
            used=True if Chip.USED in chips else False if Chip.UNUSED in chips else None,
            has_key=False if Chip.NO_KEY in chips else None,
            has_open_finding=True if Chip.FINDING in chips else None,
            retired=Chip.RETIRED in chips,
        )
        return _Asked(self._desk.draft.words, wanted, self._sort)

    def ids_of(self, bank: Bank, ranges: tuple[tuple[int, int], ...]) -> list[str]:
        """The items of these rows, each range from its first to its last; all that were found without any (blocks)."""
        asked = self._asked
        wanted = ranges or ((0, self._total - 1),)
        found = [_page(bank, asked, first, last - first + 1).items for first, last in wanted]
        return [each.entry.id for items in found for each in items]

    def _in_sight(self) -> list[int]:
        first, last = self._seen
        return list(range(first, last + 1))

    def _anew(self) -> None:
        """Other rows: those before stay until the first of them are there."""
        asked, self._is_looking = self._asked, True
        self._show()

        def done(found: Page) -> None:
            self._pages, self._seen = {0: found.items}, (0, 0)
            self._found += 1
            self._take_total(found.total)
            if found.items:
                self._first(found.items[0].entry.id)
            self._show()

        self._latest.ask(lambda bank: _page(bank, asked, 0, OF_A_PAGE), done, self._on_failed)

    def _read(self, pages: list[int], *, is_fresh: bool = False) -> None:
        asked, found = self._asked, self._found

        first, count = pages[0], pages[-1] - pages[0] + 1

        def done(read: Page) -> None:
            if found != self._found:
                return
            parts = (read.items[at * OF_A_PAGE : (at + 1) * OF_A_PAGE] for at in range(count))
            self._pages = ({} if is_fresh else self._near()) | dict(enumerate(parts, first))
            self._take_total(read.total)
            self._show()

        start, most = first * OF_A_PAGE, count * OF_A_PAGE
        self._latest.ask(lambda bank: _page(bank, asked, start, most), done, self._on_failed)

    def _near(self) -> dict[int, tuple[FoundItem, ...]]:
        """What was read before; of many pages those near to what is seen."""
        nearest = sorted(self._pages, key=lambda page: abs(page - self._seen[0]))[:_MOST_PAGES]
        return {page: self._pages[page] for page in nearest}

    def _take_total(self, total: int) -> None:
        self._total, self._is_read, self._is_looking, self._refused = total, True, False, None

    def _take_there(self, there: _There) -> None:
        self._there, self._menus = there, self._menus_of(there)
        self._is_empty = not there.papers
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._is_looking = False
        self._refused = failure_to_words(error, self._desk.means.words)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> ListState:
        """What is shown."""
        words = self._desk.means.words
        unsaved = frozenset(each.item for each in self._desk.draft.unsaved)
        return ListState(
            words=self._desk.draft.words,
            menus=self._menus,
            chosen=dict(self._chosen),
            chips=self._chips,
            sort=self._sort,
            total=self._total,
            found=self._found,
            pages={page: self._rows(page, items, unsaved) for page, items in self._pages.items()},
            here=self.here,
            count=words("office.bank.count", count=self._total) if self._is_read else "",
            unsaved=words("office.bank.unsaved", count=len(unsaved)) if unsaved else "",
            is_empty_bank=self._is_empty,
            is_looking=self._is_looking,
            refused=self._refused,
        )

    def _menus_of(self, there: _There) -> Mapping[Menu, tuple[ChoiceFace, ...]]:
        words = self._desk.means.words
        values = {
            Menu.TYPE: [(each.value, words(f"type.{each}")) for each in ItemType],
            Menu.COMPETENCY: [(each, each) for each in there.competencies],
            Menu.DIFFICULTY: [(each.value, words(f"blueprint.difficulty.{each}")) for each in Difficulty],
            Menu.PAPER: [(str(number), title) for number, title in reversed(there.papers)],
        }
        return {
            menu: (ChoiceFace("", words(f"office.bank.any.{menu}")), *(ChoiceFace(*each) for each in those))
            for menu, those in values.items()
        }

    @property
    def papers(self) -> tuple[tuple[int, str], ...]:
        """The bank's papers, oldest first."""
        return self._there.papers

    def _rows(self, page: int, items: tuple[FoundItem, ...], unsaved: frozenset[str]) -> tuple[RowFace, ...]:
        """A page's faces, the very ones that were shown before where nothing of them is another."""
        known = self._faces.get(page)
        made_of = (items, unsaved & {each.entry.id for each in items})
        if known is None or known[0] != made_of:
            known = self._faces[page] = (made_of, tuple(self._face(each, unsaved) for each in items))
        return known[1]

    def _face(self, found: FoundItem, unsaved: frozenset[str]) -> RowFace:
        words, entry = self._desk.means.words, found.entry
        item, scheme = entry.item, entry.scheme
        about = [f"{item.section or ''} {item.number}".strip(), found.paper_title]
        if item.points is not None:
            about.append(words("office.paper.points", points=figure(words, item.points)))
        if scheme.difficulty is not None:
            about.append(words(f"blueprint.difficulty.{scheme.difficulty}"))
        if found.used:
            about.append(words("office.bank.used", count=found.used))
        has_key = item.is_open or scheme.correct is not None
        wrong = "" if has_key else words("office.bank.chip.no-key")
        return RowFace(
            id=entry.id,
            stem=" ".join(item.stem.split())[:_STEM],
            type_name=words(f"type.{item.type}"),
            about=" · ".join(each for each in about if each),
            wrong=words("office.bank.chip.finding") if found.has_open_finding and has_key else wrong,
            is_retired=entry.is_retired,
            is_unsaved=entry.id in unsaved,
        )


def _page(bank: Bank, asked: _Asked, start: int, most: int) -> Page:
    return bank.found.page(asked.words, asked.wanted, asked.sort, start, most)


def _there(bank: Bank) -> _There:
    papers = tuple((number, bank.paper_title(number)) for number in bank.paper_numbers())
    return _There(tuple(bank.found.choices().competencies), papers)
