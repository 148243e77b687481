"""What the office's window waits for at its start: the place for a paper, and nothing that a paper or a stick takes."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START = """
import json, sys
from pathlib import Path
from kaochang.cli import verbs
from kaochang.machine.places import resources
def sit(setting):
    raise AssertionError("no candidate sits here")
def office(setting):
    from kaochang import app
    from PySide6.QtCore import QTimer
    def opened(window):
        def look():
            if window.findChild(object, "choose-paper") is None:
                return
            timer.stop()
            print(json.dumps(sorted(sys.modules)))
            window.close()
        timer = QTimer(window)
        timer.timeout.connect(look)
        timer.start(10)
    return app.run_office(setting, opened)
sys.exit(verbs.main(["office", "--data", sys.argv[1]], resources(), sit, office))
"""
NOT_AT_THE_START = (
    "cryptography",
    "kaochang.cli.office",
    "kaochang.cli.seal",
    "kaochang.flow.mending",
    "kaochang.flow.quick_seal",
    "kaochang.papers.reading",
    "kaochang.presenters.candidate.exam",
    "kaochang.reports",
    "kaochang.store",
    "lxml",
    "reportlab",
    "sqlite_utils",
    "sqlite3",
    "xlsxwriter",
)


def test_the_place_for_a_paper_waits_for_nothing_that_a_paper_or_a_stick_takes(tmp_path):
    env = os.environ | {"PYTHONPATH": str(ROOT / "desktop"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-P", "-c", START, str(tmp_path / "data")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert {each for each in loaded if each.startswith(tuple(f"{name}." for name in NOT_AT_THE_START))} == set()
    assert loaded & set(NOT_AT_THE_START) == set()
