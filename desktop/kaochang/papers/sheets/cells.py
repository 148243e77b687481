"""What single cells hold: options in one cell, ticks beside options, answers as numbers of options."""

import json
import re
from collections.abc import Sequence
from typing import Final

from kaochang.papers.grammar import marks, options
from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.options import OptionDraft
from kaochang.papers.lines import Line, fold, make_line, visible
from kaochang.papers.sheets.counted import counted

_YES: Final = frozenset(
    {"是", "√", "对", "正确", "true", "t", "1", "y", "yes", "答案", "正确答案", "★", "*", "√(答案)", "v"}
)
_NO: Final = frozenset(
    {"", "否", "×", "错", "错误", "false", "f", "0", "n", "no", "x", "-", "/", "不是", "非", "不正确"}
)
_LED: Final = re.compile(r"\s*([A-Za-z])(?:\s+|(?=[^\sA-Za-z\d]))(\S.*)")
_SEPARATORS: Final = (r"\n+", r"\$\$|##|@@", r"\s*\|+\s*", r"\s*[;；]\s*", r"\s+/\s+", r"\t+|\s{2,}|\u3000+")


def is_ticked(text: str) -> bool | None:
    """Whether a cell beside an option says that it is right; None where it says neither."""
    word = fold(text).strip().casefold()
    return True if word in _YES else False if word in _NO else None


def option_of(label: str, lines: Sequence[Line]) -> OptionDraft | None:
    """The option of a cell: the words without a label that repeats its column's; None where nothing stands in it."""
    if not lines:
        return None
    first, *more = lines
    own = options.parse_options(first)
    if len(own) == 1 and own[0].label == label:
        return OptionDraft(label, own[0].words, own[0].chosen, more=list(more) or None)
    return OptionDraft(label, first, more=list(more) or None)


def options_in(lines: Sequence[Line]) -> list[OptionDraft]:
    """The options of one cell: by their labels or figures, else apart by line breaks or signs that no word holds."""
    listed = _labelled(lines)
    if listed:
        return listed
    numbered = counted(lines)
    if numbered is not None:
        return numbered.options
    if len(lines) > 1:
        return led_by_letters(lines) or _in_order(lines)
    text = lines[0].text if lines else ""
    parts = _listed(text)
    for separator in _SEPARATORS:
        parts = parts or [part for part in re.split(separator, text) if part.strip()]
        parts = parts if len(parts) > 1 else []
    return parted(parts, lines[0].number) if parts else []


def parted(parts: Sequence[str], number: int) -> list[OptionDraft]:
    """Options that stood apart in one cell: by their labels, else in order."""
    made = [make_line(part, number) for part in parts]
    return _labelled(made) or _in_order(made)


def _labelled(lines: Sequence[Line]) -> list[OptionDraft]:
    """Options of lines that begin with A; a line without a label goes on with the option before it."""
    found: list[OptionDraft] = []
    for line in lines:
        own = options.parse_options(line)
        if not own and not found:
            return []
        if own:
            found += own
        else:
            found[-1].more = [*(found[-1].more or []), line]
    for option in found:
        _trim(option)
    return found if found and found[0].label == "A" and len(found) > 1 else []


def led_by_letters(lines: Sequence[Line]) -> list[OptionDraft]:
    """Options of lines that begin with A, B, C and so on without any sign behind the letter: A 东."""
    found = [_LED.fullmatch(line.fold) for line in lines]
    labels = [match.group(1).upper() for match in found if match]
    if len(lines) < 2 or labels != [chr(ord("A") + place) for place in range(len(lines))]:
        return []
    words = [line.cut(match.start(2)) for line, match in zip(lines, found, strict=True) if match]
    if len({each.text for each in words}) < len(words):
        return []
    return [OptionDraft(label, each, chosen=False) for label, each in zip(labels, words, strict=True)]


def _trim(option: OptionDraft) -> None:
    """A separator between options is no word of theirs."""
    if not option.more and option.words.text.endswith(("|", ";", "；")):
        option.words = option.words.cut(0, len(option.words.text.rstrip("|;； ")))


def _in_order(lines: Sequence[Line]) -> list[OptionDraft]:
    """Options without labels, in order."""
    if len(lines) > 26:
        return []
    found = [option_of(chr(ord("A") + place), [line]) for place, line in enumerate(lines)]
    return [option for option in found if option is not None]


def _listed(text: str) -> list[str]:
    """The texts of a list as programs write it: ["北京", "上海"]."""
    if not (text.startswith("[") and text.endswith("]")):
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    listed = isinstance(found, list) and all(isinstance(part, str) for part in found)
    return [visible(part) for part in found] if listed else []


def take_marked(draft: Draft, lines: Sequence[Line], place: str) -> None:
    """An answer cell: the answer, and what it says behind marks of their own (解析：…)."""
    given = Given([], place)
    field = Mark.ANSWER
    for line in lines:
        for mark, piece in marks.split(line):
            if mark in (Mark.ANSWER, Mark.EXPLANATION, Mark.RUBRIC):
                field = mark
            if field is Mark.ANSWER:
                given.lines += [piece] if piece.text else []
            else:
                draft.add(field, piece)
    if not given.lines and not draft.fields.get(field):
        given.lines = list(lines)
    if given.lines:
        draft.answers.append(given)


def without_mark(lines: Sequence[Line], mark: Mark) -> list[Line]:
    """The lines of a cell without the word that its header says already (解析：…, 题干：…)."""
    if not lines or marks.starts_with(lines[0]) is not mark:
        return list(lines)
    pieces = marks.split(lines[0])
    if len(pieces) != 1 or not pieces[0][1].text:
        return list(lines)
    return [pieces[0][1], *lines[1:]]
