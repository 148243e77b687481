"""Which guards stand for which level, and the one call that engages them.

observe: things are noted, nothing is prevented. standard: the PC is held. strict: the same, and the window is raised
without end, also over windows that open above it without taking the focus.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication, QWidget

from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import Guard, GuardReport, GuardState, Happening
from kaochang.lockdown.notes import Note
from kaochang.lockdown.platforms import guards_on
from kaochang.lockdown.stack import engage_all


def guards_for(level: Lockdown, window: QWidget, note: Note) -> list[Guard]:
    """The guards of a level for a top-level window, on the platform Qt runs on, in the order they are engaged."""
    return guards_on(QApplication.platformName())(level, window, note)


@contextmanager
def engage(window: QWidget, level: Lockdown, note: Note) -> Iterator[tuple[GuardReport, ...]]:
    """Hold the PC for a with block; gives what each guard reported when it was engaged.

    Later changes (a guard that holds at last, or no longer) are noted as GUARD_HELD, GUARD_DEGRADED or GUARD_BROKEN
    with the guard's name. Call it from the GUI thread; the block may span the event loop.
    """
    reports: list[GuardReport] = []

    def take(report: GuardReport) -> None:
        reports.append(report)
        if report.state is GuardState.BROKEN:
            note(Happening.GUARD_BROKEN, report.guard)

    with engage_all(guards_for(level, window, note), take):
        yield tuple(reports)
