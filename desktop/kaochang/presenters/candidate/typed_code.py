"""A code that is typed in groups, each checked as soon as it is full. Pure."""

from __future__ import annotations

import enum

from msgspec.structs import replace

from kaochang.domain.values import Record, SecretRecord
from kaochang.sealing.codes import CodeShape, check_group


class GroupSign(enum.Enum):
    """What is known of one group while it is typed."""

    OPEN = "open"
    GOOD = "good"
    WRONG = "wrong"


class Group(SecretRecord, frozen=True):
    """One group as typed so far, and how many symbols it takes."""

    text: str
    length: int
    sign: GroupSign


class TypedCode(Record, frozen=True):
    """A code of a shape as typed so far. Its text stays out of logs.

    Of the groups at its end `optional` may stay empty: a shorter code is typed into the same fields.
    """

    shape: CodeShape
    groups: tuple[Group, ...]
    optional: int = 0

    def with_group(self, index: int, text: str) -> TypedCode:
        """The same with group `index` (from 0) reading so."""
        groups = list(self.groups)
        groups[index] = _checked(self.shape, index, text)
        return replace(self, groups=tuple(groups))

    @property
    def is_good(self) -> bool:
        """Whether every group that is needed is full and consistent, and none is begun behind one that is empty."""
        needed = len(self.groups) - self.optional
        typed = [group.sign for group in self.groups[:needed]]
        typed += [group.sign for group in self._behind(needed)]
        return all(sign is GroupSign.GOOD for sign in typed)

    def _behind(self, needed: int) -> tuple[Group, ...]:
        """The groups that need not be there, up to the last one that is begun."""
        last = max((place for place, group in enumerate(self.groups, start=1) if group.text), default=0)
        return self.groups[needed:last]

    @property
    def text(self) -> str:
        """The whole code in its displayed form."""
        needed = len(self.groups) - self.optional
        return "-".join(group.text for group in (*self.groups[:needed], *self._behind(needed)))


def blank(shape: CodeShape, optional: int = 0) -> TypedCode:
    """A code of which nothing is typed yet."""
    return TypedCode(shape, tuple(Group("", length, GroupSign.OPEN) for length in shape.groups), optional)


def _checked(shape: CodeShape, index: int, text: str) -> Group:
    length = shape.groups[index]
    if len(text) < length:
        return Group(text, length, GroupSign.OPEN)
    return Group(text, length, GroupSign.GOOD if check_group(index + 1, text, shape) else GroupSign.WRONG)
