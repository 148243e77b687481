"""Any paper that an item bank can hold is read back as it was from every format that says it carries it whole."""

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.markup.own_keys import fits_key
from kaochang.papers.reading import read_paper
from kaochang.papers.writing import gift, moodle, qti3, qti22
from kaochang.papers.writing.exported import Exported
from support.paper_items import papers
from support.round_trips import comparable, losses, read_back, written

ROOT = Path(__file__).resolve().parents[2]

WRITERS = {"qti3": qti3.write, "qti22": qti22.write, "moodle": moodle.write, "gift": gift.write}
LEFT_OUT = {
    "pictures": {"images"},
    "option-picture": {"options", "prompts"},
    "notes-of-keyed": {"scheme.reference", "scheme.rubric"},
}
"""What is not compared of a paper where a loss says so."""


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(exported=papers())
def test_what_is_written_is_read_back_or_told_as_a_loss(name, exported):
    said = losses(WRITERS[name], exported)
    back = read_back(WRITERS[name], exported)
    ignored = set().union(*(LEFT_OUT.get(key, set()) for key in said))
    found = [strip(item, ignored) for item in comparable(back.paper.items, back.media)]
    assert found == [strip(item, ignored) for item in comparable(exported.items, exported.media)]


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(exported=papers())
def test_without_answers_nothing_of_the_mark_scheme_comes_back(name, exported):
    back = read_back(WRITERS[name], exported, with_answers=False)
    assert [read.scheme for read in back.paper.items] == [type(read.scheme)() for read in exported.items]


SAMPLE = (ROOT / "banks" / "papers" / "outbound-agent.txt").read_bytes()


@cache
def sample(name):
    """The texts of a file of ours: itself, or the parts of the package."""
    read = read_paper(SAMPLE, "sample.txt")
    data = written(WRITERS[name], Exported(read.paper.title, read.paper.items, read.media))
    if not data.startswith(b"PK"):
        return {"": data.decode()}
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {part: archive.read(part).decode() for part in archive.namelist()}


def packed(texts):
    if "" in texts:
        return texts[""].encode("utf-8", "replace")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, text in texts.items():
            archive.writestr(part, text.encode("utf-8", "replace"))
    return out.getvalue()


def read_or_refused(data):
    try:
        return read_paper(data, "spoilt")
    except Refusal as refusal:
        if refusal.outcome is not Outcome.PAPER:
            raise
        return None


BITS = [
    "",
    '"',
    "'",
    "&quot;",
    "[",
    "]",
    "{",
    "}",
    "\\",
    "9",
    "-1",
    "A",
    "kaochang",
    "\n",
    "____",
    "image",
    "null",
    "<p>",
]
EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 30), st.sampled_from(BITS)), min_size=1, max_size=6)


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS, at_marks=st.booleans(), data=st.data())
def test_a_file_of_ours_that_somebody_spoilt_is_read_or_refused(name, edits, at_marks, data):
    """Near the marks above all: whatever they say, nothing but a refusal comes of it, and no key beyond its item."""
    texts = dict(sample(name))
    for place, length, put in edits:
        part = data.draw(st.sampled_from(sorted(texts)))
        text = texts[part]
        places = [found.end() for found in re.finditer(r"kaochang-[a-z-]+=", text)] if at_marks else []
        start = places[place % len(places)] + place % 7 if places else place % (len(text) + 1)
        texts[part] = text[:start] + put + text[start + length :]
    read = read_or_refused(packed(texts))
    for each in read.paper.items if read else ():
        assert each.scheme.correct is None or fits_key(each.item, each.scheme.correct)
        assert all(image.name in read.media for image in each.item.media)


def strip(item, ignored):
    return {name: value for name, value in item.items() if name not in ignored}
