"""The hash chain over a journal's rows: each head vouches for every row before it.

A chain proves order and completeness only up to a head that is known from elsewhere (a receipt, a manifest).
"""

import hashlib

from kaochang.sealing.contexts import Context, bind


def first_head(*fields: bytes) -> bytes:
    """The head (32 bytes) before the first row, bound to what the chain belongs to.

    The word in front keeps it apart from every later head, whose first field is always 32 bytes long.
    """
    return hashlib.sha256(bind(Context.JOURNAL_LINK, b"first", *fields)).digest()


def next_head(head: bytes, ciphertext: bytes) -> bytes:
    """The head after one more row, over the row as it is stored: no key is needed to follow the chain."""
    return hashlib.sha256(bind(Context.JOURNAL_LINK, head, hashlib.sha256(ciphertext).digest())).digest()
