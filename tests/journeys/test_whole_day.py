"""One exam day on the terminal, from the paper to the report: once in this process, once as processes of their own."""

import io
import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import openpyxl
import pypdfium2
from kaochang.custody.results import ResultBody
from kaochang.flow.script import response_from
from kaochang.store.centre import Centre
from support.exam_day import PASSPHRASE, ROSTER, ExamDay, login, script_of, well
from support.put_in import put_in
from support.small_paper import GOOD, GOOD_POINTS, POOR, POOR_POINTS, TOTAL

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "banks" / "papers" / "outbound-agent.txt"


def responses_at(database):
    """What the centre holds: ticket → place → response."""
    centre = Centre(database)
    try:
        exams, bodies = centre.exams(), centre.results(ResultBody).values()
        return {
            body.identity.ticket: {
                f"{placed.item.section}#{placed.item.number}": body.responses[placed.id]
                for placed in exams[body.identity.exam].assessment.items()
                if placed.id in body.responses
            }
            for body in bodies
        }
    finally:
        centre.close()


def meant(database, written):
    """The responses that a script's words stand for."""
    centre = Centre(database)
    try:
        (exam,) = centre.exams().values()
        items = {f"{placed.item.section}#{placed.item.number}": placed for placed in exam.assessment.items()}
        return {place: response_from(items[place], text) for place, text in written.items()}
    finally:
        centre.close()


def points_in(report):
    """Person → points as the score sheet of the workbook shows them."""
    book = openpyxl.load_workbook(report / "report.xlsx")
    heading, *rows = book["成绩"].iter_rows(values_only=True)
    named = [dict(zip(heading, row, strict=True)) for row in rows]
    return {row["工号"]: row for row in named}


def test_what_candidates_answered_is_what_the_centre_marks_and_reports(sealed_day, sticks, tmp_path):
    database = tmp_path / "centre.db"
    merged = sealed_day.merge(database, *sticks)
    assert merged.code == 0, merged
    handed_in = dict.fromkeys(("T0001", "T0002", "T0003"), "submitted")
    assert merged.told()["tickets"] == {**handed_in, "T0004": "absent"}
    good = meant(database, GOOD)
    assert responses_at(database) == {"T0001": good, "T0002": meant(database, POOR), "T0003": good}

    assert well("mark", database, "--json").told() == {"results": 3, "scored": 25, "waiting": 2}
    for ticket, points in (("T0001", "5.5"), ("T0003", "4")):
        well("mark", database, "--score", ticket, "简答题#1", points, "--by", "阅卷员丙")
    made = well("report", database, "--out", tmp_path / "report", "--json").told()["files"]
    assert [Path(name).name for name in made] == ["report.xlsx", "report.pdf", "report.csv"]

    lines = points_in(tmp_path / "report")
    shown = {person: line["合计"] for person, line in lines.items()}
    expected = {"G7001": Fraction(GOOD_POINTS) + Fraction("5.5"), "G7002": POOR_POINTS, "G7003": GOOD_POINTS + 4}
    assert {person: shown[person] for person in expected} == {each: float(value) for each, value in expected.items()}
    assert shown["G7004"] in (None, "")
    pages = pypdfium2.PdfDocument(io.BytesIO((tmp_path / "report" / "report.pdf").read_bytes()))
    assert "回访专员上岗小测" in pages[0].get_textpage().get_text_range()
    pages.close()


def test_scores_add_up_to_what_the_paper_is_worth(sealed_day):
    told = well("unlock", sealed_day.exam, "--room", "R02", "--code-file", sealed_day.code_file, "--json").told()
    assert (told["items"], told["tickets"], told["room"]) == (9, 2, "R02")
    assert GOOD_POINTS + 6 == TOTAL


def test_every_file_of_the_day_says_what_it_is_and_verifies(sealed_day, sticks):
    rooms = sealed_day.sealed / "rooms"
    ours = [*sealed_day.sealed.rglob("*.kc*"), *(path for stick in sticks for path in stick.rglob("*.kc*"))]
    inspected = well("inspect", *ours, "--json").lines()
    assert [line["file"] for line in inspected] == [str(path) for path in ours]
    kinds = {line["type"] for line in inspected}
    assert kinds == {"exam", "site", "centre-kit", "proctor-kit", "result", "journal", "manifest"}
    sessions = {line["session"] for line in inspected if line["type"] != "site"}
    assert sessions == {sealed_day.session}
    trust = ["--site", rooms / "site.kcx", "--exam", rooms / "session.kcb"]
    assert {line["outcome"] for line in well("verify", *ours, *trust, "--json").lines()} == {0}


class Processes:
    """The same terminal as programs of their own, with everything at its real cost."""

    def __init__(self, home):
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop"), "XDG_DATA_HOME": str(home)}

    def __call__(self, *arguments):
        line = [sys.executable, "-m", "kaochang", *map(str, arguments)]
        ran = subprocess.run(line, env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        assert (ran.returncode, ran.stderr) == (0, ""), ran
        return [json.loads(each) for each in ran.stdout.splitlines()]


def test_the_sample_paper_goes_the_whole_way_as_programs_of_their_own(tmp_path):
    day, run = ExamDay(tmp_path), Processes(tmp_path / "home")
    (tmp_path / "roster.csv").write_text("\n".join(ROSTER.splitlines()[:2]), encoding="utf-8")
    (paper,) = run("read", SAMPLE, "--into", day.bank, "--json")
    (exam,) = run("assemble", day.bank, "--pass-mark", 60, "--json")
    assert (len(paper["items"]), exam["items"], exam["total"]) == (17, 17, "100")
    seal = ["seal", day.bank, "--exam", exam["exam"], "--roster", tmp_path / "roster.csv", *day.of_office()]
    (sealed,) = run(*seal, "--passphrase-file", day.passphrase_file, "--out", day.sealed, "--json")
    day.start_code = sealed["start_code"]

    single = {f"单选题#{number}": letter for number, letter in ((1, "B"), (2, "B"), (3, "A"))}
    script = tmp_path / "script.json"
    script.write_text(json.dumps(script_of(login(1), single), ensure_ascii=False), encoding="utf-8")
    told = run(
        "sit",
        day.exam,
        "--script",
        script,
        "--code-file",
        day.code_file,
        "--stick",
        put_in(tmp_path / "stick"),
        "--json",
    )
    assert (told[-1]["answered"], told[-1]["copies"]) == (3, 1)
    assert list((tmp_path / "home" / "kaochang").rglob("result.kcr"))

    run("collect", tmp_path / "stick", "--kit", day.proctor_kit("R01"), "--to", tmp_path / "stick",
        "--code-file", day.code_file, "--json")  # fmt: skip
    database = tmp_path / "centre.db"
    (merged,) = run("merge", tmp_path / "stick", "--kit", day.centre_kit, "--db", database,
                    "--passphrase-file", day.passphrase_file, "--json")  # fmt: skip
    assert (merged["accepted"], merged["problems"]) == (3, [])
    run("mark", database, "--json")
    run("report", database, "--out", tmp_path / "report", "--json")
    (line,) = points_in(tmp_path / "report").values()
    assert line["合计"] == 8
    assert PASSPHRASE not in json.dumps([told, merged], ensure_ascii=False)
