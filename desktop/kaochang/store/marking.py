"""What people do to scores, in the centre's database: versions of mark schemes, scoring plans, marks; only added to."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from kaochang.domain.human_scores import CriterionScore, Mark
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.scoring import Reason
from kaochang.domain.scoring_plans import ScoringPlan
from kaochang.domain.values import Count, Value, Wall
from kaochang.store.database import Store, pack, unpack

MARKING_SCHEMA = {
    "scheme_versions": {"id": int, "item": str, "number": int, "document": str, "pk": "id"},
    "scoring_plans": {"number": int, "document": str, "pk": "number"},
    "marks": {"id": str, "handle": str, "document": str, "pk": "id"},
    "handle_secret": {"id": int, "secret": str, "pk": "id"},
}

MARKING_INDEXES = ("CREATE INDEX IF NOT EXISTS marks_by_handle ON marks (handle)",)
"""Each mark that is given looks for those of its response: without an index it would read all there are."""


class GivenScore(Value, frozen=True):
    """Points for one item of one result. `by` is "" for the machine; `criteria` and `competencies` where known."""

    sha256: str
    item: str
    points: Fraction | None
    reason: Reason
    by: str
    comment: str
    made: int
    criteria: tuple[CriterionScore, ...] = ()
    competencies: tuple[str, ...] = ()


class SchemeVersion(Value, frozen=True):
    """How an item earned points from some moment on; `withdrawn`: everybody has all its points, by whoever withdrew it.

    Number 0 is what the centre kit said.
    """

    number: Count
    item: str
    scheme: MarkScheme
    withdrawn: bool
    by: str
    reason: str
    made: Wall


class Marking:
    """The tables of marking in one centre's database. Every change is one short transaction that begins by writing.

    So that several scorers at one database wait for each other, and none of them ever works on what is no longer so.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def versions(self, item: str) -> list[SchemeVersion]:
        """Every version of an item's mark scheme that was ever made here, oldest first; none where nothing changed."""
        rows = self._store.rows("scheme_versions", "item = ?", item, order="number")
        return [unpack(SchemeVersion, row["document"]) for row in rows]

    def withdrawn(self) -> dict[str, SchemeVersion]:
        """The items that are withdrawn now, each with the version that did it."""
        rows = self._store.rows("scheme_versions", order="number")
        newest = {row["item"]: unpack(SchemeVersion, row["document"]) for row in rows}
        return {item: version for item, version in newest.items() if version.withdrawn}

    def add_version(self, first: SchemeVersion, version: SchemeVersion) -> None:
        """Makes a version the one that stands; `first` is kept with the first change. CONFLICT where another came."""
        with self._store.change() as table:
            table("schemes").update(version.item, {"scheme": pack(version.scheme)})
            found = len(self.versions(version.item))
            if version.number != max(found, 1):
                raise Refusal(Outcome.CONFLICT, "scoring.version", version.item)
            new = (version,) if found else (first, version)
            table("scheme_versions").insert_all(
                {"item": each.item, "number": each.number, "document": pack(each)} for each in new
            )

    def secret(self, fresh: str) -> str:
        """What handles are made with: `fresh` where there was none yet. It never changes, nor leaves this database."""
        with self._store.change() as table:
            table("handle_secret").insert({"id": 1, "secret": fresh}, ignore=True)
            (row,) = self._store.rows("handle_secret")
        return str(row["secret"])

    def plans(self) -> list[ScoringPlan]:
        """Every plan, oldest first: of an item the newest that names it stands."""
        return [unpack(ScoringPlan, row["document"]) for row in self._store.rows("scoring_plans", order="number")]

    def add_plan(self, plan: ScoringPlan) -> None:
        """Adds a plan under the next number; CONFLICT where another came first."""
        with self._store.change() as table:
            table("scoring_plans").insert({"number": plan.number, "document": pack(plan)}, ignore=True)
            if self.plans()[-1] != plan:
                raise Refusal(Outcome.CONFLICT, "scoring.plan-number")

    def marks(self, handle: str) -> list[Mark]:
        """Every mark of one response."""
        return [unpack(Mark, row["document"]) for row in self._store.rows("marks", "handle = ?", handle, order="id")]

    def marks_since(self, row: int) -> tuple[int, list[Mark]]:
        """The marks that were entered behind this row (0: all), and the row of the last; none is ever removed."""
        rows = self._store.rows("marks", "rowid > ?", row, select="rowid, document", order="rowid")
        return max((each["rowid"] for each in rows), default=row), [unpack(Mark, each["document"]) for each in rows]

    def all_marks(self) -> dict[str, list[Mark]]:
        """Every mark by response."""
        found: dict[str, list[Mark]] = {}
        for mark in self.marks_since(0)[1]:
            found.setdefault(mark.handle, []).append(mark)
        return found

    def acts(self) -> tuple[int, int]:
        """How many plans and versions were made here: another number tells that somebody changed what is scored by."""
        asked = (
            "SELECT (SELECT count(*) FROM scoring_plans) AS plans, (SELECT count(*) FROM scheme_versions) AS versions"
        )
        (row,) = self._store.query(asked)
        return row["plans"], row["versions"]

    def add_mark(self, mark: Mark, score: Callable[[Sequence[Mark]], GivenScore | None]) -> None:
        """Adds a mark, and the score that follows from all marks of its response (None: none that is new).

        CONFLICT where this scorer already gave another mark under this revision.
        """
        name = f"{mark.handle}/{mark.revision:07}/{mark.scorer}"
        with self._store.change() as table:
            table("marks").insert({"id": name, "handle": mark.handle, "document": pack(mark)}, ignore=True)
            (entered,) = self._store.query("SELECT changes() AS rows")
            every = self.marks(mark.handle)
            if mark not in every:
                raise Refusal(Outcome.CONFLICT, "scoring.revision", mark.handle)
            made = score(every) if entered["rows"] else None
            if made is not None:
                table("scores").insert({"sha256": made.sha256, "item": made.item, "score": pack(made)})
