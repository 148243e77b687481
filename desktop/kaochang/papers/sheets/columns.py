"""What the columns of a table hold, by the words in its header row: the same for sheets and for tables in Word.

A header is known by its words alone, whatever its width, brackets and remarks: `*题干（必填）` is 题干. Where two
columns have the same role, the word that says it better wins; the other column is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from kaochang.papers.lines import fold
from kaochang.papers.numerals import from_chinese
from kaochang.papers.sheets.header_words import WORDS, Role

_KNOWN: Final = {word: (role, rank) for role, words in WORDS.items() for rank, word in enumerate(words.split())}
_MARK: Final = r"(?P<label>[a-z]|\d{1,2}|[一二三四五六七八九十]{1,2})"
_OPTION: Final = re.compile(
    rf"(?:(?:备选答案|备选项|备选|答案选项|候选答案|候选项|选择项|选项内容|选项|可选项|选择|题支|题肢|answeroption|option|choice|opt){_MARK}(?:选项|项|内容|文本)?"
    r"|第(?P<place>\d{1,2}|[一二三四五六七八九十]{1,2})(?:个?选项|项)"
    r"|(?P<letter>[a-z])(?:选项|项|答案|选项内容)?)"
)
_KEYED: Final = re.compile(rf"(?:答案|正确答案|参考答案|标准答案|空|第|answer){_MARK}(?:空|空答案|答案)?")
_TICK: Final = (
    r"(?:是否正确答案|是否为正确答案|是否正确选项|是否正确|是否为答案|是否答案|正确与否"
    r"|iscorrect|isanswer|isright|correct)"
)
_CHOSEN: Final = re.compile(rf"{_TICK}{_MARK}|(?:选项|option|choice){_MARK.replace('label', 'before')}(?:{_TICK}|正确)")
_DRAWN: Final = re.compile(rf"(?:选项|option){_MARK}(?:的?图片|图|image|picture)")
_REMARK: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_AFTERWORD: Final = re.compile(r"\n|\s-|-\s|[:,;，；]|(?<=[一-鿿]{2})/")
_TRIVIA: Final = re.compile(r"[\s_*#※★:·.()\[\]\"'“”-]")
_AFFIXED: Final = re.compile(
    r"(?:考题|试题|题目|本题|单题|每题|小题|主观题|客观题|默认|标准|所属|[一二三]级)?(?P<core>[一-鿿]{2,6}?)(?:设置|选项|值|\d{1,2})?"
)
"""A known word with what banks put before it and behind it: 单题分值, 一级知识点, 知识点1, 正确答案选项."""
_AFFIXABLE: Final = frozenset(
    {Role.TYPE, Role.ANSWER, Role.EXPLANATION, Role.RUBRIC, Role.POINTS, Role.LEVEL, Role.TOPIC}
)
_SAT: Final = re.compile(r"(?:我|你|考生|学员|本人)的?(?:答案|作答|选择)|作答.{0,4}|答题(?:情况|结果)|是否答对")
"""A column of what somebody answered: then 得分 is what that earned, not what the item is worth."""
_WORDS_OF_OPTIONS: Final = frozenset({"选项内容", "选项文本", "选项描述"})
_BARE_NUMBER: Final = re.compile(r"[#]|no\.?", re.IGNORECASE)
MOST_HEADER: Final = 60
"""Characters of a header cell; a longer one is none."""


@dataclass(frozen=True, slots=True)
class Head:
    """What one header cell says: a role, for which option ("A"), and how well (0 is best)."""

    role: Role
    label: str = ""
    rank: int = 0
    counted: bool = False


@dataclass(slots=True)
class Columns:
    """Where what stands. `options`, `chosen` and `drawn` are columns by option label.

    `blanks` are columns that hold the answer of a blank each. `counted` says that the header counts options with
    numbers, so that an answer 1 is the first of them. `learned` are the columns whose roles only their cells told,
    `unread` those that nothing told. `called` are options by what their headers count them with (乙: B); `judged` are
    two columns, of which one is ticked for a judgement, with their words (对, 错).
    """

    roles: dict[Role, list[int]] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    chosen: dict[str, int] = field(default_factory=dict)
    drawn: dict[str, int] = field(default_factory=dict)
    blanks: list[int] = field(default_factory=list)
    counted: bool = False
    learned: dict[Role, list[int]] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)
    judged: dict[int, str] = field(default_factory=dict)

    @property
    def taken(self) -> set[int]:
        """All columns that hold something known."""
        labelled = (self.options, self.chosen, self.drawn)
        named = {place for places in self.roles.values() for place in places}
        return named | {place for places in labelled for place in places.values()} | {*self.blanks, *self.judged}

    def copy(self) -> "Columns":
        """The same, to be added to."""
        return replace(
            self,
            roles={role: [*places] for role, places in self.roles.items()},
            options=dict(self.options),
            learned={role: [*places] for role, places in self.learned.items()},
            called=dict(self.called),
        )

    def first(self, role: Role) -> int | None:
        """The column of a role that can have one only."""
        return next(iter(self.roles.get(role, [])), None)

    def all(self, role: Role) -> list[int]:
        """The columns of a role, as they stand in the table."""
        return sorted(self.roles.get(role, []))

    @property
    def has_stem(self) -> bool:
        """Whether items can be read."""
        return any(role in self.roles for role in (Role.STEM, Role.WHOLE_STEM, Role.PART_STEM))

    @property
    def names_stem(self) -> bool:
        """Whether a header says where the stems are."""
        return self.has_stem and Role.STEM not in self.learned

    @property
    def is_table(self) -> bool:
        """Whether the row is a header: a stem, and something that goes with one."""
        others = set(self.roles) - {Role.STEM, Role.OTHER, Role.NAME, Role.PICTURE}
        return self.has_stem and bool(others or self.options or self.blanks or self.judged)

    @property
    def is_key(self) -> bool:
        """Whether the row heads a table of numbers and answers."""
        return not self.has_stem and {Role.NUMBER, Role.ANSWER} <= set(self.roles)

    @property
    def by_option(self) -> bool:
        """Whether each option has a row of its own."""
        alone = bool(self.roles.get(Role.OPTIONS)) and not self.options
        return alone and bool(self.roles.get(Role.CHOSEN) or self.roles.get(Role.LABEL))


@lru_cache(maxsize=4096)
def head_of(text: str) -> Head | None:
    """What a header cell says; None where it says nothing that is known."""
    if not text or len(text) > MOST_HEADER or text.isdigit():
        return None
    folded = fold(text).casefold().strip()
    if _BARE_NUMBER.fullmatch(folded):
        return Head(Role.NUMBER)
    first = _AFTERWORD.split(folded)[0]
    spellings = (folded, _REMARK.sub("", folded), first, _REMARK.sub("", first))
    return next((head for text in spellings if (head := _known(_TRIVIA.sub("", text))) is not None), None)


def _known(word: str) -> Head | None:
    if word in _KNOWN:
        role, rank = _KNOWN[word]
        return Head(role, "", rank)
    for role, pattern in (
        (Role.PICTURE, _DRAWN),
        (Role.CHOSEN, _CHOSEN),
        (Role.OPTION, _OPTION),
        (Role.ANSWER, _KEYED),
    ):
        match = pattern.fullmatch(word)
        if match:
            mark = next(group for group in match.groups() if group)
            label = _label(mark)
            return Head(role, label, 0, counted=not mark.isascii() or mark.isdigit()) if label else None
    affixed = _AFFIXED.fullmatch(word)
    known = _KNOWN.get(affixed.group("core")) if affixed else None
    return Head(known[0], "", known[1] + len(_KNOWN)) if known and known[0] in _AFFIXABLE else None


def _label(mark: str) -> str:
    """The letter of an option: its own, or that of its number."""
    if mark.isascii() and mark.isalpha():
        return mark.upper()
    place = int(mark) if mark.isascii() else from_chinese(mark)
    return chr(ord("A") + place - 1) if 0 < place <= 26 else ""


def columns_of(texts: Sequence[str]) -> Columns:
    """What the columns under a header row hold."""
    heads = [(place, head) for place, text in enumerate(texts) if (head := head_of(text)) is not None]
    columns = Columns()
    for role in (Role.OPTION, Role.CHOSEN, Role.PICTURE, Role.ANSWER):
        labelled = [(place, head) for place, head in heads if head.role is role and head.label]
        _take_labelled(columns, role, labelled, alone=not any(h.role is role and not h.label for _, h in heads))
    for role in Role:
        ranked = sorted((head.rank, place) for place, head in heads if head.role is role and not head.label)
        several = role in (Role.TOPIC, Role.ANSWER, Role.OTHER, Role.EXPLANATION, Role.RUBRIC, Role.PICTURE)
        if ranked:
            columns.roles.setdefault(role, []).extend(place for _, place in (ranked if several else ranked[:1]))
    _settle_stems(columns.roles)
    _settle_options(columns.roles, texts)
    _settle_points(columns.roles, texts)
    return columns


def _settle_options(roles: dict[Role, list[int]], texts: Sequence[str]) -> None:
    """选项 beside 选项内容 holds the letters of the options, a row each."""
    bare = next((place for place, text in enumerate(texts) if text.strip() == "选项"), None)
    words = next((place for place, text in enumerate(texts) if text.strip() in _WORDS_OF_OPTIONS), None)
    if bare is not None and words is not None and Role.LABEL not in roles:
        roles[Role.LABEL], roles[Role.OPTIONS] = [bare], [words]


def _settle_points(roles: dict[Role, list[int]], texts: Sequence[str]) -> None:
    """得分 beside what somebody answered is no column of points."""
    place = next(iter(roles.get(Role.POINTS, [])), None)
    if place is not None and "得分" in texts[place] and any(_SAT.fullmatch(fold(text).strip()) for text in texts):
        del roles[Role.POINTS]


def _settle_stems(roles: dict[Role, list[int]]) -> None:
    """Wholes and parts are such only beside each other: 共用题干 beside 题干 is material, 小题 alone a stem."""
    if Role.WHOLE_STEM in roles and Role.PART_STEM not in roles:
        found = roles.pop(Role.WHOLE_STEM)
        roles.setdefault(Role.MATERIAL if Role.STEM in roles else Role.STEM, found)
    if Role.PART_STEM in roles and not {Role.STEM, Role.WHOLE_STEM} & set(roles):
        roles[Role.STEM] = roles.pop(Role.PART_STEM)


def _take_labelled(columns: Columns, role: Role, heads: list[tuple[int, Head]], *, alone: bool) -> None:
    """Columns of single options. 答案1 beside 正确答案 is an option; without it, it is the answer of a blank."""
    if role is Role.ANSWER and alone and all(head.counted for _, head in heads):
        columns.blanks += [place for place, _ in heads]
        return
    found = {Role.CHOSEN: columns.chosen, Role.PICTURE: columns.drawn}.get(role, columns.options)
    if role is Role.ANSWER and found:
        return
    for place, head in heads:
        found.setdefault(head.label, place)
        columns.counted = columns.counted or (head.counted and role is not Role.PICTURE)
