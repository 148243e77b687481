"""Export: a paper of the bank, or some of its items, as a file of another format. The bank is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import msgspec

from kaochang.domain.assessments import Exam
from kaochang.domain.items import Item
from kaochang.domain.papers import PaperFormat, PaperItem
from kaochang.domain.places import find
from kaochang.machine.safe_files import made_file
from kaochang.papers.media import Media
from kaochang.papers.picture_notes import without_notes
from kaochang.papers.writing import gift, moodle, qti3, qti22, sheet, word
from kaochang.papers.writing.exported import Exported, Loss
from kaochang.store.bank import Bank
from kaochang.store.bank_items import BankItem

_WRITERS = {
    PaperFormat.WORD: word.write,
    PaperFormat.XLSX: sheet.write,
    PaperFormat.QTI3: qti3.write,
    PaperFormat.QTI22: qti22.write,
    PaperFormat.MOODLE: moodle.write,
    PaperFormat.GIFT: gift.write,
}


@dataclass(frozen=True)
class ExportOrder:
    """What is exported: a paper, of it the items at these places (none: all), with or without what tells answers.

    `out` must not exist yet, unless `replaces` says that it may.
    """

    paper: int
    to: PaperFormat
    out: Path
    places: Sequence[str] = ()
    with_answers: bool = True
    replaces: bool = False


@dataclass(frozen=True)
class Export:
    """What was written: how many items, and what the format could not carry."""

    items: int
    losses: tuple[Loss, ...]


def export(bank: Bank, order: ExportOrder) -> Export:
    """Writes the file, whole or not at all.

    MISSING for a paper or an item that is not there, EXISTS for a file that is and for the bank itself, NOT_A_FILE
    for a link or device that is there, and what the disk refuses.
    """
    return _written(bank, order, _exported(bank, order))


def export_items(bank: Bank, ids: Sequence[str], title: str, order: ExportOrder) -> Export:
    """Writes items of any papers, in this order, as a paper of this title; sections stand together.

    Refused as by `export`; the order's own paper and places are not looked at.
    """
    return _written(bank, order, _gathered(bank, [bank.found.get(each) for each in ids], title, order))


def _written(bank: Bank, order: ExportOrder, exported: Exported) -> Export:
    with made_file(order.out, replaces=order.replaces, kept=bank.files) as out:
        losses = _WRITERS[order.to](exported, out, with_answers=order.with_answers)
    return Export(len(exported.items), losses)


def export_exam(bank: Bank, exam: Exam, out: Path, *, with_answers: bool, replaces: bool = False) -> Export:
    """Writes an exam as a Word paper to print; of one that is drawn per candidate, what a ticket drew is given here.

    Items are worth what they are in the exam. Refused as by `export`.
    """
    placed = list(exam.assessment.items())
    schemes = bank.schemes(placed)
    items = tuple(
        PaperItem(msgspec.structs.replace(each.item, points=each.points), schemes[each.id]) for each in placed
    )
    media = _media(bank, [each.item for each in placed], with_answers=with_answers)
    exported = Exported(exam.assessment.title, items, media, exam.assessment.total, "")
    with made_file(out, replaces=replaces, kept=bank.files) as target:
        losses = word.write(exported, target, with_answers=with_answers)
    return Export(len(items), losses)


def _gathered(bank: Bank, items: Sequence[BankItem], title: str, order: ExportOrder) -> Exported:
    """Items of several papers as those of one: no two of a section have the same number."""
    sections: dict[str | None, list[PaperItem]] = {}
    for each in items:
        sections.setdefault(each.item.section, []).append(PaperItem(each.item, each.scheme))
    read_items = tuple(each for section in sections.values() for each in _numbered(section))
    media = _media(bank, [each.item for each in items], with_answers=order.with_answers)
    return Exported(title, read_items, media, _sum(items))


def _numbered(items: Sequence[PaperItem]) -> Sequence[PaperItem]:
    if len({each.item.number for each in items}) == len(items):
        return items
    return [
        PaperItem(msgspec.structs.replace(each.item, number=str(number)), each.scheme)
        for number, each in enumerate(items, start=1)
    ]


def _media(bank: Bank, items: Sequence[Item], *, with_answers: bool) -> Media:
    """The pictures of items; without answers, without what was noted in their files."""
    read = bank.medium if with_answers else lambda name: without_notes(bank.medium(name))
    return Media({image.name: None for each in items for image in each.media}, read)


def _exported(bank: Bank, order: ExportOrder) -> Exported:
    title, total = bank.stated_title(order.paper), bank.paper_total(order.paper)
    items = bank.items(order.paper)
    if order.places:
        chosen = {find(items, place, missing="bank.no-item").id for place in order.places}
        items = [each for each in items if each.id in chosen]
        total = _sum(items)
    read_items = tuple(PaperItem(each.item, each.scheme) for each in items)
    media = _media(bank, [each.item for each in items], with_answers=order.with_answers)
    return Exported(title, read_items, media, total, bank.scoring_note(order.paper))


def _sum(items: Sequence[BankItem]) -> Fraction | None:
    """What some items are worth together; None where it is not said of all of them."""
    points = [each.item.points for each in items if each.item.points is not None]
    return sum(points, Fraction()) if len(points) == len(items) else None
