"""Answers shown by looks alone (red, bold, underlined): taken only where the paper leaves no doubt.

They are options, one word of the pair that a judgement prints (对 / 错), and, where the paper says what its look means,
the lines below a question that is answered in writing.
"""

import re
from collections.abc import Iterable
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.stems import find_pair
from kaochang.papers.lines import Line, make_line

_SAID: Final = (
    (
        "colour",
        re.compile(
            r"(?:标[红蓝绿]|[红蓝绿橙紫]色|[红蓝绿]字)[^。]{0,8}(?:正确|答案)"
            r"|(?:正确|答案)[^。]{0,10}(?:标[红蓝绿]|[红蓝绿橙紫]色|[红蓝绿]字)"
        ),
    ),
    ("bold", re.compile(r"(?:加粗|粗体|黑体)[^。]{0,8}(?:正确|答案)|(?:正确|答案)[^。]{0,10}(?:加粗|粗体)")),
    ("underline", re.compile(r"下划线[^。]{0,8}(?:正确|答案)|(?:正确|答案)[^。]{0,10}下划线")),
    ("highlight", re.compile(r"(?:高亮|底色)[^。]{0,8}(?:正确|答案)|(?:正确|答案)[^。]{0,10}(?:高亮|底色)")),
)


def take_looks(drafts: list[Draft], lines: list[Line]) -> None:
    """Give items what is set apart by one look, if the paper says so or every item of its type has that look."""
    said = _said(lines) if any(_is_set_apart(draft) for draft in drafts) else ""
    _take_options(drafts, said)
    _take_pairs([draft for draft in drafts if _is_judged(draft)], said)
    for draft in drafts:
        if said and draft.is_open and not draft.answers:
            _take_lines(draft, said)


def _is_set_apart(draft: Draft) -> bool:
    """Whether any words of an item have a look: most papers have none."""
    return any(line.spans for line in draft.fields.get(Mark.STEM, [])) or any(option.looks for option in draft.options)


def _take_options(drafts: list[Draft], said: str) -> None:
    bare = [draft for draft in drafts if _is_bare(draft)]
    if not any(option.looks for draft in bare for option in draft.options):
        return
    choices = [draft for draft in drafts if len(draft.options) > 1]
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


def _is_judged(draft: Draft) -> bool:
    """Whether an item is a judgement without an answer: by its heading, or by the pair that it prints."""
    prints = draft.kind is None and find_pair(_last(draft).fold) is not None
    return not draft.answers and (draft.kind is ItemType.TRUEFALSE or prints)


def _last(draft: Draft) -> Line:
    """The last line of a stem."""
    return (draft.fields.get(Mark.STEM) or [Line("", 0)])[-1]


def _take_pairs(drafts: list[Draft], said: str) -> None:
    """Judgements whose printed pair has one word in a look: the one that the paper names, or that all of them have."""
    found = [(draft, _paired(draft)) for draft in drafts]
    looks = {look for _, pair in found for look in pair}
    for look in sorted(looks):
        if look.split(":")[0] == said or (len(found) > 1 and all(look in pair for _, pair in found)):
            for draft, pair in found:
                draft.answers += [Given([make_line(pair[look], draft.line)], "looks")] if look in pair else []
            return


def _paired(draft: Draft) -> dict[str, str]:
    """The looks that only one word of the pair has, each with that word."""
    line = _last(draft)
    pair = find_pair(line.fold)
    if pair is None:
        return {}
    words = [line.cut(*pair.span(name)) for name in ("true", "false")]
    looks = [word.looks() for word in words]
    return {
        look: word.text
        for word, own in zip(words, looks, strict=True)
        for look in own
        if look not in looks[0] & looks[1]
    }


def _take_lines(draft: Draft, said: str) -> None:
    stem = draft.fields.get(Mark.STEM, [])
    told = [line for line in stem[1:] if any(look.split(":")[0] == said for look in line.looks())]
    if told:
        draft.fields[Mark.STEM] = [line for line in stem if line not in told]
        draft.answers.append(Given(told, "looks"))
