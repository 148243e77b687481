"""Pictures by name, read when asked for."""

import pytest
from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Paper, PaperItem
from kaochang.papers.contract import to_contract
from kaochang.papers.media import Media


def test_nothing_is_read_before_it_is_asked_for():
    asked = []
    media = Media(["a", "b"], lambda name: asked.append(name) or name.encode())
    assert ("a" in media, "c" in media, len(media), list(media)) == (True, False, 2, ["a", "b"])
    assert asked == []
    assert media["b"] == b"b"
    assert asked == ["b"]
    with pytest.raises(KeyError):
        media["c"]
    assert media == {"a": b"a", "b": b"b"}


def test_a_picture_of_the_text_and_of_an_option_is_one_picture_of_its_item():
    image = Image("a.png", "image/png")
    item = Item(ItemType.SINGLE, "看图", "1", options=(Option("A", "", image),), images=(image,))
    told = to_contract(Paper(None, (PaperItem(item, MarkScheme()),), ()), lambda key, **_: key)
    assert told["items"][0]["images"] == ["a.png"]
