"""What every format leaves out, told once for all of them: after this a writer finds nothing that no file can hold."""

import re
from typing import Final, TypeVar

from msgspec.structs import replace

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import PaperItem
from kaochang.domain.values import from_plain, to_plain
from kaochang.papers.markup.own_keys import fits_key
from kaochang.papers.writing.exported import Exported, Losses, Placed, Section

_UNSAYABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no text file has: nobody sees them, and XML has no way to write them."""
V = TypeVar("V", Item, MarkScheme)


def sayable(exported: Exported, losses: Losses, *, with_answers: bool) -> tuple[Section, ...]:
    """The sections of a paper without what no format can carry; every loss is noted.

    Left out are control characters, pictures without bytes, who set a key later, and a key that its item cannot have.
    """
    kept = tuple(_sayable(placed, exported, losses) for placed in exported.placed(with_answers=with_answers))
    return Exported(exported.title, kept).groups(with_answers=with_answers)


def _sayable(placed: Placed, exported: Exported, losses: Losses) -> PaperItem:
    item, scheme = _cleaned(placed.item), _cleaned(placed.scheme)
    if (item, scheme) != (placed.item, placed.scheme):
        losses.say("control-signs", placed)
    if any(image.name not in exported.media for image in item.media):
        losses.say("picture-missing", placed)
        item = _without_missing(item, exported)
    if scheme.set_by is not None:
        losses.say("set-by", placed)
        scheme = replace(scheme, set_by=None)
    if scheme.correct is not None and not fits_key(item, scheme.correct):
        losses.say("key-misfit", placed)
        scheme = replace(scheme, correct=None)
    return PaperItem(item, scheme)


def _cleaned(value: V) -> V:
    plain = to_plain(value)
    cleaned = _walk(plain)
    return value if cleaned == plain else from_plain(type(value), cleaned)


def _walk(plain: object) -> object:
    if isinstance(plain, str):
        return _UNSAYABLE.sub("", plain)
    if isinstance(plain, list):
        return [_walk(each) for each in plain]
    if isinstance(plain, dict):
        return {name: _walk(each) for name, each in plain.items()}
    return plain


def _without_missing(item: Item, exported: Exported) -> Item:
    def is_there(name: str) -> bool:
        return name in exported.media

    columns = {
        name: tuple(
            each if each.image is None or is_there(each.image.name) else replace(each, image=None) for each in column
        )
        for name, column in (("options", item.options), ("prompts", item.prompts))
    }
    return replace(item, images=tuple(image for image in item.images if is_there(image.name)), **columns)
