"""Lines of answers as entries: `1-5 ABCDE`, `1.B 2.C`, `1.倾听 2.复述`, and the sections of a key on one line."""

import re
from typing import Final

from kaochang.papers import limits
from kaochang.papers.grammar import headings, part_headings
from kaochang.papers.grammar.drafts import Entry, joined
from kaochang.papers.grammar.headings import Heading
from kaochang.papers.lines import Line, make_line
from kaochang.papers.numerals import CIRCLED, PARENTHESISED, SPELLED, to_int

_UNITS: Final = re.compile(r"正确|错误|[A-H√×对错是否TFYN]")
VALUE: Final = r"(?:[A-H](?:\s*[、,;]\s*[A-H](?![a-z])|\s?[A-H](?![a-z]))*|√|×|正确|错误|[对错是否TFYN])"
_PAIR: Final = re.compile(
    rf"\s*(?:(?:[第Q]|N[oO]\.?)?\s*(\d{{1,4}})\s*题?\s*[.、:,°)\]]?|\((\d{{1,4}})\)|([{PARENTHESISED}{CIRCLED}])|第\s*([{SPELLED}]{{1,3}})\s*题)"
    rf"\s*[:-]?\s*[(\[]?\s*({VALUE})\s*[)\]]?(?=[\s,;。、.]|\d|$|\(|第|[QN])[\s,;。、.]*"
)
_RANGE: Final = re.compile(
    r"\s*\(?第?\s*(\d{1,4})\s*(?:题\s*)?(?:-{1,2}|[至到])\s*第?\s*(\d{1,4})\s*题?\s*\)?[:.、)]*\s*([A-H√×对错是否正确误TFYN、,;\s/]+)[。.]?\s*"
)
_LEAD: Final = re.compile(
    r"((?:[A-H](?:\s*(?:[、,]\s*)?[A-H])*|√|×|正确|错误|对|错))\s*(?:[。;.,、:]|\s)\s*(?=[(一-鿿\"“])"
)
NUMBER_ROW: Final = re.compile(r"\|?\s*(?:题号|序号|题目)[\s|:]*((?:\d{1,3}[\s|]*)+)")
ANSWER_ROW: Final = re.compile(r"\|?\s*(?:答案|参考答案|正确答案)[\s|:]*(.+)")
_TYPED: Final = r"(?:单项?选择?|多项?选择?|不定项(?:选择)?|判断|是非|填空)题?\s*:\s*\(?\d"
_SECTION: Final = re.compile(
    rf"(?:^|(?<=[\s;。,]))(?=(?:[{SPELLED}]{{1,2}}\s*[、.]|\([{SPELLED}]\))\s*[^\s{SPELLED}]|{_TYPED})"
)
_WHOLE: Final = re.compile(r"[\[(]?(?:附\s*:?\s*)?(?:参考|标准|正确)?答案\s*[\])]?\s*:?\s*(?=[一(单多判是填不])")
_BARE: Final = re.compile(r"[A-HTF√×对错\s、,]+[。.]?")
_SMALL: Final = re.compile(
    rf"(?:(?:(?:Q|No\.?)?\s*\d{{1,3}}\s*[.、:)\-°]?|[{CIRCLED}])\s*[a-h]{{1,8}}[\s,;、]*){{2,}}"
    r"|(?:\d{1,3}\s*(?:-{1,2}|[至到])\s*\d{1,3}\s*[:.、)]{0,2}\s*[a-h](?:[\s,、]{0,3}[a-h])+[\s,;、。]*)+"
)
"""Numbers, or ranges of them, with small letters and nothing else: `1) c  2) a`, `1-5: cabad`."""
_FIGURED: Final = re.compile(r"(?:\d{1,3}\s*[.、:)-]\s*[01](?!\d)[\s,;]*){2,}")
_FIGURE: Final = re.compile(r"(\d{1,3})\s*[.、:)-]\s*([01])")
PARTED: Final = re.compile(rf"(?:\d{{1,3}}\.\d{{1,2}}\s*[:.、)]?\s*{VALUE}(?=$|[\s,;。、])[\s,;。、]*)+")
"""Sub-questions by the number of their case and their own: `3.1 B 3.2 AB`."""
_OF_PART: Final = re.compile(rf"(\d{{1,3}})\.(\d{{1,2}})\s*[:.、)]?\s*({VALUE})(?=$|[\s,;。、])")
_BY_CIRCLES: Final = re.compile(r"(?:\d{1,3}\s*[.、:°)-]\s*[①-⑧]{1,8}[\s,;、。]*){2,}")
_BY_CIRCLE: Final = re.compile(r"(\d{1,3})\s*[.、:°)-]\s*([①-⑧]{1,8})")
"""Answers that name options as the paper counts them: `1.② 2.①③`."""
_VERDICT: Final = r"(?P<word>正确|错误|[对错√×])(?:的?题?(?:目|号)?(?:是|有|为)?)\s*:\s*"
_LISTED: Final = re.compile(rf"{_VERDICT}(?P<numbers>\d{{1,3}}(?:\s*[、,\s]\s*\d{{1,3}})*)\s*[;。,.]*\s*")
"""`对：15、17；错：14、16`: judgements by their verdict."""
_GAP: Final = re.compile(r"(?:^|[\u3000\t;；]|\s{2})\s*$")
"""What stands before an entry that begins with a figure (3.30): the beginning of the line, or white space for two."""
_GLUED: Final = re.compile(r"(?:^|(?<=[\s,;]))(\d{1,3})(?=[一-鿿A-Za-z])")
_FEWEST_GLUED: Final = 3
_TEXT_ITEM: Final = re.compile(r"(?:^|(?<=[\s;。]))(?:\((?P<paren>\d{1,3})\)|(?P<plain>\d{1,3})\s?(?P<stop>[.、]))")


def expand(first: int, last: int, text: str) -> list[str] | None:
    """The answers of a key range, one for each number, or None where they cannot be told apart."""
    count = last - first + 1
    if not 0 < count <= limits.MAX_KEY_RANGE:
        return None
    tokens = [token for token in re.split(r"[\s;/]+", text.strip()) if token.strip("、,")]
    if len(tokens) == count:
        return [token.strip("、,") for token in tokens]
    for separator in (",", "、"):
        parts = [part for part in re.split(rf"[{separator}\s]+", text.strip()) if part]
        if separator in text and len(parts) == count:
            return parts
    units = _UNITS.findall(text)
    return units if len(units) == count else None


def parse_entries(line: Line) -> tuple[list[Entry], list[str]] | None:
    """The entries of a line that holds nothing but numbered answers, and the ranges that cannot be told apart."""
    if _BY_CIRCLES.fullmatch(line.fold):
        return [short(int(number), marks, line) for number, marks in _BY_CIRCLE.findall(line.fold)], []
    if _FIGURED.fullmatch(line.fold) and (figured := _figured(line)):
        return figured, []
    if listed := _by_verdict(line):
        return listed, []
    text = line.fold.upper() if _SMALL.fullmatch(line.fold) else line.fold
    entries: list[Entry] = []
    unread: list[str] = []
    position = 0
    while position < len(text):
        ranged = _RANGE.match(text, position)
        if ranged:
            entries += _ranged(ranged, line, unread)
            position = ranged.end()
            continue
        pair = _PAIR.match(text, position)
        if pair is None:
            return None
        number = next(group for group in pair.groups()[:4] if group)
        entries.append(short(to_int(number), pair.group(5), line))
        position = pair.end()
    return entries, unread


def _by_verdict(line: Line) -> list[Entry]:
    """`对：15、17；错：14、16`: nothing where a number stands under both, or one number is all there is."""
    found: list[tuple[int, str]] = []
    position = 0
    while position < len(line.fold):
        match = _LISTED.match(line.fold, position)
        if match is None:
            return []
        found += [(int(number), match["word"]) for number in re.findall(r"\d+", match["numbers"])]
        position = match.end()
    values = [value for value, _ in found]
    if len(set(values)) != len(values) or len(values) < 2:
        return []
    return [short(value, word, line) for value, word in sorted(found)]


def _figured(line: Line) -> list[Entry]:
    """`1.0 2.1 3.0`: judgements by 1 and 0, where the numbers go on one by one and both figures are there."""
    found = [(int(number), figure) for number, figure in _FIGURE.findall(line.fold)]
    values = [value for value, _ in found]
    if values != list(range(values[0], values[0] + len(values))) or len({figure for _, figure in found}) < 2:
        return []
    return [short(value, figure, line) for value, figure in found]


def parted_entries(line: Line) -> list[Entry]:
    """`3.1 B 3.2 AB`: each case with what answers its sub-questions; nothing where their numbers do not begin at 1."""
    cases: list[Entry] = []
    for case, part, text in _OF_PART.findall(line.fold) if PARTED.fullmatch(line.fold) else ():
        if not cases or cases[-1].value != int(case):
            cases.append(Entry(int(case), line.number))
        cases[-1].parts.append(short(int(part), text, line))
    counted = all([part.value for part in case.parts] == list(range(1, len(case.parts) + 1)) for case in cases)
    return cases if counted else []


def _ranged(match: re.Match[str], line: Line, unread: list[str]) -> list[Entry]:
    first, last = int(match.group(1)), int(match.group(2))
    found = expand(first, last, match.group(3))
    if found is None:
        unread.append(f"{first}-{last}")
        return []
    return [short(first + place, text, line) for place, text in enumerate(found)]


def short(value: int, text: str, line: Line) -> Entry:
    """One number with an answer that ends with it."""
    return Entry(value, line.number, plain=[make_line(text, line.number)])


def by_section(line: Line) -> list[Line]:
    """`一、1-5 ADBCA　二、1.ABC 2.BD　三、√×√`: a line cut before each section; nothing unless all are such answers."""
    starts = [match.start() for match in _SECTION.finditer(line.fold)]
    if not starts or starts[0]:
        return []
    pieces = [line.cut(start, end) for start, end in zip(starts, [*starts[1:], len(line.fold)], strict=True)]
    found = [part_headings.parse_key_lead(piece) or part_headings.parse_ordinal(piece) for piece in pieces]
    answers = [heading.rest for heading in found if heading is not None and heading.rest is not None]
    told = [rest for rest in answers if parse_entries(rest) is not None or _BARE.fullmatch(rest.fold)]
    return pieces if len(told) == len(pieces) else []


def whole_key(line: Line) -> Heading | None:
    """`参考答案：一、1-5 ADBCA　二、1.ABC 2.BD`: the answers of all sections on the line that heads them."""
    match = _WHOLE.match(line.fold)
    rest = line.cut(match.end()) if match else None
    if rest is None or not by_section(rest):
        return None
    return Heading("", 0, 3, None, headings.Meta(), True, line, rest=rest)


def table_numbers(line: Line) -> list[int]:
    """The numbers of the upper row of such a table."""
    match = NUMBER_ROW.fullmatch(line.fold)
    return [int(number) for number in re.findall(r"\d+", match[1])] if match is not None else []


def is_typed_table(line: Line, following: Line) -> bool:
    """Whether two lines are a key table typed as text: 题号 1 2 3 above 答案 A B C."""
    return bool(NUMBER_ROW.fullmatch(line.fold) and ANSWER_ROW.fullmatch(following.fold))


def is_entry_line(line: Line) -> bool:
    """Whether a line holds several numbered answers or a range, and nothing else."""
    found = parse_entries(line)
    return bool(found and (len(found[0]) > 1 or found[1] or "-" in line.fold[:8]))


def split_lead(line: Line) -> tuple[Line, Line | None]:
    """An answer with a remark behind it (`B。倾听…`) as answer and remark."""
    match = _LEAD.match(line.fold)
    if match is None:
        return line, None
    return line.cut(0, match.end(1)), line.cut(match.end(1) + 1)


def lists_all(line: Line, last: int, *, keyed: bool) -> bool:
    """Whether a line answers the items 1 to `last` one after the other (`1、清扫 2、出库 3、FIFO`).

    Behind an item that people mark, a list may be that item's own answer: then one entry must be a letter or a tick.
    """
    pieces = (several(line) or glued(line)) if last > 1 else []
    if not pieces or (pieces[0].value, pieces[-1].value) != (1, last):
        return False
    return keyed or any(re.fullmatch(VALUE, joined(piece.plain).strip(" .;、,。；，")) for piece in pieces)


def _is_decimal(line: Line, match: re.Match[str]) -> bool:
    """Whether a number and a stop are the beginning of a decimal; after a full-width stop (6．15) they are none."""
    runs_on = line.fold[match.end() : match.end() + 1].isdecimal()
    return match.group("stop") == "." and runs_on and line.text[match.end() - 1] == "."


def glued(line: Line) -> list[Entry]:
    """`1复述 2倾听 3回访`: numbers right before words, three at least, that go on one by one."""
    found = list(_GLUED.finditer(line.fold))
    values = [int(match[1]) for match in found]
    if len(found) < _FEWEST_GLUED or found[0].start() or values != list(range(values[0], values[0] + len(values))):
        return []
    ends = [match.start() for match in found[1:]] + [len(line.fold)]
    return [
        Entry(value, line.number, plain=[line.cut(match.end(), end)])
        for value, match, end in zip(values, found, ends, strict=True)
    ]


def several(line: Line, *, counted: bool = False) -> list[Entry]:
    """`1.倾听 2.复述 3.承诺`: entries on one line, taken only where the numbers go on one by one.

    `counted`: the first number is the one that is due, so that a figure may stand right behind it and behind wide gaps
    (`2.回访　3.30/三十`), where the next number is due too.
    """
    found = [
        match
        for match in _TEXT_ITEM.finditer(line.fold)
        if not _is_decimal(line, match) or (counted and _GAP.search(line.text[: match.start()]))
    ]
    if not found or found[0].start():
        return []
    found = [match for match in found if match.lastgroup == found[0].lastgroup]
    if len(found) < 2:
        return []
    values = [int(match.group("paren") or match.group("plain")) for match in found]
    if values != list(range(values[0], values[0] + len(values))):
        return []
    ends = [match.start() for match in found[1:]] + [len(line.fold)]
    return [
        Entry(value, line.number, plain=[line.cut(match.end(), end)])
        for value, match, end in zip(values, found, ends, strict=True)
    ]
