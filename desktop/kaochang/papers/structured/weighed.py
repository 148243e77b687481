"""Items whose answers each say what share of the points they are worth, as Moodle XML and GIFT state them.

Our marking knows right and wrong. What is worth the whole item (of several: anything at all) is right; what shares say
beyond that becomes a finding. Partial credit of multiple choice is the exam's own rule, so ordinary shares, all right
ones alike and all wrong ones alike, say nothing more than which are right.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

from msgspec.structs import replace

from kaochang.domain.items import MAX_OPTIONS, Image, ItemType, Option
from kaochang.domain.mark_schemes import Rubric
from kaochang.domain.papers import Kind
from kaochang.domain.responses import MAX_BLANK, Accepted, Choice, CorrectResponse, Judgement, Order, Pairs
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.grammar.answers import judgement_of
from kaochang.papers.labels import option_labels, prompt_labels
from kaochang.papers.markup.authored import shortened

_ALIKE: Final = Fraction(1, 100)
"""Shares that differ by less are the same, written with few digits: 33.3 and 33.33333."""
_WHOLE: Final = 1 - _ALIKE
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,18}(?:[.,]\d{0,18})?|[.,]\d{1,18})")

_CASED: Final = re.compile(r"[A-Za-z]")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer of an item and its share of the points: 1 is all of them, what is below 0 takes some away."""

    text: str
    share: Fraction = Fraction(0)
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class WeighedNumber:
    """A number as an answer: the number as written, or "" where only a range is given; `within` says what is let pass.

    `within` is readable without words: "± 0.01", "1 – 5"; "" for the number alone.
    """

    text: str
    within: str = ""
    share: Fraction = Fraction(1)


def share_of(percent: str) -> Fraction | None:
    """A share as formats write it, in per cent: "33.33333"; None for what is no such number."""
    points = decimal(percent)
    return None if points is None else points / 100


def decimal(text: str) -> Fraction | None:
    """A decimal number of bounded length; None for anything else."""
    text = text.strip()
    return Fraction(text.replace(",", ".").rstrip(".")) if _NUMBER.fullmatch(text) else None


def mixed(texts: Sequence[T]) -> list[T]:
    """The same in an order that tells nothing, and is the same each time: by a hash of the words."""
    return sorted(texts, key=lambda text: hashlib.sha256(str(text).encode("utf-8", "replace")).digest())


def lettered(texts: Sequence[str | Weighed]) -> tuple[Option, ...]:
    """Options A, B, C …; the caller has seen to it that there are letters for all."""
    weighed = [Weighed(each) if isinstance(each, str) else each for each in texts]
    labels = option_labels(len(weighed))
    return tuple(Option(label, each.text, each.image) for label, each in zip(labels, weighed, strict=True))


def give(made: StatedItem, correct: CorrectResponse | None) -> None:
    """Put the correct response of an item where it belongs."""
    made.scheme = replace(made.scheme, correct=correct)


def keep_unsupported(made: StatedItem, interaction: str, lines: Sequence[str] = ()) -> None:
    """An item that nobody could answer here: its words stay, with `lines` beside them, and a finding says so."""
    stem = "\n".join(part for part in [made.item.stem, *lines] if part)
    made.item = replace(made.item, type=ItemType.ESSAY, stem=stem)
    made.say(Kind.UNSUPPORTED_INTERACTION, interaction=shortened(interaction) or "—")


def _fits(made: StatedItem, interaction: str, texts: Sequence[str]) -> bool:
    """Whether there is a letter for each option; if not the item is kept with its finding."""
    if len(texts) <= MAX_OPTIONS:
        return True
    keep_unsupported(made, interaction, texts)
    return False


def _tell_weights(made: StatedItem, weighed: Sequence[Weighed | WeighedNumber]) -> None:
    shares = "、".join(f"{float(each.share * 100):.5g}%" for each in weighed[:MAX_OPTIONS])
    made.say(Kind.WEIGHTS_NOT_TAKEN, weights=shares)


# -- choices and judgements


def take_choice(made: StatedItem, weighed: Sequence[Weighed], *, many: bool) -> None:
    """A choice of one, or of several (`many`): there every answer with a share is right."""
    kind = ItemType.MULTIPLE if many else ItemType.SINGLE
    if not _fits(made, kind, [each.text for each in weighed]):
        return
    options = lettered(weighed)
    made.item = replace(made.item, type=kind, options=options)
    shares = [each.share for each in weighed]
    right = [option.label for option, share in zip(options, shares, strict=True) if share > (0 if many else _WHOLE)]
    if not right:
        made.say(Kind.MISSING_ANSWER)
    elif len(right) > 1 and not many:
        made.say(Kind.ANSWER_TYPE_MISMATCH, "single", answer="".join(right))
    else:
        give(made, Choice(tuple(right)))
    ordinary = _is_even(shares) if many else all(share == 0 or share > _WHOLE for share in shares)
    if right and not ordinary:
        _tell_weights(made, weighed)


def _is_even(shares: Sequence[Fraction]) -> bool:
    """Whether all right answers have the same share, and all wrong ones."""
    right = [share for share in shares if share > 0]
    wrong = [share for share in shares if share <= 0]
    return all(max(group) - min(group) < _ALIKE for group in (right, wrong) if group)


def take_judgement(made: StatedItem, weighed: Sequence[Weighed]) -> None:
    """True or false, as the answer that is worth the points says."""
    made.item = replace(made.item, type=ItemType.TRUEFALSE)
    right = {judgement_of(each.text) for each in weighed if each.share > _WHOLE}
    if len(right) > 1:
        made.say(Kind.ANSWER_CONFLICT, answers=" / ".join(shortened(each.text) for each in weighed[:3]))
    elif not right:
        made.say(Kind.MISSING_ANSWER)
    elif (value := right.pop()) is None:
        texts = "、".join(shortened(each.text) for each in weighed if each.share > _WHOLE)
        made.say(Kind.ANSWER_TYPE_MISMATCH, "truefalse", answer=texts)
    else:
        give(made, Judgement(value))


# -- blanks


def accepted_words(made: StatedItem, weighed: Sequence[Weighed]) -> tuple[str, ...]:
    """The texts that are right for one blank; nothing, with its finding, where none could be taken.

    A text with * stands for many, which a comparison with whole texts cannot say: it is not taken.
    """
    right = [each for each in weighed if each.share > _WHOLE and each.text]
    patterns = [each.text for each in right if _is_pattern(each.text)]
    plain = [_unstarred(each.text) for each in right if not _is_pattern(each.text)]
    taken = tuple(dict.fromkeys(text for text in plain if len(text) <= MAX_BLANK))
    partly = [each for each in weighed if 0 < each.share <= _WHOLE]
    if taken:
        if patterns:
            made.say(Kind.RULE_NOT_TAKEN, "pattern", answer="、".join(map(shortened, patterns)))
        if partly:
            _tell_weights(made, weighed)
    elif patterns:
        made.say(Kind.ANSWER_TYPE_MISMATCH, "pattern", answer="、".join(map(shortened, patterns)))
    elif plain:
        made.say(Kind.ANSWER_TYPE_MISMATCH, answer=shortened(plain[0]))
    else:
        made.say(Kind.MISSING_ANSWER)
    return taken


def tell_case(made: StatedItem, texts: Sequence[str]) -> None:
    """That a format tells large letters from small ones in these texts, which marking here does not."""
    cased = [text for text in texts if _CASED.search(text)]
    if cased:
        made.say(Kind.RULE_NOT_TAKEN, "case", answer="、".join(map(shortened, cased[:3])))


def _is_pattern(text: str) -> bool:
    return "*" in text.replace("\\*", "")


def starred(each: Weighed) -> Weighed:
    """A text of a format in which a star is a star: only Moodle and GIFT mean more by it."""
    return Weighed(each.text.replace("*", "\\*"), each.share, each.image)


def _unstarred(text: str) -> str:
    return text.replace("\\*", "*")


def accepted_numbers(made: StatedItem, numbers: Sequence[WeighedNumber]) -> tuple[str, ...]:
    """The numbers that are right for one blank, as written. What else is let pass is kept for people in the rubric."""
    right = [each for each in numbers if each.share > _WHOLE and each.text != "*"]
    taken = tuple(dict.fromkeys(each.text for each in right if each.text and len(each.text) <= MAX_BLANK))
    loose = [f"{each.text} {each.within}".strip() for each in right if each.within]
    if loose:
        _keep_rule(made, "\n".join(loose))
    if not right:
        made.say(Kind.MISSING_ANSWER)
    elif not taken:
        made.say(Kind.ANSWER_TYPE_MISMATCH, "range", answer="、".join(map(shortened, loose)) or "—")
    elif loose:
        made.say(Kind.RULE_NOT_TAKEN, "tolerance", answer="、".join(map(shortened, loose)))
    if taken and any(0 < each.share <= _WHOLE for each in numbers):
        _tell_weights(made, numbers)
    return taken


def _keep_rule(made: StatedItem, words: str) -> None:
    known = made.scheme.rubric
    made.scheme = replace(made.scheme, rubric=Rubric("\n".join(filter(None, [known.text, words])), known.criteria))


def take_blanks(made: StatedItem, accepted: Sequence[tuple[str, ...]]) -> None:
    """Blanks and what is right in each; where one of them has nothing (its finding said so) there is no key."""
    made.item = replace(made.item, type=ItemType.BLANK, blanks=len(accepted))
    if accepted and all(accepted):
        give(made, Accepted(tuple(accepted)))


# -- pairs and orders


def take_pairs(made: StatedItem, pairs: Sequence[tuple[Weighed, str]], extra: Sequence[str] = ()) -> None:
    """Prompts, each with the words it goes with; `extra` are words that go with none. Prompts are (1), (2) …"""
    texts = mixed(list(dict.fromkeys([*(right for _, right in pairs if right), *extra])))
    if not _fits(made, ItemType.MATCHING, texts):
        return
    options = lettered(texts)
    labelled = zip(prompt_labels(len(pairs)), pairs, strict=True)
    prompts = tuple(Option(label, left.text, left.image) for label, (left, _) in labelled)
    made.item = replace(made.item, type=ItemType.MATCHING, prompts=prompts, options=options)
    labels = {option.text: option.label for option in options}
    alone = [left.text for left, right in pairs if right not in labels]
    if not pairs:
        made.say(Kind.MISSING_ANSWER)
    elif alone:
        made.say(Kind.ANSWER_TYPE_MISMATCH, "matching", answer="、".join(map(shortened, alone[:3])) or "—")
    else:
        found = [(prompt.label, labels[right]) for prompt, (_, right) in zip(prompts, pairs, strict=True)]
        give(made, Pairs(tuple(sorted(found))))


def take_order(made: StatedItem, texts: Sequence[str]) -> None:
    """Options to be put in order, stated in the right one; they are shown in another."""
    if not _fits(made, ItemType.ORDERING, texts):
        return
    shown = mixed([(text, place) for place, text in enumerate(texts)])
    options = lettered([text for text, _ in shown])
    made.item = replace(made.item, type=ItemType.ORDERING, options=options)
    labels = {place: option.label for option, (_, place) in zip(options, shown, strict=True)}
    if len(texts) < 2:
        made.say(Kind.MISSING_ANSWER)
    else:
        give(made, Order(tuple(labels[place] for place in range(len(texts)))))


def explain(made: StatedItem, said: Sequence[tuple[str, str]]) -> None:
    """Feedback on single answers is explanation too: (label or words of the answer it is about, or "", feedback)."""
    lines = [f"{about}：{words}" if about else words for about, words in said if words]
    explanation = "\n".join(part for part in [made.scheme.explanation, *lines] if part)
    made.scheme = replace(made.scheme, explanation=explanation)
