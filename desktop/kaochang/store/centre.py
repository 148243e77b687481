"""The centre's database: what arrived, file by file, what it held, and every score with who gave it.

Facts only: nothing here is derived. Which status a ticket has follows from manifests and results each time it is
asked, so the order in which sticks arrive cannot matter. Values of the sealed files are kept as JSON documents, and
the checkpoints that vouch for them as the files they are.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from kaochang.domain.assessments import Exam, Session
from kaochang.domain.decisions import Decision
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.scoring import Reason
from kaochang.domain.values import Record, Value
from kaochang.machine.mounts import HERE, Told, is_on_share
from kaochang.store.database import open_database, pack, unpack
from kaochang.store.kept import Kept
from kaochang.store.marking import MARKING_INDEXES, MARKING_SCHEMA, GivenScore, Marking

APPLICATION = 0x4B434331
"""SQLite's application_id of a centre's database."""

_VERSION = 4
_MIGRATIONS = {
    2: (
        "UPDATE results SET document = json_insert(document, '$.acts', json('[]'))",
        "UPDATE manifests SET document = json_insert(document, '$.manifest.header.optional', json('[]'))",
        "UPDATE manifests SET document = json_insert(document, '$.manifest.header.act_log', json('null'))",
        "DELETE FROM logs",
    )
}
"""Version 2 added the ledger, errata and acts, version 3 decisions and marking, version 4 scorers elsewhere. What logs
of version 1 are compared by is not what it is now: their results were held against them when both arrived."""

_DOCUMENTS = ("results", "logs", "manifests", "errata", "act_logs", "acts", "packets", "hand_backs")
"""The tables that hold what was read from accepted files; a file has a row in one of them, and what a result or journal
log says of acts in `acts`."""

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
    "errata": {"sha256": str, "document": str, "pk": "sha256"},
    "act_logs": {"sha256": str, "room": str, "document": str, "pk": "sha256"},
    "acts": {"sha256": str, "ticket": str, "document": str, "pk": "sha256"},
    "packets": {"sha256": str, "document": str, "pk": "sha256"},
    "hand_backs": {"sha256": str, "document": str, "pk": "sha256"},
    "ledger_keys": {"centre_key": str, "row_key": str, "pk": "centre_key"},
    "checkpoints": {"counter": int, "data": bytes, "pk": "counter"},
    "decisions": {"sha256": str, "document": str, "recovered": str, "pk": "sha256"},
    "receipt_lists": {"counter": int, "sha256": str, "made": int, "pk": "counter"},
    "scores": {"id": int, "sha256": str, "item": str, "score": str, "pk": "id"},
    **MARKING_SCHEMA,
}

V = TypeVar("V", bound=Value)


class SessionRecord(Value, frozen=True):
    """Which session this database is for."""

    session: Session
    exam_file: str
    passed_findings: tuple[str, ...]


class LedgerKeys(Value, frozen=True):
    """What checks the ledger of this database: the centre's public key, and what hides kept content (base64url)."""

    centre_key: str
    row_key: str


class FileRecord(Value, frozen=True):
    """The database's line for one file: what it is, and the typed outcome of checking it (0: accepted)."""

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


class KeptFile(Value, frozen=True):
    """A file's row byte for byte, and that of the document read from it (b"" for a refused file).

    Not read as values: somebody who edits a row may leave anything in it, and must still be told from it.
    """

    sha256: str
    record: bytes
    document: bytes

    def read(self) -> FileRecord:
        """What the record says; PAYLOAD where it is none."""
        return unpack(FileRecord, self.record)


class Arrival(Record, frozen=True):
    """A file that has not been seen: its line, where it lay, and what it held as JSON text, by table."""

    record: FileRecord
    path: str
    documents: dict[str, str]


def document_of(value: Value) -> str:
    """What a file held, as an `Arrival` brings it."""
    return pack(value)


def _rows_of(arrivals: Iterable[Arrival]) -> dict[str, list[dict[str, str]]]:
    """The rows that files become, by table."""
    rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for arrival in arrivals:
        record = arrival.record
        rows["files"].append({"sha256": record.sha256, "record": pack(record)})
        rows["places"].append({"sha256": record.sha256, "path": arrival.path})
        for name, document in arrival.documents.items():
            row = {"sha256": record.sha256, "ticket": record.ticket, "room": record.room, "document": document}
            rows[name].append({column: text for column, text in row.items() if column in _SCHEMA[name]})
    return rows


def counting(given: Sequence[GivenScore]) -> GivenScore:
    """Of all scores of one item of one result, oldest first, the one that counts: a machine overrides no person.

    Only an item that is withdrawn counts for everybody alike, whoever scored it before.
    """
    if given[-1].reason is Reason.WITHDRAWN:
        return given[-1]
    return next((score for score in reversed(given) if score.by), given[-1])


class Centre:
    """One session's database at the centre. Every change is one transaction.

    POLICY for one on another computer: what keeps two programs from writing at a time works on one alone.
    """

    def __init__(self, path: Path, told: Told = HERE) -> None:
        if path.parent.is_dir() and is_on_share(path, told):
            raise Refusal(Outcome.POLICY, "database.on-share", str(path))
        self.path = path
        self._store = open_database(path, APPLICATION, _VERSION, _SCHEMA, _MIGRATIONS, MARKING_INDEXES)
        self.marking = Marking(self._store)

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
        self.check_session(record.exam_file)
        if self._store.rows("session"):
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

    def check_session(self, exam_file: str) -> None:
        """Refuses (CONTEXT) to be another session's database; one that is nobody's yet can become anybody's."""
        rows = self._store.rows("session")
        if rows and rows[0]["exam_file"] != exam_file:
            raise Refusal(Outcome.CONTEXT, "centre.other-session", str(self.path))

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

    def tickets(self) -> dict[str, Ticket]:
        """The roster by ticket number."""
        return {row["number"]: unpack(Ticket, row["ticket"]) for row in self._store.rows("tickets")}

    def known(self) -> set[str]:
        """The SHA-256 of all that ever arrived, and the stand-ins of files that could not be read."""
        return {row["sha256"] for row in self._store.query("SELECT sha256 FROM files")}

    def files(self) -> list[FileRecord]:
        """Every file that ever arrived, in that order."""
        return [unpack(FileRecord, row["record"]) for row in self._store.rows("files", order="rowid")]

    def places(self, sha256: str) -> list[str]:
        """Every path these bytes were ever seen at, in that order: the first one names the file for good."""
        return [row["path"] for row in self._store.rows("places", "sha256 = ?", sha256, order="rowid")]

    def take(
        self, arrivals: Iterable[Arrival], again: Iterable[tuple[str, str]] = (), settled: Iterable[str] = ()
    ) -> None:
        """Enters files that have not been seen, with what they held; of those in `again` another place is noted.

        `settled` are stand-ins for files that could not be read before and now were. All of it is one transaction.
        CONFLICT where another program has entered one of them meanwhile.
        """
        rows = _rows_of(arrivals)
        rows["places"] += [{"sha256": sha256, "path": path} for sha256, path in again]
        try:
            with self._store.change() as table:
                for sha256 in settled:
                    table("files").delete_where("sha256 = ?", [sha256])
                    table("places").delete_where("sha256 = ?", [sha256])
                for name, found in rows.items():
                    table(name).insert_all(found, ignore=name == "places")
        except sqlite3.IntegrityError as error:
            raise Refusal(Outcome.CONFLICT, "database.in-use", str(self.path)) from error

    def recovered(self, kind: type[V]) -> dict[str, V]:
        """What decisions made of journals in the place of results, by the SHA-256 of the journal."""
        rows = self._store.rows("decisions", "recovered != ''", order="rowid")
        return {unpack(Decision, row["document"]).file: unpack(kind, row["recovered"]) for row in rows}

    def decisions(self) -> list[Decision]:
        """Every decision that was ever made, in that order."""
        return [unpack(Decision, row["document"]) for row in self._store.rows("decisions", order="rowid")]

    def decide(self, made: KeptFile, counter: int, checkpoint: bytes) -> None:
        """Enters a decision together with the checkpoint that vouches for it: none ever stands here unsigned."""
        texts = {"document": made.record.decode(), "recovered": made.document.decode()}
        with self._store.change() as table:
            table("decisions").insert({"sha256": made.sha256, **texts})
            table("checkpoints").insert({"counter": counter, "data": checkpoint})

    def results(self, kind: type[V]) -> Kept[V]:
        """Every accepted result by the SHA-256 of its file, and what was recovered; read when it is asked for."""
        recovered = self.recovered(kind)

        def read(sha256: str) -> V:
            if sha256 in recovered:
                return recovered[sha256]
            (row,) = self._store.query("SELECT document FROM results WHERE sha256 = ?", sha256)
            return unpack(kind, row["document"])

        asked = self._store.query("SELECT sha256 FROM results ORDER BY ticket, sha256")
        return Kept([*(row["sha256"] for row in asked), *recovered], read)

    def logs(self, kind: type[V]) -> dict[str, V]:
        """What is kept of every accepted journal log, by the SHA-256 of its file."""
        rows = self._store.rows("logs", order="ticket, sha256")
        return {row["sha256"]: unpack(kind, row["document"]) for row in rows}

    def manifests(self, kind: type[V]) -> list[V]:
        """Every accepted manifest, by room."""
        return [unpack(kind, row["document"]) for row in self._store.rows("manifests", order="room, sha256")]

    def act_logs(self, kind: type[V]) -> list[V]:
        """Every accepted act log, by room."""
        return [unpack(kind, row["document"]) for row in self._store.rows("act_logs", order="room, sha256")]

    def acts(self, kind: type[V]) -> list[V]:
        """What accepted results and journal logs say of acts, by ticket."""
        return [unpack(kind, row["document"]) for row in self._store.rows("acts", order="ticket, sha256")]

    def errata(self, kind: type[V]) -> list[V]:
        """Every accepted errata file."""
        return [unpack(kind, row["document"]) for row in self._store.rows("errata", order="sha256")]

    def packets(self, kind: type[V]) -> dict[str, V]:
        """What is kept of every packet that went out to a scorer, by the SHA-256 of its file, oldest first."""
        return {row["sha256"]: unpack(kind, row["document"]) for row in self._store.rows("packets", order="rowid")}

    def kept_files(self) -> Iterator[KeptFile]:
        """Every file's row with its document, in order of arrival: what the ledger vouches for.

        A document that was put beside another one is joined to it, so that it shows.
        """
        joins = " ".join(f"LEFT JOIN {table} ON {table}.sha256 = files.sha256" for table in _DOCUMENTS)
        document = " || ".join(f"coalesce({table}.document, '')" for table in _DOCUMENTS)
        columns = (
            f"files.sha256, CAST(coalesce(files.record, '') AS BLOB) AS record, CAST({document} AS BLOB) AS document"
        )
        asked = f"SELECT {columns} FROM files {joins} ORDER BY files.rowid"  # noqa: S608 - the names of our own tables
        for row in self._store.query(asked):
            yield KeptFile(row["sha256"], row["record"], row["document"])

    def kept_decisions(self) -> Iterator[KeptFile]:
        """Every decision's row, with what it made of a journal: what the ledger vouches for."""
        texts = "CAST(coalesce(document, '') AS BLOB) AS record, CAST(coalesce(recovered, '') AS BLOB) AS document"
        for row in self._store.rows("decisions", select=f"sha256, {texts}", order="rowid"):
            yield KeptFile(row["sha256"], row["record"], row["document"])

    def stray_documents(self) -> list[str]:
        """SHA-256 of documents that belong to no file: nothing of ours ever makes one."""
        asked = " UNION ".join(
            f"SELECT sha256 FROM {table} WHERE sha256 NOT IN (SELECT sha256 FROM files)"  # noqa: S608 - as above
            for table in _DOCUMENTS
        )
        return [row["sha256"] for row in self._store.query(f"{asked} ORDER BY sha256")]

    def keep_keys(self, keys: LedgerKeys) -> None:
        """Notes what checks the ledger. It never changes in a session: SIGNATURE where other keys were put here."""
        if self._store.rows("ledger_keys"):
            if self.ledger_keys() != keys:
                raise Refusal(Outcome.SIGNATURE, "ledger.other-keys", str(self.path))
            return
        with self._store.change() as table:
            table("ledger_keys").insert({"centre_key": keys.centre_key, "row_key": keys.row_key})

    def ledger_keys(self) -> LedgerKeys:
        """What checks the ledger; MISSING in a database of an older program that was not merged into since."""
        rows = self._store.rows("ledger_keys")
        if not rows:
            raise Refusal(Outcome.MISSING, "ledger.none", str(self.path))
        return LedgerKeys(rows[0]["centre_key"], rows[0]["row_key"])

    def checkpoints(self) -> list[bytes]:
        """The files of all checkpoints, oldest first."""
        return [row["data"] for row in self._store.rows("checkpoints", order="counter")]

    def add_checkpoint(self, counter: int, data: bytes) -> None:
        """Keeps a checkpoint's file."""
        with self._store.change() as table:
            table("checkpoints").insert({"counter": counter, "data": data})

    def receipt_lists(self) -> int:
        """The number of the newest receipt list that was made; 0 where none was."""
        return max((row["counter"] for row in self._store.rows("receipt_lists")), default=0)

    def add_receipt_list(self, counter: int, sha256: str, made: int) -> None:
        """Notes that a receipt list was made."""
        with self._store.change() as table:
            table("receipt_lists").insert({"counter": counter, "sha256": sha256, "made": made})

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

    def scores_of(self, sha256: str) -> dict[str, list[GivenScore]]:
        """Every score ever given to one result, oldest first, by item."""
        history: dict[str, list[GivenScore]] = {}
        for row in self._store.rows("scores", "sha256 = ?", sha256, order="id"):
            history.setdefault(row["item"], []).append(unpack(GivenScore, row["score"]))
        return history

    def marked(self) -> set[str]:
        """The SHA-256 of every result that has any score: a marking gives every item one, or a reason for none."""
        return {row["sha256"] for row in self._store.query("SELECT DISTINCT sha256 FROM scores")}

    def scores(self) -> dict[tuple[str, str], GivenScore]:
        """The score that counts by (SHA-256 of the result, item id): a person's newest, else the machine's newest."""
        return {at: counting(given) for at, given in self.score_history().items()}
