"""Every finding and refusal has its sentence in both languages, with exactly the places that the code fills."""

import json
import re
import string

import pytest
from kaochang.domain.papers import Kind
from kaochang.papers.contract import message_params
from kaochang.papers.reading import read_paper
from unit.papers.support import BANK, ROOT, STRINGS, catalogue

LANGUAGES = ("zh_CN", "en")
BAD = sorted(path for path in (BANK / "bad").iterdir() if path.suffix != ".json")
OF_SHEETS = {
    "finding.duplicate-item.elsewhere",
    *(
        f"finding.columns-assumed.{what}"
        for what in ("option", "answer", "points", "rubric", "explanation", "codes", "hidden")
    ),
    *(f"finding.left-out.{what}" for what in ("sheet", "columns", "column", "rows", "values")),
    *(f"finding.left-out.{what}" for what in ("picture", "picture-nowhere", "text-box")),
}
"""Sentences about Excel files alone: see sheets/."""
OF_PACKAGES = {"finding.left-out.instructions"}
"""Sentences about packages alone: see structured/test_qti_packages.py."""

OF_KEYS = {
    *("finding.answer-out-of-range.key", "finding.answer-conflict.rubric", "finding.points-mismatch.key"),
    *("finding.orphan-answer.item", "finding.orphan-answer.paper"),
    *(f"finding.left-out.key-{what}" for what in ("explanation", "competencies", "difficulty")),
}
"""Sentences about separate keys alone: see test_paper_as_key.py."""


def texts(language):
    return json.loads((STRINGS / f"papers.{language}.json").read_text(encoding="utf-8"))


def test_both_languages_have_the_same_keys_and_places():
    zh, en = (texts(language) for language in LANGUAGES)
    assert zh.keys() == en.keys()
    for key in zh:
        places = [{name for _, name, _, _ in string.Formatter().parse(text[key]) if name} for text in (zh, en)]
        assert places[0] == places[1], key


def test_every_kind_has_a_sentence():
    keys = texts("zh_CN")
    assert not [kind for kind in Kind if not any(key.startswith(f"finding.{kind.value}") for key in keys)]


def test_every_refusal_in_the_code_has_a_sentence_and_a_next_step():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "desktop/kaochang/papers").rglob("*.py"))
    keys = {f"refusal.{key}" for key in re.findall(r'"(paper\.[a-z-]+)"', code)}
    expected = keys | {f"{key}.next" for key in keys}
    assert {key for key in texts("zh_CN") if key.startswith("refusal.")} == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_the_bad_papers_fills_its_sentence(language):
    words = catalogue(language)
    for path in BAD:
        for finding in read_paper(path.read_bytes(), path.name).paper.findings:
            key = f"finding.{finding.kind.value}" + (f".{finding.variant}" if finding.variant else "")
            assert words(key, **message_params(finding, words))


def test_every_variant_that_has_a_sentence_occurs_in_a_bad_paper():
    seen = set()
    for path in BAD:
        for finding in read_paper(path.read_bytes(), path.name).paper.findings:
            seen.add(f"finding.{finding.kind.value}" + (f".{finding.variant}" if finding.variant else ""))
    unseen = {key for key in texts("en") if key.startswith("finding.")} - seen - OF_SHEETS - OF_PACKAGES - OF_KEYS
    assert not unseen
