"""What a keeper tells of the program that it keeps: to people, to scripts, and in the program's own log."""

import json
import logging
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from kaochang.machine.keeper import MOST_CRASHES, WITHIN_MS, News, NoKeeper
from kaochang.machine.logs import logged_to
from kaochang.machine.places import data_folder, resources

_log = logging.getLogger(__name__)


def tell(arguments: Sequence[str], news: News, number: int) -> None:
    """The news of the program that this command line started."""
    with logged_to(_folder(arguments)):
        match news:
            case News.CRASHED:
                _log.warning("the program crashed, exit code %d", number)
            case News.WENT_ON:
                _log.warning("its attempt went on after %d ms", number)
                if "--json" in arguments:
                    _tell_script(number)
            case News.GAVE_UP:
                _log.error("the program crashed %d times and is not started again", number)
                _tell_people(arguments)


def tell_no_child(arguments: Sequence[str], error: OSError) -> None:
    """This PC starts no second process."""
    with logged_to(_folder(arguments)):
        _log.warning("no child could be started: %s", type(error).__name__)


def _tell_script(number: int) -> None:
    """Without the terminal, which would take so long to import that the line fell behind the program's own."""
    sys.stdout.write(json.dumps({"went_on_ms": number}) + "\n")
    sys.stdout.flush()


def _tell_people(arguments: Sequence[str]) -> None:
    from kaochang.cli.verbs import speaking

    terminal = speaking(arguments, resources(), NoKeeper())
    said = terminal.words("cli.sit.gave-up", crashes=MOST_CRASHES, seconds=WITHIN_MS // 1000)
    terminal.line(said, err=True)


def _folder(arguments: Sequence[str]) -> Path:
    """Where the program keeps its log: the last --data on the line, as the program itself reads it."""
    named = ""
    for each, after in pairwise((*arguments, "")):
        option, is_joined, value = each.partition("=")
        if option == "--data":
            named = value if is_joined else after
    return Path(named) if named else data_folder()
