"""From what the bank knows of an item to what the page shows of it: its preview, its versions, its use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.items import Item
from kaochang.domain.ordering import arrange
from kaochang.domain.papers import Finding, Kind
from kaochang.domain.places import place_of
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal
from kaochang.domain.values import Record
from kaochang.flow.bank_draft import UNTOUCHED, Typed
from kaochang.papers.contract import message_of
from kaochang.presenters.candidate.exam_faces import Layout, item_face
from kaochang.presenters.office.bank_state import AlikeFace, FormFace, PreviewFace, VersionFace
from kaochang.presenters.office.bank_typed import form_of, revision_of
from kaochang.presenters.phrases import date, day_and_time
from kaochang.presenters.refusals import to_words

if TYPE_CHECKING:  # they come with the first look
    from kaochang.domain.banked import Change, Content, Statistic, Use
    from kaochang.flow.bank_alike import Alike
    from kaochang.presenters.candidate.exam_state import ItemFace
    from kaochang.store.bank import Bank
    from kaochang.store.bank_items import BankItem

_ID = "preview"
_LONGEST = 60
"""Signs of what was before or after a change."""
COMPARED = (
    "type",
    "stem",
    "prompts",
    "options",
    "stages",
    "min_words",
    "max_words",
    "mode",
    "key",
    "points",
    "section",
    "material",
    "explanation",
    "competencies",
    "difficulty",
    "rubric",
    "criteria",
)
"""The fields of a form that a person can change; `office.bank.field.NAME` is what each is called."""


class Known(Record, frozen=True):
    """All that the bank knows of an item; `sharing` counts the others that stand with its material."""

    entry: BankItem
    paper: str
    changes: tuple[Change, ...]
    uses: tuple[Use, ...]
    statistics: tuple[Statistic, ...]
    sharing: int


def known(bank: Bank, item: str) -> Known:
    """All of it (blocks); MISSING for an item that is not there."""
    from kaochang.flow.bank_edit import sharing

    entry, history = bank.found.get(item), bank.history
    return Known(
        entry=entry,
        paper=bank.paper_title(entry.paper),
        changes=tuple(history.of(item)),
        uses=tuple(history.uses(item)),
        statistics=tuple(history.statistics(item)),
        sharing=len(sharing(bank, entry)),
    )


# -- as a candidate sees it


def preview(bank: Bank, entry: BankItem, typed: Typed, place: Callable[[str], Path], words: Words) -> PreviewFace:
    """The item with what was typed, judged as in reading (blocks)."""
    from kaochang.flow.bank_edit import findings_of, revised

    try:
        made, media = revised(bank, entry, revision_of(typed, entry.item, entry.scheme, place, words), "")
    except Refusal as refusal:
        return PreviewFace(refused=to_words(refusal, words))
    pictures = dict(media)
    item = made.read.item
    shown = {each.name: pictures[each.name] if each.name in pictures else bank.medium(each.name) for each in item.media}
    found = _open_findings(bank, entry) if typed == UNTOUCHED else findings_of(made)
    return PreviewFace(candidate_face(item, shown, words), tuple(message_of(each, words) for each in found))


def _open_findings(bank: Bank, entry: BankItem) -> list[Finding]:
    has_key = entry.scheme.correct is not None
    there = (each.finding for each in bank.found.findings(entry.id) if each.passed is None)
    return [each for each in there if not (has_key and each.kind is Kind.MISSING_ANSWER)]


def candidate_face(item: Item, pictures: Mapping[str, bytes], words: Words) -> ItemFace:
    """An item alone, as if it were an exam; one without points says none."""
    placed = PlacedItem(_ID, item, item.points or Fraction(1))
    exam = Exam(_ID, Assessment("", (Section(item.section or "", (placed,)),)), Rules(60))
    face = item_face(Layout.of(exam, arrange(exam, b"")), _ID, pictures.__getitem__, words)
    return face if item.points else replace(face, worth="")


# -- its versions


def versions(now: Known, words: Words, zone: tzinfo) -> tuple[VersionFace, ...]:
    """Every version, newest first, with who made it and what was changed by it."""
    forms = [_form(each.before, words) for each in now.changes if each.before is not None]
    forms.append(form_of(now.entry.item, now.entry.scheme, UNTOUCHED, words))
    made = [each for each in now.changes if each.before is not None]
    faces = [_first(now, words, zone)]
    for change, (before, after) in zip(made, pairwise(forms), strict=True):
        action = words(f"bank-action.{change.action}")
        told = {"version": change.version, "when": day_and_time(words, change.at, zone), "by": change.by}
        is_older = change.version < now.entry.version
        said = words("office.bank.version", action=action, **told)
        faces.append(VersionFace(change.version, said, differences(before, after, words), is_older))
    return tuple(reversed(faces))


def _first(now: Known, words: Words, zone: tzinfo) -> VersionFace:
    added = [each for each in now.changes if each.before is None]
    if not added:
        return VersionFace(1, words("office.bank.version.read", paper=now.paper), (), now.entry.version > 1)
    told = {"when": day_and_time(words, added[0].at, zone), "by": added[0].by}
    said = words("office.bank.version", version=1, action=words(f"bank-action.{added[0].action}"), **told)
    return VersionFace(1, said, (), now.entry.version > 1)


def _form(content: Content, words: Words) -> FormFace:
    return form_of(content.item, content.scheme, UNTOUCHED, words)


def differences(before: FormFace, after: FormFace, words: Words) -> tuple[str, ...]:
    """What is another, with what it was and what it is."""
    found = []
    for name in COMPARED:
        old, new = (_told(getattr(each, name), name, words) for each in (before, after))
        if old != new:
            nothing = words("office.bank.nothing")
            field = words(f"office.bank.field.{name}")
            found.append(words("office.bank.change", field=field, before=old or nothing, after=new or nothing))
    return tuple(found)


def _told(value: object, name: str, words: Words) -> str:
    """A field in one line."""
    if name == "type":
        return words(f"type.{value}")
    if name == "mode":
        return words(f"item-mode.{value}")
    if name == "difficulty":
        return words(f"blueprint.difficulty.{value}") if value else ""
    if name == "criteria" and isinstance(value, tuple):
        value = [f"{each.name} {each.points}".strip() for each in value]
    text = " / ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


# -- what stands beside it


def alike(bank: Bank, entry: BankItem, words: Words) -> tuple[AlikeFace, ...]:
    """Items that say nearly the same, nearest first (blocks)."""
    from kaochang.flow.bank_alike import alike_to

    def told(near: Alike) -> str:
        return words("office.bank.near", percent=int(near.nearness * 100), place=place_of(near.entry.item))

    return tuple(
        AlikeFace(each.entry.id, told(each), each.entry.item.stem) for each in alike_to(bank, entry.item, entry.id)
    )


def uses(now: Known, words: Words, zone: tzinfo) -> tuple[str, ...]:
    """The exams that have it, and how it went in sessions."""
    told = [words("office.bank.use", title=each.title, day=date(words, each.made, zone)) for each in now.uses]
    for each in now.statistics:
        percent = round(each.share * 100)
        counts = {"results": each.results, "answered": each.answered, "day": date(words, each.closed, zone)}
        told.append(words("office.bank.went", title=each.title, percent=percent, **counts))
    return tuple(told)
