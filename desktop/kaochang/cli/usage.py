"""What was typed wrong, in the terminal's language and with what may be typed instead: click's words are English."""

import click

from kaochang.cli.help import Surplus, range_words
from kaochang.cli.options import BadForm
from kaochang.domain.ports import Words


def usage_words(words: Words, error: click.UsageError) -> str:
    """One line: what is wrong with the command, and how it is written."""
    match error:
        case click.NoSuchOption():
            return words("cli.usage.no-option", name=error.option_name)
        case click.NoSuchCommand():
            return words("cli.usage.no-verb", name=error.command_name)
        case click.MissingParameter():
            return words("cli.usage.missing", name=_parameter(error))
        case click.BadParameter():
            form = words(f"cli.form.{error.form}") if isinstance(error, BadForm) else _form(words, error.param)
            return words("cli.usage.form", name=_parameter(error), form=form)
        case click.BadOptionUsage():
            return words("cli.usage.values", line=_written(error))
        case Surplus():
            return words("cli.usage.surplus", arguments=" ".join(error.arguments))
        case click.exceptions.NoArgsIsHelpError():
            return words("cli.usage.no-arguments")
        case _:
            return words("cli.usage.other")


def _form(words: Words, parameter: click.Parameter | None) -> str:
    """How the value of an option is written, by its type."""
    match None if parameter is None else parameter.type:
        case click.Choice() as choice:
            return words("cli.form.choice", choices=words("list.separator").join(choice.choices))
        case click.IntRange() as allowed:
            return words("cli.form.range", range=range_words(words, allowed))
        case _:
            return words("cli.form.integer")


def _parameter(error: click.BadParameter) -> str:
    """The option or argument an error is about, as it is written on the command line."""
    match error.param:
        case None:
            return str(error.param_hint or "")
        case click.Argument() as argument:
            return argument.human_readable_name.removesuffix("...")
        case option:
            return option.opts[-1]


def _written(error: click.BadOptionUsage) -> str:
    """An option with the values that stand behind it: none behind a switch."""
    known = [] if error.ctx is None else error.ctx.command.params
    for each in known:
        if error.option_name in each.opts and error.ctx is not None and not getattr(each, "is_flag", False):
            return f"{error.option_name} {each.make_metavar(error.ctx)}"
    return error.option_name
