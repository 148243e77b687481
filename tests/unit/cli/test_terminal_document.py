"""docs/terminal.md tells every verb and every option there is, and none that is not."""

import re
from pathlib import Path

import click
import pytest
from kaochang.cli.verbs import build
from kaochang.domain.refusals import BUG_EXIT, FINDINGS_EXIT, STOPPED_EXIT, Outcome
from support.exam_day import no_window, terminal

DOCS = Path(__file__).resolve().parents[3] / "docs"
TEXT = (DOCS / "terminal.md").read_text(encoding="utf-8")
GROUP = build(terminal(), no_window)


def section(verb):
    """What the page says of one verb."""
    return re.split(r"^##+ ", TEXT.partition(f"\n### {verb}")[2], maxsplit=1, flags=re.MULTILINE)[0]


def options(verb):
    """Of a group of verbs, those of all of them."""
    command = GROUP.commands[verb]
    verbs = command.commands.values() if isinstance(command, click.Group) else [command]
    parameters = [each for verb in verbs for each in verb.params]
    return {
        name for each in parameters if isinstance(each, click.Option) for name in (*each.opts, *each.secondary_opts)
    }


def test_the_page_has_a_section_for_every_verb_in_the_order_of_an_exam():
    assert re.findall(r"^### ([a-z-]+)", TEXT, re.MULTILINE) == list(GROUP.commands)


@pytest.mark.parametrize("verb", sorted(GROUP.commands))
def test_the_page_tells_every_option_of_a_verb_and_no_other(verb):
    told = set(re.findall(r"(?<![\w-])--?[a-z][a-z0-9-]*", section(verb).partition("\n\nA script")[0]))
    assert options(verb) - told == set()
    assert told - options(verb) <= {"--passphrase-file", "--code-file", "--script"}


def test_the_arguments_of_a_verb_stand_in_its_heading():
    for verb, command in GROUP.commands.items():
        several = any(isinstance(each, click.Argument) and each.nargs == -1 for each in command.params)
        assert section(verb).splitlines()[0].endswith("...") == several, verb


def test_the_table_of_exit_codes_holds_every_code_the_terminal_can_end_with():
    table = (DOCS / "formats.md").read_text(encoding="utf-8").partition("## 7 ")[2].partition("\n## ")[0]
    told = {int(code): name.strip() for code, name in re.findall(r"^\| (\d+) \| ([A-Z_ ]*) ?\|", table, re.MULTILINE)}
    assert told == {**{int(each): each.name for each in Outcome}, FINDINGS_EXIT: "", BUG_EXIT: "", STOPPED_EXIT: ""}


def test_every_line_of_the_examples_names_verbs_and_options_that_exist():
    examples = TEXT.partition("## A whole day")[2].replace("\\\n", " ")
    for line in re.findall(r"^    kaochang (.*)$", examples, re.MULTILINE):
        verb, *_ = line.split()
        assert set(re.findall(r"(?<=\s)--[a-z0-9-]+", line)) <= options(verb), line
