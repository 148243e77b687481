"""A layout: every choice that a person makes who types a paper. The named ones stand in `named.py`."""

from dataclasses import dataclass
from typing import Final

BASIC: Final = ("single", "multiple", "truefalse")
CLOSED: Final = (*BASIC, "blank")
OBJECTIVE: Final = (*CLOSED, "ordering", "matching")
WRITTEN: Final = ("essay", "case", "interview", "scenario")
ALL: Final = (*OBJECTIVE, *WRITTEN)

WHOLE: Final = "key whole, "
"""Begins a `place` where the key is a file of its own, the paper once more; behind it is where its answers stand."""


@dataclass(frozen=True)
class Layout:
    """One way to set a paper; each member names an entry of a table in the module of its name.

    `place` says where answers stand, `label` how they are announced, `key` how the key at the end is headed.
    `stated` puts points to the items: "" leaves them to the headings. `kinds` are the sections in their order. `mixed`
    sets each section in a way of its own, `volumes` puts headings of parts above the sections, `shared` begins the
    first section with items that share their material or options.
    """

    name: str
    number: str = "1. "
    options: str = "A. "
    place: str = "after"
    label: str = "答案："
    judged: str = "√×"
    joined: str = "ABD"
    blanks: str = "；/"
    heading: str = "count each total"
    synonym: int = 0
    guides: bool = False
    stated: str = ""
    tag: str = ""
    blank: str = "____"
    sub: str = "（1）"
    key: str = "title"
    key_title: str = "参考答案"
    noise: tuple[str, ...] = ()
    container: str = "utf-8"
    kinds: tuple[str, ...] = CLOSED
    restarts: bool = True
    explained: bool = True
    rubrics: bool = False
    half: bool = False
    per_blank: bool = False
    empty_lines: bool = True
    mixed: bool = False
    volumes: bool = False
    shared: str = ""

    @property
    def way(self) -> str:
        """What is done in its container beside the usual: "tracked" of "docx tracked"."""
        return self.container.partition(" ")[2]

    @property
    def is_word(self) -> bool:
        return self.container.startswith("docx")

    @property
    def is_form(self) -> bool:
        """Whether the file says itself what is what: a sheet or an exchange format."""
        return self.container.split()[0] in FORMS


FORMS: Final = ("xlsx", "csv", "tsv", "qti12", "qti21", "qti3", "moodle", "gift", "aiken")
