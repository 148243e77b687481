"""What a paper and its office say of lengths and of a panel is sealed, and stands on the candidate's screen."""

import pytest
from kaochang.domain.items import ItemType, Mode
from kaochang.domain.refusals import Outcome
from kaochang.flow.desk import Desk
from kaochang.machine.clock import SystemClock
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import Summary
from kaochang.presenters.candidate.flow_line import FlowLine
from kaochang.presenters.candidate.gestures import Written
from kaochang.presenters.running import Means
from screens.fakes import ZONE, HandTimer, HeldRunner
from support.exam_day import ROSTER, ExamDay, login
from support.panel_paper import PANEL_PAPER
from support.seeded import seeded

ASSEMBLED = ("--words", "简答题#2=5-9", "--mode", "面试题=spoken", "--mode", "面试题#1=read")


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """The paper, sealed for one room."""
    made = ExamDay(tmp_path_factory.mktemp("panel"))
    read = made.read(PANEL_PAPER).told()
    assert [item.get("min_words") for item in read["items"]] == [None, 200, 100, 50, 50]
    made.seal(made.assemble(*ASSEMBLED), roster="\n".join(ROSTER.splitlines()[:3]))
    return made


@pytest.fixture
def exam(day, tmp_path, words):
    """The exam as the first candidate has it on the screen; everything is saved at once."""
    clock = SystemClock()
    line = FlowLine(day.exam, day.exam.parent / "site.kcx", "R01", Desk(tmp_path / "pc", clock, seeded(5)), ())
    room = line.open_room()
    sitting = line.begin(room, day.start_code, room.tickets[0], "01", "", b"")
    means = Means(words, HeldRunner(), HandTimer(), clock, ZONE, HeldRunner())
    yield ExamPresenter(sitting, means, [].append, lambda: None)
    sitting.shut()


def items_of(exam, kind):
    """Where the items of a type stand in the palette, in order."""
    cells = [cell.item for section in exam.state.palette.sections for cell in section.cells]
    found = []
    for item in cells:
        exam.go(item)
        if exam.state.face.type is kind:
            found.append(item)
    return found


def test_the_candidate_reads_how_long_each_text_is_asked_to_be(exam, words):
    papers_own, offices = items_of(exam, ItemType.ESSAY)
    exam.go(papers_own)
    assert exam.state.length.text == words("candidate.length.between", count=0, least=200, most=500)
    exam.go(offices)
    exam.respond(Written("写时间和事由与承诺等"))
    assert exam.state.length.text == words("candidate.length.over", count=10, most=9, over=1)


def test_a_text_that_is_too_short_is_partly_answered_and_what_a_panel_asks_is_missed_by_nobody(exam):
    read, spoken = items_of(exam, ItemType.INTERVIEW)
    modes = []
    for item in (read, spoken):
        exam.go(item)
        modes.append(exam.state.face.mode)
    assert modes == [Mode.READ, Mode.SPOKEN]

    exam.go(items_of(exam, ItemType.ESSAY)[1])
    exam.respond(Written("时间"))
    exam.ask_to_hand_in()
    summary = exam.state.overlay
    assert isinstance(summary, Summary)
    assert [(row.answered, row.partial, row.unanswered) for row in summary.rows] == [(0, 0, 1), (0, 1, 1), (0, 0, 1)]


def test_a_script_answers_as_the_office_said_and_no_other_way(day, tmp_path):
    told = {"判断题#1": "对", "简答题#2": "时间、事由", "面试题#1": "已读"}
    typed = day.sit("R01", day.script(login(2), {"面试题#2": "当场作答"}), tmp_path / "pc")
    assert (typed.code, "面试题#2" in typed.err) == (int(Outcome.PAYLOAD), True)
    ran = day.sit("R01", day.script(login(2), told), tmp_path / "pc")
    assert ran.code == 0, ran
