"""What each line could be, and what follows it: the evidence by which numbered lines are told apart."""

import re
from collections.abc import Sequence as Lines
from typing import Final

from kaochang.papers.grammar import headings, marks, options
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Line

LOOK_AHEAD: Final = 40
_JUDGED: Final = re.compile(r"[(\[]\s*(?:[√×A-HXx对错TF是否]|正确|错误)?\s*[)\]]\s*[。.]?$|[√×]$|__")


class Glances:
    """What each line could be, looked up once."""

    def __init__(self, lines: Lines[Line]) -> None:
        self.lines = lines
        self.numbers = [None if line.table else parse_number(line) for line in lines]
        self.options = [
            not line.table and (options.starts_option(line) or options.starts_spaced_row(line)) for line in lines
        ]
        for index in [place for place in range(len(lines)) if self._heads(place)]:
            self.options[index] = False

    def _heads(self, index: int) -> bool:
        """Whether what looks like an option (`B. 专业能力（50分）`) stands alone above a number: a heading."""
        line, after = self.lines[index], index + 1
        boxed = line.fold[:1] == "["
        if not self.options[index] or not (boxed or line.fold.endswith(")")) or after >= len(self.lines):
            return False
        alone = not (self.options[after] or (index and self.options[index - 1])) and self.numbers[after] is not None
        return alone and (headings.parse_heading(line) is not None if boxed else headings.reads_as_section(line))

    def evidence(self, index: int, draft: Draft | None) -> bool:
        """Whether an item's own parts follow line `index` before the next number: those the item before had."""
        mark = self.numbers[index]
        wants_options = draft is None or bool(draft.options)
        wanted = draft.first_mark if draft and not draft.options else None
        if mark and self._speaks(mark.rest, wanted, wants_options):
            return True
        for later in range(index + 1, min(index + LOOK_AHEAD, len(self.lines))):
            if wants_options and self.options[later]:
                return True
            if self.numbers[later] is not None:
                return False
            if wanted_mark(self.lines[later], wanted, wants_options):
                return True
        return False

    @staticmethod
    def _speaks(rest: Line, wanted: Mark | None, wants_options: bool) -> bool:
        if wants_options and options.find_inline(rest) is not None:
            return True
        return wanted_mark(rest, wanted, wants_options) or (wanted is None and bool(_JUDGED.search(rest.fold)))


def wanted_mark(line: Line, wanted: Mark | None, any_mark: bool) -> bool:
    """Whether a line holds the mark looked for (any answer or rubric where none is named)."""
    accepted = {wanted} if wanted else {Mark.ANSWER, Mark.RUBRIC} if any_mark else {Mark.ANSWER}
    return any(mark in accepted for mark, _ in marks.split(line) if mark)
