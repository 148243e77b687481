"""Items of a bank found by words and filters, page by page, without reading those that are not shown."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kaochang.domain.banked import Choices, ItemFilter, Sort
from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding, Passed
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record, Value
from kaochang.store.bank_words import match
from kaochang.store.database import Store, unpack


class BankItem(Value, frozen=True):
    """An item of the bank, with its mark scheme and the paper it came from.

    `version` counts its changes from 1: whoever changes it names the version that they saw.
    """

    id: str
    paper: int
    item: Item
    scheme: MarkScheme
    version: int = 1
    is_retired: bool = False


class BankFinding(Value, frozen=True):
    """A finding in the bank; `item` is "" where it is about the paper or a section."""

    paper: int
    item: str
    finding: Finding
    passed: Passed | None


class FoundItem(Record, frozen=True):
    """An item in a list: beside it, its paper's title, its uses by exams, and whether a finding of it is open.

    `share` is the mean share of its points over all sessions whose statistics came in; None for none.
    """

    entry: BankItem
    paper_title: str
    used: int
    last_used: int
    has_open_finding: bool
    share: float | None


class Page(Record, frozen=True):
    """Some of the items that were found, and how many there are in all."""

    items: tuple[FoundItem, ...]
    total: int


_OPEN: Final = (
    "EXISTS (SELECT 1 FROM findings WHERE findings.item = items.id AND findings.passed = ''"
    " AND NOT (items.has_key AND json_extract(findings.finding, '$.kind') = 'missing-answer'))"
)
"""Whether a finding of an item is open; that it lacked a key is settled by whoever set one."""
_IN: Final = {
    "types": "items.type IN (SELECT value FROM json_each(?))",
    "sections": "items.section IN (SELECT value FROM json_each(?))",
    "difficulties": "items.difficulty IN (SELECT value FROM json_each(?))",
    "papers": "items.paper IN (SELECT value FROM json_each(?))",
    "competencies": "items.id IN (SELECT item FROM competencies WHERE name IN (SELECT value FROM json_each(?)))",
    "not_used_in": "items.id NOT IN (SELECT item FROM uses WHERE exam IN (SELECT value FROM json_each(?)))",
    "excluded": "items.id NOT IN (SELECT value FROM json_each(?))",
}
_WHETHER: Final = {
    "used": "(items.used > 0) = ?",
    "has_key": "items.has_key = ?",
    "has_open_finding": f"{_OPEN} = ?",
    "retired": "items.retired = ?",
}
_ORDERS: Final = {
    Sort.PAPER: "items.paper, items.position",
    Sort.CHANGED: "items.changed DESC, items.paper, items.position",
    Sort.MOST_USED: "items.used DESC, items.last_used DESC, items.paper, items.position",
    Sort.LONGEST_UNUSED: "items.last_used, items.used, items.paper, items.position",
    Sort.HARDEST: "items.share IS NULL, items.share, items.paper, items.position",
}
_SHOWN: Final = f"items.*, {_OPEN} AS is_open, ifnull(nullif(papers.title, ''), papers.name) AS paper_title"


def entry_of(row: Mapping[str, Any]) -> BankItem:
    """The item that a row holds."""
    item, scheme = unpack(Item, row["item"]), unpack(MarkScheme, row["scheme"])
    return BankItem(row["id"], row["paper"], item, scheme, row["version"], bool(row["retired"]))


def finding_of(row: Mapping[str, Any]) -> BankFinding:
    """The finding that a row holds."""
    passed = unpack(Passed, row["passed"]) if row["passed"] else None
    return BankFinding(row["paper"], row["item"], unpack(Finding, row["finding"]), passed)


class Items:
    """The items of one bank, for reading."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, item_id: str) -> BankItem:
        """An item by its id; MISSING where there is none."""
        rows = self._store.rows("items", "id = ?", item_id)
        if not rows:
            raise Refusal(Outcome.MISSING, "bank.no-item", item_id)
        return entry_of(rows[0])

    def position(self, item_id: str) -> int:
        """The place of an item in its paper, from 0."""
        return int(self._store.rows("items", "id = ?", item_id, select="position")[0]["position"])

    def findings(self, item_id: str) -> list[BankFinding]:
        """The findings of an item, with who passed them."""
        return [finding_of(row) for row in self._store.rows("findings", "item = ?", item_id, order="id")]

    def where(self, wanted: ItemFilter) -> list[BankItem]:
        """Every item that a filter means, in the order of papers."""
        return list(self.each(wanted))

    def each(self, wanted: ItemFilter) -> Iterator[BankItem]:
        """As `where`, one after the other."""
        conditions, values = _conditions("", wanted)
        order = _ORDERS[Sort.PAPER]
        asked = " ".join(("SELECT items.* FROM items WHERE", conditions, "ORDER BY", order))
        return map(entry_of, self._store.query(asked, *values))

    def page(self, words: str, wanted: ItemFilter, sort: Sort, start: int, most: int) -> Page:
        """Items that hold all words and that a filter means: from place `start` on, at most so many."""
        conditions, values = _conditions(words, wanted)
        (counted,) = self._store.query(" ".join(("SELECT count(*) AS n FROM items WHERE", conditions)), *values)
        shown = ("SELECT", _SHOWN, "FROM items LEFT JOIN papers ON papers.id = items.paper WHERE items.id IN")
        chosen = ("(SELECT id FROM items WHERE", conditions, "ORDER BY", _ORDERS[sort], "LIMIT ? OFFSET ?)")
        rows = self._store.query(" ".join((*shown, *chosen, "ORDER BY", _ORDERS[sort])), *values, most, start)
        return Page(tuple(map(_found, rows)), counted["n"])

    def choices(self) -> Choices:
        """What there is to filter by."""
        sections = "SELECT section AS name, count(*) AS n FROM items WHERE retired = 0 GROUP BY name ORDER BY name"
        competencies = (
            "SELECT name, count(*) AS n FROM competencies JOIN items ON items.id = competencies.item WHERE retired = 0"
            " GROUP BY name ORDER BY name"
        )
        sections_there, competencies_there = (
            {row["name"]: row["n"] for row in self._store.query(asked)} for asked in (sections, competencies)
        )
        return Choices(sections_there, competencies_there)

    def holding_any(self, words: Sequence[str]) -> list[BankItem]:
        """Items in use that hold any of these tokens (`bank_words.tokens`)."""
        asked = "SELECT items.* FROM items WHERE retired = 0 AND rowid IN (SELECT rowid FROM found WHERE found MATCH ?)"
        any_of = " OR ".join(f'"{word}"' for word in words)
        return [entry_of(row) for row in self._store.query(asked, any_of)] if words else []

    def counts_of(self, words: Sequence[str]) -> dict[str, int]:
        """How many items hold each of these tokens; tokens that none holds are left out."""
        asked = "SELECT term, doc FROM tokens WHERE term IN (SELECT value FROM json_each(?))"
        return {row["term"]: row["doc"] for row in self._store.query(asked, json.dumps(list(words)))}


def _found(row: Mapping[str, Any]) -> FoundItem:
    entry, title = entry_of(row), row["paper_title"] or ""
    return FoundItem(entry, title, row["used"], row["last_used"], bool(row["is_open"]), row["share"])


def _conditions(words: str, wanted: ItemFilter) -> tuple[str, list[object]]:
    """A filter as SQL with its values; `words` is what a person types."""
    found: list[tuple[str, object]] = []
    if words.strip():
        found.append(("items.rowid IN (SELECT rowid FROM found WHERE found MATCH ?)", match(words) or '""'))
    for name, condition in _IN.items():
        if values := getattr(wanted, name):
            found.append((condition, json.dumps(values)))
    for name, condition in _WHETHER.items():
        if (is_so := getattr(wanted, name)) is not None:
            found.append((condition, int(is_so)))
    return " AND ".join([condition for condition, _ in found] or ["1"]), [value for _, value in found]
