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
def test_roots_are_the_published_ones(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


def test_a_node_offered_as_a_leaf_gives_another_root():
    inner = [hashlib.sha256(b"\0" + leaf).digest() for leaf in (b"a", b"b")]
    assert merkle.root([inner[0] + inner[1]]) != merkle.root([b"a", b"b"])
    assert merkle.root([b"".join(inner), b"c"]) != merkle.root([b"a", b"b", b"c"])


def test_a_change_of_order_or_length_changes_the_root():
    roots = {merkle.root(leaves) for leaves in ([b"a", b"b"], [b"b", b"a"], [b"a"], [b"a", b"b", b"b"], [b"ab"])}
    assert len(roots) == 5
