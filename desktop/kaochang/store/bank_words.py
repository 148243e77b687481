"""How texts of items are searched: Chinese in overlapping pairs of signs, other words whole. See decision 17.

Each sign of a run begins one token, so a single sign is found as the beginning of a token, a word of two and more as a
phrase of pairs. SQLite's own tokenizers take a Chinese sentence for one word, or find nothing shorter than three signs.
"""

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme

_LONGEST: Final = 200
"""Signs of a query: whoever pastes a whole item finds it by its beginning."""


def _is_wide(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff" or sign >= "\U00020000"


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    """The words of a text: runs of Chinese signs, and runs of other letters and digits."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    for kind, signs in groupby(folded, lambda sign: (_is_wide(sign), sign.isalnum())):
        if kind[1]:
            yield kind[0], "".join(signs)


def tokens(text: str) -> list[str]:
    """What the index holds of a text, in its order."""
    found: list[str] = []
    for is_wide, run in _runs(text):
        found += [run[at : at + 2] for at in range(len(run))] if is_wide else [run]
    return found


def match(query: str) -> str:
    """A query as FTS5 takes it: every word of it is wanted, the last sign or word of each may go on. "" for no word."""
    return " ".join(filter(None, map(_phrase, query[:_LONGEST].split())))


def _phrase(word: str) -> str:
    runs = list(_runs(word))
    wanted = tokens(word)
    if not wanted:
        return ""
    is_wide, last = runs[-1]
    goes_on = not is_wide or len(last) == 1
    if not goes_on:
        wanted.pop()  # the last sign alone: in a longer text another one may follow it
    return f'"{" ".join(wanted)}"{"*" if goes_on else ""}'


def searched(item: Item, scheme: MarkScheme) -> str:
    """All words of an item that it is found by, as tokens."""
    texts = [item.section or "", item.number, item.material, item.stem]
    texts += [option.text for option in (*item.prompts, *item.options)]
    texts += [cell for table in item.tables for row in table.rows for cell in row]
    texts += [stage.text for stage in item.stages]
    texts += [scheme.reference, scheme.explanation, scheme.rubric.text, *scheme.competencies]
    texts += [f"{each.name} {each.good}" for each in scheme.rubric.criteria]
    return " ".join(" ".join(tokens(text)) for text in texts if text)


def pairs_of(item: Item) -> frozenset[str]:
    """What an item is compared with others by (`domain.alike`): the tokens of its stem, prompts and options."""
    texts = [item.stem, *(option.text for option in (*item.prompts, *item.options))]
    return frozenset(token for text in texts for token in tokens(text))
