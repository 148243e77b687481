"""What is said of columns that only their cells told, and of those that nothing told: somebody is to look at them."""

from collections.abc import Iterator, Sequence
from typing import Final

from kaochang.domain.papers import Finding, Kind
from kaochang.papers.sheets.columns import Columns
from kaochang.papers.sheets.header_words import Role

_NONE: Final = "—"
_TOLD: Final = (Role.OPTION, Role.OPTIONS, Role.ANSWER, Role.POINTS, Role.RUBRIC, Role.EXPLANATION)


def assumptions(columns: Columns, line: int, names: Sequence[str] = ()) -> Iterator[Finding]:
    """One finding for a table whose stems only their cells told, else one for each such column.

    `line` is that of the header; `names` are the columns by their headers where the file has no such columns.
    """
    learned = columns.learned
    if Role.STEM in learned:
        places = {
            "stem": columns.all(Role.STEM),
            "options": sorted(columns.options.values()) or columns.all(Role.OPTIONS),
            "answer": columns.all(Role.ANSWER),
            "explanation": columns.all(Role.EXPLANATION),
            "points": columns.all(Role.POINTS),
        }
        params = {name: letters(found, names) for name, found in places.items()}
        yield Finding(Kind.COLUMNS_ASSUMED, line=line, params=params)
    else:
        for role in _TOLD:
            if role in learned:
                params = {"columns": letters(learned[role], names)}
                variant = f"{Role.OPTION if role is Role.OPTIONS else role}"
                yield Finding(Kind.COLUMNS_ASSUMED, line=line, variant=variant, params=params)
    if columns.unread:
        yield Finding(Kind.LEFT_OUT, line=line, variant="column", params={"columns": letters(columns.unread, names)})


def letters(places: Sequence[int], names: Sequence[str] = ()) -> str:
    """Columns as Excel calls them: A、B、AA; by their `names` where it has none for them."""
    return "、".join(names[place] if place < len(names) else _letter(place) for place in places) or _NONE


def _letter(place: int) -> str:
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
