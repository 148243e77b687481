"""The five real papers, each from its file to its report, as they are: findings passed by name, cut items left out."""

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from support.exam_day import ROSTER, ExamDay, login, well

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
POINTS = {"single": 2, "multiple": 3, "truefalse": 1, "essay": 4, "case": 10, "interview": 10, "scenario": 15}
COUNTS = {"000": 14, "001": 34, "002": 15, "003": 8, "004": 32}
"""Items of each paper, by the contract of `kaochang read`."""

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the real papers are not on this machine ({SEEDS})")


def response(item):
    """An answer any item can take, the same every time."""
    match item["type"]:
        case "single":
            return item["options"][0]["label"]
        case "multiple":
            return "".join(option["label"] for option in item["options"][:2])
        case "truefalse":
            return "对"
        case _:
            return "先听客户说完，再核对记录，当天回电。"


def right(item):
    """Whether that answer is the paper's; None where the paper does not say."""
    if item["answer"] is None or item["type"] not in {"single", "multiple", "truefalse"}:
        return None
    return item["answer"] == (True if item["type"] == "truefalse" else response(item))


def place(item):
    return f"{item['section'] or ''}#{item['number']}"


@pytest.mark.parametrize("seed", sorted(COUNTS))
def test_a_real_paper_goes_the_whole_way(tmp_path, seed):
    day, (file,) = ExamDay(tmp_path), SEEDS.glob(f"{seed}_*.txt")
    paper = day.read(file.read_text(encoding="utf-8")).told()
    assert len(paper["items"]) == COUNTS[seed]

    cut = {paper["diagnostics"][at]["index"] for at in truncated(paper) if needs_leaving_out(paper, at)}
    left_out = [place(paper["items"][index]) for index in cut]
    kept = [item for item in paper["items"] if place(item) not in left_out]
    options = [part for kind, points in POINTS.items() for part in ("--points", f"{kind}={points}")]
    options += [part for each in left_out for part in ("--leave-out", each)]
    exam = day.assemble(*options, "--pass-findings", "命题组长丁：原卷不全，缺答案的题由评委组确定", "--pass-mark", "1")
    day.seal(exam, roster="\n".join(ROSTER.splitlines()[:2]))

    ran = day.sit("R01", day.script(login(1), {place(item): response(item) for item in kept}), tmp_path / "pc")
    assert (ran.code, ran.lines()[-1]["answered"]) == (0, len(kept)), ran
    assert day.collect("R01", tmp_path / "stick", tmp_path / "pc").code == 0
    database = tmp_path / "centre.db"
    assert day.merge(database, tmp_path / "stick").code == 0

    verdicts = [right(item) for item in kept]
    counts = {"results": 1, "scored": len(kept) - verdicts.count(None), "waiting": verdicts.count(None)}
    assert well("mark", database, "--json").told() == counts
    waiting = well("mark", database, "--waiting", "--json").lines()
    assert [line["item"] for line in waiting] == [
        place(item) for item, verdict in zip(kept, verdicts, strict=True) if verdict is None
    ]

    well("report", database, "--out", tmp_path / "report")
    heading, line = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")["成绩"].iter_rows(values_only=True)
    earned = sum(
        Fraction(str(item["points"] or POINTS[item["type"]]))
        for item, verdict in zip(kept, verdicts, strict=True)
        if verdict
    )
    assert dict(zip(heading, line, strict=True))["合计"] == float(earned)


def truncated(paper):
    return [
        at for at, each in enumerate(paper["diagnostics"]) if each["kind"] == "truncated" and each["index"] is not None
    ]


def needs_leaving_out(paper, at):
    """A cut item whose stem, options or answer ended with the file; a cut key or explanation costs no item."""
    item = paper["items"][paper["diagnostics"][at]["index"]]
    return item["answer"] is None
