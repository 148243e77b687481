"""What surrounds a paper and is not the paper: download sites, footers, seal lines, score tables, notices."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kaochang.papers.grammar import chats, exported, marks, options, plain
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import MASK, Line

_FIELDS: Final = (
    r"姓\s*名|考\s*生\s*姓\s*名|工\s*号|员工编号|部\s*门|所属部门|岗位|班级|学号|考号|考生编号|准考证号?|身份证号?|单\s*位|工作单位|门店|职务"
    r"|日\s*期|考试日期|考试时间|得\s*分|分数|成\s*绩|总\s*分|总得分|评\s*分\s*人|阅\s*卷\s*人|评\s*卷\s*人|复核人|监考人?|考官|考官签字|面试官|面试官签[字名]|应聘[者人](?:姓名|签[字名])?|候选人|被考核人|[一-鿿]{0,4}签[字名]|座位号|座号"
)
_LINE_NOISE: Final = re.compile(
    "|".join(
        (
            r"第\s*(?:\d+|PAGE|X|_+)\s*页\s*[,/(]?\s*(?:共\s*(?:\d+|NUMPAGES|Y|_+)\s*页\)?)?",
            r"(?:共\s*\d+\s*页\s*)?第\s*\d+\s*页",
            r"[-—–=_*·]{3,}\s*第\s*\d+\s*页(?:\s*[,/(]?\s*共\s*\d+\s*页\s*\)?)?[-—–=_*·\s]*",
            r"[^\s\d。?!:;,]{2,24}(?:中心|部|处|科|组|公司|集团|学院|室|委员会)(?:编制|印制|监制|命题|出题|编印|制)",
            r"[^。?!]{2,40}?\s+\(?第\s*\d+\s*页\s*[,/(]?\s*共\s*\d+\s*页\s*\)?",
            r"page\s*\d+(?:\s*(?:of|/)\s*\d+)?",
            r"[-·•]+\s*\d+\s*[-·•]+",
            r"(?P<number>\d{1,2})\.\s+(?P=number)、.*",
            r"\d+\s*/\s*\d+",
            r"[\W_]*(?:[密弥装][\W_]*)?(?:[封订][\W_]*)?(?:线[\W_]*)?(?:密|弥|装)[\W_]*(?:封|订)[\W_]*线[^一-鿿]*",
            r"[^一-鿿]*(?:密|弥|装)[\W_]*(?:封|订)[\W_]*线[\W_]*(?:内|外|以内)?[^。]{0,30}",
            r"[\W_]{3,}(?:沿?此?虚?线?)(?:裁[切剪开]|剪[切开]|撕[下开])[^。]{0,8}",
            r".{0,6}(?:答题|答卷)(?:时)?(?:请)?(?:不得|不要|勿|不准)超过?此?线.{0,6}",
            rf"(?:\(?(?:{_FIELDS})\)?(?:\s*:)?[_\s|/年月日]*){{1,12}}",
            r"(?:题号|大题号|题型)[\s|]*(?=[一二三四五六七八九十总得])(?:[一二三四五六七八九十]{1,2}[\s|]+)*(?:[一二三四五六七八九十]{1,2}|总分|合计|得分)?[\s|]*(?:总分|合计|得分|满分)?",
            r"(?![A-Ha-h]\s*[.、:)])\S{1,60}\.(?:docx?|pdf|wps|txt|rtf)(?:\s*VIP)?",
            r"(?:[^。:?!,;]{2,20}\s+)?(?:https?://|www\.)\S+",
            r"[\W_]*(?:本卷|全卷|试卷|试题|考试)?\s*(?:到此)?(?:结束|完|以下无正文|以下空白)[\W_]*",
            r"[\W_]*(?:本卷|全卷|试卷|试题|考试|答题)\s*(?:到此)?(?:全部)?(?:结束|完毕|完)\s*[,。!]\s*请[^。?]{0,24}[\W_]*",
            r"(?:考官|评委|面试官|监考员?|阅卷人?|评分人)(?:请)?(?:注意|提示|提醒)\s*:[^?]{0,60}",
            r"[-—–=*~·_\s]{2,}[^。?!:]{0,12}(?:到此|结束|完毕)[^。?:]{0,20}[-—–=*~·_\s]{2,}",
            r"(?:(?:出题|命题|审核|审题|校对|制卷|拟题|组卷|编制|审批)(?:人|者|教师|老师|员|单位)?\s*:\s*[^\s:,。;]{2,8}(?:\s+|$)){1,4}",
            r"\(?(?:背面|反面|下页|后面)(?:还)?有(?:试)?题.{0,12}",
            r"(?:[^\w√×]|_)+",
            r"(?:面试|考核|考评|综合|评审|考官)?(?:结论|评语|意见|结果)\s*:\s*(?:[□☐○◯_]\s*[^\s□☐○◯]{0,6}\s*){1,6}",
            r"(?:面试|考核|考评|综合|总体|评审|考官)(?:结论|评语|意见|评价)\s*:|[^\d。:?_]{2,8}:\s*(?:[□☐○◯]\s*[^\s□☐○◯]{1,6}\s*){2,6}",
            r"(?=[^□☐○◯]{4,60}[□☐○◯])(?:[^\s\d。:?_□☐○◯]{2,8}:\s*(?:_{2,}|(?:[□☐○◯]\s*[^\s□☐○◯:]{1,6}\s*){2,6})\s*){2,6}",
            r"(?:编制|编写|制表|拟[稿定]|审[核批定]|出题|命题|校对|整理|印制)(?:人|部门?|单位)?\s*:\s*[^。:;,]{2,20}\s(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*(?:[月./-](?:\s*\d{1,2}\s*日?)?)?",
            r"(?:扫码|扫一扫|关注|搜索).{0,30}(?:公众号|微信|小程序).{0,30}|.{0,20}(?:微信|QQ群?|公众号)\s*[::]\s*\S{3,30}",
            r".{0,30}(?:更多|海量|全套)(?:试题|试卷|资料|题库|文档|真题|内容).{0,20}(?:请|下载|访问|关注|登录|尽在|上).{0,40}",
            r".{0,20}(?:仅供|只供)(?:内部|个人)?(?:学习|参考|使用|交流).{0,40}",
            r"(?:.{0,20}(?:[^\w。?!]|公司|集团|中心|部门?|[为属]))?(?:内部资料|机密文件|版权所有)(?:[^\w。?!].{0,40})?",
            r".{0,40}(?:如有|若有|如)侵权.{0,20}(?:删除|联系|告知).{0,12}",
            r"(?:本文档|该文档|文档).{0,60}(?:创建|审核|上传|下载|贡献).{0,60}",
            r"(?:.{0,4}(?:文档|本站|网站|VIP|资料|试卷))?\s*(?:下载|阅读|(?<=[档站P料卷])使用)(?:说明|须知|声明|提示)\s*:?",
            r"[(\[]?(?:点击|点此)?(?:查看|显示|展开|收起|隐藏)(?:本题|正确|参考|全部|试题)*(?:答案|解析)?(?:[及与和/、&]?(?:答案|解析|详解))?[)\]]?",
            r"(?:[主客]观题|选择题|判断题|附)?\s*[:、]?\s*答题(?:卡|纸|区域?|栏)\s*:?",
            r"[上下]一[篇页题条]\s*[>»]*|[上下]一篇\s*:\s*.{0,60}",
            r"(?:文章|资料|信息)?来源\s*:\s*\S{0,20}?(?:网|论坛|公众号|博客)(?:\s.{0,60})?",
            r"(?:发布|更新)(?:时间|日期)\s*:\s*\d{4}[\d\-/.年月日: ]{2,20}(?:\s.{0,30})?"
            r"|(?:浏览|阅读|点击)(?:次数|量|数)?\s*:\s*\d+\s*次?",
            r"(?:查看更多|展开全部|继续阅读|收起|返回顶部|立即下载|下载文档|加入VIP|举报)",
            r"(?:(?:(?:[A-Z]{2}|智能)(?:讲解|解析|解答)|收藏(?:本题)?|记?笔记|添加笔记|纠错|报错|反馈|分享|加入错题本?|错题重做|返回列表|打印试卷"
            r"|交卷|提交(?:试卷|答卷)?|关于我们|帮助中心|联系我们|用户协议|隐私政策|免责声明|意见反馈)(?:\(\d+\))?[\s|·]*)+",
            r"(?:Copyright|©).{0,80}|[^。?]{0,60}ICP[备证].{0,20}|相关(?:题库|试题|试卷|阅读|文章|课程)\s*:[^。?]{0,80}",
            r"(?:首页)?\s*上一页[\s\d.…]*(?:下一页)?\s*(?:[尾末]页)?|[\s\d.…]*下一页\s*(?:[尾末]页)?",
            r"(?:本题|我的|实际|考生)?得分\s*:\s*\d[\d.]*\s*分?|\d{1,3}(?:\.\d{1,2})?\s*分",
            r"(?:导出|生成|打印|制表|下载|组卷)(?:时间|日期)\s*:\s*\d{4}\D\d{1,2}\D.{0,40}|(?:总计|合计|全卷|本卷)?共\s*\d+\s*道?(?:小?题|题目)(?:\s*[,、]\s*共?\s*\d+\s*分)?[。.]?",
            r"(?:你|您)?(?:本题)?(?:回答|答题|作答)(?:正确|错误)[!。]?|(?:VIP|会员)?免费下载(?:\s.{0,40})?",
        )
    )
)
_SITE: Final = re.compile(
    r"本站|网友上传|文档(?:一经|仅供|贡献|评论|格式)|下载(?:后|权益|本文档|次数|券)|侵权必究|版权申诉|付费(?:下载|文档)|VIP(?:文档|会员|后)"
    r"|原创力|道客|豆丁|文库|上传者|会员(?:免费|可)"
)
_TAIL: Final = re.compile(
    r"相关推荐\s.{0,80}|文档评论\s*\(\d+\)|您?可能(?:关注|感兴趣|喜欢)的(?:文档|内容)|相关(?:文档|推荐|资料)|猜你喜欢|文档贡献者|用户评论\s*(?:\(\d+\))?|发表评论"
    r"|(?:试读|预览)(?:已)?结束.{0,30}|(?:剩余|余下|还剩|还有)\s*\d*\s*(?:内容|页|部分).{0,30}|\(?未完.{0,12}|最近下载|热门文档|该文档为.{0,40}|.{0,8}(?:下载|购买|登录)(?:后)?(?:可)?(?:查看|阅读)(?:全文|剩余|完整).{0,20}"
)
_NOTICE: Final = re.compile(
    r"[\[(]?\s*(?:[一二三]、)?(?:考试|考核|答题|考生|应试|测试|面试|试卷|面试官|考官|应聘者|监考|使用|题本|填写|阅卷)?(?:注意事项|须知|说明|考场纪律|考试纪律|要求)\s*[\])]?\s*:?"
)
_ASKED: Final = re.compile(r"[(\[]\s*(?:[√×A-H]+|对|错|正确|错误)?\s*[)\]]|__|\?$")
_KEYED: Final = re.compile(r"(?:[A-H]{1,8}|[√×])(?=[\s,;。(:])")
_STATED: Final = re.compile(r"[,;].+。$")
"""A sentence of two parts: what is judged may well speak of what sites speak of too."""
_RIGHTS: Final = re.compile(r"如有侵权|[如若]侵权|联系(?:我们|删除|作者)|下载|扫码")
_TO_COMPLETE: Final = re.compile(r"[(\[]\s*填空题?[^()\[\]]{0,8}[)\]]\s*[*★]?$")
_NOTICE_LEAD: Final = re.compile(
    r"[\[(]?\s*(?:考试|考核|答题|考生|应试|测试|分值|题型|试卷|使用|题本|填写)?(?:注意事项|须知|说明|纪律|要求)\s*[\])]?\s*:\s*\S"
)
_KEY_ROW: Final = re.compile(r"\|?\s*(?:题号|序号|[\w]{0,4}答案)[\s|:]+[\dA-H√×对错TF]")
_SCORE_ROW: Final = re.compile(r"^(?=.*(?:评分|评价|考核|序号)).*(?:分值|满分|配分|权重)")
_WORTH_ROW: Final = re.compile(r"(?:[|\t]\s*)(?:分值|满分|配分|分|\d{1,3}(?:\.\d)?\s*分?)\s*\|?$")
_ANSWERS: Final = re.compile(
    r"\W{0,2}[^\s\d]{1,10}[\]:>|=→)\s-]{1,3}\s*(?:[A-H](?:[、,;\s]*[A-H]){0,7}|√|×|对|错|正确|错误|[TFYN])\)?[。.]?"
)
"""A word and a letter or judgement behind it: many items have the same."""
_LABELLED: Final = re.compile(r"[(\[]?[A-Ha-h甲乙丙丁戊己①-⑧□☐○◯◻▢√■●](?!\w)")
"""How options begin in words that nobody listed: the same ones may stand under many items."""
_FIGURES: Final = re.compile(r"\d[\d.,]*")
_COUNTED: Final = re.compile(r"\d\s*(?:[人次]|%)")
_POINTED: Final = re.compile(r"\d\s*分(?!钟)")
_FULL_MARK: Final = re.compile(r"(?:满分|总分|卷面分|试卷总分|共计|合计|全卷共)\s*[:为是]?\s*(\d{1,4}(?:\.5)?)\s*分")


_BESIDES: Final = re.compile(r"附加题?\s*(?:共|另计|另加)?\s*[:为]?\s*(\d{1,3}(?:\.5)?)\s*分")


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
    told = bool(_LINE_NOISE.fullmatch(text)) or (text[:1].isdigit() and len(_SITE.findall(text)) > 1)
    return told and not _is_of_item(line)


def _is_of_item(line: Line) -> bool:
    """Whether a line is an option, or numbered and asks, answers or explains, whatever its words are about."""
    if options.starts_option(line):
        return True
    mark = parse_number(line)
    if mark is None:
        return False
    told = _ASKED.search(line.fold) or _KEYED.match(mark.rest.fold) or any(each for each, _ in marks.split(line))
    states = _STATED.search(mark.rest.fold) and not (_SITE.search(line.fold) or _RIGHTS.search(line.fold))
    return mark.before is not None or bool(told or states)


def is_notice_heading(line: Line) -> bool:
    """Whether a line opens a list of notices, which may be numbered like items."""
    return bool(_NOTICE.fullmatch(line.fold))


def is_notice_lead(line: Line) -> bool:
    """Whether a line opens a list of notices with words of its own behind the colon."""
    return bool(_NOTICE_LEAD.match(line.fold))


def declared_total(line: Line) -> Fraction | None:
    """The full mark that a line before the first section states."""
    match, more = _FULL_MARK.search(line.fold), _BESIDES.search(line.fold)
    return Fraction(match.group(1)) + Fraction(more.group(1) if more else 0) if match else None


def _tail_start(lines: Sequence[Line]) -> int:
    """Index of the first line of a download site's tail, or the number of lines: items after it would contradict."""
    for index, line in enumerate(lines):
        if _TAIL.fullmatch(line.fold):
            rest = lines[index + 1 :]
            if len(rest) <= 60 and not any(options.starts_option(later) for later in rest):
                return index
    return len(lines)


def _less_figures(line: Line) -> str:
    """A line as its like are counted: what a site says of an item (`1186 人已答，正确率 61%`) but for its figures."""
    text = line.fold
    if "%" not in text and "人" not in text and "次" not in text:
        return text
    return _FIGURES.sub("0", text) if len(_COUNTED.findall(text)) > 1 else text


def _is_repeated(line: Line, counts: Counter[str]) -> bool:
    """A page header printed between items: the same words three times, no part of an item, no code and no formula."""
    if counts[_less_figures(line)] < 3 or len(line.fold) < 6 or line.table is not None or MASK in line.fold:
        return False
    if line.fold[-1] in "。?!;:" or _POINTED.search(line.fold) or _SCORE_ROW.search(line.fold):
        return False
    if _WORTH_ROW.search(line.text) or _KEY_ROW.match(line.fold) or _ANSWERS.fullmatch(line.fold):
        return False
    if _LABELLED.match(line.fold):
        return False
    return not (options.starts_option(line) or parse_number(line) or any(mark for mark, _ in marks.split(line)))


def _is_blank(lines: Sequence[Line], at: int) -> bool:
    """Whether a line left to write on is the blank of the line above, which says that it is to be completed."""
    above = lines[at - 1].fold if at else ""
    return lines[at].fold[:2] == "__" and not lines[at].fold.strip("_ ") and bool(_TO_COMPLETE.search(above))


def clean(lines: Sequence[Line]) -> Clean:
    """The lines without noise."""
    lines = exported.restored(plain.unmarked(chats.unsaid(lines)))
    end = _tail_start(lines)
    kept = [line for at, line in enumerate(lines[:end]) if not is_noise(line) or _is_blank(lines, at)]
    counts = Counter(_less_figures(line) for line in kept)
    return Clean([line for line in kept if not _is_repeated(line, counts)], end < len(lines))
