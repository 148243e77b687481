"""What a candidate reads of the office's corrections, as frozen values, and how they are put together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaochang.domain.errata import ErratumAction
from kaochang.presenters import phrases
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.custody.errata import Erratum


@dataclass(frozen=True)
class ErratumFace:
    """One correction: `what` it is, of which item (`place`, "" for a notice to all), when it was made, what it says.

    `hint` says what it means for the candidate, "" where the text says all.
    """

    what: str
    place: str
    time: str
    text: str
    hint: str = ""
    is_withdrawal: bool = False


@dataclass(frozen=True)
class News:
    """Corrections over the exam, to be read and put away; those that are new, or all of them again."""

    title: str
    message: str
    entries: tuple[ErratumFace, ...]
    action: str


@dataclass(frozen=True)
class NoticeBar:
    """The line that stands as long as anything was corrected; `action` shows all of it."""

    text: str
    action: str


@dataclass(frozen=True)
class ErrataFaces:
    """The corrections of one candidate's exam, looked up on every state: by item, in all, and what was withdrawn."""

    by_item: Mapping[str, tuple[ErratumFace, ...]]
    every: tuple[ErratumFace, ...]
    withdrawn: frozenset[str]
    bar: NoticeBar | None


NO_FACES = ErrataFaces({}, (), frozenset(), None)


def concerning(entries: Sequence[Erratum], numbers: Collection[str]) -> tuple[Erratum, ...]:
    """Those of this exam: a session's errata are of all its exams."""
    return tuple(entry for entry in entries if not entry.item or entry.item in numbers)


def faces(entries: Sequence[Erratum], numbers: Mapping[str, int], means: Means) -> ErrataFaces:
    """The corrections of an exam (`concerning`) as its candidate reads them, by their own numbers of the items."""
    if not entries:
        return NO_FACES
    every = tuple(erratum_face(entry, numbers, means) for entry in entries)
    by_item: dict[str, tuple[ErratumFace, ...]] = {}
    for entry, face in zip(entries, every, strict=True):
        by_item[entry.item] = (*by_item.get(entry.item, ()), face)
    withdrawn = frozenset(entry.item for entry in entries if entry.action is ErratumAction.WITHDRAW)
    return ErrataFaces(by_item, every, withdrawn, _bar(entries, numbers, means))


def kind_of(entries: Collection[Erratum]) -> str:
    """What these are together, as the end of the keys of its words: notices, corrections, or both."""
    notices = sum(entry.action is ErratumAction.NOTICE for entry in entries)
    if notices == len(entries):
        return "notices"
    return "both" if notices else "corrections"


def erratum_face(entry: Erratum, numbers: Mapping[str, int], means: Means) -> ErratumFace:
    """One correction as a candidate reads it."""
    words, is_withdrawal = means.words, entry.action is ErratumAction.WITHDRAW
    kind = entry.action if entry.item else "all"
    return ErratumFace(
        what=words(f"candidate.erratum.{kind}"),
        place=words("candidate.erratum.item", number=numbers[entry.item]) if entry.item else "",
        time=phrases.time_as_of(words, means.clock.wall(), entry.made, means.zone),
        text=entry.text,
        hint=words("candidate.erratum.need-not") if is_withdrawal else "",
        is_withdrawal=is_withdrawal,
    )


def _bar(entries: Sequence[Erratum], numbers: Mapping[str, int], means: Means) -> NoticeBar:
    """The newest notice to all; where there is none, which items were corrected."""
    words = means.words
    action = words("candidate.errata.show", count=len(entries))
    to_all = [entry for entry in entries if not entry.item]
    if to_all:
        newest = erratum_face(to_all[-1], numbers, means)
        return NoticeBar(words("candidate.errata.notice", time=newest.time, text=" ".join(newest.text.split())), action)
    items = sorted({numbers[entry.item] for entry in entries})
    named = words("list.separator").join(words("candidate.erratum.item", number=number) for number in items)
    return NoticeBar(words(f"candidate.errata.items.{kind_of(entries)}", items=named), action)
