"""A paper as a person types it in a layout: blocks for a container, and the truth that goes with them."""

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from papers_corpus import keys, noise, shared
from papers_corpus.answers import AFTER, is_lettered, is_open, spelled
from papers_corpus.entries import OPEN, Entry, Section, Sheet, plain
from papers_corpus.headings import GUIDES, HEADINGS, per_blank
from papers_corpus.layouts import WHOLE, Layout
from papers_corpus.numbers import NUMBERS
from papers_corpus.options import OPTIONS, OWN_LINE
from papers_corpus.pages import Block, Line, Run, line

TAGS = {"（）": "（{}）", "【】": "【{}】", "[]": "[{}]", "points": "（{}，{}分）"}
FILLED = ("（ {} ）", "\u2423{}\u2423")
"""A blank with its answer: in brackets, and in Word as underlined words, which stand between these signs until then."""
BOXED = ("（答案：{}）", "[答案: {}]")
STATED = {"end": "{0}（{1}分）", "front": "（{1}分）{0}", "square": "{0}[{1}分]"}
SUBS = {"（1）": "（{}）", "(1)": "({})", "1)": "{})", "【问题1】": "【问题{}】", "问题1：": "问题{}：", "①": "①"}


@dataclass(frozen=True)
class Typed:
    """A page and, where answers stand in a file of their own, the page of that file."""

    page: list[Block]
    key: list[Block]


def typed(layout: Layout, sheet: Sheet, chance: Random) -> Typed:
    """The whole paper."""
    page: list[Block] = []
    for ordinal, (section, numbered) in enumerate(sheet.numbered()):
        manner = varied(layout, chance) if layout.mixed else layout
        page += _volume(layout, section, ordinal)
        page += _headed(manner, section, ordinal)
        if layout.shared and ordinal == 0:
            page += shared.opening(layout.shared, numbered[0][0], second=layout.synonym > 0)
        for number, entry in numbered:
            page += _item(manner, section, entry, number, chance)
            page += [line("")] if layout.empty_lines else []
    apart = layout.place == "key file" or layout.place.startswith(WHOLE)
    behind = _key(layout, sheet, chance)
    if not apart:
        page += behind
    for name in layout.noise:
        if name in noise.FOOTERS:
            page = noise.between(page, name, sheet.title, chance)
    front: list[Block] = [line(sheet.title, "title")]
    for name in layout.noise:
        if name in noise.FRONT:
            lines = noise.FRONT[name](sheet, chance)
            front = [*lines, *front] if name in ("site", "seal") else [*front, *lines]
    back = [line(text) for name in layout.noise for text in noise.BACK.get(name, ())]
    if layout.place in ("red option", "bold option"):
        front.append(line(f"说明：选择题中{'红色' if layout.place == 'red option' else '加粗'}的选项为正确答案。"))
    return Typed([*front, *page, *back], behind if apart else [])


def _key(layout: Layout, sheet: Sheet, chance: Random) -> list[Block]:
    """The key: answers by number, or the paper once more with its answers filled in."""
    if layout.place.startswith(WHOLE):
        return typed(replace(layout, place=layout.place.removeprefix(WHOLE)), sheet, chance).page
    return keys.typed(layout, sheet, chance) if layout.place.startswith("key") else []


def varied(layout: Layout, chance: Random) -> Layout:
    """The layout as another person would go on with it in the next section; answers stay where they are."""
    numbers = ["1. ", "1、", "1．", "第1题", "01."]
    return replace(
        layout,
        number=chance.choice(numbers) if layout.restarts else layout.number,
        options=chance.choice(["A. ", "A、", "A．", "（A）", "A：", "a."]),
        label=chance.choice(["答案：", "【答案】", "参考答案：", "正确答案:", "答案：解析：", "[答案]"]),
        judged=chance.choice(["√×", "对错", "正确错误", "TF"]),
        joined=chance.choice(["ABD", "A、B、D", "A,B,D"]),
        heading=chance.choice(["count each total", "small items", "colon", "half-width", "next line"]),
        guides=chance.random() < 0.5,
    )


VOLUMES = ("第Ⅰ卷　客观题", "第Ⅱ卷　主观题")


def _volume(layout: Layout, section: Section, ordinal: int) -> list[Block]:
    """The heading of a part: above the first section, and above the first of those that people mark."""
    if not layout.volumes:
        return []
    is_first_open = section.kind == next((kind for kind in layout.kinds if kind in OPEN), "")
    return [line(VOLUMES[0], "heading")] if ordinal == 0 else [line(VOLUMES[1], "heading")] if is_first_open else []


def _headed(layout: Layout, section: Section, ordinal: int) -> list[Block]:
    if layout.heading == "none":
        return []
    style = "count alone" if section.each is None and not layout.stated else layout.heading
    write = per_blank if section.per_blank is not None else HEADINGS[style]
    texts = write(section, ordinal)
    if layout.guides and section.kind in GUIDES:
        texts = [*texts, GUIDES[section.kind]]
    return [line(text, "heading") for text in texts]


# -- one item


def _item(layout: Layout, section: Section, entry: Entry, number: int, chance: Random) -> list[Block]:
    if entry.parts:
        return _case(layout, section, entry, number)
    stem = _stem(layout, section, entry, number)
    options = _options(layout, entry, chance)
    if layout.options == "behind the stem" and is_lettered(entry):
        stem, options = _in_one_line(stem, options)
    return [*stem, *_prompts(entry), *options, *_after(layout, entry), *_rubric(layout, entry)]


def _in_one_line(stem: list[Block], options: list[Block]) -> tuple[list[Block], list[Block]]:
    """Stem and options in one line."""
    head, first = stem[-1], options[0]
    if not isinstance(head, Line) or not isinstance(first, Line):
        return stem, options
    return [*stem[:-1], replace(head, runs=(*head.runs, Run("  "), *first.runs))], options[1:]


def _numbered(layout: Layout, text: str, number: int, *, first: bool) -> Line:
    if layout.number.startswith("list "):
        return line(text, "stem", list="items", first=first)
    return line(NUMBERS[layout.number](number) + text, "stem")


def _stem(layout: Layout, section: Section, entry: Entry, number: int) -> list[Block]:
    first, *more = _tagged(layout, section, entry, _marked(layout, entry)).split("\n")
    head = _numbered(layout, first, number, first=section.entries[0] is entry and layout.restarts)
    if layout.place == "before" and stands_in_bracket(entry):
        head = head.before(f"（ {_spelled(layout, entry)} ）")
    return [_underlined(layout, head), *(line(text, "stem") for text in more)]


def _underlined(layout: Layout, head: Line) -> Line:
    """Blanks as underlined white space or with their answers underlined, which only Word has."""
    if "\u2423" in head.text:
        parts = [text for run in head.runs for text in run.text.split("\u2423")]
        runs = tuple(Run(text, "u" if place % 2 else "") for place, text in enumerate(parts) if text)
        return replace(head, runs=runs)
    if layout.blank != "underlined" or "____" not in head.text:
        return head
    spaced: list[Run] = []
    for place, text in enumerate(head.text.split("____")):
        spaced += [Run("        ", "u")] if place else []
        spaced += [Run(text)] if text else []
    return replace(head, runs=tuple(spaced))


def stands_in_bracket(entry: Entry) -> bool:
    """Whether its answer can stand in a bracket of its stem, or before its number."""
    return is_lettered(entry) or entry.kind == "truefalse"


def _marked(layout: Layout, entry: Entry) -> str:
    """The stem with its blanks, and with its answer where it stands there."""
    stem = entry.stem
    if layout.place == "stem" and stands_in_bracket(entry):
        stem = stem.replace("（　　）", f"（ {_spelled(layout, entry)} ）")
    elif layout.place == "stem" and isinstance(entry.answer, tuple):
        for texts in entry.answer:
            stem = stem.replace("____", FILLED[layout.is_word].format(texts[0]), 1)
    elif entry.kind == "blank" and layout.blank != "underlined":
        stem = stem.replace("____", layout.blank)
    if layout.place == "boxed" and not is_open(entry):
        stem += BOXED[layout.label.startswith("[")].format(_spelled(layout, entry))
    if entry.printed.key and not layout.place.startswith("key"):
        stem = stem.replace("（　　）", f"（ {entry.printed.key} ）")
    return stem


def _tagged(layout: Layout, section: Section, entry: Entry, stem: str) -> str:
    worth = section.worth(entry)
    points = plain(worth) if worth is not None else ""
    if layout.tag == "points":
        stem = TAGS["points"].format(section.title, points) + stem
    elif layout.tag:
        stem = TAGS[layout.tag].format(section.title) + stem
    if not points or not layout.stated or not entry.printed.points:
        return stem
    return STATED[layout.stated].format(stem, points)


def _prompts(entry: Entry) -> list[Block]:
    return [line(f"（{place}）{text}", "stem") for place, text in enumerate(entry.prompts, start=1)]


def _options(layout: Layout, entry: Entry, chance: Random) -> list[Block]:
    if entry.kind == "truefalse" and layout.judged == "options":
        return [line("A. 正确", "option"), line("B. 错误", "option")]
    if not entry.options or (layout.shared == "options" and entry.options == shared.OPTIONS):
        return []
    pairs = list(zip(entry.labels, entry.options, strict=True))
    if is_lettered(entry) and layout.place == "marked option":
        pairs = [(label, text + ("（正确答案）" if label in str(entry.answer) else "")) for label, text in pairs]
    style = layout.options if is_lettered(entry) or layout.options in OWN_LINE else "A. "
    blocks = OPTIONS[style](pairs, chance)
    if is_lettered(entry) and layout.place in ("red option", "bold option"):
        look = layout.place[0]
        return [
            Line((Run(block.text, look if label in str(entry.answer) else ""),), "option")
            for block, (label, _) in zip(blocks, pairs, strict=True)
            if isinstance(block, Line)
        ]
    return blocks


def _spelled(layout: Layout, entry: Entry) -> str:
    return spelled(entry, layout.judged, layout.joined, layout.blanks)


def _after(layout: Layout, entry: Entry) -> list[Block]:
    """The lines of answer and explanation; only the explanation where the answer stands elsewhere."""
    if layout.place == "none" or layout.place.startswith("key"):
        return []
    given, explained = AFTER[layout.label]
    elsewhere = layout.place != "after" and _stands_elsewhere(layout, entry)
    answer = "" if elsewhere else _spelled(layout, entry)
    explanation = entry.explanation if layout.explained else ""
    given = "参考答案：{}" if is_open(entry) else given
    if answer and explanation and given.count("{}") == 2:
        return [line(given.format(answer, explanation), "answer")]
    found: list[Block] = [line(_first_half(given, answer), "answer")] if answer else []
    return [*found, line((explained or "解析：{}").format(explanation), "answer")] if explanation else found


def _stands_elsewhere(layout: Layout, entry: Entry) -> bool:
    """Whether the layout puts the answer of this item into its stem, before its number or to its options."""
    in_stem = {"boxed": not is_open(entry), "stem": stands_in_bracket(entry) or entry.kind == "blank"}
    return in_stem.get(layout.place, is_lettered(entry) or (layout.place == "before" and stands_in_bracket(entry)))


def _first_half(form: str, answer: str) -> str:
    """A form of answer and perhaps explanation in one line, less the explanation."""
    return (form[: form.index("{}") + 2] if form.count("{}") == 2 else form).format(answer)


def _rubric(layout: Layout, entry: Entry) -> list[Block]:
    if entry.printed.rubric is not None:
        return [line("评分标准：", "answer"), *(line(text, "answer") for text in entry.printed.rubric)]
    if not layout.rubrics or not entry.criteria:
        return []
    lines = [f"（{place}）{name}（{plain(points)}分）" for place, (name, points) in enumerate(entry.criteria, start=1)]
    return [line("评分标准：", "answer"), *(line(text, "answer") for text in lines)]


def _case(layout: Layout, section: Section, entry: Entry, number: int) -> list[Block]:
    first = section.entries[0] is entry and layout.restarts
    ask, _, material = entry.stem.partition("\n")
    found: list[Block] = [_numbered(layout, ask if material else f"案例：{ask}", number, first=first)]
    found += [line(material, "material")] if material else []
    for place, part in enumerate(entry.parts, start=1):
        mark = SUBS[layout.sub].format(place) if layout.sub != "①" else chr(ord("①") + place - 1)
        points = f"（{plain(part.points)}分）" if part.points else ""
        found.append(line(f"{mark}{part.stem}{points}", "stem"))
        found += _after(layout, part)
    return found


def worth_of_parts(entry: Entry, each: Fraction) -> Entry:
    """A case whose points are shared out over its sub-questions."""
    shares = [each // len(entry.parts)] * len(entry.parts)
    shares[-1] = each - sum(shares[:-1])
    parts = zip(entry.parts, shares, strict=True)
    return replace(entry, parts=tuple(replace(part, points=Fraction(share)) for part, share in parts))
