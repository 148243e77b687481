"""What guards tell the journal while they hold."""

from collections.abc import Callable
from typing import TypeAlias

Note: TypeAlias = Callable[[str, str], None]
"""Called with (what, detail): a `Happening` and plain data, the two fields of a journaled note of evidence."""
