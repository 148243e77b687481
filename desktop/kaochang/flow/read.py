"""Read: a paper file becomes items and findings, and goes into the bank. The file is never changed."""

import hashlib
from pathlib import Path

import msgspec

from kaochang.domain.items import Image, Item, Option
from kaochang.domain.papers import PaperItem
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.machine.file_streams import FileStream
from kaochang.papers import limits
from kaochang.papers.media import Media
from kaochang.papers.reading import Key, ReadPaper, read_paper
from kaochang.papers.reading import read_key as parse_key
from kaochang.store.bank import Bank, PaperEntry


def read_file(path: Path, key: Path | Key | None = None) -> ReadPaper:
    """A paper as it is, with what the reader is not sure of; PAPER where it cannot be read at all.

    A key for several papers is read once (`read_key`), and given to each.
    """
    data, opened = _stream(path), read_key(key) if isinstance(key, Path) else key
    with refusals_at(path):
        return read_paper(data, path.name, opened)


def read_key(path: Path) -> Key:
    """A separate answer key, for as many papers as there are; PAPER where it cannot be read at all."""
    return parse_key(_stream(path), path.name)


def _stream(path: Path) -> FileStream:
    try:
        return FileStream(path, limits.MAX_FILE)
    except Refusal as refusal:
        raise Refusal(Outcome.PAPER, refusal.key, refusal.where, **refusal.params) from refusal


def _renamed(item: Item, names: dict[str, str]) -> Item:
    def image_of(image: Image) -> Image:
        return Image(names[image.name], image.media_type)

    def option_of(option: Option) -> Option:
        return option if option.image is None else msgspec.structs.replace(option, image=image_of(option.image))

    return msgspec.structs.replace(
        item,
        images=tuple(map(image_of, item.images)),
        options=tuple(map(option_of, item.options)),
        prompts=tuple(map(option_of, item.prompts)),
    )


def picture_name(data: bytes) -> str:
    """The name of a picture in the bank, by its content."""
    return hashlib.sha256(data).hexdigest()[:32]


def add_to_bank(bank: Bank, read: ReadPaper, name: str, clock: Clock, random: Randomness) -> int:
    """Puts a paper into the bank; its number there."""
    return bank.add_paper(entry_of(read, name, clock, random))


def entry_of(read: ReadPaper, name: str, clock: Clock, random: Randomness) -> PaperEntry:
    """What a paper brings into the bank. Pictures are named by their content, items by chance."""
    names = {own: picture_name(data) for own, data in read.media.items()}
    items = tuple(PaperItem(_renamed(each.item, names), each.scheme) for each in read.paper.items)
    paper = msgspec.structs.replace(read.paper, items=items)
    sources = {kept: own for own, kept in names.items()}
    media = Media(sources, lambda kept: read.media[sources[kept]])
    item_ids = [random(8).hex() for _ in items]
    return PaperEntry(name, clock.wall(), paper, item_ids, media, read.passed)
