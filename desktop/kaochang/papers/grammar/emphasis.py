"""Answers shown by looks alone (red, bold, underlined options): taken only where the paper leaves no doubt."""

import re
from collections.abc import Iterable
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.lines import Line, make_line

_SAID: Final = (
    (
        "colour",
        re.compile(r"(?:标红|红色|红字)[^。]{0,8}(?:正确|答案)|(?:正确|答案)[^。]{0,10}(?:标红|红色|红字)"),
    ),
    ("bold", re.compile(r"(?:加粗|粗体|黑体)[^。]{0,8}(?:正确|答案)|(?:正确|答案)[^。]{0,10}(?:加粗|粗体)")),
    ("underline", re.compile(r"下划线[^。]{0,8}(?:正确|答案)|(?:正确|答案)[^。]{0,10}下划线")),
    ("highlight", re.compile(r"(?:高亮|底色)[^。]{0,8}(?:正确|答案)|(?:正确|答案)[^。]{0,10}(?:高亮|底色)")),
)


def take_looks(drafts: list[Draft], lines: Iterable[Line]) -> None:
    """Give each choice item the options set apart by one look, if the paper says so or every item has that look."""
    bare = [draft for draft in drafts if _is_bare(draft)]
    if not any(option.looks for draft in bare for option in draft.options):
        return
    choices = [draft for draft in drafts if len(draft.options) > 1]
    said = _said(lines)
    every = len(bare) == len(choices) and len(choices) > 1
    for look in sorted({look for draft in bare for option in draft.options for look in option.looks}):
        plain = look.split(":")[0]
        if plain == said or (every and all(_marked(draft, look) for draft in choices)):
            _take(bare, look, said=plain == said)
            return


def _is_bare(draft: Draft) -> bool:
    return len(draft.options) > 1 and not draft.answers and not any(option.chosen for option in draft.options)


def _said(lines: Iterable[Line]) -> str:
    for line in lines:
        for look, pattern in _SAID:
            if len(line.fold) < 80 and pattern.search(line.fold):
                return look
    return ""


def _labels(draft: Draft, look: str) -> str:
    return "".join(option.label for option in draft.options if look in option.looks)


def _marked(draft: Draft, look: str) -> str:
    """Labels of the options with a look, if that could be an answer: not all of them, one alone for single."""
    labels = _labels(draft, look)
    single = draft.kind is ItemType.SINGLE
    return labels if 0 < len(labels) < len(draft.options) and (len(labels) == 1 or not single) else ""


def _take(drafts: list[Draft], look: str, *, said: bool) -> None:
    """Where the paper says what the look means, it means that for every item, too many options or all included."""
    for draft in drafts:
        labels = _labels(draft, look) if said else _marked(draft, look)
        if labels:
            draft.answers.append(Given([make_line(labels, draft.line)], "looks"))
