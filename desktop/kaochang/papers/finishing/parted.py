"""One item as several, and two as one: what a reader saw as one is read once more by the rules it was read by."""

from collections.abc import Sequence
from dataclasses import replace as copied
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import MAX_OPTIONS, Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding, Kind, PaperItem
from kaochang.domain.responses import Choice
from kaochang.papers.finishing.finish import finish
from kaochang.papers.finishing.linker import link
from kaochang.papers.finishing.made import Made
from kaochang.papers.finishing.remade import again, faults_beside, given_of, of_lines, refused, typed_words
from kaochang.papers.grammar.drafts import Draft, Drafts, Given, number_of
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.grammar.options import OptionDraft
from kaochang.papers.grammar.paper import read_drafts
from kaochang.papers.grammar.stems import Stem, read_stem
from kaochang.papers.lines import Line, make_line, rows

_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
_ALIKE: Final = 4
"""Characters by which a stem is known to begin behind the number on its line."""
_CUT: Final = 40
"""Characters of an answer that a finding tells at most: a longer one is not whole there."""


# -- one as several


def split_at_line(made: Made, lines: Sequence[Line], before: int, told: ItemType | None = None) -> list[Made]:
    """The item up to a line, and what begins there; `lines` are all that it stands in, `told` its type if a person
    said it. Refuses a line that is not behind its first one.
    """
    tail = [line for line in lines if line.number >= before]
    if not tail or before <= made.draft.line or len(tail) == len(lines):
        raise refused(made, "mend.split-nowhere")
    numbers = {line.number for line in tail}
    head = of_lines(made, finish(_without(made.draft, numbers), made.number, told))
    return [head, *_read_again(made, tail)]


def _without(draft: Draft, numbers: set[int]) -> Draft:
    """A draft less what stands on some lines of the paper itself."""
    left = copied(
        draft,
        fields={mark: [line for line in lines if line.number not in numbers] for mark, lines in draft.fields.items()},
        options=[_option(option, numbers) for option in draft.options if option.words.number not in numbers],
        answers=[given for given in draft.answers if given.line not in numbers],
    )
    left.fields = {mark: lines for mark, lines in left.fields.items() if lines}
    return left


def _option(option: OptionDraft, numbers: set[int]) -> OptionDraft:
    more = [line for line in option.more or [] if line.number not in numbers]
    return copied(option, more=more or None)


def _read_again(made: Made, lines: list[Line]) -> list[Made]:
    """The items that lines hold, in the section of another; where the first has no number, it gets the next one."""
    section = made.draft.section
    drafts = read_drafts(lines) if parse_number(lines[0]) is not None else Drafts()
    is_numbered = bool(drafts.items)
    if not is_numbered:
        text = f"{made.draft.value + 1}、{lines[0].text}"
        drafts = read_drafts([make_line(text, lines[0].number), *lines[1:]])
    if not drafts.items:
        raise refused(made, "mend.split-unread")
    link(drafts, drafts.blocks)
    if not is_numbered:
        drafts.items[0].label = ""
    for draft in drafts.items:
        draft.section, draft.indefinite = section, section.indefinite
        draft.kind = draft.kind or made.draft.kind
        draft.parent = draft.parent or (None if draft.children else made.draft.parent)
    return [finish(draft, number_of(draft)) for draft in drafts.items if not draft.children]


def split_at_row(made: Made, row: int) -> list[Made]:
    """The item up to a row, and one of what begins there; rows are the paragraphs of the stem, then the options."""
    item = made.read.item
    paragraphs = rows(item.stem) if item.stem else []
    count = len(paragraphs)
    if not 0 < row < count + len(item.options):
        raise refused(made, "mend.split-nowhere")
    head = replace(item, stem="\n".join(paragraphs[:row]), options=item.options[: max(0, row - count)])
    texts = paragraphs[row:] or [item.options[row - count].text]
    rest = item.options[max(0, row - count) :]
    mark = parse_number(make_line(texts[0], 0))
    if row >= count:
        texts, rest = ([], rest) if mark is None else (texts, rest[1:])
    texts = texts if mark is None else [mark.rest.text, *texts[1:]]
    value = made.draft.value + 1 if mark is None else mark.value
    draft = Draft(mark.label if mark else "", value, made.draft.line, made.draft.section, item.type)
    draft.parent = made.draft.parent
    words = "\n".join(texts)
    stem = read_stem(words, item.type) if made.is_drafted else Stem(words, [])
    tail = Item(
        item.type, stem.text, number_of(draft), item.section, _lettered(rest), points=stem.points or item.points
    )
    second = Made(draft, tail.number, PaperItem(tail, MarkScheme()))
    return [_judged(made, head), _judged(second, tail, [Given([make_line(text, 0)], "stem") for text in stem.answers])]


def _judged(made: Made, item: Item, given: list[Given] | None = None) -> Made:
    return again(made, typed_words(item), given)


def _lettered(options: Sequence[Option]) -> tuple[Option, ...]:
    """Options that begin a list of their own: by letters from A on."""
    return tuple(replace(option, label=chr(ord("A") + place)) for place, option in enumerate(options))


def adopted(made: Made, beside: Sequence[Finding]) -> tuple[Made, Finding | None]:
    """An item without a key with the answer of its number that belonged to no item before, and what told of that."""
    if made.read.scheme.correct is not None or made.given or made.read.item.is_open:
        return made, None
    title, number = made.draft.section.title, str(made.draft.value)
    own = [
        finding
        for finding in beside
        if finding.kind is Kind.ORPHAN_ANSWER
        and not finding.variant
        and finding.number == number
        and finding.section in (title, None)
    ]
    words = own[0].params.get("answer", "") if len(own) == 1 else ""
    if not words or len(words) >= _CUT:
        return made, None
    keyed = again(made, made.read.item, [Given([make_line(words, own[0].line or 0)], "key")])
    return (keyed, own[0]) if keyed.read.scheme.correct is not None else (made, None)


# -- two as one


def joined_to(before: Made, made: Made, first: Line | None) -> Made:
    """One item of two: the words of the second go on where the first ends; `first` is the line it begins on.

    The first keeps its points, and has those of the second where it has none. Keys of both are held against each other.
    """
    words = _whole_stem(made, first)
    one, two = before.read.item, made.read.item
    if one.options and words:
        last = one.options[-1]
        options = (*one.options[:-1], replace(last, text="\n".join(filter(None, [last.text, words]))))
        stem = one.stem
    else:
        options, stem = one.options, "\n".join(filter(None, [one.stem, words]))
    options = (*options, *two.options)
    if len(options) > MAX_OPTIONS:
        raise refused(made, "mend.too-many-options", most=MAX_OPTIONS)
    if len({option.label for option in options}) < len(options):
        options = _lettered(options)
    kind = two.type if one.type not in _CHOICES and two.type in _CHOICES and not one.options else one.type
    item = replace(
        one,
        type=kind,
        stem=stem,
        options=options,
        points=one.points if one.points is not None else two.points,
        images=(*one.images, *(image for image in two.images if image not in one.images)),
        tables=(*one.tables, *two.tables),
        material=one.material or two.material,
    )
    scheme = _scheme(before.read.scheme, made.read.scheme)
    whole = copied(before, read=PaperItem(item, scheme), faults=[*before.faults, *faults_beside(made)])
    return again(whole, typed_words(item), [*given_of(before), *_moved(made, options[len(one.options) :])])


def _moved(made: Made, options: Sequence[Option]) -> list[Given]:
    """What stands for the key of the second of two items, in the labels that its options have now."""
    correct = made.read.scheme.correct
    if not isinstance(correct, Choice):
        return given_of(made)
    labels = {own.label: now.label for own, now in zip(made.read.item.options, options, strict=True)}
    return [Given([make_line("".join(labels[label] for label in correct.labels), made.draft.line)], "person")]


def _scheme(own: MarkScheme, other: MarkScheme) -> MarkScheme:
    """What is said of two items about marking; their keys are read anew."""
    return replace(
        own,
        explanation="\n".join(filter(None, [own.explanation, other.explanation])),
        rubric=own.rubric if own.rubric.text else other.rubric,
        competencies=tuple(dict.fromkeys([*own.competencies, *other.competencies])),
        set_by=own.set_by or other.set_by,
        difficulty=own.difficulty or other.difficulty,
    )


def _whole_stem(made: Made, first: Line | None) -> str:
    """The words of a stem with the number that was taken for an item's."""
    stem = made.read.item.stem
    mark = parse_number(first) if first is not None else None
    if first is None or mark is None or not stem or stem[:_ALIKE] != mark.rest.text[: len(stem[:_ALIKE])]:
        return stem
    return first.text[: len(first.text) - len(mark.rest.text)] + stem
