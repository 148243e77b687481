"""The terminal itself: words out, secrets in, progress shown, and the one place where refusals become exit codes."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.domain.ports import Clock, Progress, Randomness, Words
from kaochang.domain.refusals import BUG_EXIT, Outcome, Refusal
from kaochang.domain.session_reports import FileProblem
from kaochang.machine.clock import SystemClock
from kaochang.machine.safe_files import read_whole
from kaochang.presenters.refusals import to_words

if TYPE_CHECKING:
    from kaochang.sealing.kdf import KdfParams

SECRET_LIMIT = 4096
_PATIENCE_S = 1.0
"""A bar appears once something has taken this long."""


@dataclass(frozen=True)
class Terminal:
    """What every verb works with. Everything that differs in a test is a field."""

    words: Words
    resources: Path
    clock: Clock = field(default_factory=SystemClock)
    random: Randomness = os.urandom
    zone: tzinfo = field(default_factory=lambda: datetime.now(UTC).astimezone().tzinfo or UTC)
    wait: Callable[[float], None] = time.sleep
    kdf_cost: "KdfParams | None" = None
    """What secrets cost to try; None is the full cost that every real session is sealed at."""

    def say(self, key: str, **params: object) -> None:
        """One line of the catalogue."""
        click.echo(self.words(key, **params))

    def tell(self, plain: dict[str, Any]) -> None:
        """One JSON object on one line, for scripts."""
        click.echo(json.dumps(plain, ensure_ascii=False, sort_keys=True))

    def complain(self, refusal: Refusal) -> None:
        """One line on the error stream: where, what, what next."""
        refused = to_words(refusal, self.words)
        where = f"{refusal.where}: " if refusal.where else ""
        click.echo(_one_line(f"{where}{refused.message} {refused.next_step}"), err=True)

    def problems(self, found: Iterable[FileProblem]) -> None:
        """What did not arrive as it should, a line each: what is wrong, and what to do."""
        for problem in found:
            why = self.words(f"outcome.{problem.outcome}")
            params = {"name": problem.name, "room": problem.room, "ticket": problem.ticket, "why": why}
            click.echo(f"  {self.words(problem.key, **params)} {self.words(f'{problem.key}.next', **params)}")

    def date(self, wall: int) -> str:
        """A wall time as people here read it."""
        moment = datetime.fromtimestamp(wall / 1000, self.zone)
        return self.words("cli.date", moment=moment)

    def secret(self, file: Path | None, prompt: str) -> str:
        """A passphrase or code: from the first line of a file, or typed unseen. Never from the command line."""
        if file is not None:
            return _first_line(file)
        if not sys.stdin.isatty():
            raise Refusal(Outcome.CODE, "secret.none")
        typed: str = click.prompt(self.words(prompt), hide_input=True)
        return typed

    @contextmanager
    def progress(self, key: str) -> Iterator[Progress]:
        """A bar on the error stream for whatever takes longer than a second, where a person is looking."""
        bar = _Bar(self.words(key), wanted=sys.stderr.isatty())
        try:
            yield bar
        finally:
            bar.close()


def _first_line(file: Path) -> str:
    """A file's first line, as any editor writes it (also with a byte order mark)."""
    try:
        text = read_whole(file, SECRET_LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(Outcome.PAYLOAD, "secret.not-text", str(file)) from error
    line = text.partition("\n")[0].strip("\r")
    if not line:
        raise Refusal(Outcome.EMPTY, "secret.none", str(file))
    return line


def _one_line(text: str) -> str:
    """A script's author and a log's reader count on one line per refusal, whatever a name or detail holds."""
    return " ".join(text.split())


class _Bar:
    """Draws nothing until there has been something to wait for."""

    def __init__(self, label: str, *, wanted: bool) -> None:
        self._label = label
        self._wanted = wanted
        self._began = time.monotonic()
        self._bar: Any = None
        self._done = 0

    def __call__(self, done: int, of: int) -> None:
        late = time.monotonic() - self._began > _PATIENCE_S
        if self._wanted and self._bar is None and late and done < of:
            self._bar = click.progressbar(length=of, label=self._label, file=sys.stderr)
            self._bar.__enter__()
        if self._bar is not None:
            self._bar.update(done - self._done)
            self._done = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def _usage_words(terminal: Terminal, error: click.UsageError) -> str:
    words = terminal.words
    match error:
        case click.NoSuchOption():
            return words("cli.usage.no-option", name=error.option_name)
        case click.NoSuchCommand():
            return words("cli.usage.no-verb", name=error.command_name)
        case click.MissingParameter():
            return words("cli.usage.missing", name=_parameter(error))
        case click.BadParameter():
            return words("cli.usage.bad", name=_parameter(error))
        case click.exceptions.NoArgsIsHelpError():
            return words("cli.usage.no-arguments")
        case _:
            return words("cli.usage.other", detail=_one_line(error.format_message()))


def _parameter(error: click.BadParameter) -> str:
    """The option or argument a usage error is about, as it is written on the command line."""
    return error.param.opts[-1] if error.param is not None else str(error.param_hint or "")


def run(terminal: Terminal, group: click.Group, arguments: list[str]) -> int:
    """Runs a command line; its exit code. Refusals and wrong usage end in one line, bugs in a trace for developers."""
    try:
        code = group.main(arguments, prog_name="kaochang", standalone_mode=False)
    except Refusal as refusal:
        terminal.complain(refusal)
        return int(refusal.outcome)
    except click.UsageError as error:
        click.echo(_usage_words(terminal, error), err=True)
        return int(Outcome.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo(terminal.words("cli.stopped"), err=True)
        return 130
    except BrokenPipeError:
        return 0
    except Exception:  # noqa: BLE001 - the outermost edge: a bug ends in a trace and an exit code of its own
        click.echo(terminal.words("cli.bug"), err=True)
        import traceback

        traceback.print_exc()
        return BUG_EXIT
    return code if isinstance(code, int) else 0
