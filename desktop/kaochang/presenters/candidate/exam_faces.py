"""Builds what the exam screen shows from the exam, its arrangement and the candidate's responses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from kaochang.domain import parts
from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.items import ItemType, Option
from kaochang.domain.ordering import Arrangement
from kaochang.domain.parts import has_next_turn
from kaochang.domain.ports import Words
from kaochang.domain.responses import Response, earlier_replies
from kaochang.presenters import phrases
from kaochang.presenters.candidate.access import ALL_OPEN, Access, Gates
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
from kaochang.presenters.candidate.standing import Standing
from kaochang.presenters.candidate.type_names import type_name
from kaochang.presenters.figures import figure

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


_MadeOf: TypeAlias = tuple[Standing, bool, bool, Access]


@dataclass(frozen=True)
class Layout:
    """An exam in one candidate's order, with what is asked of it on every keystroke looked up once."""

    exam: Exam
    arrangement: Arrangement
    order: tuple[str, ...]
    numbers: Mapping[str, int]
    placed: Mapping[str, PlacedItem]
    headings: Mapping[str, str]
    cells: dict[str, tuple[_MadeOf, Cell]] = field(default_factory=dict, compare=False, repr=False)
    """The palette's cells as last shown: it is put together at every key, and hardly any cell is another then."""

    def sharing(self, item: str) -> tuple[str, ...]:
        """The items that share this one's material (`parts.sharing_material`), in the candidate's order.

        Of another part, none can be gone to, and the highlights of the material are not these.
        """
        return tuple(sorted(parts.sharing_material(self.exam, item), key=self.numbers.__getitem__))

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
            headings={placed.id: each.title for each in exam.assessment.sections for placed in each.items},
        )


def palette(
    layout: Layout,
    standings: Mapping[str, Standing],
    marked: Collection[str],
    current: str,
    words: Words,
    gates: Gates = ALL_OPEN,
) -> Palette:
    """The palette with its counts; what has nothing to be done at the PC is neither answered nor not."""

    def cell(item: str) -> Cell:
        standing, is_marked, access = standings[item], item in marked, gates.of(item)
        made_of = (standing, is_marked, item == current, access)
        known = layout.cells.get(item)
        if known is not None and known[0] == made_of:
            return known[1]
        made = _cell(layout.numbers[item], item, standing, words, access, is_marked=is_marked)
        made = replace(made, is_current=True) if item == current else made
        layout.cells[item] = (made_of, made)
        return made

    sections = []
    for section, ids in zip(layout.exam.assessment.sections, layout.arrangement.sections, strict=True):
        cells = tuple(cell(item) for item in ids)
        progress = f"{sum(cell.is_answered for cell in cells)} / {sum(cell.is_asked for cell in cells)}"
        sections.append(PaletteSection(section.title, progress, cells))
    every = list(standings.values())
    partial, panel = every.count(Standing.PARTIAL), every.count(Standing.PANEL)
    shown = [cell for section in sections for cell in section.cells]
    unanswered = sum(each.is_missing for each in shown)
    return Palette(
        tuple(sections),
        answered=every.count(Standing.ANSWERED) + partial,
        unanswered=unanswered,
        marked=len(marked),
        partial=partial,
        panel=panel,
        missed=every.count(Standing.UNANSWERED) - unanswered,
        closed=sum(each.access is Access.CLOSED for each in shown),
        later=sum(each.access is Access.LATER for each in shown),
    )


def _cell(number: int, item: str, standing: Standing, words: Words, access: Access, *, is_marked: bool) -> Cell:
    spoken = words(f"candidate.cell.{standing.value}", number=number)
    if is_marked:
        spoken = words("candidate.cell.marked", cell=spoken)
    if access is not Access.OPEN:
        spoken = words(f"candidate.cell.access.{access}", cell=spoken)
    is_partial = standing is Standing.PARTIAL
    is_answered = is_partial or standing is Standing.ANSWERED
    is_asked = standing is not Standing.PANEL
    return Cell(item, number, is_answered, is_marked, False, spoken, is_asked, is_partial, access=access)


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
        tag=type_name(item.type, layout.headings[item_id], words),
        place=words("candidate.item.place", number=layout.numbers[item_id], of=len(layout.order)),
        worth=_worth(layout.exam, placed, words),
        stem=item.stem,
        options=_options(layout, placed, media),
        prompts=tuple(_face(p, str(n), media) for n, p in enumerate(item.prompts, start=1)),
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
    key, number = "candidate.ticket-seat" if sitting.seat else "candidate.ticket-alone", phrases.grouped(ticket.number)
    told = words(key, ticket=number, seat=sitting.seat)
    return Header(
        title=sitting.exam.assessment.title,
        place=words("candidate.place", session=sitting.room.session.title, room=sitting.room.room.name),
        name=ticket.name,
        initial=ticket.name[:1],
        ticket=told,
        seat=told.partition(number)[2],
    )


def suspended(sitting: Sitting, words: Words) -> Suspended | None:
    """What stands instead of the items while the attempt waits, or is over and not yet saved; None while it is open."""
    wait, reason = sitting.state.wait, sitting.state.reason
    if reason is not None:
        how = "expired" if reason is ClosingReason.EXPIRED else "handed-in"
        message, next_step = words("candidate.closing.message"), words("candidate.closing.next")
        return Suspended(words(f"candidate.closing.{how}"), message, (), next_step, is_end=True)
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
    worth = words("candidate.item.points", points=figure(words, placed.points))
    if placed.item.type is not ItemType.MULTIPLE:
        return worth
    return words("candidate.item.points-rule", points=worth, rule=words(f"credit.{exam.rules.partial_credit}"))


def _options(layout: Layout, placed: PlacedItem, media: Callable[[str], bytes]) -> tuple[OptionFace, ...]:
    options = {option.label: option for option in placed.item.options}
    labels: Sequence[str] = layout.arrangement.options.get(placed.id, tuple(options))
    return tuple(_face(options[label], letter, media) for letter, label in zip(LETTERS, labels, strict=False))


def _face(option: Option, letter: str, media: Callable[[str], bytes]) -> OptionFace:
    picture = None if option.image is None else media(option.image.name)
    return OptionFace(option.label, letter, option.text, picture)


def _material_title(layout: Layout, item_id: str, words: Words) -> str:
    shared = [layout.numbers[item] for item in layout.sharing(item_id)]
    if len(shared) < 2:
        return words("candidate.material")
    return words("candidate.material.shared", first=min(shared), last=max(shared))
