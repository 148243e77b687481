"""Parts of a file that hold no items: notes on how a test is run, score sheets, records of an interview."""

import re
from typing import Final

from kaochang.papers.grammar import headings
from kaochang.papers.grammar.drafts import Drafts
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.headings import Heading
from kaochang.papers.lines import Line

_NOTES: Final = re.compile(
    r"[^:。]{0,10}(?:说明|须知|注意事项|纪律|守则)"
    r"|(?:考核|考试|测评|面试|培训|认证|演练|竞赛)(?:目的|对象|范围|形式|方式|时间|地点|安排|流程|要求|规则|组织|办法|依据)(?:[与和及、][^:。]{2,6})?"
)
_SHEETS: Final = re.compile(
    r"[^:。]{0,10}(?:评分|打分|计分|记分|得分|成绩|评价|测评)(?:汇总|登记|记录|统计|结果|情况|汇总登记)?表"
    r"|(?:考核|考试|面试)(?:结果|成绩|得分|评价)?(?:汇总|登记|记录|统计)表?|(?:考官|面试官|综合|总体)(?:评语|签字|签名|意见|评价)"
)
_SCORING: Final = re.compile(r"[^:。]{0,10}评分(?:标准|细则|办法|规则|说明|要点|依据)")
_BESIDE: Final = re.compile(r"\s*[(\[][^()\[\]]{0,12}[)\]]\s*")
_BARE: Final = 3
"""Characters of 评分表 alone, which is what one item's own rubric is called."""
_ATTACHED: Final = re.compile(r"附(?:件|表|录)?\s*\d{0,2}\s*[:、.]?\s*")


class Asides:
    """Follows such parts: each begins with a heading that says so and ends at the next heading of another kind.

    `ordinal` is that of the last such heading: those of the sections go on from it.
    """

    def __init__(self, result: Drafts) -> None:
        self._result = result
        self.is_open = False
        self.ordinal = 0
        self._is_scoring = False

    def opens(self, glances: Glances, index: int) -> bool:
        """Whether a line heads such a part; notes stand before the first item, rules of scoring behind it."""
        line, started = glances.lines[index], bool(self._result.items)
        title = _title(line) or (_last_sheet(glances, index) if started else "")
        if not title or not (_SHEETS.fullmatch(title) or (_SCORING if started else _NOTES).fullmatch(title)):
            return False
        self.is_open, self._is_scoring = True, bool(_SCORING.fullmatch(title))
        self.ordinal = headings.untyped(line).ordinal
        return True

    def holds(self, line: Line, heading: Heading | None, *, is_item: bool) -> bool:
        """Whether a line is inside such a part; what is said there about scoring is kept for the scorers."""
        self.is_open = self.is_open and heading is None and not is_item and not headings.reads_as_section(line)
        if self.is_open and self._is_scoring:
            self._result.note.append(line)
        return self.is_open


def _last_sheet(glances: Glances, index: int) -> str:
    """The title of a line, without any ordinal, above a table behind which no item comes: a sheet to be filled in."""
    table = glances.lines[index + 1].table if index + 1 < len(glances.lines) else None
    if table is None or any(mark is not None and not mark.weak for mark in glances.numbers[index:]):
        return ""
    is_filled_in = any(
        cell and not any(row[place] for row in table.rows[1:]) for place, cell in enumerate(table.rows[0])
    )
    title = _BESIDE.sub("", glances.lines[index].fold).strip(" :")
    return title if is_filled_in and len(title) > _BARE else ""


def _title(line: Line) -> str:
    """The title of a line that is set apart by an ordinal, or as an attachment."""
    if line.table is not None or "答案" in line.fold:
        return ""
    attached = _ATTACHED.match(line.fold) if line.fold[:1] == "附" else None
    if attached is not None:
        return line.fold[attached.end() :].strip(" :")
    return headings.untyped(line).title.strip(" ：:") if headings.reads_as_section(line) else ""
