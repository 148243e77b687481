"""The Merkle tree of RFC 9162 (section 2.1) with SHA-256: one hash for a list, and short proofs about it.

Leaves and inner nodes are hashed behind different first bytes, so neither can be offered as the other. An inclusion
proof shows that an entry stands at its place in a list, a consistency proof that a longer list begins with a shorter
one; either needs as many hashes as the size has binary digits.
"""

import hashlib
from collections.abc import Sequence

HASH_BYTES = 32

_LEAF = b"\x00"
_NODE = b"\x01"


def root(leaves: Sequence[bytes]) -> bytes:
    """The root (32 bytes) over entries in their order; the hash of nothing for an empty list."""
    return Tree(leaves).root(len(leaves))


class Tree:
    """A list of entries with the hash of every perfect subtree kept: roots and proofs then cost a few hashes each.

    A size asks for the tree over that many first entries. Sizes and indices beyond the list are a bug (IndexError).
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        level = [_leaf(entry) for entry in leaves]
        self._levels = [level]
        while len(level) > 1:
            level = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    def root(self, size: int) -> bytes:
        """The root over the first `size` entries."""
        return self._hash(0, size) if size else hashlib.sha256().digest()

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Section 2.1.3.1: the proof that entry `index`, from 0, is in the tree over the first `size` entries."""
        start, path = 0, []
        while size > 1:
            split = _split(size)
            if index < split:
                path.append(self._hash(start + split, size - split))
                size = split
            else:
                path.append(self._hash(start, split))
                start, index, size = start + split, index - split, size - split
        return tuple(reversed(path))

    def consistency(self, first: int, size: int) -> tuple[bytes, ...]:
        """Section 2.1.4.1: the proof that the tree over `size` entries begins with the one over `first` of them.

        No hashes at all where there is nothing to prove: for an empty first tree, and for the same one.
        """
        start, path, is_whole = 0, [], True
        while 0 < first < size:
            split = _split(size)
            if first <= split:
                path.append(self._hash(start + split, size - split))
                size = split
            else:
                path.append(self._hash(start, split))
                start, first, size, is_whole = start + split, first - split, size - split, False
        if not is_whole:
            path.append(self._hash(start, size))
        return tuple(reversed(path))

    def _hash(self, start: int, size: int) -> bytes:
        """The hash over a range as the RFC splits it: wherever it is a power of two long, it also begins at one."""
        height = size.bit_length() - 1
        if size == 1 << height:
            return self._levels[height][start >> height]
        split = _split(size)
        return _node(self._hash(start, split), self._hash(start + split, size - split))


def proves_inclusion(entry: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Section 2.1.3.2: whether `entry` is number `index`, from 0, of the `size` entries with the root `expected`."""
    if not 0 <= index < size or not _are_hashes(proof):
        return False
    turns = _turns(index, size - 1)
    found = _leaf(entry)
    for each, is_left in zip(proof, turns, strict=False):
        found = _node(each, found) if is_left else _node(found, each)
    return len(proof) == len(turns) and found == expected


def proves_consistency(first: int, first_root: bytes, size: int, size_root: bytes, proof: Sequence[bytes]) -> bool:
    """Section 2.1.4.2: whether the `size` entries with the one root begin with the `first` ones with the other.

    The RFC leaves out the two cases without hashes: every list begins with the empty one, and with itself.
    """
    if not 0 < first < size:
        is_same = (first, first_root) == (size, size_root)
        return not proof and (is_same or (first == 0 < size and first_root == root(())))
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    at, last = first - 1, size - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    turns = _turns(at, last)
    if len(path) != len(turns) + 1 or not _are_hashes(path):
        return False
    old = new = path[0]
    for each, is_left in zip(path[1:], turns, strict=True):
        old = _node(each, old) if is_left else old
        new = _node(each, new) if is_left else _node(new, each)
    return (old, new) == (first_root, size_root)


def _turns(at: int, last: int) -> list[bool]:
    """On which side the hashes of a proof stand, from node `at` of a level up to the root; True: on its left.

    `last` is the level's last node. One that has none to its right is carried up as it is, until it has one to its
    left: such levels take no hash.
    """
    turns = []
    while last:
        is_left = at % 2 == 1 or at == last
        while is_left and at % 2 == 0 and at:
            at, last = at >> 1, last >> 1
        turns.append(is_left)
        at, last = at >> 1, last >> 1
    return turns


def _are_hashes(proof: Sequence[bytes]) -> bool:
    return all(len(each) == HASH_BYTES for each in proof)


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _leaf(entry: bytes) -> bytes:
    return hashlib.sha256(_LEAF + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
