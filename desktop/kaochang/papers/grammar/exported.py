"""Lines as exam sites, survey tools and converters leave them, put back into the lines that a typed paper would hold.

Tables that fell apart into one cell a line, a number alone above its type, 对 and 错 as unlettered options, answers of
blanks a line each, and a bracket that a line end cut in two.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from kaochang.papers.grammar import kinds, marks
from kaochang.papers.grammar.answers import judgement_of
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import MASK, Line, ends_whole, make_line

_NUMBERS: Final = re.compile(r"题号|序号")
_ANSWERS: Final = re.compile(r"(?:参考|正确|标准)?答案")
_NUMBER: Final = re.compile(r"\d{1,3}")
_VALUE: Final = re.compile(r"[A-H](?:[、,]?[A-H])*|√|×|正确|错误|[对错是否TF]")
_TYPE: Final = re.compile(
    r"[\[(]?\s*(?P<name>[^\d\s()\[\]:]{2,6})\s*[\])]?\s*[(\[]\s*(?P<points>\d{1,3}(?:\.\d)?)\s*分\s*[)\]]"
)
_JUDGED: Final = re.compile(
    r"[○●◯□■▢☐◻√*★]?\s*(?P<word>对|错|正确|错误|是|否|√|×)(?P<tick>\s*[(\[](?:正确)?答案[)\]])?"
)
_BLANK_ANSWER: Final = re.compile(
    r"(?:第\s*)?(?:填?空\s*(?P<after>\d)|(?P<before>\d)\s*个?空)\s*(?:的)?(?:正确|参考)?(?:答案)?\s*:\s*(?=\S)"
)
_VERDICT: Final = re.compile(r"(?<=\S)\s*[你您](?:选|答|做)[对错]了[!。]?$")
_SCORED: Final = re.compile(
    r"答案\s*[为是]?\s*:?\s*(?:[A-H](?:[、,\s]*[A-H])*|√|×|正确|错误|[对错])(?P<score>\s*[,;(]?\s*得分\s*:?\s*\d{1,3}(?:\.\d+)?\s*分?\s*\)?)$"
)
_REVIEWED: Final = re.compile(r"(?:试题|题目|Question)\s*(\d{1,3})", re.IGNORECASE)
_STATE: Final = re.compile(
    r"(?:部分)?正确|不正确|错误|未(?:回答|作答|完成)|(?:已)?完成|还未(?:回答|作答)|尚未(?:回答|作答)|未?标记(?:标记)?(?:试题|题目)?|编辑试题"
    r"|(?:试题|题目)正文|(?:获得|得到)\s*(?P<worth>\d{1,3}(?:\.\d+)?)\s*分?中的\s*[\d.]+\s*分?|满分\s*(?P<full>\d{1,3}(?:\.\d+)?)\s*分?"
)
"""What a course site prints between the number of an item and its stem."""
_CHOOSE: Final = re.compile(r"(?:请?选择|选出)一项(?P<several>或多项)?\s*:")
_QUOTED: Final = re.compile(r"(?:正确的?|标准)答案是\s*:?\s*[“\"](?P<words>[^“”\"]+)[”\"]\s*[。.]?")
_ALONE: Final = re.compile(r"\d{1,3}\.(?:\(|$)")
_PAIR_HEADS: Final = re.compile(r"(?:(?:题号|序号)\s+(?:参考|正确|标准)?答案\s*)+")
_PAIRS: Final = re.compile(rf"(?:(?:^|\s+){_NUMBER.pattern}\s+(?:{_VALUE.pattern}))+")
_OPEN: Final = re.compile(r"[(\[]\s*[√×A-H]?\s*$")
_CLOSE: Final = re.compile(r"\s*[√×A-H]?\s*[)\]]\s*[。.]?$")
_STEM_ENDS: Final = re.compile(r"[。.?!)\]]$|^\d{1,3}\s*[.、:)]")
_GAP: Final = re.compile(r"\s{2,}|\t|\|")
_BESIDE: Final = re.compile(r"[选断空答析题述案](?:\s{2,}|\t|\|)|答案\s+\S+(?:\s{2,}|\t|\|)")
_BESIDE_TYPE: Final = frozenset({Mark.LEVEL, Mark.TOPIC, Mark.POINTS})
_STROKE: Final = re.compile("[|｜]")
_STOP: Final = re.compile(r"[。?!;]")
_FEWEST: Final = 2
_CELL: Final = 16
_TAIL: Final = 6


Mend: TypeAlias = Callable[[list[Line]], list[Line]]


def restored(lines: Sequence[Line]) -> list[Line]:
    """The lines as they would have been typed; those of other papers as they are."""
    found = list(lines)
    for mend in _MENDS:
        found = mend(found)
    return found


def _is_plain(line: Line) -> bool:
    return line.table is None and not line.images and MASK not in line.fold


def _without_verdicts(lines: list[Line]) -> list[Line]:
    """`正确答案：B你选对了` without what the site told its candidate."""
    return [
        line.cut(0, verdict.start())
        if line.fold[-1:] in "了!。" and "答案" in line.fold and (verdict := _VERDICT.search(line.fold))
        else line
        for line in lines
    ]


def _without_scores(lines: list[Line]) -> list[Line]:
    """`正确答案：A  得分：5` without what somebody scored: the points of the item it need not be."""
    return [
        line.cut(0, scored.start("score"))
        if "得分" in line.fold and (scored := _SCORED.search(line.fold)) is not None
        else line
        for line in lines
    ]


def _rejoined(lines: list[Line]) -> list[Line]:
    """A bracket whose end was wrapped to a line of its own, or the stop of a sentence."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before and len(line.fold) < _TAIL and (_closes(before, line) or _stops(before, line)):
            found[-1] = make_line(f"{before.text}{line.text}", before.number, images=before.images, label=before.label)
        else:
            found.append(line)
    return found


def _closes(before: Line, line: Line) -> bool:
    ends = line.fold[-2:].rstrip("。.")[-1:] in ")]"
    return ends and _is_plain(before) and bool(_OPEN.search(before.fold)) and bool(_CLOSE.fullmatch(line.fold))


def _stops(before: Line, line: Line) -> bool:
    """Whether a line is nothing but the stop of the sentence above it."""
    alone = _STOP.fullmatch(line.fold) and _is_plain(line) and line.number == before.number + 1
    goes_on = before.fold[-1:] in ")]" or not ends_whole(before.text)
    return bool(alone) and _is_plain(before) and goes_on and bool(before.text)


def _tables(lines: list[Line]) -> list[Line]:
    """题号, the numbers, 答案 and the answers, a cell a line: the two rows they were."""
    found: list[Line] = []
    place = 0
    while place < len(lines):
        numbers, answers, end = _cells(lines, place) if _NUMBERS.fullmatch(lines[place].fold) else ([], [], place)
        if numbers:
            at = lines[place].number
            rows = [" ".join(["题号", *numbers]), " ".join(["答案", *answers])] if answers else []
            found += [make_line(row, at) for row in rows]
            place = end
        else:
            found.append(lines[place])
            place += 1
    return found


def _pairs(lines: list[Line]) -> list[Line]:
    """题号 答案 题号 答案 over rows of numbers with their answers, as pasted from a sheet: the two rows they say."""
    found: list[Line] = []
    numbers: list[str] = []
    answers: list[str] = []
    head: Line | None = None
    for line in [*lines, make_line("", 0)]:
        if head is not None and line.fold[:1].isdecimal() and _PAIRS.fullmatch(line.fold):
            cells = line.fold.split()
            numbers += cells[::2]
            answers += cells[1::2]
            continue
        if numbers and head is not None:
            found[-1:] = [
                make_line(" ".join([word, *row]), head.number) for word, row in (("题号", numbers), ("答案", answers))
            ]
        numbers, answers = [], []
        head = line if line.fold[:1] in "题序" and _PAIR_HEADS.fullmatch(line.fold) else None
        found.append(line)
    return found[:-1]


def _cells(lines: list[Line], place: int) -> tuple[list[str], list[str], int]:
    """(numbers, answers, where the table ends) of cells that begin at 题号; no numbers where it is no key table.

    Fewer answers than numbers stay fewer, for a finding to say so: nobody knows which are left out.
    """
    if place + 1 < len(lines) and _ANSWERS.fullmatch(lines[place + 1].fold):
        both = _run(lines, place + 2, re.compile(f"{_NUMBER.pattern}|{_VALUE.pattern}"))
        numbers, answers, end = both[::2], both[1::2], place + 2 + len(both)
        labelled = bool(answers)
    else:
        numbers = _run(lines, place + 1, _NUMBER)
        middle = place + 1 + len(numbers)
        labelled = middle < len(lines) and bool(_ANSWERS.fullmatch(lines[middle].fold))
        answers = _run(lines, middle + 1, _VALUE)[: len(numbers)] if labelled else []
        end = middle + 1 + len(answers)
    fits = (
        labelled
        and len(numbers) >= _FEWEST
        and all(map(_NUMBER.fullmatch, numbers))
        and all(map(_VALUE.fullmatch, answers))
    )
    return (numbers, answers, end) if fits else ([], [], place)


def _run(lines: list[Line], start: int, cell: re.Pattern[str]) -> list[str]:
    end = start
    while end < len(lines) and len(lines[end].fold) < _CELL and cell.fullmatch(lines[end].fold):
        end += 1
    return [line.fold for line in lines[start:end]]


def _numbered(lines: list[Line]) -> list[Line]:
    """A number alone, and under it the type with its points: `3` over `单选(2分)` is `3.[单选,2分]`.

    A page number over the heading of a section looks the same, but a numbered item follows.
    """
    found: list[Line] = []
    for place, line in enumerate(lines):
        before = found[-1] if found else None
        kind = _TYPE.fullmatch(line.fold) if before and _NUMBER.fullmatch(before.fold) else None
        is_item = (
            kind and kinds.is_name(kind.group("name")) and not any(map(parse_number, lines[place + 1 : place + 2]))
        )
        if before and kind and is_item:
            found[-1] = make_line(f"{before.text}.[{kind.group('name')},{kind.group('points')}分]", before.number)
        else:
            found.append(line)
    return found


def _reviews(lines: list[Line]) -> list[Line]:
    """Items as a course site shows them for review: `试题 3`, what was scored, the stem, 选择一项：, and the answer."""
    if not any(_is_choose(line) for line in lines):
        return lines
    found: list[Line] = []
    head: Line | None = None
    for line in lines:
        number = _REVIEWED.fullmatch(line.fold)
        state = _STATE.fullmatch(line.fold) if head is not None else None
        choose = _CHOOSE.fullmatch(line.fold)
        quoted = _QUOTED.fullmatch(line.fold)
        if number:
            head = make_line(f"{number.group(1)}.", line.number)
            found.append(head)
        elif state and head is not None:
            worth = state.group("worth") or state.group("full")
            head = make_line(f"{head.text}（{float(worth):g}分）", head.number) if worth else head
            found[-1] = head
        elif quoted:
            found.append(make_line(f"正确答案：{line.text[quoted.start('words') : quoted.end('words')]}", line.number))
        elif choose and choose.group("several") and (at := _last_numbered(found)) is not None:
            label, _, worth = found[at].text.partition("（")
            found[at] = make_line(f"{label}[多选题{'，' if worth else ''}{worth[:-1]}]", found[at].number)
        elif not choose and line.fold != "反馈":
            found.append(line)
        head = head if state or number else None
    return found


def _is_choose(line: Line) -> bool:
    return len(line.fold) < _CELL and bool(_CHOOSE.fullmatch(line.fold))


def _last_numbered(lines: list[Line]) -> int | None:
    """Where the number of the item under way stands, alone on its line."""
    return next((at for at in range(len(lines) - 1, -1, -1) if _ALONE.match(lines[at].fold)), None)


def _judgements(lines: list[Line]) -> list[Line]:
    """对 and 错 on two lines, which are the options of a judgement: with letters, as other options have them."""
    judged = [_JUDGED.fullmatch(line.fold) if len(line.fold) < _CELL and _is_plain(line) else None for line in lines]
    found = list(lines)
    for place in range(1, len(lines) - 1):
        first, second = judged[place], judged[place + 1]
        after = judged[place + 2] if place + 2 < len(lines) else None
        if not first or not second or judged[place - 1] or after or not _asks(lines[place - 1], first):
            continue
        if judgement_of(first.group("word")) is not judgement_of(second.group("word")):
            for at, label, match in ((place, "A", first), (place + 1, "B", second)):
                found[at] = make_line(f"{label}.{match.group('word')}{match.group('tick') or ''}", lines[at].number)
    return found


def _asks(before: Line, first: re.Match[str]) -> bool:
    """Whether the line above two judgements may be their stem: no heading of answers, and no answer mark."""
    boxed = first.start("word") > 0 or bool(first.group("tick"))
    return "答案" not in before.fold and (boxed or bool(_STEM_ENDS.search(before.fold)))


def _blank_answers(lines: list[Line]) -> list[Line]:
    """`空1答案：…`, `空2答案：…`, a line each, as one answer of so many parts."""
    found: list[Line] = []
    last = 0
    for line in lines:
        match = _BLANK_ANSWER.match(line.fold) if line.fold[:1] in "第填空123456789" else None
        value = int(match.group("after") or match.group("before")) if match else 0
        if match and value == 1:
            found.append(make_line(f"答案：(1) {line.text[match.end() :]}", line.number))
        elif match and last and value == last + 1:
            found[-1] = make_line(f"{found[-1].text}；({value}) {line.text[match.end() :]}", found[-1].number)
        else:
            value = 0
            found.append(line)
        last = value
    return found


def _cells_apart(lines: list[Line]) -> list[Line]:
    """What an app prints beside each other: `第1题  单选  难度 ★★`, `我的答案 D    参考答案 C    用时 8秒`."""
    found: list[Line] = []
    for line in lines:
        found += (_told_apart(line) if _BESIDE.search(line.fold) and _is_plain(line) else None) or [line]
    return found


def _told_apart(line: Line) -> list[Line] | None:
    number = parse_number(line)
    rest = number.rest if number is not None else line
    cells = [_labelled(cell, line.number) for cell in _GAP.split(rest.fold) if cell.strip()]
    said = [marks.starts_with(cell) for cell in cells]
    if number is None:
        return _of_try(cells, said) if {Mark.RESPONSE, Mark.ANSWER} <= set(said) else None
    kind = cells[0].fold if cells else ""
    if not kinds.is_name(kind) or len(cells) < 2 or not set(said[1:]) <= _BESIDE_TYPE:
        return None
    label = line.text[: len(line.text) - len(rest.text)].rstrip()
    return [make_line(f"{label} [{kind}]", line.number), *cells[1:]]


def _of_try(cells: list[Line], said: list[Mark | None]) -> list[Line]:
    """The cells of somebody's try, a line each; what no word explains (3次) goes with what was chosen."""
    told = [(cell, mark) for cell, mark in zip(cells, said, strict=True) if mark is not None]
    others = " ".join(cell.text for cell, mark in zip(cells, said, strict=True) if mark is None)
    chosen = [make_line(f"{cell.text} {others}", cell.number) for cell, mark in told if mark is Mark.RESPONSE]
    return [*(cell for cell, mark in told if mark is not Mark.RESPONSE), *chosen]


def _piped(lines: list[Line]) -> list[Line]:
    """An item a line, its parts apart by strokes: `单选｜题干｜A.…｜B.…｜答案：A`, with or without a number before."""
    rows = [_piped_cells(line) for line in lines]
    if sum(row is not None for row in rows) < _FEWEST:
        return lines
    found: list[Line] = []
    count = 0
    for line, row in zip(lines, rows, strict=True):
        if row is None:
            found.append(line)
            continue
        label, (kind, stem, *others) = row
        count = int(label) if label else count + 1
        found.append(make_line(f"{count}.[{kind}] {stem}", line.number))
        found += [make_line(each, line.number) for each in others]
    return found


def _piped_cells(line: Line) -> tuple[str, list[str]] | None:
    """(its number, "" for none; its cells) of a line that begins with a type between strokes, and keys itself."""
    if "|" not in line.fold or not _is_plain(line):
        return None
    cells = [cell.strip() for cell in _STROKE.split(line.text)]
    label = cells.pop(0).rstrip(".、") if _NUMBER.fullmatch(cells[0].rstrip(".、")) else ""
    kind = cells[0].strip("[]【】") if cells else ""
    told = any(marks.starts_with(make_line(cell, 0)) is Mark.ANSWER for cell in cells[2:] if cell)
    return (label, [kind, *(cell for cell in cells[1:] if cell)]) if told and kinds.is_name(kind) else None


def _labelled(cell: str, number: int) -> Line:
    """A cell with a colon between its word and what it says."""
    word, _, value = cell.strip().partition(" ")
    own = make_line(f"{word}：{value.strip()}", number) if value.strip() else None
    return own if own is not None and marks.starts_with(own) is not None else make_line(cell.strip(), number)


_MENDS: Final[tuple[Mend, ...]] = (
    _piped,
    _cells_apart,
    _without_verdicts,
    _without_scores,
    _rejoined,
    _tables,
    _pairs,
    _reviews,
    _numbered,
    _judgements,
    _blank_answers,
)
