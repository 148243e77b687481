"""Moodle's cloze notation for texts with several blanks: `{1:SHORTANSWER:=a~=b}` within the text."""

import re
from typing import Final

from kaochang.domain.items import Item

_ESCAPED: Final = re.compile(r"[}#~/\"\\]")


def cloze_weight(item: Item) -> int:
    """What each blank counts: its points where those are whole, else 1, since Moodle has no other weights."""
    if item.points is None or item.points % item.blanks or item.points < item.blanks:
        return 1
    return int(item.points / item.blanks)


def cloze_field(accepted: tuple[str, ...], weight: int) -> str:
    """The field of one blank: every accepted text is worth all of it; a star is a star."""
    texts = [_ESCAPED.sub(r"\\\g<0>", text.replace("*", "\\*")) for text in accepted]
    return f"{{{weight}:SHORTANSWER:{'~'.join(f'={text}' for text in texts)}}}"
