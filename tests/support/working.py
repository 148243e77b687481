"""What processes do in tests of `machine/workers`: functions of a module, as such processes need them."""

import os

from kaochang.domain.refusals import Outcome, Refusal


def adding(number):
    """Adds this number, and says in which process; -1 ends it, -2 is refused."""

    def add(piece):
        if piece == -1:
            os._exit(9)
        if piece == -2:
            raise Refusal(Outcome.LIMIT, "io.too-large")
        return number + piece, os.getpid()

    return add
