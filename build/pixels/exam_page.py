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
    yield from hand.start("P001", "考生1", code)
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
