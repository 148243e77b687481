"""Options and arguments that several verbs share; every help text comes from the catalogue."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import click

from kaochang.domain.ports import Words

Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]
A_PATH = click.Path(path_type=Path)


def option(words: Words, name: str, key: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click's own settings
    """An option whose help is `cli.option.KEY`."""
    return click.option(name, help=words(f"cli.option.{key}"), **settings)


def path_option(words: Words, name: str, key: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click's settings
    """An option that takes a path."""
    return option(words, name, key, type=A_PATH, **settings)


def json_option(words: Words) -> Decorator:
    """--json, the same everywhere."""
    return option(words, "--json", "json", is_flag=True)


def paths(name: str, *, required: bool = True) -> Decorator:
    """One or more paths."""
    return click.argument(name, type=A_PATH, nargs=-1, required=required)


def path(name: str) -> Decorator:
    """One path."""
    return click.argument(name, type=A_PATH)


def command(group: click.Group, words: Words, name: str) -> Decorator:
    """A verb whose help is `cli.NAME`."""
    return group.command(name, help=words(f"cli.{name}"), short_help=words(f"cli.{name}").partition("。")[0])
