"""Pictures of a paper, by name: read from where they are when asked for, one at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping


class Media(Mapping[str, bytes]):
    """Pictures whose bytes `read` gives; nothing is held, so that a paper of two hundred megabytes takes little memory.

    Asking for one again reads it again.
    """

    def __init__(self, names: Iterable[str] = (), read: Callable[[str], bytes] = lambda _: b"") -> None:
        self._names = dict.fromkeys(names)
        self._read = read

    def __getitem__(self, name: str) -> bytes:
        """The bytes of one picture."""
        if name not in self._names:
            raise KeyError(name)
        return self._read(name)

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        """Whether there is one, without reading it."""
        return name in self._names
