"""Keys of items that are numbered within their chapters: `1-1 B　1-2 A　2-1 C`, each told by its whole number."""

import re
from collections.abc import Sequence
from typing import Final

from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.lines import Line

_ENTRY: Final = re.compile(
    r"(?P<code>\d{1,3}[-–—.]\d{1,3})\s*[.、:)]?\s*(?P<key>[A-H](?:[、,]?[A-H])*|√|×|正确|错误|[对错])(?![\w])[\s,;。、|]*"
)


def take(line: Line, items: Sequence[Draft]) -> bool:
    """Whether a line of a key is nothing but such entries; each is given to its item then.

    Only where every number is that of one item: a range (1-5 ABCDA) is read otherwise, and told where it fits nothing.
    """
    coded = {draft.code: draft for draft in items if draft.code}
    if not coded or not line.fold[:1].isdigit():
        return False
    entries = list(_ENTRY.finditer(line.fold))
    covered = "".join(match[0] for match in entries) == line.fold
    if not covered or not all(match["code"] in coded for match in entries):
        return False
    for match in entries:
        coded[match["code"]].answers.append(Given([line.cut(*match.span("key"))], "key"))
    return True
