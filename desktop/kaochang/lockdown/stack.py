"""Guards on one stack: engaged in order, released in reverse, each on its own."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from kaochang.domain.guards import Guard, GuardReport, GuardState

_logger = logging.getLogger(__name__)

Report = Callable[[GuardReport], None]
"""Takes each guard's report as it is made."""


@contextmanager
def engage_all(guards: Iterable[Guard], report: Report) -> Iterator[None]:
    """Hold every guard for the length of a with block; whatever ends the block releases all of them.

    Each guard is reported once when engaged, and again (BROKEN) should its release fail. The release is due before
    the guard is engaged, so that one that fails halfway gives back what it already took.
    """
    with ExitStack() as stack:
        for guard in guards:
            stack.callback(_release, guard, report)
            report(_engage(guard))
        yield


def _engage(guard: Guard) -> GuardReport:
    """The guard's own report, or BROKEN: a fence around the exam must not bring the exam down, whatever fails in it."""
    try:
        return guard.engage()
    except Exception:
        _logger.exception("guard %s failed to engage", guard.name)
        return GuardReport(guard.name, GuardState.BROKEN, "guard.engage-failed")


def _release(guard: Guard, report: Report) -> None:
    """Release one guard; a failure is logged and reported, because the guards below it still hold the PC."""
    try:
        guard.release()
    except Exception:
        _logger.exception("guard %s failed to release", guard.name)
        report(GuardReport(guard.name, GuardState.BROKEN, "guard.release-failed"))
