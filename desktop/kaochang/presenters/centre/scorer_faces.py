"""The faces of what a scorer sees: the response as written, what stands beside it, criteria with their keys."""

from __future__ import annotations

from fractions import Fraction

from kaochang.domain.human_scores import TextNote, text_of
from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import Criterion
from kaochang.domain.ports import Words
from kaochang.domain.responses import Replies, Response, word_count
from kaochang.flow.scoring import Task
from kaochang.presenters.centre.scorer_pace import Pace, Standing
from kaochang.presenters.centre.scorer_sheet import Sheet, Way
from kaochang.presenters.centre.scorer_state import (
    CriterionFace,
    LevelFace,
    NoteFace,
    NoteKind,
    PartFace,
    ProgressFace,
    SavedFace,
    TaskFace,
)
from kaochang.presenters.figures import decimal

_QUOTED = 24
"""So many characters of what a mark is on are repeated below the text."""


def item_name(item: Item) -> str:
    """An item as people name it."""
    return " ".join(each for each in (item.section, item.number) if each) or item.stem[:_QUOTED]


def task_face(task: Task, words: Words) -> TaskFace:
    """Everything of a response that does not change while it is scored."""
    item, scheme = task.placed.item, task.scheme
    text = text_of(task.response)
    return TaskFace(
        handle=task.handle,
        item=item_name(item),
        of=words("scorer.points", points=decimal(task.placed.points)),
        is_third=task.third,
        material=item.material,
        stem=item.stem,
        tables=item.tables,
        pictures=words("scorer.pictures", count=len(item.media)) if item.media else "",
        parts=_parts(item, task.response, text),
        length=words("scorer.length", count=word_count(text)),
        reference=scheme.reference,
        rubric=scheme.rubric.text,
    )


def _parts(item: Item, response: Response | None, text: str) -> tuple[PartFace, ...]:
    if not isinstance(response, Replies):
        return (PartFace("", text, 0),)
    parts, start = [], 0
    for stage, reply in zip(item.stages, response.texts, strict=False):
        parts.append(PartFace(stage.text, reply, start))
        start += len(reply) + 1  # marks count the line break that parts replies
    return tuple(parts)


def criterion_faces(sheet: Sheet, words: Words) -> tuple[CriterionFace, ...]:
    """Every criterion with its keys and what was given."""
    return tuple(_criterion(sheet, at, criterion, words) for at, criterion in enumerate(sheet.criteria))


def _criterion(sheet: Sheet, at: int, criterion: Criterion, words: Words) -> CriterionFace:
    way, score, is_here = sheet.way(at), sheet.scores[at], at == sheet.here
    typed = sheet.typed if is_here else ""
    chosen = "" if score is None else score.level
    return CriterionFace(
        name=criterion.name or words("scorer.whole"),
        of=words("scorer.points", points=decimal(sheet.limit(at))),
        good=criterion.good,
        levels=tuple(
            LevelFace(
                key=str(number) if way is Way.LEVEL else "",
                name=level.name,
                text=level.text,
                points="" if level.points is None else words("scorer.points", points=decimal(level.points)),
                is_chosen=level.name == chosen,
            )
            for number, level in enumerate(criterion.levels, start=1)
        ),
        value=typed or ("" if score is None else decimal(score.points)),
        hint=_hint(way, sheet.limit(at), len(criterion.levels), words),
        is_here=is_here,
    )


def _hint(way: Way, limit: Fraction, levels: int, words: Words) -> str:
    if way is Way.LEVEL:
        return words("scorer.hint.level", last=levels)
    if way is Way.POINTS:
        return words("scorer.hint.points", last=int(limit))
    return words("scorer.hint.number", most=decimal(limit))


def total(sheet: Sheet, words: Words) -> str:
    """The points so far, of all there are."""
    return words("scorer.total", points=decimal(sheet.total), of=decimal(sheet.task.placed.points))


def note_text(kind: NoteKind, words: Words) -> str:
    """What a mark says by itself: kept in the scorer's language, as what they type is."""
    return words(f"scorer.note.{kind}")


def note_faces(sheet: Sheet, words: Words) -> tuple[NoteFace, ...]:
    """The marks on the text, in its order; what they say tells their kind."""
    text = text_of(sheet.task.response)
    kinds = {note_text(kind, words): kind for kind in (NoteKind.GOOD, NoteKind.ERROR)}
    return tuple(_note(each, text, kinds.get(each.note, NoteKind.NOTE), words) for each in sheet.notes)


def _note(note: TextNote, text: str, kind: NoteKind, words: Words) -> NoteFace:
    quoted = " ".join(text[note.start : note.end].split())
    if len(quoted) > _QUOTED:
        quoted = words("scorer.quoted-short", text=quoted[:_QUOTED])
    return NoteFace(kind, note.start, note.end, quoted, note.note)


def progress(pace: Pace, now: int, left: int, words: Words) -> ProgressFace:
    """How far and how fast; why the time stands, where it does."""
    per_hour, standing, seconds = pace.per_hour(), pace.standing(now), pace.spent(now) // 1000
    return ProgressFace(
        done=words("scorer.done", done=pace.done, left=left),
        percent=100 * pace.done // max(1, pace.done + left),
        pace="" if per_hour is None else words("scorer.pace", count=per_hour),
        spent=f"{seconds // 60}:{seconds % 60:02}",
        standing="" if standing is Standing.RUNS else words(f"scorer.time.{standing}"),
    )


def saved(saving: int, unsaved: int, words: Words) -> SavedFace:
    """What of the scorer's work is not safe yet."""
    if unsaved:
        return SavedFace(words("scorer.unsaved", count=unsaved), "failed")
    if saving:
        return SavedFace(words("scorer.saving", count=saving), "saving")
    return SavedFace(words("scorer.saved"), "saved")
