"""Fields led by a sign, one or several on a line: `◆答案：A  ◆分值：5`. The sign is no part of a field."""

import re
from collections.abc import Iterator
from typing import Final

from kaochang.papers.grammar import marks
from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import FEWEST, View
from kaochang.papers.lines import Line

_SIGN: Final = r"[^\w\s\[\](){}<>\"'“”‘’《》、,;:。.!?…_=|/\\$¥%+√×-]{1,2}"
_WORD: Final = r"[^\W\d_]{1,8}"
_LED: Final = re.compile(rf"({_SIGN})\s*(?={_WORD}\s*(?::|\s|$)|\[)")
_NAMED: Final = re.compile(rf"({_WORD})\s+(?=\S)")


def signed_fields(view: View) -> dict[int, list[Line]]:
    """The lines that begin so, a line for each field; nothing where a sign leads listed labels too seldom."""
    signs = {index: match[1] for index, match in _led(view)}
    changed: dict[int, list[Line]] = {}
    for sign in dict.fromkeys(signs.values()):
        own = {index: _fields(view.lines[index], sign) for index, led in signs.items() if led == sign}
        told = [index for index, fields in own.items() if any(_bare(field, sign) is not field for field in fields)]
        if len(told) >= FEWEST:
            changed |= {index: [_bare(field, sign) for field in own[index]] for index in own}
    return changed


def _led(view: View) -> Iterator[tuple[int, re.Match[str]]]:
    for index, line in enumerate(view.lines):
        if line.fold[:1].isalnum() or line.table is not None or line.label is not None:
            continue
        match = _LED.match(line.fold)
        if match is not None:
            yield index, match


def _fields(line: Line, sign: str) -> list[Line]:
    """A line cut where the sign leads another field behind white space."""
    again = re.compile(rf"(?:^|(?<=\s)){re.escape(sign)}\s*(?={_WORD}\s*(?::|\s)|\[)")
    starts = [match.start() for match in again.finditer(line.fold)] or [0]
    return [line.cut(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _bare(field: Line, sign: str) -> Line:
    """A field in listed words without its sign; others keep it, as it tells them from words of the item.

    Behind a sign a listed word needs no colon.
    """
    rest = field.cut(len(sign))
    if marks.starts_with(rest) is not None:
        return respelled(rest, 0, "")
    named = _NAMED.match(rest.fold)
    if named is None or marks.named(named[1]) is None:
        return field
    return respelled(rest, named.end(), f"{named[1]}：")
