"""A code that is typed in groups, each checked as soon as it is full. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace

from kaochang.sealing.codes import CodeShape, check_group


class GroupSign(enum.Enum):
    """What is known of one group while it is typed."""

    OPEN = "open"
    GOOD = "good"
    WRONG = "wrong"


@dataclass(frozen=True)
class Group:
    """One group as typed so far, and how many symbols it takes."""

    text: str = field(repr=False)
    length: int
    sign: GroupSign


@dataclass(frozen=True)
class TypedCode:
    """A code of a shape as typed so far. Its text stays out of logs."""

    shape: CodeShape
    groups: tuple[Group, ...]

    def with_group(self, index: int, text: str) -> TypedCode:
        """The same with group `index` (from 0) reading so."""
        groups = list(self.groups)
        groups[index] = _checked(self.shape, index, text)
        return replace(self, groups=tuple(groups))

    @property
    def is_good(self) -> bool:
        """Whether every group is full and consistent."""
        return all(group.sign is GroupSign.GOOD for group in self.groups)

    @property
    def text(self) -> str:
        """The whole code in its displayed form."""
        return "-".join(group.text for group in self.groups)


def blank(shape: CodeShape) -> TypedCode:
    """A code of which nothing is typed yet."""
    return TypedCode(shape, tuple(Group("", length, GroupSign.OPEN) for length in shape.groups))


def _checked(shape: CodeShape, index: int, text: str) -> Group:
    length = shape.groups[index]
    if len(text) < length:
        return Group(text, length, GroupSign.OPEN)
    return Group(text, length, GroupSign.GOOD if check_group(index + 1, text, shape) else GroupSign.WRONG)
