"""Items that begin with the word that asks them and no number (问：…, Q: …), and answers numbered as theirs (A1)."""

import re
from typing import Final

from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import FEWEST, View
from kaochang.papers.lines import Line

_ASKS: Final = re.compile(r"[\[(]?(?P<word>问|问题|提问|题|题目|试题|Q|Question)[\])]?\s*:\s*(?=\S)")
_REPLIES: Final = re.compile(r"[\[(]?A(?:nswer)?[\])]?\s*:\s*(?=\S)")
_NUMBERED: Final = re.compile(r"Q\s*(\d{1,3})(?=\W)")
_ANSWERED: Final = re.compile(r"A\s*(\d{1,3})(?:\s*[:.、]\s*|\s+)(?=\S)")
_OTHER_OPTION: Final = re.compile(r"[\[(]?B[\])]?\s*[:.、]")


def replied(view: View) -> dict[int, list[Line]]:
    """`A1　B` below `Q1　…`: an answer that has the number of the item it is given to."""
    changed: dict[int, list[Line]] = {}
    asked = ""
    for at, line in enumerate(view.lines):
        asks, reply = _NUMBERED.match(line.fold), _ANSWERED.match(line.fold)
        asked = asks[1] if asks is not None else asked
        if reply is not None and asked and reply[1] == asked:
            changed[at] = [respelled(line, reply.end(), "答案：")]
    return changed if len(changed) >= FEWEST else {}


def asked_items(view: View) -> dict[int, list[Line]]:
    """Such lines with numbers, in a paper where no line has one; `A:` below `Q:` is then the answer, if no B is there.

    A paper with headings counts anew under each.
    """
    places = [(at, match) for at, line in enumerate(view.lines) if (match := _ASKS.match(line.fold))]
    if len(places) < FEWEST or any(mark is not None and mark.style == "plain" for mark in view.numbers):
        return {}
    if len({match["word"] for _, match in places}) > 1:
        return {}
    changed: dict[int, list[Line]] = {}
    starts, value = dict(places), 0
    for at, line in enumerate(view.lines):
        value = 0 if view.headings[at] is not None else value
        match = starts.get(at)
        if match is not None:
            value += 1
            changed[at] = [respelled(line, match.end(), f"{value}. ")]
    if places[0][1]["word"].startswith("Q") and not any(_OTHER_OPTION.match(line.fold) for line in view.lines):
        for at, line in enumerate(view.lines):
            reply = _REPLIES.match(line.fold)
            if reply is not None:
                changed[at] = [respelled(line, reply.end(), "答案：")]
    return changed
