"""What stands before the first section: title, full mark, words to the scorers, and notices numbered like items."""

from typing import Final

from kaochang.papers.grammar import marks, noise
from kaochang.papers.grammar.declared import Declared
from kaochang.papers.grammar.drafts import Drafts
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import Numbered, parse_number
from kaochang.papers.lines import Line, ends_whole

_TITLE_MAX: Final = 60


class Preamble:
    """Takes note of it, line by line; `in_notice` says that a list of notices is open.

    `sectioned` says that the paper has headings of sections: its items cannot begin before the first.
    """

    def __init__(self, result: Drafts, *, sectioned: bool) -> None:
        self.in_notice = False
        self._sectioned = sectioned
        self._is_listing = False
        self.declared = Declared()
        self._result = result

    def read(self, line: Line) -> None:
        """One line that is no heading and no item."""
        self.declared.read(line)
        if self._sectioned and noise.is_notice_lead(line):
            self.in_notice = True
        if marks.starts_with(line) is Mark.RUBRIC or self._is_noting():
            self._result.note.append(line)
        elif noise.is_notice_heading(line):
            self.in_notice = True
        elif self._result.total_line is None and noise.declared_total(line) is not None:
            self._result.total_line = line
        elif self._result.title is None and self._is_title(line):
            self._result.title = line.text

    def lists(self, mark: Numbered) -> bool:
        """Whether a number belongs to the list of notices: it does until the numbers begin again."""
        if self.in_notice and self._is_listing and mark.value == 1:
            self.in_notice = False
        self._is_listing = self.in_notice
        return self.in_notice

    def _is_noting(self) -> bool:
        """Whether words to the scorers were announced on a line of their own: they follow."""
        return bool(self._result.note) and not marks.split(self._result.note[0])[0][1].text

    def _is_title(self, line: Line) -> bool:
        if not line.text or len(line.text) > _TITLE_MAX or self.in_notice:
            return False
        if parse_number(line) or line.fold.startswith("题号"):
            return False
        return not ends_whole(line.text) or line.fold[-1] in ")]》」』>"
