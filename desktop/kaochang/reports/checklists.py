"""What a session's level protects from and what not, in sentences for whoever seals it.

Read before sealing, and printed with the codes; docs/threat-model.md is the whole of it.
"""

from dataclasses import dataclass

from kaochang.domain.assessments import Level
from kaochang.domain.ports import Words

_QUICK_LACKS = ("impersonation", "one-code", "roster", "kit", "passphrase")
_CERTIFIED_GIVES = ("pins", "start-codes", "room-codes", "proctor-codes")
_CERTIFIED_LACKS = ("acts",)


@dataclass(frozen=True, slots=True)
class SealChecklist:
    """What to read before sealing: the level, what it gives beyond *quick*, and what it does not give."""

    level: str
    gives_heading: str
    gives: tuple[str, ...]
    lacks_heading: str
    lacks: tuple[str, ...]

    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(heading, sentences) of everything there is to say."""
        both = ((self.gives_heading, self.gives), (self.lacks_heading, self.lacks))
        return tuple((heading, texts) for heading, texts in both if texts)

    def lines(self) -> list[str]:
        """All of it as plain lines, for a terminal."""
        listed = (line for heading, texts in self.parts() for line in (heading, *(f"  - {text}" for text in texts)))
        return [self.level, *listed]


def seal_checklist(level: Level, words: Words, *, room_keys: bool = False, quorum: int = 0) -> SealChecklist:
    """The checklist of a level, with room key files or not, and with a quorum of openers or none (0)."""
    if level is Level.QUICK:
        gives: list[str] = []
        lacks = list(_QUICK_LACKS)
    else:
        choices = {"room-keys": room_keys, "quorum": quorum > 0}
        gives = [*_CERTIFIED_GIVES, *(name for name, taken in choices.items() if taken)]
        lacks = [*_CERTIFIED_LACKS, *(f"no-{name}" for name, taken in choices.items() if not taken)]
    return SealChecklist(
        level=words(f"seal-checklist.{level}"),
        gives_heading=words("seal-checklist.gives"),
        gives=tuple(words(f"seal-checklist.{level}.{name}", quorum=quorum) for name in gives),
        lacks_heading=words("seal-checklist.lacks"),
        lacks=tuple(words(f"seal-checklist.{level}.{name}") for name in lacks),
    )
