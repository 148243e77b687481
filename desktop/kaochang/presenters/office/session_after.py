"""What can still be done to a sealed session: an item corrected or withdrawn, a notice, codes made anew."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.assessments import Level
from kaochang.domain.errata import ErratumAction
from kaochang.domain.values import SecretRecord
from kaochang.presenters.office.session_desk import SessionDesk
from kaochang.presenters.office.strength import secret_to_words
from kaochang.presenters.office.typed_secret import SecretFace, TypedSecret
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:
    from kaochang.flow.office_after import Corrected
    from kaochang.flow.reissue import Reissue


class AfterKind(enum.StrEnum):
    """What is done."""

    ERRATUM = "erratum"
    CODES = "codes"


class CodeKind(enum.StrEnum):
    """Which codes are made anew; a quick session has its start code alone."""

    START = "start"
    ROOM = "room"
    PROCTOR = "proctor"


class AfterState(SecretRecord, frozen=True):
    """The whole page. `codes` are those that were just made, (room, kind, code): they are kept nowhere."""

    title: str
    kind: AfterKind
    is_quick: bool
    item: str = ""
    action: ErratumAction = ErratumAction.CORRECT
    text: str = ""
    what: frozenset[CodeKind] = frozenset({CodeKind.START})
    folder: str = ""
    secret: SecretFace = SecretFace()
    refused: Refused | None = None
    done: str = ""
    codes: tuple[tuple[str, str, str], ...] = ()
    is_busy: bool = False
    why: str = ""


class SessionAfter:
    """Intents of the page in, its state out. The passphrase goes when the page is left."""

    def __init__(self, desk: SessionDesk, show: Callable[[], None]) -> None:
        self._desk = desk
        self._show = show
        self._secret = TypedSecret(desk.means.words, is_new=False)
        self._session = self._title = ""
        self._level = Level.QUICK
        self._kind = AfterKind.ERRATUM
        self._item = self._text = ""
        self._action = ErratumAction.CORRECT
        self._what = frozenset({CodeKind.START})
        self._folder: Path | None = None
        self._refused: Refused | None = None
        self._done = ""
        self._codes: tuple[tuple[str, str, str], ...] = ()
        self._is_busy = False

    def enter(self, session: str, title: str, level: Level, kind: AfterKind) -> None:
        """Of this session, this."""
        self._session, self._title, self._level, self._kind = session, title, level, kind
        self._item = self._text = self._done = ""
        self._action, self._what = ErratumAction.CORRECT, frozenset({CodeKind.START})
        self._refused, self._codes = None, ()

    def leave(self) -> None:
        """No secret and no code stays."""
        self._secret.forget()
        self._codes = ()

    # -- intents --------------------------------------------------------------------------------------------------

    def type_item(self, text: str) -> None:
        """Which item, by its place."""
        self._item = text
        self._show()

    def type_text(self, text: str) -> None:
        """What candidates read."""
        self._text = text
        self._show()

    def choose_action(self, action: ErratumAction) -> None:
        """What happens to the item."""
        self._action = action
        self._show()

    def want(self, kind: CodeKind, is_wanted: bool) -> None:
        """Which codes are made anew; one kind at least."""
        what = self._what | {kind} if is_wanted else self._what - {kind}
        self._what = what or self._what
        self._show()

    def choose_folder(self, folder: Path) -> None:
        """Where the new files go."""
        self._folder = folder
        self._show()

    def type_passphrase(self, text: str) -> None:
        """The office's passphrase."""
        self._secret.text = text
        self._show()

    def do(self) -> None:
        """Do it."""
        folder = self._folder
        if folder is None or self._why():
            return
        self._is_busy, self._refused, self._done = True, None, ""
        self._desk.desk.is_busy = True
        if self._kind is AfterKind.ERRATUM:
            self._correct(folder)
        else:
            self._renew(folder)
        self._show()

    def _correct(self, folder: Path) -> None:
        session, passphrase = self._session, self._secret.text
        item, action, text = self._item.strip(), self._action, self._text

        def work() -> Corrected:
            from kaochang.flow.errata import ErratumWish
            from kaochang.flow.office_after import AfterOrder, correct

            order = AfterOrder(session, folder, passphrase)
            return correct(self._desk.office(), order, ErratumWish(item, action, text))

        def done(made: Corrected) -> None:
            words = self._desk.means.words
            self._end(words("office.after.corrected", number=made.number, file=made.file.name))
            self._item = self._text = ""
            self._show()

        self._desk.means.runner.run(work, done, self._on_failed)

    def _renew(self, folder: Path) -> None:
        session, passphrase, what = self._session, self._secret.text, self._what

        def work() -> Reissue:
            from kaochang.flow.office_after import AfterOrder, renew
            from kaochang.flow.reissue import Renewed

            order = AfterOrder(session, folder, passphrase)
            return renew(self._desk.office(), order, frozenset(Renewed(each) for each in what))

        def done(made: Reissue) -> None:
            words, secrets = self._desk.means.words, made.secrets
            kinds = {
                CodeKind.START: secrets.start_codes,
                CodeKind.ROOM: secrets.room_codes,
                CodeKind.PROCTOR: secrets.proctor_codes,
            }
            told = [
                (room, words(f"office.after.code.{kind}"), code)
                for kind, found in kinds.items()
                for room, code in found.items()
            ]
            if secrets.level is Level.QUICK:
                told = [("", kind, code) for _, kind, code in told[:1]]
            self._codes = tuple(told)
            self._end(words("office.after.renewed", folder=made.files[0].parent.parent.name))
            self._show()

        self._desk.means.runner.run(work, done, self._on_failed)

    def _end(self, done: str) -> None:
        self._is_busy, self._done = False, done
        self._desk.desk.is_busy = False
        self._secret.forget()

    def _on_failed(self, error: Exception) -> None:
        self._is_busy = self._desk.desk.is_busy = False
        self._refused = secret_to_words(error, self._desk.means.words)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    def _why(self) -> str:
        """What is missing: the first of what somebody has to do."""
        words = self._desk.means.words
        if self._is_busy:
            return words("office.after.working")
        if self._kind is AfterKind.ERRATUM:
            if self._action is not ErratumAction.NOTICE and not self._item.strip():
                return words("office.after.why.item")
            if not self._text.strip():
                return words("office.after.why.text")
        if self._folder is None:
            return words("office.after.why.folder")
        return self._secret.why

    @property
    def state(self) -> AfterState:
        """What is shown."""
        return AfterState(
            title=self._title,
            kind=self._kind,
            is_quick=self._level is Level.QUICK,
            item=self._item,
            action=self._action,
            text=self._text,
            what=self._what,
            folder="" if self._folder is None else str(self._folder),
            secret=self._secret.face,
            refused=self._refused,
            done=self._done,
            codes=self._codes,
            is_busy=self._is_busy,
            why=self._why(),
        )
