"""Items above the first heading: the numbers of those below it go on from theirs."""

from collections.abc import Sequence as Lines

from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.headings import Heading


def running_on(glances: Glances, headings: Lines[Heading | None]) -> frozenset[int]:
    """The lines above the first typed heading that count from 1 up to the number with which its items begin.

    A list of notices counts for itself: the items then begin at 1.
    """
    typed = (at for at, found in enumerate(headings) if found and not found.is_key and (found.kind or found.generic))
    first = next(typed, 0)
    numbered = [(at, mark) for at, mark in enumerate(glances.numbers) if mark is not None and not mark.weak]
    after = next((mark for at, mark in numbered if at > first), None)
    if not first or after is None:
        return frozenset()
    before = [(at, mark) for at, mark in numbered if at < first and mark.style == after.style]
    values = [mark.value for _, mark in before]
    runs_on = values and values == list(range(1, len(values) + 1)) and after.value == len(values) + 1
    return frozenset(at for at, _ in before) if runs_on else frozenset()
