"""A key as a person writes it (A, ABD, 对, a|b;c), read into the correct response of one item."""

from collections.abc import Callable

from kaochang.domain.items import Item, ItemType
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Accepted, Choice, CorrectResponse, Judgement, Order, Pairs

_TRUE = {"对", "√", "T", "TRUE", "正确", "是", "Y"}
_FALSE = {"错", "×", "F", "FALSE", "错误", "否", "N"}


def _misfit(item: Item, written: str) -> Refusal:
    """Says which item it is, and what it takes: its labels, 对 or 错, a text for each blank."""
    labels = [option.label for option in item.options]
    prompts = [prompt.label for prompt in item.prompts]
    shown = (*prompts, *labels) or ("-",)
    if item.type is ItemType.TRUEFALSE:
        shown = ("对", "错")
    elif item.type is ItemType.BLANK:
        shown = (";".join(["…"] * item.blanks),)
    return Refusal(Outcome.PAYLOAD, "key.form", place_of(item), written=written, labels=shown)


def _labels(item: Item, written: str) -> tuple[str, ...]:
    labels = tuple(written.replace(",", "").replace("、", "").replace(" ", ""))
    known = {option.label for option in item.options}
    if not labels or len(set(labels)) != len(labels) or not set(labels) <= known:
        raise _misfit(item, written)
    return labels


def _choice(item: Item, written: str) -> Choice:
    labels = _labels(item, written.upper())
    if item.type is ItemType.SINGLE and len(labels) != 1:
        raise _misfit(item, written)
    return Choice(tuple(sorted(labels)))


def _judgement(item: Item, written: str) -> Judgement:
    if written.upper() in _TRUE:
        return Judgement(True)
    if written.upper() in _FALSE:
        return Judgement(False)
    raise _misfit(item, written)


def _accepted(item: Item, written: str) -> Accepted:
    blanks = tuple(tuple(text.strip() for text in blank.split("|") if text.strip()) for blank in written.split(";"))
    if len(blanks) != item.blanks or not all(blanks):
        raise _misfit(item, written)
    return Accepted(blanks)


def _order(item: Item, written: str) -> Order:
    labels = _labels(item, written)
    if len(labels) != len(item.options):
        raise _misfit(item, written)
    return Order(labels)


def _bare(prompt: str) -> str:
    """A prompt's label as people write it: papers print (1), a key says 1."""
    return prompt.strip(" ()（）")


def _pairs(item: Item, written: str) -> Pairs:
    prompts = {_bare(prompt.label): prompt.label for prompt in item.prompts}
    options = {option.label for option in item.options}
    parts = [pair.partition("-") for pair in written.split(",")]
    pairs = sorted((prompts.get(_bare(left), ""), right.strip()) for left, _, right in parts)
    each_once = [left for left, _ in pairs] == sorted(prompts.values())
    if not each_once or not {right for _, right in pairs} <= options:
        raise _misfit(item, written)
    return Pairs(tuple(pairs))


def read_key(item: Item, written: str) -> CorrectResponse:
    """The correct response; PAYLOAD for anything this item's interaction cannot give.

    single `B` · multiple `ABD` · true/false `对` or `错` · blank `a|b;c` (alternatives by |, blanks by ;) ·
    ordering `CABD` · matching `(1)-B,(2)-C`, by the labels as printed.
    """
    forms: dict[ItemType, Callable[[Item, str], CorrectResponse]] = {
        ItemType.SINGLE: _choice,
        ItemType.MULTIPLE: _choice,
        ItemType.TRUEFALSE: _judgement,
        ItemType.BLANK: _accepted,
        ItemType.ORDERING: _order,
        ItemType.MATCHING: _pairs,
    }
    form = forms.get(item.type)
    if form is None:
        raise Refusal(Outcome.POLICY, "key.open-item", place_of(item))
    return form(item, written.strip())
