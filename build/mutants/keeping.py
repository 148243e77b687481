"""The checks of a keeper and of what goes on by the keys that it held."""

from mutants.step import Step, checks

STEPS: tuple[Step, ...] = (
    *checks(
        "flow/keeping.py",
        "unit/flow/test_keeping.py",
        ("go_on", "not keeper.held()", "False"),
        ("go_on", "refusal.outcome is Outcome.CONTEXT", "False"),
        ("go_on", "refusal.outcome is Outcome.CONTEXT", "True"),
        ("_go_on", "            keeper.forget()\n", ""),
        ("_go_on", "case Found.NONE:", "case Found.CLOSED if False:"),
        ("_go_on", "keeper.went_on()", "None"),
        ("begin", "_hold(keeper, unlocked, ticket, ticket_seed)", "None"),
    ),
    *checks(
        "flow/unlock.py",
        "unit/flow/test_keeping.py",
        ("open_room_again", "sealed.context.exam_file != exam_file", "False"),
    ),
    *checks(
        "flow/way_in.py",
        "unit/flow/test_keeping.py",
        ("WayIn.unlock_again", "errata.remember(self.desk.folder / room.session.id, unlocked.errata)", "None"),
    ),
    *checks(
        "machine/keeper.py",
        "unit/machine/test_keeper.py",
        ("Keeper.run", "keep_from_dumps()", "None"),
        ("Keeper.run", "if self._is_over:", "if False:"),
        ("Keeper.run", "        finally:\n            self._forget()", "        finally:\n            pass"),
        ("Keeper._crashes_again_and_again", "self._crashes[-1] - self._crashes[0] <= WITHIN_MS", "True"),
        ("Keeper._crashes_again_and_again", "len(self._crashes) == MOST_CRASHES", "False"),
        ("Keeper._take", "if kind == HOLD:\n            self._forget()", "if kind == HOLD:"),
        ("Keeper._take", "self._is_over or kind == LEAVE", "True"),
        ("Keeper._forget", "wipe(self._held)", "None"),
        ("Keeper._ending_together", "self._is_over = True", "None"),
        ("KeptProgram.__init__", "keep_from_dumps()", "None"),
        ("KeptProgram.forget", "        wipe(self._held)\n", ""),
    ),
    *checks(
        "machine/memory.py",
        "unit/machine/test_keeper.py",
        ("keep_from_dumps", "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))", "None"),
        ("keep_from_dumps", "ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)", "None"),
        ("wipe", "data[:] = bytes(len(data))", "None"),
    ),
    *checks(
        "machine/wires.py",
        "unit/machine/test_keeper.py",
        ("Wire.send", "len(data) > MOST_BYTES", "False"),
        ("Wire.send", "wipe(message)", "None"),
        ("Wire.receive", "length > MOST_BYTES", "False"),
        ("inherited", "len(numbers) != 2", "False"),
        ("inherited", "os.environ.pop(VARIABLE", "os.environ.get(VARIABLE"),
    ),
)
