"""Text that an input method is composing: typed already, and not in its field yet."""

from __future__ import annotations

from collections.abc import Callable


class Composing:
    """Knows when the last key of it was pressed, and has it put into its field before a time runs out.

    `stamp_now` takes the working time, `flush` commits what is typed. The view says where its fields finish what is
    composed in them (`connect`), and tells of every key (`touch`).
    """

    def __init__(self, stamp_now: Callable[[], int], flush: Callable[[], None]) -> None:
        self._stamp_now = stamp_now
        self._flush = flush
        self._put_in: Callable[[], None] = lambda: None
        self._touched: int | None = None
        self.is_finishing = False
        """While this is true, what a field tells was composed before."""

    @property
    def stamp(self) -> int | None:
        """When what a field tells now was composed; None for now."""
        return self._touched if self.is_finishing else None

    def connect(self, put_in: Callable[[], None]) -> None:
        """`put_in` puts what is composed into its field, which tells of it as of any other text."""
        self._put_in = put_in

    def touch(self) -> None:
        """A key of it was pressed just now."""
        self._touched = self._stamp_now()

    def finish(self) -> None:
        """Commit all that is typed, with what is being composed as of its last key.

        What was typed before goes first: where the last key came too late, only what is composed is lost.
        """
        self._flush()
        if self._touched is not None and not self.is_finishing:
            self.is_finishing = True
            try:
                self._put_in()
            finally:
                self.is_finishing = False
                self._touched = None
            self._flush()
