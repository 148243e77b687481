"""What the writers of exchange formats share."""

from typing import Final

from papers_corpus.entries import LETTERS, Entry, Section, Sheet, plain

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
WHEN: Final = (2026, 1, 1, 0, 0, 0)
JUDGEMENTS: Final = ("正确", "错误")


def choices(entry: Entry) -> list[tuple[str, str, bool]]:
    """Identifier, words and whether right, of the options of a choice or judgement."""
    if isinstance(entry.answer, bool):
        return [(f"c{place}", text, entry.answer is (place == 0)) for place, text in enumerate(JUDGEMENTS)]
    right = str(entry.answer)
    return [(f"c{place}", text, LETTERS[place] in right) for place, text in enumerate(entry.options)]


def items(sheet: Sheet) -> list[tuple[str, Section, Entry]]:
    return [
        (f"i{first}_{place}", section, entry)
        for first, section in enumerate(sheet.sections)
        for place, entry in enumerate(section.entries)
    ]


def points_of(section: Section, entry: Entry) -> str:
    worth = section.worth(entry)
    return plain(worth) if worth is not None else "1"
