"""Whether a line that reads like a heading opens a section, where it stands."""

from collections.abc import Sequence as Lines
from typing import Final

from kaochang.papers.grammar import headings, kinds
from kaochang.papers.grammar.asides import Asides
from kaochang.papers.grammar.declared import points_by_type
from kaochang.papers.grammar.drafts import Drafts, Section
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.headings import Heading, Meta
from kaochang.papers.grammar.key_entries import is_entry_line, parse_entries
from kaochang.papers.grammar.numbers import Sequence
from kaochang.papers.grammar.pen import Pen
from kaochang.papers.grammar.sharing import heads_material

_SECTION_STARTS: Final = 8
"""So many lines behind a heading its first item has shown its options."""
_NAME: Final = 8
_HEADED: Final = ("chinese", "chinese-paren")
"""Items numbered as headings are: an untyped line so numbered is one of them."""


def bare_name(glances: Glances, index: int) -> Heading | None:
    """The heading that a line is which says no more than the name of a type, right above an item with the number 1."""
    line = glances.lines[index]
    if len(line.fold) > _NAME or index + 1 >= len(glances.lines) or not kinds.is_name(line.fold):
        return None
    number = glances.numbers[index + 1]
    if number is None or number.value != 1 or number.weak:
        return None
    kind, generic = kinds.type_of(line.fold), kinds.is_generic_choice(line.fold)
    return Heading(line.text, 0, 3, kind, Meta(), False, line, generic) if kind or generic else None


class SectionHeadings:
    """Looks at what stands below such a line and at what has been read before it."""

    def __init__(
        self, found: Lines[Heading | None], glances: Glances, pen: Pen, asides: Asides, result: Drafts
    ) -> None:
        self._found = found
        self._glances = glances
        self._pen = pen
        self._asides = asides
        self._result = result

    def is_notice(self, found: Heading, index: int) -> bool:
        """Whether what looks like a heading goes on with a list of notices: `2. 判断题，每题2分`, and no item below."""
        names = found.title.endswith("题") and not set("本共每") & set(found.title)
        untyped = found.kind is None and not found.generic and not names
        return untyped or self.is_counted(found, index)

    def is_counted(self, found: Heading, index: int) -> bool:
        """Whether a heading by a figure is one line of a list: no item counts from 1 below it."""
        numbers = self._glances.numbers
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        return found.line.fold[:1].isdigit() and (following is None or following.value != 1)

    @staticmethod
    def stands(found: Heading) -> bool:
        """Whether a line says enough to be a heading: it has an ordinal, declares points or ends as types do.

        A line that gives points to several types is an instruction.
        """
        if found.level < 3:
            return True
        if len(points_by_type(found.line)) > 1:
            return False
        declared = found.meta.each is not None or found.meta.per_blank is not None
        return declared or found.title.endswith(("题", "面试", "模拟")) or kinds.is_name(found.title)

    def untyped(self, index: int, section: Section, sequence: Sequence, last: int) -> Heading | None:
        """一、 and words that name no type, where items begin on the next line; `last` is the last number before."""
        line = self._glances.lines[index]
        if index + 1 >= len(self._glances.lines) or line.table is not None or not headings.reads_as_section(line):
            return None
        if self._glances.options[index] and self._pen.draft is not None and self._pen.draft.options:
            return None
        heading = headings.untyped(line)
        following = self._glances.numbers[self._first_below(index, heading)]
        goes_on = heading.ordinal == max(section.ordinal, self._asides.ordinal) + 1
        if sequence.style in _HEADED or not goes_on:
            return None
        starts = following is not None and following.value in (1, last + 1)
        in_style = following is not None and following.style in ("plain", "paren", sequence.style)
        return heading if starts and in_style else None

    def _first_below(self, index: int, heading: Heading) -> int:
        """The line where items are to begin: the next, or behind the material that a heading announces."""
        if not heads_material(heading.title):
            return index + 1
        ahead = range(index + 1, min(index + _SECTION_STARTS, len(self._glances.lines)))
        return next((at for at in ahead if self._glances.numbers[at] or self._glances.options[at]), index + 1)

    def is_repeated(self, found: Heading) -> bool:
        """Whether a heading names a section that has been read: inside an answer part it then heads its answers."""
        return any(
            headings.same_title(found.title, section.title or "") or (found.kind and found.kind is section.kind)
            for section in self._result.sections
        )

    def reopens(self, heading: Heading, index: int) -> bool:
        """Whether a heading behind an answer part opens a section of items: a new one, or options stand under it."""
        if heading.is_key:
            return False
        if not (heading.kind or heading.generic):
            return self._goes_on(heading, index)
        lines = self._glances.lines
        ahead = range(index + 1, min(index + _SECTION_STARTS, len(lines)))
        first = next((later for later in ahead if self._glances.options[later]), index)
        if first > index and not any(is_entry_line(lines[x]) or self._found[x] for x in range(index + 1, first)):
            return True
        following = lines[index + 1 : index + 2]
        declares = heading.meta.each is not None or heading.meta.per_blank is not None
        is_new = (heading.level < 3 or declares) and not self.is_repeated(heading)
        return is_new and not any(parse_entries(line) for line in following)

    def _goes_on(self, heading: Heading, index: int) -> bool:
        """Whether a chapter behind the answers of the one before is the next of the paper: its items count on, or have
        options.

        Its place is behind that of the last chapter which was read, and its words name none of them.
        """
        before = [section.ordinal for section in self._result.sections if section.level == heading.level]
        named = bool(heading.title) and not headings.is_ordinal(heading.title) and not self.is_repeated(heading)
        if not before or not named or heading.ordinal != max(before) + 1:
            return False
        if self._counts_on(heading, index):
            return True
        later = range(index + 1, len(self._found))
        end = next((at for at in later if (found := self._found[at]) and found.is_key), len(self._found))
        return sum(self._glances.options[index + 1 : end]) > 1

    def _counts_on(self, heading: Heading, index: int) -> bool:
        """Whether a chapter that says what each item is worth stands above the item with the number that is due."""
        number = self._glances.numbers[index + 1] if index + 1 < len(self._found) else None
        declares = heading.meta.each is not None or heading.meta.per_blank is not None
        if number is None or not declares or not self._result.items:
            return False
        due = number.value == self._result.items[-1].value + 1
        return due and parse_entries(self._glances.lines[index + 1]) is None
