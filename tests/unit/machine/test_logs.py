"""The log tells developers what failed where, and nothing of what anybody wrote or is called."""

import logging

import pytest
from kaochang.machine import private_log
from kaochang.machine.logs import LOG_FILE, logged_to

log = logging.getLogger("kaochang.somewhere")


def fails(secret):
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"not {secret}") from error


@pytest.mark.attack(59)
def test_an_error_is_logged_by_types_and_places_alone(tmp_path, caplog):
    with logged_to(tmp_path / "data"):
        try:
            fails("张三的回答")
        except ValueError:
            log.exception("journal.cannot-save")
    written = (tmp_path / "data" / LOG_FILE).read_text("utf-8")
    assert "张三" not in written
    for expected in ("journal.cannot-save", "builtins.ValueError", "builtins.KeyError", "test_logs.py", " fails"):
        assert expected in written


def test_nothing_is_made_until_something_is_logged_and_others_loggers_are_left_out(tmp_path, caplog):
    caplog.set_level(logging.INFO, "kaochang")
    with logged_to(tmp_path / "data"):
        logging.getLogger("somebody.else").error("text")
        log.info("fine")
    assert not (tmp_path / "data").exists()


def test_the_log_is_its_users_own_and_stays_small(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(private_log, "_SIZE", 1000)
    with logged_to(tmp_path):
        for _ in range(200):
            log.warning("some.key")
    files = list(tmp_path.iterdir())
    assert len(files) == 4
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert all(path.stat().st_size <= 1000 for path in files)


@pytest.mark.parametrize("name", ["", "below"])
def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, caplog, capsys, name):
    (tmp_path / "file").write_bytes(b"")
    with logged_to(tmp_path / "file" / name):
        log.error("some.key")
    assert capsys.readouterr().err == ""
