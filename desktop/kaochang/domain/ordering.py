"""The order in which one candidate sees items and options: from a stored seed, the same after every resume.

Each thing is sorted by SHA-256(seed, what it is): stable over Python versions, and checkable by anyone who has the
seed from the result. Items move inside their section only; sub-questions of one case stay together, in order.
"""

import hashlib

from kaochang.domain.assessments import Exam, PlacedItem, Section
from kaochang.domain.values import Value


class Arrangement(Value, frozen=True):
    """Item ids by section, and for each item with options their authored labels in the order shown."""

    sections: tuple[tuple[str, ...], ...]
    options: dict[str, tuple[str, ...]]

    def items(self) -> tuple[str, ...]:
        """Every item id in the order shown."""
        return tuple(item for section in self.sections for item in section)


def _rank(seed: bytes, *names: str) -> bytes:
    return hashlib.sha256(b"\0".join([seed, *(name.encode() for name in names)])).digest()


def _groups(section: Section) -> list[list[PlacedItem]]:
    groups: list[list[PlacedItem]] = []
    for placed in section.items:
        material = placed.item.material
        if groups and material and groups[-1][0].item.material == material:
            groups[-1].append(placed)
        else:
            groups.append([placed])
    return groups


def _section_order(exam: Exam, section: Section, seed: bytes) -> tuple[str, ...]:
    groups = _groups(section)
    if exam.rules.shuffle_items:
        groups.sort(key=lambda group: _rank(seed, "item", group[0].id))
    return tuple(placed.id for group in groups for placed in group)


def _option_order(exam: Exam, placed: PlacedItem, seed: bytes) -> tuple[str, ...]:
    labels = [option.label for option in placed.item.options]
    if exam.rules.shuffle_options:
        labels.sort(key=lambda label: _rank(seed, "option", placed.id, label))
    return tuple(labels)


def arrange(exam: Exam, seed: bytes) -> Arrangement:
    """The order this seed gives; the authored order where the rules shuffle nothing."""
    return Arrangement(
        sections=tuple(_section_order(exam, section, seed) for section in exam.assessment.sections),
        options={p.id: _option_order(exam, p, seed) for p in exam.assessment.items() if p.item.options},
    )
