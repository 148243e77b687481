"""What every test may rely on: no display, the real words, and nothing left behind."""

import gc
import itertools
import logging
import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.pycache_prefix is not None:  # there is a place for it: without, every program a test starts compiles anew
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False

import pytest
from hypothesis import HealthCheck, settings
from kaochang.machine import disk_memory
from kaochang.presenters.words import load_words
from kaochang.sealing import kdf
from pytestqt.qtbot import QtBot
from support.typed_once import RememberedArgon2id

if disk_memory.seen(Path(tempfile.gettempdir())):  # no live exam begins on a disk that forgets, nor does one in a test
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/var/tmp")

RESOURCES = Path(__file__).resolve().parent.parent / "resources"

# Parented on what is in force: where `CI` is set, Hypothesis repeats itself by a profile of its own.
settings.register_profile(
    "shared machine",
    settings.get_profile(settings.get_current_profile_name()),
    deadline=None,  # a neighbour may hold the processor for longer than any deadline
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("shared machine")

_folders = itertools.count()


def pytest_configure(config):
    """The offscreen platform warns about size hints whenever a window is shown: it has no window manager."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")


def pytest_collection_finish():
    """Thousands of collected tests stay to the end: searching them for garbage again would be charged to tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def tmp_path(request, tmp_path_factory):
    """As pytest's own, but numbered throughout: that one reads all folders of the tests before to find its number."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}-{next(_folders)}"
    folder.mkdir(0o700)
    return folder


@pytest.fixture(scope="session")
def qapp(qapp):
    """As in every window of the program: one that closes is not the end, or no later test's event loop would run."""
    qapp.setQuitOnLastWindowClosed(False)
    return qapp


class PatientBot(QtBot):
    """Waits as long as a busy machine may need; nothing waits for that to pass."""

    def waitUntil(self, callback, *, timeout=20_000):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=20_000, **more):
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp, request):
    """pytest-qt's own, but patient."""
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def _typed_secrets_cost_time_once():
    """Even at the least cost that the program takes, they would be a third of the time of all journeys."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kdf, "Argon2id", RememberedArgon2id)
        yield


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
