"""Lines that say which items share what stands below: material for items 4 to 6, options for items 6 to 8."""

import re
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar import kinds, marks
from kaochang.papers.grammar.drafts import Section, Shared
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.starts import CONTAINERS
from kaochang.papers.lines import Line, fold
from kaochang.papers.numerals import SPELLED

_RANGE: Final = r"第?\s*(\d{1,3})\s*(?:小?题)?\s*[-至到、]\s*第?\s*(\d{1,3})\s*"
_SHARED: Final = re.compile(
    rf"[(\[]?\s*{_RANGE}(?:小?题)?[^。]{{0,6}}(?:共用|公用|共享|共有)[^。]{{0,8}}[)\]]?\s*:?"
    rf"|(?:[^。]{{0,30}}(?:材料|资料|案例|情景|信息|内容|短文)|[\[(]?(?:请|先|认真|仔细){{0,2}}(?:阅读|根据|依据|结合|看)[^。]{{1,24}})"
    rf"[^。]{{0,16}}{_RANGE}(?:小?题)[^。]{{0,6}}[。.:]?"
)
_BARE: Final = re.compile(r"[\[(]\s*第?(\d{1,3})\s*题?\s*[-至到]\s*(\d{1,3})\s*(?:小?题)?\s*[\])]")
"""`[5～7]`: the numbers of the items that share what stands below, in a line of its own."""
_ENGLISH: Final = re.compile(
    r"(?:questions?|items?|nos?\.?)\s*(\d{1,3})\s*(?:-|to|and|through)\s*(\d{1,3})\s*(?:(?:are|is)\s)?[^.:]{0,20}"
    r"(?:based on|refer to|about)\b.{0,60}",
    re.IGNORECASE,
)
_PASSAGE: Final = re.compile(
    r"[\[(]?(?:passage|text|dialogue|conversation)\s*(?:one|two|three|four|five|[1-9]|[A-E]|[IVX]{1,3})\s*[\])]?\s*[:.]?",
    re.IGNORECASE,
)
_READING: Final = re.compile(r"完形|阅读|短文|篇章|语篇|reading|cloze|passage", re.IGNORECASE)
_OPENS: Final = re.compile(r"\[?(?:阅读|根据|材料|案例|背景|资料|某)")
_CASE_WORD: Final = re.compile(r"\[?(?:案例|情[景境]|场景|面试)")
_MATERIAL_TITLE: Final = re.compile(
    rf"(?:材料|资料|案例|背景|短文|情[景境]|场景)\s*[{SPELLED}\d]{{1,2}}(?:\s*[:(\s].{{1,20}})?"
)
_MATERIAL_WORD: Final = re.compile(r"(?:情[景境]|场景|案例|材料|资料|背景)(?:描述|设定|背景|材料|资料|回放|再现)?")
_DIRECTS: Final = re.compile(
    r"\(?(?:directions?|instructions?|note|in this|there (?:is|are)|choose|read|answer|fill|complete|for each)\b",
    re.IGNORECASE,
)
_NUMBERED_BLANK: Final = re.compile(r"_+\s*\(?\d{1,3}\)?\s*_+|\(\s*\d{1,3}\s*\)\s*_+|_+\s*\(\d{1,3}\)")
_LONG: Final = 40
_VERY_LONG: Final = 60


def parse_shared(line: Line) -> Shared | None:
    """What a line such as （4~6题共用题干） announces, with its words where they are material themselves."""
    if line.fold[:1].isascii() and (english := _parse_english(line)):
        return english
    bare = _BARE.fullmatch(line.fold)
    if bare is not None and int(bare.group(1)) < int(bare.group(2)):
        return Shared([], int(bare.group(1)), int(bare.group(2)))
    match = _SHARED.match(line.fold) if "题" in line.fold else None
    if match is None:
        return None
    first, last = (int(group) for group in match.groups() if group)
    shared = Shared([], first, last)
    if len(line.fold) > match.end() + 4 or match.group(3):
        shared.lines.append(line if match.group(3) else line.cut(match.end()))
    return shared


def _parse_english(line: Line) -> Shared | None:
    """`Questions 7 to 9 are based on the following passage.`, `Passage One`; the passage follows."""
    if _PASSAGE.fullmatch(line.fold):
        return Shared()
    match = _ENGLISH.fullmatch(line.fold)
    return Shared([], int(match.group(1)), int(match.group(2))) if match else None


def is_material(line: Line, section: Section) -> bool:
    """Whether words before an item are material rather than instructions."""
    if line.images or (section.title is not None and heads_material(section.title)):
        return True
    if section.kind in CONTAINERS:
        return marks.starts_with(line) is Mark.MATERIAL or len(line.fold) > _LONG
    if section.title and _READING.search(section.title) and _is_passage(line):
        return True
    return len(line.fold) > _VERY_LONG and bool(_OPENS.match(line.fold))


def heads_material(title: str) -> bool:
    """Whether a section is headed by the word and the number of its material: 资料二, 材料一：退货."""
    return bool(_MATERIAL_TITLE.fullmatch(fold(title)))


def _is_passage(line: Line) -> bool:
    """Whether a line of a section for reading is prose in a foreign language, or has numbered blanks in it."""
    letters = sum(letter.isascii() for letter in line.fold)
    prose = len(line.fold) > _VERY_LONG and letters * 10 >= len(line.fold) * 9 and not _DIRECTS.match(line.fold)
    return prose or len(_NUMBERED_BLANK.findall(line.fold)) > 1


def names_material(word: str) -> bool:
    """Whether a word alone says that material follows: 情景, 材料."""
    return bool(_MATERIAL_WORD.fullmatch(word))


def case_kind(line: Line) -> ItemType | None:
    """The type that the word of a numbered case says (案例一, 情景二, 面试题三); None for material."""
    match = _CASE_WORD.match(line.fold)
    return kinds.type_of(match.group()) if match else None
