"""A verb that is kept: run by a child of this process, which starts it again when it crashes (`machine/keeper.py`)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kaochang.cli.terminal import Terminal
from kaochang.machine.keeper import MOST_CRASHES, WITHIN_MS, Keeper, News
from kaochang.machine.logs import logged_to
from kaochang.machine.places import data_folder

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Teller:
    """Tells what becomes of the child: to people, to scripts, and in the program's own log."""

    terminal: Terminal
    is_json: bool

    def tell(self, news: News, number: int) -> None:
        match news:
            case News.CRASHED:
                _log.warning("the program crashed, exit code %d", number)
            case News.WENT_ON:
                _log.warning("its attempt went on after %d ms", number)
                if self.is_json:
                    self.terminal.tell({"went_on_ms": number})
            case News.GAVE_UP:
                _log.error("the program crashed %d times and is not started again", number)
                said = self.terminal.words("cli.sit.gave-up", crashes=MOST_CRASHES, seconds=WITHIN_MS // 1000)
                self.terminal.line(said, err=True)


def kept(terminal: Terminal, given: dict[str, Any], verb: Callable[[], int], *, has_page: bool = False) -> int:
    """The exit code of the verb, run by a child of this process. `has_page`: it shows that it crashed too often.

    In the child itself, inside another program, and on a PC that starts no second process, it is run here.
    """
    if terminal.keeper.is_there or not terminal.command:
        return verb()
    with logged_to(given["data"] or data_folder()):
        teller = _Teller(terminal, is_json=given["json"])
        try:
            return Keeper(terminal.command, terminal.clock.elapsed, teller.tell, has_page=has_page).run()
        except OSError as error:
            _log.warning("no child could be started: %s", type(error).__name__)
    return verb()
