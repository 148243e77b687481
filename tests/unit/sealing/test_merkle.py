"""The Merkle tree of RFC 9162: known roots, and no second preimage."""

import hashlib

import pytest
from kaochang.sealing import merkle

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]  # the test vectors of certificate transparency, for 0 to 8 leaves


@pytest.mark.parametrize("size", range(9))
@pytest.mark.attack(43)
def test_roots_are_the_published_ones(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.attack(43)
def test_a_node_offered_as_a_leaf_gives_another_root():
    inner = [hashlib.sha256(b"\0" + leaf).digest() for leaf in (b"a", b"b")]
    assert merkle.root([inner[0] + inner[1]]) != merkle.root([b"a", b"b"])
    assert merkle.root([b"".join(inner), b"c"]) != merkle.root([b"a", b"b", b"c"])


def test_a_change_of_order_or_length_changes_the_root():
    roots = {merkle.root(leaves) for leaves in ([b"a", b"b"], [b"b", b"a"], [b"a"], [b"a", b"b", b"b"], [b"ab"])}
    assert len(roots) == 5


def hashed(text):
    """Published proofs, written as a hash a line."""
    return tuple(map(bytes.fromhex, text.split()))


INCLUSION = {
    (0, 1): "",
    (0, 8): """96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
               5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
               6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    (5, 8): """bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
               ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
               d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 3): "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    (1, 5): """6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
               5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
               bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
}
CONSISTENCY = {
    (1, 1): "",
    (1, 8): """96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
               5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
               6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    (6, 8): """0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
               ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
               d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 5): """5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
               bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
    (6, 7): """0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
               b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f
               d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
}
"""The proofs of certificate transparency for the same leaves: (index, size) and (first, size)."""


@pytest.mark.parametrize(("index", "size"), INCLUSION)
@pytest.mark.attack(43)
def test_inclusion_proofs_are_the_published_ones_and_hold(index, size):
    proof = merkle.Tree(LEAVES).inclusion(index, size)
    assert proof == hashed(INCLUSION[index, size])
    assert merkle.proves_inclusion(LEAVES[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("first", "size"), CONSISTENCY)
@pytest.mark.attack(43)
def test_consistency_proofs_are_the_published_ones_and_hold(first, size):
    proof = merkle.Tree(LEAVES).consistency(first, size)
    assert proof == hashed(CONSISTENCY[first, size])
    one, other = (bytes.fromhex(ROOTS[each]) for each in (first, size))
    assert merkle.proves_consistency(first, one, size, other, proof)


@pytest.mark.attack(43)
def test_the_example_of_the_rfc():
    """Section 2.1.5: seven leaves, and the inner nodes as they are named there."""
    leaves = [b"d%d" % number for number in range(7)]
    a, b, c, d, e, f, j = (hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves)
    g, h, i = (hashlib.sha256(b"\1" + pair).digest() for pair in (a + b, c + d, e + f))
    k, l = (hashlib.sha256(b"\1" + pair).digest() for pair in (g + h, i + j))  # noqa: E741 - the RFC's own letter
    tree = merkle.Tree(leaves)
    assert tree.root(7) == hashlib.sha256(b"\1" + k + l).digest()
    assert [tree.inclusion(each, 7) for each in (0, 3, 4, 6)] == [(b, h, l), (c, g, l), (f, j, k), (i, k)]
    assert [tree.consistency(each, 7) for each in (3, 4, 6)] == [(c, d, g, l), (l,), (i, j, k)]


def test_a_list_begins_with_nothing_and_with_itself():
    nothing, whole = merkle.root(()), merkle.root(LEAVES)
    assert merkle.Tree(LEAVES).consistency(0, 8) == merkle.Tree(LEAVES).consistency(8, 8) == ()
    assert merkle.proves_consistency(0, nothing, 8, whole, ())
    assert merkle.proves_consistency(0, nothing, 0, nothing, ())
    assert merkle.proves_consistency(8, whole, 8, whole, ())
    assert not merkle.proves_consistency(0, whole, 8, whole, ())
    assert not merkle.proves_consistency(8, whole, 8, nothing, ())
    assert not merkle.proves_consistency(0, nothing, 8, whole, (nothing,))


def test_a_list_never_begins_with_a_longer_one():
    tree = merkle.Tree(LEAVES)
    assert not merkle.proves_consistency(8, tree.root(8), 6, tree.root(6), tree.consistency(6, 8))


@pytest.mark.parametrize(("index", "size"), [(-1, 8), (8, 8), (0, 0)])
def test_a_place_outside_the_list_holds_nothing(index, size):
    assert not merkle.proves_inclusion(LEAVES[0], index, size, (), merkle.root(LEAVES[:1]))
