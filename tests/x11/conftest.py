"""The session that somebody sits at a desk of this folder."""

import pytest
from kaochang.domain.tools import Tool
from support.exam_day import ExamDay
from support.small_paper import KEY, PAPER
from x11.desk import ROSTER


@pytest.fixture(scope="session")
def exam_day(tmp_path_factory):
    """The small paper, sealed for one candidate with every tool. Never written to."""
    day = ExamDay(tmp_path_factory.mktemp("desk"))
    day.read(PAPER + KEY)
    day.seal(day.assemble(*(part for tool in Tool for part in ("--tool", tool.value))), roster=ROSTER)
    return day
