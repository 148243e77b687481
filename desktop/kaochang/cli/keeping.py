"""A verb that is kept: run by a child of this process, which starts it again when it crashes (`machine/keeper.py`).

Whether one is, its command line says, before anything reads it in earnest: that is the child's work, and so are its
mistakes. What a crash takes to be told is imported when there is one (`cli/crash_news.py`).
"""

from collections.abc import Callable, Sequence

from kaochang.machine import wires
from kaochang.machine.keeper import Keeper, News, own_command

_VERB, _SCRIPT, _KEPT = "sit", "--script", "--kept"


def told(arguments: Sequence[str]) -> tuple[str, str]:
    """The language that stands before the verb, and the verb; "" for what does not stand there."""
    match list(arguments):
        case ["--lang", language, *rest]:
            return language, rest[0] if rest else ""
        case [joined, *rest] if joined.startswith("--lang="):
            return joined.removeprefix("--lang="), rest[0] if rest else ""
        case [verb, *_]:
            return "", verb
    return "", ""


def kept(arguments: Sequence[str], run: Callable[[], int], command: Sequence[str] = ()) -> int:
    """The exit code of a command line: where it is kept, of a child that does `command`, else of `run`, here.

    Without a command the child is this very program once more. The child itself runs here, and so does everything on
    a PC that starts no second process.
    """
    has_window = not any(each.partition("=")[0] == _SCRIPT for each in arguments)
    is_kept = told(arguments)[1] == _VERB and (has_window or _KEPT in arguments)
    if not is_kept or wires.is_inherited():
        return run()

    def tell(news: News, number: int) -> None:
        from kaochang.cli import crash_news

        crash_news.tell(arguments, news, number)

    try:
        return Keeper(command or own_command(), _elapsed, tell, has_page=has_window).run()
    except OSError as error:
        from kaochang.cli import crash_news

        crash_news.tell_no_child(arguments, error)
    return run()


def _elapsed() -> int:
    from kaochang.machine.clock import SystemClock

    return SystemClock().elapsed()
