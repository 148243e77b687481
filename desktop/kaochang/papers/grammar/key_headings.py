"""Whether a heading such as 参考答案 opens an answer part, or stands above the answer of the item before it."""

import re
from collections.abc import Sequence as Lines
from typing import Final

from kaochang.papers.grammar import headings, marks, part_headings
from kaochang.papers.grammar.drafts import Drafts
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.headings import Heading
from kaochang.papers.grammar.key_entries import is_entry_line, is_typed_table, parted_entries
from kaochang.papers.grammar.key_tables import is_empty_grid, table_pairs, typed_rows
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import Sequence, parse_case

_OF_PAPER: Final = re.compile(r"[卷题]|考[试核评]|测[试评验]|附|部分|全部|^\d{4}|年")
"""Words by which the heading of an answer part names the paper it is of."""
_OWN: Final = re.compile(r"(?:[本该]|以上|上述)(?:一)?[^\W\d]{1,3}")
_NUMBERING: Final = "0123456789第题.、:()（）．： "
_OF_HEADINGS: Final = ("chinese", "chinese-paren")


def names_own(title: str) -> bool:
    """Whether the heading of an answer part says no more than that it is of the section above it: 本模块答案."""
    return bool(_OWN.fullmatch(title))


class KeyHeadings:
    """Looks at what stands below such a heading and at what has been read before it."""

    def __init__(self, found: Lines[Heading | None], glances: Glances, sequence: Sequence, result: Drafts) -> None:
        self._lines = glances.lines
        self._found = found
        self._glances = glances
        self._sequence = sequence
        self._result = result

    def opens(self, index: int, found: Heading, *, inside: bool) -> bool:
        """Whether the heading on line `index` opens an answer part; `inside`: one is open."""
        if not self._result.items:
            return False
        if self._is_item(index, found):
            bare = not found.title.strip(_NUMBERING) and not found.meta.total
            return self._surely_heads(index) or (bare and self._counts_anew(index))
        if found.level < 3 or found.rest is not None or found.kind or found.generic:
            return True
        if found.title:
            heads = self._surely_heads(index) or self._counts_anew(index)
            return heads or bool(_OF_PAPER.search(found.title)) or (names_own(found.title) and self._goes_back(index))
        return not inside and (self._heads_answers(index) or self._heads_list(index))

    def _is_item(self, index: int, found: Heading) -> bool:
        """Whether the line is numbered as an item is, or a line in one: `2. 以下哪项是正确答案`.

        一、 and the like number headings too: then it goes on with items that are numbered so, and says more than that
        answers follow.
        """
        mark = self._glances.numbers[index]
        if mark is None or mark.style not in _OF_HEADINGS:
            return mark is not None
        goes_on = mark.style == self._sequence.style and mark.value == self._sequence.last + 1
        return goes_on and bool(found.title) and not _OF_PAPER.search(found.title)

    def _surely_heads(self, index: int) -> bool:
        """Whether the line behind can be nothing but the beginning of an answer part."""
        if index + 1 >= len(self._lines):
            return False
        following, heading = self._lines[index + 1], self._found[index + 1]
        if following.table is not None:
            return bool(table_pairs(following.table.rows) or typed_rows(following.table.rows))
        sections = self._result.sections if heading is not None else []
        return bool(
            is_entry_line(following)
            or parted_entries(following)
            or any(is_typed_table(following, after) for after in self._lines[index + 2 : index + 3])
            or any(headings.same_title(heading.title, section.title or "") for section in sections if heading)
            or part_headings.named(following, [section.title for section in self._result.sections])
            or part_headings.parse_ordinal(following)
            or part_headings.parse_key_lead(following)
        )

    def _heads_answers(self, index: int) -> bool:
        """Whether answers may begin on the line behind: they do where no item can go on."""
        if index + 1 >= len(self._lines):
            return False
        following = self._lines[index + 1]
        if following.table is not None and not self._result.items[-1].is_open:
            return not is_empty_grid(following.table.rows)
        return self._surely_heads(index) or bool(self._found[index + 1] or parse_case(following))

    def _counts_anew(self, index: int) -> bool:
        """Whether the line behind has the number of the first item once more."""
        number = self._glances.numbers[index + 1] if index + 1 < len(self._lines) else None
        return number is not None and number.value in (1, self._result.items[0].value)

    def _goes_back(self, index: int) -> bool:
        """Whether the line behind has the number of the first item of the section under way."""
        number = self._glances.numbers[index + 1] if index + 1 < len(self._lines) else None
        section = self._result.items[-1].section
        first = next(draft.value for draft in self._result.items if draft.section is section)
        return number is not None and number.value == first

    def _heads_list(self, index: int) -> bool:
        """Whether a bare 参考答案 stands above answers that are numbered as the items are."""
        number = self._glances.numbers[index + 1] if index + 1 < len(self._lines) else None
        firsts = (1, self._result.items[0].value)
        counts = number is not None and number.value in firsts and number.style == "plain"
        return counts and not self._is_answered() and not self._is_one_answer(index)

    def _is_one_answer(self, index: int) -> bool:
        """Whether 参考答案 above a list is that of the item under way: nothing else is there, or others have theirs."""
        alone = len(self._result.items) == 1 and self._result.items[0].is_open
        return alone or any(marks.starts_with(line) is Mark.ANSWER for line in self._lines[index + 1 :])

    def _is_answered(self) -> bool:
        return any(draft.answers for draft in self._result.items)
