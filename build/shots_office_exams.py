"""Pictures of the page 组卷: an exam of papers as they are, one by a blueprint, its rules, and the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kaochang.flow.exam_draft import ExamPart
from kaochang.presenters.office.exams import ExamsPresenter
from support.office_exams import AtExams

Shot = Callable[[AtExams], None]
ROOT = Path(__file__).resolve().parents[1]
_RED = (
    "一、单选题（每题2分）\n1. 接到投诉电话，先（  ）\nA. 倾听\nB. 解释\n"
    "2. 回访时间（  ）\nA. 上午\nB. 下午\n答案：1. A 2. E\n"
)
_RULES = (
    ("一、单项选择题", "single", "", "", "4", "2"),
    ("一、单项选择题", "single", "投诉处理", "hard", "2", "2"),
    ("二、多项选择题", "multiple", "", "", "2", "3"),
    ("三、判断题", "truefalse", "", "easy", "400", "1"),
    ("四、填空题", "blank", "", "", "1", "10"),
)


def _bank(stage: AtExams) -> list[int]:
    numbers = []
    for path in sorted(path for path in (ROOT / "banks/papers").iterdir() if path.is_file()):
        numbers.append(stage.keep_file(path))
    return numbers


def _papers(stage: AtExams) -> ExamsPresenter:
    numbers = _bank(stage)
    page = stage.to_exams()
    page.listing.new()
    for each in numbers[:3]:
        page.papers.toggle(each)
    page.papers.type_title("售后服务专员上岗认证（十一月）")
    return page


def _fixed(stage: AtExams) -> ExamsPresenter:
    page = _papers(stage)
    page.go(ExamPart.ITEMS)
    rows = page.state.body.rows
    for row in rows[2:4]:
        page.items.toggle(row.id)
    page.items.type_limit(rows[0].id, "90")
    return page


def _unvalued(stage: AtExams) -> None:
    page = stage.new_exam("一、单选题\n1. 甲（  ）\nA. 一\nB. 二\n二、判断题\n1. 乙\n答案：\n一、1. A\n二、1. 对\n")
    page.go(ExamPart.ITEMS)
    page.items.type_points("single", "很多")


def _blueprint(stage: AtExams, *, is_short: bool) -> ExamsPresenter:
    page = _papers(stage)
    page.papers.choose_way(True)
    page.go(ExamPart.ITEMS)
    for at, (section, kind, topics, difficulty, count, points) in enumerate(_RULES):
        if not is_short and at in (1, 3):
            continue
        page.blueprint.add()
        line = len(page.state.body.lines) - 1
        named = stage.words(f"office.exams.difficulty.{difficulty}") if difficulty and is_short else ""
        for column, text in enumerate((section, stage.words(f"type.{kind}"), topics, "", named, count, points)):
            page.blueprint.set_cell(line, column, text)
    page.blueprint.draw_for_each(True)
    page.blueprint.type_seed("2026-11 华东")
    return page


def _rules(stage: AtExams) -> None:
    page = _papers(stage)
    page.go(ExamPart.RULES)
    page.rules.type("earliest-hand-in", "半小时")
    page.rules.type("notices", "请把手机关机，放进寄存柜。\n带好身份证，对号入座。")


def _save(stage: AtExams) -> None:
    _papers(stage).go(ExamPart.SAVE)


def _red(stage: AtExams) -> None:
    page = stage.new_exam(_RED, "客服代表月度考核")
    page.go(ExamPart.SAVE)


def _short(stage: AtExams) -> None:
    _blueprint(stage, is_short=True).go(ExamPart.SAVE)


def _listed(stage: AtExams) -> None:
    page = _papers(stage)
    page.go(ExamPart.SAVE)
    page.saving.type_passed_by("李文")
    page.saving.type_reason("教研组已核对")
    page.saving.save()


def _drawn(stage: AtExams) -> None:
    page = _blueprint(stage, is_short=False)
    page.go(ExamPart.SAVE)
    page.saving.type_passed_by("李文")
    page.saving.type_reason("教研组已核对")
    page.saving.save()


def _done(made: object) -> None:
    del made


SHOTS: dict[str, Shot] = {
    "office-80-exams-empty": lambda stage: _done(stage.to_exams()),
    "office-81-exam-no-paper": lambda stage: stage.to_exams().listing.new(),
    "office-82-exam-papers": lambda stage: _done(_papers(stage)),
    "office-83-exam-items": lambda stage: _done(_fixed(stage)),
    "office-84-exam-points": _unvalued,
    "office-85-exam-blueprint": lambda stage: _done(_blueprint(stage, is_short=False)),
    "office-86-exam-blueprint-short": lambda stage: _done(_blueprint(stage, is_short=True)),
    "office-87-exam-rules": _rules,
    "office-88-exam-save": _save,
    "office-89-exam-red": _red,
    "office-90-exam-short": _short,
    "office-91-exams": _listed,
    "office-92-exams-drawn": _drawn,
}
WIDE = frozenset({"office-85-exam-blueprint", "office-87-exam-rules", "office-91-exams"})
