"""A scorer elsewhere, from the packet to the scores: it is opened by their key, scored, and handed back as a file.

open ─→ score ─→ back ─→ score

Whoever has no key yet makes one here, and gives its card away. What was typed as a secret goes once it is used.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kaochang.domain.ports import Randomness
from kaochang.domain.values import Record, SecretRecord
from kaochang.machine.new_folders import free_beside
from kaochang.presenters.centre.scorer import ScorerPresenter
from kaochang.presenters.centre.scorer_state import ScorerState
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.typed_secret import SecretFace, TypedSecret
from kaochang.presenters.refusals import Refused, bug_in_words
from kaochang.presenters.running import Means
from kaochang.sealing.kdf import KdfParams

if TYPE_CHECKING:  # the flows come with the first packet
    from kaochang.custody.key_files import Key
    from kaochang.flow.keys import MadeKey
    from kaochang.flow.packet_work import PacketWork

T = TypeVar("T")

SCORES_EXTENSION = ".kcs"


class ScorerPage(enum.StrEnum):
    """Where the window stands."""

    OPEN = "open"
    SCORE = "score"
    BACK = "back"


class OpenedPacket(SecretRecord, frozen=True):
    """A packet that is being scored: its file, the work on it, and the key that opened it and will sign."""

    packet: Path
    work: PacketWork
    key: Key


class DeskState(Record, frozen=True):
    """The whole window. `made` and `written` say what lies where; `left` how many responses were not scored yet.

    `why` and `key_why` say what is missing before a packet is opened, and before a key is made.
    """

    page: ScorerPage
    packet: str = ""
    key: str = ""
    secret: SecretFace = SecretFace()
    why: str = ""
    key_name: str = ""
    key_secret: SecretFace = SecretFace()
    key_why: str = ""
    made: str = ""
    left: str = ""
    written: str = ""
    proposed: str = ""
    is_working: bool = False
    scored: ScorerState | None = None
    refused: Refused | None = None


class ScorerDesk:
    """Intents of the window in, its state out; `close` is called once nothing is on its way any more."""

    def __init__(
        self,
        means: Means,
        random: Randomness,
        cost: KdfParams,
        show: Callable[[DeskState], None],
        close: Callable[[], None],
    ) -> None:
        self._means = means
        self._random = random
        self._cost = cost
        self._show_state = show
        self._close = close
        self._page = ScorerPage.OPEN
        self._packet: Path | None = None
        self._proposed = Path()
        self._key_file: Path | None = None
        self._secret = TypedSecret(means.words, is_new=False)
        self._name = ""
        self._key_secret = TypedSecret(means.words, is_new=True)
        self._made = self._written = self._left = ""
        self._is_working = self._is_closing = False
        self._refused: Refused | None = None
        self._opened: OpenedPacket | None = None
        self._scored: ScorerState | None = None
        self.scorer: ScorerPresenter | None = None

    def start(self, packet: Path | None = None, key: Path | None = None, opened: OpenedPacket | None = None) -> None:
        """Show the window: with what is known already, or with the packet open."""
        self._key_file = key
        self._show()
        if opened is not None:
            self._on_opened(opened)
        elif packet is not None:
            self.choose_packet(packet)

    # -- opening --------------------------------------------------------------------------------------------------

    def choose_packet(self, path: Path) -> None:
        """This packet, if it is one."""

        def check() -> Path:
            from kaochang.flow import packet_work

            packet_work.check_packet(path)
            return path

        def done(found: Path) -> None:
            self._packet = found

        self._run(check, done)

    def choose_key(self, path: Path) -> None:
        """The scorer's own key file, if it is one."""

        def check() -> Path:
            from kaochang.flow import keys

            keys.check_key_file(path)
            return path

        def done(found: Path) -> None:
            self._key_file = found

        self._run(check, done)

    def type_passphrase(self, text: str) -> None:
        """The key's passphrase, as far as it is typed."""
        self._secret.text = text
        self._show()

    def open(self) -> None:
        """Open the packet, and score."""
        packet, key_file, passphrase = self._packet, self._key_file, self._secret.text
        if packet is None or key_file is None or self._why():
            return

        def work() -> OpenedPacket:
            from kaochang.custody.key_files import KeyRole
            from kaochang.flow import keys, packet_work

            key = keys.open_key(key_file, passphrase, KeyRole.SCORER)
            opened = packet_work.PacketWork(packet, packet_work.open_packet(packet, key), self._means.clock)
            return OpenedPacket(packet, opened, key)

        self._run(work, self._on_opened)

    def _on_opened(self, opened: OpenedPacket) -> None:
        self._secret.forget()
        self._key_secret.forget()
        self._opened, self._packet = opened, opened.packet
        self._proposed = opened.packet.with_suffix(SCORES_EXTENSION)
        self.go_on()

    # -- a key of one's own ---------------------------------------------------------------------------------------

    def type_name(self, text: str) -> None:
        """Whose key it will be, by the name that responses are shared out to."""
        self._name = text
        self._show()

    def type_new(self, text: str) -> None:
        """The new key's passphrase, as far as it is typed."""
        self._key_secret.text = text
        self._show()

    def type_new_again(self, text: str) -> None:
        """The same once more."""
        self._key_secret.again = text
        self._show()

    def make_key(self, folder: Path) -> None:
        """Make a key and its card in a folder; the key is the one that packets are opened with from now on."""
        name, passphrase = self._name.strip(), self._key_secret.text
        if self._key_why():
            return

        def work() -> MadeKey:
            from kaochang.custody.key_files import KeyRole
            from kaochang.flow import keys

            means = self._means
            return keys.make(KeyRole.SCORER, name, folder, passphrase, means.clock, self._random, self._cost)

        def done(made: MadeKey) -> None:
            self._key_secret.forget()
            self._key_file = made.file
            self._made = self._means.words("scorer.desk.made", own=str(made.file), card=str(made.card))

        self._run(work, done)

    # -- scoring, and handing back --------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Score what is left."""
        if self._opened is None or self.scorer is not None or self._is_closing:
            return
        self._page, self._written, self._refused = ScorerPage.SCORE, "", None
        self.scorer = ScorerPresenter(self._opened.work, self._means, self._on_scorer, self._on_left)
        self._show()  # its screen is there before its first state: a hidden one takes no keyboard
        self.scorer.start()

    def _on_scorer(self, state: ScorerState) -> None:
        self._scored = state
        self._show()

    def _on_left(self) -> None:
        self.scorer = self._scored = None
        self._page = ScorerPage.BACK
        if self._is_closing:
            self._close()
            return
        self._count()

    def _count(self) -> None:
        opened = self._opened
        if opened is None:
            return

        def work() -> tuple[int, Path]:
            try:
                return len(opened.work.queue()), free_beside(self._proposed)
            finally:
                opened.work.close()

        def done(found: tuple[int, Path]) -> None:
            left, self._proposed = found
            self._left = self._means.words("scorer.desk.left" if left else "scorer.desk.left.none", count=left)

        self._run(work, done)

    def hand_back(self, path: Path) -> None:
        """Write everything that was given, signed, for the centre."""
        opened = self._opened
        if opened is None:
            return

        def work() -> None:
            from kaochang.machine.safe_files import write_new

            try:
                write_new(path, opened.work.hand_back(opened.key))
            finally:
                opened.work.close()

        def done(_: None) -> None:
            self._written = self._means.words("scorer.desk.written", file=str(path))
            self._proposed = free_beside(path)

        self._written = ""
        self._run(work, done)

    def other(self) -> None:
        """Another packet, or another key."""
        self._opened = self._packet = None
        self._page, self._refused, self._written, self._left = ScorerPage.OPEN, None, "", ""
        self._show()

    def leave(self) -> None:
        """The window is to go: once everything that was given is saved."""
        self._is_closing = True
        if self.scorer is not None:
            self.scorer.leave()
        elif not self._is_working:
            self._close()

    def tell_bug(self) -> None:
        """Something in the program failed: it is in the log, and the scorer goes on."""
        if self.scorer is not None:
            self.scorer.tell_bug()
        else:
            self._refused = bug_in_words(self._means.words)
            self._show()

    # -- the background -------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """One piece of work at a time; what of it is refused is said on the page."""
        if self._is_working:
            return
        self._is_working, self._refused = True, None

        def ended() -> None:
            self._is_working = False
            if self._is_closing and self.scorer is None:
                self._close()
            else:
                self._show()

        def worked(result: T) -> None:
            self._is_working = False
            done(result)
            ended()

        def failed(error: Exception) -> None:
            self._refused = failure_to_words(error, self._means.words)
            ended()

        self._means.runner.run(work, worked, failed)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    def _why(self) -> str:
        words = self._means.words
        if self._packet is None:
            return words("scorer.desk.why.packet")
        if self._key_file is None:
            return words("scorer.desk.why.key")
        return self._secret.why

    def _key_why(self) -> str:
        return self._key_secret.why if self._name.strip() else self._means.words("scorer.desk.why.name")

    def _show(self) -> None:
        packet, key = self._packet, self._key_file
        self._show_state(
            DeskState(
                page=self._page,
                packet="" if packet is None else str(packet),
                key="" if key is None else str(key),
                secret=self._secret.face,
                why=self._why(),
                key_name=self._name,
                key_secret=self._key_secret.face,
                key_why=self._key_why(),
                made=self._made,
                left=self._left,
                written=self._written,
                proposed=str(self._proposed),
                is_working=self._is_working,
                scored=self._scored,
                refused=self._refused,
            )
        )
