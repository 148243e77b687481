"""Blueprints: an exam told by what its items should be, not by which they are (type × topic × difficulty × count)."""

from fractions import Fraction

from kaochang.domain.items import ItemType
from kaochang.domain.mark_schemes import Difficulty
from kaochang.domain.values import Times, Value


class Rule(Value, frozen=True):
    """So many items that are all of this; what is left open may be anything.

    `competencies` are the names that papers state (知识点) and `sections` their sections: any of several is enough.
    `points` is what each item is worth; None: what its paper says.
    """

    count: Times
    type: ItemType | None = None
    competencies: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    difficulty: Difficulty | None = None
    points: Fraction | None = None


class BlueprintSection(Value, frozen=True):
    """A section by its heading, and the rules that fill it."""

    title: str
    rules: tuple[Rule, ...]


class Blueprint(Value, frozen=True):
    """An exam told by rules. Of each group of `enemies`, items by id or place, nobody gets two.

    `exclude_used` names exams of the bank whose items are left out, by id or title.
    """

    sections: tuple[BlueprintSection, ...]
    enemies: tuple[tuple[str, ...], ...] = ()
    exclude_used: tuple[str, ...] = ()
