"""Trees and proofs against the RFC's own recursive definition, and every false claim refused."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.sealing import merkle

SIZES = st.integers(1, 70)


def leaves_of(size):
    return [b"leaf %d" % number for number in range(size)]


def node(*parts):
    return hashlib.sha256(b"\1" + b"".join(parts)).digest()


def below(size):
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def naive_root(leaves):
    """Section 2.1.1 as it stands there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = below(len(leaves))
    return node(naive_root(leaves[:k]), naive_root(leaves[k:]))


def naive_path(index, leaves):
    """Section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = below(len(leaves))
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(first, leaves, is_whole):
    """Section 2.1.4.1."""
    if first == len(leaves):
        return [] if is_whole else [naive_root(leaves)]
    k = below(len(leaves))
    if first <= k:
        return [*naive_subproof(first, leaves[:k], is_whole), naive_root(leaves[k:])]
    return [*naive_subproof(first - k, leaves[k:], False), naive_root(leaves[:k])]


@st.composite
def trees(draw, least=1):
    """A list, how many of its first entries are meant, and a place among those."""
    total = draw(st.integers(least, 70))
    size = draw(st.integers(least, total))
    return leaves_of(total), size, draw(st.integers(0, size - 1))


@given(trees())
@pytest.mark.attack(43)
def test_roots_are_those_of_the_definition(tree):
    leaves, size, _ = tree
    assert merkle.Tree(leaves).root(size) == merkle.root(leaves[:size]) == naive_root(leaves[:size])


@given(trees())
def test_inclusion_proofs_are_those_of_the_definition_and_hold(tree):
    leaves, size, index = tree
    proof = merkle.Tree(leaves).inclusion(index, size)
    assert list(proof) == naive_path(index, leaves[:size])
    assert merkle.proves_inclusion(leaves[index], index, size, proof, merkle.root(leaves[:size]))


@given(trees())
def test_consistency_proofs_are_those_of_the_definition_and_hold(tree):
    leaves, size, index = tree
    proof, first = merkle.Tree(leaves).consistency(index + 1, size), index + 1
    assert list(proof) == naive_subproof(first, leaves[:size], True)
    assert merkle.proves_consistency(first, merkle.root(leaves[:first]), size, merkle.root(leaves[:size]), proof)


def spoiled(draw, proof):
    """A proof with one hash more, less, changed or in another place."""
    change = draw(st.sampled_from(["more", "less", "other", "longer", "swapped"]))
    at = draw(st.integers(0, max(0, len(proof) - 1)))
    made = list(proof)
    match change:
        case "more":
            made.insert(at, hashlib.sha256(b"more").digest())
        case "less" if made:
            del made[at]
        case "other" if made:
            made[at] = bytes([made[at][0] ^ 1]) + made[at][1:]
        case "longer" if made:
            made[at] += b"\0"
        case "swapped" if len(made) > 1:
            made[0], made[-1] = made[-1], made[0]
        case _:
            made.append(b"")
    return made


@given(trees(), st.data())
@pytest.mark.attack(43)
def test_no_spoiled_inclusion_proof_holds(tree, data):
    leaves, size, index = tree
    proof = spoiled(data.draw, merkle.Tree(leaves).inclusion(index, size))
    assert not merkle.proves_inclusion(leaves[index], index, size, proof, merkle.root(leaves[:size]))


@given(trees(least=2), st.data())
def test_no_proof_holds_for_another_entry_place_or_root(tree, data):
    leaves, size, index = tree
    proof, root = merkle.Tree(leaves).inclusion(index, size), merkle.root(leaves[:size])
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index))
    assert not merkle.proves_inclusion(leaves[other], index, size, proof, root)
    assert not merkle.proves_inclusion(leaves[index], other, size, proof, root)
    assert not merkle.proves_inclusion(leaves[index], index, size, proof, hashlib.sha256(root).digest())


@given(trees(), st.data())
@pytest.mark.attack(43)
def test_no_spoiled_consistency_proof_holds(tree, data):
    leaves, size, index = tree
    first = index + 1
    proof = spoiled(data.draw, merkle.Tree(leaves).consistency(first, size))
    roots = merkle.root(leaves[:first]), merkle.root(leaves[:size])
    assert not merkle.proves_consistency(first, roots[0], size, roots[1], proof)


@given(trees(least=2), st.data())
@pytest.mark.attack(43, 44)
def test_a_list_whose_past_was_changed_is_never_consistent(tree, data):
    """Whatever proof the changed list gives, an entry edited, dropped or exchanged shows against the earlier root."""
    leaves, size, index = tree
    first = data.draw(st.integers(index + 1, size))
    changed = list(leaves[:size])
    if data.draw(st.booleans()):
        changed[index] = b"another"
    else:
        changed.insert(index, changed.pop() if index < size - 1 else b"another")
    later = merkle.Tree(changed)
    earlier = merkle.root(leaves[:first])
    assert not merkle.proves_consistency(first, earlier, size, later.root(size), later.consistency(first, size))
