"""What every test may rely on: no display, the real words, and nothing left behind."""

import logging
import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from kaochang.machine import disk_memory
from kaochang.presenters.words import load_words

if disk_memory.seen(Path(tempfile.gettempdir())):  # no live exam begins on a disk that forgets, nor does one in a test
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/var/tmp")

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def pytest_configure(config):
    """The offscreen platform warns about size hints whenever a window is shown: it has no window manager."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")


@pytest.fixture(scope="session")
def words():
    """The Chinese catalogue."""
    return load_words(RESOURCES / "strings", "zh_CN")


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory):
    """What a verb keeps on its PC when no test names a folder: never the data of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patched:
        for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            patched.setenv(variable, str(tmp_path_factory.mktemp("user")))
        yield


class _Unexpected(logging.Handler):
    """Keeps what is logged from WARNING on."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_warnings(request):
    """A log record from WARNING on fails the test, unless the test looks at the log itself (`caplog`)."""
    handler = _Unexpected()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if "caplog" not in request.fixturenames:
        assert not handler.messages
