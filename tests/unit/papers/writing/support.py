"""Papers of a few items, and what a writer makes of them."""

import io
import zipfile

from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import PaperItem
from kaochang.domain.responses import Choice
from kaochang.papers.writing.exported import Exported
from lxml import etree
from support.paper_items import PICTURE
from support.round_trips import written

FOUR = tuple(Option(label, f"选项{label}") for label in "ABCD")
SINGLE = Item(ItemType.SINGLE, "应当先（　　）。", "1", "单选题", FOUR)
MEDIA = {"a.png": PICTURE}
SHOWN = Image("a.png", "image/png")


def paper(*items: tuple[Item, MarkScheme], title: str | None = "样卷", **media: bytes) -> Exported:
    """A paper of items with their mark schemes."""
    return Exported(title, tuple(PaperItem(item, scheme) for item, scheme in items), MEDIA | media)


def single(**scheme: object) -> tuple[Item, MarkScheme]:
    """A single choice whose key is B."""
    return SINGLE, MarkScheme(Choice(("B",)), **scheme)


def parts(write, exported: Exported, **how: bool) -> dict[str, bytes]:
    """The parts of a package."""
    archive = zipfile.ZipFile(io.BytesIO(written(write, exported, **how)))
    return {name: archive.read(name) for name in archive.namelist()}


def xml(data: bytes) -> etree._Element:
    """The root element, names without their namespaces."""
    root = etree.fromstring(data)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root
