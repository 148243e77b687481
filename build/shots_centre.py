"""Pictures of the centre's window: real pages over a day that the real flows made, with somebody's hands."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from kaochang.domain.decisions import DecisionKind
from kaochang.presenters.centre.keys import KIT as FIELD
from kaochang.presenters.centre.navigator import CentrePresenter
from kaochang.presenters.centre.pages import CentrePage
from kaochang.presenters.centre.tickets_state import TicketColumn
from kaochang.views.centre.window import CentreWindow
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from support.appearances import appearance
from support.at_centre import AtTheCentre
from support.centre_day import NAMES, ROOMS, CentreDay
from support.quick_day import PASSPHRASE, cheap_guesses

_CAME = NAMES[:-1]
_LOST, _TWICE = "20260063", "20260162"


class Stage(AtTheCentre):
    """Somebody at the window, which shows what the presenter says."""

    window: CentreWindow

    def open(self, look: Look, size: tuple[int, int]) -> None:
        self.window = CentreWindow(look)
        self.window.setStyleSheet(look.theme.sheet)
        self.presenter = CentrePresenter(self.desk, self.window.show_state)
        self.window.connect_to(self.presenter, appearance(self.desk, self.window))
        self.window.resize(*size)
        self.window.show()


@cache
def _day() -> CentreDay:
    """The day of the picture, made once: as many tickets as there."""
    folder = Path(tempfile.mkdtemp(prefix="kaochang-shot-day-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return CentreDay(folder, dict(ROOMS)).make()


@cache
def _merged() -> Path:
    """A database with every stick that came."""
    on = AtTheCentre(_day().folder / "shots", _Silent())
    database = _day().folder / "merged.db"
    _begin(on, database)
    on.page("collect").take_in([_day().stick(room) for room in _CAME])
    on.presenter.shut()
    return database


class _Silent:
    """Words for whom nobody reads."""

    def __call__(self, key: str, **params: object) -> str:
        del params
        return key


def _begin(on: AtTheCentre, database: Path) -> None:
    on.presenter.start()
    on.page("start").new(_day().kit)
    keys = on.page("keys")
    keys.choose_database(database)
    keys.type(FIELD, PASSPHRASE)
    keys.open()


Shot = Callable[[Stage], None]


def _start(stage: Stage) -> None:
    stage.presenter.start()


def _recent(stage: Stage) -> None:
    _normal(stage)
    stage.presenter.go(CentrePage.START)


def _refused(stage: Stage) -> None:
    stage.presenter.start()
    path = stage.data / "题库.db"
    stage.data.mkdir(parents=True, exist_ok=True)
    path.write_text("这不是数据库" * 400, encoding="utf-8")
    stage.page("start").open(path)


def _keys(stage: Stage) -> None:
    stage.presenter.start()
    stage.page("start").new(_day().kit)


def _empty(stage: Stage) -> None:
    _begin(stage, stage.data / "empty.db")


def _normal(stage: Stage) -> None:
    """As in the picture: seven rooms, one without its stick."""
    stage.data.mkdir(parents=True, exist_ok=True)
    database = stage.data / "客户服务专员.db"
    shutil.copy(_merged(), database)
    stage.presenter.start()
    stage.page("start").open(database)


def _choosing(stage: Stage) -> None:
    _normal(stage)
    stage.drives = (_day().stick("合肥 105"),)
    stage.page("collect").choose_source()


def _merging(stage: Stage) -> None:
    _empty(stage)
    stage.runner.is_held = True
    page = stage.page("collect")
    page.take_in([_day().stick(room) for room in _CAME])
    stage.clock.advance(9_000)
    page._work._progress(231, 408)
    stage.timer.ring()


def _brought(stage: Stage) -> None:
    _empty(stage)
    stage.page("collect").take_in([_day().stick(room) for room in ("上海 303", "南京 201")])


def _tickets(stage: Stage) -> None:
    _normal(stage)
    stage.page("collect").open_group(None)


def _missing(stage: Stage) -> None:
    _normal(stage)
    stage.page("collect").open_room("R03")
    stage.page("tickets").sort(TicketColumn.WAITS)


def _ticket(stage: Stage) -> None:
    _normal(stage)
    stage.presenter.ticket("20260001")


def _journal(stage: Stage) -> None:
    _ticket(stage)
    page = stage.page("ticket")
    page.open_journal(next(each.name for each in page.state.files if each.can_open))
    keys = stage.page("keys")
    keys.choose_kit(_day().kit)
    keys.type(FIELD, PASSPHRASE)
    keys.open()
    for _ in range(3):
        QApplication.processEvents()


def _conflict(stage: Stage) -> None:
    _normal(stage)
    stage.presenter.ticket(_TWICE)


def _counts(stage: Stage) -> None:
    _conflict(stage)
    stage.page("ticket").decide(DecisionKind.COUNTS)
    form = stage.page("decide")
    form.choose_file(form.state.files[0].sha256)
    form.type("周主任", "", "与监考核对过：第一次作答时停电，第二次是补考")


def _record(stage: Stage) -> None:
    _normal(stage)
    stage.presenter.decide("R07", DecisionKind.EXPLAINED)
    stage.page("decide").choose_kind(DecisionKind.RECORD)


def _decisions(stage: Stage) -> None:
    _counts(stage)
    _unlock(stage)
    stage.presenter.decide("")


def _unlock(stage: Stage) -> None:
    stage.page("decide").decide()
    keys = stage.page("keys")
    keys.choose_kit(_day().kit)
    keys.type(FIELD, PASSPHRASE)
    keys.open()


def _close_refused(stage: Stage) -> None:
    _decisions(stage)
    stage.page("decisions").close()
    form = stage.page("decide")
    form.type("周主任", "", "全部核对完毕")
    form.decide()


def _closed(stage: Stage) -> None:
    _normal(stage)
    for about in (_LOST, _TWICE, "R07", *(f"2026{number:04}" for number in range(201, 225))):
        stage.presenter.decide(about, DecisionKind.EXPLAINED)
        form = stage.page("decide")
        form.type("周主任", "", "已与监考核实")
        form.decide()
        if stage.desk.held is None:
            keys = stage.page("keys")
            keys.choose_kit(_day().kit)
            keys.type(FIELD, PASSPHRASE)
            keys.open()
    stage.presenter.decide("", DecisionKind.CLOSE)
    form = stage.page("decide")
    form.type("周主任", "", "全部核对完毕")
    form.decide()
    stage.presenter.go(CentrePage.COLLECT)


def _scores(stage: Stage) -> None:
    _normal(stage)
    stage.presenter.go(CentrePage.SCORES)


def _archive(stage: Stage) -> None:
    _normal(stage)
    stage.presenter.go(CentrePage.ARCHIVE)


SHOTS: dict[str, Shot] = {
    "centre-01-start": _start,
    "centre-02-recent": _recent,
    "centre-03-refused": _refused,
    "centre-04-keys": _keys,
    "centre-05-empty": _empty,
    "centre-06-collect": _normal,
    "centre-07-choosing": _choosing,
    "centre-08-merging": _merging,
    "centre-09-brought": _brought,
    "centre-10-tickets": _tickets,
    "centre-11-missing": _missing,
    "centre-12-ticket": _ticket,
    "centre-13-conflict": _conflict,
    "centre-14-counts": _counts,
    "centre-15-record": _record,
    "centre-16-decisions": _decisions,
    "centre-17-close-refused": _close_refused,
    "centre-18-closed": _closed,
    "centre-19-scores": _scores,
    "centre-20-archive": _archive,
    "centre-21-journal": _journal,
}
WIDE = {"centre-06-collect", "centre-13-conflict", "centre-19-scores"}


def take(name: str, size: tuple[int, int], look: Look, path: Path) -> None:
    """Save the picture of this name."""
    taken(SHOTS[name], size, look, path)


def taken(shot: Shot, size: tuple[int, int], look: Look, path: Path) -> None:
    """Lead a window to a state and save its picture; nothing of it stays."""
    folder = Path(tempfile.mkdtemp(prefix="kaochang-shot-"))
    try:
        on = Stage(folder / "data", look.words)
        on.open(look, size)
        with cheap_guesses():
            shot(on)
        on.window.activateWindow()
        for _ in range(4):
            QApplication.processEvents()
        on.window.grab().save(str(path))
        on.window.hide()
        on.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        on.presenter.shut()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
