"""The terminal itself: words out, secrets in, progress shown, and the one place where refusals become exit codes."""

import json
import logging
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

from kaochang.cli.bar import Bar
from kaochang.cli.usage import usage_words
from kaochang.domain.ports import Clock, Keeper, Progress, Randomness, Words
from kaochang.domain.refusals import BUG_EXIT, STOPPED_EXIT, Outcome, Refusal
from kaochang.domain.session_reports import FileProblem
from kaochang.machine.clock import SystemClock
from kaochang.machine.folders import readable, steers
from kaochang.machine.keeper import NoKeeper
from kaochang.machine.logs import bare_trace, logged_to
from kaochang.machine.marks import pc_mark
from kaochang.machine.places import data_folder
from kaochang.machine.safe_files import read_whole
from kaochang.presenters.moments import moment_of
from kaochang.presenters.refusals import shown, to_words

if TYPE_CHECKING:
    from kaochang.sealing.kdf import KdfParams

_log = logging.getLogger(__name__)

_TAKEN_BY = {
    "cli.ask.code": "--code-file",
    "cli.ask.proctor-code": "--code-file",
    "cli.ask.room-code": "--room-code-file",
    "cli.ask.pin": "--pin-file",
    "cli.ask.act": "--act-file",
    "cli.ask.opener": "--opener-passphrase-file",
    "cli.ask.kit-passphrase": "--kit-passphrase-file",
    "cli.ask.centre-key": "--centre-passphrase-file",
}
"""The option that names the file of a secret, by what it is asked for with; any other is a passphrase."""

SECRET_LIMIT = 4096
TEXT_LIMIT = 64 * 1024


@dataclass(frozen=True)
class Terminal:
    """What every verb works with. Everything that differs in a test is a field."""

    words: Words
    resources: Path
    clock: Clock = field(default_factory=SystemClock)
    random: Randomness = os.urandom
    pc: Callable[[str], str] = pc_mark
    zone: tzinfo = field(default_factory=lambda: datetime.now(UTC).astimezone().tzinfo or UTC)
    wait: Callable[[float], None] = time.sleep
    log_folder: Path = field(default_factory=data_folder)
    kdf_cost: "KdfParams | None" = None
    """What secrets cost to try; None is the full cost that every real session is sealed at."""
    keeper: Keeper = field(default_factory=NoKeeper)

    _bars: list[Bar] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def font(self) -> Path:
        """The face that everything is printed in."""
        return self.resources / "fonts" / "NotoSansSC-Regular.ttf"

    def line(self, text: str, *, err: bool = False) -> None:
        """One line for people. Names, titles and responses come from strangers: none can steer the screen or end it.

        Everything that people read goes through here, and only here does it reach a stream.
        """
        self._make_room()
        click.echo(readable(text), err=err)

    def quote(self, text: str, mark: str) -> None:
        """A stranger's text as it stands, line by line, each behind a mark that nothing in it can imitate."""
        for each in text.splitlines() or [""]:
            self.line(f"{mark}{each}")

    def say(self, key: str, **params: object) -> None:
        """One line of the catalogue; a tuple among its parameters is a list."""
        self.line(self.words(key, **{name: shown(name, value, self.words) for name, value in params.items()}))

    def tell(self, plain: dict[str, Any]) -> None:
        """One JSON object on one line, for scripts; what would steer a screen stands there as an escape."""
        self._make_room()
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
        click.echo("".join(json.dumps(each)[1:-1] if steers(each) else each for each in text))

    def complain(self, refusal: Refusal) -> None:
        """One line on the error stream: where, what, what next."""
        refused = to_words(refusal, self.words)
        where = self.words("cli.where", where=refused.where) if refused.where else ""
        self.line(where + self._joined(refused.message, refused.next_step), err=True)

    def _joined(self, *sentences: str) -> str:
        """Sentences one after the other, as the language sets them: Chinese ones without a blank between."""
        return self.words("cli.between").join(sentences)

    def _make_room(self) -> None:
        for bar in self._bars:
            bar.wipe()

    def problems(self, found: Iterable[FileProblem]) -> None:
        """What did not arrive as it should, a line each: what is wrong, and what to do."""
        for problem in found:
            why = self.words(f"outcome.{problem.outcome}")
            params = {"name": problem.name, "room": problem.room, "ticket": problem.ticket, "why": why}
            said = self._joined(self.words(problem.key, **params), self.words(f"{problem.key}.next", **params))
            settled = {"number": problem.settled, "by": problem.settled_by}
            self.line(f"  {said}{self.words('cli.problem.settled', **settled) if problem.settled else ''}")

    def date(self, wall: int) -> str:
        """A wall time as people here read it; the bare number of one that no calendar has."""
        moment = moment_of(wall, self.zone)
        return str(wall) if moment is None else self.words("moment", moment=moment)

    def secret(self, file: Path | None, prompt: str, option: str = "", **params: object) -> str:
        """A passphrase or code: from the first line of a file, or typed unseen. Never from the command line.

        Where nobody can type, it is missed by its name (CODE), with the option that takes it: `option`, or by `prompt`.
        """
        if file is not None:
            return _first_line(file)
        asked = readable(self.words(prompt, **params))
        if not sys.stdin.isatty():
            option = option or _TAKEN_BY.get(prompt, "--passphrase-file")
            raise Refusal(Outcome.CODE, "secret.missing", secret=asked, option=option)
        typed: str = click.prompt(self.words("cli.where", where=asked), hide_input=True, prompt_suffix="")
        return typed

    def new_secret(self, file: Path | None, prompt: str, option: str = "") -> str:
        """A passphrase that something is put under from now on: typed twice, because a slip could never be undone."""
        typed = self.secret(file, prompt, option)
        if file is None and self.secret(None, "cli.ask.again") != typed:
            raise Refusal(Outcome.CODE, "passphrase.differs")
        return typed

    @contextmanager
    def progress(self, key: str, *, paced: bool = False) -> Iterator[Progress]:
        """A bar on the error stream for whatever takes longer than a second, where a person is looking.

        `paced` where it may take long: it says too how fast it goes, and how long still.
        """

        def pace(rate: int, left: str) -> str:
            return self.words("cli.progress.pace", rate=rate, left=left)

        bar = Bar(self.words(key), wanted=sys.stderr.isatty(), pace=pace if paced else None)
        self._bars.append(bar)
        try:
            yield bar
        finally:
            bar.close()
            self._bars.remove(bar)


def plain_problems(found: Iterable[FileProblem]) -> list[dict[str, Any]]:
    """Problems as scripts read them, in every verb alike: the outcome is its number, as it is in exit codes."""
    return [
        {
            "name": each.name,
            "outcome": int(Outcome[each.outcome]),
            "key": each.key,
            "room": each.room,
            "ticket": each.ticket,
            "settled": each.settled,
        }
        for each in found
    ]


def text_of(file: Path, limit: int = TEXT_LIMIT) -> str:
    """A UTF-8 file's text, as any editor writes it (also with a byte order mark)."""
    try:
        return read_whole(file, limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(Outcome.PAYLOAD, "secret.not-text", str(file)) from error


def said_in(file: Path) -> str:
    """What a person wrote into a file of text; EMPTY for one that says nothing: they meant another one."""
    said = text_of(file).strip()
    if not said:
        raise Refusal(Outcome.EMPTY, "text.empty", str(file))
    return said


def _first_line(file: Path) -> str:
    line = text_of(file, SECRET_LIMIT).partition("\n")[0].strip("\r")
    if not line:
        raise Refusal(Outcome.EMPTY, "secret.none", str(file))
    return line


def run(terminal: Terminal, group: click.Group, arguments: list[str]) -> int:
    """Runs a command line; its exit code. Refusals and wrong usage end in one line, bugs in a trace for developers."""
    try:
        code = group.main(arguments, prog_name="kaochang", standalone_mode=False)
    except Refusal as refusal:
        terminal.complain(refusal)
        return int(refusal.outcome)
    except click.UsageError as error:
        terminal.line(usage_words(terminal.words, error), err=True)
        return int(Outcome.USAGE)
    except (click.Abort, KeyboardInterrupt):
        terminal.line(terminal.words("cli.stopped"), err=True)
        return STOPPED_EXIT
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - the outermost edge: a bug ends in a trace and an exit code of its own
        terminal.line(terminal.words("cli.bug"), err=True)
        for each in bare_trace(error).splitlines():  # its messages may hold what was typed: a screen is no place for it
            terminal.line(each, err=True)
        with logged_to(terminal.log_folder):
            _log.exception("a verb failed")
        return BUG_EXIT
    return code if isinstance(code, int) else 0
