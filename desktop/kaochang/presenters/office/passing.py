"""A red line is passed by a named person for a reason, never unseen: the question, and what is answered to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaochang.domain.mends import Pass
from kaochang.presenters.office.mender import Mender
from kaochang.presenters.office.pages import OfficeDesk
from kaochang.presenters.office.paper_state import FindingFace, PassFace


class PassDesk:
    """Asks for one finding at a time, by its number in the list; `show` is called when the question changes."""

    def __init__(self, desk: OfficeDesk, mends: Mender, show: Callable[[], None]) -> None:
        self._desk = desk
        self._mends = mends
        self._show = show
        self._asked: int | None = None
        self._alike: tuple[int, ...] = ()

    def forget(self) -> None:
        """The question is there no more."""
        self._asked, self._alike = None, ()

    def ask(self, number: int) -> None:
        """Ask who passes this finding, and why."""
        self._asked = number
        self._show()

    def stop(self) -> None:
        """Nobody passes it."""
        self.forget()
        self._show()

    def give(self, by: str, reason: str, *, with_alike: bool) -> None:
        """A named person passes the finding, and those of its kind where they say so."""
        mending, asked = self._desk.work.mending, self._asked
        if mending is None or asked is None:
            return
        if not by.strip() or not reason.strip():
            self._mends.refuse("office.paper.no-name")
            return
        numbers = (asked, *self._alike) if with_alike else (asked,)
        findings = tuple(mending.paper.findings[number].finding for number in numbers)
        self._mends.make(Pass(findings, by.strip(), reason.strip()))

    def face(self, findings: Sequence[FindingFace]) -> PassFace | None:
        """The question as it is shown; None where none is asked, or nothing is left of what it is about."""
        mending = self._desk.work.mending
        found = next((each for each in findings if each.number == self._asked and each.can_pass), None)
        if mending is None or found is None:
            self.forget()
            return None
        told = mending.paper.findings
        kind = told[found.number].finding.kind
        others = (each.number for each in findings if each.can_pass and each.number != found.number)
        self._alike = tuple(number for number in others if told[number].finding.kind is kind)
        by = next((each.by for each in reversed(mending.mends) if isinstance(each, Pass)), "")
        return PassFace(found.number, found.text, len(self._alike), by)
