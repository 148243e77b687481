"""Shares of a key: every large enough group opens it, no other, nowhere else, and not in another order."""

from itertools import combinations, permutations

import msgspec
import pytest
from kaochang.custody.envelope import Context
from kaochang.custody.quorum import Member, Share, check_shares, make_shares, open_shares
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.sealing import envelopes
from support.refusals import refuses
from support.seeded import seeded

KEY = bytes(range(32))
CONTEXT = Context("s-1", bytes_to_text(bytes(32)), Kind.LIVE, Level.CERTIFIED)
SEEDS = [envelopes.new_seed(seeded(at)) for at in range(8)]
MEMBERS = tuple(Member(f"p{at}", bytes_to_text(envelopes.public_of(seed))) for at, seed in enumerate(SEEDS))
replace = msgspec.structs.replace


@pytest.mark.parametrize(("quorum", "of"), [(2, 2), (2, 3), (3, 5), (4, 8), (8, 8)])
def test_every_group_that_is_large_enough_opens_it(quorum, of):
    members = MEMBERS[:of]
    shares = make_shares(KEY, quorum, members, CONTEXT)
    check_shares(quorum, members, shares)
    for group in combinations(SEEDS[:of], quorum):
        assert open_shares(group[::-1], quorum, members, shares, CONTEXT) == KEY


def test_four_of_eight_are_the_most_shares_and_their_header_stays_small():
    shares = make_shares(KEY, 4, MEMBERS, CONTEXT)
    assert len(shares) == 70
    assert {len(text_to_bytes(share.wrapped)) for share in shares} == {32 + 4 * 48}


def test_a_share_opens_in_its_own_order_only():
    """A share's layers peeled in another order, or claimed for another group, give nothing."""
    members = MEMBERS[:3]
    shares = make_shares(KEY, 3, members, CONTEXT)
    for order in list(permutations(range(3)))[1:]:
        listed = tuple(members[place] for place in order)
        with refuses(Outcome.DECRYPT):
            open_shares(SEEDS[:3], 3, listed, shares, CONTEXT)


def test_a_share_of_one_group_is_worth_nothing_to_another():
    members = MEMBERS[:3]
    first, *rest = make_shares(KEY, 2, members, CONTEXT)
    swapped = (Share(first.members, rest[0].wrapped), Share(rest[0].members, first.wrapped), rest[1])
    with refuses(Outcome.DECRYPT):
        open_shares(SEEDS[:2], 2, members, swapped, CONTEXT)


@pytest.mark.parametrize("change", [{"session": "s-2"}, {"exam_file": bytes_to_text(bytes(31))}], ids=str)
def test_a_share_of_another_session_or_exam_opens_nothing(change):
    shares = make_shares(KEY, 2, MEMBERS[:2], CONTEXT)
    with refuses(Outcome.DECRYPT):
        open_shares(SEEDS[:2], 2, MEMBERS[:2], shares, replace(CONTEXT, **change))


@pytest.mark.parametrize("damage", [0, 40, 100, 127])
def test_a_damaged_share_opens_nothing(damage):
    (share,) = make_shares(KEY, 2, MEMBERS[:2], CONTEXT)
    wrapped = bytearray(text_to_bytes(share.wrapped))
    wrapped[damage] ^= 1
    with refuses(Outcome.DECRYPT):
        open_shares(SEEDS[:2], 2, MEMBERS[:2], (Share(share.members, bytes_to_text(bytes(wrapped))),), CONTEXT)


@pytest.mark.parametrize(
    ("quorum", "members"),
    [
        (1, MEMBERS[:3]),
        (0, MEMBERS[:3]),
        (4, MEMBERS[:3]),
        (2, MEMBERS[:1]),
        (2, (*MEMBERS, Member("ninth", bytes_to_text(bytes([9]) * 32)))),
        (2, (MEMBERS[0], replace(MEMBERS[0], name="the same person"))),
        (2, (MEMBERS[0], Member("short", "AAAA"))),
    ],
    ids=["one", "none", "beyond", "alone", "nine", "twice", "no key"],
)
def test_nobody_shares_among_people_that_cannot_be(quorum, members):
    with refuses(Outcome.POLICY, "kit.quorum-wrong"):
        make_shares(KEY, quorum, members, CONTEXT)


def test_nobody_shares_with_a_key_of_small_order():
    with refuses(Outcome.CERT, "key.weak"):
        make_shares(KEY, 2, (MEMBERS[0], Member("weak", bytes_to_text(bytes(32)))), CONTEXT)
