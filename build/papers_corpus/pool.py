"""All items of the corpus: those of banks/roles, read by what that folder alone looks like, and trades.txt."""

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

from papers_corpus.entries import LETTERS, Answer, Entry

HERE = Path(__file__).resolve().parent
ROLES = HERE.parent.parent / "banks/roles"
CODES = {
    "S": "single",
    "M": "multiple",
    "T": "truefalse",
    "B": "blank",
    "E": "essay",
    "O": "ordering",
    "P": "matching",
    "C": "case",
    "I": "interview",
    "N": "scenario",
}
NAMES = {
    "单选": "single",
    "多选": "multiple",
    "判断": "truefalse",
    "填空": "blank",
    "排序": "ordering",
    "匹配": "matching",
    "简答": "essay",
    "论述": "essay",
    "行为面试": "interview",
    "情景模拟": "scenario",
    "案例": "case",
}
MARKS = ("答案：", "参考答案：", "解析：", "评分标准：", "考点：", "难度：")


@cache
def pool() -> dict[str, tuple[Entry, ...]]:
    """The items by type, in one order always."""
    found: dict[str, list[Entry]] = {kind: [] for kind in CODES.values()}
    for entry in [*_trades(), *_roles()]:
        found[entry.kind].append(entry)
    return {kind: tuple(entries) for kind, entries in found.items()}


# -- trades.txt


def _trades() -> list[Entry]:
    lines = (HERE / "trades.txt").read_text(encoding="utf-8").splitlines()
    return [_trade(line) for line in lines if line and line[0] not in "#@"]


def _trade(line: str) -> Entry:
    code, stem, *rest = line.split("|")
    kind = CODES[code]
    if kind in ("single", "multiple"):
        *options, answer, explanation = rest
        return Entry(kind, stem, tuple(options), answer, explanation)
    if kind == "truefalse":
        return Entry(kind, stem, answer=rest[0] == "√", explanation=rest[1])
    if kind == "blank":
        return Entry(kind, stem, answer=_blanks(rest[0]), explanation=rest[1])
    if kind == "ordering":
        return Entry(kind, stem, tuple(rest[:-1]), rest[-1])
    if kind == "matching":
        return Entry(kind, stem, tuple(rest[1].split(";")), _pairs(rest[2]), prompts=tuple(rest[0].split(";")))
    if kind == "case":
        return Entry(kind, stem, parts=tuple(_asked(rest)))
    return Entry(kind, stem, answer=rest[0], criteria=_criteria(rest[1]))


def _asked(rest: list[str]) -> list[Entry]:
    """The sub-questions of a case, each with `=>` before its reference answer."""
    return [Entry("case", ask, answer=answer) for ask, answer in (part.split("=>") for part in rest)]


def _blanks(text: str) -> Answer:
    return tuple(tuple(one.split("/")) for one in text.split("；"))


def _pairs(letters: str) -> str:
    return " ".join(f"({place})-{letter}" for place, letter in enumerate(letters, start=1))


def _criteria(text: str) -> tuple[tuple[str, Fraction], ...]:
    return tuple((name, Fraction(points)) for name, points in (one.split(":") for one in text.split(";")))


# -- banks/roles


def _roles() -> list[Entry]:
    found = []
    for path in sorted(ROLES.glob("*.txt")):
        for part in re.split(r"\n(?=[一二三四五六七八九十]、)", path.read_text(encoding="utf-8")):
            heading, _, body = part.partition("\n")
            kind = next((kind for name, kind in NAMES.items() if name in heading), None)
            if kind is not None:
                blocks = re.split(r"\n+(?=\d+\. )", body)[1:]
                found += [_role(kind, block) for block in blocks if "```" not in block]
    return [entry for entry in found if entry is not None and "\n" not in entry.stem]


def _role(kind: str, block: str) -> Entry | None:
    lines = [line for line in re.sub(r"^\d+\. ", "", block).split("\n") if line]
    if kind == "case":
        return _case(lines)
    fields = _fields(lines)
    options = tuple(line[3:] for line in fields["stem"] if re.match(r"[A-H]\. ", line))
    prompts = tuple(line[3:] for line in fields["stem"] if re.match(r"（\d）", line))
    stem = "\n".join(line for line in fields["stem"] if not re.match(r"[A-H]\. |（\d）", line))
    if kind == "matching" and "\n" not in stem:
        letters = re.findall(r"-([A-H])", fields["答案："][0])
        return Entry(kind, stem, options, _pairs("".join(letters)), _first(fields["解析："]), prompts)
    given = _first(fields["答案："]) or _first(fields["参考答案："])
    if not given:
        return None
    answer: Answer = _blanks(given) if kind == "blank" else given
    if kind == "truefalse":
        answer = given == "√"
    return Entry(kind, stem, options, answer, _first(fields["解析："]), (), _lines_of_rubric(fields["评分标准："]))


def _fields(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in ("stem", *MARKS)}
    at = "stem"
    for line in lines:
        mark = next((mark for mark in MARKS if line.startswith(mark)), None)
        at = mark or at
        if text := line.removeprefix(mark or ""):
            found[at].append(text)
    return found


def _first(lines: list[str]) -> str:
    return lines[0] if len(lines) == 1 else ""


def _lines_of_rubric(lines: list[str]) -> tuple[tuple[str, Fraction], ...]:
    """The criteria with their points; none where a line is written otherwise."""
    found = [re.fullmatch(r"（\d）(.+?)（(\d+(?:\.\d)?)分）", line) for line in lines]
    whole = [(match.group(1), Fraction(match.group(2))) for match in found if match]
    return tuple(whole) if len(whole) == len(found) else ()


def _case(lines: list[str]) -> Entry | None:
    starts = [
        place
        for place, line in enumerate(lines)
        if re.match(r"（\d）", line) and lines[place + 1].startswith("参考答案：")
    ]
    if not starts or starts[0] != 1:
        return None
    parts = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        fields = _fields(lines[start:end])
        ask = re.sub(r"（\d+分）$", "", _first(fields["stem"])[3:])
        parts.append(Entry("case", ask, answer=_first(fields["参考答案："])))
    return Entry("case", lines[0].removeprefix("案例："), parts=tuple(parts))


def plain_options(entry: Entry) -> bool:
    """Whether no option could be taken for two: none holds a letter of an option, a full stop or a tab."""
    return not any(re.search(rf"[{LETTERS}{LETTERS.lower()}\t　]|  ", text) for text in entry.options)


def short_options(entry: Entry) -> bool:
    """Whether all options go into one line, as people set them."""
    return plain_options(entry) and sum(map(len, entry.options)) <= 48 and len(entry.options) <= 4


def without_bracket(entry: Entry) -> Entry:
    """A judgement whose stem has no empty bracket at its end."""
    return replace(entry, stem=entry.stem.removesuffix("（　　）"))
