"""Python's search for garbage, seldom while a program starts: nearly everything that is made then stays."""

import gc

_USUAL = gc.get_threshold()
_SELDOM = (1_000_000, 50, 50)
"""Objects until the first search, and searches until the next longer one: a start makes fewer than that."""


def search_seldom() -> None:
    """A program starts, or loads what it is made of: searches would take some 10 ms even where they are few."""
    gc.set_threshold(*_SELDOM)


def search_as_ever() -> None:
    """It has started. What is there stays for good and is never searched again; what comes from now on is.

    Nothing is done where nothing was made seldom, as where a window is opened inside another program.
    """
    if gc.get_threshold() == _SELDOM:
        gc.freeze()
        gc.set_threshold(*_USUAL)
