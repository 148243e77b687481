"""Responses of QTI 1.2: what an item asks, as one item of ours or as sub-questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from lxml import etree
from msgspec.structs import replace

from kaochang.domain.items import MAX_OPTIONS, Image, ItemType, Option
from kaochang.domain.papers import Kind
from kaochang.domain.responses import Order, Pairs
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.grammar.answers import says_both
from kaochang.papers.labels import prompt_labels
from kaochang.papers.markup.authored import Authored, once, shortened
from kaochang.papers.structured import gaps, weighed
from kaochang.papers.structured.gaps import Form, Gap
from kaochang.papers.structured.qti.v1_keys import Keys
from kaochang.papers.structured.qti.v1_words import RESPONSES, OldWords
from kaochang.papers.structured.weighed import Weighed

_ESSAYS: Final = ("essay", "short response", "smart")
_UNSUPPORTED: Final = {"file_upload_question": "file_upload", "calculated_question": "calculated"}
_MOST_RESPONSES: Final = 100
"""Responses of one item; more are no item for an exam."""
_LISTED: Final = frozenset({"dropdown", "wordbank"})
_LOOSE: Final = frozenset({"TextContainsAnswer", "TextCloseEnough", "TextRegex"})
"""How Canvas compares texts where not as whole texts."""
_TYPED: Final = frozenset({"response_str", "response_num"})
_NAME: Final = re.compile(r"\[([^\[\]\n]{1,100})\]")


@dataclass(slots=True)
class _Choices:
    """The labels of a response: their identifiers, words and pictures."""

    names: list[str]
    texts: list[str]
    images: list[Image | None]

    def weighed(self, shares: Sequence[Fraction]) -> list[Weighed]:
        """Each with its share."""
        return [Weighed(text, share, image) for text, share, image in zip(self.texts, shares, self.images, strict=True)]


@dataclass(slots=True)
class _Asked:
    """One item of the file on its way: its words are in `made` already."""

    made: StatedItem
    responses: list[etree._Element]
    kind: str
    words: OldWords
    keys: Keys
    is_drawn: bool = False
    """Whether its blanks are drawn in their places, with the words of the responses around them."""


def ask(made: StatedItem, item: etree._Element, kind: str, words: OldWords, keys: Keys) -> list[StatedItem]:
    """The items that an item of the file is: one, or its sub-questions. `kind` is what its metadata call it."""
    presentation = item.find("presentation")
    responses = [] if presentation is None else [each for each in presentation.iter(*RESPONSES) if _is_outer(each)]
    asked = _Asked(made, responses, kind.lower(), words, keys)
    drawn = words.read_drawn(presentation) if presentation is not None and _may_draw(asked) else None
    asked.is_drawn = drawn is not None
    _show(asked, drawn or words.read(item if presentation is None else presentation))
    if asked.kind in _UNSUPPORTED or len(responses) > _MOST_RESPONSES:
        weighed.keep_unsupported(made, _UNSUPPORTED.get(asked.kind, asked.kind))
        return [made]
    if not responses:
        if _is_essay(asked):
            _take_essay(asked)
        else:
            made.say(Kind.UNSUPPORTED_INTERACTION, "none")
        return [made]
    if asked.kind == "fill_in_multiple_blanks_question":
        return _gaps(asked, Form.WORDS)
    if asked.kind == "multiple_dropdowns_question":
        return _gaps(asked, Form.ONE)
    if len(responses) == 1:
        _one(asked, responses[0])
        return [made]
    return _several(asked)


def _may_draw(asked: _Asked) -> bool:
    """Whether blanks may stand within the words of an item; Canvas says by names in brackets where its blanks are."""
    is_typed = bool(asked.responses) and all(each.tag in _TYPED and not _is_box(each) for each in asked.responses)
    return is_typed and not _is_essay(asked) and asked.kind != "fill_in_multiple_blanks_question"


def _is_outer(response: etree._Element) -> bool:
    return next(response.iterancestors(*RESPONSES), None) is None


def _is_essay(asked: _Asked) -> bool:
    return any(name in asked.kind for name in _ESSAYS)


def _choices(asked: _Asked, response: etree._Element) -> _Choices:
    """The choices of a response; of several pictures of one all but the first stand with the stem."""
    found = _Choices([], [], [])
    for label in response.iter("response_label"):
        read = asked.words.read(label)
        found.names.append(label.get("ident", ""))
        found.texts.append(read.flat)
        found.images.append(read.images[0] if read.images else None)
        _show(asked, Authored(images=read.images[1:]))
    return found


def _show(asked: _Asked, read: Authored) -> None:
    """Put words behind the stem, tables and pictures beside it."""
    item = asked.made.item
    asked.made.item = replace(
        item,
        stem="\n".join(filter(None, [item.stem, read.text])),
        tables=(*item.tables, *read.tables),
        images=once([*item.images, *read.images]),
    )


def _keep(asked: _Asked, interaction: str, read: Authored) -> None:
    """A response that nobody could answer here: all its words stay."""
    _show(asked, read)
    weighed.keep_unsupported(asked.made, interaction)


def _one(asked: _Asked, response: etree._Element) -> None:
    """An item with one response."""
    if response.tag in _TYPED:
        if not asked.is_drawn:
            _show(asked, asked.words.read(response))
        _type(asked, response)
        return
    is_pictured = response.find(".//render_hotspot") is not None or response.find(".//render_slider") is not None
    if response.tag != "response_lid" or is_pictured:
        _keep(asked, str(response.tag), asked.words.read(response))
        return
    if response.get("rcardinality", "Single") == "Ordered":
        _order(asked, response)
    else:
        _choose(asked, response)


# -- typed


def _type(asked: _Asked, response: etree._Element) -> None:
    """A field to type into: a text at length, a number, or a blank."""
    name = response.get("ident", "")
    texts = asked.keys.texts(name)
    if _is_essay(asked) or (_is_box(response) and not texts):
        _take_essay(asked)
        return
    is_number = "numerical" in asked.kind or response.tag == "response_num"
    if not texts and not asked.kind and not is_number and not asked.keys.conditions:
        asked.made.say(Kind.UNKNOWN_TYPE)
        return
    if is_number:
        accepted = weighed.accepted_numbers(asked.made, asked.keys.numbers(name))
    else:
        accepted = weighed.accepted_words(asked.made, [weighed.starred(each) for each in texts])
        if asked.keys.has_patterns:
            asked.made.say(Kind.RULE_NOT_TAKEN, "other", answer="varsubstring")
    weighed.take_blanks(asked.made, [accepted])


def _is_box(response: etree._Element) -> bool:
    """Whether a field is there for a text at length."""
    field = response.find(".//render_fib")
    return field is not None and (field.get("prompt") == "Box" or _int(field.get("rows")) > 1)


def _int(words: str | None) -> int:
    return int(words) if words and re.fullmatch(r"[0-9]{1,4}", words) else 0


def _take_essay(asked: _Asked) -> None:
    asked.made.item = replace(asked.made.item, type=ItemType.ESSAY)


# -- chosen


def _choose(asked: _Asked, response: etree._Element) -> None:
    choices = _choices(asked, response)
    if len(choices.names) > MAX_OPTIONS:
        weighed.keep_unsupported(asked.made, "response_lid", choices.texts)
        return
    name = response.get("ident", "")
    many = response.get("rcardinality", "Single") == "Multiple"
    right, shares = asked.keys.best_set(name, choices.names, many=many)
    if not many and says_both(choices.texts):
        _show(asked, Authored(images=tuple(image for image in choices.images if image is not None)))
        weighed.take_judgement(asked.made, choices.weighed([Fraction(int(each in right)) for each in choices.names]))
        return
    stated = [Fraction(int(each in right)) for each in choices.names]
    is_plain = many or all(share in (0, 1) for share in shares)
    weighed.take_choice(asked.made, choices.weighed(stated if is_plain else shares), many=many)


def _order(asked: _Asked, response: etree._Element) -> None:
    choices = _choices(asked, response)
    if len(choices.names) > MAX_OPTIONS:
        weighed.keep_unsupported(asked.made, "response_lid Ordered", choices.texts)
        return
    options = weighed.lettered(choices.weighed([Fraction(0)] * len(choices.names)))
    asked.made.item = replace(asked.made.item, type=ItemType.ORDERING, options=options)
    labels = dict(zip(choices.names, [option.label for option in options], strict=True))
    named = asked.keys.ordered(response.get("ident", ""))
    if named and sorted(named) == sorted(labels):
        weighed.give(asked.made, Order(tuple(labels[each] for each in named)))
    elif named:
        asked.made.say(Kind.ANSWER_TYPE_MISMATCH, "ordering", answer=shortened("、".join(named)))


# -- several responses


def _several(asked: _Asked) -> list[StatedItem]:
    """Several responses: a matching where all offer the same, blanks where all are typed, else sub-questions."""
    listed = [_choices(asked, each) for each in asked.responses if each.tag == "response_lid"]
    is_list = len(listed) == len(asked.responses)
    if is_list and all(each.texts == listed[0].texts for each in listed):
        _pair(asked, listed)
        return [asked.made]
    if all(each.tag in _TYPED for each in asked.responses):
        _type_all(asked)
        return [asked.made]
    return [_part(asked, response) for response in asked.responses]


def _pair(asked: _Asked, listed: list[_Choices]) -> None:
    """A matching: each response is a prompt, its choices the options; identifiers may differ from prompt to prompt."""
    first = listed[0]
    if len(first.names) > MAX_OPTIONS:
        weighed.keep_unsupported(asked.made, "matching", first.texts)
        return
    options = weighed.lettered(first.weighed([Fraction(0)] * len(first.names)))
    told = [asked.words.read_own(response) for response in asked.responses]
    labels = prompt_labels(len(told))
    prompts = tuple(
        Option(label, read.flat, read.images[0] if read.images else None)
        for label, read in zip(labels, told, strict=True)
    )
    _show(asked, Authored(images=tuple(image for read in told for image in read.images[1:])))
    asked.made.item = replace(asked.made.item, type=ItemType.MATCHING, options=options, prompts=prompts)
    found = []
    for prompt, response, choices in zip(prompts, asked.responses, listed, strict=True):
        right = [each.text for each in asked.keys.texts(response.get("ident", "")) if each.text in choices.names]
        found += [(prompt.label, options[choices.names.index(each)].label) for each in right]
    if [left for left, _ in found] == [prompt.label for prompt in prompts]:
        weighed.give(asked.made, Pairs(tuple(found)))
    elif found:
        asked.made.say(Kind.ANSWER_TYPE_MISMATCH, "matching", answer=" ".join(f"{a}-{b}" for a, b in found))


def _type_all(asked: _Asked) -> None:
    for response in asked.responses if not asked.is_drawn else ():
        _show(asked, asked.words.read_own(response))
    accepted = [
        weighed.accepted_words(asked.made, [weighed.starred(text) for text in asked.keys.texts(each.get("ident", ""))])
        for each in asked.responses
    ]
    weighed.take_blanks(asked.made, accepted)


def _part(asked: _Asked, response: etree._Element) -> StatedItem:
    """A sub-question: the words of the item are what all share."""
    shared = asked.made.item
    part = StatedItem(replace(shared, stem="", material=shared.stem), asked.made.scheme, line=asked.made.line)
    one = _Asked(part, [response], "", asked.words, asked.keys, is_drawn=response.tag not in _TYPED)
    if one.is_drawn:
        _show(one, asked.words.read_own(response))
    _one(one, response)
    return part


def _gaps(asked: _Asked, form: Form) -> list[StatedItem]:
    """Canvas's blanks with names: `[city]` in the text is the response `response_city`."""
    order: list[str] = []
    stem = gaps.without_held(asked.made.item.stem)
    by_name = {}
    for response in asked.responses:
        names = [response.get("ident", "").removeprefix("response_"), asked.words.read_own(response).text]
        by_name[next((name for name in names if f"[{name}]" in stem), names[0])] = response

    def hold(found: re.Match[str]) -> str:
        if found.group(1) not in by_name or found.group(1) in order:
            return found.group()
        order.append(found.group(1))
        return gaps.held(len(order) - 1)

    asked.made.item = replace(asked.made.item, stem=_NAME.sub(hold, stem))
    if len(order) != len(asked.responses):
        asked.made.item = replace(asked.made.item, stem=stem)
        params = {"blanks": str(len(order)), "answers": str(len(asked.responses))}
        weighed.take_blanks(asked.made, [() for _ in asked.responses])
        asked.made.say(Kind.BLANK_COUNT_MISMATCH, **params)
        return [asked.made]
    return gaps.fill(asked.made, [_gap(asked, by_name[name], form) for name in order])


def _gap(asked: _Asked, response: etree._Element, form: Form) -> Gap:
    """One of the blanks; Canvas says of each accepted text how it is compared, and of some that they are a list."""
    choices = _choices(asked, response)
    right = {each.text for each in asked.keys.texts(response.get("ident", ""))}
    labels = list(response.iter("response_label"))
    if any(label.get("answer_type") in _LISTED for label in labels):
        form = Form.ONE
    rules = [label.get("scoring_algorithm", "") for label in labels if label.get("scoring_algorithm") in _LOOSE]
    if rules:
        asked.made.say(Kind.RULE_NOT_TAKEN, "other", answer=rules[0])
    if form is Form.WORDS and "TextInChoices" in [label.get("scoring_algorithm") for label in labels]:
        right = set(choices.names)
    is_taken = [
        name in right and label.get("scoring_algorithm") != "TextRegex"
        for name, label in zip(choices.names, labels, strict=True)
    ]
    weighed_choices = choices.weighed([Fraction(int(taken)) for taken in is_taken])
    return Gap(
        form, Fraction(1), tuple(map(weighed.starred, weighed_choices) if form is Form.WORDS else weighed_choices)
    )
