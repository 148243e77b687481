"""Headings of answer parts: 参考答案及评分标准, 答 案, 【单选题答案】, Answer Key; answers may stand behind them."""

import re
from typing import Final

from kaochang.papers.lines import Line, make_line

MAX_TITLE: Final = 60
_PART: Final = re.compile(
    r"(?:附[件录]?\d{0,2}|[《(\[])?\s*[:、]?\s*(?P<title>[^:。?!]{0,30}?)(?:的)?\s*"
    r"(?:参考答案|标准答案|正确答案|答案|参考(?:答题)?要点|[答作]答?题?要点|参考(?:话术|答复|回答|应答|思路)|评分参考)\s*(?:(?:及|与|和|、|/|\+)?\s*(?:试题|答案|参考|部分)?"
    r"(?:解析|评分标准|评分细则|评分要点|评分参考|详解|分析|评分说明|说明|要点))*"
    r"\s*(?:部分|汇总|区|一览表?|速查表?|表|页|卷)?\s*[)\]》]?"
    r"\s*(?:\([^()]{0,60}\))?\s*:?"
)
_ENGLISH: Final = re.compile(
    r"(?:(?:correct|suggested|reference)\s+)?(?:answers?\s*(?:keys?|sheet)?|keys?)(?:\s+(?:and|&|with)\s+\w+)?"
    r"(?:\s+(?:to|for|of)\s+[\w ]{1,40})?\s*:?",
    re.IGNORECASE,
)
_NO_PART: Final = re.compile(
    r"[(\[]\s*[√×]?\s*[)\]]|__|^[我你您]的|^(?:考生|学生|学员|用户)(?:的)?(?:作答)?答案|[一多两几]个(?:以上)?(?:的)?正确答案|唯一|每小?题|备选|候选|供选|可选|选择答案|答案[写填涂]|[写涂][^。]{0,8}答案|填(?!空)[^。]{0,8}答案"
)
_LEAD: Final = re.compile(
    r"[\[(]?\s*(?P<head>[^\d\[\]():;。,]{0,24}?答案[^\d\[\]():;。,A-H√×-]{0,10})\s*(?:[\])]\s*[:-]*|[:-]+|\s)\s*(?=\(?(?:Q\s?|No\.?\s?|第\s?)?\d|[⑴①])"
)
_FEWEST: Final = 2
"""Characters before 答案 that say whose answers follow."""
_RULES: Final = frozenset("=-*#·")
"""Signs of rules; others (★) are how headings are told."""
_FRAME: Final = re.compile(r"(?P<sign>[=\-*#·])(?P=sign){1,40}\s*(?P<words>[^\W_].*?)\s*(?P=sign){2,40}")
_ORNAMENT: Final = "=*#·•●◆◇■□▲△★☆▍▌▎█▪❖✦◎►▶>~-_|+ 　"


def undecorated(line: Line) -> Line:
    """A line without the ornaments around it: `===== 参考答案 =====`, `## 一、单选题`, `**答案**`."""
    if not line.fold or (line.fold[0] not in _ORNAMENT and line.fold[-1] not in _ORNAMENT):
        return line
    start, end = 0, len(line.fold)
    while start < end and line.fold[start] in _ORNAMENT:
        start += 1
    while end > start and line.fold[end - 1] in _ORNAMENT:
        end -= 1
    return line.cut(start, end)


def unframed(line: Line) -> Line:
    """A line less the rule that it is set in: `=== 第二关 · 白银 ===`, `--- 单选题 ---`."""
    match = _FRAME.fullmatch(line.fold) if line.fold[:1] in _RULES and line.table is None else None
    return line if match is None else line.cut(match.start("words"), match.end("words"))


def closed(line: Line) -> Line:
    """A line whose characters are set apart by spaces (答　案, 单 选 题) with those spaces taken out."""
    if not _APART.fullmatch(line.fold):
        return line
    spread = _SPREAD.search(line.fold)
    if spread is None:
        return line
    text = line.text[: spread.start()] + re.sub(r"\s+", "", spread.group()) + line.text[spread.end() :]
    return make_line(text, line.number)


_SPREAD: Final = re.compile(r"(?<![一-鿿])[一-鿿](?:\s{1,4}[一-鿿]){1,9}(?![一-鿿])")
_APART: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.]\s*|\([一二三四五六七八九十]\)\s*)?[一-鿿]\s{1,4}[一-鿿](?:\s{1,4}[一-鿿])*\s*(?:[(:\[].*)?"
)


def is_answer_title(text: str) -> bool:
    """Whether folded words head an answer part."""
    if len(text) > MAX_TITLE or _NO_PART.search(text):
        return False
    return bool(_PART.fullmatch(text) or _ENGLISH.fullmatch(text))


def section_of(text: str) -> str:
    """What the heading of an answer part says whose answers they are; "" where it says nothing."""
    match = _PART.fullmatch(text)
    if match is None:
        return "" if _ENGLISH.fullmatch(text) else text
    return match.group("title").strip(" 《》()[]、:")


def lead_of(line: Line, *, placed: bool = False) -> tuple[Line, Line] | None:
    """`【单选题答案】1.A 2.C`: the heading and the answers behind it on its line.

    `placed`: the place of a section stands before it (第一部分答案——1：B), so that 答案 alone is no item's own.
    """
    if "答案" not in line.fold[:40]:
        return None
    match = _LEAD.match(line.fold)
    if match is None or not is_answer_title(match.group("head").strip()):
        return None
    if not placed and match.group("head").find("答案") < _FEWEST:
        return None
    return line.cut(match.start("head"), match.end("head")), line.cut(match.end())
