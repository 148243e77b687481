"""Help pages are whole and wholly in the terminal's language."""

import re

import pytest
from kaochang.cli import build, language_of
from support.exam_day import kaochang, no_window, terminal

VERBS = sorted(build(terminal(), no_window).commands)
OF_CLICK = ("Usage", "Options", "Commands", "Show this message", "default", "required", "COMMAND")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_of_every_verb_ends_well_and_needs_nothing(verb, language):
    ran = kaochang(*([verb] if verb else []), "--help", language=language)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("用法：" if language == "zh_CN" else "Usage:")


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_chinese_help_holds_none_of_clicks_english(verb):
    page = kaochang(*([verb] if verb else []), "--help").out
    assert [word for word in OF_CLICK if re.search(rf"\b{word}\b", page)] == []


@pytest.mark.parametrize("verb", VERBS)
def test_english_help_holds_no_chinese_but_examples_of_items_and_keys(verb):
    page = kaochang(verb, "--help", language="en").out
    for example in ("单选题#3", "对"):
        page = page.replace(example, "")
    assert re.findall(r"[\u4e00-\u9fff]+", page) == []


def test_the_verbs_stand_in_the_order_of_an_exam():
    page = kaochang("--help").out
    journey = ["read", "assemble", "seal", "unlock", "sit", "hand-in", "collect", "merge", "mark", "report"]
    places = [re.search(rf"^  {verb} ", page, re.MULTILINE).start() for verb in journey]
    assert places == sorted(places)


def test_defaults_ranges_and_duties_are_told():
    page = " ".join(kaochang("assemble", "--help").out.split())
    assert "[默认 90; 1<=x<=1440]" in page
    assert "[必填]" in kaochang("seal", "--help").out


@pytest.mark.parametrize(
    ("arguments", "variable", "language"),
    [
        ([], None, "zh_CN"),
        ([], "en_GB", "en"),
        ([], "de", "zh_CN"),
        (["--lang", "en"], None, "en"),
        (["--lang=en", "read"], "zh_CN", "en"),
        (["--lang", "zh_CN"], "en", "zh_CN"),
        (["--lang"], "en", "en"),
        (["mark", "x", "--comment", "--lang"], None, "zh_CN"),
    ],
)
def test_the_language_is_what_was_asked_for_else_the_environments_else_chinese(
    monkeypatch, arguments, variable, language
):
    monkeypatch.delenv("KAOCHANG_LANG", raising=False)
    if variable is not None:
        monkeypatch.setenv("KAOCHANG_LANG", variable)
    assert language_of(arguments) == language
