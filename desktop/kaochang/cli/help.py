"""Help pages wholly in the terminal's language: click brings English headings of its own, replaced here."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import click

from kaochang.domain.ports import Words
from kaochang.presenters.phrases import breadth

_WORD = r" +|(?:[\u2e80-\uffef]|[^ \u2e80-\uffef]+)[，。、；：？）”]*"
"""What a line is never broken inside: a run of Latin letters, or one CJK character, with the marks that close it.

Compiled when a page is made: that takes a window's start 3 ms, and it makes none."""

_WIDEST_NAMES = 36
"""Columns for the left side of a list; what is longer stands on a line of its own."""


class Surplus(click.UsageError):
    """More arguments than a verb takes."""

    def __init__(self, arguments: Sequence[str], ctx: click.Context) -> None:
        super().__init__("", ctx)
        self.arguments = tuple(arguments)


def range_words(words: Words, allowed: click.IntRange) -> str:
    """The whole numbers that an option takes: from one to another, or all from one on."""
    if allowed.max is None:
        return words("cli.range.at-least", least=allowed.min)
    return words("cli.range", least=allowed.min, most=allowed.max)


def lines_of(text: str, width: int) -> Iterator[str]:
    """A text in lines of at most so many columns, broken where either language may be."""
    line = ""
    for word in re.findall(_WORD, text):
        if line and breadth(line) + breadth(word) > width:
            yield line.rstrip()
            line = ""
        line += word if line else word.lstrip()
    yield line.rstrip()


class SpokenOption(click.Option):
    """An option whose values, default and range are told in the terminal's language."""

    def __init__(self, *names: Any, words: Words, **settings: Any) -> None:  # noqa: ANN401 - click's own settings
        super().__init__(*names, **settings)
        self._words = words

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands behind the option: a choice as click writes it, else the name of each value."""
        if self.nargs != 1:
            return self._words(f"cli.values.{self.opts[-1].removeprefix('--')}")
        if isinstance(self.type, click.Choice):
            return super().make_metavar(ctx)
        return self._words(f"cli.value.{self.type.name.partition(' ')[0]}")

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """(names, help) with the default, the range and whether it must be given."""
        extra = self.get_help_extra(ctx)
        notes = [range_words(self._words, self.type)] if isinstance(self.type, click.IntRange) else []
        if "default" in extra:
            notes.insert(0, self._words("cli.help.default", value=extra["default"]))
        if "required" in extra:
            notes.append(self._words("cli.help.required"))
        told = self._words("cli.help.notes", notes=self._words("cli.help.and").join(notes)) if notes else ""
        return self.get_help_spec(ctx), f"{self.help or ''}{told}"


class SpokenCommand(click.Command):
    """A verb whose help page has its headings in the terminal's language."""

    def __init__(self, *args: Any, words: Words, **settings: Any) -> None:  # noqa: ANN401 - click's own settings
        super().__init__(*args, **settings)
        self._words = words
        self.options_metavar = words("cli.help.options-metavar")
        for each in self.params:
            if isinstance(each, click.Argument):
                each.metavar = words(f"cli.argument.{each.name}") + ("..." if each.nargs != 1 else "")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is left of the command line for a verb below; at a verb itself nothing may be left."""
        ctx.allow_extra_args = True  # click would tell of them in English
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if left and not isinstance(self, click.Group):
            raise Surplus(left, ctx)
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, which click writes in English."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self._words("cli.option.help")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of the page."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=self._words("cli.help.usage"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the verb does."""
        formatter.write_paragraph()
        for line in lines_of(self.help or "", formatter.width - 2):
            formatter.write(f"  {line}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every option, a line each."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        self._list(formatter, "cli.help.options", [record for record in records if record is not None])

    def _list(self, formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]) -> None:
        """Rows below a heading that brings its own colon, as the language sets it."""
        formatter.write_paragraph()
        formatter.write(f"{self._words(heading)}\n")
        first = 4 + max((wide for name, _ in rows if (wide := breadth(name)) <= _WIDEST_NAMES), default=0)
        for name, text in rows:
            lines = list(lines_of(text, formatter.width - first))
            head = f"  {name}"
            if breadth(head) + 2 > first:
                formatter.write(f"{head}\n")
                head = ""
            for line in lines:
                formatter.write(f"{head}{' ' * (first - breadth(head))}{line}\n")
                head = ""


class SpokenGroup(SpokenCommand, click.Group):
    """The program itself: its options, then its verbs in the order of an exam."""

    def __init__(self, *args: Any, words: Words, **settings: Any) -> None:  # noqa: ANN401 - click's own settings
        super().__init__(*args, words=words, subcommand_metavar=words("cli.help.verb-metavar"), **settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order they were added, which is the order of an exam."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and below them a line for each verb."""
        super().format_options(ctx, formatter)
        verbs = [(name, self.commands[name].short_help or "") for name in self.list_commands(ctx)]
        self._list(formatter, "cli.help.verbs", verbs)
