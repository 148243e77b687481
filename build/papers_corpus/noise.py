"""What stands on a paper and is no item: the sites it came from, seal lines, score tables, notices, page footers."""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Final

from papers_corpus.entries import Sheet, plain
from papers_corpus.headings import CHINESE
from papers_corpus.pages import Block, Grid, Line, line

Front = Callable[[Sheet, Random], list[Block]]


def _lines(*texts: str) -> Front:
    return lambda _sheet, _chance: [line(text) for text in texts]


def _score_table(sheet: Sheet, _: Random) -> list[Block]:
    ordinals = tuple(CHINESE[place] for place in range(len(sheet.sections)))
    blank = ("",) * (len(ordinals) + 1)
    return [Grid((("题号", *ordinals, "总分"), ("得分", *blank), ("阅卷人", *blank)))]


def _info(sheet: Sheet, chance: Random) -> list[Block]:
    sums = [section.sum for section in sheet.sections]
    total = sheet.total if sheet.total is not None else sum((each or Fraction() for each in sums), Fraction())
    if None in sums and sheet.total is None:
        return [line("（考试时间：90分钟，闭卷）")]
    forms = (
        "（考试时间：90分钟　满分：{}分）",
        "考试时间：120分钟　　总分：{}分",
        "本试卷满分{}分，考试时间60分钟。",
    )
    return [line(forms[chance.randrange(len(forms))].format(plain(total)))]


FRONT: Final[dict[str, Front]] = {
    "site": _lines(
        "欢迎来到文档分享网，海量资料免费下载",
        "本文由 www.example.com 收集整理，仅供学习参考",
        "第 1 页 共 8 页",
    ),
    "cover": _lines("姓名：__________　　工号：__________　　部门：__________　　得分：__________"),
    "cover, spaced": _lines("单位            姓名            准考证号            成绩            "),
    "seal": _lines("…………○…………密…………封…………线…………内…………不…………要…………答…………题…………○…………"),
    "scores": _score_table,
    "info": _info,
    "notices": _lines(
        "注意事项：",
        "1. 答题前，请将姓名和工号填写在指定位置。",
        "2. 请用黑色签字笔作答，字迹清楚。",
        "3. 考试结束后，试卷和草稿纸一并交回。",
    ),
    "notices, bracketed": _lines(
        "考生须知",
        "（1）本试卷共若干大题，请先检查有无缺页。",
        "（2）答案写在答题卡上，写在试卷上无效。",
        "（3）不得携带通信工具进入考场。",
    ),
}
"""What comes before the first section."""

BACK: Final[dict[str, tuple[str, ...]]] = {
    "site": ("本资料来源于网络，如有侵权请联系删除", "更多试题请访问 www.example.com"),
    "end": ("（以下无正文）",),
    "blank": ("— 试卷结束 —",),
}
"""What comes after the last."""

FOOTERS: Final = {
    "footers": "第 {} 页 共 8 页",
    "footers, dashed": "— {} —",
    "footers, slashed": "{} / 8",
    "footers, titled": "{title}　第{}页（共8页）",
    "site lines": "文档分享网 www.example.com",
}
"""What a page of print leaves between two lines, wherever they stand."""


def between(blocks: list[Block], name: str, title: str, chance: Random) -> list[Block]:
    """The page with footers between some lines, among them those of options, never before the first heading."""
    places = [place for place, block in enumerate(blocks) if isinstance(block, Line) and block.role in _PARTED]
    chosen = {place: page for page, place in enumerate(sorted(chance.sample(places, min(len(places), 4))), start=2)}
    found: list[Block] = []
    for place, block in enumerate(blocks):
        found.append(block)
        if place in chosen and place + 1 < len(blocks):
            found.append(line(FOOTERS[name].format(chosen[place], title=title)))
    return found


_PARTED = ("option", "answer")
