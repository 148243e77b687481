"""A line with other words at its beginning, as a listed spelling has them; the rest keeps its looks and pictures."""

from dataclasses import replace

from kaochang.papers.lines import Line, Span, fold


def respelled(line: Line, start: int, words: str, end: int | None = None) -> Line:
    """`words` and then the line from `start` to `end`."""
    piece = line.cut(start, end)
    wide = len(words)
    return replace(
        piece,
        text=words + piece.text,
        fold=fold(words) + piece.fold,
        spans=tuple(Span(span.start + wide, span.end + wide, span.looks) for span in piece.spans),
        places=tuple(place + wide for place in piece.places),
        raw="",
        label=None,
    )
