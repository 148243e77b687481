"""Options and arguments that several verbs share; every help text comes from the catalogue."""

import os
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import click

from kaochang.cli.help import SpokenCommand, SpokenGroup, SpokenOption
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Outcome, Refusal

OptionValue: TypeAlias = Any
"""What click hands to a verb for one of its options: whatever that option's type makes of the text."""

Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]
A_PATH = click.Path(path_type=Path)
_POINTS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3}|/[1-9][0-9]{0,2})?")
"""No exponents, and so few digits that a whole paper's sum stays within what a file holds (`domain/values`)."""


LANGUAGE_VARIABLE = "KAOCHANG_LANG"


def is_language_asked() -> bool:
    """Whether somebody says for this run which language it speaks; else a window speaks what was chosen in it."""
    asked = click.get_current_context().find_root().params.get("lang")
    return bool(asked or os.environ.get(LANGUAGE_VARIABLE))


def option(words: Words, name: str, key: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click's own settings
    """An option whose help is `cli.option.KEY`."""
    return click.option(name, cls=SpokenOption, words=words, help=words(f"cli.option.{key}"), **settings)


def path_option(words: Words, name: str, key: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click's settings
    """An option that takes a path."""
    return option(words, name, key, type=A_PATH, **settings)


def together(*options: Decorator) -> Decorator:
    """Several options as one decorator, in this order."""

    def decorate(verb: Callable[..., Any]) -> Callable[..., Any]:
        for each in reversed(options):
            verb = each(verb)
        return verb

    return decorate


def json_option(words: Words) -> Decorator:
    """--json, the same everywhere."""
    return option(words, "--json", "json", is_flag=True)


def paths(name: str, *, required: bool = True) -> Decorator:
    """One or more paths."""
    return click.argument(name, type=A_PATH, nargs=-1, required=required)


def path(name: str) -> Decorator:
    """One path."""
    return click.argument(name, type=A_PATH)


def command(group: click.Group, words: Words, name: str, of: str = "") -> Decorator:
    """A verb whose help is `cli.NAME`; of a group of verbs (`of`), `cli.GROUP.NAME`."""
    text = words(f"cli.{of}.{name}" if of else f"cli.{name}")
    return group.command(name, cls=SpokenCommand, words=words, help=text, short_help=first_sentence(text))


def verbs_group(group: click.Group, words: Words, name: str) -> click.Group:
    """A group of verbs whose help is `cli.NAME`."""
    text = words(f"cli.{name}")
    made = SpokenGroup(name, words=words, help=text, short_help=first_sentence(text))
    group.add_command(made)
    return made


def first_sentence(text: str) -> str:
    """What a list of verbs says of one."""
    return text.partition("。")[0].partition(". ")[0].removesuffix(".")


def existing(database: Path) -> Path:
    """A database that a verb only reads from: never made new where somebody mistyped a path."""
    if not database.exists():
        raise Refusal(Outcome.MISSING, "io.missing", str(database))
    if database.is_file() and database.stat().st_size == 0:
        raise Refusal(Outcome.EMPTY, "frame.empty", str(database))
    return database


class BadForm(click.BadParameter):
    """An option's value that cannot be used; `form` is the catalogue key of how to write it (`cli.form.FORM`)."""

    def __init__(self, hint: str, form: str) -> None:
        super().__init__("", param_hint=hint)
        self.form = form


def points_given(text: str, hint: str) -> Fraction:
    """Points as people write them (2, 1.5, 1/3), never below zero; `hint` is the option they belong to."""
    if not _POINTS.fullmatch(text.strip()):
        raise BadForm(hint, "points")
    return Fraction(text)


def named(by: str | None, where: str = "--by") -> str:
    """Whoever decides something, by name; wrong usage where nobody is named."""
    name = (by or "").strip()
    if not name:
        raise BadForm(where, "name")
    return name
