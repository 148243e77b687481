"""The tables of a bank, and what brings an older bank up to them."""

import json
from collections.abc import Iterable
from typing import Any, Final

import sqlite_utils

from kaochang.domain.assessments import Exam
from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.store.bank_words import searched
from kaochang.store.database import Migrations, pack, unpack

VERSION: Final = 3

_FACETS: Final[dict[str, Any]] = {
    "type": str,
    "section": str,
    "difficulty": str,
    "has_key": int,
    "version": int,
    "changed": int,
    "retired": int,
    "used": int,
    "last_used": int,
    "share": float,
}
"""What items are filtered and sorted by, kept in step with the document beside it."""

SCHEMA: Final[dict[str, dict[str, Any]]] = {
    "papers": {"id": int, "name": str, "title": str, "added": int, "total": str, "scoring_note": str, "pk": "id"},
    "items": {"id": str, "paper": int, "position": int, "item": str, "scheme": str, **_FACETS, "pk": "id"},
    "findings": {"id": int, "paper": int, "item": str, "finding": str, "passed": str, "pk": "id"},
    "media": {"name": str, "data": bytes, "pk": "name"},
    "exams": {"id": str, "title": str, "made": int, "exam": str, "papers": str, "pk": "id"},
    "competencies": {"name": str, "item": str, "pk": ("name", "item")},
    "uses": {"item": str, "exam": str, "pk": ("item", "exam")},
    "changes": {
        "id": int,
        "item": str,
        "version": int,
        "at": int,
        "by": str,
        "action": str,
        "before": str,
        "pk": "id",
    },
    "statistics": {"item": str, "session": str, "statistic": str, "pk": ("item", "session")},
}

BESIDE: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5(words, tokenize = 'unicode61 remove_diacritics 0',"
    " prefix = '1')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS tokens USING fts5vocab(found, 'row')",
    "CREATE INDEX IF NOT EXISTS items_in_papers ON items (paper, position)",
    "CREATE INDEX IF NOT EXISTS items_by_facets ON items (retired, paper, position, type, section, difficulty, has_key,"
    " used, last_used, changed, share, id)",
    "CREATE INDEX IF NOT EXISTS competencies_of_items ON competencies (item)",
    "CREATE INDEX IF NOT EXISTS uses_in_exams ON uses (exam)",
    "CREATE INDEX IF NOT EXISTS findings_of_items ON findings (item, passed)",
    "CREATE INDEX IF NOT EXISTS changes_of_items ON changes (item, version)",
    "CREATE TRIGGER IF NOT EXISTS changes_stay BEFORE UPDATE ON changes"
    " BEGIN SELECT RAISE(ABORT, 'history is never changed'); END",
    "CREATE TRIGGER IF NOT EXISTS changes_are_kept BEFORE DELETE ON changes"
    " BEGIN SELECT RAISE(ABORT, 'history is never changed'); END",
)
"""`items_by_facets` holds all that a list is counted and sorted by: without it SQLite would walk through the documents.
A row of `found` has the rowid of its item: nothing of ours ever numbers rows anew (VACUUM)."""


def facets(item: Item, scheme: MarkScheme) -> dict[str, Any]:
    """The columns that follow from what an item says."""
    return {
        "type": item.type.value,
        "section": item.section or "",
        "difficulty": scheme.difficulty.value if scheme.difficulty is not None else "",
        "has_key": int(item.is_open or scheme.correct is not None),
    }


def fresh(item: Item, scheme: MarkScheme, at: int) -> dict[str, Any]:
    """The row of an item that comes into the bank, but for its id and place."""
    counted = {"version": 1, "changed": at, "retired": 0, "used": 0, "last_used": 0}
    return {"item": pack(item), "scheme": pack(scheme), **facets(item, scheme), **counted}


def make_found(database: sqlite_utils.Database, item_id: str, item: Item, scheme: MarkScheme) -> None:
    """Makes an item found by its words and competencies as they are now."""
    (row,) = database.execute("SELECT rowid FROM items WHERE id = ?", [item_id]).fetchone()
    database.execute("INSERT OR REPLACE INTO found (rowid, words) VALUES (?, ?)", [row, searched(item, scheme)])
    database.execute("DELETE FROM competencies WHERE item = ?", [item_id])
    named = [(name, item_id) for name in dict.fromkeys(scheme.competencies)]
    database.conn.executemany("INSERT INTO competencies (name, item) VALUES (?, ?)", named)


def count_uses(database: sqlite_utils.Database, item_ids: Iterable[str]) -> None:
    """Writes down anew how often these items are used, and when last."""
    database.execute(
        "UPDATE items SET (used, last_used) = (SELECT count(*), ifnull(max(made), 0) FROM uses"
        " JOIN exams ON exams.id = uses.exam WHERE uses.item = items.id)"
        " WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(item_ids))],
    )


def use(database: sqlite_utils.Database, exam: Exam) -> None:
    """Notes which items an exam uses."""
    ids = [placed.id for placed in exam.assessment.items()]
    database.conn.executemany(
        "INSERT OR IGNORE INTO uses (item, exam) VALUES (?, ?)", [(each, exam.id) for each in ids]
    )
    count_uses(database, ids)


def make_lost(database: sqlite_utils.Database, paper: int) -> None:
    """Takes the items of a paper out of what is searched."""
    of_paper = "(SELECT id FROM items WHERE paper = ?)"
    database.execute("DELETE FROM found WHERE rowid IN (SELECT rowid FROM items WHERE paper = ?)", [paper])
    database.execute(" ".join(("DELETE FROM competencies WHERE item IN", of_paper)), [paper])
    database.execute(" ".join(("DELETE FROM statistics WHERE item IN", of_paper)), [paper])


def forget_uses(database: sqlite_utils.Database, exam_id: str) -> None:
    """Takes back what was noted of an exam that is gone."""
    ids = [row[0] for row in database.execute("SELECT item FROM uses WHERE exam = ?", [exam_id]).fetchall()]
    database.execute("DELETE FROM uses WHERE exam = ?", [exam_id])
    count_uses(database, ids)


def _fill(database: sqlite_utils.Database) -> None:
    """What version 3 keeps of each item beside its document, read from the documents of version 2."""
    columns = ", ".join(f"{name} = :{name}" for name in (*_FACETS, "id") if name not in {"share", "id"})
    update = " ".join(("UPDATE items SET", columns, "WHERE id = :id"))
    asked = "SELECT items.id, item, scheme, added FROM items LEFT JOIN papers ON papers.id = items.paper"
    for item_id, packed, marked, added in database.execute(asked).fetchall():
        item, scheme = unpack(Item, packed), unpack(MarkScheme, marked)
        row = fresh(item, scheme, added or 0)
        database.execute(update, {"id": item_id, **row})
        make_found(database, item_id, item, scheme)
    for (exam,) in database.execute("SELECT exam FROM exams").fetchall():
        use(database, unpack(Exam, exam))


_KINDS: Final = {str: "TEXT", int: "INTEGER", float: "FLOAT"}

MIGRATIONS: Final[Migrations] = {
    2: ("ALTER TABLE papers ADD COLUMN scoring_note TEXT",),
    3: (*(f"ALTER TABLE items ADD COLUMN {name} {_KINDS[kind]}" for name, kind in _FACETS.items()), *BESIDE, _fill),
}
"""Version 2 added a paper's words to its scorers; of papers read before nobody knows them. Version 3 added what items
are searched, filtered and sorted by, their history, uses and statistics."""
