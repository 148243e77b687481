"""The office's bank: papers as read, their items and mark schemes, findings and who passed them, exams assembled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.banked import BankExam, BankPaper, ItemFilter
from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Paper, Passed
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.store import bank_schema
from kaochang.store.bank_history import History, Tables
from kaochang.store.bank_items import BankFinding, BankItem, Items, entry_of, finding_of
from kaochang.store.database import files_of, open_database, pack, unpack

APPLICATION = 0x4B434231
"""SQLite's application_id of a bank."""


@dataclass(frozen=True)
class PaperEntry:
    """What a paper brings into the bank: item ids go with the paper's items, in order.

    `passed` says who passed findings before, by their places in the paper.
    """

    name: str
    added: int
    paper: Paper
    item_ids: Sequence[str]
    media: Mapping[str, bytes]
    passed: Mapping[int, Passed] = field(default_factory=dict)


class Bank:
    """One bank file. Every change is one transaction.

    `found` finds items of all papers by words and filters, `history` changes them one at a time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        schema = bank_schema.SCHEMA, bank_schema.MIGRATIONS, bank_schema.BESIDE
        self._store = open_database(path, APPLICATION, bank_schema.VERSION, *schema)
        self.found = Items(self._store)
        self.history = History(self._store)

    def close(self) -> None:
        """Closes the file."""
        self._store.close()

    @property
    def files(self) -> tuple[Path, ...]:
        """The file and those beside it that belong to it: nothing may be written over one of them."""
        return files_of(self.path)

    def add_paper(self, entry: PaperEntry) -> int:
        """Adds a paper with its items, findings and pictures; its number in the bank."""
        paper = entry.paper
        with self._store.change() as table:
            row = {"name": entry.name, "title": paper.title or "", "added": entry.added}
            row |= {"total": str(paper.total_points or ""), "scoring_note": paper.scoring_note}
            added = table("papers").insert(row)
            number = int(str(added.last_pk))
            named = list(zip(entry.item_ids, paper.items, strict=True))
            table("items").insert_all(
                {
                    "id": item_id,
                    "paper": number,
                    "position": at,
                    **bank_schema.fresh(each.item, each.scheme, entry.added),
                }
                for at, (item_id, each) in enumerate(named)
            )
            for item_id, each in named:
                bank_schema.make_found(table("items").db, item_id, each.item, each.scheme)
            table("findings").insert_all({"paper": number, **row} for row in _findings_of(entry, entry.item_ids))
            pictures = ({"name": name, "data": data} for name, data in entry.media.items())
            table("media").upsert_all(pictures, pk="name", batch_size=1)  # one at a time is held in memory
        return number

    def same_paper(self, entry: PaperEntry) -> int | None:
        """The number of a paper that brought all of this already, under whatever name and item ids; None for none.

        One of which a key was set here since, or a finding passed, is another paper by now.
        """
        paper = entry.paper
        wanted = paper.title or "", str(paper.total_points or ""), paper.scoring_note
        alike = "title = ? AND total = ? AND ifnull(scoring_note, '') = ?"
        items = list(_items_of(paper))
        for row in self._store.rows("papers", alike, *wanted, select="id", order="id"):
            number = int(row["id"])
            there = self._store.rows("items", "paper = ?", number, select="id, item, scheme", order="position")
            ids = [each.pop("id") for each in there]
            if there == items and self._findings_in(number) == list(_findings_of(entry, ids)):
                return number
        return None

    def _findings_in(self, paper: int) -> list[dict[str, Any]]:
        return self._store.rows("findings", "paper = ?", paper, select="item, finding, passed", order="id")

    def forget_paper(self, number: int) -> None:
        """Takes a paper out again, with the exams that were made of it: for whoever was stopped after adding it.

        Its pictures stay: another paper may have the same ones.
        """
        with self._store.change() as table:
            for row in self._store.rows("exams", select="id, papers"):
                if number in unpack(tuple[int, ...], row["papers"]):
                    _forget_exam(table, row["id"])
            bank_schema.make_lost(table("items").db, number)
            for name in ("items", "findings"):
                table(name).delete_where("paper = ?", [number])
            table("papers").delete(number)

    def paper_numbers(self) -> list[int]:
        """The papers of the bank, oldest first."""
        return [row["id"] for row in self._store.rows("papers", order="id")]

    def papers(self) -> list[BankPaper]:
        """Every paper, the newest first."""
        asked = (
            "SELECT papers.id, ifnull(nullif(papers.title, ''), papers.name) AS shown, papers.added,"
            " (SELECT count(*) FROM items WHERE items.paper = papers.id AND items.retired = 0) AS n"
            " FROM papers ORDER BY papers.id DESC"
        )
        return [BankPaper(row["id"], row["shown"], row["added"], row["n"]) for row in self._store.query(asked)]

    def paper_title(self, number: int) -> str:
        """A paper's title, or its file's name; MISSING for a number that is not there."""
        row = self._paper(number)
        return str(row["title"] or row["name"])

    def stated_title(self, number: int) -> str | None:
        """The title that a paper states itself, None where it states none; MISSING for a number that is not there."""
        return str(self._paper(number)["title"]) or None

    def paper_total(self, number: int) -> Fraction | None:
        """What a paper says it is worth; MISSING for a number that is not there."""
        total = self._paper(number)["total"]
        return Fraction(total) if total else None

    def scoring_note(self, number: int) -> str:
        """What a paper says to its scorers, "" where it says nothing; MISSING for a number that is not there."""
        return str(self._paper(number)["scoring_note"] or "")

    def _paper(self, number: int) -> dict[str, Any]:
        rows = self._store.rows("papers", "id = ?", number)
        if not rows:
            raise Refusal(Outcome.MISSING, "bank.no-paper", str(self.path), number=number)
        return rows[0]

    def items(self, paper: int) -> list[BankItem]:
        """A paper's items, in order."""
        return [entry_of(row) for row in self._store.rows("items", "paper = ?", paper, order="position")]

    def items_where(self, wanted: ItemFilter) -> list[BankItem]:
        """Every item of the bank, whatever its paper, that a filter means, in the order of papers.

        By types, sections, competencies, difficulties and papers, without those that exams used (`not_used_in`) or
        that are named (`excluded`); retired ones are left out unless they are asked for.
        """
        return self.found.where(wanted)

    def schemes(self, placed: Sequence[PlacedItem]) -> dict[str, MarkScheme]:
        """The mark schemes of items as an exam has them: the newest that is about the same question.

        A key names options by their letters, so of an item that was edited since, the key of now may be wrong for then.
        CONFLICT for an item that never asked in this bank what the exam asks.
        """
        asked = {each.id: each for each in placed}
        rows = self._store.rows("items", select="id, item, scheme")
        found = {row["id"]: (unpack(Item, row["item"]), row["scheme"]) for row in rows if row["id"] in asked}
        return {
            each.id: unpack(MarkScheme, found[each.id][1])
            if _asked_by(found[each.id][0]) == _asked_by(each.item)
            else self._earlier_scheme(each)
            for each in placed
        }

    def _earlier_scheme(self, placed: PlacedItem) -> MarkScheme:
        for change in reversed(self.history.of(placed.id)):
            if change.before is not None and _asked_by(change.before.item) == _asked_by(placed.item):
                return change.before.scheme
        raise Refusal(Outcome.CONFLICT, "bank.another-question", place_of(placed.item))

    def findings(self, papers: Sequence[int]) -> list[BankFinding]:
        """The findings of these papers, with who passed them."""
        rows = self._store.rows("findings", order="id")
        return [finding_of(row) for row in rows if row["paper"] in papers]

    def pass_findings(self, papers: Sequence[int], passed: Passed) -> int:
        """A named person passes every finding of these papers that nobody has passed yet; how many."""
        with self._store.change() as table:
            open_rows = [
                row["id"]
                for row in self._store.rows("findings", "passed = ''", select="id, paper")
                if row["paper"] in papers
            ]
            for row_id in open_rows:
                table("findings").update(row_id, {"passed": pack(passed)})
        return len(open_rows)

    def media_sizes(self, names: Sequence[str]) -> dict[str, int]:
        """How many bytes each of these pictures has; all of them may be too much to hold at once."""
        return {name: self._of_medium(name, "length(data)") for name in names}

    def medium(self, name: str) -> bytes:
        """A picture by name."""
        return bytes(self._of_medium(name, "data"))

    def _of_medium(self, name: str, what: str) -> Any:  # noqa: ANN401 - what the column holds
        return self._store.rows("media", "name = ?", name, select=f"{what} AS found")[0]["found"]

    def save_exam(self, exam: Exam, papers: Sequence[int], made: int) -> None:
        """Keeps an assembled exam."""
        with self._store.change() as table:
            table("exams").insert(
                {
                    "id": exam.id,
                    "title": exam.assessment.title,
                    "made": made,
                    "exam": pack(exam),
                    "papers": pack(tuple(papers)),
                }
            )
            bank_schema.use(table("exams").db, exam)

    def forget_exam(self, exam_id: str) -> None:
        """Takes an exam out again: for whoever was stopped after it was assembled."""
        with self._store.change() as table:
            _forget_exam(table, exam_id)

    def exams(self) -> list[BankExam]:
        """Every assembled exam, the newest first."""
        return [
            BankExam(unpack(Exam, row["exam"]), row["made"], unpack(tuple[int, ...], row["papers"]))
            for row in self._store.rows("exams", order="made DESC, rowid DESC")
        ]

    def exam(self, name: str) -> tuple[Exam, tuple[int, ...]]:
        """An exam by id or title and its papers; MISSING where there is none, CONFLICT where several have the title."""
        rows = self._store.rows("exams", "id = ?", name)
        rows = rows or self._store.rows("exams", "title = ?", name, order="made DESC, rowid DESC")
        if not rows:
            raise Refusal(Outcome.MISSING, "bank.no-exam", str(self.path), name=name)
        exams = [unpack(Exam, row["exam"]) for row in rows]
        if len(exams) > 1:
            raise Refusal(Outcome.CONFLICT, "bank.which-exam", name, exams=tuple(map(_told_apart, exams)))
        return exams[0], unpack(tuple[int, ...], rows[0]["papers"])


def _asked_by(item: Item) -> tuple[object, ...]:
    """What a key is about: all that decides whether an answer is right."""
    return item.type, item.stem, item.options, item.prompts, item.blanks, item.material, item.tables, item.images


def _forget_exam(table: Tables, exam_id: str) -> None:
    table("exams").delete(exam_id)
    bank_schema.forget_uses(table("exams").db, exam_id)


def _items_of(paper: Paper) -> Iterator[dict[str, str]]:
    """What the bank keeps of each item, in order."""
    return ({"item": pack(each.item), "scheme": pack(each.scheme)} for each in paper.items)


def _findings_of(entry: PaperEntry, item_ids: Sequence[str]) -> Iterator[dict[str, str]]:
    """What the bank keeps of each finding, in order, where the paper's items have these ids."""
    for at, finding in enumerate(entry.paper.findings):
        yield {
            "item": "" if finding.index is None else item_ids[finding.index],
            "finding": pack(finding),
            "passed": pack(entry.passed[at]) if at in entry.passed else "",
        }


def _told_apart(exam: Exam) -> str:
    """What tells exams of one title apart, as the refusal explains it: id (minutes / pass mark / items)."""
    rules = exam.rules
    mark = "-" if rules.pass_mark is None else rules.pass_mark
    return f"{exam.id} ({rules.duration_s // 60} / {mark} / {exam.assessment.count})"
