"""Argon2id that remembers what it made: most tests open with the same passphrases and codes what one of them sealed."""

from functools import cache

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


@cache
def _stretched(typed, **parameters):
    return Argon2id(**parameters).derive(typed)


class RememberedArgon2id:
    """In its place: the same bytes of the same secret, salt and cost, computed once."""

    def __init__(self, **parameters):
        Argon2id(**parameters)  # refuses what it always refuses
        self._parameters = parameters

    def derive(self, typed):
        return _stretched(typed, **self._parameters)
