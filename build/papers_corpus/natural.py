"""The natural papers of the tests with the words of one class replaced by words that nobody listed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

NATURAL: Final = Path(__file__).resolve().parents[2] / "tests" / "unit" / "papers" / "natural"
FEWEST: Final = 3
"""Lines that a class must change in a paper, or it is left out: nothing can be learned from fewer."""
_ANSWER: Final = re.compile(r"^(?:【(?:参考|正确|标准)?答案】|(?:参考|正确|标准)?答案[:：])[ 　]*(?=\S)", re.MULTILINE)
_EXPLANATION: Final = re.compile(r"^(?:【(?:答案|试题)?解析】|(?:答案|试题)?解析[:：])[ 　]*(?=\S)", re.MULTILINE)
_TITLE: Final = re.compile(
    r"^[【（=\-— ]*(?:附[：:]?)?(?:[^\n:：，。]{0,12})(?:参考|标准)答案(?:及[^\n:：]{1,8})?[】）=\-— ]*$", re.MULTILINE
)
_HEADING: Final = re.compile(
    r"^(?=(?:[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十]）|第[一二三四五六七八九十Ⅰ-Ⅴ]+(?:部分|大题|卷)|【))(?P<line>.{4,60})$",
    re.MULTILINE,
)
_TYPES: Final = (
    ("不定项选择题|单项选择题|单项选择|单选题|单选", "挑一个"),
    ("多项选择题|多项选择|多选题|多选", "不止一个"),
    ("判断题|是非题|判断", "火眼金睛"),
    ("填空题|填空", "补一补"),
    ("简答题|问答题|简答|问答", "动笔谈谈"),
)
_OPTION: Final = re.compile(r"^(?P<lead>[ 　\t]*)(?P<label>[A-H])[.．、][ 　]*", re.MULTILINE)
_ACROSS: Final = re.compile(r"^[ 　\t]*[A-H][.．、].*?\s[B-H][.．、]", re.MULTILINE)


def changed(kind: str) -> Iterator[tuple[str, bytes, bytes, bytes | None]]:
    """(name, paper as it is, the same with the words of a class replaced, its separate key) of each that has some."""
    for path in sorted(NATURAL.glob("*.txt")):
        text = path.read_text(encoding="utf-8").partition("\n=====\n")[0]
        paper, _, key = text.partition("\n-----KEY\n")
        other = _WAYS[kind](paper)
        if other is not None and other != paper:
            yield f"{kind}: {path.stem}", paper.encode(), other.encode(), key.encode() or None


def _relabelled(pattern: re.Pattern[str], label: str) -> Callable[[str], str | None]:
    return lambda text: pattern.sub(label, text) if len(pattern.findall(text)) >= FEWEST else None


def _retitled(text: str) -> str | None:
    return _TITLE.sub("阅卷人留存", text)


def _reheaded(text: str) -> str | None:
    def other(match: re.Match[str]) -> str:
        words = match["line"]
        if "答案" in words or "案例" in words:
            return words
        for listed, own in _TYPES:
            found, times = re.subn(listed, own, words, count=1)
            if times:
                return found
        return words

    return _HEADING.sub(other, text)


def _reset(text: str) -> str | None:
    """Options each on a line of its own."""
    if len(_OPTION.findall(text)) < 2 * FEWEST or _ACROSS.search(text):
        return None
    return _OPTION.sub(r"\g<lead>【\g<label>】~ ", text)


_WAYS: Final[dict[str, Callable[[str], str | None]]] = {
    "headings": _reheaded,
    "answer label": _relabelled(_ANSWER, "揭晓："),
    "explanation label": _relabelled(_EXPLANATION, "为啥："),
    "key title": _retitled,
    "options": _reset,
}
