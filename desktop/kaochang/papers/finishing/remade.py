"""An item as a person wants it: made anew and judged by the rules that it was read by; what cannot be is refused.

What was made before is never changed, so that every mend can be undone. An item whose words nobody has changed is made
of its lines once more; any other of its own words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace as copied
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import MAX_OPTIONS, OPEN_TYPES, Item, ItemType, Mode, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Kind, PaperItem
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice, CorrectResponse
from kaochang.papers.finishing.checks import plain
from kaochang.papers.finishing.finish import finish, judge_options, judge_stem, measured
from kaochang.papers.finishing.made import ItemFault, Made
from kaochang.papers.finishing.schemes import correct_of, shape_of
from kaochang.papers.grammar.answers import Fault, letters_of, read_answer, says_both
from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.grammar.lengths import read_length
from kaochang.papers.grammar.stems import count_blanks, count_spaces, drawn_wide, read_stem
from kaochang.papers.lines import make_line
from kaochang.papers.writing.wording import answer_words

_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
_WITH_OPTIONS: Final = _CHOICES | {ItemType.ORDERING, ItemType.MATCHING}
_JUDGED: Final = frozenset({Kind.EMPTY_STEM, Kind.DUPLICATE_OPTION_LABEL, Kind.OPTION_LABEL_GAP})
"""Judged anew whenever anything of an item changes."""
_OF_KEYS: Final = frozenset(
    {
        Kind.MISSING_ANSWER,
        Kind.ANSWER_OUT_OF_RANGE,
        Kind.ANSWER_TYPE_MISMATCH,
        Kind.ANSWER_CONFLICT,
        Kind.BLANK_COUNT_MISMATCH,
        Kind.DUPLICATE_ANSWER_LETTER,
        Kind.ALTERNATIVES_UNCLEAR,
        Kind.MISSING_REFERENCE_ANSWER,
    }
)
"""Judged anew with the key."""
_OF_TYPES: Final = frozenset({Kind.UNKNOWN_TYPE, Kind.UNSUPPORTED_INTERACTION})
"""Settled by whoever says the type."""
_OF_LINES: Final = (
    _JUDGED
    | _OF_KEYS
    | _OF_TYPES
    | {
        Kind.LENGTH_MISMATCH,
        Kind.ROUNDS_UNCLEAR,
        Kind.POINTS_MISMATCH,
        Kind.RUBRIC_WITHOUT_POINTS,
        Kind.RUBRIC_UNREAD,
        Kind.DIFFICULTY_UNREAD,
    }
)
"""Judged anew where an item is made of its lines once more."""
_MISFITS: Final = {
    (Kind.ANSWER_TYPE_MISMATCH, "single"): "mend.key-one",
    (Kind.ANSWER_TYPE_MISMATCH, "multiple"): "mend.key-several",
    (Kind.ANSWER_OUT_OF_RANGE, ""): "mend.key-range",
    (Kind.ANSWER_OUT_OF_RANGE, "none"): "mend.key-no-options",
    (Kind.BLANK_COUNT_MISMATCH, ""): "mend.key-blanks",
}
_BINARY: Final = {"1": "√", "0": "×"}
"""True and false at typing speed."""


def refused(made: Made, key: str, **params: object) -> Refusal:
    """A mend of this item that cannot be."""
    return Refusal(Outcome.POLICY, key, place_of(made.read.item), **params)


def is_unsure(made: Made) -> bool:
    """Whether the paper leaves the type of an item open."""
    return any(fault.fault.kind is Kind.UNKNOWN_TYPE for fault in made.faults)


# -- the key


def with_key(made: Made, words: str, by: str, *, as_read: bool) -> Made:
    """The item with the key that a person types; of an item of unsure type the key tells it, as in reading."""
    words = words.strip()
    if not words:
        raise refused(made, "mend.key-empty")
    item = made.read.item
    written = _BINARY.get(words, words) if item.type is ItemType.TRUEFALSE else words
    given = [Given([make_line(written, made.draft.line)], "person")]
    if is_unsure(made):
        made = _typed_by_key(made, given, as_read=as_read)
    keyed = again(made, made.read.item, given)
    scheme = keyed.read.scheme
    if not keyed.read.item.is_open and scheme.correct is None:
        raise _misfit(keyed, words)
    keyed.read = PaperItem(keyed.read.item, replace(scheme, set_by=by or None))
    return keyed


def _typed_by_key(made: Made, given: list[Given], *, as_read: bool) -> Made:
    """An item of unsure type as its key tells it."""
    if as_read and made.is_drafted:
        found = finish(_copy(made.draft, answers=given), made.number)
        if not is_unsure(found):
            return of_lines(made, found)
    elif made.read.item.type in _CHOICES:
        kind = ItemType.MULTIPLE if len(letters_of(given[0].text)) > 1 else ItemType.SINGLE
        return again(made, replace(made.read.item, type=kind), given, settled=_OF_TYPES)
    return made


def without_key(made: Made) -> Made:
    """The item with its key open for now; refused of one that a person marks anyway."""
    if made.read.item.is_open:
        raise refused(made, "mend.key-open-item")
    left = again(made, made.read.item, [])
    left.read = PaperItem(left.read.item, replace(left.read.scheme, set_by=None))
    return left


def _misfit(made: Made, words: str) -> Refusal:
    item = made.read.item
    reading = read_answer(words, copied(shape_of(made.draft, item), either=False))
    fault = reading.fault or Fault(Kind.DUPLICATE_OPTION_LABEL)
    labels = tuple(each.label for each in (*item.prompts, *item.options)) or ("对", "错")
    if reading.correct is not None:
        return refused(made, "mend.key-doubled")
    key = _MISFITS.get((fault.kind, fault.variant), "mend.key-form")
    return refused(made, key, written=words[:40], labels=labels, blanks=item.blanks)


def given_of(made: Made) -> list[Given]:
    """What stands for the key of an item: the key itself where it has one, else whatever the paper says."""
    item, scheme = made.read.item, made.read.scheme
    words = scheme.reference if item.is_open else answer_words(item, scheme)
    return [Given([make_line(words, made.draft.line)], "person")] if words else made.given


def _keyed(made: Made, given: list[Given]) -> MarkScheme:
    item, scheme = made.read.item, made.read.scheme
    if not item.is_open:
        correct = _correct(made, given)
        return replace(scheme, correct=correct, reference="", set_by=scheme.set_by if correct is not None else None)
    if not given:
        made.say(Kind.MISSING_REFERENCE_ANSWER, made.draft.line)
    return replace(scheme, correct=None, reference="\n".join(each.text for each in given), set_by=None)


def _correct(made: Made, given: list[Given]) -> CorrectResponse | None:
    """The correct response that these words state; options that have no letters are read by letters in their order."""
    item = made.read.item
    own = {chr(ord("A") + place): option.label for place, option in enumerate(item.options)}
    if item.type not in _CHOICES or all(label.isascii() and label.isalpha() for label in own.values()):
        return correct_of(made, given)
    letters = str.maketrans({label: letter for letter, label in own.items() if len(label) == 1})
    options = tuple(replace(option, label=letter) for letter, option in zip(own, item.options, strict=True))
    made.read = PaperItem(replace(item, options=options), made.read.scheme)
    correct = correct_of(made, [Given([make_line(each.text.translate(letters), 0)], each.place) for each in given])
    made.read = PaperItem(item, made.read.scheme)
    return Choice(tuple(sorted(own[label] for label in correct.labels))) if isinstance(correct, Choice) else correct


# -- points and type


def with_points(made: Made, points: Fraction) -> Made:
    """The item with what it is worth; whether its rubric adds up to that is judged anew."""
    if points <= 0:
        raise refused(made, "mend.points")
    item, scheme = replace(made.read.item, points=points), made.read.scheme
    twice = [fault for fault in made.faults if fault.fault.kind is not Kind.POINTS_MISMATCH]
    worth = copied(made, read=PaperItem(item, scheme), faults=twice)
    weighed = [each.points for each in scheme.rubric.criteria if each.points is not None]
    if weighed and sum(weighed) != points and len(weighed) == len(scheme.rubric.criteria):
        found = plain(sum(weighed, Fraction()))
        worth.say(Kind.POINTS_MISMATCH, made.draft.line, "rubric", stated=plain(points), found=found)
    return worth


def with_type(made: Made, kind: ItemType, *, as_read: bool, is_keyed: bool) -> Made:
    """The item with its type; its answer is read once more as one of that type, a person's (`is_keyed`) too."""
    if as_read and made.is_drafted:
        _check_judgement(made, kind, [option.text for option in made.draft.options])
        found = of_lines(made, finish(_copy(made.draft, kind=kind), made.number, kind))
        if is_keyed or (not found.given and made.read.scheme.correct is not None):
            found = again(found, found.read.item, given_of(made))
    else:
        _check_judgement(made, kind, [option.text for option in made.read.item.options])
        found = again(made, _of_type(made.read.item, kind), given_of(made), settled=_OF_TYPES)
    item = found.read.item
    if kind is ItemType.BLANK and not item.blanks:
        raise refused(made, "mend.no-blank")
    if kind is ItemType.MATCHING and not (item.prompts and item.options):
        raise refused(made, "mend.no-columns")
    return found


def _check_judgement(made: Made, kind: ItemType, texts: Sequence[str]) -> None:
    if kind is ItemType.TRUEFALSE and texts and not says_both(texts):
        raise refused(made, "mend.judgement-options")


def _of_type(item: Item, kind: ItemType) -> Item:
    item = typed_words(replace(item, type=kind, blanks=0))
    if kind is ItemType.TRUEFALSE:
        item = replace(item, options=())
    if kind not in OPEN_TYPES:
        item = replace(item, stages=(), min_words=None, max_words=None, mode=Mode.TYPED)
    return item if kind is ItemType.MATCHING else replace(item, prompts=())


def of_lines(before: Made, found: Made) -> Made:
    """An item made of its lines once more, with what is known of it beside them."""
    kept = [fault for fault in before.faults if fault.fault.kind not in _OF_LINES]
    points = before.read.item.points if before.read.item.points is not None else found.read.item.points
    item = replace(found.read.item, points=points)
    return Made(before.draft, before.number, PaperItem(item, found.read.scheme), [*found.faults, *kept], found.given)


def _copy(draft: Draft, *, kind: ItemType | None = None, answers: list[Given] | None = None) -> Draft:
    """A draft that may be finished: finishing moves its lines about."""
    return copied(
        draft,
        kind=kind or draft.kind,
        fields={mark: list(lines) for mark, lines in draft.fields.items()},
        options=[copied(option) for option in draft.options],
        answers=list(draft.answers if answers is None else answers),
    )


# -- words


def with_stem(made: Made, text: str) -> Made:
    """The item with these words; refuses words that show the key, where the paper's own would be taken for one."""
    text, item = text.strip(), made.read.item
    if not text and not (item.images or item.tables):
        raise refused(made, "mend.stem-empty")
    if made.is_drafted and (shown := read_stem(text, item.type).answers):
        raise refused(made, "mend.stem-shows-key", shown=shown[0])
    asked = read_length(text) if item.is_open else None
    worded = typed_words(replace(item, stem=text))
    if item.type is ItemType.BLANK and not worded.blanks:
        raise refused(made, "mend.no-blank")
    if item.is_open and asked is not None:
        worded = measured(worded, made.draft, asked)
    found = again(made, worded, settled=frozenset({Kind.LENGTH_MISMATCH}))
    if asked is not None and asked.clashes:
        found.say(Kind.LENGTH_MISMATCH, made.draft.line, least=str(asked.least), most=str(asked.most))
    return found


def typed_words(item: Item) -> Item:
    """An item with its blanks counted, where it is to be completed; those of mere white space where no others are."""
    if item.type is not ItemType.BLANK:
        return item
    drawn, spaces = count_blanks(item.stem), count_spaces(item.stem)
    return replace(item, stem=item.stem if drawn else drawn_wide(item.stem), blanks=drawn or spaces)


def with_options(made: Made, texts: Sequence[str]) -> Made:
    """The item with these options, A, B, C … in their order; its key stays with the words that it names."""
    item = made.read.item
    if texts and item.type not in _WITH_OPTIONS:
        raise refused(made, "mend.no-options")
    if len(texts) > MAX_OPTIONS:
        raise refused(made, "mend.too-many-options", most=MAX_OPTIONS)
    options = tuple(_options(item, [text.strip() for text in texts]))
    if not all(option.text or option.image for option in options):
        raise refused(made, "mend.option-empty")
    listed = replace(item, options=options)
    correct = made.read.scheme.correct
    if not isinstance(correct, Choice):
        return again(made, listed, None if item.is_open else given_of(made))
    labels = _moved(item.options, options, correct.labels)
    given = [Given([make_line("".join(labels), made.draft.line)], "person")] if labels else []
    return again(made, listed, None if labels == correct.labels else given)


def with_prompts(made: Made, texts: Sequence[str]) -> Made:
    """The item with these words in its left column, (1), (2) … in their order; its key is read against them anew."""
    item = made.read.item
    if texts and item.type is not ItemType.MATCHING:
        raise refused(made, "mend.no-prompts")
    prompts = _numbered(item.prompts, [text.strip() for text in texts])
    if not all(each.text or each.image for each in prompts):
        raise refused(made, "mend.option-empty")
    return again(made, replace(item, prompts=prompts), given_of(made))


def _numbered(before: Sequence[Option], texts: Sequence[str]) -> tuple[Option, ...]:
    """A left column; as long as it is as long as it was, labels and pictures stay."""
    keeps = len(before) == len(texts)
    return tuple(
        replace(before[place], text=text) if keeps else Option(f"({place + 1})", text)
        for place, text in enumerate(texts)
    )


def with_columns(made: Made, prompts: Sequence[str] | None, options: Sequence[str] | None) -> Made:
    """The item with the columns that it gets, before it becomes one to match: without any there is nothing to match."""
    item = made.read.item
    if prompts is not None:
        item = replace(item, prompts=_numbered(item.prompts, prompts))
    if options is not None:
        item = replace(item, options=tuple(_options(item, options)))
    return copied(made, read=PaperItem(item, made.read.scheme))


def _options(item: Item, texts: Sequence[str]) -> Iterable[Option]:
    own = [option.label for option in item.options]
    keeps = 0 < len(texts) == len(own) == len(set(own)) and not (own[0].isascii() and own[0].isalpha())
    for place, text in enumerate(texts):
        image = item.options[place].image if place < len(own) else None
        yield Option(own[place] if keeps else chr(ord("A") + place), text, image)


def _moved(before: Sequence[Option], after: Sequence[Option], labels: Iterable[str]) -> tuple[str, ...]:
    """Where keyed options are now: at their place, or where their words are; nothing where one cannot be told."""
    found = [_found(before, after, label) for label in labels]
    return tuple(sorted(found)) if all(found) and len(set(found)) == len(found) else ()


def _found(before: Sequence[Option], after: Sequence[Option], label: str) -> str:
    place = next((at for at, option in enumerate(before) if option.label == label), len(before))
    words = before[place].text if place < len(before) else ""
    if place < len(after) and after[place].text == words:
        return after[place].label
    same = [option.label for option in after if option.text == words]
    if len(same) == 1:
        return same[0]
    return after[place].label if len(before) == len(after) and place < len(after) else ""


# -- judging


def again(made: Made, item: Item, given: list[Given] | None = None, settled: frozenset[Kind] = frozenset()) -> Made:
    """The item judged anew; its key is read from `given`, or stays (None) as long as it takes the same answers."""
    if given is None and not item.is_open and shape_of(made.draft, item) != shape_of(made.draft, made.read.item):
        given = given_of(made)
    gone = _JUDGED | settled | (_OF_KEYS if given is not None else frozenset())
    faults = [fault for fault in made.faults if fault.fault.kind not in gone]
    found = Made(made.draft, made.number, PaperItem(item, made.read.scheme), faults, made.given)
    judge_stem(found)
    judge_options(found)
    if given is not None:
        found.given = given
        found.read = PaperItem(item, _keyed(found, given))
    return found


def faults_beside(made: Made) -> list[ItemFault]:
    """The faults of an item that its own words do not tell: they stay when it is made of other lines."""
    return [fault for fault in made.faults if fault.fault.kind not in _OF_LINES]
