"""`kaochang` on another PC of the room: `other_pc.py NAME ARGUMENTS…`."""

import sys

from kaochang.__main__ import main
from kaochang.machine import marks
from kaochang.machine.marks import Traits


def mark_of(name):
    """The mark that a PC of this name has in each session."""
    return lambda session: marks.mark_of(Traits(name), session)


if __name__ == "__main__":
    name = sys.argv.pop(1)
    marks.traits = lambda *_: Traits(name)
    main()
