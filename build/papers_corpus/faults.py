"""Planted faults: papers that are right but for one thing, and the exact findings that this one thing must give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Final

from papers_corpus.entries import LETTERS, OPEN, Entry, Section, Sheet
from papers_corpus.layouts import BASIC, Layout
from papers_corpus.making import Finding, Made, file_of, sheet_of
from papers_corpus.pages import Block, Line, Run, line

_KINDS: Final = ("single", "multiple", "truefalse", "blank", "essay")
BASES: Final = (
    Layout("plain", kinds=_KINDS),
    Layout(
        "bracketed",
        number="（1）",
        options="（A）",
        label="【答案】",
        judged="对错",
        heading="part",
        container="gb18030 crlf",
        kinds=_KINDS,
    ),
    Layout("Word list", number="list 1、", options="A、", heading="small items", container="docx", kinds=_KINDS),
    Layout("runs on", number="第1题", options="a.", label="参考答案：", restarts=False, heading="each", kinds=_KINDS),
)
"""Layouts that any fault of an item can be planted in."""
KEYED: Final = (
    Layout("key list", place="key list", kinds=BASIC),
    Layout("key ranges", place="key ranges", number="1、", kinds=BASIC, judged="对错"),
    Layout("key list in Word", place="key list", container="docx", kinds=BASIC),
)
"""Layouts whose answers stand at the end."""
TABLES: Final = (
    Layout("Excel", container="xlsx", kinds=_KINDS, judged="对错"),
    Layout("CSV", container="csv bom", kinds=_KINDS, synonym=1),
    Layout("Word, paper as a table", container="docx paper table", kinds=_KINDS, judged="对错"),
)
"""Tables: answers stand in cells, and nothing else of a page is there."""
EVERY: Final = (*BASES, *TABLES)
SIZE: Final = 6


@dataclass(frozen=True)
class Fault:
    """One thing done to a sheet, and to the page typed from it. `index` names the item in the findings."""

    name: str
    kind: str
    plant: Callable[[Sheet], tuple[Sheet, int | None]]
    touch: Callable[[list[Block]], list[Block]] = lambda page: page
    bases: tuple[Layout, ...] = BASES


def planted() -> Iterator[Made]:
    """Every fault in every layout it goes into."""
    for fault in FAULTS:
        for base in fault.bases:
            yield paper_with(fault, base)


def paper_with(fault: Fault, base: Layout, seed: int = 0) -> Made:
    """The paper of a layout with one fault."""
    name = f"{fault.name} / {base.name}"
    chance = Random(f"{name}/{seed}")
    sheet, index = fault.plant(sheet_of(base, chance, SIZE))
    findings: tuple[Finding, ...] = ((fault.kind, index),)
    made = file_of(base, sheet, chance, fault.touch)
    return replace(made, name=name, findings=findings)


# -- one item of a type, changed


def _index(sheet: Sheet, kind: str, place: int) -> int:
    before = 0
    for section in sheet.sections:
        if section.kind == kind:
            return before + place
        before += len(section.entries)
    raise KeyError(kind)


def _with_section(sheet: Sheet, kind: str, change: Callable[[Section], Section]) -> Sheet:
    sections = tuple(change(section) if section.kind == kind else section for section in sheet.sections)
    return replace(sheet, sections=sections)


def _of(kind: str, change: Callable[[Entry], Entry], place: int = 2) -> Callable[[Sheet], tuple[Sheet, int | None]]:
    """A change of the third item of a type; the finding is on it."""

    def plant(sheet: Sheet) -> tuple[Sheet, int | None]:
        def changed(section: Section) -> Section:
            entries = list(section.entries)
            entries[place] = change(entries[place])
            return replace(section, entries=tuple(entries))

        return _with_section(sheet, kind, changed), _index(sheet, kind, place)

    return plant


def _of_section(kind: str, **what: object) -> Callable[[Sheet], tuple[Sheet, int | None]]:
    return lambda sheet: (_with_section(sheet, kind, lambda section: replace(section, **what)), None)


def _untold(printed: str) -> Callable[[Entry], Entry]:
    """Something printed that is no answer."""
    return lambda entry: replace(entry.misprinted(answer=printed), answer=None)


def _four_options(entry: Entry) -> Entry:
    """The item with four options, the first of them right."""
    return replace(entry, options=entry.options[:4], answer="A", explanation="")


def _conflicting(entry: Entry) -> Entry:
    other = next(letter for letter in LETTERS if letter != entry.answer)
    stem = entry.stem if "（　　）" in entry.stem else entry.stem + "（　　）"
    return replace(entry.misprinted(key=other, answer=str(entry.answer)), stem=stem, answer=None)


def _lighter(entry: Entry) -> Entry:
    """A case whose sub-questions are worth less than it is."""
    return replace(entry, parts=tuple(replace(part, points=Fraction(1)) for part in entry.parts))


def _unpointed(entry: Entry) -> Entry:
    return entry.misprinted(points=False)


def _numbered(numbers: tuple[int, ...]) -> Callable[[Sheet], tuple[Sheet, int | None]]:
    """The single choices with these numbers; the finding is on the one after the third."""

    def plant(sheet: Sheet) -> tuple[Sheet, int | None]:
        def changed(section: Section) -> Section:
            entries = section.entries[: len(numbers)]
            pairs = zip(entries, numbers, strict=True)
            return replace(section, entries=tuple(entry.misprinted(number=number) for entry, number in pairs))

        return _with_section(sheet, "single", changed), 3

    return plant


def _essay(change: Callable[[Entry], Entry]) -> Callable[[Sheet], tuple[Sheet, int | None]]:
    return _of("essay", change, 1)


def _wrong_total(sheet: Sheet) -> tuple[Sheet, int | None]:
    return replace(sheet, total=Fraction(150)), None


def _last(sheet: Sheet) -> tuple[Sheet, int | None]:
    items = sum(len(section.entries) for section in sheet.sections)
    assert sheet.sections[-1].kind in OPEN
    return sheet, items - 1


# -- the page, changed


def _cut(page: list[Block]) -> list[Block]:
    """The page less the second half of its last words."""
    place = max(at for at, block in enumerate(page) if isinstance(block, Line) and block.text)
    last = page[place]
    assert isinstance(last, Line)
    text = last.text[: len(last.text) * 2 // 3].rstrip("，。；、：！？")
    return [*page[:place], replace(last, runs=(Run(text),))]


def _key_beside(page: list[Block]) -> list[Block]:
    """A key at the end beside the answers after the items, that says otherwise of one."""
    return [*page, line("参考答案", "heading"), line("一、单选题"), line("3. F", "answer")]


def _extra_entry(page: list[Block]) -> list[Block]:
    return [*page, line("29.√", "answer")]


_CHOSEN: Final = replace(BASES[0], name="plain, with a total", noise=("info",))
_CHOSEN_WORD: Final = replace(BASES[2], name="Word list, with a total", noise=("info",))
_FREE: Final = Layout("no headings", heading="none", restarts=False, stated="end", kinds=("single", "essay"))
_POINTED: Final = (
    Layout("points behind stems", heading="count alone", stated="end", kinds=_KINDS),
    Layout("points before stems in Word", heading="name alone", stated="front", kinds=_KINDS, container="docx"),
)
_CASES: Final = (
    Layout("cases", kinds=("single", "case")),
    Layout("cases in Word", kinds=("single", "case"), container="docx", sub="【问题1】"),
)
_PLAYED: Final = (
    Layout("played", kinds=("interview", "scenario")),
    Layout("played in Word", kinds=("scenario",), container="docx", label="【答案】"),
)
_UNKNOWN: Final = Entry("essay", "客服中心的值班电话（　　）", answer=None)
_AROUND_THE_CLOCK: Final = Entry("blank", "该平台的服务时间是____。", answer=(("24/7",),))
_CODE: Final = "请说明下面这段程序做了什么。\n```python\nprint(1)"
_TURNS: Final = "情景：客户来电投诉，请逐轮回应。\n第1轮 客户：“怎么又是你们？”\n第3轮 客户：“那好吧。”"

FAULTS: Final = (
    Fault(
        "no answer",
        "missing-answer",
        _of("single", lambda entry: replace(_untold("")(entry), explanation="")),
        bases=EVERY,
    ),
    Fault("no answer of a blank", "missing-answer", _of("blank", _untold("")), bases=EVERY),
    Fault("no answer in the key", "missing-answer", _of("single", _untold("")), bases=KEYED[::2]),
    Fault("letter beyond the options", "answer-out-of-range", _of("single", _untold("G")), bases=EVERY),
    Fault("one letter of several beyond", "answer-out-of-range", _of("multiple", _untold("ABH")), bases=EVERY),
    Fault("letter beyond the options in the key", "answer-out-of-range", _of("single", _untold("G")), bases=KEYED),
    Fault("two letters for one", "answer-type-mismatch", _of("single", _untold("AC")), bases=EVERY),
    Fault("a letter for a judgement", "answer-type-mismatch", _of("truefalse", _untold("C")), bases=EVERY),
    Fault("a sign for a choice", "answer-type-mismatch", _of("single", _untold("√")), bases=EVERY),
    Fault("stem and line differ", "answer-conflict", _of("single", _conflicting)),
    Fault(
        "line and key differ",
        "answer-conflict",
        _of("single", lambda entry: replace(entry.misprinted(answer=str(entry.answer)), answer=None)),
        _key_beside,
        (BASES[0], BASES[2]),
    ),
    Fault(
        "a label twice",
        "duplicate-option-label",
        _of("single", lambda entry: _four_options(entry).misprinted(labels="ABBD")),
    ),
    Fault("a slash between figures", "alternatives-unclear", _of("blank", lambda _: _AROUND_THE_CLOCK)),
    Fault("more answers than blanks", "blank-count-mismatch", _of("blank", _untold("甲；乙；丙；丁")), bases=EVERY),
    Fault("no stem", "empty-stem", _of("single", lambda entry: replace(entry, stem=""))),
    Fault(
        "no telling the type",
        "unknown-type",
        _of("essay", lambda _: _UNKNOWN, 1),
        bases=(
            _FREE,
            replace(_FREE, name="no headings in Word", container="docx"),
        ),
    ),
    Fault("a number twice", "duplicate-number", _numbered((1, 2, 3, 3, 4, 5)), bases=(BASES[0], BASES[1])),
    Fault("a number mistyped", "duplicate-number", _numbered((1, 2, 3, 3, 5, 6)), bases=(BASES[0], BASES[1])),
    Fault("a number left out", "number-gap", _numbered((1, 2, 3, 5, 6)), bases=(BASES[0], BASES[1])),
    Fault(
        "a label left out",
        "option-label-gap",
        _of("single", lambda entry: _four_options(entry).misprinted(labels="ABDE")),
    ),
    Fault(
        "a letter twice",
        "duplicate-answer-letter",
        _of("multiple", lambda entry: replace(_four_options(entry).misprinted(answer="ABB"), answer="AB")),
        bases=EVERY,
    ),
    Fault(
        "points of a heading",
        "points-mismatch",
        _of_section("single", total=Fraction(99)),
        bases=(
            BASES[0],
            BASES[1],
            BASES[2],
        ),
    ),
    Fault(
        "points of a rubric",
        "points-mismatch",
        _essay(lambda entry: entry.misprinted(rubric=("（1）要点齐全（2分）", "（2）条理清楚（1分）"))),
    ),
    Fault("points of sub-questions", "points-mismatch", _of("case", _lighter, 0), bases=_CASES),
    Fault("no points of one item", "points-missing", _of("single", _unpointed), bases=_POINTED),
    Fault("no points of a section", "points-missing", _of_section("truefalse", each=None)),
    Fault("another count", "count-mismatch", _of_section("multiple", count=9, total=Fraction(27)), bases=BASES[:3]),
    Fault("another total", "total-mismatch", _wrong_total, bases=(_CHOSEN, _CHOSEN_WORD)),
    Fault("an answer too many", "orphan-answer", lambda sheet: (sheet, None), _extra_entry, KEYED),
    Fault("a cut end", "truncated", _last, _cut, (BASES[0], BASES[1], BASES[3])),
    Fault(
        "a rubric of names",
        "rubric-without-points",
        _essay(lambda entry: entry.misprinted(rubric=("考察服务意识、表达能力和应变能力。",))),
    ),
    Fault("no reference answer", "missing-reference-answer", _essay(_untold("")), bases=EVERY),
    Fault(
        "a length that cannot be",
        "length-mismatch",
        _essay(lambda entry: replace(entry, stem=entry.stem + "（不少于500字，不超过200字）")),
    ),
    Fault("code that nothing closes", "unclosed-code", _essay(lambda entry: replace(entry, stem=_CODE))),
    Fault(
        "rounds that leave one out",
        "rounds-unclear",
        _of("scenario", lambda entry: replace(entry, stem=_TURNS), 0),
        bases=_PLAYED,
    ),
)
