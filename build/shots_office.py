"""Pictures of the office's window: real pages over a folder that is thrown away, with a clerk's hands."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import shots_office_bank
import shots_office_exams
import shots_office_pages
import shots_office_sessions
from kaochang.presenters.office.navigator import OfficePresenter
from kaochang.views.office.window import OfficeWindow
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from screens import sample_office
from support.appearances import appearance
from support.office_bank import AtTheBank

ROOT = Path(__file__).resolve().parents[1]


class Stage(AtTheBank):
    """A clerk at the window, which shows what the presenter says."""

    window: OfficeWindow

    def open(self, look: Look, size: tuple[int, int]) -> None:
        self.window = OfficeWindow(look)
        self.window.setStyleSheet(look.theme.sheet)
        self.presenter = OfficePresenter(self.desk, self.window.show_state)
        self.window.connect_to(self.presenter, appearance(self.desk, self.window))
        self.window.resize(*size)
        self.window.show()
        self.presenter.start()


Shot = Callable[[Stage], None]


def _refused(stage: Stage) -> None:
    stage.paper.choose(stage.file("本周值班安排见附件。", "值班安排.txt"))


def _reading(stage: Stage) -> None:
    stage.runner.is_held = True
    stage.paper.choose(stage.file())


def _read(stage: Stage) -> None:
    stage.paper.choose(stage.file())


def _clean(stage: Stage) -> None:
    stage.paper.choose(ROOT / "banks/papers/after-sales-specialist.docx")


def _mended(stage: Stage) -> None:
    _read(stage)
    stage.paper.letter("B")
    stage.paper.open(stage.item("二、1").index)


def _key_all(stage: Stage) -> None:
    _read(stage)
    stage.paper.key_all()
    for letter in "BAA":
        stage.paper.letter(letter)


def _blank(stage: Stage) -> None:
    _read(stage)
    stage.paper.open(stage.item("四、1").index)


def _essay(stage: Stage) -> None:
    _read(stage)
    stage.paper.open(stage.item("五、1").index)


def _pass(stage: Stage) -> None:
    _read(stage)
    found = next(each for each in stage.state.findings if each.at == stage.item("一、3").index)
    stage.paper.ask_pass(found.number)


def _passed(stage: Stage) -> None:
    _pass(stage)
    stage.paper.passing.give("李文", "考前由教研组补上答案", with_alike=True)
    stage.paper.mends.drop(stage.item("五、1").index)


def _mend_refused(stage: Stage) -> None:
    _blank(stage)
    stage.paper.mends.set_key(stage.item("四、1").index, "甲；乙；丙")


def _unkeyed(stage: Stage) -> None:
    _pass(stage)
    while found := [each for each in stage.state.findings if each.can_pass]:
        stage.paper.ask_pass(found[0].number)
        stage.paper.passing.give("李文", "考前由教研组补上答案", with_alike=True)


def _ask_other(stage: Stage) -> None:
    _mended(stage)
    stage.paper.ask_other()


def _long(stage: Stage) -> None:
    stage.paper.choose(stage.file(sample_office.long_paper(300), "年度题库.txt"))
    stage.paper.open(120)


SHOTS: dict[str, Shot] = {
    "office-01-start": lambda _: None,
    "office-02-refused": _refused,
    "office-03-reading": _reading,
    "office-04-read": _read,
    "office-05-clean": _clean,
    "office-06-mended": _mended,
    "office-07-key-all": _key_all,
    "office-08-blank": _blank,
    "office-09-essay": _essay,
    "office-10-pass": _pass,
    "office-11-passed": _passed,
    "office-12-mend-refused": _mend_refused,
    "office-13-long": _long,
    "office-14-unkeyed": _unkeyed,
    "office-15-ask-other": _ask_other,
    **shots_office_pages.SHOTS,
    **shots_office_bank.SHOTS,
    **shots_office_exams.SHOTS,
    **shots_office_sessions.SHOTS,
}
WIDE = (
    shots_office_pages.WIDE
    | shots_office_bank.WIDE
    | shots_office_exams.WIDE
    | shots_office_sessions.WIDE
    | {"office-01-start", "office-04-read", "office-10-pass"}
)


def take(name: str, size: tuple[int, int], look: Look, path: Path) -> None:
    """Lead a window to a state and save its picture; nothing of it stays."""
    folder = Path(tempfile.mkdtemp(prefix="kaochang-shot-"))
    try:
        on = Stage(folder / "data", look.words)
        on.open(look, size)
        SHOTS[name](on)
        on.window.activateWindow()
        for _ in range(4):
            QApplication.processEvents()
        on.window.grab().save(str(path))
        on.window.hide()
        on.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
