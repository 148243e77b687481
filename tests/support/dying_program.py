"""`kaochang` that dies once, by a signal: `dying_program.py MODULE:NAME before|after FILE ARGUMENTS…`.

It dies before or after the named function, unless FILE is there; it makes FILE first.
"""

import importlib
import os
import signal
import sys
from pathlib import Path

from kaochang.__main__ import main


def _die_at(place: str, when: str, file: Path) -> None:
    module_name, _, name = place.partition(":")
    module = importlib.import_module(module_name)
    real = getattr(module, name)

    def die() -> None:
        if not file.exists():
            file.write_text("died here", encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    def dying(*given: object, **named: object) -> object:
        if when == "before":
            die()
        result = real(*given, **named)
        die()
        return result

    setattr(module, name, dying)


_die_at(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
sys.argv[1:4] = []
main()
