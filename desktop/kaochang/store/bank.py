"""The office's bank: papers as read, their items and mark schemes, findings and who passed them, exams assembled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from kaochang.domain.assessments import Exam
from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding, Paper, Passed
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value
from kaochang.store.database import files_of, open_database, pack, unpack

APPLICATION = 0x4B434231
"""SQLite's application_id of a bank."""

_VERSION = 2
_SCHEMA = {
    "papers": {"id": int, "name": str, "title": str, "added": int, "total": str, "scoring_note": str, "pk": "id"},
    "items": {"id": str, "paper": int, "position": int, "item": str, "scheme": str, "pk": "id"},
    "findings": {"id": int, "paper": int, "item": str, "finding": str, "passed": str, "pk": "id"},
    "media": {"name": str, "data": bytes, "pk": "name"},
    "exams": {"id": str, "title": str, "made": int, "exam": str, "papers": str, "pk": "id"},
}
_MIGRATIONS = {2: ("ALTER TABLE papers ADD COLUMN scoring_note TEXT",)}
"""Version 2 added a paper's words to its scorers; of papers read before nobody knows them."""


class BankItem(Value, frozen=True):
    """An item of the bank, with its mark scheme and the paper it came from."""

    id: str
    paper: int
    item: Item
    scheme: MarkScheme


class BankFinding(Value, frozen=True):
    """A finding in the bank; `item` is "" where it is about the paper or a section."""

    paper: int
    item: str
    finding: Finding
    passed: Passed | None


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
    """One bank file. Every change is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store = open_database(path, APPLICATION, _VERSION, _SCHEMA, _MIGRATIONS)

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
            named = zip(entry.item_ids, _items_of(paper), strict=True)
            table("items").insert_all(
                {"id": item_id, "paper": number, "position": at, **row} for at, (item_id, row) in enumerate(named)
            )
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
                    table("exams").delete(row["id"])
            for name in ("items", "findings"):
                table(name).delete_where("paper = ?", [number])
            table("papers").delete(number)

    def paper_numbers(self) -> list[int]:
        """The papers of the bank, oldest first."""
        return [row["id"] for row in self._store.rows("papers", order="id")]

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
        rows = self._store.rows("items", "paper = ?", paper, order="position")
        return [BankItem(r["id"], paper, unpack(Item, r["item"]), unpack(MarkScheme, r["scheme"])) for r in rows]

    def schemes(self, item_ids: Sequence[str]) -> dict[str, MarkScheme]:
        """The mark schemes of these items."""
        wanted = set(item_ids)
        rows = self._store.rows("items", select="id, scheme")
        return {row["id"]: unpack(MarkScheme, row["scheme"]) for row in rows if row["id"] in wanted}

    def set_scheme(self, item_id: str, scheme: MarkScheme) -> None:
        """Replaces an item's mark scheme."""
        with self._store.change() as table:
            table("items").update(item_id, {"scheme": pack(scheme)})

    def findings(self, papers: Sequence[int]) -> list[BankFinding]:
        """The findings of these papers, with who passed them."""
        return [
            BankFinding(
                row["paper"],
                row["item"],
                unpack(Finding, row["finding"]),
                unpack(Passed, row["passed"]) if row["passed"] else None,
            )
            for row in self._store.rows("findings", order="id")
            if row["paper"] in papers
        ]

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

    def forget_exam(self, exam_id: str) -> None:
        """Takes an exam out again: for whoever was stopped after it was assembled."""
        with self._store.change() as table:
            table("exams").delete(exam_id)

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
    return f"{exam.id} ({rules.duration_s // 60} / {mark} / {sum(1 for _ in exam.assessment.items())})"
