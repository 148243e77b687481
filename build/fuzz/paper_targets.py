"""What the fuzzer drives of the paper readers: files of any bytes, and changes to what genuine ones say.

A target takes any bytes and comes back, or it has found something: an exception that is no refusal of a paper, a
promise of what was read that does not hold (tests/support/paper_promises.py), or more than a second of work.
"""

import random
from collections.abc import Callable
from functools import cache, partial

from fuzz.judging import BrokenPromiseError, Target, outcome
from fuzz.paper_samples import heap, parts, samples, zipped
from fuzz.xml_edits import edited
from kaochang.domain.formulas import parse_formula
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.markup.html import to_authored
from kaochang.papers.markup.mathml import to_latex
from kaochang.papers.markup.omml import read_omml
from kaochang.papers.markup.xml import parse_xml
from lxml import etree
from support.paper_promises import check

LONGEST = 16 * 1024
"""Bytes of an input: papers say the same thing over and over."""

_TEXTS = ("text", "gift", "aiken", "table")
_XML = ("moodle", "qti")
_ZIPS = ("word", "sheet", "package", "exported")


def _judged(act: Callable[[], object]) -> object:
    """What an act gives; a promise that does not hold is a find, and so is work that takes too long."""
    try:
        return outcome(act, {Outcome.PAPER})[1]
    except AssertionError as error:
        raise BrokenPromiseError(f"a promise that does not hold: {error}") from error


def papers(data: bytes) -> None:
    """Any bytes as a file."""
    _judged(lambda: check(data))


def keyed(data: bytes) -> None:
    """Any bytes as a file and its key: the first says where one ends and the other begins."""
    if data:
        at = 1 + data[0] * len(data) // 256
        _judged(lambda: check(data[1:at], data[at:]))


def scraps(kind: str, data: bytes) -> None:
    """The bytes as a heap of what papers of a text format are made of: most name a scrap, some break a line."""
    words = heap(kind)
    text = "".join("\n" if byte >= 224 else words[byte % len(words)] for byte in data[:400])
    _judged(lambda: check(text.encode()))


def xml_file(kind: str, data: bytes) -> None:
    """The bytes as changes to an XML file (the first chooses which)."""
    if len(data) > 1:
        files = samples(kind)
        changed = edited(etree.fromstring(files[data[0] % len(files)]), iter(data[1:]))
        _judged(lambda: check(changed))


def zip_file(kind: str, data: bytes) -> None:
    """The bytes as changes to one part of a zip (the first chooses it), or as that part."""
    if len(data) > 1:
        named = dict(parts(kind))
        name = sorted(named)[data[0] % len(named)]
        is_xml = name.endswith((".xml", ".rels"))
        named[name] = edited(etree.fromstring(named[name]), iter(data[1:])) if is_xml else data[1:]
        _judged(lambda: check(zipped(named)))


def html(data: bytes) -> None:
    """Any bytes as an HTML text."""
    text = data.decode("utf-8", "replace")
    _judged(lambda: to_authored(text))


def html_edits(data: bytes) -> None:
    """The bytes as changes to an HTML text."""
    _markup("html", data, to_authored)


def mathml(data: bytes) -> None:
    """The bytes as changes to MathML: what is made of it is a formula, or nothing."""

    def read(element: etree._Element) -> None:
        latex = to_latex(element)
        if latex is not None and parse_formula(latex) is None:
            raise BrokenPromiseError(f"no formula: {latex!r}")

    _markup("mathml", data, read)


def omml(data: bytes) -> None:
    """The bytes as changes to a Word formula: what is made of it is a formula, or words."""

    def read(element: etree._Element) -> None:
        formula = read_omml(element)
        if formula.latex and parse_formula(formula.latex) is None:
            raise BrokenPromiseError(f"no formula: {formula.latex!r}")

    _markup("omml", data, read)


def _markup(kind: str, data: bytes, read: Callable[[etree._Element], object]) -> None:
    if len(data) < 2:
        return
    source = samples(kind)[data[0] % len(samples(kind))]
    root = etree.HTML(source, etree.HTMLParser(encoding="utf-8")) if kind == "html" else etree.fromstring(source)
    changed = edited(root, iter(data[1:]))
    try:
        element = parse_xml(changed)
    except Refusal:
        return  # nested too deep, as no file that is read can be
    _judged(lambda: read(element))


TARGETS: dict[str, Target] = {
    "papers": papers,
    "keyed": keyed,
    **{kind: partial(scraps, kind) for kind in _TEXTS},
    **{kind: partial(xml_file, kind) for kind in _XML},
    **{kind: partial(zip_file, kind) for kind in _ZIPS},
    "html": html,
    "html-edits": html_edits,
    "mathml": mathml,
    "omml": omml,
}


@cache
def _files() -> list[bytes]:
    texts = [data for kind in (*_TEXTS, *_XML) for data in samples(kind)]
    return texts + [zipped(parts(kind)) for kind in _ZIPS]


def seeds(name: str) -> list[bytes]:
    """Genuine inputs of a target, from which others are made."""
    if name == "papers":
        return _files()
    if name == "keyed":
        return [bytes([128]) + data + b"1-2 AB\n1. A\n" for data in _files() if len(data) < LONGEST]
    if name == "html":
        return samples("html")
    dice = random.Random(name)
    return [bytes([at]) + dice.randbytes(24) for at in range(32)]
