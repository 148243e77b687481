"""档案: the signed ledger held against the database, line by line; and the receipt list that goes back to the rooms."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kaochang.domain.ports import Words
from kaochang.domain.values import Record, text_to_bytes
from kaochang.presenters.centre.pages import CentreDesk, Held, Show
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.office.score_rows import Tone
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come with the first audit
    from kaochang.custody.checkpoints import LedgerEntry
    from kaochang.flow.checkpoint_chain import Fault
    from kaochang.flow.ledger import Audit
    from kaochang.flow.receipts import MadeList

_SHOWN = 16
_MOST_FAULTS = 8


class ArchiveState(Record, frozen=True):
    """The whole page. `lines` are what is said of the ledger, each with its tone; `entries` its rows, oldest first.

    `elsewhere` is the folder that gets the checkpoints as well, "" for none; `is_elsewhere_gone`: it is not there now.
    """

    lines: tuple[tuple[str, Tone], ...] = ()
    entries: Sequence[LedgerEntry] = ()
    rooms: Sequence[tuple[str, str]] = ()
    written: str = ""
    elsewhere: str = ""
    is_elsewhere_gone: bool = False
    proposed: str = ""
    is_working: bool = False
    refused: Refused | None = None


class ArchivePresenter:
    """Intents of the page in, its state out."""

    def __init__(self, desk: CentreDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._audit: Audit | None = None
        self._of: Path | None = None
        self._written = ""
        self._folders: tuple[Path, ...] = ()
        self._is_gone = False
        self._is_working = False
        self._refused: Refused | None = None
        self.state = ArchiveState()

    def enter(self) -> None:
        """The page is shown: check the ledger anew."""
        if self._of != self._desk.path:
            self._audit, self._written, self._folders = None, "", ()
        self._of, path = self._desk.path, self._desk.path
        self._is_working, self._refused = True, None

        def work() -> tuple[tuple[Path, ...], bool, Audit]:
            folders = self._desk.recent.folders(path)
            return folders, not all(each.is_dir() for each in folders), _audited(path, folders)

        def done(found: tuple[tuple[Path, ...], bool, Audit]) -> None:
            if path == self._desk.database:
                self._is_working = False
                self._folders, self._is_gone, self._audit = found
                self._show()

        self._desk.means.runner.run(work, done, partial(self._on_failed, path))
        self._show()

    def leave(self) -> None:
        """Another page is shown."""

    def keep_elsewhere(self, folder: Path | None) -> None:
        """Write every checkpoint into this folder as well, from now on; None: into none any more."""
        path, recent = self._desk.path, self._desk.recent
        self._is_working, self._refused = True, None

        def work() -> None:
            from kaochang.flow import ledger
            from kaochang.machine.safe_files import check_takes_files
            from kaochang.presenters.centre.standing import opened

            if folder is not None:
                check_takes_files(folder)
                with closing(opened(path)) as centre:
                    ledger.write_out(centre, [folder])
            recent.keep_elsewhere(path, folder)

        def done(_: None) -> None:
            held = self._desk.held
            if path != self._desk.database:
                return
            if held is not None:
                signing = dataclasses.replace(held.signing, folders=() if folder is None else (folder,), are_there=True)
                self._desk.held = msgspec.structs.replace(held, signing=signing)
            self.enter()

        self._desk.means.runner.run(work, done, partial(self._on_failed, path))
        self._show()

    def write_receipts(self, path: Path) -> None:
        """Write the list of results that count, for the rooms; the keys are asked for first where they are not open."""
        self._desk.ways.unlock(lambda: self._write(path))

    def _write(self, out: Path) -> None:
        desk, held, path = self._desk, self._desk.held, self._desk.path
        if held is None:
            return
        self._is_working, self._refused = True, None

        def done(made: MadeList) -> None:
            if path != desk.database:
                return
            words = desk.means.words
            self._written = words(
                "centre.archive.receipts.written", number=made.number, count=made.count, file=str(out)
            )
            self.enter()

        desk.means.runner.run(lambda: self._made(path, out, held), done, partial(self._on_failed, path))
        self._show()

    def _made(self, path: Path, out: Path, held: Held) -> MadeList:
        from kaochang.flow import receipts
        from kaochang.machine.safe_files import write_new
        from kaochang.presenters.centre.standing import opened

        with closing(opened(path)) as centre:
            receipts.look_first(centre, out, held.signing.folders)
            made = receipts.make_list(centre, held.signing, self._desk.means.clock)
        write_new(out, made.data)
        return made

    def _on_failed(self, path: Path, error: Exception) -> None:
        """What went wrong with a database; nothing of one that was left."""
        if path != self._desk.database:
            return
        self._is_working = False
        self._refused = failure_to_words(error, self._desk.means.words)
        self._show()

    def _show(self) -> None:
        audit = self._audit
        self.state = ArchiveState(
            lines=() if audit is None else _said(audit, self._desk.means.words),
            entries=() if audit is None else audit.entries,
            rooms=tuple((room.id, room.name) for room in self._desk.now.rooms),
            written=self._written,
            elsewhere=str(self._folders[0]) if self._folders else "",
            is_elsewhere_gone=self._is_gone,
            proposed=f"{self._desk.path.stem}.kcl",
            is_working=self._is_working,
            refused=self._refused,
        )
        self._show_state(self.state)


def _audited(path: Path, folders: tuple[Path, ...]) -> Audit:
    from kaochang.flow import ledger
    from kaochang.presenters.centre.standing import opened

    with closing(opened(path)) as centre:
        return ledger.audit(centre, ledger.kept_beside(centre, folders))


def _said(audit: Audit, words: Words) -> tuple[tuple[str, Tone], ...]:
    from kaochang.sealing.codes import fingerprint

    said: list[tuple[str, Tone]] = []
    if audit.faults:
        said.append((words("centre.archive.faults", count=len(audit.faults)), Tone.BAD))
        said += [(fault_text(each, words), Tone.BAD) for each in audit.faults[:_MOST_FAULTS]]
    elif audit.count:
        said.append((words("centre.archive.whole", entries=len(audit.entries), count=audit.count), Tone.GOOD))
    else:
        said.append((words("centre.archive.none"), Tone.QUIET))
    if audit.waiting:
        said.append((words("centre.archive.waiting", count=audit.waiting), Tone.DOUBT))
    if audit.count:
        said.append((words("centre.archive.root", root=f"{audit.root[:_SHOWN]}…"), Tone.QUIET))
    key = fingerprint(text_to_bytes(audit.centre_key))
    said.append((words("centre.archive.fingerprint", fingerprint=key), Tone.QUIET))
    return tuple(said)


def fault_text(fault: Fault, words: Words) -> str:
    """What contradicts the ledger, and what to do."""
    entry = fault.entry
    params: dict[str, object] = {"number": fault.number, "name": fault.name}
    params["why"] = words(f"outcome.{fault.outcome.name}")
    if entry is not None:
        params |= {"type": type_text(entry, words), "room": entry.room, "ticket": entry.ticket}
    key = f"ledger.fault.{fault.key}"
    return f"{words(key, **params)} {words(f'{key}.next')}"


def type_text(entry: LedgerEntry, words: Words) -> str:
    """What kind of thing a line of the ledger is."""
    from kaochang.flow.ledger import DECISION

    return words("ledger.type.decision") if entry.type == DECISION else entry.type
