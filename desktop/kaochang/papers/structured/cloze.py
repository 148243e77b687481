"""Moodle's cloze notation: `{2:SHORTANSWER:=a~%50%b#feedback}` within a text."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final

from kaochang.papers.markup.authored import Authored
from kaochang.papers.structured import moodle_text, weighed
from kaochang.papers.structured.gaps import Form, Gap, held, without_held
from kaochang.papers.structured.weighed import Weighed, WeighedNumber

_SHOWN: Final = ("", "V", "H", "S", "VS", "HS")
"""How choices are shown: as a list, upright, side by side, shuffled."""
_FORMS: Final = {
    **dict.fromkeys(("SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"), Form.WORDS),
    **dict.fromkeys(("NUMERICAL", "NM"), Form.NUMBERS),
    **dict.fromkeys((f"{name}{shown}".rstrip("_") for name in ("MULTICHOICE_", "MC") for shown in _SHOWN), Form.ONE),
    **dict.fromkeys((f"{name}{shown}".rstrip("_") for name in ("MULTIRESPONSE_", "MR") for shown in _SHOWN), Form.MANY),
}
_OPENED: Final = re.compile(r"\{(\d{0,3}):([A-Z_]{2,18}):")
_WITHIN: Final = re.compile(r"((?:\\.|[^\\}])*)\}", re.DOTALL)
_PIECE: Final = re.compile(r"(?:\\.|[^\\~])+", re.DOTALL)
_SHARE: Final = re.compile(r"\s*(?:(=)|%\s*([+-]?[\d.,]{1,20})\s*%)?")
_FEEDBACK: Final = re.compile(r"((?:\\.|[^\\#])*)(?:#(.*))?", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\([}#~/\"\\])")


def taken_out(text: str) -> tuple[str, list[Gap]]:
    """A text (HTML or not) with each of its fields held apart, and the fields in order."""
    text = without_held(text)
    found: list[Gap] = []
    pieces: list[str] = []
    end = 0
    for opened in _OPENED.finditer(text):
        form = _FORMS.get(opened.group(2))
        if form is None or opened.start() < end:
            continue
        within = _WITHIN.match(text, opened.end())
        if within is None:
            break  # nothing behind it is closed either
        pieces += [text[end : opened.start()], held(len(found))]
        found.append(_gap(form, opened.group(1), within.group(1)))
        end = within.end()
    return "".join([*pieces, text[end:]]), found


def _gap(form: Form, weight: str, words: str) -> Gap:
    pieces = [_piece(piece.group()) for piece in _PIECE.finditer(words) if piece.group().strip()]
    explanation = "\n".join(f"{each.text}：{feedback.flat}" for each, _, feedback in pieces if feedback.flat)
    texts = tuple(each for each, _, _ in pieces)
    told = tuple(each for _, *both in pieces for each in both)
    gap = Gap(form, Fraction(int(weight or 1)), explanation=explanation, told=told)
    if form is Form.NUMBERS:
        return replace(gap, numbers=tuple(map(_number, texts)))
    return replace(gap, weighed=texts)


def _piece(piece: str) -> tuple[Weighed, Authored, Authored]:
    """An answer, its words, and its feedback."""
    start = _SHARE.match(piece)
    right, percent = start.groups() if start else (None, None)
    share = Fraction(1) if right else weighed.share_of(percent or "0") or Fraction(0)
    found = _FEEDBACK.match(piece, start.end() if start else 0)
    words, feedback = found.groups() if found else (piece, None)
    told = _told(words)
    return Weighed(told.flat, share), told, _told(feedback or "")


def _told(words: str) -> Authored:
    return moodle_text.authored(_ESCAPED.sub(r"\1", words).strip(), moodle_text.HTML)


def _number(each: Weighed) -> WeighedNumber:
    number, _, around = each.text.partition(":")
    within = f"± {around.strip()}" if around.strip() and weighed.decimal(around) != 0 else ""
    return WeighedNumber(number.strip(), within, each.share)
