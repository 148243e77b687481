"""Builds what the exam screen shows from the exam, its arrangement and the candidate's responses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.items import ItemType
from kaochang.domain.ordering import Arrangement
from kaochang.domain.parts import has_next_turn
from kaochang.domain.ports import Words
from kaochang.domain.responses import Response, earlier_replies
from kaochang.presenters import phrases
from kaochang.presenters.candidate.exam_state import (
    Cell,
    Header,
    ItemFace,
    OptionFace,
    Palette,
    PaletteSection,
    Suspended,
    TurnFace,
)

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Layout:
    """An exam in one candidate's order, with what is asked of it on every keystroke looked up once."""

    exam: Exam
    arrangement: Arrangement
    order: tuple[str, ...]
    numbers: Mapping[str, int]
    placed: Mapping[str, PlacedItem]
    cells: dict[tuple[str, str, bool, bool], Cell] = field(default_factory=dict, compare=False, repr=False)
    """The palette's cells shown so far: it is put together at every key, and hardly any cell is another then."""

    @cached_property
    def asked(self) -> frozenset[str]:
        """The items in which something is to be done at the PC."""
        return frozenset(item for item in self.order if self.placed[item].item.is_asked_here)

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


def palette(layout: Layout, answered: Collection[str], marked: Collection[str], current: str, words: Words) -> Palette:
    """The palette with its counts; what has nothing to be done at the PC is neither answered nor not."""
    asked = layout.asked

    def cell(item: str) -> Cell:
        standing = "answered" if item in answered else "unanswered" if item in asked else "panel"
        key = (item, standing, is_marked := item in marked, is_current := item == current)
        if key not in layout.cells:
            number = layout.numbers[item]
            layout.cells[key] = _cell(number, item, standing, words, is_marked=is_marked, is_current=is_current)
        return layout.cells[key]

    sections = []
    for section, ids in zip(layout.exam.assessment.sections, layout.arrangement.sections, strict=True):
        done = sum(item in answered for item in ids)
        of = sum(item in asked for item in ids)
        sections.append(PaletteSection(section.title, f"{done} / {of}", tuple(cell(item) for item in ids)))
    return Palette(tuple(sections), len(answered), len(asked) - len(answered), len(marked))


def _cell(number: int, item: str, standing: str, words: Words, *, is_marked: bool, is_current: bool) -> Cell:
    spoken = words(f"candidate.cell.{standing}", number=number)
    if is_marked:
        spoken = words("candidate.cell.marked", cell=spoken)
    return Cell(item, number, standing == "answered", is_marked, is_current, spoken)


def item_face(
    layout: Layout,
    item_id: str,
    media: Callable[[str], bytes],
    words: Words,
    *,
    stage: int = 0,
    response: Response | None = None,
) -> ItemFace:
    """One item as this candidate sees it; `media` gives the bytes of its pictures.

    Of a staged scenario, `stage` is the turn that is shown, and `response` what was replied before it.
    """
    placed = layout.placed[item_id]
    item, turns = placed.item, placed.item.stages
    replies = earlier_replies(response, stage) if turns else ()
    return ItemFace(
        id=item_id,
        type=item.type,
        tag=words(f"type.{item.type}"),
        place=words("candidate.item.place", number=layout.numbers[item_id], of=len(layout.order)),
        worth=_worth(layout.exam, placed, words),
        stem=item.stem,
        options=_options(layout, placed),
        prompts=tuple(OptionFace(p.label, str(n), p.text) for n, p in enumerate(item.prompts, start=1)),
        blanks=item.blanks,
        material_title=_material_title(layout, item_id, words),
        material=item.material,
        tables=item.tables,
        pictures=tuple(media(image.name) for image in item.images),
        earlier=tuple(TurnFace(turn.text, reply) for turn, reply in zip(turns, replies, strict=False)),
        mode=item.way,
        turn=turns[stage].text if turns else "",
        turn_place=words("candidate.turn.place", number=stage + 1, of=len(turns)) if turns else "",
    )


def header(sitting: Sitting, words: Words) -> Header:
    """Which exam, where, and who sits it."""
    ticket = sitting.ticket
    key = "candidate.ticket-seat" if sitting.seat else "candidate.ticket-alone"
    return Header(
        title=sitting.exam.assessment.title,
        place=words("candidate.place", session=sitting.room.session.title, room=sitting.room.room.name),
        name=ticket.name,
        initial=ticket.name[:1],
        ticket=words(key, ticket=phrases.grouped(ticket.number), seat=sitting.seat),
    )


def suspended(sitting: Sitting, words: Words) -> Suspended | None:
    """What stands instead of the items while the attempt waits, or is over and not yet saved; None while it is open."""
    wait, reason = sitting.state.wait, sitting.state.reason
    if reason is not None:
        how = "expired" if reason is ClosingReason.EXPIRED else "handed-in"
        message, next_step = words("candidate.closing.message"), words("candidate.closing.next")
        return Suspended(words(f"candidate.closing.{how}"), message, (), next_step)
    if wait is None:
        return None
    left = phrases.countdown(sitting.remaining_ms())
    if sitting.state.stands_still:
        left = words("candidate.suspended.left", left=left)
    ticket = phrases.grouped(sitting.ticket.number)
    return Suspended(
        title=words(f"candidate.suspended.{wait}"),
        message=words(f"candidate.suspended.{wait}.message"),
        facts=((words("candidate.fact.left"), left), (words("candidate.fact.ticket"), ticket)),
        next_step=words(f"candidate.suspended.{wait}.next"),
    )


def next_label(layout: Layout, sitting: Sitting, item_id: str, words: Words) -> str:
    """What the button says that goes on from this item."""
    if has_next_turn(sitting.exam, sitting.state, item_id):
        return words("candidate.next.turn")
    place = layout.numbers[item_id]
    is_end = place == len(layout.order)
    return words("candidate.next" if is_end or sitting.is_open(layout.order[place]) else "candidate.next.part")


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
