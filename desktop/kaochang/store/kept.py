"""Documents by the SHA-256 of their files, read each time that one is asked for: all together they fill the memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

V = TypeVar("V")


class Kept(Mapping[str, V]):
    """A mapping that holds its keys alone; `read` gives what belongs to one of them."""

    def __init__(self, keys: Iterable[str], read: Callable[[str], V]) -> None:
        self._keys = dict.fromkeys(keys)
        self._read = read

    def __getitem__(self, key: str) -> V:
        """What belongs to a key, read now."""
        if key not in self._keys:
            raise KeyError(key)
        return self._read(key)

    def __contains__(self, key: object) -> bool:
        """Whether there is one, without reading it."""
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        """The keys, in their order."""
        return iter(self._keys)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)
