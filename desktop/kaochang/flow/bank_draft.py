"""What is typed into items of the bank and not yet saved as a version: kept after every change, item by item."""

from pathlib import Path

from kaochang.domain.items import ItemType
from kaochang.domain.values import Value
from kaochang.flow.office_draft import DraftFolder, KeptFile

NEW = ""
"""The id of the item that is being written, before the bank gives it one."""


class TypedLevel(Value, frozen=True):
    """A level of a criterion, as it stands in its fields."""

    name: str = ""
    points: str = ""
    text: str = ""


class TypedCriterion(Value, frozen=True):
    """A criterion, as it stands in its fields."""

    name: str = ""
    points: str = ""
    good: str = ""
    levels: tuple[TypedLevel, ...] = ()


class Typed(Value, frozen=True):
    """What was typed; None: as the item has it. `dropped` names pictures, `added` are copies of the draft's folder.

    `prompts` and `stages` have a line for each.
    """

    type: ItemType | None = None
    stem: str | None = None
    options: tuple[str, ...] | None = None
    prompts: str | None = None
    stages: str | None = None
    min_words: str | None = None
    max_words: str | None = None
    mode: str | None = None
    key: str | None = None
    points: str | None = None
    section: str | None = None
    material: str | None = None
    explanation: str | None = None
    competencies: str | None = None
    difficulty: str | None = None
    rubric: str | None = None
    criteria: tuple[TypedCriterion, ...] | None = None
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


UNTOUCHED = Typed()


class Unsaved(Value, frozen=True):
    """An item with what was typed into it; `seen` is the version that it was typed over, 0 of a new one.

    A new item goes into `paper`, 0: one of its own.
    """

    item: str
    seen: int
    typed: Typed
    paper: int = 0


class BankDraft(Value, frozen=True):
    """Who edits, where they were, and what they have not saved yet; `pictures` are files of `Typed.added`."""

    by: str = ""
    item: str = NEW
    words: str = ""
    unsaved: tuple[Unsaved, ...] = ()
    pictures: tuple[KeptFile, ...] = ()

    def of(self, item: str) -> Unsaved | None:
        """What was typed into an item, None for nothing."""
        return next((each for each in self.unsaved if each.item == item), None)


def bank_drafts(data: Path) -> DraftFolder[BankDraft]:
    """Where the draft of a program's data folder lies."""
    return DraftFolder(data / "office" / "bank-draft", BankDraft)
