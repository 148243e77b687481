"""Texts that are right for one blank: what stands between them, and what may or may not."""

import re
from typing import Final

from kaochang.papers.lines import fold, slices
from kaochang.papers.numerals import to_count

_BETWEEN: Final = re.compile(r"\d\s*/\s*\d")
_FIGURE: Final = re.compile(r"[-+±]?[¥$]?\s*\d[\d,]*(?:\.\d+)?(?:\s*(?:%|‰|[^\d\s/]{1,6}))?")
_DATE: Final = re.compile(r"(?:19|20)\d\d\s*/\s*\d{1,2}(?:\s*/\s*\d{1,2})?")
_RATIO: Final = re.compile(r"([A-Za-z]{1,2})\s*/\s*([A-Za-z]{1,2})")
_UNIT: Final = re.compile(r"(?:[mk]?g|[kcm]?m|m?[lL]|t|[KMG]B|Mb|[NJVr])\s*/\s*(?:s|h|m?[lL]|d|t|m|kg|C|W|K)")
_OR: Final = r"(?<=[^\s与间抑倘容])或(?:者)?(?=[^\s许然缺非是多])"
"""或 between two texts, and not in a word that holds it."""
_POINTS: Final = re.compile(r"\s*\(\s*(?:每空|本空|各)?\s*\d{1,3}(?:\.\d)?\s*分\s*\)$")
_BRACKET: Final = re.compile(r"(.*\S)\s*\(([^()]*[一-鿿A-Za-z][^()]*)\)")
_WORDED: Final = re.compile(
    r"\([^()]*[一-鿿][^()]*\)|[也亦均都即]可(?:以)?[。.]?$|[也亦均都](?:对|行|正确|算对|给分|得分)[。.]?$"
)
"""What may say of words that they are right too, or that they are not needed."""
_QUOTED: Final = r"[\"“”‘’'「『]?(?P<text>[^\"“”‘’'「」『』:;,。]+?)[\"“”‘’'」』]?"
_TOO: Final = r"\s*[也亦均都](?:可以?|对|行|正确|算对|算正确|给分|得分|视为正确)"
_SAID_TOO: Final = (
    re.compile(
        rf"(?:或者?|又[称名叫作]|[也亦][称叫作]|[也亦或]?可以?[答写填][作成为]?|也[答写填])\s*:?\s*{_QUOTED}(?:{_TOO})?"
    ),
    re.compile(rf"(?:[答写填][作成为]?\s*:?\s*)?{_QUOTED}{_TOO}"),
)
_NUMBERS: Final = re.compile(r"\s*[、,/或]\s*")
_WORD: Final = re.compile(r"[一-鿿]{2,6}")


def alternatives(piece: str, or_by: str) -> tuple[str, ...]:
    """Texts that are right for one blank: `a/b`, `a|b`, `a或b`, `a（b亦可）`, less the points behind them; `or_by` is
    one more pattern between texts. `24/7` is one text, and so are 或然率 and 与或非.

    A slash between figures parts alternatives where one of them has a unit, a percent sign or a decimal point, or where
    all are the same number (`99.5/99.50`, `85%/85/0.85`, `16/16时`).
    """
    points = _POINTS.search(fold(piece))
    piece = piece[: points.start()] if points and points.start() else piece
    folded = fold(piece)
    if _is_ratio(folded):
        return (piece,)
    bracketed = _bracketed(piece, folded)
    if bracketed is not None:
        return tuple(text for each in bracketed for text in alternatives(each, or_by))
    slash = r"\s*/\s*" if _are_spellings(folded) else r"(?<!\d)\s*/\s*|\s*/\s*(?!\d)"
    parts = slices(piece, folded, re.compile(rf"{slash}|\s*\|\s*|\s+或(?:者)?\s*|{_OR}{or_by}"))
    is_cut = any(fold(part).count("(") != fold(part).count(")") for part in parts)
    return (piece,) if is_cut or not parts else tuple(parts)


def _bracketed(piece: str, folded: str) -> tuple[str, ...] | None:
    """`服务级别（服务等级亦可）`, `平和（友好）`: a text and the one in brackets behind it that is right too.

    So are spellings of one number: `2（二、两）`.
    """
    match = _BRACKET.fullmatch(folded)
    if match is None:
        return None
    spelled = _NUMBERS.split(match[2].strip())
    if match[1].isdigit() and all(to_count(each) == int(match[1]) for each in spelled):
        return (piece[: match.end(1)], *spelled)
    first, inner = piece[: match.end(1)], piece[match.start(2) : match.end(2)]
    for pattern in _SAID_TOO:
        said = pattern.fullmatch(match[2].strip())
        if said is not None:
            return first, inner.strip()[said.start("text") : said.end("text")]
    return (first, inner) if is_assumed(piece) else None


def is_assumed(piece: str) -> bool:
    """Whether words and a bracket as long as they are (`平和（友好）`) were taken for two texts, which nothing says."""
    match = _BRACKET.fullmatch(_POINTS.sub("", fold(piece)))
    if match is None or _WORD.fullmatch(match[1]) is None or _WORD.fullmatch(match[2]) is None:
        return False
    says_more = any(pattern.search(match[2]) for pattern in (*_SAID_TOO, _WORDED))
    return len(match[1]) == len(match[2]) and not says_more


def is_unclear(text: str) -> bool:
    """Whether a text kept whole may be several: a slash between whole numbers or signs, less dates and units, or words
    in brackets."""
    folded = fold(text)
    kept = bool(_BETWEEN.search(folded)) and not _DATE.fullmatch(folded.strip())
    return kept or bool(_WORDED.search(folded)) or (_is_ratio(folded) and not _UNIT.fullmatch(folded.strip()))


def _are_spellings(folded: str) -> bool:
    """Whether figures on both sides of a slash are spellings of one answer rather than a fraction or a date."""
    if not _BETWEEN.search(folded):
        return False
    parts = [part.strip() for part in folded.split("/")]
    if not all(_FIGURE.fullmatch(part) for part in parts):
        return False
    plain = [part for part in parts if part.isdigit()]
    return len(plain) < len(parts) or len({int(part) for part in plain}) == 1


def _is_ratio(folded: str) -> bool:
    """Whether a slash between single letters or short signs is a fraction or a unit (U/R, km/h) rather than an or."""
    match = _RATIO.fullmatch(folded.strip())
    return match is not None and match.group(1).casefold() != match.group(2).casefold()
