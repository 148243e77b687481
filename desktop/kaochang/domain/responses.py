"""What a candidate answers, and what a correct response looks like: one shape for each kind of interaction.

Options and prompts are named by their authored labels, never by the letter shown after shuffling, so a response means
the same on every screen, in the journal, at the centre and on paper.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias
from unicodedata import east_asian_width

from kaochang.domain.values import Value

MAX_TEXT = 20_000
"""Characters of a free text: many times the longest essay, and what a journal row and a screen can take."""

MAX_BLANK = 500
"""Characters of one blank."""


class Choice(Value, frozen=True, tag="choice"):
    """Labels of the chosen options, sorted; one for single, any number for multiple.

    None at all takes a choice back, and a judgement too.
    """

    labels: tuple[str, ...]


class Judgement(Value, frozen=True, tag="judgement"):
    """True or false; of an interview item that is only read, true: it was read."""

    value: bool


class Blanks(Value, frozen=True, tag="blanks"):
    """The text of each blank, in the order of the stem; "" for one left empty."""

    texts: tuple[str, ...]


class Text(Value, frozen=True, tag="text"):
    """Free text: essay, case, interview, and a scenario that has no stages."""

    text: str


class Replies(Value, frozen=True, tag="replies"):
    """What was said at each turn of a staged scenario, from the first to the one now shown; "" for none."""

    texts: tuple[str, ...]


class Order(Value, frozen=True, tag="order"):
    """Labels of the options in the order the candidate gave them."""

    labels: tuple[str, ...]


class Pairs(Value, frozen=True, tag="pairs"):
    """(prompt label, option label) for each prompt matched, sorted by prompt."""

    pairs: tuple[tuple[str, str], ...]


class Accepted(Value, frozen=True, tag="accepted"):
    """Correct texts per blank: any of the texts at a position is right for that blank."""

    blanks: tuple[tuple[str, ...], ...]


Response: TypeAlias = Choice | Judgement | Blanks | Text | Replies | Order | Pairs
CorrectResponse: TypeAlias = Choice | Judgement | Accepted | Order | Pairs


def is_empty(response: Response) -> bool:
    """True where the candidate has given nothing: no label, only white space, every blank empty."""
    match response:
        case Choice(labels) | Order(labels):
            return not labels
        case Pairs(pairs):
            return not pairs
        case Blanks(texts) | Replies(texts):
            return not any(text.strip() for text in texts)
        case Text(text):
            return not text.strip()
        case Judgement():
            return False


_WORD = "+"


class _Kinds(dict[int, str]):
    """What a character counts as, by its code point: a word of its own, a part of one, or a space between two."""

    def __missing__(self, code: int) -> str:
        symbol = chr(code)
        self[code] = kind = " " if symbol.isspace() else _WORD if east_asian_width(symbol) in "WF" else "-"
        return kind


_KINDS = _Kinds()


@lru_cache(maxsize=16)
def word_count(text: str) -> int:
    """Length of a text as Chinese offices count it: each CJK character or mark is one, so is each run of others.

    A text is counted once, however often its length is asked for, and of a text that was typed on only the clause that
    changed: a long one would take as long as all else at a key. Marks between clauses are words of their own.
    """
    lines = text.split("\n")
    clauses = [clause for line in lines for clause in line.replace("，", "。").split("。")]
    return len(clauses) - len(lines) + sum(map(_clause_count, clauses))


def _clause_count(clause: str) -> int:
    return _known_count(clause) if len(clause) <= _KNOWN_LONGEST else _count(clause)


def _count(text: str) -> int:
    kinds = text.translate(_KINDS)
    return kinds.count(_WORD) + len(kinds.replace(_WORD, " ").split())


_KNOWN_LONGEST = 200
"""Longer clauses are written by nobody, and would fill the memory of those that are known."""

_known_count = lru_cache(maxsize=4096)(_count)


def answered(responses: Mapping[str, Response]) -> set[str]:
    """Ids of items with a response that is not empty."""
    return {item for item, response in responses.items() if not is_empty(response)}


def earlier_replies(response: Response | None, stage: int) -> tuple[str, ...]:
    """What was said at the turns of a staged scenario before this one, counted from 0; "" where nothing was."""
    said = response.texts[:stage] if isinstance(response, Replies) else ()
    return said + ("",) * (stage - len(said))
