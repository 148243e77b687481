"""A file that only grows: what was synced is there, and a record that is not durable is refused."""

import pytest
from kaochang.domain.refusals import Refusal
from kaochang.machine.appending import Appender
from support.refusals import refuses
from unit.machine.faults import ERRORS, broken


def test_records_are_appended_and_then_synced_over_several_openings(tmp_path):
    path = tmp_path / "attempt.kcj"
    for record in (b"one", b"two"):
        appender = Appender(path)
        with broken() as steps:
            appender.append(record)
            appender.sync()
        appender.close()
        assert steps.taken == ["write", "fsync"]
    assert path.read_bytes() == b"onetwo"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("fault", ERRORS)
@pytest.mark.attack(50)
def test_a_record_that_is_not_durable_is_refused(tmp_path, at, fault):
    appender = Appender(tmp_path / "log")
    break_by, outcome = ERRORS[fault]
    with broken(at, break_by), refuses(outcome):
        appender.append(b"record")
        appender.sync()
    appender.close()


def test_a_log_that_cannot_be_made_is_refused(tmp_path):
    with pytest.raises(Refusal):
        Appender(tmp_path / "no" / "log")
