"""A passphrase as far as it is typed: once where it is known already, twice where it is made here. It stays here."""

from __future__ import annotations

from kaochang.domain.ports import Words
from kaochang.domain.values import Record
from kaochang.presenters.office.strength import Strength, strength_of


class SecretFace(Record, frozen=True):
    """What is shown of a passphrase, never itself.

    `is_known`: whether it is made here (`is_new`, typed twice) is known yet. `why` says what is missing, "" for
    nothing. `turn` is another number when the fields are to be emptied.
    """

    is_known: bool = False
    is_new: bool = False
    strength: Strength | None = None
    said: str = ""
    again_said: str = ""
    why: str = ""
    turn: int = 0


class TypedSecret:
    """`is_new` is None as long as nobody knows whether it is made here."""

    def __init__(self, words: Words, *, is_new: bool | None = None) -> None:
        self._words = words
        self.is_new = is_new
        self.text = ""
        self.again = ""
        self._turn = 0

    def forget(self) -> None:
        """Nothing of it stays."""
        self.text = self.again = ""
        self._turn += 1

    @property
    def face(self) -> SecretFace:
        """What is shown of it."""
        said, again_said = self._judged()
        return SecretFace(
            is_known=self.is_new is not None,
            is_new=bool(self.is_new),
            strength=strength_of(self.text) if self.is_new and self.text else None,
            said=said,
            again_said=again_said,
            why=self.why,
            turn=self._turn,
        )

    @property
    def why(self) -> str:
        """What is missing: the first of what somebody has to do."""
        words = self._words
        if self.is_new is None:
            return words("office.seal.why.looking")
        if not self.text:
            return words("office.seal.why.new" if self.is_new else "office.seal.why.passphrase")
        if not self.is_new:
            return ""
        if self._left() > 0:
            return words("office.seal.why.short")
        if self.again == self.text:
            return ""
        return words("office.seal.why.again" if self._is_begun() else "office.seal.why.not-same")

    def _judged(self) -> tuple[str, str]:
        """What is said of the passphrase and of its repetition, where it is made here."""
        from kaochang.custody.passphrases import SHORTEST_PASSPHRASE

        words, left = self._words, self._left()
        if not self.is_new:
            return "", ""
        if not self.text:
            return words("office.seal.at-least", least=SHORTEST_PASSPHRASE), ""
        if left > 0:
            return words("office.seal.too-short", left=left), ""
        said = words(f"office.seal.strength.{strength_of(self.text)}")
        if self.again == self.text:
            return said, words("office.seal.same")
        return said, "" if self._is_begun() else words("office.seal.not-same")

    def _left(self) -> int:
        """So many characters are missing."""
        from kaochang.custody.passphrases import SHORTEST_PASSPHRASE

        return SHORTEST_PASSPHRASE - len(self.text.strip())

    def _is_begun(self) -> bool:
        """Whether the repetition is as far as it goes the same."""
        return self.text.startswith(self.again)
