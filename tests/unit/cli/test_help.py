"""Help pages are whole and wholly in the terminal's language."""

import re

import click
import pytest
from kaochang.cli import room
from kaochang.cli.verbs import build, language_of
from kaochang.presenters.phrases import breadth
from support.exam_day import kaochang, no_window, terminal

GROUP = build(terminal(), no_window)
VERBS = sorted(GROUP.commands)
OF_KEYS = [f"keys {name}" for name in GROUP.commands["keys"].commands]
OF_CLICK = ("Usage", "Options", "Commands", "Show this message", "default", "required", "COMMAND")
OF_TYPES = ("PATH", "TEXT", "INTEGER", "RANGE", "NUMBER", "FILE", "FILES", "BANK", "KEY", "EXAM", "SOURCES", "DATABASE")


def page_of(verb, language="zh_CN"):
    ran = kaochang(*verb.split(), "--help", language=language)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


@pytest.mark.parametrize("verb", room.VERBS)
def test_for_a_verb_of_the_room_all_of_the_rooms_are_made_and_no_others(verb):
    assert tuple(build(terminal(), no_window, verb).commands) == room.VERBS


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("verb", ["", *VERBS, *OF_KEYS])
def test_help_of_every_verb_ends_well_and_needs_nothing(verb, language):
    assert page_of(verb, language).startswith("用法：" if language == "zh_CN" else "Usage:")


@pytest.mark.parametrize("verb", ["", *VERBS, *OF_KEYS])
def test_chinese_help_holds_none_of_clicks_english(verb):
    page = page_of(verb)
    assert [word for word in (*OF_CLICK, *OF_TYPES) if re.search(rf"\b{word}\b", page)] == []
    assert re.findall(r"^.*(?::|<=).*$", page.replace("09:30", ""), re.MULTILINE) == []


def options_of(group):
    """(verb, option) of every verb, those of groups below it too."""
    for name, verb in group.commands.items():
        if isinstance(verb, click.Group):
            yield from options_of(verb)
        yield from ((name, option) for option in verb.params if isinstance(option, click.Option))


@pytest.mark.parametrize(("language", "told"), [("zh_CN", "可多次|可重复"), ("en", "repeatable")])
def test_an_option_says_that_it_may_be_repeated_if_it_may_and_only_then(language, told):
    every = options_of(build(terminal(language), no_window))
    assert [
        (verb, option.opts) for verb, option in every if option.multiple is not bool(re.search(told, option.help or ""))
    ] == []


@pytest.mark.parametrize("verb", ["", *VERBS, *OF_KEYS])
def test_no_line_of_a_help_page_is_wider_than_a_terminal(verb):
    for language in ("zh_CN", "en"):
        wide = [line for line in page_of(verb, language).splitlines() if breadth(line) > 80]
        assert [line for line in wide if "|" not in line] == []


@pytest.mark.parametrize("verb", [*VERBS, *OF_KEYS])
def test_english_help_holds_no_chinese_but_examples_of_items_and_keys(verb):
    page = page_of(verb, "en")
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
    assert "（默认 90，1 至 1440）" in page
    assert "（不小于 0）" in page
    assert "（必填）" in page_of("seal")
    assert "[default: 90; 1 to 1440]" in " ".join(page_of("assemble", "en").split())


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
