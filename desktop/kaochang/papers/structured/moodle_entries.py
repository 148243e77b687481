"""One entry of a Moodle XML file as items: a table says which type is read how; every other type is kept as it is."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import Item, ItemType
from kaochang.domain.papers import Kind
from kaochang.domain.values import MOST_WORDS
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.markup.authored import Authored, once, shortened
from kaochang.papers.structured import cloze, gaps, weighed
from kaochang.papers.structured.gaps import Form, Gap
from kaochang.papers.structured.gathering import say_losses, scheme_of, tell_losses, tell_notes
from kaochang.papers.structured.moodle_fields import Fields
from kaochang.papers.structured.open_ended import take_notes
from kaochang.papers.structured.weighed import Weighed, WeighedNumber

_MARKED: Final = re.compile(r"\[\[(\d{1,3})\]\]")
_COMBINED: Final = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_STOCK: Final = re.compile(
    r"(?:your answer is (?:partially )?(?:in)?correct"
    r"|(?:[您你]的)?(?:回答|答案)是?(?:部分)?不?(?:正确|错误))?\s*[.。!！]?",
    re.IGNORECASE,
)
"""What Moodle itself says of every response, unless somebody wrote something else there."""
_DRAWN: Final = frozenset({"random", "randomsamatch"})
"""Entries that stand for others: their text is a switch, and no words."""


def read_entry(kind: str, fields: Fields) -> list[StatedItem]:
    """The items of an entry of a type: one, or the sub-questions of a text with gaps."""
    items = _WITH_GAPS[kind](kind, fields) if kind in _WITH_GAPS else [_plain(kind, fields)]
    tell_notes(items[0], *fields.notes)
    return items


def _plain(kind: str, fields: Fields) -> StatedItem:
    made = _begun(fields, fields.text("questiontext"))
    take = _TYPES.get(kind)
    if take is None:
        _keep(made, kind, fields)
    else:
        take(made, fields)
    return made


def _begun(fields: Fields, told: Authored) -> StatedItem:
    """An item with everything that entries of all types have."""
    hints = [hint.own_note() for hint in fields.all("hint")]
    said = [words for name in _COMBINED if not _STOCK.fullmatch(words := fields.note(name))]
    explanation = "\n".join(dict.fromkeys(part for part in [fields.note("generalfeedback"), *said, *hints] if part))
    tags = [tag for each in fields.all("tags/tag") if (tag := each.own_text().flat)]
    item = Item(ItemType.ESSAY, told.text, points=fields.points(), tables=told.tables, images=told.images)
    made = StatedItem(item, scheme_of(explanation, tags), line=fields.line)
    tell_losses(made, told)
    return made


def _keep(made: StatedItem, kind: str, fields: Fields) -> None:
    """An entry of a type that cannot be answered here. One without words of its own is known by its name."""
    images = once([*made.item.images, *fields.pictures()])
    stem = fields.stated("name") if kind in _DRAWN else made.item.stem
    made.item = replace(made.item, stem=stem or fields.stated("name"), images=images)
    weighed.keep_unsupported(made, kind)


def _weighed(made: StatedItem, fields: Fields, *, pictured: bool = False) -> list[Weighed]:
    """The answers of an entry with their shares. A picture stays with its option (`pictured`); those that an option has
    besides, or that answers of another kind have, are shown with the stem.
    """
    found, told, besides = [], [], list(made.item.images)
    for each in fields.all("answer"):
        text = each.own_text()
        share = weighed.share_of(each.attribute("fraction")) or Fraction(0)
        image = text.images[0] if pictured and text.images else None
        besides += text.images[1:] if image else text.images
        found.append(Weighed(text.flat, share, image))
        told.append(text)
    tell_losses(made, *told)
    made.item = replace(made.item, images=once(besides))
    return found


def _typed(fields: Fields) -> list[Weighed]:
    """The answers of an entry that is typed into, sign by sign, with their shares."""
    answers = fields.all("answer")
    return [Weighed(each.typed(), weighed.share_of(each.attribute("fraction")) or Fraction(0)) for each in answers]


def _feedback(fields: Fields) -> list[str]:
    return [each.note("feedback") for each in fields.all("answer")]


def _choice(made: StatedItem, fields: Fields) -> None:
    _choose(made, fields, many=fields.stated("single").lower() in ("false", "0"))


def _several(made: StatedItem, fields: Fields) -> None:
    """Types of plugins for several right options. They share points out otherwise; which are right they say alike."""
    _choose(made, fields, many=True)


def _choose(made: StatedItem, fields: Fields, *, many: bool) -> None:
    weighed.take_choice(made, _weighed(made, fields, pictured=True), many=many)
    labels = [option.label for option in made.item.options]
    weighed.explain(made, list(zip(labels, _feedback(fields), strict=False)))


def _judgement(made: StatedItem, fields: Fields) -> None:
    weighed.take_judgement(made, _weighed(made, fields))
    weighed.explain(made, [("", words) for words in _feedback(fields)])


def _short(made: StatedItem, fields: Fields) -> None:
    found = _typed(fields)
    accepted = weighed.accepted_words(made, found)
    weighed.take_blanks(made, [accepted])
    if fields.says("usecase"):
        weighed.tell_case(made, accepted)
    weighed.explain(made, list(zip([each.text for each in found], _feedback(fields), strict=True)))


def _numerical(made: StatedItem, fields: Fields) -> None:
    found = []
    for each, answer in zip(_typed(fields), fields.all("answer"), strict=True):
        around = answer.stated("tolerance")
        within = f"± {around}" if around and weighed.decimal(around) != 0 else ""
        found.append(WeighedNumber(each.text, within, each.share))
    weighed.take_blanks(made, [weighed.accepted_numbers(made, found)])
    units = [each.stated("unit_name") for each in fields.all("units/unit")]
    if any(units):
        made.say(Kind.RULE_NOT_TAKEN, "units", answer="、".join(map(shortened, filter(None, units))))
    weighed.explain(made, list(zip([each.text for each in found], _feedback(fields), strict=True)))


def _essay(made: StatedItem, fields: Fields) -> None:
    notes = fields.text("graderinfo")
    fields.notes.append(notes)
    made.take_own(notes)
    if not notes.parts:
        take_notes(made, notes.flat)
    given = fields.text("responsetemplate")
    tell_losses(made, given)
    stem = "\n".join(part for part in [made.item.stem, given.flat] if part)
    made.item = replace(made.item, stem=stem, images=once([*made.item.images, *given.images]))
    least, most = (_words(fields.count(name)) for name in ("minwordlimit", "maxwordlimit"))
    if least and most and least > most:
        made.say(Kind.LENGTH_MISMATCH, least=str(least), most=str(most))
    else:
        made.item = replace(made.item, min_words=least, max_words=most)


def _words(count: int | None) -> int | None:
    return count if count is not None and count <= MOST_WORDS else None


def _matching(made: StatedItem, fields: Fields) -> None:
    pairs: list[tuple[Weighed, str]] = []
    extra: list[str] = []
    for each in fields.all("subquestion"):
        left, right = each.own_text(), each.typed("answer")
        tell_losses(made, left)
        made.item = replace(made.item, images=once([*made.item.images, *left.images[1:]]))
        if left.text or left.tables or left.images:
            pairs.append((Weighed(left.flat, image=left.images[0] if left.images else None), right))
        elif right:
            extra.append(right)
    weighed.take_pairs(made, pairs, extra)


def _ordering(made: StatedItem, fields: Fields) -> None:
    weighed.take_order(made, [each.text for each in _weighed(made, fields)])


_TYPES: Final[dict[str, Callable[[StatedItem, Fields], None]]] = {
    "multichoice": _choice,
    "multichoiceset": _several,
    "oumultiresponse": _several,
    "truefalse": _judgement,
    "shortanswer": _short,
    "numerical": _numerical,
    "essay": _essay,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
}


# -- texts with gaps


def _cloze(kind: str, fields: Fields) -> list[StatedItem]:
    found: list[Gap] = []

    def hold(raw: str) -> str:
        text, taken = cloze.taken_out(raw)
        found.extend(taken)
        return text

    made = _begun(fields, fields.text("questiontext", hold))
    if not found:
        _keep(made, kind, fields)
        return [made]
    if made.item.points is None:
        made.item = replace(made.item, points=sum((gap.weight for gap in found), Fraction()) or None)
    say_losses(made, *(each for gap in found for each in gap.told))
    return gaps.fill(made, found)


def _chosen(kind: str, fields: Fields) -> list[StatedItem]:
    """[[3]] in the text is a gap whose right word is the third; it may be chosen among those of the same group."""
    boxes = [*fields.all("dragbox"), *fields.all("selectoption")]
    groups = [each.stated("group") for each in boxes]
    told = [each.own_text() for each in boxes]
    texts = [each.flat for each in told]
    found: list[Gap] = []

    def hold(mark: re.Match[str]) -> str:
        right = int(mark.group(1)) - 1
        group = groups[right] if 0 <= right < len(groups) else None
        offered = [place for place in range(len(texts)) if group in (None, groups[place])]
        found.append(Gap(Form.ONE, Fraction(1), tuple(Weighed(texts[p], Fraction(p == right)) for p in offered)))
        return gaps.held(len(found) - 1)

    made = _begun(fields, fields.text("questiontext", lambda raw: _MARKED.sub(hold, gaps.without_held(raw))))
    tell_losses(made, *told)
    made.item = replace(made.item, images=once([*made.item.images, *(image for each in told for image in each.images)]))
    if not found:
        _keep(made, kind, fields)
        return [made]
    return gaps.fill(made, found)


_WITH_GAPS: Final[dict[str, Callable[[str, Fields], list[StatedItem]]]] = {
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _chosen,
    "gapselect": _chosen,
}
