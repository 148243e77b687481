"""The five lines of a day in both READMEs are lines that the terminal takes."""

import re
from pathlib import Path

import click
import pytest
from kaochang.cli.verbs import build
from support.exam_day import no_window, terminal

ROOT = Path(__file__).resolve().parents[3]
GROUP = build(terminal(), no_window)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_day_in_the_readme_names_verbs_and_options_that_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "docs/terminal.md" in text
    lines = [line for line in text.splitlines() if line.startswith("    kaochang ")]
    assert len(lines) == 5
    for call in re.findall(r"kaochang ([a-z-]+)([^&#\n]*)", "\n".join(lines)):
        verb, rest = call
        options = {opt for each in GROUP.commands[verb].params if isinstance(each, click.Option) for opt in each.opts}
        required = {
            each.opts[0] for each in GROUP.commands[verb].params if isinstance(each, click.Option) and each.required
        }
        given = set(re.findall(r"--[a-z-]+", rest))
        assert required <= given <= options, call
