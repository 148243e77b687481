"""What goes wrong in a slot is logged and told on the page; the window goes on."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

_log = logging.getLogger(__name__)


@contextmanager
def bugs_told(tell: Callable[[], None]) -> Iterator[None]:
    """For a with block, an error in a slot, which Qt hands to `sys.excepthook`, is logged and told; nothing ends.

    A hook that somebody set before (a test's) is called too.
    """
    before, is_telling = sys.excepthook, False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal is_telling
        _log.error("a slot failed", exc_info=(kind, error, trace))
        if before is not sys.__excepthook__:
            before(kind, error, trace)
        if is_telling:
            return  # telling it failed too
        is_telling = True
        try:
            tell()
        except Exception:  # noqa: BLE001 - whatever is wrong with the page, the attempt goes on without it
            _log.exception("a bug could not be told")
        finally:
            is_telling = False

    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before
