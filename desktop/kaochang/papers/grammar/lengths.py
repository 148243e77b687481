"""How long a text is to be, as a paper states it: 不少于 200 字, 200—500 字, no more than 500 words.

Only a statement that leaves no doubt counts: one about the whole text, in words of asking. A title's length, a rule
that a story tells of, and one sub-question's own length say nothing of the item; 300 字左右 is no limit at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kaochang.domain.values import MOST_WORDS
from kaochang.papers.lines import fold
from kaochang.papers.numerals import to_count

_MOST_STATEMENTS: Final = 20

_N: Final = r"([1-9]\d?,\d{3}|[1-9]\d{0,4}|[零〇一二两三四五六七八九十百千万]{1,9})"
_FRESH: Final = r"(?<!约\s|\d,)(?<![\d.第约近数多几零〇一二两三四五六七八九十百千万])"
_UNIT: Final = (
    r"\s*(?:个?\s*(?:汉字|字|单词|词)(?![符节母段号体典眼幕面条句形语词汇组数])|(?:(?:English|Chinese)\s+)?words?\b)"
)
_NO: Final = r"不(?:得|能|可|应|要|宜)?"
_LEAST: Final = (
    rf"(?:{_NO}(?:少于|低于|小于)|不下于|至少|最少|at\s+least|(?:no|not)\s+(?:fewer|less)\s+than"
    r"|minimum\s+(?:of\s+)?)"
)
_MOST: Final = (
    rf"(?:{_NO}(?:超过|多于|高于|大于|超出)|至多|最多|限|at\s+most|no\s+more\s+than|not\s+more\s+than"
    r"|not\s+exceed(?:ing)?|maximum\s+(?:of\s+)?|within|up\s+to)"
)
_FILL: Final = r"\s*(?:[写为有]|达到?)?\s*"
_FIRM: Final = r"(?!\s*(?:左右|上下|前后))"


def _forms(head: str, unit: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The wordings after `head`, by what their numbers are: the least, the most, or first one and then the other."""
    first = _N if head else _FRESH + _N
    wordings = (
        ("both", rf"{first}(?:{_UNIT})?\s*(?:--?|至|到|to)\s*{_N}{unit}{_FIRM}"),
        ("both", rf"between\s+{_N}\s+and\s+{_N}{unit}"),
        ("least", rf"{_LEAST}{_FILL}{_N}{unit}(?!\s*(?:以内|之内|以下)){_FIRM}"),
        ("least", rf"{first}{unit}\s*(?:[或及]\s*)?(?:以上|or\s+more){_FIRM}"),
        ("most", rf"{_MOST}{_FILL}{_N}{unit}(?!\s*以上){_FIRM}"),
        ("most", rf"{first}{unit}\s*(?:[或及]\s*)?(?:以内|之内|以下|or\s+(?:fewer|less)){_FIRM}"),
    )
    return tuple((what, re.compile(head + wording, re.IGNORECASE)) for what, wording in wordings)


_FORMS: Final = (
    *_forms("", _UNIT),
    *_forms(r"字数[^,。;:、且并不\d\n]{0,8}?:?\s*", rf"(?:{_UNIT}|(?!,?\d|\.\d|\s*(?:[分行段页条点个人次%至到-])))"),
)

_CLAUSE_ENDS: Final = ',;:。?!()[]、“”"\n'
_SENTENCE_END: Final = re.compile(r"[。?!;\n]|\.(?=\s|$)")
_AND: Final = re.compile(r"(?:[,、;\s且并但也]|同时|字数|and|but)*", re.IGNORECASE)
_PLAIN: Final = re.compile(
    r"(?:要求|注意|提示|全文|正文|通篇|篇幅|文字|文章|短文|作文|答案|回答|作答|答题|论述|阐述|请|应当?|须|需要?|必须|均|都|总|共计?|控制"
    r"|字数|限制|限定|在|为|写|且|但|并|[,、;:()\[\]\s]|\d{1,2}[.、)]|[①-⑳⑴-⒇]|in|use|using|with|about|be|length|word|limit|of)*",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(
    r"^(?:请|试|为题.*[写撰拟作]|为主题.*[写撰拟作]|自拟|写(?:一|出|篇|成|份|封|段|作|下)|撰写|拟写|草拟|编写|作文|完成"
    r"|(?:要求|围绕|结合|根据|针对|按|就|以).*(?:写|撰|拟|作文|作答|回答|阐述|论述))|[用以]$"
)
_WRITES: Final = re.compile(r"[写撰拟作用以在]")
_ASKS: Final = re.compile(
    r"请|要求|写|撰|拟|作文|作答|回答|为题|谈谈|谈一谈|试[述析论]|简[述要答]|[论概阐评描陈]述|说明|分析|概括|注意|列举|介绍|设计|制定|编"
    r"|\b(?:write|describe|explain|discuss|answers?|summari[sz]e|compose|draft|state|outline|your|please|essay|response)\b",
    re.IGNORECASE,
)
_PART: Final = (
    r"标题|题目|题名|摘要|提纲|提要|主题[句词]|关键词|开头|结尾|首段|末段|引言|前言|署名|落款|称呼|其中|每"
    r"|\b(?:titles?|headings?|abstract|subject|each|every|per)\b"
)
_OF_A_PART: Final = re.compile(rf"{_PART}|各|第", re.IGNORECASE)
_AFTER_A_PART: Final = re.compile(rf"{_PART}|各[写用以举]", re.IGNORECASE)
_OF_ALL: Final = re.compile(r"全文|正文|通篇|篇幅|文章|短文|作文|答案|总$")
_EACH_ITEM: Final = re.compile(r"(?:每|各)一?(?:小题|道题|题|道|篇)")
_SUB: Final = re.compile(
    r"(?:^|(?<=[。;?!:,\s]))(?:\((?:\d{1,2}|[一二三四五六七八九十])\)|[①-⑳⑴-⒇]|\d{1,2}[.、)](?!\d)|第[一二三四五\d]问|问题[一二三四五\d])",
    re.MULTILINE,
)
_LISTS_WISHES: Final = re.compile(r"(?:要求|注意|注意事项|提示|须知)[\s:(]*$")


@dataclass(frozen=True, slots=True)
class Length:
    """What a text asks for, in words; both None where it asks for several lengths, of which none is the item's."""

    least: int | None = None
    most: int | None = None

    @property
    def clashes(self) -> bool:
        """Whether no text could be as long as that."""
        return self.least is not None and self.most is not None and self.least > self.most

    def joined(self, other: "Length") -> "Length | None":
        """Both halves of 不少于 200 字，不超过 500 字 as one; None where they are no halves."""
        if self.most is None and other.least is None:
            return Length(self.least, other.most)
        if self.least is None and other.most is None:
            return Length(other.least, self.most)
        return None


SEVERAL: Final = Length()


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement and where it stands."""

    start: int
    end: int
    length: Length


def read_length(text: str, *, of_section: bool = False) -> Length | None:
    """The length that a stem asks for, or a section's instruction (`of_section`) for each of its items.

    None where it asks for none. One that `clashes` is a fault of the paper, and none is to be taken.
    """
    folded = fold(text)
    said = _joined(folded, list(islice(_statements(folded), _MOST_STATEMENTS)))
    asked = [each for each in said if _is_asked(folded, each, of_section=of_section)]
    first_part = _first_part(folded)
    whole = {each.length for each in asked if each.start < first_part}
    wrong = next((each.length for each in asked if each.length.clashes), None) or _clash(whole)
    if wrong is not None or not asked:
        return wrong
    is_one = len(whole) == 1 and all(each.start < first_part for each in asked)
    return next(iter(whole)) if is_one else SEVERAL


def _clash(lengths: set[Length]) -> Length | None:
    """The contradiction of statements that are all about the whole text."""
    least = max((each.least for each in lengths if each.least is not None), default=None)
    most = min((each.most for each in lengths if each.most is not None), default=None)
    both = Length(least, most)
    return both if both.clashes else None


def _statements(folded: str) -> Iterator[_Said]:
    """Every length that is named, from left to right; of wordings that overlap the one that begins first."""
    found = [(match, what) for what, form in _FORMS for match in form.finditer(folded)]
    end = 0
    for match, what in sorted(found, key=lambda each: (each[0].start(), -each[0].end())):
        numbers = [to_count(group) for group in match.groups()]
        if match.start() >= end and all(0 < number <= MOST_WORDS for number in numbers):
            end = match.end()
            yield _Said(match.start(), end, Length(*numbers) if what == "both" else Length(**{what: numbers[0]}))


def _joined(folded: str, said: list[_Said]) -> list[_Said]:
    """The statements, those that are two halves of one put together."""
    found: list[_Said] = []
    for each in said:
        both = found[-1].length.joined(each.length) if found else None
        if both is not None and _AND.fullmatch(folded, found[-1].end, each.start):
            found[-1] = _Said(found[-1].start, each.end, both)
        else:
            found.append(each)
    return found


def _is_asked(folded: str, said: _Said, *, of_section: bool) -> bool:
    """Whether a statement asks for the length of what is to be written."""
    if folded.count("“", 0, said.start) > folded.count("”", 0, said.start):
        return False
    sentence = _sentence(folded, said)
    clause = folded[max(folded.rfind(mark, 0, said.start) for mark in _CLAUSE_ENDS) + 1 : said.start].strip()
    if of_section:
        clause = _EACH_ITEM.sub("", clause)
    before = _before(folded, said)
    asks = of_section or bool(_ASKS.search(sentence) or _PLAIN.fullmatch(before))
    if _OF_A_PART.search(clause):
        return False
    qualifies = folded[said.end :].lstrip().startswith("的")
    if _ASKING.search(clause):
        return asks and (not qualifies or bool(_WRITES.search(clause)))
    if not _OF_ALL.search(clause) and _is_after_a_part(before, said.length):
        return False
    if "word" in folded[said.start : said.end].lower():
        return asks
    is_bare = bool(_PLAIN.fullmatch(clause)) and not (qualifies and not clause)
    return is_bare and (asks or _closes(folded, said))


def _is_after_a_part(before: str, length: Length) -> bool:
    """Whether 不超过 20 字 may be about the title that was just spoken of, which 题目自拟，不少于 800 字 is not."""
    names_it = bool(_AFTER_A_PART.search(_EACH_ITEM.sub("", before)))
    return names_it and not (length.least is not None and "自拟" in before)


def _before(folded: str, said: _Said) -> str:
    """What stands before a statement in its sentence."""
    ends = [match.end() for match in _SENTENCE_END.finditer(folded, 0, said.start)]
    return folded[ends[-1] if ends else 0 : said.start]


def _sentence(folded: str, said: _Said) -> str:
    """The sentence that a statement stands in."""
    after = _SENTENCE_END.search(folded, said.end)
    return _before(folded, said) + folded[said.start : after.start() if after else len(folded)]


def _closes(folded: str, said: _Said) -> bool:
    """Whether a statement is a bracket of its own at the end of a line."""
    opens = folded[: said.start].rstrip().endswith("(")
    return opens and bool(re.match(r"\s*\)[。.\s]*?(?:\n|$)", folded[said.end :]))


def _first_part(folded: str) -> int:
    """Where the first of several sub-questions begins; behind the text where there are none.

    A numbered list of wishes (要求：①……②……) is about the whole text.
    """
    marks = list(islice(_SUB.finditer(folded), 2))
    if len(marks) < 2 or _LISTS_WISHES.search(folded[: marks[0].start()]):
        return len(folded) + 1
    return marks[0].start()
