"""The links of the hand-in summary are whole, whatever they say."""

import pytest
from kaochang.presenters.candidate.gestures import Written
from PySide6.QtWidgets import QApplication
from screens import sample_responding as sample
from screens.fakes import FakeLine


@pytest.mark.parametrize(
    ("count", "told", "across"),
    [(sample.MOST + 10, "2 超出 10 字", 5), (27, f"2 字数不足（27/{sample.LEAST}）", 3)],
)
def test_fewer_links_stand_in_a_row_where_one_of_them_is_long(sit, count, told, across):
    at = sit(FakeLine(exam=sample.exam()))
    at.window.resize(1024, 768)
    at.to_exam()
    at.presenter.exam.go("i2")
    at.presenter.exam.respond(Written("字" * count))
    at.click("hand-in")
    QApplication.processEvents()
    links = [at.find(f"chip-i{number}") for number in range(1, 8)]
    assert links[1].text() == told
    assert all(link.fontMetrics().horizontalAdvance(link.text()) < link.width() for link in links)
    assert [link.y() == links[0].y() for link in links] == [place < across for place in range(7)]
