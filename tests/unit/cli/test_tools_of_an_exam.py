"""Which tools an exam gives is said when it is assembled, and told to candidates before they begin."""

import pytest
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.identity import IdentityPresenter
from kaochang.store.bank import Bank
from screens import sample
from screens.fakes import FakeLine, HandTimer, HeldRunner, means_of
from support.exam_day import ExamDay, kaochang
from support.small_paper import PAPER


@pytest.fixture
def day(tmp_path):
    made = ExamDay(tmp_path)
    made.read(PAPER)
    return made


def tools_of(day, *options):
    exam = day.assemble("--pass-findings", "教研组甲: 样卷", *options)
    bank = Bank(day.bank)
    try:
        return bank.exam(exam)[0].rules.tools
    finally:
        bank.close()


@pytest.mark.parametrize(
    ("options", "tools"),
    [
        ((), (Tool.HIGHLIGHTER, Tool.NOTES, Tool.ELIMINATOR)),
        (("--tool", "none"), ()),
        (("--tool", "notes", "--tool", "calculator", "--tool", "notes"), (Tool.CALCULATOR, Tool.NOTES)),
    ],
)
def test_an_exam_gives_the_tools_that_were_named_and_a_calculator_only_then(day, options, tools):
    assert tools_of(day, *options) == tools


def test_a_tool_that_is_none_is_refused(day):
    assert kaochang("assemble", day.bank, "--tool", "telephone").code == 64


def test_no_tool_and_a_tool_together_are_refused(day, words):
    ran = kaochang("assemble", day.bank, "--tool", "none", "--tool", "notes")
    assert (ran.code, words("cli.form.no-tool") in ran.err) == (64, True)


@pytest.mark.parametrize(
    ("tools", "told"), [((Tool.CALCULATOR, Tool.NOTES), "计算器、草稿"), ((Tool.HIGHLIGHTER,), "重点标记"), ((), None)]
)
def test_candidates_read_which_tools_there_are_before_they_begin(words, tools, told):
    line = FakeLine(exam=sample.short_exam(sample.Rules(duration_s=600, tools=tools)))
    seen = []
    means = means_of(words, line, HeldRunner(), HandTimer())
    IdentityPresenter(means, seen.append, list, list).show(line.room, sample.TICKET, "17")
    lines = [notice for notice in seen[-1].notices if "可以使用" in notice]
    assert lines == ([] if told is None else [words("candidate.notice.tools", tools=told)])
