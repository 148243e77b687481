"""Fields of Word: of a page number nothing is read, of every other field what it shows.

A field is told by its instruction; what stands between its instruction and its end is its result ([ECMA-376] 17.16).
"""

from dataclasses import dataclass
from typing import Final

from lxml import etree

from kaochang.papers.markup.eq_fields import read_eq
from kaochang.papers.markup.omml import Formula
from kaochang.papers.walkers.word.names import W, switch, value_of

_PAGES: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_BOX: Final = "FORMCHECKBOX"
TICKED: Final = "☑"
UNTICKED: Final = "☐"


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    in_result: bool = False
    box: str = ""

    @property
    def kind(self) -> str:
        return next(iter(self.instruction.split()), "").upper()


class Fields:
    """The fields that are open within one paragraph, the inner ones last."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    @property
    def is_silent(self) -> bool:
        """Whether what stands here is not shown: an instruction, or a page number."""
        return any(not field.in_result or field.kind in _PAGES for field in self._open)

    def turn(self, element: etree._Element) -> Formula | str:
        """A mark of a field (w:fldChar); what a field that has no result of its own shows, when it ends."""
        kind = value_of(element, "fldCharType")
        if kind == "begin":
            self._open.append(_Field(box=_box(element)))
        elif kind == "separate" and self._open:
            self._open[-1].in_result = True
        elif kind == "end" and self._open:
            field = self._open.pop()
            return "" if self.is_silent else field.box if field.kind == _BOX else shown(field.instruction)
        return ""

    def instruct(self, text: str) -> None:
        """Words of an instruction."""
        if self._open:
            self._open[-1].instruction += text


def is_page(instruction: str) -> bool:
    """Whether a field shows the number of a page."""
    return next(iter(instruction.split()), "").upper() in _PAGES


def shown(instruction: str) -> Formula | str:
    """What a field shows that is drawn from its instruction alone: a formula."""
    return read_eq(instruction) or ""


def _box(element: etree._Element) -> str:
    """The sign of a form's box to tick, as it stands now."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    now = switch(box, "checked")
    return TICKED if (switch(box, "default") if now is None else now) else UNTICKED
