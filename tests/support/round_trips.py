"""What was written, read again: items in a shape that can be compared, whatever their pictures are called."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kaochang.domain.items import Image, Option
from kaochang.domain.papers import PaperItem
from kaochang.papers.reading import ReadPaper, read_paper
from kaochang.papers.writing.exported import Exported, Loss


def written(write: Callable[..., tuple[Loss, ...]], exported: Exported, *, with_answers: bool = True) -> bytes:
    """The file that a writer makes."""
    out = io.BytesIO()
    write(exported, out, with_answers=with_answers)
    return out.getvalue()


def losses(write: Callable[..., tuple[Loss, ...]], exported: Exported, *, with_answers: bool = True) -> dict[str, int]:
    """What a writer says its format cannot carry, each with the number of its items."""
    return {loss.key: len(loss.places) for loss in write(exported, io.BytesIO(), with_answers=with_answers)}


def read_back(write: Callable[..., tuple[Loss, ...]], exported: Exported, *, with_answers: bool = True) -> ReadPaper:
    """A paper, written and read again."""
    return read_paper(written(write, exported, with_answers=with_answers), "paper")


def exported(path: Path) -> Exported:
    """A paper of ours, as writers take it."""
    read = read_paper(path.read_bytes(), path.name)
    return Exported(read.paper.title, read.paper.items, read.media, read.paper.total_points)


def without_loss(write: Callable[..., tuple[Loss, ...]], path: Path) -> tuple[Exported, ReadPaper]:
    """A paper of ours, and the same written and read again: no loss is told, title and total are as they were."""
    paper = exported(path)
    assert losses(write, paper) == {}
    back = read_back(write, paper)
    assert (back.paper.title, back.paper.total_points) == (paper.title, paper.total_points)
    return paper, back


def comparable(items: tuple[PaperItem, ...], media: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """All that items and their schemes say, with the bytes of pictures for their names."""
    return [_item(read, media) for read in items]


def _item(read: PaperItem, media: Mapping[str, bytes]) -> dict[str, Any]:
    item, scheme = read.item, read.scheme
    told = {name: getattr(item, name) for name in item.__struct_fields__}
    told |= {f"scheme.{name}": getattr(scheme, name) for name in scheme.__struct_fields__}
    return told | {
        "options": [_option(option, media) for option in item.options],
        "prompts": [_option(option, media) for option in item.prompts],
        "images": [_picture(image, media) for image in item.images],
    }


def _option(option: Option, media: Mapping[str, bytes]) -> tuple[str, str, object]:
    return option.label, option.text, None if option.image is None else _picture(option.image, media)


def _picture(image: Image, media: Mapping[str, bytes]) -> tuple[str, bytes]:
    return image.media_type, media[image.name]
