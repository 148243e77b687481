"""What a candidate is to say in a scenario, where a paper prints it as a line of the dialogue: 客服答：…."""

import re
from typing import Final

from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import Line

_WHO: Final = r"客服|坐席|座席|话务员|接线员|外呼员|服务员|专员|助理|工程师|主管|员工|售后"
_STAFF: Final = rf"(?:人工)?(?:{_WHO})(?:人员|专员|代表|助理|主管)?"
_REPLY: Final = re.compile(rf"(?:{_STAFF})\s*(?:应答|回答|回复|答复|应对|应该?说|应说|参考应答|话术|答)\s*[:为]\s*")
_SPOKEN: Final = re.compile(
    r"(?:客户|顾客|用户|来电[人者]|对方|乘客|旅客|患者|家属|业主|住户|会员|投诉人|访客|消费者)[^:。,;?!]{0,8}:"
)
_ASKS: Final = re.compile(r"[?]$|^请|^问题|^要求|如何|怎样|为什么|是否")
_JUDGES: Final = re.compile(r"指出|分析|评价|点评|不当|不足|错误|改正|改进|修改|是否|哪些|对话|续写|补充|接下来")


def take_reply(draft: Draft) -> None:
    """The reply that ends the words of an open item, where it has no other answer.

    It stays where it stands if the customer speaks again, or something is asked behind it, or the item is about a
    dialogue that has been held.
    """
    lines = draft.fields.get(Mark.STEM, [])
    if not draft.is_open or draft.answers or draft.children:
        return
    places = [place for place, line in enumerate(lines) if _REPLY.match(line.fold)]
    if len(places) != 1 or not places[0]:
        return
    place = places[0]
    before, behind = lines[:place], lines[place + 1 :]
    told = [line for line in before if not _SPOKEN.match(line.fold)]
    if any(_JUDGES.search(line.fold) for line in told) or any(_goes_on(line) for line in behind):
        return
    match = _REPLY.match(lines[place].fold)
    first = lines[place].cut(match.end() if match else 0)
    draft.answers.append(Given([line for line in (first, *behind) if line.text], "line"))
    draft.fields[Mark.STEM] = before


def _goes_on(line: Line) -> bool:
    return bool(_SPOKEN.match(line.fold) or _ASKS.search(line.fold))
