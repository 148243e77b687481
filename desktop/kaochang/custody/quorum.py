"""A key that only several people together can take out: m of n, by nested envelopes and nothing else.

For every group of m people there is one share: the key sealed for the last of them, that sealed for the one before, and
so on; the first one's layer is outermost. No arithmetic of secret sharing, so nothing that a library does not test; at
most 70 shares (4 of 8). A share opens in its own order and session only: `info` binds both.
"""

from collections.abc import Sequence
from itertools import combinations

from kaochang.custody.envelope import Context
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, bytes_to_text, text_to_bytes
from kaochang.sealing import envelopes
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind

MOST_MEMBERS = 8
LEAST_QUORUM = 2


class Member(Value, frozen=True):
    """One of the people who open together: a name as people know it, and an X25519 public key."""

    name: str
    key: str


class Share(Value, frozen=True):
    """The key for one group of members, given by their places in the list, from 0 and in order."""

    members: tuple[int, ...]
    wrapped: str


def _groups(quorum: int, members: Sequence[Member]) -> list[tuple[int, ...]]:
    return list(combinations(range(len(members)), quorum))


def _info(context: Context, group: Sequence[int], layer: int) -> bytes:
    belongs = (context.session.encode(), text_to_bytes(context.exam_file))
    return bind(Purpose.CENTRE_KIT_SHARE, *belongs, ",".join(map(str, group)).encode(), str(layer).encode())


def make_shares(key: bytes, quorum: int, members: Sequence[Member], context: Context) -> tuple[Share, ...]:
    """A share for every group. POLICY for a quorum or members that cannot be; CERT for a weak key of a member."""
    check_people(quorum, members)
    shares = []
    for group in _groups(quorum, members):
        wrapped = key
        for layer in reversed(range(quorum)):
            public = text_to_bytes(members[group[layer]].key)
            wrapped = envelopes.seal(public, wrapped, _info(context, group, layer))
        shares.append(Share(group, bytes_to_text(wrapped)))
    return tuple(shares)


def check_shares(quorum: int, members: Sequence[Member], shares: Sequence[Share]) -> None:
    """Refuses (HEADER) a quorum that its members or shares do not bear out: exactly one share for each group."""
    check_people(quorum, members, Outcome.HEADER)
    if [share.members for share in shares] != _groups(quorum, members):
        raise Refusal(Outcome.HEADER, "kit.quorum-wrong")


def check_people(quorum: int, members: Sequence[Member], outcome: Outcome = Outcome.POLICY) -> None:
    """Refuses people that cannot share a key. One stands in the list once only, or one could be two of a group."""
    publics = {member.key for member in members}
    good = (
        LEAST_QUORUM <= quorum <= len(members) <= MOST_MEMBERS
        and len(publics) == len(members)
        and all(len(text_to_bytes(public)) == envelopes.SEED_BYTES for public in publics)
    )
    if not good:
        raise Refusal(outcome, "kit.quorum-wrong")


def places_of(publics: Sequence[str], quorum: int, members: Sequence[Member]) -> list[int]:
    """Where these public keys stand among the members; refused as in `open_shares`, but without a private one."""
    listed = [member.key for member in members]
    if any(public not in listed for public in publics):
        raise Refusal(Outcome.CODE, "kit.stranger")
    places = [listed.index(public) for public in publics]
    present = len(set(places))
    if present < quorum:
        names = tuple(member.name for member in members)
        raise Refusal(Outcome.POLICY, "kit.too-few", quorum=quorum, present=present, members=names)
    return places


def open_shares(
    seeds: Sequence[bytes], quorum: int, members: Sequence[Member], shares: Sequence[Share], context: Context
) -> bytes:
    """The key, by the private keys of as many members as it needs, in any order.

    CODE for a key of nobody in the list; POLICY where there are too few; DECRYPT for a share that was not made so.
    """
    publics = [bytes_to_text(envelopes.public_of(seed)) for seed in seeds]
    present = dict(zip(places_of(publics, quorum, members), seeds, strict=True))
    group = tuple(sorted(present)[:quorum])
    wrapped = text_to_bytes(next(share.wrapped for share in shares if share.members == group))
    for layer, place in enumerate(group):
        wrapped = envelopes.open(present[place], wrapped, _info(context, group, layer))
    return wrapped
