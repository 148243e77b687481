"""Scenarios that are played turn by turn: what a customer says, marked as rounds (第1轮 客户：…, ①客户：…)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kaochang.domain.items import Stage
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import Line, make_line
from kaochang.papers.numerals import CHINESE, CIRCLED, to_int

_N: Final = rf"(\d{{1,2}}|[{CHINESE}]{{1,3}})"
_SPEAKER: Final = (
    r"(?:客户|顾客|用户|来电[人者]|对方|乘客|旅客|患者|病人|家属|业主|住户|租户|学员|学生|家长|会员|商[家户]|骑手|司机|居民|市民|群众"
    r"|访客|来访者|投诉人|申请人|游客|读者|同事|员工|领导)[^\s:,。;?!]{0,8}\s*:"
)
_ROUND: Final = rf"(?:第\s*{_N}\s*(?:轮|回合)(?:对话)?|(?:回合|轮次)\s*{_N})"
_TURN: Final = re.compile(rf"(?:\[\s*{_ROUND}\s*\]|\(\s*{_ROUND}\s*\)|{_ROUND}|([{CIRCLED}]))\s*[:、.,]?\s*")
_UNIT: Final = r"\s*(\d{1,4})\s*(秒钟?|分钟|s|min)"
_LIMIT: Final = rf"(?:(?:限时|限){_UNIT}|{_UNIT}(?:内|以内|之内)?(?:回应|回答|作答|答复)?)"
_LIMIT_BEFORE: Final = re.compile(rf"[(\[]\s*{_LIMIT}\s*[)\]]\s*[:、.,]?\s*")
_LIMIT_BEHIND: Final = re.compile(rf"\s*(?:[(\[]\s*{_LIMIT}\s*[)\]]|(?<![\w,、:])限时{_UNIT})\s*[。.]?\s*$")
"""Without brackets only after the end of what is said: a customer may speak of a limit too."""
_FIELDS: Final = (Mark.STEM, Mark.MATERIAL, Mark.ASK)


@dataclass(frozen=True, slots=True)
class Rounds:
    """The turns of a scenario; `unclear` is the line of rounds that could not be taken as turns."""

    stages: tuple[Stage, ...] = ()
    unclear: int | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    """A line that is marked as a round: its number, how it is marked, and what is said."""

    value: int
    style: str
    stage: Stage


def stages_of(text: str) -> tuple[Stage, ...]:
    """Turns as a person writes them, a line each; how long a reply is taken stands in brackets before or behind."""
    said = [_limited(make_line(line.strip(), 0)) for line in text.splitlines() if line.strip()]
    return tuple(Stage(line.text, limit) for limit, line in said if line.text)


def lines_of(stages: Sequence[Stage]) -> str:
    """The same back, as `stages_of` reads it."""
    limits = ("" if each.limit_s is None else f"（{each.limit_s}秒）" for each in stages)
    return "\n".join(" ".join(each.text.split("\n")) + limit for each, limit in zip(stages, limits, strict=True))


def take_rounds(draft: Draft) -> Rounds:
    """The turns of a scenario, taken out of its words.

    Only rounds that leave no doubt are turns: numbered from 1, marked alike, two at least, a line each, one under the
    other, and no sub-questions with them. Otherwise everything stays where it stands and is told.
    """
    owner = draft.parent or draft
    lines = sorted((line for mark in _FIELDS for line in owner.fields.get(mark, [])), key=lambda line: line.number)
    turns = [_turn(line) for line in lines]
    places = [place for place, turn in enumerate(turns) if turn is not None]
    if not places or (owner.children and owner.children[0] is not draft):
        return Rounds()
    found = [turn for turn in turns if turn is not None]
    if draft.parent is not None or places != list(range(places[0], places[0] + len(places))) or not _go_on(found):
        return Rounds(unclear=lines[places[0]].number)
    taken = {id(lines[place]) for place in places}
    for mark in _FIELDS:
        if mark in draft.fields:
            draft.fields[mark] = [line for line in draft.fields[mark] if id(line) not in taken]
    return Rounds(tuple(turn.stage for turn in found))


def _go_on(found: Sequence[_Turn]) -> bool:
    values = [turn.value for turn in found]
    return len(found) > 1 and values == list(range(1, len(found) + 1)) and len({turn.style for turn in found}) == 1


def _turn(line: Line) -> _Turn | None:
    match = _TURN.match(line.fold)
    if match is None:
        return None
    *numbers, circled = match.groups()
    value = to_int(circled or next(number for number in numbers if number))
    said = line.cut(match.end())
    limit, said = _limited(said)
    if not re.match(_SPEAKER, said.fold) or said.fold.endswith(":"):
        return None
    return _Turn(value, "circled" if circled else "round", Stage(said.text, limit))


def _limited(said: Line) -> tuple[int | None, Line]:
    """How long a reply is taken, in seconds, and the line without it: said before the speaker or behind the words."""
    before, behind = _LIMIT_BEFORE.match(said.fold), _LIMIT_BEHIND.search(said.fold)
    match = before or behind
    if match is None or (before and behind):
        return None, said
    number, unit = [group for group in match.groups() if group]
    seconds = int(number) * (60 if unit in ("分钟", "min") else 1)
    if not 0 < seconds <= 3600:
        return None, said
    return seconds, said.cut(match.end()) if before else said.cut(0, match.start())
