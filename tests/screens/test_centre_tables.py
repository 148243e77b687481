"""A hundred thousand tickets: the table asks for the words of the rows that are seen, and of no others."""

from types import SimpleNamespace

import pytest
from conftest import RESOURCES
from kaochang.domain.rosters import TicketStatus
from kaochang.presenters.centre.standing import Group, TicketRow
from kaochang.presenters.centre.tickets import TicketsPresenter
from kaochang.presenters.centre.tickets_state import TicketColumn
from kaochang.presenters.words import load_words
from kaochang.views.centre.tickets import TicketsView
from kaochang.views.theme import load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

COUNT = 100_000
STEPS = 100


def rows():
    for at in range(COUNT):
        missing = at % 997 == 0
        status = TicketStatus.MISSING_FILE if missing else TicketStatus.SUBMITTED
        group = Group.MISSING if missing else Group.RECEIVED
        room = f"考场 {at // 40}"
        yield TicketRow(f"2026{at:06}", f"测试{at}", f"G{COUNT - at:06}", room, str(at % 40 + 1), status, group, 0)


@pytest.fixture
def page(qtbot):
    words = load_words(RESOURCES / "strings", "zh_CN")
    every = tuple(rows())
    groups = {Group.RECEIVED: sum(row.group is Group.RECEIVED for row in every)}
    now = SimpleNamespace(rows=every, groups=groups, rooms=())
    desk = SimpleNamespace(means=SimpleNamespace(words=words), now=now, standing=now)
    states = []
    presenter = TicketsPresenter(desk, states.append)
    view = TicketsView(presenter, Look(load_theme(RESOURCES / "theme"), words))
    presenter._show_state = view.render_state
    qtbot.addWidget(view)
    view.resize(1366, 700)
    view.show()
    QTest.qWaitForWindowExposed(view)
    return presenter, view


def test_only_the_rows_that_are_seen_are_made_words(page, monkeypatch):
    presenter, view = page
    asked = []
    told = presenter._words.text
    monkeypatch.setattr(
        presenter._words, "text", lambda row, column: (asked.append(row.number), told(row, column))[1], raising=False
    )
    presenter.enter()
    QApplication.processEvents()
    table = view.findChild(QWidget, "tickets")
    assert table.model().rowCount() == COUNT
    bar = table.verticalScrollBar()
    for step in range(1, STEPS + 1):
        bar.setValue(bar.maximum() * step // STEPS)
        table.viewport().repaint()
    assert f"2026{COUNT - 1:06}" in asked
    assert len(set(asked)) <= (STEPS + 2) * (table.viewport().height() // table.rowHeight(0) + 2)


def test_filters_and_orders_of_all_of_them_are_right(page):
    presenter, _ = page
    presenter.enter()
    presenter.sort(TicketColumn.PERSON)
    assert presenter.state.rows[0].person == "G000001"
    presenter.sort(TicketColumn.PERSON)
    assert presenter.state.rows[0].person == f"G{COUNT:06}"
    presenter.pick(Group.MISSING)
    assert len(presenter.state.rows) == len(range(0, COUNT, 997))
    presenter.pick(None)
    presenter.type("测试99999")
    assert [row.number for row in presenter.state.rows] == ["2026099999"]
