"""Read: a paper file becomes items and findings, and goes into the bank. The file is never changed."""

import hashlib
from pathlib import Path

import msgspec

from kaochang.domain.items import Image, Item
from kaochang.domain.papers import Paper, PaperItem
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.machine.safe_files import read_whole
from kaochang.papers.reading import ReadPaper, read_paper
from kaochang.store.bank import Bank, PaperEntry

PAPER_LIMIT = 256 * 1024 * 1024
"""Largest paper file that is read, pictures included."""


def read_file(path: Path, key: Path | None = None) -> ReadPaper:
    """A paper as it is, with what the reader is not sure of; PAPER where it cannot be read at all."""
    try:
        data = read_whole(path, PAPER_LIMIT)
        key_data = None if key is None else read_whole(key, PAPER_LIMIT)
    except Refusal as refusal:
        raise Refusal(Outcome.PAPER, refusal.key, refusal.where, **refusal.params) from refusal
    with refusals_at(path):
        return read_paper(data, path.name, key_data)


def _renamed(item: Item, names: dict[str, str]) -> Item:
    images = tuple(Image(names[image.name], image.media_type) for image in item.images)
    return msgspec.structs.replace(item, images=images)


def add_to_bank(bank: Bank, read: ReadPaper, name: str, clock: Clock, random: Randomness) -> int:
    """Puts a paper into the bank; its number there. Pictures are named by their content, items by chance."""
    names = {name: hashlib.sha256(data).hexdigest()[:32] for name, data in read.media.items()}
    items = tuple(PaperItem(_renamed(each.item, names), each.scheme) for each in read.paper.items)
    paper = Paper(read.paper.title, items, read.paper.findings, read.paper.total_points)
    media = {names[name]: data for name, data in read.media.items()}
    item_ids = [random(8).hex() for _ in items]
    return bank.add_paper(PaperEntry(name, clock.wall(), paper, item_ids, media))
