"""The layouts of the corpus, by name: one for each way to do one thing, then blends of many."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Final

from papers_corpus.answers import AFTER, BLANKS, JOINED, JUDGED
from papers_corpus.headings import HEADINGS, WITHOUT_POINTS
from papers_corpus.layouts import ALL, BASIC, CLOSED, OBJECTIVE, WHOLE, WRITTEN, Layout
from papers_corpus.noise import BACK, FOOTERS, FRONT
from papers_corpus.numbers import BRACKETED, CIRCLED, LISTS, NUMBERS
from papers_corpus.options import ACROSS, OWN_LINE, WORD_ONLY

CHOICES: Final = ("single", "multiple")
KEYS: Final = ("key list", "key ranges", "key explained", "key table")
CODES: Final = ("utf-8", "gb18030 crlf", "utf-16", "utf-8 half", "utf-8 mixed")


def _numbers() -> Iterator[Layout]:
    for number in NUMBERS:
        kinds = BASIC if number == "none" else (*CLOSED, "essay")
        yield Layout(f"number {number}", number=number, kinds=kinds)
    for number in LISTS:
        yield Layout(f"number {number}", number=number, container="docx", kinds=(*CLOSED, "essay"))
    yield Layout("number runs on", number="1、", restarts=False, kinds=ALL)
    yield Layout("number runs on in Word", number="list 1、", restarts=False, container="docx")


def _options() -> Iterator[Layout]:
    for options in [*OWN_LINE, *ACROSS]:
        yield Layout(f"options {options}", options=options, kinds=CHOICES)
    for options in WORD_ONLY:
        yield Layout(f"options {options}", options=options, kinds=CHOICES, container="docx")
    for options in ("four by tabs", "four by wide spaces", "bold letters"):
        yield Layout(f"options {options} in Word", options=options, kinds=CHOICES, container="docx")


def _answers() -> Iterator[Layout]:
    for label in AFTER:
        yield Layout(f"answer {label}", label=label, kinds=(*CLOSED, "essay"))
    for judged in JUDGED:
        yield Layout(f"judged {judged}", judged=judged, kinds=("truefalse",))
    for joined in JOINED:
        yield Layout(f"letters {joined}", joined=joined, kinds=("multiple",))
    for blanks in (*BLANKS, "①", "(1)"):
        yield Layout(f"blanks {blanks}", blanks=blanks, kinds=("blank",))
    for blank in ("（　　）", "______________", "( )", "【　　】"):
        yield Layout(f"blanks as {blank}", blank=blank, kinds=("blank",))
    yield Layout("blanks underlined", blank="underlined", kinds=("blank",), container="docx")
    yield Layout("answer in the stem", place="stem")
    yield Layout("answer in the stem in Word", place="stem", container="docx", options="four by tabs")
    yield Layout("answer before the number", place="before", number="1、", kinds=BASIC)
    yield Layout("marked options", place="marked option", kinds=CHOICES)
    yield Layout("red options", place="red option", kinds=CHOICES, container="docx")
    yield Layout("bold options", place="bold option", kinds=CHOICES, container="docx")
    yield Layout("no answers", place="none", kinds=(*CLOSED, "essay"))


def _keys() -> Iterator[Layout]:
    for place in ("key list", "key rows", "key ranges", "key explained", "key table"):
        yield Layout(f"{place} by section", place=place, kinds=(*CLOSED, "essay", "case"))
    yield Layout("key ranges run on", place="key ranges", restarts=False, key="none", kinds=BASIC)
    yield Layout("key list runs on", place="key list", restarts=False, key="none", number="1、")
    yield Layout("key table runs on", place="key table", restarts=False, key="none", kinds=BASIC, container="docx")
    yield Layout("key by ordinals", place="key list", key="ordinal", key_title="【答案】")
    yield Layout("key by names", place="key ranges", key="name", key_title="试卷答案", kinds=BASIC)
    yield Layout("key in Word tables", place="key table", container="docx", kinds=(*CLOSED, "ordering"))
    yield Layout("key of automatic letters", place="key letters", container="docx", kinds=BASIC)
    yield Layout(
        "key explained in Word", place="key explained", container="docx", key_title="参考答案及解析", kinds=ALL
    )
    yield Layout("key file", place="key file", kinds=(*CLOSED, "essay"))
    yield Layout("key file in Word", place="key file", container="docx", number="list 1.")
    yield Layout("key file, numbers run on", place="key file", restarts=False, key="none", kinds=BASIC)
    yield Layout("key is the whole paper", place=f"{WHOLE}after", kinds=ALL, rubrics=True)
    yield Layout("key is the whole paper in Word", place=f"{WHOLE}after", container="docx", number="list 1.", kinds=ALL)
    yield Layout("key is the whole paper, in the stems", place=f"{WHOLE}stem")
    yield Layout("key is the whole paper, options marked", place=f"{WHOLE}marked option", kinds=CHOICES)
    yield Layout("key is the whole paper, runs on", place=f"{WHOLE}after", restarts=False, kinds=(*BASIC, "case"))


def _headings() -> Iterator[Layout]:
    for heading in HEADINGS:
        yield Layout(f"heading {heading}", heading=heading, synonym=len(heading) % 4, guides=len(heading) % 2 == 0)
    yield Layout("points behind stems", heading="count alone", stated="end")
    yield Layout("points before stems", heading="name alone", stated="front")
    yield Layout("points in square brackets", heading="name alone", stated="square")
    yield Layout("half points", half=True)
    yield Layout("points for each blank", per_blank=True, kinds=("single", "blank"))
    yield Layout("no headings", heading="none", restarts=False, stated="end", kinds=(*BASIC, "blank"))
    yield Layout("no headings, no points", heading="none", restarts=False, kinds=BASIC)
    for tag in ("（）", "【】", "[]"):
        yield Layout(f"tags {tag}", heading="none", restarts=False, tag=tag, stated="end", kinds=(*CLOSED, "essay"))
    yield Layout("tags with points", heading="none", restarts=False, tag="points", kinds=CLOSED, stated="")


def _noises() -> Iterator[Layout]:
    for noise in dict.fromkeys([*FRONT, *BACK, *FOOTERS]):
        container = "docx" if noise == "scores" else "utf-8"
        yield Layout(f"noise {noise}", noise=(noise,), container=container)
    everything = ("site", "seal", "cover", "info", "notices", "footers", "end")
    yield Layout("noise of all kinds", noise=everything, kinds=ALL)
    yield Layout("noise of all kinds in Word", noise=(*everything, "scores"), container="docx", kinds=ALL)


def _containers() -> Iterator[Layout]:
    for container in (
        *(
            "bom",
            "utf-16",
            "utf-16-be",
            "gb18030",
            "utf-8 crlf",
            "gb18030 crlf",
            "utf-16 crlf",
            "utf-8 cr",
            "utf-8 half",
        ),
        *("utf-8 full", "utf-8 mixed", "utf-8 nbsp", "utf-8 zero-width", "utf-8 trailing", "utf-8 no empty lines"),
        "utf-8 double spaced",
    ):
        yield Layout(f"text {container}", container=container, kinds=(*CLOSED, "essay"))
    for way in (
        "",
        " split",
        " tracked",
        " hidden",
        " controls",
        " links",
        " page fields",
        " soft breaks",
        " one table",
    ):
        yield Layout(f"Word {way}", container=f"docx {way}", kinds=(*CLOSED, "essay"))
    yield Layout("Word boxes", container="docx boxes", kinds=("single", "case"))


def _types() -> Iterator[Layout]:
    yield Layout("all types", kinds=ALL)
    yield Layout("all types in Word", kinds=ALL, container="docx", number="list 1.", rubrics=True)
    yield Layout("ordering and matching", kinds=("ordering", "matching"))
    yield Layout("written papers", kinds=WRITTEN, rubrics=True)
    yield Layout("interviews", kinds=("interview", "scenario"), heading="each", explained=False)
    for sub in ("(1)", "1)", "【问题1】", "问题1：", "①"):
        yield Layout(f"sub-questions {sub}", sub=sub, kinds=("single", "case"))


def _forms() -> Iterator[Layout]:
    """Tables and exchange formats."""
    kinds = (*CLOSED, "essay")
    for synonym, judged in enumerate(("对错", "√×", "正确错误", "TF")):
        yield Layout(f"Excel {synonym + 1}", container="xlsx", synonym=synonym, kinds=kinds, judged=judged)
    for way in ("titled", "one cell", "a row each", "per type", "second sheet", "points in words"):
        yield Layout(f"Excel, {way}", container=f"xlsx {way}", kinds=kinds, judged="正确错误", joined="A,B,D")
    yield Layout("Excel, true cells", container="xlsx true cells", kinds=BASIC)
    yield Layout("Excel, option numbers", container="xlsx option numbers", kinds=CHOICES)
    yield Layout("Excel, ordering", container="xlsx", kinds=("single", "ordering"))
    for container in ("csv", "csv bom", "csv gb18030", "csv utf-16", "csv semicolon", "tsv"):
        yield Layout(f"table {container}", container=container, kinds=kinds, judged="对错")
    yield Layout("QTI 1.2", container="qti12", kinds=CLOSED)
    yield Layout("QTI 2.1", container="qti21", kinds=OBJECTIVE)
    yield Layout("QTI 3.0", container="qti3", kinds=OBJECTIVE)
    yield Layout("Moodle", container="moodle", kinds=(*CLOSED, "matching"))
    yield Layout("GIFT", container="gift", kinds=CLOSED, heading="name alone")
    yield Layout("Aiken", container="aiken", kinds=("single",), heading="name alone", explained=False)
    yield Layout(
        "Aiken, brackets", container="aiken brackets", kinds=("single",), heading="name alone", explained=False
    )


def _mixtures() -> Iterator[Layout]:
    """What stands above items, and papers whose sections are set each in its own way."""
    for place in ("stem", "material", "options"):
        for synonym in (0, 1):
            yield Layout(f"shared {place} {synonym + 1}", shared=place, kinds=("single", "truefalse"), synonym=synonym)
    yield Layout("shared material, key at the end", shared="material", place="key list", kinds=BASIC)
    yield Layout("shared options in Word", shared="options", container="docx", kinds=("single", "essay"))
    yield Layout("volumes", volumes=True, kinds=(*CLOSED, "essay", "case"))
    yield Layout("volumes in Word", volumes=True, container="docx", number="list 1.", kinds=(*CLOSED, "essay"))
    yield Layout("volumes, numbers run on", volumes=True, restarts=False, number="1、", kinds=(*BASIC, "essay"))
    for place in range(8):
        container = ("utf-8", "docx", "gb18030", "docx split")[place % 4]
        noise = (("info", "notices"), ("site", "footers"), ("seal", "cover"), ("cover, spaced", "end"))[place % 4]
        yield Layout(f"mixed {place + 1}", mixed=True, container=container, noise=noise, kinds=ALL[: 4 + place % 7])
    yield Layout("mixed, key at the end", mixed=True, place="key list", kinds=(*CLOSED, "essay"))
    yield Layout("mixed, key ranges in Word", mixed=True, place="key ranges", container="docx", kinds=(*CLOSED, "case"))
    yield Layout("Word, paper as a table", container="docx paper table", kinds=(*CLOSED, "essay"), judged="对错")
    yield Layout("Word, paper as a table 2", container="docx paper table", kinds=CLOSED, synonym=1)
    yield Layout("boxed answers", place="boxed", kinds=CLOSED)
    yield Layout("boxed answers, square", place="boxed", label="[答案]", kinds=CLOSED)


NUMBER_OF_BLENDS: Final = 60


def _blends() -> Iterator[Layout]:
    """Choices put together by chance, the same each time: what no one has thought of."""
    for place in range(NUMBER_OF_BLENDS):
        yield _blend(f"blend {place + 1:02}", Random(f"blend/{place}"))


def _blend(name: str, chance: Random) -> Layout:
    in_word = chance.random() < 0.4
    number = chance.choice([each for each in NUMBERS if each != "none"] + (list(LISTS) if in_word else []))
    place = chance.choice(
        ("after", "after", "stem", "marked option", "key list", "key ranges", "key explained", "key table")
    )
    heading = chance.choice([each for each in HEADINGS if each not in WITHOUT_POINTS])
    layout = Layout(
        name,
        number=number,
        options=chance.choice([*OWN_LINE, *ACROSS, *(WORD_ONLY if in_word else ())]),
        place=place,
        label=chance.choice(list(AFTER)),
        judged=chance.choice(list(JUDGED)),
        joined=chance.choice(list(JOINED)),
        blanks=chance.choice([*BLANKS, "①"]),
        heading=heading,
        synonym=chance.randrange(4),
        guides=chance.random() < 0.3,
        stated=chance.choice(("", "", "end", "front")),
        blank=chance.choice(("____", "（　　）", "________")),
        noise=tuple(chance.sample(sorted({*FRONT, *BACK, *FOOTERS} - {"scores"}), 3)),
        container="docx"
        if in_word
        else chance.choice(("utf-8", "gb18030 crlf", "utf-16", "utf-8 half", "utf-8 mixed")),
        kinds=tuple(each for each in ALL if chance.random() < 0.6) or BASIC,
        restarts=chance.random() < 0.6,
        explained=chance.random() < 0.7,
        rubrics=chance.random() < 0.5,
        key_title=chance.choice(("参考答案", "答案", "参考答案及解析", "标准答案")),
        empty_lines=chance.random() < 0.5,
        half=chance.random() < 0.1,
        per_blank=chance.random() < 0.1,
        volumes=chance.random() < 0.15,
    )
    mixed = not in_word and place == "after" and chance.random() < 0.3
    return possible(replace(layout, mixed=mixed))


def possible(layout: Layout) -> Layout:
    """The layout less what no paper has: two things in one bracket, letters apart where answers stand in a row."""
    if layout.number in BRACKETED:
        layout = replace(
            layout, sub="【问题1】", kinds=tuple(kind for kind in layout.kinds if kind != "matching") or BASIC
        )
    if layout.number in CIRCLED:
        kinds = tuple(kind for kind in layout.kinds if kind not in ("case", "matching")) or BASIC
        layout = replace(layout, kinds=kinds, options="A. " if layout.options == "A space" else layout.options)
    if layout.number in BRACKETED | CIRCLED:
        layout = replace(layout, restarts=True, rubrics=False)
    if layout.place == "key explained":
        layout = replace(layout, explained=True)
    if layout.place in ("key ranges", "key list") or (layout.place == "key table" and layout.joined == "A B D"):
        layout = replace(layout, joined="ABD")
    if layout.place in ("stem", "before", "boxed") and layout.judged in ("YN", "options"):
        layout = replace(layout, judged="√×")
    if layout.place == "marked option":
        layout = replace(layout, options=layout.options if layout.options in OWN_LINE else "A. ")
    return layout


def layouts() -> list[Layout]:
    """All of them, each under a name of its own."""
    found = [
        possible(layout)
        for family in (
            _types,
            _numbers,
            _options,
            _answers,
            _keys,
            _headings,
            _noises,
            _containers,
            _forms,
            _mixtures,
            _blends,
        )
        for layout in family()
    ]
    assert len({layout.name for layout in found}) == len(found)
    return found
