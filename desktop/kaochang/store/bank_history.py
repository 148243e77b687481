"""How the items of a bank change: one at a time, by name, with what was before; and how they were used."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

import sqlite_utils

from kaochang.domain.banked import Action, Change, Content, Statistic, Use
from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.store.bank_schema import facets, fresh, make_found
from kaochang.store.database import Store, pack, unpack

Tables: TypeAlias = Callable[[str], sqlite_utils.db.Table]


class Edit(Record, frozen=True):
    """A change of an item: which version was seen, what is to be there, who does it and when (wall time).

    `findings` are those that it has afterwards (None: they stay), `media` pictures that come new.
    """

    item: str
    seen: int
    content: Content
    by: str
    at: int
    action: Action = Action.EDITED
    findings: tuple[Finding, ...] | None = None
    media: tuple[tuple[str, bytes], ...] = ()


class NewItem(Record, frozen=True):
    """An item that a person adds to a paper of the bank, behind its others."""

    id: str
    paper: int
    content: Content
    by: str
    at: int
    findings: tuple[Finding, ...] = ()
    media: tuple[tuple[str, bytes], ...] = ()


class History:
    """The items of one bank, for changing. What was is never changed: not even who takes something back removes it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def change(self, edit: Edit) -> int:
        """Puts another content in an item's place; its new version.

        MISSING for an item that is not there, CONFLICT where somebody has changed it since it was seen.
        """
        item, scheme = edit.content.item, edit.content.scheme
        version, columns = edit.seen + 1, facets(item, scheme)
        columns |= {"item": pack(item), "scheme": pack(scheme), "retired": int(edit.content.is_retired)}
        columns |= {"version": version, "changed": edit.at}
        with self._store.change() as table:
            before = self._claimed(table, edit)
            table("items").update(edit.item, columns)
            line = {"item": edit.item, "version": version, "at": edit.at, "by": edit.by}
            table("changes").insert({**line, "action": edit.action.value, "before": pack(before)})
            make_found(table("items").db, edit.item, item, scheme)
            _bring_media(table, edit.media)
            if edit.findings is not None:
                self._judge(table, edit.item, edit.findings)
        return version

    def _claimed(self, table: Tables, edit: Edit) -> Content:
        """What an item held in the version that was seen; it is this change's from here on."""
        claim = "UPDATE items SET version = version + 1 WHERE id = ? AND version = ?"
        claimed = table("items").db.execute(claim, [edit.item, edit.seen]).rowcount
        rows = self._store.rows("items", "id = ?", edit.item)
        if not rows:
            raise Refusal(Outcome.MISSING, "bank.no-item", edit.item)
        if not claimed:
            last = self.of(edit.item)[-1:]
            by = last[0].by if last else ""
            raise Refusal(Outcome.CONFLICT, "bank.changed", edit.item, by=by, version=rows[0]["version"])
        row = rows[0]
        findings = self._store.rows("findings", "item = ?", edit.item, order="id")
        had = tuple(unpack(Finding, each["finding"]) for each in findings)
        return Content(unpack(Item, row["item"]), unpack(MarkScheme, row["scheme"]), bool(row["retired"]), had)

    def _judge(self, table: Tables, item_id: str, findings: Sequence[Finding]) -> None:
        """The findings of an item as it is now; one that somebody passed and that is found again stays passed."""
        rows = self._store.rows("findings", "item = ?", item_id)
        paper = self._store.rows("items", "id = ?", item_id, select="paper")[0]["paper"]
        wanted = [pack(each) for each in findings]
        for row in rows:
            if row["finding"] in wanted:
                wanted.remove(row["finding"])
            else:
                table("findings").delete(row["id"])
        _bring_findings(table, paper, item_id, wanted)

    def add(self, new: NewItem) -> int:
        """Adds an item to a paper, behind its others; its version. MISSING for a paper that is not there."""
        if not self._store.rows("papers", "id = ?", new.paper, select="id"):
            raise Refusal(Outcome.MISSING, "bank.no-paper", number=new.paper)
        item, scheme = new.content.item, new.content.scheme
        with self._store.change() as table:
            there = self._store.rows("items", "paper = ?", new.paper, select="ifnull(max(position) + 1, 0) AS n")
            row = {"id": new.id, "paper": new.paper, "position": there[0]["n"], **fresh(item, scheme, new.at)}
            table("items").insert(row)
            line = {"item": new.id, "version": 1, "at": new.at, "by": new.by}
            table("changes").insert({**line, "action": Action.ADDED.value, "before": ""})
            make_found(table("items").db, new.id, item, scheme)
            _bring_media(table, new.media)
            _bring_findings(table, new.paper, new.id, [pack(each) for each in new.findings])
        return 1

    def of(self, item_id: str) -> list[Change]:
        """Every change of an item, oldest first; none of one that is as its paper brought it."""
        return [
            Change(
                item_id,
                row["version"],
                row["at"],
                row["by"],
                Action(row["action"]),
                unpack(Content, row["before"]) if row["before"] else None,
            )
            for row in self._store.rows("changes", "item = ?", item_id, order="id")
        ]

    def version(self, item_id: str, number: int) -> Content:
        """What an item held in an earlier version; MISSING for one that there never was, or that is there now."""
        row = "SELECT before FROM changes WHERE item = ? AND version = ?"
        for found in self._store.query(row, item_id, number + 1):
            return unpack(Content, found["before"])
        raise Refusal(Outcome.MISSING, "bank.no-version", item_id, version=number)

    def uses(self, item_id: str) -> list[Use]:
        """The exams of the bank that an item is in, newest first."""
        asked = (
            "SELECT exams.id, title, made FROM uses JOIN exams ON exams.id = uses.exam WHERE uses.item = ?"
            " ORDER BY made DESC, exams.rowid DESC"
        )
        return [Use(row["id"], row["title"], row["made"]) for row in self._store.query(asked, item_id)]

    def bring_statistics(self, statistics: Iterable[Statistic]) -> int:
        """Keeps how items went in a session, in the place of what was known of the same session; how many came in.

        What is said of items that this bank does not have is left out.
        """
        count = 0
        with self._store.change() as table:
            for each in statistics:
                if not self._store.rows("items", "id = ?", each.item, select="id"):
                    continue
                row = {"item": each.item, "session": each.session, "statistic": pack(each)}
                table("statistics").upsert(row, pk=("item", "session"))
                table("items").update(each.item, {"share": _mean(self.statistics(each.item))})
                count += 1
        return count

    def statistics(self, item_id: str) -> list[Statistic]:
        """How an item went, session by session, oldest first."""
        rows = self._store.rows("statistics", "item = ?", item_id, select="statistic")
        return sorted((unpack(Statistic, row["statistic"]) for row in rows), key=lambda each: each.closed)


def _mean(statistics: Sequence[Statistic]) -> float:
    """The mean share over all results of all sessions."""
    return float(sum((each.share * each.results for each in statistics), Fraction()) / _results(statistics))


def _results(statistics: Sequence[Statistic]) -> int:
    return sum(each.results for each in statistics)


def _bring_media(table: Tables, media: Iterable[tuple[str, bytes]]) -> None:
    for name, data in media:
        table("media").upsert({"name": name, "data": data}, pk="name")


def _bring_findings(table: Tables, paper: int, item_id: str, packed: Iterable[str]) -> None:
    table("findings").insert_all({"paper": paper, "item": item_id, "finding": each, "passed": ""} for each in packed)
