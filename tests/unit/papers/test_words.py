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
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "desktop/kaochang/papers").glob("*.py"))
    keys = {f"refusal.{key}" for key in re.findall(r'"(paper\.[a-z-]+)"', code)}
    expected = keys | {f"{key}.next" for key in keys}
    assert {key for key in texts("zh_CN") if key.startswith("refusal.")} == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_the_bad_papers_fills_its_sentence(language):
    words = catalogue(language)
    for path in (BANK / "bad").glob("*.txt"):
        for finding in read_paper(path.read_bytes(), path.name).paper.findings:
            key = f"finding.{finding.kind.value}" + (f".{finding.variant}" if finding.variant else "")
            assert words(key, **message_params(finding, words))


def test_every_variant_that_has_a_sentence_occurs_in_a_bad_paper():
    seen = set()
    for path in (BANK / "bad").glob("*.txt"):
        for finding in read_paper(path.read_bytes(), path.name).paper.findings:
            seen.add(f"finding.{finding.kind.value}" + (f".{finding.variant}" if finding.variant else ""))
    unseen = {key for key in texts("en") if key.startswith("finding.")} - seen
    assert unseen == {"finding.missing-answer.looks"}  # looks exist in Word files only: see test_word.py
