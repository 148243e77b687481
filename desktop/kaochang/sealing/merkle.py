"""The Merkle tree of RFC 9162 (section 2.1) with SHA-256: one hash for a list, and short proofs of membership.

Leaves and inner nodes are hashed behind different first bytes, so neither can be offered as the other.
"""

import hashlib
from collections.abc import Sequence

_LEAF = b"\x00"
_NODE = b"\x01"


def root(leaves: Sequence[bytes]) -> bytes:
    """The root (32 bytes) over entries in their order; the hash of nothing for an empty list."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return _leaf(leaves[0])
    split = _split(len(leaves))
    return _node(root(leaves[:split]), root(leaves[split:]))


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that prove, together with entry `index` (from 0), what the root is; the nearest comes first."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*path(leaves[:split], index), root(leaves[split:])]
    return [*path(leaves[split:], index - split), root(leaves[:split])]


def root_by_path(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root of a list of `size` entries that holds `leaf` at `index`, if `proof` is right.

    The caller compares it with a root it trusts; a proof of a wrong length gives no root (ValueError).
    """
    if size == 1 and not proof:
        return _leaf(leaf)
    if size < 2 or not proof:
        raise ValueError("the proof does not fit the size of the list")
    split = _split(size)
    if index < split:
        return _node(root_by_path(leaf, index, split, proof[:-1]), proof[-1])
    return _node(proof[-1], root_by_path(leaf, index - split, size - split, proof[:-1]))


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _leaf(entry: bytes) -> bytes:
    return hashlib.sha256(_LEAF + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
