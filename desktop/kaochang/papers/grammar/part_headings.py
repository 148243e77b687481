"""Headings inside an answer part: the place, the type or the title of a section; answers may stand behind them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaochang.papers.grammar import answer_titles, kinds
from kaochang.papers.grammar.headings import (
    ANSWER_RUN,
    MAX_HEADING,
    OPENS,
    PLACED,
    Heading,
    Meta,
    ordinal_of,
    same_title,
    untyped,
)
from kaochang.papers.lines import Line, fold
from kaochang.papers.numerals import CIRCLED, SPELLED, to_int

_CIRCLED_KEY: Final = rf"[{CIRCLED}]\s*[A-Ha-h√×对错]"
_LISTED: Final = r"(?:正确|错误|[对错√×])[^\d:]{0,4}:\s*\d"
"""Judgements by their verdict: `对：15、17`."""
_KEY_LEAD: Final = re.compile(
    rf"(?:[{SPELLED}]{{1,3}}\s*[、.]\s*|\([{SPELLED}]\)\s*|[ⅠⅡⅢⅣⅤ]\s*[、.]\s*|\[[A-H{SPELLED}]\]\s*)?[\[]?(?P<words>[^\d\s:()\[\],。]{{2,10}})\s*(?:\([^()]{{0,40}}\))?[\]]?\s*[:\s]\s*"
    r"(?=$|第?\s*\d{1,3}\s*(?:题\s*)?(?:-+|[.、:)\]至到]|\s)\s*\S|\d{1,3}[A-H√×对错]|\(\d{1,3}\)|[A-H√×](?:[A-H√×\s]{1,})$)"
)
_WORDED: Final = re.compile(
    rf"(?!案例|材料|资料|情|场景|面试|卡片|题卡|问题|小题|任务)[^\W\d_第]{{2,4}}?(?P<n>[{SPELLED}\d]{{1,2}})\s*[:、.-]+\s*(?=\(?\d)"
)
"""Such a place right before answers: `模块一：1.A`."""
_BEHIND_TITLE: Final = re.compile(r"(?:的?(?:参考)?答案)?\s*[\s:、.-]+\s*(?=\(?\d|[A-H√×对错](?:[A-H√×对错、,\s]*)$)")
_LETTERS: Final = ("ABCDEF", "甲乙丙丁戊己")
_LETTER_LEAD: Final = re.compile(r"([A-F甲乙丙丁戊己])\s*[.、]\s*(?=\d{1,3}\s*(?:[.、:)]|-\s*\d)\s*\S)")
_KEY_WORDS: Final = re.compile(
    r"选|[填判辨排连写答]一|判断|是非|填空|[简解问]答|[简论]述|案例|情[景境]|面试|排序|匹配|连线|配对|名词|计算|客观|主观|实操|材料|作文|写作|翻译"
)


def parse_ordinal(line: Line) -> Heading | None:
    """In an answer part, a bare 三、 (or one before the answers on its line) heads the answers of that section."""
    ordinal, level, start = ordinal_of(line.fold)
    lettered = _LETTER_LEAD.match(line.fold)
    if lettered is not None:
        place = max(letters.find(lettered[1]) for letters in _LETTERS)
        ordinal, level, start = place + 1, 1, lettered.end()
    placed = (PLACED.match(line.fold) or _WORDED.match(line.fold)) if level > 2 else None
    if placed is not None:
        ordinal, level, start = to_int(placed["n"]), 1, placed.end()
    rest = line.cut(start)
    begins = rf"$|\(?\d|{_CIRCLED_KEY}|{_LISTED}" if level < 2 else r"$|\d|\(\d{1,2}\)\s*[A-H√×对错]"
    if level > 2 or not (re.match(begins, rest.fold) or ANSWER_RUN.fullmatch(rest.fold)):
        return None
    return Heading("", ordinal, level, None, Meta(), True, line, rest=rest if rest.text else None)


def of_row(line: Line) -> Heading:
    """What the first cell of a row in a key table names: 单选, 一, 二、判断题."""
    spelled = re.fullmatch(rf"第?([{SPELLED}]{{1,3}})(?:大题|部分|题)?[、.]?", line.fold)
    spelled = spelled or PLACED.fullmatch(line.fold)
    if spelled is not None:
        return Heading("", to_int(spelled[1]), 1, None, Meta(), True, line)
    ordinal, level, start = ordinal_of(line.fold)
    words = line.cut(start)
    kind, generic = kinds.type_of(words.fold), kinds.is_generic_choice(words.fold)
    return Heading(words.text, ordinal, level, kind, Meta(), True, line, generic)


def parse_key_lead(line: Line) -> Heading | None:
    """In an answer part, a type or section before its answers: `单选：1-5 ABCDA`, `二、判断 1.√ 2.×`."""
    if not _KEY_WORDS.search(line.fold, 0, 16):
        return None
    match = _KEY_LEAD.match(line.fold)
    words = match.group("words").strip() if match else ""
    kind, generic = kinds.type_of(words), kinds.is_generic_choice(words)
    if match is None or not (kind or generic):
        return None
    rest = line.cut(match.end())
    if not rest.text and not (kinds.is_name(words) and line.fold.endswith(":")):
        return None
    ordinal, level, _ = ordinal_of(line.fold)
    name = answer_titles.section_of(words)
    return Heading(name, ordinal, level, kind, Meta(), True, line, generic, rest=rest if rest.text else None)


def named(line: Line, titles: Sequence[str | None]) -> Heading | None:
    """Inside an answer part, a line that is an ordinal and the title of a section: 一、单选, whose answers follow."""
    if not titles or len(line.fold) > MAX_HEADING // 8:
        return None
    bare = line.fold.strip(" :[]")
    if any(title and fold(title) == bare for title in titles):
        return Heading(bare, 0, 3, kinds.type_of(bare), Meta(), False, line)
    led = _led_by(line, titles)
    if led is not None or line.fold[:1] not in OPENS:
        return led
    found = untyped(line)
    is_one = found.ordinal > 0 and found.level < 3 and any(same_title(found.title, title or "") for title in titles)
    return replace(found, kind=kinds.type_of(fold(found.title))) if is_one else None


def _led_by(line: Line, titles: Sequence[str | None]) -> Heading | None:
    """The title of a section, with its ordinal or without, right before answers: `一、火眼金睛 1.× 2.√`."""
    ordinal, level, start = ordinal_of(line.fold)
    for title in titles:
        end = start + len(title or "")
        if title and line.fold[start:end] == fold(title) and (behind := _BEHIND_TITLE.match(line.fold, end)):
            kind = kinds.type_of(fold(title))
            return Heading(title, ordinal, level, kind, Meta(), False, line, rest=line.cut(behind.end()))
    return None
