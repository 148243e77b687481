"""`kaochang` with a bug: `broken_program.py MODULE:NAME FILE ARGUMENTS…`.

The named function raises an error that says everything its callers had in hand, caused by another that says it too.
FILE gets the same text: what the error said.
"""

import importlib
import sys
from pathlib import Path

from kaochang.__main__ import main

_CALLERS = 6


class Broken(LookupError):
    """The bug."""


def _in_hand() -> str:
    """The values of the variables of whoever called, and of what these hold."""
    texts = []
    for depth in range(2, 2 + _CALLERS):
        for value in sys._getframe(depth).f_locals.values():
            texts.append(repr(value))
            texts += [repr(each) for each in getattr(value, "__dict__", {}).values()]
            texts += [repr(getattr(value, name)) for name in getattr(value, "__struct_fields__", ())]
    return "\n".join(texts)


def _break(place: str, file: Path) -> None:
    module, _, name = place.partition(":")

    def broken(*given: object, **named: object) -> None:
        said = _in_hand()
        file.write_text(said, encoding="utf-8")
        try:
            raise KeyError(said)
        except KeyError as error:
            raise Broken(f"{given} {named} {said}") from error

    setattr(importlib.import_module(module), name, broken)


_break(sys.argv[1], Path(sys.argv[2]))
sys.argv[1:3] = []
main()
