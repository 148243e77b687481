"""Answer texts as correct responses, for each type of item. What does not fit is a fault, never a guess."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind
from kaochang.domain.responses import Accepted, Choice, CorrectResponse, Judgement, Order, Pairs
from kaochang.papers.grammar.alternatives import alternatives, is_assumed, is_unclear
from kaochang.papers.lines import fold, slices, spelled
from kaochang.papers.numerals import CIRCLED, PARENTHESISED, to_int

_TRIVIA: Final = re.compile(r"[\s。.;,、:]")
_NONE: Final = re.compile(r"\s*(?:略|无|暂无|待定|待补充|见解析|[-_/\s]*)\s*[。.]?\s*")
_LETTERS: Final = re.compile(
    r"(?:应?选|选项|选择|本题选|故选)?\s*:?\s*[\[(]?\s*([A-Za-z](?:\s*(?:[、,;/|+和与及]\s*)?[A-Za-z]){0,25})\s*[\])]?\s*(?:选?项)?\s*[。.;,]?"
)
_BOXED_LETTERS: Final = re.compile(r"((?:[(\[]\s*[A-Ha-h]\s*[)\]][\s、,;]*){2,8})")
_WITH_TEXT: Final = re.compile(r"[\[(]?\s*([A-Za-z])\s*[\])]?\s*[.、:)\s(]\s*(.+?)\s*[)。]?$", re.DOTALL)
_TRUE: Final = frozenset({"√", "对", "正确", "是", "T", "TRUE", "Y", "YES", "V", "说法正确"})
_FALSE: Final = frozenset({"×", "X", "错", "错误", "否", "非", "F", "FALSE", "N", "NO", "不正确", "不对", "说法错误"})
_LONE: Final = frozenset("TFYNVX")
"""Letters that say true or false, and other things as well."""
_PART: Final = re.compile(
    rf"(?:\((\d{{1,2}})\)|([{CIRCLED}{PARENTHESISED}])|(?:^|(?<=[\s;,、。.)]))(?:(\d{{1,2}})[.、:)](?!\d)"
    r"|第([一二三四五六七八九十\d])(?:个?空:?|个:)|(?:问题|小题)([一二三四五六七八九十\d]{1,2})[:.、]))\s*"
)
_SEPARATORS: Final = (re.compile(r"\s*[;\n]\s*"), re.compile(r"\s*\|\s*"), re.compile(r" {2,}"))
_SEPARATORS_OF_BLANKS: Final = (re.compile(r"\s*\n\s*"), _SEPARATORS[1])
_WEAK_SEPARATORS: Final = (re.compile(r"\s*、\s*"), re.compile(r"\s*,\s*"), re.compile(r"\s+"))
_PAIR: Final = re.compile(rf"\(?(\d{{1,2}}|[{CIRCLED}{PARENTHESISED}])\)?\s*[-:=→>.、]*\s*\(?([A-Za-z])\)?")
_ORDER_MARK: Final = re.compile(rf"[{CIRCLED}]|\(\d{{1,2}}\)|[A-Za-z]|\d")


@dataclass(frozen=True, slots=True)
class Shape:
    """What an item lets an answer be: labels, words of its options, number of blanks.

    `either`: in this paper a semicolon stands between texts that are right for one blank, and | between blanks; None
    where it shows neither that nor the other way about.
    """

    type: ItemType
    labels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    blanks: int = 0
    indefinite: bool = False
    letters: bool = False
    either: bool | None = None
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an answer was not taken (or, for a warning, what was odd about it)."""

    kind: Kind
    variant: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as read: a correct response, or none and the fault that says why."""

    correct: CorrectResponse | None
    fault: Fault | None = None


def is_none(text: str) -> bool:
    """Whether the words where an answer should stand say that there is none."""
    return bool(_NONE.fullmatch(fold(text)))


def read_answer(text: str, shape: Shape) -> Reading:
    """The correct response that an answer text states for an item of this shape."""
    readers = {
        ItemType.SINGLE: _choice,
        ItemType.MULTIPLE: _choice,
        ItemType.TRUEFALSE: _judgement,
        ItemType.BLANK: _blanks,
        ItemType.ORDERING: _order,
        ItemType.MATCHING: _pairs,
    }
    return readers[shape.type](text, shape)


def _mismatch(text: str, variant: str = "") -> Reading:
    return Reading(None, Fault(Kind.ANSWER_TYPE_MISMATCH, variant, {"answer": _short(text)}))


def _short(text: str) -> str:
    """An answer as a message quotes it: never a whole page."""
    return text if len(text) <= 40 else text[:39] + "…"


def letters_of(text: str) -> str:
    """The letters of an answer that is nothing but letters, in upper case; "" for every other text."""
    match = _LETTERS.fullmatch(fold(text).strip()) or _BOXED_LETTERS.fullmatch(fold(text).strip())
    return "".join(re.findall("[A-Z]", match.group(1).upper())) if match else ""


@lru_cache(maxsize=256)
def _bare(text: str) -> str:
    """The words of a text as they are compared; the options of an item are asked about again and again."""
    return _TRIVIA.sub("", spelled(text))


def _same(left: str, right: str) -> bool:
    return _bare(left) == _bare(right)


def _by_words(text: str, shape: Shape) -> str:
    """The label of the one option whose words the answer repeats, with or without its label."""
    match = _WITH_TEXT.fullmatch(fold(text).strip())
    if match:
        label, words = match.group(1).upper(), text.strip()[match.start(2) : match.end(2)]
        known = dict(zip(shape.labels, shape.texts, strict=True))
        return label if label in known and _same(words, known[label]) else ""
    found = [label for label, words in zip(shape.labels, shape.texts, strict=True) if words and _same(text, words)]
    return found[0] if len(found) == 1 else ""


def _by_several_words(text: str, shape: Shape) -> str:
    """The labels of several options whose words the answer repeats one after the other (北京、上海)."""
    folded = fold(text)
    for pattern in (*_SEPARATORS, *_WEAK_SEPARATORS[:2]):
        pieces = slices(text, folded, pattern)
        labels = [_by_words(piece, shape) for piece in pieces] if len(pieces) > 1 else [""]
        if all(labels):
            return "".join(labels)
    return ""


def names_options(text: str, options: list[tuple[str, str]]) -> bool:
    """Whether an answer gives options by label and words, `A:甲;C:丙;`; `options` are labels with words."""
    labels, texts = zip(*options, strict=True) if options else ((), ())
    shape = Shape(ItemType.MULTIPLE, labels, texts)
    return bool(_by_words(text, shape) or _by_several_words(text, shape))


def _choice(text: str, shape: Shape) -> Reading:
    letters = letters_of(text) or _by_words(text, shape) or _by_several_words(text, shape)
    if not letters:
        return _mismatch(text)
    beyond = sorted(set(letters) - set(shape.labels))
    if beyond:
        labels = f"{shape.labels[0]}–{shape.labels[-1]}" if shape.labels else ""
        variant = "" if labels else "none"
        return Reading(None, Fault(Kind.ANSWER_OUT_OF_RANGE, variant, {"answer": "".join(beyond), "labels": labels}))
    chosen = tuple(sorted(set(letters)))
    if shape.type is ItemType.SINGLE and len(chosen) > 1:
        return _mismatch(text, "single")
    if shape.type is ItemType.MULTIPLE and len(chosen) < 2 and not shape.indefinite:
        return _mismatch(text, "multiple")
    doubled = len(letters) > len(chosen)
    if doubled and " " in fold(text).strip():
        return _mismatch(text)
    fault = Fault(Kind.DUPLICATE_ANSWER_LETTER, "", {"answer": letters}) if doubled else None
    return Reading(Choice(chosen), fault)


def says_both(texts: Sequence[str]) -> bool:
    """Whether two options say true and false, each once: then they are a judgement.

    Of single letters T and F, Y and N are; others, N and V or x and y, are units, unknowns or numerals.
    """
    letters = {text.strip().upper() for text in map(fold, texts)} & _LONE
    is_pair = len(letters) < 2 or letters in ({"T", "F"}, {"Y", "N"})
    return is_pair and sorted(str(judgement_of(text)) for text in texts) == ["False", "True"]


def judgement_of(text: str) -> bool | None:
    """True or false as a tick, a cross or a word; None for everything else, letters A and B included."""
    bare = fold(text).strip(" 。.;,()[]").upper()
    return True if bare in _TRUE else False if bare in _FALSE else None


def _judgement(text: str, shape: Shape) -> Reading:
    value = judgement_of(text)
    if value is None:
        value = _judged_letter(_by_words(text, shape) or fold(text).strip(" 。.;,()[]").upper(), shape)
    return _mismatch(text, "truefalse") if value is None else Reading(Judgement(value))


def _judged_letter(letter: str, shape: Shape) -> bool | None:
    """A or B, only where the options or the instructions of the section say what they mean; 1 or 0 by use."""
    known = dict(zip(shape.labels, shape.texts, strict=True))
    if shape.figures and letter in ("0", "1"):
        return letter == "1"
    if letter in known:
        return judgement_of(known[letter])
    return {"A": True, "B": False}.get(letter) if shape.letters and not known else None


def split_parts(text: str) -> list[tuple[int, str]]:
    """(number, words) of a text that numbers its parts (1)(2), 1. 2. or ①②; nothing where the numbers do not go on."""
    folded = fold(text)
    found = list(_PART.finditer(folded))
    values = [to_int(next(group for group in match.groups() if group)) for match in found]
    if not found or found[0].start() > 0 or values != list(range(values[0], values[0] + len(values))):
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        (value, text[match.end() : end].strip().rstrip("；;，,、"))
        for value, match, end in zip(values, found, ends, strict=True)
    ]


def _pieces(text: str, blanks: int, *, either: bool = False) -> list[str]:
    numbered = split_parts(text)
    if numbered and numbered[0][0] == 1 and all(words for _, words in numbered):
        return [words for _, words in numbered]
    folded = fold(text)
    for pattern in _SEPARATORS_OF_BLANKS if either else _SEPARATORS:
        if pattern.search(folded) and not (blanks == 1 and "|" in pattern.pattern):
            return slices(text, folded, pattern)
    if blanks > 1:
        for pattern in _WEAK_SEPARATORS:
            if pattern.search(folded):
                return slices(text, folded, pattern)
    return [text]


def count_answers(text: str, blanks: int) -> int:
    """For how many blanks an answer text gives answers, if it is meant for so many."""
    return len(_pieces(text.strip().rstrip("。"), blanks))


def parts_blanks_by_bar(text: str, blanks: int) -> bool | None:
    """Whether | stands between blanks and ; between texts for one (`a;b|c`), or the other way about; None: open."""
    semicolons, bars = _counts(text)
    if min(semicolons, bars) < 2 or (semicolons == blanks) is (bars == blanks):
        return None
    return bars == blanks


def _parts_both_ways(text: str, blanks: int) -> bool:
    return blanks > 1 and "|" in fold(text) and _counts(text) == (blanks, blanks)


def _counts(text: str) -> tuple[int, int]:
    """How many parts a text has by its semicolons, and by its bars."""
    folded = fold(text)
    semicolons, bars = (len(slices(text, folded, pattern)) for pattern in _SEPARATORS[:2])
    return semicolons, bars


def _blanks(text: str, shape: Shape) -> Reading:
    pieces = _pieces(text.strip().rstrip("。"), shape.blanks, either=shape.either is True)
    if len(pieces) != shape.blanks:
        params = {"blanks": str(shape.blanks), "answers": str(len(pieces))}
        return Reading(None, Fault(Kind.BLANK_COUNT_MISMATCH, "", params))
    semicolon = r"|\s*;\s*" if shape.either else ""
    accepted = tuple(alternatives(piece, semicolon) for piece in pieces)
    unclear = next((text for texts in accepted for text in texts if is_unclear(text)), None)
    if shape.either is None and _parts_both_ways(text, shape.blanks):
        unclear = text
    assumed = next(filter(is_assumed, pieces), None) if unclear is None else None
    told, variant = unclear or assumed, "bracket" if assumed else ""
    fault = Fault(Kind.ALTERNATIVES_UNCLEAR, variant, {"answer": _short(told)}) if told else None
    return Reading(Accepted(accepted), fault)


def _order(text: str, shape: Shape) -> Reading:
    marks = [mark.upper() for mark in _ORDER_MARK.findall(fold(text))]
    if any(label.startswith("(") for label in shape.labels):
        marks = [f"({to_int(mark)})" if to_int(mark) else mark for mark in marks]
    elif marks and shape.labels and shape.labels[0] in CIRCLED:
        marks = [CIRCLED[int(mark) - 1] if mark in "123456789" else mark for mark in marks]
    beyond = [mark for mark in marks if mark not in shape.labels]
    if not marks or re.search(r"[一-鿿]{3}", text):
        return _mismatch(text)
    if beyond:
        labels = "".join(shape.labels)
        return Reading(None, Fault(Kind.ANSWER_OUT_OF_RANGE, "", {"answer": "".join(beyond), "labels": labels}))
    if len(set(marks)) != len(marks) or len(marks) != len(shape.labels):
        return _mismatch(text, "ordering")
    return Reading(Order(tuple(marks)))


def _pairs(text: str, shape: Shape) -> Reading:
    folded = fold(text)
    found = [(f"({to_int(left)})", right.upper()) for left, right in _PAIR.findall(folded)]
    rest = re.sub(r"[\s,;、。.()]", "", _PAIR.sub("", folded))
    if not found or rest:
        return _mismatch(text)
    beyond = [f"{left}{right}" for left, right in found if left not in shape.prompts or right not in shape.labels]
    if beyond:
        params = {"answer": " ".join(beyond), "labels": "".join(shape.labels)}
        return Reading(None, Fault(Kind.ANSWER_OUT_OF_RANGE, "", params))
    if len({left for left, _ in found}) != len(found) or len(found) != len(shape.prompts):
        return _mismatch(text, "matching")
    return Reading(Pairs(tuple(sorted(found, key=lambda pair: shape.prompts.index(pair[0])))))
