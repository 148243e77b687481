"""How large an item's text is shown."""

import enum


class TypeSize(enum.Enum):
    """Sizes of the item's text (not of the chrome around it); the value is the factor."""

    SMALL = 0.88
    NORMAL = 1.0
    LARGE = 1.2
    HUGE = 1.45
