"""Options that a paper labels 甲乙丙丁, ①②③④ or 1) 2) 3): read by letters, shown and answered by the paper's labels."""

import re
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Choice
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import fold, make_line

_JOINTS: Final = r"[\s、,;/+和与及]*"


def by_letters(draft: Draft) -> None:
    """Answers that name such labels, behind the item or in the bracket of its stem, as the letters they stand for."""
    if not draft.own:
        return
    labels = "".join(draft.own.values())
    run = rf"[{labels}](?:{_JOINTS}[{labels}])*"
    alone = re.compile(rf"[选\s(\[]*({run})[)\]项\s.。、:]*")
    for given in draft.answers:
        given.lines = [
            make_line(_lettered(draft, match[1]), line.number) if (match := alone.fullmatch(line.fold)) else line
            for line in given.lines
        ]
    bracket = re.compile(rf"(?<=[(\[])\s*({run})\s*(?=[)\]])")
    stem = draft.fields.get(Mark.STEM, [])
    draft.fields[Mark.STEM] = [
        make_line(_filled(draft, line.text, found), line.number, table=line.table, images=line.images)
        if (found := bracket.search(line.fold)) and len(found[1]) < len(labels)
        else line
        for line in stem
    ]


def _filled(draft: Draft, text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {_lettered(draft, found[1])} {text[found.end() :]}"


def _lettered(draft: Draft, text: str) -> str:
    letters = {label: letter for letter, label in draft.own.items()}
    return "".join(letters[character] for character in fold(text) if character in letters)


def by_own(draft: Draft, item: Item, scheme: MarkScheme) -> tuple[Item, MarkScheme]:
    """The item and its mark scheme with the labels that the paper prints."""
    if not draft.own:
        return item, scheme
    options = tuple(replace(option, label=draft.own.get(option.label, option.label)) for option in item.options)
    correct = scheme.correct
    if isinstance(correct, Choice):
        correct = Choice(tuple(sorted(draft.own.get(label, label) for label in correct.labels)))
    return replace(item, options=options), replace(scheme, correct=correct)
