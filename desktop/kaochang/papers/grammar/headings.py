"""Section headings: ordinal, title, counts and points in the wordings people use; and headings of answer parts."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar import answer_titles, kinds
from kaochang.papers.lines import Line, fold
from kaochang.papers.numerals import CHINESE, ROMAN, SPELLED, to_int, to_points

MAX_HEADING: Final = 240
_STEMS: Final = "甲乙丙丁戊己庚辛"
_ORDINAL: Final = re.compile(
    rf"(?P<part>第\s*(?P<part_n>[{SPELLED}\dⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIV]{{1,3}})\s*(?:部分|大题|大项|单元|章|节|卷|篇|模块|题型))"
    rf"|(?P<english>(?:Part|Section|PART|SECTION)\s+(?P<english_n>[IVXⅠⅡⅢⅣⅤ]{{1,4}}|[A-H]|\d{{1,2}})\b)"
    rf"|第\s*(?P<item>[{SPELLED}]{{1,3}})\s*题(?=[、.:\s]*[^\s、.:]{{2,8}}(?:题(?:$|[(\[:\s])|\s*[(\[][^()\[\]]{{0,30}}每\s*(?:小?题|空)))"
    rf"|(?P<plain>[{SPELLED}]{{1,3}})(?:\s*(?=[、.,:])|\s+(?=[^\s、.,:()]{{2,8}}题(?:$|[\s(:])|[^\s、.,:()]{{2,12}}\s*\([^()]{{0,30}}\d\s*分[^()]{{0,8}}\)\s*$))|\((?P<paren>[{SPELLED}]{{1,3}})\)"
    rf"|(?P<roman>[ⅠⅡⅢⅣⅤⅥ]|[IV]{{1,3}}(?=[、.]))"
    rf"|(?P<figure>\d{{1,2}})\s*[、.]\s*(?=[^\s\d、.,:()]{{2,7}}题\s*[(:\[]?[^()\[\]]{{0,20}}(?:每小?[题空]|共)\s*\d)"
    rf"|(?P<letter>[A-F{_STEMS}])\s*[、.]\s*(?=[^\s(]{{2,7}}题\s*(?:[(:\[]|$)|[^\s(\[。?!,;:]{{2,10}}\s*\([^()]{{0,24}}\d\s*分[^()]{{0,6}}\)\s*$)"
)
_N: Final = rf"(\d{{1,4}}(?:\.\d)?|[{SPELLED}两]{{1,3}})\s*"
_COUNT: Final = re.compile(
    rf"(?:共|计|有|含)\s*{_N}(?:个|道)?(?:小题|大题|题|道)|(?<![第每\d\-.]){_N}(?:道小题|小题|道题|题)(?!目|干|型|为|号)"
)
_EACH: Final = re.compile(
    rf"(?:每\s*(?:一)?(?:小题|道题|道|题目|题|个?(?:案例|场景|情景|问题)|个|问|项|张(?:卡片|题卡)?)\s*|各\s*){_N}分|{_N}分\s*[/每]\s*(?:小题|道题|道|题|个)|{_N}分\s*[×xX*](?=\s*\d{{1,3}}\s*(?:小?题|道|个))"
)
_PER_BLANK: Final = re.compile(rf"每\s*(?:一)?(?:个)?空(?:格)?\s*{_N}分|{_N}分\s*[/每]\s*个?空")
_ENGLISH_EACH: Final = re.compile(
    r"(\d{1,3}(?:\.\d)?)\s*(?:points?|marks?|pts?\.?)\s*(?:each|per"
    r"|for each|/)|each[^.;,]{0,30}?(\d{1,3}(?:\.\d)?)\s*(?:points?|marks?)",
    re.IGNORECASE,
)
_ENGLISH_TOTAL: Final = re.compile(r"(\d{1,3}(?:\.\d)?)\s*(?:points?|marks?|pts?\b)", re.IGNORECASE)
_ENGLISH_COUNT: Final = re.compile(r"(\d{1,3})\s*(?:questions?|items?|sentences?)\b", re.IGNORECASE)
_TIMES: Final = re.compile(
    r"(\d{1,3})\s*(?:小?题|道|个|空)?\s*[×xX*]\s*(\d{1,3}(?:\.\d)?)\s*分?(?:/题)?\s*(?:=\s*(\d{1,4}(?:\.\d)?)\s*分)?"
)
_TOTAL: Final = re.compile(rf"(?:合计|总计|共计|小计|总分|满分|共|计|合|本大?题)\s*[:为是]?\s*{_N}分")
_ONLY: Final = re.compile(rf"(?:^|[(\[,、;:\s]){_N}分(?=$|[)\],;。\s])")
_RANGE: Final = re.compile(
    rf"第?\s*(\d{{1,3}})\s*[-至到]\s*(\d{{1,3}})\s*(?:小题|题)?\s*[,:]?\s*(?:每(?:小)?题|各)\s*{_N}分"
)
_OF_SEVERAL: Final = re.compile(
    rf"(?:第|(?<![-~至到\d、和及])(?<!\d,))\s*(\d{{1,3}}(?:(?:\s*小?题)?\s*[、,和及]\s*第?\s*\d{{1,3}}){{1,9}})\s*小?题\s*(?:[,:]\s*)?(?:每小?题|各)\s*{_N}分"
)
"""The points of each of several items that are named one by one: 第1、2题各8分."""
_OF_ONE: Final = re.compile(rf"第\s*\(?(\d{{1,3}})\)?\s*小?题\s*:?\s*{_N}分")
_DIGITS: Final = re.compile(r"\d+")
_SPAN: Final = re.compile(r"第\s*(\d{1,3})\s*(?:小?题)?\s*[-至到]\s*第?\s*(\d{1,3})\s*小?题")
_META: Final = re.compile(
    rf"(?i:\d{{1,3}}(?:\.\d)?\s*(?:points?|marks?|pts?|questions?|items?)\b)|(?:本大?题)?共?\s*{_N}(?:个|道)?(?:小题|大题|题|道|分)|每\s*(?:一)?(?:小题|道|题|个|空|问)|各\s*{_N}分"
)
_CHAT: Final = re.compile(
    r"(?i:\d\s*(?:points?|marks?|pts?|questions?|items?)\b|choose|each)|请|下列|以下|只有|正确的|选出|错选|多选、|少选|不得分|打|[写填涂]|填入|括号|√|×|作答|共|每|\d\s*分"
)
_HEAD_END: Final = re.compile(r"[(\[:。;,?!]|\s{1,8}(?=[^\sA-Za-z])")
_SPEAKS: Final = re.compile(r"[。?!;]")
_ENGLISH_WORDS: Final = re.compile(r"[A-Za-z][A-Za-z \-/&']{3,50}")
_LETTERS: Final = re.compile(
    r"(?:正确|对)[^。;]{0,8}?[\"“'(]?\s*A[^。;]{0,12}?(?:错误|错)[^。;]{0,8}?[\"“'(]?\s*B"
    r"|(?<![A-Za-z])A[\"”']?\s*(?:为|是|代表|表示|[-=:])?\s*(?:正确|对)[^。;]{0,8}?(?<![A-Za-z])B[\"”']?\s*(?:为|是|代表|表示|[-=:])?\s*(?:错误|错)"
)
_FIGURES: Final = re.compile(r"(?:正确|对)[^。;\d]{0,8}1(?!\d)[^。;\d]{0,12}(?:错误|错)[^。;\d]{0,8}0(?!\d)")
ANSWER_RUN: Final = re.compile(r"[A-HTF√×对错](?:[\s、,]*[A-HTF√×对错])+[。.]?")
_OPTION: Final = re.compile(r"[(\[]?[A-Ha-h]\s*[.、:)\]]")
_WHICH_CHOICE: Final = re.compile(
    r"\s*[(\[]\s*((?:单选|单项选择|多选|多项选择)题?)\s*(?:[)\]]|[,;:](?![^)\]]*(?:[错少漏不]选|不得分)))"
)
"""选择题（多选，每题5分）: which choice it is, and no word on what is lost by choosing too many."""
_COUNTED_CASE: Final = re.compile(
    rf"(?P<title>(?:案例|材料|情[景境]|场景)\s*(?P<n>[{SPELLED}]{{1,2}}|\d{{1,2}})[\s:·-]+[^()。?]{{2,20}}?)\s*[(](?P<meta>[^()]{{0,12}}\d\s*(?:个|道)?小?题[^()]{{0,16}})[)]"
)
"""案例一 迟到的上门（本案例3小题，共12分）: a section of its own, whose items may be of any type."""
_BESIDES: Final = re.compile(
    r"(?P<title>(?:附加|加试|选做|加分)(?:题|部分|环节)?\s*[:、·-]\s*[^():。?]{2,20}?)\s*[(](?P<meta>[^()]*)[)]"
)
"""附加：书面速答（3题，每题5分）: what comes besides is a section where its items are counted and weighed."""
_BEHIND_BOX: Final = re.compile(r"\s*(?:本题)?(?:每|共|计|各|\d{1,3}\s*(?:小?题|分))")
"""【单选题】每题 2 分: what is declared stands behind the box, white space in it or not."""
_TICK: Final = re.compile(r".[(\[]正确(?:答案|选项)[)\]]$")
OPENS: Final = frozenset(f"{SPELLED}第([IVPS{ROMAN}")
PLACED: Final = re.compile(
    rf"第\s*(?P<n>[{SPELLED}\d]{{1,3}})\s*(?P<noun>[^\s\d、.:,题空问步点条天次年月季项名种类位]{{1,2}})(?=[\s、.:(\[-]|$)[\s、.:-]*"
)
"""The place of a section in words that nobody listed: 第一关."""
_LETTERED: Final = frozenset("ABCDEF")
_HINT: Final = re.compile(
    rf"^[{_STEMS}]\s*[、.]|题|面试|模拟|分析|案|每|[Aa]nswer|ANSWER|[Kk]ey|KEY|[Cc]hoice|CHOICE|[Bb]lank|[Ff]alse|FALSE|[Ee]ssay|[Ww]riting|[Mm]atch"
)
"""What a heading begins with, or has in it: every other line is none, which is soon seen."""
_SENTENCE: Final = re.compile(r"[。?!;]$|^请|^简述|^如何|^什么|^为什么|^试(?![题卷])")


@dataclass(slots=True)
class Meta:
    """What a heading declares: number of items, points for each item or blank, points in all."""

    count: int | None = None
    each: Fraction | None = None
    per_blank: Fraction | None = None
    total: Fraction | None = None
    ranges: tuple[tuple[int, int, Fraction], ...] = ()
    letters: bool = False
    figures: bool = False

    def merge(self, other: "Meta") -> None:
        """Fill in what is still open: an instruction line under the heading never overrides the heading."""
        self.count = self.count if self.count is not None else other.count
        self.each = self.each if self.each is not None else other.each
        self.per_blank = self.per_blank if self.per_blank is not None else other.per_blank
        self.total = self.total if self.total is not None else other.total
        self.ranges = self.ranges or other.ranges
        self.letters = self.letters or other.letters
        self.figures = self.figures or other.figures


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


_ROMANS: Final = {numeral: place for place, numeral in enumerate(("I", "II", "III", "IV", "V", "VI", "VII"), start=1)}


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((group for group in match.groups() if group), None) if match else None


def parse_meta(text: str) -> Meta:
    """Counts and points declared in a folded heading or instruction line."""
    ranges = tuple((int(a), int(b), to_points(n)) for a, b, n in _RANGE.findall(text))
    ranges += tuple((int(a), int(a), to_points(n)) for a, n in _OF_ONE.findall(text))
    for numbers, points in _OF_SEVERAL.findall(text):
        ranges += tuple((int(number), int(number), to_points(points)) for number in _DIGITS.findall(numbers))
    if ranges:
        text = _OF_ONE.sub("", _OF_SEVERAL.sub("", _RANGE.sub("", text)))
    times = _TIMES.search(text)
    if times and not ranges:
        return _multiplied(times)
    count = _first(_COUNT, text) or _first(_ENGLISH_COUNT, text)
    each, per_blank = _first(_EACH, text) or _first(_ENGLISH_EACH, text), _first(_PER_BLANK, text)
    rest = _ENGLISH_EACH.sub("", _PER_BLANK.sub("", _EACH.sub("", text)))
    totals = _TOTAL.findall(rest) or _ENGLISH_TOTAL.findall(rest) or ([] if each or per_blank else _ONLY.findall(rest))
    span = _SPAN.search(text)
    spanned = int(span.group(2)) - int(span.group(1)) + 1 if span and not ranges else 0
    return Meta(
        count=(to_int(count) if count else max(spanned, 0)) or None,
        each=to_points(each) if each and not ranges else None,
        per_blank=to_points(per_blank) if per_blank else None,
        total=to_points(totals[-1]) if totals else None,
        ranges=ranges,
        letters=bool(_LETTERS.search(text)),
        figures=bool(_FIGURES.search(text)),
    )


def _multiplied(times: re.Match[str]) -> Meta:
    """`（10×2分=20分）`, `5题×4分`: as many items or blanks, so many points each."""
    count, each, total = times.groups()
    if "空" in times.group():
        return Meta(per_blank=to_points(each), total=to_points(total) if total else None)
    return Meta(count=int(count), each=to_points(each), total=to_points(total) if total else None)


def placed(heading: Heading) -> Heading:
    """A heading with the place that its words say (第二站), where they are no listed ones."""
    match = PLACED.match(heading.line.fold) if heading.level > 2 else None
    if match is None:
        return heading
    return replace(heading, title=PLACED.sub("", heading.title) or heading.title, ordinal=to_int(match["n"]), level=1)


def ordinal_of(text: str) -> tuple[int, int, int]:
    """(ordinal, level, where the title begins); level 3 where the line has no ordinal."""
    match = _ORDINAL.match(text)
    if match is None:
        return 0, 3, 0
    groups = match.groupdict()
    names = ("part_n", "english_n", "item", "plain", "paren", "roman", "figure", "letter")
    label = next(groups[name] for name in names if groups[name])
    if label in _STEMS:
        label = CHINESE[_STEMS.index(label)]
    level = 0 if groups["part"] and "节" not in groups["part"] else 2 if groups["paren"] else 1
    end = match.end()
    while end < len(text) and text[end] in "、.,: ":
        end += 1
    return to_int(label) or _ROMANS.get(label, 0) or ord(label[0]) - ord("A") + 1, level, end


def _title_end(text: str, start: int) -> int:
    """Where the title stops: at its counts, points or instructions, or at the first stop."""
    for match in _HEAD_END.finditer(text, start):
        if match.start() == start:
            continue
        if text[match.start()] in "([":
            close = text.find(")" if text[match.start()] == "(" else "]", match.start())
            inner = text[match.start() + 1 : close if close > 0 else len(text)]
            if close > 0 and not _CHAT.search(inner) and not _SPEAKS.search(inner):
                continue
        if text[match.start()].isspace() and not _META.match(text, match.end()):
            continue
        return match.start()
    meta = _META.search(text, start)
    return meta.start() if meta and meta.start() > start else len(text)


def title_end(text: str, start: int = 0) -> int:
    """Where the title of a folded heading stops, whatever its words; `start` is where it begins at the earliest."""
    return _title_end(text, max(start, _strip(text, ordinal_of(text)[2])))


def _strip(text: str, start: int) -> int:
    return start + 1 if start < len(text) and text[start] in "[(" else start


def parse_heading(line: Line) -> Heading | None:
    """The heading a line is, or None. A sentence, an item or an option is none, whatever words it holds."""
    if not line.fold or len(line.fold) > MAX_HEADING:
        return None
    if line.fold[0] not in OPENS and not _HINT.search(line.fold):
        return None
    line = answer_titles.closed(answer_titles.undecorated(line))
    text = line.fold
    if not text:
        return None
    ordinal, level, start = ordinal_of(text)
    key = _key_heading(line, ordinal, level, start)
    if key:
        return key
    case = _COUNTED_CASE.fullmatch(text)
    if case is not None:
        name = line.cut(0, case.end("title")).text
        return Heading(name, to_int(case["n"]), 1, None, parse_meta(case["meta"]), False, line)
    besides = _BESIDES.fullmatch(text)
    if besides is not None and (_EACH.search(besides["meta"]) or _COUNT.search(besides["meta"])):
        name = line.cut(0, besides.end("title")).text
        return Heading(name, 0, 1, kinds.type_of(name), parse_meta(besides["meta"]), False, line)
    start = _strip(text, start) if level == 3 else start
    end = _title_end(text, start)
    if end < len(text) and text[end] == "]":
        end = len(text)
    box = text.find("]", start) if level == 3 and text[0] == "[" else -1
    end = box if start < box < end and _BEHIND_BOX.match(text, box + 1) else end
    title = _unboxed(line.cut(start, end)) if end > start else line
    words = title.fold.rstrip(" ])-—")
    if not _is_title(line, words, level, end):
        return None
    said = _WHICH_CHOICE.match(text, end) if kinds.is_generic_choice(words) else None
    return Heading(
        title=title.text.rstrip(" 　])】）-—"),
        ordinal=ordinal,
        level=level,
        kind=kinds.type_of(said[1] if said else words),
        meta=parse_meta(text[end:]),
        is_key=False,
        line=line,
        generic=said is None and kinds.is_generic_choice(words),
        indefinite=kinds.is_indefinite(words),
        rest=_rest(line, end),
    )


def _unboxed(title: Line) -> Line:
    """`【A类题】选一选` less the box that was opened before it, where the words behind say more."""
    box, closed, behind = title.fold.partition("]")
    more = bool(closed) and len(behind.strip(" :-—([")) > 1 and kinds.type_of(box) is None and "[" not in box
    return title.cut(len(box) + 1) if more else title


def _key_heading(line: Line, ordinal: int, level: int, start: int) -> Heading | None:
    title, rest = line.cut(start), None
    if level == 3 and (_OPTION.match(title.fold) or (_TICK.search(title.fold) and not kinds.type_of(title.fold))):
        return None
    lead = answer_titles.lead_of(title, placed=level < 3)
    if lead is not None:
        title, rest = lead
    if not title.fold or not answer_titles.is_answer_title(title.fold):
        return None
    name = answer_titles.section_of(title.fold)
    placed = PLACED.fullmatch(name) if level > 2 else None
    if placed is not None:
        ordinal, level, name = to_int(placed["n"]), 1, ""
    kind, generic = kinds.type_of(name), kinds.is_generic_choice(name)
    typed = kind is not None or generic
    if not typed and level == 3 and (rest is not None or (name and "答案" not in title.fold)):
        return None
    return Heading(name, ordinal, level, kind, parse_meta(title.fold), True, line, generic, rest=rest)


def _is_title(line: Line, words: str, level: int, end: int) -> bool:
    if not words or len(words) > (60 if words.isascii() else 24) or words[0].isdigit() or ANSWER_RUN.fullmatch(words):
        return False
    typed = kinds.type_of(words) is not None or kinds.is_generic_choice(words)
    if words.isascii():
        return _is_english_title(line, words, level, end, typed=typed)
    if level == 3:
        shaped = words.endswith(("题", "面试", "模拟", "分析")) and len(words) <= 12
        weighed = _EACH.search(line.fold[end:]) or _PER_BLANK.search(line.fold[end:])
        shaped = shaped or (len(words) <= 16 and weighed is not None)
        tail = line.fold[end:].strip(" :()[]")
        return typed and shaped and (not tail or bool(_META.search(tail) or _CHAT.search(tail)))
    if level == 0 or line.fold.startswith("第"):
        return len(words) <= 20 and not _SENTENCE.search(line.fold[:end])
    if typed:
        return (
            kinds.is_name(words)
            or words.endswith(("题", "面试", "模拟", "分析", "部分", "考核", "问答", "判断", "填空"))
            or bool(_META.search(line.fold[end:]))
        )
    declared = _EACH.search(line.fold) or _PER_BLANK.search(line.fold) or _COUNT.search(line.fold)
    return bool(declared) and not _SENTENCE.search(words)


def _is_english_title(line: Line, words: str, level: int, end: int, *, typed: bool) -> bool:
    if not _ENGLISH_WORDS.fullmatch(words) or not (typed or level < 2):
        return False
    tail = line.fold[end:].strip(" :()[]")
    return level < 2 or (len(words.split()) <= 6 and (not tail or bool(_ENGLISH_TOTAL.search(tail))))


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
    if line.fold[:1] not in OPENS and line.fold[:1] not in _LETTERED:
        return False
    ordinal, level, start = ordinal_of(line.fold)
    title = line.fold[start:]
    return bool(ordinal) and level < 3 and 0 < len(title) <= 25 and not _SENTENCE.search(title)


def untyped(line: Line) -> Heading:
    """The heading that such a line stands for."""
    ordinal, level, start = ordinal_of(line.fold)
    end = _title_end(line.fold, start)
    meta = parse_meta(line.fold[end:])
    title = line.cut(start, end) if meta.total or meta.each or meta.count else line.cut(start)
    return Heading(title.text, ordinal, level, None, meta, False, line)


def same_title(left: str, right: str) -> bool:
    """Whether a heading in the answer part names a section: equal but for the word 题 and for 的答案."""
    return bool(core(left)) and core(left) == core(right)


def is_ordinal(title: str) -> bool:
    """Whether a title is nothing but the place of its section: 第一大题, 第二部分."""
    return bool(_ORDINAL.fullmatch(fold(title).strip()))


@lru_cache(maxsize=2048)
def core(title: str) -> str:
    """A title without the words that come and go between a section and the heading of its answers."""
    return re.sub(r"试题|试卷|题$|题目|部分|本卷|全卷|的|\s", "", title)
