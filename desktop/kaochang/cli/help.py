"""Help pages wholly in the terminal's language: click brings English headings of its own, replaced here."""

from typing import Any

import click

from kaochang.domain.ports import Words


class SpokenOption(click.Option):
    """An option whose default and range are told in the terminal's language."""

    def __init__(self, *names: Any, words: Words, **settings: Any) -> None:  # noqa: ANN401 - click's own settings
        super().__init__(*names, **settings)
        self._words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """(names, help) with the default, the range and whether it must be given."""
        extra = self.get_help_extra(ctx)
        notes = [extra["range"]] if "range" in extra else []
        if "default" in extra:
            notes.insert(0, self._words("cli.help.default", value=extra["default"]))
        if "required" in extra:
            notes.append(self._words("cli.help.required"))
        told = f"  [{'; '.join(notes)}]" if notes else ""
        return self.get_help_spec(ctx), f"{self.help or ''}{told}"


class SpokenCommand(click.Command):
    """A verb whose help page has its headings in the terminal's language."""

    def __init__(self, *args: Any, words: Words, **settings: Any) -> None:  # noqa: ANN401 - click's own settings
        super().__init__(*args, **settings)
        self._words = words
        self.options_metavar = words("cli.help.options-metavar")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, which click writes in English."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self._words("cli.option.help")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of the page."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{self._words('cli.help.usage')} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every option, a line each."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section(self._words("cli.help.options")):
            formatter.write_dl([record for record in records if record is not None])


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
        with formatter.section(self._words("cli.help.verbs")):
            formatter.write_dl(verbs)
