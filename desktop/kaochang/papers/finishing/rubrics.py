"""Rubrics: the paper's own words, and the criteria that they name beyond doubt, with their points and levels.

A line of a rubric is a criterion (安抚情绪，3分), a level of the criterion above it (好：主动致歉), or a remark on how
points are given (每点2分, 扣1分, 酌情给分), which is no criterion. Where a line states points and is none of these,
no criterion is taken at all: half a rubric would look whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from kaochang.domain.mark_schemes import Criterion, Level, Rubric
from kaochang.papers.finishing.rubric_levels import read_levels
from kaochang.papers.lines import fold, rows, slices

_POINTS: Final = (
    r"(?<![\d.])(?<!\d:)(?<!小时)(?<!小时\s)(?<!点)(?<!时)(?<!\d-)(\d{1,3}(?:\.\d)?)\s*分"
    r"(?![钟秒之析别类配期级部支行组店布发开批段层为内外辨享担摊歧贝米\d])"
)
_STATED: Final = re.compile(_POINTS)
_RANGED: Final = r"\d{1,3}(?:\.\d)?\s*-\s*\d{1,3}(?:\.\d)?\s*分?|(?<!\d)\d{1,3}(?:\.\d)?\s*分(?:以[上下])?"
_EXAMINES: Final = re.compile(
    r"^(?:本题)?(?:主要|重点|着重|综合)?(?:考察|考查|考核|评估|评价|测评)(?:点|要点)?\s*:?\s*(.+?)(?:等)?[。.;]?$"
)
_NAMES: Final = re.compile(r"((?:[^\W\d]{2,10}、)*[^\W\d]{2,10}(?:、|和|以及|及)[^\W\d]{2,10}?)(?:等)?[。.;]?")
_AND: Final = re.compile(r"[、,]|(?<![温缓平随谦柔总调饱])和(?![谐解平睦气善蔼])|以及|及(?!时|格)")
_ENDS: Final = re.compile(
    r"[;。]|(?<=分)\s+(?=[^\s\d])|(?<=分[)\]])\s*(?=[①-⑳(]|\d{1,2}[.、)]|\s[^\s\d])|(?<=分)(?=[①-⑳])"
)
_COMMAS: Final = re.compile(r"[,、]")
_LABEL: Final = r"[\s·•*-]*(?:\(\d{1,2}\)|[①-⑳⑴-⒇]|\d{1,2}\s*[.、)](?!\d)|第[一二三四五六七八九十]+[,、:.]?)?\s*"
_LABELLED: Final = re.compile(r"[\s·•*-]*(?:\(\d{1,2}\)|[①-⑳⑴-⒇]|\d{1,2}\s*[.、)](?!\d))")
_CRITERION: Final = re.compile(
    rf"^{_LABEL}(?P<name>.+?)\s*[-:(\[,=]*\s*(?:可?得|计|给|占|满分)?\s*{_POINTS}\s*[)\]]?\s*(?P<more>[:,。;-].*)?$",
    re.DOTALL,
)
_LEADING: Final = re.compile(rf"^{_LABEL}[(\[]?\s*{_POINTS}\s*[)\]]?\s*[:、,-]?\s*(?P<name>[^\d].*)$", re.DOTALL)
_REMARK: Final = re.compile(
    r"^[\s(\[]*(?:(?:评分|给分|计分|赋分)(?:标准|细则|要点|办法|说明)?\s*[:(]|(?:(?:本题|本小题|此题|全题)\s*(?:合计|共计?|满分|总分)?|合计|共计?|满分|总分|以上)\s*[:为]?\s*\d"
    r"|.{0,12}每(?:答[对出中]|说[对出]|写[对出]|列[出举]|指出|提出|正确)?\s*(?:[一1]?\s*(?:个|项|条|点|处|步|问|空|小题|题|方面|要点|得分点|采分点|步骤|环节|措施|理由|错误)){1,2}"
    r"\s*(?:正确|合理|,)?\s*(?:可?得|给|计|扣|加)?\s*\d|.{0,12}各\s*\d"
    r"|.{0,24}(?:扣\s*\d|扣完|扣分|酌情|不得分|不给分|最多得|至多|封顶|加分|倒扣)"
    r"|(?:只|仅|少|漏|缺|错|若|如|凡|否则|未|答错|答对|答出|写出|说出|其他|其它|言之有理|意思|部分).{0,30}(?:得|给|扣|计|减)\s*\d)"
)
_FOR_EACH: Final = re.compile(r"[每各][^;。,\n]{0,10}?\d(?:\.\d)?\s*分")
_WORTH: Final = re.compile(r"(?:分值|满分|分数|配分|权重分?|标准分)(?:\(分\))?")
_AMOUNT: Final = re.compile(r"(\d{1,3}(?:\.\d)?)\s*分?")
_COUNTED: Final = re.compile(r"序\s*号|编\s*号|No\.?")
_SUM: Final = re.compile(r"合\s*计|总\s*计|总\s*分|小\s*计|")
_PARTIAL: Final = re.compile(
    r"^[\s,;:(。-]*(?:但|其中|若|如|只|仅|少|漏|缺|错|每|否则|未|答对|答出|部分|任|酌情|不|扣|超过|没有|有一)"
)
_LEVEL_WORD: Final = (
    r"(?:很好|较好|良好|优秀|优良|优|良|好|中等|中|尚可|一般|合格|及格|基本合格|不合格|不及格|较差|很差|差|较弱|弱|强|较强|达标|不达标|未达标"
    r"|完全达到|基本达到|未达到|[ABCDE一二三四五]\s*[档级等]|第[一二三四五]\s*[档等级]|[优良中差]等)"
)
_BEST: Final = ("好", "很好", "优", "强", "达标", "完全")
_LEVEL: Final = re.compile(
    rf"(?:^|(?<=[\s;。,:—-]))[\s(\[·•*-]*(?P<name>{_LEVEL_WORD})\s*[)\]]?\s*(?P<range>[(\[]\s*(?:{_RANGED})\s*[)\]]|(?:{_RANGED}))?\s*(?::|-{{1,2}}|,(?=\S)|$)\s*"
)


@dataclass(slots=True)
class _Reading:
    """Criteria as they are found; `unread` says that a line states points and could not be told."""

    criteria: list[Criterion] = field(default_factory=list)
    unread: bool = False

    def level(self, levels: list[Level]) -> bool:
        """Give levels to the criterion above; whether there is one."""
        if not self.criteria:
            return False
        last = self.criteria[-1]
        self.criteria[-1] = Criterion(last.name, last.points, last.good or _good(levels), (*last.levels, *levels))
        return True


def read_rubric(text: str, points: Fraction | None = None) -> Rubric:
    """The rubric a text states: always its own words, and the criteria it names beyond doubt.

    `points` are those of the item: points written before the words (`2分：致歉`) are a criterion's where they add up
    to them, and levels otherwise. Levels of the whole answer (`rubric_levels`) are read where they do, too.
    """
    if not text:
        return Rubric()
    weighed = read_levels(text, points) or _tabled(text) or _whole(text, points) or _leading(text, points)
    return Rubric(text, tuple(weighed or _named(text)))


def states_points(text: str) -> bool:
    """Whether a rubric says anywhere how points are given."""
    return bool(re.search(r"\d\s*分(?!钟)", fold(text)))


def lacks_points(rubric: Rubric) -> bool:
    """Whether a person has yet to say what a rubric's criteria are worth."""
    if any(each.points is None for each in rubric.criteria):
        return True
    return bool(rubric.text) and not rubric.criteria and not states_points(rubric.text)


def lost_criteria(rubric: Rubric) -> bool:
    """Whether a rubric states points and yet no criterion could be told."""
    return not rubric.criteria and states_points(rubric.text)


def _tabled(text: str) -> list[Criterion]:
    """Criteria of a table typed with tabs: 评分项目 分值 评分说明, and a row for each."""
    found = [[cell.strip() for cell in row.split("\t")] for row in rows(text) if row.strip()]
    place = next((place for place, cell in enumerate(found[0]) if _WORTH.fullmatch(fold(cell))), 0) if found else 0
    if not place or len(found) < 2 or any(len(row) <= place for row in found):
        return []
    name = 1 if _COUNTED.fullmatch(fold(found[0][0])) and place > 1 else 0
    body = [row for row in found[1:] if not _SUM.fullmatch(fold(row[0]))]
    worth = [_AMOUNT.fullmatch(fold(row[place])) for row in body]
    return [
        Criterion(
            row[name],
            Fraction(match[1]),
            "；".join(cell for cell in (*row[name + 1 : place], *row[place + 1 :]) if cell),
        )
        for row, match in zip(body, worth, strict=True)
        if match is not None and all(worth)
    ]


def _whole(text: str, points: Fraction | None) -> list[Criterion]:
    """Criteria with their points behind them, unless others of their points are only given for each of several."""
    found = _stepped(text)
    added = sum((each.points for each in found if each.points is not None), Fraction())
    return [] if points is not None and added < points and _FOR_EACH.search(fold(text)) else found


def _stepped(text: str) -> list[Criterion]:
    """Criteria with their points behind them."""
    reading = _Reading()
    for row in slices(text, fold(text), re.compile(r"\n")):
        _read_row(row, reading)
    return [] if reading.unread else reading.criteria


def _read_row(row: str, reading: _Reading) -> None:
    folded = fold(row)
    own = re.match(_LABEL, folded)
    start = own.end() if own else 0
    levels = list(_LEVEL.finditer(folded, start))
    if levels and levels[0].start() <= start + 1:
        found, behind = _levels(row, levels)
        is_taken = reading.level(found)
        reading.unread = reading.unread or (behind is not None or (not is_taken and bool(_STATED.search(folded))))
        return
    if len(levels) > 1:
        _read_levelled(row, levels, reading)
        return
    _read_steps(row, folded, reading)


def _read_levelled(row: str, levels: list[re.Match[str]], reading: _Reading) -> None:
    """`倾听——好：…；尚可：…；弱：…　2分`: a criterion with its levels, its points before or behind them."""
    found, behind = _levels(row, levels)
    name = row[: levels[0].start()]
    match = _CRITERION.match(fold(name).rstrip(" -:;,。"))
    if match is not None:
        worth = Fraction(match.group(2))
        reading.unread = reading.unread or bool(_REMARK.match(fold(name))) or _best(found) > worth
        reading.criteria.append(Criterion(_named_by(name, match), worth, _good(found), tuple(found)))
    elif behind is not None:
        reading.criteria.append(Criterion(_bare(name), behind, _good(found), tuple(found)))
    else:
        reading.unread = reading.unread or bool(_STATED.search(fold(row)))


def _best(levels: list[Level]) -> Fraction:
    """The most points that a level states, alone or as the end of a range."""
    stated = [Fraction(each) for level in levels for each in re.findall(r"\d+(?:\.\d)?", fold(level.name))]
    return max([Fraction(), *stated, *(level.points for level in levels if level.points is not None)])


def _good(levels: list[Level]) -> str:
    """What a good response does, as the best level says."""
    return levels[0].text if levels[0].name.startswith(_BEST) else ""


def _levels(row: str, matches: list[re.Match[str]]) -> tuple[list[Level], Fraction | None]:
    """Levels, and the points behind the last, set apart by white space: those of the whole criterion."""
    ends = [match.start() for match in matches[1:]] + [len(row)]
    points = None
    found = []
    for match, end in zip(matches, ends, strict=True):
        words = row[match.end() : end]
        if end == len(row) and (whole := re.search(rf"(?:\s{{1,}}|[。;,]\s*)[(\[]?{_POINTS}[)\]]?\s*$", fold(words))):
            points, words = Fraction(whole.group(1)), words[: whole.start()]
        stated = re.fullmatch(rf"[(\[]?\s*{_POINTS}\s*[)\]]?", fold(match.group("range") or ""))
        name = row[match.start("name") : match.end("name")]
        if match.group("range") and stated is None:
            name = row[match.start("name") : match.end("range")]
        found.append(Level(name.strip(), words.strip(" ；;。，,　\n"), Fraction(stated.group(1)) if stated else None))
    return found, points


def _read_steps(row: str, folded: str, reading: _Reading) -> None:
    for step in _steps(row, folded):
        stated = len(_STATED.findall(fold(step)))
        if not stated or _REMARK.match(re.sub(rf"^{_LABEL}", "", fold(step))):
            continue
        criterion = _criterion(step)
        if criterion is None:
            reading.unread = True
        else:
            reading.criteria.append(criterion)


def _steps(row: str, folded: str) -> Iterator[str]:
    """The steps of a line, each with its points at most once; a remark on partial points stays with its step."""
    pieces = slices(row, folded, _ENDS)
    for piece in _joined(pieces):
        parts = slices(piece, fold(piece), _COMMAS) if len(_STATED.findall(fold(piece))) > 1 else [piece]
        yield from _merged(parts)


def _joined(pieces: list[str]) -> Iterator[str]:
    """Sentences, those without points put before the one whose points they share."""
    before = ""
    for piece in pieces:
        if not _STATED.search(fold(piece)):
            before = f"{before}；{piece}" if before else piece
            continue
        if before and (_is_remark(piece) or _LABELLED.match(fold(piece))):
            before = ""
        yield f"{before}；{piece}" if before else piece
        before = ""


def _is_remark(step: str) -> bool:
    return bool(_REMARK.match(fold(step)) or _PARTIAL.match(fold(step)))


def _merged(parts: list[str]) -> list[str]:
    """Parts of a sentence: those without points belong to the next, remarks on partial points are dropped."""
    found: list[str] = []
    before = ""
    for part in parts:
        if not _STATED.search(fold(part)):
            before = f"{before}，{part}" if before else part
            continue
        if _REMARK.match(fold(part)) or (found and not before and _PARTIAL.match(fold(part))):
            before = ""
            continue
        found.append(f"{before}，{part}" if before else part)
        before = ""
    return found


def _criterion(step: str) -> Criterion | None:
    match = _CRITERION.match(fold(step))
    if match is None:
        return None
    more = match.group("more")
    if more and _STATED.search(more) and not _PARTIAL.match(more):
        return None
    name = _named_by(step, match)
    partial = bool(more and _PARTIAL.match(more) and re.search(r"分|酌情|扣", more))
    good = "" if not more or partial else step[match.start("more") :].strip(" ：:，,。；;—-")
    return Criterion(name, Fraction(match.group(2)), good) if name else None


def _named_by(step: str, match: re.Match[str]) -> str:
    return _bare(step[match.start("name") : match.end("name")])


def _bare(name: str) -> str:
    own = re.match(rf"{_LABEL}(?:其中\s*[:,]?\s*)?", fold(name))
    return name[own.end() if own else 0 :].strip(" （(：:，,。；;—–-　[【")


def _leading(text: str, points: Fraction | None) -> list[Criterion]:
    """Criteria with their points before them, taken where these add up to the points of the item."""
    found = [(step, _LEADING.match(fold(step))) for step in slices(text, fold(text), re.compile(r"[\n;]"))]
    criteria = [
        Criterion(step[match.start("name") :].strip(" 。；;"), Fraction(match.group(1)))
        for step, match in found
        if match is not None
    ]
    whole = len(criteria) == len(found) and len(criteria) > 1
    added = sum((each.points for each in criteria if each.points is not None), Fraction())
    return criteria if whole and points is not None and added == points else []


def _named(text: str) -> list[Criterion]:
    """Names of what is looked at, behind the word that says so or in a list of nothing else."""
    folded = fold(text)
    match = _EXAMINES.match(folded) or _NAMES.fullmatch(folded)
    if match is None or "\n" in text:
        return []
    return [Criterion(name) for name in slices(text[match.start(1) : match.end(1)], match.group(1), _AND)]
