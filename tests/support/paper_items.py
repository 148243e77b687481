"""Papers of any items for property tests: every type, with all that an item and its mark scheme can say."""

from fractions import Fraction

from hypothesis import strategies as st
from kaochang.domain.items import OPEN_TYPES, Image, Item, ItemType, Mode, Option, Stage, Table
from kaochang.domain.mark_schemes import Criterion, Difficulty, Level, MarkScheme, Rubric
from kaochang.domain.papers import PaperItem
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.writing.exported import Exported
from msgspec.structs import replace

PICTURE = b"\x89PNG\r\n\x1a\n"
_WORDS = "客户来电说系统用不了，请先登记。ABc 12.5％（甲）<b>&amp;=~#{}:\\%*->[]/'\"|!?"
_FORMULAS = (r"\(\frac{a}{b}\)", r"\( x_i^{2} \)", r"\[\sum_{i=1}^{n} i\]", r"\(\begin{matrix}a&b\\c&d\end{matrix}\)")
_CODE = ("```python\nif a:\n    print(1)\n```", "```\n//x\n\ny\t=  1\n```")


def _said(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def words(least: int = 1, most: int = 12) -> st.SearchStrategy[str]:
    """A line of words as a reader would keep it: no white space around it."""
    return st.text(_WORDS, min_size=least, max_size=most).map(lambda text: text.strip()).filter(_said)


def texts() -> st.SearchStrategy[str]:
    """A text of one or more lines, some with formulas, code and white space within."""
    inline = st.tuples(words(), st.sampled_from(["", "  ", "\u3000", "\t", *_FORMULAS]), words()).map("".join)
    inline = st.one_of(inline, words().map("\u3000\u3000{}".format))
    block = st.one_of(inline, words(), st.sampled_from(_CODE))
    return st.lists(block, min_size=1, max_size=3).map("\n".join)


def _distinct(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(words(), min_size=least, max_size=most, unique=True)


def _labelled(said: list[str], labels: str = "ABCDE") -> tuple[Option, ...]:
    return tuple(Option(labels[at], text) for at, text in enumerate(said))


@st.composite
def keyed_items(draw) -> PaperItem:
    """An objective item with its key."""
    kind = draw(st.sampled_from([kind for kind in ItemType if kind not in OPEN_TYPES]))
    item = Item(kind, draw(texts()))
    if kind is ItemType.TRUEFALSE:
        return PaperItem(item, MarkScheme(Judgement(draw(st.booleans()))))
    if kind is ItemType.BLANK:
        return draw(_blank_items())
    said = draw(_distinct(2, 5))
    options = _labelled(said, draw(st.sampled_from(["ABCDE", "abcde", "①②③④⑤", "ECDAB"])))
    labels = [option.label for option in options]
    if kind is ItemType.ORDERING:
        key = Order(tuple(draw(st.permutations(labels))))
        return PaperItem(replace(item, options=options), MarkScheme(key))
    if kind is ItemType.MATCHING:
        left = draw(_distinct(2, 4))
        prompts = tuple(Option(f"({at})", text) for at, text in enumerate(left, 1))
        pairs = tuple((prompt.label, draw(st.sampled_from(labels))) for prompt in prompts)
        return PaperItem(replace(item, options=options, prompts=prompts), MarkScheme(Pairs(pairs)))
    most = 1 if kind is ItemType.SINGLE else len(labels)
    right = draw(st.sets(st.sampled_from(labels), min_size=1, max_size=most))
    return PaperItem(replace(item, options=options), MarkScheme(Choice(tuple(sorted(right)))))


@st.composite
def _blank_items(draw) -> PaperItem:
    count = draw(st.integers(1, 3))
    drawn = draw(st.lists(st.sampled_from(["____", "______", "（　　）", "( )", ""]), min_size=count, max_size=count))
    stem = "".join(f"甲{mark}乙" for mark in drawn)
    accepted = st.lists(words(1, 6), min_size=1, max_size=3, unique=True).map(tuple)
    key = Accepted(tuple(draw(accepted) for _ in range(count)))
    return PaperItem(Item(ItemType.BLANK, stem, blanks=count), MarkScheme(key))


_POINTS = st.one_of(
    st.none(), st.integers(1, 20).map(Fraction), st.sampled_from([Fraction(1, 2), Fraction(5, 2), Fraction(1, 3)])
)


@st.composite
def open_items(draw) -> PaperItem:
    """An open item with whatever a scorer reads."""
    kind = draw(st.sampled_from(sorted(OPEN_TYPES)))
    stages = ()
    if kind is ItemType.SCENARIO and draw(st.booleans()):
        limit = st.one_of(st.none(), st.integers(10, 300))
        stages = tuple(draw(st.lists(st.builds(Stage, words(), limit), min_size=2, max_size=3)))
    item = Item(kind, draw(texts()), stages=stages)
    if not stages:
        least = draw(st.one_of(st.none(), st.integers(1, 300)))
        item = replace(item, min_words=least, max_words=draw(st.one_of(st.none(), st.integers(301, 900))))
    if kind is ItemType.INTERVIEW:
        item = replace(item, mode=draw(st.sampled_from(list(Mode))))
    levels = st.lists(st.builds(Level, words(1, 3), words(), _POINTS), max_size=2).map(tuple)
    criteria = st.lists(st.builds(Criterion, words(), _POINTS, st.one_of(st.just(""), words()), levels), max_size=2)
    rubric = draw(st.one_of(st.just(Rubric()), st.builds(Rubric, texts(), criteria.map(tuple))))
    return PaperItem(item, MarkScheme(reference=draw(texts()), rubric=rubric))


@st.composite
def paper_items(draw, media: dict[str, bytes]) -> PaperItem:
    """An item of any type, with all that may stand beside it. Its pictures are put into `media`."""
    read = draw(st.one_of(keyed_items(), open_items()))
    item = replace(read.item, points=draw(_POINTS), section=draw(st.sampled_from([None, "单选题", "案例/分析"])))
    cells = st.lists(st.lists(words(1, 4), min_size=2, max_size=2).map(tuple), min_size=1, max_size=2)
    tables = draw(st.lists(cells.map(lambda rows: Table(tuple(rows))), max_size=1))
    item = replace(item, tables=tuple(tables), images=tuple(draw(st.lists(_images(media), max_size=1))))
    if item.type in (ItemType.SINGLE, ItemType.MULTIPLE) and draw(st.booleans()):
        pictured = replace(item.options[0], image=draw(_images(media)))
        item = replace(item, options=(pictured, *item.options[1:]))
    if item.prompts and draw(st.booleans()):
        item = replace(item, prompts=(replace(item.prompts[0], image=draw(_images(media))), *item.prompts[1:]))
    scheme = MarkScheme(
        draw(st.sampled_from([read.scheme.correct] * 5 + [None])),
        read.scheme.reference,
        draw(st.one_of(st.just(""), texts())),
        read.scheme.rubric,
        tuple(draw(st.lists(st.sampled_from(["沟通表达", "A]类", "故障 诊断"]), max_size=2, unique=True))),
        difficulty=draw(st.one_of(st.none(), st.sampled_from(list(Difficulty)))),
    )
    return PaperItem(item, scheme)


@st.composite
def _images(draw, media: dict[str, bytes]) -> Image:
    data = PICTURE + draw(st.binary(max_size=4))
    name = f"{data.hex()}.png"
    media[name] = data
    return Image(name, "image/png")


@st.composite
def papers(draw) -> Exported:
    """A paper; some items that follow each other share their material."""
    media: dict[str, bytes] = {}
    found = draw(st.lists(paper_items(media), min_size=1, max_size=4))
    material = draw(st.one_of(st.just(""), texts()))
    items = []
    for at, read in enumerate(found, 1):
        shared = {"material": material, "section": found[0].item.section} if material and at < 3 else {}
        number = draw(st.sampled_from([str(at), f"{at}.2", "7"]))
        items.append(PaperItem(replace(read.item, number=number, **shared), read.scheme))
    return Exported(draw(st.sampled_from([None, "岗位认证试卷"])), tuple(items), media)
