"""How the items of an exam are answered, where the office says it and not the paper: lengths of texts, and modes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from kaochang.domain.assessments import PlacedItem, Section
from kaochang.domain.items import Item, Mode
from kaochang.domain.places import find
from kaochang.papers.grammar.lengths import Length


@dataclass(frozen=True)
class Answering:
    """What the office says: lengths by the item's place, modes by an item's place or a section's title.

    A length goes before the paper's own, both ends of it. What is said of an item goes before what its section has.
    """

    words: Mapping[str, Length] = field(default_factory=dict)
    modes: Mapping[str, Mode] = field(default_factory=dict)


def answered(sections: tuple[Section, ...], answering: Answering) -> tuple[Section, ...]:
    """The sections with their items as the office wants them answered; MISSING for a place that is not there.

    What of it cannot be is for `exam_rules` to refuse.
    """
    every = [placed for section in sections for placed in section.items]
    words = {find(every, place, missing="bank.no-item").id: length for place, length in answering.words.items()}
    modes = _modes(sections, every, answering.modes)
    return tuple(
        msgspec.structs.replace(
            section,
            items=tuple(
                msgspec.structs.replace(each, item=_item(each.item, words.get(each.id), modes.get(each.id)))
                for each in section.items
            ),
        )
        for section in sections
    )


def _modes(sections: tuple[Section, ...], every: list[PlacedItem], named: Mapping[str, Mode]) -> dict[str, Mode]:
    """The modes by item id."""
    titles = {section.title for section in sections}
    of_sections = {
        placed.id: named[section.title] for section in sections if section.title in named for placed in section.items
    }
    places = {name: mode for name, mode in named.items() if name not in titles}
    return of_sections | {find(every, name, missing="assemble.no-place").id: mode for name, mode in places.items()}


def _item(item: Item, length: Length | None, mode: Mode | None) -> Item:
    if mode is not None:
        item = msgspec.structs.replace(item, mode=mode)
    if not item.is_typed:  # the paper's own length means nothing where nothing is written
        item = msgspec.structs.replace(item, min_words=None, max_words=None)
    if length is not None:
        item = msgspec.structs.replace(item, min_words=length.least, max_words=length.most)
    return item
