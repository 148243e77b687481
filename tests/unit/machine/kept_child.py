"""A child for the tests of a keeper: `kept_child.py FOLDER TURN TURN …`.

The first run plays the first turn, the next one the second; a turn is acts joined by commas: hold=TEXT, hold-of=FILE,
forget, went-on, say=FILE (what was handed over), gave-up=FILE (whether the keeper has), limits=FILE, wait=FILE (until
there is one), cut=TEXT (half a message), die (by a signal), leave, exit=CODE.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from kaochang.machine.keeper import keeper_of_this_process

FOLDER = Path(sys.argv[1])
PR_GET_DUMPABLE = 3


def play(keeper, act, told):
    match act:
        case "hold":
            keeper.hold(bytearray(told.encode()))
        case "hold-of":
            keeper.hold(bytearray((FOLDER / told).read_bytes()))
        case "forget":
            keeper.forget()
        case "gave-up":
            (FOLDER / told).write_text(str(keeper.gave_up))
        case "went-on":
            keeper.went_on()
        case "say":
            (FOLDER / told).write_bytes(keeper.held())
        case "limits":
            dumpable = ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)
            (FOLDER / told).write_text(json.dumps([dumpable, resource.getrlimit(resource.RLIMIT_CORE)]))
        case "wait":
            while not (FOLDER / told).exists():
                time.sleep(0.02)
        case "cut":
            keeper._wire._writing.write(b"K\0\x20" + told.encode())
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            keeper.leave()
        case "exit":
            sys.exit(int(told))


def main():
    keeper = keeper_of_this_process()
    turn = len(list(FOLDER.glob("run-*")))
    (FOLDER / f"run-{turn}").write_text(str(os.getpid()))
    for each in sys.argv[2 + turn].split(","):
        act, _, told = each.partition("=")
        play(keeper, act, told)


main()
