"""What a room PC may know of an exam before the start code."""

from fractions import Fraction

import pytest
from kaochang.custody.exam_shapes import front_of
from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.items import Item, ItemType
from kaochang.domain.tools import Tool


@pytest.mark.parametrize(
    ("type_", "tools", "has_typing"),
    [
        (ItemType.TRUEFALSE, (), False),
        (ItemType.TRUEFALSE, (Tool.HIGHLIGHTER, Tool.ELIMINATOR, Tool.CALCULATOR), False),
        (ItemType.TRUEFALSE, (Tool.NOTES,), True),
        (ItemType.ESSAY, (), True),
    ],
)
def test_notes_are_typed_too(type_, tools, has_typing):
    """Whoever writes notes by an input method tries it before the exam, though no item asks for typing."""
    section = Section("一", (PlacedItem("i1", Item(type_, "题"), Fraction(1)),))
    exam = Exam("e", Assessment("T", (section,)), Rules(600, tools=tools))
    assert front_of(exam).has_typing is has_typing
