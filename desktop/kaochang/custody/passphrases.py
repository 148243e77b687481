"""What a passphrase must have before a private key goes under it."""

import unicodedata

from kaochang.domain.refusals import Outcome, Refusal

SHORTEST_PASSPHRASE = 8
"""In characters. Argon2id makes each guess cost about a second; a shorter one is still guessed."""


def check_new_passphrase(passphrase: str) -> None:
    """Refuses (POLICY) a passphrase that is too short to put a key under. Old files open whatever theirs is."""
    if len(unicodedata.normalize("NFKC", passphrase).strip()) < SHORTEST_PASSPHRASE:
        raise Refusal(Outcome.POLICY, "passphrase.short", least=SHORTEST_PASSPHRASE)
