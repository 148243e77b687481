"""A program for the tests of this folder: the candidate's real window that tells each response once it is saved.

Started as `told_window.py EXAM ROOM DATA LEVEL`. The guards hold at LEVEL, whatever the exam says. A folder `stick`
beside DATA is a stick that is plugged in. Each line on standard output is a JSON list: an item and its response.
"""

import json
import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from kaochang import app, lockdown
from kaochang.custody.journal_log import Entry
from kaochang.domain.assessments import Lockdown
from kaochang.domain.attempts import Responded
from kaochang.domain.values import to_plain
from kaochang.flow.desk import Desk
from kaochang.flow.sitting import Sitting
from kaochang.machine.clock import SystemClock
from kaochang.machine.places import resources
from PySide6.QtWidgets import QWidget


class ToldLine(app.FlowLine, frozen=True):
    """The real line; it also tells what is durable."""

    def begin(self, *given: Any, **named: Any) -> Sitting:
        sitting = super().begin(*given, **named)
        durable = sitting.save

        def save(entry: Entry) -> int:
            wall = durable(entry)
            if isinstance(entry.event, Responded):
                print(json.dumps([entry.event.item, to_plain(entry.event.response)]), flush=True)
            return wall

        sitting.save = save
        return sitting


def main() -> int:
    exam, room, data, level = sys.argv[1:]
    clock = SystemClock()
    desk = Desk(Path(data), clock, os.urandom)
    stick = Path(data).with_name("stick")
    line = ToldLine(
        Path(exam), Path(exam).with_name("site.kcx"), room, desk, (), drives=lambda: (stick,) if stick.is_dir() else ()
    )

    def guards(window: QWidget, _: Lockdown, note: lockdown.Note) -> AbstractContextManager[object]:
        return lockdown.engage(window, Lockdown(level), note)

    return app.run_candidate(app.CandidateSetting(line, clock, resources(), "zh_CN", "01", guards=guards))


if __name__ == "__main__":
    sys.exit(main())
