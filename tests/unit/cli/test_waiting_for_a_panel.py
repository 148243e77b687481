"""What a scorer is shown of an item that was answered before a panel: that nothing was written here, and no shape."""

from fractions import Fraction

import pytest
from kaochang.cli.centre import _show_waiting
from kaochang.domain.assessments import PlacedItem
from kaochang.domain.items import Mode
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Judgement, Text
from kaochang.domain.scoring import Reason
from kaochang.flow.mark import Waiting
from msgspec.structs import replace
from support.exams import ITEMS


class Said:
    """A terminal that is a list of what was said."""

    def __init__(self, words):
        self.words = words
        self.lines = []
        self.told = []

    def say(self, key, **params):
        self.lines.append(self.words(key, **params))

    def quote(self, text, before):
        self.lines.append(before + text)

    def tell(self, value):
        self.told.append(value)


def waiting(mode, response):
    placed = PlacedItem("interview", replace(ITEMS["interview"], mode=mode), Fraction(3))
    return [Waiting("", "T1", "kf2", placed, MarkScheme(), response, Reason.WAITS_FOR_SCORER)]


@pytest.mark.parametrize(("mode", "response"), [(Mode.SPOKEN, None), (Mode.READ, None), (Mode.READ, Judgement(True))])
def test_before_a_panel_no_response_is_quoted(words, mode, response):
    terminal = Said(words)
    _show_waiting(terminal, waiting(mode, response), as_json=False)
    assert terminal.lines[-1] == words("cli.mark.panel")


def test_what_was_typed_is_quoted(words):
    terminal = Said(words)
    _show_waiting(terminal, waiting(Mode.TYPED, Text("有一次……")), as_json=False)
    assert terminal.lines[-1] == "    > 有一次……"


def test_in_json_there_is_none(words):
    terminal = Said(words)
    _show_waiting(terminal, waiting(Mode.SPOKEN, None), as_json=True)
    assert terminal.told[0]["response"] is None
