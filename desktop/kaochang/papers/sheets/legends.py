"""What a type cell says: the words papers use, English names, and codes where the file itself explains them.

A code that nothing explains says nothing: 0 is 单选 in one system and 判断 in the next.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar import kinds
from kaochang.papers.lines import fold

_NAMES: Final = {
    ItemType.SINGLE: "single mc mcq singlechoice singleanswer singleselect radio oneanswer",
    ItemType.MULTIPLE: "multiple multi ma mca mr mrq msq multianswer multiplechoices multipleanswer multipleanswers"
    " multiselect multipleselect multipleresponse checkbox",
    ItemType.TRUEFALSE: "truefalse tf judge judgement judgment boolean bool trueorfalse yesno",
    ItemType.BLANK: "blank blanks fib fill fillblank fillin fillinblank fillintheblank fillintheblanks gapfill",
    ItemType.ESSAY: "essay ess sa shortanswer subjective opentext freetext text",
    ItemType.CASE: "case casestudy caseanalysis",
    ItemType.INTERVIEW: "interview",
    ItemType.SCENARIO: "scenario roleplay",
    ItemType.ORDERING: "ordering ord order sequence sorting sort",
    ItemType.MATCHING: "matching mat match pairing",
}
_KNOWN: Final = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_CONTAINERS: Final = re.compile(r"组合题?|复合题?|题组|材料题?|大题|综合题?|阅读理解题?|共用题干题?|套题|父题")
_CODE: Final = r"(?P<code>\d{1,2}|[A-Za-z]{1,2})"
_WORD: Final = r"(?P<word>[一-鿿]{2,8})"
_TIE: Final = r"\s*(?:[:=-]+>?|表示|代表|为|是)\s*"
_CODE_FIRST: Final = re.compile(rf"{_CODE}(?:{_TIE})?{_WORD}")
_WORD_FIRST: Final = re.compile(rf"{_WORD}{_TIE}{_CODE}")
_SPLIT: Final = re.compile(r"[,;、/|\n。()\[\]\s]+")
_ABOUT: Final = re.compile(r"(?:题型|类型)(?:代码|编码|编号|说明|对应)*\s*[:为]?")
_IN_BRACKETS: Final = re.compile(r"([一-鿿]{2,8})\(\s*(\d{1,2})\s*\)")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a type cell says; `sure` is False where it holds something that says nothing."""

    kind: ItemType | None = None
    indefinite: bool = False
    container: bool = False
    sure: bool = True


class Legend:
    """The codes of types that a file explains."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._codes: dict[str, Typed] = {}
        self._seen: dict[str, Typed] = {}
        for text in texts:
            self._codes |= _explained(text)

    def add(self, codes: Mapping[str, ItemType]) -> None:
        """Codes that something else than the file's words explains, where its words do not."""
        self._codes = {fold(code).strip().casefold(): Typed(kind) for code, kind in codes.items()} | self._codes
        self._seen.clear()

    def read(self, text: str) -> Typed:
        """What a type cell says."""
        if text not in self._seen:
            self._seen[text] = _worded(text) or self._codes.get(fold(text).strip().casefold()) or Typed(sure=not text)
        return self._seen[text]


def _worded(text: str) -> Typed | None:
    words = fold(text).replace("_", " ").strip()
    kind = kinds.type_of(words)
    container = bool(_CONTAINERS.fullmatch(words))
    if kind is not None or container:
        return Typed(kind, kinds.is_indefinite(words), container)
    bare = re.sub(r"[\s_/-]|题$|item$", "", words.casefold())
    if bare in _KNOWN:
        return Typed(_KNOWN[bare])
    return Typed() if kinds.is_generic_choice(words) else None


def _explained(text: str) -> dict[str, Typed]:
    """The codes that a note explains (0单选 1判断 2多选); two at least, so that a list of notes is none."""
    found: dict[str, Typed] = {}
    for piece in _SPLIT.split(_ABOUT.sub(" ", _IN_BRACKETS.sub(r"\1=\2", fold(text))).strip(" :")):
        match = _CODE_FIRST.fullmatch(piece) or _WORD_FIRST.fullmatch(piece)
        typed = _worded(match.group("word")) if match else None
        if match is None or typed is None:
            continue
        if found.setdefault(match.group("code").casefold(), typed) != typed:
            return {}
    return found if len(found) > 1 else {}
