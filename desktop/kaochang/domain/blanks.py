"""Where a blank is drawn in a text, said once for reading papers, for fields in the text and for its lines."""

import re
from typing import Final

BRACKETS: Final = (("(（﹙", ")）﹚"), ("[［【〔〖", "]］】〕〗"))
"""Round and square brackets that a blank is left in: whatever its width, a bracket is closed by one of its kind."""

_LINE: Final = "_＿﹍﹎"
_WITHIN: Final = rf"[\s{_LINE}]*"


def in_brackets(inner: str) -> str:
    """A pattern for `inner` between a bracket and one that closes it, which are looked at and not taken."""
    return "|".join(f"(?<=[{re.escape(opening)}]){inner}(?=[{re.escape(closing)}])" for opening, closing in BRACKETS)


DRAWN: Final = re.compile(rf"{in_brackets(_WITHIN)}|[{_LINE}]{{2,}}")
"""A blank: the inside of an empty bracket, or a line of two underscores or more."""

_BRACED: Final = re.compile(rf"(?<=[{{｛]){_WITHIN}(?=[}}｝])")


def drawn_in(text: str) -> list[tuple[int, int]]:
    """Where a text's blanks are drawn; empty braces are blanks where there are no others, as code has them too."""
    found = list(DRAWN.finditer(text)) or list(_BRACED.finditer(text))
    return [each.span() for each in found]
