"""A part of something that is made, as its rail shows it."""

from __future__ import annotations

from typing import Generic, TypeVar

from kaochang.domain.values import Record

P = TypeVar("P")


class PartFace(Record, Generic[P], frozen=True):
    """What it is called, what was settled there, whether it is shown now, and whether nothing is missing in it."""

    part: P
    title: str
    note: str
    is_here: bool
    is_whole: bool
