"""The centre's database: what arrived, file by file, what it held, and every score with who gave it.

Facts only: nothing here is derived. Which status a ticket has follows from manifests and results each time it is
asked, so the order in which sticks arrive cannot matter. Values of the sealed files are kept as JSON documents.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from kaochang.domain.assessments import Exam, Session
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.scoring import Reason
from kaochang.domain.values import Value
from kaochang.store.database import open_database, pack, unpack

_APPLICATION = 0x4B434331
_VERSION = 1
_SCHEMA = {
    "session": {"id": str, "exam_file": str, "session": str, "passed_findings": str, "pk": "id"},
    "exams": {"id": str, "exam": str, "pk": "id"},
    "schemes": {"item": str, "scheme": str, "pk": "item"},
    "tickets": {"number": str, "ticket": str, "pk": "number"},
    "files": {"sha256": str, "record": str, "pk": "sha256"},
    "places": {"sha256": str, "path": str, "pk": ("sha256", "path")},
    "results": {"sha256": str, "ticket": str, "document": str, "pk": "sha256"},
    "logs": {"sha256": str, "ticket": str, "document": str, "pk": "sha256"},
    "manifests": {"sha256": str, "room": str, "document": str, "pk": "sha256"},
    "scores": {"id": int, "sha256": str, "item": str, "score": str, "pk": "id"},
}

V = TypeVar("V", bound=Value)


class SessionRecord(Value, frozen=True):
    """Which session this database is for."""

    session: Session
    exam_file: str
    passed_findings: tuple[str, ...]


class FileRecord(Value, frozen=True):
    """The ledger's line for one file: what it is, and the typed outcome of checking it (0: accepted)."""

    sha256: str
    name: str
    type: str
    outcome: int
    key: str
    room: str
    ticket: str
    attempt: str
    receipt: str
    arrived: int


class GivenScore(Value, frozen=True):
    """Points for one item of one result. `by` is "" for the machine."""

    sha256: str
    item: str
    points: Fraction | None
    reason: Reason
    by: str
    comment: str
    made: int


def counting(given: Sequence[GivenScore]) -> GivenScore:
    """Of all scores of one item of one result, oldest first, the one that counts: a machine overrides no person."""
    return next((score for score in reversed(given) if score.by), given[-1])


class Centre:
    """One session's database at the centre. Every change is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store = open_database(path, _APPLICATION, _VERSION, _SCHEMA)

    def close(self) -> None:
        """Closes the file."""
        self._store.close()

    def begin(
        self,
        record: SessionRecord,
        exams: Sequence[Exam],
        schemes: dict[str, MarkScheme],
        tickets: Sequence[Ticket],
    ) -> None:
        """Makes this the database of a session; CONTEXT if it already is another's."""
        rows = self._store.rows("session")
        if rows and rows[0]["exam_file"] != record.exam_file:
            raise Refusal(Outcome.CONTEXT, "centre.other-session", str(self.path))
        if rows:
            return
        with self._store.change() as table:
            table("session").insert(
                {
                    "id": record.session.id,
                    "exam_file": record.exam_file,
                    "session": pack(record.session),
                    "passed_findings": pack(record.passed_findings),
                }
            )
            table("exams").insert_all({"id": exam.id, "exam": pack(exam)} for exam in exams)
            table("schemes").insert_all({"item": item, "scheme": pack(scheme)} for item, scheme in schemes.items())
            table("tickets").insert_all({"number": ticket.number, "ticket": pack(ticket)} for ticket in tickets)

    def session(self) -> SessionRecord:
        """The session; MISSING where nothing was ever merged."""
        rows = self._store.rows("session")
        if not rows:
            raise Refusal(Outcome.MISSING, "centre.empty", str(self.path))
        row = rows[0]
        passed = unpack(tuple[str, ...], row["passed_findings"])
        return SessionRecord(unpack(Session, row["session"]), row["exam_file"], passed)

    def exams(self) -> dict[str, Exam]:
        """The session's exams by id."""
        return {row["id"]: unpack(Exam, row["exam"]) for row in self._store.rows("exams")}

    def schemes(self) -> dict[str, MarkScheme]:
        """Mark schemes by item id."""
        return {row["item"]: unpack(MarkScheme, row["scheme"]) for row in self._store.rows("schemes")}

    def set_scheme(self, item: str, scheme: MarkScheme) -> None:
        """Replaces an item's mark scheme."""
        with self._store.change() as table:
            table("schemes").update(item, {"scheme": pack(scheme)})

    def tickets(self) -> dict[str, Ticket]:
        """The roster by ticket number."""
        return {row["number"]: unpack(Ticket, row["ticket"]) for row in self._store.rows("tickets")}

    def known(self, sha256: str) -> FileRecord | None:
        """The ledger's line for these bytes, if they ever arrived."""
        rows = self._store.rows("files", "sha256 = ?", sha256)
        return unpack(FileRecord, rows[0]["record"]) if rows else None

    def files(self) -> list[FileRecord]:
        """The whole ledger, in order of arrival."""
        return [unpack(FileRecord, row["record"]) for row in self._store.rows("files", order="rowid")]

    def places(self, sha256: str) -> list[str]:
        """Every path these bytes were ever seen at."""
        return [row["path"] for row in self._store.rows("places", "sha256 = ?", sha256)]

    def take(
        self,
        record: FileRecord,
        path: str,
        *,
        result: Value | None = None,
        log: Value | None = None,
        manifest: Value | None = None,
    ) -> None:
        """Enters a file that has not been seen, with what it held; one transaction."""
        belongs = {"sha256": record.sha256, "ticket": record.ticket}
        with self._store.change() as table:
            table("files").insert({"sha256": record.sha256, "record": pack(record)})
            table("places").insert({"sha256": record.sha256, "path": path})
            if result is not None:
                table("results").insert({**belongs, "document": pack(result)})
            if log is not None:
                table("logs").insert({**belongs, "document": pack(log)})
            if manifest is not None:
                row = {"sha256": record.sha256, "room": record.room}
                table("manifests").insert({**row, "document": pack(manifest)})

    def seen_again(self, sha256: str, path: str) -> None:
        """Notes another place of bytes already entered."""
        with self._store.change() as table:
            table("places").insert({"sha256": sha256, "path": path}, ignore=True)

    def results(self, kind: type[V]) -> dict[str, V]:
        """Every accepted result by the SHA-256 of its file."""
        rows = self._store.rows("results", order="ticket, sha256")
        return {row["sha256"]: unpack(kind, row["document"]) for row in rows}

    def logs(self, kind: type[V]) -> list[V]:
        """What is kept of every accepted journal log, by ticket."""
        return [unpack(kind, row["document"]) for row in self._store.rows("logs", order="ticket, sha256")]

    def manifests(self, kind: type[V]) -> list[V]:
        """Every accepted manifest, by room."""
        return [unpack(kind, row["document"]) for row in self._store.rows("manifests", order="room, sha256")]

    def give_scores(self, scores: Iterable[GivenScore]) -> None:
        """Adds scores to the history; none is ever changed or removed."""
        with self._store.change() as table:
            table("scores").insert_all({"sha256": s.sha256, "item": s.item, "score": pack(s)} for s in scores)

    def score_history(self) -> dict[tuple[str, str], list[GivenScore]]:
        """Every score ever given, oldest first, by (SHA-256 of the result, item id)."""
        history: dict[tuple[str, str], list[GivenScore]] = {}
        for row in self._store.rows("scores", order="id"):
            history.setdefault((row["sha256"], row["item"]), []).append(unpack(GivenScore, row["score"]))
        return history

    def scores(self) -> dict[tuple[str, str], GivenScore]:
        """The score that counts by (SHA-256 of the result, item id): a person's newest, else the machine's newest."""
        return {at: counting(given) for at, given in self.score_history().items()}
