"""The real window over a sealed exam, brought to its first item: `exam_page.py EXAM ROOM DATA CODE`. See `told.py`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from collections.abc import Iterator

import hand
from hand import Step
from kaochang import app
from kaochang.cli.room import SitSetting
from pixels.told import listen
from PySide6.QtWidgets import QWidget


def to_exam(code: str) -> Iterator[tuple[str, Step]]:
    yield hand.fill("login-person", "P001")
    yield hand.fill("login-name", "考生1")
    yield hand.click("log-in")
    yield hand.click("pledge")
    yield hand.click("identity-confirm")
    yield hand.reach("group-1", "input-works")
    for at, group in enumerate(code.split("-"), start=1):
        yield hand.fill(f"group-{at}", group)
    yield hand.click("start")
    yield hand.see("exam")
    yield hand.say(lambda: "{}")


def main() -> int:
    exam, room, data, code = sys.argv[1:]
    kept: list[object] = []

    def opened(window: QWidget) -> None:
        kept.extend((hand.Hand(window, to_exam(code)), listen(window)))

    path = Path(exam)
    setting = SitSetting(path, path.with_name("site.kcx"), room, "01", Path(data), (), False, "zh_CN")
    return app.run_sit(setting, opened)


if __name__ == "__main__":
    sys.exit(main())
