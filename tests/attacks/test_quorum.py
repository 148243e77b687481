"""A centre kit for several people: any group of enough opens it, none smaller, and no lie about who they are."""

import itertools

import msgspec
import pytest
from kaochang.custody import (
    kits,
    quorum,
)
from kaochang.custody.envelope import digest, header_bytes
from kaochang.custody.quorum import Share
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import envelopes, frame
from support.refusals import refuses
from support.seeded import seeded

replace = msgspec.structs.replace


@pytest.mark.attack(61)
def test_every_group_of_enough_openers_opens_and_no_smaller_one_does(certified):
    seeds = [key.seed("sealing") for key in certified.openers]
    for count in range(len(seeds) + 1):
        for group in itertools.permutations(seeds, count):
            if count >= certified.quorum:
                assert kits.open_centre_kit_together(certified.kck, group) == certified.centre_kit
            else:
                with refuses(Outcome.POLICY, "kit.too-few"):
                    kits.open_centre_kit_together(certified.kck, group)
    with refuses(Outcome.POLICY, "kit.too-few"):
        kits.open_centre_kit_together(certified.kck, [seeds[0]] * 3)
    with refuses(Outcome.CODE, "kit.stranger"):
        kits.open_centre_kit_together(certified.kck, [seeds[0], seeded(999)(32)])


@pytest.mark.attack(61)
def test_a_share_of_another_group_order_or_sealing_opens_nothing(certified):
    """Each share in every other's place, the layers the other way round, and all of them under another exam file."""
    header = kits.read_kit_header(frame.unpack(certified.kck))
    seeds = [key.seed("sealing") for key in certified.openers]
    shares = header.shares
    for at, other in itertools.permutations(range(len(shares)), 2):
        swapped = [
            Share(share.members, shares[other].wrapped) if place == at else share for place, share in enumerate(shares)
        ]
        group = [seeds[place] for place in shares[at].members]
        with refuses(Outcome.DECRYPT):
            quorum.open_shares(group, header.quorum, header.members, swapped, header.context)
    first, second = (seeds[place] for place in shares[0].members)
    info = quorum._info(header.context, shares[0].members, 0)
    with refuses(Outcome.DECRYPT):
        envelopes.open(second, text_to_bytes(shares[0].wrapped), info)
    with refuses(Outcome.DECRYPT):
        elsewhere = replace(header.context, exam_file=digest(b"another sealing"))
        quorum.open_shares([first, second], header.quorum, header.members, shares, elsewhere)


@pytest.mark.attack(61)
@pytest.mark.parametrize(
    "change",
    [
        {"quorum": 1},
        {"quorum": 3},
        {"quorum": 0},
        {"members": "doubled"},
        {"shares": "reversed"},
        {"shares": "short"},
        {"shares": "doubled"},
        {"members": "short"},
        {"members": "nine"},
    ],
    ids=str,
)
def test_a_kit_that_lies_about_who_opens_it_is_refused_although_it_is_rightly_signed(kinds, change):
    """A quorum of one, a member who stands in the list twice, a group without its share."""
    kind = kinds["kck-quorum"]
    header = kits.read_kit_header(kind.framed)
    lies = {
        "doubled": lambda given: (*given[:-1], given[0]),
        "reversed": lambda given: given[::-1],
        "short": lambda given: given[:-1],
        "nine": lambda given: given * 3,
    }
    told = {name: lies[how](getattr(header, name)) if isinstance(how, str) else how for name, how in change.items()}
    with refuses(Outcome.HEADER):
        kind.read(kind.headed(header_bytes(replace(header, **told))))
