"""Breaks the n-th step that a file operation takes, by an error or by the end of the process."""

import errno
import os
from contextlib import contextmanager

from kaochang.domain.refusals import Outcome

STEPS = ("write", "fsync", "link", "rename", "replace")
"""The calls that change what is on a disk."""


class Steps:
    """Counts the steps taken so far, and breaks one of them (counting from 1; 0: none)."""

    def __init__(self, break_at, break_by):
        self.taken = []
        self._break_at = break_at
        self._break_by = break_by

    def wrap(self, name, real):
        def step(*args, **kwargs):
            self.taken.append(name)
            if len(self.taken) == self._break_at:
                self._break_by(name)
            return real(*args, **kwargs)

        return step


@contextmanager
def broken(break_at=0, break_by=None):
    """Inside, the n-th step does not happen; gives the steps taken."""
    steps = Steps(break_at, break_by)
    real = {name: getattr(os, name) for name in STEPS}
    try:
        for name, function in real.items():
            setattr(os, name, steps.wrap(name, function))
        yield steps
    finally:
        for name, function in real.items():
            setattr(os, name, function)


def error(number):
    """A breaker that fails as the system does."""

    def fail(name):
        raise OSError(number, os.strerror(number), name)

    return fail


def end_of_process(_):
    """A breaker that ends this process at once, as a power cut does: nothing is cleaned up."""
    os._exit(9)


NO_SPACE, IO_ERROR, NO_LINKS = error(errno.ENOSPC), error(errno.EIO), error(errno.EPERM)
ERRORS = {"disk-full": (NO_SPACE, Outcome.DISK_FULL), "io-error": (IO_ERROR, Outcome.IO)}
