"""What is made at a start: a keeper has next to nothing of ours, and the login nothing that only an exam takes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENV = {"PYTHONPATH": str(ROOT / "desktop"), "QT_QPA_PLATFORM": "offscreen"}

KEEPER = """
import json, sys
bare = set(sys.modules)
from kaochang.machine import keeper
class Waiting(keeper.Keeper):
    def run(self):
        print(json.dumps(sorted(set(sys.modules) - bare - {"json"})))
        return 0
keeper.Keeper = Waiting
sys.argv = ["kaochang", "sit", "x.kcb"]
from kaochang.__main__ import main
main()
"""
KEEPERS_OWN = {
    "kaochang",
    "kaochang.__main__",
    "kaochang.cli",
    "kaochang.cli.keeping",
    "kaochang.machine",
    "kaochang.machine.keeper",
    "kaochang.machine.memory",
    "kaochang.machine.wires",
}
HEAVY = {"click", "dataclasses", "inspect", "logging", "msgspec", "pathlib", "socket", "typing"}

DATACLASS = "dataclass "
LOGIN = """
import json, sys
from pathlib import Path
def written_out():
    ours = [vars(each) for name, each in sys.modules.items() if name.startswith("kaochang.")]
    classes = {each for names in ours for each in names.values() if isinstance(each, type)}
    return sorted(f"dataclass {each.__name__}" for each in classes if "__dataclass_fields__" in vars(each))
from kaochang.cli import verbs
from kaochang.machine.places import resources
def launch(setting):
    from kaochang import app
    from PySide6.QtCore import QTimer
    def opened(window):
        def look():
            if window.findChild(object, "login-person") is None:
                return
            timer.stop()
            print(json.dumps(sorted(sys.modules) + written_out()))
            window.close()
        timer = QTimer(window)
        timer.timeout.connect(look)
        timer.start(10)
    return app.run_sit(setting, opened)
sys.exit(verbs.main(["sit", *sys.argv[1:], "--windowed"], resources(), launch))
"""
PICKER = """
import json, sys
import kaochang.views.candidate.window, kaochang.views.candidate.picker
print(json.dumps(sorted(sys.modules)))
"""
NOT_AT_LOGIN = {
    "the marks and the centre": ("kaochang.reports", "kaochang.papers", "sqlite_utils", "openpyxl", "lxml", "docx"),
    "the office's and the centre's verbs": tuple(
        f"kaochang.cli.{name}" for name in ("office", "seal", "centre", "collect", "files", "keys", "ledger", "release")
    ),
    "the exam": (
        "kaochang.presenters.candidate.exam",
        "kaochang.presenters.candidate.exam_state",
        "kaochang.presenters.candidate.exam_screen",
        "kaochang.presenters.candidate.calculator",
        "kaochang.presenters.candidate.tools",
        "kaochang.views.candidate.exam",
        "kaochang.views.candidate.interactions",
        "kaochang.views.candidate.tools",
        "kaochang.domain.formulas",
    ),
    "what begins an attempt, and what ends it": (
        "kaochang.flow.hand_in",
        "kaochang.flow.script",
        "kaochang.flow.attempt_files",
        "kaochang.flow.attempt_database",
        "kaochang.flow.second_place",
        "kaochang.custody.journal_log",
        "kaochang.store.journal",
        "sqlite3",
    ),
    "what only a line of the log takes": ("kaochang.machine.private_log", "logging.handlers", "socket", "pickle"),
    "libraries that no window needs": ("asyncio", "numpy", "ssl", "http", "unittest", "xml", "email"),
}


def loaded(code, *arguments):
    """What a new process that does this has imported."""
    command = [sys.executable, "-P", "-c", code, *map(str, arguments)]
    done = subprocess.run(command, env=ENV, capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_keeper_has_of_ours_what_it_needs_and_of_python_nothing_large():
    modules = loaded(KEEPER)
    assert {name for name in modules if name.partition(".")[0] == "kaochang"} == KEEPERS_OWN
    assert not modules & HEAVY


@pytest.fixture(scope="module")
def at_login(sealed_day, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pc")
    return loaded(LOGIN, sealed_day.exam, "--room", "R01", "--data", folder)


def test_hardly_a_class_is_compiled_on_the_way_to_the_login(at_login):
    """A dataclass writes and compiles its methods when it is imported, a `Record` (`domain/values.py`) does not."""
    made = {each.removeprefix(DATACLASS) for each in at_login if each.startswith(DATACLASS)}
    assert made <= {"Terminal", "Pinned", "Corrections", "ErrataLook"}


def among(modules, unwanted):
    return {name for name in modules if name in unwanted or name.startswith(tuple(f"{each}." for each in unwanted))}


@pytest.mark.parametrize("what", NOT_AT_LOGIN)
def test_the_login_waits_for_nothing_that_it_does_not_show(at_login, what):
    assert not among(at_login, NOT_AT_LOGIN[what])


def test_the_page_of_sessions_waits_for_nothing_of_the_exam_either():
    assert not among(loaded(PICKER), NOT_AT_LOGIN["the exam"])
