"""Guards on one stack."""

import pytest
from kaochang.domain.guards import GuardReport, GuardState
from kaochang.lockdown import engage_all

STEPS = ["first", "second", "third"]


class Recorder:
    """A guard that writes down what is done with it, and fails where it is told to."""

    def __init__(self, name: str, log: list[str], engaging: BaseException | None, releasing: Exception | None) -> None:
        self.name = name
        self._log = log
        self._engaging = engaging
        self._releasing = releasing

    def engage(self) -> GuardReport:
        self._log.append(f"+{self.name}")
        if self._engaging:
            raise self._engaging
        return GuardReport(self.name, GuardState.HELD, "reason")

    def release(self) -> None:
        self._log.append(f"-{self.name}")
        if self._releasing:
            raise self._releasing


def guards(log: list[str], engaging: BaseException | None = None, releasing: Exception | None = None) -> list[Recorder]:
    """Three guards of which the second may fail."""
    return [
        Recorder("first", log, None, None),
        Recorder("second", log, engaging, releasing),
        Recorder("third", log, None, None),
    ]


ALL = ["+first", "+second", "+third", "-third", "-second", "-first"]


def test_guards_are_engaged_in_order_and_released_in_reverse() -> None:
    log: list[str] = []
    reports: list[GuardReport] = []
    with engage_all(guards(log), reports.append):
        log.append("exam")
    assert log == [*ALL[:3], "exam", *ALL[3:]]
    assert [(report.guard, report.state) for report in reports] == [(name, GuardState.HELD) for name in STEPS]


def test_a_guard_that_fails_to_engage_is_reported_and_released_and_the_others_hold(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log: list[str] = []
    reports: list[GuardReport] = []
    with engage_all(guards(log, engaging=RuntimeError("gone")), reports.append):
        pass
    assert log == ALL
    assert reports[1] == GuardReport("second", GuardState.BROKEN, "guard.engage-failed")
    assert [report.state for report in reports] == [GuardState.HELD, GuardState.BROKEN, GuardState.HELD]


def test_a_guard_that_fails_to_release_is_reported_and_the_others_are_released(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log: list[str] = []
    reports: list[GuardReport] = []
    with engage_all(guards(log, releasing=OSError("gone")), reports.append):
        pass
    assert log == ALL
    assert reports[3:] == [GuardReport("second", GuardState.BROKEN, "guard.release-failed")]


def test_an_exception_in_the_exam_releases_everything_and_is_not_swallowed() -> None:
    log: list[str] = []
    with pytest.raises(ZeroDivisionError), engage_all(guards(log), lambda report: None):
        raise ZeroDivisionError
    assert log == ALL


def test_an_interrupt_while_engaging_releases_what_was_engaged() -> None:
    log: list[str] = []
    with pytest.raises(KeyboardInterrupt), engage_all(guards(log, engaging=KeyboardInterrupt()), lambda report: None):
        log.append("exam")
    assert log == ["+first", "+second", "-second", "-first"]


def test_a_journal_that_refuses_a_report_still_gets_everything_released() -> None:
    log: list[str] = []

    def refuse(report: GuardReport) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), engage_all(guards(log, releasing=ValueError()), refuse):
        log.append("exam")
    assert log == ["+first", "-first"]
