"""The tools that an exam may give a candidate beside the items."""

import enum


class Tool(enum.StrEnum):
    """What a candidate may use. What is made with it is the candidate's own, and never a response (`annotations`)."""

    CALCULATOR = "calculator"
    HIGHLIGHTER = "highlighter"
    NOTES = "notes"
    ELIMINATOR = "eliminator"


USUAL = (Tool.HIGHLIGHTER, Tool.NOTES, Tool.ELIMINATOR)
"""What an exam gives unless the office says otherwise: no calculator, since it changes what an item asks."""
