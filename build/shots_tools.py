"""Pictures of the candidate's tools: each at work, and each with as much in it as there can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.domain.annotations import MAX_DRAFT, Passage
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.gestures import Chosen
from kaochang.presenters.candidate.type_size import TypeSize

if TYPE_CHECKING:
    from shots import Shot, Stage

_NOTES = """24 题：首问负责 → A、C
　B 推给厂商，不对
　E 先承诺后核实，不对

37 题：24 小时 / 3 个工作日

12.5 × 8 = 100"""


def _eliminated(stage: Stage) -> None:
    stage.to_exam("i24")
    for label in ("B", "E"):
        stage.presenter.exam.tools.eliminate(label)


def _eliminated_long(stage: Stage) -> None:
    stage.to_exam("i77")
    exam = stage.presenter.exam
    exam.respond(Chosen("A"))
    for label in ("B", "D"):
        exam.tools.eliminate(label)


def _eliminated_huge(stage: Stage) -> None:
    _eliminated(stage)
    stage.presenter.exam.resize(TypeSize.HUGE)


def _highlighted(stage: Stage) -> None:
    stage.to_exam("i24")
    tools = stage.presenter.exam.tools
    tools.toggle(Tool.HIGHLIGHTER)
    tools.select(Passage.STEM, 5, 10)
    tools.select(Passage.STEM, 41, 52)


def _highlighted_case(stage: Stage) -> None:
    stage.to_exam("i41")
    tools = stage.presenter.exam.tools
    tools.toggle(Tool.HIGHLIGHTER)
    stage.presenter.exam.dismiss_warning()
    tools.select(Passage.MATERIAL, 21, 38)
    tools.select(Passage.MATERIAL, 62, 82)
    tools.select(Passage.STEM, 3, 12)


def _notes(item: str, text: str = _NOTES) -> Shot:
    def shot(stage: Stage) -> None:
        stage.to_exam(item)
        tools = stage.presenter.exam.tools
        tools.toggle(Tool.NOTES)
        tools.draft(text)
        stage.presenter.tick()

    return shot


def _calculator(*keys: str, item: str = "i24") -> Shot:
    def shot(stage: Stage) -> None:
        stage.to_exam(item)
        tools = stage.presenter.exam.tools
        tools.toggle(Tool.CALCULATOR)
        tools.press(*keys)

    return shot


SHOTS: dict[str, Shot] = {
    "110-tools-eliminated": _eliminated,
    "111-tools-eliminated-long": _eliminated_long,
    "112-tools-eliminated-huge": _eliminated_huge,
    "113-tools-highlighted": _highlighted,
    "114-tools-highlighted-case": _highlighted_case,
    "115-tools-notes": _notes("i24"),
    "116-tools-notes-empty": _notes("i24", ""),
    "117-tools-notes-full": _notes("i24", "草稿很长" * (MAX_DRAFT // 4)),
    "118-tools-notes-case": _notes("i40"),
    "119-tools-calculator": _calculator(*"5", "M+", *"C12.5×(3+4.75)="),
    "120-tools-calculator-many": _calculator(*"123456789012345×987654321098765÷123456789.01234×(1+2"),
    "121-tools-calculator-zero": _calculator(*"5÷(2−2)="),
    "122-tools-calculator-case": _calculator(*"1÷3=", item="i40"),
}
WIDE = frozenset({"110-tools-eliminated", "114-tools-highlighted-case", "115-tools-notes", "119-tools-calculator"})
