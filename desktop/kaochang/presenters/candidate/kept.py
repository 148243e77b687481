"""Parts of a screen that are made anew only when what they are made of is another."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last one that was made. The whole screen is put together at every key, and hardly any part is another then.

    Whoever shows it may tell by its identity that there is nothing new to show.
    """

    def __init__(self) -> None:
        self._last: tuple[Hashable, T] | None = None

    def of(self, made_of: Hashable, make: Callable[[], T]) -> T:
        """The part; `make` makes it, and `made_of` is all that it depends on."""
        if self._last is None or self._last[0] != made_of:
            self._last = (made_of, make())
        return self._last[1]
