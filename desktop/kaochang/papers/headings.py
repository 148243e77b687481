"""Section headings: ordinal, title, counts and points in the wordings people use; and headings of answer parts."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers import kinds
from kaochang.papers.lines import Line
from kaochang.papers.numerals import CHINESE, to_int, to_points

MAX_HEADING: Final = 240
_ORDINAL: Final = re.compile(
    rf"(?P<part>第\s*(?P<part_n>[{CHINESE}\dⅠⅡⅢⅣⅤIV]{{1,3}})\s*(?:部分|大题|大项|单元|章|卷|题型))"
    rf"|(?P<plain>[{CHINESE}]{{1,3}})\s*(?=[、.,:])|\((?P<paren>[{CHINESE}]{{1,3}})\)"
    rf"|(?P<roman>[ⅠⅡⅢⅣⅤⅥ]|[IV]{{1,3}}(?=[、.]))"
)
_N: Final = rf"(\d{{1,4}}(?:\.\d)?|[{CHINESE}两]{{1,3}})\s*"
_COUNT: Final = re.compile(
    rf"(?:共|计|有|含)\s*{_N}(?:个|道)?(?:小题|大题|题|道)|(?<![第每\d\-.]){_N}(?:道小题|小题|道题|题)(?!目|干|型|为|号)"
)
_EACH: Final = re.compile(rf"(?:每\s*(?:一)?(?:小题|道题|道|题|个|问|项)\s*|各\s*){_N}分")
_PER_BLANK: Final = re.compile(rf"每\s*(?:一)?(?:个)?空(?:格)?\s*{_N}分")
_TOTAL: Final = re.compile(rf"(?:合计|总计|共计|小计|总分|满分|共|计|合)\s*[:为是]?\s*{_N}分")
_ONLY: Final = re.compile(rf"(?:^|[(\[,、;:\s]){_N}分(?=$|[)\],;。\s])")
_RANGE: Final = re.compile(
    rf"第?\s*(\d{{1,3}})\s*[-至到]\s*(\d{{1,3}})\s*(?:小题|题)?\s*[,:]?\s*(?:每(?:小)?题|各)\s*{_N}分"
)
_SPAN: Final = re.compile(r"第\s*(\d{1,3})\s*(?:小?题)?\s*[-至到]\s*第?\s*(\d{1,3})\s*小?题")
_META: Final = re.compile(
    rf"(?:本大?题)?共?\s*{_N}(?:个|道)?(?:小题|大题|题|道|分)|每\s*(?:一)?(?:小题|道|题|个|空|问)|各\s*{_N}分"
)
_CHAT: Final = re.compile(r"请|下列|以下|只有|正确的|选出|错选|多选、|少选|不得分|打|填入|括号|√|×|作答|共|每|\d\s*分")
_HEAD_END: Final = re.compile(r"[(\[:。;,?!]|\s{1,8}(?=\S)")
_ANSWER_PART: Final = re.compile(
    r"(?:附[件录]?\d{0,2}|[《(\[])?\s*[:、]?\s*(?P<title>[^:。?!]{0,30}?)(?:的)?\s*"
    r"(?:参考答案|标准答案|答案)\s*(?:(?:及|与|和|、|/)\s*(?:试题|答案|参考)?"
    r"(?:解析|评分标准|评分细则|评分要点|评分参考|详解|分析|评分说明|说明|要点))*\s*(?:部分|汇总|区|一览表?|表)?\s*[)\]》]?\s*(?:\([^()]{0,60}\))?\s*:?"
)
_ENGLISH_PART: Final = re.compile(r"(?:answer\s*key|answers?|keys?)\s*:?", re.IGNORECASE)
_LETTERS: Final = re.compile(r"(?:正确|对)[^。;]{0,8}?[\"“'(]?\s*A[^。;]{0,12}?(?:错误|错)[^。;]{0,8}?[\"“'(]?\s*B")
_SENTENCE: Final = re.compile(r"[。?!;]$|^请|^简述|^如何|^什么|^为什么|^试")


@dataclass(slots=True)
class Meta:
    """What a heading declares: number of items, points for each item or blank, points in all."""

    count: int | None = None
    each: Fraction | None = None
    per_blank: Fraction | None = None
    total: Fraction | None = None
    ranges: tuple[tuple[int, int, Fraction], ...] = ()
    letters: bool = False

    def merge(self, other: "Meta") -> None:
        """Fill in what is still open: an instruction line under the heading never overrides the heading."""
        self.count = self.count if self.count is not None else other.count
        self.each = self.each if self.each is not None else other.each
        self.per_blank = self.per_blank if self.per_blank is not None else other.per_blank
        self.total = self.total if self.total is not None else other.total
        self.ranges = self.ranges or other.ranges
        self.letters = self.letters or other.letters


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a section of items, or (`is_key`) a part that holds answers.

    `level` tells a part (第一部分, 0) from a section (一、, 1) and a subsection ((一), 2); `rest` is what follows on
    the line after the heading itself, as in `一、单选题：1-5 ABCDA`.
    """

    title: str
    ordinal: int
    level: int
    kind: ItemType | None
    meta: Meta
    is_key: bool
    line: Line
    generic: bool = False
    indefinite: bool = False
    rest: Line | None = None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((group for group in match.groups() if group), None) if match else None


def parse_meta(text: str) -> Meta:
    """Counts and points declared in a folded heading or instruction line."""
    ranges = tuple((int(a), int(b), to_points(n)) for a, b, n in _RANGE.findall(text))
    if ranges:
        text = _RANGE.sub("", text)
    count = _first(_COUNT, text)
    each, per_blank = _first(_EACH, text), _first(_PER_BLANK, text)
    rest = _PER_BLANK.sub("", _EACH.sub("", text))
    totals = _TOTAL.findall(rest) or ([] if each or per_blank else _ONLY.findall(rest))
    span = _SPAN.search(text)
    spanned = int(span.group(2)) - int(span.group(1)) + 1 if span and not ranges else 0
    return Meta(
        count=(to_int(count) if count else max(spanned, 0)) or None,
        each=to_points(each) if each and not ranges else None,
        per_blank=to_points(per_blank) if per_blank else None,
        total=to_points(totals[-1]) if totals else None,
        ranges=ranges,
        letters=bool(_LETTERS.search(text)),
    )


def parse_ordinal(line: Line) -> Heading | None:
    """In an answer part, a bare 三、 (or one before the answers on its line) heads the answers of that section."""
    ordinal, level, start = _ordinal(line.fold)
    if level not in (0, 1) or not re.match(r"$|\(?\d", line.fold[start:]):
        return None
    rest = line.cut(start)
    return Heading("", ordinal, level, None, Meta(), True, line, rest=rest if rest.text else None)


def _ordinal(text: str) -> tuple[int, int, int]:
    """(ordinal, level, where the title begins); level 3 where the line has no ordinal."""
    match = _ORDINAL.match(text)
    if match is None:
        return 0, 3, 0
    groups = match.groupdict()
    label = next(groups[name] for name in ("part_n", "plain", "paren", "roman") if groups[name])
    level = 0 if groups["part"] else 2 if groups["paren"] else 1
    end = match.end()
    while end < len(text) and text[end] in "、.,: ":
        end += 1
    return to_int(label), level, end


def _title_end(text: str, start: int) -> int:
    """Where the title stops: at its counts, points or instructions, or at the first stop."""
    for match in _HEAD_END.finditer(text, start):
        if match.start() == start:
            continue
        if text[match.start()] in "([":
            close = text.find(")" if text[match.start()] == "(" else "]", match.start())
            inner = text[match.start() + 1 : close if close > 0 else len(text)]
            if close > 0 and not _CHAT.search(inner):
                continue
        if text[match.start()].isspace() and not _META.match(text, match.end()):
            continue
        return match.start()
    meta = _META.search(text, start)
    return meta.start() if meta and meta.start() > start else len(text)


def _key_title(title: str) -> str:
    match = _ANSWER_PART.fullmatch(title)
    return match.group("title").strip(" 《》()[]、:") if match else title


def _is_key(title: str) -> bool:
    return bool(_ANSWER_PART.fullmatch(title) or _ENGLISH_PART.fullmatch(title))


def _strip(text: str, start: int) -> int:
    return start + 1 if start < len(text) and text[start] in "[(" else start


def parse_heading(line: Line) -> Heading | None:
    """The heading a line is, or None. A sentence, an item or an option is none, whatever words it holds."""
    text = line.fold
    if not text or len(text) > MAX_HEADING:
        return None
    ordinal, level, start = _ordinal(text)
    key = _key_heading(line, ordinal, level, start)
    if key:
        return key
    start = _strip(text, start) if level == 3 else start
    end = _title_end(text, start)
    if end < len(text) and text[end] == "]":
        end = len(text)
    title = line.cut(start, end) if end > start else line
    words = title.fold.rstrip(" ])")
    if not _is_title(line, words, level, end):
        return None
    return Heading(
        title=title.text.rstrip(" ])】）"),
        ordinal=ordinal,
        level=level,
        kind=kinds.type_of(words),
        meta=parse_meta(text[end:]),
        is_key=False,
        line=line,
        generic=kinds.is_generic_choice(words),
        indefinite=kinds.is_indefinite(words),
        rest=_rest(line, end),
    )


def _key_heading(line: Line, ordinal: int, level: int, start: int) -> Heading | None:
    title = line.cut(start)
    if not title.fold or len(title.fold) > 60 or not _is_key(title.fold):
        return None
    name = _key_title(title.fold)
    kind = kinds.type_of(name)
    return Heading(name, ordinal, level, kind, parse_meta(title.fold), True, line, kinds.is_generic_choice(name))


def _is_title(line: Line, words: str, level: int, end: int) -> bool:
    if not words or len(words) > 24 or words[0].isdigit():
        return False
    typed = kinds.type_of(words) is not None or kinds.is_generic_choice(words)
    if level == 3:
        shaped = words.endswith(("题", "面试", "模拟", "分析")) and len(words) <= 12
        tail = line.fold[end:].strip(" :()[]")
        return typed and shaped and (not tail or bool(_META.search(tail) or _CHAT.search(tail)))
    if level == 0:
        return len(words) <= 20 and not _SENTENCE.search(line.fold[:end])
    if typed:
        return words.endswith(("题", "面试", "模拟", "分析", "部分", "考核", "问答", "判断", "填空")) or bool(
            _META.search(line.fold[end:])
        )
    return bool(_EACH.search(line.fold) or _COUNT.search(line.fold)) and not _SENTENCE.search(words)


def _rest(line: Line, end: int) -> Line | None:
    """Words after `heading:` that are neither counts nor instructions: a key range, mostly."""
    colon = line.fold.find(":", end)
    if colon < 0:
        return None
    rest = line.cut(colon + 1)
    answers = re.match(r"\d{1,3}\s*[-.、至到]", rest.fold)
    return rest if rest.text and (answers or not _CHAT.search(rest.fold)) else None


def reads_as_section(line: Line) -> bool:
    """Whether an untyped 一、… line may open a section: short, and no sentence."""
    ordinal, level, start = _ordinal(line.fold)
    title = line.fold[start:]
    return bool(ordinal) and level < 3 and 0 < len(title) <= 25 and not _SENTENCE.search(title)


def untyped(line: Line) -> Heading:
    """The heading that such a line stands for."""
    ordinal, level, start = _ordinal(line.fold)
    return Heading(line.cut(start).text, ordinal, level, None, parse_meta(line.fold[start:]), False, line)


def same_title(left: str, right: str) -> bool:
    """Whether a heading in the answer part names a section: equal but for the word 题 and for 的答案."""
    return bool(core(left)) and core(left) == core(right)


def core(title: str) -> str:
    """A title without the words that come and go between a section and the heading of its answers."""
    return re.sub(r"试题|试卷|题$|题目|部分|本卷|全卷|的|\s", "", title)
