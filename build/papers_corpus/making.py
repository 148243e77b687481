"""Makes a paper of the corpus: the same bytes for the same layout and seed, and the truth beside them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from papers_corpus import shared
from papers_corpus.entries import LETTERS, OPEN, Answer, Entry, Section, Sheet
from papers_corpus.exchange import exchange_file
from papers_corpus.headings import NAMES, WITHOUT_POINTS
from papers_corpus.layouts import WHOLE, Layout
from papers_corpus.options import ACROSS, WORD_ONLY
from papers_corpus.pages import Block, Grid, line
from papers_corpus.pool import plain_options, pool, short_options, without_bracket
from papers_corpus.tables_file import Touch, paper_table, table_file
from papers_corpus.text_file import text_file
from papers_corpus.truth import Told, told
from papers_corpus.typist import stands_in_bracket, typed, worth_of_parts
from papers_corpus.word_file import word_file

WORTH = {
    "single": 2,
    "multiple": 3,
    "truefalse": 1,
    "blank": 2,
    "ordering": 2,
    "matching": 4,
    "essay": 5,
    "case": 8,
    "interview": 10,
    "scenario": 10,
}
MOST = {"case": 2, "ordering": 4, "matching": 3, "essay": 3, "interview": 3, "scenario": 2}
TITLES = ("上岗认证考试试卷", "年度技能考核题库", "岗前培训测试题（A卷）", "季度业务知识考试", "应知应会试题")
Finding = tuple[str, int | None]
"""Kind, and the position of the item in the paper; None for a section or the whole paper."""


@dataclass(frozen=True)
class Made:
    """One file of the corpus; `findings` are those that a reader must have, and no others."""

    name: str
    file: str
    data: bytes
    truth: Told
    findings: tuple[Finding, ...] = ()
    key: bytes | None = None


def made(layout: Layout, seed: int = 0, size: int = 8) -> Made:
    """The paper of a layout; `size` is how many items a section of short items has."""
    chance = Random(f"{layout.name}/{seed}")
    return file_of(layout, sheet_of(layout, chance, size), chance)


# -- what is asked


def sheet_of(layout: Layout, chance: Random, size: int) -> Sheet:
    """Items chosen by chance, that this layout can hold."""
    sections = tuple(_section(layout, kind, chance, size) for kind in layout.kinds)
    return Sheet(chance.choice(TITLES), sections, layout.restarts)


def _section(layout: Layout, kind: str, chance: Random, size: int) -> Section:
    fitting = [entry for entry in pool()[kind] if _fits(layout, entry)]
    number = min(MOST.get(kind, size), size, len(fitting))
    entries = chance.sample(fitting, number)
    has_points = bool(layout.stated) or layout.tag == "points" or layout.heading not in WITHOUT_POINTS
    each = Fraction(WORTH[kind]) if has_points else None
    if each is not None and layout.half and kind not in OPEN:
        each /= 2 if each == 1 else Fraction(2)
    per_blank = Fraction(1) if layout.per_blank and kind == "blank" else None
    entries = [_settled(layout, entry, each) for entry in entries]
    section = Section(kind, NAMES[kind][layout.synonym], tuple(entries), each, per_blank)
    return shared.joined(section, layout.shared) if layout.shared and kind == layout.kinds[0] else section


def _fits(layout: Layout, entry: Entry) -> bool:
    """Whether these words can be set so without another meaning."""
    if layout.container.split()[0] in ("qti12", "moodle", "gift") and entry.kind == "blank":
        return len(entry.answer) == 1 if isinstance(entry.answer, tuple) else False
    if layout.options == "four by nothing" and any(text[-1].isascii() for text in entry.options):
        return False
    if layout.options in ACROSS:
        return not entry.options or entry.kind not in ("single", "multiple") or short_options(entry)
    if layout.options in WORD_ONLY or layout.options in ("A space", "wrapped"):
        return not entry.options or plain_options(entry)
    return True


def _settled(layout: Layout, entry: Entry, each: Fraction | None) -> Entry:
    """The item as this layout shows it, less what it leaves out."""
    if layout.place == "before" and entry.kind == "truefalse":
        entry = without_bracket(entry)
    if layout.place.removeprefix(WHOLE) == "stem":
        entry = _with_bracket(entry)
    if entry.prompts and layout.container == "moodle":
        entry = _by_prompts(entry)
    if entry.parts and layout.container == "docx boxes":
        entry = replace(entry, stem=f"阅读下面的案例，回答问题。\n{entry.stem}")
    if entry.parts and each is not None:
        entry = worth_of_parts(entry, each)
    if not layout.rubrics or sum((points for _, points in entry.criteria), Fraction()) != each:
        entry = replace(entry, criteria=())
    explained = layout.explained and layout.place != "none"
    explained = explained and (
        not layout.place.startswith("key") or layout.place == "key explained" or layout.place.startswith(WHOLE)
    )
    entry = entry if explained else replace(entry, explanation="")
    if layout.place == "none":
        entry = replace(entry, answer=None, parts=tuple(replace(part, answer=None) for part in entry.parts))
    return entry


def _with_bracket(entry: Entry) -> Entry:
    """An item whose answer stands in its stem: it has a place there, and one text for each blank."""
    answer: Answer = entry.answer
    if isinstance(answer, tuple):
        return replace(entry, answer=tuple(texts[:1] for texts in answer))
    if stands_in_bracket(entry) and "（　　）" not in entry.stem:
        return replace(entry, stem=entry.stem + "（　　）")
    return entry


def _by_prompts(entry: Entry) -> Entry:
    """A matching item whose options stand in the order of the prompts that they belong to, the others behind them."""
    chosen = re.findall(r"-([A-H])", str(entry.answer))
    order = [*chosen, *(label for label in entry.labels if label not in chosen)]
    options = tuple(entry.options[LETTERS.index(label)] for label in order)
    pairs = " ".join(f"({place})-{label}" for place, label in enumerate(LETTERS[: len(chosen)], start=1))
    return replace(entry, options=options, answer=pairs)


# -- the file


def file_of(
    layout: Layout,
    sheet: Sheet,
    chance: Random,
    touch: Callable[[list[Block]], list[Block]] = list,
    retabled: Touch = list,
) -> Made:
    """The file of a sheet, and its truth; `touch` is done to the page before it goes into the file, `retabled` to the
    table that a form is."""
    if layout.is_form:
        return _form_of(layout, sheet, retabled)
    pages = typed(layout, sheet, chance)
    pages = replace(pages, page=touch(pages.page))
    truth = told(sheet)
    for item in truth["items"][:3] if layout.shared in ("stem", "material") else ():
        item["material"] = shared.told(layout.shared, truth["items"][0]["number"], second=layout.synonym > 0)
    if layout.heading == "none":
        for item in truth["items"]:
            item["section"] = None
    key = None
    if layout.way == "paper table":
        page = _as_table(layout, sheet, retabled)
        data, truth = word_file(page, "docx", layout.number, chance), _unheaded(truth)
    elif layout.is_word:
        data = word_file(pages.page, layout.container, layout.number, chance)
        key = word_file(pages.key, "docx", layout.number, chance) if pages.key else None
    else:
        data = text_file(pages.page, layout.container, chance)
        key = text_file(pages.key, "utf-8", chance) if pages.key else None
    suffix = "docx" if layout.is_word else "txt"
    return Made(layout.name, f"paper.{suffix}", data, truth, _findings(layout, truth), key)


def _as_table(layout: Layout, sheet: Sheet, touch: Touch) -> list[Block]:
    """A page that holds the whole paper in one table."""
    rows = paper_table(layout, sheet, touch)
    return [line(sheet.title, "title"), Grid(tuple(tuple(str(cell) for cell in row) for row in rows))]


def _form_of(layout: Layout, sheet: Sheet, touch: Touch) -> Made:
    """A sheet or exchange file: what such files do not number or head is not asked for."""
    kind = layout.container.split()[0]
    is_table = kind in ("xlsx", "csv", "tsv")
    data = table_file(layout, sheet, touch) if is_table else exchange_file(layout.container, sheet)
    truth = _unheaded(told(sheet))
    suffix = {"qti12": "xml", "moodle": "xml", "qti21": "zip", "qti3": "zip", "gift": "txt", "aiken": "txt"}
    return Made(layout.name, f"paper.{suffix.get(kind, kind)}", data, truth, _findings(layout, truth))


def _unheaded(truth: Told) -> Told:
    """The truth of a paper whose form neither numbers items nor heads sections."""
    for item in truth["items"]:
        del item["number"], item["section"]
    return truth


def _findings(layout: Layout, truth: Told) -> tuple[Finding, ...]:
    """What a reader must say of a paper without faults: only what it leaves out."""
    found: list[Finding] = []
    for index, item in enumerate(truth["items"]):
        if layout.place == "none":
            found.append(("missing-reference-answer" if item["type"] in OPEN else "missing-answer", index))
    if all(item["points"] is None for item in truth["items"]):
        found.append(("points-missing", None))
    return tuple(found)
