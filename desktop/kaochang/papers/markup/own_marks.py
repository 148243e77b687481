"""Marks: what an item says that its file format has no words for, written so that our own readers find it again.

A mark has a name and a value, both text. HTML of ours (QTI, Moodle) holds them as attributes (`data-kaochang-NAME`) of
the element around an item's words, GIFT as comments. Other programs pass over them.

A mark only makes exact what a file says itself. One that no longer fits its file, because somebody edited it since, is
left aside: it never overrides what people see.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from kaochang.domain.authored import BLANK, find_gaps
from kaochang.domain.items import MAX_OPTIONS, OPEN_TYPES, Item, ItemType, Mode, Option, Stage
from kaochang.domain.mark_schemes import Criterion, Difficulty, MarkScheme, Rubric
from kaochang.domain.papers import PaperItem
from kaochang.domain.refusals import Refusal
from kaochang.domain.responses import Choice, CorrectResponse, Order, Pairs
from kaochang.domain.values import MOST_WORDS, Value, from_plain, to_plain
from kaochang.papers.labels import option_labels, prompt_labels
from kaochang.papers.markup.own_keys import fits_key

ATTRIBUTE: Final = "data-kaochang-"
"""Attributes of ours begin with it; the name of the mark follows."""
COMMENT: Final = "kaochang-"
"""Comments of ours in GIFT begin with it; the name of the mark follows, = and its value on one line."""
NO_POINTS: Final = "none"
TRUE_FALSE: Final = ("正确", "错误")
"""The two options of a judgement, where a format has judgements only as a choice."""
_CLOSE: Final = Fraction(1, 1000)
"""Points that differ by less are the same number, written with as many decimals as a format has."""
_ONE_LINE: Final = re.compile(r"\\[n\\]")
_EMPTY: Final = re.compile(r"[\s_＿﹍﹎]*")

Marks: TypeAlias = Mapping[str, str]
T = TypeVar("T")


class _Key(Value, frozen=True):
    """A key as the value of a mark."""

    correct: CorrectResponse


def marks_of(item: Item, scheme: MarkScheme) -> dict[str, str]:
    """Every mark of an item; a writer leaves those out that its format says itself."""
    found = {
        "type": item.type.value,
        "number": item.number,
        "points": NO_POINTS if item.points is None else str(item.points),
        "mode": "" if item.mode is Mode.TYPED else item.mode.value,
        "least": str(item.min_words or ""),
        "most": str(item.max_words or ""),
        "stages": _spelled(item.stages) if item.stages else "",
        "difficulty": scheme.difficulty.value if scheme.difficulty else "",
    }
    columns = {} if _is_labelled(item) else spelled_options(item)
    return {name: value for name, value in (found | _blanks_of(item) | columns).items() if value}


def _is_labelled(item: Item) -> bool:
    """Whether options and prompts have the labels that readers give them."""
    options = [option.label for option in item.options]
    prompts = [prompt.label for prompt in item.prompts]
    return options == option_labels(len(options)) and prompts == prompt_labels(len(prompts))


def _blanks_of(item: Item) -> dict[str, str]:
    """How the blanks of a text are drawn; where their places are not certain, how many fields stand under it."""
    drawn = [item.stem[gap.start : gap.end] for gap in find_gaps(item.stem, item.blanks)]
    if drawn:
        return {} if all(each == BLANK for each in drawn) else {"blanks-drawn": _spelled(drawn)}
    return {"fields": str(item.blanks)} if item.blanks else {}


def on_one_line(value: str) -> str:
    """A value as a comment of one line holds it."""
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def from_one_line(written: str) -> str:
    """The value that stands in a comment."""
    return _ONE_LINE.sub(lambda found: "\n" if found.group() == "\\n" else "\\", written)


def _spelled(value: object) -> str:
    return msgspec.json.encode(to_plain(value), order="sorted").decode()


def _read(kind: type[T], marks: Marks, name: str) -> T | None:
    """The value of a mark, None where the item has none or nobody can tell what it says."""
    if name not in marks:
        return None
    try:
        return from_plain(kind, msgspec.json.decode(marks[name]))
    except (Refusal, msgspec.DecodeError, RecursionError):
        return None


# -- words with a list behind them


def listed_stages(stages: tuple[Stage, ...]) -> str:
    """The turns of a scenario as lines, for a format that has no turns."""
    limits = [f" ({stage.limit_s} s)" if stage.limit_s else "" for stage in stages]
    lines = [stage.text + limit for stage, limit in zip(stages, limits, strict=True)]
    return "\n".join(f"{place}. {line}" for place, line in enumerate(lines, 1))


def listed_options(item: Item) -> str:
    """Prompts and options as lines, for a format that cannot ask for them."""
    return "\n".join(f"{each.label}. {each.text}" for each in (*item.prompts, *item.options))


def with_list(text: str, listed: str) -> str:
    """A text with a list behind it."""
    return "\n".join(part for part in (text, listed) if part)


def _without_list(text: str, listed: str) -> str | None:
    """The text before a list, None where the list does not stand behind it as it was written."""
    if text == listed:
        return ""
    return text.removesuffix("\n" + listed) if text.endswith("\n" + listed) else None


def spelled_options(item: Item) -> dict[str, str]:
    """The marks of options and prompts that stand in the text (`listed_options`)."""
    columns = {"option-list": item.options, "prompt-list": item.prompts}
    bare = {name: tuple(replace(each, image=None) for each in column) for name, column in columns.items()}
    return {name: _spelled(column) for name, column in bare.items() if column}


def spelled_key(correct: CorrectResponse | None) -> dict[str, str]:
    """The mark of a key that the format cannot say."""
    return {} if correct is None else {"key": _spelled(_Key(correct))}


def shown_rubric(rubric: Rubric) -> str:
    """What a scorer reads: the rubric's words, and its criteria where those do not tell them all."""
    return rubric.text if tells_criteria(rubric) else with_list(rubric.text, _listed_criteria(rubric.criteria))


def tells_criteria(rubric: Rubric) -> bool:
    """Whether the words of a rubric say what its criteria say, so that a scorer need not read those too."""
    return all(each.name in rubric.text and not each.good and not each.levels for each in rubric.criteria)


def spelled_criteria(rubric: Rubric) -> str:
    """The value of the mark `criteria`, which stands with the words of `shown_rubric`."""
    return _spelled(rubric.criteria)


def marked_rubric(shown: str, marks: Marks) -> Rubric | None:
    """The rubric whose words these are, by its mark `criteria`; None where there is none or it does not fit."""
    criteria = _read(tuple[Criterion, ...], marks, "criteria")
    if criteria is None:
        return None
    text = _without_list(shown, _listed_criteria(criteria)) if criteria else None
    if text is None and not all(each.name in shown for each in criteria):
        return None
    return Rubric(shown if text is None else text, criteria)


def _listed_criteria(criteria: tuple[Criterion, ...]) -> str:
    lines = []
    for place, each in enumerate(criteria, 1):
        lines.append(f"{place}. {_line(each.name, each.points, each.good)}")
        lines += [f"- {_line(level.name, level.points, level.text)}" for level in each.levels]
    return "\n".join(lines)


def _line(name: str, points: Fraction | None, words: str) -> str:
    return f"{name}{'' if points is None else f' ({points})'}{f': {words}' if words else ''}"


# -- taking marks


def take_marks(item: Item, scheme: MarkScheme, marks: Marks) -> PaperItem:
    """An item as its format's reader read it, made exact by its marks."""
    for take in (_take_lists, _take_type, _take_columns, _take_blanks):
        item, scheme = take(item, scheme, marks)
    item = replace(item, number=marks.get("number", item.number), points=_points(item, marks))
    if item.is_open:
        item = _take_open(item, marks)
    return PaperItem(item, _take_scheme(scheme, marks))


def _take_scheme(scheme: MarkScheme, marks: Marks) -> MarkScheme:
    named = marks.get("difficulty", "")
    if scheme.difficulty is None and named in list(Difficulty):
        scheme = replace(scheme, difficulty=Difficulty(named))
    for name in ("reference", "explanation"):
        if not getattr(scheme, name) and name in marks:
            scheme = replace(scheme, **{name: marks[name]})
    rubric = marked_rubric(marks.get("rubric", scheme.rubric.text), marks)
    return scheme if rubric is None else replace(scheme, rubric=rubric)


def _points(item: Item, marks: Marks) -> Fraction | None:
    read, said = item.points, marks.get("points", "")
    if said == NO_POINTS:  # a format that must say a number says 1, or 1 for each part
        return None if read in (None, 1, item.blanks, len(item.prompts)) else read
    if not re.fullmatch(r"[0-9]{1,9}(/[1-9][0-9]{0,8})?", said):
        return read
    exact = Fraction(said)
    return exact if read is None or abs(read - exact) < _CLOSE else read


def _take_lists(item: Item, scheme: MarkScheme, marks: Marks) -> tuple[Item, MarkScheme]:
    """Turns, options and prompts that stand as lines in the stem, with the key that goes with them."""
    stages = _read(tuple[Stage, ...], marks, "stages")
    if stages:
        stem = _without_list(item.stem, listed_stages(stages))
        item = item if stem is None else replace(item, stem=stem, stages=stages)
    options = _column(marks, "option-list")
    if options and not item.options:
        whole = replace(item, options=options, prompts=_column(marks, "prompt-list"))
        stem = _without_list(item.stem, listed_options(whole))
        item = item if stem is None else replace(whole, stem=stem)
    return item, scheme


def _column(marks: Marks, name: str) -> tuple[Option, ...]:
    """Options that a mark tells; it has no pictures, and not more of them than a candidate can be shown."""
    found = _read(tuple[Option, ...], marks, name) or ()
    return tuple(replace(each, image=None) for each in found) if len(found) <= MAX_OPTIONS else ()


def _take_type(item: Item, scheme: MarkScheme, marks: Marks) -> tuple[Item, MarkScheme]:
    named = marks.get("type", "")
    if named not in list(ItemType) or item.type == named:
        return item, scheme
    kind = ItemType(named)
    if kind in OPEN_TYPES:
        return (replace(item, type=kind), scheme) if item.is_open else (item, scheme)
    if item.is_open:
        return _from_text(replace(item, type=kind), scheme, marks)
    if {kind, item.type} == {ItemType.SINGLE, ItemType.MULTIPLE}:
        several = isinstance(scheme.correct, Choice) and len(scheme.correct.labels) > 1
        return (item, scheme) if several and kind is ItemType.SINGLE else (replace(item, type=kind), scheme)
    return item, scheme


def _from_text(item: Item, scheme: MarkScheme, marks: Marks) -> tuple[Item, MarkScheme]:
    """An objective item that its format could only ask as free text, with the key that its marks hold."""
    blanks = marks.get("blanks", "")
    if item.type is ItemType.BLANK and re.fullmatch(r"[0-9]{1,3}", blanks):
        item = replace(item, blanks=int(blanks))
    key = _read(_Key, marks, "key")
    return item, replace(scheme, correct=key.correct) if key and fits_key(item, key.correct) else scheme


def _take_columns(item: Item, scheme: MarkScheme, marks: Marks) -> tuple[Item, MarkScheme]:
    """Options and prompts with the labels and in the order that they had in the paper, known again by their words."""
    for side, name in (("options", "option-list"), ("prompts", "prompt-list")):
        column: tuple[Option, ...] = getattr(item, side)
        meant = _column(marks, name)
        texts = [each.text for each in meant]
        read = [each.text for each in column]
        is_kept = read == texts and item.type in (ItemType.SINGLE, ItemType.MULTIPLE)
        if not is_kept and (len(set(texts)) < len(texts) or sorted(read) != sorted(texts)):
            continue
        found = list(column) if is_kept else [column[read.index(text)] for text in texts]
        names = {each.label: one.label for each, one in zip(found, meant, strict=True)}
        ordered = tuple(replace(each, label=names[each.label]) for each in found)
        item = replace(item, **{side: ordered})
        scheme = replace(scheme, correct=_renamed(scheme.correct, side, names))
    return item, scheme


def _renamed(correct: CorrectResponse | None, side: str, names: dict[str, str]) -> CorrectResponse | None:
    match correct:
        case Choice(labels) if side == "options":
            return Choice(tuple(sorted(names.get(label, label) for label in labels)))
        case Order(labels) if side == "options":
            return Order(tuple(names.get(label, label) for label in labels))
        case Pairs(pairs) if side == "options":
            return Pairs(tuple((left, names.get(right, right)) for left, right in pairs))
        case Pairs(pairs):
            return Pairs(tuple(sorted((names.get(left, left), right) for left, right in pairs)))
        case _:
            return correct


def _take_blanks(item: Item, scheme: MarkScheme, marks: Marks) -> tuple[Item, MarkScheme]:
    """Blanks drawn as their author drew them; fields under a text are no words of it."""
    if item.type is not ItemType.BLANK:
        return item, scheme
    fields = "\n".join([BLANK] * item.blanks)
    if marks.get("fields") == str(item.blanks):
        bare = _without_list(item.stem, fields)
        return item if bare is None else replace(item, stem=bare), scheme
    drawn = _read(tuple[str, ...], marks, "blanks-drawn") or ()
    gaps = find_gaps(item.stem, item.blanks)
    if len(gaps) != len(drawn) or not all(_EMPTY.fullmatch(each) for each in drawn):
        return item, scheme
    stem, end = "", 0
    for gap, each in zip(gaps, drawn, strict=True):
        stem += item.stem[end : gap.start] + each
        end = gap.end
    stem += item.stem[end:]
    fits = len(find_gaps(stem, item.blanks)) == item.blanks
    return replace(item, stem=stem) if fits else item, scheme


def _take_open(item: Item, marks: Marks) -> Item:
    """How long a text is asked to be, and how an interview item is answered."""
    lengths = {"min_words": marks.get("least", ""), "max_words": marks.get("most", "")}
    found = {name: int(value) for name, value in lengths.items() if re.fullmatch(r"[1-9][0-9]{0,4}", value)}
    known = {name: value for name, value in found.items() if value <= MOST_WORDS}
    mode = marks.get("mode", "")
    return replace(item, mode=Mode(mode) if mode in list(Mode) else item.mode, **known)
