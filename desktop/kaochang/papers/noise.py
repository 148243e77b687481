"""What surrounds a paper and is not the paper: download sites, footers, seal lines, score tables, notices."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kaochang.papers import marks, options
from kaochang.papers.lines import MASK, Line
from kaochang.papers.numbers import parse_number

_FIELDS: Final = (
    "姓名|考生姓名|工号|员工编号|部门|所属部门|岗位|班级|学号|考号|考生编号|准考证号?|身份证号?|单位|工作单位|门店|职务"
    "|日期|考试日期|考试时间|得分|分数|成绩|总分|总得分|评分人|阅卷人|评卷人|复核人|监考人?|考官|考官签字|签名|座位号|座号"
)
_LINE_NOISE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"第\s*(?:\d+|PAGE|X|_+)\s*页\s*[,/(]?\s*(?:共\s*(?:\d+|NUMPAGES|Y|_+)\s*页\)?)?",
        r"(?:共\s*\d+\s*页\s*)?第\s*\d+\s*页",
        r"page\s*\d+(?:\s*(?:of|/)\s*\d+)?",
        r"[-·•]+\s*\d+\s*[-·•]+",
        r"\d+\s*/\s*\d+",
        r"[\W_]*[密弥装]?[\W_]*[封订]?[\W_]*线?[\W_]*(?:密|弥|装)[\W_]*(?:封|订)[\W_]*线[^一-鿿]*",
        r"[^一-鿿]*(?:密|弥|装)[\W_]*(?:封|订)[\W_]*线[\W_]*(?:内|外|以内)?[^。]{0,30}",
        r".{0,6}(?:答题|答卷)(?:时)?(?:请)?(?:不得|不要|勿|不准)超过?此?线.{0,6}",
        rf"(?:\(?(?:{_FIELDS})\)?\s*[::]?\s*[_\s|/年月日]*){{1,12}}",
        r"(?:题号|大题号|题型)[\s|]*(?=[一二三四五六七八九十总得])(?:[一二三四五六七八九十]{1,2}[\s|]+)*(?:[一二三四五六七八九十]{1,2}|总分|合计|得分)?[\s|]*(?:总分|合计|得分|满分)?",
        r"\S{1,60}\.(?:docx?|pdf|wps|txt|rtf)(?:\s*VIP)?",
        r"(?:https?://|www\.)\S+",
        r"[\W_]*(?:本卷|全卷|试卷|试题|考试)?\s*(?:到此)?(?:结束|完|以下无正文|以下空白)[\W_]*",
        r"\(?(?:背面|反面|下页|后面)(?:还)?有(?:试)?题.{0,12}",
        r"(?:[^\w√×]|_)+",
        r"(?:扫码|扫一扫|关注|搜索).{0,30}(?:公众号|微信|小程序).{0,30}|.{0,20}(?:微信|QQ群?|公众号)\s*[::]\s*\S{3,30}",
        r".{0,30}(?:更多|海量|全套)(?:试题|试卷|资料|题库|文档|真题|内容).{0,20}(?:请|下载|访问|关注|登录|尽在|上).{0,40}",
        r".{0,20}(?:仅供|只供)(?:内部|个人)?(?:学习|参考|使用|交流).{0,40}",
        r".{0,20}(?:内部资料|机密文件|版权所有).{0,40}",
        r"(?:本文档|该文档|文档).{0,60}(?:创建|审核|上传|下载|贡献).{0,60}",
        r".{0,8}(?:下载|阅读|使用)(?:说明|须知|声明|提示)\s*:?",
        r"(?:查看更多|展开全部|继续阅读|收起|返回顶部|立即下载|下载文档|加入VIP|举报)",
    )
)
_SITE: Final = re.compile(
    r"本站|网友上传|文档(?:一经|仅供|贡献|评论|格式)|下载(?:后|权益|本文档|次数|券)|侵权必究|版权申诉|付费(?:下载|文档)|VIP(?:文档|会员|后)"
    r"|原创力|道客|豆丁|文库|上传者|会员(?:免费|可)"
)
_TAIL: Final = re.compile(
    r"文档评论\s*\(\d+\)|您?可能(?:关注|感兴趣|喜欢)的(?:文档|内容)|相关(?:文档|推荐|资料)|猜你喜欢|文档贡献者|用户评论\s*(?:\(\d+\))?|发表评论"
    r"|(?:试读|预览)(?:已)?结束.{0,30}|(?:剩余|余下)(?:内容|页数|部分).{0,30}|\(?未完.{0,12}|最近下载|热门文档|该文档为.{0,40}|.{0,8}(?:下载|购买|登录)(?:后)?(?:可)?(?:查看|阅读)(?:全文|剩余|完整).{0,20}"
)
_NOTICE: Final = re.compile(
    r"[\[(]?\s*(?:[一二三]、)?(?:考试|答题|考生|应试)?(?:注意事项|须知|说明|考场纪律|考试纪律|要求)\s*[\])]?\s*:?"
)
_FULL_MARK: Final = re.compile(r"(?:满分|总分|卷面分|试卷总分|共计|全卷共)\s*[:为是]?\s*(\d{1,4}(?:\.5)?)\s*分")


@dataclass(frozen=True, slots=True)
class Clean:
    """A paper's own lines; `was_cut` says that a download site's tail stood behind them, as after a preview."""

    lines: list[Line]
    was_cut: bool


def is_noise(line: Line) -> bool:
    """Whether a line by itself is no part of a paper, wherever it stands."""
    if line.table is not None or line.images or line.text.startswith("```"):
        return False
    text = line.fold
    if len(text) > 200:
        return bool(_SITE.search(text)) and text[:1].isdigit()
    return any(pattern.fullmatch(text) for pattern in _LINE_NOISE) or (
        text[:1].isdigit() and len(_SITE.findall(text)) > 1
    )


def is_notice_heading(line: Line) -> bool:
    """Whether a line opens a list of notices, which may be numbered like items."""
    return bool(_NOTICE.fullmatch(line.fold))


def declared_total(line: Line) -> Fraction | None:
    """The full mark that a line before the first section states."""
    match = _FULL_MARK.search(line.fold)
    return Fraction(match.group(1)) if match else None


def _tail_start(lines: Sequence[Line]) -> int:
    """Index of the first line of a download site's tail, or the number of lines: items after it would contradict."""
    for index, line in enumerate(lines):
        if _TAIL.fullmatch(line.fold):
            rest = lines[index + 1 :]
            if len(rest) <= 60 and not any(options.starts_option(later) for later in rest):
                return index
    return len(lines)


def _is_repeated(line: Line, counts: Counter[str]) -> bool:
    """A page header printed between items: the same words three times, no part of an item, no code and no formula."""
    if counts[line.fold] < 3 or len(line.fold) < 6 or line.table is not None or MASK in line.fold:
        return False
    return not (options.starts_option(line) or parse_number(line) or any(mark for mark, _ in marks.split(line)))


def clean(lines: Sequence[Line]) -> Clean:
    """The lines without noise."""
    end = _tail_start(lines)
    kept = [line for line in lines[:end] if not is_noise(line)]
    counts = Counter(line.fold for line in kept)
    return Clean([line for line in kept if not _is_repeated(line, counts)], end < len(lines))
