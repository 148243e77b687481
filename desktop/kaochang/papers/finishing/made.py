"""An item with its mark scheme and what is wrong with it, from its draft on."""

from dataclasses import dataclass, field

from kaochang.domain.papers import Kind, PaperItem
from kaochang.papers.grammar.answers import Fault
from kaochang.papers.grammar.drafts import Draft, Given


@dataclass(slots=True)
class ItemFault:
    """A fault of one item and the line it stands on."""

    fault: Fault
    line: int | None


@dataclass(slots=True)
class Made:
    """An item, its mark scheme and its faults; `draft` is what it was made from.

    `given` is every answer that the paper gives for it, taken or not; nothing where a format states the key itself.
    """

    draft: Draft
    number: str
    read: PaperItem
    faults: list[ItemFault] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)

    @property
    def is_drafted(self) -> bool:
        """Whether it was made of lines or cells, which can be read once more; other items say what they are."""
        return bool(self.draft.fields or self.draft.options)

    def say(self, kind: Kind, line: int | None, variant: str = "", **params: str) -> None:
        """Add a fault."""
        self.faults.append(ItemFault(Fault(kind, variant, params), line))
