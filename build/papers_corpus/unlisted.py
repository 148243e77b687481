"""Words that nobody listed: the papers of the corpus with the words of one class replaced by an author's own.

A class is what headings call their types, the label of answers, that of explanations, the title of the key, or how
options are set. What a paper asks and answers stays; its truth changes only where the author's labels are shown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import Final

from papers_corpus.entries import LETTERS, Entry, Section, Sheet
from papers_corpus.layouts import CLOSED, Layout
from papers_corpus.making import Made, file_of, sheet_of
from papers_corpus.named import layouts
from papers_corpus.natural import changed
from papers_corpus.options import OWN_LABELS, UNLISTED
from papers_corpus.pages import Block, Line, Run
from papers_corpus.running import of_text, scored
from papers_corpus.scoring import Score

CLASSES: Final = ("headings", "answer label", "explanation label", "key title", "options")
ANSWERS: Final = ("揭晓：{}", "标答〉{}", "【谜底】{}", "结果栏：{}", "▶正选 {}", "〔对的是〕{}", "落定——{}", "<准>{}")
EXPLANATIONS: Final = ("为啥：{}", "【缘由】{}", "说道说道：{}", "拆解〉{}", "〔讲一讲〕{}", "追根——{}")
TITLES: Final = ("阅卷人留存", "谜底在此", "【批改时用】", "对照单（收卷后再看）", "—— 翻到这里再看 ——", "附页：揭晓")
HEADINGS: Final = {
    "single": ("挑一个", "一锤定音", "唯一之选", "四中取一"),
    "multiple": ("一网打尽", "多多益善", "不止一个", "全都找出来"),
    "truefalse": ("火眼金睛", "是真是假", "辨一辨", "说得准不准"),
    "blank": ("补一补", "缺什么写什么", "脱口而出", "把话说完"),
    "essay": ("动笔谈谈", "各抒己见", "写一写", "有话直说"),
}
_ANSWER: Final = re.compile(
    r"（答案：(?P<boxed>.*)）|(?:【答案】|\[答案\] |(?:参考|正确|标准)?答案[:：]|正确答案是：|答：|答案 )(?P<words>.*)"
)
_EXPLANATION: Final = re.compile(
    r"（解析：(?P<boxed>.*)）|(?:【解析】|\[解析\] |(?:试题|答案)?解析[:：]|解析 |分析：)(?P<words>.*)"
)
_BEHIND: Final = re.compile(r"　解析：|【解析】")


@dataclass(frozen=True)
class Unlisted:
    """One paper whose words of one class nobody listed."""

    kind: str
    layout: Layout
    paper: Made


def papers(seed: int, size: int, kinds: tuple[str, ...] = CLASSES) -> Iterator[Unlisted]:
    """Every layout of free text or Word in each class that it has words of."""
    for kind in kinds:
        for place, layout in enumerate(layouts()):
            if (
                not layout.is_form
                and layout.way != "paper table"
                and (paper := _changed(kind, layout, seed, size, place))
            ):
                yield Unlisted(kind, layout, paper)


def scores(seed: int, size: int, every: int = 1) -> dict[str, list[Score]]:
    """Each class with the scores of its papers: those of the corpus, then the natural ones; or of some of them only."""
    found: dict[str, list[Score]] = {kind: [] for kind in CLASSES}
    for each in islice(papers(seed, size), 0, None, every):
        found[each.kind].append(scored(each.paper))
    for kind in CLASSES:
        found[kind] += [of_text(*paper) for paper in islice(changed(kind), 0, None, every)]
    return found


def mean(marks: list[Score]) -> float:
    """Mean F1 of papers."""
    return sum(score.f1 for score in marks) / len(marks) if marks else 1.0


# -- one paper


def _changed(kind: str, layout: Layout, seed: int, size: int, place: int) -> Made | None:
    if layout.place == "none":
        return None
    chance = Random(f"unlisted/{kind}/{layout.name}/{seed}")
    change = _WAYS[kind](layout, chance)
    if change is None:
        return None
    layout, of_sheet, touch = change
    sheet = of_sheet(sheet_of(layout, chance, size))
    paper = file_of(layout, sheet, chance, touch)
    if kind == "key title" and paper.key is not None:
        return None
    return replace(paper, name=f"{kind}: {layout.name}")


Touch = Callable[[list[Block]], list[Block]]
Way = tuple[Layout, Callable[[Sheet], Sheet], Touch]


def _same(sheet: Sheet) -> Sheet:
    return sheet


def _as_it_is(page: list[Block]) -> list[Block]:
    return page


def _headings(layout: Layout, chance: Random) -> Way | None:
    """Titles that no list of types holds; only types that items show by what they look like."""
    kinds = tuple(kind for kind in layout.kinds if kind in HEADINGS)
    if layout.heading == "none" or layout.tag or layout.shared == "options" or not kinds:
        return None
    if layout.key == "title" and layout.place.startswith("key") and len(set(kinds)) != len(kinds):
        return None
    at = chance.randrange(4)

    def titled(sheet: Sheet) -> Sheet:
        sections = (replace(section, title=HEADINGS[section.kind][at]) for section in sheet.sections)
        return replace(sheet, sections=tuple(sections))

    return replace(layout, kinds=kinds), titled, _as_it_is


def _relabelled(pattern: re.Pattern[str], form: str, behind: str = "") -> Touch:
    """Lines of answers that begin with a listed label, with another; `behind` heads what follows on the same line."""

    def touch(page: list[Block]) -> list[Block]:
        return [_with_label(block, pattern, form, behind) for block in page]

    return touch


def _with_label(block: Block, pattern: re.Pattern[str], form: str, behind: str) -> Block:
    match = pattern.fullmatch(block.text) if isinstance(block, Line) and block.role == "answer" else None
    if match is None or not isinstance(block, Line):
        return block
    words = match["boxed"] if match["boxed"] is not None else match["words"]
    if behind:
        words = _BEHIND.sub(behind, words)
    return replace(block, runs=(Run(form.format(words)),)) if words else block


def _answer_label(layout: Layout, chance: Random) -> Way | None:
    if layout.place != "after":
        return None
    return layout, _same, _relabelled(_ANSWER, chance.choice(ANSWERS))


def _explanation_label(layout: Layout, chance: Random) -> Way | None:
    """An explanation on a line of its own; where it shares the answer's line its label is left alone."""
    if not layout.explained or layout.place.startswith("key") or layout.label in ("【答案】【解析】", "答案：解析："):
        return None
    if not set(layout.kinds) & set(CLOSED):
        return None
    return layout, _same, _relabelled(_EXPLANATION, chance.choice(EXPLANATIONS))


def _key_title(layout: Layout, chance: Random) -> Way | None:
    if not layout.place.startswith("key") or layout.place == "key file":
        return None
    return replace(layout, key_title=chance.choice(TITLES)), _same, _as_it_is


def _options(layout: Layout, chance: Random) -> Way | None:
    if not set(layout.kinds) & {"single", "multiple"} or layout.shared == "options":
        return None
    style = chance.choice([name for name in UNLISTED if _may_stand(name, layout)])
    labels = OWN_LABELS.get(style, LETTERS)
    kinds = tuple(kind for kind in layout.kinds if kind not in ("ordering", "matching"))
    changed_layout = replace(layout, options=style, kinds=kinds)

    def lettered(sheet: Sheet) -> Sheet:
        return replace(sheet, sections=tuple(_lettered(section, labels) for section in sheet.sections))

    return changed_layout, lettered if labels != LETTERS else _same, _as_it_is


def _may_stand(style: str, layout: Layout) -> bool:
    """Whether options of a style can be told from what else the layout numbers so."""
    is_round = layout.number in ("①", "list ①", "(1)", "（1）", "⑴", "list （1）", "1)", "1）")
    numbered = is_round or bool({"case", "matching"} & set(layout.kinds)) or layout.rubrics
    if style in ("①{}", "1) {}"):
        return not numbered and layout.blanks not in ("①", "(1)") and not layout.place.startswith("key")
    if style in OWN_LABELS:
        return layout.place in ("after", "marked option", "red option", "bold option") and layout.joined != "abd"
    return style != "• {}" or layout.place == "after"


def _lettered(section: Section, labels: str) -> Section:
    return replace(section, entries=tuple(_with_labels(entry, labels) for entry in section.entries))


def _with_labels(entry: Entry, labels: str) -> Entry:
    if entry.kind not in ("single", "multiple"):
        return entry
    answer = "".join(labels[LETTERS.index(letter)] for letter in str(entry.answer))
    return replace(entry.misprinted(labels=labels[: len(entry.options)]), answer=answer)


_WAYS: Final[dict[str, Callable[[Layout, Random], Way | None]]] = {
    "headings": _headings,
    "answer label": _answer_label,
    "explanation label": _explanation_label,
    "key title": _key_title,
    "options": _options,
}
