"""Errata: what a correction after sealing may do to an item."""

import enum


class ErratumAction(enum.StrEnum):
    """What an erratum does to its item."""

    WITHDRAW = "withdraw"
    CORRECT = "correct"
    NOTICE = "notice"
