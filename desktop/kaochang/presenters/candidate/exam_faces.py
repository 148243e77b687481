"""Builds what the exam screen shows from the exam, its arrangement and the candidate's responses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.items import ItemType
from kaochang.domain.ordering import Arrangement
from kaochang.domain.ports import Words
from kaochang.domain.responses import Response, is_empty
from kaochang.presenters import phrases
from kaochang.presenters.candidate.exam_state import Cell, ItemFace, OptionFace, Palette, PaletteSection

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Layout:
    """An exam in one candidate's order, with what is asked of it on every keystroke looked up once."""

    exam: Exam
    arrangement: Arrangement
    order: tuple[str, ...]
    numbers: Mapping[str, int]
    placed: Mapping[str, PlacedItem]

    @classmethod
    def of(cls, exam: Exam, arrangement: Arrangement) -> Layout:
        """The layout of this exam in this order."""
        order = arrangement.items()
        return cls(
            exam=exam,
            arrangement=arrangement,
            order=order,
            numbers={item: number for number, item in enumerate(order, start=1)},
            placed={placed.id: placed for placed in exam.assessment.items()},
        )


def answered_items(responses: Mapping[str, Response]) -> set[str]:
    """Ids of items with a response that is not empty."""
    return {item for item, response in responses.items() if not is_empty(response)}


def palette(layout: Layout, answered: Collection[str], marked: Collection[str], current: str, words: Words) -> Palette:
    """The palette with its counts."""

    def cell(item: str) -> Cell:
        number = layout.numbers[item]
        key = "candidate.cell.answered" if item in answered else "candidate.cell.unanswered"
        spoken = words(key, number=number)
        if item in marked:
            spoken = words("candidate.cell.marked", cell=spoken)
        return Cell(item, number, item in answered, item in marked, item == current, spoken)

    sections = []
    for section, ids in zip(layout.exam.assessment.sections, layout.arrangement.sections, strict=True):
        done = sum(item in answered for item in ids)
        sections.append(PaletteSection(section.title, f"{done} / {len(ids)}", tuple(cell(item) for item in ids)))
    return Palette(tuple(sections), len(answered), len(layout.order) - len(answered), len(marked))


def item_face(layout: Layout, item_id: str, media: Callable[[str], bytes], words: Words, stage: int = 0) -> ItemFace:
    """One item as this candidate sees it; `media` gives the bytes of its pictures, `stage` is a scenario's turn."""
    placed = layout.placed[item_id]
    item = placed.item
    turn = (item.stages[stage].text,) if item.stages else ()
    return ItemFace(
        id=item_id,
        type=item.type,
        tag=words(f"type.{item.type}"),
        place=words("candidate.item.place", number=layout.numbers[item_id], of=len(layout.order)),
        worth=_worth(layout.exam, placed, words),
        stem="\n\n".join((item.stem, *turn)),
        options=_options(layout, placed),
        prompts=tuple(OptionFace(p.label, str(n), p.text) for n, p in enumerate(item.prompts, start=1)),
        blanks=item.blanks,
        material_title=_material_title(layout, item_id, words),
        material=item.material,
        tables=item.tables,
        pictures=tuple(media(image.name) for image in item.images),
    )


def _worth(exam: Exam, placed: PlacedItem, words: Words) -> str:
    worth = words("candidate.item.points", points=phrases.points(placed.points))
    if placed.item.type is not ItemType.MULTIPLE:
        return worth
    return words("candidate.item.points-rule", points=worth, rule=words(f"credit.{exam.rules.partial_credit}"))


def _options(layout: Layout, placed: PlacedItem) -> tuple[OptionFace, ...]:
    texts = {option.label: option.text for option in placed.item.options}
    labels: Sequence[str] = layout.arrangement.options.get(placed.id, tuple(texts))
    return tuple(OptionFace(label, letter, texts[label]) for letter, label in zip(LETTERS, labels, strict=False))


def _material_title(layout: Layout, item_id: str, words: Words) -> str:
    material = layout.placed[item_id].item.material
    shared = [layout.numbers[item] for item in layout.order if layout.placed[item].item.material == material]
    if not material or len(shared) == 1:
        return words("candidate.material")
    return words("candidate.material.shared", first=min(shared), last=max(shared))
