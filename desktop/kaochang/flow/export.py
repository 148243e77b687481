"""Export: a paper of the bank, or some of its items, as a file of another format. The bank is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

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
    exported = _exported(bank, order)
    with made_file(order.out, replaces=order.replaces, kept=bank.files) as out:
        losses = _WRITERS[order.to](exported, out, with_answers=order.with_answers)
    return Export(len(exported.items), losses)


def _exported(bank: Bank, order: ExportOrder) -> Exported:
    title, total = bank.stated_title(order.paper), bank.paper_total(order.paper)
    items = bank.items(order.paper)
    if order.places:
        chosen = {find(items, place, missing="bank.no-item").id for place in order.places}
        items = [each for each in items if each.id in chosen]
        total = _sum(items)
    read = bank.medium if order.with_answers else lambda name: without_notes(bank.medium(name))
    media = Media({image.name: None for each in items for image in each.item.media}, read)
    read_items = tuple(PaperItem(each.item, each.scheme) for each in items)
    return Exported(title, read_items, media, total, bank.scoring_note(order.paper))


def _sum(items: Sequence[BankItem]) -> Fraction | None:
    """What some items are worth together; None where it is not said of all of them."""
    points = [each.item.points for each in items if each.item.points is not None]
    return sum(points, Fraction()) if len(points) == len(items) else None
