"""A scorer's working file beside a packet: every mark they gave, each durable before the next."""

from collections.abc import Callable, Sequence
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.score_packets import PacketMark
from kaochang.store.database import open_database, pack, unpack

APPLICATION = 0x4B435731
"""SQLite's application_id of a working file."""

_VERSION = 1
_SCHEMA = {
    "packet": {"sha256": str, "pk": "sha256"},
    "marks": {"id": int, "handle": str, "document": str, "pk": "id"},
}


class PacketMarks:
    """The marks of one packet, by the SHA-256 of its file; CONTEXT where the file holds those of another one."""

    def __init__(self, path: Path, sha256: str) -> None:
        self._store = open_database(path, APPLICATION, _VERSION, _SCHEMA)
        try:
            with self._store.change() as table:
                table("packet").insert({"sha256": sha256}, ignore=True)
                if len(self._store.rows("packet")) != 1:
                    raise Refusal(Outcome.CONTEXT, "packets.other-work", str(path))
        except Refusal:
            self._store.close()
            raise

    def close(self) -> None:
        """Closes the file."""
        self._store.close()

    def every(self) -> list[PacketMark]:
        """Every mark in the order they were given."""
        return [unpack(PacketMark, row["document"]) for row in self._store.rows("marks", order="id")]

    def add(self, handle: str, make: Callable[[Sequence[PacketMark]], PacketMark]) -> PacketMark:
        """Adds the mark that is made of those which the response has already."""
        with self._store.change() as table:
            rows = self._store.rows("marks", "handle = ?", handle, order="id")
            mark = make([unpack(PacketMark, row["document"]) for row in rows])
            table("marks").insert({"handle": handle, "document": pack(mark)})
        return mark
