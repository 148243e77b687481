"""The two copies of an attempt's rows, the database's and the log's, opened side by side: each row is opened once."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaochang.custody import journal_log
from kaochang.custody.journal_log import Entry, Opened, RowChain
from kaochang.domain.refusals import Outcome, Refusal


@dataclass
class Together:
    """The rows of a database and of a log. `chain` is moved on by each row that opens."""

    chain: RowChain
    stored: Sequence[bytes]
    logged: Sequence[bytes]
    where: str
    in_database: int = 0
    in_log: int = 0

    def open_all(self) -> list[Opened | Entry]:
        """Every row that opens; `in_database` and `in_log` tell how many of them each has. CONFLICT for a fork."""
        opened = list[Opened | Entry]()
        while found := self._next():
            sealed, plaintext = found
            opened.append(journal_log.read_row(plaintext, self.chain.of_format))
            self.in_database += self._from(self.stored, self.in_database) == sealed
            self.in_log += self._from(self.logged, self.in_log) == sealed
            self.chain.advance(sealed)
        return opened

    def _from(self, rows: Sequence[bytes], opened: int) -> bytes | None:
        """The next row of one that has had every row so far."""
        at = self.chain.count
        return rows[at] if opened == at < len(rows) else None

    def _next(self) -> tuple[bytes, bytes] | None:
        """The next row that opens, and its plaintext; None where there is no more."""
        rows = {self._from(self.stored, self.in_database), self._from(self.logged, self.in_log)} - {None}
        opening = [(sealed, plaintext) for sealed in rows if sealed and (plaintext := self._plaintext(sealed))]
        if len(opening) > 1:
            raise Refusal(Outcome.CONFLICT, "journal.fork", self.where)
        return opening[0] if opening else None

    def _plaintext(self, sealed: bytes) -> bytes:
        try:
            return self.chain.plaintext(sealed)
        except Refusal:
            return b""
