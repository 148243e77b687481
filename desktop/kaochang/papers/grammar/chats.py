"""Papers sent in a group chat: who said what when stands above each message, and others talk in between."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kaochang.papers.grammar import options
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Line

_SAID: Final = re.compile(
    r"(?P<who>[^\s:。?]{1,20}(?:\s[^\s:。?\d]{1,10})?)\s+(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+)?\d{1,2}:\d{2}(?::\d{2})?"
)
_DATE: Final = re.compile(r"[-—–=\s]*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?[-—–=\s]*")
_FEWEST: Final = 3
"""Messages of a chat, at the least."""
_REPLY: Final = 15
"""Characters of a message that only replies, at the most."""


@dataclass(slots=True)
class _Message:
    who: str
    lines: list[Line] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether numbered lines or options stand in it: a part of the paper, whoever sent it."""
        return any(parse_number(line) is not None or options.starts_option(line) for line in self.lines)


def unsaid(lines: Sequence[Line]) -> list[Line]:
    """What the sender of a paper wrote of it, less names, times and talk; of other papers the lines as they are."""
    heads = [_head(line) for line in lines]
    if sum(map(bool, heads)) < _FEWEST:
        return list(lines)
    messages = [_Message("")]
    for line, head in zip(lines, heads, strict=True):
        if head is not None:
            messages.append(_Message(head["who"]))
        elif not _DATE.fullmatch(line.fold):
            messages[-1].lines.append(line)
    senders = Counter(message.who for message in messages if message.asks)
    kept = [message for place, message in enumerate(messages) if _is_of_paper(messages, place, senders)]
    return [line for message in kept for line in message.lines]


def _head(line: Line) -> re.Match[str] | None:
    """Who said what follows, and when: no option (`A. 9:15`) and no numbered line."""
    head = _SAID.fullmatch(line.fold) if ":" in line.fold[-8:] and line.fold[-1:].isdigit() else None
    return None if head and (options.starts_option(line) or parse_number(line) is not None) else head


def _is_of_paper(messages: Sequence[_Message], place: int, senders: Counter[str]) -> bool:
    """Whether a message is no talk: it asks, or one who asks goes on and does not only reply to somebody else."""
    message = messages[place]
    if message.asks or not message.who:
        return True
    is_brief = len(message.lines) == 1 and len(message.lines[0].fold) <= _REPLY
    return message.who in senders and not (is_brief and messages[place - 1].who not in senders)
