"""Pictures of options: which of the pictures of an item is an option's own, and which belongs to the stem."""

from collections.abc import Sequence
from dataclasses import replace

from kaochang.domain.items import Image, Option
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.options import OptionDraft
from kaochang.papers.lines import Line, make_line


def option_of(option: OptionDraft) -> Option:
    """An option as candidates see it, with its picture."""
    return Option(option.label, option.text, next(iter(option.images), None))


def spare(options: Sequence[OptionDraft]) -> list[Line]:
    """Further pictures of options that have several, as lines: they stand with the stem, so that none is left out."""
    return [make_line("", option.words.number, images=option.images[1:]) for option in options if option.images[1:]]


def take_pictures(draft: Draft) -> None:
    """Give pictures that stand on lines of their own to the options that they belong to beyond doubt.

    Options without words take as many pictures in order, else the one that follows each; options with words take a
    picture only where one follows every option.
    """
    lines = draft.fields.get(Mark.STEM, [])
    loose = [line for line in lines if line.images and not line.text and line.table is None]
    if len(draft.options) < 2 or not loose:
        return
    given = _in_order(draft.options, loose) or _following(draft.options, loose)
    for option, image in given:
        option.more = [*(option.more or []), make_line("", option.words.number, images=(image,))]
    taken = {image.name for _, image in given}
    draft.fields[Mark.STEM] = [left for line in lines if (left := _without(line, taken)) is not None]


def _in_order(options: Sequence[OptionDraft], loose: Sequence[Line]) -> list[tuple[OptionDraft, Image]]:
    pictures = [image for line in loose for image in line.images]
    if any(option.text or option.images for option in options) or len(pictures) not in (len(options), len(options) + 1):
        return []
    return list(zip(options, pictures[-len(options) :], strict=True))


def _following(options: Sequence[OptionDraft], loose: Sequence[Line]) -> list[tuple[OptionDraft, Image]]:
    ordered = sorted(options, key=lambda option: option.words.number)
    ends = [option.words.number for option in ordered[1:]] + [max(line.number for line in loose) + 1]
    behind = [
        [image for line in loose if option.words.number < line.number < end for image in line.images]
        for option, end in zip(ordered, ends, strict=True)
    ]
    each_has_one = all(len(option.images) + len(found) == 1 for option, found in zip(ordered, behind, strict=True))
    return [
        (option, found[0])
        for option, found in zip(ordered, behind, strict=True)
        if len(found) == 1 and (each_has_one or not (option.text or option.images))
    ]


def _without(line: Line, taken: set[str]) -> Line | None:
    """A line less some pictures; None where nothing is left of it."""
    left = tuple(image for image in line.images if image.name not in taken)
    if len(left) == len(line.images) or line.text:
        return line
    return replace(line, images=left, places=()) if left else None
