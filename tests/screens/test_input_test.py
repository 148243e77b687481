"""Trying the input method: only where something is typed, never a trap, and nothing of what is typed stays."""

import pytest
from kaochang.domain.guards import Happening
from PySide6.QtWidgets import QLineEdit
from screens import sample
from screens.fakes import FakeLine


def _typing() -> FakeLine:
    line = FakeLine()
    line.room.has_typing = True
    return line


def _noted(at) -> list[str]:
    return [event.what for event in at.line.sitting.saved if type(event).__name__ == "Noted"]


def test_an_exam_without_typing_has_no_such_page(sit):
    at = sit()
    at.to_code()
    assert at.has("group-1")


def test_the_rules_may_ask_for_it_all_the_same(sit):
    rules = sample.Rules(duration_s=7200, login=sample.RULES.login, input_test=True)
    at = sit(FakeLine(exam=sample.short_exam(rules)))
    at.to_code()
    assert at.has("try-here")


def test_chinese_that_comes_is_seen_and_noted_without_a_word_of_it(sit):
    at = sit(_typing())
    at.to_code()
    assert at.window.focusWidget() is at.find("try-here")
    at.commit("考试顺利")
    assert "可以用" in at.text("seen")
    at.click("input-works")
    assert all("考试顺利" not in field.text() for field in at.window.findChildren(QLineEdit))
    at.begin()
    assert at.has("exam")
    assert _noted(at) == [Happening.INPUT_WORKS]
    assert "考试顺利" not in repr(at.line.sitting.saved)


def test_letters_are_no_chinese(sit):
    at = sit(_typing())
    at.to_code()
    at.type("kaoshi")
    assert "可以用" not in at.text("seen")
    at.click("input-works")
    at.begin()
    assert _noted(at) == [Happening.INPUT_UNTRIED]


def test_who_cannot_type_is_told_what_to_do_and_may_go_on(sit):
    at = sit(_typing())
    at.to_code()
    at.click("input-fails")
    assert at.has("next-step")
    assert at.window.focusWidget() is at.find("input-again")
    at.click("input-without")
    at.begin()
    assert _noted(at) == [Happening.INPUT_FAILS]


def test_after_help_it_is_tried_again(sit):
    at = sit(_typing())
    at.to_code()
    at.click("input-fails")
    at.click("input-again")
    assert at.window.focusWidget() is at.find("try-here")
    at.commit("好")
    at.click("input-works")
    at.begin()
    assert _noted(at) == [Happening.INPUT_WORKS]


@pytest.mark.parametrize("answers", [("input-works",), ("input-fails", "input-without")])
def test_evidence_stays_with_whom_it_is_of(sit, answers):
    at = sit(_typing())
    at.to_code()
    for name in answers:
        at.click(name)
    at.click("back")
    at.line.room.has_typing = False
    at.log_in()
    at.confirm()
    at.begin()
    assert _noted(at) == []
