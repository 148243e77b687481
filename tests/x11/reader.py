"""What a screen reader hears of the exam's window, as a test asks for it; and a person who works by it.

with listening(display) as reader:
    person = Person(display, reader)
    person.click("下一题")
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from x11.programs import Program
from x11.xvfb import Desktop, missing, wait_until

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("heard.py")
SETTING = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
"""What a program needs in its environment to be heard without a screen reader running."""


def _why_not() -> str:
    absent = missing("dbus-daemon", "/usr/libexec/at-spi-bus-launcher", SYSTEM_PYTHON)
    if absent:
        return absent
    bindings = "import gi; gi.require_version('Atspi', '2.0')"
    tried = subprocess.run([SYSTEM_PYTHON, "-c", bindings], stderr=subprocess.DEVNULL, check=False)
    return "" if tried.returncode == 0 else "not on this machine: gir1.2-atspi-2.0 and python3-gi"


NO_READER = _why_not()
"""Why nothing can be heard on this machine; empty where it can."""


@dataclass(frozen=True)
class Heard:
    """One control as it is told. `text` is what stands in it, None where it holds no text; `box` is x, y, w, h."""

    number: int
    depth: int
    role: str
    name: str
    description: str
    text: str | None
    states: frozenset[str]
    actions: tuple[str, ...]
    box: tuple[int, int, int, int]

    def says(self, name: str) -> bool:
        """Whether it begins with this name: "第 1 空" and "第 1 空，前面是……" do."""
        return self.name == name or self.name.startswith(f"{name}，")

    @property
    def middle(self) -> tuple[int, int]:
        """Where a click on it would go."""
        x, y, width, height = self.box
        return x + width // 2, y + height // 2

    @property
    def end(self) -> tuple[int, int]:
        """Its lower right corner."""
        x, y, width, height = self.box
        return x + width - 6, y + height - 6


class Reader:
    """Asks the script in the system's Python."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def _ask(self, *command: Any) -> Any:
        return self._program.ask(json.dumps(command))

    def tree(self) -> list[Heard]:
        """Everything that shows now, from the window down."""
        return [_heard(node) for node in self._ask("tree")]

    def focused(self) -> Heard | None:
        """What has the keyboard."""
        node = self._ask("focused")
        return None if node is None else _heard(node)

    def act(self, heard: Heard, action: str) -> None:
        """Do what a control offers that was told by the last answer."""
        assert self._ask("act", heard.number, action), f"{heard.name} does not do {action}"

    def listen(self) -> None:
        """Hear every event from now on."""
        assert all(self._ask("listen"))

    def said(self) -> list[str]:
        """What was announced since then, in order."""
        return list(self._ask("said"))

    def events(self) -> dict[str, int]:
        """How many events of each kind came since then."""
        return dict(self._ask("events"))

    def hear(self, text: str) -> None:
        """Waits until this was announced, maybe among more."""
        wait_until(lambda: any(text in each for each in self.said()), f"{text} is said: {self.said()}")

    def find(self, name: str, role: str = "") -> Heard | None:
        """The control that shows now and says this name, and maybe more behind a comma."""
        node = self._ask("find", name, role)
        return None if node is None else _heard(node)

    def clock(self) -> int:
        """The seconds that the exam's clock says are left."""
        said = next(node.name for node in self.tree() if node.name.startswith("剩余时间 "))
        hours, minutes, seconds = map(int, said.split()[-1].split(":"))
        return (hours * 60 + minutes) * 60 + seconds

    def see(self, name: str, role: str = "") -> Heard:
        """Waits until a control of this name shows."""
        return wait_until(lambda: self.find(name, role), f"{name} is seen")


def _heard(node: dict[str, Any]) -> Heard:
    shape = {"states": frozenset(node["states"]), "actions": tuple(node["actions"]), "box": tuple(node["box"])}
    return Heard(**{**node, **shape})


@contextmanager
def listening(display: Desktop) -> Iterator[Reader]:
    """A reader on this display's session."""
    process = subprocess.Popen(
        [SYSTEM_PYTHON, "-W", "ignore", str(SCRIPT)],
        env=display.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Reader(Program(process))
        finally:
            process.kill()


@dataclass(frozen=True)
class Person:
    """Sees with the reader's eyes where things are, and uses nothing but mouse and keyboard."""

    display: Desktop
    reader: Reader

    def click(self, name: str, role: str = "") -> None:
        """Click the middle of what has this name once it can be used; of a field its end, where no list lies."""
        heard = wait_until(lambda: self._usable(name, role), f"{name} can be used")
        x, y = heard.end if heard.role == "text" else heard.middle
        self.display.run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def _usable(self, name: str, role: str) -> Heard | None:
        """A page that has just come is still being laid out: what stands at one place twice, stands there."""
        first, heard = self.reader.find(name, role), self.reader.find(name, role)
        stands = first is not None and heard is not None and heard.box == first.box
        return heard if stands and heard is not None and "sensitive" in heard.states else None

    def sees_keyboard_in(self, name: str) -> None:
        """Waits until this control has the keyboard."""
        wait_until(lambda: (self.reader.focused() or _NOTHING).says(name), f"{name} has the keyboard")

    def compose(self, pinyin: str, *, in_field: str) -> None:
        """Type a word as it sounds into the field that has the keyboard, and leave it at that."""
        self.sees_keyboard_in(in_field)
        self.display.type(pinyin)

    def write(self, pinyin: str) -> None:
        """Type a word as it sounds, and take the first of what the input method offers."""
        self.display.type(pinyin)
        self.display.keys("space")

    def log_in(self) -> None:
        """As the candidate of the roster, by number and name."""
        self.click("工号", "text")
        self.display.type("G7001")
        self.display.keys("Tab")
        self.compose("ceshi", in_field="姓名")
        self.display.keys("space")
        wait_until(lambda: self.reader.see("姓名", "text").text == "测试", "the name is typed")
        self.click("登录", "push button")

    def to_exam(self, code: str) -> None:
        """From the login to the first item."""
        self.log_in()
        self.click("我已阅读并承诺")
        self.click("是我本人，继续")
        self.compose("ceshi", in_field="在这里试着打汉字")
        self.display.keys("space")
        self.click("可以打字，继续")
        self.reader.see("开考码第 1 格")
        self.display.type(code.replace("-", ""))
        self.click("开始考试")
        self.reader.see("下一题")

    def hand_in(self) -> None:
        """Both confirmations, and the receipt."""
        self.click("交卷", "push button")
        self.click("仍要交卷")
        self.click("确认交卷", "push button")
        wait_until(lambda: any("交卷成功" in node.name for node in self.reader.tree()), "the receipt is seen")


_NOTHING = Heard(0, 0, "", "", "", None, frozenset(), (), (0, 0, 0, 0))
