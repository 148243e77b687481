"""Who logs in: when what is typed fits a ticket, and what seems wrong with it when it fits none.

What seems wrong is told by the shape of numbers alone (how many letters and digits, as all of the room have), never by
whether somebody of that number or name is on the roster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from kaochang.domain.assessments import LoginField
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.rosters import Ticket, bare_name
from kaochang.domain.scoring import normal

if TYPE_CHECKING:
    from kaochang.flow.unlock import RoomFile

_STORED: Final[Mapping[LoginField, Callable[[Ticket], str]]] = {
    LoginField.PERSON: lambda ticket: ticket.person,
    LoginField.NAME: lambda ticket: ticket.name,
    LoginField.TICKET: lambda ticket: ticket.number,
    LoginField.IDENTITY: lambda ticket: ticket.identity,
}
_NUMBERS: Final = (LoginField.PERSON, LoginField.TICKET, LoginField.IDENTITY)
_CHINESE: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_IDENTITY: Final = re.compile(r"\d{17}[\dx]")


def alike(field: LoginField, typed: str, ticket: Ticket) -> bool:
    """Whether what is typed into a field is what a ticket has there."""
    spell = bare_name if field is LoginField.NAME else normal
    return spell(typed) == spell(_STORED[field](ticket))


def unknown(room: RoomFile, typed: Mapping[LoginField, str]) -> Refusal:
    """Nobody fits: with what seems wrong, where it can be told."""
    shapes = {field: _shapes(_STORED[field](ticket) for ticket in room.tickets) for field in _NUMBERS}
    asked = room.login_fields()
    for field in asked:
        meant = None if field is LoginField.NAME else _meant(field, normal(typed[field]), shapes)
        if meant is not None:
            words = Word(f"candidate.login.{field}"), Word(f"candidate.login.{meant}")
            return Refusal(Outcome.POLICY, "login.looks-like", asked=words[0], meant=words[1])
    if LoginField.NAME in asked:
        return _name_doubt(room, typed[LoginField.NAME])
    return Refusal(Outcome.POLICY, "login.unknown")


def _shapes(numbers: Iterable[str]) -> set[str]:
    return {_shape(normal(number)) for number in numbers if number}


def _shape(number: str) -> str:
    return re.sub("[a-z]", "a", re.sub(r"\d", "0", number))


def _meant(field: LoginField, number: str, shapes: Mapping[LoginField, set[str]]) -> LoginField | None:
    """Whose number it looks like, where it cannot be one of this field's and looks like one other's only."""
    if _shape(number) in shapes[field]:
        return None
    if _CHINESE.search(number):
        return None if any(_CHINESE.search(shape) for shape in shapes[field]) else LoginField.NAME
    others = [other for other in _NUMBERS if other is not field and _shape(number) in shapes[other]]
    if not others and field is not LoginField.IDENTITY and _IDENTITY.fullmatch(number):
        return LoginField.IDENTITY
    return others[0] if len(others) == 1 else None


def _name_doubt(room: RoomFile, name: str) -> Refusal:
    if not _CHINESE.search(name) and all(map(_CHINESE.search, _names(room))):
        return Refusal(Outcome.POLICY, "login.name-in-chinese")
    unusual = next((letter for letter in name if _is_traditional(letter)), "")
    if unusual:
        return Refusal(Outcome.POLICY, "login.unusual", letter=unusual)
    return Refusal(Outcome.POLICY, "login.unknown")


def _names(room: RoomFile) -> list[str]:
    return [ticket.name for ticket in room.tickets if not ticket.is_reserve]


def _is_traditional(letter: str) -> bool:
    """Whether a character is none of the everyday ones here, and one of those in traditional writing."""
    return bool(_CHINESE.match(letter)) and not _is_in(letter, "gb2312") and _is_in(letter, "big5")


def _is_in(letter: str, charset: str) -> bool:
    return letter.encode(charset, "ignore") != b""
