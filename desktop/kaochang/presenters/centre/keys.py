"""The centre's keys: a kit is chosen, held against what it must belong to, and opened by whoever's secrets it needs.

Nothing is opened before the kit is known to be the session's own; what was opened stays in memory while the database is
open, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.assessments import Level
from kaochang.domain.values import Record, SecretRecord
from kaochang.presenters.centre.keys_state import KeysState, OpenerFace
from kaochang.presenters.centre.pages import CentreDesk, CentrePage, Held, Show
from kaochang.presenters.centre.recent import Recent
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come with the first kit
    from kaochang.custody.key_files import Key
    from kaochang.custody.kits import CentreKit, KitHeader
    from kaochang.flow.centre_kit import KitFile
    from kaochang.presenters.centre.standing import Standing

_TITLE_LENGTH = 60

KIT = "kit"
CENTRE = "centre"
"""The fields of the kit's own passphrase, and of the centre key's."""


def opener_field(path: str) -> str:
    """The field of an opener's passphrase, by their key file."""
    return f"opener-{path}"


class _Seen(Record, frozen=True):
    """A kit as far as it can be read without a secret; `file` is None while its sealed exam is not told yet.

    `fingerprint` is that of an office whose site file this PC has not pinned yet: people compare it.
    """

    header: KitHeader
    file: KitFile | None
    fingerprint: str = ""


class _Opened(SecretRecord, frozen=True):
    """What came of opening; `standing` where a database was made or opened with it."""

    held: Held
    standing: Standing | None


class KeysPresenter:
    """Intents of the page in, its state out. Secrets stay in here as long as the page is shown, and no longer."""

    def __init__(self, desk: CentreDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._then: Callable[[], None] | None = None
        self._back = CentrePage.START
        self._kit: Path | None = None
        self._exam: Path | None = None
        self._database: Path | None = None
        self._centre_key: Path | None = None
        self._openers: list[Path] = []
        self._secrets: dict[str, str] = {}
        self._seen: _Seen | None = None
        self._refused: Refused | None = None
        self._is_opening = False
        self._turn = 0
        self.state = KeysState()

    # -- a page among others --------------------------------------------------------------------------------------

    def enter(self) -> None:
        """The page is shown: say what is known."""
        self._show()

    def leave(self) -> None:
        """Another page is shown: no secret stays."""
        self._secrets.clear()
        self._turn += 1

    def ask_new(self, kit: Path) -> None:
        """A database for the session of this kit."""
        self._begin(None, CentrePage.START, kit, None)

    def ask(self, then: Callable[[], None], back: CentrePage) -> None:
        """The keys of the session that is open; `then` follows when they are."""
        self._begin(then, back, None, None)
        path = self._desk.path

        def done(known: Recent | None) -> None:
            if known is not None and known.kit and self._kit is None:
                self._exam = Path(known.exam) if known.exam else None
                self.choose_kit(Path(known.kit))

        self._desk.means.aside.run(lambda: self._desk.recent.find(path), done, self._on_failed)

    def _begin(
        self, then: Callable[[], None] | None, back: CentrePage, kit: Path | None, database: Path | None
    ) -> None:
        self._then, self._back, self._kit, self._exam = then, back, None, None
        self._database, self._centre_key, self._openers = database, None, []
        self._secrets.clear()
        self._seen = self._refused = None
        self._turn += 1
        if kit is not None:
            self.choose_kit(kit)

    def cancel(self) -> None:
        """Nothing is opened."""
        if not self._is_opening:
            self._desk.go(self._back)

    # -- what is chosen and typed ---------------------------------------------------------------------------------

    def choose_kit(self, path: Path) -> None:
        """This kit."""
        self._kit, self._seen = path, None
        self._read()

    def choose_exam(self, path: Path) -> None:
        """The sealed exam that a certified session's kit is held against."""
        self._exam, self._seen = path, None
        self._read()

    def choose_database(self, path: Path) -> None:
        """Where the database of a new session goes."""
        self._database = path
        self._show()

    def choose_centre_key(self, path: Path) -> None:
        """The key file that signs for the centre."""
        self._centre_key = path
        self._show()

    def add_opener(self, path: Path) -> None:
        """An opener who is there, by their key file."""
        if path not in self._openers:
            self._openers.append(path)
        self._show()

    def drop_opener(self, path: Path) -> None:
        """That one is not."""
        self._openers.remove(path)
        self._secrets.pop(opener_field(str(path)), None)
        self._show()

    def type(self, field: str, text: str) -> None:
        """A secret, as far as it is typed."""
        self._secrets[field] = text
        self._show()

    def _read(self) -> None:
        kit, exam, data = self._kit, self._exam, self._desk.data
        if kit is None:
            return

        def done(seen: _Seen) -> None:
            if (kit, exam) == (self._kit, self._exam):
                self._seen, self._refused = seen, None
                if self._then is None and self._database is None:
                    self._database = _proposed(data, seen.header, self._desk.means.clock.wall())
                self._show()

        self._refused = None
        self._desk.means.runner.run(lambda: _look(kit, exam, data), done, self._on_failed)
        self._show()

    # -- opening --------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the kit, and what is to be made or gone on with by it."""
        seen = self._seen
        if self._why() or seen is None or seen.file is None:
            return
        release = None
        if self._then is None and self._database is not None:
            release = self._desk.lock(self._database)
            if release is None:
                self._refused = in_use(self._desk)
                self._show()
                return
        file, path = seen.file, self._database if self._then is None else self._desk.path
        secrets, openers, centre_key = dict(self._secrets), tuple(self._openers), self._centre_key
        data, is_new, recent = self._desk.data, self._then is None, self._desk.recent
        self._is_opening = self._desk.is_busy = True
        self._refused = None

        def work() -> _Opened:
            kit = _open(file, secrets, openers, data)
            key = None if centre_key is None else _key(centre_key, secrets.get(CENTRE, ""), centre=True)
            folders = () if path is None else recent.folders(path)
            return _Opened(_held(kit, key, folders), _made(path, kit, is_new=is_new))

        def done(opened: _Opened) -> None:
            self._is_opening = self._desk.is_busy = False
            self._on_opened(opened, release)

        def failed(error: Exception) -> None:
            self._is_opening = self._desk.is_busy = False
            if release is not None:
                release()
            self._on_failed(error)

        self._desk.means.runner.run(work, done, failed)
        self._show()

    def _on_opened(self, opened: _Opened, release: Callable[[], None] | None) -> None:
        then, desk = self._then, self._desk
        if opened.standing is not None and release is not None and self._database is not None:
            desk.take(self._database, opened.standing, release)
        desk.held = opened.held
        keep_recent(desk, self._kit, self._exam)
        if then is None:
            desk.go(CentrePage.COLLECT)
        else:
            desk.go(self._back)
            then()

    def _on_failed(self, error: Exception) -> None:
        self._refused = failure_to_words(error, self._desk.means.words)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.state = self._state()
        self._show_state(self.state)

    def _state(self) -> KeysState:
        seen = self._seen
        return KeysState(
            is_new=self._then is None,
            kit=_text(self._kit),
            title="" if seen is None else seen.header.title,
            database=_text(self._database),
            is_certified=self._is_certified(),
            exam=_text(self._exam),
            quorum=0 if seen is None else seen.header.quorum,
            openers=tuple(OpenerFace(str(path), path.name) for path in self._openers),
            centre_key=_text(self._centre_key),
            fingerprint="" if seen is None else seen.fingerprint,
            why=self._why(),
            is_opening=self._is_opening,
            refused=self._refused,
            turn=self._turn,
        )

    def _is_certified(self) -> bool:
        return self._seen is not None and self._seen.header.context.level is Level.CERTIFIED

    def _why(self) -> str:
        """What is missing before anything can be opened."""
        words, seen = self._desk.means.words, self._seen
        if self._is_opening:
            return words("centre.keys.opening")
        if seen is None:
            return words("centre.keys.why.kit")
        if seen.file is None:
            return words("centre.keys.why.exam")
        if len(self._openers) < seen.header.quorum:
            return words("centre.keys.why.openers", count=seen.header.quorum)
        fields = [opener_field(str(path)) for path in self._openers] if seen.header.quorum else [KIT]
        fields += [CENTRE] if self._centre_key is not None else []
        return "" if all(self._secrets.get(each) for each in fields) else words("centre.keys.why.passphrase")


def in_use(desk: CentreDesk) -> Refused:
    """Words for a database that another window holds."""
    return Refused(desk.means.words("centre.in-use"), desk.means.words("centre.in-use.next"))


def keep_recent(desk: CentreDesk, kit: Path | None, exam: Path | None) -> None:
    """Note, in the background, that the desk's database was open, and with what; where that fails nothing is lost."""
    session = desk.now.session
    opened = Recent(str(desk.path), session.title, session.opens, _text(kit), _text(exam))
    desk.means.aside.run(lambda: desk.recent.keep(opened), _nothing, _nothing)


def _nothing(_: object) -> None:
    """Nobody waits for it."""


def _text(path: Path | None) -> str:
    return "" if path is None else str(path)


def _proposed(data: Path, header: KitHeader, now: int) -> Path:
    """A name for a new database that tells the session from others, in this user's data folder."""
    from kaochang.machine.new_folders import file_name
    from kaochang.presenters.moments import moment_of

    moment = moment_of(now)
    day = "" if moment is None else f" {moment:%Y-%m-%d}"
    return data / "centre" / f"{file_name(header.title, _TITLE_LENGTH)}{day} {header.context.session[:8]}.db"


def _look(kit: Path, exam: Path | None, data: Path) -> _Seen:
    from dataclasses import replace

    from kaochang.custody import kits
    from kaochang.domain.refusals import refusals_at
    from kaochang.flow import centre_kit, pinning
    from kaochang.flow.collect import KIT_LIMIT
    from kaochang.machine.safe_files import read_whole
    from kaochang.sealing import frame
    from kaochang.sealing.codes import fingerprint
    from kaochang.sealing.frame import FileType

    with refusals_at(kit):
        header = kits.read_kit_header(frame.unpack(read_whole(kit, KIT_LIMIT), FileType.CENTRE_KIT))
    if exam is None:
        is_whole = header.context.level is not Level.CERTIFIED
        return _Seen(header, centre_kit.read_kit(kit) if is_whole else None)
    looked = pinning.look(pinning.site_path(exam, None), data)
    office, *_ = looked.site.offices()
    file = replace(centre_kit.read_kit(kit, centre_kit.trust_in(exam, looked)), pinned=looked)
    return _Seen(header, file, fingerprint(office) if looked.before is None else "")


def _open(file: KitFile, secrets: dict[str, str], openers: tuple[Path, ...], data: Path) -> CentreKit:
    from kaochang.flow import pinning

    if not file.header.quorum:
        kit = file.open(secrets[KIT])
    else:
        file.check_opens_together(openers)
        kit = file.open_together([_key(each, secrets[opener_field(str(each))], centre=False) for each in openers])
    if file.pinned is not None:
        pinning.keep(file.pinned, data)
    return kit


def _key(path: Path, passphrase: str, *, centre: bool) -> Key:
    from kaochang.custody.key_files import KeyRole
    from kaochang.flow import keys

    return keys.open_key(path, passphrase, KeyRole.CENTRE if centre else KeyRole.OPENER)


def _held(kit: CentreKit, key: Key | None, folders: tuple[Path, ...]) -> Held:
    from kaochang.flow import ledger

    return Held(kit, ledger.Signing(ledger.signing_seed(kit, key), folders, are_there=True))


def _made(path: Path | None, kit: CentreKit, *, is_new: bool) -> Standing | None:
    """The database, made the session's where it is nobody's yet; only held against it where it is open already."""
    from kaochang.flow.merge import begin
    from kaochang.machine.safe_files import make_folder
    from kaochang.presenters.centre.standing import look
    from kaochang.store.centre import Centre

    if path is None:
        return None
    if is_new:
        make_folder(path.parent)
    with closing(Centre(path)) as centre:
        centre.check_session(kit.context.exam_file)
        if is_new:
            begin(centre, kit)
    return look(path) if is_new else None
