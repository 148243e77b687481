"""Interactions of QTI 2.x and 3.0: each becomes an item of ours, or is kept with a finding that says why not.

Gaps that are filled from a list of words (gapMatch) are a matching, gap by gap. A choice within a line (inlineChoice)
is an item of its own. What has no like here (pictures to point at, sliders, recordings …) is kept as it reads.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from lxml import etree
from msgspec.structs import replace

from kaochang.domain.authored import BLANK
from kaochang.domain.items import MAX_OPTIONS, Image, ItemType, Option
from kaochang.domain.papers import Kind
from kaochang.domain.responses import Judgement, Order, Pairs
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.grammar.answers import judgement_of, says_both
from kaochang.papers.labels import option_labels, prompt_labels
from kaochang.papers.markup.authored import once, shortened
from kaochang.papers.structured.qti.body import Told
from kaochang.papers.structured.qti.declared import Declared, pair_of
from kaochang.papers.structured.weighed import (
    Weighed,
    accepted_words,
    give,
    keep_unsupported,
    lettered,
    mixed,
    starred,
    take_blanks,
    take_choice,
)

_MOST_PAIRED: Final = 100
"""Prompts of a matching; more are no item for an exam."""


@dataclass(slots=True)
class Asked:
    """One interaction on its way to an item: `made` has the words around it, `declared` is what is right."""

    made: StatedItem
    element: etree._Element
    declared: Declared
    told: Told


@dataclass(slots=True)
class _Choices:
    """Things to choose from: their identifiers, words and pictures in the order shown."""

    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    images: list[Image | None] = field(default_factory=list)

    def options(self, labels: Sequence[str]) -> tuple[Option, ...]:
        """As options with these labels."""
        return tuple(
            Option(label, text, image) for label, text, image in zip(labels, self.texts, self.images, strict=True)
        )


def read_interaction(asked: Asked) -> None:
    """Make the item of an interaction."""
    reader = _READERS.get(str(asked.element.tag))
    if reader is None:
        _keep(asked)
    else:
        reader(asked)


def _keep(asked: Asked, interaction: str = "") -> None:
    """An interaction that nobody could answer here: all its words stay."""
    words = asked.told.words(asked.element)
    _show(asked.made, words.images)
    asked.made.item = replace(asked.made.item, tables=(*asked.made.item.tables, *words.tables))
    keep_unsupported(asked.made, interaction or str(asked.element.tag).removesuffix("Interaction"), [words.text])


def _show(made: StatedItem, images: Iterable[Image]) -> None:
    made.item = replace(made.item, images=once([*made.item.images, *images]))


def _choices(asked: Asked, elements: Iterable[etree._Element]) -> _Choices:
    """The words and pictures of choices; of several pictures all but the first stand with the stem."""
    found = _Choices()
    for element in elements:
        words = asked.told.words(element)
        found.names.append(element.get("identifier", ""))
        found.texts.append(words.flat)
        found.images.append(words.images[0] if words.images else None)
        _show(asked.made, words.images[1:])
        if element.get("templateIdentifier"):
            asked.told.parameters.append(element.get("templateIdentifier", ""))
    return found


def _prompt(asked: Asked) -> None:
    """The prompt of an interaction belongs to the stem."""
    for prompt in asked.element.iterfind("prompt"):
        words = asked.told.words(prompt)
        add_words(asked.made, words.text)
        _show(asked.made, words.images)
        asked.made.item = replace(asked.made.item, tables=(*asked.made.item.tables, *words.tables))


def add_words(made: StatedItem, words: str) -> None:
    """Put words at the end of a stem."""
    made.item = replace(made.item, stem="\n".join(part for part in [made.item.stem, words] if part))


# -- what is right


def _is_clear(asked: Asked) -> bool:
    """Whether correct response and mapping agree; where they do not, none is taken."""
    declared = asked.declared
    if declared.is_contradictory:
        answers = " / ".join(shortened("、".join(values)) for values in (declared.correct, declared.other))
        asked.made.say(Kind.ANSWER_CONFLICT, answers=answers)
        return False
    return True


def _is_known(asked: Asked, names: Sequence[str], labels: Sequence[str], values: Iterable[str]) -> bool:
    """Whether all values name choices; one that names none is told."""
    beyond = [value for value in values if value not in names]
    if beyond:
        shown = f"{labels[0]}–{labels[-1]}" if labels else ""
        variant = "" if labels else "none"
        asked.made.say(Kind.ANSWER_OUT_OF_RANGE, variant, answer=shortened("、".join(beyond)), labels=shown)
    return not beyond


# -- choices


def _choice(asked: Asked) -> None:
    _prompt(asked)
    _choose(asked, _choices(asked, asked.element.iterfind("simpleChoice")))


def _inline_choice(asked: Asked) -> None:
    _choose(asked, _choices(asked, asked.element.iterfind("inlineChoice")))


def _choose(asked: Asked, choices: _Choices) -> None:
    declared = asked.declared
    if declared.cardinality not in ("single", "multiple"):
        _keep(asked, f"{asked.element.tag} {declared.cardinality}")
        return
    if len(choices.names) > MAX_OPTIONS:
        _keep(asked)
        return
    many = declared.cardinality == "multiple" and asked.element.get("maxChoices") != "1"
    if not many and says_both(choices.texts):
        _judge(asked, choices)
        return
    labels = option_labels(len(choices.names))
    is_clear = _is_clear(asked) and _is_known(asked, choices.names, labels, declared.right)
    weighed = [
        Weighed(text, declared.share(name) if is_clear else Fraction(0), image)
        for name, text, image in zip(choices.names, choices.texts, choices.images, strict=True)
    ]
    asked.told.labels |= dict(zip(choices.names, labels, strict=False))
    if is_clear:
        take_choice(asked.made, weighed, many=many)
    else:
        kind = ItemType.MULTIPLE if many else ItemType.SINGLE
        asked.made.item = replace(asked.made.item, type=kind, options=lettered(weighed))


def _judge(asked: Asked, choices: _Choices) -> None:
    """Two options that say true and false are a judgement."""
    asked.made.item = replace(asked.made.item, type=ItemType.TRUEFALSE)
    _show(asked.made, [image for image in choices.images if image is not None])
    right = asked.declared.right
    if not _is_clear(asked) or not _is_known(asked, choices.names, choices.texts, right):
        return
    if len(right) == 1:
        give(asked.made, Judgement(judgement_of(choices.texts[choices.names.index(right[0])]) is True))
    elif right:
        asked.made.say(Kind.ANSWER_CONFLICT, answers=" / ".join(choices.texts))


# -- orders and pairs


def _order(asked: Asked) -> None:
    _prompt(asked)
    choices = _choices(asked, asked.element.iterfind("simpleChoice"))
    if len(choices.names) > MAX_OPTIONS:
        _keep(asked)
        return
    labels = option_labels(len(choices.names))
    right = asked.declared.correct
    if right == choices.names:
        choices = _shuffled(asked, choices)
    asked.made.item = replace(asked.made.item, type=ItemType.ORDERING, options=choices.options(labels))
    if not right or not _is_known(asked, choices.names, labels, right):
        return
    named = [labels[choices.names.index(value)] for value in right]
    if sorted(named) == labels:
        give(asked.made, Order(tuple(named)))
    else:
        asked.made.say(Kind.ANSWER_TYPE_MISMATCH, "ordering", answer="".join(named))


def _shuffled(asked: Asked, choices: _Choices) -> _Choices:
    """Choices that the file lists in the right order and wants shuffled: in another order, the same each time."""
    if asked.element.get("shuffle") != "true":
        return choices
    places = mixed(list(range(len(choices.names))))
    return _some(choices, places if places != sorted(places) else places[::-1])


def _match(asked: Asked) -> None:
    _prompt(asked)
    sets = [_choices(asked, found) for found in asked.element.iterfind("simpleMatchSet")]
    if len(sets) != 2 or max(len(found.names) for found in sets) > _MOST_PAIRED:
        _keep(asked)
        return
    pairs = [pair for value in asked.declared.right if (pair := pair_of(value))]
    left, right = sets
    lefts = [pair[0] for pair in pairs]
    if sorted(lefts) != sorted(left.names) and sorted(pair[1] for pair in pairs) == sorted(right.names):
        left, right = right, left
        pairs = [(second, first) for first, second in pairs]
    _pair(asked, left, right, pairs)


def _associate(asked: Asked) -> None:
    """Pairs out of one list: the first of each pair is a prompt, all others are what it may go with."""
    _prompt(asked)
    choices = _choices(asked, asked.element.iterfind("simpleAssociableChoice"))
    pairs = [pair for value in asked.declared.right if (pair := pair_of(value))]
    used = [name for pair in pairs for name in pair]
    if (
        len(choices.names) > _MOST_PAIRED
        or not pairs
        or len(set(used)) < len(used)
        or not set(used) <= set(choices.names)
    ):
        _keep(asked)
        return
    places = {name: place for place, name in enumerate(choices.names)}
    ordered = sorted((min(pair, key=places.__getitem__), max(pair, key=places.__getitem__)) for pair in pairs)
    firsts = {first for first, _ in ordered}
    left = _some(choices, [place for place, name in enumerate(choices.names) if name in firsts])
    right = _some(choices, [place for place, name in enumerate(choices.names) if name not in firsts])
    _pair(asked, left, right, ordered)


def _some(choices: _Choices, places: Sequence[int]) -> _Choices:
    return _Choices(
        [choices.names[place] for place in places],
        [choices.texts[place] for place in places],
        [choices.images[place] for place in places],
    )


def _pair(asked: Asked, left: _Choices, right: _Choices, pairs: Sequence[tuple[str, str]]) -> None:
    """A matching: every prompt goes with one option."""
    if len(right.names) > MAX_OPTIONS:
        _keep(asked)
        return
    prompts = prompt_labels(len(left.names))
    labels = option_labels(len(right.names))
    sided = _sided(pairs, left.names)
    if dict(sided) == dict(zip(left.names, right.names, strict=False)):
        right = _shuffled(asked, right)
    asked.made.item = replace(
        asked.made.item, type=ItemType.MATCHING, prompts=left.options(prompts), options=right.options(labels)
    )
    if not pairs:
        return
    is_known = _is_known(asked, left.names, prompts, [a for a, _ in sided])
    if not _is_clear(asked) or not is_known or not _is_known(asked, right.names, labels, [b for _, b in sided]):
        return
    found = [(prompts[left.names.index(a)], labels[right.names.index(b)]) for a, b in sided]
    if sorted(first for first, _ in found) == sorted(prompts):
        give(asked.made, Pairs(tuple(sorted(found, key=lambda pair: prompts.index(pair[0])))))
    else:
        asked.made.say(Kind.ANSWER_TYPE_MISMATCH, "matching", answer=" ".join(f"{a}-{b}" for a, b in found))


def _sided(pairs: Sequence[tuple[str, str]], left: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs with the prompt first; files differ in which side they name first."""
    return [pair if pair[0] in left else (pair[1], pair[0]) for pair in pairs]


def _gap_match(asked: Asked) -> None:
    """Gaps in a text and the words that go into them."""
    _prompt(asked)
    gaps: list[str] = []

    def special(child: etree._Element) -> str | None:
        if child.tag == "gap":
            gaps.append(child.get("identifier", ""))
            return f"（{len(gaps)}）{BLANK}"
        return "" if child.tag in ("gapText", "gapImg", "prompt") else asked.told.aside(child)

    words = asked.told.words_with(asked.element, special)
    add_words(asked.made, words.text)
    _show(asked.made, words.images)
    asked.made.item = replace(asked.made.item, tables=(*asked.made.item.tables, *words.tables))
    choices = _choices(asked, asked.element.iter("gapText", "gapImg"))
    if max(len(gaps), len(choices.names)) > _MOST_PAIRED:
        keep_unsupported(asked.made, "gapMatch", choices.texts)
        return
    left = _Choices(gaps, [BLANK] * len(gaps), [None] * len(gaps))
    pairs = [pair for value in asked.declared.right if (pair := pair_of(value))]
    _pair(asked, left, choices, _sided(pairs, gaps))


# -- words


def blank_texts(made: StatedItem, declared: Declared) -> tuple[str, ...]:
    """The texts that are right for one blank: the correct response, and what the mapping gives as much for."""
    weighed = [Weighed(text, Fraction(1)) for text in declared.correct]
    if declared.scores_by_map:
        top = max(declared.mapping.values(), default=Fraction(0))
        known = set(declared.correct)
        others = [(key, value) for key, value in declared.mapping.items() if key not in known and top > 0]
        weighed += [Weighed(key, value / top) for key, value in others]
    texts = accepted_words(made, list(map(starred, weighed)))
    if declared.base in ("integer", "float"):
        texts = tuple(dict.fromkeys(form for text in texts for form in _numeric(text)))
    return texts


def _numeric(text: str) -> list[str]:
    """A number and its shortest form: 3.0 and 3 are one number."""
    whole, point, rest = text.partition(".")
    short = whole + (point + rest.rstrip("0") if rest.strip("0") else "")
    return [text, short] if short and short.lstrip("+-").replace(".", "").isdigit() else [text]


def take_entries(made: StatedItem, declared: Sequence[Declared]) -> None:
    """An item with blanks in its words; one whose blanks have no keys at all lacks one answer, not several."""
    said = len(made.faults)
    take_blanks(made, [blank_texts(made, each) for each in declared])
    missing = [each for each in made.faults[said:] if each.fault.kind is Kind.MISSING_ANSWER]
    made.faults = [each for each in made.faults if not any(each is one for one in missing[1:])]


def _extended(asked: Asked) -> None:
    """A text written at length: what is stated as correct is its reference."""
    _prompt(asked)
    scheme = replace(asked.made.scheme, reference="\n".join(asked.declared.right))
    asked.made.item, asked.made.scheme = replace(asked.made.item, type=ItemType.ESSAY), scheme


_READERS: Final[dict[str, Callable[[Asked], None]]] = {
    "choiceInteraction": _choice,
    "inlineChoiceInteraction": _inline_choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "associateInteraction": _associate,
    "gapMatchInteraction": _gap_match,
    "extendedTextInteraction": _extended,
}
