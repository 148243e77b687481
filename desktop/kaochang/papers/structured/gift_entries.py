"""One entry of a GIFT file, taken apart and read: title, stem, what stands in its braces, and the stem's rest."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from kaochang.domain.authored import BLANK
from kaochang.domain.items import Item, ItemType
from kaochang.domain.papers import Kind
from kaochang.domain.responses import Judgement
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.grammar.answers import judgement_of
from kaochang.papers.markup.authored import Authored
from kaochang.papers.structured import moodle_text, weighed
from kaochang.papers.structured.gathering import scheme_of, tell_losses, tell_notes
from kaochang.papers.structured.weighed import Weighed, WeighedNumber

_ESCAPES: Final = "\\~=#{}:n"
_HELD: Final = {sign: chr(0xFDD0 + place) for place, sign in enumerate(_ESCAPES)}
"""Stand for escaped signs while an entry is taken apart: code points that no text may hold."""
_RELEASED: Final = {ord(held): "\n" if sign == "n" else sign for sign, held in _HELD.items()}
_NO_SIGNS: Final = dict.fromkeys(map(ord, _HELD.values()))
_ESCAPE: Final = re.compile(r"\\([\\~=#{}:n])")
_FORMULA: Final = re.compile(r"\\\((?:[^\\]|\\(?![()\[\]]))*\\\)|\\\[(?:[^\\]|\\(?![()\[\]]))*\\\]")
_COMMAND: Final = re.compile(r"(?<!\\)\\n(?=[a-z])")
"""In a formula \\neq is a sign, and no line break before eq."""

_TITLE: Final = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORM: Final = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_FORMS: Final = {
    "html": moodle_text.HTML,
    "markdown": moodle_text.MARKDOWN,
    "plain": moodle_text.PLAIN,
    "moodle": moodle_text.AUTO,
}
_BRACE: Final = re.compile(r"[{}]")
_KEY: Final = re.compile(r"\s*(?:[=~]|#(?!###)|(?:T|F|TRUE|FALSE)\s*(?:#|$))", re.IGNORECASE)
_JUDGED: Final = re.compile(r"\s*([^\s#~=]{1,5})\s*(?:#(.*))?", re.DOTALL)
_BARE: Final = re.compile(r"[^\n;~]*[^\s;~#=][^\n;~]*")
_SIGN: Final = re.compile(r"([~=])")
_WEIGHT: Final = re.compile(r"\s*%\s*([+-]?[\d.,]{1,20})\s*%")
_RANGE: Final = re.compile(r"\s*(\S{1,40}?)\s*\.\.\s*(\S{1,40})\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry taken apart, escaped signs still held. `key` is what stands in its braces, None where none can be told.

    `is_description`: there are no braces at all; `has_rest`: words stand behind those of the key.
    """

    title: str
    form: str
    stem: str
    key: str | None
    is_description: bool
    has_rest: bool = False

    @property
    def told(self) -> Authored:
        """Its stem as authored text."""
        return _told(self.stem, self.form)


@dataclass(frozen=True, slots=True)
class _Part:
    """One answer between braces: its sign, its share where one is stated, its words and its feedback."""

    sign: str
    share: Fraction
    words: str
    feedback: Authored


def is_key(inner: str) -> bool:
    """Whether the words between two braces are answers beyond doubt."""
    return bool(_KEY.match(inner))


def taken_apart(text: str) -> Entry:
    """The parts of an entry. Of several pairs of braces the one that holds answers counts; the others are words."""
    text = _hold(text)
    title = _TITLE.match(text)
    rest = text[title.end() :] if title else text
    form = _FORM.match(rest)
    rest = rest[form.end() :] if form else rest
    name = released(title.group(1)) if title else ""
    kind = _FORMS[form.group(1).lower()] if form else moodle_text.AUTO
    pairs = _pairs(rest)
    if pairs == []:
        return Entry(name, kind, rest, None, is_description=True)
    keys = [(start, end) for start, end in pairs or [] if is_key(rest[start + 1 : end])]
    if pairs is None or len(keys if len(pairs) > 1 else pairs) != 1:
        return Entry(name, kind, rest, None, is_description=False)
    start, end = (keys if len(pairs) > 1 else pairs)[0]
    before, inner, after = rest[:start], rest[start + 1 : end], rest[end + 1 :]
    if not _is_readable(inner) or (is_bare(inner) and _is_set(before, after)):
        return Entry(name, kind, rest, None, is_description=False)
    stem = before + BLANK + after if after.strip() else before
    return Entry(name, kind, stem, inner, is_description=False, has_rest=bool(after.strip()))


def _is_readable(inner: str) -> bool:
    """Whether the words between the only braces are answers: of some kind, or none at all as an essay has."""
    return is_key(inner) or is_bare(inner) or not inner.partition("####")[0].strip()


def is_bare(inner: str) -> bool:
    """Whether the words between the only braces are an answer without its sign: {One}, {yes} or {One=1}.

    Moodle takes them so. What has several lines, or a semicolon as code has, is no answer that anybody types.
    """
    return _BARE.fullmatch(inner.partition("####")[0]) is not None and not is_key(inner)


def _is_set(before: str, after: str) -> bool:
    """Whether bare words in braces may be part of what is asked, {1, 2} or A = {1, 2}: only at the end is an answer."""
    return bool(after.strip()) or before.rstrip().endswith(("=", "＝", _HELD["="]))


def _hold(text: str) -> str:
    text = text.translate(_NO_SIGNS)
    if "\\" not in text:
        return text
    text = _FORMULA.sub(lambda found: _COMMAND.sub(r"\\\\n", found.group()), text)
    return _ESCAPE.sub(lambda found: _HELD[found.group(1)], text)


def released(text: str) -> str:
    """Words with their escaped signs as they are meant."""
    return text.translate(_RELEASED).strip()


def _pairs(text: str) -> list[tuple[int, int]] | None:
    """Where the outermost pairs of braces stand; None where one is not closed or not opened."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for brace in _BRACE.finditer(text):
        if brace.group() == "{":
            start = brace.start() if depth == 0 else start
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                found.append((start, brace.start()))
        if depth < 0:
            return None
    return found if depth == 0 else None


def _told(words: str, form: str) -> Authored:
    own = _FORM.match(words)
    if own:
        words, form = words[own.end() :], _FORMS[own.group(1).lower()]
    text = released(words)
    found = moodle_text.authored(text, form)
    return found if found.text or found.images or found.tables else Authored(moodle_text.plain(text))


def _typed(words: str) -> str:
    """Words that a response is compared with, or that are chosen from a list: sign by sign, whatever the format."""
    return moodle_text.typed(released(words))


# -- the answers


def read_entry(entry: Entry, line: int, tags: list[str]) -> StatedItem:
    """The item of an entry that is no description."""
    told = entry.told
    item = Item(ItemType.ESSAY, told.text, tables=told.tables, images=told.images)
    inner, _, general = (entry.key or "").partition("####")
    explanation = _told(general, entry.form)
    made = StatedItem(item, scheme_of(explanation.flat, tags), line=line)
    tell_losses(made, told)
    parts = None if _is_one_number(inner) else _parts(inner.strip().removeprefix("#"), entry.form)
    if entry.key is None or not _take(made, inner, parts, entry.form):
        made.say(Kind.UNKNOWN_TYPE)
    tell_notes(made, explanation, *(part.feedback for part in parts or ()))
    return made


def _parts(inner: str, form: str) -> list[_Part] | None:
    """The answers in braces; None where words stand before the first sign."""
    before, *pieces = _SIGN.split(inner)
    if before.strip():
        return None if "~" in inner else _parts(f"={inner}", form)
    found = []
    for sign, piece in zip(pieces[::2], pieces[1::2], strict=True):
        weight = _WEIGHT.match(piece)
        words, _, feedback = piece[weight.end() if weight else 0 :].partition("#")
        share = weighed.share_of(weight.group(1)) if weight else Fraction(sign == "=")
        if words.strip() or weight or feedback.strip():
            found.append(_Part(sign, share or Fraction(0), words, _told(feedback, form)))
    return found


def _is_one_number(inner: str) -> bool:
    """Whether the words in braces are {#3} or {#1..5#feedback}: a number without a sign before it."""
    return inner.lstrip().startswith("#") and not _SIGN.match(inner.strip()[1:].lstrip())


def _take(made: StatedItem, inner: str, parts: list[_Part] | None, form: str) -> bool:
    """Read the answers of an entry by what they look like; False where they are of no known kind."""
    if not inner.strip():
        return True
    if inner.lstrip().startswith("#"):
        _take_numbers(made, inner.strip()[1:], parts, form)
        return True
    if _take_judgement(made, inner, form):
        return True
    if parts is None:
        return False
    arrows = sum("->" in part.words for part in parts)
    if any(part.sign == "~" for part in parts):
        _take_choice(made, parts, form)
    elif arrows == len(parts) > 1:
        _take_pairs(made, parts, form)
    elif arrows or not parts:
        return False
    else:
        texts = [Weighed(_typed(part.words), part.share) for part in parts]
        weighed.take_blanks(made, [weighed.accepted_words(made, texts)])
        weighed.explain(made, [(text.text, part.feedback.flat) for text, part in zip(texts, parts, strict=True)])
    return True


def _take_judgement(made: StatedItem, inner: str, form: str) -> bool:
    found = _JUDGED.fullmatch(inner)
    value = judgement_of(found.group(1)) if found else None
    if found is None or value is None:
        return False
    made.item = replace(made.item, type=ItemType.TRUEFALSE)
    weighed.give(made, Judgement(value))
    weighed.explain(made, [("", _told(words, form).flat) for words in (found.group(2) or "").split("#")])
    return True


def _take_choice(made: StatedItem, parts: list[_Part], form: str) -> None:
    """One answer is right where one is marked =; where there are only shares, several may be."""
    told = [_told(part.words, form) for part in parts]
    tell_losses(made, *told)
    options = [Weighed(each.flat, part.share) for each, part in zip(told, parts, strict=True)]
    weighed.take_choice(made, options, many=all(part.sign == "~" for part in parts))
    labels = [option.label for option in made.item.options] or [""] * len(parts)
    weighed.explain(made, [(label, part.feedback.flat) for label, part in zip(labels, parts, strict=True)])


def _take_pairs(made: StatedItem, parts: list[_Part], form: str) -> None:
    pairs = []
    extra = []
    for part in parts:
        words, right = part.words.split("->", 1)
        left = _told(words, form)
        tell_losses(made, left)
        if left.flat:
            pairs.append((Weighed(left.flat), _typed(right)))
        else:
            extra.append(_typed(right))
    weighed.take_pairs(made, pairs, extra)


def _take_numbers(made: StatedItem, inner: str, parts: list[_Part] | None, form: str) -> None:
    """`3`, `3:0.1` or `1..5`, alone or as several with shares; what is not a number is right for nobody."""
    if parts is None:
        words, _, feedback = inner.partition("#")
        parts = [_Part("=", Fraction(1), words, _told(feedback, form))]
    numbers = [_number(part) for part in parts]
    weighed.take_blanks(made, [weighed.accepted_numbers(made, numbers)])
    weighed.explain(made, [(released(part.words), part.feedback.flat) for part in parts])


def _number(part: _Part) -> WeighedNumber:
    between = _RANGE.fullmatch(part.words)
    if between:
        return WeighedNumber("", f"{released(between.group(1))} – {released(between.group(2))}", part.share)
    number, _, around = part.words.partition(":")
    tolerance = weighed.decimal(around)
    within = f"± {released(around)}" if around.strip() and tolerance != 0 else ""
    return WeighedNumber(released(number), within, part.share)
