"""What a selection makes of the highlights of a text. Pure."""

from kaochang.domain.annotations import Highlight, Passage


def after(before: tuple[Highlight, ...], text: Passage, start: int, end: int) -> tuple[Highlight, ...]:
    """The highlights after characters were selected with the highlighter on.

    A selection within a highlight takes that highlight away, however much of it was selected: to hit both its ends
    would be asking too much. Any other adds to what is there; what overlaps or touches becomes one.
    """
    here = [each for each in before if each.text is text]
    others = [each for each in before if each.text is not text]
    around = next((each for each in here if each.start <= start and end <= each.end), None)
    if around is not None:
        return tuple(sorted([*others, *(each for each in here if each is not around)]))
    joined = [each for each in here if each.start <= end and start <= each.end]
    first = min([start, *(each.start for each in joined)])
    last = max([end, *(each.end for each in joined)])
    apart = (each for each in here if each not in joined)
    return tuple(sorted([*others, *apart, Highlight(text, first, last)]))


def spans(highlights: tuple[Highlight, ...], text: Passage) -> tuple[tuple[int, int], ...]:
    """Where a text is highlighted: (start, end) of each place."""
    return tuple((each.start, each.end) for each in highlights if each.text is text)
