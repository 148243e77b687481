"""The labels that options and prompts have where a file gives them none."""


def option_labels(count: int) -> list[str]:
    """A, B, C …; past Z, where no candidate can be shown that many, A1, A2 …, so that none is told twice."""
    return [chr(ord("A") + place) if place < 26 else f"A{place - 25}" for place in range(count)]


def prompt_labels(count: int) -> list[str]:
    """(1), (2) …: the left column of a matching item."""
    return [f"({place})" for place in range(1, count + 1)]
