"""The databases that were open on this PC, the last one first, and where the files lie that open their results."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kaochang.domain.refusals import Refusal
from kaochang.domain.values import Value, from_plain, to_json
from kaochang.machine import safe_files

_FILE = "centre/recent.json"
_MOST = 12
_LIMIT = 256 * 1024
_OFFICE = "office/sessions"
_OFFICE_DATABASE = "centre.db"


class Recent(Value, frozen=True):
    """A database by its path, what its session is called, and its kit and sealed exam ("" where nobody told).

    `elsewhere` is the folder that gets its checkpoints as well, "" for none.
    """

    database: str
    title: str
    opens: int
    kit: str = ""
    exam: str = ""
    elsewhere: str = ""


class _List(Value, frozen=True):
    recent: tuple[Recent, ...] = ()


class RecentFolder:
    """The list in this user's data folder. One that cannot be read is none: it saves a search.

    A database whose checkpoints go elsewhere too stays in it, however many were open since.
    """

    def __init__(self, data: Path) -> None:
        self._path = data / _FILE
        self._office = data / _OFFICE

    def load(self) -> tuple[Recent, ...]:
        """Those that are still there (blocks)."""
        return tuple(each for each in self._read() if Path(each.database).is_file())

    def of_office(self) -> tuple[Path, ...]:
        """The databases of sessions that this PC's own office took back (blocks)."""
        return tuple(sorted(self._office.glob(f"*/{_OFFICE_DATABASE}")))

    def keep(self, opened: Recent) -> None:
        """Put one first; what was known of it besides stays where nothing else is said (blocks)."""
        before = self.find(Path(opened.database)) or opened
        more = {name: getattr(opened, name) or getattr(before, name) for name in ("kit", "exam", "elsewhere")}
        self._put(msgspec.structs.replace(opened, **more))

    def keep_elsewhere(self, database: Path, folder: Path | None) -> None:
        """This folder gets the checkpoints of a database as well; None for no folder any more (blocks)."""
        known = self.find(database) or Recent(str(database), "", 0)
        self._put(msgspec.structs.replace(known, elsewhere="" if folder is None else str(folder)))

    def folders(self, database: Path) -> tuple[Path, ...]:
        """The folders that get the checkpoints of a database besides its own (blocks)."""
        known = self.find(database)
        return () if known is None or not known.elsewhere else (Path(known.elsewhere),)

    def _put(self, first: Recent) -> None:
        others = [each for each in self._read() if each.database != first.database]
        kept = (first, *(each for at, each in enumerate(others, start=1) if at < _MOST or each.elsewhere))
        safe_files.make_folder(self._path.parent)
        safe_files.replace_file(self._path, to_json(_List(kept)))

    def find(self, database: Path) -> Recent | None:
        """What is known of a database; None where nothing is (blocks)."""
        return next((each for each in self._read() if each.database == str(database)), None)

    def _read(self) -> tuple[Recent, ...]:
        try:
            plain = msgspec.json.decode(safe_files.read_whole(self._path, _LIMIT))
            return from_plain(_List, plain).recent
        except (Refusal, msgspec.DecodeError):
            return ()
