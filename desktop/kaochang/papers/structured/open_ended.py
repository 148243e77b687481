"""What formats of their own say to whoever marks an essay: reference text, rubric, or both under their usual words."""

from msgspec.structs import replace

from kaochang.papers.finishing.rubrics import read_rubric, states_points
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.grammar import marks
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import make_line, rows

_FIELDS = {Mark.ANSWER, Mark.RUBRIC, Mark.EXPLANATION}


def take_notes(made: StatedItem, notes: str) -> None:
    """The notes for scorers of an open item: parts under 参考答案： and 评分标准： go where they belong.

    Without such words it is the rubric where it says how points are given, else the reference text.
    """
    fields: dict[Mark | None, list[str]] = {}
    mark: Mark | None = None
    for row in rows(notes):
        line = make_line(row, 0)
        found = marks.starts_with(line)
        if found in _FIELDS:
            mark = found
            row = marks.split(line)[0][1].text
        fields.setdefault(mark, []).append(row)
    parts = {mark: "\n".join(lines).strip("\n") for mark, lines in fields.items()}
    if parts.keys() == {None}:
        parts = {Mark.RUBRIC if _is_rubric(notes) else Mark.ANSWER: notes}
    rubric = read_rubric(parts.get(Mark.RUBRIC, ""))
    made.judge_rubric(rubric)
    made.scheme = replace(
        made.scheme,
        rubric=rubric,
        reference="\n".join(filter(None, [parts.get(None), parts.get(Mark.ANSWER)])),
        explanation="\n".join(filter(None, [made.scheme.explanation, parts.get(Mark.EXPLANATION)])),
    )


def _is_rubric(notes: str) -> bool:
    return states_points(notes) or bool(read_rubric(notes).criteria)
