"""How well scorers agree: shares, weighted kappa and severity, all of it exact.

Weighted kappa: J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968) 213-220: one minus the disagreement that
was found over that which chance alone would give. The quadratic weights are those of J. L. Fleiss and J. Cohen,
Educational and Psychological Measurement 33 (1973) 613-619.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

Pair: TypeAlias = tuple[Fraction, Fraction]
"""What two scorers gave for the same response."""

Weight: TypeAlias = Callable[[Fraction, Fraction], Fraction]
"""How much two different scores disagree; 0 for equal ones."""


def quadratic(one: Fraction, other: Fraction) -> Fraction:
    """The square of the difference: two points apart count four times as much as one."""
    return (one - other) ** 2


def share_within(pairs: Sequence[Pair], distance: Fraction) -> Fraction | None:
    """The share of pairs that are at most this far apart (0: exact agreement); None without any pair."""
    if not pairs:
        return None
    return Fraction(sum(abs(one - other) <= distance for one, other in pairs), len(pairs))


def weighted_kappa(pairs: Sequence[Pair], weight: Weight = quadratic) -> Fraction | None:
    """1 for full agreement, 0 for what chance gives; None where chance cannot disagree, as with equal scores."""
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(
        (weight(one, other) * times * often for one, times in ones.items() for other, often in others.items()),
        Fraction(0),
    )
    if not by_chance:
        return None
    found = sum((weight(one, other) for one, other in pairs), Fraction(0))
    return 1 - found * len(pairs) / by_chance


def severity(scores: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """By scorer the mean of what they gave above (below: negative) the mean of all who scored the same response.

    `scores` are points by response and scorer; a response that one person alone scored says nothing.
    """
    apart: defaultdict[str, list[Fraction]] = defaultdict(list)
    for given in scores.values():
        if len(given) > 1:
            mean = sum(given.values(), Fraction(0)) / len(given)
            for scorer, points in given.items():
                apart[scorer].append(points - mean)
    return {scorer: sum(each, Fraction(0)) / len(each) for scorer, each in sorted(apart.items())}
