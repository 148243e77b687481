"""The office's work as it stands, kept after every change: killed and started again, the window is where it was.

A folder of this user's, `office/draft` in the program's data: one small document, and a copy of each file that was
chosen (its stick may be gone by then). Never a secret: no code and no passphrase is a member of the document.
"""

import enum
import hashlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar

import msgspec

from kaochang.domain.mends import Mend
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, from_plain, to_json
from kaochang.machine import safe_files

if TYPE_CHECKING:  # reading papers loads a lot, and the first page shows none
    from kaochang.papers.archive import Stream
    from kaochang.papers.reading import ReadPaper

D = TypeVar("D", bound=Value)

_DOCUMENT = "draft.json"
_MOST = 64 * 1024 * 1024
_PIECE = 1024 * 1024


class PageName(enum.StrEnum):
    """The pages of the office's window: the steps from a paper to a stick in order, then the whole way's places."""

    PAPER = "paper"
    ROSTER = "roster"
    SETTINGS = "settings"
    SEAL = "seal"
    DONE = "done"
    TAKE_BACK = "take-back"
    BANK = "bank"
    EXAMS = "exams"
    SESSIONS = "sessions"


class KeptFile(Value, frozen=True):
    """A file that was chosen: its name as people know it, and the name of its copy in the draft's folder."""

    name: str
    copy: str


class QuickDraft(Value, frozen=True):
    """Everything that the window would need to be where it was.

    `wish` is a `flow.quick` wish in its plain shape (`to_plain`): whoever shows the settings makes it rich again.
    `whole` names the steps that need nothing more. `sealed` is the folder that was made, "" before.
    """

    page: PageName = PageName.PAPER
    paper: KeptFile | None = None
    key: KeptFile | None = None
    mends: tuple[Mend, ...] = ()
    roster: KeptFile | None = None
    wish: dict[str, str | int | None] | None = None
    whole: tuple[PageName, ...] = ()
    sealed: str = ""


class DraftChange(TypedDict, total=False):
    """Members of a `QuickDraft` that are others from now on."""

    page: PageName
    paper: KeptFile | None
    key: KeptFile | None
    mends: tuple[Mend, ...]
    roster: KeptFile | None
    wish: dict[str, str | int | None] | None
    whole: tuple[PageName, ...]
    sealed: str


class DraftFolder(Generic[D]):
    """One draft of an office on this PC. `put_aside` says of one that could not be loaded where it lies now."""

    def __init__(self, folder: Path, kind: type[D]) -> None:
        self.folder = folder
        self._kind = kind
        self.put_aside: Refusal | None = None

    def load(self) -> D:
        """The draft as it was saved last; an empty one where there is none, or where it cannot be read.

        What cannot be read (a newer program's, a damaged disk's) is put aside with every copy, never deleted:
        `put_aside` says where. Refuses where even that cannot be.
        """
        path = self.folder / _DOCUMENT
        try:
            return from_plain(self._kind, msgspec.json.decode(safe_files.read_whole(path, _MOST)))
        except Refusal as refusal:
            if refusal.outcome is Outcome.MISSING:
                return self._kind()
            self._put_aside()
        except msgspec.DecodeError:
            self._put_aside()
        return self._kind()

    def load_noted(self) -> D:
        """The draft that something was made of: never an empty one in its place.

        MISSING where there is none, PAYLOAD where it cannot be read.
        """
        if not (self.folder / _DOCUMENT).exists():
            raise Refusal(Outcome.MISSING, "draft.not-noted", str(self.folder))
        draft = self.load()
        if self.put_aside is not None:
            raise self.put_aside
        return draft

    def tidy(self, draft: D) -> None:
        """Remove the copies that a draft does not name; at a start only: later one may be on its way into it."""
        named = {each.copy for each in _kept_in(draft)}
        for path in self.folder.glob("kept-*"):
            if path.name not in named:
                safe_files.forget(path)

    def _put_aside(self) -> None:
        names = (self.folder.with_name(f"{self.folder.name}-broken-{number}") for number in count(1))
        aside = next(path for path in names if not path.exists())
        with safe_files.io_refusals(self.folder):
            self.folder.rename(aside)
        self.put_aside = Refusal(Outcome.PAYLOAD, "draft.put-aside", folder=str(aside))

    def save(self, draft: D) -> None:
        """Keep a draft, in one step: after a crash it is this one or the one before."""
        safe_files.make_folder(self.folder)
        safe_files.replace_file(self.folder / _DOCUMENT, to_json(draft))

    def keep(self, path: Path) -> KeptFile:
        """Copy a file into the draft's folder; refuses, by its path, what cannot be read."""
        safe_files.make_folder(self.folder)
        digest = hashlib.sha256()
        with safe_files.open_regular(path) as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
        copy = f"kept-{digest.hexdigest()[:24]}{path.suffix.lower()}"
        safe_files.replace_by_parts(self.folder / copy, _pieces(path))
        return KeptFile(path.name, copy)

    def keep_text(self, name: str, text: str) -> KeptFile:
        """The same for what was pasted."""
        safe_files.make_folder(self.folder)
        data = text.encode()
        copy = f"kept-{hashlib.sha256(data).hexdigest()[:24]}.txt"
        safe_files.replace_file(self.folder / copy, data)
        return KeptFile(name, copy)

    def place(self, kept: KeptFile) -> Path:
        """Where a kept file's copy lies."""
        return self.folder / kept.copy

    def read(self, paper: KeptFile, key: KeptFile | None) -> "ReadPaper":
        """A kept paper as it is read, with its answer file; PAPER where it cannot be, by the name people know."""
        from kaochang.papers.reading import read_paper

        data = _stream(self.place(paper))
        if key is None:
            return read_paper(data, paper.name)
        return read_paper(data, paper.name, _stream(self.place(key)), key.name)


def _kept_in(draft: Value) -> Iterator[KeptFile]:
    """Every kept file that a draft names, alone or among others."""
    for member in msgspec.structs.astuple(draft):
        yield from (each for each in (member if isinstance(member, tuple) else (member,)) if isinstance(each, KeptFile))


def _stream(path: Path) -> "Stream":
    from kaochang.machine.file_streams import FileStream
    from kaochang.papers import limits

    return FileStream(path, limits.MAX_FILE)


def _pieces(path: Path) -> Iterator[bytes]:
    with safe_files.open_regular(path) as stream:
        while piece := stream.read(_PIECE):
            yield piece
