"""The body of an item: its words, with a mark where each interaction stands, and what is told apart from them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from msgspec.structs import replace as with_fields

from kaochang.domain.authored import BLANK
from kaochang.domain.items import Image, Table
from kaochang.papers.markup.authored import Authored, Lost, Made
from kaochang.papers.markup.html import to_authored
from kaochang.papers.structured.qti.parts import Parts

_MARK: Final = re.compile(r"\x1e(\d+)\x1e")
"""Where an interaction stands. No text holds this character: markup drops it from what is read."""
_INLINE: Final = frozenset({"textEntryInteraction", "inlineChoiceInteraction"})
_ASIDE: Final = frozenset({"catalogInfo", "stylesheet", "endAttemptInteraction", "templateInline", "templateBlock"})


@dataclass(slots=True)
class Told:
    """What the texts of an item say besides what a candidate reads: explanations, rubrics, and what was lost.

    `parameters` are the names of values that would be made anew for each candidate, `own` all texts of the item: our
    own writers put something beside some of them; `notes` are those that no candidate sees. `explanations` stand under
    the identifiers of their feedback, which may be those of options (`labels`).
    """

    folder: str
    parts: Parts
    explanations: list[tuple[str, str]] = field(default_factory=list)
    rubrics: list[str] = field(default_factory=list)
    losses: list[Lost] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    own: list[Authored] = field(default_factory=list)
    notes: list[Authored] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    _nested: bool = False

    @property
    def images(self) -> Callable[[str], Image | None]:
        """The pictures that the item's texts name."""
        return self.parts.images(self.folder)

    def words(self, element: etree._Element) -> Authored:
        """The words of a prompt, option or text without interactions in it."""
        return self._read(element, self.aside)

    def body(self, element: etree._Element) -> "Body":
        """The words of a body and its interactions."""
        found: list[etree._Element] = []

        def special(child: etree._Element) -> str | None:
            name = str(child.tag)
            if name.endswith("Interaction") and name not in _ASIDE:
                found.append(child)
                mark = f"\x1e{len(found) - 1}\x1e"
                return mark if name in _INLINE else f"\n{mark}\n"
            return self.aside(child)

        return Body(self._read(element, special), found)

    def words_with(self, element: etree._Element, special: Callable[[etree._Element], str | None]) -> Authored:
        """The words of an element in which `special` says what stands for other elements."""
        return self._read(element, special)

    def _read(self, element: etree._Element, special: Callable[[etree._Element], str | None]) -> Authored:
        read = to_authored(element, self.images, special)
        self.own.append(read)
        self.losses += [loss for loss in read.losses if loss not in self.losses]
        return read

    def aside(self, element: etree._Element) -> str | None:
        """What stands in a text and is not shown with it."""
        name = element.tag
        if name in _ASIDE:
            return ""
        if name in ("feedbackInline", "feedbackBlock", "rubricBlock", "modalFeedback"):
            return self._told_apart(element)
        if name == "printedVariable":
            self.parameters.append(element.get("identifier", ""))
            return f"[{element.get('identifier', '')}]"
        return None

    def _told_apart(self, element: etree._Element) -> str | None:
        views = element.get("view", "").split()
        is_shown = (
            "candidate" in views or not views if element.tag == "rubricBlock" else element.get("showHide") == "hide"
        )
        if self._nested or is_shown or any(str(child.tag).endswith("Interaction") for child in element.iter()):
            return None
        self._nested = True
        read = self._read(element, self.aside)
        words = read.flat
        self.notes.append(read)
        self._nested = False
        if element.tag == "rubricBlock" and "scorer" in views:
            self.rubrics += [words] if words and words not in self.rubrics else []
        elif words:
            self.explanations.append((element.get("identifier", ""), words))
        return ""

    def lose(self, source: str) -> None:
        """Note a text or picture that the package does not hold."""
        made = Made()
        made.lose_picture(source)
        self.losses += [loss for loss in made.whole("").losses if loss not in self.losses]

    def explained(self) -> list[str]:
        """The explanations, each once, those on single options under their labels."""
        lines = [f"{self.labels[name]}：{words}" if name in self.labels else words for name, words in self.explanations]
        return list(dict.fromkeys(lines))


@dataclass(slots=True)
class Segment:
    """A piece of a body: words with inline interactions in them (`marks` in order), or one that stands apart."""

    text: str
    marks: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """The words of a body with marks, and the interactions that the marks count."""

    read: Authored
    interactions: list[etree._Element]

    @property
    def segments(self) -> list[Segment]:
        """The body cut at the interactions that stand apart; those of tables come last."""
        cut: list[Segment] = [Segment("")]
        for line in self.read.text.split("\n"):
            found = [int(mark) for mark in _MARK.findall(line)]
            if len(found) == 1 and _MARK.fullmatch(line) and not self._is_inline(found[0]):
                cut += [Segment("", found), Segment("")]
                continue
            cut[-1].text += f"\n{line}" if cut[-1].text else line
            cut[-1].marks += found
        seen = {mark for segment in cut for mark in segment.marks}
        rest = [place for place in range(len(self.interactions)) if place not in seen]
        blanks = [place for place in rest if self._is_inline(place)]
        cut += [Segment("", [place]) for place in rest if place not in blanks]
        cut += [Segment("", blanks)] if blanks else []
        return [segment for segment in cut if segment.text or segment.marks]

    def _is_inline(self, place: int) -> bool:
        return self.interactions[place].tag in _INLINE

    def is_apart(self, segment: Segment) -> bool:
        """Whether a segment is one interaction that stands apart."""
        return bool(segment.marks) and not self._is_inline(segment.marks[0])

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, with blanks drawn where interactions stand."""
        return tuple(
            with_fields(table, rows=tuple(tuple(self.drawn(cell) for cell in row) for row in table.rows))
            for table in self.read.tables
        )

    def drawn(self, text: str, *, numbered: bool = False) -> str:
        """A text with blanks drawn where its inline interactions stand; with numbers, （1）, （2） … before them."""
        count = 0

        def blank(found: re.Match[str]) -> str:
            nonlocal count
            if not self._is_inline(int(found.group(1))):
                return ""
            count += 1
            return f"（{count}）{BLANK}" if numbered else BLANK

        return _MARK.sub(blank, text)
