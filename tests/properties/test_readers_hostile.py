"""Each paper reader against bytes of any kind, heaps of what its papers are made of, and changes to genuine files.

A paper is read and keeps its promises (support/paper_promises.py), or one refusal says why not, in bounded time. The
fuzzer starts from the same files (build/fuzz/papers) and drives the same readers; here hypothesis looks for the least
input that breaks one.
"""

import time
from dataclasses import replace

import msgspec
import pytest
from fuzz import paper_targets, run
from fuzz.judging import BrokenPromiseError
from fuzz.paper_samples import heap, parts, samples, zipped
from fuzz.xml_edits import edited
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kaochang.domain.authored import Code, read_authored
from kaochang.domain.formulas import parse_formula
from kaochang.domain.papers import Paper
from kaochang.domain.refusals import Refusal
from kaochang.papers.markup.html import to_authored
from kaochang.papers.markup.mathml import to_latex
from kaochang.papers.markup.omml import read_omml
from kaochang.papers.markup.xml import parse_xml
from lxml import etree
from support import paper_promises
from support.paper_promises import check

LONGEST_S = 2.0
"""CPU time that a small input may cost on a slow machine."""
FEW_RUNS = 120
TEXTS = ("text", "gift", "aiken", "table")
XML = ("moodle", "qti")
ZIPS = ("word", "sheet", "package", "exported")

few = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
numbers = st.lists(st.integers(0, 255), min_size=1, max_size=40)


def in_time(act):
    """What an act gives; too long is a fault. Once may be the collector's; what costs too much does so twice."""
    given, took = timed(act)
    if took >= LONGEST_S:
        given, took = timed(act)
    assert took < LONGEST_S
    return given


def timed(act):
    began = time.process_time()
    return act(), time.process_time() - began


def put(text, places):
    """A text with other words at some places: (where, how much goes, what comes)."""
    for where, gone, words in places:
        at = where % (len(text) + 1)
        text = text[:at] + words + text[at + gone :]
    return text


def edits_of(kind):
    words = st.sampled_from(heap(kind)) | st.text(max_size=3)
    return st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 12), words), max_size=6)


@pytest.mark.parametrize("kind", TEXTS)
@few
@given(st.data())
def test_any_heap_of_what_a_text_paper_is_made_of(kind, data):
    pieces = data.draw(st.lists(st.sampled_from([*heap(kind), "\n", "\n"]) | st.text(max_size=4), max_size=50))
    key = data.draw(st.none() | st.lists(st.sampled_from(heap("text")), max_size=20).map("".join))
    encoded = "".join(pieces).encode("utf-8", "surrogatepass")
    in_time(lambda: check(encoded, key.encode() if key is not None else None))


@pytest.mark.parametrize("kind", TEXTS)
@few
@given(st.data())
def test_a_genuine_text_paper_with_changes(kind, data):
    text = data.draw(st.sampled_from(samples(kind))).decode()
    changed = put(text, data.draw(edits_of(kind)))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
    in_time(lambda: check(changed.encode(encoding, "replace")))


@pytest.mark.parametrize("kind", TEXTS)
@few
@given(st.data())
def test_a_genuine_key_file_with_changes(kind, data):
    paper = data.draw(st.sampled_from([*samples("text"), *samples("table")]))
    key = put(data.draw(st.sampled_from(samples(kind))).decode(), data.draw(edits_of(kind)))
    in_time(lambda: check(paper, key.encode("utf-8", "replace")))


@pytest.mark.parametrize("kind", XML)
@few
@given(st.data())
def test_a_genuine_xml_file_with_changes_to_its_elements(kind, data):
    root = etree.fromstring(data.draw(st.sampled_from(samples(kind))))
    changed = edited(root, iter(data.draw(numbers)))
    in_time(lambda: check(changed))


@pytest.mark.parametrize("kind", ZIPS)
@few
@given(st.data())
def test_a_genuine_package_with_changes_to_one_part(kind, data):
    named = dict(parts(kind))
    name = data.draw(st.sampled_from([name for name in named if name.endswith((".xml", ".rels"))]))
    named[name] = edited(etree.fromstring(named[name]), iter(data.draw(numbers)))
    in_time(lambda: check(zipped(named)))


@pytest.mark.parametrize("kind", ZIPS)
@few
@given(st.data())
def test_a_genuine_package_with_a_part_missing_doubled_or_of_any_bytes(kind, data):
    named = dict(parts(kind))
    for _ in range(data.draw(st.integers(1, 3))):
        name, other = (data.draw(st.sampled_from(sorted(parts(kind)))) for _ in "ab")
        named[name] = data.draw(st.binary(max_size=40) | st.just(named.get(other, b"")))
        if data.draw(st.booleans()):
            del named[name]
    in_time(lambda: check(zipped(named)))


@pytest.mark.parametrize("kind", [*XML, *ZIPS])
@few
@given(st.data())
def test_a_genuine_file_with_any_bytes_changed_or_cut(kind, data):
    whole = bytearray(samples(kind)[0] if kind in XML else zipped(parts(kind)))
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    in_time(lambda: check(bytes(whole[: data.draw(st.integers(1, len(whole)))])))


@pytest.mark.parametrize("kind", [*TEXTS, *XML, *ZIPS])
def test_the_genuine_files_are_read(kind):
    """What the suites start from is no heap of refusals: else they would reach nothing."""
    whole = [zipped(parts(kind))] if kind in ZIPS else samples(kind)
    read = [check(data) for data in whole]
    assert all(isinstance(paper, Paper) and paper.items for paper in read[: len(read) - (kind == "table")])


@few
@given(st.text(max_size=120) | st.lists(st.sampled_from(heap("html")), max_size=40).map("".join))
def test_any_html(text):
    told = in_time(lambda: to_authored(text))
    code = [block for block in read_authored(told.text) if isinstance(block, Code)]
    assert code or not told.text or all(line.strip() for line in told.text.split("\n"))


@pytest.mark.parametrize(("kind", "read"), [("mathml", to_latex), ("omml", lambda element: read_omml(element).latex)])
@few
@given(st.data())
def test_a_genuine_formula_with_changes_is_a_formula_or_none(kind, read, data):
    root = etree.fromstring(data.draw(st.sampled_from(samples(kind))))
    try:
        element = parse_xml(edited(root, iter(data.draw(numbers))))
    except Refusal:
        return
    latex = in_time(lambda: read(element))
    assert not latex or parse_formula(latex) is not None


@pytest.mark.parametrize("name", run.PAPERS)
def test_the_inputs_of_the_fuzzer_find_nothing(name):
    """A few of them; coverage chooses a million for each target in `dev.py heavy`."""
    run.by_chance(name, FEW_RUNS)


def test_the_fuzzer_drives_every_target_of_papers():
    assert set(run.PAPERS) == set(paper_targets.TARGETS)


@pytest.mark.parametrize("name", ["papers", "text", "moodle", "word"])
def test_a_target_finds_a_reader_that_breaks_its_promises(name, monkeypatch):
    """A reader that forgets the findings: then an item without a key is nobody's fault."""
    real = paper_promises.read_paper

    def forgetful(data, where, key=None):
        read = real(data, where, key)
        return replace(read, paper=msgspec.structs.replace(read.paper, findings=()))

    monkeypatch.setattr(paper_promises, "read_paper", forgetful)
    with pytest.raises(BrokenPromiseError, match="promise"):
        run.by_chance(name, 2_000)


def test_a_target_finds_an_exception_that_is_no_refusal(monkeypatch):
    monkeypatch.setattr(paper_targets, "to_authored", lambda text: text[10_000])
    with pytest.raises(IndexError):
        run.by_chance("html", 5)


DEEP = 100_000


def in_quiz(kind, text, form="html"):
    told = f'<questiontext format="{form}"><text>{text}</text></questiontext>'
    return f'<quiz><question type="{kind}">{told}</question></quiz>'


REPEATED = {
    "options without end": "a{=" + "~" * DEEP + "}",
    "options": "a{=b" + "~c" * 20_000 + "}",
    "braces that are closed by one": "{" * DEEP + "=a}",
    "braces with answers": "a" + "{=" * DEEP,
    "titles": "::" * DEEP + "{T}",
    "formulas": "\\(" * DEEP + "\\n{T}",
    "arrows": "a{=b" + "->" * DEEP + "}",
    "many entries": "a{=b}\n\n" * 5_000,
    "braces over empty lines": "{\n\n" * 20_000 + "=}",
    "tags in comments": "// [tag:" * DEEP + "\na{T}",
    "paragraphs in paragraphs": "[html]" + "<p>" * DEEP + "{T}",
    "half a tag": "<b" * DEEP + "{T}",
    "tags that are never closed": "<b>" * DEEP + "{T}",
    "marks of Markdown": "[markdown]" + "**a" * DEEP + "![" * 1000 + "{T}",
    "gaps that are never closed": in_quiz("cloze", "{1:SA:=\\" * 20_000),
    "gaps": in_quiz("cloze", "{1:SA:=a}" * 5_000),
    "gaps with choices": in_quiz("cloze", "{1:MC:=a~b}" * 300),
    "gaps to choose for": in_quiz("gapselect", "[[1]]" * 300),
    "pictures of Markdown": in_quiz("essay", "![a](" * 20_000, "markdown"),
    "categories": "<quiz>"
    + '<question type="category"><category><text>a</text></category></question>' * 5_000
    + "</quiz>",
    "items of Aiken without a key": "甲\nA. 一\nB. 二\n" * 3_000 + "ANSWER: A",
    "commas": "题干,答案\n" + "," * DEEP,
    "quotes": "题干,答案\n" + '"' * DEEP,
    "rows": "题干,答案\n" + "甲,乙\n" * 2_000,
    "letters of one answer": "一、单选题\n1. 甲（ ）\nA. 一\nB. 二\n答案：" + "A B C D " * 10 + "见书",
    "letters in a key": "1. 甲（ ）\nA. 一\nB. 二\n参考答案\n1. " + "a b c d " * 10 + "见书",
    "lines of dashes": "1. 甲\n" + ("-" * 190 + "\n") * 200 + ("-" * 190 + "乙\n") * 200,
    "a key of many lines": "一、问答题\n1. 甲为何？\n2. 乙为何？\n参考答案\n一、问答题\n1. 丙\n"
    + "".join(f"丁{place}戊\n" for place in range(20_000)),
}


@pytest.mark.parametrize("name", REPEATED)
def test_a_file_that_repeats_itself_is_read_or_refused_in_bounded_time(name):
    began = time.process_time()
    check(REPEATED[name].encode())
    assert time.process_time() - began < 12
