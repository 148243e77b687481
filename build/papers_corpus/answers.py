"""The ways to give answers: how each is spelled, and where it stands."""

from collections.abc import Callable
from typing import Final

from papers_corpus.entries import OPEN, Entry

JUDGED: Final = {
    "√×": ("√", "×"),
    "✓✗": ("✓", "✗"),
    "对错": ("对", "错"),
    "正确错误": ("正确", "错误"),
    "TF": ("T", "F"),
    "是否": ("是", "否"),
    "✔✘": ("✔", "✘"),
    "options": ("A", "B"),
    "YN": ("Y", "N"),
}
"""Words for true and false; "options": both are printed as options A and B."""
JOINED: Final[dict[str, Callable[[str], str]]] = {
    "ABD": lambda letters: letters,
    "A、B、D": "、".join,
    "A,B,D": ",".join,
    "A B D": " ".join,
    "Ａ，Ｂ": lambda letters: "，".join(chr(ord(letter) - ord("A") + ord("Ａ")) for letter in letters),
    "A；B": "；".join,
    "abd": str.lower,
}
"""Several letters."""
BLANKS: Final = {
    "；/": ("；", "/"),
    ";/": ("; ", "/"),
    "；或": ("；", "或"),
    "|/": (" | ", "/"),
    "，/": ("，", "/"),
}
"""What stands between blanks, and between the words accepted for one; "①" and "(1)" number the blanks."""
AFTER: Final = {
    "答案：": ("答案：{}", "解析：{}"),
    "【答案】": ("【答案】{}", "【解析】{}"),
    "【答案】【解析】": ("【答案】{}【解析】{}", ""),
    "参考答案：": ("参考答案：{}", "试题解析：{}"),
    "正确答案:": ("正确答案:{}", "解析:{}"),
    "标准答案：": ("标准答案：{}", "答案解析：{}"),
    "答：": ("答：{}", "解析：{}"),
    "答案 ": ("答案 {}", "解析 {}"),
    "[答案]": ("[答案] {}", "[解析] {}"),
    "答案：解析：": ("答案：{}　解析：{}", ""),
    "（答案：）": ("（答案：{}）", "（解析：{}）"),
    "正确答案是": ("正确答案是：{}", "分析：{}"),
}
"""Labels of the line of the answer and that of the explanation; one form for both where they share a line."""


def spelled(entry: Entry, judged: str, joined: str, blanks: str) -> str:
    """The answer of an item, in words."""
    if entry.printed.answer is not None:
        return entry.printed.answer
    if isinstance(entry.answer, bool):
        return JUDGED[judged][0 if entry.answer else 1]
    if isinstance(entry.answer, tuple):
        return spelled_blanks(entry.answer, blanks)
    if entry.kind == "multiple":
        return JOINED[joined](entry.answer or "")
    return entry.answer or ""


def spelled_blanks(answer: tuple[tuple[str, ...], ...], blanks: str) -> str:
    """Accepted words of each blank."""
    if blanks in ("①", "(1)"):
        words = ["/".join(texts) for texts in answer]
        marks = [chr(ord("①") + place) if blanks == "①" else f"({place + 1})" for place in range(len(words))]
        return " ".join(mark + word for mark, word in zip(marks, words, strict=True)) if len(words) > 1 else words[0]
    between, within = BLANKS[blanks]
    return between.join(within.join(texts) for texts in answer)


def is_lettered(entry: Entry) -> bool:
    """Whether its answer is one or more letters."""
    return entry.kind in ("single", "multiple")


def is_open(entry: Entry) -> bool:
    return entry.kind in OPEN
